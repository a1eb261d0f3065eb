"""A day is planned from what the store says, and adopted only if that still holds."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from dispatch import delivering, ordering, pay_inputs, planning, review, rostering
from dispatch.cached_streets import CachedStreets
from dispatch.day_problem import build
from dispatch.errors import StaleVersion
from dispatch.model import (
    CareWindow,
    CourierId,
    OrderState,
    PlanState,
    ReportKind,
    ShiftBreak,
    StopState,
    Window,
)
from fairness.work import WorkKind, WorkRecord
from routing.solution import Entry, StopKind
from tests.dispatch_plans import BUDGET, adopt, draft_of, holder_of, publish, report, stops_of
from tests.dispatch_world import (
    COOP,
    DAY,
    DISPATCHER,
    MORNING,
    World,
    at,
    courier_actor,
    opened_world,
)

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def world(sqlite_url: str) -> Iterator[World]:
    """Return a co-op without couriers."""
    with opened_world(sqlite_url) as made:
        yield made


def test_a_need_stands_until_a_plan_has_seen_it(world: World) -> None:
    """Shifts and orders make a need; a plan of that moment ends it; the next order renews it."""
    world.crew("ada")
    world.order(6000, 5000)
    made = draft_of(world)
    with world.store.read(COOP) as tx:
        assert planning.needs_plan(tx, DAY, MORNING)

    adopt(world, made)

    with world.store.read(COOP) as tx:
        assert not planning.needs_plan(tx, DAY, MORNING)
    world.order(7000, 5000)
    with world.store.read(COOP) as tx:
        assert planning.needs_plan(tx, DAY, MORNING)


def test_the_same_state_and_seed_give_the_same_draft(world: World) -> None:
    """With a budget of iterations nothing depends on the clock, nor on a warm cache."""
    world.crew("ada", "ben", "cem")
    for number in range(12):
        world.order(4000 + 170 * number, 5000 + (number * 613) % 900)
    with world.store.read(COOP) as tx:
        state = planning.prepare(tx, DAY, MORNING)

    first = planning.draft(state, world.streets, budget=BUDGET, seed=7)
    warm = CachedStreets(world.streets)
    planning.draft(state, warm, budget=BUDGET, seed=7)
    again = planning.draft(state, warm, budget=BUDGET, seed=7)

    assert again == first
    assert first.violations == ()
    assert first.unassigned == ()


def test_who_has_earned_less_in_the_period_gets_more_of_the_day(world: World) -> None:
    """Ada earned 20 drops in a past hour, Ben none in his.

    All six orders lie equally far for both, and each raises the lower rate when Ben has it.
    """
    world.crew("ada", "ben")
    drops = [
        WorkRecord(
            id=f"past-{name}-{number}",
            courier=name,
            shift=f"past-{name}",
            kind=WorkKind.SERVICE,
            begins_at=at(9, number * 2).replace(day=1),
            ends_at=at(9, number * 2 + 2).replace(day=1),
            order=f"past-{name}-{number}",
            is_drop=name == "ada",
        )
        for name in ("ada", "ben")
        for number in range(20)
    ]
    world.do(lambda tx: pay_inputs.record_work(tx, DISPATCHER, drops, now=MORNING))
    for number in range(6):
        window = (at(10 + number), at(10 + number, 50))
        world.order(5000, 5400, between=window)

    made = draft_of(world)

    stops = {row.courier: row.stops for row in made.figures.couriers}
    free = made.free_figures
    assert free is not None
    assert stops[CourierId("ben")] > stops[CourierId("ada")]
    assert made.figures.lowest_pay_per_hour_minor >= free.lowest_pay_per_hour_minor
    assert made.figures.gini <= free.gini
    assert sum(row.balance_minor for row in made.figures.couriers) == 0


def test_pay_in_a_plan_does_not_depend_on_who_rides(world: World) -> None:
    """A drop 2 km away pays 300 + 60 * 2 = 420 by any vehicle; 8 hours lift it to the floor."""
    world.courier("ada")
    world.shift("ada", profile="cargo_bike")
    world.order(7000, 5000)

    made = draft_of(world)

    (row,) = made.figures.couriers
    assert row.online_s == 8 * 3600
    assert row.pay_minor == 8 * 1500
    assert row.top_up_minor == 8 * 1500 - 420


def test_an_order_that_nobody_can_carry_has_a_reason_and_remedies(world: World) -> None:
    """Ada ends at 17; an order for 18 to 19 lies outside every shift."""
    world.crew("ada")
    order = world.order(6000, 5000, between=(at(18), at(19)))

    made = draft_of(world)

    (left,) = made.unassigned
    assert left.order == order.id
    assert left.reason.code == "outside_shifts"
    assert "longer_shift" in left.reason.remedies


def test_a_day_without_couriers_is_a_plan_with_reasons(world: World) -> None:
    """Nobody works: nothing fails, the order is unassigned for want of vehicles."""
    world.courier("ada")
    world.order(6000, 5000)

    made = draft_of(world)

    assert [left.reason.code for left in made.unassigned] == ["no_vehicles"]
    assert made.figures.couriers == ()


def test_pins_and_declines_are_kept(world: World) -> None:
    """One order is pinned to Ben; another was declined by Ben: Ben gets the first only."""
    world.crew("ada", "ben")
    pinned, refused = world.order(6000, 5000), world.order(6000, 5200)
    world.do(
        lambda tx: review.pin(
            tx, DISPATCHER, pinned.id, CourierId("ben"), reason="knows it", now=MORNING
        )
    )
    world.do(
        lambda tx: review.pin(tx, DISPATCHER, refused.id, CourierId("ben"), reason="", now=MORNING)
    )
    publish(world)

    world.do(lambda tx: delivering.decline(tx, courier_actor("ben"), refused.id, now=MORNING))
    made = draft_of(world)

    assert holder_of(made, pinned.id) == "ben"
    assert holder_of(made, refused.id) == "ada"


def test_care_windows_and_breaks_are_free_of_stops(world: World) -> None:
    """From 12 to 13 Ada is away, and has 30 minutes between 14 and 15: no stop begins then."""
    world.courier("ada")
    rest = ShiftBreak(window=Window(earliest=at(14), latest=at(14, 30)), duration_s=1800)
    world.shift("ada", care=(CareWindow(begins_at=at(12), ends_at=at(13)),), breaks=(rest,))
    for hour in range(9, 16):
        world.order(5500, 5000, between=(at(hour), at(hour + 1)))

    made = draft_of(world)

    stops = stops_of(made, "ada")
    breaks = [stop for stop in stops if stop.kind is StopKind.BREAK]
    assert [stop.is_care for stop in breaks] == [True, False]
    assert (breaks[0].start, breaks[0].departure) == (at(12), at(13))
    served = [stop for stop in stops if stop.order is not None]
    assert served
    assert not [s for s in served if at(12) < s.departure and s.start < at(13)]


def test_what_is_on_board_stays_with_its_courier(world: World) -> None:
    """Ada has picked the order up; Ben, who is much nearer to the door, cannot get it."""
    world.crew("ada", "ben")
    order = world.order(6000, 5000, between=(at(9), at(12)))
    world.do(
        lambda tx: review.pin(tx, DISPATCHER, order.id, CourierId("ada"), reason="", now=MORNING)
    )
    publish(world)
    report(world, "ada", 1, ReportKind.SHIFT_BEGAN, at=at(9))
    report(world, "ada", 2, ReportKind.PICKED_UP, at=at(9, 5), order=order.id)

    made = draft_of(world, now=at(9, 10))

    assert holder_of(made, order.id) == "ada"
    kinds = [(s.kind, s.state) for s in stops_of(made, "ada") if s.order is not None]
    assert kinds == [
        (StopKind.PICKUP, StopState.DONE),
        (StopKind.DELIVERY, StopState.PLANNED),
    ]


def test_an_assigned_order_comes_late_rather_than_never(world: World) -> None:
    """Promised until 10, and at 10:30 still at the shop: it stays planned, and late."""
    world.crew("ada")
    order = world.order(6000, 5000, between=(at(9), at(10)))
    publish(world)
    world.do(lambda tx: planning.request(tx, DISPATCHER, DAY, now=at(10, 30)))

    made = draft_of(world, now=at(10, 30))

    assert made.unassigned == ()
    assert holder_of(made, order.id) == "ada"
    assert made.figures.lateness_s > 0


def test_a_courier_on_the_way_finishes_that_stop_first(world: World) -> None:
    """At 9:30 Ada is between shop and door by plan; a nearer order does not turn her round."""
    world.crew("ada")
    far = world.order(9000, 5000, between=(at(9), at(10)))
    plan = publish(world)
    door = next(s for s in stops_of(plan, "ada") if s.kind is StopKind.DELIVERY)
    report(world, "ada", 1, ReportKind.SHIFT_BEGAN, at=at(9))
    left = door.arrival.timestamp() - door.travel_s
    half = door.arrival.fromtimestamp(left + door.travel_s / 2, tz=door.arrival.tzinfo)
    report(world, "ada", 2, ReportKind.PICKED_UP, at=half.replace(second=0), order=far.id)
    world.order(5000, 5050, between=(at(9), at(12)))

    made = draft_of(world, now=half)

    served = [stop.order for stop in stops_of(made, "ada") if stop.state is StopState.PLANNED]
    coming = [order for order in served if order is not None]
    assert coming[0] == far.id


def test_what_a_courier_has_begun_stays_first_whatever_the_plan_said(world: World) -> None:
    """The near door is planned first, but Ada has both parcels and is at the far one."""
    world.crew("ada")
    near, far = world.order(6000, 5000), world.order(9000, 5000)
    publish(world)
    report(world, "ada", 1, ReportKind.SHIFT_BEGAN, at=at(9))
    report(world, "ada", 2, ReportKind.PICKED_UP, at=at(9, 55), order=near.id)
    report(world, "ada", 3, ReportKind.PICKED_UP, at=at(9, 56), order=far.id)
    report(world, "ada", 4, ReportKind.ARRIVED, at=at(10, 15), order=far.id)
    with world.store.read(COOP) as tx:
        day = build(planning.prepare(tx, DAY, at(10, 16)), world.streets)

    made = draft_of(world, now=at(10, 16))

    far_door = Entry(kind=StopKind.DELIVERY, index=day.shipment_of(far.id) or 0)
    assert [(one.stops, one.is_prefix) for one in day.problem.sequences] == [((far_door,), True)]
    assert day.routes[0].entries[0] == far_door
    coming = [s.order for s in stops_of(made, "ada") if s.state is not StopState.DONE and s.order]
    assert coming == [far.id, near.id]


def test_only_one_of_two_drafts_lands(world: World) -> None:
    """Two planners begin from the same version: the second's compare-and-swap fails."""
    world.crew("ada")
    world.order(6000, 5000)
    first, second = draft_of(world), draft_of(world)
    adopt(world, first)

    with pytest.raises(StaleVersion):
        adopt(world, second)

    with world.store.read(COOP) as tx:
        assert tx.plans.newest_version(DAY) == 1


