"""Heights of the ground from a grid file, without any geodata library.

Two formats: ESRI's ASCII grid (``.asc``) in degrees, as most elevation services export
it, and ``.npz`` with an array ``heights`` (north row first) and ``bounds`` (south, west,
north, east in degrees, at the outer edges of the cells).
"""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from routing.model import MAX_LAT, MAX_LON
from routing.streets.errors import CityError

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

HEADER_LINES = 6
GRID_DIMENSIONS = 2
NUM_BOUNDS = 4


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Elevation:
    """A grid of heights.

    Attributes
    ----------
    heights
        Metres, north row first, NaN where unknown, shape ``(rows, columns)``.
    south, west, north, east
        Outer edges, WGS84 degrees.
    """

    heights: NDArray[np.float64]
    south: float
    west: float
    north: float
    east: float

    def at(self, lats: NDArray[np.float64], lons: NDArray[np.float64]) -> NDArray[np.float32]:
        """Return heights between the middles of the cells, bilinearly.

        Parameters
        ----------
        lats, lons
            WGS84 degrees, shape ``(n,)``.

        Returns
        -------
        NDArray
            Metres, NaN outside the grid and where it has holes, shape ``(n,)``.
        """
        num_rows, num_columns = self.heights.shape
        down = (self.north - lats) / (self.north - self.south) * num_rows - 0.5
        right = (lons - self.west) / (self.east - self.west) * num_columns - 0.5
        is_inside = (np.abs(down - (num_rows - 1) / 2) <= num_rows / 2) & (
            np.abs(right - (num_columns - 1) / 2) <= num_columns / 2
        )
        down, right = np.clip(down, 0, num_rows - 1), np.clip(right, 0, num_columns - 1)
        row, column = np.floor(down).astype(np.int64), np.floor(right).astype(np.int64)
        below, beside = np.minimum(row + 1, num_rows - 1), np.minimum(column + 1, num_columns - 1)
        south, east = down - row, right - column
        upper = self.heights[row, column] * (1 - east) + self.heights[row, beside] * east
        lower = self.heights[below, column] * (1 - east) + self.heights[below, beside] * east
        return np.where(is_inside, upper * (1 - south) + lower * south, np.nan).astype(np.float32)


def read_elevation(path: Path) -> Elevation:
    """Read a grid of heights.

    Parameters
    ----------
    path
        ``.asc`` or ``.npz``.

    Returns
    -------
    Elevation
        Unknown heights are NaN.

    Raises
    ------
    CityError
        When the file is missing, of another format, damaged, or not in degrees.
    """
    if not path.is_file():
        msg = f"Expected an elevation grid at {path}, got nothing there."
        raise CityError(msg)
    try:
        grid = _read_asc(path) if path.suffix.lower() == ".asc" else _read_npz(path)
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as error:
        msg = f"Expected an elevation grid (.asc or .npz) at {path}, got: {error}."
        raise CityError(msg) from error
    is_upright = -MAX_LAT <= grid.south < grid.north <= MAX_LAT
    in_degrees = is_upright and 0 < grid.east - grid.west <= 2 * MAX_LON
    if not in_degrees or not grid.heights.size:
        bounds = f"{grid.south}, {grid.west}, {grid.north}, {grid.east}"
        msg = f"Expected an elevation grid in degrees at {path}, got bounds {bounds}."
        raise CityError(msg)
    return grid


def _read_asc(path: Path) -> Elevation:
    header: dict[str, float] = {}
    with path.open(encoding="ascii") as file:
        lines_read = 0
        for line in file:
            words = line.split()
            if lines_read == HEADER_LINES or not words or not words[0][0].isalpha():
                break
            header[words[0].lower()] = float(words[1])
            lines_read += 1
    shape = (int(header["nrows"]), int(header["ncols"]))
    heights = np.loadtxt(path, skiprows=lines_read, ndmin=2)
    if heights.shape != shape:
        msg = f"{heights.shape[0]} x {heights.shape[1]} numbers for {shape[0]} x {shape[1]} cells"
        raise ValueError(msg)
    heights[heights == header.get("nodata_value", -9999.0)] = np.nan
    cell = header["cellsize"]
    west = header["xllcorner"] if "xllcorner" in header else header["xllcenter"] - cell / 2
    south = header["yllcorner"] if "yllcorner" in header else header["yllcenter"] - cell / 2
    return Elevation(
        heights=heights,
        south=south,
        west=west,
        north=south + cell * shape[0],
        east=west + cell * shape[1],
    )


def _read_npz(path: Path) -> Elevation:
    with np.load(path, allow_pickle=False) as archive:
        heights, bounds = archive["heights"].astype(np.float64), archive["bounds"]
    if heights.ndim != GRID_DIMENSIONS or bounds.shape != (NUM_BOUNDS,):
        msg = f"heights of shape {heights.shape} and bounds of shape {bounds.shape}"
        raise ValueError(msg)
    south, west, north, east = bounds.astype(float).tolist()
    return Elevation(heights=heights, south=south, west=west, north=north, east=east)
