"""Where couriers wait who have nothing to do: near where orders have come from so far."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from scenarios.live.outcome import Leg
from scenarios.live.state import Doing

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from numpy.typing import NDArray

    from scenarios.live.rules import Waiting
    from scenarios.live.state import LiveState


def go_and_wait(state: LiveState, seen: Collection[int], rules: Waiting) -> None:
    """Send those who have nothing to do to where it is worth more to wait.

    Parameters
    ----------
    state
        Changed in place.
    seen
        Orders that were placed so far.
    rules
        What is worth going.
    """
    places = state.day.counters
    idle = [
        index
        for index, (at, shift) in enumerate(zip(state.couriers, state.day.couriers, strict=True))
        if at.doing is Doing.WAITING
        and not at.plan
        and at.free_at <= state.now
        and shift.on <= state.now < shift.off - rules.before_off
        and at.place not in places
    ]
    if not idle or not seen or not rules.reach:
        return
    travel = state.day.matrix.durations
    worth = _worth(state, places, seen, rules)
    spots = np.asarray(places)
    for index in idle:
        at = state.couriers[index]
        ways = travel[at.place, spots]
        here = float(np.exp(-ways / rules.nearness) @ _counts(state, places, seen))
        value = np.where(ways <= rules.reach, worth * np.exp(-ways / (5 * rules.nearness)), 0.0)
        best = int(value.argmax())
        if value[best] <= rules.gain * here or not ways[best]:
            continue
        state.legs.append(
            Leg(
                courier=index,
                departs=state.now,
                origin=at.place,
                destination=int(spots[best]),
                travel=int(ways[best]),
            )
        )
        at.place, at.free_at = int(spots[best]), state.now + int(ways[best])


def _counts(state: LiveState, places: Sequence[int], seen: Collection[int]) -> NDArray[np.float64]:
    """Count the orders so far from each place."""
    number = {place: index for index, place in enumerate(places)}
    counts = np.zeros(len(places))
    for order in seen:
        counts[number[state.day.orders[order].pickup]] += 1
    return counts


def _worth(
    state: LiveState, places: Sequence[int], seen: Collection[int], rules: Waiting
) -> NDArray[np.float64]:
    """Add up the orders from around each place, far ones counting less."""
    spots = np.asarray(places)
    near = np.exp(-state.day.matrix.durations[np.ix_(spots, spots)] / rules.nearness)
    counts: NDArray[np.float64] = near @ _counts(state, places, seen)
    return counts
