"""Every screen and state of the courier's phone, one after the other: to check and to draw."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Page

    from tests.browser.city_day import Json
    from tests.browser.fake_api import FakeApi

OPEN_ALL: Final = "document.querySelectorAll('main details').forEach((one) => one.open = true)"
TABS: Final = {"Route": ".lines .next", "Shifts": ".card h2", "Pay": ".table.pay"}


LEFT: Final = "0001101 0011001 0010011 0111101 0100011 0110001 0101111 0111011 0110111 0001011"
"""How the digits 0 to 9 look in the left half of an EAN-8 code; on the right it is inverted."""
CAMERA: Final = """
(bars) => {
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [640, 360];
  const pen = canvas.getContext('2d');
  const draw = () => {
    pen.fillStyle = '#fff';
    pen.fillRect(0, 0, 640, 360);
    pen.fillStyle = '#000';
    [...bars].forEach((bar, index) => bar === '1' && pen.fillRect(118 + 6 * index, 60, 6, 240));
  };
  setInterval(draw, 50);
  navigator.mediaDevices.getUserMedia = () => Promise.resolve(canvas.captureStream(20));
}
"""


def bars_of(digits: str) -> str:
    """Draw eight digits as an EAN-8 code (GS1 General Specifications)."""
    looks = LEFT.split()
    left = "".join(looks[int(digit)] for digit in digits[:4])
    right = "".join(looks[int(digit)] for digit in digits[4:])
    turned = right.translate(str.maketrans("01", "10"))
    return f"101{left}01010{turned}101"


def with_references(route: Json) -> Json:
    """Give every stop's order a reference of its own; the last digit checks the others."""
    stops = []
    for stop in route["stops"]:
        number = f"{int((stop['order_id'] or 'o-0')[2:]):07d}"
        total = sum(int(digit) * (3, 1)[place % 2] for place, digit in enumerate(number))
        stops.append({**stop, "reference": f"{number}{-total % 10}"})
    return {**route, "stops": stops}


def set_scene(api: FakeApi) -> None:
    """Two orders at each of the next doors, each with another proof, and one that goes back."""
    day = api.day
    day.rides["o-120"].delivery = day.rides["o-119"].delivery
    day.rides["o-148"].delivery = day.rides["o-147"].delivery
    day.proofs |= {"o-119": "pin", "o-120": "signature", "o-147": "photo", "o-148": "id"}
    day.back = [("o-4", True)]
    api.alter = with_references


def all_screens(page: Page, api: FakeApi) -> Iterator[str]:
    """Go through every screen and state, and name each once it is shown.

    The page is open and the scene is set.
    """
    yield from _at_the_door(page)
    yield from _when_things_change(page, api)
    yield from _tabs(page)
    yield from _offline(page)
    yield from _days(page, api)
    yield from _no_way_in(page, api)


def _at_the_door(page: Page) -> Iterator[str]:
    page.locator(".next").wait_for()
    yield "now"
    page.evaluate(OPEN_ALL)
    expect(page.locator(".steps").first).to_contain_text("Runeberginkatu")
    page.get_by_label("Contest this decision").wait_for()
    yield "the way there, why me"
    page.evaluate("document.querySelectorAll('main details').forEach((one) => one.open = false)")
    page.get_by_role("button", name="Problem").click()
    yield "problem"
    page.keyboard.press("Escape")
    _big(page, "I am here")
    yield "arrived, with undo"
    page.get_by_role("button", name="I wait").click()
    page.locator(".actions .notice").wait_for()
    yield "waiting"
    page.get_by_role("button", name="Wait is over").click()
    page.evaluate(CAMERA, bars_of("00001199"))
    page.get_by_role("button", name="Scan").click()
    expect(page.locator("dialog")).to_contain_text("1 of 2 parcels")
    page.get_by_label("Or type what the label says").fill("o-147")
    page.get_by_role("button", name="Take this label").click()
    yield "scan"
    page.keyboard.press("Escape")
    _big(page, "Delivered")
    page.locator("canvas").wait_for()
    yield "digits and signature"
    page.locator("dialog input").first.fill("1234")
    page.get_by_label("Name of whoever signs").fill("Ada")
    page.locator("dialog").get_by_role("button", name="Delivered").click()
    expect(page.locator(".next")).to_contain_text("Next: pickup")
    for _ in range(2):
        _big(page, "I am here")
        _big(page, "Picked up")
    _big(page, "I am here")
    _big(page, "Delivered")
    page.locator("input[type=file]").wait_for(state="attached")
    yield "photo and identity"
    page.keyboard.press("Escape")


