"""The map of a city as files: tiles that another reader understands, and letters."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import numpy as np
import pytest
import shapely
from pmtiles.reader import MmapSource, Reader, all_tiles

from routing.streets.errors import CityError
from routing.streets.facts import gather_facts
from routing.streets.raw import RawArea, RawLine, RawPlace
from routing.streets.tiles.archive import TILES_FILE, read_tile
from routing.streets.tiles.drawing import draw_map
from routing.streets.tiles.glyphs import read_glyphs
from routing.streets.tiles.layers import EXTENT, FIRST_ZOOM, LAST_ZOOM, WORLD, to_map
from tests.drawn_streets import square

if TYPE_CHECKING:
    from pathlib import Path


def messages(content: bytes) -> list[tuple[int, int | bytes]]:
    """Return the fields of a message, read in the plainest way."""
    found: list[tuple[int, int | bytes]] = []
    at = 0

    def number() -> int:
        nonlocal at
        value = shift = 0
        while True:
            byte = content[at]
            at += 1
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return value

    while at < len(content):
        key = number()
        value: int | bytes = number()
        if key & 7 == 2:
            assert isinstance(value, int)
            at, value = at + value, content[at : at + value]
        found.append((key >> 3, value))
    return found


def parts(content: bytes, field: int) -> list[bytes]:
    """Return the bytes of a repeated field."""
    return [value for key, value in messages(content) if key == field and isinstance(value, bytes)]


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the map of a square that has a park, a coast and an address."""
    from dataclasses import replace  # noqa: PLC0415 - here alone

    from routing.streets.build import build_network  # noqa: PLC0415 - here alone

    corner = np.array([24.0, 60.0])
    ring = corner + np.array([(0, 0), (0.001, 0), (0.001, 0.001), (0, 0.001), (0, 0)])
    house = RawPlace(
        name="", street="West", house_number="7", postcode="", city="", lat=60.0004, lon=24.0004
    )
    suburb = RawPlace(
        name="Ñuñoa", street="", house_number="", postcode="", city="", lat=60.0005, lon=24.001,
        kind="suburb",
    )  # fmt: skip
    raw = replace(
        square().raw(),
        areas=(RawArea(kind="park", rings=(ring,)),),
        lines=(RawLine(kind="coastline", points=np.array([(24.0015, 59.9), (24.0015, 60.1)])),),
        places=(house, suburb),
    )
    network = build_network(raw)
    facts = gather_facts(
        network, name="Square", source="drawn", created_at="", num_places=2, num_areas=1
    )
    folder = tmp_path_factory.mktemp("map")
    draw_map(folder, network, raw, facts)
    return folder


def test_the_archive_says_what_it_is(directory: Path) -> None:
    """Zooms, extent in 1e-7 degrees, and the attribution that every map has to show."""
    with (directory / TILES_FILE).open("rb") as file:
        reader = Reader(MmapSource(file))
        header, metadata = reader.header(), reader.metadata()

    assert (header["min_zoom"], header["max_zoom"]) == (11, LAST_ZOOM)
    assert (header["min_lat_e7"], header["max_lon_e7"]) == (600_000_000, 240_020_000)
    assert metadata["attribution"] == "© OpenStreetMap contributors, ODbL 1.0"
    layers = [layer["id"] for layer in metadata["vector_layers"]]
    assert layers == ["water", "parks", "streets", "house_numbers", "towns"]


def test_every_zoom_has_the_tile_of_the_city(directory: Path) -> None:
    """Its park of 110 m shows from zoom 11 on; at zoom 10 all of it is too small."""
    with (directory / TILES_FILE).open("rb") as file:
        zooms = [zoom for (zoom, _, _), _ in all_tiles(MmapSource(file))]

    assert set(zooms) == set(range(FIRST_ZOOM + 1, LAST_ZOOM + 1))


