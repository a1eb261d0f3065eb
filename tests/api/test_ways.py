"""Directions along a courier's day, and isochrones for dispatchers."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pytest
import shapely

from routing.model import Location
from routing.streets.elevation import Elevation
from routing.streets.profiles import Profile
from routing.streets.slopes import with_heights

if TYPE_CHECKING:
    from tests.api_world import World


def test_directions_lead_to_every_stop_in_the_callers_language(quiet_world: World) -> None:
    """Steps sum to their leg, legs end at stops of the route, and German is German."""
    headers = {"accept-language": "de"}
    route = quiet_world.ask("courier", "GET", "/v1/me/route").json()

    answer = quiet_world.ask("courier", "GET", "/v1/me/route/directions", headers=headers)

    legs = answer.json()["legs"]
    assert answer.status_code == 200
    assert answer.json()["version"] == route["version"]
    assert len(legs) >= 2
    assert {leg["stop_id"] for leg in legs} <= {stop["id"] for stop in route["stops"]}
    for leg in legs:
        steps = leg["directions"]
        assert sum(step["distance_m"] for step in steps) == leg["distance_m"]
        assert sum(step["duration_s"] for step in steps) == leg["duration_s"]
        assert steps[0]["text"].startswith("Nach ")
        assert steps[-1]["text"] == "Ziel erreicht"


def test_a_way_that_climbs_says_how_far_up(world: World) -> None:
    """On a plane that rises to the north: what the streets say of the same two doors."""
    rows = np.linspace(400.0, 0.0, 50)[:, None]
    at = world.installation.city.facts.center
    hill = Elevation(
        heights=np.repeat(rows, 50, axis=1),
        south=at.lat - 0.05,
        west=at.lon - 0.05,
        north=at.lat + 0.05,
        east=at.lon + 0.05,
    )
    city = world.app.state.services.cities["grid"]
    hilly = replace(city, network=with_heights(city.network, hill))
    world.app.state.services.cities["grid"] = hilly
    stops = world.ask("courier", "GET", "/v1/me/route").json()["stops"]
    places = [Location(**stop["location"]) for stop in stops if stop["location"]]

    legs = world.ask("courier", "GET", "/v1/me/route/directions").json()["legs"]

    ways = [(a, b) for a, b in pairwise(places) if a != b]
    told = {leg["climb_m"] for leg in legs}
    assert told <= {hilly.climb(*ends, Profile.BIKE) for ends in ways}
    assert max(told) > 0
    assert min(told) == 0


def test_a_day_off_has_no_legs(quiet_world: World) -> None:
    """And is no error."""
    answer = quiet_world.ask("courier", "GET", "/v1/me/route/directions?day=2026-07-01").json()

    assert answer == {"day": "2026-07-01", "version": None, "legs": []}


def test_isochrones_are_nested_and_the_largest_comes_first(quiet_world: World) -> None:
    """So a map that paints them in order shows them all."""
    city = quiet_world.installation.city
    center = city.facts.center
    start = city.snap([center], Profile.FOOT)
    query = f"lat={center.lat}&lon={center.lon}&profile=foot&minutes=2,6,4,4"

    answer = quiet_world.ask("dispatcher", "GET", f"/v1/city/isochrones?{query}")

    features = answer.json()["features"]
    areas = [shapely.geometry.shape(feature["geometry"]) for feature in features]
    assert answer.headers["content-type"] == "application/geo+json"
    assert [feature["properties"]["minutes"] for feature in features] == [6, 4, 2]
    assert all(area.is_valid for area in areas)
    assert areas[0].area > areas[1].area > areas[2].area
    assert areas[2].contains(shapely.Point(start.lons[0], start.lats[0]))


@pytest.mark.parametrize(
    "wrong",
    ["minutes=0", "minutes=61", "minutes=1,", "minutes=5;6", "minutes=1,2,3,4,5", "profile=x"],
)
def test_limits_out_of_bounds_are_refused(quiet_world: World, wrong: str) -> None:
    """Up to four, from 1 to 60."""
    answer = quiet_world.ask("dispatcher", "GET", f"/v1/city/isochrones?lat=60&lon=24&{wrong}")

    assert answer.status_code == 422
    assert answer.json()["code"] == "parameter_invalid"


def test_a_point_far_from_every_street_is_unreachable(quiet_world: World) -> None:
    """Nobody gets anywhere from the Gulf of Guinea."""
    answer = quiet_world.ask("dispatcher", "GET", "/v1/city/isochrones?lat=0&lon=0")

    assert answer.status_code == 422
    assert answer.json()["code"] == "point_unreachable"
