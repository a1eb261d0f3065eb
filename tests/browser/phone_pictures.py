"""Draw the courier's page for the docs, and measure how soon it opens without a network.

``python -m tests.browser.phone_pictures docs/img`` writes the pictures, and prints for a phone
that is four times slower than this machine how long the page takes from its address to the
next stop: the browser is started anew each time, and has no network.
"""

from __future__ import annotations

import shutil
import statistics
import sys
import tempfile
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from PIL import Image
from playwright.sync_api import sync_playwright

from tests.browser.conftest import FLAGS, WEB
from tests.browser.drawn_city import draw_city
from tests.browser.fake_server import run_fake_api

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserType, Page, ViewportSize

    from tests.browser.fake_api import FakeApi

SLOWER: Final = 4
STARTS: Final = 7
SIZE: Final[ViewportSize] = {"width": 360, "height": 740}
WATCH: Final = """
(() => {
  const look = () => {
    if (document.querySelector('.next .place')) window.shownAt = performance.now();
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
})();
"""
COLORS: Final = 64


def open_phone(browser: Browser, api: FakeApi, *, theme: str = "light") -> Page:
    """Open the courier's page."""
    api.role = "courier"
    colors: Literal["dark", "light"] = "dark" if theme == "dark" else "light"
    context = browser.new_context(viewport=SIZE, color_scheme=colors, locale="en-GB")
    page = context.new_page()
    page.goto(f"{api.url}/courier")
    page.locator(".next").wait_for()
    return page


def picture_of(page: Page) -> Image.Image:
    """Give what the phone shows."""
    page.wait_for_timeout(300)
    return Image.open(BytesIO(page.screenshot()))


def states(browser: Browser, api: FakeApi) -> dict[str, list[Image.Image]]:
    """Walk through the page's views, and one view in every look."""
    page = open_phone(browser, api)
    now = picture_of(page)
    page.locator(".actions > .button.huge").click()
    arrived = picture_of(page)
    views = [now, arrived]
    for tab in ("Route", "Shifts", "Pay"):
        page.get_by_role("button", name=tab, exact=True).click()
        page.locator("main h1").wait_for()
        views.append(picture_of(page))
    looks = [picture_of(open_phone(browser, api, theme="dark"))]
    for script in (
        "document.documentElement.dir = 'rtl'",
        "document.documentElement.style.fontSize = '200%'",
    ):
        page = open_phone(browser, api)
        page.evaluate(script)
        looks.append(picture_of(page))
    return {"courier_views": views, "courier_looks": looks}


def write(pictures: list[Image.Image], file: Path) -> None:
    """Put pictures beside each other into one small file."""
    gap, (width, height) = 12, pictures[0].size
    sheet = Image.new("RGB", (len(pictures) * (width + gap) - gap, height), "white")
    for number, picture in enumerate(pictures):
        sheet.paste(picture, (number * (width + gap), 0))
    sheet.quantize(COLORS).save(file, optimize=True)


def seconds_to_open(chromium: BrowserType, path: str, api: FakeApi) -> list[float]:
    """Measure starts of the browser without a network, each until the next stop is shown."""
    found = []
    api.role = "courier"
    with tempfile.TemporaryDirectory() as profile:
        for number in range(STARTS + 1):
            context = chromium.launch_persistent_context(
                profile, executable_path=path, args=FLAGS, viewport=SIZE
            )
            page = context.pages[0]
            if number == 0:
                page.goto(f"{api.url}/courier")
                page.locator(".next").wait_for()
                page.evaluate("navigator.serviceWorker.ready")
            else:
                context.set_offline(True)
                rate = {"rate": SLOWER}
                context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", rate)
                page.add_init_script(WATCH)
                page.goto(f"{api.url}/courier")
                page.locator(".next").wait_for()
                found.append(page.evaluate("window.shownAt") / 1000)
            context.close()
    return found


def main(folder: Path) -> None:
    """Draw and measure."""
    names = ("chromium", "chromium-browser", "google-chrome")
    path = next(found for name in names if (found := shutil.which(name)))
    with sync_playwright() as play, tempfile.TemporaryDirectory() as city:
        draw_city(Path(city))
        with run_fake_api(WEB / "dist", Path(city)) as api:
            browser = play.chromium.launch(executable_path=path, args=FLAGS)
            for name, pictures in states(browser, api).items():
                write(pictures, folder / f"{name}.png")
            browser.close()
            taken = seconds_to_open(play.chromium, path, api)
    middle, most = statistics.median(taken), max(taken)
    print(f"offline start, {SLOWER} x slower: median {middle:.2f} s, longest {most:.2f} s")  # noqa: T201


if __name__ == "__main__":
    main(Path(sys.argv[1]))
