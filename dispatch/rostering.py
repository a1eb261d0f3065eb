"""Storefronts, couriers and the shifts that couriers agree to."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from dispatch.caps import breach_of
from dispatch.errors import CapExceeded, DoubleBooked, NotFound, TransitionRefused
from dispatch.events import EventKind
from dispatch.fleet import refuse_shared
from dispatch.model import Role, ShiftState
from dispatch.permission import require

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from dispatch.events import Event
    from dispatch.model import Actor, Courier, CourierId, Shift, ShiftId, Storefront
    from dispatch.store import ReadTransaction, Transaction

FAR_AHEAD = timedelta(days=366)
"""How far shifts are looked for that a change concerns."""


def add_storefront(
    tx: Transaction, actor: Actor, storefront: Storefront, *, now: datetime
) -> Storefront:
    """Take on a storefront.

    Raises
    ------
    AlreadyExists
        When its id is taken.
    """
    require(actor, Role.DISPATCHER)
    tx.storefronts.add(storefront)
    subjects = {"storefront": str(storefront.id)}
    tx.record(EventKind.STOREFRONT_ADDED, actor=actor.member, at=now, subjects=subjects)
    return storefront


def add_courier(tx: Transaction, actor: Actor, courier: Courier, *, now: datetime) -> Courier:
    """Take on a courier.

    Raises
    ------
    AlreadyExists
        When their id is taken.
    """
    require(actor, Role.DISPATCHER)
    tx.couriers.add(courier)
    subjects = {"courier": str(courier.id)}
    tx.record(EventKind.COURIER_ADDED, actor=actor.member, at=now, subjects=subjects)
    return courier


def set_time(
    tx: Transaction, actor: Actor, courier: CourierId, *, time_permille: int, now: datetime
) -> Courier:
    """Write down how long a courier takes, as agreed; couriers may say so themselves.

    Every coming day on which they work is planned again.

    Parameters
    ----------
    tx, actor
        In which co-op and who.
    courier
        Whose time.
    time_permille
        Thousandths of the usual travel time.
    now
        When.

    Raises
    ------
    NotFound
        When there is no such courier, or it is not the one who asks.
    ValueError
        When the time is out of bounds.
    """
    require(actor, Role.DISPATCHER, Role.COURIER)
    if actor.role is Role.COURIER and actor.courier != courier:
        raise NotFound.of(kind="courier", name=courier)
    changed = replace(tx.couriers.get(courier), time_permille=time_permille)
    tx.couriers.save(changed)
    today = tx.coop.day_of(now)
    shifts = tx.shifts.of_courier(courier, today, today + FAR_AHEAD)
    days = {shift.day for shift in shifts if shift.state is not ShiftState.ENDED}
    record_changed(tx, actor, courier, now=now, days=days)
    return changed


def record_changed(
    tx: Transaction, actor: Actor, courier: CourierId, *, now: datetime, days: Iterable[date] = ()
) -> None:
    """Record that something about a courier has changed, for each day that it concerns."""
    concerned: tuple[date | None, ...] = tuple(sorted(set(days))) or (None,)
    for day in concerned:
        subjects = {"courier": str(courier)}
        tx.record(EventKind.COURIER_CHANGED, actor=actor.member, at=now, day=day, subjects=subjects)


def agree_shift(tx: Transaction, actor: Actor, shift: Shift, *, now: datetime) -> Shift:
    """Write down a shift that a courier has agreed to; its day follows from its start.

    Raises
    ------
    RuleError
        As `agreeable`.
    """
    agreed = agreeable(tx, actor, shift)
    tx.shifts.add(agreed)
    _record(tx, actor, EventKind.SHIFT_AGREED, agreed, now)
    return agreed


def agreeable(tx: ReadTransaction, actor: Actor, shift: Shift) -> Shift:
    """Give a new shift as it would be written down.

    Raises
    ------
    NotFound
        When there is no such courier.
    TransitionRefused
        When the courier has left.
    DoubleBooked
        When the courier has another shift at that time or is away.
    CapExceeded
        When it breaks a limit of the policy; `values["clause"]` names it.
    """
    _require_own(actor, shift)
    if not tx.couriers.get(shift.courier).is_active:
        msg = f"Courier {shift.courier!r} has left."
        raise TransitionRefused(msg, courier=shift.courier)
    agreed = replace(shift, day=tx.coop.day_of(shift.starts_at), state=ShiftState.AGREED)
    _check_hours(tx, agreed)
    return agreed


def change_shift(tx: Transaction, actor: Actor, shift: Shift, *, now: datetime) -> Shift:
    """Replace times, breaks, care windows or ride of a shift that has not ended.

    What the courier has done in it so far stays.

    Raises
    ------
    RuleError
        As `changeable`.
    """
    changed = changeable(tx, actor, shift)
    tx.shifts.save(changed)
    _record(tx, actor, EventKind.SHIFT_CHANGED, changed, now)
    return changed


def changeable(tx: ReadTransaction, actor: Actor, shift: Shift) -> Shift:
    """Give a changed shift as it would be written down.

    Raises
    ------
    NotFound
        When the courier has no such shift.
    TransitionRefused
        When it has ended or was canceled.
    DoubleBooked, CapExceeded
        As in `agreeable`.
    VehicleTaken
        When another shift has its vehicle at that time.
    """
    _require_own(actor, shift)
    known = _open_shift(tx, shift.id)
    if known.courier != shift.courier:
        raise NotFound.of(kind="shift", name=shift.id)
    changed = replace(
        shift,
        day=known.day,
        state=known.state,
        began_at=known.began_at,
        ended_at=known.ended_at,
        pauses=known.pauses,
    )
    if tx.coop.day_of(changed.starts_at) != known.day:
        msg = f"Shift {shift.id!r} is on {known.day}; agree to another one for another day."
        raise TransitionRefused(msg, shift=shift.id, day=str(known.day))
    _check_hours(tx, changed)
    refuse_shared(tx, changed)
    return changed


def cancel_shift(tx: Transaction, actor: Actor, shift: ShiftId, *, now: datetime) -> Shift:
    """Call a shift off that has not begun; a courier may do so with their own, no reason asked.

    Raises
    ------
    NotFound
        When there is none, or it is another courier's.
    TransitionRefused
        When it has begun, so that it is ended and paid, has ended or was canceled.
    """
    known = _open_shift(tx, shift)
    _require_own(actor, known)
    if known.state is not ShiftState.AGREED:
        msg = f"Shift {shift!r} is {known.state.value}."
        raise TransitionRefused(msg, shift=shift, state=known.state.value)
    canceled = replace(known, state=ShiftState.CANCELED)
    tx.shifts.save(canceled)
    _record(tx, actor, EventKind.SHIFT_CANCELED, canceled, now)
    return canceled


def give_up(tx: Transaction, actor: Actor, shift: Shift, *, now: datetime) -> Shift:
    """Call off a colleague's shift that is offered, for whoever takes it.

    Raises
    ------
    TransitionRefused
        When it is not offered any more.
    """
    require(actor, Role.COURIER)
    known = _open_shift(tx, shift.id)
    if not known.is_offered or known.state is not ShiftState.AGREED:
        msg = f"Shift {shift.id!r} is not offered."
        raise TransitionRefused(msg, shift=shift.id, state=known.state.value)
    given = tx.shifts.save(replace(known, state=ShiftState.CANCELED, is_offered=False))
    _record(tx, actor, EventKind.SHIFT_CANCELED, given, now)
    return given


def _require_own(actor: Actor, shift: Shift) -> None:
    require(actor, Role.DISPATCHER, Role.COURIER)
    if actor.role is Role.COURIER and actor.courier != shift.courier:
        raise NotFound.of(kind="shift", name=shift.id)


def _open_shift(tx: ReadTransaction, shift: ShiftId) -> Shift:
    known = tx.shifts.get(shift)
    if known.state in (ShiftState.ENDED, ShiftState.CANCELED):
        msg = f"Shift {shift!r} is {known.state.value} and stays so."
        raise TransitionRefused(msg, shift=shift, state=known.state.value)
    return known


def _check_hours(tx: ReadTransaction, shift: Shift) -> None:
    monday = shift.day - timedelta(days=shift.day.weekday())
    first, last = monday - timedelta(days=1), monday + timedelta(days=7)
    others = [
        other for other in tx.shifts.of_courier(shift.courier, first, last) if other.id != shift.id
    ]
    for other in others:
        if other.starts_at < shift.ends_at and shift.starts_at < other.ends_at:
            msg = f"Courier {shift.courier!r} is in shift {other.id!r} at that time."
            raise DoubleBooked(msg, courier=shift.courier, shift=other.id)
    if tx.absences.at(shift.courier, shift.day) is not None:
        msg = f"Courier {shift.courier!r} is away on {shift.day}."
        raise DoubleBooked(msg, courier=shift.courier, shift=shift.id)
    found = breach_of(tx, tx.policies.at(shift.starts_at), shift)
    if found is not None:
        word = "at most" if found.clause.startswith("max") else "at least"
        msg = f"Expected {word} {found.limit_s} s under {found.clause}, got {found.got_s} s."
        raise CapExceeded(msg, clause=found.clause, limit_s=found.limit_s, got_s=found.got_s)


def _record(tx: Transaction, actor: Actor, kind: EventKind, shift: Shift, now: datetime) -> Event:
    subjects = {"shift": str(shift.id), "courier": str(shift.courier)}
    times: dict[str, object] = {
        "starts_at": shift.starts_at.isoformat(),
        "ends_at": shift.ends_at.isoformat(),
    }
    return tx.record(
        kind, actor=actor.member, at=now, day=shift.day, subjects=subjects, payload=times
    )
