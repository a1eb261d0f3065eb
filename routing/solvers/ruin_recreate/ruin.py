"""Ruin: strings of neighboring stops are taken off some routes, with their partners.

Slack induction by string removals: the routes that pass a seed stop nearest lose a string
of consecutive stops each; a split string spares some stops in its middle. Both ends of a
shipment go together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from routing.kernel import bare_kernel
from routing.solvers.ruin_recreate.arrays import PLACE
from routing.solvers.ruin_recreate.chance import chance, choose
from routing.solvers.ruin_recreate.memory import (
    CHANGED,
    IS_CHANGED,
    IS_OFF,
    NUM_CHANGED,
    NUM_OFF,
    OFF,
)
from routing.solvers.ruin_recreate.routes import CODE, LENGTH, POSITION, SPOT, UNUSED, VEHICLE
from routing.solvers.ruin_recreate.timing import is_feasible, refresh

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from routing.solvers.ruin_recreate.arrays import Arrays
    from routing.solvers.ruin_recreate.memory import Memory
    from routing.solvers.ruin_recreate.routes import Routes

MEAN_REMOVED = 10.0
"""Stops that a ruin takes off on average, about."""

LONGEST_STRING = 10.0
"""Most stops of one string."""

CHANCE_OF_SPLIT = 0.5
"""How often a string spares stops in its middle."""

CHANCE_TO_SPARE_MORE = 0.5
"""How often a split string spares one stop more."""

CHANCE_OF_ABSENT_SEED = 0.5
"""How often a ruin happens around a shipment that has no route."""


@bare_kernel
def take_off(shipments: NDArray[np.int64], counter: NDArray[np.int64], shipment: int) -> None:
    """Note that a shipment is off the routes, in `Memory.shipment` and `Memory.counter`."""
    if shipments[shipment, IS_OFF] == 0:
        shipments[shipment, IS_OFF] = 1
        shipments[counter[NUM_OFF], OFF] = shipment
        counter[NUM_OFF] += 1


@bare_kernel
def note_change(vehicles: NDArray[np.int64], counter: NDArray[np.int64], vehicle: int) -> None:
    """Note that a route has changed, in `Memory.vehicle` and `Memory.counter`."""
    if vehicles[vehicle, IS_CHANGED] == 0:
        vehicles[vehicle, IS_CHANGED] = 1
        vehicles[counter[NUM_CHANGED], CHANGED] = vehicle
        counter[NUM_CHANGED] += 1


@bare_kernel
def ruin(arrays: Arrays, routes: Routes, memory: Memory, num_absent: int) -> None:
    """Take strings of stops off the routes around a seed.

    Parameters
    ----------
    arrays
        The problem.
    routes
        Changed in place.
    memory
        The first `num_absent` shipments that it lists as off had no route before; the list
        grows.
    num_absent
        Number of those.
    """
    state, counter = memory.state, memory.counter
    used = stops = 0
    for vehicle in range(len(routes.total)):
        if routes.total[vehicle, LENGTH] > UNUSED:
            used += 1
            stops += routes.total[vehicle, LENGTH] - UNUSED
    longest = min(LONGEST_STRING, stops / max(used, 1))
    most = int(1.0 + chance(state) * (4.0 * MEAN_REMOVED / (1.0 + longest) - 1.0))
    seed = _seed(arrays.stop, memory.shipment, num_absent, state)
    ruined = 0
    for column in range(arrays.near.shape[1]):
        code = arrays.near[seed, column]
        vehicle = routes.where[code, VEHICLE]
        if vehicle < 0 or memory.vehicle[vehicle, IS_CHANGED] == 1:
            continue
        if memory.shipment[code // 2, IS_OFF] == 1:
            continue
        entry = routes.entry[vehicle]
        stops = routes.total[vehicle, LENGTH] - UNUSED
        position = routes.where[code, POSITION]
        _cut_string(entry, stops, position, longest, memory.shipment, counter, state)
        _close_up(routes, memory.shipment, vehicle)
        refresh(arrays, routes, vehicle, counter)
        _make_sound(arrays, routes, memory, vehicle)
        note_change(memory.vehicle, counter, vehicle)
        ruined += 1
        if ruined >= most:
            break


@bare_kernel
def _make_sound(arrays: Arrays, routes: Routes, memory: Memory, vehicle: int) -> None:
    """Take the last shipments off a route until it keeps the rules.

    A route can break one by a stop less: the way past it may be longer or not exist, or a
    setup is needed that was saved.
    """
    while routes.total[vehicle, LENGTH] > UNUSED and not is_feasible(arrays, routes, vehicle):
        last = routes.entry[vehicle, routes.total[vehicle, LENGTH] - UNUSED, CODE]
        take_off(memory.shipment, memory.counter, last // 2)
        _close_up(routes, memory.shipment, vehicle)
        refresh(arrays, routes, vehicle, memory.counter)


@bare_kernel
def _seed(
    stop: NDArray[np.int64],
    shipments: NDArray[np.int64],
    num_absent: int,
    state: NDArray[np.uint64],
) -> int:
    """Choose the stop around which routes are ruined."""
    if num_absent > 0 and chance(state) < CHANCE_OF_ABSENT_SEED:
        shipment = shipments[choose(state, num_absent), OFF]
    else:
        shipment = choose(state, len(shipments))
    code = 2 * shipment + choose(state, 2)
    return int(code) if stop[code, PLACE] >= 0 else int(code ^ 1)


@bare_kernel
def _cut_string(  # noqa: PLR0913, PLR0917 - kernels know no keywords
    entry: NDArray[np.int64],
    stops: int,
    position: int,
    longest: float,
    shipments: NDArray[np.int64],
    counter: NDArray[np.int64],
    state: NDArray[np.uint64],
) -> None:
    """Note the shipments of a string of stops that holds a position."""
    length = min(stops, int(1.0 + chance(state) * min(float(stops), longest)))
    spared = 0
    if 1 < length < stops and chance(state) < CHANCE_OF_SPLIT:
        spared = 1
        while length + spared < stops and chance(state) < CHANCE_TO_SPARE_MORE:
            spared += 1
    span = length + spared
    low, high = max(1, position - span + 1), min(position, stops - span + 1)
    first = low + choose(state, high - low + 1)
    gap = first + choose(state, length + 1) if spared > 0 else first + span
    for place in range(first, first + span):
        if place < gap or place >= gap + spared:
            take_off(shipments, counter, entry[place, CODE] // 2)


@bare_kernel
def _close_up(routes: Routes, shipments: NDArray[np.int64], vehicle: int) -> None:
    """Drop the stops of shipments that are off from a route."""
    entry = routes.entry[vehicle]
    end = routes.total[vehicle, LENGTH] - 1
    kept = 1
    for position in range(1, end):
        code = entry[position, CODE]
        if shipments[code // 2, IS_OFF] == 1:
            routes.where[code, VEHICLE] = -1
        else:
            entry[kept, CODE] = code
            entry[kept, SPOT] = entry[position, SPOT]
            kept += 1
    entry[kept, CODE] = -1
    entry[kept, SPOT] = entry[end, SPOT]
    routes.total[vehicle, LENGTH] = kept + 1
