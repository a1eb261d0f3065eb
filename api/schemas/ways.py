"""What to do along the way, and how far one gets."""

from typing import Annotated

from pydantic import Field

from api.schemas.fields import Answer, Lat, LocationOut, Lon, Params
from routing.streets.profiles import Profile

MOST_LIMITS = 4
_MINUTES = "([1-9]|[1-5][0-9]|60)"


class StepOut(Answer):
    """One thing to do, and how far it is to the next."""

    maneuver: str
    text: str
    street: str
    distance: str
    distance_m: int
    duration_s: int
    bearing: int
    location: LocationOut


class LegDirectionsOut(Answer):
    """The way to one stop from the one before; no steps where the streets know none."""

    stop_id: str
    distance_m: int
    duration_s: int
    climb_m: int
    directions: list[StepOut]


class RouteDirectionsOut(Answer):
    """What to do along the courier's day, leg by leg."""

    day: str
    version: int | None
    legs: list[LegDirectionsOut]


class IsochroneParams(Params):
    """From where, how, and for how many minutes."""

    lat: Lat
    lon: Lon
    profile: Profile = Profile.BIKE
    minutes: Annotated[
        str,
        Field(
            pattern=f"^{_MINUTES}(,{_MINUTES}){{0,{MOST_LIMITS - 1}}}$",
            examples=["5,10,15"],
            description="Up to four limits from 1 to 60, parted by commas.",
        ),
    ] = "5,10,15"
