"""What trying to send a notice leads to: the schedule, and who may go next."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from dispatch.events import EventKind
from dispatch.model import NoticeState, SubscriptionState, Try, notifier

if TYPE_CHECKING:
    from datetime import datetime

    from dispatch.model import Notice, Subscription
    from dispatch.posting import Posted
    from dispatch.store import Transaction

PAUSES: Final = (
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=18),
    timedelta(hours=22),
)
"""How long to wait after each failed try: ten tries within three days."""

MOST_TRIES_KEPT: Final = 20
GONE: Final = 410
"""HTTP status by which a receiver says that it wants nothing more."""


def record(  # noqa: PLR0913 - what is known of a try
    tx: Transaction,
    notice: Notice,
    posted: Posted,
    *,
    claimed_until: datetime,
    took: timedelta,
    now: datetime,
) -> Notice | None:
    """Write down how a try went, and let the next notice of the order go.

    Parameters
    ----------
    tx
        In which co-op.
    notice
        As it was when it was claimed.
    posted
        What came of it.
    claimed_until
        Until when it was ours; by this it is known that it still is.
    took, now
        How long it took, and when it ended.

    Returns
    -------
    Notice or None
        As it is now; nothing when it is no longer ours to write about.
    """
    known = tx.notices.find(notice.id)
    if known is None or known.state is not NoticeState.WAITING or known.due_at != claimed_until:
        return None
    problem = "" if posted.refusal is None else posted.refusal.value
    tried = Try(
        at=now, took_ms=took // timedelta(milliseconds=1), status=posted.status, problem=problem
    )
    known = replace(known, tries=(*known.tries, tried)[-MOST_TRIES_KEPT:])
    if posted.status == GONE:
        tx.notices.save(replace(known, state=NoticeState.DROPPED, due_at=None))
        _end(tx, notice, now)
        return tx.notices.get(notice.id)
    if posted.refusal is None:
        return _settle(tx, replace(known, state=NoticeState.DELIVERED), now)
    failures = known.failures + 1
    if failures > len(PAUSES):
        return _settle(tx, replace(known, state=NoticeState.FAILED, failures=failures), now)
    due_at = now + PAUSES[failures - 1]
    return tx.notices.save(replace(known, failures=failures, due_at=due_at))


def _settle(tx: Transaction, notice: Notice, now: datetime) -> Notice:
    """End a notice; the next of its order may go."""
    settled = tx.notices.save(replace(notice, due_at=None))
    rest = tx.notices.waiting(notice.subscription, notice.order)
    if rest and rest[0].due_at is None:
        tx.notices.save(replace(rest[0], due_at=now))
    return settled


def _end(tx: Transaction, notice: Notice, now: datetime) -> None:
    """End a subscription whose receiver is gone, with all that was still to be sent to it."""
    known: Subscription | None = tx.subscriptions.find(notice.subscription)
    if known is None:
        return
    tx.subscriptions.save(replace(known, state=SubscriptionState.GONE, ended_at=now))
    tx.notices.drop(known.id)
    subjects = {"subscription": str(known.id)}
    if known.storefront is not None:
        subjects["storefront"] = str(known.storefront)
    actor = notifier(tx.coop.id)
    tx.record(EventKind.SUBSCRIPTION_ENDED, actor=actor.member, at=now, subjects=subjects)
