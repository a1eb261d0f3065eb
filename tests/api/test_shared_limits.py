"""Processes that share a Redis share their buckets, and do without it when it is away."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from api.app import Options
from api.limits import Limiter, Rate
from api.shared_limits import OwnBuckets, SharedBuckets
from dispatch.counting import SharedCounts
from tests.api_world import open_world

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from api.limits import Allowance
    from api.shared_limits import Buckets
    from tests.api_world import Installation

SLOW = Rate(per_second=0.001, burst=3)


class Seconds:
    """A clock that tests wind."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        """Give the time."""
        return self.now


def take(
    all_buckets: Sequence[Buckets], limiters: Sequence[Limiter], *, times: int
) -> list[Allowance]:
    """Take tokens of one key, from each of some buckets in turn."""

    async def run() -> list[Allowance]:
        found = [
            await all_buckets[number % len(all_buckets)].take(
                limiters[number % len(limiters)], "ada"
            )
            for number in range(times)
        ]
        for buckets in all_buckets:
            await buckets.close()
        return found

    with ThreadPoolExecutor(max_workers=1) as pool:  # a browser's loop may run in this thread
        return pool.submit(asyncio.run, run()).result()


@pytest.mark.redis
def test_two_processes_take_from_one_bucket(redis_url: str) -> None:
    """Three tokens for both of them together, counted as one process alone counts them."""
    seconds = Seconds()
    limiters = [Limiter(SLOW, seconds=seconds, name="two") for _ in range(2)]
    both = [SharedBuckets(SharedCounts(redis_url, seconds=seconds)) for _ in range(2)]
    alone = Limiter(SLOW, seconds=seconds)

    found = take(both, limiters, times=5)

    assert [one.is_allowed for one in found] == [True, True, True, False, False]
    expected = [alone.take("ada") for _ in range(5)]
    assert [one.remaining for one in found] == [one.remaining for one in expected]
    for one, other in zip(found, expected, strict=True):
        assert abs(one.reset_s - other.reset_s) <= 60


@pytest.mark.redis
def test_limiters_with_the_same_keys_do_not_share(redis_url: str) -> None:
    """What a visitor asks does not count as what they book."""
    seconds = Seconds()
    limiters = [Limiter(SLOW, seconds=seconds, name=name) for name in ("asking", "booking")]

    found = take([SharedBuckets(SharedCounts(redis_url, seconds=seconds))], limiters, times=8)

    assert [one.is_allowed for one in found] == [True] * 6 + [False] * 2


@pytest.mark.redis
def test_tokens_flow_back(redis_url: str) -> None:
    """A bucket that refills fast enough never runs dry."""
    limiter = Limiter(Rate(per_second=1e6, burst=1), seconds=Seconds(), name="fast")

    found = take([SharedBuckets(SharedCounts(redis_url, seconds=Seconds()))], [limiter], times=20)

    assert all(one.is_allowed for one in found)


def test_a_redis_that_is_away_is_left_alone_for_a_while() -> None:
    """Each process counts for itself, and nobody waits for Redis again and again."""
    seconds = Seconds()
    limiter = Limiter(SLOW, seconds=seconds)
    counts = SharedCounts("redis://127.0.0.1:1/0", seconds=seconds)

    found = take([SharedBuckets(counts)], [limiter], times=4)

    assert [one.is_allowed for one in found] == [True, True, True, False]
    assert counts.is_away


@pytest.mark.redis
def test_two_servers_count_one_key_together(
    installation: Installation, tmp_path: Path, redis_url: str
) -> None:
    """Three requests at once, wherever they arrive, and the fourth waits."""
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    options = Options(rate=SLOW, redis_url=redis_url, pages=tmp_path)
    with (
        open_world(installation, tmp_path / "one", options) as one,
        open_world(installation, tmp_path / "two", options) as two,
    ):
        statuses = [world.ask("courier", "GET", "/v1/me").status_code for world in (one, two) * 2]

    assert statuses == [200, 200, 200, 429]


def test_without_a_redis_each_process_counts_for_itself() -> None:
    """The buckets of a process are those of its limiter."""
    found = take([OwnBuckets()], [Limiter(SLOW, seconds=Seconds())], times=4)

    assert [one.is_allowed for one in found] == [True, True, True, False]
