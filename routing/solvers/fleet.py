"""Fewer vehicles: empty one route after another through an ejection pool.

The shipments of a route go into a pool and from there into other routes. One that fits
nowhere pushes others out, those that were hardest to place so far least of all; in between
the routes are stirred by moving shipments about.

References
----------
.. [1] Nagata, Y. and Kobayashi, S. (2010). A memetic algorithm for the pickup and delivery
       problem with time windows using selective route exchange crossover. PPSN XI.
"""

from __future__ import annotations

from itertools import chain, combinations
from typing import TYPE_CHECKING

from routing.slots import best_fit

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator

    from routing.draft import Draft
    from routing.effort import Effort
    from routing.slots import Fit
    from routing.track import Track

MOST_EJECTED = 2
"""Shipments that one insertion may push out."""

MOVES_BETWEEN = 10
"""Moves that stir the routes after a push."""


def reduce_fleet(draft: Draft, effort: Effort, stream: random.Random) -> Draft:
    """Use fewer vehicles where that makes a plan cheaper.

    Parameters
    ----------
    draft
        A plan; not changed.
    effort
        What may be spent; a step is one shipment taken from the pool.
    stream
        Source of chance.

    Returns
    -------
    Draft
        Of at most the same cost.
    """
    best = draft
    tried: set[int] = set()
    while not effort.is_spent:
        victim = _smallest_route(best, tried)
        if victim is None:
            return best
        found = _without_route(best, victim, effort, stream)
        if found is not None and found.cost() < best.cost():
            best = found
            tried.clear()
        else:
            tried.add(victim.vehicle)
    return best


def _smallest_route(draft: Draft, tried: set[int]) -> Track | None:
    """Return the route with a fixed cost and the fewest shipments, least tried ones first."""
    vehicles = draft.ground.problem.vehicles
    used = [t for t in draft.tracks if t is not None and t.is_used]
    costly = [t for t in used if vehicles[t.vehicle].fixed_cost > 0]
    if not costly or len(used) == 1:
        return None
    return min(costly, key=lambda t: (t.vehicle in tried, len(t.shipments), t.vehicle))


def _without_route(
    draft: Draft, victim: Track, effort: Effort, stream: random.Random
) -> Draft | None:
    """Try to place all shipments of a route on the other used ones."""
    trial = draft.copy()
    pool = list(victim.shipments)
    trial.eject(victim, pool)
    hardness = [1] * len(draft.ground.problem.shipments)
    steps = 40 * len(hardness)
    while pool and steps and effort.step():
        steps -= 1
        shipment = pool.pop()
        options = _options_on_used(trial, shipment)
        if options:
            track, fit = options[min(int(stream.expovariate(1.0)), len(options) - 1)]
            trial.insert(shipment, track, fit)
            continue
        hardness[shipment] += 1
        push = _cheapest_push(trial, shipment, hardness, stream)
        if push is None:
            pool.insert(0, shipment)
        else:
            track, gone = push
            trial.eject(track, gone)
            shorter = trial.tracks[track.vehicle]
            room = None if shorter is None else trial.ground.fit(shorter, shipment)
            if shorter is not None and room is not None:
                trial.insert(shipment, shorter, room)
                pool.extend(gone)
            else:
                pool.extend((*gone, shipment))
        _stir(trial, stream)
    return None if pool else trial


def _options_on_used(draft: Draft, shipment: int) -> list[tuple[Track, Fit]]:
    return [(track, fit) for _, track, fit in draft.options(shipment) if track.is_used]


def _cheapest_push(
    draft: Draft, shipment: int, hardness: list[int], stream: random.Random
) -> tuple[Track, tuple[int, ...]] | None:
    """Find the least hard shipments of one route that make room for another."""
    ground = draft.ground
    ranked = []
    for vehicle in ground.carriers[shipment]:
        track = draft.tracks[vehicle]
        if track is None or not track.is_used:
            continue
        for gone in _groups(track):
            total = sum(hardness[other] for other in gone)
            if total <= hardness[shipment]:
                ranked.append((total, stream.random(), track, gone))
    ranked.sort(key=lambda entry: entry[:2])
    for _, _, track, gone in ranked:
        shorter = ground.without(track, gone)
        if best_fit(ground.problem, ground.legs[track.vehicle], shorter, shipment) is not None:
            return track, gone
    return None


def _groups(track: Track) -> Iterator[tuple[int, ...]]:
    """Yield the small groups of shipments on a route, never all of them."""
    most = min(MOST_EJECTED, len(track.shipments) - 1)
    return chain.from_iterable(combinations(track.shipments, size) for size in range(1, most + 1))


def _stir(draft: Draft, stream: random.Random) -> None:
    """Move a few shipments to other places where they fit."""
    for _ in range(MOVES_BETWEEN):
        used = [t for t in draft.tracks if t is not None and t.is_used]
        track = stream.choice(used)
        if len(track.shipments) < MOST_EJECTED:
            continue
        shipment = stream.choice(track.shipments)
        options = [o for o in _options_on_used(draft, shipment) if o[0] is not track]
        if options:
            target, fit = stream.choice(options)
            draft.eject(track, (shipment,))
            draft.insert(shipment, target, fit)
