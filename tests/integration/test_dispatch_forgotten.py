"""Nothing is forgotten on the way: orders behind a step back, groups with holes, early reports."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dispatch import (
    delivering,
    joining,
    ordering,
    part_publishing,
    rostering,
    splitting,
    stepping,
)
from dispatch.errors import TransitionRefused
from dispatch.model import CourierId, ReportKind, ReportOutcome, ShiftId, ShiftState
from tests.dispatch_plans import adopt, draft_of, holder_of, publish, report, worker_of
from tests.dispatch_reports import report as said
from tests.dispatch_world import COOP, DAY, DISPATCHER, MORNING, at, courier_actor, opened_world

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dispatch.model import Plan
    from tests.dispatch_world import World

ADA, BEN = CourierId("ada"), CourierId("ben")


@pytest.fixture
def world(sqlite_url: str) -> Iterator[World]:
    """Return a co-op with Ada and Ben, who work from 9 to 17."""
    with opened_world(sqlite_url, "ada", "ben") as made:
        yield made


def planned_again(world: World) -> Plan:
    """Let the planner look after the day; give its newest plan."""
    worker_of(world).run_once()
    with world.store.read(COOP) as tx:
        plan = tx.plans.newest(DAY)
    assert plan is not None
    return plan


def test_an_order_that_came_after_the_plan_that_is_gone_back_to_is_planned_again(
    world: World,
) -> None:
    """The step back takes the second order's courier away, and nothing else would plan it."""
    first = world.order(6000, 5000)
    before = publish(world)
    second = world.order(8000, 5000)
    after = publish(world)

    world.do(lambda tx: stepping.undo(tx, DISPATCHER, DAY, if_version=after.version, now=MORNING))
    plan = planned_again(world)

    assert holder_of(plan, second.id) is not None
    assert holder_of(plan, first.id) == holder_of(before, first.id)


def test_a_part_that_was_split_off_after_the_plan_that_is_gone_back_to_is_planned_again(
    world: World,
) -> None:
    """The parcels that went by themselves would be nobody's."""
    parcels = world.order(6000, 5000).delivery.parcels * 2
    order = world.order(7000, 5000, parcels=parcels)
    publish(world)
    _, part = world.do(
        lambda tx: splitting.split(tx, DISPATCHER, order.id, (1,), if_version=1, now=MORNING)
    )
    after = publish(world)

    world.do(lambda tx: stepping.undo(tx, DISPATCHER, DAY, if_version=after.version, now=MORNING))

    assert holder_of(planned_again(world), part.id) is not None


def test_what_only_the_rest_of_a_proposal_had_a_courier_for_is_planned_again(world: World) -> None:
    """Ben's part of a proposal is published; the new order that Ada had in it is not lost."""
    orders = [world.order(6000, 5000 + 200 * number) for number in range(4)]
    publish(world)
    new = [world.order(9000, 5000), world.order(1000, 5000)]
    proposal = adopt(world, draft_of(world))
    held = {one.id: holder_of(proposal, one.id) for one in (*orders, *new)}
    courier = held[new[0].id]
    assert courier is not None
    world.do(
        lambda tx: part_publishing.publish_for(
            tx, DISPATCHER, DAY, proposal.version, couriers=[courier], if_version=1, now=MORNING
        )
    )
    left = [one for one in new if held[one.id] != courier]
    assert left

    plan = planned_again(world)

    assert all(holder_of(plan, one.id) is not None for one in left)


def test_orders_are_let_apart_although_one_of_them_was_canceled(world: World) -> None:
    """A canceled order is on its way to nowhere."""
    one, other, third = (world.order(6000 + step, 5000) for step in (0, 200, 400))
    wanted = {order.id: order.version for order in (one, other, third)}
    world.do(lambda tx: joining.bring_together(tx, DISPATCHER, wanted, now=MORNING))
    world.do(lambda tx: ordering.cancel(tx, DISPATCHER, one.id, now=MORNING))

    apart = world.do(lambda tx: joining.let_apart(tx, DISPATCHER, other.id, now=MORNING))

    assert [order.rides_with for order in apart] == [None, None]


def test_a_second_shift_is_begun_a_little_early(world: World) -> None:
    """At 12:50 the morning is over and the afternoon is meant, although neither is on."""
    world.courier("cem")
    world.shift("cem", 9, 12)
    late = world.shift("cem", 13, 17, id="shift-late")
    events = [
        said(1, ReportKind.SHIFT_BEGAN, at(9)),
        said(2, ReportKind.SHIFT_ENDED, at(12)),
        said(3, ReportKind.SHIFT_BEGAN, at(12, 50)),
    ]

    found = world.do(lambda tx: delivering.apply(tx, courier_actor("cem"), events, now=at(18)))

    assert [one.outcome for one in found] == [ReportOutcome.APPLIED] * 3
    with world.store.read(COOP) as tx:
        assert tx.shifts.get(late.id).state is ShiftState.BEGUN


def test_a_shift_that_has_begun_is_ended_not_called_off(world: World) -> None:
    """Else its hours would be nobody's, and unpaid."""
    report(world, "ada", 1, ReportKind.SHIFT_BEGAN, at=at(9))

    with pytest.raises(TransitionRefused):
        world.do(
            lambda tx: rostering.cancel_shift(
                tx, courier_actor("ada"), ShiftId("shift-ada"), now=at(10)
            )
        )
