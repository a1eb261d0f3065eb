"""Statements of pay as couriers and the co-op get them: closed lines and what was added."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from dispatch.added_lines import DECIDED
from dispatch.errors import NotFound
from dispatch.model import Period, Role
from dispatch.permission import require, require_courier

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from dispatch.model import Actor, ClosedPay, Correction, Courier, CourierId
    from dispatch.store import ReadTransaction
    from fairness.statement import PayLine
    from fairness.work import WorkRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class FullStatement:
    """A closed statement with everything that was added to it.

    Attributes
    ----------
    courier
        Whose.
    closed
        What was closed; ``None`` when all of it came later.
    period
        Its days.
    corrections
        Added since, oldest first.
    records
        Work records behind its lines, by id.
    """

    courier: Courier
    closed: ClosedPay | None
    period: Period
    corrections: tuple[Correction, ...]
    records: Mapping[str, WorkRecord]

    @property
    def lines(self) -> tuple[PayLine, ...]:
        """Every line, the added ones last."""
        closed = self.closed.pay.lines if self.closed else ()
        return (*closed, *(line for one in self.corrections for line in one.lines))

    @property
    def total_minor(self) -> int:
        """Pay, with what was added."""
        return sum(line.amount_minor for line in self.lines)

    @property
    def credit_s(self) -> int:
        """Credited time, with what was added."""
        closed_s = self.closed.pay.credit_s if self.closed else 0
        return closed_s + sum(one.credit_s for one in self.corrections)


@dataclass(frozen=True, slots=True, kw_only=True)
class AddedPay:
    """What a person or a later report added to a courier's pay, or decided not to.

    Attributes
    ----------
    at
        When.
    period
        Of which days.
    amount_minor
        How much; 0: what was recorded stands.
    reason, note
        Code of why, and a person's words.
    is_posted
        Whether it is in a statement; else it comes with the next one.
    """

    at: datetime
    period: Period
    amount_minor: int
    reason: str
    note: str
    is_posted: bool


def added_since(
    tx: ReadTransaction, actor: Actor, since: datetime, *, courier: CourierId | None = None
) -> tuple[AddedPay, ...]:
    """List what was added to a courier's pay since a moment, the newest first.

    Raises
    ------
    NotFound
        When there is no such courier, or it is another one.
    """
    whose = _whose(tx, actor, courier)
    posted = tx.corrections.of_courier(whose, since)
    known = {one.id for one in posted}
    decided = tx.report_decisions.of_courier(whose, since)
    found = [
        *(
            AddedPay(
                at=one.at,
                period=Period(first_day=one.first_day, last_day=one.last_day),
                amount_minor=one.total_minor,
                reason=one.reason,
                note=one.note,
                is_posted=True,
            )
            for one in posted
        ),
        *(
            AddedPay(
                at=one.decided_at,
                period=Period(first_day=one.day, last_day=one.day),
                amount_minor=one.amount_minor,
                reason=DECIDED,
                note=one.reason,
                is_posted=False,
            )
            for one in decided
            if one.id not in known
        ),
    ]
    return tuple(sorted(found, key=lambda one: one.at, reverse=True))


def closed_periods(tx: ReadTransaction, actor: Actor) -> tuple[Period, ...]:
    """List the periods that have been closed, the newest first."""
    require(actor, Role.DISPATCHER, Role.MEMBER)
    return tuple(
        Period(first_day=first, last_day=last) for first, last in reversed(tx.statements.periods())
    )


def period_from(tx: ReadTransaction, actor: Actor, first_day: date) -> Period:
    """Give the closed period that began on a day.

    Raises
    ------
    NotFound
        When no such period has been closed.
    """
    require(actor, Role.DISPATCHER, Role.MEMBER)
    for period in _beginning(tx, first_day):
        return period
    raise NotFound.of(kind="closed period", name=first_day)


def statements_of(
    tx: ReadTransaction, actor: Actor, *, courier: CourierId | None = None
) -> tuple[ClosedPay, ...]:
    """List a courier's closed statements, the newest first.

    Raises
    ------
    NotFound
        When there is no such courier, or it is another one.
    """
    return tx.statements.of_courier(_whose(tx, actor, courier))


def statement(
    tx: ReadTransaction, actor: Actor, first_day: date, *, courier: CourierId | None = None
) -> FullStatement:
    """Give a courier's statement of the period that began on a day.

    Raises
    ------
    NotFound
        When there is none, or the courier is another one.
    """
    whose = _whose(tx, actor, courier)
    for period in _beginning(tx, first_day):
        found = _full(tx, whose, period)
        if found is not None:
            return found
    raise NotFound.of(kind="statement", name=first_day)


def payroll(tx: ReadTransaction, actor: Actor, first_day: date) -> tuple[FullStatement, ...]:
    """Give everybody's statements of the period that began on a day, by courier.

    Raises
    ------
    NotFound
        When no such period has been closed.
    """
    period = period_from(tx, actor, first_day)
    closed = {one.courier: one for one in tx.statements.of_period(period)}
    added: dict[CourierId, list[Correction]] = defaultdict(list)
    for one in tx.corrections.of_period(period):
        added[one.courier].append(one)
    records: dict[str, dict[str, WorkRecord]] = defaultdict(dict)
    for record in tx.work.of_days(period.first_day, period.last_day):
        records[record.courier][record.id] = record
    couriers = tx.couriers.by_keys({*closed, *added})
    return tuple(
        FullStatement(
            courier=couriers[name],
            closed=closed.get(name),
            period=period,
            corrections=tuple(added[name]),
            records=records[name],
        )
        for name in sorted(couriers)
    )


def on_cost_permille(tx: ReadTransaction, actor: Actor, first_day: date) -> int:
    """Tell what pay cost the co-op on top of it when a period ended, in thousandths.

    Raises
    ------
    NotFound
        When no period that began on this day has been closed.
    """
    _, ended = tx.coop.bounds(period_from(tx, actor, first_day).last_day)
    return tx.policies.at(ended - timedelta.resolution).on_cost_permille


def _beginning(tx: ReadTransaction, first_day: date) -> tuple[Period, ...]:
    return tuple(
        Period(first_day=first, last_day=last)
        for first, last in tx.statements.periods()
        if first == first_day
    )


def _full(tx: ReadTransaction, courier: CourierId, period: Period) -> FullStatement | None:
    closed = tx.statements.find(courier, period.first_day, period.last_day)
    added = tuple(one for one in tx.corrections.of_period(period) if one.courier == courier)
    if closed is None and not added:
        return None
    records = tx.work.of_courier(courier, period.first_day, period.last_day)
    return FullStatement(
        courier=tx.couriers.get(courier),
        closed=closed,
        period=period,
        corrections=added,
        records={record.id: record for record in records},
    )


def _whose(tx: ReadTransaction, actor: Actor, courier: CourierId | None) -> CourierId:
    if actor.role is Role.COURIER:
        own = require_courier(actor)
        if courier not in (None, own):
            raise NotFound.of(kind="courier", name=courier)
        return own
    require(actor, Role.DISPATCHER, Role.MEMBER)
    if courier is None:
        raise NotFound.of(kind="courier", name="none")
    return tx.couriers.get(courier).id
