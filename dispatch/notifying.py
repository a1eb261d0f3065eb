"""Who hears of orders: subscriptions are added, listed, rotated and removed; notices sent again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from dispatch.errors import NotAllowed, NotFound, TooManySubscriptions, TransitionRefused
from dispatch.events import EventKind
from dispatch.model import (
    HookShape,
    NoticeState,
    Role,
    Subscription,
    SubscriptionId,
    SubscriptionState,
)
from dispatch.permission import require, require_storefront
from dispatch.posting import check_url

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from dispatch.model import Actor, Notice, NoticeId, OrderId, StorefrontId
    from dispatch.store import ReadTransaction, Transaction

MOST_SUBSCRIPTIONS: Final = 20
"""How many a storefront may have, and how many the co-op itself."""

OVERLAP: Final = timedelta(hours=24)
"""For how long the old secret signs, too, after a rotation."""

MOST_LISTED: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class SubscriptionWish:
    """What somebody wants to hear, and where.

    Attributes
    ----------
    url
        Address that notices are posted to.
    kinds
        What of, by the words of its shape; empty: everything.
    storefront
        Whose orders; ``None``: a storefront's own, or the whole co-op's for a dispatcher.
    shape
        In whose words.
    """

    url: str
    kinds: frozenset[str] = frozenset()
    storefront: StorefrontId | None = None
    shape: HookShape = HookShape.STANDARD


def subscribe(  # noqa: PLR0913 - a use case's values
    tx: Transaction,
    actor: Actor,
    wish: SubscriptionWish,
    *,
    secret: str,
    is_local_allowed: bool,
    now: datetime,
    new_id: Callable[[], str],
) -> Subscription:
    """Have notices of everything from now on sent to an address.

    Parameters
    ----------
    tx, actor
        In which co-op and who.
    wish
        What and where.
    secret
        From `dispatch.signing.new_hook_secret`; the receiver is told it this once.
    is_local_allowed
        Whether this machine may be the receiver.
    now, new_id
        Time and id of the subscription.

    Raises
    ------
    HookAddressRefused
        When the address is not one that notices are sent to.
    NotFound
        When there is no such storefront, or it is another one.
    TooManySubscriptions
        When there are as many as anybody may have.
    """
    require(actor, Role.DISPATCHER, Role.STOREFRONT)
    whose = _whose(actor, wish.storefront)
    if whose is not None:
        require_storefront(actor, whose, kind="storefront", name=whose)
        tx.storefronts.get(whose)
    check_url(wish.url, is_local_allowed=is_local_allowed)
    if sum(one.storefront == whose for one in tx.subscriptions.all()) >= MOST_SUBSCRIPTIONS:
        msg = f"Expected at most {MOST_SUBSCRIPTIONS} subscriptions; remove one first."
        raise TooManySubscriptions(msg, most=MOST_SUBSCRIPTIONS)
    made = Subscription(
        id=SubscriptionId(new_id()),
        storefront=whose,
        url=wish.url,
        kinds=wish.kinds,
        shape=wish.shape,
        secret=secret,
        created_at=now,
        author=actor.member,
        seen_seq=tx.events.last_seq(),
    )
    tx.subscriptions.add(made)
    _record(tx, actor, EventKind.SUBSCRIPTION_ADDED, made, now)
    return made


def unsubscribe(
    tx: Transaction, actor: Actor, subscription: SubscriptionId, *, now: datetime
) -> None:
    """Send nothing more to an address, and forget what was sent.

    Raises
    ------
    NotFound
        When there is none, or it is another storefront's.
    """
    known = get(tx, actor, subscription)
    tx.notices.forget(subscription=known.id)
    tx.subscriptions.remove(known.id)
    _record(tx, actor, EventKind.SUBSCRIPTION_REMOVED, known, now)


def rotate(  # noqa: PLR0913 - a use case's values
    tx: Transaction,
    actor: Actor,
    subscription: SubscriptionId,
    *,
    secret: str,
    now: datetime,
    overlap: timedelta = OVERLAP,
) -> Subscription:
    """Sign with a new secret, and with the old one as well for a while.

    Parameters
    ----------
    tx, actor, subscription
        Which one.
    secret
        The new secret.
    now
        From when on.
    overlap
        For how long the old one signs, too.

    Raises
    ------
    NotFound
        When there is none, or it is another storefront's.
    TransitionRefused
        When its receiver is gone.
    """
    known = get(tx, actor, subscription)
    _require_active(known)
    changed = tx.subscriptions.save(
        replace(known, secret=secret, old_secret=known.secret, old_secret_until=now + overlap)
    )
    _record(tx, actor, EventKind.SUBSCRIPTION_ROTATED, changed, now)
    return changed


def subscriptions(tx: ReadTransaction, actor: Actor) -> tuple[Subscription, ...]:
    """List subscriptions: a storefront's own, or all of the co-op for a dispatcher."""
    require(actor, Role.DISPATCHER, Role.STOREFRONT)
    if actor.role is Role.DISPATCHER:
        return tx.subscriptions.all()
    return tx.subscriptions.of_storefront(_own(actor))


