"""Past shifts as a co-op's books hold them: work records and a tally per courier and day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from dispatch.model.pay import Tally
from fairness.pay import drop_pay_minor
from fairness.work import WorkKind, WorkRecord
from scenarios.calendar import moment_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from dispatch.model import Coop, CourierId
    from fairness.policy import Policy
    from scenarios.history import PastShift

AT_A_STOP = timedelta(minutes=3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Books:
    """Facts about work that is done.

    Attributes
    ----------
    records
        What pay is computed from.
    days
        The co-op's day of each record.
    tallies
        What each courier's day adds up to.
    """

    records: tuple[WorkRecord, ...]
    days: tuple[date, ...]
    tallies: tuple[Tally, ...]


def books_of(
    shifts: Sequence[PastShift],
    *,
    coop: Coop,
    day: date,
    couriers: Sequence[CourierId],
    policy: Policy,
) -> Books:
    """Write down past shifts.

    Parameters
    ----------
    shifts
        What was worked; at most one shift per courier and day.
    coop
        Whose calendar counts.
    day
        The day that the shifts lie before.
    couriers
        Ids in order of the crew.
    policy
        Rules by which drops were paid.

    Returns
    -------
    Books
        A whole shift is one record of being ready for work; each drop is a record on top,
        so that online time is the shift's.
    """
    records: list[WorkRecord] = []
    days: list[date] = []
    tallies: list[Tally] = []
    for shift in shifts:
        worked_on = day - timedelta(days=shift.days_ago)
        found = _records(shift, coop=coop, day=worked_on, courier=couriers[shift.courier])
        records += found
        days += [worked_on] * len(found)
        tallies.append(
            Tally(
                courier=couriers[shift.courier],
                day=worked_on,
                online_s=int(shift.span.duration.total_seconds()),
                earned_minor=sum(drop_pay_minor(policy, drop.meters) for drop in shift.drops),
                num_drops=len(shift.drops),
            )
        )
    return Books(records=tuple(records), days=tuple(days), tallies=tuple(tallies))


def _records(shift: PastShift, *, coop: Coop, day: date, courier: CourierId) -> list[WorkRecord]:
    name = f"past-{day.isoformat()}-{courier}"
    records = [
        WorkRecord(
            id=name,
            courier=courier,
            shift=name,
            kind=WorkKind.IDLE,
            begins_at=moment_of(coop, day, shift.span.begins),
            ends_at=moment_of(coop, day, shift.span.ends),
        )
    ]
    for number, drop in enumerate(shift.drops):
        handed_over = moment_of(coop, day, drop.at)
        records.append(
            WorkRecord(
                id=f"{name}-{number}",
                courier=courier,
                shift=name,
                kind=WorkKind.SERVICE,
                begins_at=handed_over - AT_A_STOP,
                ends_at=handed_over,
                meters=drop.meters,
                order=f"{name}-{number}",
                is_drop=True,
            )
        )
    return records
