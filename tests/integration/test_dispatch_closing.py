"""Closing, correcting and sharing: the books always balance, nothing is edited or paid twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from dispatch import closing, correcting, delivering, governing, pay_inputs, paying
from dispatch.errors import AlreadyExists, BadWish, NotFound, TransitionRefused
from dispatch.model import Contract, CourierId, MemberId, Period, Rain, ReportKind
from dispatch.store import open_store
from fairness.books import trial_balance
from fairness.clauses import PayForm, Settlement, TipSharing
from fairness.statement import PayKey
from fairness.work import WorkKind, WorkRecord
from tests.dispatch_plans import publish
from tests.dispatch_reports import ADA, full_round, report, send
from tests.dispatch_world import COOP, DAY, DISPATCHER, World, at, courier_actor

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from dispatch.model import ClosedPay, Order
    from dispatch.store import Store

WEEK = Period(first_day=DAY, last_day=DAY + timedelta(days=6))
MONDAY = at(0) + timedelta(days=7)
BEN = CourierId("ben")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Return an empty store."""
    opened = open_store(f"sqlite:///{tmp_path / 'store.db'}")
    yield opened
    opened.close()


def riding(store: Store, **policy: object) -> tuple[World, Order]:
    """Let Ada deliver one order, 2 km east of the shop, between 9:10 and 9:34."""
    world = World(store, **policy)
    world.crew("ada")
    order = world.order(7000, 5000, between=(at(9), at(12)))
    publish(world)
    send(world, full_round(order))
    return world, order


def close(world: World, period: Period = WEEK) -> tuple[ClosedPay, ...]:
    """Close a period the moment it is over."""
    after = at(0) + (period.last_day - DAY) + timedelta(days=1)
    return world.do(lambda tx: closing.close(tx, DISPATCHER, period, now=after))


def amounts(statement: ClosedPay) -> dict[PayKey, int]:
    """Add up the lines of each kind."""
    found: dict[PayKey, int] = {}
    for line in statement.pay.lines:
        found[line.key] = found.get(line.key, 0) + line.amount_minor
    return found


def books_of(world: World) -> dict[tuple[str, str], int]:
    """Add up the ledger; each unit sums to zero and the chain is whole, always."""
    with world.store.read(COOP) as tx:
        assert tx.ledger.verify_chain() is None
        assert tx.events.verify_chain() is None
        balance = trial_balance(tx.ledger.all())
    for unit in ("EUR", "s"):
        assert sum(amount for (_, of), amount in balance.items() if of == unit) == 0
    return balance


def work_of_ben(world: World) -> None:
    """Take on Ben, who repairs something for two hours."""
    world.courier("ben")
    repair = WorkRecord(
        id="repair",
        courier="ben",
        shift="repair",
        kind=WorkKind.OTHER,
        begins_at=at(9),
        ends_at=at(11),
    )
    world.do(lambda tx: pay_inputs.record_work(tx, DISPATCHER, [repair], now=at(12)))


def test_rain_and_tips_reach_the_pay_of_the_day_and_the_week(store: Store) -> None:
    """A drop of 420 in the rain is 42 more, 1 kg over 2 km is 30; the tip of 150 is on top."""
    world, order = riding(store)
    shower = Rain(
        id="r1", begins_at=at(9, 20), ends_at=at(9, 25), author=MemberId("dora"), noted_at=at(10)
    )
    world.do(lambda tx: pay_inputs.note_rain(tx, DISPATCHER, shower, now=at(10)))
    world.do(
        lambda tx: pay_inputs.give_tip(tx, DISPATCHER, order.id, 150, reference="card", now=at(10))
    )

    with store.read(COOP) as tx:
        running = paying.pay_of(tx, courier_actor("ada"), DAY, now=at(20))
    (closed,) = close(world)

    (day,) = running.of_day
    assert (day.premiums_minor, day.tips_minor) == (42 + 30, 150)
    assert amounts(closed)[PayKey.RAIN] == 42
    assert amounts(closed)[PayKey.TIP] == 150
    rain = next(line for line in closed.pay.lines if line.key is PayKey.RAIN)
    assert (rain.clause, rain.records) == ("rain_percent", (f"{order.id}:delivery:service",))
    assert books_of(world)["courier:ada", "EUR"] == closed.pay.total_minor
    assert books_of(world)["coop:tips", "EUR"] == -150


def test_a_tip_given_twice_is_one_tip(store: Store) -> None:
    """The same reference again changes nothing; with another amount it is refused."""
    world, order = riding(store)

    def give(minor: int) -> None:
        world.do(
            lambda tx: pay_inputs.give_tip(
                tx, DISPATCHER, order.id, minor, reference="card", now=at(10)
            )
        )

    give(150)
    give(150)
    with pytest.raises(AlreadyExists):
        give(200)
    with pytest.raises(BadWish):
        give(0)
    (closed,) = close(world)

    assert closed.pay.tips_minor == 150


