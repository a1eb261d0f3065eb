"""Who can ride which of many routes, and what that costs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from routing.kernel import bare_kernel
from routing.solvers.ruin_recreate.arrays import MOST_STOPS, PLACE, TARGET, UNLIMITED
from routing.solvers.ruin_recreate.routes import (
    CODE,
    EMPTY_VERSION,
    LENGTH,
    ROUTE_COST,
    SPOT,
    UNUSED,
    blank_routes,
)
from routing.solvers.ruin_recreate.timing import is_feasible, refresh

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from routing.solvers.ruin_recreate.arrays import Arrays
    from routing.solvers.ruin_recreate.routes import Routes

NOBODY = 1 << 60
"""Cost of a route for a vehicle that must not or cannot ride it."""


def riding_costs(arrays: Arrays, routes: Sequence[tuple[int, ...]]) -> NDArray[np.int64]:
    """Return what every route costs with every vehicle, `NOBODY` where a rule forbids it.

    Parameters
    ----------
    arrays
        The problem, ``v`` vehicles.
    routes
        Codes of the stops of ``n`` routes, whole shipments only.

    Returns
    -------
    numpy.ndarray
        Shape ``(n, v)``.
    """
    costs = np.full((len(routes), arrays.num_vehicles), NOBODY, np.int64)
    ends = np.cumsum([0, *(len(codes) for codes in routes)])
    code = np.array([code for codes in routes for code in codes], np.int64)
    price_all(arrays, blank_routes(arrays), code, ends, np.array([EMPTY_VERSION], np.int64), costs)
    return costs


def idle_costs(arrays: Arrays) -> NDArray[np.int64]:
    """Return what every vehicle costs without a route: soft bounds from below."""
    costs: NDArray[np.int64] = riding_costs(arrays, [()])[0]
    return costs


@bare_kernel
def price_all(  # noqa: PLR0913, PLR0917 - kernels know no keywords
    arrays: Arrays,
    trial: Routes,
    code: NDArray[np.int64],
    end: NDArray[np.int64],
    counter: NDArray[np.int64],
    costs: NDArray[np.int64],
) -> None:
    """Write down the cost of each route with each vehicle that can ride it.

    Parameters
    ----------
    arrays
        The problem.
    trial
        Memory for routes that are tried.
    code
        Codes of all routes, one after another.
    end
        Where each route begins in `code`, and where the last one ends.
    counter
        Last version given out.
    costs
        Result, shape ``(n, v)``; left alone where a rule is broken.
    """
    for route in range(len(end) - 1):
        first, after = end[route], end[route + 1]
        for vehicle in range(len(arrays.vehicle)):
            if after - first > arrays.vehicle[vehicle, MOST_STOPS]:
                continue
            if after - first + UNUSED > trial.entry.shape[1]:
                continue
            if not _may_carry_all(arrays, vehicle, code, first, after):
                continue
            entry = trial.entry[vehicle]
            for place in range(first, after):
                entry[place - first + 1, CODE] = code[place]
                entry[place - first + 1, SPOT] = arrays.stop[code[place], PLACE]
            entry[after - first + 1, CODE] = -1
            entry[after - first + 1, SPOT] = arrays.vehicle[vehicle, TARGET]
            trial.total[vehicle, LENGTH] = after - first + UNUSED
            refresh(arrays, trial, vehicle, counter)
            if after == first or is_feasible(arrays, trial, vehicle):
                costs[route, vehicle] = trial.total[vehicle, ROUTE_COST]


@bare_kernel
def _may_carry_all(
    arrays: Arrays, vehicle: int, code: NDArray[np.int64], first: int, after: int
) -> bool:
    able = True
    for place in range(first, after):
        able &= arrays.pair[code[place] // 2, vehicle] < UNLIMITED
    return able
