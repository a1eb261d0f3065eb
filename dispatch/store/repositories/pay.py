"""Closed pay, what was added to it, and what it is computed from besides work."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dispatch.model import ClosedPay, Contract, Correction, Rain, Tip
from dispatch.store import tables
from dispatch.store.repository import Repository
from dispatch.store.scoped import Scoped
from fairness.books import BookEntry, broken_link, chained_hash
from fairness.chain import FIRST

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    from sqlalchemy.engine import Connection

    from dispatch.model import CoopId, CourierId, Period
    from fairness.books import Booking, BookKind

PAGE = 1000
"""Entries read at once when the whole ledger is walked."""


class Statements(Repository[ClosedPay]):
    """Closed pay; it is only ever added to."""

    table = tables.statement
    entity = ClosedPay
    key = ("courier", "first_day", "last_day")

    def of_period(self, period: Period) -> tuple[ClosedPay, ...]:
        """Give the statements of exactly this period, by courier."""
        columns = self.table.c
        return self._rows.find(
            columns.first_day == period.first_day,
            columns.last_day == period.last_day,
            order_by=[columns.courier],
        )

    def overlapping(self, period: Period) -> tuple[ClosedPay, ...]:
        """Give the statements of all periods that share a day with this one."""
        columns = self.table.c
        return self._rows.find(
            columns.first_day <= period.last_day,
            columns.last_day >= period.first_day,
            order_by=[columns.courier, columns.first_day],
        )

    def of_courier(self, courier: CourierId) -> tuple[ClosedPay, ...]:
        """Give a courier's statements, the newest first."""
        columns = self.table.c
        return self._rows.find(columns.courier == courier, order_by=[columns.first_day.desc()])

    def periods(self) -> tuple[tuple[date, date], ...]:
        """Give first and last day of every closed period, in order."""
        columns = (self.table.c.first_day, self.table.c.last_day)
        found = self._rows.pick(columns, order_by=columns, is_distinct=True)
        return tuple((first, last) for first, last in found)


class Corrections(Repository[Correction]):
    """Lines added to closed statements."""

    table = tables.correction
    entity = Correction

    def of_period(self, period: Period) -> tuple[Correction, ...]:
        """Give what was added to the statements of exactly this period, oldest first."""
        columns = self.table.c
        return self._rows.find(
            columns.first_day == period.first_day,
            columns.last_day == period.last_day,
            order_by=[columns.at, columns.id],
        )

    def of_courier(self, courier: CourierId, since: datetime) -> tuple[Correction, ...]:
        """Give what was added to a courier's statements since a moment, the newest first."""
        columns = self.table.c
        return self._rows.find(
            columns.courier == courier,
            columns.at >= since,
            order_by=[columns.at.desc(), columns.id],
        )


class Contracts(Repository[Contract]):
    """What couriers have agreed to be paid by."""

    table = tables.contract
    entity = Contract
    key = ("courier", "valid_from")


class Rains(Repository[Rain]):
    """When it rained."""

    table = tables.rain
    entity = Rain

    def between(self, begins_at: datetime, ends_at: datetime) -> tuple[Rain, ...]:
        """Give the rain that touches a stretch of time, in order."""
        columns = self.table.c
        return self._rows.find(
            columns.begins_at < ends_at, columns.ends_at > begins_at, order_by=[columns.begins_at]
        )


class Tips(Repository[Tip]):
    """What was given on top of fees."""

    table = tables.tip
    entity = Tip
    key = ("order", "reference")

    def of_days(self, first: date, last: date) -> tuple[Tip, ...]:
        """Give the tips for deliveries of some days, by order."""
        columns = self.table.c
        return self._rows.find(
            columns.day.between(first, last), order_by=[columns.order, columns.reference]
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class BookRow:
    """An entry as it is kept, whether or not it is one that could be."""

    kind: BookKind
    at: datetime
    unit: str
    bookings: tuple[Booking, ...]
    policy_version: int
    cites: str
    seq: int
    previous_hash: str
    hash: str


class Ledger:
    """The co-op's books, in the order of their commits; only ever added to."""

    def __init__(self, connection: Connection, coop: CoopId) -> None:
        self._rows: Scoped[BookRow] = Scoped(connection, coop, tables.ledger, BookRow)

    def append(self, entry: BookEntry) -> BookEntry:
        """Write an entry at the end of the chain and give it back with its place."""
        seq, previous = self.tail()
        placed = replace(entry, seq=seq + 1, previous_hash=previous, hash="")
        placed = replace(placed, hash=chained_hash(placed))
        row = {name: getattr(placed, name) for name in BookRow.__slots__}
        self._rows.add(BookRow(**row))
        return placed

    def tail(self) -> tuple[int, str]:
        """Give sequence and hash of the last entry; zeros before the first."""
        last = self._rows.one(order_by=[tables.ledger.c.seq.desc()])
        return (last.seq, last.hash) if last else (0, FIRST)

    def find(self, kind: BookKind, cites: str) -> BookEntry | None:
        """Give the first entry of a kind about something, if there is one."""
        columns = tables.ledger.c
        row = self._rows.one(columns.kind == kind, columns.cites == cites, order_by=[columns.seq])
        return None if row is None else _entry(row)

    def hash_at(self, seq: int) -> str | None:
        """Give the hash of one entry, if there is one; zeros before the first."""
        if not seq:
            return FIRST
        row = self._rows.one(tables.ledger.c.seq == seq)
        return row.hash if row else None

    def all(self) -> Iterator[BookEntry]:
        """Yield every entry in order.

        Raises
        ------
        ValueError
            When an entry was changed so that it does not sum to zero.
        """
        for row in self._walk():
            yield _entry(row)

    def balances(self, prefix: str) -> dict[str, int]:
        """Add up the accounts whose names begin with a prefix; give them without it."""
        found: dict[str, int] = {}
        for row in self._walk():
            for booking in row.bookings:
                if booking.account.startswith(prefix):
                    name = booking.account.removeprefix(prefix)
                    found[name] = found.get(name, 0) + booking.amount
        return dict(sorted(found.items()))

    def verify_chain(self) -> int | None:
        """Walk the whole chain; give the sequence of the first broken link, if any."""
        seq, previous = 0, FIRST
        for row in self._walk():
            try:
                entry = _entry(row)
            except ValueError:
                return seq + 1
            broken = broken_link([entry], previous=previous, seq=seq)
            if broken is not None:
                return broken
            seq, previous = row.seq, row.hash
        return None

    def _walk(self) -> Iterator[BookRow]:
        column = tables.ledger.c.seq
        seq = 0
        while page := self._rows.find(column > seq, order_by=[column], limit=PAGE):
            yield from page
            seq = page[-1].seq


def _entry(row: BookRow) -> BookEntry:
    return BookEntry(**{name: getattr(row, name) for name in BookRow.__slots__})
