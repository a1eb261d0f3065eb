"""A storefront asks for quotes, books, looks, cancels."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.api_world import World


def quote(world: World, **changes: Any) -> Any:  # noqa: ANN401 - JSON
    """Ask for a quote; give it."""
    response = world.ask("storefront", "POST", "/v1/quotes", {**world.wish(), **changes})
    assert response.status_code == 201, response.text
    return response.json()


def test_a_quote_says_where_its_fee_goes(world: World) -> None:
    """Pay, on-cost, share and tax add up to the total; the courier's part is the largest."""
    given = quote(world)

    fee = given["fee"]
    parts = (
        fee["courier_pay_minor"],
        fee["on_cost_minor"],
        fee["coop_share_minor"],
        fee["tax_minor"],
    )
    assert sum(parts) == fee["total_minor"]
    assert max(parts) == fee["courier_pay_minor"]
    assert fee["labor_cost_minor"] == fee["courier_pay_minor"] + fee["on_cost_minor"]
    assert fee["partner"] == "market"
    assert fee["currency"] == "EUR"
    assert given["is_feasible"] is True
    assert given["promise"]["from"] <= given["promise"]["to"]
    assert given["held_until"] > world.moment[0].isoformat()[:19]


def test_a_quote_that_nobody_can_keep_says_why_and_when_instead(world: World) -> None:
    """In five minutes from now nobody is there; later windows are offered, in order."""
    now = world.moment[0]
    window = {"from": now.isoformat(), "to": (now + timedelta(minutes=2)).isoformat()}

    given = quote(world, deliver_between=window)

    assert given["is_feasible"] is False
    assert given["promise"] is None
    assert given["reason"]["message"].endswith(".")
    assert given["reason"]["remedies"]
    offered = given["alternatives"]
    assert offered == sorted(offered, key=lambda one: one["from"])
    assert all(one["to"] > window["to"] for one in offered)


def test_an_accepted_quote_becomes_an_order_once(world: World) -> None:
    """The order has the quote's fee; accepting the quote again is a conflict."""
    given = quote(world)
    body = {"quote_id": given["id"], "reference": "1042"}

    placed = world.ask("storefront", "POST", "/v1/orders", body)
    again = world.ask("storefront", "POST", "/v1/orders", body)

    assert placed.status_code == 201
    assert placed.json()["fee"]["total_minor"] == given["fee"]["total_minor"]
    assert placed.json()["reference"] == "1042"
    assert placed.json()["state"] == "placed"
    assert placed.json()["promise"]["to"] == given["promise"]["to"]
    assert again.status_code == 409
    assert again.json()["code"] == "transition_refused"


def test_a_quote_that_is_no_longer_held_is_answered_with_a_new_one(world: World) -> None:
    """Ten minutes are promised; an hour later there is another one, which can be booked."""
    given = quote(world)
    world.moment[0] += timedelta(hours=1)

    response = world.ask("storefront", "POST", "/v1/orders", {"quote_id": given["id"]})

    assert response.status_code == 409
    assert response.json()["code"] == "quote_expired"
    again = response.json()["quote"]
    assert again["id"] != given["id"]
    assert again["held_until"] > given["held_until"]
    booked = world.ask("storefront", "POST", "/v1/orders", {"quote_id": again["id"]})
    assert booked.status_code == 201


def test_a_quote_whose_window_is_over_has_no_successor(world: World) -> None:
    """What was asked for lies in the past by now."""
    now = world.moment[0]
    window = {
        "from": now.isoformat(),
        "to": (now + timedelta(minutes=50)).isoformat(),
    }
    given = quote(world, deliver_between=window)
    world.moment[0] += timedelta(hours=1)

    response = world.ask("storefront", "POST", "/v1/orders", {"quote_id": given["id"]})

    assert response.status_code == 409
    assert response.json()["code"] == "quote_expired"
    assert "quote" not in response.json()


def test_a_quote_is_looked_at_and_given_back(world: World) -> None:
    """Released, it cannot be booked; to another storefront it does not exist."""
    given = quote(world)
    path = f"/v1/quotes/{given['id']}"

    seen = world.ask("storefront", "GET", path).json()
    released = world.ask("storefront", "POST", f"{path}/release")
    refused = world.ask("storefront", "POST", "/v1/orders", {"quote_id": given["id"]})

    assert seen == given
    assert given["is_reserved"] is True
    assert released.json() == {**given, "state": "released", "is_reserved": False}
    assert refused.status_code == 409
    assert refused.json()["code"] == "transition_refused"
    assert world.ask("other_storefront", "GET", path).status_code == 404


