"""Search for plans of problems that requests bring along: bounded, and few at a time."""

from __future__ import annotations

from contextlib import contextmanager
from threading import BoundedSemaphore
from typing import TYPE_CHECKING, Final

from routing.problem import Budget
from routing.solve import solve

if TYPE_CHECKING:
    from collections.abc import Iterator

    from routing.problem import Problem
    from routing.solution import Solution

MOST_AT_ONCE: Final = 1
"""Searches at a time, so that one core stays free for other requests."""

FEWEST_ITERATIONS, ITERATIONS_PER_SHIPMENT = 500, 200
"""When a search that finds nothing more ends before its seconds do."""

SEED: Final = 1


class OptimizerBusyError(Exception):
    """As many searches as may run are running.

    Parameters
    ----------
    retry_after_s
        When to ask again.
    """

    def __init__(self, retry_after_s: int) -> None:
        super().__init__(retry_after_s)
        self.retry_after_s = retry_after_s


class Optimizer:
    """Solves problems of requests; safe to share between threads.

    Parameters
    ----------
    seconds
        Longest search.
    most_at_once
        Searches at a time; who comes then is sent away.
    """

    def __init__(self, *, seconds: float, most_at_once: int = MOST_AT_ONCE) -> None:
        self._seconds = seconds
        self._turns = BoundedSemaphore(most_at_once)

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Hold one of the turns while the context lasts.

        Raises
        ------
        OptimizerBusyError
            When none is free now.
        """
        if not self._turns.acquire(blocking=False):
            raise OptimizerBusyError(max(1, round(self._seconds)))
        try:
            yield
        finally:
            self._turns.release()

    def solve(self, problem: Problem, *, seconds: float | None = None) -> Solution:
        """Solve a problem, as long as it is worth it and no longer than allowed.

        Parameters
        ----------
        problem
            What is to be planned.
        seconds
            Most seconds that are wanted; ``None``: as many as are allowed.

        Returns
        -------
        Solution
            A plan that keeps every hard rule.
        """
        limit = self._seconds if seconds is None else min(seconds, self._seconds)
        iterations = FEWEST_ITERATIONS + ITERATIONS_PER_SHIPMENT * len(problem.shipments)
        return solve(problem, Budget(seconds=limit, iterations=iterations), seed=SEED)
