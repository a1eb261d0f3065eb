"""The office: crew and shifts, with mouse and keyboard, on the built page and the real API."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import time, timedelta
from functools import partial
from io import BytesIO
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import httpx
import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect

from dispatch import availability, crew
from dispatch.model import Actor, MemberId, Role, ShiftState, StandingState, WeekHours
from tests.api_world import HOME
from tests.browser.office_desk import open_office
from tests.browser.real_coop import run_coop
from tests.browser.real_keys import press, write
from tests.browser.test_accessibility import broken_rules
from tests.browser.test_orders_file import file_of
from tests.browser.test_pressed_twice import Held

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from dispatch.model import Courier
    from dispatch.store import Transaction
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


def say_hours(coop: RealCoop, opens: time, closes: time) -> None:
    """Have every courier say in which hours they can work on any day."""
    founded = coop.installation.homes[HOME]
    week = tuple(WeekHours(weekday=day, opens=opens, closes=closes) for day in range(7))
    for name in founded.couriers:
        actor = Actor(coop=founded.coop.id, member=MemberId(name), role=Role.COURIER, courier=name)
        say = partial(
            availability.say, actor=actor, valid_from=None, hours=week, now=coop.moment[0]
        )
        coop.store.write(founded.coop.id, say).result()


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
    start = form.get_by_label("Shifts start at")
    start.press_sequentially("elm")
    places = form.get_by_role("listbox").get_by_role("option")
    places.first.wait_for()
    start.press("Escape")  # closes the list, not the sheet
    expect(places).to_have_count(0)
    form.get_by_role("button", name="Save").click()
    expect(form).to_contain_text("Choose one of the suggested addresses")
    start.press_sequentially(" s")
    places.first.click()
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
    """Arrows go from cell to cell; what a shift does to its day is said before it is decided.

    Everybody said on the phone that they can work from 9 to 12.
    """
    say_hours(coop, time(9), time(12))
    office.get_by_role("tab", name="Crew").click()
    office.get_by_role("tab", name="Shifts").click()
    week = office.locator(".office-week")
    week.locator("tbody button").first.wait_for()
    found = broken_rules(office)
    office.locator("button[tabindex='0']").last.focus()
    office.keyboard.press("ArrowRight")
    expect(week.locator(":focus")).to_have_class(re.compile("office-shift"))
    office.keyboard.press("ArrowRight")
    expect(week.locator(":focus")).to_have_text("+")
    expect(week.locator("td", has=office.locator(":focus"))).to_contain_text(
        re.compile("can 09:00.12:00")
    )
    office.keyboard.press("Enter")
    form = office.get_by_role("dialog").last
    form.get_by_label("From", exact=True).wait_for()
    form.get_by_label("To", exact=True).focus()
    office.keyboard.type("0300PM")
    expect(form).to_contain_text("+6 hr 0 min on the road. No order needs somebody else.")
    expect(form).to_contain_text(re.compile("did not say that they can work then: 12:00.15:00"))
    office.keyboard.press("Enter")

    expect(office.get_by_text("The day is planned again.")).to_be_visible()
    founded = coop.installation.homes[HOME]
    with coop.store.read(founded.coop.id) as tx:
        today = founded.coop.day_of(coop.installation.now)
        made = [one for one in tx.shifts.from_day(today) if one.day > today]
    assert [one.planned_online.total_seconds() for one in made] == [6 * 3600]
    row = week.locator("tr", has=office.get_by_role("button", name=re.compile("09:00.15:00")))
    marked = row.locator(".office-shift", has_text="outside their hours").last
    expect(marked).to_contain_text(re.compile("09:00.15:00"))
    marked.focus()
    office.keyboard.press("Enter")
    form.get_by_role("button", name="Call off").focus()
    office.keyboard.press("Enter")
    expect(form).to_contain_text("on the road.")
    found += broken_rules(office)
    form.get_by_role("button", name="Yes, call it off").focus()
    office.keyboard.press("Enter")
    expect(office.get_by_text("is called off")).to_be_visible()
    assert found == []


def test_a_week_is_the_one_that_was_asked_for_last(office: Page, coop: RealCoop) -> None:
    """Whatever comes first; of two shifts on a day both can be reached with the arrows."""
    week = office.locator(".office-week")
    shift = week.locator(".office-shift").first
    shift.wait_for()
    founded = coop.installation.homes[HOME]
    with coop.store.read(founded.coop.id) as tx:
        linh = next(one for one in tx.shifts.all() if one.courier == founded.couriers[0])
    evening = {
        "courier_id": founded.couriers[0],
        "starts_at": (linh.ends_at + timedelta(hours=1)).isoformat(),
        "ends_at": (linh.ends_at + timedelta(hours=3)).isoformat(),
    }
    own = {"X-Commonwheel": "1"}
    made = office.request.post(f"{coop.address}/v1/shifts", data=evening, headers=own)
    assert made.ok, made.text()
    held = Held(office, re.compile(r"/v1/shifts\?"))
    office.get_by_role("button", name="The week after").click()
    office.get_by_role("button", name="The week before").click()
    expect(week).to_have_count(0)
    held.wait_for(office, 2)
    next_week, this_week = held.routes
    this_week.continue_()
    both = week.locator("td", has=office.locator(".office-shift + .office-shift"))
    expect(both).to_have_count(1)
    with office.expect_response(re.compile(r"/v1/shifts\?")):
        next_week.continue_()

    expect(both).to_have_count(1)
    first, second = both.locator("button").all()
    first.focus()
    office.keyboard.press("ArrowDown")
    expect(second).to_be_focused()
    office.keyboard.press("ArrowUp")
    expect(first).to_be_focused()


def test_a_shops_file_is_booked_and_its_standing_order_changed(
    office: Page, coop: RealCoop
) -> None:
    """The shop's own sheets, at the desk: the file with the mouse, the change from the keyboard."""
    office.get_by_role("tab", name="Incoming orders").click()
    shop = office.get_by_role("tabpanel").get_by_label("Storefront")
    shop.select_option(index=1)
    name = shop.locator("option:checked").inner_text()
    found = broken_rules(office)
    office.get_by_role("button", name="Orders from a file").click()
    text = "reference,address,weight_kg\nD1,{street} 3,2\n"
    office.get_by_label("CSV or XLSX file").set_input_files(file_of(coop, text))  # type: ignore[arg-type]  # a file in memory
    office.get_by_role("button", name="Book 1 row").click()
    expect(office.get_by_role("dialog").last).to_contain_text("1 order booked")
    found += broken_rules(office)
    office.keyboard.press("Escape")
    files = office.get_by_role("region", name="The last files")
    expect(files.locator("tr", has_text="monday.csv")).to_contain_text(name)

    expect(office.get_by_role("button", name="Orders from a file")).to_be_focused()
    office.get_by_role("button", name="Standing orders", exact=True).focus()
    office.keyboard.press("Enter")
    form = office.get_by_role("form", name="A new standing order")
    write(form.get_by_role("combobox", name="To", exact=True), "Elm Street 3")
    press(form.get_by_label("Mon"), "Space")
    write(form.get_by_label("Note"), "Ring twice")
    press(form.get_by_role("button", name="Order again and again"))
    change = office.get_by_role("button", name="Change what goes to Elm Street 3")
    change.focus()
    office.keyboard.press("Enter")
    form = office.get_by_role("form", name="Change what goes to Elm Street 3")
    expect(form.get_by_label("Note")).to_have_value("Ring twice")
    expect(form.get_by_label("Mon")).to_be_checked()
    form.get_by_label("Tue").focus()
    office.keyboard.press("Space")
    press(office.get_by_role("button", name=re.compile("^Skip ")).first)
    expect(office.get_by_text("skipped").first).to_be_visible()
    expect(form.get_by_label("Tue")).to_be_checked()
    found += broken_rules(office)
    form.get_by_label("Your reference").focus()
    office.keyboard.press("Enter")

    line = office.get_by_role("dialog").last.locator(".order", has_text="Elm Street 3")
    expect(line).to_contain_text("Mon, Tue")
    office.keyboard.press("Escape")
    standing = office.get_by_role("region", name="Standing orders")
    expect(standing.locator("tr", has_text="Elm Street 3")).to_contain_text(name)
    with coop.store.read(coop.installation.homes[HOME].coop.id) as tx:
        known = [one for one in tx.standing_orders.all() if one.state is StandingState.ACTIVE]
    assert [(one.rule, one.wish.delivery.note) for one in known] == [
        ("FREQ=WEEKLY;BYDAY=MO,TU", "Ring twice")
    ]
    assert found == []


