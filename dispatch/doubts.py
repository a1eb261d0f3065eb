"""Reports that were refused, or applied although their times cannot be right.

Each is shown to a person beside what was recorded, and the person decides with a reason.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from dispatch.model import OrderState, ReportKind, Role
from dispatch.permission import require

if TYPE_CHECKING:
    from datetime import date, datetime

    from dispatch.model import (
        Actor,
        CourierEvent,
        CourierId,
        KeptReport,
        OrderId,
        ReportDecision,
        Shift,
    )
    from dispatch.store import ReadTransaction

LISTED: Final = timedelta(days=60)
"""How long doubtful reports are listed."""


class Doubt(StrEnum):
    """What is odd about a report."""

    RUNS_BACKWARDS = "runs_backwards"
    """It is earlier than what the same phone reported before it."""
    SHIFTS_OVERLAP = "shifts_overlap"
    """With it, two shifts of one courier share some time; that is paid once."""
    CANCELED_ON_BOARD = "canceled_on_board"
    """Its order had been canceled before the courier knew; the parcels go back."""
    CANCELED_DELIVERED = "canceled_delivered"
    """Its order had been canceled and was delivered all the same."""


TOLD_TO_COURIERS = frozenset({Doubt.CANCELED_ON_BOARD, Doubt.CANCELED_DELIVERED})
"""Doubts that the courier has to know of as well."""


class Recorded(StrEnum):
    """What kind of fact a doubtful report is compared with."""

    REPORT = "report"
    """What the same phone reported before it."""
    SHIFT = "shift"
    """When a shift of the courier really was."""
    STOP = "stop"
    """Who was at a stop of the order, and when."""
    HOLDER = "holder"
    """With whom the order is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """A fact that was recorded, to be read beside a doubtful report.

    Attributes
    ----------
    what
        Its kind.
    courier
        Of whom; ``None``: nobody.
    begins_at, ends_at
        When, as far as it is known.
    detail
        Code of the report or of the stop; empty for others.
    """

    what: Recorded
    courier: CourierId | None
    begins_at: datetime | None = None
    ends_at: datetime | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownReport:
    """A doubtful report with what was recorded, and what a person decided.

    Attributes
    ----------
    kept
        The report.
    beside
        What was recorded.
    decision
        ``None`` while nobody has decided.
    """

    kept: KeptReport
    beside: tuple[Beside, ...]
    decision: ReportDecision | None


def doubt_about(tx: ReadTransaction, courier: CourierId, report: CourierEvent) -> str:
    """Say what is odd about a report that was just applied; empty for nothing."""
    canceled = _of_canceled(tx, report)
    if canceled:
        return canceled
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


def doubtful(tx: ReadTransaction, actor: Actor, *, now: datetime) -> tuple[ShownReport, ...]:
    """List doubtful reports: those that wait for a decision first, the newest at the top."""
    require(actor, Role.DISPATCHER)
    found = [_shown(tx, kept) for kept in reversed(tx.reports.with_code(since=now - LISTED))]
    return tuple(sorted(found, key=lambda one: one.decision is not None))


def _shown(tx: ReadTransaction, kept: KeptReport) -> ShownReport:
    report = kept.report
    key = (kept.courier, report.device, report.sequence)
    return ShownReport(kept=kept, beside=_beside(tx, kept), decision=tx.report_decisions.find(*key))


def _beside(tx: ReadTransaction, kept: KeptReport) -> tuple[Beside, ...]:
    """Gather what was recorded around a report."""
    report, courier = kept.report, kept.courier
    found: list[Beside] = []
    before = tx.reports.find(courier, report.device, report.sequence - 1)
    if before is not None:
        said = before.report
        found.append(
            Beside(what=Recorded.REPORT, courier=courier, begins_at=said.at, detail=said.kind.value)
        )
    if report.order is not None:
        found += _about_order(tx, report.order)
    else:
        found += [
            Beside(what=Recorded.SHIFT, courier=courier, begins_at=begins, ends_at=shift.ended_at)
            for begins, shift in _begun(tx, courier, report)
        ]
    return tuple(found)


def _about_order(tx: ReadTransaction, name: OrderId) -> list[Beside]:
    order = tx.orders.find(name)
    if order is None:
        return []
    facts = sorted(tx.stop_facts.of_order(name), key=lambda fact: fact.arrived_at)
    return [
        Beside(what=Recorded.HOLDER, courier=order.courier, detail=order.state.value),
        *(
            Beside(
                what=Recorded.STOP,
                courier=fact.courier,
                begins_at=fact.arrived_at,
                ends_at=fact.served_at,
                detail=fact.kind.value,
            )
            for fact in facts
        ),
    ]


def _begun(
    tx: ReadTransaction, courier: CourierId, report: CourierEvent
) -> list[tuple[datetime, Shift]]:
    """Give a courier's shifts around a report that were begun, by when that really was."""
    day = tx.coop.day_of(report.at)
    shifts = tx.shifts.of_courier(courier, day - timedelta(days=1), day + timedelta(days=1))
    begun = [
        (max(shift.began_at, shift.starts_at), shift)
        for shift in shifts
        if shift.began_at is not None
    ]
    return sorted(begun, key=lambda one: (one[0], one[1].id))


def _of_canceled(tx: ReadTransaction, report: CourierEvent) -> str:
    """Tell what is odd about work on an order that has been canceled; empty for nothing."""
    order = None if report.order is None else tx.orders.find(report.order)
    if order is None or order.state is not OrderState.CANCELED:
        return ""
    if report.kind is ReportKind.DELIVERED:
        return Doubt.CANCELED_DELIVERED
    return Doubt.CANCELED_ON_BOARD if report.kind is ReportKind.PICKED_UP else ""


def _overlaps(tx: ReadTransaction, courier: CourierId, report: CourierEvent) -> bool:
    """Tell whether a shift that just ended shares time with another one, as they really were."""
    if report.kind is not ReportKind.SHIFT_ENDED:
        return False
    real = sorted(
        (begins, shift.ended_at or report.at) for begins, shift in _begun(tx, courier, report)
    )
    return any(later[0] < earlier[1] for earlier, later in pairwise(real))
