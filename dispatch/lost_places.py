"""Quotes whose place is not kept any more: whether it is still there when they are booked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dispatch.errors import QuoteOvertaken
from dispatch.events import EventKind
from dispatch.fitting import fit, follow, travel_ahead
from dispatch.live_plans import LivePlans
from dispatch.model import QuoteState
from dispatch.quote_work import TAKING_KINDS

if TYPE_CHECKING:
    from datetime import datetime

    from dispatch.model import Quote
    from dispatch.store import ReadTransaction
    from dispatch.streets import Streets

TAKING: Final = TAKING_KINDS | {EventKind.ORDER_PLACED}
"""After one of these, a place that nobody keeps may be taken."""


def check_place(
    tx: ReadTransaction,
    known: Quote,
    *,
    streets: Streets,
    now: datetime,
    live_plans: LivePlans | None = None,
) -> int | None:
    """Look whether the place of a quote is still there; while it is reserved nothing is computed.

    Parameters
    ----------
    tx, known
        The quote as it is in this moment.
    streets, now
        The co-op's city, and when.
    live_plans
        Kept plans; none in a change, for what it has seen may never come to be.

    Returns
    -------
    int or None
        What has happened on its day up to here; ``None``: nothing was looked at.

    Raises
    ------
    QuoteOvertaken
        When it was not reserved any more, and others have taken its place.
    """
    is_over = known.state is not QuoteState.OPEN or now > known.held_until
    if known.is_reserved or known.day is None or is_over or not known.is_feasible:
        return None
    seq = tx.events.newest_of(known.day, TAKING)
    live = (live_plans or LivePlans()).get(tx, known.day, streets, now=now)
    follow(live, tx, streets, now=now)
    if not fit(live, known.delivery, travel_ahead(live, [known.delivery], streets)).offers:
        msg = f"Quote {known.id!r} had no reservation any more, and others have taken its place."
        raise QuoteOvertaken(msg, quote=known.id)
    return seq


def check_again(
    tx: ReadTransaction, known: Quote, seen: int | None, *, streets: Streets, now: datetime
) -> None:
    """Look once more in the change that books, unless nothing has happened since the first look.

    Raises
    ------
    QuoteOvertaken
        As `check_place`.
    """
    if seen is not None and known.day is not None and not known.is_reserved:
        has_happened = bool(tx.events.since(seen, known.day, TAKING))
        if not has_happened:
            return
    check_place(tx, known, streets=streets, now=now)
