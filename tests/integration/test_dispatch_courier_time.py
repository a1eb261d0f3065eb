"""A courier who takes longer than others gets the time: in plans, in quotes, on coming days."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from dispatch import planning, quoting, rostering
from dispatch.errors import NotAllowed, NotFound
from dispatch.events import EventKind
from dispatch.live_plans import LivePlans
from dispatch.model import CourierId, ShiftId
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
    wish,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dispatch.day_search import PlanDraft
    from dispatch.model import Actor, Courier, Quote

ADA, BEN = CourierId("ada"), CourierId("ben")


@pytest.fixture
def world(either_url: str) -> Iterator[World]:
    """Return a co-op without couriers in a store of either kind."""
    with opened_world(either_url) as made:
        yield made


def agree(world: World, name: CourierId, time_permille: int, actor: Actor = DISPATCHER) -> Courier:
    """Agree on how long somebody takes."""
    return world.do(
        lambda tx: rostering.set_time(tx, actor, name, time_permille=time_permille, now=MORNING)
    )


def draft(world: World) -> PlanDraft:
    """Plan the day."""
    with world.store.read(COOP) as tx:
        state = planning.prepare(tx, DAY, MORNING)
    return planning.draft(state, world.streets, budget=Budget(iterations=10), seed=1)


def ask_quote(world: World, plans: LivePlans) -> Quote:
    """Ask for a kilometre as soon as can be from 9 on, and keep no place."""
    found = world.do(
        lambda tx: quoting.quote(
            tx,
            SELLER,
            wish(6000, 5000, ready_at=at(9)),
            streets=world.streets,
            now=MORNING,
            new_id=world.new_id,
            live_plans=plans,
        )
    )
    world.do(lambda tx: quoting.release(tx, SELLER, found.id, now=MORNING))
    return found


def test_a_plan_gives_a_courier_as_long_as_they_take(world: World) -> None:
    """1 km is 200 s by bike; 1.101 times as long is 220.2 s, so 221. Metres stay 1000."""
    world.crew("ada")
    world.order(6000, 5000)
    agree(world, ADA, 1100)
    usual = draft(world)
    agree(world, ADA, 1101)

    slower = draft(world)

    assert [usual.figures.travel_s, slower.figures.travel_s] == [220, 221]
    assert slower.figures.distance_m == 1000
    assert slower.violations == ()


def test_two_on_bikes_each_take_their_own_time(world: World) -> None:
    """Ben takes twice as long: the planner sees it and gives the order to Ada."""
    world.crew("ada", "ben")
    agree(world, BEN, 2000)
    order = world.order(6000, 5000)

    plan = draft(world)

    assert {route.courier: route.orders for route in plan.routes} == {ADA: (order.id,)}
    assert plan.figures.travel_s == 200


def test_a_quote_promises_what_the_courier_can_keep(world: World) -> None:
    """The ride of 200 s takes 400; the same live plans notice, and the fee pays the time."""
    world.crew("ada")
    plans = LivePlans()
    before = ask_quote(world, plans)

    agree(world, ADA, 2000)
    after = ask_quote(world, plans)

    assert before.promise is not None
    assert after.promise is not None
    assert after.promise.earliest - before.promise.earliest == timedelta(seconds=200)
    assert after.delivery.distance_m == before.delivery.distance_m
    assert after.fee.labor_minor >= before.fee.labor_minor


def test_each_coming_day_of_the_courier_needs_a_plan(world: World) -> None:
    """Today and tomorrow get an event each; nothing in them says how long."""
    world.crew("ada")
    tomorrow = timedelta(days=1)
    world.shift("ada", id=ShiftId("next"), starts_at=at(9) + tomorrow, ends_at=at(17) + tomorrow)

    agree(world, ADA, 1300)

    with world.store.read(COOP) as tx:
        events = [e for e in tx.events.after(0) if e.kind is EventKind.COURIER_CHANGED]
        assert tx.couriers.get(ADA).time_permille == 1300
        assert planning.needs_plan(tx, DAY, MORNING)
        assert planning.needs_plan(tx, DAY + tomorrow, MORNING)
    assert [event.day for event in events] == [DAY, DAY + tomorrow]
    assert all("1300" not in str(event.payload) for event in events)


def test_couriers_say_it_themselves_and_nobody_for_another(world: World) -> None:
    """Somebody else's looks like nothing; a storefront has no say; bounds are 0.5 and 3."""
    world.courier("ada")
    world.courier("ben")

    own = agree(world, ADA, 1200, courier_actor("ada"))

    assert own.time_permille == 1200
    with pytest.raises(NotFound):
        agree(world, ADA, 900, courier_actor("ben"))
    with pytest.raises(NotAllowed):
        agree(world, ADA, 900, SELLER)
    for beyond in (499, 3001):
        with pytest.raises(ValueError, match="thousandths of the usual time"):
            agree(world, ADA, beyond)
