"""An order is dragged to another courier: first what it would mean, then done and pinned."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dispatch.day_figures import figures_of, price
from dispatch.day_problem import DayProblem, build, lay_out, relaxed
from dispatch.day_routes import planned_routes
from dispatch.day_state import day_state
from dispatch.errors import NotFound, StaleVersion, TransitionRefused, ViolatesRules
from dispatch.events import EventKind
from dispatch.model import (
    CourierEffect,
    MoveEffect,
    OrderPin,
    OrderState,
    PlanState,
    Remark,
    Role,
    UnassignedOrder,
)
from dispatch.permission import require
from dispatch.review import put_into_force
from routing.check import check
from routing.cost import plan_cost
from routing.model import Pin
from routing.solution import Entry, Reason, Solution, StopKind, Unassigned
from routing.solvers.ruin_recreate.known_insertion import insertion_among

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from dispatch.day_state import DayState
    from dispatch.live_plans import LivePlans
    from dispatch.model import (
        Actor,
        CourierId,
        OrderId,
        Plan,
        PlanFigures,
        PlannedRoute,
    )
    from dispatch.store import ReadTransaction, Transaction
    from dispatch.streets import Streets
    from routing.problem import Problem
    from routing.solution import Route

TAKEN_OFF = "taken_off"
"""Code of an order that a person has taken off a route."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Outcome:
    """Routes after a move, and what is wrong with them."""

    routes: tuple[PlannedRoute, ...]
    figures: PlanFigures
    violations: tuple[Remark, ...]


