"""The storefront's page: quote, book, follow."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.browser.fake_api import FakeApi

pytestmark = pytest.mark.browser


@pytest.fixture
def shop(open_page: Callable[..., Page]) -> Page:
    """Return the storefront's page with today's orders."""
    page = open_page("storefront", width=1200, height=900)
    page.wait_for_selector(".order")
    return page


def ask(page: Page, kilograms: str = "2.5") -> None:
    """Fill in the form and ask for a quote."""
    page.get_by_label("To", exact=True).fill("Bulevardi 3")
    page.get_by_label("Weight, kg").fill(kilograms)
    page.get_by_role("button", name="Ask for a quote").click()


def test_a_quote_says_what_the_courier_gets_and_a_booking_is_listed(
    shop: Page, api: FakeApi
) -> None:
    """5.75 of 8.90 is labor; after booking the order is first in the list."""
    num_before = shop.locator(".order").count()
    ask(shop)
    expect(shop.locator(".answer")).to_contain_text("Of this, €5.75 goes to the courier,")
    shop.get_by_label("Your reference").fill("cake 7")
    shop.get_by_role("button", name="Book", exact=True).click()

    expect(shop.locator(".toast")).to_contain_text("Booked")
    expect(shop.locator(".order")).to_have_count(num_before + 1)
    assert [order["reference"] for order in api.booked.values()] == ["cake 7"]


def test_pressing_again_after_a_lost_answer_books_once(shop: Page, api: FakeApi) -> None:
    """The second press carries the same key, so the order exists once."""
    ask(shop)
    shop.wait_for_selector(".answer")
    api.is_down = True
    shop.get_by_role("button", name="Book", exact=True).click()
    expect(shop.locator(".notice.breaks")).to_contain_text("cannot be reached")
    api.is_down = False
    shop.get_by_role("button", name="Book", exact=True).click()

    expect(shop.locator(".toast")).to_contain_text("Booked")
    assert len(api.booked) == 1


def test_an_address_is_chosen_by_keyboard(shop: Page) -> None:
    """Three letters, arrow down twice and Enter take the second suggestion."""
    field = shop.get_by_label("To", exact=True)
    field.press_sequentially("Kal")
    shop.wait_for_selector("[role=option]")
    field.press("ArrowDown")
    field.press("ArrowDown")
    field.press("Enter")

    expect(field).to_have_value("Kalevankatu 12")
    expect(field).to_have_attribute("aria-expanded", "false")


def test_what_cannot_be_carried_is_refused_in_words_with_a_way_out(shop: Page) -> None:
    """70 kg is more than anybody carries; nothing can be booked then."""
    ask(shop, "70")

    expect(shop.locator(".notice.look")).to_contain_text("70 kg is more than any courier")
    expect(shop.locator(".notice.look")).to_contain_text("Split it into parcels")
    expect(shop.get_by_role("button", name="Book", exact=True)).to_have_count(0)


def test_another_window_asks_for_a_new_quote(shop: Page) -> None:
    """Choosing 16:05-16:35 fills the form and the promise follows it."""
    ask(shop)
    shop.get_by_role("button", name=re.compile("16:05.16:35")).click()

    expect(shop.locator(".promise")).to_contain_text(re.compile("16:05.16:35"))


def test_missing_fields_are_named_where_they_are(shop: Page) -> None:
    """An empty form is not sent; the address and the weight say what they expect."""
    shop.get_by_label("Weight, kg").fill("heavy")
    shop.get_by_role("button", name="Ask for a quote").click()

    expect(shop.locator(".field-error")).to_have_count(2)
    expect(shop.get_by_label("To", exact=True)).to_have_attribute("aria-invalid", "true")


def test_states_of_orders_follow_the_day(shop: Page, api: FakeApi) -> None:
    """An event is enough for the list to show the new state."""
    mine = next(ride for ride in api.day.rides.values() if ride.storefront == 0)
    mine.state = "failed"
    api.emit("stop.failed")

    expect(shop.locator(".chip", has_text="failed")).to_have_count(1)


def test_a_quote_that_rests_on_guessed_travel_says_so(shop: Page, api: FakeApi) -> None:
    """The route service was away: a sentence on the card, and none once it is back."""
    api.is_guessing = True
    ask(shop)
    expect(shop.locator(".answer .notice")).to_contain_text("travel times are estimated")
    api.is_guessing = False
    shop.get_by_role("button", name="Ask for a quote").click()

    expect(shop.locator(".answer .notice")).to_have_count(0)


def test_canceling_asks_first_and_is_sent_when_it_is_meant(shop: Page, api: FakeApi) -> None:
    """Keeping the order sends nothing, below a header of two rows; meaning it sends it once."""
    shop.set_viewport_size({"width": 360, "height": 740})
    assert shop.locator(".head").evaluate("head => head.offsetHeight") < 3 * 48
    cancel = shop.get_by_role("button", name="Cancel the order")
    cancel.first.click()
    sheet = shop.get_by_role("dialog")
    expect(sheet).to_contain_text("This cannot be undone.")
    sheet.get_by_role("button", name="Keep as it is").click()
    expect(sheet).to_have_count(0)
    assert api.decisions == []
    cancel.first.click()
    sheet.get_by_role("button", name="Cancel the order").click()

    expect(shop.locator(".toast")).to_contain_text("is canceled")
    assert [path.rpartition("/")[2] for path, _ in api.decisions] == ["cancel"]
