"""The loop of the search: ruin, recreate, accept or take back."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from routing.kernel import bare_kernel
from routing.solvers.ruin_recreate.arrays import PENALTY
from routing.solvers.ruin_recreate.chance import chance
from routing.solvers.ruin_recreate.kept import keep
from routing.solvers.ruin_recreate.memory import (
    BEST,
    CHANGED,
    CURRENT,
    HARDNESS,
    IS_CHANGED,
    IS_OFF,
    NUM_ABSENT,
    NUM_CHANGED,
    NUM_LENIENT,
    NUM_OFF,
    OFF,
    TRIAL,
)
from routing.solvers.ruin_recreate.recreate import LOG_OF_ZERO, recreate
from routing.solvers.ruin_recreate.routes import ROUTE_COST, VEHICLE, VERSION, copy_route
from routing.solvers.ruin_recreate.ruin import ruin, take_off

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from routing.solvers.ruin_recreate.arrays import Arrays
    from routing.solvers.ruin_recreate.kept import Kept
    from routing.solvers.ruin_recreate.memory import Memory
    from routing.solvers.ruin_recreate.routes import Routes


KEPT_BELOW = 10.0
"""How much dearer than the current plan, in temperatures, a plan's routes may be to be kept."""


@bare_kernel
def run(  # noqa: PLR0913, PLR0917 - kernels know no keywords
    arrays: Arrays,
    current: Routes,
    trial: Routes,
    best: Routes,
    memory: Memory,
    kept: Kept,
    costs: NDArray[np.int64],
    rounds: int,
    temperature: float,
    blink: float,
    lenience: int,
    is_fleet: bool,  # noqa: FBT001 - kernels know no keywords
) -> int:
    """Search for some rounds.

    Parameters
    ----------
    arrays
        The problem.
    current, trial
        The plan that is searched from, twice.
    best
        The plan of least cost so far.
    memory, kept
        Changed in place.
    costs
        Cost of the current plan with no penalty above `lenience`, of the best plan with
        its true penalties.
    rounds
        Most ruins.
    temperature
        How much dearer an accepted plan may be, about.
    blink
        How often a route is passed over.
    lenience
        Largest penalty while searching: plans that leave shipments out are ways to better
        ones. The best plan is found by true penalties.
    is_fleet
        Whether to place all absent shipments on the open vehicles, at any cost; ends when
        that is done and does not look for the best.

    Returns
    -------
    int
        Rounds that were made.
    """
    counter = memory.counter
    for number in range(rounds):
        num_absent = counter[NUM_ABSENT + CURRENT]
        for place in range(num_absent):
            take_off(memory.shipment, counter, memory.absent[CURRENT, place])
        ruin(arrays, trial, memory, num_absent)
        recreate(arrays, current, trial, memory, temperature, blink, is_fleet)
        change = _change(arrays, current, trial, memory, lenience)
        if is_fleet:
            is_accepted = _is_easier(memory, change, temperature)
        else:
            is_accepted = change < -temperature * math.log(chance(memory.state) + LOG_OF_ZERO)
        if is_accepted or change < KEPT_BELOW * temperature:
            _keep_routes(arrays, trial, memory, kept)
        if is_accepted:
            costs[0] += change
            _accept(current, trial, memory)
            if not is_fleet and costs[0] < costs[1]:
                true_cost = costs[0] + _forgiven(arrays, memory, lenience)
                if true_cost < costs[1]:
                    costs[1] = true_cost
                    _keep_best(current, best, memory)
        else:
            _take_back(current, trial, memory)
        _forget(memory)
        counter[NUM_LENIENT] += int(_forgiven(arrays, memory, lenience) > 0)
        if is_fleet and counter[NUM_ABSENT + CURRENT] == 0:
            return number + 1
    return rounds


@bare_kernel
def _change(arrays: Arrays, current: Routes, trial: Routes, memory: Memory, lenience: int) -> int:
    """Return how much dearer the trial is than the current plan."""
    counter, absent = memory.counter, memory.absent
    change = 0
    for place in range(counter[NUM_CHANGED]):
        vehicle = memory.vehicle[place, CHANGED]
        change += trial.total[vehicle, ROUTE_COST] - current.total[vehicle, ROUTE_COST]
    for place in range(counter[NUM_ABSENT + TRIAL]):
        change += min(lenience, arrays.shipment[absent[TRIAL, place], PENALTY])
    for place in range(counter[NUM_ABSENT + CURRENT]):
        change -= min(lenience, arrays.shipment[absent[CURRENT, place], PENALTY])
    return change


