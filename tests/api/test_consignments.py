"""A storefront books several shipments at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.api_world import World


def _shipments(world: World, number: int) -> list[dict[str, Any]]:
    return [world.wish() for _ in range(number)]


def test_several_shipments_are_quoted_booked_seen_and_canceled(world: World) -> None:
    """One fee adds up to those of the orders, and a tip of 101 is 51 and 50.

    Each has its own page for the recipient.
    """
    body = {"shipments": _shipments(world, 2), "by": "one"}
    quote = world.ask("storefront", "POST", "/v1/consignments/quotes", body)
    assert quote.status_code == 201, quote.text
    given = quote.json()

    key = {"Idempotency-Key": "k-1"}
    wanted = {"quote_id": given["id"], "reference": "1042", "tip_minor": 101}
    booked = world.ask("storefront", "POST", "/v1/consignments", wanted, headers=key)
    again = world.ask("storefront", "POST", "/v1/consignments", wanted, headers=key)
    other = {**wanted, "tip_minor": 0}
    conflict = world.ask("storefront", "POST", "/v1/consignments", other, headers=key)

    assert booked.status_code == 201, booked.text
    answer = booked.json()
    assert again.json() == answer
    assert conflict.json()["code"] == "idempotency_conflict"
    assert [one["tip_minor"] for one in answer["orders"]] == [51, 50]
    assert given["is_feasible"]
    assert answer["by"] == "one"
    assert answer["fee"]["total_minor"] == given["fee"]["total_minor"]
    assert sum(one["fee"]["total_minor"] for one in answer["orders"]) == given["fee"]["total_minor"]
    assert len({one["tracking_url"] for one in answer["orders"]}) == 2
    assert [one["consignment_id"] for one in answer["orders"]] == [answer["id"]] * 2
    one = f"/v1/consignments/{answer['id']}"
    assert world.ask("storefront", "GET", one).json() == answer
    changed = world.ask("storefront", "POST", f"{one}/change", {"note": "Back door"}).json()
    assert [order["delivery"]["note"] for order in changed["orders"]] == ["Back door"] * 2
    canceled = world.ask("storefront", "POST", f"{one}/cancel").json()
    assert [order["state"] for order in canceled["orders"]] == ["canceled"] * 2
    assert canceled["fee"]["total_minor"] == 0


def test_a_consignment_is_nobody_elses(world: World) -> None:
    """Another storefront gets the same answer as for one that does not exist."""
    body = {"shipments": _shipments(world, 2)}
    name = world.ask("storefront", "POST", "/v1/consignments", body).json()["id"]

    for path in (f"/v1/consignments/{name}", "/v1/consignments/nothing"):
        refused = world.ask("other_storefront", "GET", path)

        assert refused.status_code == 404
        assert refused.json()["code"] == "not_found"


def test_a_quote_and_shipments_together_are_refused_in_words(world: World) -> None:
    """One or the other; the sentence says which members are meant."""
    body = {"quote_id": "q", "shipments": _shipments(world, 1)}

    refused = world.ask("storefront", "POST", "/v1/consignments", body)

    assert refused.status_code == 422
    assert "quote_id" in refused.json()["errors"][0]["detail"]
