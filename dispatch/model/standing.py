"""Orders that come again and again: what, on which days, and what became of each."""

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from dispatch.model.ids import MemberId, OrderId, StandingOrderId, StorefrontId
from dispatch.model.orders import Remark
from dispatch.model.wishes import QuoteWish


class StandingState(StrEnum):
    """Whether a standing order still makes orders."""

    ACTIVE = "active"
    PAUSED = "paused"
    ENDED = "ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingOrder:
    """What a storefront orders again and again.

    Attributes
    ----------
    id
        Unique in the co-op.
    storefront, member
        Whose orders they are, and who asked for them.
    state
        Whether it still makes orders.
    wish
        What to carry each time; without times.
    rule
        On which days, as an RRULE of RFC 5545.
    starts_on
        Day from which the rule counts.
    opens, closes
        By the co-op's clock, between which it is to be delivered.
    ready
        By the co-op's clock, from when on it can be picked up.
    reference
        The storefront's own name for each order; the day is put behind it.
    created_at
        When it was asked for.
    ends_on
        Last day; ``None``: the rule says it.
    skipped
        Days of the rule on which nothing is ordered.
    ordered_until
        Last day that has been looked at; ``None``: none yet.
    version
        Rises with each change.
    """

    id: StandingOrderId
    storefront: StorefrontId
    member: MemberId
    state: StandingState
    wish: QuoteWish
    rule: str
    starts_on: date
    opens: time
    closes: time
    ready: time
    reference: str
    created_at: datetime
    ends_on: date | None = None
    skipped: tuple[date, ...] = ()
    ordered_until: date | None = None
    version: int = 1


class RunState(StrEnum):
    """What became of one day of a standing order."""

    ORDERED = "ordered"
    MISSED = "missed"
    """It could not be ordered so far; it is tried again until its window is over."""
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingRun:
    """One day of a standing order.

    Attributes
    ----------
    standing, day
        Which one, and which day.
    state
        What became of it.
    order
        What was ordered.
    reason
        Why nothing could be ordered.
    tried_at
        When that was found out.
    """

    standing: StandingOrderId
    day: date
    state: RunState
    order: OrderId | None
    reason: Remark | None
    tried_at: datetime
