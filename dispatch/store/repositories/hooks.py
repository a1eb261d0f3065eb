"""Webhooks: subscriptions, and the notices that go to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dispatch.model import Notice, NoticeState, Subscription, SubscriptionState
from dispatch.store import tables
from dispatch.store.repository import Repository

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlalchemy import ColumnElement

    from dispatch.model import NoticeId, OrderId, StorefrontId, SubscriptionId


class Subscriptions(Repository[Subscription]):
    """Who hears of orders."""

    table = tables.subscription
    entity = Subscription

    def active(self) -> tuple[Subscription, ...]:
        """Give those to which notices are sent, by id."""
        column = self.table.c.state
        return self._rows.find(column == SubscriptionState.ACTIVE, order_by=[self.table.c.id])

    def of_storefront(self, storefront: StorefrontId) -> tuple[Subscription, ...]:
        """Give a storefront's own, by id."""
        columns = self.table.c
        return self._rows.find(columns.storefront == storefront, order_by=[columns.id])

    def advance(self, subscription: SubscriptionId, seen: int, to: int) -> bool:
        """Move on from one event to another; tell whether it is active and stood at the first."""
        columns = self.table.c
        is_there = (columns.id == subscription, columns.state == SubscriptionState.ACTIVE)
        return self._rows.change({"seen_seq": to}, *is_there, columns.seen_seq == seen) > 0

    def remove(self, subscription: SubscriptionId) -> int:
        """Delete one; give how many there were."""
        return self._rows.remove(self.table.c.id == subscription)


class Notices(Repository[Notice]):
    """What is to be sent, and what was."""

    table = tables.notice
    entity = Notice

    def due(
        self, now: datetime, *, but: Collection[SubscriptionId] = (), limit: int
    ) -> tuple[Notice, ...]:
        """Give notices that are to be sent now, those that wait longest first.

        Parameters
        ----------
        now
            The present moment.
        but
            Subscriptions that are not asked about.
        limit
            How many at most.
        """
        columns = self.table.c
        where = [columns.due_at <= now]
        if but:
            where.append(columns.subscription.not_in(sorted(but)))
        return self._rows.find(*where, order_by=[columns.due_at, columns.id], limit=limit)

    def waiting(self, subscription: SubscriptionId, order: OrderId) -> tuple[Notice, ...]:
        """Give what is still to be sent about an order to a subscription, in order."""
        columns = self.table.c
        return self._rows.find(
            columns.subscription == subscription,
            columns.order == order,
            columns.state == NoticeState.WAITING,
            order_by=[columns.id],
        )

    def orders_waiting(
        self, subscription: SubscriptionId, orders: Collection[OrderId]
    ) -> set[OrderId]:
        """Give those of some orders about which something is still to be sent."""
        columns = self.table.c
        found = self._rows.values(
            columns.order,
            columns.subscription == subscription,
            columns.order.in_(sorted(orders)),
            columns.state == NoticeState.WAITING,
        )
        return set(found)

    def newest(
        self,
        *,
        subscriptions: Collection[SubscriptionId] | None = None,
        state: NoticeState | None = None,
        order: OrderId | None = None,
        before: NoticeId | None = None,
        limit: int,
    ) -> tuple[Notice, ...]:
        """Give notices, the newest first.

        Parameters
        ----------
        subscriptions
            To whom; ``None``: to anybody.
        state, order
            Only those in a state, or about an order.
        before
            Only those before this one: the last of the page before.
        limit
            How many at most.
        """
        columns = self.table.c
        where: list[ColumnElement[bool]] = []
        if subscriptions is not None:
            where.append(columns.subscription.in_(sorted(subscriptions)))
        if state is not None:
            where.append(columns.state == state)
        if order is not None:
            where.append(columns.order == order)
        if before is not None:
            where.append(columns.id < before)
        return self._rows.find(*where, order_by=[columns.id.desc()], limit=limit)

    def claim(self, notice: Notice, until: datetime) -> bool:
        """Keep others from sending a notice for a while; tell whether nobody was faster."""
        columns = self.table.c
        where = (columns.id == notice.id, columns.due_at == notice.due_at)
        return self._rows.change({"due_at": until}, *where) > 0

    def drop(self, subscription: SubscriptionId) -> None:
        """Give up what is still to be sent to a subscription."""
        columns = self.table.c
        self._rows.change(
            {"state": NoticeState.DROPPED, "due_at": None},
            columns.subscription == subscription,
            columns.state == NoticeState.WAITING,
        )

    def forget(
        self, *, subscription: SubscriptionId | None = None, before: datetime | None = None
    ) -> int:
        """Delete a subscription's notices, or settled ones from before a moment."""
        columns = self.table.c
        if subscription is not None:
            return self._rows.remove(columns.subscription == subscription)
        return self._rows.remove(columns.at < before, columns.state != NoticeState.WAITING)
