"""Whoever asks in between: what is held can be booked, and what was booked has its place."""

from __future__ import annotations

import tempfile
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from dispatch import lost_places, ordering, quoting
from dispatch.live_plans import LivePlans
from dispatch.model import OrderWish, Window
from dispatch.store import open_store
from tests.dispatch_world import COOP, DAY, MORNING, SELLER, World, at, wish

if TYPE_CHECKING:
    from datetime import datetime

    from dispatch.model import Quote

STEPS = st.one_of(
    st.tuples(st.just("ask"), st.integers(0, 5), st.integers(0, 8)),
    st.tuples(st.just("ask"), st.integers(0, 5), st.integers(0, 8)),
    st.tuples(st.just("book"), st.integers(0, 20), st.just(0)),
    st.tuples(st.just("release"), st.integers(0, 20), st.just(0)),
    st.tuples(st.just("wait"), st.integers(1, 6), st.just(0)),
    st.tuples(st.just("forget"), st.just(0), st.just(0)),
)


class Seller:
    """A storefront that asks, books and releases at a co-op of one courier."""

    def __init__(self, folder: str) -> None:
        self.world = World(open_store(f"sqlite:///{Path(folder) / 'store.db'}"))
        self.world.crew("ada")
        self.plans = LivePlans()
        self.now: datetime = MORNING
        self.held: list[Quote] = []
        self.num_booked = 0

    def ask(self, window: int, place: int) -> None:
        """Ask for one of a few windows of a quarter of an hour, at one of a few doors."""
        begins = at(9) + window * timedelta(minutes=15)
        wanted = wish(
            5000 + 400 * place,
            5000,
            storefront=None,
            ready_at=at(9),
            deliver_between=Window(earliest=begins, latest=begins + timedelta(minutes=15)),
        )
        given_quote = self.world.do(
            lambda tx: quoting.quote(
                tx,
                SELLER,
                wanted,
                streets=self.world.streets,
                now=self.now,
                new_id=self.world.new_id,
                live_plans=self.plans,
            )
        )
        if given_quote.is_feasible:
            self.held.append(given_quote)

    def book(self, number: int) -> None:
        """Book one of the quotes that are held, if there is one; its place must be there."""
        self.held = [one for one in self.held if one.held_until >= self.now][-8:]
        if not self.held:
            return
        chosen = self.held.pop(number % len(self.held))
        with self.world.store.read(COOP) as tx:
            lost_places.check_place(
                tx,
                tx.quotes.get(chosen.id),
                streets=self.world.streets,
                now=self.now,
                live_plans=self.plans,
            )
        order = self.world.do(
            lambda tx: ordering.place(
                tx,
                SELLER,
                OrderWish(quote=chosen.id),
                streets=self.world.streets,
                now=self.now,
                new_id=self.world.new_id,
            )
        )
        assert chosen.promise is not None
        assert order.promise == chosen.promise.latest
        self.num_booked += 1

    def release(self, number: int) -> None:
        """Give one of the quotes back."""
        if self.held:
            chosen = self.held.pop(number % len(self.held))
            self.world.do(lambda tx: quoting.release(tx, SELLER, chosen.id, now=self.now))


@settings(max_examples=12, deadline=None)
@given(steps=st.lists(STEPS, min_size=6, max_size=16))
def test_what_is_held_can_be_booked_and_then_has_its_place(
    steps: list[tuple[str, int, int]],
) -> None:
    """After any asking, booking, releasing, waiting and forgetting of what a process knew.

    One courier's hour is soon full, so that a place given twice would leave an order over.
    """
    with tempfile.TemporaryDirectory() as folder:
        seller = Seller(folder)
        for what, number, place in steps:
            if what == "ask":
                seller.ask(number, place)
            elif what == "book":
                seller.book(number)
            elif what == "release":
                seller.release(number)
            elif what == "wait":
                seller.now += number * timedelta(minutes=2)
            else:
                seller.plans = LivePlans()

        with seller.world.store.read(COOP) as tx:
            live = seller.plans.get(tx, DAY, seller.world.streets, now=seller.now)
            late = [one for one in tx.orders.of_day(DAY) if one.promise < seller.now]
        seller.world.store.close()
    served = {index for route in live.routes for index in route.shipments}
    assert not late
    assert len(served) == seller.num_booked
