"""Kill the browser of an offline phone again and again, and see that nothing is lost or doubled.

``python -m tests.browser.phone_kills`` works a shift of 2,000 reports without a network. The
browser is killed (SIGKILL) 40 times between and within presses, and 10 times while it sends.
After each start the page must know every press that it had shown as done; in the end the server
must have each report once and in order.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from playwright.sync_api import expect, sync_playwright

from tests.browser.city_day import NOW, NUM_ORDERS, make_day
from tests.browser.conftest import FLAGS, WEB
from tests.browser.drawn_city import draw_city
from tests.browser.fake_server import run_fake_api

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Locator, Page, Playwright

    from tests.browser.city_day import Json
    from tests.browser.fake_api import FakeApi

REPORTS: Final = 2_000
KILLS: Final = 50
PER_STOP: Final = ("arrived", "waiting_began", "waiting_ended", "done")
IN_FLIGHT_MS: Final = 25
"""A press takes about as long from the touch to the file."""
WAIT_MS: Final = 5
LONGEST_WAIT_MS: Final = 60_000


@dataclass(slots=True, kw_only=True)
class Outcome:
    """What came of it.

    Attributes
    ----------
    seed, reports, kills
        The random stream's start, how many reports the server has, how often the browser died.
    lost
        Presses that had been shown as done and were not known later.
    doubled, disordered
        Reports that came twice, and those not at their place.
    in_flight
        Presses that the browser died in and that were kept all the same.
    """

    seed: int
    reports: int = 0
    kills: int = 0
    lost: int = 0
    doubled: int = 0
    disordered: int = 0
    in_flight: int = 0


@dataclass(slots=True)
class Phone:
    """A browser that is started on the same files after each kill."""

    play: Playwright
    path: str
    folder: Path
    api: FakeApi
    process: subprocess.Popen[bytes] | None = None
    page: Page = field(init=False)

    def start(self, *, has_network: bool) -> None:
        """Start the browser and open the page from what the phone keeps."""
        told = self.folder / "DevToolsActivePort"
        told.unlink(missing_ok=True)
        own = ["--headless=new", "--remote-debugging-port=0", f"--user-data-dir={self.folder}"]
        self.process = subprocess.Popen(
            [self.path, *FLAGS, *own, "about:blank"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        while not (told.is_file() and told.read_text().strip()):
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(0.05)
                msg = "Expected the browser to start."
                raise RuntimeError(msg)
        browser = self.play.chromium.connect_over_cdp(
            f"http://127.0.0.1:{told.read_text().split()[0]}"
        )
        context = browser.contexts[0]
        self.page = context.pages[0] if context.pages else context.new_page()
        self.api.is_down = not has_network
        self.page.goto(f"{self.api.url}/courier")
        self.page.locator(".place").wait_for()

    def kill(self) -> None:
        """End the browser and all its processes as a flat battery would."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None

    def num_kept(self) -> int:
        """Read how many reports the page says that it keeps."""
        bar = self.page.locator(".bar", has_text="No network")
        said = re.search(r"(?:Saved here,|Sending) ([\d,]+)", bar.inner_text())
        return int(said[1].replace(",", "")) if said else 0


def button_of(page: Page, number: int) -> Locator:
    """Give the button of the next report."""
    step = number % len(PER_STOP)
    if step in (1, 2):
        return page.get_by_role("button", name=("I wait", "Wait is over")[step - 1], exact=True)
    thumb = page.locator(".press > .button.huge")
    name = re.compile("I am here" if step == 0 else "Picked up|Delivered")
    return thumb.filter(has_text=name)


