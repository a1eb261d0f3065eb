"""A person looks at a plan: publishes, discards, pins, takes back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dispatch.attention import lasting
from dispatch.contradictions import refuse_contradictions
from dispatch.doors import attention_of
from dispatch.errors import StaleVersion, TransitionRefused
from dispatch.events import EventKind
from dispatch.model import OrderPin, OrderState, PlanState, Role
from dispatch.permission import require

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date, datetime

    from dispatch.model import (
        Actor,
        CourierId,
        Order,
        OrderId,
        Plan,
        PlannedRoute,
    )
    from dispatch.store import Transaction

UNDER_PLAN = (OrderState.PLACED, OrderState.ASSIGNED)


def publish(  # noqa: PLR0913 - all named by the caller
    tx: Transaction,
    actor: Actor,
    day: date,
    version: int,
    *,
    now: datetime,
    if_version: int | None = None,
    reason: str = "",
) -> Plan:
    """Put a proposed plan into force; couriers see it from now on.

    Parameters
    ----------
    tx, actor
        In which co-op and who.
    day, version
        Which plan.
    now
        When.
    if_version
        The plan that the actor believes to be in force, 0 for none; ``None``: whichever.
    reason
        Why, in the actor's words.

    Raises
    ------
    NotFound
        When there is no such plan.
    StaleVersion
        When another plan is in force than believed, a newer one is proposed, or something
        has happened that contradicts this one.
    TransitionRefused
        When it is not a proposal.
    """
    require(actor, Role.DISPATCHER)
    tx.plans.get(day, version)
    check_believed(tx, day, if_version)
    plan = proposal_of(tx, day, version)
    refuse_contradictions(tx, day, plan.routes, plan.unassigned, since=plan.based_on_event)
    return put_into_force(tx, actor, replace(plan, reason=reason or plan.reason), now=now)


def proposal_of(tx: Transaction, day: date, version: int) -> Plan:
    """Give a plan that waits for a decision, or refuse."""
    plan = tx.plans.get(day, version)
    if plan.state is not PlanState.PROPOSED:
        msg = f"Expected a proposed plan, but plan {version} of {day} is {plan.state.value}."
        raise TransitionRefused(msg, version=version, state=plan.state.value)
    return plan


def put_into_force(
    tx: Transaction,
    actor: Actor,
    plan: Plan,
    *,
    now: datetime,
    note: Mapping[str, object] | None = None,
) -> Plan:
    """Make a stored plan the published one; the event tells whose route changed, and `note`."""
    before = tx.plans.newest(plan.day, PlanState.PUBLISHED)
    tx.plans.supersede(plan.day, PlanState.PUBLISHED)
    published = replace(plan, state=PlanState.PUBLISHED, published_at=now)
    tx.plans.save(published)
    _assign(tx, published)
    tx.record(
        EventKind.PLAN_PUBLISHED,
        actor=actor.member,
        at=now,
        day=plan.day,
        subjects={"plan": str(plan.version)},
        payload={"couriers": _changed_couriers(before, published), **(note or {})},
    )
    return published


def discard(  # noqa: PLR0913 - all named by the caller
    tx: Transaction, actor: Actor, day: date, version: int, *, reason: str, now: datetime
) -> Plan:
    """Say no to a proposed plan; the one in force stays.

    Raises
    ------
    NotFound
        When there is no such plan.
    TransitionRefused
        When it is not a proposal.
    """
    require(actor, Role.DISPATCHER)
    plan = proposal_of(tx, day, version)
    discarded = replace(plan, state=PlanState.DISCARDED, reason=reason)
    tx.plans.save(discarded)
    subjects = {"plan": str(version)}
    tx.record(EventKind.PLAN_DISCARDED, actor=actor.member, at=now, day=day, subjects=subjects)
    return discarded


def pin(  # noqa: PLR0913 - all named by the caller
    tx: Transaction,
    actor: Actor,
    order: OrderId,
    courier: CourierId,
    *,
    reason: str,
    now: datetime,
) -> OrderPin:
    """Decide who gets an order; the next plan keeps to it.

    Raises
    ------
    NotFound
        When there is no such order or courier.
    TransitionRefused
        When the order is on its way or over, or the courier has declined it.
    """
    require(actor, Role.DISPATCHER)
    known = _movable(tx, order)
    tx.couriers.get(courier)
    if tx.declines.find(order, courier) is not None:
        msg = f"Courier {courier!r} has declined order {order!r}."
        raise TransitionRefused(msg, order=order, courier=courier)
    decided = OrderPin(
        order=order, courier=courier, day=known.day, author=actor.member, at=now, reason=reason
    )
    tx.pins.put(decided)
    _record_pin(tx, actor, EventKind.ORDER_PINNED, order=known, courier=courier, now=now)
    return decided


def unpin(tx: Transaction, actor: Actor, order: OrderId, *, now: datetime) -> None:
    """Take a pin back.

    Raises
    ------
    NotFound
        When the order has none.
    """
    require(actor, Role.DISPATCHER)
    pinned = tx.pins.get(order)
    tx.pins.remove(order)
    known = tx.orders.get(order)
    _record_pin(tx, actor, EventKind.ORDER_UNPINNED, order=known, courier=pinned.courier, now=now)


def unpin_all(tx: Transaction, actor: Actor, pins: Iterable[OrderPin], *, now: datetime) -> None:
    """Take pins back whose courier cannot have their orders any more."""
    known = {pinned.order for pinned in pins}
    for order in tx.orders.by_keys(known).values():
        if order.state in UNDER_PLAN:
            unpin(tx, actor, order.id, now=now)


def check_believed(tx: Transaction, day: date, if_version: int | None) -> None:
    """Refuse when another plan is in force than somebody believes; ``None``: whichever."""
    in_force = tx.plans.newest_version_in(day, PlanState.PUBLISHED)
    if if_version is not None and in_force != if_version:
        msg = f"Expected plan {if_version} of {day} to be in force, but {in_force} is."
        raise StaleVersion(msg, expected=if_version, newest=in_force)


def _movable(tx: Transaction, order: OrderId) -> Order:
    known = tx.orders.get(order)
    if known.state not in UNDER_PLAN:
        msg = f"Order {order!r} is {known.state.value} and stays with its courier."
        raise TransitionRefused(msg, order=order, state=known.state.value)
    return known


def _record_pin(  # noqa: PLR0913 - private
    tx: Transaction,
    actor: Actor,
    kind: EventKind,
    *,
    order: Order,
    courier: CourierId,
    now: datetime,
) -> None:
    tx.record(
        kind,
        actor=actor.member,
        at=now,
        day=order.day,
        subjects={"order": str(order.id), "courier": str(courier)},
    )


def _assign(tx: Transaction, plan: Plan) -> None:
    """Write down with whom each order is that waits for its pickup."""
    holders = {order: route.courier for route in plan.routes for order in route.orders}
    reasons = {one.order: one.reason.code for one in plan.unassigned}
    moved: dict[CourierId | None, list[OrderId]] = {}
    for order in tx.orders.of_day(plan.day, states=UNDER_PLAN):
        courier = holders.get(order.id)
        if order.courier != courier or (courier is not None) != (
            order.state is OrderState.ASSIGNED
        ):
            moved.setdefault(courier, []).append(order.id)
        planned = (reasons[order.id],) if order.id in reasons else ()
        attention = (*attention_of(order.delivery), *planned, *lasting(order.needs_attention))
        if order.needs_attention != attention:
            tx.orders.save(replace(order, needs_attention=attention))
    for courier, orders in moved.items():
        tx.orders.give(orders, courier)


def _changed_couriers(before: Plan | None, after: Plan) -> list[str]:
    """Name the couriers whose remaining route is another than before."""

    def order_of(route: PlannedRoute) -> tuple[object, ...]:
        return tuple((stop.kind, stop.order, stop.start) for stop in route.stops)

    old = {r.courier: order_of(r) for r in before.routes} if before else {}
    new = {route.courier: order_of(route) for route in after.routes}
    names = {*old, *new}
    return sorted(str(name) for name in names if old.get(name) != new.get(name))
