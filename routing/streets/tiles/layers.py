"""What the map shows, as layers of shapes that share their attributes.

Shapes are in units of which a tile of `LAST_ZOOM` has `EXTENT` a side, counted from the
north-west corner of the web's Mercator square; ``y`` grows southward.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

if TYPE_CHECKING:
    from numpy.typing import NDArray

FIRST_ZOOM = 10
LAST_ZOOM = 15
EXTENT = 4096
WORLD = EXTENT << LAST_ZOOM

Attributes = tuple[tuple[str, str | int], ...]
"""Names and values of what is said about a feature."""


class Shape(StrEnum):
    """What a layer is made of."""

    POINT = "point"
    LINE = "line"
    POLYGON = "polygon"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Layer:
    """Shapes of one kind; ``n`` of them.

    Attributes
    ----------
    name
        What the style calls it.
    shape
        What it is made of.
    geometries
        Shapely geometries in map units, shape ``(n,)``.
    numbers
        Which of `attributes` each has, shape ``(n,)``.
    attributes
        What is said about them; shapes that share it become one feature of a tile.
    zooms
        From which zoom on each is shown, shape ``(n,)``.
    """

    name: str
    shape: Shape
    geometries: NDArray[Any]
    numbers: NDArray[np.int64]
    attributes: tuple[Attributes, ...]
    zooms: NDArray[np.int64]


def layer(name: str, shape: Shape, shapes: list[tuple[shapely.Geometry, Attributes, int]]) -> Layer:
    """Return a layer of shapes given one by one.

    Parameters
    ----------
    name, shape
        As in `Layer`.
    shapes
        Geometry in degrees, attributes and first zoom of each. What has parts is taken
        apart, so that each tile meets only those that are near.

    Returns
    -------
    Layer
        With its shapes in map units.
    """
    known: dict[Attributes, int] = {}
    numbers = [known.setdefault(attributes, len(known)) for _, attributes, _ in shapes]
    zooms = np.array([zoom for _, _, zoom in shapes], dtype=np.int64)
    given = np.array([geometry for geometry, _, _ in shapes], dtype=object)
    geometries, at = shapely.get_parts(given, return_index=True)
    return Layer(
        name=name,
        shape=shape,
        geometries=shapely.transform(geometries, to_map),
        numbers=np.array(numbers, dtype=np.int64)[at],
        attributes=tuple(known),
        zooms=zooms[at],
    )


def to_map(degrees: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return map units of points in degrees, shape ``(n, 2)``, lon before lat."""
    sines = np.sin(np.radians(degrees[:, 1]))
    across = degrees[:, 0] / 360.0 + 0.5
    down = 0.5 - np.log((1.0 + sines) / (1.0 - sines)) / (4.0 * np.pi)
    return np.column_stack((across, down)) * WORLD
