"""Laws of map tiles on random lines and surfaces."""

from __future__ import annotations

import numpy as np
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from routing.streets.tiles.commands import draw
from routing.streets.tiles.layers import EXTENT, LAST_ZOOM, Layer, Shape
from routing.streets.tiles.pieces import MARGIN, cut

SPAN = 3 * EXTENT
CORNER = 500 * EXTENT
points = st.tuples(st.integers(0, SPAN), st.integers(0, SPAN))


def layer_of(shape: Shape, *geometries: shapely.Geometry) -> Layer:
    """Return a layer of shapes three tiles wide."""
    moved = shapely.transform(np.array(geometries, dtype=object), lambda at: at + CORNER)
    count = len(geometries)
    return Layer(
        name="drawn",
        shape=shape,
        geometries=moved,
        numbers=np.arange(count) % 2,
        attributes=((), (("name", "odd"),)),
        zooms=np.zeros(count, dtype=np.int64),
    )


def decoded(content: bytes) -> list[list[tuple[int, int]]]:
    """Return the lines or rings of a drawing, by the plainest reading of the format."""
    numbers, number, shift = [], 0, 0
    for byte in content:
        number |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            numbers.append(number)
            number = shift = 0
    found: list[list[tuple[int, int]]] = []
    at, x, y = 0, 0, 0
    while at < len(numbers):
        command, count = numbers[at] & 7, numbers[at] >> 3
        at += 1
        if command == 7:
            found[-1].append(found[-1][0])
            continue
        for _ in range(count):
            dx, dy = ((n >> 1) ^ -(n & 1) for n in numbers[at : at + 2])
            x, y, at = x + dx, y + dy, at + 2
            if command == 1:
                found.append([])
            found[-1].append((x, y))
    return found


def inside_tiles(layer: Layer) -> list[tuple[tuple[int, int], shapely.Geometry]]:
    """Return what is drawn of a layer in each tile without its margin, in map units."""
    pieces = cut(layer, LAST_ZOOM)
    if pieces is None:
        return []
    kind = shapely.LineString if layer.shape is Shape.LINE else shapely.Polygon
    found = []
    for content, (column, row) in zip(
        draw(pieces, layer.shape), pieces.tiles.tolist(), strict=True
    ):
        lines = [kind(line) for line in decoded(content)]
        tile = shapely.box(0, 0, EXTENT, EXTENT)
        whole = shapely.union_all([shapely.intersection(line, tile) for line in lines])
        moved = shapely.transform(whole, lambda at, by=(column, row): at + np.array(by) * EXTENT)
        found.append(((column, row), moved))
    return found


@given(st.lists(points, min_size=2, max_size=12, unique=True))
@settings(max_examples=60, deadline=None)
def test_no_part_of_a_line_is_lost_or_moved(corners: list[tuple[int, int]]) -> None:
    """Put together, the tiles show the line to two units: simplifying and rounding."""
    line = shapely.LineString(corners)
    original = shapely.transform(line, lambda at: at + CORNER)

    drawn = shapely.union_all([shape for _, shape in inside_tiles(layer_of(Shape.LINE, line))])

    assert shapely.hausdorff_distance(original, drawn, densify=0.05) <= 2.5


@given(st.lists(points, min_size=2, max_size=30, unique=True))
@settings(max_examples=60, deadline=None)
def test_all_points_stay_within_their_tile_and_margin(corners: list[tuple[int, int]]) -> None:
    """Or a renderer would have to clip what it was promised not to."""
    pieces = cut(layer_of(Shape.LINE, shapely.LineString(corners)), LAST_ZOOM)

    if pieces is not None:
        assert pieces.points.min() >= -MARGIN
        assert pieces.points.max() <= EXTENT + MARGIN


@given(points, st.integers(50, 4000), st.integers(3, 20))
@settings(max_examples=60, deadline=None)
def test_surfaces_keep_their_area(middle: tuple[int, int], radius: int, num_corners: int) -> None:
    """A regular polygon across tiles: what all tiles show is as large, to a unit of rim."""
    angles = np.linspace(0, 2 * np.pi, num_corners, endpoint=False)
    corners = np.column_stack((np.cos(angles), np.sin(angles))) * radius + middle
    polygon = shapely.Polygon(corners)

    drawn = sum(shape.area for _, shape in inside_tiles(layer_of(Shape.POLYGON, polygon)))

    assert abs(drawn - polygon.area) <= 2.0 * polygon.length + 10
