"""A city as one co-op sees it: it looks near its own zone and knows its own doors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dispatch.streets import Found, Streets, Travel
    from routing.model import Location, Matrix
    from routing.streets.overlays import Overlay
    from routing.streets.places_model import AddressMemory, Zone
    from routing.streets.profiles import Profile


class Places(Protocol):
    """Finds places, given where to prefer them and what is known already."""

    def find(
        self, text: str, limit: int, *, zone: Zone | None, memory: AddressMemory | None
    ) -> Sequence[Found]:
        """Search addresses and streets, best first."""

    def nearest_address(self, location: Location, *, memory: AddressMemory | None) -> str:
        """Give the address nearest to a point."""


class LocalStreets:
    """Streets that everybody in the city shares, searched with what one co-op knows.

    Parameters
    ----------
    streets
        Answers everything about travel.
    places
        Finds places.
    zone
        Where the co-op delivers.
    doors
        What the co-op learned about doors; wins over the map.
    """

    def __init__(
        self, streets: Streets, *, places: Places, zone: Zone, doors: AddressMemory
    ) -> None:
        self._streets = streets
        self._places = places
        self._zone = zone
        self._doors = doors

    def snap(self, points: Sequence[Location], profile: Profile) -> object:
        """Find the nearest street of each point."""
        return self._streets.snap(points, profile)

    def matrix(self, points: Sequence[Location], profile: Profile) -> Matrix:
        """Compute travel between all points."""
        return self._streets.matrix(points, profile)

    def rows(
        self,
        from_points: Sequence[Location],
        to_points: Sequence[Location],
        profile: Profile,
    ) -> Travel:
        """Compute travel from some points to others."""
        return self._streets.rows(from_points, to_points, profile)

    def climb(self, a: Location, b: Location, profile: Profile) -> int:
        """Give the metres of ascent from one point to another."""
        return self._streets.climb(a, b, profile)

    def with_overlays(self, overlays: Iterable[Overlay], /) -> LocalStreets:
        """Give the same city under overlays; places and doors are the same."""
        under = self._streets.with_overlays(overlays)
        return LocalStreets(under, places=self._places, zone=self._zone, doors=self._doors)

    def find(self, text: str, limit: int) -> Sequence[Found]:
        """Search addresses and streets, best first, the co-op's own doors before all."""
        return self._places.find(text, limit, zone=self._zone, memory=self._doors)

    def nearest_address(self, location: Location) -> str:
        """Give the address nearest to a point, as the co-op knows it."""
        return self._places.nearest_address(location, memory=self._doors)
