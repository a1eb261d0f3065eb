"""The crew: who works here and with what, who leaves and comes back, and who is away."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from dispatch import hinting, keys, pay_inputs, rostering
from dispatch.errors import TransitionRefused
from dispatch.etags import check_etag
from dispatch.model import Role, ShiftState
from dispatch.permission import require
from dispatch.rostering import FAR_AHEAD

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from dispatch.model import Absence, Actor, Courier, CourierId, Shift
    from dispatch.store import ReadTransaction, Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class CrewMember:
    """A courier as the desk sees them.

    Attributes
    ----------
    courier
        Who, with what they ride and carry.
    next_shift
        The one that comes or runs; ``None``: none is agreed.
    absences
        From today on.
    """

    courier: Courier
    next_shift: Shift | None
    absences: tuple[Absence, ...]


def crew(tx: ReadTransaction, actor: Actor, *, now: datetime) -> tuple[CrewMember, ...]:
    """List everybody, by name; who has left comes last."""
    require(actor, Role.DISPATCHER)
    today = tx.coop.day_of(now)
    shifts, absences = tx.shifts.from_day(today), tx.absences.ending_from(today)
    couriers = sorted(
        tx.couriers.all(), key=lambda one: (not one.is_active, one.name.casefold(), one.id)
    )
    return tuple(_member(courier, shifts, absences, now) for courier in couriers)


def member(tx: ReadTransaction, actor: Actor, courier: CourierId, *, now: datetime) -> CrewMember:
    """Give one of the crew.

    Raises
    ------
    NotFound
        When there is no such courier.
    """
    require(actor, Role.DISPATCHER)
    today = tx.coop.day_of(now)
    shifts = tx.shifts.of_courier(courier, today, today + FAR_AHEAD)
    return _member(tx.couriers.get(courier), shifts, tx.absences.ending_from(today), now)


def change(
    tx: Transaction,
    actor: Actor,
    wanted: Courier,
    *,
    if_match: str | None = None,
    now: datetime,
) -> Courier:
    """Change who a courier is to us and what they ride.

    Shifts that have not begun follow, unless something else was agreed for one of them.
    Whether somebody has left is not changed here.

    Parameters
    ----------
    tx, actor
        In which co-op and who.
    wanted
        The courier as they should be.
    if_match
        Tag of what the actor looked at, see `dispatch.etags`.
    now
        When.

    Raises
    ------
    NotFound
        When there is no such courier.
    StaleVersion
        When they have changed since the actor looked.
    """
    require(actor, Role.DISPATCHER)
    known = tx.couriers.get(wanted.id)
    check_etag(known, if_match)
    changed = tx.couriers.save(replace(wanted, is_active=known.is_active))
    days: set[date] = set()
    for shift in _ahead(tx, wanted.id, now):
        followed = _following(shift, known, changed)
        if followed != shift:
            tx.shifts.save(followed)
        if followed != shift or known.time_permille != changed.time_permille:
            days.add(shift.day)
    rostering.record_changed(tx, actor, wanted.id, now=now, days=days)
    return changed


def leave(tx: Transaction, actor: Actor, courier: CourierId, *, now: datetime) -> int:
    """Let somebody go who leaves; give how many of their shifts are called off.

    Their links, sessions and keys end, their phones are forgotten, and no salary is paid from the
    next day on. What they have done stays, for their pay, the ledger and the audit.

    Raises
    ------
    NotFound
        When there is no such courier.
    TransitionRefused
        When they are in a shift now.
    """
    require(actor, Role.DISPATCHER)
    known = tx.couriers.get(courier)
    today = tx.coop.day_of(now)
    ahead = tx.shifts.of_courier(courier, today - timedelta(days=1), today + FAR_AHEAD)
    if any(shift.state is ShiftState.BEGUN for shift in ahead):
        msg = f"Courier {courier!r} is in a shift; it ends first."
        raise TransitionRefused(msg, courier=courier)
    agreed = [shift for shift in ahead if shift.state is ShiftState.AGREED]
    for shift in agreed:
        rostering.cancel_shift(tx, actor, shift.id, now=now)
    for access in tx.accesses.living(now):
        if access.courier == courier:
            keys.revoke(tx, actor, access.id, now=now)
    hinting.forget_courier(tx, courier)
    tx.availabilities.forget(courier)
    pay_inputs.end_salary(tx, actor, courier, today + timedelta(days=1), now=now)
    tx.couriers.save(replace(known, is_active=False))
    rostering.record_changed(tx, actor, courier, now=now)
    return len(agreed)


def come_back(tx: Transaction, actor: Actor, courier: CourierId, *, now: datetime) -> Courier:
    """Take somebody back who had left.

    Raises
    ------
    NotFound
        When there is no such courier.
    """
    require(actor, Role.DISPATCHER)
    back = tx.couriers.save(replace(tx.couriers.get(courier), is_active=True))
    rostering.record_changed(tx, actor, courier, now=now)
    return back


def _member(
    courier: Courier, shifts: Sequence[Shift], absences: Sequence[Absence], now: datetime
) -> CrewMember:
    coming = (
        shift
        for shift in shifts
        if shift.courier == courier.id
        and shift.state is not ShiftState.ENDED
        and shift.ends_at > now
    )
    return CrewMember(
        courier=courier,
        next_shift=next(coming, None),
        absences=tuple(one for one in absences if one.courier == courier.id),
    )


def _ahead(tx: ReadTransaction, courier: CourierId, now: datetime) -> list[Shift]:
    today = tx.coop.day_of(now)
    shifts = tx.shifts.of_courier(courier, today, today + FAR_AHEAD)
    return [shift for shift in shifts if shift.state is ShiftState.AGREED]


def _following(shift: Shift, before: Courier, after: Courier) -> Shift:
    """Give a shift with what has changed about its courier, where it had the same."""
    return replace(
        shift,
        profile=after.profile if shift.profile == before.profile else shift.profile,
        capacity=after.capacity if shift.capacity == before.capacity else shift.capacity,
        skills=after.skills if shift.skills == before.skills else shift.skills,
        start=after.home if after.home and shift.start == before.home else shift.start,
    )
