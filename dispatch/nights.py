"""Days that go on after midnight: a shift belongs to the day on which it starts."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from dispatch.errors import BadWish, TransitionRefused
from dispatch.events import EventKind
from dispatch.model import Role, ShiftState
from dispatch.permission import require, require_courier
from dispatch.reports import LATE
from dispatch.transitions import OPEN_STATES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date, datetime

    from dispatch.model import Actor, Coop, Shift
    from dispatch.store import ReadTransaction, Transaction

LATEST_BEGINNING_S: Final = 8 * 3600
"""No day of work begins later after midnight."""

FAR_AHEAD: Final = timedelta(days=400)
"""No order or shift is agreed on for later."""


def my_day(tx: ReadTransaction, actor: Actor, now: datetime) -> date:
    """Give the day that a courier is working on: yesterday as long as its shift goes on."""
    courier = require_courier(actor)
    return _first_on(tx, now, lambda day: tx.shifts.of_courier(courier, day, day))


def first_day_on(tx: ReadTransaction, now: datetime) -> date:
    """Give the first day that is not over: yesterday as long as somebody's shift goes on."""
    return _first_on(tx, now, lambda day: tx.shifts.between(day, day))


def begin_days_at(tx: Transaction, actor: Actor, day_begins_s: int, *, now: datetime) -> Coop:
    """Let days of work begin some time after midnight, so that a night is one day's work.

    Parameters
    ----------
    tx, actor
        In which co-op and who.
    day_begins_s
        Seconds after midnight by the clock, whole minutes, up to `LATEST_BEGINNING_S`.
    now
        When.

    Raises
    ------
    BadWish
        When days cannot begin then.
    TransitionRefused
        When what is planned from now on would belong to another day; `values` names the first.
    """
    require(actor, Role.DISPATCHER, Role.MEMBER)
    if not 0 <= day_begins_s <= LATEST_BEGINNING_S or day_begins_s % 60:
        hours = LATEST_BEGINNING_S // 3600
        msg = f"Expected whole minutes, up to {hours} hours after midnight, got {day_begins_s} s."
        raise BadWish(msg, field="day_begins")
    before = tx.coop
    after = replace(before, day_begins_s=day_begins_s)
    if after == before:
        return before
    for kind, name, moment in _ahead(tx, before.day_of(now) - timedelta(days=1)):
        then, instead = before.day_of(moment), after.day_of(moment)
        if then != instead:
            msg = f"The {kind} {name!r} of {then} would be on {instead}; it is done or moved first."
            raise TransitionRefused(msg, kind=kind, name=name, day=str(then), instead=str(instead))
    tx.begin_days_at(day_begins_s)
    tx.record(
        EventKind.COOP_CHANGED,
        actor=actor.member,
        at=now,
        subjects={"coop": str(before.id)},
        payload={"day_begins_s": day_begins_s},
    )
    return after


def _ahead(tx: ReadTransaction, first: date) -> Iterator[tuple[str, str, datetime]]:
    """Give what is still to come, with the moment that decides on which day."""
    for shift in tx.shifts.from_day(first):
        if shift.state is not ShiftState.ENDED:
            yield "shift", str(shift.id), shift.starts_at
    for name, _, state, promise, _ in tx.orders.outlines(first, first + FAR_AHEAD):
        if state in OPEN_STATES:
            yield "order", str(name), promise


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
