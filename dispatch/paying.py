"""What a courier has earned so far, and closed periods that never change again."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from dispatch.day_state import PERIOD_DAYS
from dispatch.errors import BadWish, NotFound, PeriodOpen, TransitionRefused
from dispatch.events import EventKind
from dispatch.model import ClosedPay, CourierId, Period, Role, ShiftState
from dispatch.permission import require, require_courier
from dispatch.worktime import keep_tally, online_records, shift_statements, tally_of
from fairness.ledger import entitlements
from fairness.money import half_up
from fairness.pay import settle_week

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from dispatch.model import Actor
    from dispatch.store import ReadTransaction, Transaction
    from fairness.statement import PayStatement
    from fairness.work import WorkRecord

LONGEST_PERIOD = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class RunningPay:
    """A courier's pay as of now.

    Attributes
    ----------
    courier, day
        Whose, and which day.
    week
        Monday to Sunday around the day.
    of_day
        A statement per shift of the day; not settled while the floor is per week.
    of_week
        The week so far, as if it ended now; ``None`` without work.
    drops_of_day, drops_of_week
        Completed drops.
    balance_minor
        In the ledger of the period; above zero is ahead.
    balance_s
        The same as online time at the crew's mean rate.
    policy_version
        In force now.
    """

    courier: CourierId
    day: date
    week: Period
    of_day: tuple[PayStatement, ...]
    of_week: PayStatement | None
    drops_of_day: int
    drops_of_week: int
    balance_minor: int
    balance_s: int
    policy_version: int


def week_of(day: date) -> Period:
    """Give the week, Monday to Sunday, around a day."""
    monday = day - timedelta(days=day.weekday())
    return Period(first_day=monday, last_day=monday + timedelta(days=6))


def pay_of(
    tx: ReadTransaction,
    actor: Actor,
    day: date,
    *,
    now: datetime,
    courier: CourierId | None = None,
) -> RunningPay:
    """Tell a courier what they have earned, to the minor unit, with the records behind it.

    Parameters
    ----------
    tx, actor
        In which co-op; a courier sees only their own.
    day
        Which day, and the week around it.
    now
        A running shift counts up to it.
    courier
        Whose, when a dispatcher or member asks.

    Raises
    ------
    NotFound
        When there is no such courier, or it is another one.
    """
    whose = _whose(tx, actor, courier)
    week = week_of(day)
    records = _records_until(tx, whose, week, now)
    of_day = shift_statements(tx, [r for r in records if tx.coop.day_of(r.begins_at) == day])
    of_week = shift_statements(tx, records)
    balance_minor, balance_s = _balance(tx, whose, day, now)
    return RunningPay(
        courier=whose,
        day=day,
        week=week,
        of_day=of_day,
        of_week=settle_week(of_week) if of_week else None,
        drops_of_day=sum(r.is_drop for r in records if tx.coop.day_of(r.begins_at) == day),
        drops_of_week=sum(record.is_drop for record in records),
        balance_minor=balance_minor,
        balance_s=balance_s,
        policy_version=tx.policies.at(now).version,
    )


def close(tx: Transaction, actor: Actor, period: Period, *, now: datetime) -> tuple[ClosedPay, ...]:
    """Close a period of at most a week; closing it again gives the same statements.

    Raises
    ------
    PeriodOpen
        When it has not ended.
    BadWish
        When it is longer than a week: a weekly floor would be spread over more than one.
    TransitionRefused
        When a part of it has been closed before.
    """
    require(actor, Role.DISPATCHER, Role.MEMBER)
    closed = tx.statements.of_period(period)
    if closed:
        return closed
    if period.last_day - period.first_day >= LONGEST_PERIOD:
        msg = f"Expected a period of at most {LONGEST_PERIOD.days} days, got {period}."
        raise BadWish(msg, field="period")
    _, over_at = tx.coop.bounds(period.last_day)
    if now < over_at:
        msg = f"The period runs until {over_at.isoformat()}."
        raise PeriodOpen(msg, over_at=over_at.isoformat())
    if tx.statements.overlapping(period):
        msg = "Expected a period of which no part has been closed."
        raise TransitionRefused(msg, first_day=str(period.first_day))
    by_courier: dict[str, list[WorkRecord]] = defaultdict(list)
    for record in tx.work.of_days(period.first_day, period.last_day):
        by_courier[record.courier].append(record)
    version = tx.policies.at(over_at).version
    statements = []
    for name, records in sorted(by_courier.items()):
        courier = CourierId(name)
        pay = settle_week(shift_statements(tx, records))
        balance_minor, _ = _balance(tx, courier, period.last_day, now)
        statements.append(
            tx.statements.add(
                ClosedPay(
                    courier=courier,
                    first_day=period.first_day,
                    last_day=period.last_day,
                    pay=pay,
                    online_s=pay.paid_s,
                    balance_minor=balance_minor,
                    policy_version=version,
                    closed_at=now,
                )
            )
        )
    tx.record(
        EventKind.PAY_CLOSED,
        actor=actor.member,
        at=now,
        subjects={"first_day": str(period.first_day), "last_day": str(period.last_day)},
        payload={"total_minor": {one.courier: one.pay.total_minor for one in statements}},
    )
    return tuple(statements)


def record_work(
    tx: Transaction, actor: Actor, records: Sequence[WorkRecord], *, now: datetime
) -> int:
    """Write down work that no phone reported: repair, training, weeks of another system.

    Parameters
    ----------
    tx, actor
        In which co-op and who.
    records
        Each counts for the day on which it begins.
    now
        When it is written down.

    Returns
    -------
        How many records there were.

    Raises
    ------
    NotFound
        When a record is of somebody who is no courier here.
    AlreadyExists
        When a record is known.
    TransitionRefused
        When it lies in a period that has been closed.
    """
    require(actor, Role.DISPATCHER)
    couriers = tx.couriers.by_keys({record.courier for record in records})
    days = [tx.coop.day_of(record.begins_at) for record in records]
    for record in records:
        if record.courier not in couriers:
            raise NotFound.of(kind="courier", name=record.courier)
    for day in sorted(set(days)):
        if tx.statements.overlapping(Period(first_day=day, last_day=day)):
            msg = f"Pay of {day} has been closed."
            raise TransitionRefused(msg, day=str(day))
    tx.work.add_all(records, days)
    touched = {(CourierId(r.courier), d) for r, d in zip(records, days, strict=True)}
    for courier, day in sorted(touched):
        keep_tally(tx, courier, day)
    tx.record(
        EventKind.WORK_RECORDED,
        actor=actor.member,
        at=now,
        payload={"num_records": len(records)},
    )
    return len(records)


def _whose(tx: ReadTransaction, actor: Actor, courier: CourierId | None) -> CourierId:
    if actor.role is Role.COURIER:
        own = require_courier(actor)
        if courier not in (None, own):
            raise NotFound.of(kind="courier", name=courier)
        return own
    require(actor, Role.DISPATCHER, Role.MEMBER)
    if courier is None:
        msg = "Expected the courier whose pay it is, got none."
        raise BadWish(msg, field="courier")
    return tx.couriers.get(courier).id


def _records_until(
    tx: ReadTransaction, courier: CourierId, period: Period, now: datetime
) -> tuple[WorkRecord, ...]:
    """Give the records of a period, with the online time of a shift that still runs."""
    records = tx.work.of_courier(courier, period.first_day, period.last_day)
    running = [
        record
        for shift in tx.shifts.of_courier(courier, period.first_day, period.last_day)
        if shift.state is ShiftState.BEGUN
        for record in online_records(shift, until=min(now, shift.ends_at))
    ]
    return (*records, *running)


def _balance(tx: ReadTransaction, courier: CourierId, day: date, now: datetime) -> tuple[int, int]:
    """Compare what a courier earned in the period with their share by hours."""
    first = day - timedelta(days=PERIOD_DAYS - 1)
    earned: dict[str, int] = defaultdict(int)
    online: dict[str, int] = defaultdict(int)
    tallies = {(tally.courier, tally.day): tally for tally in tx.tallies.of_days(first, day)}
    today = Period(first_day=day, last_day=day)
    for one in {s.courier for s in tx.shifts.of_day(day) if s.state is ShiftState.BEGUN}:
        tallies[one, day] = tally_of(tx, one, day, _records_until(tx, one, today, now))
    for tally in tallies.values():
        earned[tally.courier] += tally.earned_minor
        online[tally.courier] += tally.online_s
    total_minor, total_s = sum(earned.values()), sum(online.values())
    entitled = entitlements(tx.policies.at(now), earned, online_s=online)
    balance = earned.get(courier, 0) - entitled.get(courier, 0)
    if not total_minor:
        return balance, 0
    seconds = half_up(abs(balance) * total_s, total_minor)
    return balance, seconds if balance >= 0 else -seconds
