"""A process per solver, held to CPU seconds by its own clock.

Solvers stop by the clock of the wall, which is unfair on a busy machine. In these processes
every clock shows the CPU time of the process instead (``bench/cpu_clock.c``), so that all
solvers may do the same amount of work, whatever else runs.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

from bench.plan_engines import PlanEngine, commonwheel
from bench.plan_ortools import ortools
from bench.plan_peers import pyvrp, vroom
from bench.plan_pragmatic import vrp_cli
from routing.instances import read_lilim, read_sartori

if TYPE_CHECKING:
    from bench.plan_engines import Routes
    from routing.instances import Instance

OURS = "commonwheel"
ENGINES = (
    PlanEngine(name=OURS, module="numba", solve=commonwheel),
    PlanEngine(name="ortools", module="ortools", solve=ortools),
    PlanEngine(name="pyvrp", module="pyvrp", solve=pyvrp),
    PlanEngine(name="vroom", module="vroom", solve=vroom),
    PlanEngine(name="vrp-cli", module="vrp_cli", solve=vrp_cli),
)
SOURCE = Path(__file__).with_name("cpu_clock.c")
PRELOAD = "LD_PRELOAD"
WARM_UP = 0.05
"""Seconds of a first call that nobody counts: it imports, and loads what is compiled."""


def read_instance(path: Path) -> Instance:
    """Read an instance of Li & Lim, or of Sartori & Buriol."""
    text = path.read_text()
    return read_sartori(text) if text.startswith("NAME") else read_lilim(text)


def build_cpu_clock(folder: Path) -> Path | None:
    """Compile the clock; ``None`` where there is no C compiler for it."""
    compiler = shutil.which("cc")
    if compiler is None:
        return None
    library = folder / "cpu_clock.so"
    command = [compiler, "-O2", "-shared", "-fPIC", "-o", str(library), str(SOURCE)]
    done = subprocess.run(command, capture_output=True, check=False)
    return library if done.returncode == 0 else None


class PlanProcess:
    """A solver in a process of its own.

    Parameters
    ----------
    name
        Of the solver.
    first
        Instance for a first call that warms it up.
    clock
        What `build_cpu_clock` made; ``None``: clocks are those of the wall.
    """

    def __init__(self, name: str, first: Path, clock: Path | None) -> None:
        self.name = name
        self._first = first
        self._clock = clock
        self._pool = self._start()

    def solve(self, path: Path, seconds: float, seed: int) -> tuple[Routes, float]:
        """Let it plan an instance; no routes when it dies of that.

        Returns
        -------
        tuple[Routes, float]
            Routes, and the CPU seconds of the process.
        """
        try:
            return self._pool.submit(_solve, self.name, path, seconds, seed).result()
        except BrokenProcessPool:
            self._pool = self._start()
            return [], 0.0

    def close(self) -> None:
        """End the process."""
        self._pool.shutdown()

    def _start(self) -> ProcessPoolExecutor:
        before = os.environ.get(PRELOAD)
        if self._clock is not None:
            os.environ[PRELOAD] = " ".join(filter(None, (str(self._clock), before)))
        pool = ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=_be_quiet)
        try:
            pool.submit(_solve, self.name, self._first, WARM_UP, 0).result()
        finally:
            if before is None:
                os.environ.pop(PRELOAD, None)
            else:
                os.environ[PRELOAD] = before
        return pool


def _be_quiet() -> None:
    """Keep what a solver prints out of the table."""
    with Path(os.devnull).open("w") as nowhere:
        os.dup2(nowhere.fileno(), 1)


def _solve(name: str, path: Path, seconds: float, seed: int) -> tuple[Routes, float]:
    engine = next(one for one in ENGINES if one.name == name)
    problem = read_instance(path).problem
    began = time.process_time()
    routes = engine.solve(problem, seconds, seed)
    return routes, time.process_time() - began
