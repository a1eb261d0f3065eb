"""Quotes, orders, and the answers to repeated requests."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from dispatch.model import Order, OrderId, OrderState, Quote, QuoteState
from dispatch.store import tables
from dispatch.store.repository import Passing, Repository

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import date, datetime

    from sqlalchemy import ColumnElement

    from dispatch.model import CourierId, MemberId, QuoteId, StorefrontId


ONE_DAY = timedelta(days=1)

LAPSING = (QuoteState.OPEN, QuoteState.RELEASED)
"""States of quotes that came to nothing once their time is over."""

AT_ONCE = timedelta(hours=1)
"""Quotes of so long are forgotten in one go: the store's one writer has more to do."""


class Quotes(Passing[Quote]):
    """What was offered."""

    table = tables.quote
    entity = Quote
    since = "held_until"

    def held_slots(
        self, day: date, now: datetime, *, but: QuoteId | None = None
    ) -> tuple[str, ...]:
        """Give the slots of a day that open quotes hold, once per quote.

        Parameters
        ----------
        day
            On which the slots begin.
        now
            Quotes that were held until before this do not count.
        but
            A quote that does not count.
        """
        columns = self.table.c
        where = [
            columns.slot.like(f"%:{day:%Y%m%d}T%"),
            columns.is_feasible,
            columns.state == QuoteState.OPEN,
            columns.held_until >= now,
        ]
        if but is not None:
            where.append(columns.id != but)
        return tuple(one.slot for one in self._rows.find(*where) if one.slot)

    def reserved(
        self, day: date, now: datetime
    ) -> tuple[tuple[QuoteId, StorefrontId, datetime], ...]:
        """Give the quotes that keep a place in a day's plan, oldest first.

        Each with its storefront and until when it is held.
        """
        columns = self.table.c
        return self._rows.pick(
            (columns.id, columns.storefront, columns.held_until),
            columns.day == day,
            columns.is_reserved,
            columns.held_until >= now,
            order_by=[columns.given_at, columns.id],
        )

    def of_consignment(self, consignment: QuoteId) -> tuple[Quote, ...]:
        """Give the quotes that were asked for at once, in their order; by any other id none."""
        columns = self.table.c
        return self._rows.find(columns.consignment == consignment, order_by=[columns.id])

    def forget_before(self, moment: datetime) -> int:
        """Delete the oldest of those that came to nothing before a moment; give how many."""
        oldest = self._rows.one(self._is_before(moment), order_by=[self.table.c.held_until])
        if oldest is None:
            return 0
        return super().forget_before(min(moment, oldest.held_until + AT_ONCE))

    def _is_before(self, moment: datetime) -> ColumnElement[bool]:
        return super()._is_before(moment) & self.table.c.state.in_(sorted(LAPSING))

    def end_reservations(self, quotes: Collection[QuoteId]) -> None:
        """Let quotes keep their place no longer; they stay open."""
        if quotes:
            self._rows.change({"is_reserved": False}, self.table.c.id.in_(sorted(quotes)))


