"""Draw the courier's page for the docs, and measure how soon it opens without a network.

``python -m tests.browser.phone_pictures docs/img`` writes the pictures, and prints for a phone
that is four times slower than this machine how long the page takes from its address to the
next stop: the browser is started anew each time, and has no network.
"""

from __future__ import annotations

import json
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
from tests.browser.phone_screens import all_screens, set_scene

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserType, Page, ViewportSize

    from tests.browser.fake_api import FakeApi

SLOWER: Final = 4
STARTS: Final = 7
SIZE: Final[ViewportSize] = {"width": 320, "height": 640}
WATCH: Final = """
(() => {
  const look = () => {
    if (document.querySelector('.next .place')) window.shownAt = performance.now();
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
})();
"""
COLORS: Final = 32
SCALE: Final = 0.5
PER_ROW: Final = 7
LETTERS: Final = dict(zip("abcdefghijklmnopqrstuvwxyz", "ابثدعفجهيژكلمنوپقرستؤڤشخىز", strict=True))
"""A language that nobody speaks, written from right to left."""
LOOKS: Final = {
    "light": "",
    "dark": "",
    "large": "document.documentElement.style.fontSize = '200%'",
    "rtl": f"""
(() => {{
  const letters = {json.dumps(LETTERS)};
  const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const before = [];
  while (words.nextNode()) before.push([words.currentNode, words.currentNode.data]);
  const turned = (text) => [...text].map((one) => letters[one.toLowerCase()] ?? one).join('');
  before.forEach(([node, text]) => {{ node.data = turned(text); }});
  document.documentElement.dir = 'rtl';
  window.asBefore = () => before.forEach(([node, text]) => {{
    if (node.data === turned(text)) node.data = text;
  }});
}})()
""",
}
"""Each look, and what makes it."""


def open_phone(browser: Browser, api: FakeApi, *, is_dark: bool) -> Page:
    """Open the courier's page."""
    api.role = "courier"
    colors: Literal["dark", "light"] = "dark" if is_dark else "light"
    context = browser.new_context(viewport=SIZE, color_scheme=colors, locale="en-GB")
    page = context.new_page()
    page.goto(f"{api.url}/courier")
    page.locator(".next").wait_for()
    return page


def picture_of(page: Page, look: str) -> Image.Image:
    """Give what the phone shows in a look."""
    page.evaluate(LOOKS[look])
    page.wait_for_timeout(150)
    taken = Image.open(BytesIO(page.screenshot()))
    page.evaluate("window.asBefore?.()")
    return taken


def write(pictures: list[Image.Image], file: Path) -> None:
    """Put pictures beside each other into one small file."""
    gap, (width, height) = 8, (round(side * SCALE) for side in pictures[0].size)
    rows = -(-len(pictures) // PER_ROW)
    size = (PER_ROW * (width + gap) - gap, rows * (height + gap) - gap)
    sheet = Image.new("RGB", size, "#8f8675")
    for number, picture in enumerate(pictures):
        row, column = divmod(number, PER_ROW)
        small = picture.convert("RGB").resize((width, height), Image.Resampling.LANCZOS)
        sheet.paste(small, (column * (width + gap), row * (height + gap)))
    sheet.quantize(COLORS).save(file, optimize=True)


def draw_look(browser: Browser, look: str, city: Path, folder: Path) -> None:
    """Walk through all screens in one look; write two sheets."""
    with run_fake_api(WEB / "dist", city) as api:
        set_scene(api)
        page = open_phone(browser, api, is_dark=look == "dark")
        pictures = [picture_of(page, look) for _ in all_screens(page, api)]
        page.context.close()
    half = -(-len(pictures) // 2)
    for number, part in enumerate((pictures[:half], pictures[half:]), start=1):
        write(part, folder / f"courier_{look}_{number}.png")


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
        browser = play.chromium.launch(executable_path=path, args=FLAGS)
        for look in LOOKS:
            draw_look(browser, look, Path(city), folder)
        browser.close()
        with run_fake_api(WEB / "dist", Path(city)) as api:
            taken = seconds_to_open(play.chromium, path, api)
    middle, most = statistics.median(taken), max(taken)
    print(f"offline start, {SLOWER} x slower: median {middle:.2f} s, longest {most:.2f} s")  # noqa: T201


if __name__ == "__main__":
    main(Path(sys.argv[1]))