def _when_things_change(page: Page, api: FakeApi) -> Iterator[str]:
    api.day.give("o-77", "c-2")
    api.emit("plan.published")
    expect(page.locator(".notice").first).to_contain_text("added")
    yield "another route"
    page.locator(".notice").get_by_role("button", name="OK").click()


def _tabs(page: Page) -> Iterator[str]:
    for tab, ready in TABS.items():
        page.get_by_role("button", name=tab, exact=True).click()
        page.locator(ready).first.wait_for()
        yield tab
        page.evaluate(OPEN_ALL)
        yield f"{tab}, all open"
    page.get_by_role("button", name="Route", exact=True).click()
    page.context.grant_permissions(["geolocation"])
    page.context.set_geolocation({"latitude": 60.17, "longitude": 24.94})
    page.get_by_role("button", name="Show where I am").click()
    page.locator(".bar", has_text="see where you are").wait_for()
    yield "sharing where I am"
    page.get_by_role("button", name="Stop", exact=True).click()
    page.get_by_role("button", name="Co-op", exact=True).click()
    page.get_by_text("Propose a change of the rules").click()
    page.get_by_label("Which rule").wait_for()
    yield "Co-op"


def _offline(page: Page) -> Iterator[str]:
    page.get_by_role("button", name="Route", exact=True).click()
    page.context.set_offline(True)
    page.get_by_role("button", name="Pause", exact=True).click()
    page.get_by_role("button", name="Keep it").click()
    expect(page.locator(".bar")).to_contain_text("Saved here")
    page.get_by_role("button", name="Now", exact=True).click()
    yield "paused, without a network"
    page.get_by_role("button", name="I am back").click()
    page.get_by_role("button", name="Keep it").click()
    page.context.set_offline(False)
    expect(page.locator(".bar")).to_have_class("bar quiet", timeout=20_000)


def _days(page: Page, api: FakeApi) -> Iterator[str]:
    altered: dict[str, tuple[Callable[[Json], Json], str]] = {
        "before the shift": (_before, "Begin"),
        "break": (_resting, "min"),
        "all done": (lambda route: _shift({**route, "stops": []}, "begun"), "All stops are done"),
        "shift over": (lambda route: _shift(route, "ended"), "Rest well"),
        "no shift": (lambda route: {**route, "shift": None, "stops": []}, "no shift"),
    }
    for name, (alter, words) in altered.items():
        api.alter = alter
        page.evaluate("indexedDB.deleteDatabase('commonwheel-courier')")
        page.reload()
        expect(page.locator("main")).to_contain_text(words)
        yield name


def _no_way_in(page: Page, api: FakeApi) -> Iterator[str]:
    page.evaluate("indexedDB.deleteDatabase('commonwheel-courier')")
    api.role = "console"
    page.reload()
    page.locator("main.gate.card h1").wait_for()
    yield "not a courier"
    api.role = None
    page.evaluate("indexedDB.deleteDatabase('commonwheel-courier')")
    page.reload()
    page.get_by_role("heading", name="You are not signed in").wait_for()
    yield "signed out"
    page.route("**/v1/me", lambda route: route.abort())
    page.reload()
    page.get_by_role("button", name="Try again").wait_for()
    yield "no answer"


def _big(page: Page, words: str) -> None:
    page.locator(".press > .button.huge", has_text=words).click()


def _shift(route: Json, state: str) -> Json:
    return {**route, "shift": {**route["shift"], "state": state}}


def _before(route: Json) -> Json:
    stops = [{**stop, "state": "planned"} for stop in route["stops"]]
    return _shift({**route, "stops": stops}, "agreed")


def _resting(route: Json) -> Json:
    rest = {**next(one for one in route["stops"] if one["kind"] == "break"), "state": "planned"}
    rest |= {"departure": "2026-11-23T12:40:00Z", "start": "2026-11-23T12:20:00Z"}
    return {**route, "stops": [rest, *_before(route)["stops"][-4:]]} | {
        "shift": {**route["shift"], "state": "begun"}
    }
