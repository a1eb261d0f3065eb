"""Travel that is remembered, for each state of the streets apart."""

from __future__ import annotations

import pytest

from dispatch.cached_streets import MOST_VERSIONS, CachedStreets
from dispatch.model import OverlayWish
from routing.streets.errors import CityError
from routing.streets.overlays import Overlay as StreetOverlay
from routing.streets.profiles import Profile
from tests.dispatch_world import (
    Plain,
    spot,
)

CLOSED = OverlayWish(streets=frozenset({"Main Street"}), is_closed=True)
"""On the plain, whatever is closed makes every way ten times as long."""


def slower(permille: int) -> StreetOverlay:
    """Slow everything down."""
    return StreetOverlay(id=f"x{permille}", time_permille=permille)


def test_the_cache_keeps_each_state_of_the_streets_apart() -> None:
    """A running request keeps its travel times; the same overlays find the same memory."""
    plain = Plain()
    usual = CachedStreets(plain)
    points = [spot(0), spot(1000)]
    first = usual.matrix(points, Profile.BIKE)

    slow = usual.with_overlays([slower(1500)])
    slowed = slow.matrix(points, Profile.BIKE)

    assert [int(m.durations[0, 1]) for m in (first, slowed)] == [200, 300]
    assert int(usual.matrix(points, Profile.BIKE).durations[0, 1]) == 200
    assert usual.with_overlays([slower(1500)]) is slow
    assert usual.with_overlays([]) is usual


def test_the_cache_forgets_states_and_remembers_what_does_not_fit() -> None:
    """Beyond eight states the oldest is made anew; a misfit is not tried twice."""
    usual = CachedStreets(Plain())
    first = usual.with_overlays([slower(1100)])
    misfit = StreetOverlay(id="x", streets=frozenset({"No Street"}), is_closed=True)

    errors = []
    for _ in range(2):
        with pytest.raises(CityError) as caught:
            usual.with_overlays([misfit])
        errors.append(caught.value)
    for number in range(MOST_VERSIONS):
        usual.with_overlays([slower(1200 + number)])

    assert errors[0] is errors[1]
    assert usual.with_overlays([slower(1100)]) is not first
