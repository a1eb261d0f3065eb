"""What a stop would change in a gap of a route, whoever asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from routing.kernel import bare_kernel
from routing.solvers.ruin_recreate.arrays import (
    COST,
    COST_BACK,
    PLACE,
    SECONDS,
    SECONDS_BACK,
    SERVICE,
    SETUP,
    UNLIMITED,
)
from routing.solvers.ruin_recreate.moments import NEVER, begin, take_rests
from routing.solvers.ruin_recreate.routes import LEG_COST, SPOT

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

NO_FIT = UNLIMITED
"""Cost of an insertion that no rule lets happen."""


@bare_kernel
def has_room(load: NDArray[np.int64], position: int, spare: NDArray[np.int64]) -> bool:
    """Tell whether the load after a position stays within what is spare of the capacity."""
    for part in range(load.shape[1]):  # noqa: SIM110 - kernels know no generators
        if load[position, part] > spare[part]:
            return False
    return True


@bare_kernel
def added_seconds(legs: NDArray[np.int64], via: int, here: int, there: int) -> int:
    """Return the seconds that a stop adds between two others, without setup."""
    back_and_on = legs[via, here, SECONDS_BACK] + legs[via, there, SECONDS]
    return int(back_and_on - legs[here, there, SECONDS])


@bare_kernel
def added_cost(legs: NDArray[np.int64], via: int, entry: NDArray[np.int64], gap: int) -> int:
    """Return the cost of legs that a stop adds in a gap."""
    here, there = entry[gap, SPOT], entry[gap + 1, SPOT]
    return int(legs[via, here, COST_BACK] + legs[via, there, COST] - entry[gap, LEG_COST])


@bare_kernel
def setup_from(stop: NDArray[np.int64], code: int, origin: int) -> int:
    """Return the setup of a stop for a vehicle that comes from a location; none at the end."""
    return 0 if code < 0 or stop[code, PLACE] == origin else int(stop[code, SETUP])


@bare_kernel
def go_on(  # noqa: PLR0913, PLR0917 - kernels know no keywords
    stop: NDArray[np.int64],
    window: NDArray[np.int64],
    clocks: NDArray[np.int64],
    seconds: int,
    code: int,
    first: int,
    rests: int,
    result: NDArray[np.int64],
) -> bool:
    """Serve a stop after some seconds, at all clocks; tell whether any is in time."""
    is_in_time = False
    for taken in range(rests + 1):
        moment = begin(stop, window, code, clocks[taken] + seconds)
        if moment < NEVER:
            moment += stop[code, SERVICE]
            is_in_time = True
        result[taken] = moment
    if rests and is_in_time:
        take_rests(stop, window, first, rests, result)
    return is_in_time


@bare_kernel
def joins(  # noqa: PLR0913, PLR0917 - kernels know no keywords
    stop: NDArray[np.int64],
    seconds: int,
    via: int,
    clocks: NDArray[np.int64],
    rests: int,
    code: int,
    late: NDArray[np.int64],
) -> bool:
    """Tell whether a route stays in time when it leaves `via` at these clocks.

    It rides `seconds` to the stop `code` (-1: the end), which must be ready by `late`.
    """
    ride = seconds + setup_from(stop, code, via)
    for taken in range(rests + 1):  # noqa: SIM110 - kernels know no generators
        if clocks[taken] + ride <= late[taken]:
            return True
    return False
