"""A city as one co-op sees it: it looks near its own zone and knows its own doors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from dispatch.streets_behind import StreetsBehind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dispatch.streets import Found, Streets
    from routing.model import Location
    from routing.streets.overlays import Overlay
    from routing.streets.places_model import AddressMemory, Zone


class Places(Protocol):
    """Finds places, given where to prefer them and what is known already."""

    def find(
        self, text: str, limit: int, *, zone: Zone | None, memory: AddressMemory | None
    ) -> Sequence[Found]:
        """Search addresses and streets, best first."""

    def nearest_address(self, location: Location, *, memory: AddressMemory | None) -> str:
        """Give the address nearest to a point."""


class LocalStreets(StreetsBehind):
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
        super().__init__(streets)
        self._places = places
        self._zone = zone
        self._doors = doors

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
