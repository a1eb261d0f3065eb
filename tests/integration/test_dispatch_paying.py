"""A week of pay is closed once; a courier sees their own."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from dispatch import closing, pay_inputs, paying
from dispatch.errors import NotFound, PeriodOpen, TransitionRefused
from dispatch.model import CourierId, Period
from fairness.work import WorkKind, WorkRecord
from tests.dispatch_reports import ADA, full_round, send
from tests.dispatch_world import COOP, DAY, DISPATCHER, World, at, courier_actor

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
