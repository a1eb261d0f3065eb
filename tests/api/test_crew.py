"""The desk keeps the crew and agrees on shifts."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from dispatch import keys
from dispatch.model import AccessKind, MemberId, Role, ShiftState
from tests.api_world import HOME, give

if TYPE_CHECKING:
    from dispatch.store import Transaction
    from tests.api_world import World

ADA: dict[str, Any] = {
    "name": "Ada Lovelace",
    "initials": "AL",
    "profile": "cargo_bike",
    "capacity_g": 60_000,
    "capacity_cm3": 200_000,
    "skills": ["cold"],
    "home": {"lat": 60.172, "lon": 24.945},
    "language": "en",
    "time_permille": 1000,
}


def take_on(world: World) -> dict[str, Any]:
    """Take Ada on; give the answer."""
    response = world.ask("dispatcher", "POST", "/v1/couriers", ADA)
    assert response.status_code == 201, response.text
    made: dict[str, Any] = response.json()
    return made


def hours(world: World, days: int, length: int = 4) -> dict[str, Any]:
    """Give the hours of a shift some days ahead."""
    begins = world.moment[0].replace(hour=8, minute=0) + timedelta(days=days)
    ends = begins + timedelta(hours=length)
    return {"starts_at": begins.isoformat(), "ends_at": ends.isoformat()}


def agree(world: World, courier: str, days: int) -> dict[str, Any]:
    """Agree on a shift; give it."""
    body = {**hours(world, days), "courier_id": courier}
    response = world.ask("dispatcher", "POST", "/v1/shifts", body)
    assert response.status_code == 200, response.text
    made: dict[str, Any] = response.json()["shift"]
    return made


def week_of(world: World, shift: dict[str, Any]) -> dict[str, Any]:
    """Give what is on the day of a shift."""
    path = f"/v1/shifts?first_day={shift['day']}&last_day={shift['day']}"
    found: dict[str, Any] = world.ask("dispatcher", "GET", path).json()
    return found


def begin_shift(world: World, courier: str) -> None:
    """Let a courier's shift of the day begin as agreed."""

    def begin(tx: Transaction) -> None:
        shift = next(one for one in tx.shifts.all() if one.courier == courier)
        tx.shifts.save(replace(shift, state=ShiftState.BEGUN, began_at=shift.starts_at))

    world.write(begin)


def test_shifts_to_come_follow_a_change_of_their_courier(world: World) -> None:
    """The one with a van of its own keeps the van; the other gets the foot and the skill."""
    ada = take_on(world)
    plain = agree(world, ada["id"], 7)
    van = {"profile": "e_van", "capacity_g": 500_000, "capacity_cm3": 2_000_000}
    body = {**hours(world, 8), "courier_id": ada["id"], "ride": van}
    other = world.ask("dispatcher", "POST", "/v1/shifts", body).json()["shift"]
    wanted = {**ADA, "profile": "foot", "capacity_g": 8_000, "skills": ["cold", "keys"]}

    changed = world.ask(
        "dispatcher",
        "POST",
        f"/v1/couriers/{ada['id']}/change",
        {**wanted, "if_match": ada["etag"]},
    )

    assert changed.status_code == 200, changed.text
    assert changed.json()["skills"] == ["cold", "keys"]
    follows, keeps = (week_of(world, one)["shifts"] for one in (plain, other))
    mine = next(one for one in follows if one["id"] == plain["id"])
    theirs = next(one for one in keeps if one["id"] == other["id"])
    assert (mine["profile"], mine["capacity_g"]) == ("foot", 8_000)
    assert (theirs["profile"], theirs["capacity_g"]) == ("e_van", 500_000)
    assert theirs["skills"] == ["cold", "keys"]


