"""When a stop or a break can begin; both are rows of `Arrays.stop`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from routing.kernel import bare_kernel
from routing.solvers.ruin_recreate.arrays import (
    CLOSING,
    OPENING,
    SERVICE,
    UNLIMITED,
    WINDOW_FROM,
    WINDOW_TO,
)

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

NEVER = UNLIMITED
"""Earliest moment of what cannot happen in time."""

TOO_LATE = -1
"""Latest moment of what cannot happen in time."""


@bare_kernel
def begin(stop: NDArray[np.int64], window: NDArray[np.int64], code: int, ready: int) -> int:
    """Return when service can begin at a stop, or `NEVER`."""
    if ready > stop[code, CLOSING]:
        return NEVER
    if ready <= stop[code, OPENING]:
        return int(stop[code, OPENING])
    for row in range(stop[code, WINDOW_FROM], stop[code, WINDOW_TO] - 1):
        if ready <= window[row, 1]:
            return int(max(ready, window[row, 0]))
    return int(max(ready, window[stop[code, WINDOW_TO] - 1, 0]))


@bare_kernel
def latest_begin(stop: NDArray[np.int64], window: NDArray[np.int64], code: int, limit: int) -> int:
    """Return the last moment up to `limit` at which service may begin, or `TOO_LATE`."""
    for row in range(stop[code, WINDOW_TO] - 1, stop[code, WINDOW_FROM] - 1, -1):
        if limit >= window[row, 0]:
            return int(min(limit, window[row, 1]))
    return TOO_LATE


@bare_kernel
def take_rests(
    stop: NDArray[np.int64],
    window: NDArray[np.int64],
    first: int,
    rests: int,
    clocks: NDArray[np.int64],
) -> None:
    """Take each break right here where that is sooner than having had it before.

    Parameters
    ----------
    stop, window
        As in `Arrays`.
    first, rests
        Row of the first break and number of breaks.
    clocks
        Departure with so many breaks taken, changed in place.
    """
    for number in range(rests):
        if clocks[number] < NEVER:
            started = begin(stop, window, first + number, clocks[number])
            if started < NEVER:
                rested = started + stop[first + number, SERVICE]
                clocks[number + 1] = min(clocks[number + 1], rested)
