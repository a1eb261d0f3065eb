"""Cities from map files, on disk and back, and everything that can be wrong with a file."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import numpy as np
import osmium
import pytest

from routing.model import Location
from routing.streets.add import add_city
from routing.streets.city import City, load_city
from routing.streets.errors import CityError
from routing.streets.profiles import Profile
from routing.streets.raw import Restriction
from tests.drawn_streets import Drawing, square, street

if TYPE_CHECKING:
    from pathlib import Path

CREATED_AT = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


def addressed_square() -> Drawing:
    """Return a square with a bollard on its north side and a turn restriction."""
    plain = square()
    turn = Restriction(from_way=100, via_node=2, to_way=101, is_only=False, exempt="bicycle")
    ways = (*plain.ways[:2], street(3, 5, 4, name="North"), plain.ways[3])
    nodes = plain.nodes | {5: (1.0, 1.0)}
    return Drawing(nodes, ways, barriers={5: {"barrier": "bollard"}}, restrictions=(turn,))


ADDRESSES = """
<node id="50" version="1" lat="60.0001" lon="24.0005">
  <tag k="addr:street" v="Södra gatan"/><tag k="addr:housenumber" v="12 B"/>
  <tag k="addr:postcode" v="00100"/><tag k="addr:city" v="Åbo"/></node>
<node id="51" version="1" lat="60.0001" lon="24.0015">
  <tag k="addr:street" v="Södra gatan"/><tag k="addr:housenumber" v="1"/></node>
<node id="52" version="1" lat="60.0009" lon="24.0010">
  <tag k="name" v="Café Ærø"/><tag k="amenity" v="cafe"/></node>
<node id="60" version="1" lat="60.0002" lon="24.0002"/>
<node id="61" version="1" lat="60.0002" lon="24.0008"/>
<node id="62" version="1" lat="60.0006" lon="24.0008"/>
<node id="63" version="1" lat="60.0006" lon="24.0002"/>
<way id="900" version="1"><nd ref="60"/><nd ref="61"/><nd ref="62"/><nd ref="63"/><nd ref="60"/>
  <tag k="building" v="yes"/><tag k="addr:street" v="West"/><tag k="addr:housenumber" v="7"/></way>
<way id="901" version="1"><nd ref="60"/><nd ref="61"/><nd ref="63"/><nd ref="60"/>
  <tag k="leisure" v="park"/></way>
