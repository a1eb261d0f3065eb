"""When and how a courier works, as they say themselves; no reason is asked for anything."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from dispatch.availability import holding
from dispatch.errors import BadWish, DoubleBooked, NotFound, TransitionRefused
from dispatch.events import EventKind
from dispatch.model import Absence, CareWindow, Role, Shift, ShiftId, ShiftState
from dispatch.permission import require, require_courier
from dispatch.rostering import record_changed

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    from dispatch.model import Actor, Availability, Courier, CourierId
    from dispatch.store import ReadTransaction, Transaction

LOOK_AHEAD: Final = timedelta(days=60)
"""How far shifts are shown."""
FAR_AHEAD: Final = timedelta(days=366)
MOST_ABSENCES: Final = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnTime:
    """What a courier sees of their time.

    Attributes
    ----------
    courier
        Who, with what they ride.
    shifts
        Their own from today on, by start.
    offered
        Of colleagues who would rather not work them, with whose they are.
    absences
        When they are away, from today on.
    availability
        When they can and want to work, as they said it for today and later.
    """

    courier: Courier
    shifts: tuple[Shift, ...]
    offered: tuple[tuple[Shift, Courier], ...]
    absences: tuple[Absence, ...]
    availability: tuple[Availability, ...]


def own_time(tx: ReadTransaction, actor: Actor, *, now: datetime) -> OwnTime:
    """Show a courier their shifts, those that are offered, their absences and their ride."""
    me = require_courier(actor)
    today = tx.coop.day_of(now)
    crew = {one.id: one for one in tx.couriers.all()}
    return OwnTime(
        courier=crew[me],
        shifts=tx.shifts.of_courier(me, today, today + LOOK_AHEAD),
        offered=tuple(
            (shift, crew[shift.courier])
            for shift in tx.shifts.from_day(today)
            if shift.courier != me and _is_free(shift, now)
        ),
        absences=tuple(one for one in tx.absences.of_courier(me) if one.last_day >= today),
        availability=holding(tx.availabilities.of_courier(me), today),
    )


def wish_shift(
    tx: ReadTransaction,
    actor: Actor,
    *,
    starts_at: datetime,
    ends_at: datetime,
    new_id: Callable[[], str],
) -> Shift:
    """Give a shift as its courier would work it, for `dispatch.rostering.agree_shift`.

    Raises
    ------
    BadWish
        When it does not end after it starts or nobody knows from where it begins.
    """
    courier = tx.couriers.get(require_courier(actor))
    return shift_of(tx, courier, ShiftId(new_id()), starts_at, ends_at)


def shift_of(
    tx: ReadTransaction, courier: Courier, name: ShiftId, starts_at: datetime, ends_at: datetime
) -> Shift:
    """Give a shift as a courier usually works: from home, with what they ride.

    Raises
    ------
    BadWish
        When it does not end within a day after it starts or nobody knows from where it begins.
    """
    if not starts_at < ends_at <= starts_at + timedelta(days=1):
        msg = "Expected a shift that ends within a day after its start."
        raise BadWish(msg, field="ends_at")
    day = tx.coop.day_of(starts_at)
    start = courier.home
    if start is None:
        others = tx.shifts.of_courier(courier.id, day - FAR_AHEAD, day + FAR_AHEAD)
        start = others[-1].start if others else None
    if start is None:
        msg = "Nobody has said yet from where this courier starts; a dispatcher can."
        raise BadWish(msg, field="starts_at")
    return Shift(
        id=name,
        courier=courier.id,
        day=day,
        starts_at=starts_at,
        ends_at=ends_at,
        start=start,
        profile=courier.profile,
        capacity=courier.capacity,
        skills=courier.skills,
        max_climb_m=courier.max_climb_m,
    )


def with_care(
    tx: ReadTransaction, actor: Actor, shift: ShiftId, care: tuple[tuple[datetime, datetime], ...]
) -> Shift:
    """Give a shift with other care windows, for `dispatch.rostering.change_shift`.

    Raises
    ------
    NotFound
        When the courier has no such shift.
    BadWish
        When a window is not inside the shift or two of them share some time.
    """
    known = _own(tx, actor, shift)
    windows = sorted(care)
    are_inside = all(known.starts_at <= begins < ends <= known.ends_at for begins, ends in windows)
    if not are_inside or any(later[0] < earlier[1] for earlier, later in pairwise(windows)):
        msg = "Expected care windows inside the shift, one after the other."
        raise BadWish(msg, field="care")
    return replace(
        known, care=tuple(CareWindow(begins_at=begins, ends_at=ends) for begins, ends in windows)
    )


def offer(
    tx: Transaction, actor: Actor, shift: ShiftId, *, is_offered: bool, now: datetime
) -> Shift:
    """Let colleagues take a shift, or keep it after all; until somebody takes it, it stays.

    Raises
    ------
    NotFound
        When the courier has no such shift.
    TransitionRefused
        When it has begun.
    """
    known = _own(tx, actor, shift)
    if known.state is not ShiftState.AGREED:
        msg = f"Shift {shift!r} is {known.state.value}."
        raise TransitionRefused(msg, shift=shift, state=known.state.value)
    offered = tx.shifts.save(replace(known, is_offered=is_offered))
    kind = EventKind.SHIFT_OFFERED if is_offered else EventKind.SHIFT_KEPT
    subjects = {"shift": str(shift), "courier": str(known.courier)}
    tx.record(kind, actor=actor.member, at=now, day=known.day, subjects=subjects)
    return offered


def offered_to(
    tx: ReadTransaction, actor: Actor, shift: ShiftId, *, now: datetime, new_id: Callable[[], str]
) -> tuple[Shift, Shift]:
    """Give a colleague's offered shift and what it becomes with the actor.

    Raises
    ------
    NotFound
        When nobody offers such a shift.
    """
    courier = tx.couriers.get(require_courier(actor))
    known = tx.shifts.find(shift)
    if known is None or known.courier == courier.id or not _is_free(known, now):
        raise NotFound.of(kind="shift", name=shift)
    mine = shift_of(tx, courier, ShiftId(new_id()), known.starts_at, known.ends_at)
    return known, replace(mine, breaks=known.breaks, start=courier.home or known.start)


def stay_away(  # noqa: PLR0913 - all named by the caller
    tx: Transaction,
    actor: Actor,
    first_day: date,
    last_day: date,
    *,
    now: datetime,
    new_id: Callable[[], str],
    courier: CourierId | None = None,
) -> Absence:
    """Be away on some days; nobody can agree on a shift then.

    Parameters
    ----------
    tx, actor
        In which co-op and who: the courier, or the desk whom they have told.
    first_day, last_day
        Which days, both included.
    now, new_id
        Time and id of the absence.
    courier
        Who is away; ``None``: the actor.

    Raises
    ------
    NotFound
        When there is no such courier.
    BadWish
        When the days run backwards, are longer than a year, or there are fifty already.
    DoubleBooked
        When there is a shift on one of them; it is called off or offered first.
    """
    me = _whose(tx, actor, courier)
    if not first_day <= last_day <= first_day + FAR_AHEAD:
        msg = f"Expected days up to a year in order, got {first_day} to {last_day}."
        raise BadWish(msg, field="last_day")
    if len(tx.absences.of_courier(me)) >= MOST_ABSENCES:
        msg = f"Expected at most {MOST_ABSENCES} absences."
        raise BadWish(msg, field="first_day")
    for shift in tx.shifts.of_courier(me, first_day, last_day):
        if shift.state is ShiftState.AGREED:
            msg = f"Courier {me!r} has shift {shift.id!r} on {shift.day}."
            raise DoubleBooked(msg, courier=me, shift=shift.id)
    absence = Absence(id=new_id(), courier=me, first_day=first_day, last_day=last_day)
    tx.absences.add(absence)
    record_changed(tx, actor, me, now=now)
    return absence


def come_back(
    tx: Transaction,
    actor: Actor,
    absence: str,
    *,
    now: datetime,
    courier: CourierId | None = None,
) -> None:
    """Take an absence back.

    Raises
    ------
    NotFound
        When the courier has none of this id.
    """
    me = _whose(tx, actor, courier)
    known = tx.absences.find(absence)
    if known is None or known.courier != me:
        raise NotFound.of(kind="absence", name=absence)
    tx.absences.remove(absence)
    record_changed(tx, actor, me, now=now)


def set_ride(  # noqa: PLR0913 - all named by the caller
    tx: Transaction,
    actor: Actor,
    *,
    profile: str,
    capacity: tuple[int, int],
    max_climb_m: int | None = None,
    now: datetime,
) -> Courier:
    """Say what one rides, carries and climbs at most, for every shift that has not begun.

    One that has a vehicle of the co-op keeps it.
    """
    me = require_courier(actor)
    changed = replace(
        tx.couriers.get(me), profile=profile, capacity=capacity, max_climb_m=max_climb_m
    )
    tx.couriers.save(changed)
    today = tx.coop.day_of(now)
    lent = {use.shift for use in tx.vehicle_uses.from_day(today)}
    days = []
    for shift in tx.shifts.of_courier(me, today, today + FAR_AHEAD):
        if shift.state is ShiftState.AGREED:
            more = replace(shift, max_climb_m=max_climb_m)
            if shift.id not in lent:
                more = replace(more, profile=profile, capacity=capacity)
            tx.shifts.save(more)
            days.append(shift.day)
    record_changed(tx, actor, me, now=now, days=days)
    return changed


def _whose(tx: ReadTransaction, actor: Actor, courier: CourierId | None) -> CourierId:
    if courier is None:
        return require_courier(actor)
    require(actor, Role.DISPATCHER)
    return tx.couriers.get(courier).id


def _own(tx: ReadTransaction, actor: Actor, shift: ShiftId) -> Shift:
    me = require_courier(actor)
    known = tx.shifts.find(shift)
    if known is None or known.courier != me:
        raise NotFound.of(kind="shift", name=shift)
    return known


def _is_free(shift: Shift, now: datetime) -> bool:
    return shift.is_offered and shift.state is ShiftState.AGREED and shift.starts_at > now
