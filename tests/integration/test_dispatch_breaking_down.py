"""A vehicle breaks down: what still fits is brought, the rest waits to be fetched."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dispatch import breaking_down, review
from dispatch.errors import BadWish, NotFound, TransitionRefused
from dispatch.model import CourierId, OrderState, Parcel, ReportKind
from tests.dispatch_plans import adopt, draft_of, holder_of
from tests.dispatch_plans import publish as publish_all
from tests.dispatch_reports import report, send
from tests.dispatch_world import COOP, DAY, DISPATCHER, World, at, opened_world, spot

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dispatch.breaking_down import BrokenDown, NewRide
    from dispatch.model import Order

ADA, BEN = CourierId("ada"), CourierId("ben")
HERE = spot(5500, 5000)
ON_FOOT = breaking_down.NewRide(profile="foot", capacity=(3000, 30_000))


@pytest.fixture
def world(sqlite_url: str) -> Iterator[World]:
    """Return a co-op with two couriers."""
    with opened_world(sqlite_url, "ada", "ben") as made:
        yield made


def order_of_ada(world: World, east_m: int, weight_g: int) -> Order:
    """Place an order of one parcel that Ada has to bring."""
    parcels = (Parcel(weight_g=weight_g, volume_cm3=4000),)
    order = world.order(east_m, 5000, between=(at(9), at(16)), parcels=parcels)
    world.do(lambda tx: review.pin(tx, DISPATCHER, order.id, ADA, reason="", now=at(8)))
    return order


def break_down(world: World, ride: NewRide = ON_FOOT, courier: CourierId = ADA) -> BrokenDown:
    """Let somebody's vehicle break down at half past nine."""
    return world.do(
        lambda tx: breaking_down.break_down(
            tx, DISPATCHER, courier, DAY, ride, streets=world.streets, now=at(9, 30), at=HERE
        )
    )


def test_on_foot_ada_keeps_the_light_parcel_and_ben_fetches_the_heavy_one(world: World) -> None:
    """One and eight kilograms aboard and three on foot; her shift and her pay go on."""
    light, heavy = order_of_ada(world, 6000, 1000), order_of_ada(world, 7000, 8000)
    publish_all(world)
    send(
        world,
        [
            report(1, ReportKind.SHIFT_BEGAN, at(9)),
            report(2, ReportKind.PICKED_UP, at(9, 10), light.id),
            report(3, ReportKind.PICKED_UP, at(9, 10), heavy.id),
        ],
    )
    with world.store.read(COOP) as tx:
        before = breaking_down.preview(tx, DISPATCHER, ADA, DAY, ON_FOOT, now=at(9, 30), at=HERE)

    found = break_down(world)

    assert found == before
    assert (found.keeps, found.to_fetch, found.to_replan) == ((light.id,), (heavy.id,), ())
    with world.store.read(COOP) as tx:
        left = tx.orders.get(heavy.id)
        shift = tx.shifts.get(found.shift)
        assert tx.orders.get(light.id).courier == ADA
    assert (left.state, left.courier) == (OrderState.PLACED, None)
    assert left.delivery.pickup.address == "5500 5000"
    assert (shift.profile, shift.capacity, shift.began_at) == ("foot", (3000, 30_000), at(9))
    plan = adopt(world, draft_of(world, now=at(9, 31)))
    assert (holder_of(plan, light.id), holder_of(plan, heavy.id)) == (ADA, BEN)


def test_what_only_the_broken_vehicle_offered_is_lost_with_it(world: World) -> None:
    """Another bike of the co-op carries as much; without a shift there is nothing to change."""
    ride = breaking_down.NewRide(
        profile="cargo_bike", capacity=(90_000, 400_000), lost_skills=frozenset({"cool"})
    )

    found = break_down(world, ride)

    assert (found.keeps, found.to_fetch) == ((), ())
    with world.store.read(COOP) as tx:
        assert tx.shifts.get(found.shift).profile == "cargo_bike"
    with pytest.raises(BadWish):
        break_down(world, breaking_down.NewRide(profile="foot", capacity=(1,)))
    with pytest.raises(NotFound):
        break_down(world, courier=CourierId("nobody"))
    world.courier("cleo")
    with pytest.raises(TransitionRefused):
        break_down(world, courier=CourierId("cleo"))
