"""Each screen of the console, the office, the shop and its recipients, one after the other."""

from __future__ import annotations

import json
import re
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tests.browser import replay_day
from tests.browser.office_desk import open_office
from tests.browser.real_coop import run_coop
from tests.browser.test_tracking import opened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page, Route

    from tests.browser.fake_api import FakeApi
    from tests.browser.real_coop import RealCoop

THEMES: Final = ("light", "dark")


class Folders:
    """Gives folders inside of one."""

    def __init__(self, inside: Path) -> None:
        self._inside = inside

    def mktemp(self, basename: str) -> Path:
        """Make a folder."""
        return Path(tempfile.mkdtemp(prefix=basename, dir=self._inside))


def desk_screens(browser: Browser, api: FakeApi, *, desk_width: int = 1440) -> Iterator[str]:
    """Walk through all screens that are not the courier's, in light and dark; yield their names.

    While one is shown, it is the only page of the browser that has an address.
    """
    for context in browser.contexts:
        context.close()
    for theme in THEMES:
        yield from (f"{name}, {theme}" for name in _made_up(browser, api, theme, desk_width))
    with tempfile.TemporaryDirectory() as inside, run_coop(Folders(Path(inside))) as coop:
        for theme in THEMES:
            page = open_office(
                browser, coop, name=f"{theme} {desk_width}", width=desk_width, theme=theme
            )
            yield from (f"office, {name}, {theme}" for name in _office(page))
            page.context.close()
        yield from _recipient(browser, coop)


def _recipient(browser: Browser, coop: RealCoop) -> Iterator[str]:
    page = opened(browser, width=360)

    def in_both(name: str) -> Iterator[str]:
        for theme in THEMES:
            page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
            yield f"{name}, {theme}"

    page.goto(coop.address + coop.sign_in)
    yield from in_both("sign-in")
    page.get_by_role("button").click()
    page.get_by_label("To", exact=True).fill("Elm Street 1")
    page.get_by_role("button", name="Ask for a quote").click()
    page.get_by_role("button", name="Book", exact=True).click()
    link = page.get_by_role("link", name="Page for the recipient").first
    page.goto(f"{coop.address}{link.get_attribute('href')}")
    yield from in_both("tracking")
    page.context.close()


@contextmanager
def _page(browser: Browser, api: FakeApi, role: str, *, width: int, theme: str) -> Iterator[Page]:
    api.role = role
    page = opened(browser, width=width, theme=theme)
    page.route("**/assets/city-map*", lambda route: route.abort())
    page.goto(f"{api.url}/{role}")
    yield page
    page.context.close()


def _made_up(browser: Browser, api: FakeApi, theme: str, width: int) -> Iterator[str]:
    with _page(browser, api, "console", width=width, theme=theme) as page:
        yield from _console(page)
        yield from _people(page)
        yield from _replays(page, api)
    for narrow in (360, 1200):
        with _page(browser, api, "storefront", width=narrow, theme=theme) as page:
            yield from (f"{name}, {narrow} px" for name in _shop(page))


def _console(page: Page) -> Iterator[str]:
    page.locator(".courier-row").first.wait_for()
    yield "console"
    for view in ("board", "orders", "streets", "what_if", "fairness"):
        page.click(f"#tab-{view}")
        yield f"console, {view}"
    page.locator(".courier-row").nth(4).click()
    yield "console, a courier"
    page.locator(".entry-main").nth(1).click()
    page.locator(".detail summary").first.click()
    yield "console, an order"
    page.get_by_role("button", name="Move to …").click()
    page.select_option("#move-target", "c-3")
    page.locator(".effect table, .effect .notice").first.wait_for()
    yield "console, a move"
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Review").click()
    yield "console, review"
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Webhooks").click()
    yield "console, webhooks"
    page.keyboard.press("Escape")
    page.click("#tab-rules")
    page.get_by_text("Propose a change of the rules").click()
    page.get_by_label("Which rule").wait_for()
    yield "console, rules and votes"


def _people(page: Page) -> Iterator[str]:
    page.get_by_role("button", name="For a person to decide").click()
    page.get_by_role("dialog").locator("tbody tr").first.wait_for()
    yield "people"
    page.keyboard.press("Escape")


def _replays(page: Page, api: FakeApi) -> Iterator[str]:
    done = replay_day.replay("done", 28)
    api.replays = [done]

    def tell(route: Route) -> None:
        text = f"retry: 400\n\nevent: replay.progress\ndata: {json.dumps(done)}\n\n"
        route.fulfill(status=200, content_type="text/event-stream", body=text)

    page.route("**/progress", tell)
    panel = page.locator(".replay")
    panel.get_by_label("Compared with").select_option("pack:union")
    panel.get_by_role("button", name="Replay").click()
    panel.locator("figure").first.wait_for()
    yield "replays"
    api.replays = []


def _shop(page: Page) -> Iterator[str]:
    page.locator(".order").first.wait_for()
    yield "shop"
    page.get_by_text("Between two times").click()
    page.get_by_label("Weight, kg").fill("heavy")
    page.get_by_role("button", name="Ask for a quote").click()
    yield "shop, faults"
    page.get_by_text("As soon as you can").click()
    page.get_by_label("Weight, kg").fill("2")
    page.get_by_label("To", exact=True).fill("Bulevardi 3")
    page.get_by_role("button", name="Ask for a quote").click()
    page.locator(".answer").wait_for()
    yield "shop, a price"
    page.get_by_role("button", name=re.compile("file")).click()
    yield "shop, a file"
    page.keyboard.press("Escape")


def _office(page: Page) -> Iterator[str]:
    page.locator(".office-week").wait_for()
    yield "Shifts"
    page.locator(".office-week .office-shift").first.click()
    yield "a shift"
    page.keyboard.press("Escape")
    for tab in page.locator(".office-parts [role=tab]").all()[1:]:
        tab.click()
        page.locator("#office-part .skeleton").first.wait_for(state="detached")
        yield tab.inner_text()
    page.get_by_role("tab", name="Crew").click()
    page.get_by_role("button", name="Take somebody on").click()
    page.get_by_role("dialog").last.get_by_role("button", name="Save").click()
    yield "somebody new"
    page.keyboard.press("Escape")
