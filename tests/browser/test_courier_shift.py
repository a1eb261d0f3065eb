"""A courier's whole shift: without a network, on two phones, in every state and writing."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.phone_kills import run
from tests.browser.phone_screens import CAMERA, bars_of, set_scene, with_references
from tests.browser.test_courier import press_and_go_on, send_now, serve_next, wait_for

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Locator, Page, Playwright

    from tests.browser.fake_api import FakeApi

pytestmark = pytest.mark.browser


def phone_of(open_page: Callable[..., Page], **more: object) -> Page:
    """Open the courier's page on a phone, with the next stop on it."""
    page = open_page("courier", **{"width": 320, "height": 640, **more})
    page.wait_for_selector(".next")
    return page


def big(page: Page) -> Locator:
    """Give the button that the thumb goes to."""
    return page.locator(".press > .button.huge")


def serve_all(page: Page, api: FakeApi, closed_after: int) -> Page:
    """Serve every stop of the route offline, and lose the page after some of them."""
    count = 0
    while big(page).count() > 0:
        serve_next(page) if big(page).inner_text() == "I am here" else big(page).click()
        count += 1
        if count % closed_after == 0:
            context = page.context
            page.close()
            page = context.new_page()
            page.goto(f"{api.url}/courier")
            page.locator(".place").wait_for()
    return page


def test_a_whole_shift_is_worked_offline_and_arrives_in_order_once(
    open_page: Callable[..., Page], api: FakeApi
) -> None:
    """U1 in short: every stop left, the page lost after every second one, nothing lost.

    Each stop is two reports; the last is the end of the shift. The route changed meanwhile.
    """
    page = phone_of(open_page)
    page.evaluate("navigator.serviceWorker.ready")
    left = sum(
        api.day.states.get(entry) not in {"done", "failed"} for entry in api.day.members[2].entries
    )
    page.context.set_offline(True)
    api.is_down = True  # a page that is closed may see the network again for a moment
    page = serve_all(page, api, closed_after=2)
    page.get_by_role("button", name="End my shift").click()
    api.day.give("o-77", "c-2")
    page.get_by_role("button", name="Keep it").click()
    expect(page.locator(".bar")).to_contain_text(f"Saved here, {2 * left + 1} to send.")
    assert api.reports == []
    api.is_down = False
    page.context.set_offline(False)
    wait_for(page, lambda: len(api.reports) == 2 * left + 1)
    expect(page.locator(".notice").first).to_contain_text("1 order added.")

    assert [one["sequence"] for one in api.reports] == list(range(1, 2 * left + 2))
    kinds = Counter(one["kind"] for one in api.reports)
    assert kinds["arrived"] == kinds["delivered"] + kinds["picked_up"] == left
    assert api.reports[-1]["kind"] == "shift_ended"
    assert [one["at"] for one in api.reports] == sorted(one["at"] for one in api.reports)


def test_a_browser_that_is_killed_loses_and_doubles_nothing(
    play: Playwright, chromium_path: str
) -> None:
    """U1 in short: 24 reports offline, four kills within presses and one while it sends."""
    outcome = run(play, chromium_path, num_reports=24, num_kills=5, seed=2)

    assert (outcome.reports, outcome.kills) == (24, 5)
    assert (outcome.lost, outcome.doubled, outcome.disordered) == (0, 0, 0)


def test_two_phones_of_one_courier_count_apart_and_see_the_same(
    open_page: Callable[..., Page], api: FakeApi
) -> None:
    """Each phone begins with number 1 under a name of its own; the other one sees the stop done."""
    one, other = phone_of(open_page), phone_of(open_page)
    title = one.locator(".place").inner_text()
    serve_next(one)
    send_now(one, api, 2)
    api.emit("stop.served")
    expect(other.locator(".place")).not_to_have_text(title)
    other.get_by_role("button", name="OK, show what comes first").click()
    serve_next(other)
    send_now(other, api, 4)

    assert [report["sequence"] for report in api.reports] == [1, 2, 1, 2]
    assert len({report["device"] for report in api.reports}) == 2


