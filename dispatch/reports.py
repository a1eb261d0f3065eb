"""What each kind of a courier's report does; everything that contradicts is refused."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from dispatch.attention import SLOT_CLOSED, WINDOW_OVER
from dispatch.doors import ADDRESS_UNSURE
from dispatch.errors import BadWish, NotFound, TransitionRefused
from dispatch.events import EventKind
from dispatch.model import (
    OrderState,
    Pause,
    ReportKind,
    ShiftState,
    StopState,
)
from dispatch.on_board import has_parcels
from dispatch.proving import check_proof, pin_of
from dispatch.stop_work import fact_of, finish, last_served, stop_of
from dispatch.tips import AT_ORDERING, keep_tip
from dispatch.transitions import next_state
from dispatch.wholes import members, step, subject
from dispatch.worktime import (
    keep_tally,
    online_records,
    return_record,
    waiting_record,
)
from routing.solution import StopKind

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from dispatch.model import Actor, CourierEvent, CourierId, Order, Shift
    from dispatch.store import Transaction
    from dispatch.wholes import WholeStep

EARLY = timedelta(hours=2)
"""How long before a shift, and after it, a report still belongs to it."""
LATE = timedelta(hours=6)

SETTLED = frozenset({ADDRESS_UNSURE, SLOT_CLOSED, WINDOW_OVER})
"""What nobody has to look at any more when it is delivered."""

CODED = re.compile(r"[a-z0-9_]{1,40}")


def carry_out(tx: Transaction, actor: Actor, courier: CourierId, report: CourierEvent) -> None:
    """Apply one report.

    Raises
    ------
    RuleError
        When it contradicts what is known; nothing has been changed then.
    """
    on_shift = SHIFT_REPORTS.get(report.kind)
    if on_shift is not None:
        is_begin = report.kind is ReportKind.SHIFT_BEGAN
        on_shift(tx, actor, _shift_at(tx, courier, report.at, is_begin=is_begin), report)
        return
    order = _order_of(tx, courier, report)
    shift = begun_shift(tx, actor, courier, report.at)
    on_stop = STOP_REPORTS.get(report.kind)
    if on_stop is None:
        msg = f"Expected the order that {report.kind.value} is about, got none."
        raise BadWish(msg, field="order")
    on_stop(tx, actor, shift, order, report)


def begun_shift(tx: Transaction, actor: Actor, courier: CourierId, at: datetime) -> Shift:
    """Give the shift to which a report of a moment belongs; it has begun with it.

    Raises
    ------
    NotFound
        When there is none near that moment.
    """
    return _begun(tx, actor, _shift_at(tx, courier, at), at)


def _begin(tx: Transaction, actor: Actor, shift: Shift, report: CourierEvent) -> None:
    if shift.state is not ShiftState.AGREED:
        msg = f"Shift {shift.id!r} has begun already."
        raise TransitionRefused(msg, shift=shift.id, state=shift.state.value)
    _begun(tx, actor, shift, report.at)


def _begun(tx: Transaction, actor: Actor, shift: Shift, at: datetime) -> Shift:
    """Give a shift that has begun; the first report of any kind begins it."""
    if shift.state is not ShiftState.AGREED:
        return shift
    begun = tx.shifts.save(replace(shift, state=ShiftState.BEGUN, began_at=at))
    _record(tx, actor, EventKind.SHIFT_BEGAN, shift, at)
    return begun


def _end(tx: Transaction, actor: Actor, shift: Shift, report: CourierEvent) -> None:
    _require_begun(shift)
    pauses = tuple(
        pause if pause.ends_at is not None else replace(pause, ends_at=report.at)
        for pause in shift.pauses
    )
    ended = replace(shift, state=ShiftState.ENDED, ended_at=report.at, pauses=pauses)
    tx.shifts.save(ended)
    tx.positions.forget(shift.courier)
    records = online_records(ended, until=report.at)
    tx.work.add_of_days(records, [shift.day] * len(records))
    keep_tally(tx, shift.courier, shift.day)
    _record(tx, actor, EventKind.SHIFT_ENDED, ended, report.at)


def _pause(tx: Transaction, actor: Actor, shift: Shift, report: CourierEvent) -> None:
    _require_begun(shift)
    if shift.pauses and shift.pauses[-1].ends_at is None:
        msg = f"Shift {shift.id!r} is paused already."
        raise TransitionRefused(msg, shift=shift.id)
    pauses = (*shift.pauses, Pause(begins_at=report.at))
    tx.shifts.save(replace(shift, pauses=pauses))
    _record(tx, actor, EventKind.SHIFT_PAUSED, shift, report.at)


def _resume(tx: Transaction, actor: Actor, shift: Shift, report: CourierEvent) -> None:
    _require_begun(shift)
    if not shift.pauses or shift.pauses[-1].ends_at is not None:
        msg = f"Shift {shift.id!r} is not paused."
        raise TransitionRefused(msg, shift=shift.id)
    last = replace(shift.pauses[-1], ends_at=max(report.at, shift.pauses[-1].begins_at))
    tx.shifts.save(replace(shift, pauses=(*shift.pauses[:-1], last)))
    _record(tx, actor, EventKind.SHIFT_RESUMED, shift, report.at)


def _arrive(
    tx: Transaction, actor: Actor, shift: Shift, order: Order, report: CourierEvent
) -> None:
    fact = fact_of(tx, shift, order, report)
    tx.stop_facts.put(fact)
    _record(tx, actor, EventKind.STOP_ARRIVED, shift, report.at, order=order, stop=fact.kind)


def _begin_waiting(
    tx: Transaction, actor: Actor, shift: Shift, order: Order, report: CourierEvent
) -> None:
    fact = fact_of(tx, shift, order, report)
    tx.stop_facts.put(replace(fact, waiting_since=fact.waiting_since or report.at))
    _record(tx, actor, EventKind.WAITING_BEGAN, shift, report.at, order=order, stop=fact.kind)


def _end_waiting(
    tx: Transaction, actor: Actor, shift: Shift, order: Order, report: CourierEvent
) -> None:
    fact = fact_of(tx, shift, order, report)
    if fact.waiting_since is None:
        msg = f"Nobody was waiting for order {order.id!r}."
        raise TransitionRefused(msg, order=order.id)
    record = waiting_record(shift, order, fact.kind, fact.waiting_since, report.at)
    tx.work.add_of_days([record], [shift.day])
    keep_tally(tx, shift.courier, shift.day)
    tx.stop_facts.put(replace(fact, waiting_since=None))
    _record(tx, actor, EventKind.WAITING_ENDED, shift, report.at, order=order, stop=fact.kind)


def _serve(tx: Transaction, actor: Actor, shift: Shift, order: Order, report: CourierEvent) -> None:
    wanted = OrderState.ASSIGNED if report.kind is ReportKind.PICKED_UP else OrderState.PICKED_UP
    if order.state is not wanted:
        msg = f"Order {order.id!r} is {order.state.value}, not {wanted.value}."
        raise TransitionRefused(msg, order=order.id, state=order.state.value)
    if wanted is OrderState.PICKED_UP:
        check_proof(order, report, pin=pin_of(members(tx, order)[0]))
    finish(tx, shift, order, report, StopState.DONE)
    state = next_state(order, EventKind.STOP_SERVED)
    attention = order.needs_attention
    if state is OrderState.DELIVERED:
        attention = tuple(code for code in attention if code not in SETTLED)
        _keep_promised_tip(tx, actor, order, report)
    whole = step(tx, order, state)
    tx.orders.save(replace(order, state=state, needs_attention=attention))
    _record(
        tx,
        actor,
        EventKind.STOP_SERVED,
        shift,
        report.at,
        order=order,
        stop=stop_of(order),
        whole=whole,
    )


def _keep_promised_tip(tx: Transaction, actor: Actor, order: Order, report: CourierEvent) -> None:
    """Give the courier what was promised when the order was placed."""
    fact = tx.stop_facts.find(order.id, StopKind.DELIVERY)
    if order.tip_minor and fact is not None:
        keep_tip(tx, actor, order, fact, order.tip_minor, reference=AT_ORDERING, now=report.at)


def _fail(tx: Transaction, actor: Actor, shift: Shift, order: Order, report: CourierEvent) -> None:
    state = next_state(order, EventKind.STOP_FAILED)
    finish(tx, shift, order, report, StopState.FAILED)
    reason = report.reason if CODED.fullmatch(report.reason) else "other"
    attention = tuple(dict.fromkeys((*order.needs_attention, f"failed_{reason}")))
    whole = step(tx, order, state)
    tx.orders.save(replace(order, state=state, needs_attention=attention))
    tx.pins.remove(order.id)
    _record(
        tx,
        actor,
        EventKind.STOP_FAILED,
        shift,
        report.at,
        order=order,
        stop=stop_of(order),
        reason=reason,
        whole=whole,
    )


def _return(
    tx: Transaction, actor: Actor, shift: Shift, order: Order, report: CourierEvent
) -> None:
    state = next_state(order, EventKind.ORDER_RETURNED)
    if not has_parcels(tx, shift.courier, order.id):
        msg = f"Order {order.id!r} was not picked up; there is nothing to bring back."
        raise TransitionRefused(msg, order=order.id, state=order.state.value)
    whole = step(tx, order, state)
    tx.orders.save(replace(order, state=state))
    bring_back(tx, actor, shift, order, report, whole=whole)


def bring_back(  # noqa: PLR0913 - all of a report
    tx: Transaction,
    actor: Actor,
    shift: Shift,
    order: Order,
    report: CourierEvent,
    *,
    whole: WholeStep = ({}, {}),
) -> None:
    """Write down the way back to the sender, which is paid like the way there."""
    record = return_record(shift, order, before=last_served(tx, shift), at=report.at)
    tx.work.add_of_days([record], [shift.day])
    keep_tally(tx, shift.courier, shift.day)
    _record(tx, actor, EventKind.ORDER_RETURNED, shift, report.at, order=order, whole=whole)


def _order_of(tx: Transaction, courier: CourierId, report: CourierEvent) -> Order:
    if report.order is None:
        msg = f"Expected the order that {report.kind.value} is about, got none."
        raise BadWish(msg, field="order")
    order = tx.orders.get(report.order)
    if order.state is OrderState.CANCELED:
        msg = f"Order {order.id!r} has been canceled."
        raise TransitionRefused(msg, order=order.id, state=order.state.value)
    if order.courier != courier:
        msg = f"Order {order.id!r} is not with this courier."
        raise TransitionRefused(msg, order=order.id)
    if order.state in (OrderState.DELIVERED, OrderState.RETURNED):
        msg = f"Order {order.id!r} is {order.state.value} already."
        raise TransitionRefused(msg, order=order.id, state=order.state.value)
    return order


def _shift_at(
    tx: Transaction, courier: CourierId, at: datetime, *, is_begin: bool = False
) -> Shift:
    """Give the shift that a moment belongs to; one that is over is not begun again."""
    day = tx.coop.day_of(at)
    shifts = tx.shifts.of_courier(courier, day - timedelta(days=1), day + timedelta(days=1))
    near = [s for s in shifts if s.starts_at - EARLY <= at <= s.ends_at + LATE]
    running = [s for s in near if s.state is ShiftState.BEGUN]
    inside = [s for s in near if s.starts_at <= at <= s.ends_at]
    found = [*running, *inside, *near]
    coming = [s for s in found if s.state is not ShiftState.ENDED] if is_begin else []
    for shift in (*coming, *found):
        return shift
    raise NotFound.of(kind="shift", name=f"at {at.isoformat()}")


def _require_begun(shift: Shift) -> None:
    if shift.state is not ShiftState.BEGUN:
        msg = f"Shift {shift.id!r} is {shift.state.value}, not begun."
        raise TransitionRefused(msg, shift=shift.id, state=shift.state.value)


def _record(  # noqa: PLR0913 - private
    tx: Transaction,
    actor: Actor,
    kind: EventKind,
    shift: Shift,
    at: datetime,
    *,
    order: Order | None = None,
    stop: StopKind | None = None,
    reason: str = "",
    whole: WholeStep = ({}, {}),
) -> None:
    subjects = {"courier": str(shift.courier), "shift": str(shift.id)}
    payload: dict[str, object] = {}
    if order is not None:
        subjects |= {"order": str(order.id), "storefront": str(order.storefront)}
        subjects |= subject(order) | whole[0]
        payload |= whole[1]
    if stop is not None:
        payload["stop"] = stop.value
    if reason:
        payload["reason"] = reason
    day = shift.day if order is None else order.day
    tx.record(kind, actor=actor.member, at=at, day=day, subjects=subjects, payload=payload)


SHIFT_REPORTS: dict[ReportKind, Callable[[Transaction, Actor, Shift, CourierEvent], None]] = {
    ReportKind.SHIFT_BEGAN: _begin,
    ReportKind.SHIFT_ENDED: _end,
    ReportKind.PAUSED: _pause,
    ReportKind.RESUMED: _resume,
}

STOP_REPORTS: dict[ReportKind, Callable[[Transaction, Actor, Shift, Order, CourierEvent], None]] = {
    ReportKind.ARRIVED: _arrive,
    ReportKind.WAITING_BEGAN: _begin_waiting,
    ReportKind.WAITING_ENDED: _end_waiting,
    ReportKind.PICKED_UP: _serve,
    ReportKind.DELIVERED: _serve,
    ReportKind.FAILED: _fail,
    ReportKind.RETURNED: _return,
}
