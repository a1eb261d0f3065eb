"""A storefront's whole way: quote, order, webhook, the recipient's page, delivered."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from standardwebhooks.webhooks import Webhook

from api.app import Options
from api.serve import notifier_of
from dispatch import delivering, notifying, planning, review
from dispatch.config import Settings
from dispatch.model import Actor, CourierEvent, MemberId, ReportKind, Role
from dispatch.notifying import SubscriptionWish
from routing.problem import Budget
from tests.api_world import HOME
from tests.browser.real_coop import run_coop
from tests.browser.test_tracking import opened
from tests.receiver import receiving

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

    from dispatch.model import Order
    from tests.browser.real_coop import RealCoop
    from tests.receiver import Receiver

pytestmark = pytest.mark.browser

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"  # noqa: S105 - of no receiver


@pytest.fixture
def coop(dist: object, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealCoop]:
    """Return a served co-op that may send webhooks to this machine."""
    assert dist
    with run_coop(tmp_path_factory, Options(rate=None, has_local_hooks=True)) as made:
        yield made


def test_an_order_is_followed_from_the_quote_to_the_door(browser: Browser, coop: RealCoop) -> None:
    """Two doors in one quote; each step is signed, and each door has its own page."""
    with receiving() as receiver:
        _subscribe(coop, receiver)
        shop = opened(browser, width=1200)
        shop.goto(coop.address + coop.sign_in)
        shop.get_by_role("button").click()
        shop.get_by_label("To", exact=True).fill("Elm Street 1")
        shop.get_by_role("button", name="Another door").click()
        shop.get_by_label("To, door 2").fill("Elm Street 3")
        shop.get_by_role("button", name="Ask for a quote").click()
        expect(shop.locator(".answer li")).to_have_count(2)
        shop.get_by_label("Your reference").fill("walk")
        shop.get_by_role("button", name="Book", exact=True).click()
        row = shop.locator(".order", has_text="walk/2")
        path = row.get_by_role("link", name="Page for the recipient").get_attribute("href")
        heading = opened(browser)
        heading.goto(f"{coop.address}{path}")
        expect(heading.get_by_role("heading", level=1)).to_have_text("We have your order")

        order = _deliver(coop, "walk/2")
        heading.evaluate("document.dispatchEvent(new Event('visibilitychange'))")

        expect(heading.get_by_role("heading", level=1)).to_have_text("Delivered")
        expect(row).to_contain_text("delivered")
        notifier_of(coop.store, Settings(has_local_hooks=True)).run_once()
        verify = Webhook(SECRET).verify
        told = [verify(one.body, one.headers) for one in receiver.received]
        types = [one["type"] for one in told if one["data"]["order_id"] == order.id]
        assert types == ["order.placed", "order.assigned", "order.picked_up", "order.delivered"]
        assert len({one["data"]["order_id"] for one in told}) == 2
        for page in (shop, heading):
            page.context.close()


def _subscribe(coop: RealCoop, receiver: Receiver) -> None:
    founded = coop.installation.homes[HOME]
    wish = SubscriptionWish(url=receiver.url, storefront=founded.storefronts[0])
    work = partial(
        notifying.subscribe,
        actor=founded.dispatcher,
        wish=wish,
        secret=SECRET,
        is_local_allowed=True,
        now=coop.installation.now,
        new_id=lambda: "walk",
    )
    coop.store.write(founded.coop.id, work).result()


def _deliver(coop: RealCoop, reference: str) -> Order:
    """Plan the day, and report pickup and handover as the courier's phone would."""
    founded, now = coop.installation.homes[HOME], coop.installation.now
    home, day = founded.coop.id, founded.coop.day_of(now)
    with coop.store.read(home) as tx:
        state = planning.prepare(tx, day, now)
    streets = coop.app.state.services.streets_of(founded.coop)
    made = planning.draft(state, streets, budget=Budget(iterations=20), seed=1)
    adopt = partial(planning.adopt, actor=founded.dispatcher, made=made, now=now)
    plan = coop.store.write(home, adopt).result()
    publish = partial(review.publish, actor=founded.dispatcher, day=day, version=plan.version)
    coop.store.write(home, partial(publish, now=now)).result()
    with coop.store.read(home) as tx:
        order = next(one for one in tx.orders.of_day(day) if one.reference == reference)
    assert order.courier is not None
    rider = Actor(coop=home, member=MemberId("rider"), role=Role.COURIER, courier=order.courier)
    reports = [
        CourierEvent(device="walk", sequence=number, kind=kind, at=now, order=order.id)
        for number, kind in enumerate((ReportKind.PICKED_UP, ReportKind.DELIVERED), start=1)
    ]
    apply = partial(delivering.apply, actor=rider, events=reports, now=now)
    results = coop.store.write(home, apply).result()
    assert [one.outcome.value for one in results] == ["applied", "applied"]
    return order
