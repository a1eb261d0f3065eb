"""Recreate: shipments that are off the routes go back, each where it is cheapest.

They come in one of several orders. Routes that pass near them are tried first, all others
only when none of those can take them; a blink passes over a route by chance.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from routing.kernel import bare_kernel, inner_kernel
from routing.solvers.ruin_recreate.arrays import (
    AMOUNT,
    BOUND_FROM,
    BOUND_TO,
    GROUP,
    PENALTY,
    PLACE,
    UNLIMITED,
)
from routing.solvers.ruin_recreate.bounds import amount_cost
from routing.solvers.ruin_recreate.chance import chance
from routing.solvers.ruin_recreate.gaps import NO_FIT
from routing.solvers.ruin_recreate.insert import fit, put
from routing.solvers.ruin_recreate.memory import (
    BY_LOAD,
    BY_OPENING,
    BY_REMOTENESS,
    BY_SPAN,
    CANDIDATE,
    FIT_COST,
    FIT_FIRST,
    FIT_LAST,
    FIT_VERSION,
    GROUP_STAMP,
    HARDNESS,
    IS_OPEN,
    KEY,
    LAST_STAMP,
    NUM_ABSENT,
    NUM_OFF,
    OFF,
    STAMP,
    TRIAL,
)
from routing.solvers.ruin_recreate.routes import CARRIED, LENGTH, UNUSED, VEHICLE, VERSION
from routing.solvers.ruin_recreate.ruin import note_change

if TYPE_CHECKING:
    from routing.solvers.ruin_recreate.arrays import Arrays
    from routing.solvers.ruin_recreate.memory import Memory
    from routing.solvers.ruin_recreate.routes import Routes

FEWEST_NEAR, MOST_NEAR = 10, 30
"""Neighbors of each end whose routes are tried first, in large and in small problems."""

STOPS_OF_FEWEST = 2_000
"""Stops of a problem that is large."""

BLINK = 0.01
"""How often a route is passed over."""

LOG_OF_ZERO = 1e-300
"""Keeps logarithms finite."""

AT_LEAST = -2
"""Gap of an insertion of which only a lower bound of the cost is known."""

# Shares of the orders in which shipments come, added up.
RANDOM, HEAVY, FAR, CLOSE, TIGHT = 0.35, 0.5, 0.65, 0.75, 0.9


@bare_kernel
def recreate(  # noqa: PLR0913, PLR0917 - kernels know no keywords
    arrays: Arrays,
    current: Routes,
    trial: Routes,
    memory: Memory,
    temperature: float,
    blink: float,
    is_fleet: bool,  # noqa: FBT001 - kernels know no keywords
) -> None:
    """Put the shipments that `memory` lists as off back; list those without a route.

    Parameters
    ----------
    arrays
        The problem.
    current
        The plan before the ruin.
    trial
        The plan after it, changed in place.
    memory
        Changed in place.
    temperature
        How much less than its penalty an optional shipment must cost, about.
    blink
        How often a route is passed over.
    is_fleet
        Whether vehicles are being saved: then no shipment is left out that fits.
    """
    counter, state = memory.counter, memory.state
    _sort(memory, is_fleet)
    left = 0
    for place in range(counter[NUM_OFF]):
        shipment = memory.shipment[place, OFF]
        cost, vehicle, slot = _cheapest(arrays, current, trial, memory, shipment, blink)
        if vehicle >= 0 and not is_fleet:
            margin = temperature * math.log(chance(state) + LOG_OF_ZERO)
            if cost >= arrays.shipment[shipment, PENALTY] - margin:
                vehicle = -1
        if vehicle >= 0:
            first = memory.known[shipment, slot, vehicle, FIT_FIRST]
            last = memory.known[shipment, slot, vehicle, FIT_LAST]
            put(arrays, trial, vehicle, shipment, first, last, counter)
            note_change(memory.vehicle, counter, vehicle)
        else:
            memory.absent[TRIAL, left] = shipment
            left += 1
    counter[NUM_ABSENT + TRIAL] = left


@bare_kernel
def _sort(memory: Memory, is_fleet: bool) -> None:  # noqa: FBT001 - kernels know no keywords
    """Bring the shipments that are off into an order drawn by chance."""
    notes, order, key, state = memory.shipment, memory.order, memory.order[KEY], memory.state
    drawn = chance(state)
    number = memory.counter[NUM_OFF]
    for place in range(number):
        shipment = notes[place, OFF]
        if drawn < RANDOM:
            key[place] = chance(state)
        elif drawn < HEAVY:
            key[place] = -order[BY_LOAD, shipment] + 1e-3 * chance(state)
        elif drawn < FAR:
            key[place] = -order[BY_REMOTENESS, shipment]
        elif drawn < CLOSE:
            key[place] = order[BY_REMOTENESS, shipment]
        elif drawn < TIGHT:
            key[place] = order[BY_SPAN, shipment]
        elif is_fleet:
            key[place] = -notes[shipment, HARDNESS] + 1e-3 * chance(state)
        else:
            key[place] = order[BY_OPENING, shipment]
    for place in range(1, number):
        value, shipment = key[place], notes[place, OFF]
        before = place - 1
        while before >= 0 and key[before] > value:
            key[before + 1] = key[before]
            notes[before + 1, OFF] = notes[before, OFF]
            before -= 1
        key[before + 1] = value
        notes[before + 1, OFF] = shipment


@inner_kernel
def _cheapest(  # noqa: PLR0913, PLR0917 - kernels know no keywords
    arrays: Arrays, current: Routes, trial: Routes, memory: Memory, shipment: int, blink: float
) -> tuple[int, int, int]:
    """Return cost, vehicle (-1: none) and slot of the cheapest insertion of a shipment."""
    memory.counter[LAST_STAMP] += 1
    stamp = memory.counter[LAST_STAMP]
    best, chosen, chosen_slot = NO_FIT, -1, 0
    for stage in range(2):
        if stage == 0:
            number = _list_near(arrays, trial, memory, shipment, stamp)
        else:
            number = _list_others(trial, memory, stamp)
        for place in range(number):
            vehicle = memory.vehicle[place, CANDIDATE]
            pair = arrays.pair[shipment, vehicle]
            if pair >= UNLIMITED or memory.vehicle[vehicle, IS_OPEN] == 0:
                continue
            first, after = arrays.vehicle[vehicle, BOUND_FROM], arrays.vehicle[vehicle, BOUND_TO]
            limit = best - pair if after == first else NO_FIT
            slot = _look_up(arrays, current, trial, memory, vehicle, shipment, limit)
            cost = memory.known[shipment, slot, vehicle, FIT_COST]
            if cost >= NO_FIT:
                continue
            cost += pair
            if after > first:
                amount = trial.total[vehicle, CARRIED]
                more = amount + arrays.shipment[shipment, AMOUNT]
                cost += amount_cost(arrays.bound, first, after, more)
                cost -= amount_cost(arrays.bound, first, after, amount)
            if cost < best and chance(memory.state) >= blink:
                best, chosen, chosen_slot = cost, vehicle, slot
        if chosen >= 0:
            break
    return best, chosen, chosen_slot


@inner_kernel
def _list_near(arrays: Arrays, trial: Routes, memory: Memory, shipment: int, stamp: int) -> int:
    """List the vehicles that pass near a shipment, and an unused one of each group."""
    notes = memory.vehicle
    number = 0
    wanted = FEWEST_NEAR * STOPS_OF_FEWEST // len(arrays.near)
    width = min(max(FEWEST_NEAR, min(MOST_NEAR, wanted)), arrays.near.shape[1])
    for code in range(2 * shipment, 2 * shipment + 2):
        if arrays.stop[code, PLACE] < 0:
            continue
        for column in range(1, width):
            vehicle = trial.where[arrays.near[code, column], VEHICLE]
            if vehicle >= 0 and notes[vehicle, STAMP] != stamp:
                notes[vehicle, STAMP] = stamp
                notes[number, CANDIDATE] = vehicle
                number += 1
    for vehicle in range(len(trial.total)):
        if trial.total[vehicle, LENGTH] == UNUSED and notes[vehicle, IS_OPEN] == 1:
            group = arrays.vehicle[vehicle, GROUP]
            if notes[group, GROUP_STAMP] != stamp:
                notes[group, GROUP_STAMP] = stamp
                notes[number, CANDIDATE] = vehicle
                number += 1
    return number


@bare_kernel
def _list_others(trial: Routes, memory: Memory, stamp: int) -> int:
    """List the used vehicles that were not listed for the present shipment."""
    number = 0
    for vehicle in range(len(trial.total)):
        if memory.vehicle[vehicle, STAMP] != stamp and trial.total[vehicle, LENGTH] > UNUSED:
            memory.vehicle[number, CANDIDATE] = vehicle
            number += 1
    return number


@inner_kernel
def _look_up(  # noqa: PLR0913, PLR0917 - kernels know no keywords
    arrays: Arrays,
    current: Routes,
    trial: Routes,
    memory: Memory,
    vehicle: int,
    shipment: int,
    limit: int,
) -> int:
    """Return the slot that knows an insertion, worked out now if neither does.

    Where it would cost `limit` or more, only that may be known.
    """
    known = memory.known
    version = trial.total[vehicle, VERSION]
    for slot in range(2):
        if known[shipment, slot, vehicle, FIT_VERSION] == version and (
            known[shipment, slot, vehicle, FIT_FIRST] != AT_LEAST
            or known[shipment, slot, vehicle, FIT_COST] >= limit
        ):
            return slot
    slot = 0 if version == current.total[vehicle, VERSION] else 1
    cost, first, last = fit(arrays, trial, vehicle, shipment, memory.scratch, limit)
    if first < 0 and limit < NO_FIT:
        cost, first = limit, AT_LEAST
    known[shipment, slot, vehicle, FIT_COST] = cost
    known[shipment, slot, vehicle, FIT_FIRST] = first
    known[shipment, slot, vehicle, FIT_LAST] = last
    known[shipment, slot, vehicle, FIT_VERSION] = version
    return slot
