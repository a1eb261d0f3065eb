"""CoopCycle's second tier: prices, quotes, changes and webhooks, against the same store."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from api.app import Options
from api.serve import notifier_of
from dispatch.config import Settings
from tests.api_world import HOME, OTHER, open_world
from tests.receiver import receiving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from httpx import Response

    from tests.api_world import Installation, World
    from tests.receiver import Receiver

RULE = {
    "weekdays": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"],
    "opens": "10:00",
    "closes": "16:00",
    "length_s": 7200,
    "capacity": 1,
}
TOMORROW = {"dropoff": {"address": "Elm Street 1", "before": "tomorrow 15:00"}}


def ask(world: World, method: str, path: str, body: object = None, **headers: str) -> Response:
    """Ask as the storefront."""
    return world.ask("storefront", method, path, body, headers=headers)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """Return a receiver on this machine."""
    with receiving() as listening:
        yield listening


@pytest.fixture
def local(installation: Installation, tmp_path: Path) -> Iterator[World]:
    """Return an installation that may send to this machine."""
    options = Options(rate=None, pages=tmp_path / "pages", has_local_hooks=True)
    with open_world(installation, tmp_path, options) as opened:
        yield opened


def test_the_price_is_what_the_delivery_costs_then(world: World) -> None:
    """With the tax in it or beside it; nothing is ordered by asking."""
    priced = ask(world, "POST", "/api/retail_prices/calculate", TOMORROW).json()
    without = ask(world, "POST", "/api/retail_prices/calculate?tax=excluded", TOMORROW).json()
    made = ask(world, "POST", "/api/deliveries", TOMORROW).json()

    assert priced["amount"] == made["order"]["total"]
    assert priced["tax"] == {"amount": made["order"]["taxTotal"], "included": True}
    assert without["amount"] == priced["amount"] - priced["tax"]["amount"]
    assert without["tax"]["included"] is False


SEVERAL = {
    "tasks": [
        {"type": "PICKUP", "address": "Elm Street 1"},
        {"type": "DROPOFF", "address": "Elm Street 3", "before": "today 15:00"},
        {"type": "DROPOFF", "address": "Elm Street 5", "before": "today 16:00"},
    ]
}


def test_a_delivery_to_two_doors_is_one_order_each_under_one_name(world: World) -> None:
    """One pickup and two drop-offs are listed; price, quote and order cost the same."""
    priced = ask(world, "POST", "/api/retail_prices/calculate", SEVERAL).json()
    made = ask(world, "POST", "/api/deliveries", SEVERAL)
    again = ask(world, "POST", "/api/deliveries", SEVERAL)

    assert made.status_code == 201, made.text
    answer = made.json()
    assert again.json() == answer
    assert [task["type"] for task in answer["tasks"]] == ["PICKUP", "DROPOFF", "DROPOFF"]
    assert answer["order"]["total"] == priced["amount"]
    orders = world.ask("storefront", "GET", f"/v1/consignments/{answer['id']}").json()["orders"]
    assert [one["delivery"]["address"] for one in orders] == ["Elm Street 3", "Elm Street 5"]
    assert ask(world, "GET", f"/api/deliveries/{answer['id']}").json() == answer
    refused = ask(world, "PUT", f"/api/deliveries/{answer['id']}", SEVERAL)
    assert refused.status_code == 400
    assert ask(world, "DELETE", f"/api/deliveries/{answer['id']}").status_code == 204
    gone = world.ask("storefront", "GET", f"/v1/consignments/{answer['id']}").json()["orders"]
    assert [one["state"] for one in gone] == ["canceled", "canceled"]


def test_a_quote_for_two_doors_is_confirmed_once(world: World) -> None:
    """Asked twice, the delivery is the same."""
    given = ask(world, "POST", "/api/deliveries/quotes", SEVERAL)
    assert given.status_code == 201, given.text

    path = f"{given.json()['@id']}/confirm"
    first, second = ask(world, "PUT", path), ask(world, "PUT", path)

    assert first.status_code == 200, first.text
    assert first.json()["delivery"] == second.json()["delivery"]
    assert len(ask(world, "GET", first.json()["delivery"]).json()["tasks"]) == 3


def test_choices_are_what_can_be_booked_with_words_for_it(world: World) -> None:
    """Of two open days; in the client's language; a value is taken as a time slot."""
    world.ask("dispatcher", "POST", "/v1/slot-rules", RULE)
    path = "/api/time_slots/choices"

    choices = ask(world, "GET", path, **{"accept-language": "fr"}).json()["choices"]
    body = {"dropoff": {"address": "Elm Street 1", "timeSlot": choices[0]["value"]}}
    made = ask(world, "POST", "/api/deliveries", body).json()
    left = ask(world, "GET", path).json()["choices"]

    assert [one["label"] for one in choices[2:4]] == [
        "Aujourd'hui entre 14:00 et 16:00",
        "Demain entre 10:00 et 12:00",
    ]
    assert made["needsAttention"] == []
    assert [one["value"] for one in left] == [one["value"] for one in choices[1:]]


