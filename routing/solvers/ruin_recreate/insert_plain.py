"""Best positions of a shipment on the route of a vehicle without breaks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from routing.kernel import inner_kernel
from routing.solvers.ruin_recreate.arrays import (
    CLOSING,
    COST,
    COST_BACK,
    KIND,
    MOST_TRAVEL,
    PLACE,
    SECONDS,
    SECONDS_BACK,
    SERVICE,
    SETUP,
    UNLIMITED,
)
from routing.solvers.ruin_recreate.gaps import NO_FIT, added_seconds, has_room
from routing.solvers.ruin_recreate.moments import NEVER, begin
from routing.solvers.ruin_recreate.routes import (
    CODE,
    LEG_COST,
    LEG_TIME,
    LENGTH,
    PEAK,
    SPOT,
    TRAVEL,
)

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from routing.solvers.ruin_recreate.arrays import Arrays
    from routing.solvers.ruin_recreate.routes import Routes


@inner_kernel
def fit_plain(  # noqa: C901, PLR0912, PLR0913, PLR0915, PLR0917 - the innermost loop
    arrays: Arrays,
    routes: Routes,
    vehicle: int,
    shipment: int,
    span: tuple[int, int],
    detour: NDArray[np.int64],
    spare: NDArray[np.int64],
    limit: int,
) -> tuple[int, int, int]:
    """Find the cheapest feasible pair of gaps within a span, each tested in constant time.

    Pairs that cost `limit` or more are passed over.

    Returns
    -------
    tuple[int, int, int]
        As `routing.solvers.ruin_recreate.insert.fit`, without what an unused vehicle costs.
    """
    stop, window, all_legs = arrays.stop, arrays.window, arrays.legs[arrays.vehicle[vehicle, KIND]]
    entry, early, late = routes.entry[vehicle], routes.early[vehicle], routes.late[vehicle]
    load = routes.load[vehicle]
    pickup, delivery = 2 * shipment, 2 * shipment + 1
    taken_at, given_at = stop[pickup, PLACE], stop[delivery, PLACE]
    legs, legs_given = all_legs[taken_at], all_legs[given_at]
    setup, setup_given = stop[pickup, SETUP], stop[delivery, SETUP]
    service, service_given = stop[pickup, SERVICE], stop[delivery, SERVICE]
    closing, closing_given = stop[pickup, CLOSING], stop[delivery, CLOSING]
    between = legs[given_at, SECONDS] + (setup_given if given_at != taken_at else 0)
    most_seconds = arrays.vehicle[vehicle, MOST_TRAVEL]
    has_limit = most_seconds < UNLIMITED
    travel = routes.total[vehicle, TRAVEL]
    end = routes.total[vehicle, LENGTH] - 1
    is_roomy = True
    for part in range(len(spare)):
        if routes.total[vehicle, PEAK + part] > spare[part]:
            is_roomy = False
    best, best_first, best_last = limit, -1, -1
    for first in range(span[0], span[1] + 1):
        departure = early[first, 0]
        if departure > closing:
            break
        if not is_roomy and not has_room(load, first, spare):
            continue
        here, there = entry[first, SPOT], entry[first + 1, SPOT]
        out_and_back = legs[here, COST_BACK] - entry[first, LEG_COST]
        cost = out_and_back + legs[given_at, COST] + legs_given[there, COST]
        cost_later = out_and_back + legs[there, COST]
        if cost >= best and cost_later + detour[1, first + 1] >= best:
            continue
        ready = departure + legs[here, SECONDS_BACK] + (setup if here != taken_at else 0)
        if ready > closing:
            continue
        left = begin(stop, window, pickup, ready) + service
        # the delivery right after the pickup
        if cost < best:
            moment = begin(stop, window, delivery, left + between)
            if moment < NEVER:
                moment += service_given + legs_given[there, SECONDS]
                if first + 1 < end and there != given_at:
                    moment += stop[entry[first + 1, CODE], SETUP]
                if moment <= late[first + 1, 0] and (
                    not has_limit
                    or travel
                    + added_seconds(all_legs, taken_at, here, given_at)
                    + added_seconds(all_legs, given_at, here, there)
                    <= most_seconds
                ):
                    best, best_first, best_last = cost, first, first
        if first == span[1]:
            break
        if cost_later + detour[1, first + 1] >= best:
            continue
        moment = left + legs[there, SECONDS]
        if there != taken_at:
            moment += stop[entry[first + 1, CODE], SETUP]
        # the delivery in a later gap: go along the route with the pickup on board
        for last in range(first + 1, span[1] + 1):
            if moment > late[last, 0] or cost_later + detour[1, last] >= best:
                break
            if not is_roomy and not has_room(load, last, spare):
                break
            code = entry[last, CODE]
            left = begin(stop, window, code, moment) + stop[code, SERVICE]
            if left > closing_given:
                break
            if cost_later + detour[0, last] < best:
                before, after = entry[last, SPOT], entry[last + 1, SPOT]
                ready = left + legs_given[before, SECONDS_BACK]
                if before != given_at:
                    ready += setup_given
                if ready <= closing_given:
                    moment = begin(stop, window, delivery, ready)
                    moment += service_given + legs_given[after, SECONDS]
                    if last + 1 < end and after != given_at:
                        moment += stop[entry[last + 1, CODE], SETUP]
                    if moment <= late[last + 1, 0] and (
                        not has_limit
                        or travel
                        + added_seconds(all_legs, taken_at, here, there)
                        + added_seconds(all_legs, given_at, before, after)
                        <= most_seconds
                    ):
                        best, best_first, best_last = cost_later + detour[0, last], first, last
            moment = left + entry[last, LEG_TIME]
    return best if best_first >= 0 else NO_FIT, best_first, best_last
