"""Which stops are near which: where ruins spread and where insertions are tried first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

MOST_NEIGHBORS = 100
"""Neighbors that are kept per stop."""


def neighbors_of(
    place: NDArray[np.int64], legs: NDArray[np.int64], most: int = MOST_NEIGHBORS
) -> NDArray[np.int64]:
    """List the nearest stops of every stop.

    Nearness is the mean of both ways' seconds with the fastest kind of travel.

    Parameters
    ----------
    place
        Location per code, -1 where a shipment has no such end.
    legs
        As in `Arrays`.
    most
        Largest number of neighbors.

    Returns
    -------
    NDArray[np.int64]
        Shape ``(codes, a)``, the stop itself first; rows of missing ends are -1.
    """
    codes = np.flatnonzero(place >= 0)
    width = max(1, min(most, len(codes)))
    near = np.full((len(place), width), -1, np.int64)
    if not len(codes):
        return near
    where = place[codes]
    seconds = (legs[..., 0] + legs[..., 2]).min(axis=0)
    for row, code in enumerate(codes):
        away = seconds[where[row], where]
        away[row] = -1
        if width < len(codes):
            kept = np.sort(np.argpartition(away, width - 1)[:width])
        else:
            kept = np.arange(len(codes))
        near[code] = codes[kept[np.argsort(away[kept], kind="stable")]]
    return near
