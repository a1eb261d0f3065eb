"""Claim: the console shows 1,000 orders and 70 couriers within 1 s of its data, acts in 200 ms.

``python -m bench.console`` serves the built page and a seeded day to a headless Chromium without
graphics card, and does what a dispatcher does: opens the day, changes views, chooses, searches,
scrolls, hovers. Each figure is from the action until the second frame that shows its feedback.
The map is left out, as drawing it without a graphics card measures the machine. On a machine that
others use, ``--clock cpu`` counts what the page's main thread computes instead: scripts, styles
and layout; for the first content, everything from the begin of the page.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from pathlib import Path
from shutil import which
from statistics import median
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

from tests.browser.city_day import make_day
from tests.browser.conftest import FLAGS, WEB
from tests.browser.fake_server import run_fake_api

if TYPE_CHECKING:
    from collections.abc import Sequence

    from playwright.sync_api import Browser

FIRST_MS = 1000
ACTION_MS = 200
CREW = 5
"""Fourteen people, five times over."""

WATCH = """
window.seen = new Promise((tell) => {
  const look = () => document.querySelector('.courier-row')
    ? requestAnimationFrame(() => requestAnimationFrame(() => tell(performance.now())))
    : requestAnimationFrame(look);
  look();
});
"""
DATA_CAME = """
performance.getEntriesByType('resource').find((one) => one.name.includes('/v1/days/')).responseEnd
"""
TIMED = """async ([action, shown]) => {
  const frame = () => new Promise((next) => requestAnimationFrame(next));
  const from = performance.now();
  new Function(action)();
  while (!new Function('return ' + shown)()) await frame();
  await frame();
  await frame();
  return performance.now() - from;
}"""
ACTIONS = {
    "choose a courier": (
        "document.querySelectorAll('.courier-row')[40].click()",
        "document.querySelector('.courier-row.chosen')",
    ),
    "show the board": (
        "document.querySelector('#tab-board').click()",
        "document.querySelector('.column')",
    ),
    "scroll the board": (
        "document.querySelector('.board').scrollLeft = 9000",
        "document.querySelector('.column:last-child .column-head')",
    ),
    "choose an order": (
        "document.querySelector('button.stop-card:not(.chosen)').click()",
        "document.querySelector('.stop-card.chosen')",
    ),
    "show the orders": (
        "document.querySelector('#tab-orders').click()",
        "document.querySelector('.orders tbody tr')",
    ),
    "scroll the orders": (
        "document.querySelector('.orders-rows').scrollTop = 20000",
        "document.querySelector('.orders tbody tr[aria-rowindex=\"502\"]')",
    ),
    "choose all orders": (
        "document.querySelector('.orders thead input').click()",
        "document.querySelector('.orders tbody tr.chosen')",
    ),
    "show the timeline": (
        "document.querySelector('#tab-map').click()",
        "document.querySelector('.timeline-rows .served')",
    ),
    "back to the orders": (
        "document.querySelector('#tab-orders').click()",
        "document.querySelector('.orders tbody tr')",
    ),
}
SEARCH = (
    """
    const box = document.querySelector('.orders input[type=search]');
    box.value = 'kalevankatu';
    box.dispatchEvent(new Event('input', { bubbles: true }));
    """,
    "!document.querySelector('.orders [role=status]').textContent.startsWith('1,000')",
)


def main(argv: Sequence[str]) -> int:
    """Measure, print and return the exit code: 0 when every median keeps the claim."""
    parser = argparse.ArgumentParser(prog="python -m bench.console", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--orders", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=20261123)
    parser.add_argument("--clock", choices=("wall", "cpu"), default="wall")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args(argv)
    program = os.environ.get("CHROMIUM") or which("chromium") or which("google-chrome")
    found: dict[str, list[float]] = {}
    with (
        tempfile.TemporaryDirectory() as city,
        run_fake_api(WEB / "dist", Path(city)) as api,
        sync_playwright() as play,
    ):
        browser = play.chromium.launch(executable_path=program, args=FLAGS)
        for _ in range(given.rounds):
            api.day = make_day(given.seed, num_orders=given.orders, crew=CREW)
            for name, milliseconds in _round(browser, api.url, given.clock).items():
                found.setdefault(name, []).append(milliseconds)
        browser.close()
    medians = {name: round(median(values)) for name, values in found.items()}
    if given.json:
        print(json.dumps({"seed": given.seed, "median_ms": medians}, indent=1))
    else:
        about = f"seed {given.seed}, {given.orders} orders, {given.rounds} rounds"
        print(f"{about}, median ms, {given.clock}")
        for name, value in medians.items():
            print(f"{value:6d}  {name}")
    limits = {name: FIRST_MS if name == "first content" else ACTION_MS for name in medians}
    return 0 if all(value <= limits[name] for name, value in medians.items()) else 1


def _round(browser: Browser, url: str, clock: str) -> dict[str, float]:
    page = browser.new_page(viewport={"width": 1440, "height": 900}, bypass_csp=True)
    page.route("**/assets/city-map*", lambda route: route.abort())
    page.add_init_script(WATCH)
    meter = page.context.new_cdp_session(page)
    meter.send("Performance.enable", {"timeDomain": "threadTicks"})

    def busy_ms() -> float:
        """Give what the page's main thread has computed so far."""
        metrics = meter.send("Performance.getMetrics")["metrics"]
        value = next(one["value"] for one in metrics if one["name"] == "TaskDuration")
        return 1000 * float(value)

    page.goto(f"{url}/console")
    shown = page.evaluate("window.seen")
    first = busy_ms() if clock == "cpu" else shown - page.evaluate(DATA_CAME)
    found = {"first content": first}
    page.wait_for_load_state("networkidle")
    for name, steps in (*ACTIONS.items(), ("find an order", SEARCH)):
        before = busy_ms()
        wall = page.evaluate(TIMED, list(steps))
        found[name] = busy_ms() - before if clock == "cpu" else wall
    page.close()
    return found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
