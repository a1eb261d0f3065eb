"""What a co-op learned about doors: where the last delivery to an address ended.

The memory lies beside the city's directory, not in it, so that building the city anew
leaves it alone. Each co-op sees its own doors only.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from routing.model import Location
from routing.streets.errors import CityError
from routing.streets.geodesy import METRES_PER_DEGREE
from routing.streets.places_model import AddressMemory, Place, PlaceKind, fold, metres_between

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

SCHEMA = """
CREATE TABLE IF NOT EXISTS door (
    owner TEXT NOT NULL, address TEXT NOT NULL, label TEXT NOT NULL,
    lat REAL NOT NULL, lon REAL NOT NULL, at TEXT NOT NULL, PRIMARY KEY (owner, address)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS door_at ON door (owner, lat);
"""
KEEP = """
INSERT INTO door VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (owner, address) DO UPDATE SET
label = excluded.label, lat = excluded.lat, lon = excluded.lon, at = excluded.at
WHERE excluded.at >= door.at
"""
AT_THE_DOOR = 15.0
"""Metres within which a point is at a remembered door."""

SAME = 300.0
"""Metres within which two answers are the same for a courier."""

PATIENCE = 5.0
"""Seconds to wait for another process that writes."""


@cache
def memory_file(city: Path) -> Path:
    """Return where the memory of a city lies: ``helsinki.doors.sqlite`` beside ``helsinki``."""
    return city.with_name(f"{city.name}.doors.sqlite")


@dataclass(frozen=True, slots=True, kw_only=True)
class DoorMemory:
    """Doors that one co-op knows, in an SQLite file; safe between threads and processes.

    Attributes
    ----------
    file
        Made when the first door is remembered.
    owner
        The co-op.
    """

    file: Path
    owner: str

    def remember(self, address: str, location: Location, *, at: datetime) -> None:
        """Keep where a delivery ended; the latest one counts.

        Parameters
        ----------
        address
            As the order has it.
        location
            Where the parcel was handed over.
        at
            When, with a time zone.

        Raises
        ------
        CityError
            When the file cannot be written.
        ValueError
            When the address is empty or the time has no zone.
        """
        key = fold(address)
        if not key or at.tzinfo is None:
            msg = f"Expected an address and a time with a zone, got {address!r}, {at}."
            raise ValueError(msg)
        moment = at.timestamp()
        row = (self.owner, key, address.strip(), location.lat, location.lon, f"{moment:020.6f}")
        self._run(KEEP, row)

    def recall(self, address: str) -> Location | None:
        """Return where the last delivery to an address ended, ``None`` when there was none."""
        rows = self._run(
            "SELECT lat, lon FROM door WHERE owner = ? AND address = ?",
            (self.owner, fold(address)),
        )
        return Location(lat=rows[0][0], lon=rows[0][1]) if rows else None

    def door_near(self, location: Location) -> str | None:
        """Return the address of the nearest remembered door within 15 m, ``None`` without one."""
        high = AT_THE_DOOR / METRES_PER_DEGREE
        wide = high / max(float(np.cos(np.radians(location.lat))), 0.01)
        rows = self._run(
            "SELECT label, lat, lon FROM door WHERE owner = ? AND lat BETWEEN ? AND ?"
            " AND lon BETWEEN ? AND ?",
            (self.owner, location.lat - high, location.lat + high, location.lon - wide,
             location.lon + wide),
        )  # fmt: skip
        gaps = [
            (metres_between(location, Location(lat=lat, lon=lon)), label)
            for label, lat, lon in rows
        ]
        gap, label = min(gaps, default=(np.inf, None))
        return label if gap <= AT_THE_DOOR else None

    def forget(self, address: str) -> None:
        """Forget a door, for example because its people asked for it."""
        self._run("DELETE FROM door WHERE owner = ? AND address = ?", (self.owner, fold(address)))

    def __len__(self) -> int:
        """Return how many doors the co-op knows."""
        rows = self._run("SELECT count(*) FROM door WHERE owner = ?", (self.owner,))
        return int(rows[0][0]) if rows else 0

    def _run(self, question: str, values: Sequence[object]) -> list[tuple[Any, ...]]:
        """Run a statement; a question to a memory that was never written finds nothing."""
        is_question = question.startswith("SELECT")
        if is_question and not self.file.is_file():
            return []
        try:
            with closing(sqlite3.connect(self.file, timeout=PATIENCE)) as connection, connection:
                if not is_question:
                    connection.executescript(SCHEMA)
                return connection.execute(question, values).fetchall()
        except sqlite3.Error as error:
            msg = f"Expected the remembered doors in {self.file}, got: {error}."
            raise CityError(msg) from error


def num_doors(file: Path) -> int:
    """Return how many doors all co-ops together have in a file; 0 when there is none."""
    if not file.is_file():
        return 0
    try:
        with closing(sqlite3.connect(file, timeout=PATIENCE)) as connection:
            return int(connection.execute("SELECT count(*) FROM door").fetchone()[0])
    except sqlite3.Error as error:
        msg = f"Expected the remembered doors in {file}, got: {error}."
        raise CityError(msg) from error


def remembered(memory: AddressMemory, text: str, found: list[Place]) -> list[Place]:
    """Put a co-op's own knowledge over the answers of a search.

    Parameters
    ----------
    memory
        What the co-op learned about doors.
    text
        What was asked for.
    found
        What the map answered, best first.

    Returns
    -------
    list of Place
        Addresses where the co-op knows them to be; the text itself first if it knows it.
    """
    better = []
    for place in found:
        if place.kind is not PlaceKind.ADDRESS:
            better.append(place)
            continue
        door = memory.recall(place.label)
        if door is None:
            door = memory.recall(f"{place.street} {place.house_number}")
            if door is not None and metres_between(door, place.location) > SAME:
                door = None  # the same street and number in another town
        better.append(place if door is None else replace(place, location=door).times(1.05))
    door = memory.recall(text)
    if door is not None:
        near = (place for place in better if metres_between(place.location, door) <= SAME)
        known = max(near, key=lambda place: place.confidence, default=None)
        better = [place for place in better if place is not known]
        own = Place(
            kind=PlaceKind.ADDRESS, label=text.strip(), street="", house_number="", location=door
        )
        better.insert(0, own if known is None else replace(known, location=door, confidence=1.0))
    return better
