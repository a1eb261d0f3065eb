"""Limits of the policy bind where shifts are agreed, orders taken and vehicles loaded."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from dispatch import own_time, paying, planning, quoting, review, rostering
from dispatch.caps import breaches
from dispatch.day_problem import build
from dispatch.errors import CapExceeded, PolicyRefused, TooHeavy
from dispatch.governing import adopt_policy
from dispatch.model import CareWindow, CourierId, Parcel, ReportKind, Shift, ShiftId
from dispatch.store import open_store
from fairness.statement import PayKey
from routing.problem import Budget
from routing.reasons import explain_unassigned
from tests.dispatch_plans import publish
from tests.dispatch_reports import full_round, report, send
from tests.dispatch_world import (
    COOP,
    DAY,
    DISPATCHER,
    MORNING,
    SELLER,
    World,
    at,
    courier_actor,
    spot,
    wish,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from dispatch.model import Quote
    from dispatch.store import Store

HOUR_S = 3600


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Return an empty store."""
    opened = open_store(f"sqlite:///{tmp_path / 'store.db'}")
    yield opened
    opened.close()


def agree(world: World, day: int, begins: int, ends: int, *, care_h: int = 0) -> Shift:
    """Have Ada agree to a shift some days after Monday; with care from its first hour on."""
    starts_at = at(0) + timedelta(days=day, hours=begins)
    care = (CareWindow(begins_at=starts_at, ends_at=starts_at + timedelta(hours=care_h)),)
    shift = Shift(
        id=ShiftId(f"ada-{day}-{begins}"),
        courier=CourierId("ada"),
        day=DAY,
        starts_at=starts_at,
        ends_at=at(0) + timedelta(days=day, hours=ends),
        start=spot(5000, 5000),
        care=care if care_h else (),
    )
    return world.do(lambda tx: rostering.agree_shift(tx, DISPATCHER, shift, now=at(0)))


RESTS = {"max_day_s": None, "max_week_s": None, "soft_day_s": None}


@pytest.mark.parametrize(
    ("policy", "before", "last", "clause"),
    [
        ({"max_day_s": 8 * HOUR_S}, [(0, 6, 10)], (0, 12, 17), "max_day_s"),
        ({"max_week_s": 16 * HOUR_S}, [(0, 9, 17), (2, 9, 17)], (4, 9, 10), "max_week_s"),
        ({"min_daily_rest_s": 11 * HOUR_S, **RESTS}, [(0, 14, 22)], (1, 8, 12), "min_daily_rest_s"),
        ({"min_daily_rest_s": 11 * HOUR_S, **RESTS}, [(1, 8, 12)], (0, 14, 22), "min_daily_rest_s"),
        (
            {"min_weekly_rest_s": 48 * HOUR_S, **RESTS},
            [(0, 9, 12), (2, 9, 12), (4, 9, 12)],
            (6, 9, 12),
            "min_weekly_rest_s",
        ),
    ],
)
def test_a_shift_beyond_a_limit_is_refused_with_the_clause(
    store: Store,
    policy: dict[str, object],
    before: list[tuple[int, int, int]],
    last: tuple[int, int, int],
    clause: str,
) -> None:
    """Hours of a day and of a week, rest between days from either side, rest of a week."""
    world = World(store, **policy)
    world.courier("ada")
    for one in before:
        agree(world, *one)

    with pytest.raises(CapExceeded) as caught:
        agree(world, *last)

    assert caught.value.values["clause"] == clause
    assert clause in caught.value.message


def test_a_limit_that_is_just_kept_is_no_breach(store: Store) -> None:
    """11 h between two shifts, 8 h in a day: nothing to say."""
    world = World(store, min_daily_rest_s=11 * HOUR_S, max_day_s=8 * HOUR_S)
    world.courier("ada")

    agree(world, 0, 13, 21)
    agree(world, 1, 8, 16)


def test_care_beyond_its_limit_is_refused(store: Store) -> None:
    """Two hours are allowed, three are not; care is no working time."""
    world = World(store, max_care_s=2 * HOUR_S)
    world.courier("ada")

    agree(world, 0, 9, 17, care_h=2)
    with pytest.raises(CapExceeded) as caught:
        agree(world, 1, 9, 17, care_h=3)

    assert caught.value.values["clause"] == "max_care_s"