def test_pooled_tips_are_shared_by_online_time(store: Store) -> None:
    """Ada is online for 4 h and Ben for 2 h, written down by hand: 150 are 100 and 50."""
    world, order = riding(store, tip_sharing=TipSharing.BY_TIME)
    work_of_ben(world)
    world.do(
        lambda tx: pay_inputs.give_tip(tx, DISPATCHER, order.id, 150, reference="t", now=at(12))
    )

    ada, ben = close(world)

    assert (ada.pay.tips_minor, ben.pay.tips_minor) == (100, 50)


def test_rules_that_begin_as_a_period_ends_are_not_yet_its_rules(store: Store) -> None:
    """From Monday at midnight on it would be each shift; what was until then is still a week."""
    world, _ = riding(store)
    with store.read(COOP) as tx:
        old = tx.policies.at(at(0))
    new = replace(old, version=old.version + 1, valid_from=MONDAY, settlement=Settlement.SHIFT)
    world.do(lambda tx: governing.adopt_policy(tx, DISPATCHER, new, now=at(20)))

    (closed,) = close(world)

    assert closed.policy_version == old.version


def test_late_work_is_added_as_new_lines_and_only_once(store: Store) -> None:
    """Rain noted after closing adds 42 to the drop of 420; asking again adds nothing."""
    world, _ = riding(store)
    (closed,) = close(world)
    shower = Rain(
        id="r1", begins_at=at(9, 20), ends_at=at(9, 25), author=MemberId("dora"), noted_at=MONDAY
    )
    world.do(lambda tx: pay_inputs.note_rain(tx, DISPATCHER, shower, now=MONDAY))

    (added,) = world.do(lambda tx: correcting.reconcile(tx, DISPATCHER, WEEK, now=MONDAY))
    again = world.do(lambda tx: correcting.reconcile(tx, DISPATCHER, WEEK, now=MONDAY))

    assert [(line.key, line.amount_minor) for line in added.lines] == [(PayKey.RAIN, 42)]
    assert again == ()
    assert close(world) == (closed,)
    assert books_of(world)["courier:ada", "EUR"] == closed.pay.total_minor + 42


def test_a_report_that_comes_after_closing_is_paid_by_a_correction(store: Store) -> None:
    """Nothing of Ada's day had come when the week was closed; then all of it does."""
    world = World(store)
    world.crew("ada")
    work_of_ben(world)
    order = world.order(7000, 5000, between=(at(9), at(12)))
    publish(world)
    close(world)

    send(world, full_round(order), now=MONDAY)
    (added,) = world.do(lambda tx: correcting.reconcile(tx, DISPATCHER, WEEK, now=MONDAY))

    assert added.courier == ADA
    assert added.total_minor == 6030
    assert f"{order.id}:delivery:service" in added.records


def test_what_people_agree_on_is_a_line_that_cites_a_clause(store: Store) -> None:
    """Ten off for a coat: the statement stays, the ledger follows; an unknown clause is refused."""
    world, _ = riding(store)
    (closed,) = close(world)

    def agree(clause: str, amount: int, note: str) -> None:
        world.do(
            lambda tx: correcting.correct(
                tx,
                DISPATCHER,
                WEEK,
                ADA,
                amount,
                clause=clause,
                note=note,
                new_id=f"c{amount}",
                now=MONDAY,
            )
        )

    agree("per_drop_minor", -1000, "coat")
    for clause, amount, note in (("coats", 1, "x"), ("per_drop_minor", 0, "x"), ("law", 1, " ")):
        with pytest.raises(BadWish):
            agree(clause, amount, note)

    assert close(world) == (closed,)
    assert books_of(world)["courier:ada", "EUR"] == closed.pay.total_minor - 1000


def test_a_surplus_is_shared_once(store: Store) -> None:
    """20 % stay in the reserve, all else is Ada's, who alone worked; another sum is refused."""
    world, _ = riding(store)
    close(world)

    first = world.do(lambda tx: correcting.share_out(tx, DISPATCHER, WEEK, 10_001, now=MONDAY))
    again = world.do(lambda tx: correcting.share_out(tx, DISPATCHER, WEEK, 10_001, now=MONDAY))

    assert [one.total_minor for one in first] == [8000]
    assert again == first
    assert books_of(world)["coop:reserve", "EUR"] == 2001
    with pytest.raises(TransitionRefused):
        world.do(lambda tx: correcting.share_out(tx, DISPATCHER, WEEK, 5, now=MONDAY))


def test_a_period_that_was_not_closed_has_no_corrections(store: Store) -> None:
    """There is nothing to add to."""
    world, _ = riding(store)

    with pytest.raises(NotFound):
        world.do(lambda tx: correcting.reconcile(tx, DISPATCHER, WEEK, now=MONDAY))


