"""Orders that come at once are taken in turn, each as if it had come alone."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

import pytest

from dispatch.errors import IdempotencyConflict, TooHeavy, WindowImpossible
from dispatch.model import OrderId, OrderWish, Parcel, QuoteWish, Window
from dispatch.order_desk import OrderDesk
from dispatch.ordering import Placing
from tests.dispatch_world import COOP, MORNING, SELLER, World, at, wish

if TYPE_CHECKING:
    from concurrent.futures import Future

    from dispatch.order_desk import Placed

PLAIN = wish(6000, 5000, storefront=None)


class Counter:
    """A desk, and ids of orders by number.

    Parameters
    ----------
    world
        Where orders are placed.
    """

    def __init__(self, world: World) -> None:
        self._world = world
        self._desk = OrderDesk(world.store, clock=lambda: MORNING)
        self._numbers = count(1)

    def order(
        self, wanted: QuoteWish, key: str | None = None, reference: str = ""
    ) -> Future[Placed]:
        """Order something, once per key."""
        number = next(self._numbers)
        return self._desk.place(
            Placing(
                actor=SELLER,
                wish=OrderWish(wish=wanted, reference=reference),
                streets=self._world.streets,
                idempotency_key=key,
                name=OrderId(f"order{number}"),
                token=f"token{number}",
            )
        )


def test_one_key_is_one_order_also_in_one_batch(world: World) -> None:
    """Asked four times at once; the same key with another wish is a conflict for it alone."""
    counter = Counter(world)
    other = wish(6100, 5000, storefront=None)

    asked = [counter.order(PLAIN, "key") for _ in range(4)]
    odd, free = counter.order(other, "key"), counter.order(other)
    placed = [one.result() for one in asked]

    assert {one.order.id for one in placed} == {"order1"}
    assert free.result().order.id == "order6"
    assert free.result().storefront is not None
    with pytest.raises(IdempotencyConflict):
        odd.result()
    with world.store.read(COOP) as tx:
        assert [one.id for one in tx.orders.all()] == ["order1", "order6"]
        assert tx.events.verify_chain() is None


def test_who_is_refused_takes_nobody_with_them(world: World) -> None:
    """A parcel that is too heavy and a window in the past, between two that are fine."""
    counter = Counter(world)
    past = Window(earliest=at(6), latest=at(7))

    first = counter.order(PLAIN)
    heavy = counter.order(wish(6000, storefront=None, parcels=(Parcel(weight_g=9_000_000),)))
    late = counter.order(wish(6000, storefront=None, deliver_between=past))
    last = counter.order(PLAIN)

    assert [first.result().order.id, last.result().order.id] == ["order1", "order4"]
    with pytest.raises(TooHeavy):
        heavy.result()
    with pytest.raises(WindowImpossible):
        late.result()


def test_an_order_that_comes_again_after_its_window_is_the_same_order(world: World) -> None:
    """The order was placed while its window was open; sent again later it is the same order."""
    counter = Counter(world)
    soon = wish(6000, 5000, storefront=None, deliver_between=Window(earliest=at(8), latest=at(9)))

    first = counter.order(soon, "key").result()
    later = OrderDesk(world.store, clock=lambda: at(12)).place(
        Placing(
            actor=SELLER,
            wish=OrderWish(wish=soon),
            streets=world.streets,
            idempotency_key="key",
            name=OrderId("never"),
            token="never",  # noqa: S106 - no secret
        )
    )

    assert later.result().order == first.order


def test_a_reference_that_comes_twice_at_once_is_marked(world: World) -> None:
    """Whichever of the batch comes second is for a person to look at."""
    counter = Counter(world)

    asked = [counter.order(PLAIN, reference="ref"), counter.order(PLAIN, reference="ref")]
    marks = [one.result().order.needs_attention for one in asked]

    assert marks == [(), ("reference_repeated",)]
