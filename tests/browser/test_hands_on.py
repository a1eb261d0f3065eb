"""What if, reordering, splitting, incidents on the dispatcher's page, by mouse and by keyboard."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser import what_if_day
from tests.browser.city_day import NOW, stamp
from tests.browser.real_keys import choose, press, write
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
    choose(panel.get_by_label("Weather"), "Snow")
    write(panel.get_by_label("Extra travel for even pay, %"), "5")
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


DRAG = """([from, to, kinds]) => {
  const data = new DataTransfer();
  from.dispatchEvent(new DragEvent('dragstart', { bubbles: true, dataTransfer: data }));
  for (const kind of kinds)
    to.dispatchEvent(new DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer: data }));
}"""


def test_a_stop_is_put_elsewhere_by_mouse_and_by_keyboard(console: Page, api: FakeApi) -> None:
    """Dragged onto an earlier card it says what it does; Alt and an arrow ask the same."""
    console.click("#tab-board")
    column = console.locator(".column").nth(2)
    cards = column.locator("li[draggable]")
    last, first = cards.last.element_handle(), cards.first.element_handle()
    console.evaluate(DRAG, [last, first, ["dragover"]])
    bubble = console.locator(".hover-effect")
    expect(bubble).to_contain_text("A delivery would come before its pickup.")
    path, body = api.decisions[-1]
    assert path.endswith("/reorder")
    assert (body["dry_run"], body["stop"]) == (True, "delivery")
    console.evaluate(DRAG, [last, first, ["dragover", "drop"]])
    sheet = console.get_by_role("dialog")
    expect(sheet).to_contain_text("Order of stops of Carme Puig")
    console.keyboard.press("Escape")

    cards.filter(has=console.locator(".unseen", has_text="delivery")).first.locator(
        "button"
    ).focus()
    console.keyboard.press("Alt+ArrowDown")
    expect(sheet).to_contain_text("No rule is broken")
    assert broken_rules(console) == []
    write(sheet.get_by_label("Reason"), "he waits")
    sheet.get_by_role("button", name="Put it there").focus()
    console.keyboard.press("Enter")

    expect(console.locator(".toast").last).to_contain_text("are in the new order")
    done = [body for _, body in api.decisions if body.get("dry_run") is False]
    assert [body["reason"] for body in done] == ["he waits"]
    assert api.day.version == 8
    console.locator(".courier-row").nth(2).focus()
    console.keyboard.press("Enter")
    console.get_by_role("button", name="Change the order of stops").focus()
    console.keyboard.press("Enter")
    sheet.get_by_label("This stop").focus()
    console.keyboard.press("ArrowDown")
    press(sheet.get_by_label("comes before"), "End")
    expect(sheet.locator(".effect")).not_to_be_empty()


JPEG = """async () => {
  const canvas = new OffscreenCanvas(64, 48);
  const pen = canvas.getContext('2d');
  pen.fillStyle = '#a33';
  pen.fillRect(0, 0, 64, 48);
  const blob = await canvas.convertToBlob({ type: 'image/jpeg' });
  return [...new Uint8Array(await blob.arrayBuffer())];
}"""
CAMERA = b"Exif\x00\x00 60.17 N 24.94 E"


def test_a_vehicle_breaks_and_an_incident_is_written_down_by_keyboard_alone(
    console: Page, api: FakeApi
) -> None:
    """First what it would mean; a picture goes without what the camera wrote into it."""
    console.locator(".courier-row").nth(5).focus()
    console.keyboard.press("Enter")
    console.get_by_role("button", name="Vehicle is broken").focus()
    console.keyboard.press("Enter")
    sheet = console.get_by_role("dialog")
    expect(sheet).to_contain_text("not picked up yet are planned again")
    assert broken_rules(console) == []
    write(sheet.get_by_label("Carries, kg"), "1")
    expect(sheet).to_contain_text("to be fetched")
    sheet.get_by_role("button", name="Go on like this").focus()
    console.keyboard.press("Enter")
    expect(console.locator(".toast").last).to_contain_text("Farah Haddad goes on")
    assert api.decisions[-1][1]["profile"] == "foot"

    console.get_by_role("button", name="Write down an incident").focus()
    console.keyboard.press("Enter")
    expect(sheet.get_by_label("Whose work")).to_have_value("c-5")
    sheet.get_by_label("What happened").focus()
    console.keyboard.type("The box fell at the corner.")
    sheet.get_by_label("When").fill("15:30")  # not yet: it happened now at the latest
    picture = bytes(console.evaluate(JPEG))
    head = b"\xff\xe1" + (len(CAMERA) + 2).to_bytes(2, "big") + CAMERA
    sheet.get_by_label("Pictures, up to 8").set_input_files(
        {
            "name": "corner.jpg",
            "mimeType": "image/jpeg",
            "buffer": picture[:2] + head + picture[2:],
        }
    )
    assert broken_rules(console) == []
    sheet.get_by_role("button", name="Write it down").focus()
    console.keyboard.press("Enter")

    expect(console.locator(".toast").last).to_contain_text("is written down")
    expect(console.locator(".incident img")).to_be_visible()
    assert api.photos["incident"].startswith(b"\xff\xd8\xff")
    assert b"Exif" not in api.photos["incident"]
    (told,) = api.incidents
    assert (told["text"], told["courier_id"]) == ("The box fell at the corner.", "c-5")
    assert told["happened_at"] == stamp(NOW)


def test_a_vehicle_breaks_and_an_incident_is_written_down_with_the_mouse(
    console: Page, api: FakeApi
) -> None:
    """Fields are clicked into and buttons are clicked; the picture is chosen in the sheet."""
    console.locator(".courier-row").nth(5).click()
    console.get_by_role("button", name="Vehicle is broken").click()
    sheet = console.get_by_role("dialog")
    sheet.get_by_label("Carries, kg").click(click_count=3)
    console.keyboard.type("1")
    expect(sheet).to_contain_text("to be fetched")
    sheet.get_by_role("button", name="Go on like this").click()
    expect(console.locator(".toast").last).to_contain_text("Farah Haddad goes on")

    console.get_by_role("button", name="Write down an incident").click()
    sheet.get_by_label("What happened").click()
    console.keyboard.type("A wheel bent.")
    with console.expect_file_chooser() as asked:
        sheet.get_by_label("Pictures, up to 8").click()
    asked.value.set_files(
        {
            "name": "wheel.jpg",
            "mimeType": "image/jpeg",
            "buffer": bytes(console.evaluate(JPEG)),
        }
    )
    sheet.get_by_role("button", name="Write it down").click()

    expect(console.locator(".incident img")).to_be_visible()
    assert api.incidents[-1]["text"] == "A wheel bent."
