"""The dispatcher's page against the made-up day."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.real_keys import press, write

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.browser.fake_api import FakeApi


pytestmark = pytest.mark.browser

ANSWERED = """
performance.getEntriesByType('resource').map((one) => `${one.responseStatus} ${one.name}`)
"""


@pytest.fixture
def console(open_page: Callable[..., Page]) -> Page:
    """Return the console with the day on it."""
    page = open_page("console", width=1440, height=900)
    page.wait_for_selector(".courier-row")
    return page


def test_the_day_is_shown_with_reasons_in_words(console: Page) -> None:
    """160 orders, 14 couriers, and four unassigned: three refused with a reason, one too new."""
    expect(console.locator(".counts")).to_contain_text("160 orders")
    expect(console.locator(".courier-row")).to_have_count(14)
    expect(console.locator(".tray .entry")).to_have_count(4)
    expect(console.locator(".tray .entry").first).to_contain_text("no courier on shift can carry")
    expect(console.locator(".tray .entry").last).to_contain_text("the next plan will look at it")


def test_the_map_draws_our_streets_and_every_stop(open_page: Callable[..., Page]) -> None:
    """156 planned orders have two stops each; the attribution stands on the map."""
    console = open_page("console", width=1440, height=900, has_map=True)
    console.wait_for_selector(".map-box[data-drawn]", timeout=30_000)

    assert console.locator(".map-box").get_attribute("data-stops") == str(2 * 156)
    expect(console.locator(".map-frame")).to_contain_text("© OpenStreetMap contributors")


def test_the_map_follows_the_page_s_theme(open_page: Callable[..., Page], api: FakeApi) -> None:
    """It opens dark on a dark device and turns light with the page; letters come with it."""
    console = open_page("console", width=1440, height=900, theme="dark", has_map=True)
    console.wait_for_selector(".map-box[data-drawn]", timeout=30_000)
    asked = console.evaluate(ANSWERED)
    look = f"{api.url}/v1/city/style.json?theme"
    with console.expect_response(f"{look}=light"):
        console.evaluate("document.documentElement.dataset.theme = 'light'")

    assert f"200 {look}=dark" in asked
    assert f"206 {api.url}/v1/city/tiles.pmtiles" in asked
    assert f"200 {api.url}/v1/city/glyphs/semibold/0-255.pbf" in asked


def test_without_its_map_the_page_still_works(console: Page) -> None:
    """The map's code does not come: a sentence says so, the timeline has its 14 lines."""
    expect(console.locator(".map-frame .notice")).to_contain_text("The map cannot be shown")
    expect(console.locator(".timeline-rows li")).to_have_count(14)


def test_a_proposal_is_reviewed_as_a_difference_and_published(console: Page, api: FakeApi) -> None:
    """The proposal moves one order, so two couriers change; publishing names the plan seen."""
    console.get_by_role("button", name="Review").click()
    sheet = console.get_by_role("dialog")

    expect(sheet.locator("tbody tr")).to_have_count(2)
    expect(sheet).to_contain_text("gets #550")
    expect(sheet.locator("thead")).to_contain_text("Late")
    sheet.get_by_role("button", name="Publish all").click()

    expect(sheet).to_have_count(0)
    expect(console.locator(".toast")).to_contain_text("published")
    assert api.decisions == [
        ("POST /days/2026-11-23/plans/8/publish", {"if_version": 7, "reason": ""})
    ]


def test_who_exchanges_orders_is_published_together(console: Page, api: FakeApi) -> None:
    """Two couriers exchange #550: without one of them the other is left out, too."""
    console.get_by_role("button", name="Review").click()
    sheet = console.get_by_role("dialog")
    boxes = sheet.get_by_role("checkbox")
    boxes.first.focus()
    console.keyboard.press("Space")

    expect(boxes.last).not_to_be_checked()
    expect(sheet.get_by_role("button", name="Publish for 0 couriers")).to_be_disabled()
    boxes.last.check()
    expect(boxes.first).to_be_checked()
    sheet.get_by_label("Reason").fill("agreed by phone")
    sheet.get_by_role("button", name="Publish all").click()

    expect(sheet).to_have_count(0)
    assert api.decisions[-1][1] == {"if_version": 7, "reason": "agreed by phone"}


