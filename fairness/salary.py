"""Monthly pay: a salary for contracted hours, and what goes beyond them.

A salary is spread over the days of its month so that any cut into periods adds up to it.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import timedelta
from typing import TYPE_CHECKING

from fairness.money import half_up
from fairness.statement import PayKey, PayLine

if TYPE_CHECKING:
    from datetime import date

    from fairness.policy import Policy


def salary_lines(
    policy: Policy, *, contracted_month_s: int, first: date, last: date
) -> tuple[PayLine, ...]:
    """Give the salary of some days, whether or not there was work on them.

    Parameters
    ----------
    policy
        Rules in force; clauses ``monthly_pay_minor`` and ``full_month_s``.
    contracted_month_s
        Seconds that the courier agreed to per month.
    first, last
        Days paid, both included.

    Returns
    -------
    tuple of PayLine
        One per calendar month touched; the quantity is the contracted seconds of its
        days. The lines of all days of a month, however cut, sum to the month's pay.

    Raises
    ------
    ValueError
        When the policy has no full month or the contract is negative.
    """
    if policy.full_month_s is None or contracted_month_s < 0:
        msg = f"Expected a full month and a contract >= 0 s, got {contracted_month_s}."
        raise ValueError(msg)
    whole = half_up(policy.monthly_pay_minor * contracted_month_s, policy.full_month_s)
    lines = []
    begins = first
    while begins <= last:
        days = monthrange(begins.year, begins.month)[1]
        ends = min(last, begins.replace(day=days))
        amount, seconds = (
            half_up(amount * ends.day, days) - half_up(amount * (begins.day - 1), days)
            for amount in (whole, contracted_month_s)
        )
        lines.append(
            PayLine(
                key=PayKey.SALARY,
                clause="monthly_pay_minor",
                amount_minor=amount,
                quantity=seconds,
                records=(),
            )
        )
        begins = ends + timedelta(days=1)
    return tuple(lines)


def overtime_lines(
    policy: Policy, *, paid_s: int, contracted_s: int, records: tuple[str, ...]
) -> tuple[PayLine, ...]:
    """Give the pay of the hours beyond a contract.

    Parameters
    ----------
    policy
        Rules in force; clauses ``overtime_percent`` and ``hourly_rate_minor``.
    paid_s
        Online seconds of the period.
    contracted_s
        Contracted seconds of the same days.
    records
        Ids of the work records of the period.

    Returns
    -------
    tuple of PayLine
        One line or none.
    """
    beyond_s = max(0, paid_s - contracted_s)
    amount = half_up(policy.hourly_rate_minor * policy.overtime_percent * beyond_s, 3600 * 100)
    if not amount:
        return ()
    line = PayLine(
        key=PayKey.OVERTIME,
        clause="overtime_percent",
        amount_minor=amount,
        quantity=beyond_s,
        records=records,
    )
    return (line,)
