"""The city of a co-op."""

from typing import Self

from api.schemas.fields import Answer, LocationOut, Params
from routing.streets.facts import CityFacts
from routing.streets.tiles.style import Theme


class StyleParams(Params):
    """In which light the map is read."""

    theme: Theme = Theme.LIGHT


class CityOut(Answer):
    """Facts about a city; `bbox` is west, south, east, north as in GeoJSON."""

    name: str
    attribution: str
    bbox: tuple[float, float, float, float]
    center: LocationOut

    @classmethod
    def of(cls, facts: CityFacts) -> Self:
        """Write a city's facts."""
        return cls(
            name=facts.name,
            attribution=facts.attribution,
            bbox=(facts.west, facts.south, facts.east, facts.north),
            center=LocationOut(lat=facts.center_lat, lon=facts.center_lon),
        )
