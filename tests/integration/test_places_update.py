"""A newer map in a city's place: new streets, the same known doors."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from routing.model import Location
from routing.streets.add import add_city
from routing.streets.city import load_city
from routing.streets.errors import CityError
from routing.streets.places_memory import DoorMemory, memory_file
from routing.streets.update import update_city
from tests.drawn_streets import square, street

if TYPE_CHECKING:
    from pathlib import Path

BEFORE = datetime(2026, 3, 1, tzinfo=UTC)
AFTER = datetime(2026, 9, 1, tzinfo=UTC)
DOOR = Location(lat=60.0003, lon=24.0003)


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    """Return a city made from a file, with a door that a courier corrected."""
    old = tmp_path / "square.osm"
    old.write_text(square().xml(), encoding="utf-8")
    add_city(tmp_path / "city", old, created_at=BEFORE, name="Square")
    memory = DoorMemory(file=memory_file(tmp_path / "city"), owner="ours")
    memory.remember("West 7", DOOR, at=BEFORE)
    return tmp_path / "city"


def test_an_update_brings_streets_and_keeps_doors(directory: Path, tmp_path: Path) -> None:
    """The new map has a street across; the door is where the courier left it."""
    newer = tmp_path / "newer.osm"
    newer.write_text(square(street(1, 4, name="Across")).xml(), encoding="utf-8")

    update = update_city(directory, newer, created_at=AFTER)

    city = load_city(directory)
    memory = DoorMemory(file=memory_file(directory), owner="ours")
    assert (update.before.created_at, update.num_doors_kept) == (BEFORE.isoformat(), 1)
    assert update.changes()["street_names"] == 1
    assert (city.facts.name, city.facts.source) == ("Square", "newer.osm")
    assert city.find("across")[0].label == "Across"
    assert city.find("west 7", memory=memory)[0].location == DOOR
    assert city.nearest_address(DOOR, memory=memory) == "West 7"


def test_a_broken_map_leaves_the_old_city(directory: Path, tmp_path: Path) -> None:
    """With its streets, its doors and its date."""
    broken = tmp_path / "broken.osm"
    broken.write_text("<osm", encoding="utf-8")

    with pytest.raises(CityError, match="Expected an intact OpenStreetMap file"):
        update_city(directory, broken, created_at=AFTER)

    assert load_city(directory).facts.created_at == BEFORE.isoformat()


def test_a_city_from_a_file_needs_a_newer_file(directory: Path) -> None:
    """A file's name does not say where a newer one is."""
    with pytest.raises(CityError, match=r"Expected a newer map file .* from square\.osm"):
        update_city(directory, created_at=AFTER)


def test_only_a_city_can_be_updated(tmp_path: Path) -> None:
    """There is none yet."""
    with pytest.raises(CityError, match="Expected a city in"):
        update_city(tmp_path / "nowhere", "1,2,3,4", created_at=AFTER)


def test_the_map_and_its_letters_come_with_the_city(directory: Path) -> None:
    """Beside the streets, for a page without a network."""
    assert (directory / "tiles.pmtiles").read_bytes()[:7] == b"PMTiles"
    assert (directory / "glyphs" / "regular" / "0-255.pbf").is_file()