def set_day(api: FakeApi, num_reports: int) -> list[tuple[str, str]]:
    """Give the courier a day of so many reports; return them as they are expected."""
    num_orders = -(-num_reports // (2 * len(PER_STOP)))
    api.day = make_day(num_orders=max(NUM_ORDERS, num_orders))
    api.role = "courier"
    mine = api.day.members[2]
    mine.starts_at, mine.ends_at = NOW, NOW + timedelta(days=1)
    orders = list(api.day.rides)[:num_orders]
    for other in api.day.members:
        other.entries = []
    mine.entries = [(kind, order) for order in orders for kind in ("pickup", "delivery")]
    api.day.states = {}
    api.alter = _at_work
    done = {"pickup": "picked_up", "delivery": "delivered"}
    return [
        (order, done[kind] if step == "done" else step)
        for kind, order in mine.entries
        for step in PER_STOP
    ]


def _at_work(route: Json) -> Json:
    stops = [one for one in route["stops"] if one["kind"] != "break"]
    return {**route, "stops": stops, "shift": {**route["shift"], "state": "begun"}}


def work(phone: Phone, wanted: int, kills: set[int], chance: random.Random, to: Outcome) -> None:
    """Press until all reports are kept; die where it is said."""
    number = 0
    while number < wanted:
        button_of(phone.page, number).click()
        if number not in kills:
            button_of(phone.page, number).wait_for(state="detached")
            number += 1
            continue
        kills.discard(number)
        phone.page.wait_for_timeout(chance.uniform(0, IN_FLIGHT_MS))
        phone.kill()
        to.kills += 1
        phone.start(has_network=False)
        kept = phone.num_kept()
        to.lost += max(0, number - kept)
        to.doubled += max(0, kept - number - 1)
        to.in_flight += kept == number + 1
        number = kept
    phone.page.get_by_role("button", name="Keep it").click()
    expect(phone.page.locator(".undo .toast")).to_have_count(0)


def wait_until(page: Page, is_so: Callable[[], bool]) -> None:
    """Wait for the server to know something, a minute at most."""
    for _ in range(LONGEST_WAIT_MS // WAIT_MS):
        if is_so():
            return
        page.wait_for_timeout(WAIT_MS)
    msg = f"Expected more reports within a minute, got {page.locator('.bar').inner_text()!r}."
    raise RuntimeError(msg)


def send(phone: Phone, wanted: int, num_kills: int, to: Outcome) -> None:
    """Send everything; die each time when the server has got something new."""
    reports = phone.api.reports
    for _ in range(num_kills):
        phone.kill()
        before = len(reports)
        phone.start(has_network=True)
        if before < wanted:
            wait_until(phone.page, lambda: len(reports) > before)  # noqa: B023 - waited for here
        to.kills += 1
    phone.kill()
    phone.start(has_network=True)
    wait_until(phone.page, lambda: len(reports) == wanted)


def run(play: Playwright, path: str, *, num_reports: int, num_kills: int, seed: int) -> Outcome:
    """Work and send a shift with kills, and compare what came with what was pressed."""
    chance = random.Random(seed)  # noqa: S311 - nothing secret
    outcome = Outcome(seed=seed)
    while_sending = num_kills // 5
    with (
        tempfile.TemporaryDirectory() as city,
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder,
    ):
        draw_city(Path(city))
        with run_fake_api(WEB / "dist", Path(city)) as api:
            expected = set_day(api, num_reports)
            phone = Phone(play=play, path=path, folder=Path(folder), api=api)
            try:
                phone.start(has_network=True)
                phone.page.evaluate("navigator.serviceWorker.ready.then(() => undefined)")
                api.is_down = True
                when = set(chance.sample(range(1, len(expected)), num_kills - while_sending))
                work(phone, len(expected), when, chance, outcome)
                send(phone, len(expected), while_sending, outcome)
            finally:
                phone.kill()
    got = [(report["order_id"], report["kind"]) for report in api.reports]
    outcome.reports = len(got)
    outcome.lost += (Counter(expected) - Counter(got)).total()
    outcome.doubled += (Counter(got) - Counter(expected)).total()
    outcome.disordered = sum(one != other for one, other in zip(got, expected, strict=False))
    outcome.disordered += [one["sequence"] for one in api.reports] != [*range(1, len(got) + 1)]
    return outcome


def main(arguments: list[str]) -> int:
    """Run the long form and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=REPORTS)
    parser.add_argument("--kills", type=int, default=KILLS)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args(arguments)
    names = ("chromium", "chromium-browser", "google-chrome")
    path = next(found for name in names if (found := shutil.which(name)))
    with sync_playwright() as play:
        outcome = run(
            play, path, num_reports=chosen.reports, num_kills=chosen.kills, seed=chosen.seed
        )
    print(json.dumps(asdict(outcome)))  # noqa: T201
    return 1 if outcome.lost or outcome.doubled or outcome.disordered else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
