"""What replayed days pay: work records of each shift, and statements by the policy's form."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from fairness.clauses import PayForm, Settlement
from fairness.money import half_up
from fairness.pay import pay_for_shift, settle_week
from fairness.statement import PayKey, PayLine
from fairness.work import WorkKind, WorkRecord

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import tzinfo

    from fairness.policy import Policy
    from fairness.statement import PayStatement
    from scenarios.live.outcome import LiveOutcome
    from scenarios.replay.weeks import WorkDay

DAYS_OF = {Settlement.SHIFT: 1, Settlement.WEEK: 7, Settlement.MONTH: 28}
"""Over how many days the floor is guaranteed; a month is four weeks here."""


def records_of(day: WorkDay, outcome: LiveOutcome) -> tuple[tuple[WorkRecord, ...], ...]:
    """Make work records of a day.

    A courier is online for the shift, and until the last order is handed over. An order counts
    the way from its counter to its door, whatever was carried along.

    Returns
    -------
    tuple of tuple of WorkRecord
        By shift.
    """
    after = day.live.delivery.after
    found: list[tuple[WorkRecord, ...]] = []
    for index, shift in enumerate(day.live.couriers):
        mine = [one for one in outcome.handled if one.courier == index]
        ends = max([shift.off, *(one.handed + after for one in mine)])
        name = f"{day.live.name} {shift.id}"

        def record(  # noqa: PLR0913 - all keyword-only and private
            *,
            what: str,
            kind: WorkKind,
            begins: int,
            ends: int,
            meters: int = 0,
            order: str | None = None,
            of: tuple[str, str] = (shift.id, name),
        ) -> WorkRecord:
            return WorkRecord(
                id=f"{of[1]} {what}",
                courier=of[0],
                shift=of[1],
                kind=kind,
                begins_at=day.begins + timedelta(seconds=begins),
                ends_at=day.begins + timedelta(seconds=ends),
                meters=meters,
                order=order,
                is_drop=order is not None,
            )

        online = record(what="online", kind=WorkKind.IDLE, begins=shift.on, ends=ends)
        drops = [
            record(
                what=order.id,
                kind=WorkKind.TRAVEL,
                begins=one.picked,
                ends=one.handed,
                meters=int(day.live.matrix.distances[order.pickup, order.delivery]),
                order=order.id,
            )
            for one in mine
            for order in (day.live.orders[one.order],)
        ]
        found.append((online, *drops))
    return tuple(found)


def shift_statement(policy: Policy, records: Sequence[WorkRecord], *, zone: tzinfo) -> PayStatement:
    """Pay a shift by the policy's first form."""
    return pay_for_shift(policy, records, zone=zone)


def settled(
    policy: Policy, statements: Sequence[tuple[int, PayStatement]]
) -> tuple[PayStatement, ...]:
    """Settle a courier's shifts over the time that the policy guarantees the floor for.

    Who is paid monthly has a contract for as many hours as they were online.

    Parameters
    ----------
    policy
        Rules in force.
    statements
        Number of the day from 0, and what its shift pays.

    Returns
    -------
    tuple of PayStatement
        One per period with work.
    """
    is_monthly = policy.pay_forms[0] is PayForm.MONTHLY
    span = DAYS_OF[Settlement.MONTH if is_monthly else policy.settlement]
    periods: dict[int, list[PayStatement]] = {}
    for number, statement in statements:
        periods.setdefault(number // span, []).append(statement)
    return tuple(
        settle_week(shifts, _salary(policy, shifts) if is_monthly else ())
        for shifts in periods.values()
    )


def _salary(policy: Policy, shifts: Sequence[PayStatement]) -> tuple[PayLine, ...]:
    seconds = sum(shift.paid_s for shift in shifts)
    return (
        PayLine(
            key=PayKey.SALARY,
            clause="monthly_pay_minor",
            amount_minor=half_up(policy.monthly_pay_minor * seconds, policy.full_month_s or 1),
            quantity=seconds,
            records=(),
        ),
    )
