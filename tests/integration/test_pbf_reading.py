"""Streets from ``.osm.pbf`` files as arrays, against what osmium reads from the same file."""

from __future__ import annotations

import zlib
from dataclasses import fields
from typing import TYPE_CHECKING

import numpy as np
import osmium
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from routing.streets import read_osm as reading
from routing.streets.errors import CityError
from routing.streets.pbf import Spans, UnusualFileError, lists, numbers, signed
from routing.streets.raw import RawStreets, WayCollector
from routing.streets.read_pbf import read_pbf
from routing.streets.tiles.protobuf import (
    bytes_field,
    number_field,
    packed_field,
    signed_field,
    varint,
    zigzag,
)
from tests.drawn_streets import square

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

MORE = """
<node id="50" version="1" lat="-33.4500001" lon="-70.6500003"/>
<node id="51" version="1" lat="-89.9999999" lon="179.9999999"><tag k="barrier" v="gate"/></node>
<node id="9000000000" version="1" lat="0" lon="0"/>
<way id="201" version="1"><nd ref="1"/><nd ref="50"/><nd ref="9000000000"/><nd ref="51"/>
  <tag k="highway" v="primary"/><tag k="ref" v="N 7"/><tag k="maxspeed" v="50"/></way>
<way id="202" version="1"><nd ref="50"/><nd ref="777"/><nd ref="51"/>
  <tag k="highway" v="path"/><tag k="name" v="Ñuñoa"/><tag k="ref" v="8"/></way>
<way id="203" version="1"><nd ref="50"/><nd ref="51"/><tag k="highway" v="proposed"/></way>
<way id="204" version="1"><nd ref="50"/><nd ref="51"/><tag k="waterway" v="river"/></way>
<way id="205" version="1"><tag k="highway" v="service"/></way>
"""
"""South and west of zero, a large id, a way that the extract cut, and ways that are no streets."""


def as_pbf(path: Path, options: str = "pbf", text: str = "") -> Path:
    """Write a square and more ways as osmium writes them."""
    nodes, ways = MORE.split("<way", 1)
    whole = square().xml().replace("<way", f"{nodes}<way", 1)
    source = path.with_suffix(".osm")
    source.write_text(text or whole.replace("</osm>", f"<way{ways}</osm>"), encoding="utf-8")
    with osmium.SimpleWriter(osmium.io.File(str(path), options)) as writer:
        for entity in osmium.FileProcessor(source):
            writer.add(entity)
    return path


def by_osmium(path: Path, patch: pytest.MonkeyPatch) -> RawStreets:
    """Return what osmium alone reads from a file."""
    with patch.context() as changed:
        changed.setattr(reading, "_read_quickly", lambda *_: (WayCollector(), None))
        return reading.read_osm(path)


def assert_same(found: RawStreets, expected: RawStreets) -> None:
    """Compare all arrays with their types, and all that is no geometry of the map."""
    for field in fields(RawStreets):
        one, other = getattr(found, field.name), getattr(expected, field.name)
        if isinstance(other, np.ndarray):
            assert one.dtype == other.dtype
            assert one.tolist() == other.tolist(), field.name
        elif field.name in {"areas", "lines", "spans"}:
            assert len(one) == len(other)
        else:
            assert one == other, field.name


def blob(kind: bytes, message: bytes, packed: bytes | None = None) -> bytes:
    """Return a message as a part of a file, packed by zlib unless told otherwise."""
    content = number_field(2, len(message)) + bytes_field(3, zlib.compress(message))
    content = content if packed is None else packed
    header = bytes_field(1, kind) + number_field(3, len(content))
    return len(header).to_bytes(4, "big") + header + content


def by_hand(
    *groups: bytes, more: bytes = b"", features: tuple[bytes, ...] = (b"OsmSchema-V0.6",)
) -> bytes:
    """Return a file with a block of groups; its texts are 1 highway, 2 service, 3 oneway."""
    texts = b"".join(bytes_field(1, text) for text in (b"", b"highway", b"service", b"oneway"))
    block = bytes_field(1, texts) + b"".join(bytes_field(2, group) for group in groups) + more
    header = b"".join(bytes_field(4, feature) for feature in features)
    return blob(b"OSMHeader", header) + blob(b"OSMData", block)


def node(number: int, lat: int, lon: int) -> bytes:
    """Return a node outside of any table, coordinates in the unit of its block."""
    message = signed_field(1, number) + signed_field(8, lat) + signed_field(9, lon)
    return bytes_field(1, message)


def way(number: int, *refs: int, keys: tuple[int, ...] = (1,)) -> bytes:
    """Return a service way."""
    passed = np.array([0, *refs], dtype=np.int64)
    steps = zigzag(passed[1:] - passed[:-1]).tolist()
    tags = packed_field(2, keys) + packed_field(3, [2] * len(keys))
    return bytes_field(3, number_field(1, number) + tags + packed_field(8, steps))


