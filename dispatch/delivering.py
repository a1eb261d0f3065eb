"""Couriers deliver: what their phones report becomes facts, in order and once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dispatch.carried_back import CarriedBack, count_as_work, is_done_in_vain, to_bring_back
from dispatch.day_routes import with_progress
from dispatch.doors import reached_door
from dispatch.doubts import TOLD_TO_COURIERS, doubt_about
from dispatch.errors import NotAllowed, NotFound, PinWrong, RuleError, TransitionRefused
from dispatch.events import EventKind
from dispatch.model import (
    Decline,
    KeptReport,
    OrderState,
    PlanState,
    ReportKind,
    ReportOutcome,
    ReportResult,
)
from dispatch.permission import require_courier
from dispatch.proving import count_wrong_pin
from dispatch.reports import carry_out
from dispatch.transitions import next_state

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date, datetime

    from dispatch.doors import ReachedDoor
    from dispatch.model import (
        Actor,
        CourierEvent,
        CourierId,
        Order,
        OrderId,
        PlannedRoute,
        Shift,
    )
    from dispatch.store import ReadTransaction, Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class CourierDay:
    """What a courier needs for a day on the road.

    Attributes
    ----------
    day
        Which day.
    version
        Of the published plan; 0 without one.
    shifts
        The courier's shifts.
    routes
        What the plan in force says, with what has been done; one per shift at most.
    orders
        Every order on those routes, by id.
    back
        What the courier has on board that goes back to its sender.
    """

    day: date
    version: int
    shifts: tuple[Shift, ...]
    routes: tuple[PlannedRoute, ...]
    orders: dict[OrderId, Order]
    back: tuple[CarriedBack, ...] = ()


def apply(  # noqa: PLR0913 - all named by the caller
    tx: Transaction,
    actor: Actor,
    events: Sequence[CourierEvent],
    *,
    now: datetime,
    whose: CourierId | None = None,
    on_door: Callable[[ReachedDoor], None] = lambda _door: None,
) -> tuple[ReportResult, ...]:
    """Take in what a phone reports.

    Reports of one device are applied in the order of their sequence, each once; one that
    comes before its predecessor waits for it. A report that contradicts what is known
    changes nothing, is kept for a person to look at, and says so in its result. Where the
    phone was is not kept.

    Parameters
    ----------
    tx, actor
        In which co-op; the actor is the courier.
    events
        In any order; of any number of devices.
    now
        When they came. A phone's clock that is ahead is set back to it.
    whose
        Who the phone says has done this; ``None``: whoever is signed in.
    on_door
        Told of each door that these reports have found; for `dispatch.doors.learn` as soon
        as the transaction is durable.

    Returns
    -------
        One result per event, in the given order.

    Raises
    ------
    NotAllowed
        When they are another courier's, who used the same phone.
    """
    courier = require_courier(actor)
    places = {(event.device, event.sequence): event.location for event in events}

    def tell(order: Order, report: CourierEvent) -> None:
        where = places.get((report.device, report.sequence))
        door = reached_door(order, replace(report, location=where))
        if door is not None:
            on_door(door)

    if whose not in (None, courier):
        msg = "Expected reports of the courier who is signed in, got another one's."
        raise NotAllowed(msg)
    fresh: set[tuple[str, int]] = set()
    for event in events:
        if tx.reports.find(courier, event.device, event.sequence) is None:
            fresh.add((event.device, event.sequence))
            tx.reports.put(
                KeptReport(
                    courier=courier,
                    report=replace(event, at=min(event.at, now), location=None),
                    received_at=now,
                    outcome=ReportOutcome.WAITING,
                )
            )
    for device in sorted({event.device for event in events}):
        _catch_up(tx, actor, courier, device, now, tell)
    return tuple(_result(tx, courier, event, fresh) for event in events)


def decline(tx: Transaction, actor: Actor, order: OrderId, *, now: datetime) -> Decline:
    """Give an order back; no reason is asked.

    Raises
    ------
    NotFound
        When the courier has no such order.
    TransitionRefused
        When it has been picked up, or the policy lets nobody give orders back.
    """
    return _give_back(tx, actor, require_courier(actor), order, now=now)


def _give_back(
    tx: Transaction, actor: Actor, courier: CourierId, order: OrderId, *, now: datetime
) -> Decline:
    known = tx.orders.find(order)
    if known is None or known.courier != courier:
        raise NotFound.of(kind="order", name=order)
    if not tx.policies.at(now).may_decline:
        msg = "Expected orders to stay with whom they were given to, as may_decline says."
        raise TransitionRefused(msg, order=order, clause="may_decline")
    state = next_state(known, EventKind.STOP_DECLINED)
    tx.orders.save(replace(known, state=state, courier=None))
    pinned = tx.pins.find(order)
    if pinned is not None and pinned.courier == courier:
        tx.pins.remove(order)
    given_back = Decline(order=order, courier=courier, day=known.day, at=now)
    tx.declines.put(given_back)
    subjects = {"order": str(order), "courier": str(courier)}
    tx.record(EventKind.STOP_DECLINED, actor=actor.member, at=now, day=known.day, subjects=subjects)
    return given_back


def route_of(tx: ReadTransaction, actor: Actor, day: date) -> CourierDay:
    """Give a courier's day as the plan in force has it, with what has been done."""
    courier = require_courier(actor)
    plan = tx.plans.newest(day, PlanState.PUBLISHED)
    shifts = tx.shifts.of_courier(courier, day, day)
    back = to_bring_back(tx, actor, day)
    if plan is None:
        return CourierDay(day=day, version=0, shifts=shifts, routes=(), orders={}, back=back)
    facts = tx.stop_facts.of_day(day)
    mine = tuple(r for r in with_progress(plan, facts).routes if r.courier == courier)
    orders = tx.orders.by_keys({order for route in mine for order in route.orders})
    still = {
        name
        for name, order in orders.items()
        if order.courier == courier and order.state is not OrderState.CANCELED
    }
    routes = tuple(
        replace(
            route,
            stops=tuple(s for s in route.stops if s.order is None or s.order in still),
        )
        for route in mine
    )
    kept = {name: order for name, order in orders.items() if name in still}
    return CourierDay(
        day=day, version=plan.version, shifts=shifts, routes=routes, orders=kept, back=back
    )