def test_without_rules_choices_are_hours_of_agreed_shifts(world: World) -> None:
    """Each an hour long, from now on."""
    choices = ask(world, "GET", "/api/time_slots/choices").json()["choices"]

    assert choices
    for one in choices:
        begins, ends = one["value"].split("/")
        assert begins[14:19] == ends[14:19] == "00:00"
        assert begins >= world.moment[0].isoformat()


def test_a_quote_that_nobody_can_keep_is_a_no(world: World) -> None:
    """Within the minute; not held, and said in Hydra."""
    body = {"dropoff": {"address": "Elm Street 1", "before": "+1 minute"}}

    refused = ask(world, "POST", "/api/deliveries/quotes", body)

    assert refused.status_code == 400
    assert refused.json()["code"] == "quote_infeasible"
    assert refused.json()["hydra:description"]


def test_a_quote_is_confirmed_once_and_not_after_its_end(world: World) -> None:
    """Either address confirms it; what has ended cannot be confirmed, what was confirmed stays."""
    body = {"dropoff": {"address": "Elm Street 1", "before": "today 16:00"}}
    first, second = (ask(world, "POST", "/api/deliveries/quotes", body).json() for _ in range(2))
    number = first["@id"].rsplit("/", maxsplit=1)[1]

    confirmed = ask(world, "PUT", f"/api/deliveries/quotes/{number}/confirm", {}).json()
    world.moment[0] += timedelta(hours=2)
    again = ask(world, "PUT", f"{first['@id']}/confirm", {}).json()
    late = ask(world, "PUT", f"{second['@id']}/confirm", {})

    assert confirmed["state"] == "confirmed"
    assert again["delivery"] == confirmed["delivery"]
    assert (late.status_code, late.json()["code"]) == (400, "quote_expired")


def test_another_storefronts_quote_and_webhook_look_like_nothing(world: World) -> None:
    """Another storefront of the co-op, and one of another co-op."""
    body = {"dropoff": {"address": "Elm Street 1", "before": "today 16:00"}}
    quote = ask(world, "POST", "/api/deliveries/quotes", body).json()["@id"]
    hook = ask(
        world,
        "POST",
        "/api/webhooks",
        {"url": "https://shop.example/", "event": "delivery.picked"},
    ).json()["@id"]

    for role, coop in (("other_storefront", HOME), ("storefront", OTHER)):
        answers = [
            world.ask(role, method, path, {} if method == "PUT" else None, coop=coop).status_code
            for method, path in (("PUT", f"{quote}/confirm"), ("GET", hook), ("DELETE", hook))
        ]
        assert answers == [404, 404, 404]


