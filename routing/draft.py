"""A plan under construction: laid-out routes that a search changes one at a time.

Tracks are never changed, only replaced, so a copy of a draft is a copy of a list and every
insertion that was tried is remembered as long as its track lives.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from routing.legs import legs_of
from routing.model import Measure
from routing.rests import with_breaks
from routing.rules.pair_costs import pairs_cost
from routing.slots import best_fit, with_shipment
from routing.solution import StopKind
from routing.track import lay

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from routing.legs import Legs
    from routing.model import SoftBound
    from routing.problem import Problem
    from routing.slots import Fit
    from routing.solution import Entry
    from routing.track import Track


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """What stays the same during a search.

    Attributes
    ----------
    problem
        What is to be planned.
    legs
        Travel, per vehicle; vehicles alike share it.
    carriers
        Vehicles that may carry each shipment, by skills, pins and forbidden pairs.
    alike
        Number of the group of interchangeable vehicles that each vehicle is in.
    bounds
        Soft bounds on the amount, per vehicle.
    penalties
        Cost of leaving each shipment out.
    """

    problem: Problem
    legs: tuple[Legs, ...]
    carriers: tuple[tuple[int, ...], ...]
    alike: tuple[int, ...]
    bounds: tuple[tuple[SoftBound, ...], ...]
    penalties: tuple[int, ...]

    def empty(self, vehicle: int) -> Track | None:
        """Lay out an unused vehicle, or ``None`` when its breaks do not fit its shift."""
        entries = with_breaks(self.problem, self.legs[vehicle], vehicle, ())
        if entries is None:
            return None
        track = lay(self.problem, self.legs[vehicle], vehicle, entries)
        return track if track.is_feasible else None

    def lay(self, vehicle: int, entries: Sequence[Entry]) -> Track:
        """Lay out a route with its breaks where they are best, or where they are now."""
        if self.problem.vehicles[vehicle].breaks:
            entries = with_breaks(self.problem, self.legs[vehicle], vehicle, entries) or entries
        return lay(self.problem, self.legs[vehicle], vehicle, entries)

    def without(self, track: Track, shipments: Iterable[int]) -> Track:
        """Lay out a route again without some shipments."""
        gone = set(shipments)
        return self.lay(
            track.vehicle,
            [e for e in track.entries if e.kind is StopKind.BREAK or e.index not in gone],
        )

    def fit(self, track: Track, shipment: int) -> Fit | None:
        """Find where a shipment fits best on a track; remembered as long as the track lives."""
        if shipment not in track.fits:
            track.fits[shipment] = best_fit(self.problem, self.legs[track.vehicle], track, shipment)
        return track.fits[shipment]

    def put(self, track: Track, shipment: int, fit: Fit) -> Track:
        """Lay out a route again with a shipment where it fits."""
        return self.lay(track.vehicle, with_shipment(track, shipment, fit))

    def cost(self, track: Track) -> int:
        """Return the cost of a track: legs, lateness, pairs, fixed cost, bounds on the amount."""
        total = track.cost + track.lateness + self.problem.vehicles[track.vehicle].fixed_cost
        total += pairs_cost(self.problem, track.vehicle, track.shipments)
        total = total if track.is_used else 0
        if not self.bounds[track.vehicle]:
            return total
        return total + self.bound_cost(track.vehicle, self.amount(track))

    def amount(self, track: Track) -> int:
        """Return the sum of the amounts on a track."""
        return sum(self.problem.shipments[i].amount for i in track.shipments)

    def bound_cost(self, vehicle: int, amount: int) -> int:
        """Return the price of an amount on a vehicle."""
        total = 0
        for bound in self.bounds[vehicle]:
            below = 0 if bound.lower is None else max(0, bound.lower - amount)
            above = 0 if bound.upper is None else max(0, amount - bound.upper)
            total += (below + above) * bound.cost_per_unit
        return total

    def added_cost(self, track: Track, shipment: int, fit: Fit) -> int:
        """Return what putting a shipment where it fits adds to the cost."""
        total = fit.cost + pairs_cost(self.problem, track.vehicle, (shipment,))
        if not track.is_used:
            total += track.cost + self.problem.vehicles[track.vehicle].fixed_cost
        if self.bounds[track.vehicle]:
            amount = self.amount(track)
            more = amount + self.problem.shipments[shipment].amount
            total += self.bound_cost(track.vehicle, more) - self.bound_cost(track.vehicle, amount)
        return total


def ground_of(problem: Problem) -> Ground:
    """Prepare a problem for a search.

    Raises
    ------
    ValueError
        When the problem has relays without meetings.
    """
    if problem.relays:
        msg = "Expected a problem whose relays have their meetings, see routing.meetings."
        raise ValueError(msg)
    mandatory = problem.mandatory_penalty
    legs: dict[tuple[int, int, int], Legs] = {}
    per_vehicle = []
    for vehicle in problem.vehicles:
        key = (vehicle.matrix, vehicle.cost_per_second, vehicle.cost_per_metre)
        if key not in legs:
            legs[key] = legs_of(problem, vehicle)
        per_vehicle.append(legs[key])
    vehicles = range(len(problem.vehicles))
    carriers = tuple(
        tuple(v for v in vehicles if problem.may_carry(v, i)) for i in range(len(problem.shipments))
    )
    return Ground(
        problem=problem,
        legs=tuple(per_vehicle),
        carriers=carriers,
        alike=_groups(problem, carriers),
        bounds=tuple(
            tuple(b for b in problem.soft_bounds if b.vehicle == v and b.measure is Measure.AMOUNT)
            for v in vehicles
        ),
        penalties=tuple(
            mandatory if s.drop_penalty is None else s.drop_penalty for s in problem.shipments
        ),
    )


def _groups(problem: Problem, carriers: tuple[tuple[int, ...], ...]) -> tuple[int, ...]:
    """Give one number to all vehicles that differ in nothing but their id."""
    barred: list[list[int]] = [[] for _ in problem.vehicles]
    for shipment, able in enumerate(carriers):
        for vehicle in set(range(len(problem.vehicles))) - set(able):
            barred[vehicle].append(shipment)
    numbers: dict[object, int] = {}
    groups = []
    for index, resource in enumerate(problem.vehicles):
        bounds = tuple(
            (b.measure, b.lower, b.upper, b.cost_per_unit)
            for b in problem.soft_bounds
            if b.vehicle == index
        )
        key = (
            resource.shift,
            resource.start,
            resource.end,
            resource.matrix,
            resource.capacity,
            resource.breaks,
            resource.fixed_cost,
            resource.cost_per_second,
            resource.cost_per_metre,
            resource.max_stops,
            resource.max_travel,
            resource.max_climb,
            bounds,
            None if problem.balance is None else index,
            tuple(barred[index]),
            tuple(sorted((s, cost) for (s, v), cost in problem.pair_costs.items() if v == index)),
        )
        groups.append(numbers.setdefault(key, len(numbers)))
    return tuple(groups)


@dataclass(slots=True, eq=False)
class Draft:
    """Routes of all vehicles during a search, and what has none.

    Attributes
    ----------
    ground
        What stays the same.
    tracks
        One per vehicle; ``None``: the vehicle cannot be used at all.
    absent
        Shipments without a route.
    """

    ground: Ground
    tracks: list[Track | None]
    absent: set[int]

    def copy(self) -> Draft:
        """Return a draft that can be changed without changing this one."""
        return Draft(self.ground, list(self.tracks), set(self.absent))

    def cost(self) -> int:
        """Return the cost of routes, soft bounds on amounts, and absent shipments."""
        routes = sum(self.ground.cost(track) for track in self.tracks if track is not None)
        return routes + sum(self.ground.penalties[shipment] for shipment in self.absent)

    def options(self, shipment: int) -> list[tuple[int, Track, Fit]]:
        """Return every feasible (added cost, track, fit), cheapest first.

        Of unused vehicles that are alike only the first is tried.
        """
        ground = self.ground
        found: list[tuple[int, Track, Fit]] = []
        seen: set[int] = set()
        for vehicle in ground.carriers[shipment]:
            track = self.tracks[vehicle]
            if track is None:
                continue
            if not track.is_used:
                if ground.alike[vehicle] in seen:
                    continue
                seen.add(ground.alike[vehicle])
            fit = ground.fit(track, shipment)
            if fit is not None:
                found.append((ground.added_cost(track, shipment, fit), track, fit))
        found.sort(key=lambda option: (option[0], option[1].vehicle))
        return found

    def insert(self, shipment: int, track: Track, fit: Fit) -> None:
        """Put an absent shipment on a track of this draft."""
        self.tracks[track.vehicle] = self.ground.put(track, shipment, fit)
        self.absent.discard(shipment)

    def eject(self, track: Track, shipments: Iterable[int]) -> None:
        """Take shipments off a track of this draft, and more if it would be late without them.

        A route can get longer by a stop less: rounded travel times do not always keep the
        triangle inequality, and a setup is saved between two stops at one place.
        """
        gone = set(shipments)
        left = _holding(self.ground, self.ground.without(track, gone))
        gone |= set(track.shipments) - set(left.shipments)
        self.tracks[track.vehicle] = left
        self.absent |= gone


def blank_draft(ground: Ground) -> Draft:
    """Return a draft in which nobody has anything."""
    problem = ground.problem
    tracks = [ground.empty(vehicle) for vehicle in range(len(problem.vehicles))]
    return Draft(ground, tracks, set(range(len(problem.shipments))))


def draft_of(ground: Ground, routes: Iterable[tuple[int, Sequence[Entry]]]) -> Draft:
    """Return a draft with given routes, less what the rules do not let stay.

    Shipments that their vehicle must not carry are left out, and so are those on a route
    that is not feasible, last ones first, until it is.
    """
    draft = blank_draft(ground)
    for vehicle, entries in routes:
        track = draft.tracks[vehicle]
        if track is None:
            continue
        kept = [
            e
            for e in entries
            if e.kind is not StopKind.BREAK
            and e.index in draft.absent
            and vehicle in ground.carriers[e.index]
        ]
        track = _holding(ground, ground.lay(vehicle, _whole(ground.problem, kept)))
        if _holds(ground, track) and track.is_used:
            draft.tracks[vehicle] = track
            draft.absent -= set(track.shipments)
    return draft


def _holding(ground: Ground, track: Track) -> Track:
    """Take the last shipments off a route until it keeps its windows and breaks."""
    while not _holds(ground, track) and track.shipments:
        track = ground.without(track, track.shipments[-1:])
    return track


def _holds(ground: Ground, track: Track) -> bool:
    """Tell whether a route keeps its windows and has all its breaks."""
    num_breaks = sum(entry.kind is StopKind.BREAK for entry in track.entries)
    return track.is_feasible and num_breaks == len(ground.problem.vehicles[track.vehicle].breaks)


def _whole(problem: Problem, entries: Sequence[Entry]) -> list[Entry]:
    """Drop shipments that have a stop too many or too few, or in the wrong order."""
    seen: dict[int, list[StopKind]] = {}
    for entry in entries:
        seen.setdefault(entry.index, []).append(entry.kind)
    whole = set()
    for index, kinds in seen.items():
        asked = problem.shipments[index]
        wanted = [StopKind.PICKUP] * (asked.pickup is not None)
        wanted += [StopKind.DELIVERY] * (asked.delivery is not None)
        if kinds == wanted:
            whole.add(index)
    return [entry for entry in entries if entry.index in whole]
