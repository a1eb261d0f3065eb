"""What a map file says about rows of house numbers, towns and lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from routing.streets.read_osm import read_osm
from tests.drawn_streets import square

if TYPE_CHECKING:
    from routing.streets.raw import RawStreets

NODES = """
<node id="50" version="1" lat="60.0001" lon="24.0001"><tag k="addr:street" v="South"/>
  <tag k="addr:housenumber" v="2"/></node>
<node id="51" version="1" lat="60.0001" lon="24.0005"/>
<node id="52" version="1" lat="60.0001" lon="24.0009"><tag k="addr:street" v="South"/>
  <tag k="addr:housenumber" v="10"/></node>
<node id="53" version="1" lat="60.0001" lon="24.0015"><tag k="addr:street" v="South"/>
  <tag k="addr:housenumber" v="16 A"/></node>
<node id="54" version="1" lat="60.0005" lon="24.0005"><tag k="place" v="suburb"/>
  <tag k="name" v="Old Town"/></node>
<node id="55" version="1" lat="60.0006" lon="24.0005"><tag k="place" v="square"/>
  <tag k="name" v="Market"/></node>
"""
WAYS = """
<way id="900" version="1"><nd ref="50"/><nd ref="51"/><nd ref="52"/><nd ref="53"/>
  <tag k="addr:interpolation" v="even"/></way>
<way id="901" version="1"><nd ref="50"/><nd ref="51"/>
  <tag k="addr:interpolation" v="alphabetic"/></way>
<way id="902" version="1"><nd ref="50"/><nd ref="54"/><tag k="waterway" v="river"/></way>
<way id="903" version="1"><nd ref="50"/><nd ref="55"/><tag k="waterway" v="river"/>
  <tag k="tunnel" v="culvert"/></way>
<way id="904" version="1"><nd ref="52"/><nd ref="53"/><tag k="natural" v="coastline"/></way>
<way id="905" version="1"><nd ref="52"/><nd ref="999"/><tag k="railway" v="rail"/></way>
"""


@pytest.fixture(scope="module")
def raw(tmp_path_factory: pytest.TempPathFactory) -> RawStreets:
    """Return what is read from a square with all of these."""
    whole = square().xml()
    file = tmp_path_factory.mktemp("maps") / "square.osm"
    text = whole.replace("<way", f"{NODES}<way", 1).replace("</osm>", f"{WAYS}</osm>")
    file.write_text(text, encoding="utf-8")
    return read_osm(file)


def test_a_row_of_numbers_is_read_between_each_two_that_are_mapped(raw: RawStreets) -> None:
    """2 to 10 over three points, 10 to 16 over two; rows of letters are not read."""
    found = [(s.street, s.first, s.last, s.step, len(s.points)) for s in raw.spans]

    assert found == [("South", 2, 10, 2, 3), ("South", 10, 16, 2, 2)]


def test_parts_of_towns_are_told_from_squares(raw: RawStreets) -> None:
    """A square is a named place only if it is something else as well."""
    towns = [(place.name, place.kind) for place in raw.places if place.name]

    assert towns == [("Old Town", "suburb")]


def test_lines_under_the_ground_or_cut_off_are_left_out(raw: RawStreets) -> None:
    """The culvert, and the rail whose other end lies outside of the extract."""
    kinds = [line.kind for line in raw.lines]

    assert kinds == ["river", "coastline"]
