"""Cutting, drawing and encoding of map tiles, and the sea, without files."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
import shapely

from routing.streets.tiles.commands import draw
from routing.streets.tiles.distance_field import distance_field
from routing.streets.tiles.layers import EXTENT, FIRST_ZOOM, LAST_ZOOM, Layer, Shape, to_map
from routing.streets.tiles.pieces import MARGIN, cut
from routing.streets.tiles.protobuf import packed_field, varint, varints, zigzag
from routing.streets.tiles.sea import sea
from routing.streets.tiles.style import PALETTES, Theme, map_style

HERE = 1000 * EXTENT
"""North-west corner of tile 1000/1000 of the last zoom in map units."""


def one_layer(shape: Shape, *geometries: shapely.Geometry) -> Layer:
    """Return a layer of shapes given in units from the corner of tile 1000/1000."""
    moved = shapely.transform(np.array(geometries, dtype=object), lambda points: points + HERE)
    count = len(geometries)
    return Layer(
        name="drawn",
        shape=shape,
        geometries=moved,
        numbers=np.zeros(count, dtype=np.int64),
        attributes=((),),
        zooms=np.full(count, FIRST_ZOOM),
    )


def commands(shape: Shape, *geometries: shapely.Geometry) -> list[list[int]]:
    """Return the numbers drawn in tile 1000/1000 of the last zoom."""
    pieces = cut(one_layer(shape, *geometries), LAST_ZOOM)
    assert pieces is not None
    drawn = draw(pieces, shape)
    return [
        unpacked(one)
        for one, tile in zip(drawn, pieces.tiles.tolist(), strict=True)
        if tile == [1000, 1000]
    ]


def unpacked(content: bytes) -> list[int]:
    """Return varints one by one, read in the plainest way."""
    numbers, number, shift = [], 0, 0
    for byte in content:
        number |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            numbers.append(number)
            number = shift = 0
    return numbers


def test_the_examples_of_the_tile_specification_are_drawn_as_it_says() -> None:
    """Section 4.3.5, with coordinates times 100 so that none counts as too small.

    Point (25, 17), line (2,2) (2,10) (10,10) and polygon (3,6) (8,12) (20,34).
    """
    point = commands(Shape.POINT, shapely.Point(25, 17))
    line = commands(Shape.LINE, shapely.LineString([(200, 200), (200, 1000), (1000, 1000)]))
    triangle = shapely.Polygon([(300, 600), (800, 1200), (2000, 3400)])
    polygon = commands(Shape.POLYGON, triangle)

    assert point == [[9, 50, 34]]
    assert line == [[9, 400, 400, 18, 0, 1600, 1600, 0]]
    assert polygon == [[9, 600, 1200, 18, 1000, 1200, 2400, 4400, 15]]


def test_lines_that_share_attributes_are_one_feature() -> None:
    """The second line moves on from the end of the first: (500, 0) to (0, 1000)."""
    first = shapely.LineString([(0, 0), (500, 0)])
    second = shapely.LineString([(0, 1000), (500, 1000)])

    drawn = commands(Shape.LINE, first, second)

    assert drawn == [[9, 0, 0, 10, 1000, 0, 9, 999, 2000, 10, 1000, 0]]


def test_a_hole_runs_against_its_ring() -> None:
    """Surveyor's formula: outer rings count positive, holes negative, whatever was drawn."""
    ring = shapely.Polygon(
        [(100, 100), (100, 900), (900, 900), (900, 100)], [[(200, 200), (800, 200), (800, 800)]]
    )
    pieces = cut(one_layer(Shape.POLYGON, ring), LAST_ZOOM)
    assert pieces is not None

    areas = [shapely.LinearRing(pieces.points[pieces.parts == part]).is_ccw for part in (0, 1)]

    assert areas == [True, False]


def test_what_crosses_a_border_is_in_both_tiles_with_a_margin() -> None:
    """A line from the middle of a tile to the middle of the next."""
    line = shapely.LineString([(2048, 100), (6144, 100)])

    pieces = cut(one_layer(Shape.LINE, line), LAST_ZOOM)

    assert pieces is not None
    assert pieces.tiles.tolist() == [[1000, 1000], [1001, 1000]]
    assert pieces.points[:, 0].tolist() == [2048, EXTENT + MARGIN, -MARGIN, 2048]


def test_a_point_on_no_border_is_in_one_tile() -> None:
    """No margin for points, or a label would show twice."""
    pieces = cut(one_layer(Shape.POINT, shapely.Point(4090, 10)), LAST_ZOOM)

    assert pieces is not None
    assert pieces.tiles.tolist() == [[1000, 1000]]


def test_small_surfaces_go_when_the_map_shrinks() -> None:
    """A side of 30 units: 900 square units at the last zoom, 225 one before; the bar is 400."""
    layer = one_layer(Shape.POLYGON, shapely.box(0, 0, 30, 30))

    assert cut(layer, LAST_ZOOM) is not None
    assert cut(layer, LAST_ZOOM - 1) is None


def test_a_line_shorter_than_a_unit_is_not_drawn() -> None:
    """Both ends round to the same point."""
    assert commands(Shape.LINE, shapely.LineString([(5.1, 5.1), (5.3, 5.2)])) == [[]]


