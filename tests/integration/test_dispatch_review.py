"""A dispatcher publishes, moves, pins, takes back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dispatch import delivering, moving, planning, review, stepping
from dispatch.errors import (
    NotAllowed,
    NotFound,
    StaleVersion,
    TransitionRefused,
    ViolatesRules,
)
from dispatch.events import EventKind
from dispatch.live_plans import LivePlans
from dispatch.model import CourierId, OrderState, PlanState
from routing.problem import Budget
from tests.dispatch_world import (
    COOP,
    DAY,
    DISPATCHER,
    MORNING,
    SELLER,
    World,
    at,
    courier_actor,
    opened_world,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dispatch.model import MoveEffect, Order, OrderId, Plan

ADA, BEN = CourierId("ada"), CourierId("ben")


@pytest.fixture
def world(sqlite_url: str) -> Iterator[World]:
    """Return a co-op with two couriers."""
    with opened_world(sqlite_url, "ada", "ben") as made:
        yield made


def _propose(world: World) -> Plan:
    with world.store.read(COOP) as tx:
        state = planning.prepare(tx, DAY, MORNING)
    made = planning.draft(state, world.streets, budget=Budget(iterations=20), seed=1)
    return world.do(lambda tx: planning.adopt(tx, DISPATCHER, made, now=MORNING))


def _publish(world: World) -> Plan:
    version = _propose(world).version
    return world.do(lambda tx: review.publish(tx, DISPATCHER, DAY, version, now=MORNING))


def _pinned(world: World, courier: CourierId, east_m: int = 6000) -> Order:
    order = world.order(east_m, 5000)
    world.do(lambda tx: review.pin(tx, DISPATCHER, order.id, courier, reason="", now=MORNING))
    return order


def _move(world: World, order: OrderId, to: CourierId | None, version: int) -> MoveEffect:
    return world.do(
        lambda tx: moving.move(
            tx,
            DISPATCHER,
            (order,),
            to,
            if_version=version,
            streets=world.streets,
            now=MORNING,
            reason="closer",
        )
    )


def _holders(plan: Plan) -> dict[OrderId, CourierId]:
    return {order: route.courier for route in plan.routes for order in route.orders}


def test_publishing_gives_orders_to_couriers_and_tells_whose_route_changed(world: World) -> None:
    """Ada has an order, Ben none: only she is named in the event that phones hear of."""
    order = _pinned(world, ADA)

    plan = _publish(world)

    assert plan.state is PlanState.PUBLISHED
    assert plan.published_at == MORNING
    with world.store.read(COOP) as tx:
        known = tx.orders.get(order.id)
        (event,) = [e for e in tx.events.of_day(DAY) if e.kind is EventKind.PLAN_PUBLISHED]
    assert (known.state, known.courier) == (OrderState.ASSIGNED, ADA)
    assert event.payload["couriers"] == ["ada"]


def test_only_proposals_are_published_and_only_by_dispatchers(world: World) -> None:
    """Published once; a storefront may not; a believed version must be the one in force."""
    world.order(6000, 5000)
    plan = _propose(world)
    with pytest.raises(NotAllowed):
        world.do(lambda tx: review.publish(tx, SELLER, DAY, plan.version, now=MORNING))
    with pytest.raises(StaleVersion):
        world.do(
            lambda tx: review.publish(tx, DISPATCHER, DAY, plan.version, now=MORNING, if_version=7)
        )
    world.do(
        lambda tx: review.publish(tx, DISPATCHER, DAY, plan.version, now=MORNING, if_version=0)
    )

    with pytest.raises(TransitionRefused):
        world.do(lambda tx: review.publish(tx, DISPATCHER, DAY, plan.version, now=MORNING))
    with pytest.raises(NotFound):
        world.do(lambda tx: review.publish(tx, DISPATCHER, DAY, 99, now=MORNING))


def test_an_unassigned_order_needs_attention_until_it_has_a_courier(world: World) -> None:
    """Outside every shift: its code stands on the order after publication."""
    order = world.order(6000, 5000, between=(at(18), at(19)))

    _publish(world)

    with world.store.read(COOP) as tx:
        assert tx.orders.get(order.id).needs_attention == ("outside_shifts",)


def test_a_discarded_plan_leaves_the_one_in_force(world: World) -> None:
    """Plan 1 is published; plan 2 is discarded with a reason; no new need comes of it."""
    world.order(6000, 5000)
    _publish(world)
    world.order(7000, 5000)
    second = _propose(world)

    world.do(
        lambda tx: review.discard(
            tx, DISPATCHER, DAY, second.version, reason="too far", now=MORNING
        )
    )

    with world.store.read(COOP) as tx:
        assert tx.plans.newest(DAY, PlanState.PUBLISHED) is not None
        assert tx.plans.get(DAY, second.version).state is PlanState.DISCARDED
        assert tx.plans.get(DAY, second.version).reason == "too far"
        assert not planning.needs_plan(tx, DAY, MORNING)


def test_a_preview_changes_nothing_and_says_what_would(world: World) -> None:
    """Ada's one order would go to Ben: two stops less for her, two more for him."""
    order = _pinned(world, ADA)
    plan = _publish(world)

    with world.store.read(COOP) as tx:
        effect = moving.preview(
            tx,
            DISPATCHER,
            (order.id,),
            BEN,
            if_version=plan.version,
            streets=world.streets,
            now=MORNING,
        )

    stops = {one.courier: (one.stops_before, one.stops_after) for one in effect.effects}
    assert stops == {ADA: (2, 0), BEN: (0, 2)}
    assert effect.violations == ()
    assert effect.version is None
    assert sum(one.balance_minor_after for one in effect.effects) == 0
    with world.store.read(COOP) as tx:
        assert tx.plans.newest_version(DAY) == plan.version


