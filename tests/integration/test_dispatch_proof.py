"""A delivery without its proof is no delivery; what a change may touch; on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from dispatch import changing, delivering, ordering, planning, returning, review, tracking
from dispatch.errors import NotFound, StaleVersion, TooHeavy, TransitionRefused
from dispatch.model import (
    CourierEvent,
    OrderChange,
    OrderState,
    OrderWish,
    Parcel,
    PlaceWish,
    Proof,
    ProofGiven,
    ReportKind,
    ReportOutcome,
    Window,
)
from dispatch.proving import pin_of
from routing.problem import Budget
from routing.solution import StopKind
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
    spot,
    wish,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dispatch.model import Order, ReportResult


@pytest.fixture
def world(either_url: str) -> Iterator[World]:
    """Return a co-op with Ada, who works from 9 to 17, on either database."""
    with opened_world(either_url, "ada") as made:
        yield made


def _assigned(world: World, proof: Proof) -> Order:
    """Place an order and publish a plan that has it."""
    order = world.order(6000, 5000, proof=proof)
    _planned(world)
    return order


def _planned(world: World) -> None:
    with world.store.read(COOP) as tx:
        state = planning.prepare(tx, DAY, MORNING)
    made = planning.draft(state, world.streets, budget=Budget(iterations=20), seed=1)
    plan = world.do(lambda tx: planning.adopt(tx, DISPATCHER, made, now=MORNING))
    world.do(lambda tx: review.publish(tx, DISPATCHER, DAY, plan.version, now=MORNING))


def _report(
    world: World, order: Order, sequence: int, kind: ReportKind, proof: ProofGiven | None = None
) -> ReportResult:
    event = CourierEvent(
        device="phone",
        sequence=sequence,
        kind=kind,
        at=at(10, sequence),
        order=order.id,
        proof=proof,
    )
    (result,) = world.do(
        lambda tx: delivering.apply(tx, courier_actor("ada"), [event], now=at(10, sequence))
    )
    return result


NOON = Window(earliest=at(10), latest=at(12))
GOOD = {
    Proof.NONE: None,
    Proof.PHOTO: ProofGiven(photo_sha256="ab" * 32),
    Proof.SIGNATURE: ProofGiven(signed_by="B. Lovelace"),
    Proof.ID: ProofGiven(is_id_seen=True),
}


@pytest.mark.parametrize("proof", list(Proof))
def test_a_delivery_counts_with_its_proof_and_not_without(world: World, proof: Proof) -> None:
    """Without it the order stays on board and the report is kept; with it, it is delivered."""
    order = _assigned(world, proof)
    _report(world, order, 1, ReportKind.PICKED_UP)
    given = GOOD.get(proof, ProofGiven(pin=pin_of(order)))

    without = _report(world, order, 2, ReportKind.DELIVERED)
    with_it = _report(world, order, 3, ReportKind.DELIVERED, given)

    if proof is Proof.NONE:
        assert without.outcome is ReportOutcome.APPLIED
    else:
        assert (without.outcome, without.code) == (ReportOutcome.CONFLICT, "proof_missing")
        assert with_it.outcome is ReportOutcome.APPLIED
    with world.store.read(COOP) as tx:
        assert tx.orders.get(order.id).state is OrderState.DELIVERED
        fact = tx.stop_facts.get(order.id, StopKind.DELIVERY)
    assert fact.proof == (None if given is None else replace(given, pin=""))


def test_other_digits_are_refused_and_the_right_ones_pass(world: World) -> None:
    """One digit off is wrong; the order is still on board after it."""
    order = _assigned(world, Proof.PIN)
    _report(world, order, 1, ReportKind.PICKED_UP)
    right = pin_of(order)
    wrong = f"{(int(right) + 1) % 10_000:04d}"

    refused = _report(world, order, 2, ReportKind.DELIVERED, ProofGiven(pin=wrong))

    assert (refused.outcome, refused.code) == (ReportOutcome.CONFLICT, "pin_wrong")
    with world.store.read(COOP) as tx:
        assert tx.orders.get(order.id).state is OrderState.PICKED_UP
    taken = _report(world, order, 3, ReportKind.DELIVERED, ProofGiven(pin=right))
    assert taken.outcome is ReportOutcome.APPLIED


def test_digits_count_no_more_after_five_wrong_tries(world: World) -> None:
    """Then even the right ones are refused, a signature counts, and a person is told."""
    order = _assigned(world, Proof.PIN)
    _report(world, order, 1, ReportKind.PICKED_UP)
    right = ProofGiven(pin=pin_of(order))
    wrong = ProofGiven(pin=f"{(int(right.pin) + 1) % 10_000:04d}")

    codes = [_report(world, order, n, ReportKind.DELIVERED, wrong).code for n in range(2, 7)]
    spent = _report(world, order, 7, ReportKind.DELIVERED, right)
    signed = _report(world, order, 8, ReportKind.DELIVERED, GOOD[Proof.SIGNATURE])

    assert codes == ["pin_wrong"] * 5
    assert (spent.outcome, spent.code) == (ReportOutcome.CONFLICT, "pin_spent")
    assert signed.outcome is ReportOutcome.APPLIED
    with world.store.read(COOP) as tx:
        known = tx.orders.get(order.id)
    assert known.state is OrderState.DELIVERED
    assert known.needs_attention == ("pin_spent",)


def test_a_tip_of_the_order_is_the_couriers_once_it_is_delivered(world: World) -> None:
    """250 on top of the fee; nothing before the door, and once although the phone says it twice."""
    order = world.do(
        lambda tx: ordering.place(
            tx,
            DISPATCHER,
            OrderWish(wish=wish(6000, 5000, ready_at=at(9), deliver_between=NOON)),
            streets=world.streets,
            now=MORNING,
            new_id=world.new_id,
            tip_minor=250,
        )
    )
    _planned(world)
    _report(world, order, 1, ReportKind.PICKED_UP)
    with world.store.read(COOP) as tx:
        before = tx.tips.of_days(DAY, DAY)

    _report(world, order, 2, ReportKind.DELIVERED)
    _report(world, order, 3, ReportKind.DELIVERED)

    assert before == ()
    with world.store.read(COOP) as tx:
        (tip,) = tx.tips.of_days(DAY, DAY)
    assert (tip.order, tip.courier, tip.amount_minor) == (order.id, "ada", 250)


def test_the_link_tells_each_step_with_its_time(world: World) -> None:
    """Picked up at 10:01, delivered at 10:02; nobody is expected after that."""
    order = _assigned(world, Proof.NONE)
    token = str(order.tracking)
    with world.store.read(COOP) as tx:
        before = tracking.track(tx, token, now=MORNING)

    _report(world, order, 1, ReportKind.PICKED_UP)
    _report(world, order, 2, ReportKind.DELIVERED)

    with world.store.read(COOP) as tx:
        after = tracking.track(tx, token, now=at(10, 3))
    assert before.state is OrderState.ASSIGNED
    assert before.profile == "bike"
    assert before.expected is not None
    assert after.steps == {
        OrderState.PLACED: MORNING,
        OrderState.PICKED_UP: at(10, 1),
        OrderState.DELIVERED: at(10, 2),
    }
    assert after.expected is None
    with pytest.raises(TransitionRefused):
        world.do(lambda tx: tracking.leave_note(tx, token, "late", now=at(10, 4)))


def test_what_was_delivered_goes_back_once_and_is_paid(world: World) -> None:
    """From the door to the shop, with a fee; twice under one key is one order."""
    order = _assigned(world, Proof.NONE)
    with world.store.read(COOP) as tx, pytest.raises(TransitionRefused):
        returning.wish_back(tx, SELLER, order.id)
    _report(world, order, 1, ReportKind.PICKED_UP)
    _report(world, order, 2, ReportKind.DELIVERED)

    def back() -> Order:
        with world.store.read(COOP) as tx:
            wanted = returning.wish_back(tx, SELLER, order.id)
        return world.do(
            lambda tx: ordering.place(
                tx,
                SELLER,
                wanted,
                streets=world.streets,
                now=at(10, 5),
                new_id=world.new_id,
                idempotency_key=f"return:{order.id}",
            )
        )

    first, again = back(), back()

    assert first == again
    assert first.delivery.pickup.location == order.delivery.delivery.location
    assert first.delivery.delivery.location == order.delivery.pickup.location
    assert first.fee.minor > 0
    assert first.reference == f"R-{order.id}"


def test_a_window_is_never_narrower_nor_in_the_past() -> None:
    """Planned 10:07, 30 min wide: 9:57 to 10:27, in full fives 9:55 to 10:30; else from now on."""
    half = timedelta(minutes=30)

    early = tracking.window_around(at(10, 7), width=half, now=MORNING)
    late = tracking.window_around(at(10, 7), width=half, now=at(10, 28))
    exact = tracking.window_around(at(10, 7), width=timedelta(), now=MORNING)

    assert (early.earliest, early.latest) == (at(9, 55), at(10, 30))
    assert (late.earliest, late.latest) == (at(10, 25), at(10, 35))
    assert exact.earliest == exact.latest == at(10, 7)


def test_parcels_door_and_note_change_until_the_pickup(world: World) -> None:
    """Each change counts as a version; what is on board does not change any more."""
    order = _assigned(world, Proof.NONE)

    def change(**wanted: object) -> Order:
        asked = OrderChange(**wanted)  # type: ignore[arg-type]  # names of its fields
        return world.do(
            lambda tx: changing.change(
                tx, SELLER, order.id, asked, streets=world.streets, now=MORNING
            )
        )

    heavier = change(parcels=(Parcel(weight_g=3000),), note="Back door")
    with pytest.raises(TooHeavy):
        change(parcels=(Parcel(weight_g=900_000),))
    with pytest.raises(StaleVersion):
        change(note="x", if_version=1)
    with world.store.read(COOP) as tx:
        asked = OrderChange(delivery=PlaceWish(location=spot(9000, 5000)))
        seen = changing.preview(tx, SELLER, order.id, asked, streets=world.streets, now=MORNING)
    moved = change(delivery=PlaceWish(location=spot(9000, 5000)), fee_minor=seen.fee.minor)
    _report(world, order, 1, ReportKind.PICKED_UP)

    assert heavier.delivery.load[0] == 3000
    assert heavier.fee == order.fee
    assert moved.fee.minor > order.fee.minor
    assert moved.delivery.distance_m == 4000
    assert moved.version == 3
    with pytest.raises(TransitionRefused):
        change(note="too late")
    with world.store.read(COOP) as tx, pytest.raises(NotFound):
        tracking.track(tx, "guess", now=MORNING)
