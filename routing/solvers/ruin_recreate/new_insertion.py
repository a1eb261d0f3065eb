"""Times and costs of an offer for a shipment that is not in the problem yet.

Only the route of the offer is made a problem, so that the whole matrix is never copied.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from routing.model import Matrix
from routing.part import Part, part_of
from routing.solvers.ruin_recreate.live import Offer, insertion_of
from routing.solvers.ruin_recreate.new_places import PLACES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from routing.insertion import Insertion
    from routing.model import Shipment, Stop
    from routing.problem import Problem
    from routing.solution import Route
    from routing.solvers.ruin_recreate.new_places import NewTravel


def new_insertion(
    problem: Problem,
    route: Route | None,
    offer: Offer,
    asked: Shipment,
    travel: Sequence[NewTravel],
) -> Insertion:
    """Give an offer for a new shipment its times, costs and positions.

    Parameters
    ----------
    problem
        Without the shipment.
    route
        The vehicle's route; ``None``: it is unused.
    offer
        From `LiveRoutes.offers_for`.
    asked, travel
        What it was asked for.

    Returns
    -------
    Insertion
        In indices of the problem with the shipment as its last one, and its new places as
        the last two.
    """
    part = _of_route(problem, offer, asked, travel)
    place = {index: at for at, index in enumerate(part.shipments)}
    codes = tuple(2 * place[code // 2] + code % 2 for code in offer.codes)
    own = replace(offer, vehicle=0, codes=codes)
    found = insertion_of(part.problem, None if route is None else part.own(route), own)
    whole = part.whole(found.route)
    return replace(found, vehicle=offer.vehicle, entries=whole.entries, route=whole)


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


def _of_route(problem: Problem, offer: Offer, asked: Shipment, travel: Sequence[NewTravel]) -> Part:
    """Make a problem of the vehicle, the shipments on its route, and the new one."""
    size, new = problem.matrices[0].num_locations, len(problem.shipments)
    ends = [stop.location for stop in (asked.pickup, asked.delivery) if stop is not None]
    part = part_of(
        problem,
        (offer.vehicle,),
        {code // 2 for code in offer.codes} - {new},
        also={place for place in ends if place < size},
    )
    locations = (*part.locations, *range(size, size + PLACES))
    index = problem.vehicles[offer.vehicle].matrix
    matrix = _larger(part.problem.matrices[0], part.locations, travel[index])

    def there(stop: Stop | None) -> Stop | None:
        return None if stop is None else replace(stop, location=locations.index(stop.location))

    moved = replace(asked, pickup=there(asked.pickup), delivery=there(asked.delivery))
    return Part(
        problem=replace(
            part.problem, matrices=(matrix,), shipments=(*part.problem.shipments, moved)
        ),
        vehicles=part.vehicles,
        shipments=(*part.shipments, new),
        locations=locations,
    )


def _larger(matrix: Matrix, locations: Sequence[int], travel: NewTravel) -> Matrix:
    """Add the two new places to a matrix of some locations."""
    known = list(locations)
    size = len(travel.seconds_to)
    columns = [*known, size, size + 1]

    def grown(inner: NDArray[Any], rows: NDArray[Any], right: NDArray[Any]) -> NDArray[Any]:
        return np.block([[inner, right[known]], [rows[:, columns]]])

    return Matrix(
        grown(matrix.durations, travel.seconds_from, travel.seconds_to),
        grown(matrix.distances, travel.metres_from, travel.metres_to),
        grown(matrix.reachable, travel.is_reached_from, travel.is_reached_to),
    )
