"""Live plans that are kept ready, each as long as nothing has happened to its day.

What is kept is only a copy of what the store says: each use checks whether something has
happened that changes it. Losing it costs time, nothing else.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import timedelta
from threading import Lock
from typing import TYPE_CHECKING

from dispatch.day_state import day_state
from dispatch.events import EventKind
from dispatch.holds import HOLDING_KINDS
from dispatch.live_plan import live_plan
from dispatch.store import Transaction
from dispatch.street_overlays import overlays_of_day

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    from dispatch.live_plan import LivePlan
    from dispatch.model import CoopId
    from dispatch.store import ReadTransaction
    from dispatch.streets import Streets

FRESH = timedelta(minutes=2)
"""How far couriers may have moved on before the problem is built anew."""

MOST_KEPT = 64

MOVING_KINDS = frozenset(EventKind) - {
    *HOLDING_KINDS,
    EventKind.CONTESTATION_OPENED,
    EventKind.CONTESTATION_ANSWERED,
    EventKind.CONTESTATION_ERASED,
    EventKind.PROPOSAL_OPENED,
    EventKind.BALLOT_CAST,
    EventKind.PROPOSAL_CLOSED,
    EventKind.REPLAY_STARTED,
    EventKind.REPLAY_ENDED,
    EventKind.ORDER_NOTED,
    EventKind.ACCESS_GRANTED,
    EventKind.ACCESS_REVOKED,
    EventKind.MEMBER_SIGNED_IN,
    EventKind.PLAN_PROPOSED,
    EventKind.PLAN_DISCARDED,
    EventKind.REPORT_KEPT,
    EventKind.REPORT_DECIDED,
    EventKind.STOREFRONT_ADDED,
    EventKind.STOREFRONT_CHANGED,
    EventKind.ZONE_ADDED,
    EventKind.ZONE_REMOVED,
    EventKind.SLOT_RULE_ADDED,
    EventKind.SLOT_RULE_REMOVED,
    EventKind.STANDING_ADDED,
    EventKind.STANDING_CHANGED,
    EventKind.STANDING_MISSED,
}
"""After one of these, what is in the day's problem may be out of date."""


@dataclass(slots=True, eq=False)
class _Kept:
    """What is kept of a day; whoever builds it anew holds the lock.

    Attributes
    ----------
    seq
        Newest event of the day that it knows.
    live
        The plan; ``None`` before there was one.
    asked_at
        When somebody asked for it last, in seconds.
    building
        Held while it is built, so that nobody builds the same twice.
    """

    seq: int = -1
    live: LivePlan | None = None
    asked_at: float = 0.0
    building: Lock = field(default_factory=Lock)


class LivePlans:
    """Live plans of several co-ops and days; safe to share between threads.

    Parameters
    ----------
    seconds
        Gives seconds that only grow.
    """

    def __init__(self, *, seconds: Callable[[], float] = time.monotonic) -> None:
        self._kept: dict[tuple[CoopId, date], _Kept] = {}
        self._lock = Lock()
        self._seconds = seconds

    def get(self, tx: ReadTransaction, day: date, streets: Streets, *, now: datetime) -> LivePlan:
        """Give a day's live plan, built anew when something has happened since.

        Who asks while another thread builds it waits for that.
        """
        kept = self._of(tx.coop.id, day)
        kept.asked_at = self._seconds()
        return self._current(kept, tx, day, streets, now=now, fresh=FRESH)

    def renew(self, tx: ReadTransaction, day: date, streets: Streets, *, now: datetime) -> LivePlan:
        """Build a day's live plan before somebody asks, when one who asks soon would have to."""
        kept = self._of(tx.coop.id, day)
        return self._current(kept, tx, day, streets, now=now, fresh=FRESH / 2)

    def asked_within(self, seconds: float) -> tuple[tuple[CoopId, date], ...]:
        """Name the days that somebody has asked for lately."""
        since = self._seconds() - seconds
        with self._lock:
            return tuple(key for key, kept in self._kept.items() if kept.asked_at > since)

    def _of(self, coop: CoopId, day: date) -> _Kept:
        with self._lock:
            kept = self._kept.pop((coop, day), None) or _Kept()
            while len(self._kept) >= MOST_KEPT:
                del self._kept[next(iter(self._kept))]
            self._kept[coop, day] = kept
            return kept

    def _current(  # noqa: PLR0913 - private
        self,
        kept: _Kept,
        tx: ReadTransaction,
        day: date,
        streets: Streets,
        *,
        now: datetime,
        fresh: timedelta,
    ) -> LivePlan:
        newest = tx.events.newest_of(day, MOVING_KINDS)
        overlays = overlays_of_day(tx, day, now)

        def known() -> LivePlan | None:
            live = kept.live
            is_same = live is not None and kept.seq == newest and live.state.overlays == overlays
            return live if is_same and live and abs(now - live.state.now) < fresh else None

        with kept.building:
            found = known()
            if found is not None:
                return found
            made = live_plan(day_state(tx, day, now), streets)
            # A guess is not worth keeping; what a change has seen may never come to be.
            if not made.is_estimate and not isinstance(tx, Transaction):
                kept.seq, kept.live = newest, made
            return made
