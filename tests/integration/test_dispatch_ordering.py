"""Orders are placed once, refused with reasons, changed and canceled."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from dispatch import changing, ordering, planning, quoting, review, rostering
from dispatch.errors import (
    AddressUnknown,
    BadWish,
    DoubleBooked,
    IdempotencyConflict,
    NotAllowed,
    NotFound,
    PointUnreachable,
    QuoteExpired,
    SkillMissing,
    TooHeavy,
    TransitionRefused,
    WindowImpossible,
)
from dispatch.events import EventKind
from dispatch.model import (
    Actor,
    MemberId,
    OrderChange,
    OrderId,
    OrderState,
    OrderWish,
    Parcel,
    Place,
    PlaceWish,
    Role,
    Storefront,
    StorefrontId,
    Window,
)
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
    spot,
    wish,
)

if TYPE_CHECKING:
    from dispatch.model import Order, QuoteWish

RIVAL = Actor(
    coop=COOP, member=MemberId("ria"), role=Role.STOREFRONT, storefront=StorefrontId("rival")
)


def _place(world: World, wanted: QuoteWish, *, key: str | None = None) -> Order:
    return world.do(
        lambda tx: ordering.place(
            tx,
            DISPATCHER,
            OrderWish(wish=wanted),
            streets=world.streets,
            now=MORNING,
            new_id=world.new_id,
            idempotency_key=key,
        )
    )


def test_an_order_knows_its_distance_fee_and_promise(world: World) -> None:
    """3 km by bike at 5 m/s are 600 s, with 420 s of service and setup 17 min.

    Drop pay is 300 + 3 * 60 = 480, more than the floor of 425; 480 * 1.12 is 538 with
    on-cost, and 538 / 0.85 is a fee of 633, each rounded up.
    """
    order = world.order(8000, 5000)

    assert order.delivery.distance_m == 3000
    assert order.delivery.minutes == 17
    assert order.fee.minor == 633
    assert order.promise == at(12)
    assert order.day == DAY


def test_an_address_is_found_on_the_map(world: World) -> None:
    """The plain knows addresses by their metres: "6000 5000" lies 1 km east of the shop."""
    order = _place(world, wish(0, delivery=PlaceWish(address="6000 5000", note="ring twice")))

    assert order.delivery.delivery.location == spot(6000, 5000)
    assert order.delivery.delivery.note == "ring twice"
    assert order.delivery.distance_m == 1000


def test_the_same_key_gives_the_same_order(world: World) -> None:
    """The storefront's program retries: one order is in the store, and one event."""
    first = _place(world, wish(6000, 5000), key="k1")
    again = _place(world, wish(6000, 5000), key="k1")

    assert again == first
    with world.store.read(COOP) as tx:
        assert tx.orders.of_day(DAY) == (first,)
        placed = [e for e in tx.events.of_day(DAY) if e.kind is EventKind.ORDER_PLACED]
        assert len(placed) == 1


def test_the_same_key_with_another_wish_is_a_conflict(world: World) -> None:
    """A key used twice for different orders is a fault of the program, not a second order."""
    _place(world, wish(6000, 5000), key="k1")

    with pytest.raises(IdempotencyConflict):
        _place(world, wish(6100, 5000), key="k1")


def test_a_load_nobody_carries_names_the_largest_capacity(world: World) -> None:
    """25 kg in two parcels against a crew whose strongest carries 20 kg."""
    parcels = (Parcel(weight_g=15_000), Parcel(weight_g=10_000))

    with pytest.raises(TooHeavy, match="20000 g") as refused:
        _place(world, wish(6000, 5000, parcels=parcels))

    assert refused.value.values["largest"] == 20_000
    assert refused.value.values["load"] == 25_000


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"deliver_between": Window(earliest=at(6), latest=at(7))}, WindowImpossible),
        (
            {"ready_at": at(11), "deliver_between": Window(earliest=at(9), latest=at(10))},
            WindowImpossible,
        ),
        ({"deliver_between": Window(earliest=at(9), latest=at(10) + timedelta(days=400))}, None),
        (
            {
                "deliver_between": Window(
                    earliest=at(9) + timedelta(days=400), latest=at(10) + timedelta(days=400)
                )
            },
            WindowImpossible,
        ),
        ({"delivery": PlaceWish(address="Nowhere Street 1")}, AddressUnknown),
        ({"skills": frozenset({"crane"})}, SkillMissing),
        ({"parcels": ()}, BadWish),
        ({"storefront": None}, BadWish),
        ({"storefront": StorefrontId("unknown")}, NotFound),
    ],
)
def test_what_cannot_be_is_refused_with_its_reason(
    world: World, changes: dict[str, object], error: type[Exception] | None
) -> None:
    """Windows over, before the goods are ready or a year away; unknown places; no parcel."""
    wanted = wish(6000, 5000, **changes)

    if error is None:
        assert _place(world, wanted).state is OrderState.PLACED
        return
    with pytest.raises(error):
        _place(world, wanted)
    with world.store.read(COOP) as tx:
        assert tx.orders.of_day(DAY) == ()


def test_a_window_that_ends_before_it_begins_cannot_be_made() -> None:
    """Both a broken rule with a code and a wrong value."""
    with pytest.raises(WindowImpossible) as refused:
        Window(earliest=at(10), latest=at(9))

    assert refused.value.code == "window_impossible"
    assert isinstance(refused.value, ValueError)


def test_a_point_in_the_sea_says_how_far_it_is(world: World) -> None:
    """The plain ends at 20 km; a point at 26 km is 6000 m from its nearest street."""
    with pytest.raises(PointUnreachable, match="6000 m") as refused:
        _place(world, wish(26_000, 5000))

    assert refused.value.values["distance_m"] == 6000


