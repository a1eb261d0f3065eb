"""Wake-ups for whoever waits for events; the events themselves are in the store.

A wake-up may be lost, doubled or late: a follower also looks into the store now and then,
so nothing depends on a feed but speed. In memory for one process, Redis for several. What
the planner is at goes the same way and is kept nowhere; losing it loses nothing.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections import deque
from contextlib import asynccontextmanager, contextmanager
from queue import SimpleQueue
from threading import Lock, Thread
from typing import TYPE_CHECKING, Protocol, TypeVar

from redis import Redis
from redis.asyncio import Redis as AsyncRedis
from redis.exceptions import RedisError

from dispatch.plan_progress import from_json, to_json

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator
    from contextlib import AbstractAsyncContextManager

    from dispatch.events import Event
    from dispatch.model import CoopId
    from dispatch.plan_progress import PlanProgress
    from dispatch.store import Store

CHANNEL = "commonwheel:events:"
PROGRESS_CHANNEL = "commonwheel:progress:"
POLL_S = 1.0
"""How long a follower waits for a wake-up before it looks for itself."""

MOST_SEEN = 64
"""Glimpses that a subscriber who is slow may still see."""

MOST_WAITING = 8
"""Messages for Redis behind which nothing that may be lost is put."""

T = TypeVar("T")

log = logging.getLogger(__name__)


class Wakeups(Protocol):
    """One subscriber's bell."""

    async def wait(self, timeout_s: float) -> None:
        """Return when something has happened since the last call, or after a time."""


class Glimpses(Protocol):
    """One subscriber's sight of what the planner is at."""

    async def next(self) -> PlanProgress:
        """Wait for the next one; those that nobody waited for may be skipped."""


class Feed(Protocol):
    """Spreads wake-ups, and what the planner is at."""

    def publish(self, coop: CoopId, seq: int) -> None:
        """Wake everybody who waits for a co-op; from any thread, never fails."""

    def subscribe(self, coop: CoopId) -> AbstractAsyncContextManager[Wakeups]:
        """Wait for a co-op's events while the context lasts."""

    def show(self, coop: CoopId, progress: PlanProgress) -> None:
        """Show what the planner of a co-op is at; from any thread, never fails."""

    def watch(self, coop: CoopId) -> AbstractAsyncContextManager[Glimpses]:
        """See what a co-op's planner is at while the context lasts."""


class _Bell:
    """Remembers that it was rung."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._event = asyncio.Event()

    def ring(self) -> None:
        with contextlib.suppress(RuntimeError):  # the subscriber's loop may be closed by now
            self._loop.call_soon_threadsafe(self._event.set)

    async def wait(self, timeout_s: float) -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._event.wait(), timeout_s)
        self._event.clear()


class _Window:
    """Remembers the last few glimpses."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._seen: deque[PlanProgress] = deque(maxlen=MOST_SEEN)
        self._has_some = asyncio.Event()

    def show(self, progress: PlanProgress) -> None:
        with contextlib.suppress(RuntimeError):  # the subscriber's loop may be closed by now
            self._loop.call_soon_threadsafe(self._see, progress)

    async def next(self) -> PlanProgress:
        while not self._seen:
            self._has_some.clear()
            await self._has_some.wait()
        return self._seen.popleft()

    def _see(self, progress: PlanProgress) -> None:
        self._seen.append(progress)
        self._has_some.set()


class MemoryFeed:
    """Wake-ups inside one process."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._bells: dict[CoopId, set[_Bell]] = {}
        self._windows: dict[CoopId, set[_Window]] = {}

    def publish(self, coop: CoopId, seq: int) -> None:
        """Wake everybody who waits for a co-op."""
        del seq
        with self._lock:
            bells = tuple(self._bells.get(coop, ()))
        for bell in bells:
            bell.ring()

    def show(self, coop: CoopId, progress: PlanProgress) -> None:
        """Show what the planner of a co-op is at to everybody who watches."""
        with self._lock:
            windows = tuple(self._windows.get(coop, ()))
        for window in windows:
            window.show(progress)

    @asynccontextmanager
    async def subscribe(self, coop: CoopId) -> AsyncIterator[Wakeups]:
        """Wait for a co-op's events while the context lasts."""
        bell = _Bell()
        with self._among(self._bells, coop, bell):
            yield bell

    @asynccontextmanager
    async def watch(self, coop: CoopId) -> AsyncIterator[Glimpses]:
        """See what a co-op's planner is at while the context lasts."""
        window = _Window()
        with self._among(self._windows, coop, window):
            yield window

    @contextmanager
    def _among(self, everybody: dict[CoopId, set[T]], coop: CoopId, one: T) -> Iterator[None]:
        """Count somebody among a co-op's subscribers while the context lasts."""
        with self._lock:
            everybody.setdefault(coop, set()).add(one)
        try:
            yield
        finally:
            with self._lock:
                everybody[coop].discard(one)
                if not everybody[coop]:
                    del everybody[coop]


