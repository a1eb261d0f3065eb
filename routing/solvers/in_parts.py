"""Large problems: planned in parts, cut elsewhere every round, so that neighbors meet.

All rounds together are one search that cools down: while it is hot, a round goes on from
plans that are worse than the best so far, as any annealing does.

With a budget of iterations the plan depends on problem, seed and iterations only, wherever
and in whatever order the parts are planned.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from routing.finish import solution_from
from routing.part import part_of
from routing.problem import Budget
from routing.solvers.decompose import first_cut, ground_of, next_cut
from routing.solvers.parts import OneByOne, PartTask
from routing.solvers.ruin_recreate.cycles import COLD
from routing.solvers.ruin_recreate.solver import HOT, WARM
from routing.solvers.ruin_recreate.stages import ROUNDS_PER_STEP
from routing.solvers.whole_plan import WholePlan

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from routing.effort import Effort
    from routing.part import Part
    from routing.problem import Problem
    from routing.solution import Solution
    from routing.solvers.decompose import Members
    from routing.solvers.parts import PartRunner
    from routing.solvers.protocol import Progress

LARGEST_PART = 1250
"""Shipments of a part, about, at most."""

FEWEST_ROUNDS, MOST_ROUNDS = 10, 80
"""How often all parts are planned, cut anew each time."""

RUINS, SECONDS = 5.0, 2e-3
"""Effort for a shipment that a round is worth: less of it goes into cutting and joining."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InPartsSolver:
    """Cuts a problem into parts, gets them planned, and joins neighbors anew every round.

    Attributes
    ----------
    runner
        Plans the parts, here or elsewhere.
    largest_part
        Shipments of a part, about, at most.
    """

    runner: PartRunner = field(default_factory=OneByOne)
    largest_part: int = LARGEST_PART

    def solve(
        self,
        problem: Problem,
        effort: Effort,
        *,
        seed: int,
        start: Solution | None,
        on_progress: Callable[[Progress], None],
    ) -> Solution:
        """Find a plan of least cost; see `routing.solvers.protocol.Solver`."""
        if not problem.shipments or not problem.vehicles:
            return solution_from(problem, ())
        ground = ground_of(problem)
        num_cuts = ((len(problem.shipments) - 1) // self.largest_part).bit_length()
        num_rounds = self._num_rounds(effort, len(problem.shipments))
        states = np.random.SeedSequence(seed).generate_state(2 * num_rounds).tolist()
        whole = WholePlan(problem)
        if start is not None:
            whole.begin_with(start)
        hot = WARM if whole.routes else HOT
        heats = [hot * (COLD / hot) ** (number / num_rounds) for number in range(num_rounds)]
        heats.append(COLD)
        for number in range(num_rounds):
            if whole.routes:
                members = next_cut(ground, whole.routes, num_cuts, states[2 * number])
            else:
                members = first_cut(ground, num_cuts, states[2 * number])
            stage = "improve" if number else "construct"
            part = effort.part(1 / (num_rounds - number))
            stretch = heats[number], heats[number + 1]
            for _ in self._round(whole, members, part, stretch, states[2 * number + 1]):
                on_progress(whole.progress(stage, effort.used + part.used))
                if whole.best and effort.is_stopped:
                    break
            effort.close(part)
            whole.remember()
            on_progress(whole.progress(stage, effort.used))
            if effort.is_spent:
                break
        return solution_from(problem, whole.finished())

    def _num_rounds(self, effort: Effort, num_shipments: int) -> int:
        """Return how often an effort lets all parts be planned."""
        numbers = [MOST_ROUNDS]
        seconds, steps = effort.seconds_left, effort.iterations_left
        if steps is not None:
            numbers.append(int(steps * ROUNDS_PER_STEP / (RUINS * num_shipments)))
        if seconds is not None:
            numbers.append(int(seconds * self.runner.num_lanes / (SECONDS * num_shipments)))
        return max(FEWEST_ROUNDS, min(numbers))

    def _round(
        self,
        whole: WholePlan,
        members: Sequence[Members],
        effort: Effort,
        heats: tuple[float, float],
        state: int,
    ) -> Iterator[int]:
        """Get parts planned; yield the place of each that is done."""
        parts = [part_of(whole.problem, one.vehicles, one.shipments) for one in members]
        tasks = self._tasks(whole, parts, effort, heats, state)
        for place, routes in self.runner.run(tasks):
            whole.take(parts[place], routes)
            effort.used += tasks[place].budget.iterations or 0
            yield place

    def _tasks(
        self,
        whole: WholePlan,
        parts: Sequence[Part],
        effort: Effort,
        heats: tuple[float, float],
        state: int,
    ) -> list[PartTask]:
        seeds = np.random.SeedSequence(state).generate_state(len(parts)).tolist()
        total = sum(len(part.shipments) for part in parts)
        return [
            PartTask(
                problem=part.problem,
                budget=_budget(effort, len(part.shipments) / total, self.runner.num_lanes),
                seed=seed,
                start=whole.start_of(part),
                heats=heats,
            )
            for part, seed in zip(parts, seeds, strict=True)
        ]


def _budget(effort: Effort, share: float, num_lanes: int) -> Budget:
    """Give a part its share of an effort; of its seconds more when parts run side by side."""
    seconds, steps = effort.seconds_left, effort.iterations_left
    return Budget(
        seconds=None if seconds is None else max(1e-3, seconds * min(1.0, share * num_lanes)),
        iterations=None if steps is None else max(1, round(steps * share)),
    )
