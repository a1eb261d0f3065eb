"""The chain of events: log and outbox in one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dispatch.chain import broken_link, chained_hash
from dispatch.events import PLANNING_KINDS, Event, EventKind
from dispatch.store import tables
from dispatch.store.scoped import Scoped
from fairness.chain import FIRST

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date

    from sqlalchemy.engine import Connection

    from dispatch.model import CoopId

PAGE = 1000
"""Events read at once when the whole chain is walked."""


class Events:
    """The co-op's events, in the order of their commits."""

    def __init__(self, connection: Connection, coop: CoopId) -> None:
        self._coop = coop
        self._rows: Scoped[Event] = Scoped(connection, coop, tables.event, Event)

    def append_all(self, events: Sequence[Event]) -> tuple[Event, ...]:
        """Write events at the end of the chain and give them back with their places."""
        if not events:
            return ()
        seq, previous = self.tail()
        placed = []
        for event in events:
            seq += 1
            one = replace(event, seq=seq, coop=self._coop, previous_hash=previous, hash="")
            previous = chained_hash(one)
            placed.append(replace(one, hash=previous))
        self._rows.add_all(placed, [{}] * len(placed))
        return tuple(placed)

    def tail(self) -> tuple[int, str]:
        """Give sequence and hash of the last event; zeros before the first."""
        columns = tables.event.c
        last = self._rows.pick((columns.seq, columns.hash), order_by=[columns.seq.desc()], limit=1)
        return last[0] if last else (0, FIRST)

    def last_seq(self) -> int:
        """Give the sequence of the last event; 0 before the first."""
        return int(self._rows.largest(tables.event.c.seq) or 0)

    def after(self, seq: int, *, limit: int = PAGE) -> tuple[Event, ...]:
        """Give the events that follow a sequence, in order."""
        column = tables.event.c.seq
        return self._rows.find(column > seq, order_by=[column], limit=limit)

    def of_day(
        self, day: date, *, after: int = 0, kinds: Collection[EventKind] | None = None
    ) -> tuple[Event, ...]:
        """Give the events, all or of some kinds, that concern a day and follow a sequence."""
        columns = tables.event.c
        where = [columns.day == day, columns.seq > after]
        if kinds is not None:
            where.append(columns.kind.in_(sorted(kinds)))
        return self._rows.find(*where, order_by=[columns.seq])

    def newest_for_planning(self, day: date) -> int:
        """Give the sequence of the last event that made a day's plan out of date; 0 if none."""
        return self.newest_of(day, PLANNING_KINDS)

    def newest_of(self, day: date, kinds: Collection[EventKind]) -> int:
        """Give the sequence of the last event of some kinds that concerns a day; 0 if none."""
        columns = tables.event.c
        where = (columns.day == day, columns.kind.in_(sorted(kinds)))
        return int(self._rows.largest(columns.seq, *where) or 0)

    def since(
        self, seq: int, day: date, kinds: Collection[EventKind]
    ) -> tuple[tuple[EventKind, dict[str, str], dict[str, object]], ...]:
        """Give kind, subjects and payload of a day's events of some kinds after a sequence."""
        columns = tables.event.c
        return self._rows.pick(
            (columns.kind, columns.subjects, columns.payload),
            columns.day == day,
            columns.kind.in_(sorted(kinds)),
            columns.seq > seq,
        )

    def days_to_plan(self, first: date) -> tuple[date, ...]:
        """Give the days, from one on, on which there ever was something to plan, in order."""
        columns = tables.event.c
        where = (columns.day >= first, columns.kind.in_(sorted(PLANNING_KINDS)))
        return tuple(sorted(self._rows.values(columns.day, *where)))

    def verify_chain(self) -> int | None:
        """Walk the whole chain; give the sequence of the first broken link, if any."""
        seq, previous = 0, FIRST
        while page := self.after(seq):
            broken = broken_link(page, previous=previous, seq=seq)
            if broken is not None:
                return broken
            seq, previous = page[-1].seq, page[-1].hash
        return None
