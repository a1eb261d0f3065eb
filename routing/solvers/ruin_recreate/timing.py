"""Times, loads and cost along a route: forward as early, backward as late as can be.

A vehicle with ``b`` breaks has ``b + 1`` clocks at each position, one per number of breaks
taken so far; breaks keep the order in which their windows open. This is the rule of
`routing.rests`, kept exactly and in both directions, so that an insertion is tested
without a look at the rest of the route.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from routing.kernel import bare_kernel
from routing.solvers.ruin_recreate.arrays import (
    AMOUNT,
    CAPACITY,
    CLOSES,
    COST,
    FIXED_COST,
    IS_TIMED,
    KIND,
    LOAD,
    MOST_CLIMB,
    MOST_STOPS,
    MOST_TRAVEL,
    OPENS,
    PLACE,
    REST_FROM,
    REST_TO,
    SECONDS,
    SERVICE,
    SETUP,
    UNLIMITED,
)
from routing.solvers.ruin_recreate.bounds import bounds_cost
from routing.solvers.ruin_recreate.climbs import climb_on
from routing.solvers.ruin_recreate.moments import NEVER, TOO_LATE, begin, latest_begin, take_rests
from routing.solvers.ruin_recreate.order import keeps_order
from routing.solvers.ruin_recreate.routes import (
    CARRIED,
    CLIMBED,
    CODE,
    EMPTY_VERSION,
    LATENESS,
    LEG_COST,
    LEG_TIME,
    LENGTH,
    PEAK,
    POSITION,
    ROUTE_COST,
    SPOT,
    TRAVEL,
    UNTIMED,
    UNUSED,
    VEHICLE,
    VERSION,
)
from routing.solvers.ruin_recreate.timed import time_route

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from routing.solvers.ruin_recreate.arrays import Arrays
    from routing.solvers.ruin_recreate.routes import Routes


@bare_kernel
def refresh(arrays: Arrays, routes: Routes, vehicle: int, counter: NDArray[np.int64]) -> None:
    """Compute everything about a route that follows from its stops."""
    paid = _lay_legs(arrays, routes, vehicle)
    _lay_loads(arrays, routes, vehicle)
    _forward(arrays, routes, vehicle)
    _backward(arrays, routes, vehicle)
    total = routes.total[vehicle]
    if arrays.vehicle[vehicle, MOST_CLIMB] < UNLIMITED:
        total[CLIMBED] = climb_on(arrays, routes, vehicle)
    if total[LATENESS] > UNTIMED:
        total[LATENESS], _ = time_route(arrays, routes, vehicle)
        if total[LATENESS] < UNLIMITED:
            paid += total[LATENESS]
    cost = 0
    if total[LENGTH] > UNUSED:
        cost = paid + arrays.vehicle[vehicle, FIXED_COST]
        counter[0] += 1
        total[VERSION] = counter[0]
    else:
        total[VERSION] = EMPTY_VERSION
    total[ROUTE_COST] = cost + bounds_cost(arrays, routes, vehicle)


@bare_kernel
def is_feasible(arrays: Arrays, routes: Routes, vehicle: int) -> bool:
    """Tell whether a refreshed route keeps all windows, breaks, capacities and limits."""
    about, total = arrays.vehicle[vehicle], routes.total[vehicle]
    end = total[LENGTH] - 1
    for part in range(routes.load.shape[2]):
        if total[PEAK + part] > about[CAPACITY + part]:
            return False
    return bool(
        routes.early[vehicle, end, about[REST_TO] - about[REST_FROM]] <= about[CLOSES]
        and total[LATENESS] < UNLIMITED
        and end - 1 <= about[MOST_STOPS]
        and total[TRAVEL] <= about[MOST_TRAVEL]
        and total[CLIMBED] <= about[MOST_CLIMB]
        and keeps_order(arrays, routes, vehicle)
    )


@bare_kernel
def _lay_legs(arrays: Arrays, routes: Routes, vehicle: int) -> int:
    """Fill in legs, where stops are, and sums over them; return the cost of legs and pairs."""
    legs, stop = arrays.legs[arrays.vehicle[vehicle, KIND]], arrays.stop
    entry, total = routes.entry[vehicle], routes.total[vehicle]
    end = total[LENGTH] - 1
    cost = travel = amount = timed = 0
    pair = arrays.pair[:, vehicle]
    mark = routes.mark[vehicle] ^ routes.mark[vehicle]
    here = entry[0, SPOT]
    for position in range(1, end + 1):
        there = entry[position, SPOT]
        seconds = legs[here, there, SECONDS]
        travel += seconds
        cost += legs[here, there, COST]
        entry[position - 1, LEG_COST] = legs[here, there, COST]
        if position < end:
            code = entry[position, CODE]
            if here != there:
                seconds += stop[code, SETUP]
            routes.where[code, VEHICLE] = vehicle
            routes.where[code, POSITION] = position
            if code % 2 == 0 or stop[code - 1, PLACE] < 0:
                amount += arrays.shipment[code // 2, AMOUNT]
                if pair[code // 2] < UNLIMITED:
                    cost += pair[code // 2]
                timed += arrays.shipment[code // 2, IS_TIMED]
                mark ^= arrays.mark[code // 2]
        entry[position - 1, LEG_TIME] = seconds
        here = there
    total[TRAVEL] = travel
    total[CARRIED] = amount
    total[LATENESS] = 0 if timed > 0 else UNTIMED
    routes.mark[vehicle] = mark
    return cost


@bare_kernel
def _lay_loads(arrays: Arrays, routes: Routes, vehicle: int) -> None:
    """Fill in loads; what has no pickup is on board from the start."""
    entry, load = routes.entry[vehicle], routes.load[vehicle]
    end = routes.total[vehicle, LENGTH] - 1
    for part in range(load.shape[1]):
        aboard = 0
        for position in range(1, end):
            code = entry[position, CODE]
            if code % 2 == 1 and arrays.stop[code - 1, PLACE] < 0:
                aboard += arrays.shipment[code // 2, LOAD + part]
        peak = aboard
        load[0, part] = aboard
        for position in range(1, end):
            code = entry[position, CODE]
            change = arrays.shipment[code // 2, LOAD + part]
            aboard += change if code % 2 == 0 else -change
            peak = max(peak, aboard)
            load[position, part] = aboard
        routes.total[vehicle, PEAK + part] = peak


@bare_kernel
def _forward(arrays: Arrays, routes: Routes, vehicle: int) -> None:
    stop, window, entry = arrays.stop, arrays.window, routes.entry[vehicle]
    end = routes.total[vehicle, LENGTH] - 1
    first = arrays.vehicle[vehicle, REST_FROM]
    rests = arrays.vehicle[vehicle, REST_TO] - first
    early = routes.early[vehicle]
    early[0, 0] = arrays.vehicle[vehicle, OPENS]
    for taken in range(1, rests + 1):
        early[0, taken] = NEVER
    if rests:
        take_rests(stop, window, first, rests, early[0])
    for position in range(1, end):
        code = entry[position, CODE]
        seconds = entry[position - 1, LEG_TIME]
        for taken in range(rests + 1):
            moment = begin(stop, window, code, early[position - 1, taken] + seconds)
            early[position, taken] = NEVER if moment == NEVER else moment + stop[code, SERVICE]
        if rests:
            take_rests(stop, window, first, rests, early[position])
    for taken in range(rests + 1):
        early[end, taken] = min(early[end - 1, taken] + entry[end - 1, LEG_TIME], NEVER)


@bare_kernel
def _backward(arrays: Arrays, routes: Routes, vehicle: int) -> None:
    stop, window, entry = arrays.stop, arrays.window, routes.entry[vehicle]
    end = routes.total[vehicle, LENGTH] - 1
    first = arrays.vehicle[vehicle, REST_FROM]
    rests = arrays.vehicle[vehicle, REST_TO] - first
    late = routes.late[vehicle]
    for taken in range(rests):
        late[end, taken] = TOO_LATE
    late[end, rests] = arrays.vehicle[vehicle, CLOSES]
    for position in range(end - 1, 0, -1):
        code = entry[position, CODE]
        seconds = entry[position, LEG_TIME]
        free = TOO_LATE
        for taken in range(rests, -1, -1):
            leave = late[position + 1, taken] - seconds
            if taken < rests:
                rest = first + taken
                rested = latest_begin(stop, window, rest, free - stop[rest, SERVICE])
                leave = max(leave, rested)
            free = leave
            late[position, taken] = latest_begin(stop, window, code, leave - stop[code, SERVICE])
