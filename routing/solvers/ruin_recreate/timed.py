"""Exact times of one route, where they are more than a matter of windows.

A *line* is a route laid out by itself: codes and places of its stops and, per break, the
position after which it is taken. Every stop begins as early as can be; a limit on board
moves a pickup later, and the line is gone along again until none asks for more. Each demand
only raises a moment, so this ends at the earliest times that keep everything
(`routing.schedule` does the same), at which lateness is least, too.

A way that takes longer than the limit of what is on board can never keep it. No other
demands chase each other: along a line, ways forward that lead back to where they began are
as long as the ways between the pickups and deliveries whose limits lead back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from routing.kernel import bare_kernel
from routing.solvers.ruin_recreate.arrays import (
    CLOSES,
    DUE,
    KIND,
    LATE_PRICE,
    MOST_ABOARD,
    OPENS,
    ORIGIN,
    PLACE,
    REST_FROM,
    REST_TO,
    SECONDS,
    SERVICE,
    SETUP,
    TARGET,
    UNLIMITED,
)
from routing.solvers.ruin_recreate.moments import NEVER, begin
from routing.solvers.ruin_recreate.routes import (
    CODE,
    LEAST,
    LENGTH,
    LINE_CODE,
    LINE_FLOOR,
    LINE_SPOT,
    REST_GAP,
    RIDE,
    START,
    TAKEN,
)

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from routing.solvers.ruin_recreate.arrays import Arrays
    from routing.solvers.ruin_recreate.routes import Routes


@bare_kernel
def time_route(arrays: Arrays, routes: Routes, vehicle: int) -> tuple[int, int]:
    """Return cost of lateness (`UNLIMITED`: no times keep the rules) and duration of a route."""
    end = lay_line(arrays, routes, vehicle, -1, -1, -1)
    return time_line(arrays, routes.line, vehicle, end, False)  # noqa: FBT003 - kernels know no keywords


@bare_kernel
def lay_line(  # noqa: PLR0913, PLR0917 - kernels know no keywords
    arrays: Arrays, routes: Routes, vehicle: int, shipment: int, first: int, last: int
) -> int:
    """Lay out a route, with a shipment (-1: none) in two gaps; return the position of its end."""
    line, entry = routes.line, routes.entry[vehicle]
    stop, legs = arrays.stop, arrays.legs[arrays.vehicle[vehicle, KIND]]
    line[LINE_SPOT, 0] = arrays.vehicle[vehicle, ORIGIN]
    end = 1
    for position in range(routes.total[vehicle, LENGTH] - 1):
        if position > 0:
            line[LINE_CODE, end] = entry[position, CODE]
            end += 1
        if shipment >= 0 and position == first and stop[2 * shipment, PLACE] >= 0:
            line[LINE_CODE, end] = 2 * shipment
            end += 1
        if shipment >= 0 and position == last and stop[2 * shipment + 1, PLACE] >= 0:
            line[LINE_CODE, end] = 2 * shipment + 1
            end += 1
    line[LEAST, 0] = 0
    for position in range(1, end + 1):
        here = line[LINE_SPOT, position - 1]
        there, ride, service = arrays.vehicle[vehicle, TARGET], 0, 0
        if position < end:
            code = line[LINE_CODE, position]
            there, service = stop[code, PLACE], stop[code, SERVICE]
            ride = stop[code, SETUP] if here != there else 0
            line[TAKEN, position] = _taken(arrays, line, position)
        line[LINE_SPOT, position] = there
        line[RIDE, position] = ride + legs[here, there, SECONDS]
        line[LEAST, position] = line[LEAST, position - 1] + line[RIDE, position] + service
    return end


@bare_kernel
def _taken(arrays: Arrays, line: NDArray[np.int64], position: int) -> int:
    """Return where what a stop delivers was picked up, if that matters; else -1."""
    code = line[LINE_CODE, position]
    if code % 2 == 0 or arrays.shipment[code // 2, MOST_ABOARD] >= UNLIMITED:
        return -1
    for before in range(position - 1, 0, -1):
        if line[LINE_CODE, before] == code - 1:
            return before
    return -1


@bare_kernel
def time_line(
    arrays: Arrays,
    line: NDArray[np.int64],
    vehicle: int,
    end: int,
    is_enough: bool,  # noqa: FBT001 - kernels know no keywords
) -> tuple[int, int]:
    """Return cost of lateness and duration of a line, wherever its breaks are best.

    All positions of the breaks are tried, in the order in which their windows open: least
    lateness comes first, then the end, then the earliest gaps.

    Parameters
    ----------
    arrays
        The problem.
    line
        From `lay_line`.
    vehicle
        Whose.
    end
        Position of the end.
    is_enough
        Whether the first way without lateness will do: the duration is that of any way then.

    Returns
    -------
    tuple[int, int]
        `UNLIMITED` and 0 when no times keep windows, shift, breaks and limits.
    """
    first = arrays.vehicle[vehicle, REST_FROM]
    rests = arrays.vehicle[vehicle, REST_TO] - first
    for number in range(rests):
        line[REST_GAP, number] = 0
    best, best_end, best_duration = UNLIMITED, NEVER, 0
    while True:
        stuck = _settle(arrays, line, vehicle, end)
        if stuck == TIMED_WELL:
            cost = _lateness(arrays.shipment, line, end)
            if cost < best or (cost == best and line[START, end] < best_end):
                best, best_end = cost, line[START, end]
                best_duration = best_end - _leaves(arrays, line, vehicle)
                if is_enough and best == 0:
                    break
        elif 0 <= stuck < rests:
            for number in range(stuck, rests):  # later is no better for that break
                line[REST_GAP, number] = end - 1
        if not _move_rests(line[REST_GAP], rests, end - 1):
            break
    return best, best_duration


@bare_kernel
def _move_rests(gap: NDArray[np.int64], rests: int, last: int) -> bool:
    """Go on to the next positions of the breaks; tell whether there are any."""
    number = rests - 1
    while number >= 0 and gap[number] >= last:
        number -= 1
    if number < 0:
        return False
    moved = gap[number] + 1
    for later in range(number, rests):
        gap[later] = moved
    return True


TIMED_WELL, NOT_SO = -1, -2
"""What came of a line: times that keep everything; none with its breaks where they are."""


@bare_kernel
def _settle(arrays: Arrays, line: NDArray[np.int64], vehicle: int, end: int) -> int:
    """Raise moments until nothing asks for more; number of a break that comes too late, if any."""
    for position in range(1, end):
        line[LINE_FLOOR, position] = 0
        if line[TAKEN, position] >= 0 and not _can_keep(arrays, line, vehicle, position):
            return NOT_SO
    is_first = True
    while True:
        stuck = _go_along(arrays, line, vehicle, end)
        if stuck != TIMED_WELL:
            return stuck if is_first else NOT_SO
        is_first = False
        has_moved = False
        for position in range(1, end):
            taken = line[TAKEN, position]
            if taken >= 0:
                code = line[LINE_CODE, position]
                soonest = line[START, position] - arrays.stop[code - 1, SERVICE]
                soonest -= arrays.shipment[code // 2, MOST_ABOARD]
                if soonest > line[START, taken]:
                    line[LINE_FLOOR, taken] = soonest
                    has_moved = True
        if not has_moved:
            return TIMED_WELL


@bare_kernel
def _can_keep(arrays: Arrays, line: NDArray[np.int64], vehicle: int, position: int) -> bool:
    """Tell whether the way to a delivery, breaks on it included, is within its limit on board."""
    taken, code = line[TAKEN, position], line[LINE_CODE, position]
    seconds = line[LEAST, position] - arrays.stop[code, SERVICE] - line[LEAST, taken]
    first = arrays.vehicle[vehicle, REST_FROM]
    for number in range(arrays.vehicle[vehicle, REST_TO] - first):
        if taken <= line[REST_GAP, number] < position:
            seconds += arrays.stop[first + number, SERVICE]
    return bool(seconds <= arrays.shipment[code // 2, MOST_ABOARD])


@bare_kernel
def _go_along(arrays: Arrays, line: NDArray[np.int64], vehicle: int, end: int) -> int:
    """Begin every stop as early as its floor allows; tell what came of it."""
    stop, window = arrays.stop, arrays.window
    first = arrays.vehicle[vehicle, REST_FROM]
    rests = arrays.vehicle[vehicle, REST_TO] - first
    moment = arrays.vehicle[vehicle, OPENS]
    number = 0
    for position in range(end):
        if position > 0:
            code = line[LINE_CODE, position]
            ready = max(moment + line[RIDE, position], line[LINE_FLOOR, position])
            moment = begin(stop, window, code, ready)
            if moment >= NEVER:
                return NOT_SO
            line[START, position] = moment
            moment += stop[code, SERVICE]
        while number < rests and line[REST_GAP, number] == position:
            moment = begin(stop, window, first + number, moment)
            if moment >= NEVER:
                return number
            moment += stop[first + number, SERVICE]
            number += 1
    line[START, end] = moment + line[RIDE, end]
    return TIMED_WELL if line[START, end] <= arrays.vehicle[vehicle, CLOSES] else NOT_SO


@bare_kernel
def _lateness(shipment: NDArray[np.int64], line: NDArray[np.int64], end: int) -> int:
    total = 0
    for position in range(1, end):
        code = line[LINE_CODE, position]
        late = line[START, position] - shipment[code // 2, DUE + code % 2]
        if late > 0:
            total += late * shipment[code // 2, LATE_PRICE + code % 2]
    return total


@bare_kernel
def _leaves(arrays: Arrays, line: NDArray[np.int64], vehicle: int) -> int:
    """Return when the start must be left for the first stop or break to begin as it does."""
    opens, first = arrays.vehicle[vehicle, OPENS], arrays.vehicle[vehicle, REST_FROM]
    if arrays.vehicle[vehicle, REST_TO] > first and line[REST_GAP, 0] == 0:
        return int(begin(arrays.stop, arrays.window, first, opens))
    return int(line[START, 1] - line[RIDE, 1])