class RedisFeed:
    """Wake-ups between processes; while Redis is away, followers poll.

    Parameters
    ----------
    url
        Such as ``redis://localhost:6379/0``.
    """

    def __init__(self, url: str) -> None:
        self._url = url
        self._waiting: SimpleQueue[tuple[str, str] | None] = SimpleQueue()
        self._thread = Thread(target=self._send, name="feed-publisher", daemon=True)
        self._thread.start()

    def publish(self, coop: CoopId, seq: int) -> None:
        """Wake everybody who waits for a co-op, in every process; never waits for Redis."""
        self._waiting.put((CHANNEL + coop, str(seq)))

    def show(self, coop: CoopId, progress: PlanProgress) -> None:
        """Show what the planner of a co-op is at, in every process.

        Not while much waits for Redis already: it would be old when its turn comes.
        """
        if self._waiting.qsize() < MOST_WAITING:
            self._waiting.put((PROGRESS_CHANNEL + coop, to_json(progress)))

    @asynccontextmanager
    async def subscribe(self, coop: CoopId) -> AsyncIterator[Wakeups]:
        """Wait for a co-op's events while the context lasts."""
        bell = _Bell()
        async with self._listening(CHANNEL + coop, lambda _message: bell.ring()):
            yield bell

    @asynccontextmanager
    async def watch(self, coop: CoopId) -> AsyncIterator[Glimpses]:
        """See what a co-op's planner is at while the context lasts."""
        window = _Window()

        def hear(message: bytes | None) -> None:
            progress = None if message is None else from_json(message)
            if progress is not None:
                window.show(progress)

        async with self._listening(PROGRESS_CHANNEL + coop, hear):
            yield window

    def close(self) -> None:
        """Send what is waiting and let go of the connection."""
        self._waiting.put(None)
        self._thread.join()

    def _send(self) -> None:
        with Redis.from_url(self._url, socket_timeout=1.0, socket_connect_timeout=1.0) as redis:
            while (waiting := self._waiting.get()) is not None:
                try:
                    redis.publish(*waiting)
                except RedisError as error:
                    log.warning("Redis took no wake-up; followers poll: %s", error)

    @asynccontextmanager
    async def _listening(
        self, channel: str, hear: Callable[[bytes | None], None]
    ) -> AsyncIterator[None]:
        listener = asyncio.create_task(self._listen(channel, hear))
        try:
            yield
        finally:
            listener.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await listener

    async def _listen(self, name: str, hear: Callable[[bytes | None], None]) -> None:
        """Hear every message of a channel, and ``None`` whenever it begins to be heard."""
        while True:
            client = AsyncRedis.from_url(self._url)
            try:
                async with client.pubsub() as channel:
                    await channel.subscribe(name)
                    async for message in channel.listen():
                        if message["type"] == "subscribe":
                            hear(None)  # something may have happened before we were heard
                        elif message["type"] == "message":
                            hear(message["data"])
            except (RedisError, OSError) as error:
                log.warning("Redis is away; followers poll: %s", error)
                await asyncio.sleep(POLL_S)
            finally:
                await client.aclose()


async def follow(
    store: Store, feed: Feed, coop: CoopId, *, after: int, poll_s: float = POLL_S
) -> AsyncIterator[tuple[Event, ...]]:
    """Give a co-op's events as they come, none lost and none twice.

    Parameters
    ----------
    store
        Where they are.
    feed
        What wakes us.
    coop
        Whose events.
    after
        Sequence of the last event that the follower has seen.
    poll_s
        How long to wait for a wake-up before looking anyway.

    Yields
    ------
        The next events in order; an empty tuple whenever there is none yet.
    """
    async with feed.subscribe(coop) as wakeups:
        while True:
            events = await asyncio.to_thread(_read, store, coop, after)
            if events:
                after = events[-1].seq
            yield events
            if not events:
                await wakeups.wait(poll_s)


def _read(store: Store, coop: CoopId, after: int) -> tuple[Event, ...]:
    with store.read(coop) as tx:
        return tx.events.after(after)