def test_a_house_number_stands_where_it_was_mapped(directory: Path) -> None:
    """At the last zoom, to one unit: 15 cm."""
    spot = to_map(np.array([[24.0004, 60.0004]]))[0]
    column, row = (int(value) // EXTENT for value in spot)

    content = read_tile(directory / TILES_FILE, LAST_ZOOM, column, row)

    assert content is not None
    layers = {parts(layer, 1)[0]: layer for layer in parts(gzip.decompress(content), 3)}
    feature = parts(layers[b"house_numbers"], 2)[0]
    assert parts(layers[b"house_numbers"], 3) == [b"number"]
    assert parts(layers[b"house_numbers"], 4) == [b"\x0a\x017"]
    packed = parts(feature, 4)[0]
    assert packed[0] == 9
    assert (
        shapely.Point(*folded(packed)[1:]).distance(
            shapely.Point(spot - np.array([column, row]) * EXTENT)
        )
        < 1.0
    )


def folded(content: bytes) -> list[float]:
    """Return the numbers of a drawing, those after the first with their sign."""
    numbers, number, shift = [], 0, 0
    for byte in content:
        number |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            numbers.append(number)
            number = shift = 0
    return [
        float(numbers[0]),
        *(value / 2 if value % 2 == 0 else -(value + 1) / 2 for value in numbers[1:]),
    ]


def test_no_tile_carries_the_time_it_was_made(directory: Path) -> None:
    """The same city gives the same bytes, so that caches and copies stay valid."""
    with (directory / TILES_FILE).open("rb") as file:
        clocks = {content[4:8] for _, content in all_tiles(MmapSource(file))}

    assert clocks == {bytes(4)}


def test_where_the_map_is_empty_there_is_no_tile(directory: Path) -> None:
    """The other side of the earth."""
    assert read_tile(directory / TILES_FILE, FIRST_ZOOM, 0, 0) is None
    assert WORLD == EXTENT * 2**LAST_ZOOM


def test_a_lost_map_is_named(tmp_path: Path) -> None:
    """Where it was expected, in one sentence."""
    with pytest.raises(CityError, match=r"Expected the city's map in .*tiles\.pmtiles, got"):
        read_tile(tmp_path / TILES_FILE, FIRST_ZOOM, 0, 0)


def test_letters_of_the_city_are_among_the_glyphs(directory: Path) -> None:
    """Both fonts hold Ñ of Ñuñoa; a capital H is 16 pixels high and stands in the middle."""
    for font in ("regular", "semibold"):
        content = read_glyphs(directory / "glyphs", font, "0-255")
        assert content is not None
        stack = parts(content, 1)[0]
        glyphs = {dict(messages(glyph))[1]: dict(messages(glyph)) for glyph in parts(stack, 3)}
        assert parts(stack, 1) == [font.encode()]
        assert ord("Ñ") in glyphs
        letter = glyphs[ord("H")]
        picture, width, height = letter[2], letter[3], letter[4]
        assert isinstance(picture, bytes)
        assert isinstance(width, int)
        assert isinstance(height, int)
        assert height == 16
        assert len(picture) == (width + 6) * (height + 6)
        assert letter[6] == 2 * 9 - 1  # folded -9: 17 pixels below less half of 16
        assert 2 not in glyphs[ord(" ")]


@pytest.mark.parametrize(
    ("font", "codes", "expected"),
    [
        ("regular", "19968-20223", b"\x0a\x18\x0a\x07regular\x12\x0b19968-20223"),
        ("regular", "../../city.json", None),
        ("../regular", "0-255", None),
        ("comic", "0-255", None),
    ],
)
def test_letters_that_are_not_there_are_no_error_and_no_way_out_of_the_folder(
    font: str, codes: str, expected: bytes | None, directory: Path
) -> None:
    """A missing range would cost a whole tile its labels, so it is an empty answer."""
    if expected is not None:
        expected = b"\x0a" + bytes([len(expected) - 2]) + expected[2:]

    assert read_glyphs(directory / "glyphs", font, codes) == expected
