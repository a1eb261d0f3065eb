"""Fills fields and presses buttons with the keys that a person has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Locator


def press(button: Locator, key: str = "Enter") -> None:
    """Go to a button, and press it."""
    _go_to(button)
    button.page.keyboard.press(key)


def write(field: Locator, text: str) -> None:
    """Go to a field, and type something in place of what stands there."""
    _go_to(field)
    field.page.keyboard.press("ControlOrMeta+a")
    field.page.keyboard.type(text)


def choose_next(field: Locator) -> None:
    """Go to a list once there is something to choose, and take what comes next."""
    field.locator("option").nth(1).wait_for(state="attached")
    press(field, "ArrowDown")


def choose(field: Locator, text: str) -> None:
    """Go to a list, and type the beginning of what is chosen."""
    _go_to(field)
    field.page.keyboard.type(text)


def _go_to(place: Locator) -> None:
    """Take the focus there once it can be seen: before a sheet is open nothing in it takes any."""
    expect(place).to_be_visible()
    place.focus()
    expect(place).to_be_focused()
