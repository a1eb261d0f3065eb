"""The sea within a box, from the coastlines that cross it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

ASIDE = 1e-6
"""Degrees beside a coastline at which to look for land and water: ten centimetres."""


def sea(
    coastlines: Sequence[NDArray[np.float64]], box: tuple[float, float, float, float]
) -> tuple[shapely.Polygon, ...]:
    """Return the parts of a box that are sea.

    OpenStreetMap draws coasts with the land on their left. They cut the box into faces; a
    face with more coast on its right side is sea. A coast that ends inside the box, where the
    map was cut, goes on straight to the nearest side of the box.

    Parameters
    ----------
    coastlines
        Lines of shape ``(n, 2)``, lon and lat in degrees.
    box
        South, west, north, east in degrees.

    Returns
    -------
    tuple of shapely.Polygon
        Empty without coast in the box; a box on the open sea cannot be told from land.
    """
    if not coastlines:
        return ()
    south, west, north, east = box
    frame = shapely.box(west, south, east, north)
    within = shapely.clip_by_rect(
        shapely.linestrings(np.vstack(coastlines), indices=_owners(coastlines)),
        west,
        south,
        east,
        north,
    )
    drawn = shapely.union_all(within)
    loose = _loose_ends(drawn, frame.boundary)
    cuts = shapely.get_parts(shapely.union_all([drawn, frame.boundary, *loose]))
    faces = shapely.get_parts(shapely.polygonize(cuts))
    right, left = _sides(within)
    tree = shapely.STRtree(faces)
    votes = np.zeros(len(faces), dtype=np.int64)
    for points, vote in ((right, 1), (left, -1)):
        _, inside = tree.query(shapely.points(points), predicate="within")
        np.add.at(votes, inside, vote)
    return tuple(faces[votes > 0])


def _loose_ends(coast: shapely.Geometry, border: shapely.Geometry) -> list[shapely.LineString]:
    """Return straight lines from where coasts end to the border of the box."""
    ends = [
        point
        for part in shapely.get_parts(shapely.line_merge(coast))
        for point in (shapely.get_point(part, 0), shapely.get_point(part, -1))
    ]
    places = np.array([(point.x, point.y) for point in ends], dtype=np.float64).reshape(-1, 2)
    _, first, counts = np.unique(places, axis=0, return_index=True, return_counts=True)
    single = [ends[at] for at, count in zip(first, counts, strict=True) if count == 1]
    lines = [shapely.shortest_line(end, border) for end in single]
    return [line for line in lines if line.length > ASIDE]


def _owners(coastlines: Sequence[NDArray[np.float64]]) -> NDArray[np.int64]:
    return np.repeat(np.arange(len(coastlines)), [len(line) for line in coastlines])


def _sides(lines: NDArray[Any]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return points just right and just left of the middle of every stretch of coast."""
    points, owners = shapely.get_coordinates(shapely.get_parts(lines), return_index=True)
    is_stretch = np.diff(owners) == 0
    begins, along = points[:-1][is_stretch], np.diff(points, axis=0)[is_stretch]
    lengths = np.hypot(along[:, 0], along[:, 1])
    is_real = lengths > 0
    middle = (begins + along / 2)[is_real]
    along = along[is_real] / lengths[is_real, None]
    aside = np.column_stack((along[:, 1], -along[:, 0])) * ASIDE
    return middle + aside, middle - aside