def test_the_slower_of_two_changes_is_refused(world: World) -> None:
    """Of a courier and of a shift; what the faster one wrote stays."""
    ada = take_on(world)
    path = f"/v1/couriers/{ada['id']}/change"
    shift = agree(world, ada["id"], 7)
    changes = f"/v1/shifts/{shift['id']}/change"

    first = world.ask("dispatcher", "POST", path, {**ADA, "name": "A", "if_match": ada["etag"]})
    slow = world.ask("dispatcher", "POST", path, {**ADA, "name": "B", "if_match": ada["etag"]})
    longer = {**hours(world, 7, 5), "if_match": shift["etag"]}
    moved = world.ask("dispatcher", "POST", changes, longer)
    slower = world.ask("dispatcher", "POST", changes, {**longer, **hours(world, 7, 3)})

    assert (first.status_code, moved.status_code) == (200, 200)
    assert [one.status_code for one in (slow, slower)] == [409, 409]
    assert slow.json()["code"] == slower.json()["code"] == "stale_version"
    crew = world.ask("dispatcher", "GET", "/v1/couriers").json()["couriers"]
    assert next(one["name"] for one in crew if one["id"] == ada["id"]) == "A"
    assert moved.json()["online_s"] == 3600


def test_who_leaves_has_no_shift_and_no_key_any_more(world: World) -> None:
    """And can come back; a shift cannot be agreed on in between."""
    ada = take_on(world)
    shift = agree(world, ada["id"], 7)
    holder = keys.Holder(member=MemberId("ada"), role=Role.COURIER, name="Ada", courier=ada["id"])
    home = world.installation.homes[HOME]
    secret = give(
        world.store, home.dispatcher, holder, AccessKind.KEY, now=world.moment[0], name="ada"
    )
    headers = {"authorization": f"Bearer {secret}"}
    path = f"/v1/couriers/{ada['id']}"
    assert world.client.get("/v1/me/route", headers=headers).status_code == 200

    left = world.ask("dispatcher", "POST", f"{path}/leave")
    refused = world.ask(
        "dispatcher", "POST", "/v1/shifts", {**hours(world, 9), "courier_id": ada["id"]}
    )

    assert (left.json()["num_shifts"], left.json()["courier"]["is_active"]) == (1, False)
    assert world.client.get("/v1/me/route", headers=headers).status_code == 401
    assert shift["id"] not in [one["id"] for one in week_of(world, shift)["shifts"]]
    assert refused.json()["code"] == "transition_refused"
    back = world.ask("dispatcher", "POST", f"{path}/return")
    assert back.json()["is_active"]
    assert agree(world, ada["id"], 9)


def test_nobody_leaves_in_the_middle_of_a_shift(world: World) -> None:
    """The first courier's has begun; ending it is another thing."""
    courier = world.home.couriers[0]
    begin_shift(world, courier)
    shift = next(
        one
        for one in week_of(world, {"day": world.day})["shifts"]
        if one["courier_id"] == courier and one["state"] == "begun"
    )

    left = world.ask("dispatcher", "POST", f"/v1/couriers/{courier}/leave")
    canceled = world.ask("dispatcher", "POST", f"/v1/shifts/{shift['id']}/cancel")

    assert [one.json()["code"] for one in (left, canceled)] == ["transition_refused"] * 2


def test_calling_a_shift_off_says_first_whose_orders_need_somebody_else(world: World) -> None:
    """A dry run changes nothing; the orders are those that the plan gives to the shift."""
    courier = world.home.couriers[0]
    mine = set(world.orders_of("courier"))
    shift = next(
        one for one in week_of(world, {"day": world.day})["shifts"] if one["courier_id"] == courier
    )
    path = f"/v1/shifts/{shift['id']}"
    short = {"starts_at": shift["starts_at"], "ends_at": shift["ends_at"]}
    unchanged = world.ask("dispatcher", "POST", f"{path}/change", {**short, "dry_run": True})
    asked = world.ask("dispatcher", "POST", f"{path}/cancel", {"dry_run": True})
    still = [one["id"] for one in week_of(world, shift)["shifts"]]

    gone = world.ask("dispatcher", "POST", f"{path}/cancel", {"if_match": shift["etag"]})

    assert mine
    assert unchanged.json()["to_give"] == []
    assert {one["id"] for one in asked.json()["to_give"]} == mine
    assert gone.json()["to_give"] == asked.json()["to_give"]
    assert asked.json()["online_s"] < 0
    assert shift["id"] in still
    assert shift["id"] not in [one["id"] for one in week_of(world, shift)["shifts"]]