def test_a_draft_that_the_facts_contradict_does_not_land(world: World) -> None:
    """The order was canceled, the shift called off, or the order picked up elsewhere."""
    world.crew("ada", "ben")
    order = world.order(6000, 5000)
    made = draft_of(world)
    ada = next(route for route in made.routes if route.orders)
    world.do(lambda tx: ordering.cancel(tx, DISPATCHER, order.id, now=MORNING))
    with pytest.raises(StaleVersion, match="order"):
        adopt(world, made)

    world.order(6000, 5000)
    made = draft_of(world)
    world.do(lambda tx: rostering.cancel_shift(tx, DISPATCHER, ada.shift, now=MORNING))
    with pytest.raises(StaleVersion, match="shift"):
        adopt(world, made)


def test_an_order_that_comes_while_planning_leaves_the_need(world: World) -> None:
    """The draft lands without it, and the day still needs a plan."""
    world.crew("ada")
    world.order(6000, 5000)
    made = draft_of(world)
    late = world.order(7000, 5000)

    plan = adopt(world, made)

    assert holder_of(plan, late.id) is None
    with world.store.read(COOP) as tx:
        assert planning.needs_plan(tx, DAY, MORNING)
        assert tx.orders.get(late.id).state is OrderState.PLACED


def test_a_new_proposal_replaces_the_old_one(world: World) -> None:
    """Plan 1 was proposed, then plan 2: only the newest is a proposal."""
    world.crew("ada")
    world.order(6000, 5000)
    adopt(world, draft_of(world))
    world.order(6500, 5000)
    adopt(world, draft_of(world))

    with world.store.read(COOP) as tx:
        states = [tx.plans.get(DAY, version).state for version in (1, 2)]
    assert states == [PlanState.SUPERSEDED, PlanState.PROPOSED]


