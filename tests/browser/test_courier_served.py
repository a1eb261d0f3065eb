"""The courier's phone on the real API: what happens at the desk while it has no network."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from dispatch import keys, moving, ordering
from dispatch.model import AccessKind, MemberId, OrderState, PlanState, Role
from routing.solution import StopKind
from tests.api_world import HOME, give
from tests.browser.real_coop import run_coop
from tests.browser.test_courier import press_and_go_on
from tests.browser.test_tracking import opened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page, Request

    from dispatch.model import OrderId
    from tests.browser.city_day import Json
    from tests.browser.real_coop import RealCoop

pytestmark = pytest.mark.browser


@pytest.fixture
def coop(dist: object, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealCoop]:
    """Return a served co-op with a planned day."""
    assert dist
    with run_coop(tmp_path_factory) as made:
        founded = made.installation.homes[HOME]
        day = founded.coop.day_of(made.installation.now)
        with made.store.read(founded.coop.id) as tx:
            (shift,) = tx.shifts.of_courier(founded.couriers[0], day, day)
        made.moment[0] = shift.starts_at
        yield made


def sign_in(browser: Browser, coop: RealCoop, name: str, sent: list[Json]) -> Page:
    """Open the courier's page on another phone, and listen to what it reports."""
    founded = coop.installation.homes[HOME]
    rider = keys.Holder(
        member=MemberId("rider"), role=Role.COURIER, name="Rider", courier=founded.couriers[0]
    )
    now = coop.moment[0]
    secret = give(coop.store, founded.dispatcher, rider, AccessKind.LINK, now=now, name=name)
    page = opened(browser, width=360)

    def hear(request: Request) -> None:
        if request.url.endswith("/v1/me/events"):
            sent.append(request.post_data_json or {})

    page.on("requestfinished", hear)
    page.goto(f"{coop.address}/sign-in/{secret}")
    page.get_by_role("button").click()
    page.evaluate("navigator.serviceWorker.ready.then(() => undefined)")
    return page


def my_orders(coop: RealCoop) -> list[OrderId]:
    """Give the courier's orders in the order of their pickups."""
    founded = coop.installation.homes[HOME]
    with coop.store.read(founded.coop.id) as tx:
        plan = tx.plans.newest(founded.coop.day_of(coop.installation.now), PlanState.PUBLISHED)
        assert plan is not None
        (route,) = (one for one in plan.routes if one.courier == founded.couriers[0])
    return [stop.order for stop in route.stops if stop.kind == StopKind.PICKUP and stop.order]


def change_the_day(coop: RealCoop, *, canceled: OrderId, given_away: OrderId) -> None:
    """Cancel one order and take another one out of the plan, as somebody at the desk would."""
    founded, now = coop.installation.homes[HOME], coop.moment[0]
    actor, home, day = founded.dispatcher, founded.coop.id, founded.coop.day_of(now)
    streets = coop.app.state.services.streets_of(founded.coop)
    with coop.store.read(home) as tx:
        plan = tx.plans.newest(day, PlanState.PUBLISHED)
        assert plan is not None
    take = partial(
        moving.move,
        actor=actor,
        orders=[given_away],
        to=None,
        if_version=plan.version,
        streets=streets,
        now=now,
    )
    coop.store.write(home, take).result()
    cancel = partial(ordering.cancel, actor=actor, order=canceled, now=now)
    coop.store.write(home, cancel).result()


def test_what_the_desk_changes_meanwhile_meets_what_the_phone_did(
    browser: Browser, coop: RealCoop
) -> None:
    """Picked up offline while it is canceled: told in words, brought back; another order left.

    A second phone of the same courier counts its reports apart and shows the same state.
    """
    sent: list[Json] = []
    page = sign_in(browser, coop, "one", sent)
    page.get_by_role("button", name="Begin my shift").click()
    page.locator(".next").wait_for()
    first, *_, last = my_orders(coop)
    page.context.set_offline(True)
    page.locator(".button.huge", has_text="I am here").click()
    press_and_go_on(page, page.get_by_role("button", name="Picked up"))
    page.get_by_role("button", name="Keep it").click()
    expect(page.locator(".bar")).to_contain_text("Saved here")
    change_the_day(coop, canceled=first, given_away=last)
    page.context.set_offline(False)
    expect(page.locator(".notice", has_text="canceled")).to_be_visible(timeout=20_000)
    expect(page.locator(".notice", has_text="went to somebody else")).to_be_visible()

    other = sign_in(browser, coop, "two", sent)
    other.locator(".card", has_text="Bring back").get_by_role("button").click()
    other.get_by_role("button", name="Keep it").click()
    expect(page.locator(".card", has_text="Bring back")).to_have_count(0, timeout=20_000)

    founded = coop.installation.homes[HOME]
    with coop.store.read(founded.coop.id) as tx:
        assert tx.orders.get(first).state is OrderState.CANCELED
        assert tx.orders.get(last).courier is None
    own = [
        (batch["device"], one["sequence"], one["kind"]) for batch in sent for one in batch["events"]
    ]
    assert [(number, kind) for _, number, kind in own] == [
        (1, "shift_began"),
        (2, "arrived"),
        (3, "picked_up"),
        (1, "returned"),
    ]
    assert len({device for device, *_ in own}) == 2
    for phone in (page, other):
        phone.context.close()
