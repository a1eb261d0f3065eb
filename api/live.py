"""The live end of each co-op's outbox, read once per process for all who listen.

A listener goes through the outbox by sequence: what is older than the tail it reads from the
store, what is newer the tail hands on. The tail looks into the outbox when the feed wakes it
and once per interval anyhow, so that nothing depends on the feed, and several processes work
side by side. What the planner is at comes along without a place in the outbox: whoever misses it
has missed nothing.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections import deque
from typing import TYPE_CHECKING, Final

import anyio.to_thread

from dispatch.errors import RuleError, StoreUnavailable
from dispatch.feed import follow

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from datetime import date

    from dispatch.events import Event
    from dispatch.feed import Feed
    from dispatch.model import CoopId
    from dispatch.plan_progress import PlanProgress
    from dispatch.store import Store

REMEMBERED: Final = 2_000
"""Events that a tail keeps for listeners who are a little behind."""

PAGE: Final = 500

DAYS_SHOWN: Final = 16
"""Days whose last progress a tail keeps."""


class Tail:
    """The newest events of one co-op.

    Parameters
    ----------
    store
        Where the outbox is.
    coop
        Whose.
    feed
        Wakes the tail.
    interval_s
        How often to look without being woken.
    """

    def __init__(self, store: Store, coop: CoopId, *, feed: Feed, interval_s: float) -> None:
        self._store = store
        self._coop = coop
        self._feed = feed
        self._interval_s = interval_s
        self._recent: deque[Event] = deque(maxlen=REMEMBERED)
        self._last: int | None = None
        self._has_grown = asyncio.Event()
        self._progress: dict[date, tuple[int, PlanProgress]] = {}
        self._num_shown = 0
        self._has_news = asyncio.Event()

    @property
    def num_shown(self) -> int:
        """How often the planner has shown something so far."""
        return self._num_shown

    def shown_after(self, number: int) -> tuple[PlanProgress, ...]:
        """Give the newest progress of each day that was shown after a number of them."""
        return tuple(one for at, one in self._progress.values() if at > number)

    async def last_seq(self) -> int:
        """Give the sequence of the newest event in the outbox."""
        return await anyio.to_thread.run_sync(self._read_last)

    async def after(self, seq: int) -> tuple[Event, ...]:
        """Give events that follow a sequence, in order; none when there are none yet.

        Parameters
        ----------
        seq
            The last one that is known.

        Returns
        -------
        tuple of Event
            At most a page.
        """
        if self._recent and self._recent[0].seq <= seq + 1:
            return tuple(event for event in self._recent if event.seq > seq)
        return await anyio.to_thread.run_sync(self._read_after, seq)

    async def wait(self, seq: int, *, timeout_s: float, shown: int | None = None) -> bool:
        """Wait until there is an event after a sequence, or something new from the planner.

        Parameters
        ----------
        seq
            The last one that is known.
        timeout_s
            How long to wait at most.
        shown
            How much of the planner is known; ``None``: that is of no interest.

        Returns
        -------
        bool
            Whether there is one.
        """
        deadline = asyncio.get_running_loop().time() + timeout_s
        while (self._last is None or self._last <= seq) and shown in {None, self._num_shown}:
            left = deadline - asyncio.get_running_loop().time()
            if left <= 0:
                return False
            grown = self._has_grown if shown is None else self._has_news
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(grown.wait(), left)
        return True

    async def run(self) -> None:
        """Follow outbox and planner until cancelled, through every failure of the store."""
        watching = asyncio.create_task(self._watch())
        try:
            await self._follow_always()
        finally:
            watching.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await watching

    async def _watch(self) -> None:
        async with self._feed.watch(self._coop) as glimpses:
            while True:
                progress = await glimpses.next()
                self._num_shown += 1
                self._progress.pop(progress.day, None)
                while len(self._progress) >= DAYS_SHOWN:
                    del self._progress[next(iter(self._progress))]
                self._progress[progress.day] = self._num_shown, progress
                self._tell_news()

    async def _follow_always(self) -> None:
        while True:
            try:
                if self._last is None:
                    self._grow(await self.last_seq())
                await self._follow()
            except (RuleError, StoreUnavailable):
                await asyncio.sleep(self._interval_s)

    async def _follow(self) -> None:
        pages = follow(
            self._store,
            self._feed,
            self._coop,
            after=self._last or 0,
            poll_s=self._interval_s,
        )
        async for events in pages:
            if events:
                self._recent.extend(events)
                self._grow(events[-1].seq)

    def _grow(self, last: int) -> None:
        self._last = last
        grown, self._has_grown = self._has_grown, asyncio.Event()
        grown.set()
        self._tell_news()

    def _tell_news(self) -> None:
        news, self._has_news = self._has_news, asyncio.Event()
        news.set()

    def _read_last(self) -> int:
        with self._store.read(self._coop) as tx:
            return tx.events.last_seq()

    def _read_after(self, seq: int) -> tuple[Event, ...]:
        with self._store.read(self._coop) as tx:
            return tx.events.after(seq, limit=PAGE)


class Tails:
    """One tail per co-op, each begun when somebody first listens.

    Parameters
    ----------
    store
        Where the outboxes are.
    feed
        Wakes the tails.
    interval_s
        How often a tail looks without being woken.
    """

    def __init__(self, store: Store, *, feed: Feed, interval_s: float = 1.0) -> None:
        self._store = store
        self._feed = feed
        self._interval_s = interval_s
        self._tails: dict[CoopId, Tail] = {}
        self._tasks: dict[CoopId, asyncio.Task[None]] = {}

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Let tails run while the application does."""
        try:
            yield
        finally:
            for task in self._tasks.values():
                task.cancel()
            await asyncio.gather(*self._tasks.values(), return_exceptions=True)
            self._tasks.clear()
            self._tails.clear()

    def of(self, coop: CoopId) -> Tail:
        """Give a co-op's tail; it runs from now on."""
        task = self._tasks.get(coop)
        if task is None or task.done():
            tail = Tail(self._store, coop, feed=self._feed, interval_s=self._interval_s)
            self._tails[coop] = tail
            self._tasks[coop] = asyncio.create_task(tail.run())
        return self._tails[coop]
