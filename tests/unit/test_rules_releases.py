"""A release time is where the first window opens."""

from __future__ import annotations

from routing.rules.releases import closed, released
from tests.routing_makers import stop, window

SHOP = stop(1, window(10, 20), window(30, 40))


def test_windows_before_a_release_are_gone() -> None:
    """At 15 the first has opened, at 25 it is over, at 40 the last moment is left."""
    assert released(SHOP, 5) == SHOP
    assert released(SHOP, 15) == stop(1, window(15, 20), window(30, 40))
    assert released(SHOP, 25) == stop(1, window(30, 40))
    assert released(SHOP, 40) == stop(1, window(40, 40))


def test_goods_that_are_ready_after_the_last_window_cannot_be_picked_up() -> None:
    """That is a value, not an error: the caller knows what to say about it."""
    assert released(SHOP, 41) is None


def test_windows_after_a_close_are_gone() -> None:
    """The mirror image."""
    assert closed(SHOP, 45) == SHOP
    assert closed(SHOP, 35) == stop(1, window(10, 20), window(30, 35))
    assert closed(SHOP, 25) == stop(1, window(10, 20))
    assert closed(SHOP, 9) is None
