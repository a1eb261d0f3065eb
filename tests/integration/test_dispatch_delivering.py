"""Reports of phones become facts, work and pay: in order, once, and never lost."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from dispatch import delivering, ordering, paying, planning
from dispatch.errors import NotAllowed, NotFound, TransitionRefused
from dispatch.events import EventKind
from dispatch.model import (
    CourierId,
    OrderState,
    ReportKind,
    ReportOutcome,
    ShiftState,
    StopState,
)
from fairness.work import WorkKind
from routing.solution import StopKind
from tests.dispatch_plans import publish
from tests.dispatch_reports import ADA, full_round, report, send
from tests.dispatch_world import COOP, DAY, DISPATCHER, MORNING, SELLER, World, at, courier_actor

if TYPE_CHECKING:
    from dispatch.model import Order


def test_a_round_makes_facts_states_work_and_pay(world: World, order: Order) -> None:
    """Four online hours at 15 an hour; the drop pays 300 + 2 * 60 = 420 + 30 for the load.

    1 kg over 2 km at 15 per kg and km is 30. The floor is per week here, so the shift has
    no top-up; the week so far has 6000 - 420 = 5580.
    """
    outcomes = send(world, full_round(order))

    assert {outcome for _, outcome, _ in outcomes} == {"applied"}
    with world.store.read(COOP) as tx:
        assert tx.orders.get(order.id).state is OrderState.DELIVERED
        facts = tx.stop_facts.of_day(DAY)
        work = tx.work.of_courier(ADA, DAY, DAY)
        (shift,) = tx.shifts.of_day(DAY)
        tally = tx.tallies.get(ADA, DAY)
        pay = paying.pay_of(tx, courier_actor("ada"), DAY, now=at(20))
    assert [(fact.kind, fact.state) for fact in facts] == [
        (StopKind.PICKUP, StopState.DONE),
        (StopKind.DELIVERY, StopState.DONE),
    ]
    assert (shift.state, shift.ended_at) == (ShiftState.ENDED, at(13))
    by_kind = {record.kind: record for record in work if record.kind is not WorkKind.SERVICE}
    assert by_kind[WorkKind.TRAVEL].meters == 2000
    assert by_kind[WorkKind.TRAVEL].ends_at == at(9, 30)
    (drop,) = [record for record in work if record.is_drop]
    assert (drop.begins_at, drop.ends_at, drop.meters) == (at(9, 30), at(9, 34), 2000)
    assert (tally.online_s, tally.earned_minor, tally.num_drops) == (4 * 3600, 420, 1)
    (statement,) = pay.of_day
    assert (statement.drops_minor, statement.premiums_minor) == (420, 30)
    assert pay.of_week is not None
    assert pay.of_week.top_up_minor == 5580
    assert pay.of_week.total_minor == 6030
    assert pay.balance_minor == 0


def test_a_running_shift_is_paid_up_to_now(world: World, order: Order) -> None:
    """Begun at 9, asked at 11: two online hours, nothing stored for them yet."""
    send(world, full_round(order)[:3])

    with world.store.read(COOP) as tx:
        pay = paying.pay_of(tx, courier_actor("ada"), DAY, now=at(11))

    assert pay.of_week is not None
    assert pay.of_week.paid_s == 2 * 3600
    assert pay.of_week.floor_minor == 3000


def test_reports_out_of_order_wait_for_what_is_missing(world: World, order: Order) -> None:
    """4, 3 and 2 wait; with 1 all are applied, as if they had come in order."""
    events = full_round(order)

    assert send(world, [events[3], events[2], events[1]]) == [
        (4, "waiting", ""),
        (3, "waiting", ""),
        (2, "waiting", ""),
    ]
    assert send(world, [events[0]]) == [(1, "applied", "")]

    with world.store.read(COOP) as tx:
        assert tx.orders.get(order.id).state is OrderState.PICKED_UP
        assert tx.reports.last_applied(ADA, "phone") == 4


def test_a_report_that_comes_twice_is_applied_once(world: World, order: Order) -> None:
    """The answer was lost in a basement and the phone sends all again: one drop is paid."""
    send(world, full_round(order))

    again = send(world, full_round(order))

    assert {outcome for _, outcome, _ in again} == {"duplicate"}
    with world.store.read(COOP) as tx:
        assert tx.tallies.get(ADA, DAY).num_drops == 1


def test_a_conflict_is_answered_kept_and_changes_nothing(world: World, order: Order) -> None:
    """Delivered, but canceled before it was picked up; later reports still apply."""
    world.do(lambda tx: ordering.cancel(tx, SELLER, order.id, now=at(8, 30)))
    events = [
        report(1, ReportKind.SHIFT_BEGAN, at(9)),
        report(2, ReportKind.DELIVERED, at(9, 15), order.id),
        report(3, ReportKind.SHIFT_ENDED, at(13)),
    ]

    outcomes = send(world, events)

    assert outcomes == [
        (1, "applied", ""),
        (2, "conflict", "transition_refused"),
        (3, "applied", ""),
    ]
    with world.store.read(COOP) as tx:
        (kept,) = tx.reports.conflicts()
        assert kept.report.order == order.id
        assert "canceled" in kept.message
        assert tx.stop_facts.of_day(DAY) == ()
        kinds = [event.kind for event in tx.events.of_day(DAY)]
        assert EventKind.REPORT_KEPT in kinds


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        (ReportKind.DELIVERED, "transition_refused"),
        (ReportKind.WAITING_ENDED, "transition_refused"),
        (ReportKind.RETURNED, "transition_refused"),
        (ReportKind.RESUMED, "transition_refused"),
        (ReportKind.SHIFT_ENDED, "transition_refused"),
    ],
)
def test_what_contradicts_the_state_is_a_conflict(
    world: World, order: Order, kind: ReportKind, code: str
) -> None:
    """Delivered before picked up, waited without waiting, ended before begun: all refused.

    Nothing of a refused report stays, not even the shift that a report would begin.
    """
    outcomes = send(world, [report(1, kind, at(9, 5), order.id)])

    assert outcomes == [(1, "conflict", code)]
    with world.store.read(COOP) as tx:
        assert tx.stop_facts.of_day(DAY) == ()
        assert tx.shifts.of_day(DAY)[0].state is ShiftState.AGREED


def test_reports_without_an_order_or_a_shift_are_conflicts(world: World, order: Order) -> None:
    """An arrival that names no order; a shift begun on a day without one."""
    outcomes = send(
        world,
        [
            report(1, ReportKind.ARRIVED, at(9, 5)),
            report(2, ReportKind.SHIFT_BEGAN, at(9) - timedelta(days=3)),
            report(3, ReportKind.ARRIVED, at(9, 5), order.id),
        ],
    )

    assert [(outcome, code) for _, outcome, code in outcomes] == [
        ("conflict", "bad_wish"),
        ("conflict", "not_found"),
        ("applied", ""),
    ]


def test_two_phones_of_one_courier_agree_on_the_facts(world: World, order: Order) -> None:
    """Both tell of the same round; what the second tells again is a conflict, not a drop."""
    send(world, full_round(order))
    second = [
        report(1, ReportKind.PICKED_UP, at(9, 16), order.id, device="tablet"),
        report(2, ReportKind.DELIVERED, at(9, 35), order.id, device="tablet"),
    ]

    outcomes = send(world, second)

    assert [outcome for _, outcome, _ in outcomes] == ["conflict", "conflict"]
    with world.store.read(COOP) as tx:
        assert tx.tallies.get(ADA, DAY).num_drops == 1


def test_waiting_at_the_shop_is_paid(world: World, order: Order) -> None:
    """14 minutes of waiting, 5 of them free: 9 * 25 = 225, as in the worked example."""
    events = [
        report(1, ReportKind.ARRIVED, at(9, 10), order.id),
        report(2, ReportKind.WAITING_BEGAN, at(9, 10), order.id),
        report(3, ReportKind.PICKED_UP, at(9, 24), order.id),
    ]

    send(world, events)

    with world.store.read(COOP) as tx:
        pay = paying.pay_of(tx, courier_actor("ada"), DAY, now=at(10))
    (line,) = [line for line in pay.of_day[0].lines if line.key == "waiting"]
    assert line.amount_minor == 225


def test_a_failed_delivery_asks_for_attention_and_can_be_returned(
    world: World, order: Order
) -> None:
    """Nobody at home: no drop is paid, the order is marked, and comes back to the shop."""
    events = [
        *full_round(order)[:4],
        report(5, ReportKind.FAILED, at(9, 40), order.id, reason="nobody_home"),
    ]
    send(world, events)
    with world.store.read(COOP) as tx:
        failed = tx.orders.get(order.id)
        assert failed.state is OrderState.FAILED
        assert failed.needs_attention == ("failed_nobody_home",)
        assert tx.tallies.get(ADA, DAY).num_drops == 0

    send(world, [report(6, ReportKind.RETURNED, at(10), order.id)])

    with world.store.read(COOP) as tx:
        assert tx.orders.get(order.id).state is OrderState.RETURNED


def test_free_text_never_becomes_a_code(world: World, order: Order) -> None:
    """A reason that is not a code is "other": events and orders hold nothing personal."""
    events = [
        *full_round(order)[:4],
        report(5, ReportKind.FAILED, at(9, 40), order.id, reason="Mrs. Smith shouted"),
    ]

    send(world, events)

    with world.store.read(COOP) as tx:
        assert tx.orders.get(order.id).needs_attention == ("failed_other",)


def test_pauses_are_not_online_time(world: World, order: Order) -> None:
    """From 9 to 13 with a pause of half an hour: three and a half hours."""
    del order
    send(
        world,
        [
            report(1, ReportKind.SHIFT_BEGAN, at(9)),
            report(2, ReportKind.PAUSED, at(10)),
            report(3, ReportKind.RESUMED, at(10, 30)),
            report(4, ReportKind.SHIFT_ENDED, at(13)),
        ],
    )

    with world.store.read(COOP) as tx:
        assert tx.tallies.get(ADA, DAY).online_s == 3 * 3600 + 1800


def test_a_phone_that_is_ahead_is_set_back(world: World, order: Order) -> None:
    """Its clock says noon when it is 9:20 here: nothing is written into the future."""
    event = report(1, ReportKind.PICKED_UP, at(12), order.id)

    send(world, [event], now=at(9, 20))

    with world.store.read(COOP) as tx:
        (fact,) = tx.stop_facts.of_day(DAY)
    assert fact.served_at == at(9, 20)


def test_the_route_on_the_phone_shows_what_is_done(world: World, order: Order) -> None:
    """After the pickup: one stop done, one planned; a canceled order is gone from it."""
    other = world.order(5000, 6000)
    publish(world)
    world.do(lambda tx: ordering.cancel(tx, SELLER, other.id, now=at(8, 30)))
    send(world, full_round(order)[:3])

    with world.store.read(COOP) as tx:
        mine = delivering.route_of(tx, courier_actor("ada"), DAY)

    states = {stop.kind: stop.state for r in mine.routes for stop in r.stops if stop.order}
    assert states == {StopKind.PICKUP: StopState.DONE, StopKind.DELIVERY: StopState.PLANNED}
    assert set(mine.orders) == {order.id}
    assert mine.version == 2


def test_declining_gives_the_order_back_without_a_reason(world: World, order: Order) -> None:
    """It is placed again, needs a plan, and cannot be declined once it is on board."""
    world.do(lambda tx: delivering.decline(tx, courier_actor("ada"), order.id, now=MORNING))

    with world.store.read(COOP) as tx:
        given_back = tx.orders.get(order.id)
        assert (given_back.state, given_back.courier) == (OrderState.PLACED, None)
        assert planning.needs_plan(tx, DAY, MORNING)
    with pytest.raises(NotFound):
        world.do(lambda tx: delivering.decline(tx, courier_actor("ada"), order.id, now=at(9)))


def test_on_board_cannot_be_declined(world: World, order: Order) -> None:
    """The parcels are with the courier; giving them back is a return."""
    send(world, full_round(order)[:3])

    with pytest.raises(TransitionRefused):
        world.do(lambda tx: delivering.decline(tx, courier_actor("ada"), order.id, now=at(9)))


def test_only_couriers_report(world: World) -> None:
    """A dispatcher has no phone on the road."""
    with pytest.raises(NotAllowed):
        world.do(lambda tx: delivering.apply(tx, DISPATCHER, [], now=MORNING))


def test_a_phone_that_two_couriers_use_reports_for_each_by_themselves(world: World) -> None:
    """What Bo did on this phone is not Ada's, whoever is signed in when it is sent."""
    with pytest.raises(NotAllowed):
        world.do(
            lambda tx: delivering.apply(
                tx, courier_actor("ada"), [], now=MORNING, whose=CourierId("bo")
            )
        )


def test_outcomes_have_their_words() -> None:
    """Phones compare these strings: they never change."""
    assert [one.value for one in ReportOutcome] == [
        "applied",
        "duplicate",
        "waiting",
        "conflict",
    ]
