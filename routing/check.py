"""Verify any solution against its problem, one small function per rule.

Shares no code with `routing.schedule`, the insertion or a solver: it believes no number of
a route but compares each with the problem. A solution without violations keeps every hard
rule and states its times, loads and cost truly.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from routing.check_route import asked_stop, route_violations, served_stops
from routing.model import Measure
from routing.rules import relays
from routing.rules.code import Rule
from routing.solution import StopKind, Violation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from routing.problem import Problem
    from routing.solution import Route, RouteStop, Solution

__all__ = ["Rule", "check"]


def check(problem: Problem, solution: Solution) -> tuple[Violation, ...]:
    """Find every break of a hard rule; an empty tuple is a plan to trust.

    Parameters
    ----------
    problem
        What was asked.
    solution
        What was found.
    """
    broken = [fault for route in solution.routes for fault in _shape(problem, route)]
    broken += _duplicate_routes(solution)
    if broken:
        return tuple(broken)
    found: list[Violation] = []
    for route in solution.routes:
        found.extend(route_violations(problem, route))
    found.extend(_accounting(problem, solution))
    found.extend(relays.violations(problem, solution))
    found.extend(_cost(problem, solution))
    return tuple(found)


def _shape(problem: Problem, route: Route) -> Iterator[Violation]:
    if not 0 <= route.vehicle < len(problem.vehicles):
        yield Violation(code=Rule.SHAPE, vehicle=route.vehicle)
        return
    kinds = [stop.kind for stop in route.stops]
    inner = kinds[1:-1]
    served = {StopKind.PICKUP, StopKind.DELIVERY}
    is_framed = kinds[:1] == [StopKind.START] and kinds[-1:] == [StopKind.END]
    is_clean = StopKind.START not in inner and StopKind.END not in inner
    if not (is_framed and is_clean and served & set(inner)):
        yield Violation(code=Rule.SHAPE, vehicle=route.vehicle)
        return
    for stop in route.stops[1:-1]:
        if not _is_known(problem, route, stop):
            yield Violation(code=Rule.SHAPE, vehicle=route.vehicle, shipment=stop.index)


def _is_known(problem: Problem, route: Route, stop: RouteStop) -> bool:
    """Tell whether an entry points at something that exists."""
    if stop.index is None or stop.index < 0:
        return False
    if stop.kind is StopKind.BREAK:
        return stop.index < len(problem.vehicles[route.vehicle].breaks)
    return stop.index < len(problem.shipments) and asked_stop(problem, stop) is not None


def _duplicate_routes(solution: Solution) -> list[Violation]:
    counts = Counter(route.vehicle for route in solution.routes)
    return [
        Violation(code=Rule.DUPLICATE_ROUTE, vehicle=vehicle, amount=count)
        for vehicle, count in counts.items()
        if count > 1
    ]


def _accounting(problem: Problem, solution: Solution) -> Iterator[Violation]:
    """Every shipment is on one route once, or unassigned once with a reason."""
    served = Counter(
        (stop.kind, shipment) for route in solution.routes for stop, shipment in served_stops(route)
    )
    for (_, shipment), count in served.items():
        if count > 1:
            yield Violation(code=Rule.SERVED_TWICE, shipment=shipment, amount=count - 1)
    on_routes = {shipment for _, shipment in served}
    left = Counter(entry.shipment for entry in solution.unassigned)
    for shipment in range(len(problem.shipments)):
        if shipment in on_routes and left[shipment]:
            yield Violation(code=Rule.SERVED_AND_UNASSIGNED, shipment=shipment)
        if shipment not in on_routes and left[shipment] != 1:
            yield Violation(code=Rule.NOT_ACCOUNTED, shipment=shipment, amount=left[shipment])
    for entry in solution.unassigned:
        if not entry.reason.code:
            yield Violation(code=Rule.NO_REASON, shipment=entry.shipment)
        if not 0 <= entry.shipment < len(problem.shipments):
            yield Violation(code=Rule.NOT_ACCOUNTED, shipment=entry.shipment)


def _cost(problem: Problem, solution: Solution) -> Iterator[Violation]:
    cost = 0
    for route in solution.routes:
        vehicle = problem.vehicles[route.vehicle]
        cost += vehicle.fixed_cost
        for stop in route.stops:
            cost += stop.travel * vehicle.cost_per_second + stop.distance * vehicle.cost_per_metre
        for shipment in {shipment for _, shipment in served_stops(route)}:
            cost += problem.pair_costs.get((shipment, route.vehicle), 0)
        for stop, _ in served_stops(route):
            asked = asked_stop(problem, stop)
            if asked is not None and asked.promise is not None and stop.start > asked.promise.by:
                cost += (stop.start - asked.promise.by) * asked.promise.cost_per_second
    for entry in solution.unassigned:
        if 0 <= entry.shipment < len(problem.shipments):
            penalty = problem.shipments[entry.shipment].drop_penalty
            cost += problem.mandatory_penalty if penalty is None else penalty
    by_vehicle = {route.vehicle: route for route in solution.routes}
    for bound in problem.soft_bounds:
        have = _measured(problem, by_vehicle.get(bound.vehicle), bound.measure)
        below = 0 if bound.lower is None else max(0, bound.lower - have)
        above = 0 if bound.upper is None else max(0, have - bound.upper)
        cost += (below + above) * bound.cost_per_unit
    if cost != solution.cost:
        yield Violation(code=Rule.COST, amount=abs(cost - solution.cost))


def _measured(problem: Problem, route: Route | None, measure: Measure) -> int:
    """Return what a soft bound looks at; an unused vehicle has nothing of it."""
    if route is None:
        return 0
    if measure is Measure.AMOUNT:
        return sum(problem.shipments[i].amount for i in {i for _, i in served_stops(route)})
    if measure is Measure.DURATION:
        return route.stops[-1].arrival - route.stops[0].departure
    return sum(stop.distance for stop in route.stops)
