"""Asks a geocoder elsewhere: Photon or Nominatim, by its address.

Every search sends what was typed, and with it perhaps where somebody lives, to whoever runs
that server. Whoever switches this on shows `PRIVACY_NOTICE` where people type. The public
Nominatim forbids searching while typing.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import httpx

from routing.model import Location
from routing.streets.errors import CityError
from routing.streets.places_model import Place, PlaceKind, metres_between

if TYPE_CHECKING:
    from collections.abc import Iterator

    from routing.streets.places_model import Zone

PRIVACY_NOTICE = "places_asked_elsewhere"
"""Code of the notice that what is typed leaves the co-op's own server."""

PROGRAM = "commonwheel (courier co-operatives)"
CONNECTING = 2.0
LIKELIEST = 0.9
"""Confidence in an address with a house number from a server that gives none."""

WITHOUT_NUMBER = 0.5
SAME_DOOR = 60.0
"""Metres within which the answer to a reverse search is the point itself."""


class Service(StrEnum):
    """Kind of geocoder."""

    PHOTON = "photon"
    NOMINATIM = "nominatim"


@dataclass(frozen=True, slots=True, kw_only=True)
class OnlinePlaces:
    """A geocoder elsewhere.

    Attributes
    ----------
    service
        What it is.
    url
        Its address, without the path of a search: ``"https://photon.example.org"``.
    timeout
        Seconds to wait for an answer.
    """

    service: Service
    url: str
    timeout: float = 3.0

    def find(
        self, text: str, limit: int = 10, *, zone: Zone | None = None, language: str = "en"
    ) -> tuple[Place, ...]:
        """Find places by the words of a text.

        Parameters
        ----------
        text
            As typed.
        limit
            Most results.
        zone
            Where to prefer places.
        language
            In which to name them.

        Returns
        -------
        tuple of Place
            Best first; empty when nothing matches.

        Raises
        ------
        CityError
            When the server cannot be reached in time, refuses, or answers nonsense.
        """
        if not text.strip() or limit < 1:
            return ()
        values = {"q": text.strip(), "limit": str(limit)}
        if self.service is Service.PHOTON:
            near = (
                {} if zone is None else {"lat": str(zone.center.lat), "lon": str(zone.center.lon)}
            )
            answer = self._ask("/api", values | near | {"lang": language})
        else:
            more = {"format": "geojson", "addressdetails": "1", "accept-language": language}
            answer = self._ask("/search", values | more)
        found = self._read(answer)
        if zone is not None:
            found = tuple(place.times(zone.preference(place.location)) for place in found)
        return found[:limit]

    def nearest(self, location: Location, *, language: str = "en") -> Place | None:
        """Return the address of a point.

        Parameters
        ----------
        location
            Where to look.
        language
            In which to name it.

        Returns
        -------
        Place or None
            ``None`` when the server knows nothing there.

        Raises
        ------
        CityError
            As `find`.
        """
        values = {"lat": str(location.lat), "lon": str(location.lon)}
        if self.service is Service.PHOTON:
            found = self._read(self._ask("/reverse", values | {"lang": language}))
        else:
            more = {"format": "geojson", "addressdetails": "1", "accept-language": language}
            found = self._read(self._ask("/reverse", values | more))
        if not found:
            return None
        gap = metres_between(found[0].location, location)
        return found[0].times(1.0 if gap <= SAME_DOOR else SAME_DOOR / gap)

    def _ask(self, path: str, values: dict[str, str]) -> object:
        limits = httpx.Timeout(self.timeout, connect=min(CONNECTING, self.timeout))
        try:
            answer = httpx.get(
                f"{self.url.rstrip('/')}{path}",
                params=values,
                timeout=limits,
                headers={"User-Agent": PROGRAM},
            )
            answer.raise_for_status()
            decoded: object = answer.json()
        except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
            reason = str(error).split("\n")[0] or type(error).__name__
            msg = f"Expected places from {self.url}, got: {reason}."
            raise CityError(msg) from error
        return decoded

    def _read(self, answer: object) -> tuple[Place, ...]:
        """Return the places of a GeoJSON answer; both services give one."""
        if not isinstance(answer, dict):
            answer = {}
        if "error" in answer:  # Nominatim's way to say that nothing is there
            return ()
        try:
            features: list[Any] = answer["features"]
            return tuple(_places(features))
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            msg = f"Expected places from {self.url}, got an answer of another kind."
            raise CityError(msg) from error


def _places(features: list[Any]) -> Iterator[Place]:
    for feature in features:
        said = feature["properties"]
        parts = said.get("address", said)
        lon, lat = feature["geometry"]["coordinates"][:2]
        street = parts.get("street") or parts.get("road") or ""
        number = parts.get("housenumber") or parts.get("house_number") or ""
        town = parts.get("city") or parts.get("town") or parts.get("village") or ""
        address = " ".join(filter(None, (street, number)))
        name = said.get("name") or ""
        label = ", ".join(
            dict.fromkeys(
                filter(None, (name, address, f"{parts.get('postcode') or ''} {town}".strip()))
            )
        )
        kind = PlaceKind.NAMED
        if number and street:
            kind = PlaceKind.ADDRESS
        elif street == name or said.get("osm_key") == "highway":
            kind = PlaceKind.STREET
        if label:
            yield Place(
                kind=kind,
                label=label,
                street=street,
                house_number=number,
                location=Location(lat=float(lat), lon=float(lon)),
                confidence=LIKELIEST if kind is PlaceKind.ADDRESS else WITHOUT_NUMBER,
            )
