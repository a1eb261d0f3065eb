"""What plans and routes cost: the one number that solvers make small."""

from __future__ import annotations

from typing import TYPE_CHECKING

from routing.model import Measure
from routing.rules.pair_costs import pairs_cost
from routing.rules.promises import lateness_cost

if TYPE_CHECKING:
    from collections.abc import Iterable

    from routing.model import SoftBound
    from routing.problem import Problem
    from routing.solution import Route, Solution


def plan_cost(problem: Problem, routes: Iterable[Route]) -> int:
    """Return the cost of routes and their soft bounds, and penalties of what they leave out."""
    by_vehicle = {route.vehicle: route for route in routes}
    served = {i for route in by_vehicle.values() for i in route.shipments}
    total = sum(
        route_cost(problem, vehicle, by_vehicle.get(vehicle))
        for vehicle in range(len(problem.vehicles))
    )
    return total + _penalty(problem, (i for i in range(len(problem.shipments)) if i not in served))


def is_within_slack(problem: Problem, even: Solution, cheapest: Solution) -> bool:
    """Tell whether a plan costs at most what a balance allows more than the cheapest one.

    The slack is a part of what routes cost: penalties allow nothing.

    Parameters
    ----------
    problem
        With a balance.
    even, cheapest
        Plans of it.

    Raises
    ------
    ValueError
        When the problem has no balance.
    """
    balance = problem.balance
    if balance is None:
        msg = "Expected a problem with a balance, got none."
        raise ValueError(msg)
    penalty = _penalty(problem, (one.shipment for one in cheapest.unassigned))
    allowance = (cheapest.cost - penalty) * balance.slack_permille // 1000
    return even.cost <= cheapest.cost + allowance


def _penalty(problem: Problem, absent: Iterable[int]) -> int:
    mandatory = problem.mandatory_penalty
    penalties = (problem.shipments[index].drop_penalty for index in absent)
    return sum(mandatory if penalty is None else penalty for penalty in penalties)


def route_cost(problem: Problem, vehicle: int, route: Route | None) -> int:
    """Return what a vehicle costs with a route: all but penalties; ``None``: it is not used."""
    resource = problem.vehicles[vehicle]
    total = 0
    if route is not None:
        total = (
            resource.fixed_cost
            + route.travel * resource.cost_per_second
            + route.distance * resource.cost_per_metre
            + pairs_cost(problem, vehicle, route.shipments)
            + lateness_cost(problem, route)
        )
    return total + sum(
        bound_cost(bound, measured(problem, route, bound.measure))
        for bound in problem.soft_bounds
        if bound.vehicle == vehicle
    )


def bound_cost(bound: SoftBound, have: int) -> int:
    """Return the price of being beyond a soft bound."""
    below = 0 if bound.lower is None else max(0, bound.lower - have)
    above = 0 if bound.upper is None else max(0, have - bound.upper)
    return (below + above) * bound.cost_per_unit


def measured(problem: Problem, route: Route | None, measure: Measure) -> int:
    """Return what a soft bound looks at; an unused vehicle has nothing of it."""
    if route is None:
        return 0
    if measure is Measure.AMOUNT:
        return sum(problem.shipments[i].amount for i in route.shipments)
    return route.duration if measure is Measure.DURATION else route.distance
