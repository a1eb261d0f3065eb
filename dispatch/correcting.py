"""What comes after a period was closed: new lines, never an edit."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from dispatch.added_lines import (
    AGREED,
    add_correction,
    agreed_line,
    new_correction,
    tell_corrections,
)
from dispatch.closing import reckon, within_cap
from dispatch.errors import BadWish, NotFound, TransitionRefused
from dispatch.model import Role
from dispatch.pay_facts import pay_facts
from dispatch.permission import require
from fairness.books import RESERVE, SURPLUS, BookEntry, Booking, BookKind, bookings_of
from fairness.clauses import CLAUSES
from fairness.sharing import share_surplus
from fairness.statement import PayKey, PayLine

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from dispatch.model import Actor, ClosedPay, Correction, CourierId, Period
    from dispatch.store import ReadTransaction, Transaction
    from fairness.statement import PayStatement

LATE_WORK = "late_work"
SHARED = "surplus"


def reconcile(
    tx: Transaction, actor: Actor, period: Period, *, now: datetime
) -> tuple[Correction, ...]:
    """Add what has become known since a period was closed: late reports, rain, tips.

    The period is computed anew under the rules that were in force when it was closed; what
    differs is added line by line. Asking again adds nothing.

    Raises
    ------
    NotFound
        When the period has not been closed.
    """
    require(actor, Role.DISPATCHER, Role.MEMBER)
    closed = {one.courier: one for one in _closed(tx, period)}
    newest = max(one.policy_version for one in closed.values())
    facts = pay_facts(tx, period)
    known = tuple(policy for policy in facts.policies if policy.version <= newest)
    now_due = reckon(tx, replace(facts, policies=known), period).statements
    added = tx.corrections.of_period(period)
    policy, credited = tx.policies.get(newest), tx.ledger.balances("time:")
    made = []
    for courier in sorted({*closed, *now_due}):
        mine = [one for one in added if one.courier == courier and one.reason == LATE_WORK]
        before, due = closed.get(courier), now_due.get(courier)
        lines, records = _difference(before, mine, due)
        if not lines and not records:
            continue
        name = f"late:{period.first_day}:{courier}:{len(mine) + 1}"
        correction = new_correction(
            courier,
            period,
            name,
            lines,
            reason=LATE_WORK,
            author=actor.member,
            now=now,
            records=records,
        )
        late_s = _late_s(before, mine, due)
        late_s = within_cap(policy, late_s, credited.get(courier, 0))
        correction = replace(correction, credit_s=late_s)
        made.append(add_correction(tx, correction, newest, BookKind.CORRECTION))
    tell_corrections(tx, actor.member, made, now=now)
    return tuple(made)


def correct(  # noqa: PLR0913 - a use case's values
    tx: Transaction,
    actor: Actor,
    period: Period,
    courier: CourierId,
    amount_minor: int,
    *,
    clause: str,
    note: str,
    new_id: str,
    now: datetime,
) -> Correction:
    """Add what people have agreed on, as one line that cites a clause.

    Raises
    ------
    NotFound
        When the courier has no statement of this period.
    BadWish
        When the amount is zero, nothing is said, or there is no such clause.
    """
    require(actor, Role.DISPATCHER, Role.MEMBER)
    statement = tx.statements.get(courier, period.first_day, period.last_day)
    if not amount_minor or not note.strip():
        msg = "Expected an amount other than 0 and a note that says why."
        raise BadWish(msg, field="amount_minor" if note.strip() else "note")
    if clause not in CLAUSES:
        msg = f"Expected a clause of the policy, got {clause!r}."
        raise BadWish(msg, field="clause")
    correction = new_correction(
        courier,
        period,
        new_id,
        (agreed_line(amount_minor, clause),),
        reason=AGREED,
        author=actor.member,
        now=now,
        note=note,
    )
    made = add_correction(tx, correction, statement.policy_version, BookKind.CORRECTION)
    tell_corrections(tx, actor.member, [made], now=now)
    return made


def share_out(
    tx: Transaction, actor: Actor, period: Period, surplus_minor: int, *, now: datetime
) -> tuple[Correction, ...]:
    """Share a surplus among those who worked in a closed period, as the policy says.

    Sharing the same amount again gives the same lines.

    Raises
    ------
    NotFound
        When the period has not been closed.
    BadWish
        When the surplus is not above zero.
    TransitionRefused
        When another surplus of this period has been shared.
    """
    require(actor, Role.DISPATCHER, Role.MEMBER)
    closed = _closed(tx, period)
    if surplus_minor <= 0:
        msg = f"Expected a surplus above 0, got {surplus_minor}."
        raise BadWish(msg, field="surplus_minor")
    policy = tx.policies.get(max(one.policy_version for one in closed))
    before = [one for one in tx.corrections.of_period(period) if one.reason == SHARED]
    cites = f"{period.first_day}/{period.last_day}"
    booked = tx.ledger.find(BookKind.SURPLUS, cites)
    if booked is not None:
        if Booking(account=SURPLUS, amount=-surplus_minor) in booked.bookings:
            return tuple(before)
        msg = f"A surplus of {cites} has been shared."
        raise TransitionRefused(msg, first_day=str(period.first_day))
    shares = share_surplus(
        policy,
        surplus_minor,
        online_s={str(one.courier): one.online_s for one in closed},
        num_drops=_drops(tx, period, [str(one.courier) for one in closed]),
    )
    made = [
        add_correction(
            tx,
            new_correction(
                one.courier,
                period,
                f"surplus:{period.first_day}:{one.courier}",
                (_share(shares.shares_minor[one.courier]),),
                reason=SHARED,
                author=actor.member,
                now=now,
            ),
            policy.version,
            None,
        )
        for one in closed
        if shares.shares_minor[one.courier]
    ]
    amounts = {f"courier:{one.courier}": one.total_minor for one in made}
    amounts |= {RESERVE: shares.reserve_minor, SURPLUS: -surplus_minor}
    tx.ledger.append(
        BookEntry(
            kind=BookKind.SURPLUS,
            at=now,
            unit=policy.currency,
            bookings=bookings_of(amounts),
            policy_version=policy.version,
            cites=cites,
        )
    )
    tell_corrections(tx, actor.member, made, now=now)
    return tuple(made)


def _closed(tx: ReadTransaction, period: Period) -> tuple[ClosedPay, ...]:
    closed = tx.statements.of_period(period)
    if not closed:
        raise NotFound.of(kind="closed period", name=f"{period.first_day}/{period.last_day}")
    return closed


def _difference(
    closed: ClosedPay | None, added: Sequence[Correction], due: PayStatement | None
) -> tuple[tuple[PayLine, ...], tuple[str, ...]]:
    """Compare what was paid with what is due: one line per key and clause that differs."""
    paid = [*(closed.pay.lines if closed else ()), *(line for one in added for line in one.lines)]
    now_lines = due.lines if due else ()
    before, after = _totals(paid), _totals(now_lines)
    seen = {*(closed.pay.records if closed else ()), *(r for one in added for r in one.records)}
    records = tuple(name for name in (due.records if due else ()) if name not in seen)
    lines = []
    for key, clause in sorted({*before, *after}):
        amount, quantity, cites = after.get((key, clause), (0, 0, ()))
        old_amount, old_quantity, _ = before.get((key, clause), (0, 0, ()))
        if amount == old_amount:
            continue
        fresh = tuple(name for name in cites if name not in seen)
        lines.append(
            PayLine(
                key=key,
                clause=clause,
                amount_minor=amount - old_amount,
                quantity=quantity - old_quantity,
                records=fresh or cites,
            )
        )
    return tuple(lines), records


def _late_s(closed: ClosedPay | None, added: Sequence[Correction], due: PayStatement | None) -> int:
    """Give the seconds that are to be credited besides those that were."""
    known = (closed.pay.credit_s if closed else 0) + sum(one.credit_s for one in added)
    return max(0, (due.credit_s if due else 0) - known)


def _totals(
    lines: Iterable[PayLine],
) -> Mapping[tuple[PayKey, str], tuple[int, int, tuple[str, ...]]]:
    found: dict[tuple[PayKey, str], tuple[int, int, tuple[str, ...]]] = defaultdict(
        lambda: (0, 0, ())
    )
    for line in lines:
        amount, quantity, records = found[line.key, line.clause]
        cites = tuple(dict.fromkeys((*records, *line.records)))
        found[line.key, line.clause] = amount + line.amount_minor, quantity + line.quantity, cites
    return found


def _drops(tx: ReadTransaction, period: Period, couriers: Sequence[str]) -> dict[str, int]:
    found = dict.fromkeys(couriers, 0)
    for record in tx.work.of_days(period.first_day, period.last_day):
        if record.courier in found:
            found[record.courier] += record.is_drop
    return found


def _share(amount_minor: int) -> PayLine:
    return PayLine(
        key=PayKey.SURPLUS,
        clause="surplus_by_hours_permille",
        amount_minor=amount_minor,
        quantity=amount_minor,
        records=(),
    )
