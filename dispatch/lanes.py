"""Parts of large plans on several processes of this machine.

Processes are started anew, not forked, so that they share nothing with a server's threads.
One that dies takes no part with it: its parts are given out again, and planned here when
that happens too often.
"""

from __future__ import annotations

import logging
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from threading import Lock
from typing import TYPE_CHECKING

from dispatch.giving_way import give_way
from routing.solvers.parts import plan_part

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from routing.solution import Route
    from routing.solvers.parts import PartTask

MOST_TRIES = 3
"""How often parts are given out before they are planned here."""

log = logging.getLogger(__name__)


class ProcessLanes:
    """Plans parts on processes of this machine.

    Processes start with the first part and stay until `close`. Whoever passes it to two plans
    at once gets both.

    Parameters
    ----------
    num_lanes
        How many processes.

    Raises
    ------
    ValueError
        When there is less than one.
    """

    def __init__(self, num_lanes: int) -> None:
        if num_lanes < 1:
            msg = f"Expected at least one process, got {num_lanes}."
            raise ValueError(msg)
        self._num_lanes = num_lanes
        self._pool: ProcessPoolExecutor | None = None
        self._lock = Lock()

    @property
    def num_lanes(self) -> int:
        """How many parts are planned at once."""
        return self._num_lanes

    def run(self, tasks: Sequence[PartTask]) -> Iterator[tuple[int, tuple[Route, ...]]]:
        """Plan all tasks; see `routing.solvers.parts.PartRunner`."""
        left = dict(enumerate(tasks))
        for _ in range(MOST_TRIES):
            for place, routes in self._try(left):
                del left[place]
                yield place, routes
            if not left:
                return
            log.warning("A planning process has died; %d parts are given out again.", len(left))
        for place, task in left.items():
            yield place, plan_part(task)

    def close(self) -> None:
        """End the processes."""
        with self._lock:
            pool, self._pool = self._pool, None
        if pool is not None:
            pool.shutdown(wait=True, cancel_futures=True)

    @property
    def process_ids(self) -> tuple[int, ...]:
        """Ids of the processes that run now."""
        pool = self._pool
        return () if pool is None else tuple(pool._processes or ())  # noqa: SLF001 - it has no other name

    def _try(self, left: dict[int, PartTask]) -> Iterator[tuple[int, tuple[Route, ...]]]:
        """Give out tasks once; yield what comes back, until a process dies."""
        pool = self._ready()
        try:
            waiting = {pool.submit(plan_part, task): place for place, task in left.items()}
            while waiting:
                done, _ = wait(waiting, return_when=FIRST_COMPLETED)
                for future in done:
                    yield waiting.pop(future), future.result()
        except BrokenProcessPool:
            self._drop(pool)

    def _ready(self) -> ProcessPoolExecutor:
        with self._lock:
            if self._pool is None:
                context = get_context("spawn")
                self._pool = ProcessPoolExecutor(
                    self._num_lanes, mp_context=context, initializer=give_way
                )
            return self._pool

    def _drop(self, pool: ProcessPoolExecutor) -> None:
        with self._lock:
            if self._pool is pool:
                self._pool = None
        pool.shutdown(wait=False, cancel_futures=True)
