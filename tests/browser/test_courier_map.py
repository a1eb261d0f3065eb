"""The map of the area around the route: loaded when it is opened, and there in the basement."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.test_courier import wait_for
from tests.browser.test_courier_shift import phone_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

MANY_PARTS = """
(async () => {
  for (let at = 0; at < 600; at += 50) {
    const starts = Array.from({length: 50}, (_, index) => at + index);
    await Promise.all(starts.map(async (one) => {
      const headers = {Range: `bytes=${one}-${one}`};
      await (await fetch('/v1/city/tiles.pmtiles', {headers})).arrayBuffer();
    }));
  }
})()
"""


def test_a_map_that_was_opened_once_is_there_without_a_network(
    open_page: Callable[..., Page],
) -> None:
    """Its code, look, letters and the tiles around the route, with every stop on it.

    Of parts that nobody has looked at since, only so many are kept.
    """
    page = phone_of(open_page, has_map=True)
    page.evaluate("navigator.serviceWorker.ready")
    page.reload()
    page.get_by_text("The way there").click()
    page.get_by_role("button", name="Map", exact=True).click()
    page.locator(".map-box[data-drawn]").wait_for()
    stops = page.locator(".map-box").get_attribute("data-stops")
    tiles = "caches.open('city-map').then((c) => c.keys()).then((all) => all.length)"
    wait_for(page, lambda: page.evaluate(tiles) > 4)
    page.evaluate(MANY_PARTS)
    wait_for(page, lambda: page.evaluate(tiles) <= 550)
    page.reload()
    page.get_by_text("The way there").click()
    page.get_by_role("button", name="Map", exact=True).click()
    page.locator(".map-box[data-drawn]").wait_for()

    page.context.set_offline(True)
    page.reload()
    page.get_by_text("The way there").click()
    page.get_by_role("button", name="Map", exact=True).click()
    page.locator(".map-box[data-drawn]").wait_for()

    assert page.locator(".map-box").get_attribute("data-stops") == stops != "0"
