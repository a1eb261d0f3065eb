"""Orders that came since the plan in force was made, put where they cost least."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from routing.solvers.ruin_recreate.live import insertion_of, live_routes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from routing.problem import Problem
    from routing.solution import Route
    from routing.solvers.ruin_recreate.live import LiveRoutes


def put_in(
    problem: Problem,
    routes: Sequence[Route],
    new: Sequence[int],
    prices: Sequence[int],
    *,
    room: int = 0,
) -> tuple[tuple[Route, ...], LiveRoutes | None]:
    """Put shipments into routes one after another; who does not fit is left out.

    Nothing that is on a route leaves it, nor changes its place among the others.

    Parameters
    ----------
    problem
        What routes and shipments are about.
    routes
        At most one per vehicle.
    new
        Shipments that are on none of them, in the order in which they are put in.
    prices
        Of carrying one more, by vehicle, in seconds of travel; none: nothing.
    room
        How many shipments that nobody has ordered yet can be kept on what is given back.

    Returns
    -------
        The routes, and the same laid out for more insertions into the problem with these
        prices in it; ``None`` without a vehicle.
    """
    if not problem.vehicles:
        return tuple(routes), None
    priced_problem = priced(problem, new, prices)
    longer = {route.vehicle: route for route in routes}
    live = live_routes(priced_problem, routes, room=room)
    for shipment in new:
        offers = live.offers(shipment)
        if offers:
            best = offers[0]
            found = insertion_of(priced_problem, longer.get(best.vehicle), best)
            longer[best.vehicle] = found.route
            live = live.taking(best)
    return tuple(longer[vehicle] for vehicle in sorted(longer)), live


def priced(problem: Problem, shipments: Sequence[int], prices: Sequence[int]) -> Problem:
    """Put a price on carrying some shipments, for each vehicle, on top of what it costs now."""
    more = {
        (shipment, vehicle): problem.pair_costs.get((shipment, vehicle), 0) + price
        for shipment in shipments
        for vehicle, price in enumerate(prices)
        if price
    }
    return replace(problem, pair_costs={**problem.pair_costs, **more}) if more else problem
