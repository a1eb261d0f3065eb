"""Orders with a shop or a door in common ride with one courier when a dispatcher wants it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dispatch import joining, planning, review, splitting
from dispatch.errors import BadWish, NotFound, StaleVersion, TooHeavy, TransitionRefused
from dispatch.model import CourierId, Parcel
from dispatch.store import open_store
from routing.problem import Budget
from tests.dispatch_plans import publish
from tests.dispatch_world import COOP, DAY, DISPATCHER, MORNING, World, at

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from dispatch.model import Order, OrderId

EARLY, LATE = (at(9), at(11)), (at(14), at(16))


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """Return a co-op with Ada in the morning and until five, and Bo, who begins at one."""
    made = World(open_store(f"sqlite:///{tmp_path / 'store.db'}"))
    made.courier("ada")
    made.shift("ada")
    made.courier("bo")
    made.shift("bo", 13)
    yield made
    made.store.close()


def together(world: World, *orders: Order) -> tuple[Order, ...]:
    """Ask that one courier brings some orders."""
    wanted = {one.id: one.version for one in orders}
    return world.do(
        lambda tx: joining.bring_together(tx, DISPATCHER, wanted, reason="One stop.", now=MORNING)
    )


def planned(world: World) -> dict[OrderId, CourierId]:
    """Plan the day; say who has which order."""
    with world.store.read(COOP) as tx:
        state = planning.prepare(tx, DAY, MORNING)
    made = planning.draft(state, world.streets, budget=Budget(iterations=60), seed=1)
    assert made.violations == ()
    return {order: route.courier for route in made.routes for order in route.orders}


def test_orders_of_one_door_ride_with_one_courier_until_they_are_let_apart(world: World) -> None:
    """Only Ada can bring the first in time, so she brings the afternoon's, too; Bo has to be free.

    Without the wish the even plan gives the second to Bo, who has nothing else.
    """
    first = world.order(6000, 5000, between=EARLY)
    second = world.order(6000, 5000, between=LATE)
    assert planned(world) == {first.id: CourierId("ada"), second.id: CourierId("bo")}

    joined = together(world, first, second)

    assert {one.rides_with for one in joined} == {first.id}
    assert set(planned(world).values()) == {CourierId("ada")}
    with world.store.read(COOP) as tx:
        assert planning.needs_plan(tx, DAY, MORNING)
    world.do(lambda tx: joining.let_apart(tx, DISPATCHER, second.id, now=MORNING))
    assert set(planned(world).values()) == {CourierId("ada"), CourierId("bo")}
    with pytest.raises(NotFound):
        world.do(lambda tx: joining.let_apart(tx, DISPATCHER, second.id, now=MORNING))


def test_what_cannot_ride_together_is_refused(world: World) -> None:
    """Alone, twice the same, parts of one, too heavy at once, two pins, changed or canceled."""
    parcels = (Parcel(weight_g=9000), Parcel(weight_g=9000))
    one = world.order(6000, 5000, between=LATE, parcels=parcels)
    other = world.order(7000, 5000, between=LATE, parcels=parcels)
    with pytest.raises(BadWish):
        together(world, one)
    with pytest.raises(TooHeavy):
        together(world, one, other)
    left, part = world.do(
        lambda tx: splitting.split(tx, DISPATCHER, one.id, (1,), if_version=1, now=MORNING)
    )
    with pytest.raises(BadWish):
        together(world, left, part)
    with pytest.raises(StaleVersion):
        together(world, one, other)
    light = world.order(8000, 5000, between=LATE)
    for order, courier in ((left.id, "ada"), (light.id, "bo")):
        world.do(
            lambda tx, order=order, courier=courier: review.pin(  # type: ignore[misc]  # bound now
                tx, DISPATCHER, order, CourierId(courier), reason="", now=MORNING
            )
        )
    with pytest.raises(TransitionRefused):
        together(world, left, light)


def test_who_joins_another_group_leaves_the_one_before(world: World) -> None:
    """Of two that rode together one goes elsewhere; nobody rides with nobody."""
    first, second, third = (world.order(6000 + m, 5000, between=LATE) for m in (0, 500, 900))
    together(world, first, second)
    with world.store.read(COOP) as tx:
        second = tx.orders.get(second.id)

    together(world, second, third)

    publish(world)
    with world.store.read(COOP) as tx:
        rides = [tx.orders.get(one.id).rides_with for one in (first, second, third)]
    assert rides == [None, second.id, second.id]
