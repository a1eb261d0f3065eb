"""A courier falls out, several orders move at once, part of a day is planned again."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

import pytest

from dispatch import falling_out, foreseeing, moving, overlaying, planning, review
from dispatch.errors import TransitionRefused, ViolatesRules
from dispatch.events import EventKind
from dispatch.live_plans import LivePlans
from dispatch.model import CourierId, OrderState, OverlayWish, ReportKind, ShiftState
from dispatch.store import open_store
from tests.dispatch_plans import adopt, draft_of, holder_of, stops_of
from tests.dispatch_plans import publish as publish_all
from tests.dispatch_plans import report as tell
from tests.dispatch_reports import report, send
from tests.dispatch_world import COOP, DAY, DISPATCHER, World, at, opened_world, spot

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from dispatch.falling_out import FallenOut
    from dispatch.foreseeing import Foreseen
    from dispatch.model import Order, OrderId, Plan

ADA, BEN = CourierId("ada"), CourierId("ben")
HERE = spot(5500, 5000)


@pytest.fixture
def world(sqlite_url: str) -> Iterator[World]:
    """Return a co-op with two couriers."""
    with opened_world(sqlite_url, "ada", "ben") as made:
        yield made


def _pinned(world: World, courier: CourierId, east_m: int = 8000) -> Order:
    order = world.order(east_m, 5000)
    world.do(lambda tx: review.pin(tx, DISPATCHER, order.id, courier, reason="", now=at(8)))
    return order


def _fall_out(world: World, now: datetime, courier: CourierId = ADA) -> FallenOut:
    return world.do(
        lambda tx: falling_out.fall_out(
            tx, DISPATCHER, courier, DAY, streets=world.streets, now=now, at=HERE
        )
    )


def _foresee(world: World, now: datetime) -> tuple[Foreseen, ...]:
    with world.store.read(COOP) as tx:
        return foreseeing.foresee(
            tx, DISPATCHER, DAY, streets=world.streets, now=now, live_plans=LivePlans()
        )


def _replan(world: World, orders: frozenset[OrderId] | None) -> Plan:
    world.do(lambda tx: planning.request(tx, DISPATCHER, DAY, now=at(8), orders=orders))
    return adopt(world, draft_of(world))


def test_what_is_on_board_is_fetched_where_the_courier_is(world: World) -> None:
    """Ada has one order on board and one to pick up: Ben fetches the one from her, at 5500 5000."""
    aboard, later = _pinned(world, ADA), _pinned(world, ADA, 7000)
    publish_all(world)
    send(
        world,
        [
            report(1, ReportKind.SHIFT_BEGAN, at(9)),
            report(2, ReportKind.ARRIVED, at(9, 10), aboard.id),
            report(3, ReportKind.PICKED_UP, at(9, 15), aboard.id),
        ],
        now=at(9, 15),
    )

    left = _fall_out(world, at(9, 20))
    plan = adopt(world, draft_of(world, at(9, 21)))

    assert left.to_fetch == (aboard.id,)
    assert left.to_give == (later.id,)
    assert [holder_of(plan, order.id) for order in (aboard, later)] == [BEN, BEN]
    fetched = [stop for stop in stops_of(plan, "ben") if stop.order == aboard.id]
    assert [stop.location for stop in fetched] == [HERE, spot(8000, 5000)]
    with world.store.read(COOP) as tx:
        known = tx.orders.get(aboard.id)
        shifts = [shift for shift in tx.shifts.of_day(DAY) if shift.courier == ADA]
        kinds = [event.kind for event in tx.events.of_day(DAY)]
    assert known.delivery.pickup.address == "5500 5000"
    assert known.state is OrderState.PLACED
    assert [(shift.state, shift.ended_at) for shift in shifts] == [(ShiftState.ENDED, at(9, 20))]
    assert EventKind.ORDER_STRANDED in kinds


def test_who_is_still_on_the_road_after_their_shift_can_fall_out(world: World) -> None:
    """The shift was to end at 17, but a parcel is on board at ten past: it has to be fetched."""
    aboard = _pinned(world, ADA)
    publish_all(world)
    send(
        world,
        [
            report(1, ReportKind.SHIFT_BEGAN, at(9)),
            report(2, ReportKind.PICKED_UP, at(16, 50), aboard.id),
        ],
    )

    left = _fall_out(world, at(17, 10))

    assert left.to_fetch == (aboard.id,)
    with pytest.raises(TransitionRefused):
        _fall_out(world, at(17, 20))


def test_the_next_courier_picks_it_up_and_delivers_it(world: World) -> None:
    """Ben reports a second pickup and the delivery; Ada's pickup stays paid work."""
    aboard = _pinned(world, ADA)
    publish_all(world)
    send(
        world,
        [
            report(1, ReportKind.SHIFT_BEGAN, at(9)),
            report(2, ReportKind.PICKED_UP, at(9, 15), aboard.id),
        ],
        now=at(9, 15),
    )
    _fall_out(world, at(9, 20))
    with world.store.read(COOP) as tx:
        worked = tx.work.of_courier(ADA, DAY, DAY)
    again = publish_all(world, at(9, 21))

    tell(world, "ben", 1, ReportKind.PICKED_UP, at=at(9, 40), order=aboard.id)
    tell(world, "ben", 2, ReportKind.DELIVERED, at=at(9, 55), order=aboard.id)

    assert holder_of(again, aboard.id) == BEN
    with world.store.read(COOP) as tx:
        assert tx.orders.get(aboard.id).state is OrderState.DELIVERED
    assert any(record.order == aboard.id for record in worked)


