"""U2: what each screen of the courier's phone owes to whoever looks, touches or hears."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pytest

from tests.browser.phone_screens import all_screens, set_scene
from tests.browser.test_accessibility import AXE

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.browser.fake_api import FakeApi

pytestmark = pytest.mark.browser

LOOKS: Final = {
    "light": "",
    "dark": "",
    "right to left": "document.documentElement.dir = 'rtl'",
    "200 % text": "document.documentElement.style.fontSize = '200%'",
}
ENHANCED: Final = """
async () => {
  const expected = {normal: {expected: 7}, large: {expected: 7}};
  axe.configure({checks: [{id: 'color-contrast-enhanced', options: {contrastRatio: expected}}]});
  const rules = {'color-contrast-enhanced': {enabled: true}};
  const {violations} = await axe.run(document, {resultTypes: ['violations'], rules});
  return violations.map(({id, nodes}) =>
    `${id}: ${nodes[0].html.slice(0, 160)} ${nodes[0].failureSummary.slice(0, 160)}`);
}
"""
TOO_SMALL: Final = """
() => [...document.querySelectorAll('button, a, summary, input, select, textarea')]
  .map((one) => one.closest('label') ?? one)
  .filter((one) => one.checkVisibility())
  .map((one) => [one.outerHTML.slice(0, 120), one.getBoundingClientRect()])
  .filter(([, {width, height}]) => Math.min(width, height) < 48)
  .map(([html, {width, height}]) => `${width} x ${height}: ${html}`)
"""
MOVING: Final = """
() => [...document.querySelectorAll('*')]
  .filter((one) => {
    const {transitionDuration, animationDuration, scrollBehavior} = getComputedStyle(one);
    const isTimed = [transitionDuration, animationDuration].some((time) => parseFloat(time) > 0);
    return isTimed || scrollBehavior === 'smooth';
  })
  .map((one) => `moves: ${one.outerHTML.slice(0, 120)}`)
"""
WIDE: Final = """
Math.max(...[document.documentElement, ...document.querySelectorAll('main')]
  .map(({scrollWidth, clientWidth}) => scrollWidth - clientWidth))
"""
SPOKEN: Final = {
    "button",
    "link",
    "textbox",
    "combobox",
    "checkbox",
    "spinbutton",
    "DisclosureTriangle",
}


def nameless(page: Page) -> list[str]:
    """Give what a screen reader would announce by its kind only."""
    session = page.context.new_cdp_session(page)
    nodes: list[dict[str, Any]] = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    return [
        f"no name: {node['role']['value']}"
        for node in nodes
        if not node.get("ignored")
        and node["role"]["value"] in SPOKEN
        and not node.get("name", {}).get("value", "").strip()
    ]


def faults(page: Page) -> list[str]:
    """Give what is wrong with a screen for somebody."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text())
    found = [*page.evaluate(ENHANCED), *page.evaluate(TOO_SMALL), *page.evaluate(MOVING)]
    if (wide := page.evaluate(WIDE)) > 0:
        found.append(f"{wide} px too wide")
    return found + nameless(page)


@pytest.mark.parametrize("look", LOOKS)
def test_every_screen_can_be_read_touched_and_heard(
    open_page: Callable[..., Page], api: FakeApi, look: str
) -> None:
    """At 320 px: no rule of axe, 7:1 for all text, 48 px to touch, a name for all, no motion."""
    set_scene(api)
    page = open_page("courier", width=320, height=640, theme="dark" if look == "dark" else "light")
    page.locator(".next").wait_for()
    found: list[str] = []
    num_seen = 0

    for name in all_screens(page, api):
        page.evaluate(LOOKS[look])
        num_seen += 1
        found += [f"{name}: {fault}" for fault in faults(page)]

    assert found == []
    assert num_seen >= 24
