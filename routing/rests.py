"""Where along a route its breaks go best."""

from __future__ import annotations

from itertools import combinations_with_replacement
from typing import TYPE_CHECKING

from routing.rules.on_board import limits_of
from routing.solution import Entry, StopKind
from routing.times import NEVER, Place, Rest, begin, lateness_of, spans
from routing.track import known_place

if TYPE_CHECKING:
    from collections.abc import Sequence

    from routing.legs import Legs
    from routing.problem import Problem


def with_breaks(
    problem: Problem, legs: Legs, vehicle: int, entries: Sequence[Entry]
) -> tuple[Entry, ...] | None:
    """Put all breaks of a vehicle where its route ends soonest.

    Breaks keep the order in which their windows open; for that order the result is exact:
    a dynamic program over (stops served, breaks taken) keeps the earliest departure. Where
    promises or limits on board make times more than a matter of windows, all positions are
    tried instead: what late stops cost comes first, then the end, then the earliest gaps.

    Parameters
    ----------
    problem
        What the entries point into.
    legs
        Travel of the vehicle between at least the locations of the route.
    vehicle
        Index of the vehicle.
    entries
        The route; breaks in it are taken out first.

    Returns
    -------
    tuple[Entry, ...] | None
        ``None`` when no position of the breaks keeps every window.
    """
    stops = [entry for entry in entries if entry.kind is not StopKind.BREAK]
    resource = problem.vehicles[vehicle]
    if not resource.breaks:
        return tuple(stops)
    order = sorted(
        range(len(resource.breaks)), key=lambda i: (spans(resource.breaks[i].windows), i)
    )
    if any(problem.shipments[entry.index].is_timed for entry in stops):
        return _least_late(problem, legs, vehicle, stops, order)
    rests = [(spans(resource.breaks[i].windows), resource.breaks[i].duration) for i in order]
    places = [known_place(problem, legs, entry) for entry in stops]
    origin = legs.row[resource.start]
    table = [[resource.shift.earliest]]
    table[0] += [NEVER] * len(rests)
    is_rest = [[False] + [True] * len(rests)]
    _take_rests(table[0], is_rest[0], rests)
    for place in places:
        row = [_departure(legs, origin, place, moment) for moment in table[-1]]
        marks = [False] * len(row)
        _take_rests(row, marks, rests)
        table.append(row)
        is_rest.append(marks)
        origin = place.row
    if table[-1][-1] == NEVER:
        return None
    return _read_back(stops, order, is_rest)


def _departure(legs: Legs, origin: int, place: Place, moment: int) -> int:
    if moment == NEVER:
        return NEVER
    ready = moment + legs.seconds[origin][place.row]
    if origin != place.row:
        ready += place.setup
    started = begin(place.windows, ready)
    return NEVER if started == NEVER else started + place.service


def _take_rests(
    row: list[int], marks: list[bool], rests: list[tuple[tuple[tuple[int, int], ...], int]]
) -> None:
    """Take each break right here where that is possible and sooner than having had it before."""
    for number, (windows, duration) in enumerate(rests):
        if row[number] == NEVER:
            continue
        started = begin(windows, row[number])
        if started == NEVER:
            continue
        if row[number + 1] == NEVER or started + duration < row[number + 1]:
            row[number + 1] = started + duration
            marks[number + 1] = True


def _read_back(
    stops: list[Entry], order: list[int], is_rest: list[list[bool]]
) -> tuple[Entry, ...]:
    result: list[Entry] = []
    served, taken = len(stops), len(order)
    while served or taken:
        if taken and is_rest[served][taken]:
            taken -= 1
            result.append(Entry(kind=StopKind.BREAK, index=order[taken]))
        else:
            served -= 1
            result.append(stops[served])
    return tuple(reversed(result))


def _least_late(
    problem: Problem, legs: Legs, vehicle: int, stops: list[Entry], order: list[int]
) -> tuple[Entry, ...] | None:
    """Try all positions of the breaks on a route that is timed exactly."""
    resource = problem.vehicles[vehicle]
    shift = ((resource.shift.earliest, resource.shift.latest),)
    places = [Place(legs.row[resource.start], shift, 0, 0)]
    places += [known_place(problem, legs, entry) for entry in stops]
    places.append(Place(legs.row[resource.end], shift, 0, 0))
    limits = [
        one._replace(pickup=one.pickup + 1, delivery=one.delivery + 1)
        for one in limits_of(problem, stops)
    ]
    breaks = [Rest(spans(resource.breaks[i].windows), resource.breaks[i].duration) for i in order]
    best, chosen = (NEVER, NEVER), None
    for gaps in combinations_with_replacement(range(len(stops) + 1), len(breaks)):
        rests: list[tuple[Rest, ...]] = [()] * len(places)
        for gap, rest in zip(gaps, breaks, strict=True):
            rests[gap] += (rest,)
        found = lateness_of(legs, places, rests, limits)
        if found[0] != NEVER and (chosen is None or found < best):
            best, chosen = found, gaps
    if chosen is None:
        return None
    result: list[Entry] = []
    for gap in range(len(stops) + 1):
        result += [
            Entry(kind=StopKind.BREAK, index=order[i]) for i, at in enumerate(chosen) if at == gap
        ]
        result += stops[gap : gap + 1]
    return tuple(result)
