"""Time and distance of one path in one number.

A packed travel is ``tenths of a second * 2**26 + decimetres``. Sums compare by time first
and by distance among equal times, and both parts come out of the least sum exactly: all
sums stay below ``2**53``, where a float64 still counts in ones. No way at all is
infinity. The distance part is full at 6,700 km and the time part after 155 days, which no
path within a city reaches.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

DISTANCE_BITS = 26
TIME_UNIT = float(1 << DISTANCE_BITS)
LIMIT = float(1 << 53)


def pack(deciseconds: NDArray[np.integer], decimetres: NDArray[np.integer]) -> NDArray[np.float64]:
    """Return packed travel of times and distances."""
    return deciseconds.astype(np.float64) * TIME_UNIT + decimetres


def unpack(travel: NDArray[np.float64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return times in tenths of a second and distances in decimetres of finite travel."""
    whole = travel.astype(np.int64)
    return whole >> DISTANCE_BITS, whole & ((1 << DISTANCE_BITS) - 1)
