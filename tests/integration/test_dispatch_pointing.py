"""A dispatcher points at a door: the order goes there, and its way is measured anew."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from dispatch import planning, pointing
from dispatch.doors import ADDRESS_UNSURE
from dispatch.errors import NotAllowed, NotFound, PointUnreachable, TransitionRefused
from dispatch.events import EventKind
from dispatch.model import OrderId, OrderState
from routing.problem import Budget
from routing.solution import StopKind
from tests.dispatch_world import (
    COOP,
    DAY,
    DISPATCHER,
    MORNING,
    SELLER,
    World,
    at,
    opened_world,
    spot,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dispatch.model import Actor, Order
    from routing.model import Location

PICKUP, DELIVERY = StopKind.PICKUP, StopKind.DELIVERY


@pytest.fixture
def world(either_url: str) -> Iterator[World]:
    """Return a co-op with a courier in a store of either kind."""
    with opened_world(either_url, "ada") as made:
        yield made


def point(
    world: World,
    order: OrderId,
    location: Location,
    end: StopKind = DELIVERY,
    actor: Actor = DISPATCHER,
) -> Order:
    """Point at an end of an order."""
    return world.do(
        lambda tx: pointing.point_at(
            tx, actor, order, end, location, streets=world.streets, now=MORNING
        )
    )


def put(world: World, order: Order, state: OrderState) -> None:
    """Bring an order into a state, whatever led there."""
    world.do(lambda tx: tx.orders.save(replace(order, state=state)))


def test_the_order_goes_where_the_person_points(world: World) -> None:
    """1 km becomes 2 km: 400 s and 420 s of service are 14 minutes; the fee stays what it was.

    Half of it goes north, ten metres up, which is paid.
    """
    order = world.order(6000, 5000)

    moved = point(world, order.id, spot(6000, 6000))

    with world.store.read(COOP) as tx:
        assert tx.orders.get(order.id) == moved
        event = tx.events.after(0)[-1]
    asked = moved.delivery
    assert asked.delivery.location == spot(6000, 6000)
    assert asked.delivery.address == order.delivery.delivery.address
    assert (asked.distance_m, asked.minutes, asked.climb_m) == (2000, 14, 10)
    assert moved.fee == order.fee
    assert event.kind is EventKind.ORDER_LOCATED
    assert event.subjects == {"order": order.id, "storefront": "shop"}
    assert event.payload["stop"] == "delivery"


def test_the_day_is_planned_again_and_goes_there(world: World) -> None:
    """The plan of before is out of date; the next one rides two kilometres."""
    order = world.order(6000, 5000, between=(at(10), at(12)))
    with world.store.read(COOP) as tx:
        state = planning.prepare(tx, DAY, MORNING)
    made = planning.draft(state, world.streets, budget=Budget(iterations=10), seed=1)
    world.do(lambda tx: planning.adopt(tx, DISPATCHER, made, now=MORNING))

    point(world, order.id, spot(7000, 5000))

    with world.store.read(COOP) as tx:
        assert planning.needs_plan(tx, DAY, MORNING)
        state = planning.prepare(tx, DAY, MORNING)
    again = planning.draft(state, world.streets, budget=Budget(iterations=10), seed=1)
    assert [draft.figures.distance_m for draft in (made, again)] == [1000, 2000]


def test_an_unsure_address_is_sure_once_a_person_has_pointed(world: World) -> None:
    """The mark goes; what else needs attention stays."""
    order = world.order(6000, 5000)
    unsure = replace(order.delivery.delivery, needs_pin=True)
    marked = replace(
        order,
        delivery=replace(order.delivery, delivery=unsure),
        needs_attention=(ADDRESS_UNSURE, "too_late"),
    )
    world.do(lambda tx: tx.orders.save(marked))

    moved = point(world, order.id, spot(6100, 5000))

    assert moved.needs_attention == ("too_late",)
    assert not moved.delivery.delivery.needs_pin


def test_a_pickup_can_be_pointed_at_until_it_was_served(world: World) -> None:
    """On board, only the delivery's door still matters; delivered, none does."""
    order = world.order(6000, 5000)

    moved = point(world, order.id, spot(4000, 5000), PICKUP)
    put(world, moved, OrderState.PICKED_UP)
    with pytest.raises(TransitionRefused):
        point(world, order.id, spot(4000, 5000), PICKUP)
    late = point(world, order.id, spot(6500, 5000))
    put(world, late, OrderState.DELIVERED)
    with pytest.raises(TransitionRefused):
        point(world, order.id, spot(6600, 5000))

    assert moved.delivery.pickup.location == spot(4000, 5000)
    assert (moved.delivery.distance_m, late.delivery.distance_m) == (2000, 2500)


def test_nobody_points_where_no_street_is_or_without_leave(world: World) -> None:
    """Beyond the plain, an order of nobody, and a storefront."""
    order = world.order(6000, 5000)

    with pytest.raises(PointUnreachable):
        point(world, order.id, spot(90_000))
    with pytest.raises(NotFound):
        point(world, OrderId("none"), spot(6000, 5000))
    with pytest.raises(NotAllowed):
        point(world, order.id, spot(6000, 5000), actor=SELLER)
