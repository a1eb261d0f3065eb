"""Webhooks on the console and on the storefront's page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.hooks_day import SECRET
from tests.browser.test_accessibility import READY, SIZES, broken_rules

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Locator, Page

    from tests.browser.fake_api import FakeApi

pytestmark = pytest.mark.browser


def open_hooks(open_page: Callable[..., Page], name: str = "console", **options: str) -> Locator:
    """Open a page and its sheet about webhooks."""
    page = open_page(name, width=SIZES[name][0], height=SIZES[name][1], **options)
    page.wait_for_selector(READY[name])
    page.get_by_role("button", name="Webhooks").click()
    sheet = page.get_by_role("dialog")
    sheet.locator("tbody tr").first.wait_for()
    return sheet


def test_the_log_says_in_words_what_became_of_each_notice(
    open_page: Callable[..., Page],
) -> None:
    """One that waits, one that was given up with the reason, one that was taken."""
    rows = open_hooks(open_page).locator("tbody tr")

    expect(rows).to_have_count(3)
    expect(rows.nth(0)).to_contain_text("waiting")
    expect(rows.nth(0)).to_contain_text("not yet")
    expect(rows.nth(1)).to_contain_text("given up")
    expect(rows.nth(1)).to_contain_text("cannot be reached")
    expect(rows.nth(2)).to_contain_text("taken, 200")


def test_only_what_was_given_up_is_shown_and_sent_again(
    open_page: Callable[..., Page], api: FakeApi
) -> None:
    """Filtered to one row; the button asks for it by its id, and the row waits."""
    sheet = open_hooks(open_page)

    sheet.get_by_label("Show").select_option("failed")
    expect(sheet.locator("tbody tr")).to_have_count(1)
    sheet.get_by_role("button", name="Send again").click()

    expect(sheet.locator("tbody tr")).to_contain_text("waiting")
    assert [what for what, _ in api.decisions] == ["POST /notices/msg_2/send"]


def test_a_new_address_shows_its_secret_once(open_page: Callable[..., Page], api: FakeApi) -> None:
    """For one storefront and one kind; closed and opened again, the secret is gone."""
    sheet = open_hooks(open_page)
    sheet.get_by_label("Address (https)").fill("https://bakery.example/hook")
    sheet.get_by_label("Whose orders").select_option("s-0")
    sheet.get_by_role("checkbox", name="Delivered").check()
    sheet.get_by_role("button", name="Tell an address").click()

    expect(sheet.locator(".secret")).to_have_text(SECRET)
    assert api.decisions == [
        (
            "POST /subscriptions",
            {
                "url": "https://bakery.example/hook",
                "kinds": ["order.delivered"],
                "storefront_id": "s-0",
            },
        )
    ]
    sheet.get_by_role("button", name="Close").click()
    sheet.page.get_by_role("button", name="Webhooks").click()
    expect(sheet.locator("tbody tr")).to_have_count(3)
    expect(sheet.locator(".secret")).to_have_count(0)


def test_removing_takes_two_presses(open_page: Callable[..., Page], api: FakeApi) -> None:
    """The first only asks, because the log goes as well."""
    sheet = open_hooks(open_page, "storefront")

    sheet.get_by_role("button", name="Remove").click()
    asked = list(api.decisions)
    with sheet.page.expect_response("**/subscriptions/h-1"):
        sheet.get_by_role("button", name="Remove it and its log").click()
    expect(sheet.get_by_role("button", name="Remove", exact=True)).to_have_count(1)

    assert asked == []
    assert [what for what, _ in api.decisions] == ["DELETE /subscriptions/h-1"]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", ["console", "storefront"])
def test_the_sheet_breaks_no_rule(open_page: Callable[..., Page], name: str, theme: str) -> None:
    """With a secret on it, too."""
    sheet = open_hooks(open_page, name, theme=theme)
    sheet.get_by_role("button", name="New secret").click()
    sheet.locator(".secret").wait_for()

    assert broken_rules(sheet.page) == []
