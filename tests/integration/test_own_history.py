"""Weeks of a co-op's own store, replayed."""

from __future__ import annotations

from datetime import UTC, timedelta
from typing import TYPE_CHECKING

import pytest

from dispatch import ordering
from fairness.policy import starter_policy
from scenarios.live.rules import LiveRules
from scenarios.replay.own_history import own_weeks
from scenarios.replay.run import replay
from tests.dispatch_world import COOP, DAY, DISPATCHER, World, at, opened_world

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def world(sqlite_url: str) -> Iterator[World]:
    """Return a co-op with two couriers on shift from 9 to 17 on one day."""
    with opened_world(sqlite_url, "ada", "bo") as made:
        yield made


def test_the_weeks_are_those_of_the_store(world: World) -> None:
    """Two orders to the same shop, one canceled: seven days, the last with one order."""
    kept = world.order(6000, 5000, between=(at(10), at(12)))
    gone = world.order(7000, 5000)
    world.do(lambda tx: ordering.cancel(tx, DISPATCHER, gone.id, now=at(8)))

    with world.store.read(COOP) as tx:
        weeks = own_weeks(tx, world.streets, until=DAY, num_weeks=1)

    assert weeks.couriers == ("ada", "bo")
    assert [len(day.live.orders) for day in weeks.days] == [0] * 6 + [1]
    live = weeks.days[-1].live
    (order,) = live.orders
    assert (order.id, order.target) == (kept.id, 12 * 3600)
    # A kilometre at 5 m/s takes 200 s; a minute to leave the counter, two to find the door.
    assert order.ready == 10 * 3600 - 200 - 60 - 120
    assert [(one.on, one.off) for one in live.couriers] == [(9 * 3600, 17 * 3600)] * 2


def test_own_weeks_are_replayed_under_a_policy(world: World) -> None:
    """Both are online for eight hours, all orders are delivered, none before its window."""
    for number in range(4):
        world.order(6000 + 300 * number, 5000, between=(at(10 + number), at(12 + number)))
    policy = starter_policy(valid_from=at(0) - timedelta(days=60))

    with world.store.read(COOP) as tx:
        weeks = own_weeks(tx, world.streets, until=DAY, num_weeks=1)
    found = replay(weeks, LiveRules(policy=policy), name="now", tell=lambda _done, _all: None)

    assert [one.courier for one in found.couriers] == ["ada", "bo"]
    assert [one.online_s for one in found.couriers] == [8 * 3600] * 2
    assert sum(one.num_orders for one in found.couriers) == found.num_orders == 4
    assert sorted(one.num_orders for one in found.couriers) == [2, 2]
    assert weeks.zone.utcoffset(None) == UTC.utcoffset(None)


def test_weeks_without_work_are_refused(world: World) -> None:
    """Nothing can be compared where nothing was ordered."""
    with world.store.read(COOP) as tx, pytest.raises(ValueError, match="0 orders"):
        own_weeks(tx, world.streets, until=DAY, num_weeks=2)
