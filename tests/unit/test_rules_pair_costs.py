"""Pair costs decide who carries what, and are part of what a plan costs."""

from __future__ import annotations

from dataclasses import replace

from routing.check import Rule, check
from routing.insertion import insertions
from routing.problem import Budget, Problem
from routing.solve import solve
from routing.solvers.ortools_vrp import OrtoolsSolver
from routing.solvers.ruin_recreate.live import live_routes
from tests.routing_makers import line_matrix, shipment, stop, vehicle

PROBLEM = Problem(
    matrices=(line_matrix(),),
    vehicles=(vehicle("a"), vehicle("b")),
    shipments=(shipment("x", stop(10), stop(40)), shipment("y", stop(20), stop(30))),
    pair_costs={(0, 0): 5, (1, 1): 90},
)


def test_a_shipment_stays_where_moving_it_costs_more_than_it_saves() -> None:
    """Both with vehicle 0 cost 80 + 5; with vehicle 1 80 + 90; apart 80 + 60."""
    found = solve(PROBLEM, Budget(iterations=20), seed=1)

    assert found.cost == 85
    assert [route.vehicle for route in found.routes] == [0]
    assert check(PROBLEM, found) == ()


def test_the_other_solver_minds_them_too() -> None:
    """Its model of OR-Tools has them on the legs that leave the pickups."""
    found = solve(PROBLEM, Budget(iterations=20), seed=1, solver=OrtoolsSolver())

    assert found.cost == 85


def test_an_insertion_costs_its_pair() -> None:
    """Alone, y takes 60; with vehicle 1 its pair costs 90 more."""
    found = insertions(PROBLEM, (), 1)
    live = live_routes(PROBLEM, ()).offers(1)

    assert [(one.vehicle, one.added_cost) for one in found] == [(0, 60), (1, 150)]
    assert [(one.vehicle, one.added_cost) for one in live] == [(0, 60), (1, 150)]


def test_a_plan_that_forgets_a_pair_states_a_wrong_cost() -> None:
    """The checker adds up pairs on its own: 5 are missing."""
    found = solve(PROBLEM, Budget(iterations=20), seed=1)

    broken = check(PROBLEM, replace(found, cost=80))

    assert [(one.code, one.amount) for one in broken] == [(Rule.COST, 5)]
