"""Quotes asked for at once are given in turn, and never the same place twice."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from itertools import count
from typing import TYPE_CHECKING, Any, TypeVar, cast

import pytest

from dispatch import quoting
from dispatch.errors import TooHeavy
from dispatch.live_plans import LivePlans
from dispatch.model import Parcel, PlaceWish, Window
from dispatch.quote_desk import MOST_TRIES, QuoteDesk
from dispatch.store import open_store
from tests.dispatch_world import COOP, MORNING, SELLER, Plain, World, at, wish

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from concurrent.futures import Future
    from pathlib import Path

    from dispatch.model import CoopId, Quote, QuoteWish
    from dispatch.store import Store, Transaction
    from tests.dispatch_world import Address

ResultT = TypeVar("ResultT")

NINE = Window(earliest=at(9), latest=at(9, 15))
ONE_ONLY = wish(
    6000, 5000, storefront=None, ready_at=at(9), deliver_between=NINE, pickup_service_s=540
)
"""Ada, alone, has time for one of these."""


@pytest.fixture
def elsewhere(world: World, tmp_path: Path) -> Iterator[QuoteDesk]:
    """Return the desk of another process of the API."""
    del world  # its store is there first
    store = open_store(f"sqlite:///{tmp_path / 'store.db'}", create=False)
    yield desk_of(store, "e")
    store.close()


class Interrupted:
    """A store in which something always happens just before a change.

    Parameters
    ----------
    store
        The real one.
    happen
        What happens.
    """

    def __init__(self, store: Store, happen: Callable[[], object]) -> None:
        self.read = store.read
        self._store = store
        self._happen = happen

    def write(self, coop: CoopId, function: Callable[[Transaction], ResultT]) -> Future[ResultT]:
        """Let it happen, then change."""
        self._happen()
        return self._store.write(coop, function)


class Stumbling(Plain):
    """A plain that has a fault at one address."""

    def find(self, text: str, limit: int) -> Sequence[Address]:
        """Break for one address."""
        if text == "1 1":
            msg = "Expected no fault."
            raise RuntimeError(msg)
        return super().find(text, limit)


def desk_of(store: Store, letter: str = "d") -> QuoteDesk:
    """Open a desk whose clock goes on a little with each look, and whose ids have a letter."""
    ids, looks = count(1), count()

    def clock() -> datetime:
        return MORNING + timedelta(milliseconds=next(looks))

    return QuoteDesk(store, LivePlans(), clock=clock, new_id=lambda: f"{letter}{next(ids):04}")


def hour(begins: int) -> QuoteWish:
    """Wish for a delivery within an hour."""
    window = Window(earliest=at(begins), latest=at(begins, 59))
    return wish(5500, 5000, storefront=None, ready_at=at(9), deliver_between=window)


def test_many_who_ask_at_once_get_what_they_would_get_in_turn(world: World, tmp_path: Path) -> None:
    """Ten wishes in one batch, and one after the other in a co-op that is the same."""
    wishes = [ONE_ONLY, ONE_ONLY, *(hour(9 + number) for number in range(7)), ONE_ONLY]
    store = open_store(f"sqlite:///{tmp_path / 'other.db'}")
    other = World(store)
    other.crew("ada")
    known: dict[str, Any] = {"streets": other.streets, "now": MORNING, "new_id": other.new_id}
    known["live_plans"] = LivePlans()
    desk = desk_of(world.store)

    asked = [desk.ask(SELLER, one, world.streets) for one in wishes]
    together = [future.result() for future in asked]
    in_turn = [other.do(partial(quoting.quote, actor=SELLER, wish=one, **known)) for one in wishes]
    store.close()

    assert [one.is_feasible for one in together] == [one.is_feasible for one in in_turn]
    assert [one.promise for one in together] == [one.promise for one in in_turn]
    assert [one.fee for one in together] == [one.fee for one in in_turn]
    with world.store.read(COOP) as tx:
        kept = [tx.quotes.get(one.id).is_reserved for one in together]
        assert tx.events.verify_chain() is None
    assert kept == [one.is_feasible for one in together]


def test_two_processes_do_not_both_give_the_last_place(world: World, elsewhere: QuoteDesk) -> None:
    """Both look before either has written; who writes second looks again and says no."""
    rivals: list[Quote] = []

    def give_elsewhere() -> None:
        if not rivals:
            rivals.append(elsewhere.ask(SELLER, ONE_ONLY, world.streets).result())

    desk = desk_of(cast("Store", Interrupted(world.store, give_elsewhere)))
    late = desk.ask(SELLER, ONE_ONLY, world.streets).result()

    assert rivals[0].is_feasible
    assert not late.is_feasible
    assert late.reason is not None
    assert late.reason.code == "held_by_quotes"


def test_who_is_overtaken_each_time_is_served_in_the_end(
    world: World, elsewhere: QuoteDesk
) -> None:
    """Others give quotes for other hours before each try; the last is made while none can."""
    rivals: list[Quote] = []

    def give_elsewhere() -> None:
        wanted = hour(10 + len(rivals))
        rivals.append(elsewhere.ask(SELLER, wanted, world.streets).result())

    desk = desk_of(cast("Store", Interrupted(world.store, give_elsewhere)))
    late = desk.ask(SELLER, ONE_ONLY, world.streets).result()

    assert len(rivals) == MOST_TRIES + 1
    assert late.is_feasible
    with world.store.read(COOP) as tx:
        assert all(tx.quotes.get(one.id).is_reserved for one in (late, *rivals))


def test_what_one_may_not_ask_does_not_spoil_the_others_answers(world: World) -> None:
    """A parcel that is too heavy is refused, a fault is told to who met it, both alone."""
    streets = Stumbling()
    desk = desk_of(world.store)
    heavy = wish(6000, 5000, storefront=None, parcels=(Parcel(weight_g=9_000_000),))
    odd = wish(6000, 5000, storefront=None, delivery=PlaceWish(address="1 1"))

    asked = [desk.ask(SELLER, one, streets) for one in (hour(10), heavy, odd, hour(11))]

    assert asked[0].result().is_feasible
    assert asked[3].result().is_feasible
    with pytest.raises(TooHeavy):
        asked[1].result()
    with pytest.raises(RuntimeError, match="no fault"):
        asked[2].result()
