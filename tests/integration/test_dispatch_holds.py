"""A held quote keeps its place until it is booked, released or over."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from dispatch import lost_places, ordering, quoting
from dispatch.errors import NotFound, QuoteExpired, QuoteOvertaken, TransitionRefused
from dispatch.fitting import follow
from dispatch.holds import MOST_PER_STOREFRONT, MOST_RESERVED, must_give_way
from dispatch.live_plans import LivePlans
from dispatch.model import OrderId, OrderWish, Quote, QuoteId, StorefrontId, Window
from tests.dispatch_world import COOP, DAY, DISPATCHER, MORNING, SELLER, World, at, wish

if TYPE_CHECKING:
    from dispatch.model import Order

NINE = Window(earliest=at(9), latest=at(9, 15))
LATER = MORNING + timedelta(minutes=11)
"""After the ten minutes for which the policy holds quotes."""


@pytest.fixture
def plans() -> LivePlans:
    """Return what one process of the API remembers."""
    return LivePlans()


def ask(
    world: World,
    plans: LivePlans,
    *,
    now: datetime = MORNING,
    window: Window | None = NINE,
    east_m: int = 6000,
) -> Quote:
    """Ask for a quote; with the usual window there is time for one delivery, not for two."""
    wanted = wish(
        east_m, 5000, storefront=None, ready_at=at(9), deliver_between=window, pickup_service_s=540
    )
    return world.do(
        lambda tx: quoting.quote(
            tx,
            SELLER,
            wanted,
            streets=world.streets,
            now=now,
            new_id=world.new_id,
            live_plans=plans,
        )
    )


def book(world: World, quote: Quote, *, now: datetime = MORNING) -> Order:
    """Book a quote."""
    return world.do(
        lambda tx: ordering.place(
            tx,
            SELLER,
            OrderWish(quote=quote.id),
            streets=world.streets,
            now=now,
            new_id=world.new_id,
        )
    )


def check(world: World, plans: LivePlans, quote: Quote, *, now: datetime = MORNING) -> int | None:
    """Look whether a quote's place is still there."""
    with world.store.read(COOP) as tx:
        known = tx.quotes.get(quote.id)
        return lost_places.check_place(tx, known, streets=world.streets, now=now, live_plans=plans)


def test_what_is_held_is_not_promised_twice(world: World, plans: LivePlans) -> None:
    """One courier, one window: the second wish hears that a quote holds it, and when instead."""
    first = ask(world, plans)
    second = ask(world, plans)

    assert first.is_feasible
    assert first.is_reserved
    assert not second.is_feasible
    assert not second.is_reserved
    assert second.reason is not None
    assert second.reason.code == "held_by_quotes"
    assert second.alternatives
    assert book(world, first).promise == first.promise.latest  # type: ignore[union-attr]  # it is feasible


def test_another_process_knows_what_is_held(world: World) -> None:
    """Reservations are in the store, not in one process's memory."""
    ask(world, LivePlans())

    assert not ask(world, LivePlans()).is_feasible


@pytest.mark.parametrize("is_known", [True, False])
def test_a_place_is_free_again_when_its_quote_is_over(
    world: World, plans: LivePlans, *, is_known: bool
) -> None:
    """Eleven minutes later the ten are past; for who remembers it and for who reads it."""
    ask(world, plans)

    asked = ask(world, plans if is_known else LivePlans(), now=LATER)

    assert asked.is_feasible


def test_a_released_quote_gives_its_place_back(world: World, plans: LivePlans) -> None:
    """Once and again is the same; a booked one is canceled as an order, not released."""
    first = ask(world, plans)

    for _ in range(2):
        world.do(lambda tx: quoting.release(tx, SELLER, first.id, now=MORNING))
    second = ask(world, plans)

    assert second.is_feasible
    with pytest.raises(TransitionRefused):
        book(world, first)
    book(world, second)
    with pytest.raises(TransitionRefused):
        world.do(lambda tx: quoting.release(tx, SELLER, second.id, now=MORNING))
    with pytest.raises(NotFound):
        world.do(lambda tx: quoting.release(tx, SELLER, QuoteId("nobody's"), now=MORNING))


def test_a_booked_quote_still_takes_its_time(world: World, plans: LivePlans) -> None:
    """The order stands where its quote stood; what was held is not counted twice."""
    first = ask(world, plans)
    book(world, first)

    beside = ask(world, plans)
    after = ask(world, plans, window=Window(earliest=at(9), latest=at(10)))

    assert not beside.is_feasible
    assert beside.reason is not None
    assert beside.reason.code != "held_by_quotes"
    assert after.is_feasible


