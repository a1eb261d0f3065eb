"""What only a person may decide: objections, doubtful reports and closed pay, in one sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.test_accessibility import broken_rules

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.browser.fake_api import FakeApi

pytestmark = pytest.mark.browser


def test_a_dispatcher_answers_decides_and_adds_a_line(
    open_page: Callable[..., Page], api: FakeApi
) -> None:
    """Each with its own words; a button cannot be pressed before there is a reason."""
    page = open_page("console", width=1440, height=900)
    page.get_by_role("button", name="For a person to decide").click()
    sheet = page.get_by_role("dialog")

    expect(sheet).to_contain_text("It is your turn: answer by Sat 5 Dec")
    expect(sheet).to_contain_text("Answered: the decision stands")
    sheet.get_by_label("Your answer").fill("The other shop was nearer.")
    sheet.get_by_role("button", name="The decision stands").click()
    sheet.get_by_role("button", name="Erase the words").last.click()
    expect(sheet).to_contain_text("What was decided when stays.")
    sheet.get_by_role("button", name="Erase for good").click()

    waiting = sheet.locator("article", has=page.locator("form"))
    expect(waiting.locator("li")).to_have_count(2)
    expect(waiting.get_by_role("button", name="What is recorded stands")).to_be_disabled()
    waiting.get_by_label("Why, in your own words").fill("She worked through the break.")
    waiting.get_by_label("Amount").fill("7,50")
    waiting.get_by_label("By which rule").select_option("night_percent")
    waiting.get_by_role("button", name="Add to the pay").click()

    expect(sheet.locator("tbody tr").first).to_contain_text("Rain that nobody noted.")
    pay = sheet.locator("form", has_text="Add a line")
    pay.get_by_label("Courier", exact=True).select_option("c-1")
    pay.get_by_label("Why, in your own words").fill("A night that was missed.")
    pay.get_by_label("Amount").fill("-2")
    pay.get_by_label("By which rule").select_option("night_percent")
    pay.get_by_role("button", name="Add to the pay").click()
    sheet.get_by_role("button", name="Add what has become known since").click()

    expect(page.get_by_text("1 line was added")).to_be_visible()
    assert broken_rules(page) == []
    assert api.decisions == [
        (
            "POST /contestations/contestation-1/answer",
            {"outcome": "upheld", "answer": "The other shop was nearer."},
        ),
        ("DELETE /contestations/contestation-0", {}),
        (
            "POST /doubts",
            {
                "courier_id": "c-1",
                "device": "phone",
                "sequence": 7,
                "reason": "She worked through the break.",
                "amount_minor": 750,
                "clause": "night_percent",
            },
        ),
        (
            "POST /payroll/2026-11-09/corrections",
            {
                "courier_id": "c-1",
                "amount_minor": -200,
                "clause": "night_percent",
                "note": "A night that was missed.",
            },
        ),
        ("POST /payroll/2026-11-09/reconcile", {}),
    ]


def test_a_courier_reads_what_was_decided(open_page: Callable[..., Page]) -> None:
    """Below pay: the amount, the reason, and that it comes with the next statement."""
    page = open_page("courier", width=360, height=740)
    page.wait_for_selector(".next")
    page.get_by_role("button", name="Pay", exact=True).click()

    added = page.locator("section", has_text="Added, and decided")
    expect(added).to_contain_text("+€7.50")
    expect(added).to_contain_text("decided by a person: She worked through the break.")
    expect(added).to_contain_text("It comes with the next statement.")
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    assert broken_rules(page) == []
