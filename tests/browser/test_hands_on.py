"""What if, reordering, splitting, incidents on the dispatcher's page, by mouse and by keyboard."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser import what_if_day
from tests.browser.test_accessibility import broken_rules

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page, Route

    from tests.browser.fake_api import FakeApi

pytestmark = pytest.mark.browser


@pytest.fixture
def console(open_page: Callable[..., Page]) -> Page:
    """Return the console with the day on it."""
    page = open_page("console", width=1440, height=900)
    page.wait_for_selector(".courier-row")
    return page


def test_what_a_change_would_do_is_asked_by_keyboard_alone(console: Page, api: FakeApi) -> None:
    """One more like Carme and one fewer: who would have what, and nothing is decided."""
    steps = iter([("running", 5), ("done", 12)])

    def tell(route: Route) -> None:
        step = json.dumps(what_if_day.asked(api.what_if, *next(steps)))
        text = f"retry: 400\n\nevent: what_if.progress\ndata: {step}\n\n"
        route.fulfill(status=200, content_type="text/event-stream", body=text)

    console.route("**/progress", tell)
    console.locator("#tab-what_if").focus()
    console.keyboard.press("Enter")
    panel = console.locator(".what-if")
    ask = panel.get_by_role("button", name="Find out")
    expect(ask).to_be_disabled()
    panel.get_by_label("One courier more, who rides like").focus()
    console.keyboard.type("Carme")
    expect(panel.get_by_label("From", exact=True)).to_have_value("14:05")
    panel.get_by_label("One courier fewer from now on").focus()
    console.keyboard.type("Daniel")
    panel.get_by_label("Weather").select_option("snow")
    panel.get_by_label("Extra travel for even pay, %").fill("5")
    ask.focus()
    console.keyboard.press("Enter")

    expect(panel).to_contain_text("no plan has changed")
    expect(panel.locator("table").first).to_contain_text("0.212")
    expect(panel.locator("table").last.locator("tbody tr").first).to_contain_text("One more (1)")
    assert broken_rules(console) == []
    ((path, body),) = api.decisions
    assert path.endswith("/what-ifs")
    assert (body["fewer"], body["weather"], body["eps_permille"]) == (["c-3"], "snow", 50)
    assert body["more"][0]["from"] == "2026-11-23T12:05:00.000Z"
    assert api.day.version == 7
