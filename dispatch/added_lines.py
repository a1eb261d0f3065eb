"""Lines that are added to a closed statement: how one is made, written and told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dispatch.events import EventKind
from dispatch.model import Correction, Period
from fairness.books import LABOR, SECONDS, TIME, TIPS, BookEntry, BookKind, bookings_of
from fairness.statement import PayKey, PayLine

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from dispatch.model import CourierId, MemberId
    from dispatch.store import Transaction

AGREED = "agreed"
DECIDED = "decided"


def pay_bookings(courier: str, lines: Iterable[PayLine]) -> dict[str, int]:
    """Give the amounts that lines of pay move: from the co-op to the courier."""
    total, tips = 0, 0
    for line in lines:
        total += line.amount_minor
        tips += line.amount_minor if line.key is PayKey.TIP else 0
    return {f"courier:{courier}": total, LABOR: tips - total, TIPS: -tips}


def time_bookings(courier: str, credit_s: int) -> dict[str, int]:
    """Give the seconds that a credit moves: from the co-op to the courier's account."""
    return {f"time:{courier}": credit_s, TIME: -credit_s}


def cited(courier: str, period: Period) -> str:
    """Name a statement as the ledger cites it."""
    return f"{period.first_day}/{period.last_day}/{courier}"


def agreed_line(amount_minor: int, clause: str) -> PayLine:
    """Make the line of what people have agreed on or decided."""
    return PayLine(
        key=PayKey.CORRECTION,
        clause=clause,
        amount_minor=amount_minor,
        quantity=amount_minor,
        records=(),
    )


def new_correction(  # noqa: PLR0913 - the parts of a correction
    courier: CourierId,
    period: Period,
    name: str,
    lines: tuple[PayLine, ...],
    *,
    reason: str,
    author: MemberId,
    now: datetime,
    note: str = "",
    records: tuple[str, ...] = (),
) -> Correction:
    """Make an addition to a statement."""
    return Correction(
        id=name,
        courier=courier,
        first_day=period.first_day,
        last_day=period.last_day,
        lines=lines,
        records=records,
        reason=reason,
        note=note,
        author=author,
        at=now,
    )


def add_correction(
    tx: Transaction, correction: Correction, policy_version: int, kind: BookKind | None
) -> Correction:
    """Write an addition, and what it moves unless its caller does."""
    tx.corrections.add(correction)
    courier = correction.courier
    period = Period(first_day=correction.first_day, last_day=correction.last_day)
    moves = (
        (kind, tx.coop.currency, pay_bookings(courier, correction.lines)),
        (BookKind.TIME, SECONDS, time_bookings(courier, correction.credit_s)),
    )
    for why, unit, amounts in moves:
        bookings = bookings_of(amounts)
        if why is not None and bookings:
            tx.ledger.append(
                BookEntry(
                    kind=why,
                    at=correction.at,
                    unit=unit,
                    bookings=bookings,
                    policy_version=policy_version,
                    cites=f"{cited(courier, period)}#{correction.id}",
                )
            )
    return correction


def tell_corrections(
    tx: Transaction, author: MemberId, made: Sequence[Correction], *, now: datetime
) -> None:
    """Record what was added, an event for each."""
    seq, head = tx.ledger.tail()
    for one in made:
        tx.record(
            EventKind.PAY_CORRECTED,
            actor=author,
            at=now,
            subjects={
                "courier": str(one.courier),
                "first_day": str(one.first_day),
                "last_day": str(one.last_day),
            },
            payload={
                "reason": one.reason,
                "amount_minor": one.total_minor,
                "ledger_seq": seq,
                "ledger_hash": head,
            },
        )
