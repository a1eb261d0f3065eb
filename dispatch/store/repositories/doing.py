"""What couriers reported, and the work that it amounts to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dispatch.model import KeptReport, ReportDecision, ReportOutcome, StopFact, StopState, Tally
from dispatch.store import tables
from dispatch.store.repository import Repository
from dispatch.store.scoped import Scoped
from fairness.work import WorkRecord
from routing.solution import StopKind

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date, datetime

    from sqlalchemy.engine import Connection

    from dispatch.model import CoopId, CourierEvent, CourierId, OrderId


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportRow:
    """A kept report with its device and sequence beside it, to search by."""

    courier: CourierId
    device: str
    sequence: int
    report: CourierEvent
    received_at: datetime
    outcome: ReportOutcome
    code: str
    message: str


class Reports:
    """Everything that phones have sent, whatever became of it."""

    def __init__(self, connection: Connection, coop: CoopId) -> None:
        self._rows: Scoped[ReportRow] = Scoped(connection, coop, tables.report, ReportRow)

    def find(self, courier: CourierId, device: str, sequence: int) -> KeptReport | None:
        """Give one report, if it has come."""
        columns = tables.report.c
        row = self._rows.one(
            columns.courier == courier, columns.device == device, columns.sequence == sequence
        )
        return _kept(row) if row else None

    def last_applied(self, courier: CourierId, device: str) -> int:
        """Give the sequence up to which a device's reports have been dealt with."""
        columns = tables.report.c
        newest = self._rows.largest(
            columns.sequence,
            columns.courier == courier,
            columns.device == device,
            columns.outcome != ReportOutcome.WAITING,
        )
        return int(newest or 0)

    def waiting(self, courier: CourierId, device: str) -> tuple[KeptReport, ...]:
        """Give the reports that came before an earlier one of their device, in order."""
        columns = tables.report.c
        rows = self._rows.find(
            columns.courier == courier,
            columns.device == device,
            columns.outcome == ReportOutcome.WAITING,
            order_by=[columns.sequence],
        )
        return tuple(map(_kept, rows))

    def conflicts(self) -> tuple[KeptReport, ...]:
        """Give all reports that contradict what is known, oldest first."""
        columns = tables.report.c
        rows = self._rows.find(
            columns.outcome == ReportOutcome.CONFLICT,
            order_by=[columns.received_at, columns.device, columns.sequence],
        )
        return tuple(map(_kept, rows))

    def with_code(self, *, since: datetime) -> tuple[KeptReport, ...]:
        """Give the reports since a moment that a person should look at, oldest first."""
        columns = tables.report.c
        rows = self._rows.find(
            columns.code != "",
            columns.received_at >= since,
            order_by=[columns.received_at, columns.device, columns.sequence],
        )
        return tuple(map(_kept, rows))

    def put(self, kept: KeptReport) -> None:
        """Write a report, new or with a new outcome."""
        columns = tables.report.c
        row = ReportRow(
            courier=kept.courier,
            device=kept.report.device,
            sequence=kept.report.sequence,
            report=kept.report,
            received_at=kept.received_at,
            outcome=kept.outcome,
            code=kept.code,
            message=kept.message,
        )
        changed = self._rows.change(
            {"outcome": kept.outcome, "code": kept.code, "message": kept.message},
            columns.courier == row.courier,
            columns.device == row.device,
            columns.sequence == row.sequence,
        )
        if not changed:
            self._rows.add(row)


def _kept(row: ReportRow) -> KeptReport:
    return KeptReport(
        courier=row.courier,
        report=row.report,
        received_at=row.received_at,
        outcome=row.outcome,
        code=row.code,
        message=row.message,
    )


class ReportDecisions(Repository[ReportDecision]):
    """What people decided about doubtful reports: never changed once written."""

    table = tables.report_decision
    entity = ReportDecision
    key = ("courier", "device", "sequence")

    def until(self, last: date) -> tuple[ReportDecision, ...]:
        """Give what was decided about days up to one, in order."""
        columns = self.table.c
        return self._rows.find(
            columns.day <= last,
            order_by=[columns.day, columns.courier, columns.device, columns.sequence],
        )

    def of_courier(self, courier: CourierId, since: datetime) -> tuple[ReportDecision, ...]:
        """Give what was decided about a courier's reports since a moment, the newest first."""
        columns = self.table.c
        return self._rows.find(
            columns.courier == courier,
            columns.decided_at >= since,
            order_by=[columns.decided_at.desc(), columns.id],
        )


class StopFacts(Repository[StopFact]):
    """What has really happened at each stop."""

    table = tables.stop_fact
    entity = StopFact
    key = ("order", "kind")

    def remove(self, order: OrderId, kind: StopKind) -> None:
        """Forget what happened at one end of an order, as it is to happen again."""
        self._rows.remove(*self._is((order, kind)))

    def of_day(self, day: date) -> tuple[StopFact, ...]:
        """Give a day's facts in the order of arrival."""
        columns = self.table.c
        return self._rows.find(
            columns.day == day, order_by=[columns.arrived_at, columns.order, columns.kind]
        )

    def deliveries(self, first: date, last: date) -> tuple[StopFact, ...]:
        """Give the deliveries that were made on some days, by day and order."""
        columns = self.table.c
        return self._rows.find(
            columns.day.between(first, last),
            columns.kind == StopKind.DELIVERY,
            columns.state == StopState.DONE,
            order_by=[columns.day, columns.order],
        )

    def of_order(self, order: OrderId) -> tuple[StopFact, ...]:
        """Give an order's facts."""
        return self._rows.find(self.table.c.order == order, order_by=[self.table.c.kind])


class Work(Repository[WorkRecord]):
    """Work records: never changed once written."""

    table = tables.work_record
    entity = WorkRecord

    def add_of_days(self, records: Sequence[WorkRecord], days: Sequence[date]) -> None:
        """Write records, each with the co-op's day it counts for."""
        self._rows.add_all(records, [{"day": day} for day in days])

    def of_courier(self, courier: CourierId, first: date, last: date) -> tuple[WorkRecord, ...]:
        """Give one courier's records of some days, in order of time."""
        columns = self.table.c
        return self._rows.find(
            columns.courier == courier,
            columns.day.between(first, last),
            order_by=[columns.begins_at, columns.id],
        )

    def drops_of(self, orders: Collection[str]) -> tuple[WorkRecord, ...]:
        """Give the paid drops of some orders, by order and id."""
        if not orders:
            return ()
        columns = self.table.c
        return self._rows.find(
            columns.order.in_(sorted(orders)),
            columns.is_drop,
            order_by=[columns.order, columns.id],
        )

    def of_days(self, first: date, last: date) -> tuple[WorkRecord, ...]:
        """Give everybody's records of some days, by courier and time."""
        columns = self.table.c
        return self._rows.find(
            columns.day.between(first, last),
            order_by=[columns.courier, columns.begins_at, columns.id],
        )


class Tallies(Repository[Tally]):
    """What each courier's day adds up to."""

    table = tables.tally
    entity = Tally
    key = ("courier", "day")

    def of_days(self, first: date, last: date) -> tuple[Tally, ...]:
        """Give everybody's tallies of some days, by courier and day."""
        columns = self.table.c
        return self._rows.find(
            columns.day.between(first, last), order_by=[columns.courier, columns.day]
        )
