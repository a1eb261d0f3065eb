"""Days that go on after midnight: a shift belongs to the day on which it starts."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from dispatch.model import ShiftState
from dispatch.permission import require_courier
from dispatch.reports import LATE

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date, datetime

    from dispatch.model import Actor, Shift
    from dispatch.store import ReadTransaction


def my_day(tx: ReadTransaction, actor: Actor, now: datetime) -> date:
    """Give the day that a courier is working on: yesterday as long as its shift goes on."""
    courier = require_courier(actor)
    return _first_on(tx, now, lambda day: tx.shifts.of_courier(courier, day, day))


def first_day_on(tx: ReadTransaction, now: datetime) -> date:
    """Give the first day that is not over: yesterday as long as somebody's shift goes on."""
    return _first_on(tx, now, lambda day: tx.shifts.between(day, day))


def _first_on(
    tx: ReadTransaction, now: datetime, shifts_of: Callable[[date], Sequence[Shift]]
) -> date:
    today = tx.coop.day_of(now)
    yesterday = today - timedelta(days=1)
    return yesterday if any(_goes_on(one, now) for one in shifts_of(yesterday)) else today


def _goes_on(shift: Shift, now: datetime) -> bool:
    if shift.state is ShiftState.ENDED:
        return False
    return now < shift.ends_at + (LATE if shift.state is ShiftState.BEGUN else timedelta(0))
