"""A path's line on a flat picture, with bearings that small kinks do not disturb."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from routing.model import Location
from routing.streets.geodesy import METRES_PER_DEGREE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from routing.streets.directions_runs import Run
    from routing.streets.path import Path

LOOK = 12.0
"""Metres before and behind a place by which its bearings are taken."""


class Line:
    """The line of a path, by the parts of edges that it consists of.

    Parameters
    ----------
    path
        With its trail.

    Attributes
    ----------
    begins, ends
        Metres on the flat picture from the begin of the path to those of each part.
    """

    def __init__(self, path: Path) -> None:
        points = shapely.get_coordinates(path.geometry)
        lons, lats = points.T
        east = METRES_PER_DEGREE * np.cos(np.radians(lats[0]))
        self._x, self._y = (lons - lons[0]) * east, (lats - lats[0]) * METRES_PER_DEGREE
        self._reached = np.zeros(len(points))
        np.cumsum(np.hypot(np.diff(self._x), np.diff(self._y)), out=self._reached[1:])
        places = path.trail.points
        self._points = points
        self._places = places.tolist()
        self._ends = self._reached[places]
        self._begins = np.concatenate(([0.0], self._ends[:-1]))
        self.begins: list[float] = self._begins.tolist()
        self.ends: list[float] = self._ends.tolist()

    @property
    def end(self) -> Location:
        """Where the path ends."""
        return self._location(-1)

    def location(self, part: int) -> Location:
        """Return where a part begins."""
        return self._location(self._places[part - 1] if part else 0)

    def turns(self) -> list[float]:
        """Return the turn behind each part but the last, degrees clockwise, -180 to 180."""
        at = self._ends[:-1]
        count = len(at)
        x, y = self._at(np.concatenate((at - LOOK, at, at + LOOK)))
        (from_x, here_x, to_x), (from_y, here_y, to_y) = x.reshape(3, count), y.reshape(3, count)
        x_in, y_in, x_out, y_out = here_x - from_x, here_y - from_y, to_x - here_x, to_y - here_y
        angles = np.degrees(np.arctan2(y_in * x_out - x_in * y_out, x_in * x_out + y_in * y_out))
        turns: list[float] = angles.tolist()
        return turns

    def bearings(self, runs: Sequence[Run]) -> tuple[list[float], list[float]]:
        """Return the bearings at the begin and at the end of runs, degrees from 0 to 360."""
        begin, end = self._begins[[run.ahead for run in runs]], self._ends[[r.last for r in runs]]
        near = np.minimum(end, begin + LOOK)
        far = np.maximum(begin, end - LOOK)
        x, y = self._at(np.concatenate((begin, far, near, end)))
        half = 2 * len(runs)
        angles = np.degrees(np.arctan2(x[half:] - x[:half], y[half:] - y[:half])) % 360.0
        found: list[float] = angles.tolist()
        return found[: len(runs)], found[len(runs) :]

    def turn(self, run: Run, onward: Run) -> float:
        """Return the turn from one run to another, degrees clockwise, -180 to 180."""
        at_begin, at_end = self.bearings((run, onward))
        return turned(at_end[0], at_begin[1])

    def _at(self, metres: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        reached = self._reached
        return np.interp(metres, reached, self._x), np.interp(metres, reached, self._y)

    def _location(self, place: int) -> Location:
        lon, lat = self._points[place].tolist()
        return Location(lat=lat, lon=lon)


def turned(before: float, after: float) -> float:
    """Return the turn from one bearing to another, degrees clockwise, -180 to 180."""
    return (after - before + 180.0) % 360.0 - 180.0
