"""Cuts a layer into the tiles of one zoom: simplified, clipped, in whole units."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from routing.streets.tiles.layers import EXTENT, LAST_ZOOM, Shape

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from routing.streets.tiles.layers import Layer

MARGIN = 64
"""Units by which lines and surfaces reach beyond their tile, so that no seam shows."""

TOLERANCE = {Shape.LINE: 4.0, Shape.POLYGON: 4.0, Shape.POINT: 0.0}
"""Units that simplifying may move a point: half a pixel. The last zoom is stretched up to
eight times and gets a quarter of it."""

SMALLEST_SURFACE = 400.0
"""Square units below which a surface is left out: some six pixels."""

LINE_TYPES = (1, 2)
POLYGON_TYPE = 3


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Pieces:
    """Points, lines or rings of one zoom, sorted by feature; ``P`` of them with ``N`` points.

    Attributes
    ----------
    tiles
        Column and row of each feature's tile, shape ``(F, 2)``.
    numbers
        Attributes of each feature, shape ``(F,)``.
    features
        Feature of each piece, rising, shape ``(P,)``.
    parts
        Piece of each point, rising, shape ``(N,)``.
    points
        Units from the tile's corner, shape ``(N, 2)``, int64.
    polygons
        Number of the polygon that each piece is a ring of, the outer ring first,
        shape ``(P,)``; meaningless for lines and points.
    """

    tiles: NDArray[np.int64]
    numbers: NDArray[np.int64]
    features: NDArray[np.int64]
    parts: NDArray[np.int64]
    points: NDArray[np.int64]
    polygons: NDArray[np.int64]


def cut(layer: Layer, zoom: int) -> Pieces | None:
    """Cut a layer into tiles.

    Parameters
    ----------
    layer
        What to cut.
    zoom
        From `layers.FIRST_ZOOM` to `layers.LAST_ZOOM`.

    Returns
    -------
    Pieces or None
        ``None`` when the layer shows nothing at this zoom.
    """
    unit = 1 << (LAST_ZOOM - zoom)
    shown = np.flatnonzero(layer.zooms <= zoom)
    shapes = layer.geometries[shown]
    numbers = layer.numbers[shown]
    if layer.shape is Shape.POLYGON:
        is_large = shapely.area(shapes) >= SMALLEST_SURFACE * unit * unit
        shapes, numbers = shapes[is_large], numbers[is_large]
    if not len(shapes):
        return None
    tolerance = TOLERANCE[layer.shape] * unit / (4 if zoom == LAST_ZOOM else 1)
    if tolerance:
        shapes = shapely.simplify(shapes, tolerance)
    if layer.shape is Shape.POLYGON:
        is_broken = ~shapely.is_valid(shapes)
        shapes[is_broken] = shapely.make_valid(shapes[is_broken])
    shapes, owners, tiles = _clip(layer.shape, shapes, unit)
    return _pieces(layer.shape, shapes, numbers[owners], tiles, unit)


def _clip(
    shape: Shape, shapes: NDArray[Any], unit: int
) -> tuple[NDArray[Any], NDArray[np.int64], NDArray[np.int64]]:
    """Return what of each shape is in each tile it touches, whose it is, and the tile."""
    side = EXTENT * unit
    margin = 0 if shape is Shape.POINT else MARGIN * unit
    bounds = shapely.bounds(shapes)
    first = np.floor((bounds[:, :2] - margin) / side).astype(np.int64)
    last = np.floor((bounds[:, 2:] + margin) / side).astype(np.int64)
    spans = last - first + 1
    counts = spans[:, 0] * spans[:, 1]
    owners = np.repeat(np.arange(len(shapes)), counts)
    within = np.arange(len(owners)) - np.repeat(np.cumsum(counts) - counts, counts)
    width = spans[owners, 0]
    tiles = first[owners] + np.column_stack((within % width, within // width))
    low, high = tiles * side - margin, (tiles + 1) * side + margin
    is_inside = (bounds[owners, :2] >= low).all(axis=1) & (bounds[owners, 2:] <= high).all(axis=1)
    found = shapes[owners]
    to_clip = np.flatnonzero(~is_inside)
    by_tile = to_clip[np.lexsort((tiles[to_clip, 0], tiles[to_clip, 1]))]
    changes = np.flatnonzero(np.any(np.diff(tiles[by_tile], axis=0), axis=1)) + 1
    for group in np.split(by_tile, changes):
        if len(group):
            box = (*low[group[0]].tolist(), *high[group[0]].tolist())
            found[group] = shapely.clip_by_rect(found[group], *box)
    is_left = ~shapely.is_empty(found)
    return found[is_left], owners[is_left], tiles[is_left]


def _pieces(
    shape: Shape,
    shapes: NDArray[Any],
    numbers: NDArray[np.int64],
    tiles: NDArray[np.int64],
    unit: int,
) -> Pieces | None:
    """Return the single lines, rings or points of shapes, sorted by tile and attributes."""
    shapes, at = shapely.get_parts(shapes, return_index=True)
    shapes, deeper = shapely.get_parts(shapes, return_index=True)
    at = at[deeper]
    kinds = shapely.get_type_id(shapes)
    if shape is Shape.POLYGON:
        is_right = kinds == POLYGON_TYPE
    elif shape is Shape.LINE:
        is_right = np.isin(kinds, LINE_TYPES)
    else:
        is_right = kinds == 0
    shapes, at = shapes[is_right], at[is_right]
    if not len(shapes):
        return None
    numbers, tiles = numbers[at], tiles[at]
    order = np.lexsort((numbers, tiles[:, 0], tiles[:, 1]))
    shapes, numbers, tiles = shapes[order], numbers[order], tiles[order]
    keys = np.column_stack((tiles, numbers))
    is_new = np.concatenate(([True], np.any(np.diff(keys, axis=0), axis=1)))
    features = np.cumsum(is_new) - 1
    polygons = np.arange(len(shapes))
    if shape is Shape.POLYGON:
        turned = shapely.orient_polygons(shapes)
        shapes, polygons = shapely.get_rings(turned, return_index=True)
        features = features[polygons]
    points, parts = shapely.get_coordinates(shapes, return_index=True)
    corners = tiles[is_new][features][parts] * EXTENT
    return Pieces(
        tiles=tiles[is_new],
        numbers=numbers[is_new],
        features=features,
        parts=parts,
        points=np.rint(points / unit).astype(np.int64) - corners,
        polygons=polygons,
    )
