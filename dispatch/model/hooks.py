"""Webhooks: who wants to hear of orders at which address, and what they are told."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from dispatch.model.ids import MemberId, NoticeId, OrderId, StorefrontId, SubscriptionId


class NoticeKind(StrEnum):
    """What a notice says has happened; `docs/webhooks.md` has a heading for each."""

    ORDER_PLACED = "order.placed"
    ORDER_CHANGED = "order.changed"
    ORDER_ASSIGNED = "order.assigned"
    ORDER_STARTED = "order.started"
    ORDER_PICKED_UP = "order.picked_up"
    ORDER_ARRIVED = "order.arrived"
    ORDER_DELIVERED = "order.delivered"
    ORDER_FAILED = "order.failed"
    ORDER_RETURNED = "order.returned"
    ORDER_CANCELED = "order.canceled"


class HookShape(StrEnum):
    """In whose words notices are written and signed."""

    STANDARD = "standard"
    """As Standard Webhooks has it."""
    COOPCYCLE = "coopcycle"
    """As CoopCycle's clients expect it."""


class SubscriptionState(StrEnum):
    """Whether notices are sent."""

    ACTIVE = "active"
    GONE = "gone"
    """The receiver answered 410: it is not there any more."""


class NoticeState(StrEnum):
    """What became of a notice."""

    WAITING = "waiting"
    """It is to be sent: first, or again after a failure, or after earlier ones of its order."""
    DELIVERED = "delivered"
    FAILED = "failed"
    """All tries have failed."""
    DROPPED = "dropped"
    """The receiver is gone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """One address that hears of orders.

    Attributes
    ----------
    id
        Unique in the co-op.
    storefront
        Whose orders; ``None``: the whole co-op's.
    url
        Where notices are sent.
    kinds
        What of, by the words of its shape; empty: everything.
    shape
        In whose words.
    secret
        What notices are signed with; the receiver has it, too.
    old_secret, old_secret_until
        What they are signed with besides, until a moment.
    created_at, author
        Since when, by whom.
    seen_seq
        Last event of the co-op that notices were made of.
    state, ended_at
        Whether notices are sent, and since when not.
    """

    id: SubscriptionId
    storefront: StorefrontId | None
    url: str
    secret: str = field(repr=False)
    created_at: datetime
    author: MemberId
    seen_seq: int
    kinds: frozenset[str] = frozenset()
    shape: HookShape = HookShape.STANDARD
    old_secret: str | None = field(default=None, repr=False)
    old_secret_until: datetime | None = None
    state: SubscriptionState = SubscriptionState.ACTIVE
    ended_at: datetime | None = None

    def secrets_at(self, now: datetime) -> tuple[str, ...]:
        """Give the secrets that notices are signed with, the newest first."""
        is_old_good = self.old_secret_until is not None and now < self.old_secret_until
        return (self.secret, self.old_secret) if is_old_good and self.old_secret else (self.secret,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Try:
    """One attempt to send a notice.

    Attributes
    ----------
    at
        When.
    took_ms
        How long it took, in milliseconds.
    status
        What the receiver answered; ``None``: nothing.
    problem
        Code of what went wrong, empty when nothing did; see `dispatch.posting.Refusal`.
    """

    at: datetime
    took_ms: int
    status: int | None = None
    problem: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One fact about one order for one address; no name, address or note is in it.

    Attributes
    ----------
    id
        Its `webhook-id`: the same however often it is sent.
    subscription
        To whom.
    seq
        The event that it was made of.
    kind, order, storefront, day, at
        What happened to which order, whose it is, on which day it is delivered, and when.
    word
        What it is called in the subscription's words.
    reason
        Code of why, where something failed.
    state
        What became of it.
    failures
        How many tries have failed since it was first sent, or sent again by a person.
    due_at
        When it is to be sent; ``None``: not before an earlier one of its order, or not at all.
    tries
        The last attempts, oldest first.
    """

    id: NoticeId
    subscription: SubscriptionId
    seq: int
    kind: NoticeKind
    word: str
    order: OrderId
    storefront: StorefrontId
    day: date
    at: datetime
    reason: str = ""
    state: NoticeState = NoticeState.WAITING
    failures: int = 0
    due_at: datetime | None = None
    tries: tuple[Try, ...] = ()
