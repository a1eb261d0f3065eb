"""The courier's page on a phone, with and without a network."""

from __future__ import annotations

import hashlib
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from PIL import Image
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Locator, Page

    from tests.browser.fake_api import FakeApi

pytestmark = pytest.mark.browser


@pytest.fixture
def phone(open_page: Callable[..., Page]) -> Page:
    """Return the courier's page with the next stop on it."""
    page = open_page("courier", width=360, height=740)
    page.wait_for_selector(".next")
    return page


def press_and_go_on(page: Page, button: Locator) -> None:
    """Press what ends a stop, and wait until the next one is shown."""
    title = page.locator(".place").inner_text()
    button.click()
    expect(page.locator(".place")).not_to_have_text(title)


def serve_next(page: Page) -> None:
    """Press the big button twice: I am here, then picked up or delivered."""
    page.locator(".button.huge", has_text="I am here").click()
    press_and_go_on(page, page.locator(".button.huge", has_not_text="I am here"))


def send_now(page: Page, api: FakeApi, count: int) -> None:
    """End the time to undo the last press, and wait until so many reports have come."""
    page.get_by_role("button", name="Keep it").click()
    wait_for(page, lambda: len(api.reports) == count)


def wait_for(page: Page, is_so: Callable[[], bool]) -> None:
    """Wait until the server knows something, for ten seconds at most."""
    for _ in range(200):
        if is_so():
            return
        page.wait_for_timeout(50)
    assert is_so()


def test_the_next_stop_is_large_and_served_with_two_presses(phone: Page, api: FakeApi) -> None:
    """Carme's next stop is the delivery to Mannerheimintie 14, at the made-up day's 14:22."""
    expect(phone.locator(".place")).to_have_text("Mannerheimintie 14")
    expect(phone.locator(".next")).to_contain_text("5.3 km, 21 min, 12 m up")
    serve_next(phone)
    send_now(phone, api, 2)

    kinds = [(report["sequence"], report["kind"]) for report in api.reports]
    assert kinds == [(1, "arrived"), (2, "delivered")]
    assert api.reports[0]["at"].startswith("2026-11-23T12:0")
    assert not api.reports[0]["phone_at"].startswith("2026-11-23T12:0")


def test_reports_without_a_network_are_kept_and_sent_in_order_once(
    phone: Page, api: FakeApi
) -> None:
    """Two stops served in a basement are four reports, 1 to 4, sent when there is network."""
    phone.context.set_offline(True)
    serve_next(phone)
    serve_next(phone)
    expect(phone.locator(".bar")).to_contain_text("Saved here, 4 to send.")
    phone.get_by_role("button", name="Keep it").click()
    sent_offline = len(api.reports)
    phone.context.set_offline(False)
    expect(phone.locator(".bar")).to_have_class("bar quiet", timeout=20_000)

    assert sent_offline == 0
    assert [report["sequence"] for report in api.reports] == [1, 2, 3, 4]
    assert [report["kind"] for report in api.reports] == ["arrived", "delivered"] * 2
    assert len({report["device"] for report in api.reports}) == 1


def test_reports_survive_closing_the_page(phone: Page, api: FakeApi) -> None:
    """What was pressed offline is still there, and still first, after opening the page again."""
    phone.evaluate("navigator.serviceWorker.ready")
    phone.context.set_offline(True)
    serve_next(phone)
    phone.close()
    again = phone.context.new_page()
    again.goto(f"{api.url}/courier")
    expect(again.locator(".bar")).to_contain_text("Saved here, 2 to send.")
    expect(again.locator(".place")).to_have_text("Liisankatu 43")
    phone.context.set_offline(False)
    send_now(again, api, 2)

    assert [report["sequence"] for report in api.reports] == [1, 2]


def test_a_problem_is_one_tap_and_declining_needs_no_reason(phone: Page, api: FakeApi) -> None:
    """A failure carries its reason; a declined order carries none."""
    serve_next(phone)
    serve_next(phone)
    expect(phone.locator(".next")).to_contain_text("Next: pickup")
    phone.get_by_role("button", name="Problem").click()
    press_and_go_on(phone, phone.get_by_role("button", name="Hand this order back"))
    send_now(phone, api, 5)
    phone.get_by_role("button", name="Problem").click()
    press_and_go_on(phone, phone.get_by_role("button", name="Closed"))
    send_now(phone, api, 6)

    declined, failed = api.reports[-2:]
    assert (declined["kind"], declined.get("reason")) == ("declined", None)
    assert (failed["kind"], failed["reason"]) == ("failed", "closed")


def test_waiting_is_shown_and_ends_with_the_pickup(phone: Page, api: FakeApi) -> None:
    """Waiting is paid, so its end is reported even when nobody presses it."""
    serve_next(phone)
    serve_next(phone)
    phone.get_by_role("button", name="I am here").click()
    phone.get_by_role("button", name="I wait").click()
    expect(phone.locator(".actions .notice")).to_contain_text("Waiting is paid.")
    press_and_go_on(phone, phone.get_by_role("button", name="Picked up"))
    send_now(phone, api, 8)

    kinds = [report["kind"] for report in api.reports[4:]]
    assert kinds == ["arrived", "waiting_began", "waiting_ended", "picked_up"]


def test_a_changed_route_is_announced(phone: Page, api: FakeApi) -> None:
    """The order that comes is named by number and new end, before the thumb meets it."""
    api.day.give("o-77", "c-2")
    api.emit("plan.published")

    expect(phone.locator(".notice")).to_contain_text("1 order added.")
    expect(phone.locator(".notice")).to_contain_text("The route now ends at")


