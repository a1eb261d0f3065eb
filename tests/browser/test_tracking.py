"""From a quote to the recipient's page, on the built pages and the real API."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from api.app import PAGES
from tests.browser.real_coop import run_coop
from tests.browser.test_accessibility import broken_rules

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def served(dist: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """Return the address of a served co-op, and the path of a storefront's sign-in link."""
    assert dist == PAGES
    with run_coop(tmp_path_factory) as coop:
        yield coop.address, coop.sign_in


def opened(
    browser: Browser, *, width: int = 320, theme: str = "light", has_scripts: bool = True
) -> Page:
    """Open an empty page."""
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme="dark" if theme == "dark" else "light",
        java_script_enabled=has_scripts,
        locale="en-GB",
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.set_default_timeout(10_000)
    return page


@pytest.fixture(scope="module")
def shop(browser: Browser, served: tuple[str, str]) -> Iterator[Page]:
    """Return the storefront's page after a booking by hand, with a PIN for the recipient."""
    address, sign_in = served
    page = opened(browser, width=1200)
    page.goto(address + sign_in)
    page.get_by_role("button").click()
    page.get_by_label("To", exact=True).fill("Elm Street 1")
    page.get_by_text("Note and contact").click()
    page.get_by_label("Proof at the door").select_option("pin")
    page.get_by_role("button", name="Ask for a quote").click()
    expect(page.locator(".answer")).to_contain_text("fair labor cost")
    page.get_by_label("Your reference").fill("walk 1")
    page.get_by_role("button", name="Book", exact=True).click()
    expect(page.locator(".order", has_text="walk 1")).to_contain_text("PIN for the recipient")
    yield page
    page.context.close()


@pytest.fixture(scope="module")
def link(shop: Page, served: tuple[str, str]) -> str:
    """Return the address of the recipient's page, as the storefront has it."""
    row = shop.locator(".order", has_text="walk 1")
    path = row.get_by_role("link", name="Page for the recipient").get_attribute("href")
    return f"{served[0]}{path}"


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_recipients_page_breaks_no_rule_on_a_narrow_phone(
    browser: Browser, link: str, theme: str
) -> None:
    """Axe finds nothing, nothing lies beside the screen, every target is a thumb high."""
    page = opened(browser, theme=theme)

    page.goto(link)

    assert broken_rules(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    heights = page.eval_on_selector_all(
        "button, a", "all => all.map(one => one.getBoundingClientRect().height)"
    )
    assert min(heights) >= 48
    page.context.close()


def test_a_note_is_left_and_the_language_switched_without_scripts(
    browser: Browser, link: str
) -> None:
    """Plain links and a plain form are enough."""
    page = opened(browser, has_scripts=False)
    page.goto(link)

    page.get_by_label("Note for the courier").fill("Blue door")
    page.get_by_role("button", name="Save the note").click()
    page.get_by_role("link", name="Català").click()

    expect(page.get_by_label("Nota per a qui reparteix")).to_have_value("Blue door")
    expect(page.get_by_role("heading", level=1)).to_have_text("Tenim la teva comanda")
    page.context.close()


def test_the_page_renews_itself_and_leaves_a_half_written_note_alone(
    browser: Browser, link: str
) -> None:
    """Coming back to the tab asks again; the script is allowed by the page's own policy."""
    page = opened(browser)
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text))
    page.goto(link)
    page.get_by_label("Note for the courier").fill("half a no")
    page.evaluate("document.querySelector('#now h1').textContent = 'old'")

    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")

    expect(page.locator("#now h1")).to_have_text("We have your order")
    expect(page.get_by_label("Note for the courier")).to_have_value("half a no")
    assert refused == []
    page.context.close()


def test_an_order_is_changed_and_canceled_by_keyboard(
    browser: Browser, shop: Page, link: str
) -> None:
    """Enter opens the form, saves the note, asks and cancels; the recipient's page says so."""
    row = shop.locator(".order", has_text="walk 1")
    summary = row.get_by_text("Change", exact=True)
    summary.focus()
    shop.keyboard.press("Enter")
    row.get_by_label("New note for the courier").press_sequentially("Side gate")
    shop.keyboard.press("Enter")
    expect(shop.locator(".toast", has_text="walk 1 is changed")).to_be_visible()
    row.get_by_role("button", name="Cancel the order").focus()
    shop.keyboard.press("Enter")
    expect(shop.get_by_role("dialog").get_by_role("button", name="Close")).to_be_focused()
    shop.keyboard.press("Tab")
    shop.keyboard.press("Enter")
    expect(shop.locator(".toast", has_text="walk 1 is canceled")).to_be_visible()
    page = opened(browser)

    page.goto(link)

    expect(page.get_by_role("heading", level=1)).to_have_text("This order was canceled")
    expect(page.get_by_label("Note for the courier")).to_have_count(0)
    assert broken_rules(page) == []
    page.context.close()
