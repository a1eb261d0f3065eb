"""Distinct routes that a search came by, for a choice among them afterwards.

A route is told by the set of its shipments and the group of its vehicle; of two such routes
the cheaper one is kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from routing.kernel import bare_kernel
from routing.solvers.ruin_recreate.arrays import GROUP
from routing.solvers.ruin_recreate.routes import CODE, LENGTH, ROUTE_COST, UNUSED

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from routing.solvers.ruin_recreate.arrays import Arrays
    from routing.solvers.ruin_recreate.routes import Routes


# Columns of `Kept.route`.
FIRST, STOPS, KEPT_VEHICLE, KEPT_COST = range(4)

NEARLY = 0.95


class Kept(NamedTuple):
    """Routes that were kept, the first `counts[0]`.

    Attributes
    ----------
    code
        Codes of all routes, one after another, the first `counts[1]`.
    route
        Where the codes of each route begin, how many they are, vehicle, cost.
    mark
        Of each route.
    table
        Routes by their mark, -1 where there is none; a power of two long.
    counts
        Numbers of routes and codes.
    """

    code: NDArray[np.int32]
    route: NDArray[np.int64]
    mark: NDArray[np.uint64]
    table: NDArray[np.int64]
    counts: NDArray[np.int64]


def kept_for(most_routes: int, most_codes: int) -> Kept:
    """Return an empty store for so many routes and stops."""
    return Kept(
        code=np.zeros(most_codes, np.int32),
        route=np.zeros((most_routes, 4), np.int64),
        mark=np.zeros(most_routes, np.uint64),
        table=np.full(1 << (2 * most_routes).bit_length(), -1, np.int64),
        counts=np.zeros(2, np.int64),
    )


@bare_kernel
def keep(arrays: Arrays, kept: Kept, routes: Routes, vehicle: int) -> None:
    """Keep a vehicle's route if it is new or cheaper; do nothing when the store is full."""
    stops = routes.total[vehicle, LENGTH] - UNUSED
    if stops == 0:
        return
    cost = routes.total[vehicle, ROUTE_COST]
    mark = routes.mark[vehicle] ^ arrays.mark[len(arrays.shipment) + arrays.vehicle[vehicle, GROUP]]
    mask = np.int64(len(kept.table) - 1)
    cell = np.int64(mark & np.uint64(mask))
    while kept.table[cell] >= 0 and kept.mark[kept.table[cell]] != mark:
        cell = (cell + 1) & mask
    place = kept.table[cell]
    if place >= 0:
        if cost >= kept.route[place, KEPT_COST]:
            return
    else:
        place = kept.counts[0]
        if place >= len(kept.route) or kept.counts[1] + stops > len(kept.code):
            return
        kept.table[cell] = place
        kept.mark[place] = mark
        kept.route[place, FIRST] = kept.counts[1]
        kept.route[place, STOPS] = stops
        kept.counts[0] += 1
        kept.counts[1] += stops
    kept.route[place, KEPT_VEHICLE] = vehicle
    kept.route[place, KEPT_COST] = cost
    first = kept.route[place, FIRST]
    for position in range(stops):
        kept.code[first + position] = routes.entry[vehicle, position + 1, CODE]


def kept_routes(kept: Kept) -> list[tuple[int, tuple[int, ...]]]:
    """Return vehicle and codes of every route that was kept."""
    codes = kept.code[: kept.counts[1]].tolist()
    return [
        (vehicle, tuple(codes[first : first + stops]))
        for first, stops, vehicle, _ in kept.route[: kept.counts[0]].tolist()
    ]


def empty_kept(kept: Kept) -> None:
    """Forget all routes."""
    kept.table[:] = -1
    kept.counts[:] = 0


def is_nearly_full(kept: Kept) -> bool:
    """Tell whether little room is left, for routes or for their stops."""
    routes, codes = kept.counts.tolist()
    return bool(routes > NEARLY * len(kept.route) or codes > NEARLY * len(kept.code))
