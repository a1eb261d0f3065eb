"""How much of a budget is spent: by the clock, by counted steps, or whichever is first."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from routing.problem import Budget


@dataclass(slots=True, eq=False)
class Effort:
    """A part of a budget that a search may spend.

    Attributes
    ----------
    seconds, iterations
        Limits of this part; ``None``: no limit.
    began
        Clock when this part was opened.
    used
        Steps counted so far.
    stop
        Tells whether to spend no more, however much is left; ``None``: never.
    """

    seconds: float | None
    iterations: int | None
    began: float = field(default_factory=time.monotonic)
    used: int = 0
    stop: Callable[[], bool] | None = None

    def step(self, number: int = 1) -> bool:
        """Count steps; tell whether there is budget for them."""
        if self.is_spent:
            return False
        self.used += number
        return True

    @property
    def is_spent(self) -> bool:
        """Whether a limit is reached, or the search is to stop."""
        if self.is_stopped:
            return True
        if self.iterations is not None and self.used >= self.iterations:
            return True
        return self.seconds is not None and time.monotonic() - self.began >= self.seconds

    @property
    def is_stopped(self) -> bool:
        """Whether somebody wants the search to end now."""
        return self.stop is not None and self.stop()

    @property
    def seconds_left(self) -> float | None:
        """Seconds until the limit, at least 0; ``None``: no limit."""
        if self.is_stopped:
            return 0.0
        if self.seconds is None:
            return None
        return max(0.0, self.seconds - (time.monotonic() - self.began))

    @property
    def iterations_left(self) -> int | None:
        """Steps until the limit, at least 0; ``None``: no limit."""
        return None if self.iterations is None else max(0, self.iterations - self.used)

    @property
    def fraction(self) -> float:
        """Part of the limit that is spent, whichever limit is nearer."""
        steps = 0.0 if self.iterations is None else self.used / self.iterations
        if self.seconds is None:
            return min(1.0, steps)
        clock = (time.monotonic() - self.began) / self.seconds if self.seconds > 0 else 1.0
        return min(1.0, max(steps, clock))

    def part(self, share: float) -> Effort:
        """Open a part with a share of what is left, at least one step."""
        seconds, steps = self.seconds_left, self.iterations_left
        return Effort(
            seconds=None if seconds is None else seconds * share,
            iterations=None if steps is None else max(1, round(steps * share)),
            stop=self.stop,
        )

    def close(self, part: Effort) -> None:
        """Count the steps of a part that is over."""
        self.used += part.used


def effort_of(budget: Budget, stop: Callable[[], bool] | None = None) -> Effort:
    """Open a whole budget, to be spent until a limit or until it is told to stop."""
    return Effort(seconds=budget.seconds, iterations=budget.iterations, stop=stop)
