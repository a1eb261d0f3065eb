"""Quotes say what the plan in force can really do."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from dispatch import ordering, planning, quoting, review, rostering
from dispatch.cached_streets import CachedStreets
from dispatch.errors import QuoteInfeasible
from dispatch.live_plans import LivePlans
from dispatch.model import OrderState, OrderWish, Parcel, Quote, Window
from fairness.tariff import fee
from routing.problem import Budget
from routing.streets.profiles import Profile
from tests.dispatch_plans import worker_of
from tests.dispatch_world import (
    COOP,
    DAY,
    DISPATCHER,
    MORNING,
    SELLER,
    Plain,
    World,
    at,
    spot,
    wish,
)

if TYPE_CHECKING:
    from datetime import datetime


def _quote(
    world: World,
    east_m: int,
    *,
    now: datetime = MORNING,
    plans: LivePlans | None = None,
    streets: CachedStreets | None = None,
    **changes: object,
) -> Quote:
    wanted = wish(east_m, 5000, storefront=None, **changes)
    return world.do(
        lambda tx: quoting.quote(
            tx,
            SELLER,
            wanted,
            streets=streets or world.streets,
            now=now,
            new_id=world.new_id,
            live_plans=plans,
        )
    )


def test_an_open_wish_is_promised_what_the_plan_says_and_a_margin(world: World) -> None:
    """Ada begins at 9:00 at the shop.

    She is at the shop already, so it needs no setup: 180 s of service, 200 s for 1 km and
    60 s of setup at the door make 9:07:20. The promise holds 15 minutes longer.
    """
    quote = _quote(world, 6000, ready_at=at(9))

    assert quote.is_feasible
    assert quote.promise is not None
    assert quote.margin_s == 900
    assert quote.promise.latest - quote.promise.earliest == timedelta(minutes=15)
    assert quote.promise.earliest == at(9, 7) + timedelta(seconds=20)
    assert quote.delivery.delivery_window.latest == quote.promise.latest
    assert quote.held_until == MORNING + timedelta(minutes=10)
    assert quote.num_couriers == 1


def test_a_window_that_was_asked_for_is_the_promise(world: World) -> None:
    """The recipient was told 14 to 15: that is what is promised, the margin is to its end."""
    window = Window(earliest=at(14), latest=at(15))

    quote = _quote(world, 6000, ready_at=at(9), deliver_between=window)

    assert quote.promise == window
    assert quote.margin_s == 3600


def test_the_fee_pays_the_work(world: World) -> None:
    """Never below the fair labor cost of the detour it takes, nor of the drop."""
    quote = _quote(world, 9000, ready_at=at(9))

    with world.store.read(COOP) as tx:
        policy = tx.policies.at(MORNING)
    least = fee(policy, seconds=0, meters=quote.delivery.distance_m)
    assert quote.fee.labor_minor >= least.labor_minor
    assert quote.fee.total_minor >= quote.fee.labor_cost_minor
    assert quote.fee.total_minor == (
        quote.fee.labor_minor + quote.fee.on_cost_minor + quote.fee.coop_minor
    )


def test_what_cannot_be_is_answered_with_a_reason_and_other_windows(world: World) -> None:
    """Nobody works at 20: the answer is no, and nothing else that day after 17 either."""
    window = Window(earliest=at(20), latest=at(21))

    quote = _quote(world, 6000, ready_at=at(9), deliver_between=window)

    assert not quote.is_feasible
    assert quote.promise is None
    assert quote.reason is not None
    assert quote.reason.code == "outside_shifts"
    assert quote.alternatives
    with pytest.raises(QuoteInfeasible):
        world.do(
            lambda tx: ordering.place(
                tx,
                SELLER,
                OrderWish(quote=quote.id),
                streets=world.streets,
                now=MORNING,
                new_id=world.new_id,
            )
        )


def test_an_alternative_that_is_offered_can_be_had(world: World) -> None:
    """Too soon for the distance; each offered window gets a yes when it is asked for."""
    soon = Window(earliest=at(9), latest=at(9, 2))
    refused = _quote(world, 9000, ready_at=at(9), deliver_between=soon)

    answers = [
        _quote(world, 9000, ready_at=at(9), deliver_between=window)
        for window in refused.alternatives
    ]

    assert not refused.is_feasible
    assert answers
    assert all(answer.is_feasible for answer in answers)


def test_accepted_orders_take_room_before_any_plan_has_them(world: World) -> None:
    """Ada carries 20 kg: two orders of 15 kg for the same ten minutes do not both fit."""
    parcels = (Parcel(weight_g=15_000),)
    window = Window(earliest=at(9, 10), latest=at(9, 20))
    plans = LivePlans()

    def ask() -> Quote:
        return _quote(
            world, 7000, ready_at=at(9), deliver_between=window, parcels=parcels, plans=plans
        )

    first = ask()
    world.do(
        lambda tx: ordering.place(
            tx,
            SELLER,
            OrderWish(quote=first.id),
            streets=world.streets,
            now=MORNING,
            new_id=world.new_id,
        )
    )
    second = ask()

    assert first.is_feasible
    assert not second.is_feasible


def test_a_second_quote_computes_only_the_new_rows(world: World) -> None:
    """Thirty orders are known to the streets; one more door needs its own few rows only."""
    for number in range(30):
        world.order(4000 + 67 * number, 5000, between=(at(9), at(17)))
    streets, plans = CachedStreets(world.streets), LivePlans()
    day = Window(earliest=at(9), latest=at(17))
    with world.store.read(COOP) as tx:
        plans.get(tx, DAY, streets, now=MORNING)
    before = world.streets.num_rows

    _quote(world, 6013, plans=plans, streets=streets, deliver_between=day)

    assert world.streets.num_rows - before < 40


def test_a_live_plan_follows_what_happens(world: World) -> None:
    """The same cache after the shift was called off: nobody is left."""
    plans = LivePlans()
    assert _quote(world, 6000, ready_at=at(9), plans=plans).is_feasible
    with world.store.read(COOP) as tx:
        (shift,) = tx.shifts.of_day(DAY)
    world.do(lambda tx: rostering.cancel_shift(tx, DISPATCHER, shift.id, now=MORNING))

    quote = _quote(world, 6000, ready_at=at(9), plans=plans)

    assert quote.reason is not None
    assert quote.reason.code == "no_vehicles"


def test_a_quote_agrees_with_the_plan_in_force(world: World) -> None:
    """With a published plan the quoted order goes between its stops without lateness."""
    for hour in range(9, 16):
        world.order(6000, 5000 + 100 * hour, between=(at(hour), at(hour + 1)))
    with world.store.read(COOP) as tx:
        state = planning.prepare(tx, DAY, MORNING)
    made = planning.draft(state, world.streets, budget=Budget(iterations=10), seed=1)
    version = world.do(lambda tx: planning.adopt(tx, DISPATCHER, made, now=MORNING)).version
    world.do(lambda tx: review.publish(tx, DISPATCHER, DAY, version, now=MORNING))
    quote = _quote(world, 6500, ready_at=at(9))
    assert quote.is_feasible
    order = world.do(
        lambda tx: ordering.place(
            tx,
            SELLER,
            OrderWish(quote=quote.id),
            streets=world.streets,
            now=MORNING,
            new_id=world.new_id,
        )
    )

    with world.store.read(COOP) as tx:
        again = planning.prepare(tx, DAY, MORNING)
    replanned = planning.draft(again, world.streets, budget=Budget(iterations=10), seed=1)

    assert replanned.unassigned == ()
    assert replanned.figures.lateness_s == 0
    assert order.state is OrderState.PLACED


def test_a_far_point_is_unreachable_for_a_ride_without_streets_nearby() -> None:
    """The cached city marks it, instead of failing the whole day's plan."""
    streets = CachedStreets(Plain())

    matrix = streets.matrix([spot(0), spot(90_000), spot(100)], Profile.E_VAN)

    assert matrix.reachable.tolist() == [
        [True, False, True],
        [False, False, False],
        [True, False, True],
    ]
    assert matrix.distances[0, 2] == 100


def test_what_was_asked_and_never_booked_is_forgotten_a_month_later(world: World) -> None:
    """It says where people live; the quote that became an order stays with it."""
    booked, asked = _quote(world, 6000, ready_at=at(9)), _quote(world, 7000, ready_at=at(9))
    world.do(
        lambda tx: ordering.place(
            tx,
            SELLER,
            OrderWish(quote=booked.id),
            streets=world.streets,
            now=MORNING,
            new_id=world.new_id,
        )
    )

    left = []
    for days in (30, 31):
        worker_of(world, MORNING + timedelta(days=days)).run_once()
        with world.store.read(COOP) as tx:
            left.append({quote.id for quote in tx.quotes.all()})

    assert left == [{booked.id, asked.id}, {booked.id}]
