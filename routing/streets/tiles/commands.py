"""Drawing commands of vector tiles: move, line, close, as the format packs them.

Source: Mapbox Vector Tile Specification 2.1, section 4.3.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from routing.streets.tiles.layers import Shape
from routing.streets.tiles.protobuf import varints, zigzag

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from routing.streets.tiles.pieces import Pieces

MOVE, LINE, CLOSE = 1, 2, 7 | 1 << 3
"""The first two still want a count; closing counts once."""

FEWEST = {Shape.POINT: 1, Shape.LINE: 2, Shape.POLYGON: 3}
"""Points that a piece must keep to be drawn."""


def draw(pieces: Pieces, shape: Shape) -> list[bytes]:
    """Return the packed commands of each feature; empty where nothing is left of it.

    Parameters
    ----------
    pieces
        What `pieces.cut` made.
    shape
        What the layer is made of.

    Returns
    -------
    list of bytes
        One per feature, ``len(pieces.numbers)`` of them.
    """
    kept = _worth_drawing(pieces, shape)
    parts, points = pieces.parts[kept], pieces.points[kept]
    num_features = len(pieces.numbers)
    if not len(parts):
        return [b""] * num_features
    ids, first, counts = np.unique(parts, return_index=True, return_counts=True)
    features = pieces.features[ids]
    steps = np.diff(points, axis=0, prepend=np.zeros((1, 2), dtype=np.int64))
    begins = np.concatenate(([True], np.diff(features) > 0))
    steps[first[begins]] = points[first[begins]]
    if shape is Shape.POINT:
        return _split(*_point_commands(features, counts, steps), num_features)
    return _split(
        *_path_commands(features, first, counts, steps, is_closed=shape is Shape.POLYGON),
        num_features,
    )


def _worth_drawing(pieces: Pieces, shape: Shape) -> NDArray[np.bool_]:
    """Return which points to keep: no repetition, no ring without a surface."""
    points, parts = pieces.points, pieces.parts
    is_same_part = np.diff(parts, append=-1) == 0
    if shape is Shape.POINT:
        return np.ones(len(parts), dtype=np.bool_)
    is_repeated = is_same_part & np.concatenate(
        (np.all(np.diff(points, axis=0) == 0, axis=1), [False])
    )
    kept = ~is_repeated
    num_parts = len(pieces.features)
    if shape is Shape.POLYGON:
        kept &= is_same_part  # a ring's last point is its first
        after = np.roll(points, -1, axis=0)
        crosses = np.where(is_same_part, points[:, 0] * after[:, 1] - after[:, 0] * points[:, 1], 0)
        doubled = np.bincount(parts, weights=crosses, minlength=num_parts)
        is_outer = np.concatenate(([True], np.diff(pieces.polygons) > 0))
        is_good = np.where(is_outer, doubled > 0, doubled < 0)
        is_good &= np.bincount(parts[kept], minlength=num_parts) >= FEWEST[shape]
        of_outer = np.maximum.accumulate(np.where(is_outer, np.arange(num_parts), 0))
        is_good &= is_good[of_outer]
    else:
        is_good = np.bincount(parts[kept], minlength=num_parts) >= FEWEST[shape]
    found: NDArray[np.bool_] = kept & is_good[parts]
    return found


def _point_commands(
    features: NDArray[np.int64], counts: NDArray[np.int64], steps: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return all numbers, and the feature of each: one move to all points of a feature."""
    owners = np.repeat(features, counts)
    ids, first, totals = np.unique(owners, return_index=True, return_counts=True)
    numbers = np.insert(zigzag(steps).ravel(), 2 * first, totals << 3 | MOVE)
    return numbers, np.repeat(ids, 2 * totals + 1)


def _path_commands(
    features: NDArray[np.int64],
    first: NDArray[np.int64],
    counts: NDArray[np.int64],
    steps: NDArray[np.int64],
    *,
    is_closed: bool,
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return all numbers, and the feature of each: move, line and perhaps close per piece."""
    flat = zigzag(steps).ravel()
    at = np.concatenate((2 * first, 2 * first + 2))
    words = np.concatenate((np.full(len(first), 1 << 3 | MOVE), (counts - 1) << 3 | LINE))
    if is_closed:
        at = np.concatenate((at, 2 * (first + counts)))
        words = np.concatenate((words, np.full(len(first), CLOSE)))
        rank = np.repeat([1, 1, 0], len(first))  # the end of a ring before the next one's begin
        order = np.lexsort((rank, at))
        at, words = at[order], words[order]
    numbers = np.insert(flat, at, words)
    return numbers, np.repeat(features, 2 * counts + 2 + is_closed)


def _split(numbers: NDArray[np.int64], owners: NDArray[np.int64], num_features: int) -> list[bytes]:
    """Return the bytes of each feature's numbers."""
    content, offsets = varints(numbers)
    ends = offsets[np.searchsorted(owners, np.arange(num_features + 1))].tolist()
    return [content[a:b] for a, b in pairwise(ends)]
