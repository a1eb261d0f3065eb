"""Wake-ups for whoever waits for events; the events themselves are in the store.

A wake-up may be lost, doubled or late: a follower also looks into the store now and then,
so nothing depends on a feed but speed. In memory for one process, Redis for several.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from contextlib import asynccontextmanager
from queue import SimpleQueue
from threading import Lock, Thread
from typing import TYPE_CHECKING, Protocol

from redis import Redis
from redis.asyncio import Redis as AsyncRedis
from redis.exceptions import RedisError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from contextlib import AbstractAsyncContextManager

    from dispatch.events import Event
    from dispatch.model import CoopId
    from dispatch.store import Store

CHANNEL = "commonwheel:events:"
POLL_S = 1.0
"""How long a follower waits for a wake-up before it looks for itself."""

log = logging.getLogger(__name__)


class Wakeups(Protocol):
    """One subscriber's bell."""

    async def wait(self, timeout_s: float) -> None:
        """Return when something has happened since the last call, or after a time."""


class Feed(Protocol):
    """Spreads wake-ups."""

    def publish(self, coop: CoopId, seq: int) -> None:
        """Wake everybody who waits for a co-op; from any thread, never fails."""

    def subscribe(self, coop: CoopId) -> AbstractAsyncContextManager[Wakeups]:
        """Wait for a co-op's events while the context lasts."""


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


class MemoryFeed:
    """Wake-ups inside one process."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._bells: dict[CoopId, set[_Bell]] = {}

    def publish(self, coop: CoopId, seq: int) -> None:
        """Wake everybody who waits for a co-op."""
        del seq
        with self._lock:
            bells = tuple(self._bells.get(coop, ()))
        for bell in bells:
            bell.ring()

    @asynccontextmanager
    async def subscribe(self, coop: CoopId) -> AsyncIterator[Wakeups]:
        """Wait for a co-op's events while the context lasts."""
        bell = _Bell()
        with self._lock:
            self._bells.setdefault(coop, set()).add(bell)
        try:
            yield bell
        finally:
            with self._lock:
                self._bells[coop].discard(bell)
                if not self._bells[coop]:
                    del self._bells[coop]


class RedisFeed:
    """Wake-ups between processes; while Redis is away, followers poll.

    Parameters
    ----------
    url
        Such as ``redis://localhost:6379/0``.
    """

    def __init__(self, url: str) -> None:
        self._url = url
        self._waiting: SimpleQueue[tuple[CoopId, int] | None] = SimpleQueue()
        self._thread = Thread(target=self._send, name="feed-publisher", daemon=True)
        self._thread.start()

    def publish(self, coop: CoopId, seq: int) -> None:
        """Wake everybody who waits for a co-op, in every process; never waits for Redis."""
        self._waiting.put((coop, seq))

    @asynccontextmanager
    async def subscribe(self, coop: CoopId) -> AsyncIterator[Wakeups]:
        """Wait for a co-op's events while the context lasts."""
        bell = _Bell()
        listener = asyncio.create_task(self._listen(coop, bell))
        try:
            yield bell
        finally:
            listener.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await listener

    def close(self) -> None:
        """Send what is waiting and let go of the connection."""
        self._waiting.put(None)
        self._thread.join()

    def _send(self) -> None:
        with Redis.from_url(self._url, socket_timeout=1.0, socket_connect_timeout=1.0) as redis:
            while (waiting := self._waiting.get()) is not None:
                coop, seq = waiting
                try:
                    redis.publish(CHANNEL + coop, str(seq))
                except RedisError as error:
                    log.warning("Redis took no wake-up; followers poll: %s", error)

    async def _listen(self, coop: CoopId, bell: _Bell) -> None:
        while True:
            client = AsyncRedis.from_url(self._url)
            try:
                async with client.pubsub() as channel:
                    await channel.subscribe(CHANNEL + coop)
                    bell.ring()  # something may have happened before we listened
                    async for message in channel.listen():
                        if message["type"] == "message":
                            bell.ring()
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
