"""Ascent of what is on a route, on vehicles that have a limit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from routing.kernel import bare_kernel
from routing.solvers.ruin_recreate.arrays import CLIMB, PLACE
from routing.solvers.ruin_recreate.routes import CODE, LENGTH

if TYPE_CHECKING:
    from routing.solvers.ruin_recreate.arrays import Arrays
    from routing.solvers.ruin_recreate.routes import Routes


@bare_kernel
def climb_on(arrays: Arrays, routes: Routes, vehicle: int) -> int:
    """Add up the metres of ascent of the shipments on a route."""
    total = 0
    for position in range(1, routes.total[vehicle, LENGTH] - 1):
        code = routes.entry[vehicle, position, CODE]
        if code % 2 == 0 or arrays.stop[code - 1, PLACE] < 0:
            total += arrays.shipment[code // 2, CLIMB]
    return int(total)
