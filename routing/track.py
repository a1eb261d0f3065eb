"""A route laid out for trying insertions: how early and how late each stop can be.

Breaks are no stops here: they belong to the gap that follows a stop, because they happen
wherever the vehicle is. Everything is exact, several windows per stop included.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, NamedTuple

from routing.rules.climbs import may_climb
from routing.rules.on_board import limits_of
from routing.rules.sequences import keeps_sequences
from routing.schedule import initial_load, stop_of
from routing.solution import Entry, StopKind
from routing.times import NEVER, Place, Rest, backward, forward, lateness_of, spans

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from routing.legs import Legs
    from routing.model import Stop
    from routing.problem import Problem
    from routing.slots import Fit


_BREAK = StopKind.BREAK


class Slot(NamedTuple):
    """After place `gap`, with the first `num_rests` breaks of that gap before it.

    `rest` is the break between this slot and the next; ``None``: the next place is.
    """

    gap: int
    num_rests: int
    rest: Rest | None


@dataclass(frozen=True, slots=True, eq=False)
class Track:
    """A route with its earliest and latest times.

    Attributes
    ----------
    vehicle
        Index of the vehicle.
    entries
        What the route is made of.
    places
        Start, stops, end.
    rests
        Breaks in the gap after each place but the last.
    positions
        Index into `entries` of the stop in each place; ``-1`` for the start.
    departures
        Earliest departure from each place.
    latest
        Latest readiness (arrival and setup) at each place that keeps the rest in time.
    floors
        No departure from each place can be sooner, whatever is inserted before.
    slots
        Points between places and breaks where a stop can go.
    first_slots
        Number of the first slot of each gap, and of all slots.
    loads
        On board after each place.
    peak
        The most on board, per dimension.
    cost
        Cost of its legs.
    travel
        Seconds of its legs.
    lateness
        Cost of its late stops at the earliest times that keep limits on board.
    is_timed
        Whether times are more than a matter of windows: then `departures` are no later and
        `latest` no sooner than the truth.
    is_feasible
        Whether all windows, breaks, sequences, capacities and limits hold.
    fits
        Where shipments that were tried fit best; filled by `routing.draft`.
    """

    vehicle: int
    entries: tuple[Entry, ...]
    places: list[Place]
    rests: list[tuple[Rest, ...]]
    positions: list[int]
    departures: list[int]
    latest: list[int]
    floors: list[int]
    slots: list[Slot]
    first_slots: list[int]
    loads: list[tuple[int, ...]]
    peak: tuple[int, ...]
    cost: int
    travel: int
    lateness: int
    is_timed: bool
    is_feasible: bool
    fits: dict[int, Fit | None] = field(default_factory=dict)

    @property
    def is_used(self) -> bool:
        """Whether it serves any stop."""
        return len(self.places) > 2  # noqa: PLR2004 - the start and the end

    @property
    def shipments(self) -> tuple[int, ...]:
        """Shipments on it, in order of first appearance."""
        return _shipments(self.entries)


def _shipments(entries: Iterable[Entry]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(e.index for e in entries if e.kind is not StopKind.BREAK))


def place_of(legs: Legs, stop: Stop) -> Place:
    """Lay out a stop."""
    row = legs.row[stop.location]
    place = Place(row, spans(stop.windows), stop.service_duration, stop.setup_duration)
    if stop.promise is None:
        return place
    return place._replace(due=stop.promise.by, price=stop.promise.cost_per_second)


def known_place(problem: Problem, legs: Legs, entry: Entry) -> Place:
    """Lay out the stop of an entry, once per legs."""
    key = entry.index, entry.kind is StopKind.PICKUP
    place = legs.places.get(key)
    if place is None:
        place = legs.places[key] = place_of(legs, stop_of(problem, entry))
    return place


def lay(problem: Problem, legs: Legs, vehicle: int, entries: Sequence[Entry]) -> Track:
    """Lay out a route.

    Parameters
    ----------
    problem
        What the entries point into.
    legs
        Travel of the vehicle between at least the locations of the route.
    vehicle
        Index of the vehicle.
    entries
        Stops and breaks in order.
    """
    resource = problem.vehicles[vehicle]
    shift = ((resource.shift.earliest, resource.shift.latest),)
    places = [Place(legs.row[resource.start], shift, 0, 0)]
    rests: list[tuple[Rest, ...]] = [()]
    positions = [-1]
    loads = [initial_load(problem, entries)]
    for position, entry in enumerate(entries):
        if entry.kind is StopKind.BREAK:
            rest = resource.breaks[entry.index]
            rests[-1] += (Rest(spans(rest.windows), rest.duration),)
            continue
        places.append(known_place(problem, legs, entry))
        rests.append(())
        positions.append(position)
        sign = 1 if entry.kind is StopKind.PICKUP else -1
        change = problem.shipments[entry.index].load
        loads.append(tuple([a + sign * b for a, b in zip(loads[-1], change, strict=True)]))
    places.append(Place(legs.row[resource.end], shift, 0, 0))
    departures, in_time = forward(legs, places, rests)
    latest = backward(legs, places, rests)
    is_timed = any(problem.shipments[e.index].is_timed for e in entries if e.kind is not _BREAK)
    lateness = 0
    if is_timed and in_time:
        lateness = _lateness(problem, legs, entries, (places, rests, positions))
        in_time = lateness != NEVER
    cost = travel = 0
    for here, there in pairwise(places):
        cost += legs.cost[here.row][there.row]
        travel += legs.seconds[here.row][there.row]
    peak = tuple(map(max, zip(*loads, strict=True)))
    slots, first_slots = _slots(rests)
    is_feasible = (
        in_time
        and keeps_sequences(problem, vehicle, entries)
        and all(map(int.__le__, peak, resource.capacity))
        and (resource.max_stops is None or len(places) - 2 <= resource.max_stops)
        and (resource.max_travel is None or travel <= resource.max_travel)
        and (resource.max_climb is None or may_climb(problem, vehicle, _shipments(entries)))
    )
    return Track(
        vehicle=vehicle,
        entries=tuple(entries),
        places=places,
        rests=rests,
        positions=positions,
        departures=departures,
        latest=latest,
        floors=list(accumulate((p.windows[0][0] + p.service for p in places), max)),
        slots=slots,
        first_slots=first_slots,
        loads=loads,
        peak=peak,
        cost=cost,
        travel=travel,
        lateness=lateness,
        is_timed=is_timed,
        is_feasible=is_feasible,
    )


def _lateness(
    problem: Problem,
    legs: Legs,
    entries: Sequence[Entry],
    laid: tuple[list[Place], list[tuple[Rest, ...]], list[int]],
) -> int:
    places, rests, positions = laid
    place_at = {position: place for place, position in enumerate(positions)}
    limits = [
        one._replace(pickup=place_at[one.pickup], delivery=place_at[one.delivery])
        for one in limits_of(problem, entries)
    ]
    return lateness_of(legs, places, rests, limits)[0]


def _slots(rests: list[tuple[Rest, ...]]) -> tuple[list[Slot], list[int]]:
    slots: list[Slot] = []
    first_slots = []
    for gap, mine in enumerate(rests):
        first_slots.append(len(slots))
        if mine:
            slots.extend(Slot(gap, number, rest) for number, rest in enumerate(mine))
        slots.append(Slot(gap, len(mine), None))
    first_slots.append(len(slots))
    return slots, first_slots
