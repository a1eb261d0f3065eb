"""What a search for places deals in: results, where to prefer them, and folded words."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

import numpy as np

from routing.streets.geodesy import great_circle

if TYPE_CHECKING:
    from routing.model import Location

SURE = 0.7
"""Confidence from which on a courier can be sent without a look at the map."""

FAR = 10_000.0
"""Metres from the middle of a zone at which a place is least preferred."""

OUTSIDE = 0.85
"""What is left of the confidence of a place far from the zone."""

UNFOLDED = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "\N{LATIN SMALL LETTER DOTLESS I}": "i"}
)
"""Letters that carry no separable mark."""


class PlaceKind(StrEnum):
    """What a place is."""

    ADDRESS = "address"
    STREET = "street"
    NAMED = "named"
    TOWN = "town"
    POSTCODE = "postcode"


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
    confidence
        How likely a courier who is sent there finds the door that was meant, 0 to 1.
    """

    kind: PlaceKind
    label: str
    street: str
    house_number: str
    location: Location
    confidence: float = 1.0

    @property
    def needs_pin(self) -> bool:
        """Whether a person should point at the door on the map before it is used."""
        return self.confidence < SURE

    def times(self, factor: float) -> Place:
        """Return the place with another confidence, at most 1."""
        return replace(self, confidence=min(1.0, round(self.confidence * factor, 3)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Zone:
    """Where a co-op delivers; what lies there is preferred in a search.

    Attributes
    ----------
    center
        Its middle.
    outline
        Its border, corner by corner; empty when only the middle is known.
    """

    center: Location
    outline: tuple[Location, ...] = ()

    def preference(self, location: Location) -> float:
        """Return how much of its confidence a place keeps: 1 in the zone, less outside."""
        if self.outline and self._has(location):
            return 1.0
        distance = metres_between(self.center, location)
        if self.outline:
            return OUTSIDE
        return 1.0 - (1.0 - OUTSIDE) * min(1.0, distance / FAR)

    def _has(self, location: Location) -> bool:
        """Return whether a ray from the location crosses the border an odd number of times."""
        lats = np.array([corner.lat for corner in self.outline])
        lons = np.array([corner.lon for corner in self.outline])
        next_lats, next_lons = np.roll(lats, -1), np.roll(lons, -1)
        crosses = (lats > location.lat) != (next_lats > location.lat)
        rise = np.where(crosses, next_lats - lats, 1.0)
        at = lons + (location.lat - lats) / rise * (next_lons - lons)
        return int(np.count_nonzero(crosses & (location.lon < at))) % 2 == 1


class AddressMemory(Protocol):
    """What a co-op learned itself about where doors are."""

    def recall(self, address: str) -> Location | None:
        """Return where the last delivery to an address ended, ``None`` when there was none."""
        ...

    def door_near(self, location: Location) -> str | None:
        """Return the address of a remembered door at a location, ``None`` without one."""
        ...


def fold(text: str) -> str:
    """Return text without case, diacritics and punctuation, words parted by one space."""
    decomposed = unicodedata.normalize("NFKD", text.casefold().translate(UNFOLDED))
    letters = (c for c in decomposed if not unicodedata.combining(c))
    return " ".join("".join(c if c.isalnum() else " " for c in letters).split())


def metres_between(a: Location, b: Location) -> float:
    """Return the great-circle distance of two locations."""
    lats_a, lons_a = np.array([a.lat]), np.array([a.lon])
    return float(great_circle(lats_a, lons_a, np.array([b.lat]), np.array([b.lon]))[0])
