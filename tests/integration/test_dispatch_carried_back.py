"""Orders that are canceled while a courier has them, and parcels that nobody takes."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from dispatch import delivering, ordering
from dispatch.carried_back import to_bring_back
from dispatch.model import OrderState, ReportKind
from tests.dispatch_plans import publish
from tests.dispatch_reports import ADA, full_round, report, send
from tests.dispatch_world import COOP, DAY, SELLER, World, at, courier_actor

if TYPE_CHECKING:
    from dispatch.model import Order


@pytest.fixture
def order(world: World, order: Order) -> Order:
    """Return an order that is Ada's in the published plan, and that its shop has canceled."""
    world.do(lambda tx: ordering.cancel(tx, SELLER, order.id, now=at(9, 12)))
    return order


def going_back(world: World) -> list[tuple[str, bool]]:
    """Give what Ada has to bring back, and whether it was canceled."""
    with world.store.read(COOP) as tx:
        found = delivering.route_of(tx, courier_actor("ada"), DAY).back
        assert found == to_bring_back(tx, courier_actor("ada"), DAY)
    return [(one.order.id, one.is_canceled) for one in found]


def drops(world: World) -> int:
    """Count Ada's paid drops of the day."""
    with world.store.read(COOP) as tx:
        return tx.tallies.get(ADA, DAY).num_drops


def test_a_parcel_that_was_canceled_on_board_goes_back_and_is_paid(
    world: World, order: Order
) -> None:
    """Picked up at 9:15 without a network, canceled at 9:12: told, brought back, one paid drop."""
    told = send(world, full_round(order)[:3])
    carried = going_back(world)
    back = send(world, [report(4, ReportKind.RETURNED, at(9, 40), order.id)])
    again = send(world, [report(5, ReportKind.RETURNED, at(9, 50), order.id)])

    assert told == [(1, "applied", ""), (2, "applied", ""), (3, "applied", "canceled_on_board")]
    assert carried == [(order.id, True)]
    assert back == [(4, "applied", "")]
    assert again == [(5, "conflict", "transition_refused")]
    assert going_back(world) == []
    assert drops(world) == 1
    with world.store.read(COOP) as tx:
        assert tx.orders.get(order.id).state is OrderState.CANCELED


def test_what_was_delivered_before_anybody_could_tell_is_paid(world: World, order: Order) -> None:
    """The whole round was worked offline: the drop counts, and nothing goes back."""
    told = send(world, full_round(order))

    assert [code for _, _, code in told if code] == ["canceled_on_board", "canceled_delivered"]
    assert {outcome for _, outcome, _ in told} == {"applied"}
    assert going_back(world) == []
    assert drops(world) == 1


@pytest.mark.parametrize("kind", [ReportKind.DELIVERED, ReportKind.RETURNED])
def test_nothing_is_brought_that_was_not_picked_up(
    world: World, order: Order, kind: ReportKind
) -> None:
    """A canceled order without a pickup has no parcel to hand over to anybody."""
    told = send(world, [report(1, kind, at(9, 20), order.id)])

    assert told == [(1, "conflict", "transition_refused")]


def test_nothing_goes_back_where_the_pickup_failed(world: World) -> None:
    """The shop was closed: no parcel, no way back, no paid drop."""
    placed = world.order(7000, 5000, between=(at(9), at(12)))
    publish(world)
    closed = report(3, ReportKind.FAILED, at(9, 15), placed.id, reason="closed")

    send(world, [*full_round(placed)[:2], closed])
    told = send(world, [report(4, ReportKind.RETURNED, at(9, 20), placed.id)])

    assert told == [(4, "conflict", "transition_refused")]
    assert drops(world) == 0


def test_what_nobody_takes_goes_back_as_a_paid_drop(world: World) -> None:
    """No drop at the door; one for the way back, over the order's own distance."""
    placed = world.order(7000, 5000, between=(at(9), at(12)))
    publish(world)
    failed = report(5, ReportKind.FAILED, at(9, 40), placed.id, reason="refused")

    send(world, [*full_round(placed)[:4], failed])
    carried = going_back(world)
    before = drops(world)
    send(world, [report(6, ReportKind.RETURNED, at(10), placed.id)])

    assert carried == [(placed.id, False)]
    assert (before, drops(world)) == (0, 1)
    with world.store.read(COOP) as tx:
        (record,) = [one for one in tx.work.of_courier(ADA, DAY, DAY) if one.is_drop]
    assert record.meters == placed.delivery.distance_m > 0
    assert record.ends_at - record.begins_at == timedelta(minutes=20)
