"""Slots, zones and partner classes over HTTP."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.api_world import World

RULE = {
    "weekdays": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"],
    "opens": "10:00",
    "closes": "16:00",
    "length_s": 7200,
    "capacity": 1,
}
FAR_AWAY = {"type": "Polygon", "coordinates": [[[1, 1], [2, 1], [2, 2], [1, 1]]]}


def slots(world: World) -> list[dict[str, Any]]:
    """List the storefront's slots of the day."""
    listed: list[dict[str, Any]] = world.ask("storefront", "GET", "/v1/slots").json()["slots"]
    return listed


def test_a_slot_is_quoted_and_booked_by_its_id(world: World) -> None:
    """One place per slot: the held quote takes it, the order keeps it, the next one is refused."""
    made = world.ask("dispatcher", "POST", "/v1/slot-rules", RULE)
    name = slots(world)[1]["id"]

    given = world.ask("storefront", "POST", "/v1/quotes", {**world.wish(), "slot_id": name})
    placed = world.ask("storefront", "POST", "/v1/orders", {"quote_id": given.json()["id"]})
    again = world.ask(
        "storefront",
        "POST",
        "/v1/orders",
        {**world.wish(), "slot_id": name},
        headers={"accept-language": "fr"},
    )

    assert made.status_code == 201
    assert given.json()["is_feasible"] is True
    assert given.json()["promise"] == slots(world)[1]["window"]
    assert placed.json()["slot_id"] == name
    assert slots(world)[1]["remaining"] == 0
    assert slots(world)[1]["state"] == "full"
    assert again.status_code == 409
    assert again.json()["code"] == "slot_unavailable"
    assert again.json()["title"] == "Ce créneau ne peut pas être réservé"


def test_a_slot_and_a_window_at_once_are_refused(world: World) -> None:
    """Nobody could tell which of the two would hold."""
    window = {"from": "2026-06-09T10:00:00+03:00", "to": "2026-06-09T12:00:00+03:00"}

    both = {**world.wish(), "slot_id": "x", "deliver_between": window}
    quoted = world.ask("storefront", "POST", "/v1/quotes", both)
    ordered = world.ask("storefront", "POST", "/v1/orders", both)

    assert (quoted.status_code, quoted.json()["code"]) == (422, "body_invalid")
    assert (ordered.status_code, ordered.json()["code"]) == (422, "body_invalid")
    assert ordered.json()["errors"] == quoted.json()["errors"]


def test_outside_of_the_zones_nothing_is_sold_until_they_are_removed(world: World) -> None:
    """The zone is far from the city, so the center is outside; the answer names what is served."""
    zone = world.ask("dispatcher", "POST", "/v1/zones", {"name": "Island", "area": FAR_AWAY})
    refused = world.ask("storefront", "POST", "/v1/quotes", world.wish())
    listed = world.ask("storefront", "GET", "/v1/zones").json()["zones"]

    removed = world.ask("dispatcher", "DELETE", f"/v1/zones/{zone.json()['id']}")
    given = world.ask("storefront", "POST", "/v1/quotes", world.wish())

    assert refused.status_code == 422
    assert refused.json()["code"] == "outside_zone"
    assert "Island" in refused.json()["detail"]
    assert [one["name"] for one in listed] == ["Island"]
    assert removed.status_code == 204
    assert given.status_code == 201


@pytest.mark.parametrize(
    "changes",
    [
        {"closes": "11:00"},
        {"weekdays": []},
        {"opens": "24:00"},
        {"capacity": 0},
        {"storefront_id": "nobody"},
    ],
)
def test_rules_that_offer_nothing_are_refused(world: World, changes: dict[str, Any]) -> None:
    """No room for a slot, no day, no such time, no place, no such storefront."""
    response = world.ask("dispatcher", "POST", "/v1/slot-rules", {**RULE, **changes})

    assert response.status_code in {404, 422}
    assert world.ask("dispatcher", "GET", "/v1/slot-rules").json() == {"rules": []}


def test_rules_are_listed_and_taken_back(world: World) -> None:
    """What was sent comes back, and a removed rule offers nothing."""
    made = world.ask("dispatcher", "POST", "/v1/slot-rules", {**RULE, "cut_off": "09:30"}).json()

    listed = world.ask("dispatcher", "GET", "/v1/slot-rules").json()["rules"]
    gone = world.ask("dispatcher", "DELETE", f"/v1/slot-rules/{made['id']}")

    assert listed == [made]
    assert {key: made[key] for key in RULE} == RULE
    assert made["cut_off"] == "09:30"
    assert gone.status_code == 204
    assert slots(world) == []


def test_a_partner_class_shows_in_the_next_fee(world: World) -> None:
    """The dispatcher sets it; the fee says by which class it was made."""
    shop = world.home.storefronts[0]

    changed = world.ask(
        "dispatcher", "POST", f"/v1/storefronts/{shop}/partner", {"partner": "member"}
    )
    listed = world.ask("dispatcher", "GET", "/v1/storefronts").json()["storefronts"]
    given = world.ask("storefront", "POST", "/v1/quotes", world.wish()).json()

    assert changed.json()["partner"] == "member"
    assert {one["id"]: one["partner"] for one in listed}[shop] == "member"
    assert given["fee"]["partner"] == "member"
