"""A day as a problem for the routing core: shifts are vehicles, orders are shipments."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np

from dispatch.apart import parting_costs, with_costs
from dispatch.begun import begun_first, begun_stops
from dispatch.climbs import limit_climbs
from dispatch.day_state import standing_of
from dispatch.model import OrderState, ShiftState
from dispatch.stability import moving_costs
from dispatch.stop_orders import in_decided_order
from dispatch.street_overlays import streets_under
from dispatch.together import fresh_pins, joined
from dispatch.ways import slowed_matrix, way_of, ways_of
from dispatch.work_left import work_ends_at
from fairness.pay import drop_pay_minor
from fairness.targets import capped_load
from routing.legs import legs_of
from routing.model import Break, Matrix, Pin, Shipment, Stop, TimeWindow, Vehicle
from routing.problem import Problem
from routing.rests import with_breaks
from routing.rules.climbs import climb_of, may_climb
from routing.schedule import schedule, stop_of
from routing.solution import Entry, StopKind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from dispatch.day_state import DayState, Standing
    from dispatch.model import CourierId, Delivery, Order, OrderId, Shift, Window
    from dispatch.streets import Streets
    from dispatch.ways import Way
    from routing.model import Location
    from routing.solution import Route
    from routing.streets.profiles import Profile

SERVED_KINDS = (StopKind.PICKUP, StopKind.DELIVERY)


@dataclass(frozen=True, slots=True, kw_only=True)
class DayProblem:
    """A problem, and what its indices stand for.

    Attributes
    ----------
    problem
        What solvers get.
    points
        Locations by index in the matrices.
    shifts
        By index of vehicle.
    standings
        Where each vehicle starts, and why there.
    orders
        By index of shipment.
    routes
        The plan in force from where the couriers are now, late where it is late; only
        vehicles with stops.
    ways
        By index of matrix.
    parting
        Costs of pairs that keep parts of one order apart; those of the problem have them in.
    """

    problem: Problem
    points: tuple[Location, ...]
    shifts: tuple[Shift, ...]
    standings: tuple[Standing, ...]
    orders: tuple[Order, ...]
    routes: tuple[Route, ...]
    ways: tuple[Way, ...]
    parting: Mapping[tuple[int, int], int] = field(default_factory=dict)

    def vehicles_of(self, courier: CourierId) -> tuple[int, ...]:
        """Give the vehicles of a courier's shifts."""
        return tuple(i for i, shift in enumerate(self.shifts) if shift.courier == courier)

    def shipment_of(self, order: OrderId) -> int | None:
        """Give the index of an order's shipment, if it is still to be planned."""
        return next((i for i, known in enumerate(self.orders) if known.id == order), None)


def build(state: DayState, streets: Streets) -> DayProblem:
    """Turn a day into a problem.

    Served stops are facts: a vehicle starts where its courier is, what is on board stays
    there, and an order whose stop the courier is heading for stays with them. What is on
    board is delivered even if that is late or after the shift.

    Parameters
    ----------
    state
        The day.
    streets
        The city as it usually is; repeated points are computed once if it is a
        `CachedStreets`.
    """
    streets = streets_under(streets, state.overlays)
    orders = state.open_orders
    holders = _holders(orders)
    shifts = tuple(shift for shift in state.shifts if _can_go_on(state, shift, holders))
    standings = tuple(standing_of(state, shift) for shift in shifts)
    points = tuple(dict.fromkeys(_locations(orders, shifts, standings)))
    at = {location: index for index, location in enumerate(points)}
    ways = ways_of(state, shifts)
    profiles = {way.profile for way in ways}
    usual = {profile: matrix_of(streets, points, profile) for profile in profiles}
    matrices = tuple(slowed_matrix(usual[way.profile], way.time_permille) for way in ways)
    vehicles = tuple(
        _vehicle(state, shift, standing, at, ways.index(way_of(state, shift)))
        for shift, standing in zip(shifts, standings, strict=True)
    )
    pins, forbidden = _decisions(state, orders, shifts, standings, holders)
    problem = Problem(
        matrices=matrices,
        vehicles=vehicles,
        shipments=tuple(_shipment(state, order, at) for order in orders),
        pins=pins,
        sequences=begun_stops(orders, standings, pins),
        forbidden=forbidden,
        pair_costs=moving_costs(state, orders, shifts),
    )
    problem = limit_climbs(state, orders, shifts, problem)
    numbers = {order.id: index for index, order in enumerate(orders)}
    planned = {
        vehicle: begun_first(
            problem, vehicle, _planned_entries(state, shift, numbers, problem, vehicle)
        )
        for vehicle, shift in enumerate(shifts)
    }
    problem = in_decided_order(state, problem, planned, shifts, numbers)
    on_board = {index for index, order in enumerate(orders) if order.id in holders}
    problem = relaxed(problem, _on_board_routes(problem, planned, on_board))
    routes = lay_out(problem, planned)
    problem = replace(problem, pins=(*problem.pins, *fresh_pins(problem, routes, orders)))
    parting = parting_costs(problem, routes, orders, shifts)
    return DayProblem(
        problem=replace(problem, pair_costs=with_costs(problem.pair_costs, parting)),
        points=points,
        shifts=shifts,
        standings=standings,
        orders=orders,
        routes=routes,
        ways=ways,
        parting=parting,
    )


