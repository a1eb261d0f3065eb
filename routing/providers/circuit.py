"""A circuit breaker: whoever fails again and again is left alone for a while."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True, kw_only=True)
class Circuit:
    """What is known about a server's health; a change is a new value.

    Closed, it lets every request pass. After `threshold` failures in a row it is open and
    lets none pass until `rest` seconds are over; then it lets one try. If that succeeds it
    is closed, and if not it is open for as long again.

    Attributes
    ----------
    threshold
        Failures in a row that open it, at least 1.
    rest
        Seconds for which it stays open.
    failures
        Failures in a row so far.
    open_until
        Moment from which on one request may try again; ``None`` while it is closed.

    Raises
    ------
    ValueError
        When the threshold is less than 1 or the rest negative.
    """

    threshold: int = 3
    rest: float = 30.0
    failures: int = 0
    open_until: float | None = None

    def __post_init__(self) -> None:
        if self.threshold < 1 or not self.rest >= 0:
            msg = f"Expected threshold >= 1 and rest >= 0, got {self.threshold}, {self.rest}."
            raise ValueError(msg)

    @property
    def is_closed(self) -> bool:
        """Whether every request may pass."""
        return self.open_until is None

    def allows(self, now: float) -> bool:
        """Return whether a request may pass at a moment, in seconds of any clock."""
        return self.open_until is None or now >= self.open_until

    def tried(self, now: float) -> Circuit:
        """Return the circuit while a request is under way: no second one tries meanwhile."""
        return self if self.open_until is None else replace(self, open_until=now + self.rest)

    def succeeded(self) -> Circuit:
        """Return the circuit after a success."""
        return replace(self, failures=0, open_until=None)

    def failed(self, now: float) -> Circuit:
        """Return the circuit after a failure at a moment."""
        failures = self.failures + 1
        is_open = failures >= self.threshold
        return replace(self, failures=failures, open_until=now + self.rest if is_open else None)
