"""Buckets of this process, or those that all processes of an installation share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from dispatch.counting import SharedCounts

if TYPE_CHECKING:
    from collections.abc import Callable

    from api.limits import Allowance, Limiter


class Buckets(Protocol):
    """Where tokens are taken from."""

    async def take(self, limiter: Limiter, key: str) -> Allowance:
        """Take one token from a key's bucket; never fails."""

    async def close(self) -> None:
        """Let go of what is held."""


class OwnBuckets:
    """Buckets of this process alone."""

    async def take(self, limiter: Limiter, key: str) -> Allowance:
        """Take one token from a key's bucket."""
        return limiter.take(key)

    async def close(self) -> None:
        """Let go of nothing."""


class SharedBuckets:
    """Buckets of all processes; while what they share is away, those of this process count.

    Parameters
    ----------
    counts
        What they share.
    """

    def __init__(self, counts: SharedCounts) -> None:
        self._counts = counts

    async def take(self, limiter: Limiter, key: str) -> Allowance:
        """Take one token from a key's bucket."""
        rate = limiter.rate
        found = await self._counts.take(
            f"{limiter.name} {key}", per_second=rate.per_second, burst=rate.burst
        )
        if found is None:
            return limiter.take(key)
        is_allowed, tokens = found
        return rate.allowance(is_allowed=is_allowed, tokens=tokens)

    async def close(self) -> None:
        """Let go of what they share."""
        await self._counts.close()


def buckets_of(redis_url: str | None, *, seconds: Callable[[], float]) -> Buckets:
    """Give the buckets in a Redis, or of this process where there is none."""
    return SharedBuckets(SharedCounts(redis_url, seconds=seconds)) if redis_url else OwnBuckets()
