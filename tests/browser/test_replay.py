"""A dispatcher lets past weeks happen again under other rules, and sees who would have had what."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser import replay_day
from tests.browser.test_accessibility import broken_rules

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page, Route

    from tests.browser.fake_api import FakeApi

pytestmark = pytest.mark.browser


def test_two_rules_are_compared_on_past_weeks(open_page: Callable[..., Page], api: FakeApi) -> None:
    """Progress comes by itself; then verdicts, figures, two charts and a row for each courier."""
    steps = [replay_day.replay("done", 28), replay_day.replay(num_done=12)]

    def tell(route: Route) -> None:
        text = f"retry: 400\n\nevent: replay.progress\ndata: {json.dumps(steps[-1])}\n\n"
        route.fulfill(status=200, content_type="text/event-stream", body=text)

    page = open_page("console", width=1440, height=900)
    page.route("**/progress", tell)
    page.click("#tab-rules")
    panel = page.locator(".replay")
    start = panel.get_by_role("button", name="Replay")
    expect(start).to_be_disabled()
    panel.get_by_label("Compared with").select_option("pack:union")
    panel.get_by_label("Weeks").select_option("2")
    start.click()

    expect(panel).to_contain_text("12 of 28 days")
    steps.pop()
    expect(panel).to_contain_text("Hours, not dispatch, are the lever.")
    expect(panel.locator("figure svg[role=img]")).to_have_count(2)
    rows = panel.locator("table").last.locator("tbody tr")
    expect(rows).to_have_count(5)
    expect(rows.first).to_contain_text("Aino Kallio")
    expect(rows.first).to_contain_text("-€54.00")
    expect(rows.first).to_contain_text("€20.50 → €17.80")
    assert broken_rules(page) == []
    wanted = {"policies": ["in_force", "pack:union"], "num_weeks": 2}
    assert api.decisions == [("POST /replays", wanted)]