def preview(  # noqa: PLR0913 - all named by the caller
    tx: ReadTransaction,
    actor: Actor,
    order: OrderId,
    to: CourierId | None,
    *,
    if_version: int,
    streets: Streets,
    now: datetime,
    live_plans: LivePlans | None = None,
) -> MoveEffect:
    """Tell what moving an order would mean, without doing it.

    Parameters
    ----------
    tx, actor
        In which co-op and who.
    order
        What to move.
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
        When there is no such order or courier.
    StaleVersion
        When there is a newer plan.
    TransitionRefused
        When the order is on board or over.
    """
    _, effect, _ = _try(
        tx,
        actor,
        order,
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
    order: OrderId,
    to: CourierId | None,
    *,
    if_version: int,
    streets: Streets,
    now: datetime,
    reason: str = "",
    live_plans: LivePlans | None = None,
) -> MoveEffect:
    """Move an order to another courier, and pin it there.

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
        order,
        to,
        if_version=if_version,
        streets=streets,
        now=now,
        live_plans=live_plans,
    )
    if effect.violations:
        codes = [remark.code for remark in effect.violations]
        msg = f"Order {order!r} cannot go there: {', '.join(codes)}."
        raise ViolatesRules(msg, violations=[(r.code, r.values) for r in effect.violations])
    is_up_to_date = tx.plans.seen(plan.day) >= tx.events.newest_for_planning(plan.day)
    seen = plan.based_on_event
    if to is not None:
        decided = OrderPin(
            order=order, courier=to, day=plan.day, author=actor.member, at=now, reason=reason
        )
        tx.pins.put(decided)
        event = tx.record(
            EventKind.ORDER_PINNED,
            actor=actor.member,
            at=now,
            day=plan.day,
            subjects={"order": str(order), "courier": str(to)},
        )
        seen = event.seq if is_up_to_date else seen
    else:
        tx.pins.remove(order)
    moved = replace(
        plan,
        version=tx.plans.newest_version(plan.day) + 1,
        state=PlanState.PROPOSED,
        based_on_event=seen,
        routes=outcome.routes,
        unassigned=_unassigned(plan, order, to),
        figures=outcome.figures,
        price_of_fairness=price(outcome.figures, plan.free_figures),
        created_at=now,
        author=actor.member,
        published_at=None,
        reason=reason,
    )
    tx.plans.supersede(plan.day, PlanState.PROPOSED)
    tx.plans.add(moved)
    if plan.state is PlanState.PUBLISHED:
        put_into_force(tx, actor, moved, now=now)
    else:
        subjects = {"plan": str(moved.version)}
        tx.record(
            EventKind.PLAN_PROPOSED, actor=actor.member, at=now, day=plan.day, subjects=subjects
        )
    return replace(effect, version=moved.version)


def _try(  # noqa: PLR0913 - as its callers
    tx: ReadTransaction,
    actor: Actor,
    order: OrderId,
    to: CourierId | None,
    *,
    if_version: int,
    streets: Streets,
    now: datetime,
    live_plans: LivePlans | None,
) -> tuple[Plan, MoveEffect, _Outcome]:
    require(actor, Role.DISPATCHER)
    known = tx.orders.get(order)
    if to is not None:
        tx.couriers.get(to)
    if known.state not in (OrderState.PLACED, OrderState.ASSIGNED):
        msg = f"Order {order!r} is {known.state.value} and stays with its courier."
        raise TransitionRefused(msg, order=order, state=known.state.value)
    plan, state, day = _situation(
        tx, known.day, if_version, streets=streets, now=now, live_plans=live_plans
    )
    shipment = day.shipment_of(order)
    if shipment is None:
        raise NotFound.of(kind="order", name=order)
    day = replace(day, problem=_freed(relaxed(day.problem, day.routes), shipment))
    before = _outcome(state, day, day.routes, ())
    after = _moved(state, day, shipment, to)
    effect = MoveEffect(
        effects=_effects(before, after),
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


def _freed(problem: Problem, shipment: int) -> Problem:
    """Let an order go that a person has pinned before."""
    return replace(problem, pins=tuple(p for p in problem.pins if p.shipment != shipment))


def _moved(state: DayState, day: DayProblem, shipment: int, to: CourierId | None) -> _Outcome:
    problem = day.problem
    stay = {
        route.vehicle: [e for e in route.entries if _is_other(e, shipment)] for route in day.routes
    }
    under_way = any(
        standing.heading is not None and standing.heading.order == day.orders[shipment].id
        for standing in day.standings
    )
    if under_way:
        return _outcome(state, day, day.routes, (Remark(code="under_way", values={}),))
    if to is None:
        return _outcome(state, day, lay_out(problem, stay), ())
    vehicles = day.vehicles_of(to)
    if not vehicles:
        remark = Remark(code="no_shift", values={"courier": str(to)})
        return _outcome(state, day, day.routes, (remark,))
    by_vehicle = {route.vehicle: route for route in lay_out(problem, stay)}
    able = [vehicle for vehicle in vehicles if problem.may_carry(vehicle, shipment)]
    best = insertion_among(problem, tuple(by_vehicle.values()), able, shipment)
    if best is not None:
        by_vehicle[best.vehicle] = best.route
        return _outcome(state, day, tuple(by_vehicle[v] for v in sorted(by_vehicle)), ())
    return _forced(state, day, shipment, vehicles[0], stay)


def _forced(
    state: DayState,
    day: DayProblem,
    shipment: int,
    vehicle: int,
    stay: dict[int, list[Entry]],
) -> _Outcome:
    """Put an order at the end of a route where it does not fit, to say what it would break."""
    added = [
        Entry(kind=StopKind.PICKUP, index=shipment),
        Entry(kind=StopKind.DELIVERY, index=shipment),
    ]
    entries = {**stay, vehicle: [*stay.get(vehicle, []), *added]}
    pinned = replace(day.problem, pins=(*day.problem.pins, Pin(shipment=shipment, vehicle=vehicle)))
    routes = lay_out(pinned, entries)
    served = {index for route in routes for index in route.shipments}
    reason = Reason(code=TAKEN_OFF)
    solution = Solution(
        routes=routes,
        unassigned=tuple(
            Unassigned(shipment=index, reason=reason)
            for index in range(len(day.orders))
            if index not in served
        ),
        cost=plan_cost(pinned, routes),
    )
    broken = tuple(
        Remark(code=str(one.code), values={"amount": one.amount}) for one in check(pinned, solution)
    )
    return _outcome(state, day, routes, broken)


def _is_other(entry: Entry, shipment: int) -> bool:
    return entry.kind is not StopKind.BREAK and entry.index != shipment


def _outcome(
    state: DayState, day: DayProblem, routes: Sequence[Route], violations: tuple[Remark, ...]
) -> _Outcome:
    shown = planned_routes(state, day, routes)
    served = {index for route in routes for index in route.shipments}
    figures = figures_of(state, shown, num_unassigned=len(day.orders) - len(served))
    return _Outcome(routes=shown, figures=figures, violations=violations)


def _effects(before: _Outcome, after: _Outcome) -> tuple[CourierEffect, ...]:
    old = {row.courier: row for row in before.figures.couriers}
    late_before, late_after = _lateness(before.routes), _lateness(after.routes)
    stops_before = {route.courier: route.orders for route in before.routes}
    stops_after = {route.courier: route.orders for route in after.routes}
    return tuple(
        CourierEffect(
            courier=row.courier,
            stops_before=old[row.courier].stops,
            stops_after=row.stops,
            minutes_before=old[row.courier].minutes,
            minutes_after=row.minutes,
            lateness_s_before=late_before.get(row.courier, 0),
            lateness_s_after=late_after.get(row.courier, 0),
            balance_minor_before=old[row.courier].balance_minor,
            balance_minor_after=row.balance_minor,
        )
        for row in after.figures.couriers
        if stops_before.get(row.courier) != stops_after.get(row.courier)
    )


def _lateness(routes: Sequence[PlannedRoute]) -> dict[CourierId, int]:
    late: dict[CourierId, int] = {}
    for route in routes:
        seconds = sum(s.lateness_s for s in route.stops if s.kind is StopKind.DELIVERY)
        late[route.courier] = late.get(route.courier, 0) + seconds
    return late


def _unassigned(plan: Plan, order: OrderId, to: CourierId | None) -> tuple[UnassignedOrder, ...]:
    others = tuple(one for one in plan.unassigned if one.order != order)
    if to is not None:
        return others
    return (*others, UnassignedOrder(order=order, reason=Remark(code=TAKEN_OFF, values={})))
