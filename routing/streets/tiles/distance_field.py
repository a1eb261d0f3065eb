"""Pictures of letters in which every pixel tells how far the letter's edge is.

A renderer can draw them at any size and with a halo. Distances are measured to the outline
itself, not to a picture of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

REACH = 8.0
"""Pixels of distance that the values 0 to 255 span."""

EDGE = 0.75
"""Share of the values that lies outside the edge: there the value is 191."""


def distance_field(
    segments: NDArray[np.float64], *, left: int, top: int, width: int, height: int
) -> NDArray[np.uint8]:
    """Return the picture of an outline.

    Parameters
    ----------
    segments
        Begin and end of each stretch of the closed outlines in pixels, shape ``(s, 4)``;
        ``y`` grows upward. What they go around in total at least once is inside.
    left, top
        Corner of the picture in pixels.
    width, height
        Its size in pixels.

    Returns
    -------
    NDArray
        Shape ``(height, width)``, the uppermost row first; 191 at the edge, more inside.
    """
    x = (left + np.arange(width, dtype=np.float32) + 0.5)[None, :, None]
    y = (top - np.arange(height, dtype=np.float32) - 0.5)[:, None, None]
    x1, y1, x2, y2 = segments.T.astype(np.float32)
    dx, dy = x2 - x1, y2 - y1
    squared = np.maximum(dx * dx + dy * dy, np.float32(1e-9))
    east, north = x - x1, y - y1
    share = np.clip(east * (dx / squared) + north * (dy / squared), 0.0, 1.0)
    gap = np.sqrt(((east - share * dx) ** 2 + (north - share * dy) ** 2).min(axis=2))
    crossing = np.where((y1 <= y) != (y2 <= y), np.sign(dy), 0.0)
    is_right = (dx * north - dy * east) * np.sign(dy) > 0
    turns = np.where(is_right, crossing, 0.0).sum(axis=2)
    values = 255.0 * (EDGE - np.where(turns == 0, gap, -gap) / REACH)
    picture: NDArray[np.uint8] = np.rint(np.clip(values, 0, 255)).astype(np.uint8)
    return picture
