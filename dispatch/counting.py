"""Buckets of tokens that all processes of an installation share, in Redis."""

from __future__ import annotations

import logging
from hashlib import blake2b
from typing import TYPE_CHECKING, Final

from redis.asyncio import Redis
from redis.exceptions import RedisError

if TYPE_CHECKING:
    from collections.abc import Callable

PREFIX: Final = "commonwheel:limit:"

PATIENCE_S: Final = 0.25
"""How long a request waits for Redis at most."""

AWAY_S: Final = 5.0
"""How long Redis is left alone after it did not answer."""

TAKE: Final = """
local clock = redis.call('TIME')
local now = clock[1] * 1000000 + clock[2]
local each = 1000000 / tonumber(ARGV[1])
local full_at = math.max(tonumber(redis.call('GET', KEYS[1]) or '0'), now)
local tokens = tonumber(ARGV[2]) - (full_at - now) / each
if tokens < 1 then
  return {0, math.floor(tokens * 1000)}
end
full_at = full_at + each
local lasts = math.ceil((full_at - now) / 1000) + 1000
redis.call('SET', KEYS[1], string.format('%.0f', full_at), 'PX', lasts)
return {1, math.floor((tokens - 1) * 1000)}
"""
"""Takes a token in one step: of a bucket, only the microsecond is kept when it is full again."""

log = logging.getLogger(__name__)


class SharedCounts:
    """Counts how often somebody asked, together with other processes.

    Parameters
    ----------
    url
        Such as ``redis://localhost:6379/0``.
    seconds
        A clock that never goes back, in seconds.
    """

    def __init__(self, url: str, *, seconds: Callable[[], float]) -> None:
        self._redis = Redis.from_url(
            url, socket_timeout=PATIENCE_S, socket_connect_timeout=PATIENCE_S
        )
        self._script = self._redis.register_script(TAKE)
        self._seconds = seconds
        self._away_until = 0.0

    @property
    def is_away(self) -> bool:
        """Whether Redis is left alone at present."""
        return self._seconds() < self._away_until

    async def take(self, name: str, *, per_second: float, burst: int) -> tuple[bool, float] | None:
        """Take one token from a bucket; Redis never learns whose it is.

        Parameters
        ----------
        name
            Of the bucket.
        per_second, burst
            How fast tokens flow back, and how many there are at most.

        Returns
        -------
        tuple or None
            Whether there was one, and how many are left; ``None`` while Redis is away.
        """
        if self.is_away:
            return None
        key = PREFIX + blake2b(name.encode(), digest_size=16).hexdigest()
        try:
            is_allowed, thousandths = await self._script(keys=[key], args=[per_second, burst])
        except RedisError:
            log.warning("Redis does not count requests, this process counts its own")
            self._away_until = self._seconds() + AWAY_S
            return None
        return bool(is_allowed), thousandths / 1000

    async def close(self) -> None:
        """Close the connections."""
        await self._redis.aclose()
