"""Solvers that plans are compared with, all asked the same way and in whole numbers.

Each turns a problem into its own terms and gives back routes as codes: ``2 * shipment`` is
a pickup, one more its delivery. Only plain problems are asked: vehicles all alike, from and
to one place, both ends of every shipment, one window per stop.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING, TypeAlias

from routing.effort import Effort
from routing.solvers.ruin_recreate.engine import codes_of
from routing.solvers.ruin_recreate.solver import RuinRecreateSolver

if TYPE_CHECKING:
    from collections.abc import Callable

    from routing.problem import Problem

Routes: TypeAlias = list[tuple[int, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanEngine:
    """A solver under its name.

    Attributes
    ----------
    name
        What the table calls it.
    module
        What must be installed.
    solve
        Takes a problem, seconds and a seed, returns routes.
    """

    name: str
    module: str
    solve: Callable[[Problem, float, int], Routes]

    def missing(self) -> str | None:
        """Return why it cannot take part, if it cannot."""
        return None if find_spec(self.module) else f"{self.module} is not installed"


class CpuEffort(Effort):
    """An effort whose seconds are those of this process's CPU."""

    __slots__ = ()

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds=seconds, iterations=None, began=time.process_time())

    @property
    def is_spent(self) -> bool:
        """Whether the limit is reached."""
        return self.seconds_left == 0

    @property
    def seconds_left(self) -> float:
        """CPU seconds until the limit, at least 0."""
        return max(0.0, (self.seconds or 0.0) - (time.process_time() - self.began))

    def part(self, share: float) -> CpuEffort:
        """Open a part with a share of what is left."""
        return CpuEffort(self.seconds_left * share)


def commonwheel(problem: Problem, seconds: float, seed: int) -> Routes:
    """Search by ruin and recreate."""
    solution = RuinRecreateSolver().solve(
        problem, CpuEffort(seconds), seed=seed, start=None, on_progress=lambda _: None
    )
    return [codes_of(route.entries) for route in solution.routes]


def check_plain(problem: Problem) -> None:
    """Refuse a problem that not all solvers can be asked.

    Raises
    ------
    ValueError
        When it is not plain.
    """
    first = problem.vehicles[0]
    are_alike = all(
        (v.shift, v.start, v.end, v.capacity, v.fixed_cost, v.breaks)
        == (first.shift, first.start, first.end, first.capacity, first.fixed_cost, ())
        for v in problem.vehicles
    )
    are_pairs = all(
        s.pickup and s.delivery and len(s.pickup.windows) == len(s.delivery.windows) == 1
        for s in problem.shipments
    )
    if not are_alike or not are_pairs or first.start is None or first.start != first.end:
        msg = "Expected vehicles all alike and plain pickup and delivery pairs, got other ones."
        raise ValueError(msg)