def test_a_page_that_stays_open_turns_to_the_new_day(phone: Page, api: FakeApi) -> None:
    """When it is looked at again: another route, no change of yesterday's, no old directions."""
    asked: list[str] = []
    phone.on("request", lambda request: asked.append(request.url.partition("/v1")[2]))
    api.alter = lambda route: {**route, "day": "2026-11-24", "stops": route["stops"][-3:]}
    phone.evaluate("document.dispatchEvent(new Event('visibilitychange'))")

    expect(phone.locator(".head")).to_contain_text("2 stops left")
    wait_for(phone, lambda: "/me/route/directions" in asked)
    expect(phone.locator("main .notice")).to_have_count(0)
    wait_for(phone, lambda: "/me/route" in asked)


def test_a_press_can_be_undone_for_ten_seconds(phone: Page, api: FakeApi) -> None:
    """Delivered by mistake: the stop is back, and the server never hears of it."""
    phone.locator(".button.huge", has_text="I am here").click()
    press_and_go_on(phone, phone.locator(".button.huge", has_text="Delivered"))
    expect(phone.locator(".undo")).to_contain_text("Delivered")
    phone.get_by_role("button", name="Undo").click()
    expect(phone.locator(".place")).to_have_text("Mannerheimintie 14")
    phone.locator(".button.huge", has_text="Delivered").click()
    send_now(phone, api, 2)

    assert [(one["sequence"], one["kind"]) for one in api.reports] == [
        (1, "arrived"),
        (2, "delivered"),
    ]


def test_proof_is_asked_for_and_a_photo_is_sent_later_without_its_exif(
    phone: Page, api: FakeApi, tmp_path: Path
) -> None:
    """A photo of 4000 x 3000 pixels with a place in it, taken offline, leaves with 1600 x 1200."""
    order = next(
        order
        for kind, order in api.day.members[2].entries
        if kind == "delivery" and api.day.states.get((kind, order), "planned") == "planned"
    )
    api.day.proofs[order] = "photo"
    api.emit("plan.published")
    expect(phone.locator(".next")).to_contain_text("Take a photo")
    taken = tmp_path / "door.jpg"
    exif = Image.Exif()
    exif[0x010E] = "where I live"
    Image.new("RGB", (4000, 3000), "white").save(taken, exif=exif)
    assert b"where I live" in taken.read_bytes()

    phone.context.set_offline(True)
    phone.locator(".button.huge", has_text="I am here").click()
    phone.locator(".press > .button.huge", has_text="Delivered").click()
    deliver = phone.locator("dialog").get_by_role("button", name="Delivered")
    expect(deliver).to_be_disabled()
    phone.locator("input[type=file]").set_input_files(taken)
    expect(phone.locator("dialog")).to_contain_text("The photo is kept here")
    press_and_go_on(phone, deliver)
    phone.get_by_role("button", name="Keep it").click()
    phone.context.set_offline(False)
    wait_for(phone, lambda: len(api.photos) == 1)

    ((digest, content),) = api.photos.items()
    assert api.reports[-1]["proof"] == {"photo_sha256": digest}
    assert hashlib.sha256(content).hexdigest() == digest
    assert b"where I live" not in content
    assert Image.open(BytesIO(content)).size == (1600, 1200)


def test_an_order_canceled_while_it_is_carried_goes_back(phone: Page, api: FakeApi) -> None:
    """Picked up without a network: told in words with the first one, and brought back."""
    serve_next(phone)
    serve_next(phone)
    phone.context.set_offline(True)
    phone.get_by_role("button", name="I am here").click()
    press_and_go_on(phone, phone.get_by_role("button", name="Picked up"))
    phone.get_by_role("button", name="Keep it").click()
    api.canceled = {order for _, order in api.day.members[2].entries}
    phone.context.set_offline(False)
    expect(phone.locator(".notice")).to_contain_text("was canceled before you picked it up")
    carried = phone.locator(".card", has_text="Bring back").first
    expect(carried).to_contain_text("The way back is paid.")
    before = len(api.day.back)
    carried.get_by_role("button", name="Handed back").click()
    phone.get_by_role("button", name="Keep it").click()
    wait_for(phone, lambda: len(api.day.back) == before - 1)

    assert api.reports[-1]["kind"] == "returned"


def test_why_me_is_answered_on_demand(phone: Page) -> None:
    """The explanation comes from the server when it is opened."""
    phone.get_by_text("Why me?").click()

    expect(phone.locator(".why", has_text="Why me?")).to_contain_text("4 minutes nearer")


def test_pay_is_readable_to_the_cent(phone: Page) -> None:
    """61.20 + 10.10 + 2.90 = 74.20 today, and where one stands in the week."""
    phone.get_by_role("button", name="Pay", exact=True).click()

    expect(phone.locator("main")).to_contain_text("38 min ahead of your share")
    expect(phone.locator("main")).to_contain_text("€74.20")
    expect(phone.locator(".table.pay tbody tr")).to_have_count(3)
    phone.get_by_text("Waiting at storefronts").first.click()
    expect(phone.get_by_text("By the clause: Premium for waiting").first).to_be_visible()
    expect(phone.locator(".table.pay details[open] li").nth(1)).to_contain_text("10:14")


def test_the_first_load_has_no_map(open_page: Callable[..., Page]) -> None:
    """MapLibre weighs more than the whole page; a phone never loads it before a map opens."""
    page = open_page("courier", width=360, height=740)
    page.wait_for_selector(".next")

    names = page.evaluate("performance.getEntriesByType('resource').map(one => one.name)")

    assert [name for name in names if "map" in name or "worker" in name] == []