def test_a_colleague_takes_over_who_said_yes(world: World) -> None:
    """The one shift becomes the other in one step; who has one at that time cannot."""
    ada = take_on(world)
    shift = agree(world, world.home.couriers[0], 10)
    path = f"/v1/shifts/{shift['id']}/hand-over"

    given = world.ask("dispatcher", "POST", path, {"courier_id": ada["id"]})
    again = agree(world, world.home.couriers[0], 10)
    busy = world.ask(
        "dispatcher", "POST", f"/v1/shifts/{again['id']}/hand-over", {"courier_id": ada["id"]}
    )

    assert given.json()["courier_id"] == ada["id"]
    assert given.json()["profile"] == "cargo_bike"
    assert busy.json()["code"] == "double_booked"
    kept = [one["id"] for one in week_of(world, again)["shifts"]]
    assert again["id"] in kept
    assert shift["id"] not in kept


def test_the_desk_writes_down_who_is_away(world: World) -> None:
    """Both see it, the courier on the phone as well, and either may take it back."""
    courier = world.home.couriers[0]
    days = {"first_day": "2026-08-03", "last_day": "2026-08-14"}
    path = f"/v1/couriers/{courier}/absences"

    away = world.ask("dispatcher", "POST", path, days)
    on_the_phone = world.ask("courier", "GET", "/v1/me/shifts").json()["absences"]
    seen = world.ask("dispatcher", "GET", "/v1/shifts?first_day=2026-08-10").json()["absences"]
    wrong = f"/v1/couriers/{world.home.couriers[1]}/absences/{away.json()['id']}"
    foreign = world.ask("dispatcher", "DELETE", wrong)
    back = world.ask("dispatcher", "DELETE", f"{path}/{away.json()['id']}")

    assert away.status_code == 201, away.text
    assert on_the_phone == [away.json()]
    assert [one["courier_id"] for one in seen] == [courier]
    assert (foreign.status_code, back.status_code) == (404, 204)


def test_a_break_lies_inside_its_shift(world: World) -> None:
    """Else it is refused; inside, it is paid for or not as agreed."""
    times = hours(world, 12)
    window = {"from": times["starts_at"], "to": times["ends_at"]}
    outside = {**window, "to": hours(world, 12, 9)["ends_at"]}
    body = {**times, "courier_id": world.home.couriers[0]}
    pause = {"window": window, "duration_s": 1800, "is_paid": False}

    refused = world.ask(
        "dispatcher", "POST", "/v1/shifts", {**body, "breaks": [{**pause, "window": outside}]}
    )
    agreed = world.ask("dispatcher", "POST", "/v1/shifts", {**body, "breaks": [pause]})
    backwards = world.ask(
        "dispatcher", "GET", "/v1/shifts?first_day=2026-06-09&last_day=2026-06-08"
    )

    assert refused.json()["code"] == "bad_wish"
    assert agreed.json()["online_s"] == 4 * 3600 - 1800
    assert backwards.json()["code"] == "parameter_invalid"


def test_a_forgotten_shift_is_ended_when_its_courier_says(world: World) -> None:
    """It is paid from its beginning until then; a time ahead or before it began is refused."""
    courier = world.home.couriers[0]
    begin_shift(world, courier)
    shift = next(
        one
        for one in week_of(world, {"day": world.day})["shifts"]
        if one["courier_id"] == courier and one["state"] == "begun"
    )
    begins = datetime.fromisoformat(shift["starts_at"])
    world.moment[0] = begins + timedelta(hours=12)
    path = f"/v1/shifts/{shift['id']}/end"

    wrong = [
        world.ask("dispatcher", "POST", path, {"at": (begins + timedelta(hours=h)).isoformat()})
        for h in (-1, 13)
    ]
    told = {"at": (begins + timedelta(hours=3)).isoformat()}
    ended = world.ask("dispatcher", "POST", path, told)
    again = world.ask("dispatcher", "POST", path, told)

    assert [one.json()["code"] for one in wrong] == ["bad_wish"] * 2
    assert ended.json()["state"] == "ended", ended.text
    assert again.json()["code"] == "transition_refused"
    days = f"first_day={shift['day']}&last_day={shift['day']}"
    report = world.ask("dispatcher", "GET", f"/v1/reports?{days}").json()
    paid = next(one for one in report["couriers"] if one["courier_id"] == courier)
    assert paid["online_s"] == 3 * 3600
