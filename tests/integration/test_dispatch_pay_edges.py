"""Pay at its edges: forms that change, people who leave, work that is told twice or late."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from dispatch import closing, correcting, crew, pay_inputs, reporting, stating
from dispatch.auditing import audit
from dispatch.errors import AlreadyExists, TransitionRefused
from dispatch.model import Contract, Period, ReportKind, ShiftBreak, Window
from dispatch.store import open_store
from fairness.books import trial_balance
from fairness.clauses import PayForm
from fairness.policy import ALL_BUT_BREAKS
from fairness.statement import PayKey
from fairness.work import WorkKind, WorkRecord
from tests.dispatch_plans import publish
from tests.dispatch_reports import ADA, full_round, report, send
from tests.dispatch_world import COOP, DAY, DISPATCHER, World, at

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from dispatch.model import ClosedPay
    from dispatch.store import Store

WEEK = Period(first_day=DAY, last_day=DAY + timedelta(days=6))
MONDAY = at(0) + timedelta(days=7)
SALARIED = {
    "pay_forms": (PayForm.HOURLY, PayForm.MONTHLY, PayForm.TIME_CREDIT),
    "hourly_rate_minor": 2000,
    "monthly_pay_minor": 310_000,
    "full_month_s": 155 * 3600,
}
"""A salary of 310,000 for 155 hours: 10,000 and 5 hours on each of the 31 days of March."""


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Return an empty store."""
    opened = open_store(f"sqlite:///{tmp_path / 'store.db'}")
    yield opened
    opened.close()


def agree(world: World, form: PayForm, *, days: int = 0, month_s: int = 0) -> None:
    """Agree with Ada on a form from some days after the first day on."""
    contract = Contract(
        courier=ADA, valid_from=DAY + timedelta(days=days), pay_form=form, month_s=month_s
    )
    world.do(lambda tx: pay_inputs.agree_contract(tx, DISPATCHER, contract, now=at(8)))


def worked(world: World, name: str, hours: int, *, days: int = 0, **changes: object) -> None:
    """Write down work of Ada's that no phone reported."""
    begins = at(9) + timedelta(days=days)
    made = WorkRecord(
        id=name,
        courier="ada",
        shift=name,
        kind=WorkKind.OTHER,
        begins_at=begins,
        ends_at=begins + timedelta(hours=hours),
    )
    record = replace(made, **changes)  # type: ignore[arg-type]  # names of its fields
    world.do(lambda tx: pay_inputs.record_work(tx, DISPATCHER, [record], now=MONDAY))


def close(world: World, period: Period = WEEK) -> tuple[ClosedPay, ...]:
    """Close a period when it is over."""
    after = at(0) + (period.last_day - DAY) + timedelta(days=1)
    return world.do(lambda tx: closing.close(tx, DISPATCHER, period, now=after))


def books_of(world: World) -> dict[tuple[str, str], int]:
    """Add up the ledger."""
    with world.store.read(COOP) as tx:
        assert tx.ledger.verify_chain() is None
        return trial_balance(tx.ledger.all())


def test_hours_paid_by_another_form_are_no_hours_beyond_a_contract(store: Store) -> None:
    """Six hours on Monday at 20.00, then a salary for four days of 5 h, in which Ada works 21 h.

    One hour is beyond the contract and pays 20.00; Monday's six are paid already.
    """
    world = World(store, **SALARIED)
    world.courier("ada")
    agree(world, PayForm.MONTHLY, days=3, month_s=155 * 3600)
    worked(world, "mon", 6)
    for day in (3, 4, 5):
        worked(world, f"day{day}", 7, days=day)

    (closed,) = close(world)

    paid = {line.key: line.amount_minor for line in closed.pay.lines}
    assert paid == {PayKey.HOURS: 12_000, PayKey.SALARY: 40_000, PayKey.OVERTIME: 2000}


def test_late_hours_of_a_volunteer_are_credited_up_to_the_limit(store: Store) -> None:
    """Two hours at closing, four that the phone tells later: three may stand on the account."""
    world = World(store, pay_forms=(PayForm.TIME_CREDIT,), time_credit_cap_s=3 * 3600)
    world.crew("ada")
    worked(world, "before", 2, days=1)
    order = world.order(7000, 5000, between=(at(9), at(12)))
    publish(world)
    close(world)
    send(world, full_round(order), now=MONDAY)

    (late,) = world.do(lambda tx: correcting.reconcile(tx, DISPATCHER, WEEK, now=MONDAY))
    again = world.do(lambda tx: correcting.reconcile(tx, DISPATCHER, WEEK, now=MONDAY))

    assert (late.credit_s, late.total_minor, again) == (3600, 0, ())
    assert books_of(world)["time:ada", "s"] == 3 * 3600
    with store.read(COOP) as tx:
        assert stating.statement(tx, DISPATCHER, DAY, courier=ADA).credit_s == 3 * 3600


def test_a_surplus_that_is_all_reserve_is_booked_once(store: Store) -> None:
    """Nobody gets a line, so only the books tell that it was shared; another sum is refused."""
    world = World(store, reserve_permille=1000)
    world.courier("ada")
    worked(world, "repair", 2)
    close(world)

    for _ in range(2):
        world.do(lambda tx: correcting.share_out(tx, DISPATCHER, WEEK, 5000, now=MONDAY))

    assert books_of(world)["coop:reserve", "EUR"] == 5000
    with pytest.raises(TransitionRefused):
        world.do(lambda tx: correcting.share_out(tx, DISPATCHER, WEEK, 6000, now=MONDAY))