@pytest.mark.parametrize(
    "options",
    ["pbf", "pbf,pbf_dense_nodes=false", "pbf,pbf_compression=none", "pbf,add_metadata=false"],
)
def test_streets_are_those_that_osmium_reads(
    options: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tables of nodes or one by one, packed or not: seven streets, seven of eight points."""
    path = as_pbf(tmp_path / "map.osm.pbf", options)

    ways, points = read_pbf(path, lambda _: None)
    raw = reading.read_osm(path)

    assert ways.way_ids == [100, 101, 102, 103, 201, 202, 205]
    assert points.ids.tolist() == [1, 2, 3, 4, 50, 51, 9_000_000_000]
    assert points.lats[4:6].tolist() == [-334_500_001, -899_999_999]
    assert points.lons[4:6].tolist() == [-706_500_003, 1_799_999_999]
    assert_same(raw, by_osmium(path, monkeypatch))


@pytest.mark.parametrize("granularity", [100, 1000, 70])
def test_units_and_offsets_of_a_block_are_kept(
    granularity: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of nanodegrees that make no whole 1e-7 degrees the rest is dropped, on both sides of 0."""
    path = tmp_path / "map.osm.pbf"
    offsets = number_field(17, granularity) + number_field(19, 1_234_567)
    offsets += number_field(20, (1 << 64) - 7_654_321)
    nodes = node(7, -33_333, 5) + node(3, 44_444, -99_999)
    path.write_bytes(by_hand(nodes, way(8, 3, 7, 3), way(9, 7, 3, keys=(3, 1, 1)), more=offsets))

    _, points = read_pbf(path, lambda _: None)

    north = (44_444 * granularity + 1_234_567) // 100
    assert (points.ids.tolist(), points.lats[0]) == ([3, 7], north)
    assert_same(reading.read_osm(path), by_osmium(path, monkeypatch))


def test_a_group_without_streets_is_passed_over(tmp_path: Path) -> None:
    """Large files have whole blocks of buildings; here a way without tags."""
    path = tmp_path / "map.osm.pbf"
    path.write_bytes(by_hand(node(1, 0, 0) + node(2, 5, 5), way(7, 1, 2, keys=()), way(8, 1, 2)))

    ways, _ = read_pbf(path, lambda _: None)

    assert ways.way_ids == [8]


@pytest.mark.parametrize(
    "groups",
    [
        (node(1, 0, 0) + node(1, 5, 5) + node(2, 9, 9), way(8, 1, 2)),
        (node(1, 0, 2_000_000_000) + node(2, 9, 9), way(8, 1, 2)),
        (node(1, 0, 0), way(8, -5, 1)),
    ],
    ids=["a node twice", "outside of the world", "below zero"],
)
def test_odd_files_are_read_as_osmium_reads_them(
    groups: tuple[bytes, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever of the two reads them, the result is one and the same."""
    path = tmp_path / "map.osm.pbf"
    path.write_bytes(by_hand(*groups))

    found = reading.read_osm(path)

    assert found.way_ids.tolist() == [8]
    assert_same(found, by_osmium(path, monkeypatch))


UNPACKED = blob(b"OSMHeader", b"", packed=bytes_field(1, bytes_field(4, b"OsmSchema-V0.6"))) + blob(
    b"OSMData",
    b"",
    packed=bytes_field(
        1,
        bytes_field(1, b"".join(bytes_field(1, text) for text in (b"", b"highway", b"service")))
        + bytes_field(2, node(3, 44_444, -99_999) + node(7, -33_333, 5) + node(9, 1, 2))
        + bytes_field(
            2,
            bytes_field(
                2,
                packed_field(1, [22, 2])
                + packed_field(8, [900, 7])
                + packed_field(9, [800, 3])
                + packed_field(10, [0, 0]),
            ),
        )
        + bytes_field(2, way(8, 3, 7, 9) + way(9, 11, 12, 3)),
    ),
)
TWO_COLUMNS = bytes_field(2, b"".join(packed_field(key, [2] * key) for key in (1, 8, 9)))


@pytest.mark.parametrize(
    "content",
    [
        by_hand(node(1, 0, 0), way(8, 1), features=(b"HistoricalInformation",)),
        by_hand(node(1, 0, 0), way(8, 1, keys=(99,))),
        by_hand(node(1, 0, 0), way(8, 1))[:-3],
        by_hand(node(1, 0, 0), way(8, 1)) + b"\0\0",
        by_hand() + blob(b"OSMData", b"", packed=number_field(2, 9) + bytes_field(3, b"no zlib")),
        by_hand() + blob(b"OSMData", b"", packed=number_field(2, 9) + bytes_field(4, b"lzma")),
        by_hand(bytes_field(3, number_field(1, 8) + bytes_field(2, varint(1)))),
        by_hand(TWO_COLUMNS, way(8, 1)),
        b"",
    ],
    ids=[
        *("history", "text that is not there", "cut off", "bytes behind", "damaged"),
        *("packed otherwise", "keys without values", "columns of two lengths", "nothing"),
    ],
)
def test_damaged_and_unusual_files_are_left_to_osmium(content: bytes, tmp_path: Path) -> None:
    """It knows old ways of packing, and has a sentence for what is broken."""
    path = tmp_path / "map.osm.pbf"
    path.write_bytes(content)

    with pytest.raises(UnusualFileError):
        read_pbf(path, lambda _: None)


@pytest.mark.parametrize(
    "damage",
    [
        lambda whole: whole[: len(whole) // 2],
        lambda whole: whole[:-1],
        lambda whole: whole[:-30] + bytes(30),
    ],
    ids=["half", "last byte", "zeros at the end"],
)
def test_a_damaged_file_is_refused_in_one_sentence(
    damage: Callable[[bytes], bytes], tmp_path: Path
) -> None:
    """As before there was a second reader."""
    path = as_pbf(tmp_path / "map.osm.pbf")
    path.write_bytes(damage(path.read_bytes()))

    with pytest.raises(CityError, match=r"^Expected an intact OpenStreetMap file at .*, got: .*$"):
        reading.read_osm(path)


@given(data=st.data())
@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_changed_bytes_are_noticed_or_give_a_map(data: st.DataObject, tmp_path: Path) -> None:
    """One to three bytes of a file that is not packed, so that they reach the messages."""
    path = tmp_path / "map.osm.pbf"
    whole = bytearray(UNPACKED)
    for _ in range(data.draw(st.integers(1, 3))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    path.write_bytes(whole)

    try:
        ways, points = read_pbf(path, lambda _: None)
    except UnusualFileError:
        return

    assert len(points.ids) == len(points.lats) == len(points.lons)
    assert set(points.ids.tolist()) <= set(ways.points().tolist())


def test_helsinki_is_read_alike_by_both(
    helsinki_extract: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A real extract, cut at its border, in the first reader's way and in the second's."""
    _, points = read_pbf(helsinki_extract, lambda _: None)

    assert len(points.ids) > 0
    assert_same(reading.read_osm(helsinki_extract), by_osmium(helsinki_extract, monkeypatch))


def test_progress_rises_also_when_osmium_has_to_take_over(tmp_path: Path) -> None:
    """A node twice is noticed at the end of the first half."""
    path = tmp_path / "map.osm.pbf"
    path.write_bytes(by_hand(node(1, 0, 0) + node(1, 5, 5), way(8, 1, 1)))
    shares: list[float] = []

    reading.read_osm(path, on_progress=lambda _, share: shares.append(share))

    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0.0, 1.0)


def test_only_relations_about_turns_are_counted_as_left_out(tmp_path: Path) -> None:
    """A square for walkers is a relation with a highway tag, and restricts no turn."""
    relation = '<relation id="9" version="1"><tag k="highway" v="pedestrian"/></relation></osm>'
    text = square().xml().replace("</osm>", relation)

    raw = reading.read_osm(as_pbf(tmp_path / "map.osm.pbf", text=text))

    assert raw.num_restrictions_left_out == 0


@given(st.lists(st.lists(st.integers(0, 2**64 - 1), max_size=5), max_size=6))
def test_numbers_of_any_size_are_read_as_they_were_written(written: list[list[int]]) -> None:
    """One to ten bytes each, in stretches that may be empty."""
    stretches = [b"".join(map(varint, stretch)) for stretch in written]
    ends = np.cumsum([0, *map(len, stretches)], dtype=np.int64)
    content = np.frombuffer(b"".join(stretches), np.uint8)

    found, offsets = lists(content, Spans(ends[:-1], ends[1:]))

    assert found.tolist() == [number for stretch in written for number in stretch]
    assert np.diff(offsets).tolist() == [len(stretch) for stretch in written]


@given(st.lists(st.integers(-(2**63), 2**63 - 1)))
def test_folded_numbers_are_unfolded(written: list[int]) -> None:
    """Down to the least and up to the largest number of 64 bits."""
    whole = np.array(written, dtype=np.int64)

    assert signed(zigzag(whole).view(np.uint64)).tolist() == written


@pytest.mark.parametrize("content", [[0x80], [1, 0xFF], [0x80] * 10 + [1]])
def test_a_number_that_does_not_end_is_refused(content: list[int]) -> None:
    """Cut off, or longer than 64 bits can be."""
    with pytest.raises(UnusualFileError):
        numbers(np.array(content, dtype=np.uint8))
