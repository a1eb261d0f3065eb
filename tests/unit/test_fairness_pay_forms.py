"""Pay forms: by the hour, mixed, by the month, in credited time, and by contract."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from fairness.clauses import PayForm, Settlement
from fairness.pay import settle_week
from fairness.salary import overtime_lines, salary_lines
from fairness.statement import PayKey, PayStatement
from fairness.work import WorkKind
from tests.pay_records import NOON, POLICY, pay, record, shift_of

HOURLY = replace(POLICY, pay_forms=(PayForm.HOURLY,), hourly_rate_minor=1800)
SALARIED = replace(
    POLICY,
    pay_forms=(PayForm.MONTHLY,),
    monthly_pay_minor=280_000,
    full_month_s=160 * 3600,
    hourly_rate_minor=1800,
    overtime_percent=125,
    settlement=Settlement.MONTH,
)


def amounts_of(statement: PayStatement) -> dict[PayKey, int]:
    """Add up the lines of each kind."""
    found: dict[PayKey, int] = {}
    for line in statement.lines:
        found[line.key] = found.get(line.key, 0) + line.amount_minor
    return found


def test_hourly_pay_counts_time_and_not_drops() -> None:
    """210 min at 1800/h is 6300; drops pay nothing, so the floor of 5250 is met already."""
    statement = pay(HOURLY, shift_of(210, (2300, 1850)))

    assert amounts_of(statement) == {PayKey.HOURS: 6300}
    assert (statement.drops_minor, statement.base_minor) == (0, 6300)


def test_hourly_premiums_are_paid_by_the_second_that_they_hold() -> None:
    """Night from 22:00: one hour of three. 25 % of 1800 is 450; rain of 30 min, 10 %: 90."""
    late = datetime(2026, 3, 4, 20, tzinfo=UTC)
    records = [record("online", WorkKind.IDLE, 180, at=late)]
    rain = ((late - timedelta(hours=1), late + timedelta(minutes=30)),)

    statement = pay(HOURLY, records, rain=rain)

    assert amounts_of(statement) == {PayKey.HOURS: 5400, PayKey.RAIN: 90, PayKey.NIGHT: 450}


def test_mixed_pay_adds_waiting_time_to_drops_before_the_floor() -> None:
    """60 min: floor 1500. One drop of 1 km is 360, 30 min of waiting at 1200/h is 600.

    So 540 are topped up; waiting 25 minutes beyond the free 5 still adds its premium.
    """
    policy = replace(POLICY, pay_forms=(PayForm.MIXED,), hourly_waiting_minor=1200)
    records = [*shift_of(60, (1000,)), record("shop", WorkKind.WAITING, 30, order="s1-0")]

    statement = pay(policy, records)

    assert statement.base_minor == 360 + 600
    assert amounts_of(statement)[PayKey.TOP_UP] == 540
    assert amounts_of(statement)[PayKey.WAITING] == 25 * 25


def test_volunteers_are_credited_time_and_keep_their_tips() -> None:
    """90 min at 1200 thousandths are 6480 s of credit; no money but the tip of 50."""
    policy = replace(POLICY, pay_forms=(PayForm.TIME_CREDIT,), time_credit_permille=1200)

    statement = pay(policy, shift_of(90, (2000,)), tips={"s1-0": 50})

    assert statement.credit_s == 6480
    assert amounts_of(statement) == {PayKey.TIP: 50}
    assert statement.floor_minor == 0


def test_a_contract_chooses_among_the_forms_of_the_policy() -> None:
    """A form that the policy does not have gives the policy's first one."""
    policy = replace(HOURLY, pay_forms=(PayForm.PER_DROP, PayForm.HOURLY))
    records = shift_of(60, (1000,))

    hourly = pay(policy, records, form=PayForm.HOURLY)
    unknown = pay(policy, records, form=PayForm.MIXED)

    assert hourly.pay_form is PayForm.HOURLY
    assert unknown.pay_form is PayForm.PER_DROP


def test_time_paid_in_another_shift_is_not_paid_again() -> None:
    """Of 60 minutes, the first 40 are paid elsewhere: a third of 1500 is guaranteed."""
    records = [record("online", WorkKind.IDLE, 60)]

    statement = pay(POLICY, records, earlier=((NOON, NOON + timedelta(minutes=40)),))

    assert (statement.paid_s, statement.total_minor) == (1200, 500)


@pytest.mark.parametrize("cut", [1, 7, 15, 30])
def test_a_salary_adds_up_however_its_month_is_cut(cut: int) -> None:
    """80 of 160 h are half of 280,001, rounded up; 31 days do not divide it."""
    policy = replace(SALARIED, monthly_pay_minor=280_001)
    march, end = date(2026, 3, 1), date(2026, 3, 31)
    middle = march + timedelta(days=cut - 1)

    parts = [
        *salary_lines(policy, contracted_month_s=80 * 3600, first=march, last=middle),
        *salary_lines(
            policy, contracted_month_s=80 * 3600, first=middle + timedelta(days=1), last=end
        ),
    ]

    assert sum(line.amount_minor for line in parts) == 140_001
    assert sum(line.quantity for line in parts) == 80 * 3600


def test_a_month_is_settled_with_salary_and_hours_beyond_the_contract() -> None:
    """82 h on a contract of 80: 140,000 and 2 h at 125 % of 1800, 4500; the floor is met."""
    shifts = [
        pay(SALARIED, [record(f"r{n}", WorkKind.IDLE, 492, shift=f"s{n}")]) for n in range(10)
    ]
    salary = salary_lines(
        SALARIED, contracted_month_s=80 * 3600, first=date(2026, 3, 1), last=date(2026, 3, 31)
    )
    worked = sum(shift.paid_s for shift in shifts)
    beyond = overtime_lines(SALARIED, paid_s=worked, contracted_s=80 * 3600, records=("r0",))

    month = settle_week(shifts, (*salary, *beyond))

    assert amounts_of(month) == {PayKey.SALARY: 140_000, PayKey.OVERTIME: 4500}
    assert month.settlement is Settlement.MONTH
    assert month.base_minor >= month.floor_minor == 123_000
