"""From events to notices: what happened to which order, for whom, in whose words.

Notices are made of the chain of events, each event once: reading and writing down how far one
has come are one transaction, so that a notice is neither lost nor skipped.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import orjson

from dispatch.events import EventKind
from dispatch.model import (
    HookShape,
    Notice,
    NoticeId,
    NoticeKind,
    OrderId,
    OrderState,
    SubscriptionId,
)
from dispatch.wholes import WHOLE
from routing.solution import StopKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from dispatch.events import Event
    from dispatch.model import Order, Subscription
    from dispatch.store import ReadTransaction, Transaction

PAGE: Final = 1000
"""Events looked at in one go; a published plan among them is notices of all its orders."""

ORDER_KINDS: Final[Mapping[EventKind, NoticeKind]] = {
    EventKind.ORDER_PLACED: NoticeKind.ORDER_PLACED,
    EventKind.ORDER_CHANGED: NoticeKind.ORDER_CHANGED,
    EventKind.ORDER_CANCELED: NoticeKind.ORDER_CANCELED,
    EventKind.ORDER_RETURNED: NoticeKind.ORDER_RETURNED,
}
STOP_KINDS: Final[Mapping[tuple[EventKind, str], NoticeKind]] = {
    (EventKind.STOP_ARRIVED, StopKind.PICKUP.value): NoticeKind.ORDER_STARTED,
    (EventKind.STOP_ARRIVED, StopKind.DELIVERY.value): NoticeKind.ORDER_ARRIVED,
    (EventKind.STOP_SERVED, StopKind.PICKUP.value): NoticeKind.ORDER_PICKED_UP,
    (EventKind.STOP_SERVED, StopKind.DELIVERY.value): NoticeKind.ORDER_DELIVERED,
    (EventKind.STOP_FAILED, StopKind.PICKUP.value): NoticeKind.ORDER_FAILED,
    (EventKind.STOP_FAILED, StopKind.DELIVERY.value): NoticeKind.ORDER_FAILED,
}
WHOLE_KINDS: Final[Mapping[str, NoticeKind]] = {
    OrderState.PICKED_UP: NoticeKind.ORDER_PICKED_UP,
    OrderState.DELIVERED: NoticeKind.ORDER_DELIVERED,
    OrderState.FAILED: NoticeKind.ORDER_FAILED,
    OrderState.RETURNED: NoticeKind.ORDER_RETURNED,
    OrderState.CANCELED: NoticeKind.ORDER_CANCELED,
}
"""What is told of an order in parts, by the state that a step of one part leads all of it to."""

COOPCYCLE_WORDS: Final[Mapping[NoticeKind, tuple[str, ...]]] = {
    NoticeKind.ORDER_PLACED: ("order.created",),
    NoticeKind.ORDER_ASSIGNED: ("delivery.assigned",),
    NoticeKind.ORDER_STARTED: ("delivery.started",),
    NoticeKind.ORDER_PICKED_UP: ("delivery.picked", "delivery.in_transit"),
    NoticeKind.ORDER_DELIVERED: ("delivery.completed",),
    NoticeKind.ORDER_FAILED: ("delivery.failed",),
}
"""What CoopCycle calls it; kinds that are not here it has no word for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """Something that happened to an order.

    Attributes
    ----------
    event
        What it is told by.
    kind, order, reason
        What happened to which order, and why.
    """

    event: Event
    kind: NoticeKind
    order: Order
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """Notices that were made of some events and not yet written.

    Attributes
    ----------
    seen
        How far each subscription had come before.
    last_seq
        How far they come with these.
    notices
        In the order of events.
    """

    seen: Mapping[SubscriptionId, int]
    last_seq: int
    notices: tuple[Notice, ...]


def make(tx: ReadTransaction) -> Made | None:
    """Make notices of the events that came since the last ones.

    Returns
    -------
    Made or None
        Nothing when there is no event that a subscription has not seen.
    """
    subscriptions = tx.subscriptions.active()
    if not subscriptions:
        return None
    first = min(one.seen_seq for one in subscriptions)
    events = tx.events.after(first, limit=PAGE)
    if not events:
        return None
    facts = _facts(tx, events)
    notices = tuple(
        notice
        for fact in facts
        for subscription in subscriptions
        if fact.event.seq > subscription.seen_seq
        for notice in _notices(subscription, fact)
    )
    behind = {one.id: one.seen_seq for one in subscriptions if one.seen_seq < events[-1].seq}
    return Made(seen=behind, last_seq=events[-1].seq, notices=notices)


