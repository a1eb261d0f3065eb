"""Wire shapes of addresses, streets and named places."""

from typing import Annotated

from pydantic import Field

from api.schemas.fields import (
    Answer,
    LocationOut,
    Params,
)


class PlaceOut(Answer):
    """A place that the city's map knows; where it needs a pin, the map is not sure of the door."""

    label: str
    location: LocationOut
    kind: str
    needs_pin: bool


class PlacesOut(Answer):
    """Places that fit a text, best first."""

    places: list[PlaceOut]


class PlacesParams(Params):
    """Words to look for."""

    q: Annotated[str, Field(min_length=1, max_length=200, examples=["manner"])]
    limit: Annotated[int, Field(ge=1, le=20)] = 8
