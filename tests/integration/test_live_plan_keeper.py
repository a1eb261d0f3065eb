"""Live plans are built before somebody asks, and never twice at a time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TYPE_CHECKING

import pytest

from dispatch import planning, review
from dispatch.live_plan_keeper import LivePlanKeeper
from dispatch.live_plans import LivePlans
from routing.problem import Budget
from tests.dispatch_world import COOP, DAY, DISPATCHER, MORNING, Plain, World, opened_world

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dispatch.live_plan import LivePlan
    from dispatch.streets import Streets
    from routing.model import Location, Matrix
    from routing.streets.profiles import Profile


class NoStreets(Plain):
    """A city of which nobody may ask anything."""

    def matrix(self, points: Sequence[Location], profile: Profile) -> Matrix:
        """Fail."""
        del points, profile
        raise AssertionError


@pytest.fixture
def world(sqlite_url: str) -> Iterator[World]:
    """Return a co-op with a courier and an order."""
    with opened_world(sqlite_url, "ada") as made:
        made.order(6000, 5000)
        yield made


def _get(world: World, plans: LivePlans, streets: Plain | None = None) -> LivePlan:
    with world.store.read(COOP) as tx:
        return plans.get(tx, DAY, streets or world.streets, now=MORNING)


def test_what_was_asked_for_is_built_anew_before_it_is_asked_for_again(world: World) -> None:
    """An order came: the next who asks finds it in the plan and needs no street for that."""
    plans = LivePlans()
    keeper = LivePlanKeeper(
        world.store, plans, streets_of=lambda _coop: world.streets, clock=lambda: MORNING
    )
    first = _get(world, plans)
    order = world.order(7000, 5000)

    keeper.keep()

    again = _get(world, plans, NoStreets())
    assert again is not first
    assert order.id in {one.id for one in again.day.orders}


def test_today_s_plan_is_built_before_anybody_asks(world: World) -> None:
    """At the start, for a co-op that has a plan: the first who asks needs no street for it."""
    with world.store.read(COOP) as tx:
        state = planning.prepare(tx, DAY, MORNING)
    made = planning.draft(state, world.streets, budget=Budget(iterations=10), seed=1)
    world.do(lambda tx: planning.adopt(tx, DISPATCHER, made, now=MORNING))
    plans = LivePlans()

    LivePlanKeeper(
        world.store, plans, streets_of=lambda _coop: world.streets, clock=lambda: MORNING
    ).begin()

    assert len(_get(world, plans, NoStreets()).day.orders) == 1


def test_a_new_plan_of_today_is_built_before_anybody_asks(world: World) -> None:
    """Couriers ask why as soon as it is there; once it is built the city is left alone."""
    calls: list[str] = []

    def streets_of(_coop: object) -> Streets:
        calls.append("streets")
        return world.streets

    plans = LivePlans()
    keeper = LivePlanKeeper(world.store, plans, streets_of=streets_of, clock=lambda: MORNING)
    keeper.begin()
    with world.store.read(COOP) as tx:
        state = planning.prepare(tx, DAY, MORNING)
    made = planning.draft(state, world.streets, budget=Budget(iterations=10), seed=1)
    version = world.do(lambda tx: planning.adopt(tx, DISPATCHER, made, now=MORNING)).version
    keeper.keep()
    world.do(lambda tx: review.publish(tx, DISPATCHER, DAY, version, now=MORNING))

    for _ in range(2):
        keeper.keep()

    assert calls == ["streets", "streets"], "once proposed and once published"
    live = _get(world, plans, NoStreets())
    assert [len(route.shipments) for route in live.day.routes] == [1]


def test_days_that_nobody_asks_for_any_more_are_left_alone(world: World) -> None:
    """Eleven minutes after the last question nothing is built: the city would refuse."""
    seconds = [1.0]
    plans = LivePlans(seconds=lambda: seconds[0])
    keeper = LivePlanKeeper(
        world.store, plans, streets_of=lambda _coop: NoStreets(), clock=lambda: MORNING
    )
    first = _get(world, plans)
    world.order(7000, 5000)
    seconds[0] += 660.0

    keeper.keep()

    assert _get(world, plans) is not first


def test_who_asks_at_the_same_time_gets_the_same_plan(world: World) -> None:
    """Four threads: one builds, three wait for it."""
    plans, together = LivePlans(), Barrier(4)

    def ask(_number: int) -> LivePlan:
        together.wait()
        return _get(world, plans)

    with ThreadPoolExecutor(max_workers=4) as threads:
        found = list(threads.map(ask, range(4)))

    assert all(one is found[0] for one in found)
