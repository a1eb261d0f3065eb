"""What a day looks like after orders went to another courier, and what it would break."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dispatch.day_figures import figures_of
from dispatch.day_problem import lay_out
from dispatch.day_routes import planned_routes
from dispatch.model import CourierEffect, MoveEffect, Remark
from routing.check import check
from routing.cost import plan_cost
from routing.model import Pin
from routing.solution import Entry, Reason, Solution, StopKind, Unassigned
from routing.solvers.ruin_recreate.known_insertion import insertion_among

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from dispatch.day_problem import DayProblem
    from dispatch.day_state import DayState
    from dispatch.model import CourierId, OrderId, PlanFigures, PlannedRoute
    from routing.problem import Problem
    from routing.solution import Route

TAKEN_OFF = "taken_off"
"""Code of an order that a person has taken off a route."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """Routes after a move.

    Attributes
    ----------
    routes, figures
        What they are, and measure.
    violations
        Hard rules that they break.
    """

    routes: tuple[PlannedRoute, ...]
    figures: PlanFigures
    violations: tuple[Remark, ...]


def moved(
    state: DayState, day: DayProblem, shipments: Sequence[int], to: CourierId | None
) -> Outcome:
    """Take orders off their routes and put each where it costs least with one courier.

    Parameters
    ----------
    state, day
        The day, with the orders free to go.
    shipments
        Which orders, by index; the first one is put in first.
    to
        To whom; ``None``: nobody.
    """
    problem = day.problem
    stay = {
        route.vehicle: [e for e in route.entries if _is_other(e, shipments)] for route in day.routes
    }
    moving = {day.orders[shipment].id for shipment in shipments}
    under_way = any(
        standing.heading is not None and standing.heading.order in moving
        for standing in day.standings
    )
    if under_way:
        return outcome_of(state, day, day.routes, (Remark(code="under_way", values={}),))
    if to is None:
        return outcome_of(state, day, lay_out(problem, stay), ())
    vehicles = day.vehicles_of(to)
    if not vehicles:
        remark = Remark(code="no_shift", values={"courier": str(to)})
        return outcome_of(state, day, day.routes, (remark,))
    by_vehicle = {route.vehicle: route for route in lay_out(problem, stay)}
    for shipment in shipments:
        able = [vehicle for vehicle in vehicles if problem.may_carry(vehicle, shipment)]
        best = insertion_among(problem, tuple(by_vehicle.values()), able, shipment)
        if best is None:
            return _forced(state, day, shipments, vehicles[0], stay)
        by_vehicle[best.vehicle] = best.route
    return outcome_of(state, day, tuple(by_vehicle[v] for v in sorted(by_vehicle)), ())


def _forced(
    state: DayState,
    day: DayProblem,
    shipments: Sequence[int],
    vehicle: int,
    stay: dict[int, list[Entry]],
) -> Outcome:
    """Put orders at the end of a route where they do not fit, to say what it would break."""
    added = [
        Entry(kind=kind, index=shipment)
        for shipment in shipments
        for kind in (StopKind.PICKUP, StopKind.DELIVERY)
    ]
    entries = {**stay, vehicle: [*stay.get(vehicle, []), *added]}
    pins = (Pin(shipment=shipment, vehicle=vehicle) for shipment in shipments)
    pinned = replace(day.problem, pins=(*day.problem.pins, *pins))
    routes = lay_out(pinned, entries)
    return outcome_of(state, day, routes, _broken(pinned, routes))


def _broken(problem: Problem, routes: tuple[Route, ...]) -> tuple[Remark, ...]:
    """Say which hard rules some routes break."""
    served = {index for route in routes for index in route.shipments}
    reason = Reason(code=TAKEN_OFF)
    solution = Solution(
        routes=routes,
        unassigned=tuple(
            Unassigned(shipment=index, reason=reason)
            for index in range(len(problem.shipments))
            if index not in served
        ),
        cost=plan_cost(problem, routes),
    )
    return tuple(
        Remark(code=str(one.code), values={"amount": one.amount})
        for one in check(problem, solution)
    )


def reordered(
    state: DayState, day: DayProblem, vehicle: int, stop: Entry, before: Entry | None
) -> Outcome:
    """Put a stop of a route before another one of it, or at its end, and see what breaks.

    Parameters
    ----------
    state, day
        The day, with nothing decided about the order of these stops.
    vehicle
        On whose route both are.
    stop, before
        Which stop, and before which; ``None``: at the end.
    """
    entries = {
        route.vehicle: [entry for entry in route.entries if entry.kind is not StopKind.BREAK]
        for route in day.routes
    }
    others = [entry for entry in entries[vehicle] if entry != stop]
    at = len(others) if before is None else others.index(before)
    entries[vehicle] = [*others[:at], stop, *others[at:]]
    place = {entry: number for number, entry in enumerate(entries[vehicle])}
    for entry, number in place.items():
        if entry.kind is StopKind.DELIVERY:
            taken = place.get(Entry(kind=StopKind.PICKUP, index=entry.index))
            if taken is not None and taken > number:
                remark = Remark(code="precedence", values={})
                return outcome_of(state, day, day.routes, (remark,))
    routes = lay_out(day.problem, entries)
    return outcome_of(state, day, routes, _broken(day.problem, routes))


def _is_other(entry: Entry, shipments: Collection[int]) -> bool:
    return entry.kind is not StopKind.BREAK and entry.index not in shipments


def outcome_of(
    state: DayState, day: DayProblem, routes: Sequence[Route], violations: tuple[Remark, ...]
) -> Outcome:
    """Show routes with their figures."""
    shown = planned_routes(state, day, routes)
    served = {index for route in routes for index in route.shipments}
    figures = figures_of(state, shown, num_unassigned=len(day.orders) - len(served))
    return Outcome(routes=shown, figures=figures, violations=violations)


def effect_of(before: Outcome, after: Outcome) -> MoveEffect:
    """Say what leads from one outcome to another."""
    return MoveEffect(
        effects=_effects(before, after),
        gini_before=before.figures.gini,
        gini_after=after.figures.gini,
        violations=after.violations,
        version=None,
    )


def _effects(before: Outcome, after: Outcome) -> tuple[CourierEffect, ...]:
    """Compare what two outcomes mean for each courier whose route is another."""

    def stops_of(outcome: Outcome) -> dict[CourierId, list[tuple[StopKind, OrderId | None]]]:
        return {
            route.courier: [(stop.kind, stop.order) for stop in route.stops if stop.order]
            for route in outcome.routes
        }

    old = {row.courier: row for row in before.figures.couriers}
    late_before, late_after = _lateness(before.routes), _lateness(after.routes)
    stops_before, stops_after = stops_of(before), stops_of(after)
    return tuple(
        CourierEffect(
            courier=row.courier,
            stops_before=old[row.courier].stops,
            stops_after=row.stops,
            minutes_before=old[row.courier].minutes,
            minutes_after=row.minutes,
            lateness_s_before=late_before.get(row.courier, 0),
            lateness_s_after=late_after.get(row.courier, 0),
            balance_minor_before=old[row.courier].balance_minor,
            balance_minor_after=row.balance_minor,
        )
        for row in after.figures.couriers
        if stops_before.get(row.courier) != stops_after.get(row.courier)
    )


def _lateness(routes: Sequence[PlannedRoute]) -> dict[CourierId, int]:
    late: dict[CourierId, int] = {}
    for route in routes:
        seconds = sum(s.lateness_s for s in route.stops if s.kind is StopKind.DELIVERY)
        late[route.courier] = late.get(route.courier, 0) + seconds
    return late
