"""Whether a co-op's past is what it was: events, ledger, and statements against both."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from dispatch.added_lines import cited
from dispatch.correcting import SHARED
from dispatch.events import EventKind
from dispatch.model import Period
from fairness.books import SECONDS, BookKind
from fairness.chain import FIRST

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dispatch.store import ReadTransaction

ANCHORING = frozenset({EventKind.PAY_CLOSED, EventKind.PAY_CORRECTED})
"""Events that hold the ledger's head, so that its end cannot be cut off unseen."""

SHARE: Final = "#surplus"
"""Behind the name of a statement: the share of a surplus that one entry has for everybody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """What a walk through everything that is chained has found.

    Attributes
    ----------
    events, entries
        How many events and entries of the ledger there are.
    broken_event, broken_entry
        Sequence of the first broken link of each; ``None``: whole.
    cut_at
        Sequence of an entry that an event says there was, and that is another or gone.
    unbalanced
        Units whose accounts do not sum to zero.
    differing
        Closed statements, and what was added to them, that the ledger has another amount for,
        as it cites them.
    """

    events: int
    entries: int
    broken_event: int | None
    broken_entry: int | None
    cut_at: int | None
    unbalanced: tuple[str, ...]
    differing: tuple[str, ...]

    @property
    def is_intact(self) -> bool:
        """Whether nothing was found."""
        broken = (self.broken_event, self.broken_entry, self.cut_at)
        return broken == (None, None, None) and not self.unbalanced and not self.differing

    @property
    def first_broken(self) -> str | None:
        """Name the first broken link; events come before the ledger."""
        if self.broken_event is not None:
            return f"event {self.broken_event}"
        if self.broken_entry is not None:
            return f"ledger {self.broken_entry}"
        if self.cut_at is not None:
            return f"ledger {self.cut_at}"
        if self.unbalanced:
            return f"sum of {self.unbalanced[0]}"
        return f"statement {self.differing[0]}" if self.differing else None


def audit(tx: ReadTransaction) -> Audit:
    """Walk the whole chain of events and the whole ledger of a co-op."""
    broken_entry = tx.ledger.verify_chain()
    is_whole = broken_entry is None
    return Audit(
        events=tx.events.last_seq(),
        entries=tx.ledger.tail()[0],
        broken_event=tx.events.verify_chain(),
        broken_entry=broken_entry,
        cut_at=_cut_at(tx),
        unbalanced=tuple(_unbalanced(tx)) if is_whole else (),
        differing=tuple(_differing(tx)) if is_whole else (),
    )


def _cut_at(tx: ReadTransaction) -> int | None:
    """Compare the ledger with the heads that events remember."""
    seq = 0
    while page := tx.events.after(seq):
        for event in page:
            if event.kind in ANCHORING and "ledger_seq" in event.payload:
                at, head = event.payload["ledger_seq"], event.payload["ledger_hash"]
                if isinstance(at, int) and (tx.ledger.hash_at(at) if at else FIRST) != head:
                    return at
        seq = page[-1].seq
    return None


def _unbalanced(tx: ReadTransaction) -> Iterator[str]:
    sums: dict[str, int] = {}
    for entry in tx.ledger.all():
        for booking in entry.bookings:
            sums[entry.unit] = sums.get(entry.unit, 0) + booking.amount
    yield from (unit for unit, total in sorted(sums.items()) if total)


def _differing(tx: ReadTransaction) -> Iterator[str]:
    """Yield the statements and additions whose total is not what the ledger moved for them."""
    moved: dict[str, int] = {}
    for entry in tx.ledger.all():
        for booking in entry.bookings:
            kind, _, courier = booking.account.partition(":")
            if kind == "courier" and entry.unit != SECONDS:
                is_shared = entry.kind is BookKind.SURPLUS
                name = f"{entry.cites}/{courier}{SHARE}" if is_shared else entry.cites
                moved[name] = moved.get(name, 0) + booking.amount
    for first, last in tx.statements.periods():
        period = Period(first_day=first, last_day=last)
        for one in tx.statements.of_period(period):
            name = cited(one.courier, period)
            if moved.get(name, 0) != one.pay.total_minor:
                yield name
        for added in tx.corrections.of_period(period):
            name = cited(added.courier, period)
            booked = f"{name}{SHARE}" if added.reason == SHARED else f"{name}#{added.id}"
            if moved.get(booked, 0) != added.total_minor:
                yield f"{name}#{added.id}"
