"""A storefront orders again and again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.api_world import World

PATH = "/v1/standing-orders"


def _body(world: World, **changes: object) -> dict[str, Any]:
    wish = world.wish()
    return {
        "delivery": wish["delivery"],
        "parcels": wish["parcels"],
        "rule": "FREQ=DAILY;INTERVAL=2",
        "starts_on": "2026-06-10",
        "from": "10:00",
        "to": "12:00",
        "reference": "bread",
        **changes,
    }


def test_a_standing_order_is_made_seen_skipped_changed_and_ended(world: World) -> None:
    """From the 10th every other day; a week ahead of Tuesday the 9th these are four orders."""
    made = world.ask("storefront", "POST", PATH, _body(world))
    assert made.status_code == 201, made.text
    known = made.json()
    one = f"{PATH}/{known['id']}"

    assert [day["state"] for day in known["days"]][:5] == ["ordered"] * 4 + ["to_come"]
    assert [day["day"][-2:] for day in known["days"]][:4] == ["10", "12", "14", "16"]
    first = world.ask("storefront", "GET", f"/v1/orders/{known['days'][0]['order_id']}").json()
    assert first["reference"] == "bread 2026-06-10"
    skipped = world.ask("storefront", "POST", f"{one}/skip", {"day": "2026-06-12"}).json()
    assert [day["state"] for day in skipped["days"]][:2] == ["ordered", "skipped"]
    later = _body(world, **{"starts_on": "2026-06-14", "from": "14:00", "to": "15:00"})
    changed = world.ask("storefront", "POST", f"{one}/revise", later)
    assert changed.status_code == 201, changed.text
    assert [day["day"][-2:] for day in changed.json()["days"]][:2] == ["14", "16"]
    assert world.ask("storefront", "GET", one).json()["state"] == "ended"
    new = f"{PATH}/{changed.json()['id']}"
    paused = world.ask("storefront", "POST", f"{new}/state", {"state": "paused"}).json()
    assert paused["state"] == "paused"
    listed = world.ask("storefront", "GET", PATH).json()["standing_orders"]
    assert [entry["state"] for entry in listed] == ["ended", "paused"]
    assert world.ask("other_storefront", "GET", new).status_code == 404


def test_a_rule_without_days_is_refused_in_words(world: World) -> None:
    """The sentence shows a rule that works."""
    refused = world.ask("storefront", "POST", PATH, _body(world, rule="FREQ=HOURLY"))

    assert refused.status_code == 422
    assert refused.json()["code"] == "rule_impossible"
    assert "FREQ=WEEKLY" in refused.json()["detail"]


def test_hours_without_a_slot_are_told_with_what_to_do(world: World) -> None:
    """The shop's slots are on Mondays only, so none of the days can be ordered."""
    rule = {
        "weekdays": ["mon"],
        "opens": "10:00",
        "closes": "12:00",
        "length_s": 3600,
        "capacity": 2,
    }
    world.ask("dispatcher", "POST", "/v1/slot-rules", rule)

    days = world.ask("storefront", "POST", PATH, _body(world)).json()["days"]

    assert days[0]["state"] == "missed"
    assert "choose other hours" in days[0]["reason"]["message"]


def test_the_desk_changes_a_shops_standing_order_as_it_reads_it(world: World) -> None:
    """What was read is sent back with other hours; a stale version is refused, nothing is lost."""
    shop = str(world.home.storefronts[0])
    wanted = _body(world, proof="photo", pickup={"address": "Elm Street 1", "note": "Back"})
    made = world.ask("storefront", "POST", PATH, wanted).json()
    one = f"{PATH}/{made['id']}"
    seen = world.ask("dispatcher", "GET", one).json()
    same = {
        name: seen[name] for name in ("storefront_id", "delivery", "pickup", "proof", "parcels")
    }
    later = {**_body(world), **same, "starts_on": "2026-06-14", "from": "14:00", "to": "15:00"}
    world.ask("storefront", "POST", f"{one}/skip", {"day": "2026-06-12"})

    stale = world.ask("dispatcher", "POST", f"{one}/revise", {**later, "if_version": 1})
    changed = world.ask("dispatcher", "POST", f"{one}/revise", {**later, "if_version": 2})

    assert stale.json()["code"] == "stale_version"
    assert changed.status_code == 201, changed.text
    found = changed.json()
    assert found["storefront_id"] == shop
    assert (found["from"], found["proof"]) == ("14:00", "photo")
    assert (found["pickup"]["note"], found["delivery"]["note"]) == ("Back", "Ring twice")
