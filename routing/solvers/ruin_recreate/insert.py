"""Best positions of a shipment on one route, exact for every rule.

A *gap* is the position that a stop goes after. Both ends are tried in rising order, so ties
go to the earliest gaps. Plain vehicles are tested in constant time per pair of gaps; those
with breaks by one clock per break more, and only for pairs that would be cheaper than the
best so far. Where times are more than a matter of windows, each such pair is timed by itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from routing.kernel import inner_kernel
from routing.solvers.ruin_recreate.arrays import (
    CAPACITY,
    CLOSING,
    COST,
    COST_BACK,
    FIXED_COST,
    IS_ORDERED,
    IS_TIMED,
    KIND,
    LOAD,
    MOST_STOPS,
    OPENING,
    PLACE,
    REST_FROM,
    REST_TO,
    SERVICE,
)
from routing.solvers.ruin_recreate.gaps import NO_FIT
from routing.solvers.ruin_recreate.insert_one import fit_one_end
from routing.solvers.ruin_recreate.insert_plain import fit_plain
from routing.solvers.ruin_recreate.insert_rested import fit_rested
from routing.solvers.ruin_recreate.insert_timed import fit_timed
from routing.solvers.ruin_recreate.routes import (
    LATENESS,
    LEG_COST,
    LENGTH,
    SPOT,
    UNTIMED,
    UNUSED,
    put_in,
)
from routing.solvers.ruin_recreate.timing import refresh

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from routing.solvers.ruin_recreate.arrays import Arrays
    from routing.solvers.ruin_recreate.routes import Routes


class Scratch(NamedTuple):
    """Memory that kernels write on while they work.

    Attributes
    ----------
    detour
        Cost of a delivery in each gap, the least of those from there on, and what stops before
        cost by lateness in any case.
    clocks
        Rows of moments by number of breaks taken.
    spare
        Capacity less the load of the shipment, per dimension.
    """

    detour: NDArray[np.int64]
    clocks: NDArray[np.int64]
    spare: NDArray[np.int64]


def scratch_for(routes: Routes) -> Scratch:
    """Return memory that is large enough for some routes."""
    positions, rests = routes.early.shape[1:]
    return Scratch(
        detour=np.zeros((3, positions + 1), np.int64),
        clocks=np.zeros((3, rests), np.int64),
        spare=np.zeros(routes.load.shape[2], np.int64),
    )


@inner_kernel
def fit(  # noqa: PLR0913, PLR0917 - kernels know no keywords
    arrays: Arrays,
    routes: Routes,
    vehicle: int,
    shipment: int,
    scratch: Scratch,
    limit: int = NO_FIT,
) -> tuple[int, int, int]:
    """Find the cheapest feasible gaps for a shipment on a route.

    Skills, pins and forbidden pairs are not looked at. Gaps that cost `limit` or more may be
    passed over.

    Returns
    -------
    tuple[int, int, int]
        Cost of the legs it adds (all of them and the fixed cost on an unused vehicle) and of the
        lateness, gap of
        the pickup, gap of the delivery; `NO_FIT` and -1 when no rule lets it in. A missing end
        has the gap of the other.
    """
    stop, about = arrays.stop, arrays.vehicle[vehicle]
    delivery = 2 * shipment + 1
    length = routes.total[vehicle, LENGTH]
    ends = int(stop[2 * shipment, PLACE] >= 0) + int(stop[delivery, PLACE] >= 0)
    if length - UNUSED + ends > about[MOST_STOPS]:
        return NO_FIT, -1, -1
    for part in range(len(scratch.spare)):
        spare = about[CAPACITY + part] - arrays.shipment[shipment, LOAD + part]
        if spare < 0:
            return NO_FIT, -1, -1
        scratch.spare[part] = spare
    detour, clocks = scratch.detour, scratch.clocks
    is_timed = (
        routes.total[vehicle, LATENESS] > UNTIMED
        or arrays.shipment[shipment, IS_TIMED] > 0
        or about[IS_ORDERED] > 0
    )
    has_rests = about[REST_TO] > about[REST_FROM]
    span = (0, length - UNUSED)
    if ends == 2:  # noqa: PLR2004 - a pickup and a delivery
        legs = arrays.legs[about[KIND], stop[delivery, PLACE]]
        if not is_timed and not has_rests:
            span = gaps_in_time(arrays, routes, vehicle, shipment)
        _list_detours(legs, routes.entry[vehicle], span, detour)
    if is_timed:
        cost, first, last = fit_timed(
            arrays, routes, vehicle, shipment, detour, clocks, scratch.spare
        )
    elif ends == 1:
        cost, first, last = fit_one_end(arrays, routes, vehicle, shipment, clocks, scratch.spare)
    elif has_rests:
        cost, first, last = fit_rested(
            arrays, routes, vehicle, shipment, detour, clocks, scratch.spare
        )
    else:
        most = NO_FIT if length == UNUSED else limit
        cost, first, last = fit_plain(
            arrays, routes, vehicle, shipment, span, detour, scratch.spare, most
        )
    if first >= 0 and length == UNUSED:
        cost += about[FIXED_COST] + routes.entry[vehicle, 0, LEG_COST]
    return cost, first, last


@inner_kernel
def put(  # noqa: PLR0913, PLR0917 - kernels know no keywords
    arrays: Arrays,
    routes: Routes,
    vehicle: int,
    shipment: int,
    first: int,
    last: int,
    counter: NDArray[np.int64],
) -> None:
    """Put a shipment into the gaps that `fit` found."""
    pickup, delivery = 2 * shipment, 2 * shipment + 1
    if arrays.stop[delivery, PLACE] >= 0:
        put_in(routes, vehicle, last + 1, delivery, arrays.stop[delivery, PLACE])
    if arrays.stop[pickup, PLACE] >= 0:
        put_in(routes, vehicle, first + 1, pickup, arrays.stop[pickup, PLACE])
    refresh(arrays, routes, vehicle, counter)


@inner_kernel
def gaps_in_time(arrays: Arrays, routes: Routes, vehicle: int, shipment: int) -> tuple[int, int]:
    """Return the first and last gap of a route without breaks that both ends could go into.

    Before the first, what follows would be late even if the pickup began when it opens;
    after the last, the delivery's windows are over. Both are found by halving.
    """
    early, late = routes.early[vehicle], routes.late[vehicle]
    pickup, delivery = 2 * shipment, 2 * shipment + 1
    soonest = arrays.stop[pickup, OPENING] + arrays.stop[pickup, SERVICE]
    closing = arrays.stop[delivery, CLOSING]
    end = routes.total[vehicle, LENGTH] - 1
    low, high = 0, end
    while low < high:
        middle = (low + high) // 2
        if late[middle + 1, 0] < soonest:
            low = middle + 1
        else:
            high = middle
    first, high = low, end
    while low < high:
        middle = (low + high) // 2
        if early[middle, 0] <= closing:
            low = middle + 1
        else:
            high = middle
    return first, low - 1


@inner_kernel
def _list_detours(
    legs: NDArray[np.int64],
    entry: NDArray[np.int64],
    span: tuple[int, int],
    detour: NDArray[np.int64],
) -> None:
    """List what a delivery costs in each gap, and at least from there on."""
    first, last = span
    least = NO_FIT
    detour[1, last + 1] = NO_FIT
    onward = legs[entry[last + 1, SPOT], COST]
    for gap in range(last, first - 1, -1):
        here = entry[gap, SPOT]
        cost = legs[here, COST_BACK] + onward - entry[gap, LEG_COST]
        onward = legs[here, COST]
        detour[0, gap] = cost
        least = min(least, cost)
        detour[1, gap] = least
