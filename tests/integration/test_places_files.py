"""Searching a drawn city: numbers between numbers, namesakes, zones and known doors."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np
import pytest

from routing.model import Location
from routing.streets.build import build_network
from routing.streets.errors import CityError
from routing.streets.places import PlaceKind, Zone, find, nearest
from routing.streets.places_build import num_places, place_entities, write_places
from routing.streets.places_memory import DoorMemory, memory_file, num_doors
from routing.streets.raw import RawPlace, RawSpan
from tests.drawn_streets import ORIGIN, STEP, Drawing, street

if TYPE_CHECKING:
    from pathlib import Path

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


def house(street_name: str, number: str, column: float, row: float, **more: str) -> RawPlace:
    """Return an address on the grid of the drawing."""
    given = {"name": "", "postcode": "", "city": "", "kind": ""} | more
    lat, lon = ORIGIN[0] + row * STEP, ORIGIN[1] + column * STEP
    return RawPlace(street=street_name, house_number=number, lat=lat, lon=lon, **given)


def at(column: float, row: float) -> Location:
    """Return a point on the grid of the drawing."""
    return Location(lat=ORIGIN[0] + row * STEP, lon=ORIGIN[1] + column * STEP)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the places of a city with a bend, a row of numbers and two New Streets."""
    nodes = {
        1: (0.0, 0.0), 2: (4.0, 0.0), 3: (4.0, 4.0),
        4: (0.0, 60.0), 5: (4.0, 60.0), 6: (8.0, 0.0),
    }  # fmt: skip
    ways = (
        street(1, 2, 3, name="Bent Street"),
        street(2, 6, name="New Street"),
        street(3, 5, name="Long Road"),
        street(4, 5, name="New Street"),
    )
    places = (
        house("Bent Street", "2", 1.0, 0.1, city="Southtown", postcode="00100"),
        house("Bent Street", "10-14", 3.9, 3.0, city="Southtown", postcode="00100"),
        house("Bent Street", "5 B", 2.0, -0.1, city="Southtown", postcode="00100"),
        house("New Street", "1", 6.0, 0.1, city="Southtown", postcode="00100"),
        house("New Street", "1", 2.0, 60.1, city="Northtown", postcode="00200"),
        house("", "", 3.0, 3.0, name="Bakery Käthe", city="Southtown"),
        house("", "", 2.0, 2.0, name="Southtown", kind="suburb"),
        house("", "", 2.0, 61.0, name="Northtown", kind="suburb"),
    )
    points = np.array([(ORIGIN[1] + 4 * STEP, ORIGIN[0] + row * STEP) for row in (10, 20)])
    spans = (RawSpan(street="Long Road", first=20, last=30, step=2, points=points),)
    network = build_network(Drawing(nodes, ways).raw())
    entities = place_entities(places, spans, network)
    written = tmp_path_factory.mktemp("places") / "places.sqlite"
    write_places(written, entities)
    assert num_places(entities) == 5 + 3 + 4
    return written


@pytest.mark.parametrize(
    ("text", "label", "confidence"),
    [
        ("bent street 2", "Bent Street 2, 00100 Southtown", 1.0),
        ("bent street 12", "Bent Street 10-14, 00100 Southtown", 0.95),
        ("bent street 5 b", "Bent Street 5 B, 00100 Southtown", 1.0),
        ("bent street 5b 12", "Bent Street 5 B, 00100 Southtown", 1.0),
        ("bent street 5", "Bent Street 5 B, 00100 Southtown", 0.9),
        ("long road 26", "Long Road 26", 0.9),
        ("bakery kathe", "Bakery Käthe, Southtown", 0.95),
        ("bent street 999", "Bent Street", 0.36),
        ("bent street", "Bent Street", 0.6),
        ("southtown", "Southtown", 0.35),
        ("00200", "00200 Northtown", 0.4),
    ],
)
def test_the_answer_says_how_sure_it_is(
    text: str, label: str, confidence: float, file: Path
) -> None:
    """Mapped 1, in a range 0.95, without its letter 0.9, in a row of numbers 0.9.

    A street's middle is no door: 0.6, and 0.36 when its number is not known.
    """
    first = find(file, text, 5)[0]

    assert (first.label, first.confidence) == (label, confidence)


def test_a_number_between_two_others_lies_along_the_bend(file: Path) -> None:
    """6 is half way from 2 to 10, which stand at 56 m and 556 m of the street: at 306 m.

    That is 83 m past the corner, or 0.75 rows; it keeps half of each neighbor's distance
    from the street. The straight line between them would cut the corner.
    """
    first = find(file, "bent street 6", 5)[0]

    expected = at(4 - 0.05, 0.75 + 0.05)
    assert (first.house_number, first.confidence, first.needs_pin) == ("6", 0.6, True)
    assert first.location.lat == pytest.approx(expected.lat, abs=1e-5)
    assert first.location.lon == pytest.approx(expected.lon, abs=1e-5)


def test_a_row_of_numbers_is_spread_along_its_line(file: Path) -> None:
    """26 is six tenths of the way from 20 to 30; 25 is across the street and unknown."""
    first, other = find(file, "long road 26", 1)[0], find(file, "long road 25", 1)[0]

    assert first.location.lat == pytest.approx(ORIGIN[0] + 16 * STEP)
    assert other.kind is PlaceKind.STREET


def test_namesakes_far_apart_make_the_answer_unsure(file: Path) -> None:
    """Two houses New Street 1, six kilometres apart: both need a pin."""
    found = find(file, "new street 1", 5)[:2]

    assert {place.label for place in found} == {
        "New Street 1, 00100 Southtown",
        "New Street 1, 00200 Northtown",
    }
    assert [place.needs_pin for place in found] == [True, True]


