"""Coded reasons why a shipment is unassigned, with what would help.

The first rule that rules out every vehicle is the reason: what the shipment is comes
before where and when, and that before what the other shipments leave room for. Codes and
remedies are stable: screens translate them, programs compare them.
"""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from itertools import pairwise
from typing import TYPE_CHECKING

from routing.insertion import insertion_on, insertions
from routing.rules import climbs
from routing.rules.climbs import may_climb
from routing.rules.on_board import without_limits
from routing.rules.promises import without_promises
from routing.solution import Reason

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from routing.model import Shipment, Stop, TimeWindow
    from routing.problem import Problem
    from routing.solution import Route


class Code(StrEnum):
    """Why a shipment has no route."""

    NO_VEHICLES = "no_vehicles"
    NO_VEHICLE_HAS_SKILL = "no_vehicle_has_skill"
    TOO_HEAVY = "too_heavy"
    TOO_STEEP = "too_steep"
    FORBIDDEN_EVERYWHERE = "forbidden_everywhere"
    NO_VEHICLE_SUITS = "no_vehicle_suits"
    PINNED_VEHICLE_CANNOT = "pinned_vehicle_cannot"
    UNREACHABLE = "unreachable"
    WINDOWS_EXCLUDE_EACH_OTHER = "windows_exclude_each_other"
    TOO_LONG_ON_BOARD = "too_long_on_board"
    OUTSIDE_SHIFTS = "outside_shifts"
    SHIFT_TOO_SHORT = "shift_too_short"
    DROP_CHEAPER = "drop_cheaper"
    LATENESS_TOO_DEAR = "lateness_too_dear"
    PAIRS_TOO_DEAR = "pairs_too_dear"
    NO_CAPACITY_LEFT = "no_capacity_left"
    SEQUENCE_LEAVES_NO_ROOM = "sequence_leaves_no_room"
    LIMITS_REACHED = "limits_reached"
    NO_CLIMB_LEFT = "no_climb_left"
    NO_TIME_ON_BOARD = "no_time_on_board"
    NO_TIME_LEFT = "no_time_left"
    RELAY_TOO_TIGHT = "relay_too_tight"
    OTHER_LEG_UNASSIGNED = "other_leg_unassigned"
    SEARCH_ENDED = "search_ended"


class Remedy(StrEnum):
    """What would help."""

    MORE_COURIERS = "more_couriers"
    COURIER_WITH_SKILL = "courier_with_skill"
    LIGHTER_PARCELS = "lighter_parcels"
    LARGER_VEHICLE = "larger_vehicle"
    ALLOW_COURIER = "allow_courier"
    UNPIN = "unpin"
    NEARER_ADDRESS = "nearer_address"
    WIDER_WINDOW = "wider_window"
    LATER_WINDOW = "later_window"
    LATER_PROMISE = "later_promise"
    LONGER_ON_BOARD = "longer_on_board"
    LONGER_SHIFT = "longer_shift"
    HIGHER_PENALTY = "higher_penalty"
    LOWER_PAIR_COST = "lower_pair_cost"
    FREE_SEQUENCE = "free_sequence"
    HIGHER_LIMITS = "higher_limits"
    HIGHER_CLIMB = "higher_climb"
    LONGER_SEARCH = "longer_search"