"""


@pytest.fixture(scope="module")
def xml_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an OpenStreetMap file of the square with addresses, a building and a park."""
    whole = addressed_square().xml()
    nodes, rest = ADDRESSES.split("<way", 1)
    text = whole.replace("<way", nodes + "<way", 1).replace("<relation", f"<way{rest}<relation", 1)
    path = tmp_path_factory.mktemp("maps") / "square.osm"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def city_directory(xml_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the directory of a city made from that file."""
    directory = tmp_path_factory.mktemp("cities") / "square"
    add_city(directory, xml_file, created_at=CREATED_AT)
    return directory


def test_a_city_tells_what_it_is(city_directory: Path) -> None:
    """Four sides, of which the bollard halves one and adds an edge: 6 edges, 6 nodes."""
    facts = load_city(city_directory).facts

    assert (facts.name, facts.source) == ("square", "square.osm")
    assert facts.attribution == "© OpenStreetMap contributors, ODbL 1.0"
    assert facts.created_at == "2026-03-01T12:00:00+00:00"
    assert facts.bbox == pytest.approx((60.0, 24.0, 60.001, 24.002))
    assert facts.counts == {
        "nodes": 6,
        "edges": 6,
        "street_names": 4,
        "turn_restrictions": 1,
        "turn_restrictions_left_out": 0,
        "places": 8,
        "areas": 2,
    }


def restricted_square(tmp_path: Path, *members: str, **tags: str) -> City:
    """Return the city of a square with one more relation; ``__`` stands for ``:``."""
    given = {"type": "restriction"} | {key.replace("__", ":"): tags[key] for key in tags}
    listed = "".join(f'<tag k="{key}" v="{value}"/>' for key, value in given.items())
    relation = f'<relation id="9" version="1">{"".join(members)}{listed}</relation></osm>'
    file = tmp_path / "square.osm"
    file.write_text(square().xml().replace("</osm>", relation), encoding="utf-8")
    return add_city(tmp_path / "square", file, created_at=CREATED_AT)


def member(role: str, ref: int, kind: str = "way") -> str:
    """Return a member of a relation."""
    return f'<member type="{kind}" ref="{ref}" role="{role}"/>'


def test_a_restriction_over_a_whole_street_is_kept_with_it(tmp_path: Path) -> None:
    """From the south over the east to the north: the way back around the west is as long."""
    drawing = square()
    city = restricted_square(
        tmp_path,
        member("from", 100),
        member("via", 101),
        member("to", 102),
        restriction="no_u_turn",
    )
    ends = [drawing.between(1, 2, 0.9), drawing.between(3, 4, 0.1)]

    in_van, on_foot = (city.matrix(ends, profile) for profile in (Profile.E_VAN, Profile.FOOT))

    assert city.facts.counts["turn_restrictions"] == 1
    assert city.facts.counts["turn_restrictions_left_out"] == 0
    assert on_foot.distances[0, 1] == 133
    assert in_van.distances[0, 1] > 300


@pytest.mark.parametrize(("mode", "expected"), [("bicycle", (1, 0)), ("hgv", (0, 0))])
def test_a_restriction_for_one_mode_is_kept_if_that_mode_is_ours(
    mode: str, expected: tuple[int, int], tmp_path: Path
) -> None:
    """Nobody here drives lorries of more than 3.5 t."""
    members = (member("from", 100), member("via", 2, "node"), member("to", 101))

    city = restricted_square(tmp_path, *members, **{f"restriction__{mode}": "no_left_turn"})

    counts = city.facts.counts
    assert (counts["turn_restrictions"], counts["turn_restrictions_left_out"]) == expected
    assert city.network.turn_modes == (mode,) * expected[0]


def test_restrictions_that_depend_on_the_hour_or_lack_a_part_are_counted(tmp_path: Path) -> None:
    """One relation each; neither keeps anybody from a turn."""
    members = (member("from", 100), member("via", 2, "node"), member("to", 101))
    (tmp_path / "incomplete").mkdir()

    at_hours = restricted_square(
        tmp_path, *members, restriction__conditional="no_left_turn @ (07:00-09:00)"
    )
    incomplete = restricted_square(
        tmp_path / "incomplete", *members[:1], *members[2:], restriction="no_left_turn"
    )

    for city in (at_hours, incomplete):
        assert city.facts.counts["turn_restrictions"] == 0
        assert city.facts.counts["turn_restrictions_left_out"] == 1


def test_a_city_opened_from_disk_is_the_one_that_was_drawn(city_directory: Path) -> None:
    """Reading XML, cutting, saving and loading change no travel time."""
    drawing = addressed_square()
    points = [drawing.at(1), drawing.between(2, 3, 0.3), drawing.between(5, 4, 0.6)]

    opened, drawn = load_city(city_directory), drawing.city()

    for profile in Profile:
        found, expected = opened.matrix(points, profile), drawn.matrix(points, profile)
        assert np.array_equal(found.durations, expected.durations)
        assert np.array_equal(found.distances, expected.distances)


@pytest.mark.parametrize("suffix", [".osm.pbf", ".osm.gz"])
def test_every_format_of_the_file_gives_the_same_network(
    suffix: str, xml_file: Path, city_directory: Path, tmp_path: Path
) -> None:
    """PBF through osmium's writer; gzip through Python's."""
    path = tmp_path / f"square{suffix}"
    if suffix == ".osm.gz":
        path.write_bytes(gzip.compress(xml_file.read_bytes()))
    else:
        with osmium.SimpleWriter(path) as writer:
            for entity in osmium.FileProcessor(xml_file):
                writer.add(entity)

    city = add_city(tmp_path / "city", path, created_at=CREATED_AT)

    expected = load_city(city_directory).network
    assert np.array_equal(city.network.durations, expected.durations)
    assert city.network.names == expected.names
    assert city.network.turn_exempt == expected.turn_exempt == ("bicycle",)


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("södra gatan 12 b", ["Södra gatan 12 B, 00100 Åbo"]),
        ("SODRA gat", ["Södra gatan 1", "Södra gatan 12 B, 00100 Åbo"]),
        ("sodra gatan 1", ["Södra gatan 1", "Södra gatan 12 B, 00100 Åbo"]),
        ("cafe aero", ["Café Ærø"]),
        ("west", ["West", "West 7"]),
        ("nor", ["North"]),
        ("nowhere", []),
        ("", []),
        ('"*(-', []),
    ],
)
def test_places_are_found_without_case_and_diacritics(
    text: str, labels: list[str], city_directory: Path
) -> None:
    """The last word may be unfinished; whole matches come first; nonsense finds nothing."""
    found = load_city(city_directory).find(text)

    assert [place.label for place in found] == labels


def test_a_search_returns_no_more_than_wanted(city_directory: Path) -> None:
    """Two addresses match, one is wanted."""
    assert len(load_city(city_directory).find("sodra", limit=1)) == 1


def test_a_point_is_called_after_the_nearest_address_street_or_coordinates(
    city_directory: Path,
) -> None:
    """An address within 250 m, else the street it snaps to, else the numbers."""
    city = load_city(city_directory)

    named = [
        city.nearest_address(Location(lat=60.0001, lon=24.0014)),
        city.nearest_address(Location(lat=60.0040, lon=24.0016)),
        city.nearest_address(Location(lat=61.0, lon=25.0)),
    ]

    assert named == ["Södra gatan 1", "North", "61.00000, 25.00000"]


def test_progress_is_reported_from_start_to_end(xml_file: Path, tmp_path: Path) -> None:
    """Every step begins at 0 and ends at 1."""
    told: list[tuple[str, float]] = []

    add_city(
        tmp_path / "city",
        xml_file,
        created_at=CREATED_AT,
        on_progress=lambda step, share: told.append((step, share)),
    )

    steps = dict.fromkeys(step for step, _ in told)
    assert list(steps) == [
        "reading the map",
        "building the network",
        "ordering the streets",
        "drawing the map",
        "writing the city",
    ]
    for step in steps:
        shares = [share for name, share in told if name == step]
        assert shares == sorted(shares)
        assert (shares[0], shares[-1]) == (0.0, 1.0)


def test_adding_again_replaces_the_city_and_leaves_nothing_behind(
    xml_file: Path, tmp_path: Path
) -> None:
    """The directory beside it in which the new city grew is gone."""
    directory = tmp_path / "city"
    add_city(directory, xml_file, created_at=CREATED_AT, name="First")

    city = add_city(directory, xml_file, created_at=CREATED_AT, name="Second")

    assert city.facts.name == "Second"
    assert [path.name for path in tmp_path.iterdir()] == ["city"]


def test_a_directory_with_something_else_in_it_is_left_alone(
    xml_file: Path, tmp_path: Path
) -> None:
    """Somebody's papers are no city."""
    papers = tmp_path / "papers"
    papers.mkdir()
    (papers / "letter.txt").write_text("Dear members")

    with pytest.raises(CityError, match="got something else there"):
        add_city(papers, xml_file, created_at=CREATED_AT)

    assert (papers / "letter.txt").read_text() == "Dear members"


def test_a_place_that_cannot_be_written_is_named(xml_file: Path, tmp_path: Path) -> None:
    """A file stands where a directory should be."""
    (tmp_path / "file").write_text("")

    with pytest.raises(CityError, match=r"Expected to write a city at .*, got: File exists"):
        add_city(tmp_path / "file" / "city", xml_file, created_at=CREATED_AT)


def test_a_broken_file_keeps_the_city_that_was_there(xml_file: Path, tmp_path: Path) -> None:
    """The old city goes only when the new one is whole."""
    add_city(tmp_path / "city", xml_file, created_at=CREATED_AT)
    broken = tmp_path / "broken.osm"
    broken.write_text(xml_file.read_text(encoding="utf-8")[:900], encoding="utf-8")

    with pytest.raises(CityError):
        add_city(tmp_path / "city", broken, created_at=CREATED_AT)

    assert load_city(tmp_path / "city").facts.counts["edges"] == 6


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("page.osm.pbf", b"<html>Not found</html>", "Expected an intact OpenStreetMap file"),
        ("page.osm", b"<html>Not found</html>", "Expected an intact OpenStreetMap file"),
        ("nothing.osm.pbf", b"", "Expected an intact OpenStreetMap file"),
        ("cut.osm", b'<osm version="0.6"><node id="1"', "Expected an intact OpenStreetMap file"),
        ("empty.osm", b'<osm version="0.6"></osm>', "Expected streets in .*, got an empty file"),
        (
            "point.osm",
            b'<osm version="0.6"><node id="1" lat="1" lon="1"/></osm>',
            "Expected streets in .*, got none",
        ),
    ],
)
def test_a_file_that_is_no_map_is_refused_in_one_sentence(
    name: str, content: bytes, message: str, tmp_path: Path
) -> None:
    """Each says what was expected and where."""
    path = tmp_path / name
    path.write_bytes(content)

    with pytest.raises(CityError, match=message) as caught:
        add_city(tmp_path / "city", path, created_at=CREATED_AT)

    assert "\n" not in str(caught.value)
    assert not (tmp_path / "city").exists()


