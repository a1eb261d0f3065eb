"""Travel times without streets."""

from __future__ import annotations

import numpy as np
import pytest

from routing.model import Location
from routing.providers.great_circle import great_circle_matrix


def test_distance_is_the_great_circle_times_the_detour() -> None:
    """A hundredth of a degree of latitude is 1111.95 m on the mean sphere; 1.3 times that."""
    points = [Location(lat=60.0, lon=24.0), Location(lat=60.01, lon=24.0)]

    found = great_circle_matrix(points, speed=5.0)

    assert found.distances.tolist() == [[0, 1446], [1446, 0]]
    assert found.durations.tolist() == [[0, 290], [290, 0]]
    assert np.all(found.reachable)


@pytest.mark.parametrize(("speed", "detour"), [(0.0, 1.3), (-1.0, 1.3), (5.0, 0.9), (5.0, np.nan)])
def test_impossible_speeds_and_detours_are_refused(speed: float, detour: float) -> None:
    """Streets are never shorter than the straight line."""
    with pytest.raises(ValueError, match="Expected speed > 0 and detour >= 1"):
        great_circle_matrix([], speed=speed, detour=detour)