_REMEDIES: dict[Code, tuple[Remedy, ...]] = {
    Code.NO_VEHICLES: (Remedy.MORE_COURIERS,),
    Code.NO_VEHICLE_HAS_SKILL: (Remedy.COURIER_WITH_SKILL,),
    Code.TOO_HEAVY: (Remedy.LIGHTER_PARCELS, Remedy.LARGER_VEHICLE),
    Code.TOO_STEEP: (Remedy.MORE_COURIERS, Remedy.HIGHER_CLIMB, Remedy.NEARER_ADDRESS),
    Code.FORBIDDEN_EVERYWHERE: (Remedy.ALLOW_COURIER, Remedy.MORE_COURIERS),
    Code.NO_VEHICLE_SUITS: (Remedy.MORE_COURIERS, Remedy.COURIER_WITH_SKILL),
    Code.PINNED_VEHICLE_CANNOT: (Remedy.UNPIN,),
    Code.UNREACHABLE: (Remedy.NEARER_ADDRESS,),
    Code.WINDOWS_EXCLUDE_EACH_OTHER: (Remedy.LATER_WINDOW, Remedy.WIDER_WINDOW),
    Code.TOO_LONG_ON_BOARD: (
        Remedy.LONGER_ON_BOARD,
        Remedy.NEARER_ADDRESS,
        Remedy.WIDER_WINDOW,
    ),
    Code.OUTSIDE_SHIFTS: (Remedy.LONGER_SHIFT, Remedy.MORE_COURIERS, Remedy.WIDER_WINDOW),
    Code.SHIFT_TOO_SHORT: (Remedy.WIDER_WINDOW, Remedy.LONGER_SHIFT, Remedy.MORE_COURIERS),
    Code.DROP_CHEAPER: (Remedy.HIGHER_PENALTY, Remedy.WIDER_WINDOW),
    Code.LATENESS_TOO_DEAR: (Remedy.LATER_PROMISE, Remedy.MORE_COURIERS, Remedy.HIGHER_PENALTY),
    Code.PAIRS_TOO_DEAR: (Remedy.LOWER_PAIR_COST, Remedy.HIGHER_PENALTY),
    Code.NO_CAPACITY_LEFT: (
        Remedy.MORE_COURIERS,
        Remedy.LIGHTER_PARCELS,
        Remedy.LARGER_VEHICLE,
        Remedy.WIDER_WINDOW,
    ),
    Code.SEQUENCE_LEAVES_NO_ROOM: (Remedy.FREE_SEQUENCE, Remedy.MORE_COURIERS),
    Code.LIMITS_REACHED: (Remedy.MORE_COURIERS, Remedy.HIGHER_LIMITS),
    Code.NO_CLIMB_LEFT: (Remedy.MORE_COURIERS, Remedy.HIGHER_CLIMB),
    Code.NO_TIME_ON_BOARD: (Remedy.MORE_COURIERS, Remedy.LONGER_ON_BOARD),
    Code.NO_TIME_LEFT: (Remedy.LATER_WINDOW, Remedy.MORE_COURIERS, Remedy.LONGER_SHIFT),
    Code.RELAY_TOO_TIGHT: (Remedy.LATER_WINDOW, Remedy.WIDER_WINDOW),
    Code.OTHER_LEG_UNASSIGNED: (Remedy.MORE_COURIERS, Remedy.WIDER_WINDOW, Remedy.LONGER_SEARCH),
    Code.SEARCH_ENDED: (Remedy.LONGER_SEARCH,),
}

OPEN_CODES = {
    Code.DROP_CHEAPER,
    Code.LATENESS_TOO_DEAR,
    Code.PAIRS_TOO_DEAR,
    Code.SEARCH_ENDED,
}
"""Reasons of what could be carried."""

_FAR = 2**40
"""A moment, load or limit beyond anything in a problem."""


def explain_unassigned(problem: Problem, routes: Sequence[Route], shipment: int) -> Reason:
    """Find out why no route has a shipment.

    Parameters
    ----------
    problem
        What the indices point into.
    routes
        The routes of the plan, without the shipment.
    shipment
        Index of the shipment.

    Returns
    -------
    Reason
        With the numbers that a sentence about it needs and the remedies of its code.
    """
    asked = problem.shipments[shipment]
    pinned = problem.pinned.get(shipment)
    if pinned is not None:
        return _explain_pinned(problem, routes, shipment, pinned)
    able, reason = _able_vehicles(problem, asked, shipment)
    if reason is not None:
        return reason
    return _explain_among(problem, routes, shipment, able)


def relay_too_tight() -> Reason:
    """Return the reason of legs whose windows leave no moment to meet."""
    return _reason(Code.RELAY_TOO_TIGHT)


def other_leg_reason(mine: Reason, name: str, other: Reason) -> Reason:
    """Return why a leg has no route whose other leg, of some name, has none either."""
    ended = Code.SEARCH_ENDED
    is_ended = mine.code == ended and other.code != ended
    if is_ended or (mine.code in OPEN_CODES and other.code not in OPEN_CODES):
        return _reason(Code.OTHER_LEG_UNASSIGNED, other=name)
    return mine


def _reason(code: Code, **values: int | str) -> Reason:
    return Reason(code=code.value, values=values, remedies=tuple(_REMEDIES[code]))