class Orders(Repository[Order]):
    """What was bought."""

    table = tables.order
    entity = Order

    def of_day(
        self,
        day: date,
        *,
        states: Collection[OrderState] = tuple(OrderState),
        storefront: StorefrontId | None = None,
        after: OrderId | None = None,
        limit: int | None = None,
    ) -> tuple[Order, ...]:
        """Give the orders of a day in some states, by id.

        Parameters
        ----------
        day
            On which they are delivered.
        states
            In which they are.
        storefront
            Only this one's, without parts that were split off.
        after
            Only those with a larger id: the last of the page before.
        limit
            How many at most.
        """
        columns = self.table.c
        where = [columns.day == day]
        if len(set(states)) < len(OrderState):
            where.append(columns.state.in_(sorted(states)))
        if storefront is not None:
            where += [columns.storefront == storefront, columns.part_of.is_(None)]
        if after is not None:
            where.append(columns.id > after)
        return self._rows.find(*where, order_by=[columns.id], limit=limit)

    def of_consignment(self, consignment: OrderId) -> tuple[Order, ...]:
        """Give the orders that were bought at once, in their order; by any other id none."""
        columns = self.table.c
        return self._rows.find(columns.consignment == consignment, order_by=[columns.id])

    def parts_of(self, wholes: Collection[OrderId]) -> tuple[Order, ...]:
        """Give the parts that were split off some orders, canceled ones too, by id."""
        if not wholes:
            return ()
        columns = self.table.c
        return self._rows.find(columns.part_of.in_(sorted(wholes)), order_by=[columns.id])

    def riding_with(self, first: OrderId) -> tuple[Order, ...]:
        """Give the orders that are to be brought together with the first of them, by id."""
        columns = self.table.c
        return self._rows.find(columns.rides_with == first, order_by=[columns.id])

    def outlines(
        self, first: date, last: date
    ) -> tuple[tuple[OrderId, date, OrderState, datetime, OrderId | None], ...]:
        """Give id, day, state, promise and whole of the orders of some days, and nothing more."""
        columns = self.table.c
        picked = self._rows.pick(
            [columns.id, columns.day, columns.state, columns.promise, columns.part_of],
            columns.day.between(first, last),
            order_by=[columns.day, columns.id],
        )
        return tuple(
            (OrderId(name), day, state, at, None if whole is None else OrderId(whole))
            for name, day, state, at, whole in picked
        )

    def tracked(self, token: str) -> Order | None:
        """Give the order that a tracking link leads to, if there is one."""
        return self._rows.one(self.table.c.tracking == token)

    def of_reference(self, storefront: StorefrontId, reference: str) -> Order | None:
        """Give the storefront's order of a reference that was not canceled, if there is one."""
        columns = self.table.c
        return self._rows.one(
            columns.storefront == storefront,
            columns.reference == reference,
            columns.state != OrderState.CANCELED,
            columns.part_of.is_(None),
        )

    def has_reference(
        self,
        storefront: StorefrontId,
        reference: str,
        *,
        since: datetime,
        but: OrderId | None = None,
    ) -> bool:
        """Tell whether an order placed since a moment has a reference and was not canceled."""
        columns = self.table.c
        where = [
            columns.storefront == storefront,
            columns.reference == reference,
            columns.state != OrderState.CANCELED,
            columns.placed_at >= since,
            columns.part_of.is_(None),
        ]
        if but is not None:
            where.append(columns.id != but)
        return bool(self._rows.values(columns.storefront, *where))

    def slots_of(self, day: date) -> tuple[str, ...]:
        """Give the slots that begin on a date and that orders have, once per living order."""
        columns = self.table.c
        found = self._rows.find(
            columns.day.between(day - ONE_DAY, day + ONE_DAY),  # a night is another day's
            columns.slot.like(f"%:{day:%Y%m%d}T%"),
            columns.state != OrderState.CANCELED,
        )
        return tuple(order.slot for order in found if order.slot)

    def give(self, orders: Collection[OrderId], courier: CourierId | None) -> None:
        """Write down with which courier some orders that wait for pickup are."""
        columns = self.table.c
        state = OrderState.PLACED if courier is None else OrderState.ASSIGNED
        self._rows.change(
            {"courier": courier, "state": state},
            columns.id.in_(sorted(orders)),
            columns.state.in_([OrderState.PLACED, OrderState.ASSIGNED]),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """That a request with a key has been answered.

    Attributes
    ----------
    member, key
        Who asked, with which Idempotency-Key.
    digest
        SHA-256 of what was asked.
    result
        Id of what came of it.
    at
        When.
    """

    member: MemberId
    key: str
    digest: str
    result: str
    at: datetime


class Answers(Repository[Answered]):
    """Which requests have been answered."""

    table = tables.idempotency
    entity = Answered
    key = ("member", "key")

    def known(
        self, requests: Iterable[tuple[MemberId, str | None]]
    ) -> dict[tuple[MemberId, str | None], Answered]:
        """Give the answers to some requests, by member and key; without a key there is none."""
        wanted = {(member, key) for member, key in requests if key is not None}
        if not wanted:
            return {}
        columns = self.table.c
        found = self._rows.find(columns.key.in_(sorted({key for _, key in wanted})))
        return {(one.member, one.key): one for one in found if (one.member, one.key) in wanted}
