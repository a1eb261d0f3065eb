"""A first geocoder: addresses, named places and streets in one SQLite file.

Words are compared without case and diacritics, and the last word may be unfinished. What
matches in full comes before what only begins so; addresses come before streets, streets
before other places.
"""

from __future__ import annotations

import sqlite3
import unicodedata
from contextlib import closing
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from routing.model import Location
from routing.streets.errors import CityError
from routing.streets.geodesy import METRES_PER_DEGREE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    from routing.streets.network import Network
    from routing.streets.raw import RawPlace

SCHEMA = """
CREATE TABLE place (
    id INTEGER PRIMARY KEY, kind TEXT NOT NULL, label TEXT NOT NULL, street TEXT NOT NULL,
    house_number TEXT NOT NULL, lat REAL NOT NULL, lon REAL NOT NULL
);
CREATE INDEX place_lat ON place (lat);
CREATE VIRTUAL TABLE word USING fts5 (folded, content='', tokenize='unicode61', prefix='1 2 3');
"""
ASK = """
SELECT place.kind, label, street, house_number, lat, lon FROM word
JOIN place ON place.id = word.rowid WHERE word MATCH ? ORDER BY word.rank, place.id LIMIT ?
"""
AROUND = """
SELECT kind, label, street, house_number, lat, lon FROM place
WHERE lat BETWEEN ? AND ? AND lon BETWEEN ? AND ? AND kind = 'address'
"""
MOST_CANDIDATES = 400
SEARCH_RADII = (60.0, 250.0)
UNFOLDED = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "\N{LATIN SMALL LETTER DOTLESS I}": "i"}
)
"""Letters that carry no separable mark."""


class PlaceKind(StrEnum):
    """What a place is."""

    ADDRESS = "address"
    STREET = "street"
    NAMED = "named"


