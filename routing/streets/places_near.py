"""The houses of a city in memory, by where they are: to call a point after its address."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from routing.model import Location
from routing.streets.geodesy import METRES_PER_DEGREE
from routing.streets.places_file import CELLS_PER_DEGREE, cell_number, cell_of, opened
from routing.streets.places_model import Place, PlaceKind
from routing.streets.places_words import Words, read_words

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

REACH = 250.0
"""Metres within which a point is called after an address."""

BY_CELL = """
SELECT cell, house.lat, house.lon, house.label, number, street FROM house
JOIN entity ON entity.id = entity ORDER BY cell
"""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Houses:
    """All house numbers of a city, n of them, by cell.

    Attributes
    ----------
    cells
        Cell of each, rising, shape ``(n,)``.
    points
        Latitude and longitude, WGS84 degrees, shape ``(n, 2)``.
    names
        Label, number and street of each.
    """

    cells: NDArray[np.int64]
    points: NDArray[np.float64]
    names: tuple[tuple[str, str, str], ...]


def read_houses(file: Path) -> Houses:
    """Read the houses of a city.

    Parameters
    ----------
    file
        What `places_build.write_places` wrote.

    Returns
    -------
    Houses
        For `nearest_house`.

    Raises
    ------
    CityError
        When the file is missing or damaged.
    """
    streets: dict[str, str] = {}
    with opened(file) as connection:
        rows = connection.execute(BY_CELL).fetchall()
    return Houses(
        cells=np.array([row[0] for row in rows], dtype=np.int64),
        points=np.array([row[1:3] for row in rows], dtype=np.float64).reshape(-1, 2),
        names=tuple((row[3], row[4], streets.setdefault(row[5], row[5])) for row in rows),
    )


def nearest_house(houses: Houses, location: Location) -> Place | None:
    """Return the nearest address within `REACH`; of equally near ones the first by label.

    Parameters
    ----------
    houses
        Of the city.
    location
        Where to look.

    Returns
    -------
    Place or None
        Less sure the farther it is; ``None`` when there is none so near.
    """
    narrowing = max(float(np.cos(np.radians(location.lat))), 0.01)
    row, column = cell_of(location.lat, location.lon)
    wide = int(REACH / METRES_PER_DEGREE / narrowing * CELLS_PER_DEGREE) + 1
    firsts = [cell_number(row + ahead, column - wide) for ahead in (-1, 0, 1)]
    lasts = [first + 2 * wide for first in firsts]
    begins = houses.cells.searchsorted(firsts)
    ends = houses.cells.searchsorted(lasts, side="right")
    near = np.concatenate([np.arange(*span) for span in zip(begins, ends, strict=True)])
    if not len(near):
        return None
    offsets = houses.points[near] - (location.lat, location.lon)
    offsets *= METRES_PER_DEGREE, METRES_PER_DEGREE * narrowing
    gaps = np.hypot(offsets[:, 0], offsets[:, 1])
    gap = gaps.min()
    if gap > REACH:
        return None
    at = min(near[gaps == gap].tolist(), key=lambda one: houses.names[one][0])
    label, number, street = houses.names[at]
    lat, lon = houses.points[at].tolist()
    return Place(
        kind=PlaceKind.ADDRESS,
        label=label,
        street=street,
        house_number=number,
        location=Location(lat=lat, lon=lon),
        confidence=round(1.0 - float(gap) / REACH / 2, 3),
    )


class KeptPlaces:
    """What of a city's places is read once and kept, when it is needed first."""

    def __init__(self) -> None:
        self._words: list[Words] = []
        self._houses: list[Houses] = []

    def words(self, file: Path) -> Words:
        """Return the words of a file.

        Parameters
        ----------
        file
            The same at each call.

        Returns
        -------
        Words
            For `places.find`.
        """
        if not self._words:
            self._words.append(read_words(file))
        return self._words[0]

    def houses(self, file: Path) -> Houses:
        """Return the houses of a file.

        Parameters
        ----------
        file
            The same at each call.

        Returns
        -------
        Houses
            For `places.nearest`.
        """
        if not self._houses:
            self._houses.append(read_houses(file))
        return self._houses[0]
