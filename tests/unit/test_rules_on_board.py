"""Nothing is on board for longer than it may be, and routes wait where that helps."""

from __future__ import annotations

from dataclasses import replace

import pytest

from routing.check import Rule, check
from routing.cost import plan_cost
from routing.insertion import insertions
from routing.model import Break, Shipment
from routing.problem import Budget, Problem
from routing.reasons import Code, Remedy
from routing.schedule import schedule
from routing.solution import Solution
from routing.solve import solve
from routing.solvers.ortools_vrp import OrtoolsSolver
from routing.solvers.ruin_recreate.live import live_routes
from tests.routing_makers import give, line_matrix, rest, shipment, stop, take, vehicle, window


def hot(name: str, most: int, *, opens: int = 0) -> Shipment:
    """Return a shipment from place 10 to place 30 that must not be on board for long."""
    asked = shipment(name, stop(10, service=5), stop(30, window(opens, 900)))
    return replace(asked, max_on_board=most)


def problem_of(*shipments: Shipment) -> Problem:
    """Return shipments for one vehicle at place 0."""
    return Problem(
        matrices=(line_matrix(),),
        vehicles=(vehicle("a", shift=window(0, 1000)),),
        shipments=shipments,
    )


def test_a_pickup_waits_so_that_what_is_hot_stays_hot() -> None:
    """Delivery opens at 200, so pickup's service of 5 must not end before 200 - 25."""
    route = schedule(problem_of(hot("h", 25, opens=200)), 0, (take(0), give(0)))

    assert [stop.start for stop in route.stops[1:3]] == [170, 200]
    assert route.stops[0].departure == 160


def test_limits_that_hang_together_settle_at_the_earliest_times() -> None:
    """The second delivery opens at 200 and may be on board for 30, so its pickup is at 165.

    That makes the first delivery, at 30 after it, happen at 190, so the first pickup must not
    end before 190 - 50.
    """
    first, second = hot("x", 50), hot("y", 30, opens=200)

    route = schedule(problem_of(first, second), 0, (take(0), take(1), give(0), give(1)))

    assert [stop.start for stop in route.stops[1:-1]] == [135, 165, 190, 200]


def test_a_limit_that_the_way_alone_breaks_moves_nothing() -> None:
    """20 seconds of way are more than 19, whenever it leaves; the checker says by how much."""
    problem = problem_of(hot("h", 19))
    route = schedule(problem, 0, (take(0), give(0)))

    found = check(
        problem, Solution(routes=(route,), unassigned=(), cost=plan_cost(problem, [route]))
    )

    assert [stop.start for stop in route.stops[1:-1]] == [10, 35]
    assert [(one.code, one.shipment, one.amount) for one in found] == [(Rule.ON_BOARD, 0, 1)]


def test_a_break_is_taken_where_it_warms_nothing_up() -> None:
    """A rest of 50 with something on board for at most 25 can only be before or after."""
    problem = problem_of(hot("h", 25))
    rested = replace(problem.vehicles[0], breaks=(Break(windows=(window(15, 90),), duration=50),))
    problem = replace(problem, vehicles=(rested,))

    found = solve(problem, Budget(iterations=3), seed=1)

    assert found.routes[0].entries == (take(0), give(0), rest())
    assert check(problem, found) == ()


@pytest.mark.parametrize("solver", [None, OrtoolsSolver()])
def test_two_hot_shipments_ride_one_after_the_other(solver: OrtoolsSolver | None) -> None:
    """Together they would cost 60, but the first is on board for 5 more: 100 and in time."""
    problem = problem_of(hot("x", 22), hot("y", 22))

    found = solve(problem, Budget(iterations=20), seed=1, solver=solver)

    assert found.cost == 100
    assert check(problem, found) == ()


def test_an_insertion_keeps_what_is_on_board_fresh() -> None:
    """Beside x, on board for up to 30, y can be served before or after, not between."""
    problem = problem_of(hot("x", 22), shipment("y", stop(20, service=9), stop(25)))
    route = schedule(problem, 0, (take(0), give(0)))

    (found,) = insertions(problem, [route], 1)
    (live,) = live_routes(problem, [route]).offers(1)

    assert found.added_cost == live.added_cost == 10
    assert found.entries == (take(0), give(0), take(1), give(1))
    assert live.codes == (0, 1, 2, 3)


def test_what_nobody_can_carry_fresh_has_a_reason() -> None:
    """20 seconds of way are more than 19; two of 22 do not fit one shift of 110."""
    alone = solve(problem_of(hot("h", 19)), Budget(iterations=2), seed=1)
    crowded = problem_of(hot("x", 22), hot("y", 22))
    short = replace(crowded.vehicles[0], shift=window(0, 75))

    both = solve(replace(crowded, vehicles=(short,)), Budget(iterations=5), seed=1)

    (left,) = alone.unassigned
    assert left.reason.code == Code.TOO_LONG_ON_BOARD
    assert left.reason.remedies[0] == Remedy.LONGER_ON_BOARD
    (left,) = both.unassigned
    assert left.reason.code == Code.NO_TIME_ON_BOARD
    assert left.reason.remedies[0] == Remedy.MORE_COURIERS


@pytest.mark.parametrize(
    ("asked", "fault"),
    [
        (hot("h", -1), "max_on_board >= 0, got -1 in shipment 0"),
        (replace(hot("h", 9), pickup=None), "a pickup and a delivery beside max_on_board"),
    ],
)
def test_limits_that_mean_nothing_are_refused(asked: Shipment, fault: str) -> None:
    """What is on board at the start has been so for a time that only the caller knows."""
    with pytest.raises(ValueError, match=fault):
        problem_of(asked)