def get(tx: ReadTransaction, actor: Actor, subscription: SubscriptionId) -> Subscription:
    """Give a subscription.

    Raises
    ------
    NotFound
        When there is none, or it is another storefront's.
    """
    require(actor, Role.DISPATCHER, Role.STOREFRONT)
    known = tx.subscriptions.get(subscription)
    if actor.role is Role.STOREFRONT and known.storefront != _own(actor):
        raise NotFound.of(kind="subscription", name=subscription)
    return known


def notices(  # noqa: PLR0913 - what can be asked for
    tx: ReadTransaction,
    actor: Actor,
    *,
    subscription: SubscriptionId | None = None,
    state: NoticeState | None = None,
    order: OrderId | None = None,
    before: NoticeId | None = None,
    limit: int = MOST_LISTED,
) -> tuple[Notice, ...]:
    """List what is to be sent and what was, the newest first.

    Parameters
    ----------
    tx, actor
        In which co-op and who; a storefront sees what goes to its own addresses.
    subscription, state, order
        Only those to one address, in one state, or about one order.
    before
        Only those before this one.
    limit
        How many at most.

    Raises
    ------
    NotFound
        When there is no such subscription, or it is another storefront's.
    """
    to = subscriptions(tx, actor) if subscription is None else (get(tx, actor, subscription),)
    names = [one.id for one in to]
    most = min(limit, MOST_LISTED)
    return tx.notices.newest(
        subscriptions=names, state=state, order=order, before=before, limit=most
    )


def send_again(tx: Transaction, actor: Actor, notice: NoticeId, *, now: datetime) -> Notice:
    """Send a notice at once, under the same id, with as many tries as a new one has.

    What comes later about the same order waits for it; what comes earlier goes first.

    Raises
    ------
    NotFound
        When there is none, or it goes to another storefront's address.
    TransitionRefused
        When its receiver is gone.
    """
    require(actor, Role.DISPATCHER, Role.STOREFRONT)
    known = tx.notices.get(notice)
    try:
        subscription = get(tx, actor, known.subscription)
    except NotFound:
        raise NotFound.of(kind="notice", name=notice) from None
    _require_active(subscription)
    waiting = tx.notices.waiting(known.subscription, known.order)
    is_first = all(one.id >= notice for one in waiting)
    again = replace(known, state=NoticeState.WAITING, failures=0, due_at=now if is_first else None)
    tx.notices.save(again)
    if is_first:
        for later in waiting:
            if later.id != notice:
                tx.notices.save(replace(later, due_at=None))
    return again


def _require_active(subscription: Subscription) -> None:
    if subscription.state is not SubscriptionState.ACTIVE:
        msg = f"The receiver of subscription {subscription.id!r} is gone; add a new one."
        raise TransitionRefused(msg, subscription=subscription.id, state=subscription.state.value)


def _whose(actor: Actor, storefront: StorefrontId | None) -> StorefrontId | None:
    return _own(actor) if actor.role is Role.STOREFRONT and storefront is None else storefront


def _own(actor: Actor) -> StorefrontId:
    if actor.storefront is None:
        msg = "Expected an actor who speaks for a storefront, got one without."
        raise NotAllowed(msg)
    return actor.storefront


def _record(
    tx: Transaction, actor: Actor, kind: EventKind, subscription: Subscription, now: datetime
) -> None:
    subjects = {"subscription": str(subscription.id)}
    if subscription.storefront is not None:
        subjects["storefront"] = str(subscription.storefront)
    tx.record(kind, actor=actor.member, at=now, subjects=subjects)
