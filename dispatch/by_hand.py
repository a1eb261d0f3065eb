"""A person changes a plan: what it is changed from, and the version that comes of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dispatch.day_figures import price
from dispatch.day_problem import build
from dispatch.day_state import day_state
from dispatch.errors import StaleVersion, ViolatesRules
from dispatch.events import EventKind
from dispatch.model import PlanState
from dispatch.review import put_into_force

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    from dispatch.day_problem import DayProblem
    from dispatch.day_state import DayState
    from dispatch.live_plans import LivePlans
    from dispatch.model import Actor, MoveEffect, Plan
    from dispatch.move_trial import Outcome
    from dispatch.store import ReadTransaction, Transaction
    from dispatch.streets import Streets
    from routing.problem import Problem
    from routing.solution import Entry


def situation(  # noqa: PLR0913 - private
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
    plan = current(tx, day, if_version)
    state = replace(day_state(tx, day, now), in_force=plan)
    return plan, state, build(state, streets)


def current(tx: ReadTransaction, day: date, if_version: int) -> Plan:
    """Give the plan in force or the newest proposed one, whichever has a version.

    Raises
    ------
    StaleVersion
        When neither has it.
    """
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


def loosened(problem: Problem, is_free: Callable[[Entry], bool]) -> Problem:
    """Let stops go that a person has put between others before; what has begun stays first."""
    left = (
        one
        if one.is_prefix
        else replace(one, stops=tuple(stop for stop in one.stops if not is_free(stop)))
        for one in problem.sequences
    )
    kept = tuple(one for one in left if one.is_prefix or len(one.stops) > 1)
    return replace(problem, sequences=kept)


def refuse_broken(effect: MoveEffect, what: str) -> None:
    """Refuse a change that would break a hard rule.

    Raises
    ------
    ViolatesRules
        With ``violations`` in its values.
    """
    if effect.violations:
        codes = [remark.code for remark in effect.violations]
        msg = f"{what} cannot go there: {', '.join(codes)}."
        raise ViolatesRules(msg, violations=[(r.code, r.values) for r in effect.violations])


def put_by_hand(  # noqa: PLR0913 - all but the plan named by the caller
    tx: Transaction, actor: Actor, plan: Plan, outcome: Outcome, *, now: datetime, reason: str
) -> Plan:
    """Make the next version of a plan, in the same state, with the routes of an outcome."""
    made = replace(
        plan,
        version=tx.plans.newest_version(plan.day) + 1,
        state=PlanState.PROPOSED,
        routes=outcome.routes,
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
        return put_into_force(tx, actor, made, now=now)
    subjects = {"plan": str(made.version)}
    tx.record(EventKind.PLAN_PROPOSED, actor=actor.member, at=now, day=plan.day, subjects=subjects)
    return made