def test_who_has_no_shift_left_cannot_fall_out(world: World) -> None:
    """Twice is once too often."""
    _pinned(world, ADA)
    publish_all(world)
    left = _fall_out(world, at(8, 30))

    with world.store.read(COOP) as tx:
        assert tx.shifts.get(left.shifts[0]).state is ShiftState.CANCELED
    with pytest.raises(TransitionRefused):
        _fall_out(world, at(8, 40))


def test_a_closure_moves_what_is_foreseen_before_any_plan(world: World) -> None:
    """Ten times slower from now on: the order that was in time comes late, by the plan's clock."""
    order = world.order(9000, 5000, between=(at(9), at(10)))
    plan = publish_all(world)
    before = _foresee(world, at(8))
    wish = OverlayWish(is_closed=True, streets=frozenset({"Main Street"}))
    with world.store.read(COOP) as tx:
        closure = overlaying.work_out(
            tx, DISPATCHER, wish, streets=world.streets, now=at(8), new_id=world.new_id
        )
    world.do(lambda tx: overlaying.add(tx, DISPATCHER, closure, now=at(8)))

    (late,) = _foresee(world, at(8))

    assert before == ()
    assert late.order == order.id
    assert late.courier == holder_of(plan, order.id)
    assert late.expected > late.planned
    assert late.lateness_s == (late.expected - at(10)) // timedelta(seconds=1) > 0


def test_several_orders_move_together(world: World) -> None:
    """Three orders to Ben in one version, all pinned with the same reason, and undone at once."""
    orders = [_pinned(world, ADA, east).id for east in (6000, 7000, 8000)]
    plan = publish_all(world)

    effect = world.do(
        lambda tx: moving.move(
            tx,
            DISPATCHER,
            orders,
            BEN,
            if_version=plan.version,
            streets=world.streets,
            now=at(8),
            reason="she goes home earlier",
        )
    )

    assert effect.version == plan.version + 1
    changed = {one.courier: one.stops_after - one.stops_before for one in effect.effects}
    assert changed == {ADA: -6, BEN: 6}
    with world.store.read(COOP) as tx:
        pins = tx.pins.of_day(DAY)
    assert {pin.order for pin in pins} == set(orders)
    assert {(pin.courier, pin.reason) for pin in pins} == {(BEN, "she goes home earlier")}


def test_several_orders_move_together_or_not_at_all(world: World) -> None:
    """One of two is for an hour at which Ben is gone: the other stays, too."""
    world.courier("eve")
    world.shift("eve", 9, 19)
    late = world.order(8000, 5000, between=(at(17), at(18)))
    fine = _pinned(world, ADA)
    plan = publish_all(world)

    with pytest.raises(ViolatesRules):
        world.do(
            lambda tx: moving.move(
                tx,
                DISPATCHER,
                (fine.id, late.id),
                BEN,
                if_version=plan.version,
                streets=world.streets,
                now=at(8),
            )
        )

    with world.store.read(COOP) as tx:
        assert tx.plans.newest_version(DAY) == plan.version


def test_only_what_was_asked_for_changes_hands(tmp_path: Path) -> None:
    """Ada has all four by decision; freed, they are shared, unless only one may change hands."""
    world = World(open_store(f"sqlite:///{tmp_path / 'even.db'}"), eps_permille=1000)
    world.crew("ada", "ben")
    orders = [_pinned(world, ADA, east).id for east in (6000, 6500, 7000, 8000)]
    publish_all(world)
    for order in orders:
        world.do(partial(review.unpin, actor=DISPATCHER, order=order, now=at(8)))
    free = adopt(world, draft_of(world))

    part = _replan(world, frozenset({orders[3]}))
    nothing = _replan(world, frozenset())

    assert BEN in {holder_of(free, order) for order in orders[:3]}
    assert [holder_of(part, order) for order in orders[:3]] == [ADA, ADA, ADA]
    assert [holder_of(nothing, order) for order in orders] == [ADA, ADA, ADA, ADA]
    world.store.close()