def test_a_shops_key_is_made_changed_and_ended(office: Page, coop: RealCoop) -> None:
    """With the mouse: each secret is on the screen once, and what was ended opens nothing."""
    office.get_by_role("tab", name="Keys").click()
    part = office.locator("#office-part")
    form = part.get_by_role("form", name="A new key")
    form.get_by_role("button", name="Make the key").click()
    expect(form).to_contain_text("A name is missing.")
    form.get_by_label("Name").fill("Till")
    form.get_by_label("quotes").check()
    form.get_by_role("button", name="Make the key").click()
    first = part.locator("code").inner_text()
    row = part.locator("tr", has=office.get_by_role("button", name="End Till"))
    expect(row).to_contain_text("quotes")
    found = broken_rules(office)
    row.get_by_role("button", name="New secret for Till").click()
    part.get_by_label("The old one stays good for").select_option("1")
    part.get_by_role("button", name="Make it").click()
    expect(part).to_contain_text("The old one stays good until Wed 10 Jun")
    second = part.locator("code").inner_text()
    found += broken_rules(office)
    row.filter(has_text="good until").get_by_role("button", name="End Till").click()
    part.get_by_role("button", name="Yes, end it").click()
    expect(part.locator(".chip", has_text="ended")).to_be_visible()

    assert first != second
    assert [_opens(coop, secret) for secret in (first, second)] == [401, 200]
    form.get_by_label("Who uses it").select_option("pages")
    form.get_by_label("Name").fill("Web shop")
    form.get_by_label("From which pages").fill("https://shop.example")
    form.get_by_role("button", name="Make the key").click()
    expect(part.locator("code")).to_contain_text("cwp_")
    assert found == []