def test_a_volunteers_hours_go_to_a_time_account_up_to_its_limit(store: Store) -> None:
    """4 h are worked, 3 h may stand on the account: 10800 s, against the co-op's."""
    world = World(
        store,
        pay_forms=(PayForm.PER_DROP, PayForm.TIME_CREDIT),
        time_credit_cap_s=3 * 3600,
    )
    world.crew("ada")
    agreed = Contract(courier=ADA, valid_from=DAY, pay_form=PayForm.TIME_CREDIT)
    world.do(lambda tx: pay_inputs.agree_contract(tx, DISPATCHER, agreed, now=at(8)))
    order = world.order(7000, 5000, between=(at(9), at(12)))
    publish(world)
    send(world, full_round(order))

    (closed,) = close(world)

    assert (closed.pay.total_minor, closed.pay.credit_s) == (0, 10_800)
    books = books_of(world)
    assert (books["time:ada", "s"], books["time:coop", "s"]) == (10_800, -10_800)


def test_a_salary_is_paid_on_leave_and_a_month_is_closed_as_one(store: Store) -> None:
    """Half of 280,000 for half the hours; Ben did not work in March and gets it all the same."""
    world = World(
        store,
        pay_forms=(PayForm.MONTHLY,),
        monthly_pay_minor=280_000,
        full_month_s=160 * 3600,
        hourly_rate_minor=1750,
        settlement=Settlement.MONTH,
    )
    world.courier("ben")
    agreed = Contract(
        courier=BEN, valid_from=date(2026, 2, 1), pay_form=PayForm.MONTHLY, month_s=80 * 3600
    )
    world.do(lambda tx: pay_inputs.agree_contract(tx, DISPATCHER, agreed, now=at(8)))
    march = Period(first_day=date(2026, 3, 1), last_day=date(2026, 3, 31))

    (closed,) = close(world, march)

    assert amounts(closed) == {PayKey.SALARY: 140_000}
    assert books_of(world)["coop:labor", "EUR"] == -140_000


@pytest.mark.parametrize(
    ("contract", "clause"),
    [
        (Contract(courier=BEN, valid_from=DAY, pay_form=PayForm.HOURLY), "pay_forms"),
        (
            Contract(courier=BEN, valid_from=DAY, pay_form=PayForm.PER_DROP, need_percent=130),
            "max_need_percent",
        ),
    ],
)
def test_a_contract_that_the_policy_does_not_allow_is_refused(
    store: Store, contract: Contract, clause: str
) -> None:
    """A form that the policy lacks, a need weight beyond what was voted: the clause is named."""
    world = World(store)
    world.courier("ben")

    with pytest.raises(BadWish) as caught:
        world.do(lambda tx: pay_inputs.agree_contract(tx, DISPATCHER, contract, now=at(8)))

    assert caught.value.values["clause"] == clause


def test_a_period_longer_than_what_is_settled_is_refused(store: Store) -> None:
    """A weekly floor over a month would pay less; the clause is named."""
    world, _ = riding(store)

    with pytest.raises(BadWish) as caught:
        close(world, replace(WEEK, last_day=DAY + timedelta(days=7)))

    assert caught.value.values["clause"] == "settlement"


def test_who_is_ahead_is_posted_at_closing_and_sums_to_zero(store: Store) -> None:
    """Ada's drop of 420 in 4 h against Ben's 2 h without: she is entitled to 280 of it."""
    world, _ = riding(store)
    work_of_ben(world)

    ada, ben = close(world)

    assert (ada.balance_minor, ben.balance_minor) == (140, -140)
    assert books_of(world)["balance:ada", "EUR"] == 140


def test_the_drop_of_an_order_that_a_phone_reported_cannot_be_written_down_again(
    store: Store,
) -> None:
    """It would be paid twice."""
    world, order = riding(store)
    again = WorkRecord(
        id="again",
        courier="ada",
        shift="paper",
        kind=WorkKind.SERVICE,
        begins_at=at(9, 34),
        ends_at=at(9, 35),
        order=order.id,
        is_drop=True,
    )

    with pytest.raises(AlreadyExists):
        world.do(lambda tx: pay_inputs.record_work(tx, DISPATCHER, [again], now=at(12)))


def test_shifts_that_overlap_in_fact_are_paid_once(store: Store) -> None:
    """Ada ends her first shift an hour into her second: 9 to 17 are 8 h, not 9."""
    world = World(store)
    world.courier("ada")
    world.shift("ada", 9, 12)
    world.shift("ada", 12, 17, id="shift-late")
    events = [
        report(1, ReportKind.SHIFT_BEGAN, at(9)),
        report(2, ReportKind.SHIFT_ENDED, at(13)),
        report(3, ReportKind.SHIFT_BEGAN, at(13, 1)),
        report(4, ReportKind.SHIFT_ENDED, at(17)),
    ]
    world.do(lambda tx: delivering.apply(tx, courier_actor("ada"), events, now=at(18)))

    (closed,) = close(world)

    assert closed.online_s <= 8 * 3600
    assert closed.pay.floor_minor == closed.pay.total_minor
