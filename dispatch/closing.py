"""Periods of pay are closed once and never edited; what comes later is added as new lines.

Closing is one transaction: statements, entries of the ledger and the event are all there or
not at all, so a process that dies in the middle has done nothing, and doing it again is safe.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from dispatch.added_lines import (
    DECIDED,
    add_correction,
    agreed_line,
    cited,
    new_correction,
    pay_bookings,
    tell_corrections,
    time_bookings,
)
from dispatch.errors import BadWish, PeriodOpen, TransitionRefused
from dispatch.events import EventKind
from dispatch.model import ClosedPay, CourierId, Period, Role
from dispatch.pay_facts import (
    eve_of,
    has_salary,
    needs_on,
    pay_facts,
    period_statement,
    pooled_tips,
)
from dispatch.permission import require
from dispatch.worktime import by_shift
from fairness.books import SECONDS, BookEntry, BookKind, bookings_of
from fairness.clauses import Settlement
from fairness.drops import drops_worth_minor
from fairness.ledger import close_period, entitlements
from fairness.work import summarize

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from dispatch.model import Actor, ReportDecision
    from dispatch.pay_facts import PayFacts
    from dispatch.store import ReadTransaction, Transaction
    from fairness.policy import Policy
    from fairness.statement import PayStatement
    from fairness.work import WorkRecord

LONGEST_DAYS = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Reckoned:
    """What a period comes to, before anything is written.

    Attributes
    ----------
    statements
        By courier, in order of ids.
    worth_minor, online_s
        What each courier's drops are worth, and their online time: what balances follow.
    """

    statements: Mapping[CourierId, PayStatement]
    worth_minor: Mapping[str, int]
    online_s: Mapping[str, int]


def close(tx: Transaction, actor: Actor, period: Period, *, now: datetime) -> tuple[ClosedPay, ...]:
    """Close a period; closing it again gives the same statements.

    Raises
    ------
    PeriodOpen
        When it has not ended.
    BadWish
        When it is longer than what the policy settles over: a floor would be spread.
    TransitionRefused
        When a part of it has been closed before.
    """
    require(actor, Role.DISPATCHER, Role.MEMBER)
    closed = tx.statements.of_period(period)
    if closed:
        return closed
    _, over_at = tx.coop.bounds(period.last_day)
    facts = pay_facts(tx, period)
    policy = facts.policy_at(over_at - timedelta.resolution)
    _check_length(period, policy)
    if now < over_at:
        msg = f"The period runs until {over_at.isoformat()}."
        raise PeriodOpen(msg, over_at=over_at.isoformat())
    if tx.statements.overlapping(period):
        msg = "Expected a period of which no part has been closed."
        raise TransitionRefused(msg, first_day=str(period.first_day))
    waiting = _waiting(tx, period)
    reckoned = reckon(tx, facts, period, also={one.courier for one in waiting})
    if not reckoned.statements:
        return ()
    balances = _post_balances(tx, policy, reckoned, period, now)
    credited = tx.ledger.balances("time:")
    statements = tuple(
        _close_one(
            tx,
            policy,
            courier,
            replace(pay, credit_s=within_cap(policy, pay.credit_s, credited.get(courier, 0))),
            period,
            now=now,
            balance=balances.get(courier, 0),
        )
        for courier, pay in reckoned.statements.items()
    )
    seq, head = tx.ledger.tail()
    tx.record(
        EventKind.PAY_CLOSED,
        actor=actor.member,
        at=now,
        subjects={"first_day": str(period.first_day), "last_day": str(period.last_day)},
        payload={
            "total_minor": {one.courier: one.pay.total_minor for one in statements},
            "ledger_seq": seq,
            "ledger_hash": head,
        },
    )
    _add_decided(tx, policy, waiting, period, now)
    return statements


def reckon(
    tx: ReadTransaction, facts: PayFacts, period: Period, *, also: Iterable[CourierId] = ()
) -> Reckoned:
    """Compute every courier's pay of a period from what is known now.

    Those of `also` get a statement even if there is nothing else to pay.
    """
    by_courier: dict[str, list[WorkRecord]] = defaultdict(list)
    for record in tx.work.of_days(period.first_day, period.last_day):
        by_courier[record.courier].append(record)
    eve: dict[str, list[WorkRecord]] = defaultdict(list)
    for record in eve_of(tx, period):
        eve[record.courier].append(record)
    worth = {
        name: sum(
            drops_worth_minor(facts.policy_at(mine[0].begins_at), mine)
            for mine in by_shift(records)
        )
        for name, records in by_courier.items()
    }
    online = {
        name: _online_s(facts, records, eve.get(name, ())) for name, records in by_courier.items()
    }
    paid_anyway = {name for name in facts.contracts if has_salary(facts, name, period)}
    pool = pooled_tips(facts, online)
    names = sorted({*map(CourierId, by_courier), *paid_anyway, *map(CourierId, pool), *also})
    return Reckoned(
        statements={
            name: period_statement(
                facts,
                name,
                by_courier.get(name, []),
                period,
                pooled_tip=pool.get(name),
                before=eve.get(name, ()),
            )
            for name in names
        },
        worth_minor=worth,
        online_s=online,
    )


def _online_s(facts: PayFacts, records: Sequence[WorkRecord], before: Sequence[WorkRecord]) -> int:
    kinds = facts.policy_at(min(record.begins_at for record in records)).paid_kinds
    with_eve = summarize([*before, *records], paid_kinds=kinds).paid_s
    return with_eve - summarize(before, paid_kinds=kinds).paid_s


def _check_length(period: Period, policy: Policy) -> None:
    is_month = policy.settlement is Settlement.MONTH
    days = (period.last_day - period.first_day).days + 1
    one_month = (period.first_day.year, period.first_day.month) == (
        period.last_day.year,
        period.last_day.month,
    )
    if not (days <= LONGEST_DAYS or (is_month and one_month)):
        longest = "within one month" if is_month else f"of at most {LONGEST_DAYS} days"
        msg = f"Expected a period {longest}, as clause settlement says, got {days} days."
        raise BadWish(msg, field="period", clause="settlement")


def _waiting(tx: ReadTransaction, period: Period) -> tuple[ReportDecision, ...]:
    """Give what people decided about days up to the end of a period and nobody was paid yet.

    Decisions about earlier days are among them where those days were never closed, because nobody
    had anything to be paid: so none waits for ever.
    """
    closed = tx.statements.periods()
    return tuple(
        one
        for one in tx.report_decisions.until(period.last_day)
        if one.amount_minor
        and not any(first <= one.day <= last for first, last in closed)
        and tx.corrections.find(one.id) is None
    )


def _add_decided(
    tx: Transaction,
    policy: Policy,
    decided: Sequence[ReportDecision],
    period: Period,
    now: datetime,
) -> None:
    """Add what people decided about doubtful reports, each as a line of its own."""
    made = [
        add_correction(
            tx,
            new_correction(
                one.courier,
                period,
                one.id,
                (agreed_line(one.amount_minor, one.clause),),
                reason=DECIDED,
                author=one.decided_by,
                now=now,
                note=one.reason,
            ),
            policy.version,
            BookKind.CORRECTION,
        )
        for one in decided
    ]
    for one in made:
        tell_corrections(tx, one.author, [one], now=now)


def within_cap(policy: Policy, credit_s: int, credited_s: int) -> int:
    """Credit no more time than an account may hold that holds some already."""
    cap = policy.time_credit_cap_s
    return credit_s if cap is None else max(0, min(credit_s, cap - credited_s))


def _close_one(  # noqa: PLR0913 - private
    tx: Transaction,
    policy: Policy,
    courier: CourierId,
    pay: PayStatement,
    period: Period,
    *,
    now: datetime,
    balance: int,
) -> ClosedPay:
    cites = cited(courier, period)
    moves = (
        (BookKind.PAY, pay.currency, pay_bookings(courier, pay.lines)),
        (BookKind.TIME, SECONDS, time_bookings(courier, pay.credit_s)),
    )
    for kind, unit, amounts in moves:
        bookings = bookings_of(amounts)
        if bookings:
            tx.ledger.append(
                BookEntry(
                    kind=kind,
                    at=now,
                    unit=unit,
                    bookings=bookings,
                    policy_version=policy.version,
                    cites=cites,
                )
            )
    return tx.statements.add(
        ClosedPay(
            courier=courier,
            first_day=period.first_day,
            last_day=period.last_day,
            pay=pay,
            online_s=pay.paid_s,
            balance_minor=balance,
            policy_version=policy.version,
            closed_at=now,
        )
    )


def _post_balances(
    tx: Transaction, policy: Policy, reckoned: Reckoned, period: Period, now: datetime
) -> dict[str, int]:
    """Post who is ahead and who behind after a period; give everybody's balance."""
    balances = tx.ledger.balances("balance:")
    needs = needs_on(tx, period.last_day, policy.max_need_percent)
    entitled = entitlements(
        policy,
        reckoned.worth_minor,
        online_s=reckoned.online_s,
        need_percent={name: needs[name] for name in needs if name in reckoned.online_s},
    )
    entries = close_period(
        policy,
        balances,
        received_minor=reckoned.worth_minor,
        entitled_minor=entitled,
        at=now,
    )
    for entry in entries:
        amounts = {f"balance:{one.courier}": one.amount_minor for one in entry.postings}
        tx.ledger.append(
            BookEntry(
                kind=BookKind(entry.kind.value),
                at=now,
                unit=policy.currency,
                bookings=bookings_of(amounts),
                policy_version=policy.version,
                cites=f"{period.first_day}/{period.last_day}",
            )
        )
        for one in entry.postings:
            balances[one.courier] = balances.get(one.courier, 0) + one.amount_minor
    return balances
