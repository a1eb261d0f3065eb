"""Pay of a shift and of a period, to the minor unit, from work records.

base = what the pay form gives: drops, hours or a salary. pay = max(floor, base) +
premiums + tips. The floor is guaranteed per shift, week or month, as the policy says.
Nothing is ever taken off, and no second is paid twice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fairness.clauses import PayForm, Settlement
from fairness.drops import drop_lines
from fairness.hours import total_s, without
from fairness.money import ceil_div, half_up
from fairness.premiums import premium_lines
from fairness.statement import BASE, PayKey, PayLine, PayStatement
from fairness.work import WorkKind, in_order_of_time, stretches

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import tzinfo

    from fairness.hours import Stretch
    from fairness.policy import Policy
    from fairness.work import WorkRecord

BY_DROP = frozenset({PayForm.PER_DROP, PayForm.MIXED})
"""Forms that pay drops and kilometres."""


def drop_pay_minor(policy: Policy, meters: int) -> int:
    """Give the pay of one drop before floor and premiums.

    Where the form pays by time, this is not paid; it is the drop's weight when plans even
    out the work.

    Parameters
    ----------
    policy
        Rules in force.
    meters
        Paid distance of the drop.

    Returns
    -------
    int
        Minor units: pay per drop plus distance pay, halves up.
    """
    return policy.per_drop_minor + half_up(policy.per_km_minor * meters, 1000)


def floor_pay_minor(policy: Policy, seconds: int) -> int:
    """Give the guaranteed pay for an online time.

    Parameters
    ----------
    policy
        Rules in force.
    seconds
        Online seconds.

    Returns
    -------
    int
        Minor units, rounded up.
    """
    return ceil_div(policy.hourly_floor_minor * seconds, 3600)


def form_of(policy: Policy, agreed: PayForm | None) -> PayForm:
    """Tell how somebody is paid.

    Parameters
    ----------
    policy
        Rules in force; clause ``pay_forms``.
    agreed
        What their contract says, if they have one.

    Returns
    -------
    PayForm
        The contract's, where the policy has it, or else the policy's first.
    """
    return agreed if agreed in policy.pay_forms else policy.pay_forms[0]


def pay_for_shift(  # noqa: PLR0913 (what the pay of a shift depends on)
    policy: Policy,
    records: Iterable[WorkRecord],
    *,
    zone: tzinfo,
    form: PayForm | None = None,
    rain: Sequence[Stretch] = (),
    tips: Mapping[str, int] | None = None,
    earlier: Sequence[Stretch] = (),
) -> PayStatement:
    """Compute the statement of one courier's shift.

    A drop's paid distance is that of all records of the same order in this shift; its
    pay per drop goes to each record that completes one.

    Parameters
    ----------
    policy
        Rules in force when the shift began.
    records
        Work records of one courier and one shift, in any order.
    zone
        Time zone in which nights and Sundays are told.
    form
        How the courier is paid; ``None``: as the policy's first form says.
    rain
        When it rained, in UTC.
    tips
        Minor units by the id of the order they were given for.
    earlier
        Time that is paid in other shifts of the same courier and so not here.

    Returns
    -------
    PayStatement
        Settled, unless the policy guarantees the floor over more than a shift.

    Raises
    ------
    ValueError
        When records are of several couriers or shifts, one comes twice, or a tip is
        negative.
    """
    ordered = in_order_of_time(records)
    _of_one_shift(ordered)
    chosen = form_of(policy, form)
    paid = paid_stretches(policy, ordered, earlier=earlier)
    paid_s = total_s(paid)
    names = tuple(record.id for record in ordered)
    drops, lines = drop_lines(policy, ordered) if chosen in BY_DROP else ((), [])
    lines.extend(_time_lines(policy, ordered, chosen, paid_s=paid_s, earlier=earlier))
    base = sum(line.amount_minor for line in lines)
    if chosen is not PayForm.TIME_CREDIT:
        lines.extend(
            premium_lines(policy, ordered, drops, paid=paid, form=chosen, zone=zone, rain=rain)
        )
    lines.extend(_tip_lines(tips or {}))
    floor = 0 if chosen is PayForm.TIME_CREDIT else floor_pay_minor(policy, paid_s)
    is_settled = policy.settlement == Settlement.SHIFT and chosen is not PayForm.MONTHLY
    if is_settled:
        lines.extend(top_up_lines(floor - base, paid_s=paid_s, records=names))
    credited = policy.time_credit_permille if chosen is PayForm.TIME_CREDIT else 0
    return PayStatement(
        policy_versions=(policy.version,),
        currency=policy.currency,
        settlement=policy.settlement,
        is_settled=is_settled,
        lines=tuple(lines),
        paid_s=paid_s,
        floor_minor=floor,
        records=names,
        pay_form=chosen,
        credit_s=half_up(credited * paid_s, 1000),
    )


def paid_stretches(
    policy: Policy, records: Iterable[WorkRecord], *, earlier: Sequence[Stretch] = ()
) -> tuple[Stretch, ...]:
    """Give the time of work records that is paid, each moment once.

    Parameters
    ----------
    policy
        Rules in force; clause ``paid_kinds``.
    records
        Work records in any order.
    earlier
        Time that is paid elsewhere.

    Returns
    -------
    tuple of Stretch
        Joined, in order of time.
    """
    kinds = policy.paid_kinds
    return without(stretches(record for record in records if record.kind in kinds), earlier)


def settle_week(shifts: Sequence[PayStatement], extra: Sequence[PayLine] = ()) -> PayStatement:
    """Join the shifts of one courier's period and apply the floor of that period.

    Shifts that were settled on their own keep their top-up; over the others together,
    the floor is guaranteed once. A salary counts toward that floor.

    Parameters
    ----------
    shifts
        Statements from `pay_for_shift`, at least one.
    extra
        Lines of the period as a whole, such as a salary.

    Returns
    -------
    PayStatement
        The settled period, with every line of its shifts.

    Raises
    ------
    ValueError
        When there is no shift, currencies differ, or a work record is in two shifts.
    """
    currencies = sorted({shift.currency for shift in shifts})
    if len(currencies) != 1:
        msg = f"Expected shifts in one currency, got {currencies}."
        raise ValueError(msg)
    records = [name for shift in shifts for name in shift.records]
    if len(set(records)) < len(records):
        twice = next(name for name in records if records.count(name) > 1)
        msg = f"Expected each work record in one shift, got {twice!r} in two."
        raise ValueError(msg)
    pooled = [shift for shift in shifts if not shift.is_settled]
    short = sum(shift.floor_minor - shift.base_minor for shift in pooled)
    top_up = top_up_lines(
        short - sum(line.amount_minor for line in extra if line.key in BASE),
        paid_s=sum(shift.paid_s for shift in pooled),
        records=tuple(name for shift in pooled for name in shift.records),
    )
    is_month = any(shift.settlement is Settlement.MONTH for shift in shifts)
    return PayStatement(
        policy_versions=tuple(sorted({v for shift in shifts for v in shift.policy_versions})),
        currency=currencies[0],
        settlement=Settlement.MONTH if is_month else Settlement.WEEK,
        is_settled=True,
        lines=(*(line for shift in shifts for line in shift.lines), *extra, *top_up),
        paid_s=sum(shift.paid_s for shift in shifts),
        floor_minor=sum(shift.floor_minor for shift in shifts),
        records=tuple(records),
        pay_form=shifts[-1].pay_form,
        credit_s=sum(shift.credit_s for shift in shifts),
    )


def top_up_lines(short_minor: int, *, paid_s: int, records: tuple[str, ...]) -> list[PayLine]:
    """Give the line that lifts a base to the floor.

    Parameters
    ----------
    short_minor
        What is missing; nothing is if it is not above zero.
    paid_s, records
        What the line cites.

    Returns
    -------
    list of PayLine
        One line or none.
    """
    if short_minor <= 0:
        return []
    return [
        PayLine(
            key=PayKey.TOP_UP,
            clause="hourly_floor_minor",
            amount_minor=short_minor,
            quantity=paid_s,
            records=records,
        )
    ]


def _of_one_shift(records: Sequence[WorkRecord]) -> None:
    owners = sorted({(record.courier, record.shift) for record in records})
    if len(owners) > 1:
        msg = f"Expected records of one courier's shift, got {owners[0]} and {owners[1]}."
        raise ValueError(msg)


def _time_lines(
    policy: Policy,
    records: Sequence[WorkRecord],
    form: PayForm,
    *,
    paid_s: int,
    earlier: Sequence[Stretch],
) -> list[PayLine]:
    """Give what is paid by the hour: all online time, or waiting in the mixed form."""
    if form is PayForm.HOURLY:
        of_time = [record for record in records if record.kind in policy.paid_kinds]
        key, clause, seconds = PayKey.HOURS, "hourly_rate_minor", paid_s
        rate = policy.hourly_rate_minor
    elif form is PayForm.MIXED:
        of_time = [record for record in records if record.kind is WorkKind.WAITING]
        key, clause, rate = PayKey.WAITING_TIME, "hourly_waiting_minor", policy.hourly_waiting_minor
        seconds = total_s(without(stretches(of_time), earlier))
    else:
        return []
    amount = ceil_div(rate * seconds, 3600)
    if not amount:
        return []
    names = tuple(record.id for record in of_time)
    return [PayLine(key=key, clause=clause, amount_minor=amount, quantity=seconds, records=names)]


def _tip_lines(tips: Mapping[str, int]) -> list[PayLine]:
    if any(minor < 0 for minor in tips.values()):
        msg = f"Expected tips >= 0, got {dict(tips)}."
        raise ValueError(msg)
    return [
        PayLine(
            key=PayKey.TIP,
            clause="tip_sharing",
            amount_minor=minor,
            quantity=minor,
            records=(order,),
        )
        for order, minor in sorted(tips.items())
        if minor
    ]
