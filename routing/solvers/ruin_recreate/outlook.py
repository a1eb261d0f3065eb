"""What an offer for a shipment that nobody ordered yet comes to: read off the kernels' clocks.

`routing.solvers.ruin_recreate.new_insertion` gives the whole route of an offer; this gives only
what a quote tells, in some microseconds.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from routing.kernel import bare_kernel
from routing.solvers.ruin_recreate.arrays import PLACE, REST_FROM, REST_TO, SERVICE
from routing.solvers.ruin_recreate.engine import lay_route
from routing.solvers.ruin_recreate.moments import NEVER, begin
from routing.solvers.ruin_recreate.routes import (
    CODE,
    LATENESS,
    LEG_TIME,
    LENGTH,
    POSITION,
    TRAVEL,
    UNTIMED,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from routing.solvers.ruin_recreate.arrays import Arrays
    from routing.solvers.ruin_recreate.live import LiveRoutes, Offer
    from routing.solvers.ruin_recreate.routes import Routes


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """What an offer comes to.

    Attributes
    ----------
    begins
        When service at the delivery begins; ``None`` without a delivery, and where promises
        or limits on board may move it, so that only the whole route tells.
    added_s
        Seconds of travel that the offer adds; below zero where a detour is shorter.
    added_alone_s
        The same if nothing else were kept on the route.
    """

    begins: int | None
    added_s: int
    added_alone_s: int


def outlook_of(live: LiveRoutes, offer: Offer) -> Outlook:
    """Tell what an offer comes to.

    Parameters
    ----------
    live
        That gave the offer last, so that it still knows the travel.
    offer
        From `LiveRoutes.offers_for`.

    Returns
    -------
    Outlook
        With times as `routing.schedule` gives them for the same route.
    """
    vehicle, ordered = offer.vehicle, 2 * len(live.problem.shipments)
    before = live.codes[vehicle]
    travel = _lay(live, vehicle, offer.codes)
    begins = service_begin(live.arrays, live.trial, vehicle, 2 * live.asked + 1)
    added_s = added_alone_s = travel - (int(live.routes.total[vehicle, TRAVEL]) if before else 0)
    if any(code >= ordered for code in before):
        alone = tuple(code for code in before if code < ordered)
        longer = tuple(code for code in offer.codes if code < ordered or code // 2 == live.asked)
        added_alone_s = _lay(live, vehicle, longer) - (_lay(live, vehicle, alone) if alone else 0)
    return Outlook(
        begins=None if begins == NEVER else begins, added_s=added_s, added_alone_s=added_alone_s
    )


def _lay(live: LiveRoutes, vehicle: int, codes: Sequence[int]) -> int:
    """Lay a route out where routes are tried; give its seconds of travel."""
    lay_route(live.arrays, live.trial, vehicle, codes, live.counter)
    return int(live.trial.total[vehicle, TRAVEL])


@bare_kernel
def service_begin(arrays: Arrays, routes: Routes, vehicle: int, code: int) -> int:
    """Return when service at a stop of a feasible route begins, breaks where it ends soonest.

    Ties between places of a break go as in `routing.rests`: it is not taken at a stop when
    that is no sooner than having had it before.

    Returns
    -------
    int
        `NEVER` when times on the route are more than a matter of windows, or there is no such
        stop.
    """
    if routes.total[vehicle, LATENESS] > UNTIMED or arrays.stop[code, PLACE] < 0:
        return NEVER
    stop, window, entry = arrays.stop, arrays.window, routes.entry[vehicle]
    early = routes.early[vehicle]
    taken = arrays.vehicle[vehicle, REST_TO] - arrays.vehicle[vehicle, REST_FROM]
    wanted = routes.where[code, POSITION]
    for position in range(routes.total[vehicle, LENGTH] - 2, wanted - 1, -1):
        before, ride = early[position - 1], entry[position - 1, LEG_TIME]
        served = entry[position, CODE]
        while taken > 0:
            begun = begin(stop, window, served, before[taken] + ride)
            if begun < NEVER and early[position, taken] >= begun + stop[served, SERVICE]:
                break
            taken -= 1
    ready = early[wanted - 1, taken] + entry[wanted - 1, LEG_TIME]
    return begin(stop, window, code, ready)