def test_the_next_press_stays_in_one_place_and_covers_nothing(
    open_page: Callable[..., Page], api: FakeApi
) -> None:
    """A long stop on a small phone, upright and lying: under the thumb, and a slip counts once."""
    set_scene(api)
    page = phone_of(open_page)
    expect(page.locator(".next .ways a")).to_have_count(2)
    before = page.evaluate(ROOM)
    big(page).dblclick()
    expect(page.locator(".undo .toast")).to_contain_text("Arrived")
    after = page.evaluate(ROOM)
    page.set_viewport_size({"width": 640, "height": 320})
    page.locator(".broad").wait_for()
    lying = page.evaluate(ROOM)
    page.set_viewport_size({"width": 320, "height": 640})
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    page.locator("main .press").wait_for()
    big(page).click()
    page.locator("dialog .button.main").wait_for()

    assert before["press"] == after["press"]
    assert min(room[side] for room in (before, after, lying) for side in ("above", "below")) >= 0


ROOM = """
(() => {
  const box = (name) => document.querySelector(name).getBoundingClientRect();
  const [page, press] = [box('main'), box('.press > .huge')];
  const isBeside = press.left >= page.right;
  return {
    press: press.top,
    above: isBeside ? 0 : press.top - page.bottom,
    below: innerHeight - press.bottom,
  };
})()
"""


def test_where_one_is_is_shared_only_when_switched_on_and_on_shift(
    open_page: Callable[..., Page], api: FakeApi
) -> None:
    """Off when the page opens; a bar says it everywhere; the end of the shift ends it as well."""
    page = phone_of(open_page)
    page.context.grant_permissions(["geolocation"])
    page.context.set_geolocation({"latitude": 60.17, "longitude": 24.94})
    page.get_by_role("button", name="Route", exact=True).click()
    page.get_by_role("button", name="Show where I am").click()
    wait_for(page, lambda: ("POST /me/position", {"lat": 60.17, "lon": 24.94}) in api.decisions)
    page.get_by_role("button", name="Pay", exact=True).click()
    expect(page.locator(".bar", has_text="The dispatchers see where you are.")).to_be_visible()
    page.get_by_role("button", name="Stop", exact=True).click()
    wait_for(page, lambda: api.decisions[-1][0] == "DELETE /me/position")
    page.get_by_role("button", name="Route", exact=True).click()
    page.get_by_role("button", name="Show where I am").click()
    wait_for(page, lambda: api.decisions[-1][0] == "POST /me/position")
    page.get_by_role("button", name="End my shift").click()
    wait_for(page, lambda: api.decisions[-1][0] == "DELETE /me/position")

    expect(page.get_by_role("button", name="Show where I am")).to_have_count(0)


FAKE_PUSH = """
(() => {
  const made = () => ({
    unsubscribe: async () => localStorage.removeItem('push') ?? true,
    toJSON: () => ({ endpoint: 'https://push.example/phone', keys: { p256dh: 'p', auth: 'a' } }),
  });
  PushManager.prototype.getSubscription = async () => (localStorage.push ? made() : null);
  PushManager.prototype.subscribe = async ({ applicationServerKey, userVisibleOnly }) => {
    if (!userVisibleOnly) throw new Error('not allowed');
    localStorage.push = applicationServerKey;
    return made();
  };
})();
"""
"""Headless browsers have no push service; what one brings, `deliverPushMessage` brings as well."""

SHOWN = "navigator.serviceWorker.getRegistration('/courier').then((one) => one.getNotifications())"


