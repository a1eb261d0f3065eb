"""What browser tests may ask for: a browser, the fake API and pages of it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import sync_playwright

from tests.browser.drawn_city import draw_city
from tests.browser.fake_server import run_fake_api

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page, Playwright

    from tests.browser.fake_api import FakeApi

WEB = Path(__file__).resolve().parents[2] / "api" / "web"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def dist() -> Path:
    """Return the folder of the built pages."""
    folder = WEB / "dist"
    if not (folder / "console.html").is_file():
        if os.environ.get("CI"):
            pytest.fail("the pages are not built", pytrace=False)
        pytest.skip("the pages are not built; npm run build in api/web does it")
    return folder


@pytest.fixture(scope="session")
def play() -> Iterator[Playwright]:
    """Return what starts browsers."""
    with sync_playwright() as play:
        yield play


@pytest.fixture(scope="session")
def browser(play: Playwright, chromium_path: str) -> Iterator[Browser]:
    """Return one browser for all tests."""
    browser = play.chromium.launch(executable_path=chromium_path, args=FLAGS)
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the made-up city's map."""
    folder = tmp_path_factory.mktemp("city")
    draw_city(folder)
    return folder


@pytest.fixture
def api(dist: Path, city: Path) -> Iterator[FakeApi]:
    """Return a fake API with a day of its own."""
    with run_fake_api(dist, city) as api:
        yield api


@pytest.fixture
def open_page(browser: Browser, api: FakeApi) -> Iterator[Callable[..., Page]]:
    """Return a function that opens a page as the role it belongs to; errors in it fail the test."""
    contexts = []
    errors: list[str] = []

    def open_one(
        name: str, *, width: int, height: int, theme: str = "light", has_map: bool = False
    ) -> Page:
        api.role = name if api.role is not None else None
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if theme == "dark" else "light",
            locale="en-GB",
            reduced_motion="reduce",
        )
        contexts.append(context)
        page = context.new_page()
        if not has_map:  # drawing it without a graphics card takes longer than all the rest
            page.route("**/assets/city-map*", lambda route: route.abort())
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on(
            "console",
            lambda message: (
                errors.append(message.text) if "Content Security" in message.text else None
            ),
        )
        page.goto(f"{api.url}/{name}")
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert errors == []
