"""Which stops are near which: where ruins spread and where insertions are tried first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

MOST_NEIGHBORS = 100
"""Neighbors that are kept per stop."""


PER_WAIT = 0.2
"""Seconds of travel that count as much as a second of waiting between two stops [1]_."""

PER_LATENESS = 1.0
"""Seconds of travel that count as much as a second of lateness."""


def neighbors_of(
    place: NDArray[np.int64],
    times: NDArray[np.int64],
    legs: NDArray[np.int64],
    most: int = MOST_NEIGHBORS,
) -> NDArray[np.int64]:
    """List the nearest stops of every stop, in space and time.

    Two stops are as far apart as the better order of them: seconds of travel with the fastest
    kind of it, and some of the least wait and of the least lateness that the windows leave.

    Parameters
    ----------
    place
        Location per code, -1 where a shipment has no such end.
    times
        Begin of the first window, end of the last one and service per code, ``(codes, 3)``.
    legs
        As in `Arrays`.
    most
        Largest number of neighbors.

    Returns
    -------
    NDArray[np.int64]
        Shape ``(codes, a)``, the stop itself first; rows of missing ends are -1.

    References
    ----------
    .. [1] Vidal, T. et al. (2013). A hybrid genetic algorithm with adaptive diversity
           management for a large class of vehicle routing problems with time-windows.
           Computers & Operations Research 40(1).
    """
    codes = np.flatnonzero(place >= 0)
    width = max(1, min(most, len(codes)))
    near = np.full((len(place), width), -1, np.int64)
    if not len(codes):
        return near
    where = place[codes]
    opening, closing, service = times[codes].T
    ends = opening + service, closing + service
    for row, code in enumerate(codes):
        there, back = legs[:, where[row], where][..., [0, 2]].min(axis=0).T
        onward = _apart(there, ends[0][row], ends[1][row], opening, closing)
        other = _apart(back, ends[0], ends[1], opening[row], closing[row])
        away = np.minimum(onward, other)
        away[row] = -1.0
        if width < len(codes):
            kept = np.sort(np.argpartition(away, width - 1)[:width])
        else:
            kept = np.arange(len(codes))
        near[code] = codes[kept[np.argsort(away[kept], kind="stable")]]
    return near


def _apart(
    ride: NDArray[np.int64],
    soonest: NDArray[np.int64] | np.int64,
    latest: NDArray[np.int64] | np.int64,
    opening: NDArray[np.int64] | np.int64,
    closing: NDArray[np.int64] | np.int64,
) -> NDArray[np.float64]:
    """Return travel, waiting and lateness from stops that end between two moments to others."""
    wait = np.maximum(opening - ride - latest, 0)
    lateness = np.maximum(soonest + ride - closing, 0)
    apart: NDArray[np.float64] = ride + PER_WAIT * wait + PER_LATENESS * lateness
    return apart
