"""The office: crew and shifts, with mouse and keyboard, on the built page and the real API."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from dispatch import crew
from tests.api_world import HOME
from tests.browser.office_desk import open_office
from tests.browser.real_coop import run_coop
from tests.browser.test_accessibility import broken_rules

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from dispatch.model import Courier
    from tests.browser.real_coop import RealCoop

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def coop(dist: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealCoop]:
    """Return a served co-op."""
    assert dist.is_dir()
    with run_coop(tmp_path_factory) as served:
        yield served


@pytest.fixture
def office(browser: Browser, coop: RealCoop, request: pytest.FixtureRequest) -> Iterator[Page]:
    """Return the console with the office open."""
    page = open_office(browser, coop, name=request.node.name[:40])
    yield page
    page.context.close()


def known(coop: RealCoop, name: str) -> Courier:
    """Give a courier as the store has them."""
    with coop.store.read(coop.installation.homes[HOME].coop.id) as tx:
        return next(one for one in tx.couriers.all() if one.name == name)


def test_somebody_is_taken_on_changed_by_two_at_once_and_leaves(
    office: Page, coop: RealCoop
) -> None:
    """With the mouse. What the other one wrote is shown field by field, and nothing is lost."""
    office.get_by_role("tab", name="Crew").click()
    office.get_by_role("button", name="Take somebody on").click()
    form = office.get_by_role("dialog").last
    form.get_by_role("button", name="Save").click()
    expect(form).to_contain_text("A name is missing.")
    form.get_by_label("Name").fill("Ada Lovelace")
    form.get_by_label("Skills").fill("cold")
    form.get_by_label("Shifts start at").fill("elm")
    form.get_by_role("listbox").get_by_role("option").first.click()
    found = broken_rules(office)
    form.get_by_role("button", name="Save").click()
    row = office.locator("tr", has_text="Ada Lovelace")
    row.get_by_role("button").click()
    form = office.get_by_role("dialog").last
    form.get_by_label("Carries at most, kg").fill("35")

    founded = coop.installation.homes[HOME]
    ada = known(coop, "Ada Lovelace")
    other = replace(ada, skills=frozenset({"keys"}), capacity=(30_000, 80_000))
    change = partial(crew.change, actor=founded.dispatcher, wanted=other, now=coop.installation.now)
    coop.store.write(founded.coop.id, change).result()
    form.get_by_role("button", name="Save").click()

    expect(form).to_contain_text("Somebody else has changed this meanwhile.")
    expect(form).to_contain_text("Skills was cold, is keys now.")
    expect(form).to_contain_text("was 20, is 30 now. You wrote 35.")
    found += broken_rules(office)
    form.get_by_role("button", name="Save").click()
    expect(row).to_contain_text("35 kg")
    expect(row).to_contain_text("keys")
    row.get_by_role("button").click()
    form.get_by_role("button", name="Leaves the co-op").click()
    expect(form).to_contain_text("What was worked and earned is kept")
    form.get_by_role("button", name="Yes, they leave").click()
    expect(office.get_by_role("region", name="Who has left")).to_contain_text("Ada Lovelace")
    assert not known(coop, "Ada Lovelace").is_active
    assert found == []


def test_a_week_is_arranged_from_the_keyboard_alone(office: Page, coop: RealCoop) -> None:
    """Arrows go from cell to cell; what a shift does to its day is said before it is decided."""
    office.get_by_role("tab", name="Shifts").click()
    week = office.locator(".office-week")
    week.locator("tbody button").first.wait_for()
    found = broken_rules(office)
    office.locator("button[tabindex='0']").last.focus()
    office.keyboard.press("ArrowRight")
    expect(week.locator(":focus")).to_have_class(re.compile("office-shift"))
    office.keyboard.press("Enter")
    form = office.get_by_role("dialog").last
    form.get_by_label("From", exact=True).wait_for()
    office.keyboard.press("Escape")
    expect(week.locator(":focus")).to_have_class(re.compile("office-shift"))
    office.keyboard.press("ArrowRight")
    expect(week.locator(":focus")).to_have_text("+")
    office.keyboard.press("Enter")
    form.get_by_label("From", exact=True).wait_for()
    form.get_by_label("To", exact=True).focus()
    office.keyboard.type("0300PM")
    expect(form).to_contain_text("+6 hr 0 min on the road. No order needs somebody else.")
    office.keyboard.press("Enter")

    expect(office.get_by_text("The day is planned again.")).to_be_visible()
    founded = coop.installation.homes[HOME]
    with coop.store.read(founded.coop.id) as tx:
        today = founded.coop.day_of(coop.installation.now)
        made = [one for one in tx.shifts.from_day(today) if one.day > today]
    assert [one.planned_online.total_seconds() for one in made] == [6 * 3600]
    row = week.locator("tr", has=office.get_by_role("button", name=re.compile("09:00.15:00")))
    row.locator(".office-shift").first.focus()
    office.keyboard.press("Enter")
    form.get_by_role("button", name="Call off").focus()
    office.keyboard.press("Enter")
    expect(form).to_contain_text("on the road.")
    found += broken_rules(office)
    form.get_by_role("button", name="Yes, call it off").focus()
    office.keyboard.press("Enter")
    expect(office.get_by_text("is called off")).to_be_visible()
    assert found == []
