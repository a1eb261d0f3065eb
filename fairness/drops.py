"""What completed drops are worth: pay in the forms that pay by the drop, a weight in others."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

from fairness.hours import SECOND
from fairness.money import half_up
from fairness.premiums import DropPay
from fairness.statement import PayKey, PayLine

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from fairness.policy import Policy
    from fairness.work import WorkRecord


def drop_lines(
    policy: Policy, records: Sequence[WorkRecord]
) -> tuple[tuple[DropPay, ...], list[PayLine]]:
    """Give the pay of a shift's drops, order by order.

    Parameters
    ----------
    policy
        Rules in force.
    records
        Work records of a shift in order of time.

    Returns
    -------
    tuple of DropPay
        One per order with a completed drop.
    list of PayLine
        A line per order for its drops and one for its metres, without lines of zero.
    """
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
        first = min(record.begins_at.astimezone(UTC) for record in group)
        last = max(record.ends_at.astimezone(UTC) for record in done)
        drops.append(
            DropPay(
                drops=done,
                amount_minor=sum(line.amount_minor for line in of_order),
                stretch=((first, max(last, first + SECOND)),),
            )
        )
        lines.extend(line for line in of_order if line.amount_minor)
    return tuple(drops), lines


def drops_worth_minor(policy: Policy, records: Iterable[WorkRecord]) -> int:
    """Give what the drops of a shift are worth, whether or not the form pays by the drop.

    Parameters
    ----------
    policy
        Rules in force.
    records
        Work records of one shift, in any order.

    Returns
    -------
    int
        Minor units; by these, plans even out the work.
    """
    _, lines = drop_lines(policy, tuple(records))
    return sum(line.amount_minor for line in lines)
