"""The day is planned: read, drafted without a store, and adopted if nobody was faster."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dispatch.climbs import beyond_climb
from dispatch.contradictions import refuse_contradictions
from dispatch.day_figures import figures_of, online_today, price
from dispatch.day_problem import build, relaxed
from dispatch.day_routes import planned_routes, unassigned_orders
from dispatch.day_state import DayState, Earned, day_state
from dispatch.errors import StaleVersion
from dispatch.events import EventKind
from dispatch.model import OrderState, Plan, PlanState, Role
from dispatch.permission import require
from dispatch.street_overlays import overlays_of_day
from dispatch.transitions import OPEN_STATES
from fairness.targets import balance_for
from routing.check import check
from routing.cost import plan_cost
from routing.insertion import insertions
from routing.model import TimeWindow
from routing.problem import Budget
from routing.solution import Reason, Solution, StopKind, Unassigned
from routing.solve import solve

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date, datetime

    from dispatch.day_problem import DayProblem
    from dispatch.model import (
        Actor,
        OrderId,
        Overlay,
        PlanFigures,
        PlannedRoute,
        PriceOfFairness,
        ShiftId,
        UnassignedOrder,
    )
    from dispatch.store import ReadTransaction, Transaction
    from dispatch.streets import Streets
    from routing.model import Balance, Stop
    from routing.problem import Problem
    from routing.solution import Route, Violation
    from routing.solvers.parts import PartRunner
    from routing.solvers.protocol import Progress

SHARE_OF_FREE = 0.6
"""Part of the budget that goes into the plan without fairness."""

CLIMB_ROUNDS = 5
"""How often a day is planned anew because a shift would climb more than it may."""

LATEST_S = 3 * 3600
"""How late an order that has been promised may be before it is left out, in seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanDraft:
    """A plan that nobody has adopted yet.

    Attributes
    ----------
    day, base_version, based_on_event
        Which day, and what was known when it was made.
    policy_version, seed, overlays
        What it was made with.
    routes, unassigned, figures, free_figures, price_of_fairness
        As in `Plan`.
    violations
        Broken hard rules; empty, or something is wrong with a solver.
    """

    day: date
    base_version: int
    based_on_event: int
    policy_version: int
    seed: int
    routes: tuple[PlannedRoute, ...]
    unassigned: tuple[UnassignedOrder, ...]
    figures: PlanFigures
    free_figures: PlanFigures
    price_of_fairness: PriceOfFairness
    violations: tuple[Violation, ...]
    overlays: tuple[str, ...] = ()


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


def labels_of(overlays: Iterable[Overlay]) -> tuple[str, ...]:
    """Name the states of overlays as plans keep them."""
    return tuple(sorted(overlay.label for overlay in overlays))


def prepare(tx: ReadTransaction, day: date, now: datetime) -> DayState:
    """Read what a draft needs to know, so that nothing is held open while it is made."""
    return day_state(tx, day, now)


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
    part = _part(budget, SHARE_OF_FREE)
    day, kept = _cheapest(state, streets, part, seed=seed, runner=runner, on_progress=on_progress)
    balance = _balance(state, day)
    fair_problem = replace(day.problem, balance=balance)
    fair = free = kept
    if balance is not None:
        rest = _part(budget, 1 - SHARE_OF_FREE)
        fair = solve(
            fair_problem, rest, seed=seed, start=kept, runner=runner, on_progress=on_progress
        )
        free = fair.free or kept
        fair = kept if beyond_climb(state, day, fair.routes) else fair
        free = kept if beyond_climb(state, day, free.routes) else free
    routes = planned_routes(state, day, fair.routes)
    free_routes = planned_routes(state, day, free.routes)
    figures = figures_of(state, routes, num_unassigned=len(fair.unassigned))
    free_figures = figures_of(state, free_routes, num_unassigned=len(free.unassigned))
    return PlanDraft(
        day=state.day,
        base_version=state.newest_version,
        based_on_event=state.based_on_event,
        policy_version=state.policy.version,
        seed=seed,
        routes=routes,
        unassigned=unassigned_orders(day, fair.unassigned),
        figures=figures,
        free_figures=free_figures,
        price_of_fairness=price(figures, free_figures),
        violations=check(fair_problem, fair),
        overlays=labels_of(state.overlays),
    )


