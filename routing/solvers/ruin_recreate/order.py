"""Where pinned orders of stops let a stop go, and whether a route keeps them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from routing.kernel import bare_kernel
from routing.solvers.ruin_recreate.arrays import (
    IS_BEFORE,
    IS_ORDERED,
    OTHER,
    PREFIX_FROM,
    PREFIX_TO,
)
from routing.solvers.ruin_recreate.routes import CODE, LENGTH, POSITION, UNUSED, VEHICLE

if TYPE_CHECKING:
    from routing.solvers.ruin_recreate.arrays import Arrays
    from routing.solvers.ruin_recreate.routes import Routes


@bare_kernel
def ordered_gaps(arrays: Arrays, routes: Routes, vehicle: int, code: int) -> tuple[int, int]:
    """Return the first and last gap of a route that a stop may go into."""
    first, last = 0, routes.total[vehicle, LENGTH] - UNUSED
    if arrays.vehicle[vehicle, IS_ORDERED] == 0:
        return first, last
    for row in range(arrays.bound[code, 0], arrays.bound[code, 1]):
        other = arrays.bound[row, OTHER]
        if other // 2 == code // 2 or not _is_on(routes, vehicle, other):
            continue
        if arrays.bound[row, IS_BEFORE] == 1:
            first = max(first, routes.where[other, POSITION])
        else:
            last = min(last, routes.where[other, POSITION] - 1)
    begun, is_prefix = 0, False
    for row in range(arrays.vehicle[vehicle, PREFIX_FROM], arrays.vehicle[vehicle, PREFIX_TO]):
        other = arrays.bound[row, OTHER]
        if other == code:
            is_prefix = True
        elif other // 2 != code // 2 and _is_on(routes, vehicle, other):
            begun += 1
    if is_prefix:
        last = min(last, begun)
    else:
        first = max(first, begun)
    return first, last


@bare_kernel
def keeps_order(arrays: Arrays, routes: Routes, vehicle: int) -> bool:
    """Tell whether the stops of a route, whose positions are known, are in their orders."""
    if arrays.vehicle[vehicle, IS_ORDERED] == 0:
        return True
    for position in range(1, routes.total[vehicle, LENGTH] - 1):
        code = routes.entry[vehicle, position, CODE]
        for row in range(arrays.bound[code, 0], arrays.bound[code, 1]):
            other = arrays.bound[row, OTHER]
            if not _is_on(routes, vehicle, other):
                continue
            is_before = routes.where[other, POSITION] < position
            if is_before != (arrays.bound[row, IS_BEFORE] == 1):
                return False
    begun, highest = 0, 0
    for row in range(arrays.vehicle[vehicle, PREFIX_FROM], arrays.vehicle[vehicle, PREFIX_TO]):
        other = arrays.bound[row, OTHER]
        if _is_on(routes, vehicle, other):
            begun += 1
            highest = max(highest, routes.where[other, POSITION])
    return bool(highest == begun)


@bare_kernel
def _is_on(routes: Routes, vehicle: int, code: int) -> bool:
    """Tell whether a stop is on a route: what says where it is may be older than the route."""
    position = routes.where[code, POSITION]
    return bool(
        routes.where[code, VEHICLE] == vehicle
        and position < routes.total[vehicle, LENGTH] - 1
        and routes.entry[vehicle, position, CODE] == code
    )
