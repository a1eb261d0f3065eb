"""Hands on, bad days and desk work on the dispatcher's page, by mouse and by keyboard alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.real_keys import choose, write
from tests.browser.test_accessibility import broken_rules

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.browser.fake_api import FakeApi

pytestmark = pytest.mark.browser

LATE = "o-155"
DRAG_OVER = """([from, to]) => {
  const data = new DataTransfer();
  from.dispatchEvent(new DragEvent('dragstart', { bubbles: true, dataTransfer: data }));
  const over = { bubbles: true, cancelable: true, dataTransfer: data };
  to.dispatchEvent(new DragEvent('dragover', over));
}"""


@pytest.fixture
def console(open_page: Callable[..., Page], api: FakeApi) -> Page:
    """Return the console with the day on it; one delivery will be late."""
    api.late = LATE
    page = open_page("console", width=1440, height=900)
    page.wait_for_selector(".courier-row")
    return page


def test_orders_are_found_chosen_and_moved_together_by_keyboard(
    console: Page, api: FakeApi
) -> None:
    """Search, all that fit, one target, one move with the others beside it; rows are few."""
    console.locator("#tab-board").focus()
    console.keyboard.press("ArrowRight")
    expect(console.locator(".orders [role=status]")).to_have_text("160 orders")
    assert console.locator(".orders tbody tr").count() < 60
    console.get_by_label("Search").focus()
    console.keyboard.type("bulevardi 16")
    expect(console.locator(".orders [role=status]")).not_to_have_text("160 orders")
    console.get_by_label("State").select_option("placed")
    all_fit = console.get_by_label("Choose all that fit")
    all_fit.focus()
    console.keyboard.press("Space")
    console.get_by_label("State").select_option("assigned")
    console.get_by_label("Search").fill("")
    console.locator(".orders tbody input").nth(1).focus()
    console.keyboard.press("Space")
    expect(console.locator(".detail h2")).to_have_text("2 orders chosen")
    console.get_by_role("button", name="Move them to …").focus()
    console.keyboard.press("Enter")
    expect(console.get_by_role("dialog")).to_contain_text("Move 2 orders")
    assert broken_rules(console) == []
    console.locator("#move-target").focus()
    console.keyboard.type("Noor")
    expect(console.get_by_role("dialog")).to_contain_text("would break a rule")
    console.keyboard.press("Escape")
    console.get_by_role("button", name="Plan only these again").focus()
    console.keyboard.press("Enter")

    expect(console.locator(".toast").last).to_contain_text("planned again")
    path, body = api.decisions[-1]
    assert path.endswith("/replan")
    assert "o-31" in body["order_ids"]
    assert len(body["order_ids"]) == 2


def test_hovering_tells_what_a_drop_would_do_to_both(console: Page, api: FakeApi) -> None:
    """A card over another column: minutes and balance of both; over too small a bike, the rule."""
    console.click("#tab-board")
    card = console.locator(".column").nth(2).locator("li[draggable]").last
    heavy = console.locator(".tray .entry[draggable]").first
    column = console.locator(".column").nth(3)
    bubble = console.locator(".hover-effect")

    console.evaluate(DRAG_OVER, [card.element_handle(), column.element_handle()])
    expect(bubble).to_contain_text("Breaks no rule.")
    expect(bubble).to_contain_text("Daniel Berg +9 min")
    expect(bubble).to_contain_text("Carme Puig -9 min")
    console.evaluate(DRAG_OVER, [heavy.element_handle(), column.element_handle()])

    expect(bubble).to_contain_text("Breaks: 92 kg is more than the 40 kg")
    assert all(body["dry_run"] for _, body in api.decisions)


def test_a_bad_day_is_met_by_keyboard_alone(console: Page, api: FakeApi) -> None:
    """Snow lists what comes at other times; who will be late is helped; a courier falls out."""
    expect(console.locator("#late-title")).to_contain_text("1")
    console.locator("#tab-streets").focus()
    console.keyboard.press("Enter")
    expect(console.locator(".streets-view")).to_contain_text("The streets are as usual.")
    choose(console.locator("#overlay-what"), "Snow")
    write(console.get_by_label("For how many hours"), "2")
    console.get_by_role("button", name="Put it on the streets").focus()
    console.keyboard.press("Enter")
    expect(console.locator(".overlay-line")).to_contain_text("Snow everywhere")
    expect(console.locator(".eta-list li").nth(5)).to_contain_text("→")
    assert broken_rules(console) == []
    console.get_by_role("button", name="End it").focus()
    console.keyboard.press("Enter")
    expect(console.locator(".eta-list li")).to_have_count(1)
    console.locator(".courier-row").nth(8).focus()
    console.keyboard.press("Enter")
    console.get_by_role("button", name="Falls out from now on").focus()
    console.keyboard.press("Enter")
    expect(console.get_by_role("dialog")).to_contain_text("Nobody is asked why.")
    console.get_by_role("button", name="End the shift").focus()
    console.keyboard.press("Enter")
    expect(console.locator(".toast").last).to_contain_text("to be fetched")

    done = [path for path, _ in api.decisions]
    assert done[0] == "POST /overlays"
    assert api.decisions[0][1]["weather"] == "snow"
    assert done[-1].endswith("/couriers/c-8/out")
    expect(console.locator(".column-head")).to_have_count(0)


def test_an_area_is_drawn_with_clicks_or_with_the_map_s_middle(
    open_page: Callable[..., Page], api: FakeApi
) -> None:
    """A closure: two corners by keyboard, two by clicks; the form sends a closed ring of five."""
    console = open_page("console", width=1440, height=900, has_map=True)
    console.wait_for_selector(".map-box[data-drawn]", timeout=30_000)
    console.get_by_role("button", name="Close streets in an area").focus()
    console.keyboard.press("Enter")
    done = console.get_by_role("button", name="Done", exact=True)
    expect(done).to_be_disabled()
    middle = console.get_by_role("button", name="Add the middle")
    middle.focus()
    console.keyboard.press("Enter")
    box = console.locator(".map-box").bounding_box()
    assert box is not None
    for across, down in ((0.7, 0.3), (0.6, 0.7)):
        console.mouse.click(box["x"] + box["width"] * across, box["y"] + box["height"] * down)
        expect(done).to_be_visible()
    expect(console.locator(".draw-tools")).to_contain_text("3 corners")
    done.click()
    expect(console.locator(".overlay-form")).to_contain_text("Area with 3 corners")
    console.locator("#overlay-what").select_option("closed")
    console.get_by_role("button", name="Put it on the streets").click()
    expect(console.locator(".overlay-line")).to_contain_text("Closed an area")

    ((_, body),) = api.decisions
    (ring,) = body["area"]["coordinates"]
    assert len(ring) == 4
    assert ring[0] == ring[-1]
    assert body["is_closed"] is True


def test_nothing_is_lost_when_the_server_goes_away_while_one_decides(
    console: Page, api: FakeApi
) -> None:
    """The move is said to have failed, stays as it was filled in, and works when it is back."""
    expect(console.locator(".chip.good")).to_contain_text("live")
    expect(console.locator(".tray .entry")).to_have_count(5)  # the late one comes last, on top
    console.locator("[aria-labelledby=unassigned-title] .entry-main").nth(1).click()
    console.get_by_role("button", name="Move to …").click()
    console.select_option("#move-target", "c-4")
    sheet = console.get_by_role("dialog")
    sheet.get_by_label("Reason").fill("knows the door")
    expect(sheet).to_contain_text("No rule is broken")
    api.is_down = True
    api.hang_up()
    sheet.get_by_role("button", name="Move the order").click()
    expect(sheet.locator(".notice.breaks")).to_be_visible()
    api.is_down = False
    expect(sheet).to_contain_text("No rule is broken", timeout=20_000)
    sheet.get_by_role("button", name="Move the order").click()

    expect(console.locator(".toast").last).to_contain_text("is moved")
    assert api.decisions[-1][1]["reason"] == "knows the door"
    expect(console.locator(".top .chip")).to_contain_text("live", timeout=20_000)


def test_a_day_is_reported_and_a_route_printed_by_keyboard_alone(console: Page) -> None:
    """The report says volume and punctuality and downloads; on paper are only stops to come."""
    console.evaluate("window.print = () => { window.paper = true; }")
    console.locator("#tab-fairness").focus()
    console.keyboard.press("Enter")
    report = console.locator(".report")
    expect(report).to_contain_text("87 delivered")
    expect(report.locator(".report-plot li")).to_have_count(14)
    assert broken_rules(console) == []
    button = report.get_by_role("button", name="Download the report")
    button.focus()
    with console.expect_download() as download:
        console.keyboard.press("Enter")
    assert download.value.suggested_filename == "report-2026-11-23.csv"
    console.locator(".courier-row").nth(8).focus()
    console.keyboard.press("Enter")
    left = console.locator(".detail .stop-line.planned").count()
    console.get_by_role("button", name="Print the route").focus()
    console.keyboard.press("Enter")
    paper = console.locator(".print-route")
    expect(paper.locator("tbody tr")).to_have_count(left)

    assert console.evaluate("window.paper")
    console.emulate_media(media="print")
    expect(paper).to_be_visible()
    expect(console.locator(".top")).to_be_hidden()
    expect(paper).to_contain_text("Route of Ines Costa")
    console.evaluate("window.dispatchEvent(new Event('afterprint'))")
    expect(paper).to_have_count(0)


def test_what_is_sold_and_by_which_rules_is_read_by_keyboard_alone(
    console: Page, api: FakeApi
) -> None:
    """A shop becomes an ally; no zone, one slot rule on two days, the rules in plain words."""
    console.locator("#tab-rules").focus()
    console.keyboard.press("Enter")
    setup = console.locator(".setup")
    for name in ("Storefronts", "Zones", "Slots", "Tariff", "Rules in force, version 3"):
        setup.locator("summary", has_text=name).focus()
        console.keyboard.press("Enter")
    expect(setup).to_contain_text("The whole city is served.")
    expect(setup).to_contain_text("Mon, Sat 09:00")
    expect(setup).to_contain_text("every 60 min, 4 places each")
    expect(setup).to_contain_text("Pay for a drop: €4.00")
    expect(setup.locator("table")).to_contain_text("€9.00")
    assert broken_rules(console) == []
    setup.get_by_label("Class of Kallio Bakery").focus()
    console.keyboard.type("ally")

    expect(console.locator(".toast").last).to_contain_text("follow the new class")
    assert api.decisions == [("POST /storefronts/s-0/partner", {"partner": "ally"})]


@pytest.mark.parametrize(("width", "height", "theme"), [(1024, 768, "light"), (1440, 900, "dark")])
def test_orders_and_streets_break_no_rule(
    open_page: Callable[..., Page], api: FakeApi, width: int, height: int, theme: str
) -> None:
    """Zero, as for every screen."""
    api.late = LATE
    page = open_page("console", width=width, height=height, theme=theme)
    page.wait_for_selector(".late-entry")
    found = []
    for tab in ("#tab-orders", "#tab-streets"):
        page.click(tab)
        found += broken_rules(page)

    assert found == []