def test_mercator_units_have_their_origin_in_the_north_west() -> None:
    """The equator meets Greenwich in the middle of a world of 2**27 units."""
    assert to_map(np.array([[0.0, 0.0]])).tolist() == [[2.0**26, 2.0**26]]
    assert to_map(np.array([[-180.0, 85.0511287798066]])) == pytest.approx(0.0, abs=1.0)


def test_many_numbers_are_written_as_each_alone() -> None:
    """Seven bits to a byte, up to five bytes."""
    numbers = [0, 1, 127, 128, 300, 16_383, 16_384, 2**32 + 5]

    content, offsets = varints(np.array(numbers))

    pieces = [content[a:b] for a, b in pairwise(offsets)]
    assert pieces == [varint(number) for number in numbers]
    assert varint(300) == b"\xac\x02"
    assert packed_field(4, [3, 270]) == b"\x22\x03\x03\x8e\x02"


def test_signs_fold_to_even_and_odd() -> None:
    """The first five, in the order of the format's documentation."""
    assert zigzag(np.array([0, -1, 1, -2, 2])).tolist() == [0, 1, 2, 3, 4]


def test_the_sea_is_right_of_the_coast() -> None:
    """A coast northward through the middle of a box: its east half is sea."""
    coast = np.array([(0.5, -0.5), (0.5, 0.5), (0.5, 1.5)])

    faces = sea([coast], (0.0, 0.0, 1.0, 1.0))

    assert [face.bounds for face in faces] == [(0.5, 0.0, 1.0, 1.0)]


def test_an_island_is_land() -> None:
    """Land on the left of a coast that turns left; around it the sea of another coast."""
    coast = np.array([(0.1, -0.5), (0.1, 1.5)])
    island = np.array([(0.5, 0.5), (0.6, 0.5), (0.6, 0.6), (0.5, 0.6), (0.5, 0.5)])

    faces = sea([coast, island], (0.0, 0.0, 1.0, 1.0))

    assert sum(face.area for face in faces) == pytest.approx(0.9 - 0.01)


def test_a_coast_cut_within_the_map_goes_on_to_its_border() -> None:
    """The line ends at a tenth from either side; the sea still has one half."""
    coast = np.array([(0.5, 0.1), (0.5, 0.9)])

    faces = sea([coast], (0.0, 0.0, 1.0, 1.0))

    assert sum(face.area for face in faces) == pytest.approx(0.5)


def test_without_a_coast_there_is_no_sea() -> None:
    """Inland, and where the coast lies outside of the box."""
    assert sea([], (0.0, 0.0, 1.0, 1.0)) == ()
    assert sea([np.array([(5.0, 5.0), (6.0, 5.0)])], (0.0, 0.0, 1.0, 1.0)) == ()


def test_a_letter_is_dark_inside_and_fades_outside() -> None:
    """A square of 8 pixels: the pixel beside its edge is half a pixel out, 191.25 - 15.9."""
    corners = [(0, 0), (8, 0), (8, 8), (0, 8), (0, 0)]
    sides = np.array([(*a, *b) for a, b in pairwise(corners)], dtype=float)

    picture = distance_field(sides, left=-3, top=11, width=14, height=14)

    assert picture[7].tolist()[:5] == [112, 143, 175, 207, 239]
    assert picture[7, 7] == 255
    assert picture[0, 0] == round(255 * (0.75 - 2.5 * 2**0.5 / 8))


def test_contours_that_overlap_leave_no_hole() -> None:
    """Two squares drawn the same way around: what both cover is inside, not outside."""
    found = []
    for x in (0, 2):
        corners = [(x, 0), (x + 8, 0), (x + 8, 8), (x, 8), (x, 0)]
        found += [(*a, *b) for a, b in pairwise(corners)]

    picture = distance_field(np.array(found, dtype=float), left=0, top=8, width=10, height=8)

    assert picture.min() > 191


@pytest.mark.parametrize("theme", list(Theme))
def test_a_style_names_no_address_but_those_given(theme: Theme) -> None:
    """The map works without a network."""
    style = map_style(
        theme, tiles="pmtiles:///t", glyphs="/g/{fontstack}/{range}.pbf", attribution="© us"
    )

    assert "http" not in repr(style)
    assert style["sources"]["city"]["attribution"] == "© us"
    assert style["sources"]["city"]["maxzoom"] == LAST_ZOOM
    names = [layer["id"] for layer in style["layers"]]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("theme", list(Theme))
def test_labels_can_be_read_on_a_phone_in_the_street(theme: Theme) -> None:
    """Seven to one between text and ground, as WCAG 2.2 counts contrast."""

    def luminance(color: str) -> float:
        shares = np.array([int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)])
        linear = np.where(shares <= 0.04045, shares / 12.92, ((shares + 0.055) / 1.055) ** 2.4)
        return float(linear @ np.array([0.2126, 0.7152, 0.0722]))

    palette = PALETTES[theme]
    ground = luminance(palette.ground)

    contrasts = [
        (max(text, ground) + 0.05) / (min(text, ground) + 0.05)
        for text in map(luminance, (palette.text, palette.text_soft))
    ]

    assert min(contrasts) >= 7.0
