"""Webhooks over the API: secrets shown once, the log, and what reaches a receiver."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from standardwebhooks.webhooks import Webhook

from api.app import Options
from api.serve import notifier_of, utc_now
from dispatch.config import Settings
from tests.api_world import HOME, OTHER, open_world
from tests.receiver import receiving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.api_world import Installation, World
    from tests.receiver import Receiver

HOOK = {"url": "https://shop.example/hook", "kinds": ["order.placed", "order.delivered"]}
LOCAL = Settings(has_local_hooks=True)


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


def subscribe(world: World, role: str = "storefront", **fields: object) -> dict[str, Any]:
    """Subscribe as a role and give the answer."""
    answer = world.ask(role, "POST", "/v1/subscriptions", {**HOOK, **fields})
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


def notify(world: World) -> None:
    """Send what there is to send."""
    notifier = notifier_of(world.store, LOCAL)
    notifier.run_once()
    notifier.close()


def test_a_secret_is_shown_when_it_is_made_or_changed_and_never_again(world: World) -> None:
    """The list has everything but the secret; a new one leaves the old one good for a day."""
    made = subscribe(world)

    path = f"/v1/subscriptions/{made['id']}/secret"
    changed = world.ask("storefront", "POST", path).json()
    listed = world.ask("storefront", "GET", "/v1/subscriptions").json()["subscriptions"]

    assert made["secret"].startswith("whsec_")
    assert changed["secret"] not in {made["secret"], ""}
    assert changed["old_secret_until"] > changed["created_at"]
    assert [one["id"] for one in listed] == [made["id"]]
    assert "secret" not in listed[0]
    assert listed[0]["kinds"] == sorted(HOOK["kinds"])


def test_another_storefronts_subscription_and_notices_look_like_nothing(
    local: World, receiver: Receiver
) -> None:
    """Another storefront of the co-op, and another co-op's dispatcher: byte for byte."""
    made = subscribe(local, url=receiver.url)
    local.ask("storefront", "POST", "/v1/orders", local.wish())
    notify(local)
    (notice,) = local.ask("storefront", "GET", "/v1/notices").json()["notices"]
    paths = {
        "DELETE /v1/subscriptions/{}": made["id"],
        "POST /v1/subscriptions/{}/secret": made["id"],
        "POST /v1/notices/{}/send": notice["id"],
        "GET /v1/notices?subscription_id={}": made["id"],
    }

    for template, name in paths.items():
        method, path = template.split(" ")
        for role, coop in (("other_storefront", HOME), ("dispatcher", OTHER)):
            foreign = local.ask(role, method, path.format(name), coop=coop)
            missing = local.ask(role, method, path.format("nothing"), coop=coop)
            assert foreign.status_code == missing.status_code == 404, template
            assert foreign.text.replace(name, "nothing") == missing.text
    assert local.ask("other_storefront", "GET", "/v1/notices").json()["notices"] == []
    assert len(local.ask("dispatcher", "GET", "/v1/notices").json()["notices"]) == 1


def test_an_order_reaches_the_receiver_signed_and_stands_in_the_log(
    local: World, receiver: Receiver
) -> None:
    """As a shop's server would check it; sent again, it has the same id."""
    made = subscribe(local, url=receiver.url)
    wish = {**local.wish(), "reference": "A-7"}
    order = local.ask("storefront", "POST", "/v1/orders", wish).json()

    notify(local)
    (notice,) = local.ask("storefront", "GET", "/v1/notices").json()["notices"]
    local.moment[0] = utc_now()
    again = local.ask("storefront", "POST", f"/v1/notices/{notice['id']}/send").json()
    notify(local)

    first, second = receiver.received
    said = Webhook(made["secret"]).verify(first.body, first.headers)
    assert said["type"] == "order.placed"
    assert said["data"]["order_id"] == order["id"]
    assert (notice["state"], notice["reference"]) == ("delivered", "A-7")
    assert [one["status"] for one in notice["tries"]] == [200]
    assert again["state"] == "waiting"
    assert second.headers["webhook-id"] == first.headers["webhook-id"] == notice["id"]


def test_a_subscription_that_is_removed_hears_nothing_more(
    local: World, receiver: Receiver
) -> None:
    """Nor is anything left of what it heard."""
    made = subscribe(local, url=receiver.url)
    local.ask("storefront", "DELETE", f"/v1/subscriptions/{made['id']}")
    local.ask("storefront", "POST", "/v1/orders", local.wish())

    notify(local)

    assert receiver.received == []
    assert local.ask("storefront", "GET", "/v1/notices").json() == {"notices": [], "next": None}


@pytest.mark.parametrize(
    "url",
    [
        "http://shop.example/",
        "https://127.0.0.1/",
        "https://10.0.0.1/hook",
        "https://user:word@shop.example/",
        "file:///etc/passwd",
        "nowhere",
    ],
)
def test_an_inner_address_is_refused_with_what_to_do(quiet_world: World, url: str) -> None:
    """In the language of whoever asks; the address is not repeated."""
    answer = quiet_world.ask(
        "storefront", "POST", "/v1/subscriptions", {"url": url}, headers={"accept-language": "es"}
    )

    assert answer.status_code == 422
    assert answer.json()["code"] == "hook_address_refused"
    assert "https" in answer.json()["detail"]
    assert url not in answer.text


def test_the_log_goes_on_from_page_to_page(local: World, receiver: Receiver) -> None:
    """Three notices in pages of two, the newest first, each once."""
    subscribe(local, url=receiver.url, kinds=[])
    for number in range(3):
        wish = {**local.wish(), "reference": str(number)}
        local.ask("storefront", "POST", "/v1/orders", wish)
    notify(local)

    first = local.ask("storefront", "GET", "/v1/notices?limit=2").json()
    rest = local.ask("storefront", "GET", f"/v1/notices?limit=2&before={first['next']}").json()

    named = [notice["reference"] for notice in first["notices"] + rest["notices"]]
    assert named == ["2", "1", "0"]
    assert rest["next"] is None