def test_a_phone_is_told_only_when_switched_on_and_only_while_the_page_is_closed(
    open_page: Callable[..., Page], api: FakeApi
) -> None:
    """Refused, allowed, kept over a reload, ended by a colleague on this phone, switched off."""
    page = phone_of(open_page)
    page.context.add_init_script(FAKE_PUSH)
    page.reload()
    phone = {"endpoint": "https://push.example/phone", "p256dh": "p", "auth": "a", "language": "en"}
    told = "POST /me/hints", phone
    switch = page.get_by_role("button", name="Tell me when my route changes")
    page.get_by_role("button", name="Route", exact=True).click()
    expect(switch).to_have_attribute("aria-pressed", "false")
    switch.click()
    expect(page.locator(".notice")).to_contain_text("does not allow messages")
    page.context.grant_permissions(["notifications"])
    page.evaluate("navigator.serviceWorker.ready.then(() => undefined)")
    switch.click()
    expect(switch).to_have_attribute("aria-pressed", "true")
    assert api.decisions[-1] == told

    titles = f"{SHOWN}.then((all) => all.map(({{title, lang}}) => `${{lang}} ${{title}}`))"
    push_to(page, api, {"title": "Your route has changed", "language": "en"})
    page.wait_for_timeout(300)
    assert page.evaluate(titles) == []
    page.goto(f"{api.url}/icon.svg")
    push_to(page, api, {"title": "Your route has changed", "language": "en"})
    wait_for(page, lambda: page.evaluate(titles) == ["en Your route has changed"])

    num_told = api.decisions.count(told)
    page.goto(f"{api.url}/courier")
    wait_for(page, lambda: api.decisions.count(told) == num_told + 1)
    api.role = "colleague"
    title = page.locator(".place").inner_text()
    page.reload()
    expect(page.locator(".place")).not_to_have_text(title)
    wait_for(page, lambda: page.evaluate("localStorage.push ?? null") is None)
    api.role = "courier"
    page.reload()
    wait_for(page, lambda: api.decisions.count(told) == num_told + 2)
    page.get_by_role("button", name="Route", exact=True).click()
    expect(switch).to_have_attribute("aria-pressed", "true")
    switch.click()
    wait_for(page, lambda: api.decisions[-1][0] == "DELETE /me/hints/h-1")
    expect(switch).to_have_attribute("aria-pressed", "false")


def push_to(page: Page, api: FakeApi, said: dict[str, str]) -> None:
    """Have the page's service worker told something, as the browser's push service would."""
    session = page.context.new_cdp_session(page)
    found: list[dict[str, str]] = []
    session.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda event: found.extend(event["registrations"]),
    )
    session.send("ServiceWorker.enable")
    wait_for(page, lambda: bool(found))
    session.send(
        "ServiceWorker.deliverPushMessage",
        {
            "origin": api.url,
            "registrationId": found[0]["registrationId"],
            "data": json.dumps(said),
        },
    )
    session.detach()


def test_two_couriers_of_one_phone_share_nothing(
    open_page: Callable[..., Page], api: FakeApi
) -> None:
    """Carme's reports wait while Daniel is signed in, who sees none of them; then they are sent."""
    page = phone_of(open_page)
    page.evaluate("navigator.serviceWorker.ready.then(() => undefined)")
    title = page.locator(".place").inner_text()
    page.context.set_offline(True)
    serve_next(page)
    page.get_by_role("button", name="Keep it").click()
    expect(page.locator(".bar")).to_contain_text("Saved here, 2 to send.")

    api.role = "colleague"
    page.context.set_offline(False)
    page.reload()
    expect(page.locator(".place")).not_to_have_text(title)
    expect(page.locator(".bar")).to_have_class("bar quiet")
    serve_next(page)
    send_now(page, api, 2)
    assert {(one["courier"], one["sequence"]) for one in api.reports} == {("c-3", 1), ("c-3", 2)}

    api.role = "courier"
    page.reload()
    wait_for(page, lambda: len(api.reports) == 4)

    assert [(one["courier"], one["sequence"]) for one in api.reports[2:]] == [
        ("c-2", 1),
        ("c-2", 2),
    ]
    assert len({one["device"] for one in api.reports}) == 2


