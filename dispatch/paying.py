"""What a courier has earned so far, and what was closed."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from dispatch.day_state import PERIOD_DAYS
from dispatch.errors import BadWish, NotFound
from dispatch.model import CourierId, Period, Role, ShiftState
from dispatch.pay_facts import (
    eve_of,
    has_salary,
    needs_on,
    pay_facts,
    period_statement,
    pooled_tips,
    shift_statements,
)
from dispatch.permission import require, require_courier
from dispatch.store.repositories.rules import rules_at
from dispatch.worktime import online_records, tally_of
from fairness.ledger import entitlements
from fairness.money import half_up

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date, datetime

    from dispatch.model import Actor, Shift
    from dispatch.store import ReadTransaction
    from fairness.statement import PayStatement
    from fairness.work import WorkRecord


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
    records_of_day
        What the day's lines cite.
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
    records_of_day: tuple[WorkRecord, ...]
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
    whose = whose_pay(tx, actor, courier)
    week = week_of(day)
    records = _records_until(tx, whose, week, now)
    facts = pay_facts(tx, week)
    today = [record for record in records if tx.coop.day_of(record.begins_at) == day]
    first = min((record.begins_at for record in today), default=now)
    earlier = [r for r in records if r.begins_at < first]
    of_week = None
    so_far = Period(
        first_day=week.first_day, last_day=max(day, min(week.last_day, tx.coop.day_of(now)))
    )
    if records or has_salary(facts, whose, so_far):
        pool = pooled_tips(facts, _online(tx, week))
        of_week = period_statement(
            facts,
            whose,
            records,
            so_far,
            pooled_tip=pool.get(whose),
            before=eve_of(tx, week, whose),
        )
    balance_minor, balance_s = balance_of(tx, whose, day, now)
    return RunningPay(
        courier=whose,
        day=day,
        week=week,
        of_day=shift_statements(facts, today, before=earlier),
        of_week=of_week,
        records_of_day=tuple(today),
        drops_of_day=sum(record.is_drop for record in today),
        drops_of_week=sum(record.is_drop for record in records),
        balance_minor=balance_minor,
        balance_s=balance_s,
        policy_version=tx.policies.at(now).version,
    )


def whose_pay(tx: ReadTransaction, actor: Actor, courier: CourierId | None) -> CourierId:
    """Tell whose pay an actor asks for: couriers see their own.

    Raises
    ------
    NotFound
        When there is no such courier, or it is another one.
    BadWish
        When a dispatcher or member does not say whose.
    """
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
    shifts = tx.shifts.of_courier(courier, period.first_day, period.last_day)
    return (*records, *_running(shifts, now))


def _running(shifts: Iterable[Shift], now: datetime) -> Iterator[WorkRecord]:
    """Yield the online time so far of shifts that still run."""
    for shift in shifts:
        if shift.state is ShiftState.BEGUN:
            yield from online_records(shift, until=min(now, shift.ends_at))


def balance_of(
    tx: ReadTransaction, courier: CourierId, day: date, now: datetime
) -> tuple[int, int]:
    """Compare what a courier earned in the period with their share by hours."""
    first = day - timedelta(days=PERIOD_DAYS - 1)
    earned: dict[str, int] = defaultdict(int)
    online: dict[str, int] = defaultdict(int)
    tallies = {(tally.courier, tally.day): tally for tally in tx.tallies.of_days(first, day)}
    done: dict[str, list[WorkRecord]] = defaultdict(list)
    for record in (*tx.work.of_days(day, day), *_running(tx.shifts.of_day(day), now)):
        done[record.courier].append(record)
    policies = tx.policies.all()
    for name, records in done.items():
        tallies[CourierId(name), day] = tally_of(policies, CourierId(name), day, records)
    for tally in tallies.values():
        earned[tally.courier] += tally.earned_minor
        online[tally.courier] += tally.online_s
    total_minor, total_s = sum(earned.values()), sum(online.values())
    policy = rules_at(policies, now)
    entitled = entitlements(
        policy, earned, online_s=online, need_percent=needs_on(tx, day, policy.max_need_percent)
    )
    balance = earned.get(courier, 0) - entitled.get(courier, 0)
    if not total_minor:
        return balance, 0
    seconds = half_up(abs(balance) * total_s, total_minor)
    return balance, seconds if balance >= 0 else -seconds


def _online(tx: ReadTransaction, period: Period) -> dict[str, int]:
    found: dict[str, int] = defaultdict(int)
    for tally in tx.tallies.of_days(period.first_day, period.last_day):
        found[tally.courier] += tally.online_s
    return found
