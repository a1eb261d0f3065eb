"""Answers that come late, presses that come twice and saves that fail, at desk and shop."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser import votes

if TYPE_CHECKING:
    import re
    from collections.abc import Callable

    from playwright.sync_api import Page, Route

    from tests.browser.fake_api import FakeApi

pytestmark = pytest.mark.browser


class Held:
    """Requests of a page that are let through when the test says so."""

    def __init__(self, page: Page, address: str | re.Pattern[str]) -> None:
        self.routes: list[Route] = []
        self.address = address
        page.route(address, lambda route: self.routes.append(route))  # noqa: PLW0108 - it marks what it is given

    def wait_for(self, page: Page, number: int) -> None:
        """Wait until so many have come, and a little for more."""
        for _ in range(200):
            page.wait_for_timeout(50)
            if len(self.routes) >= number:
                break
        page.wait_for_timeout(50)

    def let_go(self, page: Page) -> int:
        """Let all through, those to come too; return how many had come."""
        self.wait_for(page, 1)
        page.unroute(self.address)
        num = len(self.routes)
        for route in self.routes:
            route.continue_()
        self.routes.clear()
        return num


@pytest.fixture
def console(open_page: Callable[..., Page]) -> Page:
    """Return the console, alive."""
    page = open_page("console", width=1440, height=900)
    page.wait_for_selector(".chip.good")
    return page


def test_a_line_of_pay_that_is_added_twice_is_sent_once(console: Page, api: FakeApi) -> None:
    """The button keeps the focus and does nothing until the answer is there; then it is said."""
    console.get_by_role("button", name="For a person to decide").click()
    sheet = console.get_by_role("dialog")
    pay = sheet.locator("form", has_text="Add a line")
    pay.get_by_label("Courier", exact=True).select_option("c-1")
    pay.get_by_label("Why, in your own words").fill("A night that was missed.")
    pay.get_by_label("By which rule").select_option("night_percent")
    add = pay.get_by_role("button", name="Add to the pay")
    pay.get_by_label("Amount").fill("1,000")
    expect(add).to_be_disabled()  # a thousand, or one?
    pay.get_by_label("Amount").fill("2")
    held = Held(console, "**/corrections")
    add.press("Enter")
    add.press("Enter")

    expect(add).to_have_attribute("aria-disabled", "true")
    expect(add).to_be_focused()
    assert held.let_go(console) == 1
    expect(sheet.locator(".toast")).to_contain_text("The line was added")
    assert [path for path, _ in api.decisions] == ["POST /payroll/2026-11-09/corrections"]


def test_a_proposal_that_changes_under_ones_eyes_is_not_published_unseen(
    console: Page, api: FakeApi
) -> None:
    """A newer one is looked at first; when it is gone, no later one opens by itself."""
    console.get_by_role("button", name="Review").click()
    sheet = console.get_by_role("dialog")
    api.day.give("o-77", "c-4")  # version 8, so that the proposal is version 9
    api.emit("plan.proposed")
    publish = sheet.get_by_role("button", name="Publish all")
    expect(sheet).to_contain_text("A newer proposal has come while you looked.")
    expect(publish).to_be_disabled()
    sheet.get_by_role("button", name="Look at the newer one").click()
    expect(publish).to_be_enabled()

    proposal, api.day.proposal = api.day.proposal, None
    api.emit("plan.published")
    expect(sheet).to_have_count(0)
    api.day.proposal = proposal
    api.emit("plan.proposed")
    expect(console.get_by_role("button", name="Review")).to_be_visible()
    expect(sheet).to_have_count(0)


def test_nothing_is_done_to_a_day_that_is_not_on_the_screen(console: Page) -> None:
    """Until the other day is there, this one cannot be touched; when it fails, it goes away."""
    console.keyboard.press("Tab")
    held = Held(console, "**/v1/days/2026-11-24")
    console.get_by_role("button", name="Next day").click()

    expect(console.locator("main.work")).to_have_attribute("inert", "")
    expect(console.get_by_role("button", name="Review")).to_have_count(0)
    assert held.let_go(console) > 0
    expect(console.locator(".side")).to_contain_text("Nobody has a shift on this day.")
    expect(console.locator("main.work")).not_to_have_attribute("inert", "")
    console.route("**/v1/days/2026-11-25", lambda route: route.abort())
    console.get_by_role("button", name="Next day").click()
    expect(console.locator(".gate")).to_contain_text("cannot be reached")


def test_what_is_typed_about_streets_stays_when_it_cannot_be_sent(
    console: Page, api: FakeApi
) -> None:
    """Names, hours and note are there to be sent again; then the form is empty."""
    console.click("#tab-streets")
    form = console.locator(".overlay-form")
    form.get_by_label("Streets, separated by commas").fill("Hämeentie")
    form.get_by_label("Note").fill("Tram works")
    api.is_down = True
    form.get_by_role("button", name="Put it on the streets").click()
    expect(form.locator(".notice")).to_contain_text("cannot be reached")
    expect(form.get_by_label("Streets, separated by commas")).to_have_value("Hämeentie")
    api.is_down = False
    form.get_by_role("button", name="Put it on the streets").click()

    expect(console.locator(".overlay-line")).to_contain_text("Tram works")
    expect(form.get_by_label("Streets, separated by commas")).to_have_value("")
    assert [body["streets"] for _, body in api.decisions] == [["Hämeentie"]]


def test_a_class_that_could_not_be_saved_is_not_shown(console: Page) -> None:
    """The list goes back to what the server has, and text that is marked closes no sheet."""
    console.route("**/partner", lambda route: route.abort())
    console.click("#tab-rules")
    console.locator("summary", has_text="Storefronts").click()
    choice = console.locator(".setup-list select")
    choice.select_option("ally")
    expect(console.locator(".toast")).to_contain_text("cannot be reached")
    expect(choice).to_have_value("market")

    console.get_by_role("button", name="For a person to decide").click()
    sheet = console.get_by_role("dialog")
    box = sheet.get_by_label("Your answer").bounding_box()
    assert box is not None
    console.mouse.move(box["x"] + 20, box["y"] + 20)
    console.mouse.down()
    console.mouse.move(5, 400)
    console.mouse.up()
    expect(sheet).to_be_visible()
    console.mouse.click(5, 400)
    expect(sheet).to_have_count(0)


def test_a_vote_leaves_the_list_in_its_order_and_the_focus_with_it(console: Page) -> None:
    """The card that was voted on stays where it was and can be read on from."""
    turned = votes.all_proposals()["proposals"][::-1]
    console.route("**/v1/proposals", lambda route: route.fulfill(json={"proposals": turned}))
    console.click("#tab-rules")
    cards = console.locator(".proposals article")
    expect(cards.last).to_contain_text("Premium for rain")
    cards.last.get_by_role("radio").first.check()
    cards.last.get_by_role("button", name="Cast my vote").press("Enter")

    expect(console.locator(".ballot")).to_have_count(0)
    expect(cards.last).to_be_focused()


def test_no_price_is_shown_for_what_is_no_longer_wished(
    open_page: Callable[..., Page], api: FakeApi
) -> None:
    """The address is changed while the price of another one is under way."""
    page = open_page("storefront", width=1200, height=900)
    page.wait_for_selector(".order")
    held = Held(page, "**/v1/quotes")
    page.get_by_label("To", exact=True).fill("Bulevardi 3")
    page.get_by_role("button", name="Ask for a quote").click()
    page.get_by_label("To", exact=True).fill("Fabianinkatu 9")
    with page.expect_response("**/v1/quotes"):
        assert held.let_go(page) == 1
    page.wait_for_timeout(50)

    expect(page.locator(".answer")).to_have_count(0)
    page.get_by_role("button", name="Ask for a quote").click()
    expect(page.locator(".answer")).to_be_visible()
    assert api.booked == {}
