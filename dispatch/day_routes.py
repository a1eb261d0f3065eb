"""From a solver's routes to a courier's day: what was done, then what is planned."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from dispatch.model import (
    Place,
    PlannedRoute,
    PlannedStop,
    Remark,
    StopState,
    UnassignedOrder,
    Window,
)
from routing.solution import StopKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from dispatch.day_problem import DayProblem
    from dispatch.day_state import DayState
    from dispatch.model import Order, OrderId, Plan, Shift, StopFact
    from routing.solution import Reason, Route, RouteStop, Unassigned

SERVED_KINDS = (StopKind.PICKUP, StopKind.DELIVERY)


def planned_routes(
    state: DayState, day: DayProblem, routes: Iterable[Route]
) -> tuple[PlannedRoute, ...]:
    """Give each shift's whole day: served stops from the facts, the others from a solution.

    Parameters
    ----------
    state, day
        What the routes' indices and seconds stand for.
    routes
        At most one per vehicle.
    """
    by_shift = {day.shifts[route.vehicle].id: route for route in routes}
    vehicles = {shift.id: vehicle for vehicle, shift in enumerate(day.shifts)}
    orders = {order.id: order for order in state.orders}
    found = []
    for shift in state.shifts:
        done = tuple(
            done_stop(fact, orders[fact.order])
            for fact in state.done_in(shift.id)
            if fact.order in orders
        )
        route = by_shift.get(shift.id)
        coming = () if route is None else _coming(state, day, vehicles[shift.id], route)
        if not done and not coming:
            continue
        stops = _joined(shift, done, coming)
        found.append(PlannedRoute(shift=shift.id, courier=shift.courier, stops=stops))
    return tuple(found)


def unassigned_orders(
    day: DayProblem, unassigned: Iterable[Unassigned]
) -> tuple[UnassignedOrder, ...]:
    """Name the orders that have no route, with their reasons."""
    return tuple(
        UnassignedOrder(order=day.orders[one.shipment].id, reason=remark_of(one.reason))
        for one in unassigned
    )


def remark_of(reason: Reason) -> Remark:
    """Keep a reason of the routing core."""
    return Remark(
        code=str(reason.code),
        values=dict(reason.values),
        remedies=tuple(str(remedy) for remedy in reason.remedies),
    )


def done_stop(fact: StopFact, order: Order) -> PlannedStop:
    """Show a fact as a stop of a route."""
    place, window = _end_of(order, fact.kind)
    return PlannedStop(
        kind=fact.kind,
        order=fact.order,
        place=place,
        location=place.location,
        window=window,
        arrival=fact.arrived_at,
        start=fact.arrived_at,
        departure=fact.served_at or fact.arrived_at,
        travel_s=fact.travel_s,
        distance_m=fact.distance_m,
        state=fact.state,
    )


def with_progress(plan: Plan, facts: Sequence[StopFact]) -> Plan:
    """Show a plan with what has become of its stops since it was made."""
    known = {(fact.order, fact.kind): fact for fact in facts}
    routes = tuple(
        replace(route, stops=tuple(_with_fact(route, stop, known) for stop in route.stops))
        for route in plan.routes
    )
    return replace(plan, routes=routes)


def _with_fact(
    route: PlannedRoute,
    stop: PlannedStop,
    known: Mapping[tuple[OrderId, StopKind], StopFact],
) -> PlannedStop:
    if stop.order is None:
        return stop
    fact = known.get((stop.order, stop.kind))
    if fact is None or fact.courier != route.courier:
        return stop
    if fact.state is StopState.ARRIVED:
        later = fact.arrived_at - stop.arrival
        return replace(
            stop,
            state=fact.state,
            arrival=fact.arrived_at,
            start=max(fact.arrived_at, stop.start + min(later, timedelta())),
            departure=max(fact.arrived_at, stop.departure + later),
        )
    return replace(
        stop,
        state=fact.state,
        arrival=fact.arrived_at,
        start=fact.arrived_at,
        departure=fact.served_at or fact.arrived_at,
    )


def _joined(
    shift: Shift, done: tuple[PlannedStop, ...], coming: tuple[PlannedStop, ...]
) -> tuple[PlannedStop, ...]:
    """Begin with the shift's start once something is done, and end with an end."""
    if not done:
        return coming
    began = shift.began_at or done[0].arrival - timedelta(seconds=done[0].travel_s)
    start = PlannedStop(
        kind=StopKind.START,
        location=shift.start,
        arrival=began,
        start=began,
        departure=min(began, done[0].arrival),
        state=StopState.DONE,
    )
    rest = tuple(stop for stop in coming if stop.kind is not StopKind.START)
    if not rest:
        last = done[-1].departure
        end = PlannedStop(
            kind=StopKind.END,
            location=done[-1].location,
            arrival=last,
            start=last,
            departure=last,
        )
        rest = (end,)
    return (start, *done, *rest)


def _coming(
    state: DayState, day: DayProblem, vehicle: int, route: Route
) -> tuple[PlannedStop, ...]:
    heading = day.standings[vehicle].heading
    breaks = _break_windows(state, day, vehicle)
    stops = []
    is_first = True
    for stop in route.stops:
        shown = _shown(state, day, stop, breaks)
        if stop.kind in SERVED_KINDS and is_first:
            is_first = False
            if heading is not None and (shown.order, shown.kind) == (heading.order, heading.kind):
                shown = replace(shown, travel_s=heading.travel_s, distance_m=heading.distance_m)
        stops.append(shown)
    return tuple(stops)


def _shown(
    state: DayState, day: DayProblem, stop: RouteStop, breaks: dict[int, tuple[Window, bool]]
) -> PlannedStop:
    location = None if stop.location is None else day.points[stop.location]
    shown = PlannedStop(
        kind=stop.kind,
        location=location,
        arrival=state.moment(stop.arrival),
        start=state.moment(stop.start),
        departure=state.moment(stop.departure),
        travel_s=stop.travel,
        distance_m=stop.distance,
        load=stop.load,
    )
    if stop.kind is StopKind.BREAK and stop.index is not None:
        window, is_care = breaks[stop.index]
        return replace(shown, window=window, is_care=is_care)
    if stop.kind in SERVED_KINDS and stop.index is not None:
        order = day.orders[stop.index]
        place, window = _end_of(order, stop.kind)
        return replace(shown, order=order.id, place=place, location=place.location, window=window)
    return shown


def _break_windows(
    state: DayState, day: DayProblem, vehicle: int
) -> dict[int, tuple[Window, bool]]:
    """Give the window of each break of a vehicle, and whether it is a care window."""
    starts: dict[int, list[int]] = defaultdict(list)
    for care in day.shifts[vehicle].care:
        starts[state.seconds(care.begins_at)].append(
            (care.ends_at - care.begins_at) // timedelta(seconds=1)
        )
    found = {}
    for index, rest in enumerate(day.problem.vehicles[vehicle].breaks):
        first, last = rest.windows[0].earliest, rest.windows[-1].latest
        window = Window(earliest=state.moment(first), latest=state.moment(last))
        found[index] = (window, first == last and rest.duration in starts.get(first, ()))
    return found


def _end_of(order: Order, kind: StopKind) -> tuple[Place, Window]:
    if kind is StopKind.PICKUP:
        return order.delivery.pickup, order.delivery.pickup_window
    return order.delivery.delivery, order.delivery.delivery_window
