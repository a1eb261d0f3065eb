"""A clock that runs faster than the one on the wall, for days that are played."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceleratedClock:
    """Tell the time of a played day.

    Attributes
    ----------
    start
        Played moment at which the clock was started; aware.
    started_at
        Reading of the real clock at that moment, in seconds.
    speed
        Played seconds per real second.
    real
        The real clock: seconds that only grow; the same for every process that shares
        the played day (so `time.time`, not a clock of one process).

    Raises
    ------
    ValueError
        When the speed is not positive or the start has no time zone.
    """

    start: datetime
    started_at: float
    speed: float
    real: Callable[[], float]

    def __post_init__(self) -> None:
        if not self.speed > 0:
            msg = f"Expected a speed above 0, got {self.speed}."
            raise ValueError(msg)
        if self.start.tzinfo is None:
            msg = f"Expected a start with a time zone, got {self.start}."
            raise ValueError(msg)

    def __call__(self) -> datetime:
        """Tell the played moment."""
        return self.start + timedelta(seconds=(self.real() - self.started_at) * self.speed)

    def wait_for(self, moment: datetime) -> float:
        """Tell how many real seconds pass until a played moment; 0 when it is over."""
        return max(0.0, (moment - self()).total_seconds() / self.speed)
