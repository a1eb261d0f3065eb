"""A route laid out for trying insertions: how early and how late each stop can be.

Breaks are no stops here: they belong to the gap that follows a stop, because they happen
wherever the vehicle is. Everything is exact, several windows per stop included.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, NamedTuple

from routing.schedule import initial_load, stop_of
from routing.solution import Entry, StopKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from routing.legs import Legs
    from routing.model import Stop, TimeWindow
    from routing.problem import Problem
    from routing.slots import Fit

NEVER = -1
"""Latest moment of a stop that cannot be reached in time."""


class Place(NamedTuple):
    """A stop with the row of its location and its windows as plain numbers."""

    row: int
    windows: tuple[tuple[int, int], ...]
    service: int
    setup: int


class Slot(NamedTuple):
    """After place `gap`, with the first `num_rests` breaks of that gap before it.

    `rest` is the break between this slot and the next; ``None``: the next place is.
    """

    gap: int
    num_rests: int
    rest: Rest | None


class Rest(NamedTuple):
    """A break with its windows as plain numbers."""

    windows: tuple[tuple[int, int], ...]
    duration: int


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
    is_feasible
        Whether all windows, breaks, capacities and limits hold.
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
    is_feasible: bool
    fits: dict[int, Fit | None] = field(default_factory=dict)

    @property
    def is_used(self) -> bool:
        """Whether it serves any stop."""
        return len(self.places) > 2  # noqa: PLR2004 - the start and the end

    @property
    def shipments(self) -> tuple[int, ...]:
        """Shipments on it, in order of first appearance."""
        return tuple(dict.fromkeys(e.index for e in self.entries if e.kind is not StopKind.BREAK))


def spans(windows: Sequence[TimeWindow]) -> tuple[tuple[int, int], ...]:
    """Return windows as pairs of numbers."""
    return tuple((window.earliest, window.latest) for window in windows)


def place_of(legs: Legs, stop: Stop) -> Place:
    """Lay out a stop."""
    row = legs.row[stop.location]
    return Place(row, spans(stop.windows), stop.service_duration, stop.setup_duration)


def known_place(problem: Problem, legs: Legs, entry: Entry) -> Place:
    """Lay out the stop of an entry, once per legs."""
    key = entry.index, entry.kind is StopKind.PICKUP
    place = legs.places.get(key)
    if place is None:
        place = legs.places[key] = place_of(legs, stop_of(problem, entry))
    return place


def begin(windows: tuple[tuple[int, int], ...], ready: int) -> int:
    """Return when service can begin, or `NEVER` when it is too late."""
    for earliest, latest in windows:
        if ready <= latest:
            return max(ready, earliest)
    return NEVER


def latest_begin(windows: tuple[tuple[int, int], ...], limit: int) -> int:
    """Return the last moment up to `limit` at which service may begin, or `NEVER`."""
    for earliest, latest in reversed(windows):
        if limit >= earliest:
            return min(limit, latest)
    return NEVER


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
    departures, in_time = _forward(legs, places, rests)
    latest = _backward(legs, places, rests)
    cost = travel = 0
    for here, there in pairwise(places):
        cost += legs.cost[here.row][there.row]
        travel += legs.seconds[here.row][there.row]
    peak = tuple(map(max, zip(*loads, strict=True)))
    slots, first_slots = _slots(rests)
    is_feasible = (
        in_time
        and all(map(int.__le__, peak, resource.capacity))
        and (resource.max_stops is None or len(places) - 2 <= resource.max_stops)
        and (resource.max_travel is None or travel <= resource.max_travel)
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
        is_feasible=is_feasible,
    )


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


def after_rests(rests: Sequence[Rest], moment: int) -> int:
    """Return when a vehicle that is free at `moment` can travel on, or `NEVER`."""
    for rest in rests:
        started = begin(rest.windows, moment)
        if started == NEVER:
            return NEVER
        moment = started + rest.duration
    return moment


def _forward(
    legs: Legs, places: list[Place], rests: list[tuple[Rest, ...]]
) -> tuple[list[int], bool]:
    """Return the earliest departures, and whether nothing was late."""
    moment = places[0].windows[0][0]
    departures = [moment]
    for position in range(1, len(places)):
        before, place = places[position - 1], places[position]
        moment = after_rests(rests[position - 1], moment)
        if moment == NEVER:
            return _never(departures, len(places)), False
        ready = moment + legs.seconds[before.row][place.row]
        if before.row != place.row:
            ready += place.setup
        started = begin(place.windows, ready)
        if started == NEVER:
            return _never(departures, len(places)), False
        moment = started + place.service
        departures.append(moment)
    return departures, True


def _never(departures: list[int], length: int) -> list[int]:
    """Fill up with departures that no later stop can follow."""
    return departures + [FAR] * (length - len(departures))


FAR = 10**13
"""A moment after every window."""


def _backward(legs: Legs, places: list[Place], rests: list[tuple[Rest, ...]]) -> list[int]:
    """Return the latest readiness at each place that keeps everything after it in time."""
    limit = places[-1].windows[0][1]
    latest = [limit]
    for position in range(len(places) - 2, -1, -1):
        place, after = places[position], places[position + 1]
        limit -= legs.seconds[place.row][after.row]
        if place.row != after.row:
            limit -= after.setup
        for rest in reversed(rests[position]):
            limit = latest_begin(rest.windows, limit - rest.duration)
        limit = latest_begin(place.windows, limit - place.service)
        latest.append(limit)
    latest.reverse()
    return latest