@pytest.mark.parametrize("to", [ADA, BEN, None])
def test_a_plan_kept_ready_changes_nothing_about_a_preview(
    world: World, to: CourierId | None
) -> None:
    """Three orders on two routes, one dragged: the same effect as from the day read anew."""
    orders = [_pinned(world, courier, east) for courier, east in ((ADA, 6000), (BEN, 7000))]
    orders.append(_pinned(world, ADA, 8000))
    plan = _publish(world)
    plans = LivePlans()

    with world.store.read(COOP) as tx:
        effects = [
            moving.preview(
                tx,
                DISPATCHER,
                (orders[0].id,),
                to,
                if_version=plan.version,
                streets=world.streets,
                now=MORNING,
                live_plans=kept,
            )
            for kept in (None, plans, plans)
        ]

    assert effects[1:] == [effects[0], effects[0]]


def test_a_move_in_a_proposal_does_not_look_at_the_plan_in_force(world: World) -> None:
    """Version 2 is proposed over version 1: who drags in version 2 gets a third proposal."""
    order = _pinned(world, ADA)
    _publish(world)
    _pinned(world, ADA, 7000)
    proposed = _propose(world)
    plans = LivePlans()

    effect = world.do(
        lambda tx: moving.move(
            tx,
            DISPATCHER,
            (order.id,),
            BEN,
            if_version=proposed.version,
            streets=world.streets,
            now=MORNING,
            live_plans=plans,
        )
    )

    with world.store.read(COOP) as tx:
        newest = tx.plans.newest(DAY, PlanState.PROPOSED)
    assert newest is not None
    assert newest.version == effect.version == proposed.version + 1
    assert _holders(newest)[order.id] == BEN


