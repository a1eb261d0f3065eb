"""Parts of a large problem as work that can be done anywhere, one after another or at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from routing.effort import effort_of
from routing.solvers.ruin_recreate.solver import cool_routes

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from routing.problem import Budget, Problem
    from routing.solution import Route, Solution


@dataclass(frozen=True, slots=True, kw_only=True)
class PartTask:
    """A part to be planned; depends on nothing else, so it can be sent and repeated.

    Attributes
    ----------
    problem
        The part.
    budget
        What may be spent on it.
    seed
        Start of the random stream.
    start
        Plan to begin from, if any.
    heats
        Temperatures at the begin and the end, in mean costs of a leg.
    """

    problem: Problem
    budget: Budget
    seed: int
    start: Solution | None
    heats: tuple[float, float]


class PartRunner(Protocol):
    """A way to get parts planned."""

    @property
    def num_lanes(self) -> int:
        """How many parts are planned at once."""

    def run(self, tasks: Sequence[PartTask]) -> Iterator[tuple[int, tuple[Route, ...]]]:
        """Plan all tasks, in any order.

        Parameters
        ----------
        tasks
            What to plan.

        Yields
        ------
        tuple
            The place of each task and its routes, once, as they are done.
        """

    def close(self) -> None:
        """Let go of what it planned with."""


@dataclass(frozen=True, slots=True)
class OneByOne:
    """Plans parts here, one after another."""

    @property
    def num_lanes(self) -> int:
        """One."""
        return 1

    def run(self, tasks: Sequence[PartTask]) -> Iterator[tuple[int, tuple[Route, ...]]]:
        """Plan all tasks; see `PartRunner`."""
        for place, task in enumerate(tasks):
            yield place, plan_part(task)

    def close(self) -> None:
        """Do nothing: there is nothing to let go of."""


def plan_part(task: PartTask) -> tuple[Route, ...]:
    """Plan a part; what is on none of the routes has none."""
    return cool_routes(
        task.problem,
        effort_of(task.budget),
        seed=task.seed,
        start=task.start,
        heats=task.heats,
    )
