"""Pay of a shift and of a week, to the minor unit, from work records.

base = max(floor, drop pay); pay = base + premiums + tips. The floor is guaranteed per
shift or per week, as the policy says. Nothing is ever taken off.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fairness.clauses import Settlement
from fairness.money import ceil_div, half_up
from fairness.premiums import DropPay, premium_lines
from fairness.statement import PayKey, PayLine, PayStatement
from fairness.work import in_order_of_time, summarize

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from collections.abc import Set as AbstractSet
    from datetime import tzinfo

    from fairness.policy import Policy
    from fairness.work import WorkRecord


def drop_pay_minor(policy: Policy, meters: int) -> int:
    """Give the pay of one drop before floor and premiums.

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


def pay_for_shift(
    policy: Policy,
    records: Iterable[WorkRecord],
    *,
    zone: tzinfo,
    rained_on: AbstractSet[str] = frozenset(),
    tips: Mapping[str, int] | None = None,
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
    rained_on
        Ids of drop records done in the rain.
    tips
        Minor units by the id of the order they were given for.

    Returns
    -------
    PayStatement
        Settled, unless the policy guarantees the floor per week.

    Raises
    ------
    ValueError
        When records are of several couriers or shifts, one comes twice, or a tip is
        negative.
    """
    ordered = in_order_of_time(records)
    _of_one_shift(ordered)
    drops, lines = _drop_lines(policy, ordered)
    lines.extend(premium_lines(policy, ordered, drops, zone=zone, rained_on=rained_on))
    lines.extend(_tip_lines(tips or {}))
    paid_s = summarize(ordered, paid_kinds=policy.paid_kinds).paid_s
    floor = floor_pay_minor(policy, paid_s)
    names = tuple(record.id for record in ordered)
    is_settled = policy.settlement == Settlement.SHIFT
    if is_settled:
        short = floor - sum(drop.amount_minor for drop in drops)
        lines.extend(_top_up_lines(short, paid_s=paid_s, records=names))
    return PayStatement(
        policy_versions=(policy.version,),
        currency=policy.currency,
        settlement=policy.settlement,
        is_settled=is_settled,
        lines=tuple(lines),
        paid_s=paid_s,
        floor_minor=floor,
        records=names,
    )


def settle_week(shifts: Sequence[PayStatement]) -> PayStatement:
    """Join the shifts of one courier's week and apply a weekly floor.

    Shifts that were settled on their own keep their top-up; over the others together,
    the floor is guaranteed once.

    Parameters
    ----------
    shifts
        Statements from `pay_for_shift`, at least one.

    Returns
    -------
    PayStatement
        The settled week, with every line of its shifts.

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
    top_up = _top_up_lines(
        sum(shift.floor_minor - shift.drops_minor for shift in pooled),
        paid_s=sum(shift.paid_s for shift in pooled),
        records=tuple(name for shift in pooled for name in shift.records),
    )
    return PayStatement(
        policy_versions=tuple(sorted({v for shift in shifts for v in shift.policy_versions})),
        currency=currencies[0],
        settlement=Settlement.WEEK,
        is_settled=True,
        lines=(*(line for shift in shifts for line in shift.lines), *top_up),
        paid_s=sum(shift.paid_s for shift in shifts),
        floor_minor=sum(shift.floor_minor for shift in shifts),
        records=tuple(records),
    )


def _top_up_lines(short_minor: int, *, paid_s: int, records: tuple[str, ...]) -> list[PayLine]:
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


def _drop_lines(
    policy: Policy, records: Sequence[WorkRecord]
) -> tuple[tuple[DropPay, ...], list[PayLine]]:
    drops: list[DropPay] = []
    lines: list[PayLine] = []
    by_order: dict[tuple[bool, str], list[WorkRecord]] = {}
    for record in records:
        by_order.setdefault((record.order is None, record.order or record.id), []).append(record)
    for group in by_order.values():
        done = tuple(record for record in group if record.is_drop)
        if not done:
            continue
        moved = tuple(record for record in group if record.meters)
        meters = sum(record.meters for record in moved)
        of_order = [
            PayLine(
                key=PayKey.DROP,
                clause="per_drop_minor",
                amount_minor=policy.per_drop_minor * len(done),
                quantity=len(done),
                records=tuple(record.id for record in done),
            ),
            PayLine(
                key=PayKey.DISTANCE,
                clause="per_km_minor",
                amount_minor=half_up(policy.per_km_minor * meters, 1000),
                quantity=meters,
                records=tuple(record.id for record in moved),
            ),
        ]
        drops.append(DropPay(drops=done, amount_minor=sum(line.amount_minor for line in of_order)))
        lines.extend(line for line in of_order if line.amount_minor)
    return tuple(drops), lines


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
