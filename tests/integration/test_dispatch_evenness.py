"""An order that comes in live goes to who has had less, if that costs little."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from dispatch import ordering
from dispatch.day_state import DayState, Earned, day_state
from dispatch.evenness import live_prices
from dispatch.live_plan import live_plan
from dispatch.model import CourierId, Tally
from routing.solution import Route
from tests.dispatch_plans import publish
from tests.dispatch_world import COOP, DAY, DISPATCHER, MORNING, World, opened_world

if TYPE_CHECKING:
    from collections.abc import Iterator

ADA, BO = CourierId("ada"), CourierId("bo")


@pytest.fixture
def world(sqlite_url: str) -> Iterator[World]:
    """Return a co-op with Ada and Bo, who both work from 9 to 17."""
    with opened_world(sqlite_url, "ada", "bo") as made:
        yield made


def seen(world: World) -> DayState:
    """Read the day."""
    with world.store.read(COOP) as tx:
        return day_state(tx, DAY, MORNING)


def carrier(world: World, state: DayState) -> str:
    """Give the courier with whom the only new order is put."""
    live = live_plan(state, world.streets)
    (route,) = live.routes
    assert isinstance(route, Route)
    return str(live.day.shifts[route.vehicle].courier)


def test_a_tally_of_the_period_counts(world: World) -> None:
    """Yesterday's tally says that Ada had 12 drops in 4 hours; the store hands that on."""
    tally = Tally(
        courier=ADA,
        day=DAY - timedelta(days=1),
        online_s=14_400,
        earned_minor=5000,
        num_drops=12,
    )
    world.do(lambda tx: tx.tallies.put(tally))

    state = seen(world)

    assert state.before[ADA] == Earned(minor=5000, online_s=14_400, num_drops=12)


def test_the_price_is_that_of_the_clauses(world: World) -> None:
    """Over the period Ada had 12 orders and Bo none in 12 hours each, today none.

    The crew's rate makes 6 each, so they are 12 apart; 300 thousandths of that are 3.6 orders,
    at 120 seconds each 432.
    """
    state = seen(world)
    busy = Earned(minor=5000, online_s=14_400, num_drops=12)
    idle = Earned(minor=0, online_s=14_400, num_drops=0)

    prices = live_prices(replace(state, before={ADA: busy, BO: idle}), state.shifts)

    assert dict(zip((s.courier for s in state.shifts), prices, strict=True)) == {ADA: 432, BO: 0}


def test_a_new_order_goes_to_who_has_had_less(world: World) -> None:
    """Both stand at one place: alone the tie goes to the first, with a history to the other."""
    world.order(6000)
    state = seen(world)
    first = carrier(world, state)
    other = ({ADA, BO} - {CourierId(first)}).pop()
    busy = Earned(minor=5000, online_s=14_400, num_drops=12)

    second = carrier(world, replace(state, before={CourierId(first): busy, other: Earned()}))

    assert second == other


def test_a_policy_without_lambda_prices_nothing(world: World) -> None:
    """At 0 seconds per order only travel and lateness count."""
    state = seen(world)

    prices = live_prices(replace(state, policy=replace(state.policy, lambda_s=0)), state.shifts)

    assert prices == ()


def test_an_order_that_was_canceled_is_nobodys_share(world: World) -> None:
    """Ada would have had it; nobody has, so neither of the two is ahead."""
    order = world.order(6000)
    publish(world)
    world.do(lambda tx: ordering.cancel(tx, DISPATCHER, order.id, now=MORNING))

    state = seen(world)

    assert live_prices(state, state.shifts) == (0, 0)
