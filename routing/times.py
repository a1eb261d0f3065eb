"""Earliest and latest moments along stops and breaks given as plain numbers."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from routing.rules.on_board import raise_floors

if TYPE_CHECKING:
    from collections.abc import Sequence

    from routing.legs import Legs
    from routing.model import TimeWindow
    from routing.rules.on_board import Limit

NEVER = -1
"""Latest moment of a stop that cannot be reached in time."""

FAR = 10**13
"""A moment after every window."""


class Place(NamedTuple):
    """A stop with the row of its location, its windows and its promise as plain numbers."""

    row: int
    windows: tuple[tuple[int, int], ...]
    service: int
    setup: int
    due: int = FAR
    price: int = 0


class Rest(NamedTuple):
    """A break with its windows as plain numbers."""

    windows: tuple[tuple[int, int], ...]
    duration: int


def spans(windows: Sequence[TimeWindow]) -> tuple[tuple[int, int], ...]:
    """Return windows as pairs of numbers."""
    return tuple((window.earliest, window.latest) for window in windows)


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


def after_rests(rests: Sequence[Rest], moment: int) -> int:
    """Return when a vehicle that is free at `moment` can travel on, or `NEVER`."""
    for rest in rests:
        started = begin(rest.windows, moment)
        if started == NEVER:
            return NEVER
        moment = started + rest.duration
    return moment


def forward(
    legs: Legs,
    places: Sequence[Place],
    rests: Sequence[tuple[Rest, ...]],
    floors: Sequence[int] | None = None,
) -> tuple[list[int], bool]:
    """Return the earliest departures, and whether nothing was late.

    Service at a place begins no sooner than its floor, if there are any.
    """
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
        started = begin(place.windows, ready if floors is None else max(ready, floors[position]))
        if started == NEVER:
            return _never(departures, len(places)), False
        moment = started + place.service
        departures.append(moment)
    return departures, True


def _never(departures: list[int], length: int) -> list[int]:
    """Fill up with departures that no later stop can follow."""
    return departures + [FAR] * (length - len(departures))


def backward(legs: Legs, places: Sequence[Place], rests: Sequence[tuple[Rest, ...]]) -> list[int]:
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


def lateness_of(
    legs: Legs,
    places: Sequence[Place],
    rests: Sequence[tuple[Rest, ...]],
    limits: Sequence[Limit],
) -> tuple[int, int]:
    """Return what late stops cost at the earliest times that keep limits on board, and the end.

    Parameters
    ----------
    legs, places, rests
        A route.
    limits
        By positions of places.

    Returns
    -------
    tuple[int, int]
        Cost and arrival at the end; both `NEVER` when no times keep windows and limits.
    """
    least = _least(legs, places, rests)
    if any(least[one.delivery] - least[one.pickup] > one.most for one in limits):
        return NEVER, NEVER
    floors = [0] * len(places)
    while True:
        departures, in_time = forward(legs, places, rests, floors)
        if not in_time:
            return NEVER, NEVER
        starts = [moment - place.service for moment, place in zip(departures, places, strict=True)]
        if not raise_floors(limits, starts, floors):
            break
    cost = sum(
        (start - place.due) * place.price
        for start, place in zip(starts, places, strict=True)
        if start > place.due
    )
    return cost, starts[-1]


def _least(legs: Legs, places: Sequence[Place], rests: Sequence[tuple[Rest, ...]]) -> list[int]:
    """Return when each place would begin without any wait."""
    moments = [0]
    for (before, place), between in zip(pairwise(places), rests, strict=False):
        moment = moments[-1] + before.service + sum(rest.duration for rest in between)
        moment += legs.seconds[before.row][place.row]
        moments.append(moment + (place.setup if before.row != place.row else 0))
    return moments
