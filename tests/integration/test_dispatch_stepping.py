"""Part of a proposal, and steps back and forth through what was in force."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from dispatch import moving, part_publishing, planning, review, stepping
from dispatch.errors import NotFound, RoutesTied, StaleVersion
from dispatch.model import CourierId, PlanState
from tests.dispatch_plans import adopt, draft_of, holder_of
from tests.dispatch_plans import publish as publish_all
from tests.dispatch_world import COOP, DAY, DISPATCHER, MORNING, World, opened_world

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from dispatch.model import OrderId, Plan
    from dispatch.stepping import DayHistory

ADA, BEN, CEM = CourierId("ada"), CourierId("ben"), CourierId("cem")


@pytest.fixture
def world(sqlite_url: str) -> Iterator[World]:
    """Return a co-op with three couriers."""
    with opened_world(sqlite_url, "ada", "ben", "cem") as made:
        yield made


def _minute(number: int) -> datetime:
    return MORNING + timedelta(minutes=number)


def _pin(world: World, order: OrderId, courier: CourierId) -> None:
    world.do(lambda tx: review.pin(tx, DISPATCHER, order, courier, reason="", now=MORNING))


def _move(world: World, order: OrderId, to: CourierId, *, seen: int, minute: int) -> int:
    effect = world.do(
        lambda tx: moving.move(
            tx,
            DISPATCHER,
            (order,),
            to,
            if_version=seen,
            streets=world.streets,
            now=_minute(minute),
            reason=f"to {to}",
        )
    )
    assert effect.version is not None
    return effect.version


def _undo(world: World, seen: int, minute: int) -> Plan:
    return world.do(
        lambda tx: stepping.undo(tx, DISPATCHER, DAY, if_version=seen, now=_minute(minute))
    )


def _redo(world: World, seen: int, minute: int) -> Plan:
    return world.do(
        lambda tx: stepping.redo(tx, DISPATCHER, DAY, if_version=seen, now=_minute(minute))
    )


def _history(world: World) -> DayHistory:
    with world.store.read(COOP) as tx:
        return stepping.history(tx, DISPATCHER, DAY)


def _pins(world: World) -> dict[OrderId, CourierId]:
    with world.store.read(COOP) as tx:
        return {pin.order: pin.courier for pin in tx.pins.of_day(DAY)}


def _publish_for(world: World, version: int, *couriers: CourierId, seen: int = 1) -> Plan:
    return world.do(
        lambda tx: part_publishing.publish_for(
            tx,
            DISPATCHER,
            DAY,
            version,
            couriers=couriers,
            now=MORNING,
            if_version=seen,
            reason="the others are at lunch",
        )
    )


def test_two_moves_are_undone_one_by_one_and_done_again_with_their_pins(world: World) -> None:
    """Ada, Ben, Cem in turn: two steps back reach Ada, two forth reach Cem, pinned as before."""
    order = world.order(6000, 5000).id
    _pin(world, order, ADA)
    first = publish_all(world)
    second = _move(world, order, BEN, seen=first.version, minute=1)
    third = _move(world, order, CEM, seen=second, minute=2)

    back = [_undo(world, third, 3)]
    back.append(_undo(world, back[-1].version, 4))
    forth = [_redo(world, back[-1].version, 5)]
    forth.append(_redo(world, forth[-1].version, 6))

    assert [holder_of(plan, order) for plan in back] == [BEN, ADA]
    assert [holder_of(plan, order) for plan in forth] == [BEN, CEM]
    assert _pins(world) == {order: CEM}
    with pytest.raises(NotFound):
        _redo(world, forth[-1].version, 7)


def test_after_another_decision_nothing_can_be_done_again(world: World) -> None:
    """Undone, then moved elsewhere: what was undone belongs to a day that is no more."""
    order = world.order(6000, 5000).id
    _pin(world, order, ADA)
    moved = _move(world, order, BEN, seen=publish_all(world).version, minute=1)
    undone = _undo(world, moved, 2)
    can_redo = _history(world).steps.undone
    _move(world, order, CEM, seen=undone.version, minute=3)

    assert can_redo == (moved,)
    assert _history(world).steps.undone == ()
    with pytest.raises(StaleVersion):
        _undo(world, undone.version, 4)


def test_the_first_plan_cannot_be_taken_back(world: World) -> None:
    """There is nothing before it."""
    world.order(6000, 5000)
    plan = publish_all(world)

    with pytest.raises(NotFound):
        _undo(world, plan.version, 1)


def test_every_decision_names_its_author_and_its_reason(world: World) -> None:
    """A move is a pin and a publication, both for its reason; an undo needs none."""
    order = world.order(6000, 5000).id
    _pin(world, order, ADA)
    moved = _move(world, order, BEN, seen=publish_all(world).version, minute=1)
    _undo(world, moved, 2)

    found = _history(world).decisions

    assert [(one.kind.value, one.reason) for one in found] == [
        ("plan.published", ""),
        ("plan.published", "to ben"),
        ("order.pinned", ""),
        ("plan.published", ""),
        ("order.pinned", ""),
    ]
    assert {one.author for one in found} == {DISPATCHER.member}
    assert [one.step for one in found if one.step] == [stepping.Step.UNDO]


def test_a_proposal_is_published_for_one_courier_while_another_keeps_the_route(
    world: World,
) -> None:
    """Ada and Ben each get a new order; only Ada's comes into force, Ben's is still needed."""
    old = {name: world.order(6000, 5000).id for name in (ADA, BEN)}
    for name, order in old.items():
        _pin(world, order, name)
    publish_all(world)
    new = {name: world.order(7000, 5000).id for name in (ADA, BEN)}
    for name, order in new.items():
        _pin(world, order, name)
    proposal = adopt(world, draft_of(world))

    plan = _publish_for(world, proposal.version, ADA)

    assert {order: holder_of(plan, order) for order in (*old.values(), *new.values())} == {
        old[ADA]: ADA,
        old[BEN]: BEN,
        new[ADA]: ADA,
        new[BEN]: None,
    }
    assert plan.reason == "the others are at lunch"
    rows = {row.courier: row.stops for row in plan.figures.couriers}
    assert (rows[ADA], rows[BEN]) == (4, 2)
    with world.store.read(COOP) as tx:
        assert tx.plans.get(DAY, proposal.version).state is PlanState.SUPERSEDED
        assert planning.needs_plan(tx, DAY, MORNING)


def test_couriers_who_exchange_an_order_are_published_together(world: World) -> None:
    """Ada's order goes to Ben: alone, he would have it twice over, and without him nobody."""
    order = world.order(6000, 5000).id
    _pin(world, order, ADA)
    publish_all(world)
    _pin(world, order, BEN)
    proposal = adopt(world, draft_of(world))

    for one, other in ((ADA, BEN), (BEN, ADA)):
        with pytest.raises(RoutesTied) as refused:
            _publish_for(world, proposal.version, one)
        assert refused.value.values["couriers"] == other
    plan = _publish_for(world, proposal.version, ADA, BEN)

    assert holder_of(plan, order) == BEN


def test_part_of_a_proposal_needs_a_plan_in_force_that_was_seen(world: World) -> None:
    """Without one in force, or with another one than seen, nothing is put together."""
    world.order(6000, 5000)
    proposal = adopt(world, draft_of(world))

    for seen in (0, 7):
        with pytest.raises(StaleVersion):
            _publish_for(world, proposal.version, ADA, seen=seen)
