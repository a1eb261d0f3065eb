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
    PlanState,
    ReportKind,
    ShiftState,
    StopFact,
    StopState,
)
from dispatch.on_board import has_parcels
from dispatch.proving import check_proof
from dispatch.tips import AT_ORDERING, keep_tip
from dispatch.transitions import next_state
from dispatch.worktime import (
    keep_tally,
    online_records,
    return_record,
    stop_records,
    waiting_record,
)
from routing.solution import StopKind

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from dispatch.model import Actor, CourierEvent, CourierId, Order, PlannedStop, Shift
    from dispatch.store import Transaction

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
        on_shift(tx, actor, _shift_at(tx, courier, report.at), report)
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
        check_proof(order, report)
    finish(tx, shift, order, report, StopState.DONE)
    state = next_state(order, EventKind.STOP_SERVED)
    attention = order.needs_attention
    if state is OrderState.DELIVERED:
        attention = tuple(code for code in attention if code not in SETTLED)
        _keep_promised_tip(tx, actor, order, report)
    tx.orders.save(replace(order, state=state, needs_attention=attention))
    _record(tx, actor, EventKind.STOP_SERVED, shift, report.at, order=order, stop=_stop_of(order))


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
    tx.orders.save(replace(order, state=state, needs_attention=attention))
    tx.pins.remove(order.id)
    _record(
        tx,
        actor,
        EventKind.STOP_FAILED,
        shift,
        report.at,
        order=order,
        stop=_stop_of(order),
        reason=reason,
    )


def _return(
    tx: Transaction, actor: Actor, shift: Shift, order: Order, report: CourierEvent
) -> None:
    state = next_state(order, EventKind.ORDER_RETURNED)
    if not has_parcels(tx, shift.courier, order.id):
        msg = f"Order {order.id!r} was not picked up; there is nothing to bring back."
        raise TransitionRefused(msg, order=order.id, state=order.state.value)
    tx.orders.save(replace(order, state=state))
    bring_back(tx, actor, shift, order, report)


def bring_back(
    tx: Transaction, actor: Actor, shift: Shift, order: Order, report: CourierEvent
) -> None:
    """Write down the way back to the sender, which is paid like the way there."""
    record = return_record(shift, order, before=_last_served(tx, shift), at=report.at)
    tx.work.add_of_days([record], [shift.day])
    keep_tally(tx, shift.courier, shift.day)
    _record(tx, actor, EventKind.ORDER_RETURNED, shift, report.at, order=order)


def finish(
    tx: Transaction, shift: Shift, order: Order, report: CourierEvent, state: StopState
) -> None:
    """Write down a served or failed stop, and the work that it was."""
    fact = fact_of(tx, shift, order, report, is_served=True)
    waited_until = None
    if fact.waiting_since is not None:
        waited_until = report.at
        record = waiting_record(shift, order, fact.kind, fact.waiting_since, report.at)
        tx.work.add_of_days([record], [shift.day])
    before = _last_served(tx, shift)
    done = replace(
        fact,
        state=state,
        served_at=max(report.at, fact.arrived_at),
        waiting_since=None,
        proof=None if report.proof is None else replace(report.proof, pin=""),
    )
    tx.stop_facts.put(done)
    name = f"{order.id}:{fact.kind.value}"
    if tx.work.find(f"{name}:service") is not None:  # somebody fell out with it on board
        name = f"{name}:{shift.id}"
    records = tuple(
        stop_records(shift, order, done, name=name, before=before, waited_until=waited_until)
    )
    tx.work.add_of_days(records, [shift.day] * len(records))
    keep_tally(tx, shift.courier, shift.day)


def fact_of(
    tx: Transaction,
    shift: Shift,
    order: Order,
    report: CourierEvent,
    *,
    is_served: bool = False,
) -> StopFact:
    """Give what is known of the stop that comes next for an order."""
    kind = _stop_of(order)
    known = tx.stop_facts.find(order.id, kind)
    if known is not None and known.shift == shift.id:
        return known
    planned = _planned(tx, shift, order, kind)
    place = order.delivery.pickup if kind is StopKind.PICKUP else order.delivery.delivery
    arrived_at = report.at
    if is_served:
        service_s = (
            order.delivery.pickup_service_s
            if kind is StopKind.PICKUP
            else order.delivery.delivery_service_s
        )
        earliest = _last_served(tx, shift)
        arrived_at = max(min(earliest, report.at), report.at - timedelta(seconds=service_s))
    return StopFact(
        order=order.id,
        kind=kind,
        day=order.day,
        courier=shift.courier,
        shift=shift.id,
        state=StopState.ARRIVED,
        arrived_at=arrived_at,
        travel_s=planned.travel_s if planned else 0,
        distance_m=planned.distance_m if planned else 0,
        location=place.location,
    )


def _planned(tx: Transaction, shift: Shift, order: Order, kind: StopKind) -> PlannedStop | None:
    plan = tx.plans.newest(order.day, PlanState.PUBLISHED)
    routes = () if plan is None else plan.routes
    stops = (stop for route in routes if route.shift == shift.id for stop in route.stops)
    return next((stop for stop in stops if (stop.order, stop.kind) == (order.id, kind)), None)


def _last_served(tx: Transaction, shift: Shift) -> datetime:
    """Tell since when a courier had nothing to do before the next stop."""
    served = [
        fact.served_at
        for fact in tx.stop_facts.of_day(shift.day)
        if fact.shift == shift.id and fact.served_at is not None
    ]
    return max([*served, shift.began_at or shift.starts_at])


def _stop_of(order: Order) -> StopKind:
    return StopKind.DELIVERY if order.state is OrderState.PICKED_UP else StopKind.PICKUP


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


def _shift_at(tx: Transaction, courier: CourierId, at: datetime) -> Shift:
    day = tx.coop.day_of(at)
    shifts = tx.shifts.of_courier(courier, day - timedelta(days=1), day + timedelta(days=1))
    near = [s for s in shifts if s.starts_at - EARLY <= at <= s.ends_at + LATE]
    running = [s for s in near if s.state is ShiftState.BEGUN]
    inside = [s for s in near if s.starts_at <= at <= s.ends_at]
    for shift in (*running, *inside, *near):
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
) -> None:
    subjects = {"courier": str(shift.courier), "shift": str(shift.id)}
    payload: dict[str, object] = {}
    if order is not None:
        subjects |= {"order": str(order.id), "storefront": str(order.storefront)}
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
