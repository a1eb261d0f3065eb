"""Being later than promised costs something, and breaks nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from routing.check import Rule, check
from routing.insertion import insertions
from routing.problem import Budget, Problem
from routing.reasons import Code, Remedy
from routing.rules.promises import Promise
from routing.schedule import schedule
from routing.solve import solve
from routing.solvers.ortools_vrp import OrtoolsSolver
from routing.solvers.ruin_recreate.live import live_routes
from tests.routing_makers import give, line_matrix, shipment, stop, take, vehicle, window

if TYPE_CHECKING:
    from routing.model import Shipment, Stop


def by(place: int, moment: int, price: int) -> Stop:
    """Return a stop that was promised a moment."""
    return replace(stop(place), promise=Promise(by=moment, cost_per_second=price))


def problem_of(*shipments: Shipment) -> Problem:
    """Return shipments for one vehicle at place 50."""
    return Problem(
        matrices=(line_matrix(),),
        vehicles=(replace(vehicle("a", shift=window(0, 1000)), start=50, end=50),),
        shipments=shipments,
    )


LEFT = shipment("left", stop(50), by(40, 10, 1))
RIGHT = shipment("right", stop(50), by(70, 20, 3))


@pytest.mark.parametrize("solver", [None, OrtoolsSolver()])
def test_the_dearer_promise_is_kept_first(solver: OrtoolsSolver | None) -> None:
    """Right first is at 40 at moment 50, 40 late; left first is at 70 at 40, 20 late at 3 each."""
    problem = problem_of(LEFT, RIGHT)

    found = solve(problem, Budget(iterations=20), seed=1, solver=solver)

    assert found.cost == 60 + 40
    assert check(problem, found) == ()


def test_a_plan_that_forgets_its_lateness_states_a_wrong_cost() -> None:
    """The checker adds up lateness on its own: 40 seconds at 1."""
    problem = problem_of(LEFT, RIGHT)
    found = solve(problem, Budget(iterations=20), seed=1)

    broken = check(problem, replace(found, cost=60))

    assert [(one.code, one.amount) for one in broken] == [(Rule.COST, 40)]


def test_an_insertion_costs_the_lateness_that_it_makes() -> None:
    """Left last: 20 s of way, and 40 late. Left first: 20 s, and right 20 late at 3."""
    problem = problem_of(LEFT, RIGHT)
    route = schedule(problem, 0, (take(1), give(1)))

    (found,) = insertions(problem, [route], 0)
    (live,) = live_routes(problem, [route]).offers(0)

    assert found.added_cost == live.added_cost == 60
    assert found.entries[-1] == give(0)


def test_what_was_late_may_become_less_so() -> None:
    """Coming from place 40, where y is, x needs no setup of 30; it is due at 0 for 1 a second.

    Alone it is late by 10 + 30 seconds. After y, whose service takes 5, it is late by 15.
    """
    x = shipment("x", None, replace(by(40, 0, 1), setup_duration=30))
    y = shipment("y", None, stop(40, service=5))
    problem = problem_of(x, y)
    route = schedule(problem, 0, (give(0),))

    (found,) = insertions(problem, [route], 1)
    (live,) = live_routes(problem, [route]).offers(1)

    assert found.added_cost == live.added_cost == -25


def test_what_would_come_too_late_to_pay_has_a_reason() -> None:
    """Ten seconds of way each way, and two late seconds at 100: more than the penalty of 50."""
    far = replace(shipment("x", None, by(60, 8, 100)), drop_penalty=50)

    found = solve(problem_of(far), Budget(iterations=2), seed=1)

    (left,) = found.unassigned
    assert left.reason.code == Code.LATENESS_TOO_DEAR
    assert left.reason.remedies[0] == Remedy.LATER_PROMISE


@pytest.mark.parametrize(("moment", "price"), [(-1, 1), (0, -1), (0, 10**10)])
def test_promises_that_mean_nothing_are_refused(moment: int, price: int) -> None:
    """Before the horizon, for a negative price, for one that would leave 64 bits."""
    with pytest.raises(ValueError, match="Expected by >= 0 and a cost per second"):
        Promise(by=moment, cost_per_second=price)
