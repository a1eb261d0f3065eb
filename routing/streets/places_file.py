"""Opens the files that places are kept in, and their layout.

::

    entity      what has a name: streets, named places, towns, postcodes; the more important,
                the smaller the id
    word        full-text index over the folded names, and towns and postcodes beside them
    house       house numbers of the streets
    span        rows of house numbers of which only the ends are mapped
    vocabulary  all folded words and how often they occur, to set typing errors right
"""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from routing.streets.errors import CityError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SCHEMA = """
CREATE TABLE entity (
    id INTEGER PRIMARY KEY, kind TEXT NOT NULL, label TEXT NOT NULL, street TEXT NOT NULL,
    house_number TEXT NOT NULL, name TEXT NOT NULL, more TEXT NOT NULL,
    lat REAL NOT NULL, lon REAL NOT NULL, is_shown INTEGER NOT NULL, line BLOB
);
CREATE INDEX entity_name ON entity (name);
CREATE TABLE house (
    entity INTEGER NOT NULL, low INTEGER NOT NULL, high INTEGER NOT NULL,
    step INTEGER NOT NULL, letter TEXT NOT NULL, number TEXT NOT NULL, label TEXT NOT NULL,
    lat REAL NOT NULL, lon REAL NOT NULL, cell INTEGER NOT NULL
);
CREATE INDEX house_of ON house (entity, low);
CREATE INDEX house_at ON house (cell);
CREATE TABLE span (
    entity INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL,
    step INTEGER NOT NULL, line BLOB NOT NULL
);
CREATE INDEX span_of ON span (entity);
CREATE TABLE vocabulary (word TEXT PRIMARY KEY, count INTEGER NOT NULL) WITHOUT ROWID;
CREATE VIRTUAL TABLE word USING fts5 (
    name, more, content='', tokenize='unicode61', prefix='1 2 3'
);
"""
CELLS_PER_DEGREE = 200
CELLS_AROUND = 1 << 20


def cell_of(lat: float, lon: float) -> tuple[int, int]:
    """Return the row and column of the cell of about half a kilometre that a point is in."""
    return int((lat + 90.0) * CELLS_PER_DEGREE), int((lon + 180.0) * CELLS_PER_DEGREE)


def cell_number(row: int, column: int) -> int:
    """Return the number under which a cell is kept."""
    return row * CELLS_AROUND + column


@contextmanager
def opened(file: Path) -> Iterator[sqlite3.Connection]:
    """Open a file of places to read it.

    Parameters
    ----------
    file
        What `places_build.write_places` wrote.

    Yields
    ------
    sqlite3.Connection
        Closed at the end.

    Raises
    ------
    CityError
        When the file is missing or damaged.
    """
    try:
        with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as found:
            yield found
    except sqlite3.DatabaseError as error:
        msg = f"Expected the city's places in {file}, got: {error}."
        raise CityError(msg) from error
