"""The best insertion of one shipment on every vehicle."""

from __future__ import annotations

from typing import TYPE_CHECKING

from routing.kernel import bare_kernel
from routing.solvers.ruin_recreate.arrays import BOUND_FROM, BOUND_TO, UNLIMITED
from routing.solvers.ruin_recreate.gaps import NO_FIT
from routing.solvers.ruin_recreate.insert import fit, put
from routing.solvers.ruin_recreate.routes import LENGTH, ROUTE_COST, UNUSED, copy_route
from routing.solvers.ruin_recreate.timing import is_feasible

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from routing.solvers.ruin_recreate.arrays import Arrays
    from routing.solvers.ruin_recreate.insert import Scratch
    from routing.solvers.ruin_recreate.routes import Routes


@bare_kernel
def offer_all(  # noqa: PLR0913, PLR0917 - kernels know no keywords
    arrays: Arrays,
    routes: Routes,
    trial: Routes,
    shipment: int,
    scratch: Scratch,
    counter: NDArray[np.int64],
    found: NDArray[np.int64],
) -> None:
    """Write down added cost (`NO_FIT`: none) and gaps for every vehicle.

    Parameters
    ----------
    arrays, routes
        The problem and the plan.
    trial
        Memory for routes that are tried.
    shipment
        Index of the shipment, on no route.
    scratch, counter
        Memory of the kernels.
    found
        Result, shape ``(v, 3)``.
    """
    for vehicle in range(len(routes.total)):
        found[vehicle, 0] = NO_FIT
        is_unused = routes.total[vehicle, LENGTH] == UNUSED
        if arrays.pair[shipment, vehicle] >= UNLIMITED:
            continue
        if not is_unused and not is_feasible(arrays, routes, vehicle):
            continue
        cost, first, last = fit(arrays, routes, vehicle, shipment, scratch)
        if first < 0:
            continue
        if arrays.vehicle[vehicle, BOUND_TO] > arrays.vehicle[vehicle, BOUND_FROM]:
            copy_route(routes, trial, vehicle)
            put(arrays, trial, vehicle, shipment, first, last, counter)
            cost = trial.total[vehicle, ROUTE_COST] - routes.total[vehicle, ROUTE_COST]
        else:
            cost += arrays.pair[shipment, vehicle]
        found[vehicle, 0] = cost
        found[vehicle, 1] = first
        found[vehicle, 2] = last
