"""Search for the cheapest place of a shipment on one laid-out route.

A slot is a point of the route where a stop can go: after some place, before, between or
after the breaks of that gap. Slots are tried in order, so ties go to the earliest.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from routing.solution import Entry, StopKind
from routing.track import NEVER, Place, Rest, after_rests, begin, place_of

if TYPE_CHECKING:
    from routing.legs import Legs
    from routing.model import Shipment, Vehicle
    from routing.problem import Problem
    from routing.track import Track


class Slot(NamedTuple):
    """After place `gap`, with the first `num_rests` breaks of that gap before it.

    `rest` is the break between this slot and the next; ``None``: the next place is.
    """

    gap: int
    num_rests: int
    rest: Rest | None


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
    best: tuple[int, int, int | None, int | None] | None = None

    def offer(self, cost: int, seconds: int, first: int | None, last: int | None) -> None:
        """Keep a feasible pair of slots when it is cheaper than what is known."""
        is_within = self.most_seconds is None or seconds <= self.most_seconds
        if is_within and (self.best is None or cost < self.best[0]):
            self.best = cost, seconds, first, last


def best_fit(problem: Problem, legs: Legs, track: Track, shipment: int) -> Fit | None:
    """Find the cheapest feasible pair of positions for a shipment on a route.

    Tries all O(n^2) pairs with the pickup before the delivery; times before and after are
    known from the track, so that each pair costs a few additions. Skills, pins and
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
    has_room = [all(map(_fits, load, asked.load, vehicle.capacity)) for load in track.loads]
    search = _Search(
        track=track,
        legs=legs,
        slots=_slots(track),
        has_room=has_room,
        most_seconds=None if vehicle.max_travel is None else vehicle.max_travel - track.travel,
    )
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
    taken = None if first is None else _position(search, first)
    given = None if last is None else _position(search, last) + (first is not None)
    return Fit(cost, seconds, taken, given)


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


def _slots(track: Track) -> list[Slot]:
    slots: list[Slot] = []
    for gap, rests in enumerate(track.rests):
        slots.extend(Slot(gap, number, rest) for number, rest in enumerate(rests))
        slots.append(Slot(gap, len(rests), None))
    return slots


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
    places, seconds = search.track.places, search.legs.seconds
    row, closing = pickup.row, pickup.windows[-1][1]
    for first, slot in enumerate(search.slots):
        if not search.has_room[slot.gap]:
            continue
        moment = _free_at(search, slot)
        if moment == NEVER or moment > closing:
            return
        here = places[slot.gap].row
        ready = moment + seconds[here][row] + (pickup.setup if here != row else 0)
        started = begin(pickup.windows, ready)
        if started != NEVER:
            _try_deliveries(search, first, started + pickup.service, pickup, delivery)


def _try_deliveries(
    search: _Search, first: int, moment: int, pickup: Place, delivery: Place
) -> None:
    """Try all slots for the delivery of a pickup in slot `first` that is left at `moment`."""
    track, seconds, cost = search.track, search.legs.seconds, search.legs.cost
    places, has_room, latest = track.places, search.has_room, track.latest
    origin = search.slots[first].gap
    closing = delivery.windows[-1][1]
    row = delivery.row
    before = pickup
    for last in range(first, len(search.slots)):
        slot = search.slots[last]
        if moment > closing:
            return
        ready = moment + seconds[before.row][row]
        if before.row != row:
            ready += delivery.setup
        started = begin(delivery.windows, ready)
        if started != NEVER and _is_in_time(search, slot, delivery, started + delivery.service):
            gaps, rows = (origin, slot.gap), (pickup.row, row)
            search.offer(
                _added(cost, places, gaps, rows), _added(seconds, places, gaps, rows), first, last
            )
        if slot.rest is not None:
            moment = after_rests((slot.rest,), moment)
            if moment == NEVER:
                return
            continue
        following = slot.gap + 1
        if following == len(places) - 1 or not has_room[following]:
            return
        place = places[following]
        ready = moment + seconds[before.row][place.row]
        if before.row != place.row:
            ready += place.setup
        if ready > latest[following]:
            return
        moment = begin(place.windows, ready) + place.service
        before = place


def _added(
    grid: list[list[int]], places: list[Place], gaps: tuple[int, int], rows: tuple[int, int]
) -> int:
    """Return what a pickup and a delivery in two gaps add, given the rows of both."""
    (first, last), (pickup, delivery) = gaps, rows
    here, there = places[first].row, places[first + 1].row
    if first == last:
        return (
            grid[here][pickup] + grid[pickup][delivery] + grid[delivery][there] - grid[here][there]
        )
    return _detour(grid, here, pickup, there) + _detour(
        grid, places[last].row, delivery, places[last + 1].row
    )