def test_the_same_key_and_body_give_the_same_order(world: World) -> None:
    """A shop that repeats a request after a timeout has ordered once."""
    headers = {"idempotency-key": "shop-1042"}
    before = len(world.orders_of("storefront"))

    first = world.ask("storefront", "POST", "/v1/orders", world.wish(), headers=headers)
    again = world.ask("storefront", "POST", "/v1/orders", world.wish(), headers=headers)
    other = world.ask(
        "storefront",
        "POST",
        "/v1/orders",
        {**world.wish(), "reference": "another"},
        headers=headers,
    )

    assert first.status_code == again.status_code == 201
    assert first.json() == again.json()
    assert len(world.orders_of("storefront")) == before + 1
    assert other.status_code == 409
    assert other.json()["code"] == "idempotency_conflict"


def test_orders_come_in_pages(world: World) -> None:
    """Two at a time, until there is no next one; together all of them, once."""
    seen: list[str] = []
    after = ""
    while True:
        page = world.ask("storefront", "GET", f"/v1/orders?limit=2{after}").json()
        seen += [order["id"] for order in page["orders"]]
        if page["next"] is None:
            break
        after = f"&after={page['next']}"

    assert seen == sorted(world.orders_of("storefront"))


def test_orders_are_found_by_their_state(world: World) -> None:
    """Several states may be named; one that is none is refused by name."""
    placed = world.ask("storefront", "GET", "/v1/orders?state=assigned&state=placed")
    canceled = world.ask("storefront", "GET", "/v1/orders?state=canceled")
    wrong = world.ask("storefront", "GET", "/v1/orders?state=lost")

    assert {order["id"] for order in placed.json()["orders"]} == set(world.orders_of("storefront"))
    assert canceled.json() == {"orders": [], "next": None}
    assert wrong.status_code == 422
    assert wrong.json()["errors"][0]["parameter"] == "state"


def test_a_canceled_order_stays_canceled(world: World) -> None:
    """Canceling twice is a conflict, and the first one counts."""
    order = world.orders_of("storefront")[0]

    first = world.ask("storefront", "POST", f"/v1/orders/{order}/cancel")
    again = world.ask("storefront", "POST", f"/v1/orders/{order}/cancel")

    assert first.json()["state"] == "canceled"
    assert again.status_code == 409
    shown = world.ask("storefront", "GET", f"/v1/orders/{order}").json()
    assert shown["state"] == "canceled"
    assert shown["eta"] is None


def test_an_order_on_its_way_says_when_it_comes(world: World) -> None:
    """The time is that of the plan in force; the courier is named."""
    order = world.orders_of("courier")[0]

    shown = world.ask("dispatcher", "GET", f"/v1/orders/{order}").json()

    assert shown["state"] == "assigned"
    assert shown["courier"]["id"] == world.home.couriers[0]
    assert shown["eta"] >= shown["pickup"]["window"]["from"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"delivery": {"address": "Nowhere Lane 5"}}, "address_unknown"),
        ({"delivery": {"location": {"lat": 0.0, "lon": 0.0}}}, "point_unreachable"),
        ({"parcels": [{"weight_g": 900_000}]}, "too_heavy"),
        ({"skills": ["flying"]}, "skill_missing"),
        (
            {
                "deliver_between": {
                    "from": "2026-06-08T09:00:00+03:00",
                    "to": "2026-06-08T10:00:00+03:00",
                },
            },
            "window_impossible",
        ),
    ],
)
def test_a_wish_that_can_never_be_met_is_refused_in_the_readers_language(
    world: World,
    changes: dict[str, Any],
    code: str,
) -> None:
    """An address nobody knows, a pin in the sea, too heavy, no such skill, yesterday."""
    body = {**world.wish(), **changes}

    english = world.ask("storefront", "POST", "/v1/quotes", body).json()
    catalan = world.ask(
        "storefront",
        "POST",
        "/v1/quotes",
        body,
        headers={"accept-language": "ca"},
    ).json()

    assert english["code"] == catalan["code"] == code
    assert english["status"] == 422
    assert english["detail"] != catalan["detail"]
    assert "…" not in english["detail"] + catalan["detail"]


def test_places_are_found_while_one_types(world: World) -> None:
    """The last word may be unfinished; each place has a label and a location."""
    found = world.ask("storefront", "GET", "/v1/places?q=elm%20str&limit=3").json()["places"]

    assert len(found) == 3
    assert all(place["label"].startswith("Elm Street") for place in found)
    assert {"lat", "lon"} == set(found[0]["location"])
