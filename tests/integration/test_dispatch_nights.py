"""A shift that goes on after midnight is worked, looked at and planned until it is over."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from dispatch import nights, ordering, rostering
from dispatch.errors import BadWish, TransitionRefused
from dispatch.events import EventKind
from dispatch.model import ReportKind, ShiftId
from tests.dispatch_plans import holder_of, publish, worker_of
from tests.dispatch_reports import report, send
from tests.dispatch_world import COOP, DAY, DISPATCHER, World, at, courier_actor, opened_world

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


def test_what_is_promised_after_midnight_is_of_the_night_where_days_begin_at_four(
    night: World,
) -> None:
    """Ada, who works from 20:00 to 2:00, brings what is due at 1:00; it is of her day's plan."""
    before = night.order(6000, 5000, between=(after(0.5), after(1)), now=at(21))
    night.do(lambda tx: ordering.cancel(tx, DISPATCHER, before.id, now=at(21)))
    night.do(lambda tx: nights.begin_days_at(tx, DISPATCHER, 4 * 3600, now=at(21)))

    order = night.order(6000, 5000, between=(after(0.5), after(1)), now=at(21))
    plan = publish(night, at(21))

    assert (before.day, order.day) == (NEXT, DAY)
    assert holder_of(plan, order.id) == "ada"
    assert day_of_ada(night, after(3.9)) == DAY
    assert day_of_ada(night, after(4)) == NEXT


def test_days_begin_elsewhere_only_when_nothing_planned_changes_its_day(night: World) -> None:
    """An open order at 1:00 and a shift from 3:00 on are named; once they are gone it works."""
    late = night.order(6000, 5000, between=(after(0.5), after(1)), now=at(21))
    night.courier("bo")
    night.shift("bo", starts_at=after(3), ends_at=after(5))

    def begin(seconds: int = 4 * 3600) -> None:
        night.do(lambda tx: nights.begin_days_at(tx, DISPATCHER, seconds, now=at(21)))

    with pytest.raises(TransitionRefused, match="shift 'shift-bo'") as of_shift:
        begin()
    night.do(lambda tx: rostering.cancel_shift(tx, DISPATCHER, ShiftId("shift-bo"), now=at(21)))
    with pytest.raises(TransitionRefused, match=f"order '{late.id}'"):
        begin()
    night.do(lambda tx: ordering.cancel(tx, DISPATCHER, late.id, now=at(21)))
    begin()
    begin()

    assert of_shift.value.values["day"] == str(NEXT)
    assert of_shift.value.values["instead"] == str(DAY)
    with night.store.read(COOP) as tx:
        changes = [one for one in tx.events.after(0) if one.kind is EventKind.COOP_CHANGED]
    assert [one.payload for one in changes] == [{"day_begins_s": 4 * 3600}]


@pytest.mark.parametrize("seconds", [-60, 61, 8 * 3600 + 60])
def test_days_begin_at_a_whole_minute_of_the_night(night: World, seconds: int) -> None:
    """Not before midnight, not at 8:01, and not in between minutes."""
    with pytest.raises(BadWish, match="whole minutes, up to 8 hours"):
        night.do(lambda tx: nights.begin_days_at(tx, DISPATCHER, seconds, now=at(21)))