def _explain_pinned(
    problem: Problem, routes: Sequence[Route], shipment: int, vehicle: int
) -> Reason:
    name = problem.vehicles[vehicle].id
    if not problem.may_carry(vehicle, shipment):
        return _reason(Code.PINNED_VEHICLE_CANNOT, vehicle=name, because=Code.NO_VEHICLE_SUITS)
    inner = _explain_among(problem, routes, shipment, [vehicle])
    if inner.code in OPEN_CODES:
        return inner
    return _reason(Code.PINNED_VEHICLE_CANNOT, vehicle=name, because=inner.code)


def _able_vehicles(
    problem: Problem, asked: Shipment, shipment: int
) -> tuple[list[int], Reason | None]:
    """Return who could carry it by skill, capacity and permission, or why nobody."""
    everyone = range(len(problem.vehicles))
    if not everyone:
        return [], _reason(Code.NO_VEHICLES)
    skilled = {v for v in everyone if asked.skills <= problem.vehicles[v].skills}
    strong = {
        v
        for v in everyone
        if all(a <= b for a, b in zip(asked.load, problem.vehicles[v].capacity, strict=True))
    }
    fresh = {v for v in everyone if may_climb(problem, v, (shipment,))}
    allowed = {v for v in everyone if (shipment, v) not in problem.forbidden}
    if not skilled:
        return [], _reason(Code.NO_VEHICLE_HAS_SKILL, skills=", ".join(sorted(asked.skills)))
    if not strong:
        return [], _too_heavy(problem, asked)
    if not fresh:
        most = max(vehicle.max_climb or 0 for vehicle in problem.vehicles)
        return [], _reason(Code.TOO_STEEP, climb_m=asked.climb, most_m=most)
    if not allowed:
        return [], _reason(Code.FORBIDDEN_EVERYWHERE)
    able = sorted(skilled & strong & fresh & allowed)
    return able, None if able else _reason(Code.NO_VEHICLE_SUITS)


def _too_heavy(problem: Problem, asked: Shipment) -> Reason:
    """Name the dimension in which it exceeds the largest capacity most."""
    most = [
        max(vehicle.capacity[part] for vehicle in problem.vehicles)
        for part in range(len(asked.load))
    ]
    part = max(range(len(most)), key=lambda p: asked.load[p] - most[p])
    return _reason(Code.TOO_HEAVY, dimension=part, load=asked.load[part], most=most[part])


def _explain_among(
    problem: Problem, routes: Sequence[Route], shipment: int, able: list[int]
) -> Reason:
    asked = problem.shipments[shipment]
    reached = [v for v in able if _is_reachable(problem, asked, v)]
    if not reached:
        return _reason(Code.UNREACHABLE)
    gaps = [_missing_seconds(problem, asked, v) for v in reached]
    if min(gaps) > 0:
        return _reason(Code.WINDOWS_EXCLUDE_EACH_OTHER, missing_s=min(gaps))
    if not any(insertion_on(problem, v, None, shipment) for v in reached):
        return _explain_alone(problem, shipment, reached)
    return _explain_crowded(problem, routes, shipment, reached)


def _is_reachable(problem: Problem, asked: Shipment, vehicle: int) -> bool:
    resource = problem.vehicles[vehicle]
    reachable = problem.matrices[resource.matrix].reachable
    stops = [stop.location for stop in (asked.pickup, asked.delivery) if stop is not None]
    chain = [resource.start, *stops, resource.end]
    known = [place for place in chain if place is not None]
    return all(a == b or bool(reachable[a, b]) for a, b in pairwise(known))


def _missing_seconds(problem: Problem, asked: Shipment, vehicle: int) -> int:
    """Return by how much a direct ride from the earliest pickup misses the last window."""
    pickup, delivery = asked.pickup, asked.delivery
    if pickup is None or delivery is None:
        return 0
    matrix = problem.matrices[problem.vehicles[vehicle].matrix]
    ready = (
        pickup.windows[0].earliest
        + pickup.service_duration
        + int(matrix.durations[pickup.location, delivery.location])
        + (delivery.setup_duration if pickup.location != delivery.location else 0)
    )
    return max(0, ready - delivery.windows[-1].latest)