def _cheapest(  # noqa: PLR0913 - as `draft`
    state: DayState,
    streets: Streets,
    budget: Budget,
    *,
    seed: int,
    runner: PartRunner | None,
    on_progress: Callable[[Progress], None] | None,
) -> tuple[DayProblem, Solution]:
    """Plan a day as cheaply as can be; again where a shift would climb more than it may."""
    steep: frozenset[tuple[OrderId, ShiftId]] = frozenset()
    for _ in range(CLIMB_ROUNDS):
        day = build(state, streets, steep=steep)
        start = _start(day)
        free = solve(
            day.problem, budget, seed=seed, start=start, runner=runner, on_progress=on_progress
        )
        late = _late_rather_than_never(state, day, free)
        if late is not None:
            day = replace(day, problem=late[0])
            free = solve(
                late[0], budget, seed=seed, start=late[1], runner=runner, on_progress=on_progress
            )
        more = beyond_climb(state, day, free.routes)
        if not more:
            break
        steep |= more
    return day, free


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
    plan = Plan(
        day=made.day,
        version=newest + 1,
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
        author=actor.member,
        overlays=made.overlays,
    )
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


def request(tx: Transaction, actor: Actor, day: date, *, now: datetime) -> None:
    """Ask for a new plan of a day although nothing has happened."""
    require(actor, Role.DISPATCHER)
    tx.record(EventKind.PLAN_REQUESTED, actor=actor.member, at=now, day=day)


def _part(budget: Budget, share: float) -> Budget:
    return Budget(
        seconds=None if budget.seconds is None else budget.seconds * share,
        iterations=None if budget.iterations is None else max(1, round(budget.iterations * share)),
    )


def _start(day: DayProblem) -> Solution | None:
    """Begin from the plan in force, as far as it still holds."""
    if not day.routes:
        return None
    served = {index for route in day.routes for index in route.shipments}
    left = tuple(
        Unassigned(shipment=index, reason=Reason(code="not_in_plan"))
        for index in range(len(day.orders))
        if index not in served
    )
    return Solution(routes=day.routes, unassigned=left, cost=plan_cost(day.problem, day.routes))


def _balance(state: DayState, day: DayProblem) -> Balance | None:
    """Ask for even pay per online hour of the period, this day included."""
    online = online_today(state)
    earned, seconds = [], []
    for shift in day.shifts:
        before = state.before.get(shift.courier, Earned())
        today = state.today.get(shift.courier, Earned())
        earned.append(before.minor + today.minor)
        seconds.append(max(1, before.online_s + online.get(shift.courier, 0)))
    if not seconds:
        return None
    return balance_for(state.policy, earned_minor=earned, online_s=seconds)


def _late_rather_than_never(
    state: DayState, day: DayProblem, found: Solution
) -> tuple[Problem, Solution] | None:
    """Widen windows of orders that were assigned before and now have no route.

    Each is widened just so far that somebody can do it soonest, given the routes as they
    are.
    """
    problem = day.problem
    routes = {route.vehicle: route for route in found.routes}
    left = [
        one for one in found.unassigned if day.orders[one.shipment].state is OrderState.ASSIGNED
    ]
    for one in left:
        wide = _widened(problem, one.shipment, state.seconds(state.now) + LATEST_S)
        tried = insertions(wide, tuple(routes.values()), one.shipment)
        if tried:
            soonest = min(tried, key=lambda fit: _served_at(fit.route, one.shipment))
            routes[soonest.vehicle] = soonest.route
            problem = relaxed(problem, [soonest.route])
    if problem is day.problem:
        return None
    laid = tuple(routes[vehicle] for vehicle in sorted(routes))
    served = {index for route in laid for index in route.shipments}
    unassigned = tuple(one for one in found.unassigned if one.shipment not in served)
    return problem, Solution(routes=laid, unassigned=unassigned, cost=plan_cost(problem, laid))


def _widened(problem: Problem, shipment: int, latest: int) -> Problem:
    """Let one shipment be served until a moment, or until its own end if that is later."""
    shipments = list(problem.shipments)
    asked = shipments[shipment]

    def until(stop: Stop | None) -> Stop | None:
        if stop is None:
            return None
        last = stop.windows[-1]
        wider = TimeWindow(earliest=last.earliest, latest=max(last.latest, latest))
        return replace(stop, windows=(*stop.windows[:-1], wider))

    shipments[shipment] = replace(asked, pickup=until(asked.pickup), delivery=until(asked.delivery))
    return replace(problem, shipments=tuple(shipments))


def _served_at(route: Route, shipment: int) -> int:
    """Give the moment at which service at a shipment's last stop begins."""
    return max(
        stop.start
        for stop in route.stops
        if stop.index == shipment and stop.kind in (StopKind.PICKUP, StopKind.DELIVERY)
    )
