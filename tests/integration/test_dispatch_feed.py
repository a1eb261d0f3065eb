"""Followers get every event once and in order, whoever wakes them, if anybody."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest
from redis.asyncio import Redis as AsyncRedis

from dispatch.events import EventKind
from dispatch.feed import Feed, MemoryFeed, RedisFeed, follow
from dispatch.model import Coop, CoopId, MemberId
from dispatch.plan_progress import PlanProgress, from_json
from dispatch.store import open_store
from tests.dispatch_world import DAY, MORNING
from tests.own_loop import run_alone

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

    from dispatch.feed import Glimpses, Wakeups
    from dispatch.store import Store

ONE, TWO = CoopId("one"), CoopId("two")
PATIENT_S = 30.0
"""Longer than any of these tests may take, so that only a wake-up can help."""

SOON_S = 15.0
"""Until then whoever is woken is awake, also where little of a processor is left."""


class DeafFeed:
    """A feed that loses every wake-up."""

    def publish(self, coop: CoopId, seq: int) -> None:
        """Lose it."""

    @asynccontextmanager
    async def subscribe(self, coop: CoopId) -> AsyncIterator[Wakeups]:
        """Wait in vain."""
        del coop
        async with MemoryFeed().subscribe(ONE) as wakeups:
            yield wakeups

    def show(self, coop: CoopId, progress: PlanProgress) -> None:
        """Lose it."""

    @asynccontextmanager
    async def watch(self, coop: CoopId) -> AsyncIterator[Glimpses]:
        """Watch in vain."""
        del coop
        async with MemoryFeed().watch(ONE) as glimpses:
            yield glimpses


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Return a store with two co-ops."""
    opened = open_store(f"sqlite:///{tmp_path / 'store.db'}")
    for name in (ONE, TWO):
        opened.found_coop(Coop(id=name, name=name))
    yield opened
    opened.close()


def _record(store: Store, coop: CoopId) -> int:
    return (
        store.write(
            coop,
            lambda tx: tx.record(EventKind.PLAN_REQUESTED, actor=MemberId("dora"), at=MORNING),
        )
        .result()
        .seq
    )


async def _read(store: Store, feed: Feed, *, after: int, number: int, poll_s: float) -> list[int]:
    """Follow until some events have come; three are recorded once the follower waits."""
    seen: list[int] = []
    is_waiting = False
    async for events in follow(store, feed, ONE, after=after, poll_s=poll_s):
        seen += [event.seq for event in events]
        if len(seen) >= number:
            break
        if not events and not is_waiting:
            is_waiting = True
            for coop in (ONE, TWO, ONE, ONE):
                await asyncio.to_thread(_record, store, coop)
    return seen


def test_a_follower_gets_what_it_missed_and_what_comes(store: Store) -> None:
    """Seen up to 1 of 3; then three more: 2 to 6, woken by the feed and not by the clock."""
    for _ in range(3):
        _record(store, ONE)
    feed = MemoryFeed()
    store.on_commit(feed.publish)

    seen = run_alone(_read(store, feed, after=1, number=5, poll_s=PATIENT_S))

    assert seen == [2, 3, 4, 5, 6]


def test_without_any_wake_up_a_follower_looks_for_itself(store: Store) -> None:
    """Every wake-up is lost: the events come all the same, a little later."""
    seen = run_alone(_read(store, DeafFeed(), after=0, number=3, poll_s=0.02))

    assert seen == [1, 2, 3]


@pytest.mark.redis
def test_redis_wakes_followers_of_another_process(store: Store, redis_url: str) -> None:
    """Publisher and subscriber share nothing but Redis and the store."""
    publisher, subscriber = RedisFeed(redis_url), RedisFeed(redis_url)
    store.on_commit(publisher.publish)

    seen = run_alone(_read(store, subscriber, after=0, number=3, poll_s=PATIENT_S))

    assert seen == [1, 2, 3]
    publisher.close()
    subscriber.close()


class SlowRedis:
    """A Redis that says when it has taken a subscription; it is its own client and channel."""

    def __init__(self) -> None:
        self.says: asyncio.Queue[dict[str, object]] = asyncio.Queue()

    @asynccontextmanager
    async def pubsub(self) -> AsyncIterator[SlowRedis]:
        """Give the channel."""
        yield self

    async def subscribe(self, _name: str) -> None:
        """Send that somebody subscribes; it is not taken yet."""

    async def listen(self) -> AsyncIterator[dict[str, object]]:
        """Hear what it says."""
        while True:
            yield await self.says.get()

    async def aclose(self) -> None:
        """Have nothing to close."""


def test_who_listens_looks_once_redis_has_begun_to_tell(monkeypatch: pytest.MonkeyPatch) -> None:
    """What happens before a subscription is taken is told to nobody: so they look after that."""
    feed = RedisFeed("redis://127.0.0.1:1/0")

    async def subscribe() -> list[bool]:
        redis = SlowRedis()
        monkeypatch.setattr(AsyncRedis, "from_url", lambda _url: redis)
        async with feed.subscribe(ONE) as wakeups:
            waiting = asyncio.create_task(wakeups.wait(PATIENT_S))
            woken: list[bool] = []
            for kind in ("pong", "subscribe"):
                redis.says.put_nowait({"type": kind})
                await asyncio.wait({waiting}, timeout=0.1)
                woken.append(waiting.done())
            await asyncio.wait_for(waiting, SOON_S)
            return woken

    assert run_alone(subscribe())[0] is False
    feed.close()


def test_redis_that_is_away_harms_nobody(store: Store) -> None:
    """Nobody listens at that port: orders are written, and followers poll."""
    feed = RedisFeed("redis://127.0.0.1:1/0")
    store.on_commit(feed.publish)

    seen = run_alone(_read(store, feed, after=0, number=3, poll_s=0.02))

    assert seen == [1, 2, 3]
    feed.close()


async def _watch(show: Feed, watch: Feed, progress: PlanProgress) -> PlanProgress:
    """Watch one co-op while another's planner, and then its own, shows something until seen."""
    elsewhere = PlanProgress(day=DAY, cost_s=9)
    async with watch.watch(ONE) as glimpses:
        seeing = asyncio.create_task(glimpses.next())
        while not seeing.done():
            show.show(TWO, elsewhere)
            show.show(ONE, progress)
            await asyncio.wait({seeing}, timeout=0.02)
        return seeing.result()


def test_a_watcher_sees_what_the_planner_of_its_co_op_shows() -> None:
    """In memory: the same value, and not the one of the other co-op."""
    feed = MemoryFeed()
    progress = PlanProgress(day=DAY, cost_s=600, num_unassigned=2, spread_minor=210)

    seen = run_alone(_watch(feed, feed, progress))

    assert seen == progress


@pytest.mark.redis
def test_redis_shows_the_planner_of_another_process(redis_url: str) -> None:
    """Written as JSON and read again: an equal value."""
    planner, server = RedisFeed(redis_url), RedisFeed(redis_url)
    progress = PlanProgress(day=DAY, is_done=True, cost_s=600, num_unassigned=2)

    seen = run_alone(_watch(planner, server, progress))

    assert seen == progress
    planner.close()
    server.close()


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "7", '{"day": 5}', '{"day": "2026-03-02", "x": 1}']
)
def test_what_is_no_progress_is_passed_over(text: str) -> None:
    """Anybody may write on a channel; the server goes on."""
    assert from_json(text) is None