def _explain_alone(problem: Problem, shipment: int, able: list[int]) -> Reason:
    """Say why not even an otherwise empty route can have it."""
    asked = problem.shipments[shipment]
    if asked.max_on_board is not None:
        patient = without_limits(problem)
        if any(insertion_on(patient, vehicle, None, shipment) for vehicle in able):
            return _reason(Code.TOO_LONG_ON_BOARD, most_s=asked.max_on_board)
    stops = [stop for stop in (asked.pickup, asked.delivery) if stop is not None]
    is_met = any(
        all(_meets(stop, problem.vehicles[vehicle].shift) for stop in stops) for vehicle in able
    )
    if not is_met:
        first = min(stop.windows[0].earliest for stop in stops)
        last = max(stop.windows[-1].latest for stop in stops)
        return _reason(Code.OUTSIDE_SHIFTS, earliest_s=first, latest_s=last)
    return _reason(Code.SHIFT_TOO_SHORT, vehicles=len(able))


def _meets(stop: Stop, shift: TimeWindow) -> bool:
    return any(w.earliest <= shift.latest and shift.earliest <= w.latest for w in stop.windows)


def _explain_crowded(
    problem: Problem, routes: Sequence[Route], shipment: int, able: list[int]
) -> Reason:
    """Say which rule the other shipments on the routes leave no room in."""
    open_now = insertions(problem, routes, shipment)
    penalty = problem.shipments[shipment].drop_penalty
    if open_now and penalty is not None and open_now[0].added_cost >= penalty:
        return _too_dear(problem, routes, shipment, (open_now[0].added_cost, penalty))
    if open_now:
        return _reason(Code.SEARCH_ENDED, added_cost=open_now[0].added_cost)
    if problem.sequences and _would_fit_freely(problem, routes, shipment, able):
        return _reason(Code.SEQUENCE_LEAVES_NO_ROOM, vehicles=len(able))
    for code, laxer in _laxer(problem, able):
        if insertions(laxer, routes, shipment):
            return _reason(code, vehicles=len(able))
    return _reason(Code.NO_TIME_LEFT, vehicles=len(able))


def _laxer(problem: Problem, able: list[int]) -> Iterator[tuple[Code, Problem]]:
    """Yield the problem without one kind of rule at a time, of those that could bind."""
    vehicles = [problem.vehicles[index] for index in able]
    loads = [sum(load) for load in zip(*(one.load for one in problem.shipments), strict=True)]
    if any(a > b for one in vehicles for a, b in zip(loads, one.capacity, strict=True)):
        roomy = tuple(
            replace(one, capacity=(_FAR,) * len(one.capacity)) for one in problem.vehicles
        )
        yield Code.NO_CAPACITY_LEFT, replace(problem, vehicles=roomy)
    if any(one.max_on_board is not None for one in problem.shipments):
        yield Code.NO_TIME_ON_BOARD, without_limits(problem)
    if any(one.max_stops is not None or one.max_travel is not None for one in vehicles):
        tireless = tuple(replace(one, max_stops=None, max_travel=None) for one in problem.vehicles)
        yield Code.LIMITS_REACHED, replace(problem, vehicles=tireless)
    if any(one.max_climb is not None for one in vehicles):
        yield Code.NO_CLIMB_LEFT, climbs.without_limits(problem)


def _too_dear(
    problem: Problem, routes: Sequence[Route], shipment: int, costs: tuple[int, int]
) -> Reason:
    """Say what makes carrying it cost more than leaving it out."""
    added, penalty = costs
    code = Code.DROP_CHEAPER
    for without, dear in (
        (without_promises(problem), Code.LATENESS_TOO_DEAR),
        (replace(problem, pair_costs={}), Code.PAIRS_TOO_DEAR),
    ):
        if without != problem and code is Code.DROP_CHEAPER:
            free = insertions(without, routes, shipment)
            if free and free[0].added_cost < penalty:
                code = dear
    return _reason(code, added_cost=added, drop_penalty=penalty)


def _would_fit_freely(
    problem: Problem, routes: Sequence[Route], shipment: int, able: list[int]
) -> bool:
    """Tell whether a vehicle that may carry it had room if no order of stops were pinned."""
    free = replace(problem, sequences=())
    on = {route.vehicle: route for route in routes}
    return any(insertion_on(free, vehicle, on.get(vehicle), shipment) for vehicle in able)
