"""Parcels of one order with several couriers: paid once, told once, and undone."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import pytest

from dispatch import (
    changing,
    delivering,
    ordering,
    pay_inputs,
    paying,
    review,
    splitting,
    stepping,
    tracking,
)
from dispatch.errors import BadWish, NotAllowed, NotFound, StaleVersion, TransitionRefused
from dispatch.events import EventKind
from dispatch.model import CourierId, OrderChange, OrderId, OrderState, Parcel, ReportKind
from dispatch.reporting import report as report_of
from dispatch.store import open_store
from dispatch.wholes import as_wholes
from tests.dispatch_hooks import Ears, notifier_of, subscribe
from tests.dispatch_plans import publish
from tests.dispatch_reports import report
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
    from pathlib import Path

    from dispatch.model import CourierEvent, Order
    from dispatch.store import Transaction
    from fairness.work import WorkRecord

ADA, BO = CourierId("ada"), CourierId("bo")
PARCELS = tuple(
    Parcel(description=name, weight_g=1000 * number, volume_cm3=4000)
    for number, name in enumerate(("bread", "cake", "milk"), start=1)
)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """Return a co-op with Ada and Bo, who work from 9 to 17."""
    made = World(open_store(f"sqlite:///{tmp_path / 'store.db'}"))
    made.crew("ada", "bo")
    yield made
    made.store.close()


def ordered(world: World, reference: str = "") -> Order:
    """Place an order of three parcels from the shop to a door."""
    return world.order(7000, 5000, between=(at(9), at(12)), parcels=PARCELS, reference=reference)


def split(
    world: World, order: Order, parcels: tuple[int, ...] = (1, 2), courier: CourierId | None = BO
) -> tuple[Order, Order]:
    """Let cake and milk go by themselves, with Bo."""
    return world.do(
        lambda tx: splitting.split(
            tx,
            DISPATCHER,
            order.id,
            parcels,
            if_version=order.version,
            courier=courier,
            reason="Too much for one.",
            now=MORNING,
        )
    )


def rejoin(world: World, order: Order) -> Order:
    """Put it together again."""
    return world.do(
        lambda tx: splitting.rejoin(tx, DISPATCHER, order.id, if_version=order.version, now=MORNING)
    )


def pinned_to_ada(tx: Transaction, order: OrderId) -> None:
    """Keep an order with Ada."""
    review.pin(tx, DISPATCHER, order, ADA, reason="", now=MORNING)


def seen(world: World, order: Order) -> Order:
    """Give an order as its storefront sees it."""
    with world.store.read(COOP) as tx:
        return as_wholes(tx, [tx.orders.get(order.id)])[0]


def ride(world: World, courier: CourierId, *events: CourierEvent) -> None:
    """Apply what a courier reports; nothing of it may be refused."""
    found = world.do(lambda tx: delivering.apply(tx, courier_actor(courier), events, now=at(20)))
    assert {one.outcome.value for one in found} == {"applied"}


def drops(world: World) -> list[WorkRecord]:
    """Give the paid drops of the day."""
    with world.store.read(COOP) as tx:
        return [one for one in tx.work.of_days(DAY, DAY) if one.is_drop]


def test_each_parcel_is_brought_and_paid_once_and_the_shop_hears_of_one_order(
    world: World,
) -> None:
    """Ada has the bread, Bo cake and milk: two drops, one fee, "delivered" with the last parcel.

    Of a tip of 4.00 for three parcels one third is Ada's; one of 3.00 given later, too.
    """
    ears = Ears()
    subscribe(world)
    order = ordered(world, reference="1042")
    order = world.do(lambda tx: tx.orders.save(replace(order, tip_minor=400)))
    left, part = split(world, order)
    world.do(partial(pinned_to_ada, order=left.id))
    publish(world)

    assert (left.fee, part.fee.minor, part.reference) == (order.fee, 0, "1042")
    assert left.tip_minor + part.tip_minor == 400
    ride(
        world,
        ADA,
        report(1, ReportKind.SHIFT_BEGAN, at(9)),
        report(2, ReportKind.PICKED_UP, at(9, 10), left.id),
        report(3, ReportKind.DELIVERED, at(9, 30), left.id),
    )
    between = seen(world, order)
    ride(
        world,
        BO,
        report(1, ReportKind.SHIFT_BEGAN, at(9)),
        report(2, ReportKind.PICKED_UP, at(9, 40), part.id),
    )
    on_way = seen(world, order)
    ride(world, BO, report(3, ReportKind.DELIVERED, at(10), part.id))
    notifier_of(world, ears, [MORNING]).run_once()

    assert (between.state, on_way.state) == (OrderState.ASSIGNED, OrderState.PICKED_UP)
    whole = seen(world, order)
    assert (whole.state, len(whole.delivery.parcels)) == (OrderState.DELIVERED, 3)
    assert (whole.fee, whole.tip_minor) == (order.fee, 400)
    told = ears.types_of(order.id)
    assert told == ["order.placed", "order.assigned", "order.picked_up", "order.delivered"]
    assert ears.types_of(part.id) == []
    assert [(one.courier, one.order, one.weight_g) for one in drops(world)] == [
        (ADA, left.id, 1000),
        (BO, part.id, 5000),
    ]
    give = partial(pay_inputs.give_tip, actor=SELLER, order=order.id, reference="later", now=at(11))
    assert world.do(partial(give, amount_minor=300)).amount_minor == 300
    assert world.do(partial(give, amount_minor=300)).amount_minor == 300
    with world.store.read(COOP) as tx:
        tips = [(one.courier, one.amount_minor) for one in tx.tips.of_days(DAY, DAY)]
        found = tracking.track(tx, order.tracking or "", now=at(11))
        day = report_of(tx, DISPATCHER, DAY, DAY, now=at(20)).days[0]
    assert sorted(tips) == [(ADA, 100), (ADA, 133), (BO, 200), (BO, 267)]
    assert (found.state, found.num_parcels) == (OrderState.DELIVERED, 3)
    assert found.steps[OrderState.DELIVERED] == at(10)
    assert (day.num_delivered, day.num_made, day.num_open) == (1, 1, 0)


def test_who_brings_all_parts_after_all_is_paid_one_drop_and_the_whole_weight(
    world: World,
) -> None:
    """Split and yet ridden by one: as if it had not been split, 1 kg and 5 kg over one drop.

    The tip of 4.00 is all Ada's: a third came with the part that is no drop of its own.
    """
    order = ordered(world)
    order = world.do(lambda tx: tx.orders.save(replace(order, tip_minor=400)))
    left, part = split(world, order, courier=ADA)
    world.do(partial(pinned_to_ada, order=left.id))
    publish(world)

    ride(
        world,
        ADA,
        report(1, ReportKind.SHIFT_BEGAN, at(9)),
        report(2, ReportKind.PICKED_UP, at(9, 10), left.id),
        report(3, ReportKind.PICKED_UP, at(9, 11), part.id),
        report(4, ReportKind.DELIVERED, at(9, 30), left.id),
        report(5, ReportKind.DELIVERED, at(9, 31), part.id),
    )

    (drop,) = drops(world)
    with world.store.read(COOP) as tx:
        records = tx.work.of_days(DAY, DAY)
        running = paying.pay_of(tx, courier_actor("ada"), DAY, now=at(20))
    assert drop.order == left.id
    assert running.of_week is not None
    assert [one.tips_minor for one in (*running.of_day, running.of_week)] == [400, 400]
    assert sum(one.weight_g * one.meters for one in records) == 6000 * drop.meters


@pytest.mark.parametrize("num_plans", [0, 1])
def test_parts_that_nobody_is_named_for_go_with_different_couriers(
    world: World, num_plans: int
) -> None:
    """One courier would bring both for no more way; but then nobody had to split the order."""
    order = ordered(world)
    for _ in range(num_plans):
        publish(world)
        with world.store.read(COOP) as tx:
            order = tx.orders.get(order.id)
    left, part = split(world, order, courier=None)
    smaller, third = split(world, part, (0,), courier=None)

    publish(world)

    with world.store.read(COOP) as tx:
        having = [tx.orders.get(one.id).courier for one in (left, smaller, third)]
    assert None not in having
    assert set(having) == {ADA, BO}


def test_parts_go_with_one_courier_when_there_is_no_other(tmp_path: Path) -> None:
    """Brought by one is better than by nobody."""
    with opened_world(f"sqlite:///{tmp_path / 'one.db'}", "ada") as alone:
        left, part = split(alone, ordered(alone), courier=None)

        publish(alone)

        with alone.store.read(COOP) as tx:
            assert {tx.orders.get(one.id).courier for one in (left, part)} == {ADA}


def test_a_split_is_undone_and_what_cannot_be_split_is_refused(world: World) -> None:
    """All parcels are with the whole again; the reason stands with the day's decisions."""
    order = ordered(world)
    with pytest.raises(BadWish):
        split(world, order, (0, 1, 2))
    with pytest.raises(BadWish):
        split(world, order, (3,))
    with pytest.raises(NotFound):
        split(world, order, courier=CourierId("nobody"))
    left, part = split(world, order)
    with pytest.raises(StaleVersion):
        split(world, order)
    smaller, third = split(world, part, (0,), None)
    assert (third.part_of, len(smaller.delivery.parcels)) == (order.id, 1)
    with pytest.raises(TransitionRefused):
        world.do(
            lambda tx: changing.change(
                tx,
                SELLER,
                order.id,
                OrderChange(parcels=PARCELS[:1]),
                streets=world.streets,
                now=MORNING,
            )
        )
    with pytest.raises(NotFound):
        world.do(lambda tx: ordering.cancel(tx, SELLER, part.id, now=MORNING))
    noted = world.do(
        lambda tx: changing.change(
            tx, SELLER, order.id, OrderChange(note="Back door"), streets=world.streets, now=MORNING
        )
    )

    whole = rejoin(world, noted)

    assert sorted(one.description for one in whole.delivery.parcels) == ["bread", "cake", "milk"]
    with world.store.read(COOP) as tx:
        parts = tx.orders.parts_of([order.id])
        said = [(one.kind, one.reason) for one in stepping.history(tx, DISPATCHER, DAY).decisions]
        assert not tx.pins.of_day(DAY)
    assert {one.state for one in parts} == {OrderState.CANCELED}
    assert {one.delivery.delivery.note for one in parts} == {"Back door"}
    assert said[0] == (EventKind.ORDER_REJOINED, "")
    assert (EventKind.ORDER_SPLIT, "Too much for one.") in said
    with pytest.raises(TransitionRefused):
        rejoin(world, whole)
    left, part = split(world, whole, (0,))
    publish(world)
    ride(
        world,
        BO,
        report(1, ReportKind.SHIFT_BEGAN, at(9)),
        report(2, ReportKind.PICKED_UP, at(9, 40), part.id),
    )
    with pytest.raises(TransitionRefused):
        rejoin(world, left)
    with pytest.raises(TransitionRefused):
        world.do(lambda tx: ordering.cancel(tx, SELLER, order.id, now=MORNING))
    with pytest.raises(NotAllowed):
        world.do(lambda tx: splitting.split(tx, SELLER, left.id, (0,), if_version=9, now=MORNING))


def test_canceling_an_order_cancels_its_parts_and_tells_once(world: World) -> None:
    """The shop knows one order, so it hears of one cancellation."""
    ears = Ears()
    subscribe(world)
    order = ordered(world)
    _, part = split(world, order)

    canceled = world.do(lambda tx: ordering.cancel(tx, SELLER, order.id, now=MORNING))
    notifier_of(world, ears, [MORNING]).run_once()

    assert (canceled.state, seen(world, order).state) == (OrderState.CANCELED,) * 2
    assert ears.types_of(order.id) == ["order.placed", "order.canceled"]
    assert ears.types_of(part.id) == []
