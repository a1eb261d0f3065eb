"""Front door of the solvers: every plan that leaves here has been checked."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from routing.check import check
from routing.effort import effort_of
from routing.relaying import search_relays
from routing.solvers.balance import even_out
from routing.solvers.in_parts import InPartsSolver
from routing.solvers.parts import OneByOne
from routing.solvers.ruin_recreate.solver import RuinRecreateSolver

if TYPE_CHECKING:
    from collections.abc import Callable

    from routing.effort import Effort
    from routing.problem import Budget, Problem
    from routing.solution import Solution
    from routing.solvers.parts import PartRunner
    from routing.solvers.protocol import Progress, Solver

LARGEST_SEARCH = 1500
"""Shipments of the largest problem that is searched as one."""

SHARE_OF_SEARCH, SHARE_FROM_START = 0.5, 0.25
"""Part of the budget for least cost when a balance is wanted as well: cold, and from a plan."""


def solve(  # noqa: PLR0913 - all but the subject and the budget have a default
    problem: Problem,
    budget: Budget,
    *,
    seed: int,
    start: Solution | None = None,
    solver: Solver | None = None,
    runner: PartRunner | None = None,
    on_progress: Callable[[Progress], None] | None = None,
    stop: Callable[[], bool] | None = None,
) -> Solution:
    """Solve a problem within a budget.

    Parameters
    ----------
    problem
        What is to be planned.
    budget
        When to stop. With iterations and no seconds the result depends on nothing but
        the other arguments.
    seed
        Start of the random stream.
    start
        Plan to begin from. With a balance, the result is never worse than it in leximin
        order and costs at most the allowed slack more.
    solver
        How to search; ``None``: ruin and recreate, in parts when the problem is large.
    runner
        Plans the parts of large problems; ``None``: here, one after another. The plan is the
        same wherever they are planned, within a budget of iterations.
    on_progress
        Called now and then.
    stop
        Asked now and then: once it is true, the best plan so far is returned soon.

    Returns
    -------
    Solution
        A plan that keeps every hard rule; what it cannot hold is unassigned, with reasons.

    Raises
    ------
    RuntimeError
        When a solver returns a plan that breaks a rule: a fault in it, never in the input.
    """
    chosen = solver or _solver_for(problem, runner)
    effort = effort_of(budget, stop)

    def tell(progress: Progress) -> None:
        if on_progress is not None:
            on_progress(replace(progress, share=_share(effort, progress)))

    def search(problem: Problem, effort: Effort, start: Solution | None) -> Solution:
        first = SHARE_OF_SEARCH if start is None else SHARE_FROM_START
        share = effort if problem.balance is None else effort.part(first)
        found = chosen.solve(problem, share, seed=seed, start=start, on_progress=tell)
        if problem.balance is not None:
            effort.close(share)
            found = even_out(problem, found, start, effort, seed=seed, on_progress=tell)
        return found

    if problem.relays:
        found = search_relays(problem, effort, start, search)
    else:
        found = search(problem, effort, start)
    broken = check(problem, found)
    if broken:
        msg = f"Expected a plan that keeps every rule, got {broken[0]} and {len(broken) - 1} more."
        raise RuntimeError(msg)
    return found


def _solver_for(problem: Problem, runner: PartRunner | None) -> Solver:
    if len(problem.shipments) <= LARGEST_SEARCH:
        return RuinRecreateSolver()
    return InPartsSolver(runner=runner or OneByOne())


def _share(effort: Effort, progress: Progress) -> float:
    """Say how much of a budget is spent, whichever limit is nearer."""
    steps = 0.0 if effort.iterations is None else progress.iterations / effort.iterations
    return min(1.0, max(effort.fraction, steps))
