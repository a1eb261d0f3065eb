"""The built pages on the really served day: the API's answers are what the pages expect."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LINK = re.compile(r"^\s+(console|courier|storefront)\b.*?(http\S+/sign-in/\S+)")
COMMAND = "from api.cli import main; main()"
OPTIONS = ("demo", "--scenario", "small", "--port", "0", "--iterations", "100")


@pytest.fixture(scope="module")
def links(
    helsinki_extract: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, str]]:
    """Return one sign-in link per page of a small day that is being played."""
    places = ["--extract", str(helsinki_extract), "--cities-dir", str(tmp_path_factory.mktemp("c"))]
    command = [sys.executable, "-u", "-c", COMMAND, *OPTIONS, *places]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as demo:
        found: dict[str, str] = {}
        for line in demo.stdout or ():
            link = LINK.match(line)
            if link:
                found.setdefault(link[1], link[2])
            if len(found) == len(("console", "courier", "storefront")):
                break
        yield found
        demo.send_signal(signal.SIGINT)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Return a page that fails the test when the API refuses something or a script breaks."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-GB")
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on(
        "response",
        lambda answer: (
            wrong.append(f"{answer.status} {answer.url}")
            if answer.status >= 400 and "/v1/" in answer.url
            else None
        ),
    )
    yield page
    context.close()
    assert wrong == []


def sign_in(page: Page, link: str) -> None:
    """Open a link and press its one button."""
    page.goto(link)
    page.get_by_role("button").click()


def test_the_console_shows_the_played_day(page: Page, links: dict[str, str]) -> None:
    """The small day has eight couriers; it is live and its map has our streets."""
    sign_in(page, links["console"])

    expect(page.locator(".courier-row")).to_have_count(8)
    expect(page.locator(".top .chip")).to_contain_text("live")
    expect(page.locator(".map-frame")).to_contain_text("OpenStreetMap")


def test_the_courier_sees_a_shift_and_pay(page: Page, links: dict[str, str]) -> None:
    """Whatever the hour of the played day, the page knows the courier's shift and pay."""
    sign_in(page, links["courier"])

    expect(page.locator(".head")).to_contain_text("left")
    page.get_by_role("button", name="Pay", exact=True).click()
    expect(page.locator("main")).to_contain_text("By the co-op's rules, version 1.")


def test_the_storefront_gets_a_quote_and_books_it(page: Page, links: dict[str, str]) -> None:
    """The fee says what goes to the courier; the booked order stands first in the list."""
    sign_in(page, links["storefront"])
    page.get_by_label("To", exact=True).press_sequentially("Aleksanterink")
    page.wait_for_selector("[role=option]")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Ask for a quote").click()
    expect(page.locator(".card", has_text="goes to the courier")).to_be_visible()
    page.get_by_label("Your reference").fill("smoke 1")
    page.get_by_role("button", name="Book", exact=True).click()

    expect(page.locator(".order").first).to_contain_text("smoke 1")