@bare_kernel
def _forgiven(arrays: Arrays, memory: Memory, lenience: int) -> int:
    """Return how much of the current plan's penalties is above the largest."""
    total = 0
    for place in range(memory.counter[NUM_ABSENT + CURRENT]):
        penalty = arrays.shipment[memory.absent[CURRENT, place], PENALTY]
        total += max(0, penalty - lenience)
    return total


@bare_kernel
def _is_easier(memory: Memory, change: int, temperature: float) -> bool:
    """Tell whether the absent shipments of the trial are easier to place than the current ones.

    Shipments count by how often they were absent before, so that hard ones come in first.
    """
    counter, absent, notes = memory.counter, memory.absent, memory.shipment
    after = before = 0
    for place in range(counter[NUM_ABSENT + TRIAL]):
        after += notes[absent[TRIAL, place], HARDNESS]
    for place in range(counter[NUM_ABSENT + CURRENT]):
        before += notes[absent[CURRENT, place], HARDNESS]
    for place in range(counter[NUM_ABSENT + TRIAL]):
        notes[absent[TRIAL, place], HARDNESS] += 1
    if counter[NUM_ABSENT + TRIAL] == 0 or after < before:
        return True
    if after > before or counter[NUM_ABSENT + TRIAL] > counter[NUM_ABSENT + CURRENT]:
        return False
    return change < -temperature * math.log(chance(memory.state) + LOG_OF_ZERO)


@bare_kernel
def _keep_routes(arrays: Arrays, trial: Routes, memory: Memory, kept: Kept) -> None:
    """Keep the changed routes of a plan that is good enough."""
    for place in range(memory.counter[NUM_CHANGED]):
        keep(arrays, kept, trial, memory.vehicle[place, CHANGED])


@bare_kernel
def _accept(current: Routes, trial: Routes, memory: Memory) -> None:
    for place in range(memory.counter[NUM_CHANGED]):
        copy_route(trial, current, memory.vehicle[place, CHANGED])
    number = memory.counter[NUM_ABSENT + TRIAL]
    for place in range(number):
        shipment = memory.absent[TRIAL, place]
        memory.absent[CURRENT, place] = shipment
        current.where[2 * shipment, VEHICLE] = -1
        current.where[2 * shipment + 1, VEHICLE] = -1
    memory.counter[NUM_ABSENT + CURRENT] = number


@bare_kernel
def _take_back(current: Routes, trial: Routes, memory: Memory) -> None:
    for place in range(memory.counter[NUM_CHANGED]):
        copy_route(current, trial, memory.vehicle[place, CHANGED])
    for place in range(memory.counter[NUM_ABSENT + CURRENT]):
        shipment = memory.absent[CURRENT, place]
        trial.where[2 * shipment, VEHICLE] = -1
        trial.where[2 * shipment + 1, VEHICLE] = -1


@bare_kernel
def _keep_best(current: Routes, best: Routes, memory: Memory) -> None:
    for vehicle in range(len(current.total)):
        if best.total[vehicle, VERSION] != current.total[vehicle, VERSION]:
            copy_route(current, best, vehicle)
    number = memory.counter[NUM_ABSENT + CURRENT]
    memory.counter[NUM_ABSENT + BEST] = number
    for place in range(number):
        memory.absent[BEST, place] = memory.absent[CURRENT, place]


@bare_kernel
def _forget(memory: Memory) -> None:
    """Clear the notes of a round."""
    counter = memory.counter
    for place in range(counter[NUM_OFF]):
        memory.shipment[memory.shipment[place, OFF], IS_OFF] = 0
    for place in range(counter[NUM_CHANGED]):
        memory.vehicle[memory.vehicle[place, CHANGED], IS_CHANGED] = 0
    counter[NUM_OFF] = 0
    counter[NUM_CHANGED] = 0
