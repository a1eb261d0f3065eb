"""CP-SAT, set up alike for all choices: one thread, repeatable, stopped by an effort."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ortools.sat.python import cp_model

if TYPE_CHECKING:
    from routing.effort import Effort


def sat_solver(effort: Effort, most_work: float) -> cp_model.CpSolver:
    """Return a solver whose result does not depend on the clock unless the effort does.

    Parameters
    ----------
    effort
        What is left of its seconds is the most that a solve takes.
    most_work
        Deterministic time of a solve at most, about seconds.
    """
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.catch_sigint_signal = False  # it would take Ctrl-C from the program for good
    solver.parameters.random_seed = 0
    solver.parameters.linearization_level = 2
    solver.parameters.max_deterministic_time = most_work
    if effort.seconds_left is not None:
        solver.parameters.max_time_in_seconds = max(0.01, effort.seconds_left)
    return solver
