"""Builds live plans anew after something has happened, so that no request has to."""

from __future__ import annotations

import logging
import time
from contextlib import contextmanager
from threading import Event as Flag
from threading import Thread
from typing import TYPE_CHECKING

from dispatch.live_plans import MOST_KEPT
from dispatch.model import PlanState

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date, datetime

    from dispatch.live_plan import LivePlan
    from dispatch.live_plans import LivePlans
    from dispatch.model import Coop, CoopId
    from dispatch.store import Store
    from dispatch.streets import Streets

LOOK_S = 1.0
"""How long to wait before looking again when nothing is committed here."""

WARM_S = 600.0
"""For how long a day is kept ready after somebody has asked for it."""

SHARE_OF_TIME = 0.2
"""Part of the time that may go into this; more would slow down what it is for."""

log = logging.getLogger(__name__)


class LivePlanKeeper:
    """Keeps the live plans of days that are asked for ready.

    Parameters
    ----------
    store
        What has happened.
    plans
        The live plans.
    streets_of
        Gives a co-op's city.
    clock
        Tells the time.
    """

    def __init__(
        self,
        store: Store,
        plans: LivePlans,
        *,
        streets_of: Callable[[Coop], Streets],
        clock: Callable[[], datetime],
    ) -> None:
        self._store = store
        self._plans = plans
        self._streets_of = streets_of
        self._clock = clock
        self._known: dict[CoopId, tuple[date, int, int]] = {}
        self._has_changed = Flag()
        self._is_over = Flag()

    def begin(self) -> None:
        """Build today's plan of every co-op that has one, and load what insertions need."""
        for live in self._renew_planned():
            with live.lock:
                if live.holds.routes is not None and live.problem.shipments:
                    live.holds.routes.offers(0)

    def keep(self) -> None:
        """Build what is asked for lately and out of date, and what was planned since, once."""
        for coop, day in self._plans.asked_within(WARM_S):
            with self._store.read(coop) as tx:
                self._plans.renew(tx, day, self._streets_of(tx.coop), now=self._clock())
        for _ in self._renew_planned():
            pass

    def _renew_planned(self) -> Iterator[LivePlan]:
        """Build today's plan of each co-op that has got another one since this looked last.

        Couriers read it then, and ask why.
        """
        for coop in self._store.coops()[:MOST_KEPT]:
            with self._store.read(coop.id) as tx:
                now = self._clock()
                day = coop.day_of(now)
                published = tx.plans.newest_version_in(day, PlanState.PUBLISHED)
                known = day, tx.plans.newest_version(day), published
                if not known[1] or self._known.get(coop.id) == known:
                    continue
                self._known[coop.id] = known
                live = self._plans.renew(tx, day, self._streets_of(coop), now=now)
            yield live

    @contextmanager
    def running(self) -> Iterator[None]:
        """Keep plans ready in a thread of its own while the context lasts."""
        self._store.on_commit(lambda _coop, _seq: self._has_changed.set())
        thread = Thread(target=self._run, name="live-plan-keeper", daemon=True)
        thread.start()
        try:
            yield
        finally:
            self._is_over.set()
            self._has_changed.set()
            thread.join()

    def _run(self) -> None:
        try:
            self.begin()
        except Exception:  # the first who asks builds it then
            log.exception("Live plans could not be built at the start")
        while not self._is_over.is_set():
            self._has_changed.clear()
            began = time.monotonic()
            try:
                self.keep()
            except Exception:  # whoever asks builds it, and is told what is wrong
                log.exception("A live plan could not be kept ready")
            took = time.monotonic() - began
            self._is_over.wait(took * (1.0 / SHARE_OF_TIME - 1.0))
            self._has_changed.wait(LOOK_S)