def _catch_up(  # noqa: PLR0913, PLR0917 - private
    tx: Transaction,
    actor: Actor,
    courier: CourierId,
    device: str,
    now: datetime,
    on_applied: Callable[[Order, CourierEvent], None],
) -> None:
    """Apply what waits, as far as nothing is missing in between."""
    expected = tx.reports.last_applied(courier, device) + 1
    for kept in tx.reports.waiting(courier, device):
        if kept.report.sequence != expected:
            return
        expected += 1
        try:
            with tx.attempt():
                if kept.report.kind is ReportKind.DECLINED and kept.report.order is not None:
                    _give_back(tx, actor, courier, kept.report.order, now=kept.report.at)
                elif is_done_in_vain(tx, courier, kept.report) and kept.report.order is not None:
                    canceled = tx.orders.get(kept.report.order)
                    count_as_work(tx, actor, courier, kept.report, canceled)
                else:
                    carry_out(tx, actor, courier, kept.report)
        except RuleError as error:
            tx.reports.put(
                replace(
                    kept,
                    outcome=ReportOutcome.CONFLICT,
                    code=error.code,
                    message=error.message,
                )
            )
            if isinstance(error, PinWrong) and kept.report.order is not None:
                count_wrong_pin(tx, tx.orders.get(kept.report.order))
            _record_kept(tx, actor, courier, kept, error.code, now)
        else:
            doubt = doubt_about(tx, courier, kept.report)
            tx.reports.put(replace(kept, outcome=ReportOutcome.APPLIED, code=doubt))
            if doubt:
                _record_kept(tx, actor, courier, kept, doubt, now)
            order = None if kept.report.order is None else tx.orders.find(kept.report.order)
            if order is not None:
                on_applied(order, kept.report)


def _record_kept(  # noqa: PLR0913, PLR0917 - private
    tx: Transaction,
    actor: Actor,
    courier: CourierId,
    kept: KeptReport,
    code: str,
    now: datetime,
) -> None:
    """Tell that a person should look at a report, whether or not it was applied."""
    tx.record(
        EventKind.REPORT_KEPT,
        actor=actor.member,
        at=now,
        day=tx.coop.day_of(kept.report.at),
        subjects={"courier": str(courier), "order": str(kept.report.order or "")},
        payload={"kind": kept.report.kind.value, "code": code},
    )


def _result(
    tx: Transaction, courier: CourierId, event: CourierEvent, fresh: set[tuple[str, int]]
) -> ReportResult:
    kept = tx.reports.find(courier, event.device, event.sequence)
    if kept is None:
        raise NotFound.of(kind="report", name=event.sequence)
    outcome, key = kept.outcome, (event.device, event.sequence)
    if key in fresh:
        fresh.discard(key)
    elif outcome is not ReportOutcome.WAITING:
        outcome = ReportOutcome.DUPLICATE
    is_told = kept.outcome is ReportOutcome.CONFLICT or kept.code in TOLD_TO_COURIERS
    return ReportResult(
        sequence=event.sequence,
        outcome=outcome,
        code=kept.code if is_told else "",
        message=kept.message,
    )
