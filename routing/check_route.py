"""The hard rules that one route can break, one small function each."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

from routing.rules import climbs, on_board, sequences
from routing.rules.code import Rule
from routing.solution import StopKind, Violation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from routing.model import Stop
    from routing.problem import Problem
    from routing.solution import Route, RouteStop


def route_violations(problem: Problem, route: Route) -> Iterator[Violation]:
    """Yield every break of a rule on a route that has the right shape."""
    for rule in _ROUTE_RULES:
        yield from rule(problem, route)


def asked_stop(problem: Problem, stop: RouteStop) -> Stop | None:
    """Return the stop of the problem that a pickup or delivery serves."""
    if stop.index is None or stop.kind not in {StopKind.PICKUP, StopKind.DELIVERY}:
        return None
    shipment = problem.shipments[stop.index]
    return shipment.pickup if stop.kind is StopKind.PICKUP else shipment.delivery


def served_stops(route: Route) -> Iterator[tuple[RouteStop, int]]:
    """Yield pickups and deliveries with their shipment."""
    for stop in route.stops:
        if stop.kind in {StopKind.PICKUP, StopKind.DELIVERY} and stop.index is not None:
            yield stop, stop.index


def _time_window(problem: Problem, route: Route) -> Iterator[Violation]:
    for stop, shipment in served_stops(route):
        asked = asked_stop(problem, stop)
        windows = asked.windows if asked else ()
        if not any(w.earliest <= stop.start <= w.latest for w in windows):
            amount = stop.start - windows[-1].latest if windows else 0
            yield Violation(
                code=Rule.TIME_WINDOW,
                vehicle=route.vehicle,
                shipment=shipment,
                amount=max(amount, 0),
            )


def _shift(problem: Problem, route: Route) -> Iterator[Violation]:
    shift = problem.vehicles[route.vehicle].shift
    early = shift.earliest - route.stops[0].departure
    late = route.stops[-1].arrival - shift.latest
    if early > 0 or late > 0:
        yield Violation(code=Rule.SHIFT, vehicle=route.vehicle, amount=max(early, late))


def _on_board(problem: Problem, route: Route) -> Iterator[tuple[RouteStop, list[int]]]:
    """Yield every stop with the load after it, from the shipments alone."""
    size = len(problem.vehicles[route.vehicle].capacity)
    aboard = [0] * size
    for stop, shipment in served_stops(route):
        if stop.kind is StopKind.DELIVERY and problem.shipments[shipment].pickup is None:
            for part in range(size):
                aboard[part] += problem.shipments[shipment].load[part]
    for stop in route.stops:
        if stop.index is not None and stop.kind is not StopKind.BREAK:
            sign = 1 if stop.kind is StopKind.PICKUP else -1
            for part in range(size):
                aboard[part] += sign * problem.shipments[stop.index].load[part]
        yield stop, list(aboard)


def _capacity(problem: Problem, route: Route) -> Iterator[Violation]:
    capacity = problem.vehicles[route.vehicle].capacity
    excess = 0
    for _, aboard in _on_board(problem, route):
        excess = max([excess, *(have - most for have, most in zip(aboard, capacity, strict=True))])
    if excess > 0:
        yield Violation(code=Rule.CAPACITY, vehicle=route.vehicle, amount=excess)


def _load(problem: Problem, route: Route) -> Iterator[Violation]:
    for stop, aboard in _on_board(problem, route):
        if list(stop.load) != aboard:
            yield Violation(code=Rule.LOAD, vehicle=route.vehicle, shipment=stop.index)


def _pairs(problem: Problem, route: Route) -> Iterator[Violation]:
    """Precedence and pairing."""
    seen: dict[tuple[StopKind, int], int] = {}
    for position, stop in enumerate(route.stops):
        if stop.index is not None:
            seen.setdefault((stop.kind, stop.index), position)
    for shipment in {shipment for _, shipment in served_stops(route)}:
        asked = problem.shipments[shipment]
        if asked.pickup is None or asked.delivery is None:
            continue
        taken = seen.get((StopKind.PICKUP, shipment))
        given = seen.get((StopKind.DELIVERY, shipment))
        if taken is None or given is None:
            yield Violation(code=Rule.PAIRING, vehicle=route.vehicle, shipment=shipment)
        elif taken > given:
            yield Violation(code=Rule.PRECEDENCE, vehicle=route.vehicle, shipment=shipment)


def _skill(problem: Problem, route: Route) -> Iterator[Violation]:
    offered = problem.vehicles[route.vehicle].skills
    for shipment in dict.fromkeys(shipment for _, shipment in served_stops(route)):
        missing = problem.shipments[shipment].skills - offered
        if missing:
            yield Violation(
                code=Rule.SKILL, vehicle=route.vehicle, shipment=shipment, amount=len(missing)
            )


def _pin(problem: Problem, route: Route) -> Iterator[Violation]:
    wanted = {pin.shipment: pin.vehicle for pin in problem.pins}
    for shipment in dict.fromkeys(shipment for _, shipment in served_stops(route)):
        if wanted.get(shipment, route.vehicle) != route.vehicle:
            yield Violation(code=Rule.PIN, vehicle=route.vehicle, shipment=shipment)


def _forbidden(problem: Problem, route: Route) -> Iterator[Violation]:
    for shipment in dict.fromkeys(shipment for _, shipment in served_stops(route)):
        if (shipment, route.vehicle) in problem.forbidden:
            yield Violation(code=Rule.FORBIDDEN, vehicle=route.vehicle, shipment=shipment)


def _break(problem: Problem, route: Route) -> Iterator[Violation]:
    rests = [stop for stop in route.stops if stop.kind is StopKind.BREAK]
    taken = Counter(stop.index for stop in rests)
    breaks = problem.vehicles[route.vehicle].breaks
    for index, _ in enumerate(breaks):
        if taken[index] != 1:
            yield Violation(code=Rule.BREAK, vehicle=route.vehicle, amount=abs(taken[index] - 1))
    for stop in rests:
        asked = breaks[stop.index or 0]
        is_open = any(w.earliest <= stop.start <= w.latest for w in asked.windows)
        short = asked.duration - (stop.departure - stop.start)
        if not is_open or short > 0:
            yield Violation(code=Rule.BREAK, vehicle=route.vehicle, amount=max(short, 0))


def _location(problem: Problem, route: Route) -> Iterator[Violation]:
    vehicle = problem.vehicles[route.vehicle]
    for before, stop in pairwise(route.stops):
        if stop.kind is StopKind.BREAK:
            wanted = vehicle.start if before.kind is StopKind.START else before.location
        elif stop.kind is StopKind.END:
            wanted = before.location if vehicle.end is None else vehicle.end
        else:
            asked = asked_stop(problem, stop)
            wanted = asked.location if asked else None
        if stop.location != wanted:
            yield Violation(code=Rule.LOCATION, vehicle=route.vehicle, shipment=stop.index)
    if vehicle.start is not None and route.stops[0].location != vehicle.start:
        yield Violation(code=Rule.LOCATION, vehicle=route.vehicle)


def _legs(problem: Problem, route: Route) -> Iterator[tuple[RouteStop, RouteStop, int | None]]:
    """Yield consecutive stops with where the leg truly begins (``None``: an open start)."""
    origin = problem.vehicles[route.vehicle].start
    for before, stop in pairwise(route.stops):
        yield before, stop, origin
        origin = stop.location


def _unreachable(problem: Problem, route: Route) -> Iterator[Violation]:
    matrix = problem.matrices[problem.vehicles[route.vehicle].matrix]
    for _, stop, origin in _legs(problem, route):
        if origin is None or stop.location is None or origin == stop.location:
            continue
        if not matrix.reachable[origin, stop.location]:
            yield Violation(code=Rule.UNREACHABLE, vehicle=route.vehicle, shipment=stop.index)


def _times(problem: Problem, route: Route) -> Iterator[Violation]:
    """Travel, setup and service take the time that the problem says."""
    durations = problem.matrices[problem.vehicles[route.vehicle].matrix].durations
    for before, stop, origin in _legs(problem, route):
        is_open = origin is None or stop.location is None
        travel = 0 if is_open else int(durations[origin, stop.location])
        asked = asked_stop(problem, stop)
        setup = asked.setup_duration if asked and stop.location != origin else 0
        stay = stop.departure - stop.start
        service = asked.service_duration if asked else 0
        if stop.kind is StopKind.BREAK:
            service = problem.vehicles[route.vehicle].breaks[stop.index or 0].duration
        wrong = max(
            abs(stop.travel - travel),
            abs(stop.arrival - before.departure - travel),
            stop.arrival + setup - stop.start,
            abs(stay - service),
        )
        if wrong > 0:
            yield Violation(
                code=Rule.TIMES, vehicle=route.vehicle, shipment=stop.index, amount=wrong
            )


def _distance(problem: Problem, route: Route) -> Iterator[Violation]:
    distances = problem.matrices[problem.vehicles[route.vehicle].matrix].distances
    for _, stop, origin in _legs(problem, route):
        is_open = origin is None or stop.location is None
        wrong = abs(stop.distance - (0 if is_open else int(distances[origin, stop.location])))
        if wrong:
            yield Violation(code=Rule.DISTANCE, vehicle=route.vehicle, amount=wrong)


def _max_stops(problem: Problem, route: Route) -> Iterator[Violation]:
    limit = problem.vehicles[route.vehicle].max_stops
    count = sum(1 for _ in served_stops(route))
    if limit is not None and count > limit:
        yield Violation(code=Rule.MAX_STOPS, vehicle=route.vehicle, amount=count - limit)


def _max_travel(problem: Problem, route: Route) -> Iterator[Violation]:
    limit = problem.vehicles[route.vehicle].max_travel
    travel = sum(stop.travel for stop in route.stops)
    if limit is not None and travel > limit:
        yield Violation(code=Rule.MAX_TRAVEL, vehicle=route.vehicle, amount=travel - limit)


_ROUTE_RULES = (
    _time_window,
    _shift,
    _capacity,
    _load,
    _pairs,
    _skill,
    _pin,
    sequences.violations,
    _forbidden,
    on_board.violations,
    _break,
    _location,
    _unreachable,
    _times,
    _distance,
    _max_stops,
    _max_travel,
    climbs.violations,
)
