"""Best positions of a shipment where times are more than a matter of windows, or gaps pinned.

Times forward and backward by windows alone are bounds here: a pair of gaps that they rule
out cannot be, and what is late before the first gap stays late. Only a pair that could still
be the cheapest is timed exactly, by going along the whole route.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from routing.kernel import bare_kernel
from routing.solvers.ruin_recreate.arrays import (
    CLOSING,
    COST,
    COST_BACK,
    DUE,
    IS_TIMED,
    KIND,
    LATE_PRICE,
    MOST_TRAVEL,
    PLACE,
    REST_FROM,
    REST_TO,
    SECONDS,
    SECONDS_BACK,
    SERVICE,
)
from routing.solvers.ruin_recreate.gaps import (
    NO_FIT,
    added_cost,
    added_seconds,
    go_on,
    has_room,
    joins,
    setup_from,
)
from routing.solvers.ruin_recreate.insert_one import roomy_gaps
from routing.solvers.ruin_recreate.order import ordered_gaps
from routing.solvers.ruin_recreate.routes import (
    CODE,
    LATENESS,
    LEG_COST,
    LENGTH,
    SPOT,
    TRAVEL,
    UNTIMED,
)
from routing.solvers.ruin_recreate.timed import lay_line, time_line

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from routing.solvers.ruin_recreate.arrays import Arrays
    from routing.solvers.ruin_recreate.routes import Routes

DETOUR, LEAST_DETOUR, SURE_LATENESS = range(3)
"""Rows of the memory for detours: of a delivery, the least from there on, what stays late."""


@bare_kernel
def fit_timed(  # noqa: PLR0913, PLR0917 - kernels know no keywords
    arrays: Arrays,
    routes: Routes,
    vehicle: int,
    shipment: int,
    detour: NDArray[np.int64],
    clocks: NDArray[np.int64],
    spare: NDArray[np.int64],
) -> tuple[int, int, int]:
    """Find the cheapest feasible gaps for a shipment with one end or two.

    Returns
    -------
    tuple[int, int, int]
        As `routing.solvers.ruin_recreate.insert.fit`, without what an unused vehicle costs;
        the change in the cost of lateness is part of the cost.
    """
    stop = arrays.stop
    before = max(0, routes.total[vehicle, LATENESS])
    if before >= NO_FIT:
        return NO_FIT, -1, -1
    _list_lateness(arrays, routes, vehicle, detour)
    if stop[2 * shipment, PLACE] < 0 or stop[2 * shipment + 1, PLACE] < 0:
        best, first, last = _fit_one(arrays, routes, vehicle, shipment, detour, clocks, spare)
    else:
        best, first, last = _fit_both(arrays, routes, vehicle, shipment, detour, clocks, spare)
    return (best - before, first, last) if first >= 0 else (NO_FIT, -1, -1)


@bare_kernel
def _list_lateness(arrays: Arrays, routes: Routes, vehicle: int, detour: NDArray[np.int64]) -> None:
    """Add up what stops cost that are late however early they are."""
    total = 0
    detour[SURE_LATENESS, 0] = 0
    for position in range(1, routes.total[vehicle, LENGTH] - 1):
        code = routes.entry[vehicle, position, CODE]
        due = arrays.shipment[code // 2, DUE + code % 2]
        start = routes.early[vehicle, position, 0] - arrays.stop[code, SERVICE]
        if start > due:
            total += (start - due) * arrays.shipment[code // 2, LATE_PRICE + code % 2]
        detour[SURE_LATENESS, position] = total


@bare_kernel
def _exact(  # noqa: PLR0913, PLR0917 - kernels know no keywords
    arrays: Arrays, routes: Routes, vehicle: int, shipment: int, first: int, last: int
) -> int:
    """Return what lateness costs with a shipment in two gaps, `NO_FIT` if that cannot be."""
    if routes.total[vehicle, LATENESS] == UNTIMED and arrays.shipment[shipment, IS_TIMED] == 0:
        return 0  # only gaps are pinned, and windows are all there is to times
    end = lay_line(arrays, routes, vehicle, shipment, first, last)
    cost, _ = time_line(arrays, routes.line, vehicle, end, True)  # noqa: FBT003 - kernels know no keywords
    return cost


@bare_kernel
def _fit_one(  # noqa: PLR0913, PLR0917 - kernels know no keywords
    arrays: Arrays,
    routes: Routes,
    vehicle: int,
    shipment: int,
    detour: NDArray[np.int64],
    clocks: NDArray[np.int64],
    spare: NDArray[np.int64],
) -> tuple[int, int, int]:
    stop, window, about = arrays.stop, arrays.window, arrays.vehicle[vehicle]
    entry, early, late = routes.entry[vehicle], routes.early[vehicle], routes.late[vehicle]
    legs, rests = arrays.legs[about[KIND]], about[REST_TO] - about[REST_FROM]
    code = 2 * shipment if stop[2 * shipment, PLACE] >= 0 else 2 * shipment + 1
    via = stop[code, PLACE]
    final = routes.total[vehicle, LENGTH] - 2
    from_gap, to_gap = roomy_gaps(routes.load[vehicle], final, code % 2 == 0, spare)
    lowest, highest = ordered_gaps(arrays, routes, vehicle, code)
    best, best_gap = NO_FIT, -1
    for gap in range(max(from_gap, lowest), min(to_gap, highest) + 1):
        if early[gap, 0] > stop[code, CLOSING]:
            break
        here, there = entry[gap, SPOT], entry[gap + 1, SPOT]
        cost = added_cost(legs, via, entry, gap)
        ride = legs[via, here, SECONDS_BACK] + setup_from(stop, code, here)
        after = entry[gap + 1, CODE]
        if (
            cost + detour[SURE_LATENESS, gap] < best
            and go_on(stop, window, early[gap], ride, code, about[REST_FROM], rests, clocks[0])
            and joins(stop, legs[via, there, SECONDS], via, clocks[0], rests, after, late[gap + 1])
            and routes.total[vehicle, TRAVEL] + added_seconds(legs, via, here, there)
            <= about[MOST_TRAVEL]
        ):
            cost += _exact(arrays, routes, vehicle, shipment, gap, gap)
            if cost < best:
                best, best_gap = cost, gap
    return best, best_gap, best_gap


@bare_kernel
def _fit_both(  # noqa: PLR0913, PLR0917 - kernels know no keywords
    arrays: Arrays,
    routes: Routes,
    vehicle: int,
    shipment: int,
    detour: NDArray[np.int64],
    clocks: NDArray[np.int64],
    spare: NDArray[np.int64],
) -> tuple[int, int, int]:
    stop, window, about = arrays.stop, arrays.window, arrays.vehicle[vehicle]
    entry, early, late = routes.entry[vehicle], routes.early[vehicle], routes.late[vehicle]
    legs, rests = arrays.legs[about[KIND]], about[REST_TO] - about[REST_FROM]
    pickup, delivery = 2 * shipment, 2 * shipment + 1
    via, target = stop[pickup, PLACE], stop[delivery, PLACE]
    best, best_first, best_last = NO_FIT, -1, -1
    from_gap, to_gap = ordered_gaps(arrays, routes, vehicle, pickup)
    lowest, highest = ordered_gaps(arrays, routes, vehicle, delivery)
    for first in range(from_gap, to_gap + 1):
        if early[first, 0] > stop[pickup, CLOSING]:
            break
        here, there = entry[first, SPOT], entry[first + 1, SPOT]
        ride = legs[via, here, SECONDS_BACK] + setup_from(stop, pickup, here)
        if not has_room(routes.load[vehicle], first, spare) or not go_on(
            stop, window, early[first], ride, pickup, about[REST_FROM], rests, clocks[0]
        ):
            continue
        cost = legs[via, here, COST_BACK] + legs[via, target, COST] + legs[target, there, COST]
        cost -= entry[first, LEG_COST]
        ride = legs[via, target, SECONDS] + setup_from(stop, delivery, via)
        onward = legs[target, there, SECONDS]
        seconds = legs[via, here, SECONDS_BACK] + legs[via, target, SECONDS] + onward
        after = entry[first + 1, CODE]
        if (
            lowest <= first <= highest
            and cost + detour[SURE_LATENESS, first] < best
            and go_on(stop, window, clocks[0], ride, delivery, about[REST_FROM], rests, clocks[1])
            and joins(stop, onward, target, clocks[1], rests, after, late[first + 1])
            and routes.total[vehicle, TRAVEL] + seconds - legs[here, there, SECONDS]
            <= about[MOST_TRAVEL]
        ):
            cost += _exact(arrays, routes, vehicle, shipment, first, first)
            if cost < best:
                best, best_first, best_last = cost, first, first
        cost, last = _fit_later(
            arrays, routes, vehicle, shipment, first, best, detour, clocks, spare
        )
        if last >= 0:
            best, best_first, best_last = cost, first, last
    return best, best_first, best_last


@bare_kernel
def _fit_later(  # noqa: PLR0913, PLR0917 - kernels know no keywords
    arrays: Arrays,
    routes: Routes,
    vehicle: int,
    shipment: int,
    first: int,
    best: int,
    detour: NDArray[np.int64],
    clocks: NDArray[np.int64],
    spare: NDArray[np.int64],
) -> tuple[int, int]:
    """Find the cheapest later gap for the delivery of a pickup that is left at ``clocks[0]``."""
    stop, window, about = arrays.stop, arrays.window, arrays.vehicle[vehicle]
    entry, late = routes.entry[vehicle], routes.late[vehicle]
    legs, rests = arrays.legs[about[KIND]], about[REST_TO] - about[REST_FROM]
    delivery = 2 * shipment + 1
    via, target = stop[2 * shipment, PLACE], stop[delivery, PLACE]
    cost = added_cost(legs, via, entry, first) + detour[SURE_LATENESS, first]
    seconds = routes.total[vehicle, TRAVEL]
    seconds += added_seconds(legs, via, entry[first, SPOT], entry[first + 1, SPOT])
    best_last = -1
    lowest, highest = ordered_gaps(arrays, routes, vehicle, delivery)
    for last in range(first + 1, highest + 1):
        code, here, there = entry[last, CODE], entry[last, SPOT], entry[last + 1, SPOT]
        onward = legs[via, here, SECONDS]
        if cost + detour[LEAST_DETOUR, last] >= best or not joins(
            stop, onward, via, clocks[0], rests, code, late[last]
        ):
            break
        onward += setup_from(stop, code, via)
        go_on(stop, window, clocks[0], onward, code, about[REST_FROM], rests, clocks[2])
        for taken in range(rests + 1):
            clocks[0, taken] = clocks[2, taken]
        via = here
        if not has_room(routes.load[vehicle], last, spare):
            break
        ride = legs[target, here, SECONDS_BACK] + setup_from(stop, delivery, here)
        onward = legs[target, there, SECONDS]
        after = entry[last + 1, CODE]
        if (
            last >= lowest
            and cost + detour[DETOUR, last] < best
            and go_on(stop, window, clocks[0], ride, delivery, about[REST_FROM], rests, clocks[1])
            and joins(stop, onward, target, clocks[1], rests, after, late[last + 1])
            and seconds + added_seconds(legs, target, here, there) <= about[MOST_TRAVEL]
        ):
            found = cost - detour[SURE_LATENESS, first] + detour[DETOUR, last]
            found += _exact(arrays, routes, vehicle, shipment, first, last)
            if found < best:
                best, best_last = found, last
    return best, best_last
