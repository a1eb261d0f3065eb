"""Couriers say themselves when they work and how."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.api_world import World


def own(world: World, role: str = "courier") -> dict[str, Any]:
    """Give what a courier sees of their time."""
    found: dict[str, Any] = world.ask(role, "GET", "/v1/me/shifts").json()
    return found


def add_shift(world: World, days: int, role: str = "courier", hours: int = 4) -> dict[str, Any]:
    """Agree to a shift some days ahead; give the answer."""
    begins = world.moment[0].replace(hour=8, minute=0) + timedelta(days=days)
    body = {
        "starts_at": begins.isoformat(),
        "ends_at": (begins + timedelta(hours=hours)).isoformat(),
    }
    response = world.ask(role, "POST", "/v1/me/shifts", body)
    assert response.status_code == 201, response.text
    made: dict[str, Any] = response.json()
    return made


def test_a_shift_is_agreed_to_gets_a_care_window_and_is_called_off(world: World) -> None:
    """No reason is asked for any of it; what is called off is gone from the list."""
    made = add_shift(world, 7)
    begins = datetime.fromisoformat(made["starts_at"])
    window = {
        "begins_at": (begins + timedelta(hours=1)).isoformat(),
        "ends_at": (begins + timedelta(hours=2)).isoformat(),
    }
    path = f"/v1/me/shifts/{made['id']}"

    cared = world.ask("courier", "POST", f"{path}/care", {"care": [window]})
    outside = {**window, "ends_at": (begins + timedelta(hours=9)).isoformat()}
    refused = world.ask("courier", "POST", f"{path}/care", {"care": [outside]})
    listed = [one["id"] for one in own(world)["shifts"]]
    gone = world.ask("courier", "DELETE", path)

    assert len(cared.json()["care"]) == 1
    assert refused.status_code == 422
    assert made["id"] in listed
    assert gone.status_code == 204
    assert made["id"] not in [one["id"] for one in own(world)["shifts"]]


def test_a_shift_that_began_long_ago_is_the_desks_to_write_down(world: World) -> None:
    """Alone, a courier agrees to what comes or began within two hours, not to hours long past."""
    world.moment[0] += timedelta(days=9)
    answers = []
    for hours in (3, 1):
        begins = world.moment[0] - timedelta(hours=hours)
        body = {
            "starts_at": begins.isoformat(),
            "ends_at": (begins + timedelta(hours=4)).isoformat(),
        }
        answers.append(world.ask("courier", "POST", "/v1/me/shifts", body).status_code)

    assert answers == [422, 201]


def test_a_colleague_takes_an_offered_shift_in_one_step(world: World) -> None:
    """Before it is offered nobody sees it; afterwards it is theirs, and once only."""
    made = add_shift(world, 8)
    path = f"/v1/me/shifts/{made['id']}"
    unseen = world.ask("other_courier", "POST", f"{path}/take")
    world.ask("courier", "POST", f"{path}/offer", {"is_offered": True})
    offered = own(world, "other_courier")["offered"]

    taken = world.ask("other_courier", "POST", f"{path}/take")
    again = world.ask("other_courier", "POST", f"{path}/take")

    assert unseen.status_code == 404
    assert [one["id"] for one in offered] == [made["id"]]
    assert taken.json()["starts_at"] == made["starts_at"]
    assert again.status_code == 404
    assert made["id"] not in [one["id"] for one in own(world)["shifts"]]
    assert taken.json()["id"] in [one["id"] for one in own(world, "other_courier")["shifts"]]


def test_a_colleagues_shift_and_absence_look_like_none(world: World) -> None:
    """Byte for byte the same answer as for what never was; and nothing happens to them."""
    shift = add_shift(world, 9)
    days = {"first_day": "2026-08-03", "last_day": "2026-08-14"}
    absence = world.ask("courier", "POST", "/v1/me/absences", days).json()
    asked: tuple[tuple[str, str, str, Any], ...] = (
        ("DELETE", "/v1/me/shifts/{}", shift["id"], None),
        ("POST", "/v1/me/shifts/{}/care", shift["id"], {"care": []}),
        ("POST", "/v1/me/shifts/{}/offer", shift["id"], {"is_offered": True}),
        ("POST", "/v1/me/shifts/{}/take", shift["id"], None),
        ("DELETE", "/v1/me/absences/{}", absence["id"], None),
    )

    for method, path, name, body in asked:
        theirs, missing = (
            world.ask("other_courier", method, path.format(one), body) for one in (name, "nothing")
        )
        assert theirs.status_code == missing.status_code == 404, path
        assert theirs.content == missing.content

    assert shift in own(world)["shifts"]
    assert absence in own(world)["absences"]


def test_nobody_is_booked_while_they_are_away(world: World) -> None:
    """An absence over a shift is refused, and a shift over an absence; both say so."""
    made = add_shift(world, 9)
    day = made["starts_at"][:10]
    days = {"first_day": day, "last_day": day}
    booked = world.ask("courier", "POST", "/v1/me/absences", days)
    world.ask("courier", "DELETE", f"/v1/me/shifts/{made['id']}")
    away = world.ask("courier", "POST", "/v1/me/absences", days)
    body = {"starts_at": made["starts_at"], "ends_at": made["ends_at"]}
    refused = world.ask("courier", "POST", "/v1/me/shifts", body)
    seen = own(world)["absences"]
    foreign = world.ask("other_courier", "DELETE", f"/v1/me/absences/{away.json()['id']}")
    back = world.ask("courier", "DELETE", f"/v1/me/absences/{away.json()['id']}")

    assert booked.json()["code"] == "double_booked"
    assert refused.json()["code"] == "double_booked"
    assert [one["first_day"] for one in seen] == [day]
    assert foreign.status_code == 404
    assert back.status_code == 204
    assert own(world)["absences"] == []


def test_a_usual_week_is_said_on_the_phone_and_warns_at_the_desk(world: World) -> None:
    """Only Sundays from 10 to 12: every shift lies outside, is told so, and is agreed to."""
    week = {"hours": [{"weekday": "sun", "from": "10:00", "to": "12:00"}]}
    said = world.ask("courier", "POST", "/v1/me/availability", week)
    over = world.ask("courier", "POST", "/v1/me/availability", {**week, "valid_from": "2026-06-01"})
    made = add_shift(world, 9)
    day = made["starts_at"][:10]
    roster = world.ask("dispatcher", "GET", f"/v1/shifts?first_day={day}&last_day={day}").json()
    trial = {
        "courier_id": world.home.couriers[0],
        "starts_at": (datetime.fromisoformat(made["starts_at"]) + timedelta(days=1)).isoformat(),
        "ends_at": (datetime.fromisoformat(made["ends_at"]) + timedelta(days=1)).isoformat(),
        "dry_run": True,
    }
    effect = world.ask("dispatcher", "POST", "/v1/shifts", trial).json()
    kept = own(world)["availability"]
    back = world.ask("courier", "DELETE", "/v1/me/availability")

    assert said.json() == {"valid_from": world.day, **week}
    assert (over.status_code, over.json()["code"]) == (422, "bad_wish")
    assert roster["availability"] == [{**said.json(), "courier_id": world.home.couriers[0]}]
    assert made["id"] in {one["shift_id"] for one in roster["outside"]}
    assert len(effect["outside"]) == 1
    assert kept == [said.json()]
    assert back.status_code == 204
    assert own(world)["availability"] == []


def test_what_one_rides_holds_for_shifts_that_have_not_begun(world: World) -> None:
    """A cargo bike with 60 kg and 150 m of climb, from the next shift on; the city is flat."""
    made = add_shift(world, 10)
    ride = {"profile": "cargo_bike", "capacity_g": 60_000, "capacity_cm3": 200_000}
    ride["max_climb_m"] = 150

    said = world.ask("courier", "POST", "/v1/me/ride", ride)

    assert said.json() == {**ride, "has_heights": False}
    seen = own(world)
    assert seen["ride"] == said.json()
    assert {one["profile"] for one in seen["shifts"] if one["id"] == made["id"]} == {"cargo_bike"}


def test_a_calendar_has_the_shifts_and_a_new_address_ends_the_old_one(world: World) -> None:
    """The address opens nothing else; a line is at most 75 octets, as RFC 5545 has it."""
    made = add_shift(world, 11)
    begins = datetime.fromisoformat(made["starts_at"])
    first = world.ask("courier", "POST", "/v1/me/calendar").json()["path"]
    calendar = world.client.get(first)
    second = world.ask("courier", "POST", "/v1/me/calendar").json()["path"]
    secret = second.removeprefix("/calendar/").removesuffix(".ics")

    assert calendar.headers["content-type"].startswith("text/calendar")
    assert f"DTSTART:{begins:%Y%m%dT%H%M%SZ}\r\n" in calendar.text
    assert all(len(line.encode()) <= 75 for line in calendar.text.split("\r\n"))
    assert world.client.get(first).status_code == 404
    assert world.client.get(second).status_code == 200
    headers = {"authorization": f"Bearer {secret}"}
    assert world.client.get("/v1/me/route", headers=headers).status_code == 403


@pytest.mark.parametrize("path", ["/calendar/cw_nobody_has_this_one.ics", "/calendar/x.ics"])
def test_an_unknown_calendar_is_not_found(quiet_world: World, path: str) -> None:
    """Whether it was guessed or is too short to be one."""
    assert quiet_world.client.get(path).status_code in {404, 422}
