"""Times and travel of an offer for a shipment that is not in the problem yet.

Only the route of the offer is made a problem, so that the whole matrix is never copied.
Shipments that are kept on the route without being ordered are part of it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from routing.model import Matrix
from routing.part import Part, part_of
from routing.schedule import schedule
from routing.solvers.ruin_recreate.engine import entries_of
from routing.solvers.ruin_recreate.new_places import PLACES, NewTravel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from routing.model import Shipment, Stop
    from routing.problem import Problem
    from routing.solution import Route
    from routing.solvers.ruin_recreate.live import Offer


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Kept:
    """A shipment that keeps its place on a route although nobody has ordered it yet.

    Attributes
    ----------
    slot
        Where live routes keep it.
    asked, travel
        As it was asked for.
    """

    slot: int
    asked: Shipment
    travel: tuple[NewTravel, ...]


def new_route(  # noqa: PLR0913, PLR0917 - the last two are for whoever keeps shipments
    problem: Problem,
    offer: Offer,
    asked: Shipment,
    travel: Sequence[NewTravel],
    kept: Sequence[Kept] = (),
    room: int = 0,
) -> Route:
    """Give an offer for a new shipment its times.

    Parameters
    ----------
    problem
        Without the shipment.
    offer
        From `LiveRoutes.offers_for`.
    asked, travel
        What it was asked for.
    kept
        What is kept, oldest first; what is on another route does not matter.
    room
        How many could be kept.

    Returns
    -------
    Route
        In indices of the problem with all slots and then the shipment as its last ones, and
        their places after those of the matrices.
    """
    first = len(problem.shipments)
    on_it = {code // 2 for code in offer.codes}
    mine = [one for one in kept if first + one.slot in on_it]
    mine.append(Kept(slot=room, asked=asked, travel=tuple(travel)))
    part = _of_route(problem, offer, mine, room)
    place = {index: at for at, index in enumerate(part.shipments)}
    codes = tuple(2 * place[code // 2] + code % 2 for code in offer.codes)
    entries = entries_of(part.problem, {0: codes})[0][1]
    return part.whole(schedule(part.problem, 0, entries))


def with_new(problem: Problem, asked: Shipment, travel: Sequence[NewTravel]) -> Problem:
    """Put a new shipment, its places and all travel into a problem; a copy of everything.

    Parameters
    ----------
    problem
        Without the shipment.
    asked, travel
        As for `LiveRoutes.offers_for`.
    """
    locations = range(problem.matrices[0].num_locations)
    return replace(
        problem,
        matrices=tuple(
            _larger(matrix, locations, about)
            for matrix, about in zip(problem.matrices, travel, strict=True)
        ),
        shipments=(*problem.shipments, asked),
    )


def without_slots(
    asked: Shipment, travel: Sequence[NewTravel], size: int, room: int
) -> tuple[Shipment, tuple[NewTravel, ...]]:
    """Give a shipment and its travel as if nothing could be kept.

    Parameters
    ----------
    asked, travel
        As for `LiveRoutes.offers_for`.
    size
        Places of the matrices.
    room
        How many shipments can be kept.
    """
    columns = [*range(size), *(size + PLACES * room + end for end in range(PLACES))]
    ends = [
        stop
        if stop is None or stop.location < size
        else replace(stop, location=stop.location - PLACES * room)
        for stop in (asked.pickup, asked.delivery)
    ]
    shorter = tuple(
        NewTravel(
            seconds_from=one.seconds_from[:, columns],
            metres_from=one.metres_from[:, columns],
            is_reached_from=one.is_reached_from[:, columns],
            seconds_to=one.seconds_to[:size],
            metres_to=one.metres_to[:size],
            is_reached_to=one.is_reached_to[:size],
        )
        for one in travel
    )
    return replace(asked, pickup=ends[0], delivery=ends[1]), shorter


def _of_route(problem: Problem, offer: Offer, new: Sequence[Kept], room: int) -> Part:
    """Make a problem of the vehicle, the shipments on its route, and the new ones."""
    known, size = len(problem.shipments), problem.matrices[0].num_locations
    ends = [stop for one in new for stop in (one.asked.pickup, one.asked.delivery)]
    part = part_of(
        problem,
        (offer.vehicle,),
        {code // 2 for code in offer.codes if code // 2 < known},
        also={stop.location for stop in ends if stop is not None and stop.location < size},
    )
    matrix, locations = part.problem.matrices[0], part.locations
    shipments = list(part.problem.shipments)
    for one in new:
        travel = one.travel[problem.vehicles[offer.vehicle].matrix]
        matrix = _larger(matrix, locations, travel)
        locations = (*locations, *(size + PLACES * one.slot + end for end in range(PLACES)))
        moved = size + PLACES * room, PLACES * (room - one.slot)
        shipments.append(
            replace(
                one.asked,
                pickup=_there(one.asked.pickup, locations, *moved),
                delivery=_there(one.asked.delivery, locations, *moved),
            )
        )
    return Part(
        problem=replace(part.problem, matrices=(matrix,), shipments=tuple(shipments)),
        vehicles=part.vehicles,
        shipments=(*part.shipments, *(known + one.slot for one in new)),
        locations=locations,
    )


def _there(stop: Stop | None, locations: Sequence[int], first: int, moved: int) -> Stop | None:
    """Place a stop in a part; from `first` on, its place is `moved` ones nearer."""
    if stop is None:
        return None
    place = stop.location - (moved if stop.location >= first else 0)
    return replace(stop, location=locations.index(place))


def _larger(matrix: Matrix, locations: Sequence[int], travel: NewTravel) -> Matrix:
    """Add the two new places to a matrix of some locations."""
    size, count = len(travel.seconds_to), len(locations)
    known = np.asarray(locations, dtype=np.int64)
    columns = np.append(known, (size, size + 1))

    def grown(inner: NDArray[Any], rows: NDArray[Any], right: NDArray[Any]) -> NDArray[Any]:
        whole = np.empty((count + PLACES, count + PLACES), inner.dtype)
        whole[:count, :count] = inner
        whole[:count, count:] = right[known]
        whole[count:] = rows[:, columns]
        return whole

    return Matrix(
        grown(matrix.durations, travel.seconds_from, travel.seconds_to),
        grown(matrix.distances, travel.metres_from, travel.metres_to),
        grown(matrix.reachable, travel.is_reached_from, travel.is_reached_to),
    )
