"""A stop is put elsewhere within its route, and stays there; others keep their order."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import pytest

from dispatch import delivering, moving, planning, reordering, review, stepping
from dispatch.errors import NotFound, StaleVersion, ViolatesRules
from dispatch.model import CourierEvent, CourierId, PlanState, ReportKind, StopName
from routing.problem import Budget
from routing.solution import StopKind
from tests.dispatch_world import (
    COOP,
    DAY,
    DISPATCHER,
    MORNING,
    World,
    at,
    courier_actor,
    opened_world,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from dispatch.model import MoveEffect, OrderId, Plan
    from dispatch.store import Transaction

ADA, BEN = CourierId("ada"), CourierId("ben")
BUDGET = Budget(iterations=60)


@pytest.fixture
def world(sqlite_url: str) -> Iterator[World]:
    """Return Ada with three orders on one line, farther and farther, and Ben with none."""
    with opened_world(sqlite_url, "ada", "ben") as made:
        for step in (1, 2, 3):
            order = made.order(5000 + 400 * step, 5000, between=(at(9), at(16)))
            made.do(partial(pin, order=order.id))
        plan_again(made)
        yield made


def pin(tx: Transaction, order: OrderId) -> None:
    """Keep an order with Ada."""
    review.pin(tx, DISPATCHER, order, ADA, reason="", now=MORNING)


def forget(tx: Transaction, order: OrderId) -> None:
    """Let a delivery go that was put before another."""
    tx.stop_orders.remove(order, StopKind.DELIVERY)


def plan_again(world: World, now: datetime = MORNING) -> Plan:
    """Search for a plan and put it into force."""
    with world.store.read(COOP) as tx:
        state = planning.prepare(tx, DAY, now)
    made = planning.draft(state, world.streets, budget=BUDGET, seed=1)
    assert made.violations == ()
    plan = world.do(lambda tx: planning.adopt(tx, DISPATCHER, made, now=now))
    return world.do(lambda tx: review.publish(tx, DISPATCHER, DAY, plan.version, now=now))


def in_force(world: World) -> Plan:
    """Give the plan in force."""
    with world.store.read(COOP) as tx:
        found = tx.plans.newest(DAY, PlanState.PUBLISHED)
    assert found is not None
    return found


def doors(plan: Plan, courier: CourierId = ADA) -> list[OrderId]:
    """Give the orders of a route in the order of their deliveries."""
    return [
        stop.order
        for route in plan.routes
        if route.courier == courier
        for stop in route.stops
        if stop.kind is StopKind.DELIVERY and stop.order is not None
    ]


def put(world: World, order: OrderId, before: OrderId | None, *, version: int = 1) -> MoveEffect:
    """Put a delivery before another one."""
    other = None if before is None else StopName(StopKind.DELIVERY, before)
    return world.do(
        lambda tx: reordering.reorder(
            tx,
            DISPATCHER,
            StopName(StopKind.DELIVERY, order),
            other,
            if_version=version,
            streets=world.streets,
            now=MORNING,
            reason="She waits.",
        )
    )


def kept(world: World) -> dict[OrderId, tuple[OrderId, ...]]:
    """Give the neighbors that deliveries are kept between."""
    with world.store.read(COOP) as tx:
        found = tx.stop_orders.of_day(DAY)
    doors_of = [
        (one.order, tuple(s.order for s in one.stops if s.kind is StopKind.DELIVERY))
        for one in found
    ]
    return dict(doors_of)


def step(world: World, way: Callable[..., Plan]) -> None:
    """Go a decision back, or forth."""
    version = in_force(world).version
    world.do(lambda tx: way(tx, DISPATCHER, DAY, if_version=version, now=MORNING))


def test_a_stop_comes_first_and_stays_there_when_the_day_is_planned_again(world: World) -> None:
    """Out to the last door and back is longer; that is said, kept, undone and done again."""
    near, middle, far = doors(in_force(world))

    effect = put(world, far, near)

    assert [(one.courier, one.stops_before, one.stops_after) for one in effect.effects] == [
        (ADA, 6, 6)
    ]
    assert effect.effects[0].minutes_after > effect.effects[0].minutes_before
    made = in_force(world)
    assert (made.version, made.reason, doors(made)) == (2, "She waits.", [far, near, middle])
    with world.store.read(COOP) as tx:
        assert not planning.needs_plan(tx, DAY, MORNING)
    again = plan_again(world)
    assert doors(again).index(far) < doors(again).index(near)
    world.do(lambda tx: stepping.undo(tx, DISPATCHER, DAY, if_version=again.version, now=MORNING))
    world.do(lambda tx: stepping.undo(tx, DISPATCHER, DAY, if_version=4, now=MORNING))
    assert kept(world) == {}
    assert doors(plan_again(world)) == [near, middle, far]


def test_what_is_undone_is_not_kept_and_comes_again_when_it_is_done_again(world: World) -> None:
    """Far first, then the same stop last: undone once far is first again, twice nothing is kept."""
    near, middle, far = doors(in_force(world))
    put(world, far, near)
    put(world, far, None, version=2)
    assert kept(world) == {far: (middle, far)}

    step(world, stepping.undo)
    once = kept(world)
    step(world, stepping.undo)
    twice = kept(world)
    step(world, stepping.redo)

    assert (once, twice, kept(world)) == ({far: (far, near)}, {}, {far: (far, near)})
    again = doors(plan_again(world))
    assert again.index(far) < again.index(near)


def test_a_later_decision_replaces_an_earlier_one(world: World) -> None:
    """Far before near, then near before far: only the second is kept."""
    near, middle, far = doors(in_force(world))
    put(world, far, near)

    put(world, near, far, version=2)

    with world.store.read(COOP) as tx:
        (kept,) = tx.stop_orders.of_day(DAY)
    assert kept.order == near
    assert doors(plan_again(world)).index(near) == 0
    moved = world.do(
        lambda tx: moving.move(
            tx,
            DISPATCHER,
            [near],
            BEN,
            if_version=4,
            streets=world.streets,
            now=MORNING,
        )
    )
    assert moved.version == 5
    assert doors(plan_again(world)) in ([middle, far], [far, middle])


def test_what_cannot_be_is_said_before_it_is_done(world: World) -> None:
    """A delivery before its pickup, a stop of nobody, one behind, an old version."""
    near, _, far = doors(in_force(world))
    pickup = StopName(StopKind.PICKUP, near)
    delivery = StopName(StopKind.DELIVERY, near)

    def look(stop: StopName, before: StopName | None, version: int = 1) -> MoveEffect:
        with world.store.read(COOP) as tx:
            return reordering.preview(
                tx,
                DISPATCHER,
                stop,
                before,
                if_version=version,
                streets=world.streets,
                now=at(9, 1),
            )

    assert [one.code for one in look(pickup, None).violations] == ["precedence"]
    assert look(delivery, delivery).effects == ()
    with pytest.raises(StaleVersion):
        look(delivery, None, version=9)
    with pytest.raises(ViolatesRules):
        world.do(
            lambda tx: reordering.reorder(
                tx, DISPATCHER, pickup, None, if_version=1, streets=world.streets, now=MORNING
            )
        )
    alone = world.order(6000, 5000, between=(at(10), at(16)))
    with pytest.raises(NotFound):
        look(StopName(StopKind.PICKUP, alone.id), None)
    begin = CourierEvent(device="p", sequence=1, kind=ReportKind.SHIFT_BEGAN, at=at(9))
    take = replace(begin, sequence=2, kind=ReportKind.PICKED_UP, order=near, at=at(9, 1))
    world.do(lambda tx: delivering.apply(tx, courier_actor("ada"), [begin, take], now=at(9, 1)))
    with pytest.raises(NotFound):
        look(pickup, StopName(StopKind.DELIVERY, far))


def test_planning_only_some_orders_again_leaves_the_order_of_others(world: World) -> None:
    """By hand the far door is first; with only one order free the others stay as they are."""
    near, middle, far = doors(in_force(world))
    put(world, far, near)
    world.do(partial(forget, order=far))
    world.do(
        lambda tx: planning.request(tx, DISPATCHER, DAY, now=MORNING, orders=frozenset({middle}))
    )

    again = plan_again(world)

    assert [one for one in doors(again) if one != middle] == [far, near]
