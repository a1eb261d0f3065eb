"""Cheapest feasible insertion of a shipment into routes: quotes, drags, repairs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from routing.cost import route_cost
from routing.legs import legs_of
from routing.meetings import met
from routing.rests import with_breaks
from routing.schedule import schedule, stop_of
from routing.slots import best_fit, with_shipment
from routing.solution import StopKind
from routing.track import lay

if TYPE_CHECKING:
    from collections.abc import Sequence

    from routing.model import Shipment, Vehicle
    from routing.problem import Problem
    from routing.solution import Entry, Route


@dataclass(frozen=True, slots=True, kw_only=True)
class Insertion:
    """A feasible way of adding a shipment to the route of one vehicle.

    Attributes
    ----------
    vehicle
        Index of the vehicle.
    pickup_position, delivery_position
        Positions among `entries`; ``None`` for an end that the shipment does not have.
    entries
        The route with the shipment.
    added_cost
        Cost of the plan with it less without it, drop penalties aside.
    added_travel
        Seconds of travel that it adds.
    added_distance
        Metres of travel that it adds.
    route
        The new route with its times.
    """

    vehicle: int
    pickup_position: int | None
    delivery_position: int | None
    entries: tuple[Entry, ...]
    added_cost: int
    added_travel: int
    added_distance: int
    route: Route


def insertions(problem: Problem, routes: Sequence[Route], shipment: int) -> tuple[Insertion, ...]:
    """Find the best feasible insertion for every vehicle that can take a shipment.

    Positions on a route are compared by the cost of travel; vehicles by the whole added
    cost, fixed costs and soft bounds included. Ties go to the earlier vehicle. Relays meet
    when they do in the present routes.

    Parameters
    ----------
    problem
        What the indices point into.
    routes
        The present routes; a vehicle without one is unused. When the shipment is on one of
        them, it is taken off first.
    shipment
        Index of the shipment.

    Returns
    -------
    tuple[Insertion, ...]
        Cheapest first; at most one per vehicle; empty when nobody can take it.
    """
    problem = met(problem, routes)
    by_vehicle = {route.vehicle: route for route in routes}
    found = [
        insertion
        for vehicle in range(len(problem.vehicles))
        if problem.may_carry(vehicle, shipment)
        and (insertion := insertion_on(problem, vehicle, by_vehicle.get(vehicle), shipment))
    ]
    return tuple(sorted(found, key=lambda one: (one.added_cost, one.vehicle)))


def cheapest_insertion(
    problem: Problem, routes: Sequence[Route], shipment: int
) -> Insertion | None:
    """Return the first of `insertions`, or ``None``."""
    return next(iter(insertions(problem, routes, shipment)), None)


def insertion_on(
    problem: Problem, vehicle: int, route: Route | None, shipment: int
) -> Insertion | None:
    """Find the best insertion of a shipment into one route, whoever may carry it."""
    if _is_hopeless(problem.vehicles[vehicle], problem.shipments[shipment]):
        return None
    entries = () if route is None else _without(route.entries, shipment)
    if route is not None and len(entries) < len(route.entries):
        has_stops = any(entry.kind is not StopKind.BREAK for entry in entries)
        route = schedule(problem, vehicle, entries) if has_stops else None
    resource = problem.vehicles[vehicle]
    asked = problem.shipments[shipment]
    stops = [stop_of(problem, entry) for entry in entries if entry.kind is not StopKind.BREAK]
    stops += [stop for stop in (asked.pickup, asked.delivery) if stop is not None]
    locations = [stop.location for stop in stops]
    locations += [place for place in (resource.start, resource.end) if place is not None]
    legs = legs_of(problem, resource, list(dict.fromkeys(locations)))
    if route is None:
        rested = with_breaks(problem, legs, vehicle, ())
        if rested is None:
            return None
        entries = rested
    track = lay(problem, legs, vehicle, entries)
    fit = best_fit(problem, legs, track, shipment)
    if fit is None:
        return None
    longer = schedule(problem, vehicle, with_shipment(track, shipment, fit))
    before = route_cost(problem, vehicle, route)
    return Insertion(
        vehicle=vehicle,
        pickup_position=fit.pickup,
        delivery_position=fit.delivery,
        entries=longer.entries,
        added_cost=route_cost(problem, vehicle, longer) - before,
        added_travel=longer.travel - (0 if route is None else route.travel),
        added_distance=longer.distance - (0 if route is None else route.distance),
        route=longer,
    )


def _is_hopeless(resource: Vehicle, asked: Shipment) -> bool:
    """Tell whether load or shift alone rule a vehicle out, before any travel is looked at."""
    if any(a > b for a, b in zip(asked.load, resource.capacity, strict=True)):
        return True
    shift = resource.shift
    return any(
        stop.windows[0].earliest > shift.latest or stop.windows[-1].latest < shift.earliest
        for stop in (asked.pickup, asked.delivery)
        if stop is not None
    )


def _without(entries: Sequence[Entry], shipment: int) -> tuple[Entry, ...]:
    """Return entries without the stops of a shipment."""
    return tuple(
        entry for entry in entries if entry.kind is StopKind.BREAK or entry.index != shipment
    )
