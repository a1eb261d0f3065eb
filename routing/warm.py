"""Compile every kernel of the search and the streets once, so that nobody waits for it later.

``python -m routing.warm`` does it at set-up. What numba compiled is kept beside the source
and found by every later process; when source has changed it is made anew.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import numpy as np

from routing.model import Location, Matrix, Shipment, Stop, TimeWindow, Vehicle
from routing.problem import Problem
from routing.solvers.ruin_recreate.arrays import arrays_of
from routing.solvers.ruin_recreate.engine import engine_for
from routing.solvers.ruin_recreate.live import live_routes
from routing.solvers.ruin_recreate.riders import riding_costs
from routing.streets.build import build_network
from routing.streets.geodesy import Plane
from routing.streets.hierarchy.reach import travel_to_all
from routing.streets.matrix import matrix
from routing.streets.path import paths
from routing.streets.profiles import Profile
from routing.streets.raw import WayCollector
from routing.streets.router import build_router
from routing.streets.snap import snap, street_index

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
    riding_costs(arrays_of(problem), [(0, 1)])
    on_progress("Compiling live insertions")
    live_routes(problem, ()).offers(0)
    on_progress("Compiling the streets")
    _ask_smallest_city()
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


def _ask_smallest_city() -> None:
    """Ask a city of one street for all that kernels answer."""
    collector = WayCollector()
    collector.add(1, (1, 2), {"highway": "residential"}, "")
    raw = collector.finish(
        np.arange(1, 3), np.zeros(2, np.int32), np.arange(2, dtype=np.int32) * 10_000
    )
    network = build_network(raw)
    router = build_router(network, Profile.BIKE)
    index = street_index(network, Plane(lat=0.0, lon=0.0), Profile.BIKE)
    ends = snap(index, network, (Location(lat=0.0, lon=0.0), Location(lat=0.0, lon=0.001)))
    start, end = ends.part(slice(1)), ends.part(slice(1, None))
    matrix(router, ends)
    paths(router, network, start, end)
    travel_to_all(router.topology, router.tree, router.weights, router.sources(start))


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    warm(_say)
