"""Best position of a shipment with one end: on board from the start, or until the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from routing.kernel import bare_kernel
from routing.solvers.ruin_recreate.arrays import (
    CLOSING,
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
from routing.solvers.ruin_recreate.routes import CODE, LENGTH, SPOT, TRAVEL

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from routing.solvers.ruin_recreate.arrays import Arrays
    from routing.solvers.ruin_recreate.routes import Routes


@bare_kernel
def fit_one_end(  # noqa: PLR0913, PLR0917 - kernels know no keywords
    arrays: Arrays,
    routes: Routes,
    vehicle: int,
    shipment: int,
    clocks: NDArray[np.int64],
    spare: NDArray[np.int64],
) -> tuple[int, int, int]:
    """Find the cheapest feasible gap for the only end of a shipment.

    Returns
    -------
    tuple[int, int, int]
        As `routing.solvers.ruin_recreate.insert.fit`, without what an unused vehicle costs.
    """
    stop, window, about = arrays.stop, arrays.window, arrays.vehicle[vehicle]
    entry, early, late = routes.entry[vehicle], routes.early[vehicle], routes.late[vehicle]
    legs, rests = arrays.legs[about[KIND]], about[REST_TO] - about[REST_FROM]
    final = routes.total[vehicle, LENGTH] - 2
    code = 2 * shipment if stop[2 * shipment, PLACE] >= 0 else 2 * shipment + 1
    via = stop[code, PLACE]
    first, last = roomy_gaps(routes.load[vehicle], final, code % 2 == 0, spare)
    best, best_gap = NO_FIT, -1
    for gap in range(first, last + 1):
        if early[gap, 0] > stop[code, CLOSING]:
            break
        here, there = entry[gap, SPOT], entry[gap + 1, SPOT]
        cost = added_cost(legs, via, entry, gap)
        ride = legs[via, here, SECONDS_BACK] + setup_from(stop, code, here)
        onward = legs[via, there, SECONDS]
        after = entry[gap + 1, CODE]
        if (
            cost < best
            and go_on(stop, window, early[gap], ride, code, about[REST_FROM], rests, clocks[0])
            and joins(stop, onward, via, clocks[0], rests, after, late[gap + 1])
            and routes.total[vehicle, TRAVEL] + added_seconds(legs, via, here, there)
            <= about[MOST_TRAVEL]
        ):
            best, best_gap = cost, gap
    return best, best_gap, best_gap


@bare_kernel
def roomy_gaps(
    load: NDArray[np.int64],
    final: int,
    is_pickup: bool,  # noqa: FBT001 - kernels know no keywords
    spare: NDArray[np.int64],
) -> tuple[int, int]:
    """Return the first and last gap where it has room to the end, or from the start."""
    if is_pickup:
        first = final + 1
        while first > 0 and has_room(load, first - 1, spare):
            first -= 1
        return first, final
    last = -1
    while last < final and has_room(load, last + 1, spare):
        last += 1
    return 0, last
