"""A shift that goes on after midnight is worked, looked at and planned until it is over."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from dispatch import nights
from dispatch.model import ReportKind
from tests.dispatch_plans import holder_of, publish, worker_of
from tests.dispatch_reports import report, send
from tests.dispatch_world import COOP, DAY, World, at, courier_actor, opened_world

if TYPE_CHECKING:
    from collections.abc import Iterator

NEXT = DAY + timedelta(days=1)
MIDNIGHT = at(0) + timedelta(days=1)


@pytest.fixture
def night(sqlite_url: str) -> Iterator[World]:
    """Return a co-op in which Ada works from 20:00 to 2:00."""
    with opened_world(sqlite_url) as world:
        world.courier("ada")
        world.shift("ada", starts_at=at(20), ends_at=after(2))
        yield world


def after(hours: float) -> datetime:
    """Give a moment after the midnight that ends the test's day."""
    return MIDNIGHT + timedelta(hours=hours)


def day_of_ada(world: World, now: datetime) -> date:
    """Return the day that Ada works on."""
    with world.store.read(COOP) as tx:
        return nights.my_day(tx, courier_actor("ada"), now)


def test_a_night_is_the_day_on_which_it_began_until_it_ends(night: World) -> None:
    """Not begun: until 2:00. Begun and not ended: six hours more, as for reports."""
    planned = [day_of_ada(night, now) for now in (at(12), after(1.9), after(2))]
    send(night, [report(1, ReportKind.SHIFT_BEGAN, at(20))], now=at(20))
    begun = [day_of_ada(night, now) for now in (after(2), after(7.9), after(8))]
    send(night, [report(2, ReportKind.SHIFT_ENDED, after(1))], now=after(1))
    ended = day_of_ada(night, after(1))

    assert planned == [DAY, DAY, NEXT]
    assert begun == [DAY, DAY, NEXT]
    assert ended == NEXT


def test_the_planner_looks_after_a_night_until_it_ends(night: World) -> None:
    """Bo comes to help at 0:10: Ada's late order is planned again, and no more from 2:00 on."""
    order = night.order(6000, 5000, between=(at(23, 30), at(23, 55)), now=at(22))
    publish(night, at(22))
    night.courier("bo")
    night.shift("bo", starts_at=at(23), ends_at=after(2))
    over = worker_of(night, after(2)).run_once()

    deeds = worker_of(night, after(1 / 6)).run_once()

    assert over == ()
    assert [deed.day for deed in deeds] == [DAY]
    with night.store.read(COOP) as tx:
        plan = tx.plans.newest(DAY)
    assert plan is not None
    assert (plan.version, holder_of(plan, order.id)) == (2, "ada")
