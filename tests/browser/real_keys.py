"""Fills fields and presses buttons with the keys that a person has."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Locator


def press(button: Locator, key: str = "Enter") -> None:
    """Go to a button, and press it."""
    button.focus()
    button.page.keyboard.press(key)


def write(field: Locator, text: str) -> None:
    """Go to a field, and type something in place of what stands there."""
    field.focus()
    field.page.keyboard.press("ControlOrMeta+a")
    field.page.keyboard.type(text)


def choose(field: Locator, text: str) -> None:
    """Go to a list, and type the beginning of what is chosen."""
    field.focus()
    field.page.keyboard.type(text)