def test_a_stored_plan_is_read_back_the_same(world: World) -> None:
    """Every stop, reason and figure survives the JSON."""
    world.crew("ada")
    world.order(6000, 5000)
    world.order(6000, 5000, between=(at(18), at(19)))

    plan = adopt(world, draft_of(world))

    with world.store.read(COOP) as tx:
        assert tx.plans.get(DAY, 1) == plan
    assert replace(plan, reason="x") != plan


def test_an_order_whose_courier_left_after_arriving_goes_to_another(world: World) -> None:
    """Ada stood at the shop and then went home: Ben gets the order, and the plan lands."""
    world.crew("ada", "ben")
    order = world.order(6000, 5000)
    world.do(
        lambda tx: review.pin(tx, DISPATCHER, order.id, CourierId("ada"), reason="", now=MORNING)
    )
    publish(world)
    report(world, "ada", 1, ReportKind.ARRIVED, at=at(9, 30), order=order.id)
    report(world, "ada", 2, ReportKind.SHIFT_ENDED, at=at(9, 40))
    world.do(lambda tx: review.unpin(tx, DISPATCHER, order.id, now=at(9, 41)))

    plan = publish(world, now=at(9, 45))
    report(world, "ben", 1, ReportKind.ARRIVED, at=at(10), order=order.id)
    report(world, "ben", 2, ReportKind.PICKED_UP, at=at(10, 3), order=order.id)

    assert holder_of(plan, order.id) == "ben"
    with world.store.read(COOP) as tx:
        (fact,) = tx.stop_facts.of_day(DAY)
    assert (fact.courier, fact.arrived_at) == ("ben", at(10))