def test_a_new_policy_names_the_shifts_that_it_would_break(store: Store) -> None:
    """Agreed under the old rules they stay, and a person is told."""
    world = World(store)
    world.courier("ada")
    agree(world, 0, 9, 17)
    agree(world, 1, 9, 13)
    with store.read(COOP) as tx:
        policy = replace(tx.policies.get(1), version=2, max_day_s=5 * HOUR_S, soft_day_s=None)

        found = list(breaches(tx, policy, now=at(1)))

    assert [(one.shift, one.clause, one.got_s) for one in found] == [
        ("ada-0-9", "max_day_s", 8 * HOUR_S)
    ]


def test_the_load_limit_reaches_the_vehicle_and_the_quote(store: Store) -> None:
    """A bike that carries 20 kg is planned with 12; an order of 13 kg is too heavy."""
    world = World(store, max_load_g=12_000)
    world.crew("ada")
    world.order(6000, 5000)

    with store.read(COOP) as tx:
        day = build(planning.prepare(tx, DAY, MORNING), world.streets)

    assert [vehicle.capacity[0] for vehicle in day.problem.vehicles] == [12_000]
    with pytest.raises(TooHeavy) as caught:
        world.order(6000, 5000, parcels=(Parcel(weight_g=13_000),))
    assert caught.value.values["largest"] == 12_000


def test_what_a_shift_has_climbed_leaves_less_for_the_next_order(store: Store) -> None:
    """30 of 50 m are climbed with the first order: 30 more are too much, 10 are not."""
    world = World(store, max_climb_m=50)
    world.crew("ada")
    done = world.order(5000, 8000, between=(at(9), at(12)))
    publish(world)
    send(world, full_round(done)[:-1])
    steep, easy, wall = (world.order(5000, north) for north in (8000, 6000, 10_100))

    with store.read(COOP) as tx:
        day = build(planning.prepare(tx, DAY, at(10)), world.streets)

    climbs = [one.delivery.climb_m for one in (done, steep, easy, wall)]
    assert climbs == [30, 30, 10, 51]
    assert [vehicle.max_climb for vehicle in day.problem.vehicles] == [20]
    reasons = {
        day.orders[index].id: explain_unassigned(day.problem, (), index)
        for index in range(len(day.orders))
    }
    assert {name for name, one in reasons.items() if one.code == "too_steep"} == {
        steep.id,
        wall.id,
    }
    assert reasons[steep.id].values == {"climb_m": 30, "most_m": 20}


def test_a_courier_climbs_no_more_than_they_said(store: Store) -> None:
    """Ada said 40 m, the rules say 100: with two orders of 30 m the second one is Ben's."""
    world = World(store, max_climb_m=100)
    world.crew("ada", "ben")
    world.do(
        lambda tx: own_time.set_ride(
            tx,
            courier_actor("ada"),
            profile="bike",
            capacity=(20_000, 80_000),
            max_climb_m=40,
            now=MORNING,
        )
    )
    orders = [world.order(5000 + 10 * number, 8000) for number in range(2)]
    with store.read(COOP) as tx:
        state = planning.prepare(tx, DAY, MORNING)
    day = build(state, world.streets)

    made = planning.draft(state, world.streets, budget=Budget(iterations=60), seed=1)

    most = {
        shift.courier: v.max_climb
        for shift, v in zip(day.shifts, day.problem.vehicles, strict=True)
    }
    assert most == {"ada": 40, "ben": 100}
    assert sum(len(route.orders) for route in made.routes) == len(orders)
    assert all(len(route.orders) == 1 for route in made.routes if route.courier == "ada")
    assert made.violations == ()


def test_a_quote_does_not_promise_more_climb_than_anybody_has_left(store: Store) -> None:
    """Ada may climb 50 m: a door 30 m up can be promised, one 51 m up cannot."""
    world = World(store, max_climb_m=50)
    world.crew("ada")
    world.order(5100, 5000)
    publish(world)

    def quoted(north: int) -> Quote:
        asked = wish(5000, north, storefront=None)
        return world.do(
            lambda tx: quoting.quote(
                tx, SELLER, asked, streets=world.streets, now=MORNING, new_id=world.new_id
            )
        )

    easy, wall = quoted(8000), quoted(10_100)

    assert easy.is_feasible
    assert not wall.is_feasible
    assert wall.reason is not None
    assert wall.reason.code == "too_steep"


