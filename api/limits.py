"""How often one key may ask: a bucket of tokens per key.

The buckets here are of one process; `api.shared_limits` shares them between several.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

MAX_BUCKETS: Final = 100_000
"""Most keys that are remembered; full buckets are forgotten first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """How often one key may ask.

    Attributes
    ----------
    per_second
        Tokens that flow back per second.
    burst
        Most tokens in a bucket.
    """

    per_second: float = 20.0
    burst: int = 100

    def allowance(self, *, is_allowed: bool, tokens: float) -> Allowance:
        """Say what is left when so many tokens are in a bucket after a request."""
        wanted = self.burst - tokens if is_allowed else 1.0 - tokens
        return Allowance(
            is_allowed=is_allowed,
            remaining=int(tokens),
            reset_s=max(1, math.ceil(wanted / self.per_second)),
            rate=self,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """What is left for a key.

    Attributes
    ----------
    is_allowed
        Whether this request may go on.
    remaining
        Requests that may follow at once.
    reset_s
        Seconds until the bucket is full, or, when not allowed, until one token is there.
    rate
        The rule.
    """

    is_allowed: bool
    remaining: int
    reset_s: int
    rate: Rate

    def headers(self) -> dict[str, str]:
        """Write the RateLimit headers, and Retry-After when not allowed.

        References
        ----------
        .. [1] IETF httpapi working group. RateLimit header fields for HTTP.
        """
        window = math.ceil(self.rate.burst / self.rate.per_second)
        headers = {
            "ratelimit-policy": f'"key";q={self.rate.burst};w={window}',
            "ratelimit": f'"key";r={self.remaining};t={self.reset_s}',
        }
        return headers if self.is_allowed else {**headers, "retry-after": str(self.reset_s)}


class Limiter:
    """Buckets of tokens by key.

    Parameters
    ----------
    rate
        How often one key may ask.
    seconds
        A clock that never goes back, in seconds.
    name
        Tells it from other limiters with the same keys, where they share a place.
    """

    def __init__(self, rate: Rate, *, seconds: Callable[[], float], name: str = "key") -> None:
        self.rate = rate
        self.name = name
        self._seconds = seconds
        self._buckets: dict[str, tuple[float, float]] = {}

    def take(self, key: str) -> Allowance:
        """Take one token from a key's bucket.

        Parameters
        ----------
        key
            Whose bucket.

        Returns
        -------
        Allowance
            What is left.
        """
        rate, now = self.rate, self._seconds()
        tokens, since = self._buckets.pop(key, (float(rate.burst), now))
        tokens = min(float(rate.burst), tokens + (now - since) * rate.per_second)
        is_allowed = tokens >= 1.0
        tokens -= is_allowed
        self._forget()
        self._buckets[key] = (tokens, now)
        return rate.allowance(is_allowed=is_allowed, tokens=tokens)

    def _forget(self) -> None:
        if len(self._buckets) >= MAX_BUCKETS:
            oldest = next(iter(self._buckets))
            del self._buckets[oldest]