def test_the_drop_of_an_order_is_paid_once(store: Store) -> None:
    """Written down by hand in two shifts: refused. Told by a phone after that: no second drop."""
    world = World(store)
    world.crew("ada")
    order = world.order(7000, 5000, between=(at(9), at(12)))
    publish(world)
    worked(world, "first", 1, order=order.id, is_drop=True)

    with pytest.raises(AlreadyExists):
        worked(world, "second", 1, days=1, order=order.id, is_drop=True)
    send(world, full_round(order))

    (closed,) = close(world)
    assert sum(line.quantity for line in closed.pay.lines if line.key is PayKey.DROP) == 1


def test_a_contract_does_not_reach_back_into_closed_pay(store: Store) -> None:
    """From the Sunday before, which nobody closed, it would hold on all days of the week."""
    world = World(store, **SALARIED)
    world.courier("ada")
    worked(world, "mon", 6)
    close(world)

    with pytest.raises(TransitionRefused):
        agree(world, PayForm.TIME_CREDIT, days=-1)
    agree(world, PayForm.TIME_CREDIT, days=7)


def test_who_leaves_gets_no_salary_from_the_next_day_on(store: Store) -> None:
    """Ada leaves on Wednesday: three days of 100.00, and nothing in the week after."""
    world = World(store, **SALARIED)
    world.courier("ada")
    agree(world, PayForm.MONTHLY, days=-1, month_s=155 * 3600)
    agree(world, PayForm.MONTHLY, days=9, month_s=155 * 3600)
    wednesday = at(12) + timedelta(days=2)
    world.do(lambda tx: crew.leave(tx, DISPATCHER, ADA, now=wednesday))

    (closed,) = close(world)
    later = close(world, Period(first_day=DAY + timedelta(days=7), last_day=DAY + timedelta(13)))

    assert closed.pay.total_minor == 30_000
    assert later == ()


def test_a_report_knows_who_is_paid_without_having_worked(store: Store) -> None:
    """A week of salary on leave is 700.00; an hour of nobody's has no pay to compare."""
    world = World(store, **SALARIED)
    world.courier("ada")
    agree(world, PayForm.MONTHLY, days=-1, month_s=155 * 3600)

    with store.read(COOP) as tx:
        found = reporting.report(tx, DISPATCHER, WEEK.first_day, WEEK.last_day, now=MONDAY)

    assert [(one.pay_minor, one.per_hour_minor) for one in found.couriers] == [(70_000, None)]
    assert found.equity.num_couriers == 0


def test_an_addition_that_was_edited_is_found(store: Store) -> None:
    """What was agreed on, and a share of a surplus: each is what the ledger moved, or named."""
    world = World(store)
    world.courier("ada")
    worked(world, "repair", 2)
    close(world)
    world.do(lambda tx: correcting.share_out(tx, DISPATCHER, WEEK, 5000, now=MONDAY))
    world.do(
        lambda tx: correcting.correct(
            tx, DISPATCHER, WEEK, ADA, 900, clause="law", note="Coat", new_id="coat", now=MONDAY
        )
    )
    with store.read(COOP) as tx:
        added = tx.corrections.of_period(WEEK)
        assert audit(tx).is_intact

    named = []
    for one in added:
        more = tuple(replace(line, amount_minor=line.amount_minor + 1) for line in one.lines)
        world.do(lambda tx, one=one, more=more: tx.corrections.save(replace(one, lines=more)))  # type: ignore[misc]  # bound now
        with store.read(COOP) as tx:
            named.append(audit(tx).differing)
        world.do(lambda tx, one=one: tx.corrections.save(one))  # type: ignore[misc]  # bound now

    week = "2026-03-02/2026-03-08/ada"
    assert sorted(named) == [(f"{week}#coat",), (f"{week}#surplus:2026-03-02:ada",)]


@pytest.mark.parametrize(
    ("kinds", "rests", "hours"),
    [
        (ALL_BUT_BREAKS, (), 3),
        (ALL_BUT_BREAKS, ((1800, True), (600, False)), 3.5),
        (ALL_BUT_BREAKS, ((7200, True),), 4),
        (frozenset(WorkKind), (), 4),
    ],
)
def test_a_rest_is_paid_as_far_as_it_was_agreed_or_the_rules_say(
    store: Store, kinds: frozenset[WorkKind], rests: tuple[tuple[int, bool], ...], hours: float
) -> None:
    """Ada pauses from 10 to 11 in four hours.

    Half an hour of paid rest is agreed, or two hours, or none; or rests are paid by the rules.
    """
    world = World(store, paid_kinds=kinds)
    world.courier("ada")
    window = Window(earliest=at(9), latest=at(12))
    agreed = tuple(ShiftBreak(window=window, duration_s=s, is_paid=paid) for s, paid in rests)
    world.shift("ada", breaks=agreed)
    send(
        world,
        [
            report(1, ReportKind.SHIFT_BEGAN, at(9)),
            report(2, ReportKind.PAUSED, at(10)),
            report(3, ReportKind.RESUMED, at(11)),
            report(4, ReportKind.SHIFT_ENDED, at(13)),
        ],
    )

    (closed,) = close(world)

    assert closed.online_s == hours * 3600
