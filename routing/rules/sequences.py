"""Pins of the order of stops: what a courier was told to do in this order, and has begun.

A sequence says that one vehicle serves some stops in a given order; others may come in
between. A prefix is a sequence that comes before every other stop of the vehicle: what has
begun and must not be disturbed. Stops of shipments that a plan leaves out are left out of
their sequences, too. Breaks may be anywhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from routing.rules.code import Rule
from routing.solution import Entry, StopKind, Violation

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from routing.problem import Problem
    from routing.solution import Route


@dataclass(frozen=True, slots=True, kw_only=True)
class SequencePin:
    """A person's decision, or a fact, that the planner must keep: these stops in this order.

    Attributes
    ----------
    vehicle
        Index of the vehicle that serves them all.
    stops
        Pickups and deliveries in order, each once.
    is_prefix
        Whether they come before every other stop of the vehicle.
    """

    vehicle: int
    stops: tuple[Entry, ...]
    is_prefix: bool = False


def bound_vehicles(problem: Problem) -> dict[int, int]:
    """Return the vehicle of every shipment with a stop in a sequence."""
    return {stop.index: one.vehicle for one in problem.sequences for stop in one.stops}


def keeps_sequences(problem: Problem, vehicle: int, entries: Sequence[Entry]) -> bool:
    """Tell whether the entries of a vehicle's route are in the orders that were pinned."""
    mine = [one for one in problem.sequences if one.vehicle == vehicle]
    if not mine:
        return True
    stops = [entry for entry in entries if entry.kind is not StopKind.BREAK]
    place = {entry: position for position, entry in enumerate(stops)}
    for one in mine:
        places = [place[stop] for stop in one.stops if stop in place]
        if places != sorted(places) or (one.is_prefix and places != list(range(len(places)))):
            return False
    return True


def violations(problem: Problem, route: Route) -> Iterator[Violation]:
    """Yield every stop that is out of its order, or with another vehicle."""
    served = [stop for stop in route.stops if stop.kind in {StopKind.PICKUP, StopKind.DELIVERY}]
    number = {(stop.kind, stop.index): place for place, stop in enumerate(served)}
    for one in problem.sequences:
        last = -1
        for wanted in one.stops:
            place = number.get((wanted.kind, wanted.index))
            if place is None:
                continue
            is_early = place < last or (one.is_prefix and place > last + 1)
            if is_early or one.vehicle != route.vehicle:
                yield Violation(code=Rule.SEQUENCE, vehicle=route.vehicle, shipment=wanted.index)
            last = max(last, place)


def faults(problem: Problem) -> Iterator[str]:
    """Yield what is wrong with the sequences of a problem, as the end of "Expected"."""
    if not problem.sequences:
        return
    pinned = {pin.shipment: pin.vehicle for pin in problem.pins}
    for number, one in enumerate(problem.sequences):
        fault = _fault_of_one(problem, one, f"sequence {number}")
        if fault:
            yield fault
            return
        for stop in one.stops:
            if pinned.setdefault(stop.index, one.vehicle) != one.vehicle:
                yield (
                    f"shipment {stop.index} with one vehicle, got {pinned[stop.index]} and, "
                    f"in sequence {number}, {one.vehicle}."
                )
    for vehicle in sorted({one.vehicle for one in problem.sequences}):
        mine = [one for one in problem.sequences if one.vehicle == vehicle]
        if sum(one.is_prefix for one in mine) > 1:
            yield f"at most one prefix per vehicle, got more of vehicle {vehicle}."
        cycle = _cycle(_demands(problem, mine))
        if cycle:
            names = " before ".join(f"{stop.kind.value} of {stop.index}" for stop in cycle)
            yield f"sequences that can be kept, got {names} for vehicle {vehicle}."


def _fault_of_one(problem: Problem, one: SequencePin, name: str) -> str | None:
    if not 0 <= one.vehicle < len(problem.vehicles):
        return f"a vehicle below {len(problem.vehicles)}, got {one.vehicle} in {name}."
    if len(set(one.stops)) < len(one.stops):
        return f"every stop once, got one again in {name}."
    for stop in one.stops:
        if stop.kind not in {StopKind.PICKUP, StopKind.DELIVERY}:
            return f"pickups and deliveries, got {stop.kind.value} {stop.index} in {name}."
        if not 0 <= stop.index < len(problem.shipments):
            return f"a shipment below {len(problem.shipments)}, got {stop.index} in {name}."
        asked = problem.shipments[stop.index]
        if (asked.pickup if stop.kind is StopKind.PICKUP else asked.delivery) is None:
            return f"a stop that shipment {stop.index} has, got its {stop.kind.value} in {name}."
    return None


def _demands(problem: Problem, mine: Sequence[SequencePin]) -> dict[Entry, list[Entry]]:
    """Return what must come after each stop: by sequences, prefixes and pairs."""
    after: dict[Entry, list[Entry]] = {stop: [] for one in mine for stop in one.stops}
    for index in dict.fromkeys(stop.index for stop in list(after)):
        asked = problem.shipments[index]
        if asked.pickup is not None and asked.delivery is not None:
            given = Entry(kind=StopKind.DELIVERY, index=index)
            after.setdefault(given, [])
            after.setdefault(Entry(kind=StopKind.PICKUP, index=index), []).append(given)
    for one in mine:
        for before, stop in pairwise(one.stops):
            after[before].append(stop)
        if one.is_prefix and one.stops:
            after[one.stops[-1]] += [stop for stop in after if stop not in one.stops]
    return after


def _cycle(after: dict[Entry, list[Entry]]) -> list[Entry]:
    """Return stops that each must come before the next and the last before the first."""
    done: set[Entry] = set()
    for origin in after:
        path: list[Entry] = []
        waiting = [(origin, 0)]
        while waiting:
            stop, number = waiting.pop()
            if number == 0:
                if stop in path:
                    return [*path[path.index(stop) :], stop]
                if stop in done:
                    continue
                path.append(stop)
            if number < len(after[stop]):
                waiting += [(stop, number + 1), (after[stop][number], 0)]
            else:
                path.remove(stop)
                done.add(stop)
    return []