@pytest.mark.parametrize(
    "text", ["new street 1 northtown", "northtown new street 1", "new street 1 00200"]
)
def test_a_town_or_a_postcode_tells_namesakes_apart(text: str, file: Path) -> None:
    """Beside the name, in any order."""
    first = find(file, text, 5)[0]

    assert first.label == "New Street 1, 00200 Northtown"
    assert not first.needs_pin


def test_a_zone_decides_between_namesakes(file: Path) -> None:
    """The co-op delivers in the north."""
    first = find(file, "new street 1", 5, zone=Zone(center=at(2, 60)))[0]

    assert first.label == "New Street 1, 00200 Northtown"
    assert not first.needs_pin


def test_streets_of_one_name_are_labeled_by_their_town(file: Path) -> None:
    """As their addresses say."""
    labels = {place.label for place in find(file, "new street", 2)}

    assert labels == {"New Street, Southtown", "New Street, Northtown"}


def test_what_is_being_typed_gets_suggestions(file: Path) -> None:
    """The number 1 may become 10; the street alone lists its houses after it."""
    numbers = [place.label for place in find(file, "bent street 1", 5)]
    houses = [place.house_number for place in find(file, "bent street", 9)]

    assert "Bent Street 10-14, 00100 Southtown" in numbers
    assert houses[:4] == ["", "2", "5 B", "10-14"]


def test_the_nearest_address_is_less_sure_the_farther_it_is(file: Path) -> None:
    """55.6 m are 22 percent of 250, of which half counts; none within reach is no answer."""
    near, far = nearest(file, at(1.0, 0.6)), nearest(file, at(1.0, 30.0))

    assert near is not None
    assert (near.label, near.confidence) == ("Bent Street 2, 00100 Southtown", 0.889)
    assert far is None


def test_a_known_door_wins_over_the_map(file: Path, tmp_path: Path) -> None:
    """The courier ended in the yard; asking in any spelling leads there now."""
    memory = DoorMemory(file=tmp_path / "doors.sqlite", owner="ours")
    memory.remember("Bent Street 2", at(1.2, 0.4), at=NOON)

    first = find(file, "BENT street 2", 1, memory=memory)[0]

    assert first.location == at(1.2, 0.4)
    assert first.confidence == 1.0
    assert nearest(file, at(1.2, 0.4), memory=memory) is not None
    assert nearest(file, at(1.2, 0.4), memory=memory).label == "Bent Street 2"  # type: ignore[union-attr]


def test_a_door_that_no_map_has_is_found_again(file: Path, tmp_path: Path) -> None:
    """A new building, or a name only couriers use."""
    memory = DoorMemory(file=tmp_path / "doors.sqlite", owner="ours")
    memory.remember("Käthe's back yard", at(3.1, 3.0), at=NOON)

    first = find(file, "kathe s BACK yard", 3, memory=memory)[0]

    assert (first.location, first.confidence) == (at(3.1, 3.0), 1.0)


def test_a_known_door_in_another_town_is_not_taken(file: Path, tmp_path: Path) -> None:
    """New Street 1 was learned in the south; the one in the north stays where it is."""
    memory = DoorMemory(file=tmp_path / "doors.sqlite", owner="ours")
    memory.remember("New Street 1", at(6.0, 0.2), at=NOON)

    first = find(file, "new street 1 northtown", 1, memory=memory)[0]

    assert first.location == at(2.0, 60.1)


def test_doors_belong_to_one_co_op_and_the_latest_counts(tmp_path: Path) -> None:
    """An older report that arrives late changes nothing; forgetting leaves no trace."""
    ours = DoorMemory(file=tmp_path / "doors.sqlite", owner="ours")
    theirs = DoorMemory(file=tmp_path / "doors.sqlite", owner="theirs")
    ours.remember("West 7", at(1, 1), at=NOON)
    ours.remember("WEST 7", at(2, 2), at=NOON - timedelta(days=1))

    before = (ours.recall("west 7"), theirs.recall("west 7"), len(ours), len(theirs))
    ours.forget("West 7")

    assert before == (at(1, 1), None, 1, 0)
    assert (ours.recall("west 7"), len(ours)) == (None, 0)
    assert num_doors(tmp_path / "doors.sqlite") == 0


def test_a_memory_that_was_never_written_is_empty(tmp_path: Path) -> None:
    """And asking makes no file."""
    memory = DoorMemory(file=memory_file(tmp_path / "city"), owner="ours")

    assert (memory.recall("west"), memory.door_near(at(0, 0)), len(memory)) == (None, None, 0)
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_memory_is_named(tmp_path: Path) -> None:
    """It is data that cannot be made again, so nobody writes over it."""
    broken = tmp_path / "doors.sqlite"
    broken.write_bytes(b"x" * 4096)

    with pytest.raises(CityError, match=r"Expected the remembered doors in .*doors\.sqlite"):
        DoorMemory(file=broken, owner="ours").recall("west")


def test_a_door_needs_an_address_and_a_time_with_a_zone(tmp_path: Path) -> None:
    """Wrong use, not a rule."""
    memory = DoorMemory(file=tmp_path / "doors.sqlite", owner="ours")

    with pytest.raises(ValueError, match="Expected an address and a time with a zone"):
        memory.remember("  ", at(0, 0), at=NOON)
    with pytest.raises(ValueError, match="Expected an address and a time with a zone"):
        memory.remember("West 7", at(0, 0), at=NOON.replace(tzinfo=None))
