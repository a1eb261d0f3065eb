"""Most climb: metres of ascent that a vehicle's shipments may add up to.

A shipment climbs what lies between its pickup and its delivery, whoever carries it and
whatever else is on the route; the caller measures it. What a vehicle has climbed before its
route begins is taken off its limit by the caller, too.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from routing.rules.code import Rule
from routing.solution import Violation

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from routing.problem import Problem
    from routing.solution import Route


def climb_of(problem: Problem, shipments: Iterable[int]) -> int:
    """Return the metres of ascent of some shipments together."""
    return sum(problem.shipments[index].climb for index in shipments)


def may_climb(problem: Problem, vehicle: int, shipments: Iterable[int]) -> bool:
    """Tell whether some shipments together climb no more than a vehicle may."""
    most = problem.vehicles[vehicle].max_climb
    return most is None or climb_of(problem, shipments) <= most


def violations(problem: Problem, route: Route) -> Iterator[Violation]:
    """Yield by how much a route climbs more than its vehicle may."""
    most = problem.vehicles[route.vehicle].max_climb
    climb = climb_of(problem, route.shipments)
    if most is not None and climb > most:
        yield Violation(code=Rule.MAX_CLIMB, vehicle=route.vehicle, amount=climb - most)


def without_limits(problem: Problem) -> Problem:
    """Return a problem in which everybody may climb as much as it takes."""
    if all(vehicle.max_climb is None for vehicle in problem.vehicles):
        return problem
    tireless = tuple(replace(vehicle, max_climb=None) for vehicle in problem.vehicles)
    return replace(problem, vehicles=tireless)
