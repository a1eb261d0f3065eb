"""The bucket of tokens lets bursts through and then a steady stream."""

from __future__ import annotations

from api.limits import Limiter, Rate


class Seconds:
    """A clock that tests wind."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        """Give the time."""
        return self.now


def test_a_burst_is_allowed_and_then_one_request_per_refill() -> None:
    """Three tokens, two per second: the fourth waits half a second, rounded up to one."""
    seconds = Seconds()
    limiter = Limiter(Rate(per_second=2.0, burst=3), seconds=seconds)

    burst = [limiter.take("a").is_allowed for _ in range(4)]
    seconds.now = 0.5
    later = [limiter.take("a").is_allowed for _ in range(2)]

    assert burst == [True, True, True, False]
    assert later == [True, False]


def test_each_key_has_its_own_bucket() -> None:
    """A busy neighbor takes nothing from others."""
    limiter = Limiter(Rate(per_second=1.0, burst=1), seconds=Seconds())
    limiter.take("a")

    assert not limiter.take("a").is_allowed
    assert limiter.take("b").is_allowed


def test_headers_say_what_is_left_and_when_to_come_back() -> None:
    """Ten tokens at five per second: the window is two seconds; after one request nine are left."""
    seconds = Seconds()
    limiter = Limiter(Rate(per_second=5.0, burst=10), seconds=seconds)

    first = limiter.take("a").headers()
    for _ in range(9):
        limiter.take("a")
    refused = limiter.take("a").headers()

    assert first == {"ratelimit-policy": '"key";q=10;w=2', "ratelimit": '"key";r=9;t=1'}
    assert refused["ratelimit"] == '"key";r=0;t=1'
    assert refused["retry-after"] == "1"