def test_a_place_stays_when_another_thread_found_none(world: World, plans: LivePlans) -> None:
    """Two threads may put in the same quote; who comes second finds its place taken by itself."""
    first = ask(world, plans)
    with world.store.read(COOP) as tx:
        live = plans.get(tx, DAY, world.streets, now=MORNING)
        follow(live, tx, world.streets, now=MORNING)
    with live.lock:
        before = live.holds.kept()
        live.holds.keep_nothing(first.id, first.storefront, now=MORNING)

        assert live.holds.kept() == before != ()


def test_couriers_do_not_see_what_is_held(world: World, plans: LivePlans) -> None:
    """The plan in force and the day's orders know nothing of it."""
    ask(world, plans)

    with world.store.read(COOP) as tx:
        assert tx.orders.of_day(DAY) == ()
        assert tx.plans.newest_version(DAY) == 0
        assert plans.get(tx, DAY, world.streets, now=MORNING).routes == ()


def test_the_ninth_quote_of_a_storefront_ends_the_first_reservation(
    world: World, plans: LivePlans
) -> None:
    """The first is looked at again when it is booked; after it came what takes its place."""
    first = ask(world, plans)
    hour = Window(earliest=at(15), latest=at(16, 59))
    others = [ask(world, plans, window=hour) for _ in range(MOST_PER_STOREFRONT)]

    with world.store.read(COOP) as tx:
        kept = [tx.quotes.get(quote.id).is_reserved for quote in (first, *others)]
    seen = check(world, plans, first)
    taker = ask(world, plans)
    placing = ordering.Placing(
        actor=SELLER,
        wish=OrderWish(quote=first.id),
        streets=world.streets,
        idempotency_key=None,
        name=OrderId("late"),
        token="t",  # noqa: S106 - of nobody
        seen=seen,
    )

    assert kept == [False] + [True] * MOST_PER_STOREFRONT
    assert taker.is_feasible
    with pytest.raises(QuoteOvertaken):
        check(world, plans, first)
    check(world, plans, taker)
    with pytest.raises(QuoteOvertaken):
        book(world, first)
    (late,) = world.do(lambda tx: ordering.place_all(tx, [(placing, None)], now=MORNING))
    assert isinstance(late, QuoteOvertaken), "seen before the place was taken"
    assert book(world, taker).quote == taker.id


def test_a_quote_that_is_over_is_worked_out_again(world: World, plans: LivePlans) -> None:
    """The same wish with its window, held from now on; another storefront does not see it."""
    first = ask(world, plans)
    with pytest.raises(QuoteExpired):
        book(world, first, now=LATER)

    with world.store.read(COOP) as tx:
        same = quoting.wish_again(tx, SELLER, first.id, now=LATER)
    again = world.do(
        lambda tx: quoting.quote(
            tx, SELLER, same, streets=world.streets, now=LATER, new_id=world.new_id
        )
    )

    assert again.is_feasible
    assert again.promise == first.promise
    assert again.held_until == LATER + timedelta(minutes=10)
    with world.store.read(COOP) as tx:
        assert quoting.find(tx, DISPATCHER, first.id) == first


def test_the_fee_does_not_count_on_what_others_hold(world: World, plans: LivePlans) -> None:
    """Next door to a held delivery the way is short, but who holds it may never book."""
    wide = Window(earliest=at(9), latest=at(16))
    alone = ask(world, LivePlans(), window=wide, east_m=9000)
    world.do(lambda tx: quoting.release(tx, SELLER, alone.id, now=MORNING))
    ask(world, plans, window=wide, east_m=9000)

    beside = ask(world, plans, window=wide, east_m=9000)

    assert beside.fee.total_minor >= alone.fee.total_minor


def test_with_all_reservations_taken_the_oldest_gives_way() -> None:
    """A storefront's own oldest first; without any, the oldest of all."""
    shops = [StorefrontId(f"shop-{number}") for number in range(MOST_RESERVED)]
    full = [(QuoteId(f"q-{number}"), shop) for number, shop in enumerate(shops)]
    own = [(QuoteId(f"q-{number}"), shops[0]) for number in range(MOST_PER_STOREFRONT)]

    assert must_give_way(full, StorefrontId("new")) == ("q-0",)
    assert must_give_way(own, shops[0]) == ("q-0",)
    assert must_give_way(own, shops[1]) == ()
    assert must_give_way(full[:-1], StorefrontId("new")) == ()
