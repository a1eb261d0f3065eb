"""Compile every kernel of the search once, so that nobody waits for it later.

``python -m routing.warm`` does it at set-up. What numba compiled is kept beside the source
and found by every later process; when source has changed it is made anew.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import numpy as np

from routing.model import Matrix, Shipment, Stop, TimeWindow, Vehicle
from routing.problem import Problem
from routing.solvers.ruin_recreate.engine import engine_for
from routing.solvers.ruin_recreate.live import live_routes

if TYPE_CHECKING:
    from collections.abc import Callable


def warm(on_progress: Callable[[str], None]) -> None:
    """Compile all kernels, or find that they are.

    Parameters
    ----------
    on_progress
        Told what comes next, one line each.
    """
    problem = _smallest_problem()
    on_progress("Compiling the search, up to a minute the first time")
    engine_for(problem, 0).run(1, 0.0)
    on_progress("Compiling live insertions")
    live_routes(problem, ()).offers(0)
    on_progress("Kernels are ready")


def _smallest_problem() -> Problem:
    """Return one vehicle and one shipment: all problems use the same compiled kernels."""
    always = (TimeWindow(earliest=0, latest=1),)
    here = Stop(location=0, windows=always)
    nothing = np.zeros((1, 1), np.int32)
    return Problem(
        matrices=(Matrix(nothing, nothing, np.ones((1, 1), np.bool_)),),
        vehicles=(Vehicle(id="", shift=always[0]),),
        shipments=(Shipment(id="", pickup=here, delivery=here),),
    )


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    warm(_say)
