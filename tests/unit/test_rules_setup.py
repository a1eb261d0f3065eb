"""Many parcels at one door are one stay: setup is needed once, then not until one has left."""

from __future__ import annotations

from dataclasses import replace

import pytest

from routing.check import Rule, check
from routing.cost import plan_cost
from routing.insertion import insertions
from routing.model import Break
from routing.problem import Budget, Problem
from routing.schedule import schedule
from routing.solution import Solution
from routing.solve import solve
from routing.solvers.ortools_vrp import OrtoolsSolver
from routing.solvers.ruin_recreate.live import live_routes
from tests.routing_makers import give, line_matrix, rest, shipment, stop, take, vehicle, window


def parcels(number: int, *, ends: int) -> Problem:
    """Return parcels from place 10 to one door at 20: 60 to park, 5 per parcel, at both places."""
    return Problem(
        matrices=(line_matrix(),),
        vehicles=(vehicle("a", shift=window(0, ends)),),
        shipments=tuple(
            shipment(str(i), stop(10, service=5, setup=60), stop(20, service=5, setup=60))
            for i in range(number)
        ),
    )


@pytest.mark.parametrize("solver", [None, OrtoolsSolver()])
def test_all_parcels_of_a_door_fit_a_shift_with_one_setup_each_way(
    solver: OrtoolsSolver | None,
) -> None:
    """40 of way, two times 60, eight times 5: 200, and a second less is too short."""
    problem = parcels(4, ends=200)

    found = solve(problem, Budget(iterations=20), seed=1, solver=solver)
    short = solve(parcels(4, ends=199), Budget(iterations=20), seed=1, solver=solver)

    assert found.unassigned == ()
    assert check(problem, found) == ()
    assert found.routes[0].stops[-1].arrival == 200
    assert len(short.unassigned) == 1


def test_an_insertion_at_a_door_needs_no_setup() -> None:
    """The second parcel takes 10 more: from 170 to 180, which is the end of the shift."""
    problem = parcels(2, ends=180)
    route = schedule(problem, 0, (take(0), give(0)))

    (found,) = insertions(problem, [route], 1)
    (live,) = live_routes(problem, [route]).offers(1)

    assert route.stops[-1].arrival == 170
    assert found.route.stops[-1].arrival == 180
    assert found.added_cost == live.added_cost == 0


def test_a_break_at_the_door_does_not_end_the_stay() -> None:
    """The vehicle has not moved: 20 and 60, then a rest of 30 between the two services."""
    problem = parcels(2, ends=900)
    rested = replace(problem.vehicles[0], breaks=(Break(windows=(window(),), duration=30),))
    problem = replace(problem, vehicles=(rested,))

    route = schedule(problem, 0, (take(0), rest(), take(1), give(0), give(1)))

    assert [stop.start for stop in route.stops[1:-1]] == [70, 75, 105, 180, 185]
    assert check(problem, Solution(routes=(route,), unassigned=(), cost=40)) == ()


def test_coming_back_needs_setup_anew_and_the_checker_knows() -> None:
    """After the delivery at 20 the pickup at 10 is another stay; 59 instead of 60 is found."""
    problem = parcels(2, ends=900)
    route = schedule(problem, 0, (take(0), give(0), take(1), give(1)))
    early = replace(route.stops[3], start=route.stops[3].start - 1)
    wrong = replace(route, stops=(*route.stops[:3], early, *route.stops[4:]))
    cost = plan_cost(problem, [route])

    assert route.stops[3].start == route.stops[3].arrival + 60
    assert check(problem, Solution(routes=(route,), unassigned=(), cost=cost)) == ()
    assert Rule.TIMES in {
        one.code for one in check(problem, Solution(routes=(wrong,), unassigned=(), cost=cost))
    }