KINDS_WITH_NUMBER = (PlaceKind.ADDRESS, PlaceKind.STREET, PlaceKind.NAMED)
KINDS_WITHOUT_NUMBER = (PlaceKind.STREET, PlaceKind.NAMED, PlaceKind.ADDRESS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A result of a search.

    Attributes
    ----------
    kind
        What it is.
    label
        How it is shown: ``"Annankatu 12, Helsinki"``.
    street, house_number
        Parts of its address; empty where not known.
    location
        Where it is; for a street a point in its middle.
    """

    kind: PlaceKind
    label: str
    street: str
    house_number: str
    location: Location


def fold(text: str) -> str:
    """Return text without case, diacritics and punctuation, words parted by one space."""
    decomposed = unicodedata.normalize("NFKD", text.casefold().translate(UNFOLDED))
    letters = (c for c in decomposed if not unicodedata.combining(c))
    return " ".join("".join(c if c.isalnum() else " " for c in letters).split())


PlaceRow = tuple[str, str, str, str, float, float]
"""Kind, label, street, house number, latitude, longitude."""


def place_rows(places: Iterable[RawPlace], network: Network) -> tuple[PlaceRow, ...]:
    """Return all addresses, named places and streets of a city.

    Parameters
    ----------
    places
        Addresses and named places.
    network
        Streets in use.

    Returns
    -------
    tuple of PlaceRow
        Each label and position once.
    """
    return tuple(dict.fromkeys((*_address_rows(places), *_street_rows(network))))


def write_places(file: Path, rows: Iterable[PlaceRow]) -> None:
    """Write places into an SQLite file.

    Parameters
    ----------
    file
        File to be made; must not exist.
    rows
        What `place_rows` returned.
    """
    rows = tuple(rows)
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.executescript(SCHEMA)
        connection.executemany(
            "INSERT INTO place (kind, label, street, house_number, lat, lon)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            rows,
        )
        connection.executemany(
            "INSERT INTO word (rowid, folded) VALUES (?, ?)",
            ((number, fold(row[1])) for number, row in enumerate(rows, start=1)),
        )


def _address_rows(places: Iterable[RawPlace]) -> Iterator[PlaceRow]:
    for place in places:
        address = " ".join(filter(None, (place.street, place.house_number)))
        town = " ".join(filter(None, (place.postcode, place.city)))
        where = (place.street, place.house_number, round(place.lat, 7), round(place.lon, 7))
        if place.street and place.house_number:
            label = ", ".join(filter(None, (address, town)))
            yield (PlaceKind.ADDRESS.value, label, *where)
        if place.name:
            label = ", ".join(filter(None, (place.name, address, place.city)))
            yield (PlaceKind.NAMED.value, label, *where)


def _street_rows(network: Network) -> Iterator[PlaceRow]:
    """Yield each street name once, at the middle of its longest edge."""
    in_use: NDArray[np.bool_] = np.any(network.is_main, axis=0)
    named = np.flatnonzero((network.edge_names > 0) & in_use[network.edge_from])
    by_length = named[np.argsort(-network.edge_lengths[named], kind="stable")]
    names, first = np.unique(network.edge_names[by_length], return_index=True)
    for name, edge in zip(names.tolist(), by_length[first].tolist(), strict=True):
        points = network.points(edge)
        lon, lat = points[(len(points) - 1) // 2 : len(points) // 2 + 1].mean(axis=0).round(7)
        street = network.names[name]
        yield (PlaceKind.STREET.value, street, street, "", float(lat), float(lon))


def find(file: Path, text: str, limit: int) -> tuple[Place, ...]:
    """Find places by the words of a text.

    Parameters
    ----------
    file
        What `write_places` wrote.
    text
        Words in any order; the last one may be unfinished.
    limit
        Most results.

    Returns
    -------
    tuple of Place
        Best first; empty when nothing matches.
    """
    words = fold(text).split()
    if not words or limit < 1:
        return ()
    exact = [f'"{word}"' for word in words]
    question = " ".join((*exact[:-1], f"{exact[-1]}*"))
    found = _query(file, ASK, (question, MOST_CANDIDATES))
    found.sort(key=lambda place: _order(place, words))
    once: dict[str, Place] = {}
    for place in found:
        once.setdefault(place.label, place)
    return tuple(once.values())[:limit]


def _order(place: Place, words: list[str]) -> tuple[bool, bool, int, int, str]:
    """Rank a match: its words begin the name, the last word is whole, kind, brevity.

    A text without a digit asks for a street rather than for one of its addresses.
    """
    has_number = any(word[0].isdigit() for word in words)
    kinds = KINDS_WITH_NUMBER if has_number else KINDS_WITHOUT_NUMBER
    label = fold(place.label)
    name = fold(place.street) if place.kind is not PlaceKind.NAMED else label
    begins = f"{name} {fold(place.house_number)}".startswith(" ".join(words))
    is_whole = words[-1] in label.split()
    return (not begins, not is_whole, kinds.index(place.kind), len(label), label)


def nearest_address(file: Path, location: Location) -> str | None:
    """Return the nearest address within 250 m.

    Parameters
    ----------
    file
        What `write_places` wrote.
    location
        Where to look.

    Returns
    -------
    str or None
        The label of the address, ``None`` when there is none so near.
    """
    narrowing = float(np.cos(np.radians(location.lat)))
    for radius in SEARCH_RADII:
        high = radius / METRES_PER_DEGREE
        wide = high / max(narrowing, 0.01)
        box = (location.lat - high, location.lat + high, location.lon - wide, location.lon + wide)
        candidates = []
        for place in _query(file, AROUND, box):
            north = place.location.lat - location.lat
            east = (place.location.lon - location.lon) * narrowing
            candidates.append((np.hypot(north, east), place.label))
        best = min(candidates, default=(np.inf, ""))
        if best[0] <= high:
            return best[1]
    return None


def _query(file: Path, question: str, values: tuple[object, ...]) -> list[Place]:
    try:
        with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            rows = connection.execute(question, values).fetchall()
    except sqlite3.DatabaseError as error:
        msg = f"Expected the city's places in {file}, got: {error}."
        raise CityError(msg) from error
    return [
        Place(
            kind=PlaceKind(kind),
            label=label,
            street=street,
            house_number=number,
            location=Location(lat=lat, lon=lon),
        )
        for kind, label, street, number, lat, lon in rows
    ]
