"""Parts of a problem as problems of their own, and the way back.

A part has some of the vehicles and shipments and only the locations that they use, so it is
as small as what it is about. Its plans are routes of the whole problem once their indices
are translated.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from routing.model import Matrix, Pin
from routing.problem import Problem
from routing.solution import StopKind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from routing.model import Shipment, Stop, Vehicle
    from routing.solution import Route, RouteStop


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Part:
    """Some vehicles and shipments of a problem.

    Attributes
    ----------
    problem
        The part as a problem.
    vehicles, shipments, locations
        Index in the whole problem of each of the part's.
    """

    problem: Problem
    vehicles: tuple[int, ...]
    shipments: tuple[int, ...]
    locations: tuple[int, ...]

    def whole(self, route: Route) -> Route:
        """Translate a route of the part into one of the whole problem."""
        return replace(
            route,
            vehicle=self.vehicles[route.vehicle],
            stops=tuple(self._moved(stop, self.shipments, self.locations) for stop in route.stops),
        )

    def own(self, route: Route) -> Route:
        """Translate a route of the whole problem into one of the part.

        Raises
        ------
        KeyError
            When the part does not have the vehicle, a shipment or a location.
        """
        shipments = {index: place for place, index in enumerate(self.shipments)}
        locations = {index: place for place, index in enumerate(self.locations)}
        return replace(
            route,
            vehicle=self.vehicles.index(route.vehicle),
            stops=tuple(self._moved(stop, shipments, locations) for stop in route.stops),
        )

    @staticmethod
    def _moved(
        stop: RouteStop,
        shipments: Sequence[int] | dict[int, int],
        locations: Sequence[int] | dict[int, int],
    ) -> RouteStop:
        location = None if stop.location is None else locations[stop.location]
        if stop.kind in {StopKind.PICKUP, StopKind.DELIVERY} and stop.index is not None:
            return replace(stop, index=shipments[stop.index], location=location)
        return replace(stop, location=location)


def part_of(
    problem: Problem,
    vehicles: Iterable[int],
    shipments: Iterable[int],
    *,
    also: Iterable[int] = (),
) -> Part:
    """Cut a part out of a problem.

    Pins, sequences, pairs and soft bounds that are about the part stay with it; a balance,
    which is about everybody, does not.

    Parameters
    ----------
    problem
        The whole.
    vehicles, shipments
        Distinct indices; a pinned shipment goes with its vehicle.
    also
        Locations to keep although nothing in the part is there.

    Returns
    -------
    Part
        With indices in rising order.

    Raises
    ------
    ValueError
        When a pinned shipment is without its vehicle, or a leg of a relay is in the part.
    """
    chosen, wanted = tuple(sorted(vehicles)), tuple(sorted(shipments))
    vehicle_at = {index: place for place, index in enumerate(chosen)}
    shipment_at = {index: place for place, index in enumerate(wanted)}
    locations = tuple(sorted({*_locations(problem, chosen, wanted), *also}))
    at = {index: place for place, index in enumerate(locations)}
    matrices = sorted({problem.vehicles[v].matrix for v in chosen}) or [0]
    matrix_at = {index: place for place, index in enumerate(matrices)}
    for relay in problem.relays:
        if relay.first in shipment_at or relay.second in shipment_at:
            msg = f"Expected relays with their meetings (routing.meetings), got {relay}."
            raise ValueError(msg)
    for shipment, vehicle in problem.pinned.items():
        if shipment in shipment_at and vehicle not in vehicle_at:
            msg = f"Expected shipment {shipment} with its vehicle {vehicle}, got it alone."
            raise ValueError(msg)
    return Part(
        problem=Problem(
            matrices=tuple(_among(problem.matrices[index], locations) for index in matrices),
            vehicles=tuple(_placed(problem.vehicles[v], at, matrix_at) for v in chosen),
            shipments=tuple(_located(problem.shipments[i], at) for i in wanted),
            pins=tuple(
                Pin(shipment=shipment_at[pin.shipment], vehicle=vehicle_at[pin.vehicle])
                for pin in problem.pins
                if pin.shipment in shipment_at
            ),
            sequences=tuple(
                replace(
                    one,
                    vehicle=vehicle_at[one.vehicle],
                    stops=tuple(
                        replace(stop, index=shipment_at[stop.index])
                        for stop in one.stops
                        if stop.index in shipment_at
                    ),
                )
                for one in problem.sequences
                if one.vehicle in vehicle_at
            ),
            forbidden=frozenset(
                (shipment_at[shipment], vehicle_at[vehicle])
                for shipment, vehicle in _pairs(problem.forbidden, wanted, chosen)
            ),
            pair_costs={
                (shipment_at[shipment], vehicle_at[vehicle]): problem.pair_costs[shipment, vehicle]
                for shipment, vehicle in _pairs(problem.pair_costs, wanted, chosen)
            },
            soft_bounds=tuple(
                replace(bound, vehicle=vehicle_at[bound.vehicle])
                for bound in problem.soft_bounds
                if bound.vehicle in vehicle_at
            ),
        ),
        vehicles=chosen,
        shipments=wanted,
        locations=locations,
    )


def _pairs(
    known: Collection[tuple[int, int]], shipments: Sequence[int], vehicles: Sequence[int]
) -> Iterator[tuple[int, int]]:
    """Yield the known pairs of some shipments and vehicles: whichever way is shorter."""
    if len(shipments) * len(vehicles) <= len(known):
        for pair in product(shipments, vehicles):
            if pair in known:
                yield pair
        return
    some, others = set(shipments), set(vehicles)
    for pair in known:
        if pair[0] in some and pair[1] in others:
            yield pair


def _locations(problem: Problem, vehicles: Iterable[int], shipments: Iterable[int]) -> set[int]:
    used: set[int] = set()
    for index in vehicles:
        vehicle = problem.vehicles[index]
        used.update(place for place in (vehicle.start, vehicle.end) if place is not None)
    for index in shipments:
        asked = problem.shipments[index]
        used.update(stop.location for stop in (asked.pickup, asked.delivery) if stop is not None)
    return used


def _among(matrix: Matrix, locations: Sequence[int]) -> Matrix:
    grid = np.ix_(locations, locations) if locations else np.ix_([0][:0], [0][:0])
    return Matrix(matrix.durations[grid], matrix.distances[grid], matrix.reachable[grid])


def _placed(vehicle: Vehicle, at: dict[int, int], matrix_at: dict[int, int]) -> Vehicle:
    return replace(
        vehicle,
        start=None if vehicle.start is None else at[vehicle.start],
        end=None if vehicle.end is None else at[vehicle.end],
        matrix=matrix_at[vehicle.matrix],
    )


def _located(shipment: Shipment, at: dict[int, int]) -> Shipment:
    def there(stop: Stop | None) -> Stop | None:
        return None if stop is None else replace(stop, location=at[stop.location])

    return replace(shipment, pickup=there(shipment.pickup), delivery=there(shipment.delivery))
