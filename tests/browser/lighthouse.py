"""Have Lighthouse judge how accessible each screen and state of the pages is.

``npm install --prefix FOLDER -E lighthouse@12.2.3`` fetches it into a folder of its own; then
``python -m tests.browser.lighthouse FOLDER`` walks through all screens and prints the score of
each, with what it is short of: the courier's phone first, then console, office, shop and tracking.
It ends with 1 when one has less than 100.
"""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from playwright.sync_api import sync_playwright

from tests.browser.conftest import FLAGS, WEB
from tests.browser.desk_screens import desk_screens
from tests.browser.drawn_city import draw_city
from tests.browser.fake_server import run_fake_api
from tests.browser.phone_pictures import open_phone
from tests.browser.phone_screens import all_screens, set_scene

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

BEST: Final = 100
JUDGE: Final = """
import { createInterface } from 'node:readline';
import puppeteer from 'puppeteer-core';
import { snapshot } from 'lighthouse';
const browserURL = process.env.BROWSER_URL;
const browser = await puppeteer.connect({ browserURL, defaultViewport: null });
const config = {
  extends: 'lighthouse:default',
  settings: { onlyCategories: ['accessibility'], screenEmulation: { disabled: true } },
};
for await (const _ of createInterface({ input: process.stdin })) {
  const pages = await browser.pages();
  const page = pages.find((one) => one.url().startsWith('http'));
  const { lhr } = await snapshot(page, { config });
  const short = Object.values(lhr.audits)
    .filter(({ score, scoreDisplayMode }) => scoreDisplayMode === 'binary' && score === 0)
    .map(({ id, details }) => `${id}: ${details?.items?.[0]?.node?.snippet ?? ''}`);
  console.log(JSON.stringify({ score: lhr.categories.accessibility.score, short }));
}
process.exit(0);
"""


def free_port() -> int:
    """Give a port that nobody listens at."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


@contextmanager
def judging(folder: Path, port: int) -> Iterator[Callable[[], dict[str, Any]]]:
    """Let Lighthouse look at a browser's page whenever the function is called."""
    node = shutil.which("node")
    if node is None:
        msg = "Expected Node.js."
        raise FileNotFoundError(msg)
    process = subprocess.Popen(
        [node, "--input-type=module", "-e", JUDGE],
        cwd=folder,
        env={"BROWSER_URL": f"http://127.0.0.1:{port}", "PATH": "/usr/bin:/bin"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )

    def judge() -> dict[str, Any]:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write("\n")
        process.stdin.flush()
        found: dict[str, Any] = json.loads(process.stdout.readline())
        return found

    try:
        yield judge
    finally:
        process.communicate()


def main(folder: Path) -> int:
    """Judge every screen; return the exit code."""
    names = ("chromium", "chromium-browser", "google-chrome")
    path = next(one for name in names if (one := shutil.which(name)))
    port = free_port()
    scores = []
    with sync_playwright() as play, tempfile.TemporaryDirectory() as city:
        draw_city(Path(city))
        flags = [*FLAGS, f"--remote-debugging-port={port}"]
        browser = play.chromium.launch(executable_path=path, args=flags)
        with run_fake_api(WEB / "dist", Path(city)) as api, judging(folder, port) as judge:
            set_scene(api)
            page = open_phone(browser, api, is_dark=False)
            for name in chain(all_screens(page, api), desk_screens(browser, api)):
                found = judge()
                scores.append(round(found["score"] * 100))
                print(f"{scores[-1]:4} {name}", *found["short"], sep="\n     ")  # noqa: T201
        browser.close()
    print(f"{len(scores)} screens, the lowest score is {min(scores)}")  # noqa: T201
    return 0 if min(scores) == BEST else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
