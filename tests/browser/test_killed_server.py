"""Two people edit one day while its real server is killed: nothing is lost or overwritten."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from dispatch import keys
from dispatch.auditing import audit
from dispatch.model import AccessKind, MemberId, OrderId, PlanState, Role
from dispatch.store import open_store
from tests.api_world import HOME, build, give
from tests.browser.killed_coop import KilledCoop

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from tests.api_world import Installation

pytestmark = pytest.mark.browser

PATIENT_MS = 60_000


@pytest.fixture
def installation(dist: Path, tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """Return a co-op with a published day, whose pages are built."""
    assert dist.is_dir()
    return build(tmp_path_factory.mktemp("killed"))


@pytest.fixture
def coop(installation: Installation) -> Iterator[KilledCoop]:
    """Return its server, running."""
    served = KilledCoop(directory=installation.directory, now=installation.now)
    served.start()
    yield served
    served.kill()


def link_of(installation: Installation, name: str) -> str:
    """Give a dispatcher a link to sign in."""
    store = open_store(f"sqlite:///{installation.directory / 'store.db'}", create=False)
    holder = keys.Holder(member=MemberId(name), role=Role.DISPATCHER, name=name)
    actor = installation.homes[HOME].dispatcher
    secret = give(store, actor, holder, AccessKind.LINK, now=installation.now, name=f"l-{name}")
    store.close()
    return secret


def open_console(browser: Browser, coop: KilledCoop, secret: str) -> Page:
    """Sign in and wait for the day."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-GB")
    page = context.new_page()
    page.set_default_timeout(PATIENT_MS)
    page.route("**/assets/city-map*", lambda route: route.abort())
    page.goto(f"{coop.address}/sign-in/{secret}")
    page.get_by_role("button").click()
    page.wait_for_selector(".courier-row")
    return page


def ask_to_move(page: Page, reason: str) -> tuple[str, str]:
    """Fill in a move of the first card that may move; give from whom and to whom."""
    page.click("#tab-board")
    page.locator("li[draggable] button.stop-card").first.click()
    page.get_by_role("button", name="Move to …").click()
    target = page.locator("#move-target")
    options = target.locator("option:not([disabled])")
    sheet = page.get_by_role("dialog")
    for index in range(options.count()):
        name = options.nth(index).inner_text()
        if name.startswith("Nobody"):
            continue
        target.select_option(label=name)
        expect(sheet.locator(".effect")).to_contain_text("rule", timeout=PATIENT_MS)
        if "No rule is broken" in sheet.locator(".effect").inner_text():
            sheet.get_by_label("Reason").fill(reason)
            return target.input_value(), name
    pytest.fail("nobody can take the order")


def test_nothing_is_lost_when_the_server_is_killed_while_two_people_edit(
    browser: Browser, installation: Installation, coop: KilledCoop
) -> None:
    """Killed with a move filled in: it is said since when the data stands; then it goes on."""
    first = open_console(browser, coop, link_of(installation, "dora"))
    second = open_console(browser, coop, link_of(installation, "emil"))
    chip = first.locator(".top .chip").first
    expect(chip).to_contain_text("live", timeout=PATIENT_MS)
    target, _ = ask_to_move(first, "knows the door")
    ask_to_move(second, "was nearer")
    mine, theirs = first.get_by_role("dialog"), second.get_by_role("dialog")

    coop.kill()
    mine.get_by_role("button", name="Move the order").click()
    expect(mine.locator(".notice.breaks")).to_be_visible()
    expect(chip).to_contain_text("data since")
    coop.start()

    expect(chip).to_contain_text("live", timeout=PATIENT_MS)
    expect(mine).to_contain_text("No rule is broken", timeout=PATIENT_MS)
    expect(mine.get_by_label("Reason")).to_have_value("knows the door")
    mine.get_by_role("button", name="Move the order").click()
    expect(first.locator(".toast").last).to_contain_text("is moved")
    expect(theirs).to_contain_text("has changed while you looked", timeout=PATIENT_MS)
    expect(theirs.get_by_label("Reason")).to_have_value("was nearer")
    coop.kill()
    coop.start()
    expect(second.locator(".top .chip").first).to_contain_text("live", timeout=PATIENT_MS)

    first.click("#tab-what_if")
    first.get_by_label("Weather").select_option("snow")
    first.get_by_role("button", name="Find out").click()
    expect(first.locator(".what-if")).to_contain_text("no plan has changed", timeout=PATIENT_MS)
    coop.kill()
    store = open_store(f"sqlite:///{installation.directory / 'store.db'}", create=False)
    home = installation.homes[HOME].coop
    with store.read(home.id) as tx:
        plan = tx.plans.newest(home.day_of(installation.now), PlanState.PUBLISHED)
        assert plan is not None
        assert (plan.reason, plan.author) == ("knows the door", "dora")
        assert [str(pin.courier) for pin in tx.pins.of_day(plan.day)] == [target]
        moved = tx.pins.of_day(plan.day)[0].order
        assert tx.orders.get(OrderId(moved)).courier == target
        assert audit(tx).is_intact
    store.close()
