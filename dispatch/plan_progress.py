"""How far the planner is with a day: told while it searches, kept nowhere."""

from __future__ import annotations

import json
import time
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from routing.solvers.protocol import Progress

EVERY_S = 0.5
"""Seconds between two of them, at least."""

HOUR_S = 3600


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanProgress:
    """The best plan that a search has found so far.

    Attributes
    ----------
    day
        Which day is planned.
    is_done
        Whether the planner is through with it; the numbers are the last ones then.
    cost_s
        Travel, lateness and other prices of its routes, in seconds of travel.
    num_unassigned
        Orders without a route.
    spread_minor
        How far pay per online hour over the period lies apart, lowest to highest; ``None``
        as long as nothing was evened out.
    """

    day: date
    is_done: bool = False
    cost_s: int = 0
    num_unassigned: int = 0
    spread_minor: int | None = None


@dataclass(slots=True, eq=False)
class ProgressTeller:
    """Tells how a search of a day goes, at most twice a second, and that it is over.

    Attributes
    ----------
    day
        Which day is planned.
    tell
        Hears it.
    seconds
        Gives seconds that only grow.
    last
        What was told last; ``None``: nothing yet.
    told_at
        When.
    """

    day: date
    tell: Callable[[PlanProgress], None]
    seconds: Callable[[], float] = time.monotonic
    last: PlanProgress | None = None
    told_at: float = field(default=-HOUR_S)

    def __call__(self, progress: Progress) -> None:
        """Hear of a search; what is too soon after the last one is not told."""
        now = self.seconds()
        if now - self.told_at < EVERY_S:
            return
        spread = None if self.last is None else self.last.spread_minor
        if progress.spread is not None:
            spread = round(progress.spread * HOUR_S)
        self.told_at = now
        self.last = PlanProgress(
            day=self.day,
            cost_s=progress.cost - progress.penalty,
            num_unassigned=progress.num_unassigned,
            spread_minor=spread,
        )
        self.tell(self.last)

    def end(self) -> None:
        """Tell that the day is planned, if anything was told of it."""
        if self.last is not None:
            self.tell(replace(self.last, is_done=True))


def to_json(progress: PlanProgress) -> str:
    """Write a progress for another process."""
    return json.dumps({**asdict(progress), "day": progress.day.isoformat()})


def from_json(text: str | bytes) -> PlanProgress | None:
    """Read what `to_json` wrote; ``None`` for anything else."""
    try:
        fields = json.loads(text)
        return PlanProgress(**{**fields, "day": date.fromisoformat(fields["day"])})
    except (ValueError, TypeError, KeyError):
        return None