def test_an_objection_is_kept_without_a_network_and_shows_its_deadline(
    open_page: Callable[..., Page], api: FakeApi
) -> None:
    """Written in a basement; the reasons are there although nobody has read them before."""
    page = phone_of(open_page)
    page.wait_for_load_state("networkidle")
    page.context.set_offline(True)
    page.get_by_text("Why me?").click()
    expect(page.locator(".why", has_text="Why me?")).to_contain_text("4 minutes nearer")
    page.get_by_label("Contest this decision").fill("I was at the other end of town.")
    page.get_by_role("button", name="Contest it").click()
    expect(page.locator(".why", has_text="Why me?")).to_contain_text("Kept here")
    page.context.set_offline(False)
    wait_for(page, lambda: len(api.contested) == 1)
    page.get_by_text("Why me?").click()
    page.get_by_text("Why me?").click()

    expect(page.locator(".why", has_text="Why me?")).to_contain_text("a person answers by")
    assert api.contested[0]["objection"] == "I was at the other end of town."


def test_all_parcels_of_a_door_are_scanned_and_a_wrong_one_is_told(
    open_page: Callable[..., Page], api: FakeApi
) -> None:
    """The camera sees the first order's code; the others are typed: elsewhere, unknown, the second.

    119 with its check digit is 00001199; o-147 goes elsewhere. All seen, one press does it.
    """
    api.day.rides["o-120"].delivery = api.day.rides["o-119"].delivery
    api.alter = with_references
    page = phone_of(open_page)
    page.evaluate(CAMERA, bars_of("00001199"))
    big(page).click()
    page.get_by_role("button", name="Scan").click()
    sheet = page.locator("dialog")
    expect(sheet).to_contain_text("1 of 2 parcels")
    for label, told in (
        ("o-147", "Not for here: this parcel is for"),
        ("nobody", "“nobody” is not on your route"),
        ("00001205#1", "2 of 2 parcels"),
    ):
        sheet.get_by_label("Or type what the label says").fill(label)
        sheet.get_by_role("button", name="Take this label").click()
        expect(sheet).to_contain_text(told)
    press_and_go_on(page, sheet.get_by_role("button", name="Delivered"))
    send_now(page, api, 4)

    assert [report["kind"] for report in api.reports] == ["arrived"] * 2 + ["delivered"] * 2


def test_shifts_are_offered_and_care_windows_set_from_the_phone(
    open_page: Callable[..., Page], api: FakeApi
) -> None:
    """A care window from 12:00 to 12:45 is there; another is added, the shift is offered.

    Without a network nothing of it is done, and what was typed stays.
    """
    page = phone_of(open_page)
    page.get_by_role("button", name="Shifts", exact=True).click()
    card = page.locator("article.card").first
    card.get_by_role("button", name="Care window", exact=True).click()
    card.get_by_label("From").fill("15:00")
    card.get_by_label("To").fill("15:30")
    page.context.set_offline(True)
    card.get_by_role("button", name="Add this care window").click()
    expect(page.locator(".notice").first).to_contain_text("network")
    page.context.set_offline(False)
    card.get_by_role("button", name="Add this care window").click()
    wait_for(page, lambda: "POST /me/shifts/sh-1/care" in dict(api.decisions))
    card.get_by_role("button", name="Offer to swap").click()
    wait_for(page, lambda: "POST /me/shifts/sh-1/offer" in dict(api.decisions))
    page.get_by_role("button", name="Take it").click()
    wait_for(page, lambda: "POST /me/shifts/sh-2/take" in dict(api.decisions))

    care = dict(api.decisions)["POST /me/shifts/sh-1/care"]["care"]
    assert [one["begins_at"] for one in care][-1] == "2026-11-24T13:00:00.000Z"
    assert dict(api.decisions)["POST /me/shifts/sh-1/offer"] == {"is_offered": True}
