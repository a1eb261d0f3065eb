"""Routes of all vehicles as arrays that kernels change in place."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from routing.kernel import bare_kernel
from routing.solvers.ruin_recreate.arrays import LOAD, MOST_STOPS, ORIGIN, PLACE, TARGET

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from routing.solvers.ruin_recreate.arrays import Arrays

# Last axis of `Routes.entry`.
CODE, SPOT, LEG_TIME, LEG_COST = range(4)

# Columns of `Routes.total`; the largest load on the route follows, one column per dimension.
LENGTH, ROUTE_COST, TRAVEL, CARRIED, VERSION, LATENESS, CLIMBED, PEAK = range(8)

# Rows of `Routes.line`; breaks have their gaps in the last one.
LINE_CODE, LINE_SPOT, RIDE, START, LINE_FLOOR, LEAST, TAKEN, REST_GAP = range(8)
LINE_ROWS = 8

# Columns of `Routes.where`.
VEHICLE, POSITION = range(2)

UNTIMED = -1
"""Cost of lateness of a route on which nothing was promised and nothing is limited on board."""

EMPTY_VERSION = 1
"""Version of every unused route, so that what is known about it is never lost."""

UNUSED = 2
"""Positions of an unused route: start and end."""


class Routes(NamedTuple):
    """Routes of ``v`` vehicles with up to ``p`` positions and ``b`` breaks.

    Position 0 is the start, the last one the end; breaks have no position, they belong to
    the place before them.

    Attributes
    ----------
    entry
        Code (-1 at start and end) and location of each position, seconds (with the setup
        there) and cost of the leg to the next; shape ``(v, p, 4)``.
    early
        Earliest departure with so many breaks taken, shape ``(v, p, b + 1)``.
    late
        Latest readiness with so many breaks taken that keeps everything after in time.
    load
        On board after each position, shape ``(v, p, d)``.
    total
        Positions in use, cost (legs, pairs, lateness, fixed cost and soft bounds), seconds of
        legs, sum of amounts, version (changes with the route), cost of lateness (`UNTIMED`:
        times are but a matter of windows; `UNLIMITED`: no times keep the rules), climb (0 on a
        vehicle without a limit), largest load.
    mark
        Tells the set of shipments on each vehicle.
    where
        Vehicle (-1: none) and position of each code.
    line
        Memory for a route that is timed exactly; see `routing.solvers.ruin_recreate.timed`.
    """

    entry: NDArray[np.int64]
    early: NDArray[np.int64]
    late: NDArray[np.int64]
    load: NDArray[np.int64]
    total: NDArray[np.int64]
    mark: NDArray[np.uint64]
    where: NDArray[np.int64]
    line: NDArray[np.int64]


def blank_routes(arrays: Arrays) -> Routes:
    """Return routes in which nobody has anything, not refreshed yet."""
    vehicles, positions = arrays.num_vehicles, _most_positions(arrays)
    dimensions = arrays.shipment.shape[1] - LOAD
    clocks = (vehicles, positions, arrays.most_rests + 1)
    routes = Routes(
        entry=np.zeros((vehicles, positions, 4), np.int64),
        early=np.zeros(clocks, np.int64),
        late=np.zeros(clocks, np.int64),
        load=np.zeros((vehicles, positions, dimensions), np.int64),
        total=np.zeros((vehicles, PEAK + dimensions), np.int64),
        mark=np.zeros(vehicles, np.uint64),
        where=np.zeros((arrays.num_codes, 2), np.int64),
        line=np.zeros((LINE_ROWS, max(positions + 2, arrays.most_rests)), np.int64),
    )
    routes.entry[:, :, CODE] = -1
    routes.entry[:, 0, SPOT] = arrays.vehicle[:, ORIGIN]
    routes.entry[:, 1, SPOT] = arrays.vehicle[:, TARGET]
    routes.total[:, LENGTH] = UNUSED
    routes.total[:, VERSION] = EMPTY_VERSION
    routes.total[:, LATENESS] = UNTIMED
    routes.where[:, VEHICLE] = -1
    return routes


def _most_positions(arrays: Arrays) -> int:
    """Return how long a route can get: all stops, or what the vehicles may serve."""
    stops = int((arrays.stop[: arrays.num_codes, PLACE] >= 0).sum())
    return int(min(arrays.vehicle[:, MOST_STOPS].max(initial=0), stops)) + UNUSED


@bare_kernel
def copy_route(source: Routes, copy: Routes, vehicle: int) -> None:
    """Make one vehicle's route the same in `copy`."""
    for position in range(source.total[vehicle, LENGTH]):
        for column in range(4):
            copy.entry[vehicle, position, column] = source.entry[vehicle, position, column]
        for taken in range(source.early.shape[2]):
            copy.early[vehicle, position, taken] = source.early[vehicle, position, taken]
            copy.late[vehicle, position, taken] = source.late[vehicle, position, taken]
        for part in range(source.load.shape[2]):
            copy.load[vehicle, position, part] = source.load[vehicle, position, part]
        code = source.entry[vehicle, position, CODE]
        if code >= 0:
            copy.where[code, VEHICLE] = vehicle
            copy.where[code, POSITION] = position
    for column in range(source.total.shape[1]):
        copy.total[vehicle, column] = source.total[vehicle, column]
    copy.mark[vehicle] = source.mark[vehicle]


@bare_kernel
def put_in(routes: Routes, vehicle: int, position: int, code: int, spot: int) -> None:
    """Put a stop at a position of a route, without refreshing it."""
    for later in range(routes.total[vehicle, LENGTH], position, -1):
        routes.entry[vehicle, later, CODE] = routes.entry[vehicle, later - 1, CODE]
        routes.entry[vehicle, later, SPOT] = routes.entry[vehicle, later - 1, SPOT]
    routes.entry[vehicle, position, CODE] = code
    routes.entry[vehicle, position, SPOT] = spot
    routes.total[vehicle, LENGTH] += 1
