"""Say what to do along a route in the language of whoever rides it."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from api.courier_view import current_shift, stop_id
from api.schemas.fields import LocationOut
from api.schemas.ways import LegDirectionsOut, RouteDirectionsOut, StepOut
from dispatch.ways import Way
from routing.streets.ascent import ascent
from routing.streets.directions import Maneuver, Step, directions
from routing.streets.errors import CityError
from routing.streets.profiles import Profile

if TYPE_CHECKING:
    from api.deps import Ask
    from api.words import Words
    from dispatch.delivering import CourierDay
    from dispatch.model import Courier
    from routing.model import Location
    from routing.streets.city import City

COMPASS: Final = ("n", "ne", "e", "se", "s", "sw", "w", "nw")
KILOMETRE: Final = 1000
"""Metres from which on a distance is said in kilometres."""


def write_directions(
    ask: Ask, city: City, courier: Courier, found: CourierDay
) -> RouteDirectionsOut:
    """Write what to do along a courier's day; takes time, so call it in a thread.

    Parameters
    ----------
    ask
        Knows the language and the time.
    city
        As it is now.
    courier
        Whose day.
    found
        The day as the plan in force has it.

    Returns
    -------
    RouteDirectionsOut
        One leg per stop that is somewhere else than the one before.
    """
    shift = current_shift(found.shifts, ask.now)
    profile = Profile(shift.profile if shift else courier.profile)
    places = [
        (stop_id(route, number), stop.location)
        for route in found.routes
        for number, stop in enumerate(route.stops)
        if stop.location is not None
    ]
    return RouteDirectionsOut(
        day=found.day.isoformat(),
        version=found.version or None,
        legs=[
            _leg(ask.words, city, name, (a, b), Way(profile, courier.time_permille))
            for (_, a), (name, b) in pairwise(places)
            if a != b
        ],
    )


def say_step(words: Words, step: Step) -> str:
    """Say what to do."""
    key = step.maneuver.value
    if step.maneuver is Maneuver.ROUNDABOUT and not step.exit:
        key = "ring"
    compass = COMPASS[round(step.bearing / 45) % len(COMPASS)]
    values = {
        "street": step.name or words.say(f"way.{step.kind}"),
        "compass": words.say(f"compass.{compass}"),
        "exit": step.exit,
    }
    return words.say(f"direction.{key}", values)


def say_distance(words: Words, metres: int) -> str:
    """Say a distance in round numbers: 10 m below 100 m, 50 m below 1 km, then 0.1 km."""
    rounded = round(metres, -1) if metres < 95 else 50 * round(metres / 50)  # noqa: PLR2004 - above
    if rounded < KILOMETRE:
        return words.say("distance.metres", {"number": max(10, rounded) if metres else 0})
    number = f"{metres / KILOMETRE:.1f}".replace(".", words.say("distance.mark"))
    return words.say("distance.kilometres", {"number": number})


def _leg(
    words: Words, city: City, name: str, ends: tuple[Location, Location], way: Way
) -> LegDirectionsOut:
    try:
        path = city.path(*ends, way.profile, time_permille=way.time_permille)
    except CityError:
        return LegDirectionsOut(stop_id=name, distance_m=0, duration_s=0, climb_m=0, directions=[])
    return LegDirectionsOut(
        stop_id=name,
        distance_m=path.distance,
        duration_s=path.duration,
        climb_m=ascent(city.network, path.trail),
        directions=[_step(words, step) for step in directions(city.network, way.profile, path)],
    )


def _step(words: Words, step: Step) -> StepOut:
    return StepOut(
        maneuver=step.maneuver.value,
        text=say_step(words, step),
        street=step.name,
        distance=say_distance(words, step.distance),
        distance_m=step.distance,
        duration_s=step.duration,
        bearing=step.bearing,
        location=LocationOut.of(step.location),
    )
