"""Reports that were applied although their times cannot be right: a person should look."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from itertools import pairwise
from typing import TYPE_CHECKING

from dispatch.model import ReportKind, Role
from dispatch.permission import require

if TYPE_CHECKING:
    from datetime import date

    from dispatch.model import Actor, CourierEvent, CourierId, KeptReport
    from dispatch.store import ReadTransaction


class Doubt(StrEnum):
    """What is odd about a report."""

    RUNS_BACKWARDS = "runs_backwards"
    """It is earlier than what the same phone reported before it."""
    SHIFTS_OVERLAP = "shifts_overlap"
    """With it, two shifts of one courier share some time; that is paid once."""


def doubt_about(tx: ReadTransaction, courier: CourierId, report: CourierEvent) -> str:
    """Say what is odd about a report that was just applied; empty for nothing."""
    before = tx.reports.find(courier, report.device, report.sequence - 1)
    if before is not None and report.at < before.report.at:
        return Doubt.RUNS_BACKWARDS
    return Doubt.SHIFTS_OVERLAP if _overlaps(tx, courier, report) else ""


def reports_to_check(tx: ReadTransaction, actor: Actor, day: date) -> tuple[KeptReport, ...]:
    """List the reports of a day that a person should look at, oldest first."""
    require(actor, Role.DISPATCHER)
    begins, _ = tx.coop.bounds(day)
    found = tx.reports.with_code(since=begins)
    return tuple(kept for kept in found if tx.coop.day_of(kept.report.at) == day)


def _overlaps(tx: ReadTransaction, courier: CourierId, report: CourierEvent) -> bool:
    """Tell whether a shift that just ended shares time with another one, as they really were."""
    if report.kind is not ReportKind.SHIFT_ENDED:
        return False
    day = tx.coop.day_of(report.at)
    shifts = tx.shifts.of_courier(courier, day - timedelta(days=1), day + timedelta(days=1))
    real = sorted(
        (max(shift.began_at, shift.starts_at), shift.ended_at or report.at)
        for shift in shifts
        if shift.began_at is not None
    )
    return any(later[0] < earlier[1] for earlier, later in pairwise(real))
