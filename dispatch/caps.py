"""Limits on a courier's working time: what a shift would break, and which clause says so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from dispatch.model import ShiftState

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from dispatch.model import CourierId, Shift, ShiftId
    from dispatch.store import ReadTransaction
    from fairness.policy import Policy

SECOND = timedelta(seconds=1)
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Breach:
    """A shift that breaks a limit.

    Attributes
    ----------
    shift, courier
        Which, and whose.
    clause
        Of the policy.
    limit_s
        What the clause allows or demands.
    got_s
        What it would be.
    """

    shift: ShiftId
    courier: CourierId
    clause: str
    limit_s: int
    got_s: int


def breach_of(tx: ReadTransaction, policy: Policy, shift: Shift) -> Breach | None:
    """Give the first limit that a shift breaks beside its courier's other shifts."""
    monday = shift.day - timedelta(days=shift.day.weekday())
    near = tx.shifts.of_courier(
        shift.courier, monday - timedelta(days=1), monday + timedelta(days=7)
    )
    others = [one for one in near if one.id != shift.id and one.state is not ShiftState.CANCELED]
    week = [one for one in others if monday <= one.day < monday + timedelta(days=7)]
    begins, _ = tx.coop.bounds(monday)
    ends = tx.coop.beginning(monday + timedelta(days=7))
    longest = _longest_rest([*others, shift], begins, ends)
    most = (
        ("max_day_s", policy.max_day_s, _work_s(one for one in week if one.day == shift.day)),
        ("max_week_s", policy.max_week_s, _work_s(week)),
    )
    own_s = _work_s([shift])
    for clause, cap, used_s in most:
        if cap is not None and used_s + own_s > cap:
            return _breach(shift, clause, cap, used_s + own_s)
    least = (
        ("max_care_s", policy.max_care_s, _care_s(shift)),
        ("min_daily_rest_s", policy.min_daily_rest_s, _daily_rest_s(shift, others)),
        ("min_weekly_rest_s", policy.min_weekly_rest_s, longest // SECOND),
    )
    for clause, bound, got in least:
        is_most = clause.startswith("max")
        if bound is not None and got is not None and (got > bound if is_most else got < bound):
            return _breach(shift, clause, bound, got)
    return None


def breaches(tx: ReadTransaction, policy: Policy, *, now: datetime) -> Iterator[Breach]:
    """Yield the agreed shifts from now on that break a limit of a policy."""
    day = tx.coop.day_of(now)
    for shift in tx.shifts.from_day(day):
        if shift.state is ShiftState.AGREED and shift.starts_at >= now:
            found = breach_of(tx, policy, shift)
            if found is not None:
                yield found


def _breach(shift: Shift, clause: str, limit_s: int, got_s: int) -> Breach:
    return Breach(
        shift=shift.id, courier=shift.courier, clause=clause, limit_s=limit_s, got_s=got_s
    )


def _work_s(shifts: Iterable[Shift]) -> int:
    return sum(int(shift.planned_online.total_seconds()) for shift in shifts)


def _care_s(shift: Shift) -> int:
    return sum((care.ends_at - care.begins_at) // SECOND for care in shift.care)


def _daily_rest_s(shift: Shift, others: Sequence[Shift]) -> int | None:
    """Give the shortest rest between a shift and those of other days; ``None`` without any."""
    rests = [
        max(other.starts_at - shift.ends_at, shift.starts_at - other.ends_at) // SECOND
        for other in others
        if other.day != shift.day
    ]
    return min(rests, default=None)


def _longest_rest(shifts: Iterable[Shift], begins: datetime, ends: datetime) -> timedelta:
    """Give the longest stretch without a shift that lies in a week."""
    longest, free_from = timedelta(), begins
    for shift in sorted(shifts, key=lambda one: one.starts_at):
        longest = max(longest, min(shift.starts_at, ends) - free_from)
        free_from = max(free_from, shift.ends_at)
    return max(longest, ends - free_from)