def test_a_move_is_a_new_plan_with_a_pin(world: World) -> None:
    """Dropped on Ben: published at once as the next version, pinned, and nothing to plan."""
    order = _pinned(world, ADA)
    plan = _publish(world)

    effect = _move(world, order.id, BEN, plan.version)

    assert effect.version == plan.version + 1
    with world.store.read(COOP) as tx:
        now_in_force = tx.plans.newest(DAY, PlanState.PUBLISHED)
        assert now_in_force is not None
        assert _holders(now_in_force) == {order.id: BEN}
        assert tx.orders.get(order.id).courier == BEN
        assert tx.pins.get(order.id).reason == "closer"
        assert not planning.needs_plan(tx, DAY, MORNING)
    assert _holders(_propose(world)) == {order.id: BEN}


def test_a_move_in_an_old_plan_is_stale(world: World) -> None:
    """Somebody moved first: version 1 is no longer what one looks at."""
    order = _pinned(world, ADA)
    plan = _publish(world)
    _move(world, order.id, BEN, plan.version)

    with pytest.raises(StaleVersion):
        _move(world, order.id, ADA, plan.version)


def test_a_move_that_breaks_a_rule_lists_it(world: World) -> None:
    """Ben's shift ends at 17, the order is for 17 to 18 at a place 10 minutes away."""
    world.courier("eve")
    world.shift("eve", 9, 19)
    order = world.order(8000, 5000, between=(at(17), at(18)))
    plan = _publish(world)

    with pytest.raises(ViolatesRules) as refused:
        _move(world, order.id, BEN, plan.version)

    violations = refused.value.values["violations"]
    assert isinstance(violations, list)
    assert "shift" in [code for code, _ in violations]
    with world.store.read(COOP) as tx:
        assert tx.plans.newest_version(DAY) == plan.version


def test_a_courier_who_declined_cannot_be_given_it_back(world: World) -> None:
    """Neither by pin nor by a drag: the decline is a rule."""
    order = _pinned(world, ADA)
    plan = _publish(world)
    world.do(lambda tx: delivering.decline(tx, courier_actor("ada"), order.id, now=MORNING))

    with pytest.raises(TransitionRefused):
        world.do(lambda tx: review.pin(tx, DISPATCHER, order.id, ADA, reason="", now=MORNING))
    with pytest.raises(ViolatesRules) as refused:
        _move(world, order.id, ADA, plan.version)

    violations = refused.value.values["violations"]
    assert isinstance(violations, list)
    assert [code for code, _ in violations] == ["forbidden"]


def test_an_order_can_be_taken_off_its_route(world: World) -> None:
    """Moved to nobody: unassigned with the code that a person did it."""
    order = _pinned(world, ADA)
    plan = _publish(world)

    _move(world, order.id, None, plan.version)

    with world.store.read(COOP) as tx:
        in_force = tx.plans.newest(DAY, PlanState.PUBLISHED)
        assert in_force is not None
        assert [left.reason.code for left in in_force.unassigned] == ["taken_off"]
        assert tx.orders.get(order.id).state is OrderState.PLACED


def test_undo_brings_the_plan_before_back_as_a_new_version(world: World) -> None:
    """Ada had it, Ben got it, undone: Ada has it again in version 3, unpinned from Ben."""
    order = world.order(6000, 5000)
    plan = _publish(world)
    before = _holders(plan)
    other = BEN if before[order.id] == ADA else ADA
    effect = world.do(
        lambda tx: moving.move(
            tx,
            DISPATCHER,
            (order.id,),
            other,
            if_version=plan.version,
            streets=world.streets,
            now=at(8, 1),
        )
    )
    assert effect.version is not None
    moved = effect.version

    undone = world.do(lambda tx: stepping.undo(tx, DISPATCHER, DAY, if_version=moved, now=at(8, 2)))

    assert undone.version == 3
    assert _holders(undone) == before
    with world.store.read(COOP) as tx:
        assert tx.pins.of_day(DAY) == ()
        assert tx.orders.get(order.id).courier == before[order.id]
    with pytest.raises(NotFound):
        world.do(lambda tx: review.unpin(tx, DISPATCHER, order.id, now=at(8, 3)))
