"""Orders are dragged to another courier: first what it would mean, then done and pinned."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dispatch.by_hand import loosened, put_by_hand, refuse_broken, situation
from dispatch.day_problem import relaxed
from dispatch.errors import NotFound, TransitionRefused
from dispatch.events import EventKind
from dispatch.model import (
    MoveEffect,
    OrderPin,
    OrderState,
    Remark,
    Role,
    UnassignedOrder,
)
from dispatch.move_trial import TAKEN_OFF, effect_of, moved, outcome_of
from dispatch.permission import require

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date, datetime

    from dispatch.events import Event
    from dispatch.live_plans import LivePlans
    from dispatch.model import Actor, CourierId, OrderId, Plan
    from dispatch.move_trial import Outcome
    from dispatch.store import ReadTransaction, Transaction
    from dispatch.streets import Streets
    from routing.problem import Problem


def preview(  # noqa: PLR0913 - all named by the caller
    tx: ReadTransaction,
    actor: Actor,
    orders: Sequence[OrderId],
    to: CourierId | None,
    *,
    if_version: int,
    streets: Streets,
    now: datetime,
    live_plans: LivePlans | None = None,
) -> MoveEffect:
    """Tell what moving orders would mean, without doing it.

    Parameters
    ----------
    tx, actor
        In which co-op and who.
    orders
        What to move, all from one day; the first one is put in first.
    to
        To whom; ``None``: off its route.
    if_version
        The plan that the actor looks at.
    streets
        The co-op's city.
    now
        Stops before it are facts.
    live_plans
        Plans kept ready, of which the one in force is taken; ``None``: the day is read for this.

    Raises
    ------
    NotFound
        When there is no such order or courier, or one is for another day.
    StaleVersion
        When there is a newer plan.
    TransitionRefused
        When an order is on board or over.
    """
    _, effect, _ = _try(
        tx,
        actor,
        orders,
        to,
        if_version=if_version,
        streets=streets,
        now=now,
        live_plans=live_plans,
    )
    return effect


def move(  # noqa: PLR0913 - all named by the caller
    tx: Transaction,
    actor: Actor,
    orders: Sequence[OrderId],
    to: CourierId | None,
    *,
    if_version: int,
    streets: Streets,
    now: datetime,
    reason: str = "",
    live_plans: LivePlans | None = None,
) -> MoveEffect:
    """Move orders to another courier, and pin them there.

    The result is a new plan in the same state as the one that was moved in.

    Raises
    ------
    ViolatesRules
        When it would break a hard rule; `values` has ``violations``.
    NotFound, StaleVersion, TransitionRefused
        As in `preview`.
    """
    plan, effect, outcome = _try(
        tx,
        actor,
        orders,
        to,
        if_version=if_version,
        streets=streets,
        now=now,
        live_plans=live_plans,
    )
    refuse_broken(effect, ", ".join(orders))
    is_up_to_date = tx.plans.seen(plan.day) >= tx.events.newest_for_planning(plan.day)
    seen = plan.based_on_event
    for order in orders:
        event = _decide(tx, actor, order, to, day=plan.day, now=now, reason=reason)
        if event is not None and is_up_to_date:
            seen = event.seq
    made = put_by_hand(
        tx,
        actor,
        replace(plan, based_on_event=seen, unassigned=_unassigned(plan, orders, to)),
        outcome,
        now=now,
        reason=reason,
    )
    return replace(effect, version=made.version)


def _decide(  # noqa: PLR0913 - private
    tx: Transaction,
    actor: Actor,
    order: OrderId,
    to: CourierId | None,
    *,
    day: date,
    now: datetime,
    reason: str,
) -> Event | None:
    """Pin an order to its new courier, or let go of it."""
    if to is None:
        tx.pins.remove(order)
        return None
    pin = OrderPin(order=order, courier=to, day=day, author=actor.member, at=now, reason=reason)
    tx.pins.put(pin)
    return tx.record(
        EventKind.ORDER_PINNED,
        actor=actor.member,
        at=now,
        day=day,
        subjects={"order": str(order), "courier": str(to)},
    )


def _try(  # noqa: PLR0913 - as its callers
    tx: ReadTransaction,
    actor: Actor,
    orders: Sequence[OrderId],
    to: CourierId | None,
    *,
    if_version: int,
    streets: Streets,
    now: datetime,
    live_plans: LivePlans | None,
) -> tuple[Plan, MoveEffect, Outcome]:
    require(actor, Role.DISPATCHER)
    known = [tx.orders.get(order) for order in orders]
    if to is not None:
        tx.couriers.get(to)
    for one in known:
        if one.state not in (OrderState.PLACED, OrderState.ASSIGNED):
            msg = f"Order {one.id!r} is {one.state.value} and stays with its courier."
            raise TransitionRefused(msg, order=one.id, state=one.state.value)
    plan, state, day = situation(
        tx, known[0].day, if_version, streets=streets, now=now, live_plans=live_plans
    )
    shipments = []
    for order in orders:
        shipment = day.shipment_of(order)
        if shipment is None:
            raise NotFound.of(kind="order", name=order)
        shipments.append(shipment)
    day = replace(day, problem=_freed(relaxed(day.problem, day.routes), shipments))
    before = outcome_of(state, day, day.routes, ())
    after = moved(state, day, shipments, to)
    return plan, effect_of(before, after), after


def _freed(problem: Problem, shipments: Collection[int]) -> Problem:
    """Let orders go that a person has pinned, or put between others, before."""
    pins = tuple(pin for pin in problem.pins if pin.shipment not in shipments)
    return loosened(replace(problem, pins=pins), lambda stop: stop.index in shipments)


def _unassigned(
    plan: Plan, orders: Sequence[OrderId], to: CourierId | None
) -> tuple[UnassignedOrder, ...]:
    others = tuple(one for one in plan.unassigned if one.order not in orders)
    if to is not None:
        return others
    reason = Remark(code=TAKEN_OFF, values={})
    return (*others, *(UnassignedOrder(order=order, reason=reason) for order in orders))
