"""Isochrones and the outlines they are made of."""

from __future__ import annotations

from math import pi

import numpy as np
import pytest
import shapely

from routing.streets.contours import outline
from routing.streets.isochrone import MOST_MINUTES
from routing.streets.profiles import Profile
from tests.drawn_streets import Drawing, square, street


def test_an_outline_follows_the_level_between_points() -> None:
    """A cone of height 10 cut at radius 10: half a percent below the circle's area."""
    rows, columns = np.mgrid[0:41, 0:41]
    cone = np.hypot(rows - 20, columns - 20)

    area = outline(cone, 10.0)

    assert area.is_valid
    assert area.area == pytest.approx(pi * 100, rel=0.01)


def test_holes_and_islands_in_them_are_kept() -> None:
    """A ring around a dot: two parts, the first with a hole."""
    rows, columns = np.mgrid[0:61, 0:61]
    away = np.hypot(rows - 30, columns - 30)
    ring = np.minimum(np.abs(away - 20), away + 3)

    area = outline(ring, 6.0)

    assert area.is_valid
    assert sorted(len(part.interiors) for part in area.geoms) == [0, 1]


@pytest.mark.parametrize("corner", [(0, 0), (1, 0)])
def test_opposite_corners_of_a_cell_hang_together(corner: tuple[int, int]) -> None:
    """Two points that touch diagonally make one part, whichever way they lie."""
    values = np.ones((4, 4))
    row, column = 1 + corner[0], 1
    values[row, column] = values[3 - row, 2] = 0.0

    area = outline(values, 0.5)

    assert area.is_valid
    assert len(area.geoms) == 1


def test_low_values_at_the_rim_are_refused() -> None:
    """Nobody knows what lies beyond."""
    with pytest.raises(ValueError, match="along the rim, got 0"):
        outline(np.zeros((3, 3)), 1.0)


def test_one_way_streets_are_reached_in_their_direction_only() -> None:
    """From the middle of a one-way street of 556 m: 5 km/h on foot do not mind, vans do."""
    nodes = {1: (0.0, 0.0), 2: (20.0, 0.0), 3: (20.0, 20.0), 4: (0.0, 20.0)}
    drawing = Drawing(
        nodes,
        (
            street(1, 2, oneway="yes", maxspeed="10"),
            street(2, 3, name="B"),
            street(3, 4, name="C"),
            street(4, 1, name="D"),
        ),
    )
    city, middle = drawing.city(), drawing.between(1, 2)
    behind, ahead = drawing.between(1, 2, 0.42), drawing.between(1, 2, 0.58)

    (van,), (walk,) = (city.isochrones(middle, p, [2]) for p in (Profile.E_VAN, Profile.FOOT))

    inside = {
        name: [area.covers(shapely.Point(p.lon, p.lat)) for p in (behind, middle, ahead)]
        for name, area in (("van", van), ("walk", walk))
    }
    assert inside == {"van": [False, True, True], "walk": [True, True, True]}


@pytest.mark.parametrize("minutes", [[], [0], [5, MOST_MINUTES + 1], [-3]])
def test_minutes_out_of_bounds_are_refused(minutes: list[int]) -> None:
    """And so is no limit at all."""
    drawing = square()

    with pytest.raises(ValueError, match="Expected minutes from 1 to"):
        drawing.city().isochrones(drawing.at(1), Profile.BIKE, minutes)
