"""No page breaks an accessibility rule that axe can see, in light and in dark."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.conftest import WEB

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.browser.fake_api import FakeApi

pytestmark = pytest.mark.browser

AXE = WEB / "node_modules" / "axe-core" / "axe.min.js"
SIZES = {"console": (1440, 900), "courier": (360, 740), "storefront": (1200, 900)}
READY = {"console": ".courier-row", "courier": ".place", "storefront": ".order"}


def broken_rules(page: Page) -> list[str]:
    """Run axe in the page and name what it finds, with the first element of each."""
    page.evaluate(AXE.read_text())
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [f"{rule['id']}: {rule['nodes'][0]['html'][:160]}" for rule in found["violations"]]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", ["console", "courier", "storefront"])
def test_a_page_breaks_no_rule(open_page: Callable[..., Page], name: str, theme: str) -> None:
    """Zero is the number that U2 of the reliability promises asks for."""
    page = open_page(name, width=SIZES[name][0], height=SIZES[name][1], theme=theme)
    page.wait_for_selector(READY[name])

    assert broken_rules(page) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_consoles_other_views_break_no_rule(open_page: Callable[..., Page], theme: str) -> None:
    """Board, fairness table, details, review and move are states of the same page."""
    page = open_page("console", width=1440, height=900, theme=theme)
    found = []

    for tab in ("#tab-board", "#tab-fairness"):
        page.click(tab)
        found += broken_rules(page)
    page.click("#tab-rules")
    page.get_by_text("Propose a change of the rules").click()
    page.get_by_label("Which rule").wait_for()
    found += broken_rules(page)
    page.locator(".courier-row").nth(4).click()
    found += broken_rules(page)
    page.locator(".entry-main").first.click()
    page.get_by_role("button", name="Move to …").click()
    page.select_option("#move-target", "c-3")
    page.wait_for_selector(".notice.breaks")
    found += broken_rules(page)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Review").click()
    found += broken_rules(page)

    assert found == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_line_about_the_planner_breaks_no_rule(
    open_page: Callable[..., Page], api: FakeApi, theme: str
) -> None:
    """It has the contrast of text, at the smallest width of the console, too."""
    page = open_page("console", width=1024, height=768, theme=theme)
    page.wait_for_selector(".chip.good")
    api.show_planner(cost_s=24_000, num_unassigned=2, spread_minor=210)
    page.wait_for_selector(".planning")

    assert broken_rules(page) == []


@pytest.mark.parametrize("name", ["console", "courier", "storefront"])
def test_a_signed_out_page_explains_the_link(
    open_page: Callable[..., Page], api: FakeApi, name: str
) -> None:
    """Who has no session is told how to get one, without a broken rule."""
    api.role = None

    page = open_page(name, width=360, height=740)

    page.get_by_role("heading", name="You are not signed in").wait_for()
    assert broken_rules(page) == []


@pytest.mark.parametrize(("name", "width"), [("courier", 320), ("storefront", 320)])
def test_a_narrow_phone_never_scrolls_sideways(
    open_page: Callable[..., Page], name: str, width: int
) -> None:
    """At 320 px the document is as wide as the screen, so nothing is hidden beside it."""
    page = open_page(name, width=width, height=640)
    page.wait_for_selector(READY[name])

    assert page.evaluate("document.documentElement.scrollWidth") == width
