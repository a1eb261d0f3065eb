"""The day is planned: read, drafted without a store, and adopted if nobody was faster."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dispatch.contradictions import refuse_contradictions
from dispatch.day_search import DaySearch
from dispatch.day_state import DayState, day_state
from dispatch.errors import StaleVersion
from dispatch.events import PLANNING_KINDS, EventKind
from dispatch.model import OrderPin, Plan, PlanState, Role, StopName
from dispatch.permission import require
from dispatch.plan_changes import says_the_same
from dispatch.street_overlays import labels_of, overlays_of_day
from dispatch.transitions import OPEN_STATES

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from datetime import date, datetime

    from dispatch.day_search import PlanDraft
    from dispatch.model import Actor, MemberId, OrderId
    from dispatch.store import ReadTransaction, Transaction
    from dispatch.streets import Streets
    from routing.problem import Budget
    from routing.solvers.parts import PartRunner
    from routing.solvers.protocol import Progress

FREE = "free"
"""Names the orders of a request that may change hands."""


def needs_plan(tx: ReadTransaction, day: date, now: datetime) -> bool:
    """Tell whether something has happened that no plan of the day has seen.

    So has the begin or end of an overlay, as long as an order is open.
    """
    if tx.events.newest_for_planning(day) > tx.plans.seen(day):
        return True
    seen = tx.plans.overlays_seen(day)
    if seen is None or seen == labels_of(overlays_of_day(tx, day, now)):
        return False
    return bool(tx.orders.of_day(day, states=OPEN_STATES, limit=1))


def prepare(tx: ReadTransaction, day: date, now: datetime) -> DayState:
    """Read what a draft needs to know, so that nothing is held open while it is made."""
    return stay_put(tx, day_state(tx, day, now))


def draft(  # noqa: PLR0913 - all but the day and the city are named by the caller
    state: DayState,
    streets: Streets,
    *,
    budget: Budget,
    seed: int,
    runner: PartRunner | None = None,
    on_progress: Callable[[Progress], None] | None = None,
) -> PlanDraft:
    """Plan a day twice: as cheap as can be, then as even as the policy lets it cost.

    Parameters
    ----------
    state
        The day, from `prepare`.
    streets
        The co-op's city.
    budget
        For both plans together.
    seed
        With a budget of iterations the same state and seed give the same draft.
    runner
        Plans the parts of large days; ``None``: here.
    on_progress
        Called now and then.

    Returns
    -------
        Both plans' figures; the routes are those of the even one. Orders that were
        assigned before are kept even if they come late; new ones that no courier can
        carry in time are unassigned, with reasons.
    """
    search = DaySearch(state, streets, seed=seed, runner=runner, on_progress=on_progress)
    made = search.improve(budget)
    if made is None:
        msg = "Expected the first slice of a search to give a draft, got none."
        raise RuntimeError(msg)
    return made


def adopt(tx: Transaction, actor: Actor, made: PlanDraft, *, now: datetime) -> Plan:
    """Propose a draft as the day's next plan, if it still fits what has happened.

    Orders that came meanwhile are not in it; the need for the next plan stands.

    Raises
    ------
    StaleVersion
        When there is a newer plan, or something has happened that contradicts it.
    """
    require(actor, Role.DISPATCHER)
    newest = tx.plans.newest_version(made.day)
    if newest != made.base_version:
        msg = f"Expected plan {made.base_version} to be the newest of {made.day}, got {newest}."
        raise StaleVersion(msg, expected=made.base_version, newest=newest)
    refuse_contradictions(tx, made.day, made.routes, made.unassigned, since=made.based_on_event)
    tx.plans.supersede(made.day, PlanState.PROPOSED)
    plan = plan_from(made, version=newest + 1, author=actor.member, now=now)
    tx.plans.add(plan)
    tx.record(
        EventKind.PLAN_PROPOSED,
        actor=actor.member,
        at=now,
        day=plan.day,
        subjects={"plan": str(plan.version)},
        payload={"num_unassigned": len(plan.unassigned)},
    )
    return plan


def plan_from(made: PlanDraft, *, version: int, author: MemberId, now: datetime) -> Plan:
    """Make a plan of a draft that nobody has decided about."""
    return Plan(
        day=made.day,
        version=version,
        state=PlanState.PROPOSED,
        based_on_event=made.based_on_event,
        policy_version=made.policy_version,
        seed=made.seed,
        routes=made.routes,
        unassigned=made.unassigned,
        figures=made.figures,
        free_figures=made.free_figures,
        price_of_fairness=made.price_of_fairness,
        created_at=now,
        author=author,
        overlays=made.overlays,
    )


def confirm(tx: Transaction, made: PlanDraft, *, states: Collection[PlanState]) -> Plan | None:
    """Let the newest plan stand for a draft that says the same; no new version is made.

    Parameters
    ----------
    tx
        Where.
    made
        The draft.
    states
        Plans in these states may stand for it.

    Returns
    -------
        The plan, which has now seen what the draft has; ``None``: it must be adopted.
    """
    newest = tx.plans.newest(made.day)
    if newest is None or newest.version != made.base_version or newest.state not in states:
        return None
    if not says_the_same(newest, made):
        return None
    seen = max(newest.based_on_event, made.based_on_event)
    confirmed = replace(newest, based_on_event=seen, overlays=made.overlays)
    tx.plans.save(confirmed)
    return confirmed


def request(
    tx: Transaction,
    actor: Actor,
    day: date,
    *,
    now: datetime,
    orders: Collection[OrderId] | None = None,
) -> None:
    """Ask for a new plan of a day although nothing has happened.

    Parameters
    ----------
    tx, actor
        In which co-op and who.
    day
        Which day.
    now
        When.
    orders
        Those that may get another courier; ``None``: all.
    """
    require(actor, Role.DISPATCHER)
    payload: dict[str, object] = {} if orders is None else {FREE: sorted(orders)}
    tx.record(EventKind.PLAN_REQUESTED, actor=actor.member, at=now, day=day, payload=payload)


def ask_for_missing(tx: Transaction, actor: Actor, plan: Plan, *, now: datetime) -> None:
    """Ask for a plan of the open orders that a plan says nothing of; all others stay put."""
    known = {order for route in plan.routes for order in route.orders}
    known |= {one.order for one in plan.unassigned}
    missing = {one.id for one in tx.orders.of_day(plan.day, states=OPEN_STATES)} - known
    if missing:
        request(tx, actor, plan.day, now=now, orders=missing)


def stay_put(tx: ReadTransaction, state: DayState) -> DayState:
    """Keep what is not to change when nothing but part of the day was asked for.

    Other orders keep their courier, and their stops the order that they have.
    """
    since = tx.plans.seen(state.day)
    events = tx.events.of_day(state.day, after=since, kinds=PLANNING_KINDS)
    asked = [event.payload.get(FREE) for event in events]
    if state.in_force is None or not asked or any(not isinstance(one, list) for one in asked):
        return state
    free = {str(order) for one in asked if isinstance(one, list) for order in one}
    stays = {order.id for order in state.open_orders if str(order.id) not in free}
    pinned = {pin.order for pin in state.pins}
    pins = tuple(
        OrderPin(
            order=order,
            courier=route.courier,
            day=state.day,
            author=events[-1].actor,
            at=events[-1].at,
        )
        for route in state.in_force.routes
        for order in route.orders
        if order in stays - pinned
    )
    kept = tuple(
        (
            route.shift,
            tuple(StopName(stop.kind, stop.order) for stop in route.stops if stop.order in stays),
        )
        for route in state.in_force.routes
    )
    return replace(state, pins=(*state.pins, *pins), kept=kept)