def test_a_pinned_order_is_brought_although_it_climbs_more(store: Store) -> None:
    """A person decided on 51 of 50 m: it stays with Ada, and nothing more climbs with her."""
    world = World(store, max_climb_m=50)
    world.crew("ada")
    wall, easy = world.order(5000, 10_100), world.order(5000, 6000)
    world.do(
        lambda tx: review.pin(tx, DISPATCHER, wall.id, CourierId("ada"), reason="", now=MORNING)
    )
    with store.read(COOP) as tx:
        state = planning.prepare(tx, DAY, MORNING)

    made = planning.draft(state, world.streets, budget=Budget(iterations=30), seed=1)

    assert [route.orders for route in made.routes] == [(wall.id,)]
    assert [(one.order, one.reason.code) for one in made.unassigned] == [(easy.id, "too_steep")]


def test_orders_that_climb_too_much_together_are_shared_out(store: Store) -> None:
    """Four orders of 30 m under 60 m a shift: two each, though one alone would be cheaper."""
    world = World(store, max_climb_m=60)
    world.crew("ada", "ben")
    orders = [world.order(5000 + 10 * number, 8000) for number in range(4)]
    with store.read(COOP) as tx:
        state = planning.prepare(tx, DAY, MORNING)

    made = planning.draft(state, world.streets, budget=Budget(iterations=60), seed=1)

    climbs = {one.id: one.delivery.climb_m for one in orders}
    assert [sum(climbs[order] for order in route.orders) for route in made.routes] == [60, 60]
    assert made.unassigned == ()
    assert made.violations == ()


def test_the_climb_of_a_drop_is_paid(store: Store) -> None:
    """30 m up at 2 a metre: 60, citing the drop's record."""
    world = World(store)
    world.crew("ada")
    order = world.order(5000, 8000, between=(at(9), at(12)))
    publish(world)
    send(world, full_round(order))

    with store.read(COOP) as tx:
        (shift,) = paying.pay_of(tx, courier_actor("ada"), DAY, now=at(20)).of_day

    climb = next(line for line in shift.lines if line.key is PayKey.CLIMB)
    assert (climb.quantity, climb.amount_minor) == (30, 60)
    assert climb.records == (f"{order.id}:delivery:service",)


def test_a_shift_that_ended_late_leaves_less_for_the_next_one(store: Store) -> None:
    """8 h a day; 9 to 13 became 9 to 14, so the afternoon from 15 ends at 18, not at 19."""
    world = World(store, max_day_s=8 * HOUR_S, soft_day_s=None)
    world.courier("ada")
    world.shift("ada", 9, 13)
    world.shift("ada", 15, 19, id="ada-late")

    def latest(now: datetime) -> dict[str, int]:
        with store.read(COOP) as tx:
            day = build(planning.prepare(tx, DAY, now), world.streets)
        return {vehicle.id: vehicle.shift.latest // HOUR_S for vehicle in day.problem.vehicles}

    before = latest(MORNING)
    send(
        world, [report(1, ReportKind.SHIFT_BEGAN, at(9)), report(2, ReportKind.SHIFT_ENDED, at(14))]
    )

    assert before == {"shift-ada": 13, "ada-late": 19}
    assert latest(at(14)) == {"ada-late": 18}


def test_a_policy_below_its_law_pack_is_not_adopted(store: Store) -> None:
    """The floor of 1500 keeps German law, 1300 does not; the clause is named."""
    world = World(store)
    with store.read(COOP) as tx:
        old = tx.policies.get(1)
    low = replace(
        old,
        version=2,
        hourly_floor_minor=1300,
        law="de",
        min_daily_rest_s=39_600,
        min_weekly_rest_s=126_000,
    )

    with pytest.raises(PolicyRefused) as caught:
        world.do(lambda tx: adopt_policy(tx, DISPATCHER, low, now=at(0)))

    assert caught.value.values["clause"] == "hourly_floor_minor"
    lawful = replace(low, hourly_floor_minor=1500)
    assert world.do(lambda tx: adopt_policy(tx, DISPATCHER, lawful, now=at(0))) == lawful