def test_a_quote_is_accepted_once_and_in_time(world: World) -> None:
    """Held for ten minutes: at 8:00 and 8:05 it can be accepted, once; at 8:11 it cannot."""
    quotes = [
        world.do(
            lambda tx: quoting.quote(
                tx,
                SELLER,
                wish(6000, 5000, storefront=None, ready_at=at(10)),
                streets=world.streets,
                now=MORNING,
                new_id=world.new_id,
            )
        )
        for _ in range(2)
    ]

    def accept(number: int, minute: int) -> Order:
        return world.do(
            lambda tx: ordering.place(
                tx,
                SELLER,
                OrderWish(quote=quotes[number].id, reference="R1"),
                streets=world.streets,
                now=at(8, minute),
                new_id=world.new_id,
            )
        )

    order = accept(0, 5)

    assert order.fee.minor == quotes[0].fee.total_minor
    assert quotes[0].promise is not None
    assert order.promise == quotes[0].promise.latest
    assert order.reference == "R1"
    with pytest.raises(TransitionRefused):
        accept(0, 6)
    with pytest.raises(QuoteExpired):
        accept(1, 11)


def test_another_storefront_sees_no_order_of_ours(world: World) -> None:
    """For a rival in the same co-op the order does not exist, word for word."""
    place = Place(address="1 1", location=spot(1, 1))
    rival = Storefront(id=StorefrontId("rival"), name="Rival", place=place)
    world.do(lambda tx: rostering.add_storefront(tx, DISPATCHER, rival, now=MORNING))
    order = world.order(6000, 5000)

    with pytest.raises(NotFound) as foreign:
        world.do(lambda tx: ordering.cancel(tx, RIVAL, order.id, now=MORNING))
    with pytest.raises(NotFound) as missing:
        world.do(lambda tx: ordering.cancel(tx, RIVAL, OrderId("none"), now=MORNING))

    assert foreign.value.message == missing.value.message.replace("none", order.id)


def test_a_courier_cannot_order(world: World) -> None:
    """Roles are asked first."""
    with pytest.raises(NotAllowed):
        world.do(
            lambda tx: ordering.place(
                tx,
                courier_actor("ada"),
                OrderWish(wish=wish(6000, 5000)),
                streets=world.streets,
                now=MORNING,
                new_id=world.new_id,
            )
        )


def test_an_order_is_canceled_once(world: World) -> None:
    """Canceled is final: a second cancellation is refused by the table of transitions."""
    order = world.order(6000, 5000)

    canceled = world.do(lambda tx: ordering.cancel(tx, SELLER, order.id, now=MORNING))

    assert canceled.state is OrderState.CANCELED
    with pytest.raises(TransitionRefused):
        world.do(lambda tx: ordering.cancel(tx, SELLER, order.id, now=MORNING))


def test_a_change_moves_the_promise_with_the_window(world: World) -> None:
    """Deliver from 13 to 14 instead: promise and pickup window follow; the note is kept."""
    order = world.order(6000, 5000)
    later = OrderChange(deliver_between=Window(earliest=at(13), latest=at(14)), note="back door")

    changed = world.do(
        lambda tx: changing.change(tx, SELLER, order.id, later, streets=world.streets, now=MORNING)
    )

    assert changed.promise == at(14)
    assert changed.delivery.pickup_window.latest == at(14)
    assert changed.delivery.delivery.note == "back door"
    over = OrderChange(deliver_between=Window(earliest=at(6), latest=at(7)))
    with pytest.raises(WindowImpossible):
        world.do(
            lambda tx: changing.change(
                tx, SELLER, order.id, over, streets=world.streets, now=MORNING
            )
        )


def test_nobody_is_in_two_shifts_at_once(world: World) -> None:
    """Ada works from 9 to 17; a second shift from 16 to 18 overlaps by an hour."""
    with pytest.raises(DoubleBooked):
        world.shift("ada", 16, 18, id="second")


def test_a_reference_that_came_lately_is_taken_and_marked(world: World) -> None:
    """The second order may be a mistake; a plan keeps the mark, another reference ends it."""
    world.order(6000, 5000, reference="1042")

    again = world.order(7000, 5000, reference="1042")

    assert again.needs_attention == ("reference_repeated",)
    with world.store.read(COOP) as tx:
        state = planning.prepare(tx, again.day, MORNING)
    made = planning.draft(state, world.streets, budget=Budget(iterations=20), seed=1)
    plan = world.do(lambda tx: planning.adopt(tx, DISPATCHER, made, now=MORNING))
    world.do(lambda tx: review.publish(tx, DISPATCHER, plan.day, plan.version, now=MORNING))
    with world.store.read(COOP) as tx:
        assert tx.orders.get(again.id).needs_attention == ("reference_repeated",)
    other = world.do(
        lambda tx: changing.change(
            tx,
            SELLER,
            again.id,
            OrderChange(reference="1043"),
            streets=world.streets,
            now=MORNING,
        )
    )
    assert other.needs_attention == ()


@pytest.mark.parametrize("before", ["canceled", "long ago"])
def test_a_reference_is_free_again(world: World, before: str) -> None:
    """After its order was canceled, and 31 days after it was placed."""
    is_canceled = before == "canceled"
    then = MORNING if is_canceled else MORNING - timedelta(days=31)
    first = world.order(6000, 5000, reference="1042", now=then)
    if is_canceled:
        world.do(lambda tx: ordering.cancel(tx, DISPATCHER, first.id, now=MORNING))

    again = _place(world, wish(7000, 5000, reference="1042"))

    assert again.needs_attention == ()
