"""A week of pay is closed once; a courier sees their own."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from dispatch import closing, pay_inputs, paying, reporting
from dispatch.errors import NotFound, PeriodOpen, TransitionRefused
from dispatch.model import CourierId, Period, ReportKind
from fairness.work import WorkKind, WorkRecord
from tests.dispatch_plans import publish
from tests.dispatch_reports import ADA, full_round, report, send
from tests.dispatch_world import COOP, DAY, DISPATCHER, World, at, courier_actor, opened_world

if TYPE_CHECKING:
    from dispatch.model import Order

WEEK = Period(first_day=DAY, last_day=DAY + timedelta(days=6))


def test_a_week_is_closed_once_and_stays(world: World, order: Order) -> None:
    """Open until Sunday is over; closed twice it gives the same statement; work is refused."""
    send(world, full_round(order))
    with pytest.raises(PeriodOpen):
        world.do(lambda tx: closing.close(tx, DISPATCHER, WEEK, now=at(20)))
    monday = at(0) + timedelta(days=7)

    closed = world.do(lambda tx: closing.close(tx, DISPATCHER, WEEK, now=monday))
    again = world.do(
        lambda tx: closing.close(tx, DISPATCHER, WEEK, now=monday + timedelta(hours=1))
    )

    assert again == closed
    assert [(one.courier, one.pay.total_minor) for one in closed] == [(ADA, 6030)]
    part = Period(first_day=DAY, last_day=DAY)
    with pytest.raises(TransitionRefused):
        world.do(lambda tx: closing.close(tx, DISPATCHER, part, now=monday))
    late = WorkRecord(
        id="repair",
        courier="ada",
        shift="repair",
        kind=WorkKind.OTHER,
        begins_at=at(14),
        ends_at=at(15),
    )
    with pytest.raises(TransitionRefused):
        world.do(lambda tx: pay_inputs.record_work(tx, DISPATCHER, [late], now=monday))


def test_a_courier_sees_only_their_own_pay(world: World) -> None:
    """Somebody else's looks like nobody's."""
    with world.store.read(COOP) as tx, pytest.raises(NotFound):
        paying.pay_of(tx, courier_actor("ada"), DAY, now=at(9), courier=CourierId("ben"))


def test_work_after_midnight_is_pay_of_the_day_on_which_the_shift_began(sqlite_url: str) -> None:
    """Ada begins at 20, hands over at half past midnight and goes on until 2."""
    night, next_day = at(0) + timedelta(days=1), DAY + timedelta(days=1)
    with opened_world(sqlite_url) as world:
        world.courier("ada")
        world.shift("ada", 20, 21, ends_at=night + timedelta(hours=2))
        order = world.order(7000, 5000, between=(at(21), at(23, 50)))
        publish(world)
        events = [
            report(1, ReportKind.SHIFT_BEGAN, at(20)),
            report(2, ReportKind.PICKED_UP, at(23, 50), order.id),
            report(3, ReportKind.DELIVERED, night + timedelta(minutes=30), order.id),
        ]
        send(world, events, now=night + timedelta(hours=1))

        with world.store.read(COOP) as tx:
            now = night + timedelta(hours=1)
            first, second = (
                paying.pay_of(tx, courier_actor("ada"), day, now=now) for day in (DAY, next_day)
            )
            days = reporting.report(tx, DISPATCHER, DAY, next_day, now=now).days

    assert (first.drops_of_day, second.drops_of_day) == (1, 0)
    assert [one.drops_minor > 0 for one in first.of_day] == [True]
    assert second.of_day == ()
    assert [one.distance_m for one in days] == [2000, 0]
