"""The best insertion of a shipment of a problem on some of its vehicles.

Only what is on these vehicles is made a problem, so that the rest of a plan costs nothing.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from routing.part import part_of
from routing.solvers.ruin_recreate.live import insertion_of, live_routes

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from routing.insertion import Insertion
    from routing.problem import Problem
    from routing.solution import Route


def insertion_among(
    problem: Problem, routes: Sequence[Route], vehicles: Iterable[int], shipment: int
) -> Insertion | None:
    """Find the cheapest insertion of a shipment on some vehicles.

    Parameters
    ----------
    problem
        Without relays about any of these shipments.
    routes
        At most one per vehicle, the shipment on none of them.
    vehicles
        Who may take it; ties go to the earlier one.
    shipment
        Index of the shipment; not pinned to anybody else.

    Returns
    -------
    Insertion or None
        As `routing.insertion.insertions` finds them, in the problem's own indices; breaks
        may move, so with breaks it may be cheaper. ``None`` when it fits nowhere.
    """
    chosen = set(vehicles)
    if not chosen:
        return None
    theirs = {route.vehicle: route for route in routes if route.vehicle in chosen}
    on_them = {index for route in theirs.values() for index in route.shipments}
    part = part_of(problem, chosen, {*on_them, shipment})
    own = {vehicle: part.own(route) for vehicle, route in theirs.items()}
    offers = live_routes(part.problem, tuple(own.values())).offers(part.shipments.index(shipment))
    if not offers:
        return None
    vehicle = part.vehicles[offers[0].vehicle]
    found = insertion_of(part.problem, own.get(vehicle), offers[0])
    whole = part.whole(found.route)
    return replace(found, vehicle=vehicle, entries=whole.entries, route=whole)
