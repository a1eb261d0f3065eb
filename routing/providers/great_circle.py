"""Travel times without streets: great-circle distance, a detour, and one speed.

The fallback when nothing better answers; whoever shows its times says so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from routing.model import Matrix
from routing.streets.geodesy import great_circle

if TYPE_CHECKING:
    from collections.abc import Sequence

    from routing.model import Location

DETOUR = 1.3
"""How much longer streets are than the straight line, as seen in European cities."""


def great_circle_matrix(
    points: Sequence[Location], *, speed: float, detour: float = DETOUR
) -> Matrix:
    """Estimate travel between all pairs of points.

    Parameters
    ----------
    points
        Where to start and end, ``n`` of them.
    speed
        Metres per second along the street.
    detour
        Street distance as a multiple of the great-circle distance, at least 1.

    Returns
    -------
    routing.model.Matrix
        Shape ``(n, n)``, symmetric, all reachable; seconds rounded up, metres to the
        nearest.

    Raises
    ------
    ValueError
        When the speed is not positive or the detour is less than 1.
    """
    if not speed > 0 or not detour >= 1:
        msg = f"Expected speed > 0 and detour >= 1, got {speed}, {detour}."
        raise ValueError(msg)
    lats = np.array([point.lat for point in points], dtype=np.float64)
    lons = np.array([point.lon for point in points], dtype=np.float64)
    straight = great_circle(lats[:, None], lons[:, None], lats[None, :], lons[None, :])
    exact = straight * detour
    return Matrix(
        durations=np.ceil(exact / speed).astype(np.int32),
        distances=np.rint(exact).astype(np.int32),
        reachable=np.ones((len(points), len(points)), dtype=np.bool_),
    )
