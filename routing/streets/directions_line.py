"""A path's line on a flat picture, with bearings that small kinks do not disturb."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

import numpy as np
import shapely

from routing.model import Location
from routing.streets.geodesy import METRES_PER_DEGREE

if TYPE_CHECKING:
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
    ends
        Metres on the flat picture from the begin to the end of each part.
    """

    def __init__(self, path: Path) -> None:
        points = shapely.get_coordinates(path.geometry)
        scale = METRES_PER_DEGREE * np.array([np.cos(np.radians(points[0, 1])), 1.0])
        flat = (points - points[0]) * scale
        steps = np.hypot(*np.diff(flat, axis=0).T)
        reached = np.concatenate(([0.0], np.cumsum(steps)))
        self._points = points
        self._places = path.trail.points.tolist()
        self._flat = flat
        self._reached = reached
        self._lists = (reached.tolist(), flat[:, 0].tolist(), flat[:, 1].tolist())
        self.ends: list[float] = reached[path.trail.points].tolist()

    @property
    def end(self) -> Location:
        """Where the path ends."""
        return self._location(-1)

    def begin_of(self, part: int) -> float:
        """Return metres to where a part begins."""
        return self.ends[part - 1] if part else 0.0

    def location(self, part: int) -> Location:
        """Return where a part begins."""
        return self._location(self._places[part - 1] if part else 0)

    def turns(self) -> list[float]:
        """Return the turn behind each part but the last, degrees clockwise, -180 to 180."""
        at = np.array(self.ends[:-1])
        here = self._at(at)
        before, after = here - self._at(at - LOOK), self._at(at + LOOK) - here
        cross = before[0] * after[1] - before[1] * after[0]
        dot = before[0] * after[0] + before[1] * after[1]
        angles: list[float] = np.degrees(np.arctan2(-cross, dot)).tolist()
        return angles

    def turn(self, run: Run, onward: Run) -> float:
        """Return the turn from one run to another, degrees clockwise, -180 to 180."""
        before = self.bearing_before(run.ahead, run.last)
        after = self.bearing_after(onward.ahead, onward.last)
        return (after - before + 180.0) % 360.0 - 180.0

    def bearing_before(self, first: int, last: int) -> float:
        """Return the bearing, in degrees, at the end of the last of some parts."""
        begin, end = self.begin_of(first), self.ends[last]
        return self._bearing(max(begin, end - LOOK), end)

    def bearing_after(self, first: int, last: int) -> float:
        """Return the bearing, in degrees, at the begin of the first of some parts."""
        begin, end = self.begin_of(first), self.ends[last]
        return self._bearing(begin, min(end, begin + LOOK))

    def _at(self, metres: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.array([np.interp(metres, self._reached, line) for line in self._flat.T])

    def _bearing(self, begin: float, end: float) -> float:
        (x, y), (to_x, to_y) = self._place(begin), self._place(end)
        return float(np.degrees(np.arctan2(to_x - x, to_y - y))) % 360.0

    def _place(self, metres: float) -> tuple[float, float]:
        reached, xs, ys = self._lists
        at = min(bisect_right(reached, metres), len(reached) - 1)
        step = reached[at] - reached[at - 1]
        share = (metres - reached[at - 1]) / step if step else 0.0
        return (
            xs[at - 1] + share * (xs[at] - xs[at - 1]),
            ys[at - 1] + share * (ys[at] - ys[at - 1]),
        )

    def _location(self, place: int) -> Location:
        lon, lat = self._points[place].tolist()
        return Location(lat=lat, lon=lon)