def keep(tx: Transaction, made: Made, *, now: datetime) -> int:
    """Write notices down together with how far their subscriptions have come.

    A subscription that has moved on meanwhile, or is gone, gets none of them.

    Parameters
    ----------
    tx
        In which co-op.
    made
        From `make`.
    now
        When those are due that wait for no other.

    Returns
    -------
    int
        How many were written.
    """
    written: list[Notice] = []
    for name, seen in made.seen.items():
        if not tx.subscriptions.advance(name, seen, made.last_seq):
            continue
        mine = [notice for notice in made.notices if notice.subscription == name]
        held = tx.notices.orders_waiting(name, {notice.order for notice in mine})
        for notice in mine:
            written.append(replace(notice, due_at=None if notice.order in held else now))
            held.add(notice.order)
    tx.notices.add_all(written)
    return len(written)


def body_of(notice: Notice, shape: HookShape) -> bytes:
    """Write what a receiver gets: the same bytes however often it is sent."""
    if shape is HookShape.COOPCYCLE:
        data: dict[str, object] = {
            "object": f"/api/deliveries/{notice.order}",
            "event": notice.word,
        }
        return orjson.dumps({"data": data})
    data = {
        "order_id": notice.order,
        "storefront_id": notice.storefront,
        "day": notice.day.isoformat(),
        "seq": notice.seq,
    }
    if notice.reason:
        data["reason"] = notice.reason
    at = notice.at.isoformat(timespec="microseconds")
    return orjson.dumps({"type": notice.word, "timestamp": at, "data": data})


def words_of(kind: NoticeKind, shape: HookShape) -> tuple[str, ...]:
    """Give what a kind is called: nothing where those words know no such thing."""
    return COOPCYCLE_WORDS.get(kind, ()) if shape is HookShape.COOPCYCLE else (kind.value,)


def _facts(tx: ReadTransaction, events: Sequence[Event]) -> list[Fact]:
    """Find what happened to which orders, in the order of the events."""
    told: list[tuple[Event, NoticeKind, str]] = []
    for event in events:
        if event.kind is EventKind.PLAN_PUBLISHED:
            named = _assigned(tx, event)
            told += [(event, NoticeKind.ORDER_ASSIGNED, order) for order in named]
            continue
        kind = _kind(event)
        order = event.subjects.get(WHOLE) or event.subjects.get("order")
        if kind is not None and order:
            told.append((event, kind, order))
    orders = tx.orders.by_keys(OrderId(order) for _, _, order in told)
    return [
        Fact(event=event, kind=kind, order=orders[order], reason=_reason(event, kind))
        for event, kind, order in told
        if order in orders and orders[order].part_of is None
    ]


def _kind(event: Event) -> NoticeKind | None:
    """Say what an event tells of an order; of a part only what it means for the whole."""
    stop = str(event.payload.get("stop", ""))
    kind = ORDER_KINDS.get(event.kind) or STOP_KINDS.get((event.kind, stop))
    is_of_part = event.subjects.get(WHOLE, event.subjects.get("order")) != event.subjects.get(
        "order"
    )
    if kind is not None and (WHOLE in event.payload or is_of_part):
        return WHOLE_KINDS.get(str(event.payload.get(WHOLE, "")))
    return kind


def _assigned(tx: ReadTransaction, event: Event) -> list[str]:
    """Give the orders that a published plan gives to another courier than the one before."""
    if event.day is None:
        return []
    version = int(event.subjects["plan"])
    before = tx.plans.published_before(event.day, version)
    holders: dict[str, str] = {}
    for route in () if before is None else before.routes:
        holders |= dict.fromkeys(map(str, route.orders), str(route.courier))
    given: dict[str, str] = {}
    for route in tx.plans.get(event.day, version).routes:
        given |= dict.fromkeys(map(str, route.orders), str(route.courier))
    return sorted(order for order, courier in given.items() if holders.get(order) != courier)


def _reason(event: Event, kind: NoticeKind) -> str:
    return str(event.payload.get("reason", ""))[:64] if kind is NoticeKind.ORDER_FAILED else ""


def _notices(subscription: Subscription, fact: Fact) -> Iterable[Notice]:
    order = fact.order
    if subscription.storefront not in {None, order.storefront}:
        return
    for part, word in enumerate(words_of(fact.kind, subscription.shape)):
        if subscription.kinds and word not in subscription.kinds:
            continue
        yield Notice(
            id=_name(subscription.id, fact, part),
            subscription=subscription.id,
            seq=fact.event.seq,
            kind=fact.kind,
            word=word,
            order=order.id,
            storefront=order.storefront,
            day=order.day,
            at=fact.event.at,
            reason=fact.reason,
        )


def _name(subscription: SubscriptionId, fact: Fact, part: int) -> NoticeId:
    """Name a notice by what it is made of; names sort as notices are sent."""
    whole = f"{subscription} {fact.event.coop} {fact.event.seq} {fact.order.id}"
    digest = hashlib.sha256(whole.encode()).hexdigest()
    return NoticeId(f"msg_{fact.event.seq:012d}_{part}_{digest[:24]}")