def test_a_proposal_is_set_aside_only_with_a_reason(console: Page, api: FakeApi) -> None:
    """Every human decision is kept with its reason: without one the button stays off."""
    console.get_by_role("button", name="Review").click()
    console.get_by_role("button", name="Not now, because …").click()
    send = console.get_by_role("button", name="Send")

    expect(send).to_be_disabled()
    console.get_by_label("Not now, because").fill("rain stops at three")
    send.click()

    expect(console.locator(".proposal")).to_have_count(0)
    assert api.decisions == [
        ("POST /days/2026-11-23/plans/8/discard", {"reason": "rain stops at three"})
    ]


def test_an_order_is_moved_by_keyboard_alone_after_seeing_the_effect(
    console: Page, api: FakeApi
) -> None:
    """Tab, Enter and arrows are enough; nothing changes before the effect was shown."""
    console.locator(".entry-main").nth(1).focus()
    console.keyboard.press("Enter")
    console.get_by_role("button", name="Move to …").focus()
    console.keyboard.press("Enter")
    console.locator("#move-target").focus()
    console.keyboard.type("Eeva")
    console.keyboard.press("Enter")
    expect(console.get_by_role("dialog")).to_contain_text("No rule is broken")
    tried = [body["dry_run"] for _, body in api.decisions]
    console.get_by_role("button", name="Move the order").focus()
    console.keyboard.press("Enter")

    expect(console.locator(".toast")).to_contain_text("#477 is moved")
    assert tried
    assert all(tried)
    assert api.decisions[-1][1]["dry_run"] is False
    assert api.day.carrier("o-77") is api.day.members[4]


def test_a_move_is_undone_and_done_again_by_keyboard(console: Page, api: FakeApi) -> None:
    """Ctrl+Z and Ctrl+Shift+Z; both buttons are off where there is nothing to take back."""
    undo = console.get_by_role("button", name="Undo")
    expect(undo).to_be_disabled()
    console.wait_for_selector(".chip.good")
    expect(console.locator(".tray .entry")).to_have_count(4)
    api.day.give("o-77", "c-4")
    api.emit("plan.published")
    expect(console.locator(".tray .entry")).to_have_count(3)
    expect(undo).to_be_enabled()
    console.keyboard.press("Control+z")

    expect(console.locator(".toast").last).to_contain_text("plan before is in force")
    assert api.day.carrier("o-77") is None
    console.get_by_role("button", name="Redo").wait_for()
    expect(undo).to_be_disabled()
    console.keyboard.press("Control+Shift+Z")

    expect(console.locator(".tray .entry")).to_have_count(3)
    expect(console.locator(".toast").last).to_contain_text("in force again")
    assert api.day.carrier("o-77") is api.day.members[4]
    expect(console.locator(".detail")).to_contain_text("rain stops at noon")


def test_two_dispatchers_never_overwrite_each_other(
    open_page: Callable[..., Page], api: FakeApi
) -> None:
    """Both look at plan 7; the second to decide is shown what the first did, then decides anew."""
    pages = [open_page("console", width=1440, height=900) for _ in range(2)]
    for page, target in zip(pages, ("c-4", "c-6"), strict=True):
        page.wait_for_selector(".courier-row")
        page.locator(".entry-main").nth(1).click()
        page.get_by_role("button", name="Move to …").click()
        page.select_option("#move-target", target)
        expect(page.get_by_role("dialog")).to_contain_text("No rule is broken")
    first, second = pages
    first.get_by_role("button", name="Move the order").click()
    expect(first.locator(".toast")).to_contain_text("is moved")
    second.get_by_role("button", name="Move the order").click()

    expect(second.get_by_role("dialog")).to_contain_text("has changed while you looked")
    expect(second.get_by_role("dialog")).to_contain_text("#477: nobody → Eeva Salo")
    assert api.day.carrier("o-77") is api.day.members[4]
    expect(second.get_by_role("dialog")).to_contain_text("No rule is broken")
    second.get_by_role("button", name="Move the order").click()
    expect(second.locator(".toast")).to_contain_text("is moved")
    assert api.day.carrier("o-77") is api.day.members[6]


