"""The search as a solver."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from routing.finish import solution_from
from routing.schedule import schedule
from routing.solvers.pool import recombine
from routing.solvers.ruin_recreate.arrays import FIXED_COST, PENALTY
from routing.solvers.ruin_recreate.cycles import COLD, anneal_in_cycles
from routing.solvers.ruin_recreate.engine import engine_for, entries_of, plan_of
from routing.solvers.ruin_recreate.routes import LENGTH, ROUTE_COST, UNUSED
from routing.solvers.ruin_recreate.stages import (
    anneal,
    mean_leg,
    place_all,
    progress_of,
    reduce_fleet,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from routing.effort import Effort
    from routing.problem import Problem
    from routing.solution import Route, Solution
    from routing.solvers.protocol import Progress
    from routing.solvers.ruin_recreate.engine import Engine

SHARE_OF_PLACING = 0.05
"""Part of the effort for the first plan."""

SHARE_OF_FLEET = 0.25
"""Part of the effort that may go into using fewer vehicles."""

HOT, PACKED, WARM = 1.0, 0.5, 0.02
"""Temperatures of a new search, of one with as few vehicles as were found, and of one from a
plan, in mean costs of a leg."""

SECONDS_BETWEEN = 0.2
"""How often progress is told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RuinRecreateSolver:
    """Ruin and recreate with simulated annealing, vehicles first where they cost most.

    Attributes
    ----------
    heats
        Temperatures to cool from and to, once, in mean costs of a leg; ``None``: in cycles, from
        what the start allows.
    """

    heats: tuple[float, float] | None = None

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
        found = find_routes(
            problem, effort, seed=seed, start=start, on_progress=on_progress, heats=self.heats
        )
        return solution_from(problem, found)


def find_routes(  # noqa: PLR0913 - all but the subject and the effort are options
    problem: Problem,
    effort: Effort,
    *,
    seed: int,
    start: Solution | None,
    on_progress: Callable[[Progress], None],
    heats: tuple[float, float] | None = None,
) -> tuple[Route, ...]:
    """Find the routes of a plan of least cost, without reasons for what they leave out.

    Parameters
    ----------
    problem, effort, seed, start, on_progress
        See `routing.solvers.protocol.Solver`.
    heats
        As in `RuinRecreateSolver`.
    """
    if not problem.shipments or not problem.vehicles:
        return ()
    engine = engine_for(problem, seed)
    search(engine, effort, start, on_progress, heats)
    plan = entries_of(problem, engine.best_plan())
    return tuple(schedule(problem, vehicle, entries) for vehicle, entries in plan)


def cool_routes(
    problem: Problem,
    effort: Effort,
    *,
    seed: int,
    start: Solution | None,
    heats: tuple[float, float],
) -> tuple[Route, ...]:
    """Search while it cools from one temperature to another, as one stretch of a longer search.

    Parameters
    ----------
    problem, effort, seed, start
        See `routing.solvers.protocol.Solver`.
    heats
        Temperatures in mean costs of a leg.

    Returns
    -------
    tuple of Route
        The plan at the end, which is not the best one on the way while it is hot: another
        stretch goes on from it.
    """
    if not problem.shipments or not problem.vehicles:
        return ()
    engine = engine_for(problem, seed)
    search(engine, effort, start, lambda _progress: None, heats)
    plan = entries_of(problem, engine.best_plan() if heats[1] <= COLD else engine.plan())
    return tuple(schedule(problem, vehicle, entries) for vehicle, entries in plan)


def search(
    engine: Engine,
    effort: Effort,
    start: Solution | None,
    on_progress: Callable[[Progress], None],
    heats: tuple[float, float] | None = None,
) -> None:
    """Spend an effort on a search; the best plan is the engine's afterwards."""
    told = [time.monotonic()]

    def tell(stage: str) -> None:
        if time.monotonic() - told[0] >= SECONDS_BETWEEN:
            told[0] = time.monotonic()
            on_progress(progress_of(stage, effort, engine))

    leg = mean_leg(engine)
    hot = HOT if start is None else WARM
    if start is not None:
        plan = plan_of(engine, start)
        served = {code // 2 for codes in plan.values() for code in codes}
        engine.load(plan, set(range(engine.arrays.num_shipments)) - served)
    engine.run(1, 0.0, blink=0.0)
    on_progress(progress_of("construct", effort, engine))
    if vehicles_dominate(engine) and (start is None or heats is None):
        part = effort.part(SHARE_OF_PLACING)
        place_all(engine, part, WARM * leg)
        effort.close(part)
        part = effort.part(SHARE_OF_FLEET)
        reduce_fleet(engine, part, leg, tell)
        effort.close(part)
        on_progress(progress_of("fleet", effort, engine))
        close_unused(engine)
        hot = min(hot, PACKED)
    if heats is not None:
        anneal(engine, effort, (heats[0] * leg, heats[1] * leg), tell)
    else:
        anneal_in_cycles(
            engine,
            effort,
            (hot, leg),
            lambda part: recombine(engine, part),
            lambda: tell("improve"),
        )
    on_progress(progress_of("improve", effort, engine))


def close_unused(engine: Engine) -> None:
    """Let a whole plan be searched on from with no more vehicles than it has."""
    plan = engine.best_plan()
    mandatory = engine.problem.mandatory_penalty
    absent = engine.absent(of_best=True)
    if all(engine.arrays.shipment[shipment, PENALTY] < mandatory for shipment in absent):
        unused = set(range(engine.arrays.num_vehicles)) - set(plan)
        engine.load(plan, absent, unused)


def vehicles_dominate(engine: Engine) -> bool:
    """Tell whether using a vehicle costs more than a route's legs do on average."""
    used = engine.best.total[:, LENGTH] > UNUSED
    if not used.any():
        return False
    fixed = int(engine.arrays.vehicle[used, FIXED_COST].sum())
    return 2 * fixed > int(engine.best.total[used, ROUTE_COST].sum())
