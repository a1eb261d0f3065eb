"""Price of soft bounds: of amounts exactly, for a change as for a whole route."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from routing.kernel import bare_kernel
from routing.solvers.ruin_recreate.arrays import (
    BOUND_FROM,
    BOUND_TO,
    LOWER,
    MATRIX,
    MEASURE,
    OPENS,
    PRICE,
    REST_FROM,
    REST_TO,
    SERVICE,
    UPPER,
)
from routing.solvers.ruin_recreate.moments import NEVER, begin
from routing.solvers.ruin_recreate.routes import (
    CARRIED,
    CODE,
    LATENESS,
    LEG_TIME,
    LENGTH,
    SPOT,
    UNTIMED,
    UNUSED,
)
from routing.solvers.ruin_recreate.timed import time_route

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from routing.solvers.ruin_recreate.arrays import Arrays
    from routing.solvers.ruin_recreate.routes import Routes

ON_AMOUNT, ON_DURATION = 0, 1
"""Places of the measures in `routing.solvers.ruin_recreate.arrays.MEASURES`."""

ON_DEFICIT, ON_SURPLUS = 3, 4
"""In place of a measure: the squared distance of the amount below or above a share has a price."""

PARTS = 256
"""Parts of a unit of amount in which shares are given."""

DEAREST = 2.0**50
"""Highest price of such a distance, so that sums stay exact."""


@bare_kernel
def amount_cost(bound: NDArray[np.int64], first: int, after: int, amount: int) -> int:
    """Return the price of an amount, given the rows of a vehicle's bounds."""
    total = 0
    for row in range(first, after):
        if bound[row, MEASURE] == ON_AMOUNT:
            total += _price(bound, row, amount)
        elif bound[row, MEASURE] >= ON_DEFICIT:
            total += _price_of_distance(bound, row, amount)
    return total


@bare_kernel
def bounds_cost(arrays: Arrays, routes: Routes, vehicle: int) -> int:
    """Return the price of all soft bounds of a vehicle whose times are known."""
    total = 0
    for row in range(arrays.vehicle[vehicle, BOUND_FROM], arrays.vehicle[vehicle, BOUND_TO]):
        have = 0
        if arrays.bound[row, MEASURE] >= ON_DEFICIT:
            total += _price_of_distance(arrays.bound, row, routes.total[vehicle, CARRIED])
            continue
        if arrays.bound[row, MEASURE] == ON_AMOUNT:
            have = routes.total[vehicle, CARRIED]
        elif routes.total[vehicle, LENGTH] > UNUSED:
            if arrays.bound[row, MEASURE] == ON_DURATION:
                have = _duration(arrays, routes, vehicle)
            else:
                have = _distance(arrays, routes, vehicle)
        total += _price(arrays.bound, row, have)
    return total


@bare_kernel
def _price(bound: NDArray[np.int64], row: int, have: int) -> int:
    beyond = max(0, bound[row, LOWER] - have) + max(0, have - bound[row, UPPER])
    return int(beyond * bound[row, PRICE])


@bare_kernel
def _price_of_distance(bound: NDArray[np.int64], row: int, amount: int) -> int:
    """Return the squared distance beyond a share times `PRICE`, by two to the power of `UPPER`."""
    beyond = amount * PARTS - bound[row, LOWER]
    if (beyond < 0) != (bound[row, MEASURE] == ON_DEFICIT):
        return 0
    distance = float(beyond)
    price = math.ldexp(distance * distance * bound[row, PRICE], -int(bound[row, UPPER]))
    return int(min(price, DEAREST))


@bare_kernel
def _distance(arrays: Arrays, routes: Routes, vehicle: int) -> int:
    metres = arrays.metres[arrays.vehicle[vehicle, MATRIX]]
    total = 0
    for position in range(routes.total[vehicle, LENGTH] - 1):
        here = routes.entry[vehicle, position, SPOT]
        total += metres[here, routes.entry[vehicle, position + 1, SPOT]]
    return total


@bare_kernel
def _duration(arrays: Arrays, routes: Routes, vehicle: int) -> int:
    """Return seconds from leaving the start, no earlier than the first stop needs, to the end."""
    if routes.total[vehicle, LATENESS] > UNTIMED:
        return time_route(arrays, routes, vehicle)[1]
    end = routes.total[vehicle, LENGTH] - 1
    first = arrays.vehicle[vehicle, REST_FROM]
    rests = arrays.vehicle[vehicle, REST_TO] - first
    arrives = routes.early[vehicle, end, rests]
    if arrives >= NEVER:
        return 0
    opens = arrays.vehicle[vehicle, OPENS]
    if _rests_first(arrays, routes, vehicle, rests):
        idle = begin(arrays.stop, arrays.window, first, opens) - opens
    else:
        ready = opens + routes.entry[vehicle, 0, LEG_TIME]
        idle = begin(arrays.stop, arrays.window, routes.entry[vehicle, 1, CODE], ready) - ready
    return int(arrives - opens - idle)


@bare_kernel
def _rests_first(arrays: Arrays, routes: Routes, vehicle: int, rests: int) -> bool:
    """Tell whether the first break is taken at the start, reading the clocks backward."""
    taken = rests
    for position in range(routes.total[vehicle, LENGTH] - 2, 0, -1):
        code = routes.entry[vehicle, position, CODE]
        while taken > 0:
            ready = routes.early[vehicle, position - 1, taken]
            ready += routes.entry[vehicle, position - 1, LEG_TIME]
            moment = begin(arrays.stop, arrays.window, code, ready) + arrays.stop[code, SERVICE]
            if moment == routes.early[vehicle, position, taken]:
                break
            taken -= 1
    return taken > 0
