"""Shifts at the desk: what a dispatcher agrees, changes and calls off, and what that undoes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dispatch import own_time, rostering
from dispatch.availability import holding, outside
from dispatch.errors import BadWish, TransitionRefused
from dispatch.etags import check_etag
from dispatch.falling_out import DESK
from dispatch.model import (
    CourierEvent,
    OrderState,
    PlanState,
    ReportKind,
    Role,
    ShiftState,
    StopState,
)
from dispatch.permission import require
from dispatch.reports import SHIFT_REPORTS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import date, datetime, timedelta

    from dispatch.availability import Stretch
    from dispatch.model import (
        Absence,
        Actor,
        Availability,
        CourierId,
        Order,
        OrderId,
        PlannedStop,
        Shift,
        ShiftBreak,
        ShiftId,
    )
    from dispatch.store import ReadTransaction, Transaction
    from routing.model import Location

UNDONE = (OrderState.ASSIGNED, OrderState.PICKED_UP)


@dataclass(frozen=True, slots=True, kw_only=True)
class Roster:
    """Who works on some days, and who is away.

    Attributes
    ----------
    shifts
        By start; those that were called off are not among them.
    absences
        That have one of the days in them.
    availability
        What couriers said that holds on one of the days, those of one courier in order.
    outside
        Parts of shifts to which that does not reach, by shift; the others are not in it.
    """

    shifts: tuple[Shift, ...]
    absences: tuple[Absence, ...]
    availability: tuple[Availability, ...]
    outside: Mapping[ShiftId, tuple[Stretch, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftWish:
    """What a shift should be.

    Attributes
    ----------
    courier
        Whose; somebody else takes the shift over as it is.
    starts_at, ends_at
        From when to when.
    profile, capacity, skills
        What they ride and can do then; ``None``: as usual.
    start
        Where it starts; ``None``: as usual.
    breaks
        Rests that must begin inside their windows; ``None``: as they are.
    """

    courier: CourierId
    starts_at: datetime
    ends_at: datetime
    profile: str | None = None
    capacity: tuple[int, ...] | None = None
    skills: frozenset[str] | None = None
    start: Location | None = None
    breaks: tuple[ShiftBreak, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftEffect:
    """What a change of a shift does to its day.

    Attributes
    ----------
    shift
        As it is then; ``None``: it is called off.
    day
        Which day.
    online
        How much more time there is to ride, breaks and care windows aside.
    to_give
        Orders that need somebody else: the plan in force has them outside of the shift, or
        with more than is carried then.
    num_unassigned
        Orders of the day that nobody has as it is now.
    outside
        Parts of the shift in which its courier did not say that they could work.
    """

    shift: Shift | None
    day: date
    online: timedelta
    to_give: tuple[Order, ...]
    num_unassigned: int
    outside: tuple[Stretch, ...]


def roster(tx: ReadTransaction, actor: Actor, first: date, last: date) -> Roster:
    """Show the shifts of some days, and who is away on them."""
    require(actor, Role.DISPATCHER)
    absences = tx.absences.ending_from(first)
    shifts = tx.shifts.between(first, last)
    said: dict[CourierId, list[Availability]] = {}
    for one in tx.availabilities.all():
        said.setdefault(one.courier, []).append(one)
    beyond = {one.id: outside(tx.coop, said.get(one.courier, []), one) for one in shifts}
    return Roster(
        shifts=shifts,
        absences=tuple(one for one in absences if one.first_day <= last),
        availability=tuple(
            one for own in said.values() for one in holding(own, first) if one.valid_from <= last
        ),
        outside={name: parts for name, parts in beyond.items() if parts},
    )


def wished(
    tx: ReadTransaction, actor: Actor, wish: ShiftWish, *, new_id: Callable[[], ShiftId]
) -> Shift:
    """Give a new shift as it is wished for.

    Raises
    ------
    RuleError
        As `dispatch.rostering.agreeable`; `BadWish` when a break is not inside of it.
    """
    require(actor, Role.DISPATCHER)
    courier = tx.couriers.get(wish.courier)
    if wish.start is not None:
        courier = replace(courier, home=wish.start)
    made = own_time.shift_of(tx, courier, new_id(), wish.starts_at, wish.ends_at)
    return rostering.agreeable(tx, actor, _as_wished(made, wish))


def rewished(
    tx: ReadTransaction,
    actor: Actor,
    name: ShiftId,
    wish: ShiftWish,
    *,
    if_match: str | None = None,
) -> Shift:
    """Give a shift as it would be after a change; care windows that still fit stay.

    Raises
    ------
    StaleVersion
        When it has changed since the actor looked.
    RuleError
        As `dispatch.rostering.changeable`; `BadWish` when a break is not inside of it.
    """
    require(actor, Role.DISPATCHER)
    known = tx.shifts.get(name)
    check_etag(known, if_match)
    if wish.starts_at >= wish.ends_at:
        msg = "Expected a shift that ends after it starts."
        raise BadWish(msg, field="ends_at")
    care = tuple(
        one for one in known.care if wish.starts_at <= one.begins_at and one.ends_at <= wish.ends_at
    )
    times = replace(known, starts_at=wish.starts_at, ends_at=wish.ends_at, care=care)
    changed = replace(_as_wished(times, wish), courier=wish.courier)
    if wish.courier != known.courier:
        changed = replace(changed, max_climb_m=tx.couriers.get(wish.courier).max_climb_m)
    return rostering.changeable(tx, actor, changed)


def callable_off(
    tx: ReadTransaction, actor: Actor, name: ShiftId, *, if_match: str | None = None
) -> Shift:
    """Give a shift that can be called off: one that has not begun.

    Raises
    ------
    NotFound
        When there is none.
    StaleVersion
        When it has changed since the actor looked.
    TransitionRefused
        When it has begun; see `dispatch.falling_out` for somebody who cannot go on.
    """
    require(actor, Role.DISPATCHER)
    known = tx.shifts.get(name)
    check_etag(known, if_match)
    if known.state is not ShiftState.AGREED:
        msg = f"Shift {name!r} is {known.state.value}."
        raise TransitionRefused(msg, shift=name, state=known.state.value)
    return known


def hand_over(  # noqa: PLR0913 - all named by the caller
    tx: Transaction,
    actor: Actor,
    known: Shift,
    to: CourierId,
    *,
    now: datetime,
    new_id: Callable[[], ShiftId],
) -> Shift:
    """Call a shift off and agree on the same one with a colleague, who said yes.

    Raises
    ------
    RuleError
        As `dispatch.rostering.agreeable`.
    """
    rostering.cancel_shift(tx, actor, known.id, now=now)
    wish = ShiftWish(
        courier=to, starts_at=known.starts_at, ends_at=known.ends_at, breaks=known.breaks
    )
    return rostering.agree_shift(tx, actor, wished(tx, actor, wish, new_id=new_id), now=now)


def end_forgotten(
    tx: Transaction, actor: Actor, name: ShiftId, at: datetime, *, now: datetime
) -> Shift:
    """End a shift that its courier has forgotten to end, at the time that they tell.

    It is paid until then, as if they had reported it themselves.

    Parameters
    ----------
    tx, actor
        In which co-op and who.
    name
        Which shift.
    at
        When the courier really ended.
    now
        When that is written down.

    Raises
    ------
    NotFound
        When there is no such shift.
    TransitionRefused
        When it has not begun or is over.
    BadWish
        When the time lies before the shift began, or ahead.
    """
    require(actor, Role.DISPATCHER)
    known = tx.shifts.get(name)
    if known.state is not ShiftState.BEGUN or known.began_at is None:
        msg = f"Shift {name!r} is {known.state.value}."
        raise TransitionRefused(msg, shift=name, state=known.state.value)
    if not known.began_at <= at <= now:
        msg = "Expected a time between the beginning of the shift and now."
        raise BadWish(msg, field="at")
    report = CourierEvent(device=DESK, sequence=1, kind=ReportKind.SHIFT_ENDED, at=at)
    SHIFT_REPORTS[report.kind](tx, actor, known, report)
    return tx.shifts.get(name)


def effect_of(tx: ReadTransaction, before: Shift | None, after: Shift | None) -> ShiftEffect:
    """Tell what it means for the day that one shift becomes another, is added or is called off.

    Nothing is planned for it: the planner does that when it is decided.

    Raises
    ------
    ValueError
        When there is neither.
    """
    shift = after or before
    if shift is None:
        msg = "Expected a shift before or after, got neither."
        raise ValueError(msg)
    plan = tx.plans.newest(shift.day, PlanState.PUBLISHED)
    routes = () if plan is None or before is None else plan.routes
    stops = [stop for route in routes if route.shift == shift.id for stop in route.stops]
    touched = tx.orders.by_keys(_out_of_reach(stops, after))
    online = [one.planned_online if one else None for one in (before, after)]
    zero = shift.planned_online * 0
    return ShiftEffect(
        shift=after,
        day=shift.day,
        online=(online[1] or zero) - (online[0] or zero),
        to_give=tuple(order for order in touched.values() if order.state in UNDONE),
        num_unassigned=0 if plan is None else len(plan.unassigned),
        outside=() if after is None else _outside(tx, after),
    )


def _outside(tx: ReadTransaction, shift: Shift) -> tuple[Stretch, ...]:
    return outside(tx.coop, tx.availabilities.of_courier(shift.courier), shift)


def _out_of_reach(stops: list[PlannedStop], after: Shift | None) -> Iterator[OrderId]:
    for stop in stops:
        if stop.order is None or stop.state in {StopState.DONE, StopState.FAILED}:
            continue
        if after is None or (
            stop.start < after.starts_at
            or stop.departure > after.ends_at
            or any(part > most for part, most in zip(stop.load, after.capacity, strict=False))
        ):
            yield stop.order


def _as_wished(shift: Shift, wish: ShiftWish) -> Shift:
    breaks = shift.breaks if wish.breaks is None else wish.breaks
    inside = tuple(
        one
        for one in breaks
        if shift.starts_at <= one.window.earliest and one.window.latest <= shift.ends_at
    )
    if wish.breaks is not None and inside != breaks:
        msg = "Expected breaks that begin inside the shift."
        raise BadWish(msg, field="breaks")
    return replace(
        shift,
        profile=wish.profile or shift.profile,
        capacity=wish.capacity or shift.capacity,
        skills=shift.skills if wish.skills is None else wish.skills,
        start=wish.start or shift.start,
        breaks=inside,
    )