def shipment_for(  # noqa: PLR0913 - all named by the caller
    delivery: Delivery,
    *,
    name: str,
    amount: int,
    state: DayState,
    pickup_at: int | None,
    delivery_at: int,
) -> Shipment:
    """Turn a delivery into a shipment; without a pickup it is on board."""
    return Shipment(
        id=name,
        pickup=None
        if pickup_at is None
        else Stop(
            location=pickup_at,
            windows=(_window(state, delivery.pickup_window),),
            service_duration=delivery.pickup_service_s,
            setup_duration=delivery.setup_s,
        ),
        delivery=Stop(
            location=delivery_at,
            windows=(_window(state, delivery.delivery_window),),
            service_duration=delivery.delivery_service_s,
            setup_duration=delivery.setup_s,
        ),
        load=delivery.load,
        skills=delivery.skills,
        amount=amount,
        climb=0 if pickup_at is None else delivery.climb_m,
    )


def matrix_of(streets: Streets, points: Sequence[Location], profile: Profile) -> Matrix:
    """Compute travel between points, of which there may be none."""
    if points:
        return streets.matrix(points, profile)
    nothing = np.zeros((0, 0), dtype=np.int32)
    return Matrix(durations=nothing, distances=nothing, reachable=nothing.astype(np.bool_))


def relaxed(problem: Problem, routes: Iterable[Route]) -> Problem:
    """Widen windows, shifts and limits of climb as far as some routes need them, no further."""
    shipments, vehicles = list(problem.shipments), list(problem.vehicles)
    for route in routes:
        vehicle = vehicles[route.vehicle]
        if route.stops[-1].arrival > vehicle.shift.latest:
            shift = TimeWindow(earliest=vehicle.shift.earliest, latest=route.stops[-1].arrival)
            vehicles[route.vehicle] = replace(vehicle, shift=shift)
        climb = climb_of(problem, route.shipments)
        if not may_climb(problem, route.vehicle, route.shipments):
            vehicles[route.vehicle] = replace(vehicles[route.vehicle], max_climb=climb)
        for stop in route.stops:
            if stop.kind in SERVED_KINDS and stop.index is not None:
                shipments[stop.index] = _met(shipments[stop.index], stop.kind, stop.start)
    return replace(problem, shipments=tuple(shipments), vehicles=tuple(vehicles))


def lay_out(problem: Problem, planned: Mapping[int, Sequence[Entry]]) -> tuple[Route, ...]:
    """Schedule entries per vehicle, with breaks where they go best; empty routes left out."""
    routes = []
    for vehicle, entries in sorted(planned.items()):
        if not entries:
            continue
        resource = problem.vehicles[vehicle]
        places = [stop_of(problem, entry).location for entry in entries]
        ends = [place for place in (resource.start, resource.end) if place is not None]
        legs = legs_of(problem, resource, list(dict.fromkeys([*places, *ends])))
        rested = with_breaks(problem, legs, vehicle, entries)
        routes.append(schedule(problem, vehicle, rested or entries))
    return tuple(routes)


def _met(shipment: Shipment, kind: StopKind, start: int) -> Shipment:
    stop = shipment.pickup if kind is StopKind.PICKUP else shipment.delivery
    if stop is None or start <= stop.windows[-1].latest:
        return shipment
    last = replace(stop.windows[-1], latest=start)
    wider = replace(stop, windows=(*stop.windows[:-1], last))
    if kind is StopKind.PICKUP:
        return replace(shipment, pickup=wider)
    return replace(shipment, delivery=wider)


def _holders(orders: Iterable[Order]) -> dict[OrderId, CourierId]:
    """Tell who has which order on board."""
    return {
        order.id: order.courier
        for order in orders
        if order.state is OrderState.PICKED_UP and order.courier is not None
    }


def _can_go_on(state: DayState, shift: Shift, holders: dict[OrderId, CourierId]) -> bool:
    if shift.courier in holders.values() and shift.began_at is not None:
        return True
    return shift.state is not ShiftState.ENDED and shift.ends_at > state.now


def _locations(
    orders: Iterable[Order], shifts: Iterable[Shift], standings: Iterable[Standing]
) -> Iterable[Location]:
    for standing in standings:
        yield standing.location
    for shift in shifts:
        if shift.end is not None:
            yield shift.end
    for order in orders:
        yield order.delivery.pickup.location
        yield order.delivery.delivery.location


