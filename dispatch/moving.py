"""Orders are dragged to another courier: first what it would mean, then done and pinned."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dispatch.day_figures import price
from dispatch.day_problem import build, relaxed
from dispatch.day_state import day_state
from dispatch.errors import NotFound, StaleVersion, TransitionRefused, ViolatesRules
from dispatch.events import EventKind
from dispatch.model import (
    MoveEffect,
    OrderPin,
    OrderState,
    PlanState,
    Remark,
    Role,
    UnassignedOrder,
)
from dispatch.move_trial import TAKEN_OFF, effects_of, moved, outcome_of
from dispatch.permission import require
from dispatch.review import put_into_force

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date, datetime

    from dispatch.day_problem import DayProblem
    from dispatch.day_state import DayState
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
    if effect.violations:
        codes = [remark.code for remark in effect.violations]
        msg = f"{', '.join(orders)} cannot go there: {', '.join(codes)}."
        raise ViolatesRules(msg, violations=[(r.code, r.values) for r in effect.violations])
    is_up_to_date = tx.plans.seen(plan.day) >= tx.events.newest_for_planning(plan.day)
    seen = plan.based_on_event
    for order in orders:
        event = _decide(tx, actor, order, to, day=plan.day, now=now, reason=reason)
        if event is not None and is_up_to_date:
            seen = event.seq
    made = replace(
        plan,
        version=tx.plans.newest_version(plan.day) + 1,
        state=PlanState.PROPOSED,
        based_on_event=seen,
        routes=outcome.routes,
        unassigned=_unassigned(plan, orders, to),
        figures=outcome.figures,
        price_of_fairness=price(outcome.figures, plan.free_figures),
        created_at=now,
        author=actor.member,
        published_at=None,
        reason=reason,
    )
    tx.plans.supersede(plan.day, PlanState.PROPOSED)
    tx.plans.add(made)
    if plan.state is PlanState.PUBLISHED:
        put_into_force(tx, actor, made, now=now)
    else:
        subjects = {"plan": str(made.version)}
        tx.record(
            EventKind.PLAN_PROPOSED, actor=actor.member, at=now, day=plan.day, subjects=subjects
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
    plan, state, day = _situation(
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
    effect = MoveEffect(
        effects=effects_of(before, after),
        gini_before=before.figures.gini,
        gini_after=after.figures.gini,
        violations=after.violations,
        version=None,
    )
    return plan, effect, after


def _situation(  # noqa: PLR0913 - private
    tx: ReadTransaction,
    day: date,
    if_version: int,
    *,
    streets: Streets,
    now: datetime,
    live_plans: LivePlans | None,
) -> tuple[Plan, DayState, DayProblem]:
    """Give a plan and the day as it is under it; the one in force is mostly known already."""
    if live_plans is not None:
        live = live_plans.get(tx, day, streets, now=now)
        plan = live.state.in_force
        if plan is not None and plan.version == if_version:
            return plan, live.state, live.day
    plan = _current(tx, day, if_version)
    state = replace(day_state(tx, day, now), in_force=plan)
    return plan, state, build(state, streets)


def _current(tx: ReadTransaction, day: date, if_version: int) -> Plan:
    newest = [
        plan
        for plan in (
            tx.plans.newest(day, PlanState.PUBLISHED),
            tx.plans.newest(day, PlanState.PROPOSED),
        )
        if plan is not None
    ]
    for plan in newest:
        if plan.version == if_version:
            return plan
    versions = " or ".join(str(plan.version) for plan in newest) or "none"
    msg = f"Expected the newest plan of {day} ({versions}), got {if_version}."
    raise StaleVersion(msg, got=if_version, newest=versions)


def _freed(problem: Problem, shipments: Collection[int]) -> Problem:
    """Let orders go that a person has pinned before."""
    return replace(problem, pins=tuple(p for p in problem.pins if p.shipment not in shipments))


def _unassigned(
    plan: Plan, orders: Sequence[OrderId], to: CourierId | None
) -> tuple[UnassignedOrder, ...]:
    others = tuple(one for one in plan.unassigned if one.order not in orders)
    if to is not None:
        return others
    reason = Remark(code=TAKEN_OFF, values={})
    return (*others, *(UnassignedOrder(order=order, reason=reason) for order in orders))