def test_a_dragged_card_asks_before_it_moves(console: Page, api: FakeApi) -> None:
    """Dropping on a courier opens the effect; keeping as it is leaves the plan alone."""
    console.click("#tab-board")
    card = console.locator(".column").nth(2).locator("li[draggable]").last
    card.drag_to(console.locator(".column").nth(3).locator(".column-head"))

    expect(console.get_by_role("dialog")).to_contain_text("No rule is broken")
    console.get_by_role("button", name="Keep as it is").click()

    expect(console.get_by_role("dialog")).to_have_count(0)
    assert {body["dry_run"] for _, body in api.decisions} == {True}


def test_a_move_that_breaks_a_rule_says_which_and_cannot_be_confirmed(console: Page) -> None:
    """92 kg on a bicycle that carries 40 kg is a broken rule, not a warning."""
    console.locator(".entry-main").first.click()
    console.get_by_role("button", name="Move to …").click()
    console.select_option("#move-target", "c-0")

    expect(console.get_by_role("dialog")).to_contain_text("92 kg is more than the 40 kg")
    expect(console.get_by_role("button", name="Move the order")).to_be_disabled()


def test_a_pin_is_set_and_taken_back(console: Page, api: FakeApi) -> None:
    """The last open stop of a courier is pinned to them, then freed."""
    console.locator(".courier-row").nth(3).click()
    console.locator(".detail .stop-line").last.click()
    console.get_by_role("button", name="Pin", exact=True).click()
    expect(console.locator(".detail .chip", has_text="pinned")).to_be_visible()
    num_pinned = len(api.day.pins)
    console.get_by_role("button", name="Unpin").click()
    expect(console.locator(".detail .chip", has_text="pinned")).to_have_count(0)

    assert (num_pinned, len(api.day.pins)) == (2, 1)


def test_a_door_is_set_by_keyboard_alone(console: Page, api: FakeApi) -> None:
    """Opened, typed and sent with Enter; what is no point gets a sentence and is not sent."""
    press(console.locator(".entry-main").first)
    summary = console.locator(".detail summary", has_text="Where the door is")
    summary.focus()
    summary.press("Enter")
    field = console.get_by_label("Latitude, longitude")
    write(field, "here")
    field.press("Enter")
    expect(console.locator(".detail .field-error")).to_contain_text("two numbers in degrees")
    write(field, "60.1712, 24.9433")
    field.press("Enter")

    expect(console.locator(".toast")).to_contain_text("The door is set")
    ((path, body),) = [one for one in api.decisions if one[0].endswith("/door")]
    assert path.startswith("POST /orders/")
    assert body == {"stop": "delivery", "location": {"lat": 60.1712, "lon": 24.9433}}


def test_a_door_is_where_the_middle_of_the_map_is(open_page: Callable[..., Page]) -> None:
    """The map shows its middle while somebody looks for a door, and gives its coordinates."""
    console = open_page("console", width=1440, height=900, has_map=True)
    console.wait_for_selector(".map-box[data-drawn]", timeout=30_000)
    console.locator(".entry-main").first.click()
    expect(console.locator(".map-middle")).to_have_count(0)
    console.locator(".detail summary", has_text="Where the door is").click()
    field = console.get_by_label("Latitude, longitude")
    field.fill("")
    console.get_by_role("button", name="Use the map's middle").click()

    expect(field).to_have_value(re.compile(r"^60\.1\d+, 24\.9\d+$"))
    expect(console.locator(".map-middle")).to_have_count(1)


