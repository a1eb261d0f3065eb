"""Search for the cheapest place of a shipment on one laid-out route.

A slot is a point of the route where a stop can go: after some place, before, between or
after the breaks of that gap. Slots are tried in order, so ties go to the earliest.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from routing.rules.climbs import climb_of
from routing.solution import Entry, StopKind
from routing.times import NEVER, Place, after_rests, begin
from routing.track import lay, place_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from routing.legs import Legs
    from routing.model import Shipment, Vehicle
    from routing.problem import Problem
    from routing.track import Slot, Track


IMPOSSIBLE = 10**18
"""Cost of what cannot be."""


class Fit(NamedTuple):
    """Where a shipment fits best on a route, and what it adds there.

    `pickup` and `delivery` are positions among the entries of the route with the shipment;
    ``None`` for an end that the shipment does not have.
    """

    cost: int
    seconds: int
    pickup: int | None
    delivery: int | None


@dataclass(slots=True, eq=False)
class _Search:
    """One route and one shipment, and the best pair of slots so far."""

    track: Track
    legs: Legs
    slots: list[Slot]
    has_room: list[bool]
    most_seconds: int | None
    lateness: Callable[[Fit], int] | None
    best: tuple[int, int, int | None, int | None] | None = None

    def offer(self, cost: int, seconds: int, first: int | None, last: int | None) -> None:
        """Keep a feasible pair of slots when it is cheaper than what is known.

        Where times are more than windows, the pair is timed exactly, and its cost is that of
        all late stops besides.
        """
        if self.most_seconds is not None and seconds > self.most_seconds:
            return
        if self.best is not None and cost >= self.best[0]:
            return
        if self.lateness is not None:
            cost += self.lateness(self.fit(cost, seconds, first, last))
        if cost < (IMPOSSIBLE if self.best is None else self.best[0]):
            self.best = cost, seconds, first, last

    def fit(self, cost: int, seconds: int, first: int | None, last: int | None) -> Fit:
        """Turn a pair of slots into positions."""
        taken = None if first is None else _position(self, first)
        given = None if last is None else _position(self, last) + (first is not None)
        return Fit(cost, seconds, taken, given)


def best_fit(problem: Problem, legs: Legs, track: Track, shipment: int) -> Fit | None:
    """Find the cheapest feasible pair of positions for a shipment on a route.

    Tries all O(n^2) pairs with the pickup before the delivery; times before and after are
    known from the track, so that each pair costs a few additions; where they are only bounds,
    a pair that could be the cheapest is timed by itself. Skills, pins and
    forbidden pairs are not looked at here.

    Parameters
    ----------
    problem
        What the indices point into.
    legs
        Travel of the vehicle between at least the locations of route and shipment.
    track
        The route.
    shipment
        Index of a shipment that is not on it.

    Returns
    -------
    Fit | None
        ``None`` when no hard rule lets it in.
    """
    asked = problem.shipments[shipment]
    vehicle = problem.vehicles[track.vehicle]
    if not track.is_feasible or _has_too_many_stops(track, asked, vehicle):
        return None
    if vehicle.max_climb is not None:
        climb = climb_of(problem, (*track.shipments, shipment))
        if climb > vehicle.max_climb:
            return None
    if all(map(_fits, track.peak, asked.load, vehicle.capacity)):
        has_room = [True] * len(track.loads)
    else:
        has_room = [all(map(_fits, load, asked.load, vehicle.capacity)) for load in track.loads]
    search = _Search(
        track=track,
        legs=legs,
        slots=track.slots,
        has_room=has_room,
        most_seconds=None if vehicle.max_travel is None else vehicle.max_travel - track.travel,
        lateness=None,
    )
    is_ordered = any(one.vehicle == track.vehicle for one in problem.sequences)
    if track.is_timed or asked.is_timed or is_ordered:
        search.lateness = partial(_lateness_with, problem, legs, track, shipment)
    pickup = None if asked.pickup is None else place_of(legs, asked.pickup)
    delivery = None if asked.delivery is None else place_of(legs, asked.delivery)
    if pickup is not None and delivery is not None:
        _try_pairs(search, pickup, delivery)
    elif pickup is not None:
        _try_single(search, pickup, _room_from(has_room), is_pickup=True)
    elif delivery is not None:
        _try_single(search, delivery, _room_until(has_room), is_pickup=False)
    if search.best is None:
        return None
    cost, seconds, first, last = search.best
    return search.fit(cost - track.lateness, seconds, first, last)


def _lateness_with(problem: Problem, legs: Legs, track: Track, shipment: int, fit: Fit) -> int:
    """Return what the late stops of a route with a shipment cost, `IMPOSSIBLE` if it cannot be."""
    longer = lay(problem, legs, track.vehicle, with_shipment(track, shipment, fit))
    return longer.lateness if longer.is_feasible else IMPOSSIBLE


def with_shipment(track: Track, shipment: int, fit: Fit) -> tuple[Entry, ...]:
    """Return the entries of a route with a shipment put where it fits."""
    entries = list(track.entries)
    if fit.pickup is not None:
        entries.insert(fit.pickup, Entry(kind=StopKind.PICKUP, index=shipment))
    if fit.delivery is not None:
        entries.insert(fit.delivery, Entry(kind=StopKind.DELIVERY, index=shipment))
    return tuple(entries)


def _has_too_many_stops(track: Track, asked: Shipment, vehicle: Vehicle) -> bool:
    if vehicle.max_stops is None:
        return False
    ends = (asked.pickup is not None) + (asked.delivery is not None)
    return len(track.places) - 2 + ends > vehicle.max_stops


def _fits(aboard: int, more: int, most: int) -> bool:
    return aboard + more <= most


def _room_from(has_room: list[bool]) -> list[bool]:
    """Tell for each gap whether there is room from there to the end."""
    result: list[bool] = []
    is_free = True
    for has in reversed(has_room):
        is_free = is_free and has
        result.append(is_free)
    return result[::-1]


def _room_until(has_room: list[bool]) -> list[bool]:
    """Tell for each gap whether there is room from the start to there."""
    return _room_from(has_room[::-1])[::-1]


def _position(search: _Search, slot: int) -> int:
    gap, num_rests, _ = search.slots[slot]
    return search.track.positions[gap] + 1 + num_rests


def _free_at(search: _Search, slot: Slot) -> int:
    """Return when the vehicle is free in a slot, or `NEVER`."""
    moment = search.track.departures[slot.gap]
    if slot.num_rests:
        moment = after_rests(search.track.rests[slot.gap][: slot.num_rests], moment)
    return moment


def _is_in_time(search: _Search, slot: Slot, place: Place, moment: int) -> bool:
    """Tell whether the route stays in time when it leaves a new place in a slot."""
    rests = search.track.rests[slot.gap]
    if len(rests) > slot.num_rests:
        moment = after_rests(rests[slot.num_rests :], moment)
        if moment == NEVER:
            return False
    after = search.track.places[slot.gap + 1]
    ready = moment + search.legs.seconds[place.row][after.row]
    if place.row != after.row:
        ready += after.setup
    return ready <= search.track.latest[slot.gap + 1]


def _detour(grid: list[list[int]], here: int, via: int, there: int) -> int:
    return grid[here][via] + grid[via][there] - grid[here][there]


def _try_single(search: _Search, place: Place, room: list[bool], *, is_pickup: bool) -> None:
    seconds, cost = search.legs.seconds, search.legs.cost
    places = search.track.places
    for number, slot in enumerate(search.slots):
        if not room[slot.gap]:
            continue
        here, there = places[slot.gap].row, places[slot.gap + 1].row
        moment = _free_at(search, slot)
        if moment == NEVER:
            return
        ready = moment + seconds[here][place.row] + (place.setup if here != place.row else 0)
        started = begin(place.windows, ready)
        if started != NEVER and _is_in_time(search, slot, place, started + place.service):
            search.offer(
                _detour(cost, here, place.row, there),
                _detour(seconds, here, place.row, there),
                number if is_pickup else None,
                None if is_pickup else number,
            )


def _try_pairs(search: _Search, pickup: Place, delivery: Place) -> None:
    """Try pickups in all slots, each with all deliveries that could still be the cheapest."""
    track, legs = search.track, search.legs
    places = track.places
    row, closing = pickup.row, pickup.windows[-1][1]
    low = max(0, bisect_left(track.latest, pickup.windows[0][0] + pickup.service) - 1)
    high = bisect_right(track.departures, closing, hi=len(places) - 1)
    if low >= high:
        return
    tails, least = _delivery_detours(search, delivery, low)
    for first in range(track.first_slots[low], track.first_slots[high]):
        slot = search.slots[first]
        if not search.has_room[slot.gap]:
            continue
        here, there = places[slot.gap].row, places[slot.gap + 1].row
        limit = IMPOSSIBLE if search.best is None else search.best[0]
        close = _together(legs.cost, (here, there), (row, delivery.row))
        apart = _detour(legs.cost, here, row, there) + least[slot.gap + 1]
        if close >= limit and apart >= limit:
            continue
        moment = _free_at(search, slot)
        if moment == NEVER or moment > closing:
            return
        ready = moment + legs.seconds[here][row] + (pickup.setup if here != row else 0)
        started = begin(pickup.windows, ready)
        if started == NEVER:
            continue
        moment = _try_close(search, first, started + pickup.service, pickup, delivery)
        if moment != NEVER and apart < limit:
            _try_apart(search, first, moment, pickup, delivery, (tails, least))


def _delivery_detours(search: _Search, delivery: Place, low: int) -> tuple[list[int], list[int]]:
    """Return what a delivery adds in each gap from `low` on, and the least from there on.

    `IMPOSSIBLE` where it is late in any case. That is judged from when the stops before
    open, not from when they are reached now: without the triangle inequality, or when a
    setup falls away, a detour can win time.
    """
    track, seconds, cost = search.track, search.legs.seconds, search.legs.cost
    row, setup, service = delivery.row, delivery.setup, delivery.service
    last = len(track.places) - 1
    detours = [IMPOSSIBLE] * last
    least = [IMPOSSIBLE] * (last + 1)
    lowest = IMPOSSIBLE
    high = bisect_right(track.floors, delivery.windows[-1][1], hi=last)
    for gap in range(high - 1, low - 1, -1):
        here, there = track.places[gap].row, track.places[gap + 1].row
        ready = track.floors[gap] + seconds[here][row] + (setup if here != row else 0)
        started = begin(delivery.windows, ready)
        if started != NEVER and (started + service + seconds[row][there] <= track.latest[gap + 1]):
            detour = cost[here][row] + cost[row][there] - cost[here][there]
            detours[gap] = detour
            lowest = min(lowest, detour)
        least[gap] = lowest
    return detours, least


def _try_close(search: _Search, first: int, moment: int, pickup: Place, delivery: Place) -> int:
    """Try deliveries in the gap of the pickup; return when its last break is over."""
    places, legs, gap = search.track.places, search.legs, search.slots[first].gap
    ends, rows = (places[gap].row, places[gap + 1].row), (pickup.row, delivery.row)
    way = legs.seconds[pickup.row][delivery.row]
    way += delivery.setup if pickup.row != delivery.row else 0
    last = first
    while True:
        slot = search.slots[last]
        started = begin(delivery.windows, moment + way)
        if started != NEVER and _is_in_time(search, slot, delivery, started + delivery.service):
            search.offer(
                _together(legs.cost, ends, rows), _together(legs.seconds, ends, rows), first, last
            )
        if slot.rest is None:
            return moment
        moment = after_rests((slot.rest,), moment)
        if moment == NEVER:
            return NEVER
        last += 1


def _try_apart(  # noqa: C901, PLR0913, PLR0917 - the inner loop, split for reading only
    search: _Search,
    first: int,
    moment: int,
    pickup: Place,
    delivery: Place,
    detours: tuple[list[int], list[int]],
) -> None:
    """Try deliveries after later places; `moment` is when the pickup's gap is left."""
    track, seconds, (tails, least) = search.track, search.legs.seconds, detours
    places, has_room, latest = track.places, search.has_room, track.latest
    origin = search.slots[first].gap
    here, there = places[origin].row, places[origin + 1].row
    head = _detour(search.legs.cost, here, pickup.row, there)
    more = _detour(seconds, here, pickup.row, there)
    row, windows, closing = delivery.row, delivery.windows, delivery.windows[-1][1]
    before = pickup
    last = first
    while search.slots[last].rest is not None:
        last += 1
    for gap in range(origin + 1, len(places) - 1):
        place = places[gap]
        ready = moment + seconds[before.row][place.row]
        if before.row != place.row:
            ready += place.setup
        if ready > latest[gap] or not has_room[gap]:
            return
        if search.best is not None and head + least[gap] >= search.best[0]:
            return
        moment = begin(place.windows, ready) + place.service
        before = place
        while moment <= closing:
            last += 1
            slot = search.slots[last]
            cost = head + tails[gap]
            if search.best is None or cost < search.best[0]:
                way = seconds[place.row][row] + (delivery.setup if place.row != row else 0)
                started = begin(windows, moment + way)
                if started != NEVER and _is_in_time(
                    search, slot, delivery, started + delivery.service
                ):
                    detour = _detour(seconds, place.row, row, places[gap + 1].row)
                    search.offer(cost, more + detour, first, last)
            if slot.rest is None:
                break
            moment = after_rests((slot.rest,), moment)
            if moment == NEVER:
                return
        if moment > closing:
            return


def _together(grid: list[list[int]], ends: tuple[int, int], rows: tuple[int, int]) -> int:
    """Return what a pickup and a delivery right after it add between two places."""
    (here, there), (pickup, delivery) = ends, rows
    return grid[here][pickup] + grid[pickup][delivery] + grid[delivery][there] - grid[here][there]