def _vehicle(
    state: DayState, shift: Shift, standing: Standing, at: dict[Location, int], matrix: int
) -> Vehicle:
    begins = state.seconds(standing.ready_at)
    ends = state.seconds(work_ends_at(state, shift))
    for care in shift.care:
        if care.begins_at > standing.ready_at and care.ends_at >= shift.ends_at:
            ends = min(ends, state.seconds(care.begins_at))
    return Vehicle(
        id=str(shift.id),
        shift=TimeWindow(earliest=begins, latest=max(begins, ends)),
        start=at[standing.location],
        end=None if shift.end is None else at[shift.end],
        matrix=matrix,
        capacity=capped_load(state.policy, shift.capacity),
        skills=shift.skills,
        breaks=tuple(_breaks(state, shift, standing, ends)),
    )


def _breaks(state: DayState, shift: Shift, standing: Standing, ends: int) -> Iterable[Break]:
    begins = state.seconds(standing.ready_at)
    for care in shift.care:
        start = state.seconds(care.begins_at)
        if begins <= start and state.seconds(care.ends_at) < ends:
            duration = (care.ends_at - care.begins_at) // timedelta(seconds=1)
            yield Break(windows=(TimeWindow(earliest=start, latest=start),), duration=duration)
    for rest in shift.breaks:
        earliest = max(begins, state.seconds(rest.window.earliest))
        latest = min(state.seconds(rest.window.latest), ends - rest.duration_s)
        if earliest <= latest:
            window = TimeWindow(earliest=earliest, latest=latest)
            yield Break(windows=(window,), duration=rest.duration_s)


def _window(state: DayState, window: Window) -> TimeWindow:
    first = state.seconds(window.earliest)
    return TimeWindow(earliest=first, latest=max(first, state.seconds(window.latest)))


def _shipment(state: DayState, order: Order, at: dict[Location, int]) -> Shipment:
    delivery = order.delivery
    is_on_board = order.state is OrderState.PICKED_UP
    return shipment_for(
        delivery,
        name=str(order.id),
        amount=drop_pay_minor(state.policy, delivery.distance_m),
        state=state,
        pickup_at=None if is_on_board else at[delivery.pickup.location],
        delivery_at=at[delivery.delivery.location],
    )


def _decisions(
    state: DayState,
    orders: Sequence[Order],
    shifts: Sequence[Shift],
    standings: Sequence[Standing],
    holders: dict[OrderId, CourierId],
) -> tuple[tuple[Pin, ...], frozenset[tuple[int, int]]]:
    """Turn what people decided, and what has happened, into pins and forbidden pairs."""
    bound: dict[OrderId, set[int]] = {}
    everyone = {vehicle: shift.courier for vehicle, shift in enumerate(shifts)}
    for pin in state.pins:
        bound[pin.order] = {v for v, courier in everyone.items() if courier == pin.courier}
    for vehicle, standing in enumerate(standings):
        if standing.heading is not None and standing.heading.order is not None:
            bound[standing.heading.order] = {vehicle}
    for name, holder in holders.items():
        able = [v for v, known in everyone.items() if known == holder]
        begun = [v for v in able if shifts[v].began_at is not None]
        bound[name] = set((begun or able)[-1:])
    bound |= joined(state, orders, shifts, bound)
    pins: list[Pin] = []
    forbidden: set[tuple[int, int]] = set()
    for index, order in enumerate(orders):
        allowed = bound.get(order.id)
        if allowed is not None and len(allowed) == 1:
            pins.append(Pin(shipment=index, vehicle=min(allowed)))
        elif allowed is not None:
            forbidden |= {(index, vehicle) for vehicle in everyone if vehicle not in allowed}
        if order.id not in holders:
            refused = {one.courier for one in state.declines if one.order == order.id}
            forbidden |= {(index, v) for v, courier in everyone.items() if courier in refused}
    return tuple(pins), frozenset(forbidden)


def _planned_entries(
    state: DayState,
    shift: Shift,
    numbers: dict[OrderId, int],
    problem: Problem,
    vehicle: int,
) -> list[Entry]:
    """Give the entries of a shift's route in force that are still to be done, and may be."""
    route = state.route_in_force(shift.id)
    if route is None:
        return []
    entries = [
        Entry(kind=stop.kind, index=numbers[stop.order])
        for stop in route.stops
        if stop.kind in SERVED_KINDS and stop.order in numbers
    ]
    return [
        entry
        for entry in entries
        if problem.may_carry(vehicle, entry.index)
        and not (entry.kind is StopKind.PICKUP and problem.shipments[entry.index].pickup is None)
    ]


def _on_board_routes(
    problem: Problem, planned: dict[int, list[Entry]], on_board: Collection[int]
) -> tuple[Route, ...]:
    """Lay out what each courier has on board, in the order of the plan in force."""
    pinned = problem.pinned
    needed: dict[int, Sequence[Entry]] = {}
    for vehicle in range(len(problem.vehicles)):
        mine = [index for index in sorted(on_board) if pinned.get(index) == vehicle]
        known = [entry for entry in planned[vehicle] if entry.index in mine]
        missing = [index for index in mine if index not in {entry.index for entry in known}]
        needed[vehicle] = known + [Entry(kind=StopKind.DELIVERY, index=i) for i in missing]
    return lay_out(problem, needed)
