"""Closures and weather over HTTP: travel times, lines and the day's plan follow them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from dispatch import planning
from tests.api_world import OTHER

if TYPE_CHECKING:
    from tests.api_world import World

CENTER = (24.94, 60.17)
"""The made city's southwestern corner, lon and lat; it is some 700 m wide."""


def box(west: float, south: float, size: float = 0.02) -> dict[str, Any]:
    """Give a square as GeoJSON."""
    corners = [(west, south), (west + size, south), (west + size, south + size)]
    ring = [*corners, (west, south + size), corners[0]]
    return {"type": "Polygon", "coordinates": [[list(corner) for corner in ring]]}


def test_a_closure_is_added_listed_and_taken_back(world: World) -> None:
    """Names are the map's own; the version rises; a wrong one is a conflict."""
    added = world.ask(
        "dispatcher",
        "POST",
        "/v1/overlays",
        {"streets": ["elm street"], "is_closed": True, "note": "Market"},
    )
    overlay = added.json()
    listed = world.ask("dispatcher", "GET", "/v1/overlays").json()["overlays"]
    path = f"/v1/overlays/{overlay['id']}"
    conflict = world.ask("dispatcher", "DELETE", f"{path}?if_version=9")
    ended = world.ask("dispatcher", "DELETE", f"{path}?if_version=1")

    assert (added.status_code, conflict.status_code, ended.status_code) == (201, 409, 204)
    assert (overlay["streets"], overlay["version"]) == (["Elm Street"], 1)
    assert overlay["is_in_force"] is True
    assert listed == [overlay]
    assert world.ask("dispatcher", "GET", "/v1/overlays").json()["overlays"] == []


def test_all_parts_of_an_overlay_come_back_as_they_were_sent(world: World) -> None:
    """A factor for bicycles in an area, on workday mornings of one week; not in force yet."""
    begins = world.moment[0] + timedelta(days=1)
    wanted = {
        "area": box(*CENTER),
        "profiles": ["bike"],
        "time_permille": 1250,
        "hours": {"from": "22:30", "to": "06:00", "weekdays": ["fri", "mon"]},
        "begins_at": begins.isoformat(),
        "ends_at": (begins + timedelta(days=7)).isoformat(),
        "note": "Works",
    }

    overlay = world.ask("dispatcher", "POST", "/v1/overlays", wanted).json()

    assert overlay["area"] == wanted["area"]
    assert overlay["hours"] == {"from": "22:30", "to": "06:00", "weekdays": ["mon", "fri"]}
    assert (overlay["profiles"], overlay["time_permille"]) == (["bike"], 1250)
    assert overlay["is_in_force"] is False
    assert overlay["author"] == "dispatcher-member"


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        ({}, "bad_overlay"),
        ({"is_closed": True}, "bad_overlay"),
        ({"is_closed": True, "area": box(10.0, 50.0)}, "overlay_outside"),
        ({"is_closed": True, "streets": ["Elm Sreet"]}, "street_unknown"),
        ({"is_closed": True, "streets": ["zzz"]}, "street_unknown"),
        ({"weather": "frogs"}, "body_invalid"),
        ({"time_permille": 1100, "hours": {"from": "08:00", "to": "08:00"}}, "bad_overlay"),
        ({"time_permille": 1100, "begins_at": "2026-06-09T10:00:00"}, "body_invalid"),
        ({"time_permille": 1100, "ends_at": "2026-06-01T10:00:00+03:00"}, "bad_overlay"),
        (
            {
                "is_closed": True,
                "area": {
                    "type": "Polygon",
                    "coordinates": [[[24.9, 60.1], [25, 60.2], [25, 60.1], [24.9, 60.2]]],
                },
            },
            "bad_overlay",
        ),
        (
            {
                "is_closed": True,
                "area": {"type": "Polygon", "coordinates": [[[60, 124], [60, 125], [61, 124]] * 2]},
            },
            "body_invalid",
        ),
    ],
)
def test_what_no_street_can_follow_is_refused_with_its_code(
    quiet_world: World, wanted: dict[str, Any], code: str
) -> None:
    """Nothing, closing everything, beside the city, unknown, naive, over, crossed, swapped."""
    answer = quiet_world.ask("dispatcher", "POST", "/v1/overlays", wanted)

    assert answer.status_code == 422
    assert answer.json()["code"] == code


def test_an_unknown_street_names_similar_ones_and_repeats_nothing(quiet_world: World) -> None:
    """What stands in the answer comes from the map alone."""
    wanted = {"is_closed": True, "streets": ["Elm Sreet"]}

    answer = quiet_world.ask("dispatcher", "POST", "/v1/overlays", wanted).json()

    assert "Elm Street" in answer["detail"]
    assert "Sreet" not in answer["detail"]


def test_a_quote_takes_the_closed_street_s_detour(world: World) -> None:
    """Ice makes a bicycle take 1.7 times as long; when it is over, as long as before."""

    def ask_minutes() -> int:
        wish = {**world.wish(), "storefront_id": world.home.storefronts[0]}
        quote = world.ask("dispatcher", "POST", "/v1/quotes", wish).json()
        minutes: int = quote["minutes"]
        return minutes

    before = ask_minutes()
    ends = (world.moment[0] + timedelta(minutes=30)).isoformat()
    world.ask("dispatcher", "POST", "/v1/overlays", {"weather": "ice", "ends_at": ends})
    icy = ask_minutes()
    world.moment[0] += timedelta(minutes=30)
    after = ask_minutes()

    assert icy > before
    assert after == before


def test_lines_and_reach_follow_a_closure_and_the_day_needs_a_plan(world: World) -> None:
    """Closing the southern street makes less of the city reachable in three minutes."""
    ask = f"/v1/city/isochrones?lat={CENTER[1]}&lon={CENTER[0]}&minutes=3"
    free = world.ask("dispatcher", "GET", ask).content
    with world.store.read(world.home.coop.id) as tx:
        needed = planning.needs_plan(tx, world.home.coop.day_of(world.moment[0]), world.moment[0])
    closed = {"streets": ["Alder Street", "First Avenue"], "is_closed": True}
    world.ask("dispatcher", "POST", "/v1/overlays", closed)

    less = world.ask("dispatcher", "GET", ask).content
    day = world.ask("dispatcher", "GET", f"/v1/days/{world.day}")
    route = world.ask("courier", "GET", "/v1/me/route/directions").json()

    assert less != free
    assert day.status_code == 200
    streets = {step["street"] for leg in route["legs"] for step in leg["directions"]}
    assert streets
    assert not streets & {"Alder Street", "First Avenue"}
    with world.store.read(world.home.coop.id) as tx:
        needs = planning.needs_plan(tx, world.home.coop.day_of(world.moment[0]), world.moment[0])
    assert (needed, needs) == (False, True)


def test_one_co_op_s_closure_is_nothing_to_another(world: World) -> None:
    """Both ride in the same city; the other sees no overlay and cannot take it back."""
    closed = {"streets": ["Elm Street"], "is_closed": True}
    overlay = world.ask("dispatcher", "POST", "/v1/overlays", closed).json()

    listed = world.ask("dispatcher", "GET", "/v1/overlays", coop=OTHER)
    ended = world.ask("dispatcher", "DELETE", f"/v1/overlays/{overlay['id']}", coop=OTHER)

    assert listed.json()["overlays"] == []
    assert ended.status_code == 404
