"""Less travel: take a string of neighboring shipments out of a few routes, put them back.

What comes out worse is kept with a probability that falls with the effort spent, as in
simulated annealing.

References
----------
.. [1] Christiaens, J. and Vanden Berghe, G. (2020). Slack induction by string removals for
       vehicle routing problems. Transportation Science.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import random

    from routing.draft import Draft, Ground
    from routing.effort import Effort

REMOVED = 10
"""Shipments that come out at a time, on average."""

LONGEST_STRING = 10
"""Most shipments that come out of one route at a time; in short routes fewer."""

BLINK = 0.02
"""Probability of overlooking the best vehicle for a shipment."""

WARM, COLD = 1.0, 0.01
"""First and last temperature, in parts of the travel cost per shipment."""

HEAVIEST_FIRST, NARROWEST_FIRST = range(4), range(4, 7)
"""Of ten throws those that put back in this order; the rest keep the order of chance."""

NEAR = 60
"""Neighbors of each shipment that are remembered."""


def shake(draft: Draft, effort: Effort, stream: random.Random) -> Draft:
    """Improve a plan by taking out and putting back.

    Parameters
    ----------
    draft
        A plan; not changed.
    effort
        What may be spent; a step is one round of taking out and putting back.
    stream
        Source of chance.

    Returns
    -------
    Draft
        The cheapest plan seen.
    """
    if len(draft.ground.problem.shipments) == 0:
        return draft
    near = _neighbors(draft.ground)
    best = here = draft
    best_cost = here_cost = draft.cost()
    travel = sum(t.cost for t in draft.tracks if t is not None and t.is_used)
    unit = max(1.0, travel / len(near))
    while effort.step():
        heat = unit * WARM * (COLD / WARM) ** effort.fraction
        trial = here.copy()
        _take_out(trial, near, stream)
        _put_back(trial, stream)
        cost = trial.cost()
        if cost < here_cost - heat * math.log(max(stream.random(), 1e-12)):
            here, here_cost = trial, cost
            if cost < best_cost:
                best, best_cost = trial, cost
    return best


def _neighbors(ground: Ground) -> list[list[int]]:
    """Return the shipments near each shipment, nearest first, itself included.

    Near is a small sum of the least ways between their pickups and between their
    deliveries, there and back.
    """
    problem = ground.problem
    seconds = problem.matrices[0].durations
    ends: list[tuple[int, int]] = []
    for shipment in problem.shipments:
        first = shipment.pickup or shipment.delivery
        last = shipment.delivery or shipment.pickup
        if first is not None and last is not None:
            ends.append((first.location, last.location))
    table = np.zeros((len(ends), len(ends)), dtype=np.int64)
    for number in (0, 1):
        places = [end[number] for end in ends]
        there = seconds[places][:, places].astype(np.int64)
        table += there + there.T
    order = table.argsort(axis=1, kind="stable")[:, :NEAR]
    result: list[list[int]] = order.tolist()
    return result


def _take_out(draft: Draft, near: list[list[int]], stream: random.Random) -> None:
    """Take strings out of the routes around a random shipment."""
    wanted = 1 + int(stream.random() * 2 * REMOVED)
    origin = stream.randrange(len(near))
    on_route = {
        shipment: track.vehicle
        for track in draft.tracks
        if track is not None
        for shipment in track.shipments
    }
    used = sum(1 for track in draft.tracks if track is not None and track.is_used)
    longest = min(LONGEST_STRING, max(1, round(len(on_route) / max(1, used))))
    touched: set[int] = set()
    removed = 0
    for shipment in near[origin]:
        if removed >= wanted:
            return
        vehicle = on_route.get(shipment)
        if vehicle is None or vehicle in touched:
            continue
        track = draft.tracks[vehicle]
        if track is None:
            continue
        line = track.shipments
        length = min(len(line), 1 + int(stream.random() * longest), wanted - removed)
        position = line.index(shipment)
        low = max(0, position - length + 1)
        high = min(position, len(line) - length)
        first = low + int(stream.random() * (high - low + 1))
        draft.eject(track, line[first : first + length])
        touched.add(vehicle)
        removed += length


def _put_back(draft: Draft, stream: random.Random) -> None:
    """Insert what is absent, in one of a few orders, mostly where it is cheapest."""
    ground = draft.ground
    order = sorted(draft.absent)
    stream.shuffle(order)
    choice = stream.randrange(10)
    if choice in HEAVIEST_FIRST:
        order.sort(key=lambda shipment: -sum(ground.problem.shipments[shipment].load))
    elif choice in NARROWEST_FIRST:
        order.sort(key=lambda shipment: _width(ground, shipment))
    for shipment in order:
        options = [o for o in draft.options(shipment) if o[0] < ground.penalties[shipment]]
        if not options:
            continue
        number = 0
        while number + 1 < len(options) and stream.random() < BLINK:
            number += 1
        _, track, fit = options[number]
        draft.insert(shipment, track, fit)


def _width(ground: Ground, shipment: int) -> int:
    """Return how long the narrowest end of a shipment is open."""
    asked = ground.problem.shipments[shipment]
    stops = [stop for stop in (asked.pickup, asked.delivery) if stop is not None]
    return min(stop.windows[-1].latest - stop.windows[0].earliest for stop in stops)