def _opens(coop: RealCoop, secret: str) -> int:
    headers = {"authorization": f"Bearer {secret}"}
    return httpx.get(f"{coop.address}/v1/places?q=elm", headers=headers).status_code


def test_a_day_is_closed_point_by_point(office: Page, coop: RealCoop) -> None:
    """A forgotten shift is ended from the keyboard at the time that its courier tells."""
    founded, now = coop.installation.homes[HOME], coop.installation.now

    def begin(tx: Transaction) -> None:
        shift = next(one for one in tx.shifts.of_day(founded.coop.day_of(now)))
        tx.shifts.save(replace(shift, state=ShiftState.BEGUN, began_at=shift.starts_at))

    coop.store.write(founded.coop.id, begin).result()
    office.get_by_role("tab", name="Close the day").click()
    part = office.locator("#office-part")
    expect(part).to_contain_text("1 shift has not been ended")
    expect(part).to_contain_text("neither delivered nor ended")
    found = broken_rules(office)
    part.get_by_label("ended at").focus()
    office.keyboard.type("0815AM")
    office.keyboard.press("Tab")
    part.get_by_role("button", name="End the shift").focus()
    office.keyboard.press("Enter")

    expect(part).to_contain_text("0 shifts have not been ended")
    with coop.store.read(founded.coop.id) as tx:
        ended = [one for one in tx.shifts.all() if one.state is ShiftState.ENDED]
    assert [
        f"{one.ended_at.astimezone(ZoneInfo('Europe/Helsinki')):%H:%M}"
        for one in ended
        if one.ended_at
    ] == ["08:15"]
    assert found == []


def test_days_are_reported_on_and_downloaded(office: Page, coop: RealCoop) -> None:
    """From the keyboard: other days, then the workbook; the numbers are those of the server."""
    office.get_by_role("tab", name="Shifts").focus()
    office.keyboard.press("End")
    part = office.locator("#office-part")
    expect(part).to_contain_text("Gini")
    found = broken_rules(office)
    part.get_by_label("First day").focus()
    office.keyboard.type("06012026")
    expect(part.get_by_text("Mon 1 Jun")).to_be_visible()
    part.get_by_role("button", name="All as XLSX").focus()
    with office.expect_download() as downloading:
        office.keyboard.press("Enter")

    assert downloading.value.suggested_filename == "report-2026-06-01-2026-06-09.xlsx"
    days = load_workbook(BytesIO(downloading.value.path().read_bytes()))["Days"]
    assert [row[0].value for row in days.iter_rows(min_row=2)][0::8] == ["2026-06-01", "2026-06-09"]
    expect(part.locator(".office-plot").last.locator("li")).to_have_count(
        len(coop.installation.homes[HOME].couriers)
    )
    part.get_by_label("Last day").focus()
    office.keyboard.type("05012026")
    expect(part).to_contain_text("The last day is not before the first one.")
    found += broken_rules(office)
    assert found == []
