"""Members see what is proposed, vote with the keyboard, and propose a change themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser import replay_day
from tests.browser.test_accessibility import broken_rules

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page, Response

    from tests.browser.fake_api import FakeApi

pytestmark = pytest.mark.browser


@pytest.fixture
def phone(open_page: Callable[..., Page]) -> Page:
    """Return the co-op's tab on a small phone."""
    page = open_page("courier", width=320, height=740)
    page.wait_for_selector(".next")
    page.get_by_role("button", name="Co-op", exact=True).click()
    page.wait_for_selector(".ballot")
    return page


def test_a_courier_votes_with_the_keyboard_and_once(phone: Page, api: FakeApi) -> None:
    """Radio buttons are chosen with the arrows; after the vote there is nothing to press."""
    phone.get_by_label("For", exact=True).focus()
    phone.keyboard.press("ArrowDown")
    expect(phone.get_by_label("Against")).to_be_checked()
    phone.keyboard.press("Enter")

    expect(phone.get_by_text("You have voted.").first).to_be_visible()
    expect(phone.locator(".ballot")).to_have_count(0)
    assert api.decisions == [("POST /proposals/p-2/ballots", {"vote": "no"})]


def test_what_came_of_a_vote_is_told_with_its_counts(phone: Page) -> None:
    """An open secret vote tells how many took part only."""
    opened, over = phone.locator("article").all()

    expect(opened).to_contain_text("Premium for rain goes up from 10 % to 15 %.")
    expect(opened).to_contain_text("3 of 8 have voted.")
    expect(opened).not_to_contain_text("abstained")
    expect(over).to_contain_text("For 4, against 1, abstained 1.")
    assert phone.evaluate("document.documentElement.scrollWidth") == 320


def test_a_dispatcher_proposes_a_change_of_one_rule(
    open_page: Callable[..., Page], api: FakeApi
) -> None:
    """The field begins with the value in force; a number is sent as a number."""
    page = open_page("console", width=1440, height=900)
    page.click("#tab-rules")
    page.get_by_text("Propose a change of the rules").click()

    page.get_by_label("Which rule").select_option("rain_percent")
    expect(page.get_by_label("New value")).to_have_value("10")
    page.get_by_label("New value").fill("20")
    page.get_by_label("Why, in your own words").fill("It rains more.")
    page.get_by_role("button", name="Put it to the vote").click()

    expect(page.locator("article").first).to_contain_text("It rains more.")
    wanted = {"changes": {"rain_percent": 20}, "reason": "It rains more."}
    assert api.decisions == [("POST /proposals", wanted)]


def is_handed_over(response: Response) -> bool:
    """Tell whether a response is to a vote that was handed over."""
    return response.request.method == "POST" and response.url.endswith("/delegations")


def test_a_vote_is_handed_over_on_one_proposal_and_on_all(phone: Page, api: FakeApi) -> None:
    """The choice names members; an open vote says who voted what through whom."""
    opened, over = phone.locator("article").all()
    expect(opened).to_contain_text("You also vote for: Cy.")
    expect(over).to_contain_text("Bo voted for you.")
    over.get_by_text("Who voted what").click()
    expect(over).to_contain_text("Ada: for (through Bo)")

    opened.get_by_text("Let somebody vote for you on this one only").click()
    opened.get_by_label("Who").select_option("Bo")
    with phone.expect_response(is_handed_over):
        opened.get_by_role("button", name="Hand over my vote").click()
    phone.get_by_text("Let somebody vote for you", exact=True).click()
    everything = phone.locator("details[open]").last
    everything.get_by_label("Who").select_option("Cy")
    with phone.expect_response(is_handed_over):
        everything.get_by_role("button", name="Hand over my vote").click()

    assert api.decisions == [
        ("POST /delegations", {"to": "m-bo", "proposal_id": "p-2"}),
        ("POST /delegations", {"to": "m-cy"}),
    ]
    assert phone.evaluate("document.documentElement.scrollWidth") == 320


def test_a_courier_reads_what_other_rules_would_have_done(
    open_page: Callable[..., Page], api: FakeApi
) -> None:
    """Below the proposals: a published replay, what I would have got, and the verdict."""
    published = "2026-11-23T15:00:00+02:00"
    api.replays.append({**replay_day.replay("done", 28), "published_at": published})

    page = open_page("courier", width=320, height=740)
    page.wait_for_selector(".next")
    page.get_by_role("button", name="Co-op", exact=True).click()

    card = page.locator("article", has_text="2 weeks, asked for on")
    expect(card).to_contain_text("Unionized company")
    expect(card).to_contain_text("You would have been paid: €356.00")
    expect(card).to_contain_text("Hours, not dispatch, are the lever.")
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    assert broken_rules(page) == []
