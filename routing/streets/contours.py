"""Outlines around the low values of a grid, by marching squares."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

if TYPE_CHECKING:
    from numpy.typing import NDArray

SIDES = (
    ((0, 0), (0, 1)),
    ((0, 1), (1, 1)),
    ((1, 0), (1, 1)),
    ((0, 0), (1, 0)),
)
"""Corners, as row and column, at the ends of each side of a cell: south, east, north, west."""

SOUTH, EAST, NORTH, WEST = range(4)

LINES: tuple[tuple[tuple[int, int], ...], ...] = (
    (),
    ((SOUTH, WEST),),
    ((SOUTH, EAST),),
    ((EAST, WEST),),
    ((EAST, NORTH),),
    ((SOUTH, EAST), (NORTH, WEST)),
    ((SOUTH, NORTH),),
    ((NORTH, WEST),),
    ((NORTH, WEST),),
    ((SOUTH, NORTH),),
    ((SOUTH, WEST), (EAST, NORTH)),
    ((EAST, NORTH),),
    ((EAST, WEST),),
    ((SOUTH, EAST),),
    ((SOUTH, WEST),),
    (),
)
"""Sides that lines through a cell join, by which corners are inside: southwest 1, southeast
2, northeast 4, northwest 8. Two opposite corners hang together, so lower values never
make an outline smaller."""


def outline(values: NDArray[np.float64], level: float) -> shapely.MultiPolygon:
    """Outline where a grid is below a level.

    Takes time in proportion to the grid and to the outline's length.

    Parameters
    ----------
    values
        Shape ``(rows, columns)``; above the level all along its rim.
    level
        Values below are inside.

    Returns
    -------
    shapely.MultiPolygon
        Valid; x is the column and y the row, crossings interpolated. Lower values
        elsewhere in the grid never take anything away.

    Raises
    ------
    ValueError
        When the rim is not wholly above the level.
    """
    inside = values < level
    rim = np.concatenate((inside[0], inside[-1], inside[:, 0], inside[:, -1]))
    if rim.any():
        msg = f"Expected values of at least {level} along the rim, got {values[inside].min()}."
        raise ValueError(msg)
    codes = (
        inside[:-1, :-1] + 2 * inside[:-1, 1:] + 4 * inside[1:, 1:] + 8 * inside[1:, :-1]
    ).astype(np.int8)
    parts: list[NDArray[np.float64]] = []
    for code, lines in enumerate(LINES):
        if lines:
            rows, columns = np.nonzero(codes == code)
            parts.extend(
                np.stack([_crossing(values, level, rows, columns, side) for side in line], axis=1)
                for line in lines
            )
    segments = shapely.linestrings(np.concatenate(parts))
    area = shapely.build_area(shapely.multilinestrings(segments))
    polygons = shapely.get_parts(area)
    return shapely.MultiPolygon(polygons.tolist())


def _crossing(
    values: NDArray[np.float64],
    level: float,
    rows: NDArray[np.int64],
    columns: NDArray[np.int64],
    side: int,
) -> NDArray[np.float64]:
    """Return where the level crosses a side of some cells, ``(k, 2)``; never at its ends."""
    (row_a, column_a), (row_b, column_b) = SIDES[side]
    a = values[rows + row_a, columns + column_a]
    b = values[rows + row_b, columns + column_b]
    share = np.clip((level - a) / (b - a), 1e-6, 1.0 - 1e-6)
    x = columns + column_a + share * (column_b - column_a)
    y = rows + row_a + share * (row_b - row_a)
    return np.column_stack((x, y))
