"""Plans in a made-up co-op, for tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dispatch import delivering, planning, review
from dispatch.model import (
    CourierEvent,
    CourierId,
    OrderId,
    ReportKind,
    ReportOutcome,
)
from dispatch.worker import Worker
from routing.problem import Budget
from tests.dispatch_world import COOP, DAY, DISPATCHER, MORNING, World, courier_actor

if TYPE_CHECKING:
    from datetime import datetime

    from dispatch.day_search import PlanDraft
    from dispatch.model import Plan, PlannedStop
    from dispatch.streets import Streets

BUDGET = Budget(iterations=40)


def draft_of(world: World, now: datetime = MORNING) -> PlanDraft:
    """Plan the day as the store says it is."""
    with world.store.read(COOP) as tx:
        state = planning.prepare(tx, DAY, now)
    return planning.draft(state, world.streets, budget=BUDGET, seed=1)


def worker_of(world: World, now: datetime = MORNING, *, streets: Streets | None = None) -> Worker:
    """Return a worker that plans with the world's streets, or others, at one moment."""
    return Worker(
        world.store,
        lambda _coop: streets or world.streets,
        clock=lambda: now,
        budget=Budget(iterations=10),
        seed=1,
    )


def adopt(world: World, made: PlanDraft) -> Plan:
    """Keep a draft as the next plan."""
    return world.do(lambda tx: planning.adopt(tx, DISPATCHER, made, now=MORNING))


def publish(world: World, now: datetime = MORNING) -> Plan:
    """Plan the day, keep the plan and publish it."""
    plan = adopt(world, draft_of(world, now))
    return world.do(lambda tx: review.publish(tx, DISPATCHER, DAY, plan.version, now=now))


def holder_of(plan: Plan | PlanDraft, order: OrderId) -> CourierId | None:
    """Return who carries an order."""
    return next((route.courier for route in plan.routes if order in route.orders), None)


def report(world: World, name: str, sequence: int, kind: ReportKind, **more: object) -> None:
    """Apply a courier's report."""
    event = CourierEvent(device="phone", sequence=sequence, kind=kind, **more)  # type: ignore[arg-type]  # names of its fields
    (result,) = world.do(
        lambda tx: delivering.apply(tx, courier_actor(name), [event], now=event.at)
    )
    assert result.outcome is ReportOutcome.APPLIED, result


def stops_of(plan: Plan | PlanDraft, courier: str) -> list[PlannedStop]:
    """Return a courier's stops."""
    return [stop for route in plan.routes if route.courier == courier for stop in route.stops]
