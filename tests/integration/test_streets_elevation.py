"""Elevation grids from files."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import numpy as np
import pytest

from routing.streets.add import add_city
from routing.streets.city import load_city
from routing.streets.elevation import read_elevation
from routing.streets.errors import CityError
from routing.streets.profiles import Profile
from tests.drawn_streets import square

if TYPE_CHECKING:
    from pathlib import Path

HEADER = "ncols 3\nnrows 2\nxllcorner 23.99\nyllcorner 59.99\ncellsize 0.01\nNODATA_value -1\n"


def test_an_ascii_grid_is_read_from_north_to_south(tmp_path: Path) -> None:
    """Three columns, two rows, one hole."""
    file = tmp_path / "grid.asc"
    file.write_text(HEADER + "1 2 3\n4 -1 6\n")

    grid = read_elevation(file)

    expected = np.array([[1.0, 2.0, 3.0], [4.0, np.nan, 6.0]])
    assert np.array_equal(grid.heights, expected, equal_nan=True)
    assert [grid.south, grid.west, grid.north, grid.east] == pytest.approx(
        [59.99, 23.99, 60.01, 24.02]
    )


def test_a_grid_by_the_middles_of_its_cells_is_half_a_cell_larger(tmp_path: Path) -> None:
    """``xllcenter`` and ``yllcenter``, without a value for holes."""
    file = tmp_path / "grid.asc"
    file.write_text("ncols 1\nnrows 1\nxllcenter 24\nyllcenter 60\ncellsize 2\n7\n")

    grid = read_elevation(file)

    assert (grid.south, grid.west, grid.north, grid.east) == (59.0, 23.0, 61.0, 25.0)


def test_a_city_with_elevation_keeps_it(tmp_path: Path) -> None:
    """The west side rises by 6.7 m to the north; up takes longer than down."""
    drawing = square()
    (tmp_path / "square.osm").write_text(drawing.xml(), encoding="utf-8")
    bounds = np.array([59.9995, 23.99, 60.0015, 24.01])
    np.savez(tmp_path / "grid.npz", heights=np.array([[6.7], [0.0]]), bounds=bounds)

    add_city(
        tmp_path / "city",
        tmp_path / "square.osm",
        created_at=datetime(2026, 1, 1, tzinfo=UTC),
        elevation=tmp_path / "grid.npz",
    )

    city = load_city(tmp_path / "city")
    found = city.matrix([drawing.at(1), drawing.at(4)], Profile.BIKE)
    assert found.durations[0, 1] > found.durations[1, 0]
    assert len(city.network.point_heights) == len(city.network.point_lats)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "Expected an elevation grid"),
        (HEADER + "1 2 3\n", "1 x 3 numbers for 2 x 3 cells"),
        (HEADER + "1 2 3\n4 x 6\n", "could not convert"),
        (HEADER.replace("59.99", "6650000") + "1 2 3\n4 5 6\n", "in degrees"),
        (HEADER.replace("cellsize", "size") + "1 2 3\n4 5 6\n", "cellsize"),
    ],
)
def test_a_damaged_ascii_grid_is_refused(tmp_path: Path, content: str, message: str) -> None:
    """Empty, too few rows, letters, metres instead of degrees, no size of the cells."""
    file = tmp_path / "grid.asc"
    file.write_text(content)

    with pytest.raises(CityError, match=message):
        read_elevation(file)


def test_a_grid_that_is_no_grid_is_refused(tmp_path: Path) -> None:
    """Nothing there, no archive, and an archive of something else."""
    (tmp_path / "text.npz").write_text("no archive")
    np.savez(tmp_path / "line.npz", heights=np.zeros(3), bounds=np.zeros(4))

    for name, message in (
        ("none.npz", "got nothing there"),
        ("text.npz", "Expected an elevation grid"),
        ("line.npz", r"heights of shape \(3,\)"),
    ):
        with pytest.raises(CityError, match=message):
            read_elevation(tmp_path / name)