def test_an_event_changes_the_screen_without_a_reload(console: Page, api: FakeApi) -> None:
    """A publication elsewhere takes the proposal away here and is named in what happened."""
    expect(console.locator(".chip.good")).to_contain_text("live")
    api.day.proposal = None
    api.emit("plan.published")

    expect(console.locator(".proposal")).to_have_count(0)
    expect(console.locator(".recent")).to_contain_text("Plan published")


def test_a_lost_connection_says_since_when_the_data_stands(console: Page, api: FakeApi) -> None:
    """14:05 is 12:05 UTC in Helsinki; the day stays readable and comes alive by itself."""
    expect(console.locator(".chip.good")).to_contain_text("live")
    api.is_down = True
    api.hang_up()
    expect(console.locator(".top .chip")).to_contain_text("data since 14:05")
    expect(console.locator(".courier-row")).to_have_count(14)
    api.is_down = False

    expect(console.locator(".top .chip")).to_contain_text("live", timeout=20_000)


def test_a_day_without_a_plan_is_a_designed_state(console: Page) -> None:
    """Tomorrow has nobody on shift and no orders, and each place says so."""
    console.get_by_role("button", name="Next day").click()

    expect(console.locator(".side")).to_contain_text("Nobody has a shift on this day.")
    expect(console.locator(".side")).to_contain_text("Every order has a courier.")
    expect(console.locator(".detail")).to_contain_text("There is no plan for this day yet.")
    console.get_by_role("button", name="Back to today").click()

    expect(console.locator(".courier-row")).to_have_count(14)
    expect(console.get_by_role("button", name="Back to today")).to_have_count(0)


def test_the_fairness_table_says_the_price_in_one_sentence(console: Page) -> None:
    """One row per courier, and the same sentence that the members read."""
    console.click("#tab-fairness")

    expect(console.locator(".fairness tbody tr")).to_have_count(14)
    expect(console.locator(".fairness .notice")).to_contain_text("Fairness costs 1.3% more travel")


def test_the_language_changes_at_once_and_stays(console: Page) -> None:
    """German after choosing it, and after opening the page again."""
    console.get_by_label("Language").select_option("de")
    expect(console.locator("#couriers-title")).to_contain_text("Heute unterwegs")
    console.reload()

    expect(console.locator("#couriers-title")).to_contain_text("Heute unterwegs")
    expect(console.locator("html")).to_have_attribute("lang", "de")


def test_another_role_is_told_that_this_page_is_not_theirs(console: Page, api: FakeApi) -> None:
    """A courier who opens the console sees an explanation and no data."""
    api.role = "courier"
    console.reload()

    expect(console.get_by_role("heading")).to_have_text(re.compile("another role"))
    expect(console.locator(".courier-row")).to_have_count(0)


def test_a_quiet_line_says_what_the_planner_has_found_so_far(console: Page, api: FakeApi) -> None:
    """24,000 s are 6 hr 40 min; it moves nothing, is not read aloud twice, and goes when done."""
    expect(console.locator(".chip.good")).to_contain_text("live")
    view = console.locator("#view")
    before = view.bounding_box()
    line = console.locator(".planning")
    status = console.locator(".over-view [role=status]")
    api.show_planner(cost_s=24_600, num_unassigned=3)
    expect(line).to_contain_text("6 hr 50 min")
    expect(line).not_to_contain_text("per hour")
    api.show_planner(cost_s=24_000, num_unassigned=2, spread_minor=210)

    expect(line).to_contain_text("6 hr 40 min")
    expect(line).to_contain_text("2 not assigned")
    expect(line).to_contain_text("€2.10 apart")
    expect(status).to_have_text("A plan is being made.")
    assert view.bounding_box() == before
    api.show_planner(is_done=True)
    expect(line).to_have_count(0)
    expect(status).to_have_text("")