def test_a_change_moves_the_delivery_and_agrees_to_its_price(world: World) -> None:
    """Another window and heavier parcels; a change after the pickup is a Hydra error."""
    made = ask(world, "POST", "/api/deliveries", TOMORROW).json()
    body = {"dropoff": {"before": "tomorrow 17:00", "after": "tomorrow 16:00", "weight": 2500}}

    changed = ask(world, "PUT", made["@id"], body)
    moved = ask(
        world, "PUT", made["@id"], {"dropoff": {"address": {"latLng": _corner(world)}}}
    ).json()

    assert changed.status_code == 200, changed.text
    assert changed.json()["dropoff"]["weight"] == 2500
    assert changed.json()["dropoff"]["after"].startswith("2026-06-10T16:00")
    assert moved["order"]["total"] == _order(world, moved["id"])["fee"]["total_minor"]
    assert moved["dropoff"]["address"]["geo"] != made["dropoff"]["address"]["geo"]


def _corner(world: World) -> list[float]:
    facts = world.installation.city.facts
    return [facts.center_lat + 0.001, facts.center_lon + 0.001]


def _order(world: World, name: str) -> dict[str, Any]:
    found: dict[str, Any] = ask(world, "GET", f"/v1/orders/{name}").json()
    return found


def test_a_callback_is_signed_with_the_secret_as_it_is_written(
    local: World, receiver: Receiver
) -> None:
    """Base64 of HMAC-SHA256 over the raw body; only the event that was asked for."""
    body = {"url": receiver.url, "event": "order.created"}
    secret = ask(local, "POST", "/api/webhooks", body).json()["secret"]
    made = ask(local, "POST", "/api/deliveries", TOMORROW).json()
    ask(local, "DELETE", made["@id"])

    notifier = notifier_of(local.store, Settings(has_local_hooks=True))
    notifier.run_once()
    notifier.close()

    (got,) = receiver.received
    digest = hmac.new(secret.encode(), got.body, hashlib.sha256).digest()
    assert json.loads(got.body) == {"data": {"object": made["@id"], "event": "order.created"}}
    assert got.headers["x-coopcycle-signature"] == base64.b64encode(digest).decode()


CSV = "pickup.address,dropoff.address,dropoff.timeslot,weight\n"


def test_a_file_of_deliveries_is_booked_and_the_queue_says_what_was_not(world: World) -> None:
    """Two rows: one becomes a delivery, one has an address that nobody finds."""
    slot = "2026-06-10 12:00 - 2026-06-10 15:00"
    text = f'{CSV},Elm Street 1,{slot},5.5\n,"Zzyzx Boulevard 99999",{slot},1\n'
    headers = {**world.bearer("storefront"), "content-type": "text/csv"}

    taken = world.client.post("/api/deliveries/import_async", content=text, headers=headers)
    world.app.state.services.importer.run_once()
    queue = ask(world, "GET", taken.json()["@id"]).json()
    foreign = world.ask("other_storefront", "GET", taken.json()["@id"])

    assert taken.status_code == 201, taken.text
    assert taken.json()["@type"] == "DeliveryImportQueue"
    assert (queue["status"], queue["rows"], queue["created"]) == ("completed", 2, 1)
    assert [error["row"] for error in queue["errors"]] == [3]
    assert foreign.status_code == 404


def test_a_file_without_a_delivery_is_refused_row_by_row(world: World) -> None:
    """A pickup alone; and what is no file of CoopCycle's at all."""
    headers = {**world.bearer("storefront"), "content-type": "text/csv"}

    alone = world.client.post(
        "/api/tasks/import", content="type,address\nPICKUP,Elm Street 1\n", headers=headers
    )
    other = world.client.post("/api/tasks/import", content="a,b\n1,2\n", headers=headers)

    assert (alone.status_code, other.status_code) == (400, 400)
    assert alone.json()["violations"][0]["propertyPath"] == "2"
    assert other.json()["code"] == "columns_missing"
