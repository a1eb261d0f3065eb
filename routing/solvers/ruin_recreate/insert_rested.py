"""Best positions of a shipment on the route of a vehicle with breaks.

The breaks move to where they are best for every pair of gaps: one clock per number of
breaks taken goes along. A pair is only timed when it would be cheaper than the best.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from routing.kernel import bare_kernel
from routing.solvers.ruin_recreate.arrays import (
    CLOSING,
    COST,
    COST_BACK,
    KIND,
    MOST_TRAVEL,
    PLACE,
    REST_FROM,
    REST_TO,
    SECONDS,
    SECONDS_BACK,
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
from routing.solvers.ruin_recreate.routes import CODE, LEG_COST, LENGTH, SPOT, TRAVEL

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from routing.solvers.ruin_recreate.arrays import Arrays
    from routing.solvers.ruin_recreate.routes import Routes


@bare_kernel
def fit_rested(  # noqa: PLR0913, PLR0917 - kernels know no keywords
    arrays: Arrays,
    routes: Routes,
    vehicle: int,
    shipment: int,
    detour: NDArray[np.int64],
    clocks: NDArray[np.int64],
    spare: NDArray[np.int64],
) -> tuple[int, int, int]:
    """Find the cheapest feasible pair of gaps, wherever the breaks go.

    Returns
    -------
    tuple[int, int, int]
        As `routing.solvers.ruin_recreate.insert.fit`, without what an unused vehicle costs.
    """
    stop, window, about = arrays.stop, arrays.window, arrays.vehicle[vehicle]
    entry, early, late = routes.entry[vehicle], routes.early[vehicle], routes.late[vehicle]
    legs, rests = arrays.legs[about[KIND]], about[REST_TO] - about[REST_FROM]
    pickup, delivery = 2 * shipment, 2 * shipment + 1
    via, target = stop[pickup, PLACE], stop[delivery, PLACE]
    best, best_first, best_last = NO_FIT, -1, -1
    for first in range(routes.total[vehicle, LENGTH] - 1):
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
        if (
            cost < best
            and go_on(stop, window, clocks[0], ride, delivery, about[REST_FROM], rests, clocks[1])
            and joins(
                stop, onward, target, clocks[1], rests, entry[first + 1, CODE], late[first + 1]
            )
            and routes.total[vehicle, TRAVEL] + seconds - legs[here, there, SECONDS]
            <= about[MOST_TRAVEL]
        ):
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
    origin, target = stop[2 * shipment, PLACE], stop[delivery, PLACE]
    cost = added_cost(legs, origin, entry, first)
    seconds = routes.total[vehicle, TRAVEL]
    seconds += added_seconds(legs, origin, entry[first, SPOT], entry[first + 1, SPOT])
    via = origin
    best_last = -1
    for last in range(first + 1, routes.total[vehicle, LENGTH] - 1):
        code, here, there = entry[last, CODE], entry[last, SPOT], entry[last + 1, SPOT]
        onward = legs[via, here, SECONDS]
        if cost + detour[1, last] >= best or not joins(
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
        if (
            cost + detour[0, last] < best
            and go_on(stop, window, clocks[0], ride, delivery, about[REST_FROM], rests, clocks[1])
            and joins(stop, onward, target, clocks[1], rests, entry[last + 1, CODE], late[last + 1])
            and seconds + added_seconds(legs, target, here, there) <= about[MOST_TRAVEL]
        ):
            best, best_last = cost + detour[0, last], last
    return best, best_last