def test_a_truncated_pbf_file_is_refused(xml_file: Path, tmp_path: Path) -> None:
    """Half of a download."""
    whole = tmp_path / "whole.osm.pbf"
    with osmium.SimpleWriter(whole) as writer:
        for entity in osmium.FileProcessor(xml_file):
            writer.add(entity)
    half = tmp_path / "half.osm.pbf"
    half.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])

    with pytest.raises(CityError, match="Expected an intact OpenStreetMap file"):
        add_city(tmp_path / "city", half, created_at=CREATED_AT)


def test_a_missing_file_is_not_taken_for_the_name_of_a_place(tmp_path: Path) -> None:
    """What ends like a map file is one."""
    with pytest.raises(CityError, match=r"Expected an OpenStreetMap file at .*gone\.osm\.pbf"):
        add_city(tmp_path / "city", str(tmp_path / "gone.osm.pbf"), created_at=CREATED_AT)


def test_a_missing_city_says_how_to_add_one(tmp_path: Path) -> None:
    """The command is in the message."""
    with pytest.raises(CityError, match="add it with `commonwheel city add`"):
        load_city(tmp_path)


def test_a_city_of_another_format_says_so(city_directory: Path, tmp_path: Path) -> None:
    """Cities are built anew rather than converted."""
    facts = json.loads((city_directory / "city.json").read_text(encoding="utf-8"))
    (tmp_path / "city.json").write_text(json.dumps(facts | {"format": 3}))

    with pytest.raises(CityError, match=r"Expected a city of format 4 in .*, got 3; add it again"):
        load_city(tmp_path)


@pytest.mark.parametrize("name", ["graph.npz", "orders.npz", "texts.json", "city.json"])
def test_a_damaged_city_is_refused(name: str, xml_file: Path, tmp_path: Path) -> None:
    """Half of a file is no file."""
    add_city(tmp_path / "city", xml_file, created_at=CREATED_AT)
    file = tmp_path / "city" / name
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])

    with pytest.raises(CityError, match="Expected an intact"):
        load_city(tmp_path / "city")


def test_a_lost_address_file_is_named(xml_file: Path, tmp_path: Path) -> None:
    """The streets still work without it; asking for an address says what is missing."""
    city = add_city(tmp_path / "city", xml_file, created_at=CREATED_AT)
    (tmp_path / "city" / "places.sqlite").unlink()

    with pytest.raises(CityError, match=r"Expected the city's places in .*places\.sqlite"):
        city.find("north")
