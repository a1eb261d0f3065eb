"""Codes on an order of what a person should look at, besides what the map and the plan say."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import datetime

    from dispatch.model import OrderId, StorefrontId
    from dispatch.store import ReadTransaction

SLOT_CLOSED: Final = "slot_closed"
"""It is for hours in which no slot can be booked any more."""

WINDOW_OVER: Final = "window_over"
"""Its window was over when it came."""

REFERENCE_REPEATED: Final = "reference_repeated"
"""Its storefront has used the same reference for another order lately."""

PIN_SPENT: Final = "pin_spent"
"""Wrong digits were tried at the door too often."""

LATELY: Final = timedelta(days=30)
"""For how long a reference is not expected again."""

LASTING: Final = frozenset({SLOT_CLOSED, WINDOW_OVER, REFERENCE_REPEATED, PIN_SPENT})
"""Codes that a new plan leaves as they are."""


def lasting(codes: tuple[str, ...]) -> tuple[str, ...]:
    """Give the codes that neither a new plan nor another door takes away."""
    return tuple(code for code in codes if code in LASTING)


def repeated(
    tx: ReadTransaction,
    storefront: StorefrontId,
    reference: str,
    *,
    now: datetime,
    but: OrderId | None = None,
) -> tuple[str, ...]:
    """Look whether a reference came lately; an order that was canceled does not count.

    Parameters
    ----------
    tx
        In which co-op.
    storefront, reference
        Whose name for an order; an empty one is none.
    now
        When it comes again.
    but
        The order that bears it now.
    """
    if not reference:
        return ()
    since = now - LATELY
    is_known = tx.orders.has_reference(storefront, reference, since=since, but=but)
    return (REFERENCE_REPEATED,) if is_known else ()
