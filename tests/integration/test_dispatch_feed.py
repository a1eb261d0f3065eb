"""Followers get every event once and in order, whoever wakes them, if anybody."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest

from dispatch.events import EventKind
from dispatch.feed import Feed, MemoryFeed, RedisFeed, follow
from dispatch.model import Coop, CoopId, MemberId
from dispatch.plan_progress import PlanProgress, from_json
from dispatch.store import open_store
from tests.dispatch_world import DAY, MORNING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Coroutine, Iterator
    from pathlib import Path

    from dispatch.feed import Glimpses, Wakeups
    from dispatch.store import Store

ONE, TWO = CoopId("one"), CoopId("two")
PATIENT_S = 30.0
"""Longer than any of these tests may take, so that only a wake-up can help."""


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


def _in_a_loop_of_its_own(reading: Coroutine[None, None, list[int]]) -> list[int]:
    """Run in another thread: the one that drives browsers has a loop that never ends."""
    with ThreadPoolExecutor(max_workers=1) as thread:
        return thread.submit(asyncio.run, reading).result()


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

    seen = _in_a_loop_of_its_own(_read(store, feed, after=1, number=5, poll_s=PATIENT_S))

    assert seen == [2, 3, 4, 5, 6]


def test_without_any_wake_up_a_follower_looks_for_itself(store: Store) -> None:
    """Every wake-up is lost: the events come all the same, a little later."""
    seen = _in_a_loop_of_its_own(_read(store, DeafFeed(), after=0, number=3, poll_s=0.02))

    assert seen == [1, 2, 3]


@pytest.mark.redis
def test_redis_wakes_followers_of_another_process(store: Store, redis_url: str) -> None:
    """Publisher and subscriber share nothing but Redis and the store."""
    publisher, subscriber = RedisFeed(redis_url), RedisFeed(redis_url)
    store.on_commit(publisher.publish)

    seen = _in_a_loop_of_its_own(_read(store, subscriber, after=0, number=3, poll_s=PATIENT_S))

    assert seen == [1, 2, 3]
    publisher.close()
    subscriber.close()


def test_redis_that_is_away_harms_nobody(store: Store) -> None:
    """Nobody listens at that port: orders are written, and followers poll."""
    feed = RedisFeed("redis://127.0.0.1:1/0")
    store.on_commit(feed.publish)

    seen = _in_a_loop_of_its_own(_read(store, feed, after=0, number=3, poll_s=0.02))

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

    with ThreadPoolExecutor(max_workers=1) as thread:
        seen = thread.submit(asyncio.run, _watch(feed, feed, progress)).result()

    assert seen == progress


@pytest.mark.redis
def test_redis_shows_the_planner_of_another_process(redis_url: str) -> None:
    """Written as JSON and read again: an equal value."""
    planner, server = RedisFeed(redis_url), RedisFeed(redis_url)
    progress = PlanProgress(day=DAY, is_done=True, cost_s=600, num_unassigned=2)

    with ThreadPoolExecutor(max_workers=1) as thread:
        seen = thread.submit(asyncio.run, _watch(planner, server, progress)).result()

    assert seen == progress
    planner.close()
    server.close()


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "7", '{"day": 5}', '{"day": "2026-03-02", "x": 1}']
)
def test_what_is_no_progress_is_passed_over(text: str) -> None:
    """Anybody may write on a channel; the server goes on."""
    assert from_json(text) is None
