"""What every solver offers, and what it tells while it works."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable
    from fractions import Fraction

    from routing.effort import Effort
    from routing.problem import Problem
    from routing.solution import Solution


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """Where a search stands.

    Attributes
    ----------
    stage
        What it does: ``construct``, ``improve`` or ``balance``.
    iterations
        Steps of search so far.
    cost
        Cost of the best plan so far.
    num_routes
        Used vehicles of that plan.
    num_unassigned
        Shipments without a route in that plan.
    penalty
        What of the cost is for these.
    lowest_rate
        The rate of a balance that its aim looks at first in the best plan so far, a workload's
        with a minus; ``None`` while nothing is evened out.
    spread
        How far the rates of that plan lie apart, lowest to highest; ``None`` as above.
    share
        Part of the whole budget that is spent, 0 to 1.
    """

    stage: str
    iterations: int
    cost: int
    num_routes: int
    num_unassigned: int
    penalty: int = 0
    lowest_rate: Fraction | None = None
    spread: Fraction | None = None
    share: float = 0.0


class Solver(Protocol):
    """A way to solve a problem; the front door checks what it returns."""

    def solve(
        self,
        problem: Problem,
        effort: Effort,
        *,
        seed: int,
        start: Solution | None,
        on_progress: Callable[[Progress], None],
    ) -> Solution:
        """Find a plan of least cost, with reasons for what it leaves out.

        Parameters
        ----------
        problem
            What is to be planned; its balance is not this solver's business.
        effort
            What it may spend. With a limit of iterations and none of seconds, the
            result depends on nothing but problem, seed, start and that limit.
        seed
            Start of the random stream.
        start
            Plan to begin from; entries that break a rule are left out.
        on_progress
            Called now and then.
        """
        ...
