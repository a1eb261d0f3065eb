"""Opens the office of a served co-op as its dispatcher."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dispatch import keys
from dispatch.model import AccessKind, MemberId, Role
from tests.api_world import HOME, give
from tests.browser.test_tracking import opened

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from tests.browser.real_coop import RealCoop


def open_office(
    browser: Browser, coop: RealCoop, *, name: str, width: int = 1440, theme: str = "light"
) -> Page:
    """Sign a dispatcher of some name in; return the console with the office open."""
    founded = coop.installation.homes[HOME]
    holder = keys.Holder(member=MemberId(name), role=Role.DISPATCHER, name=name)
    now = coop.installation.now
    link = give(coop.store, founded.dispatcher, holder, AccessKind.LINK, now=now, name=name)
    page = opened(browser, width=width, theme=theme)
    page.route("**/assets/city-map*", lambda route: route.abort())
    page.goto(f"{coop.address}/sign-in/{link}")
    page.get_by_role("button").click()
    page.goto(f"{coop.address}/console")
    page.get_by_role("button", name="Office").click()
    page.get_by_role("tab", name="Crew").wait_for()
    return page
