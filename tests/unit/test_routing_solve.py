"""The front door returns checked plans and refuses broken ones."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from routing.check import check
from routing.effort import Effort
from routing.evenness import amounts_of, leximin_rates
from routing.model import Balance
from routing.problem import Budget, Problem
from routing.schedule import schedule
from routing.solution import Solution
from routing.solve import solve
from tests.routing_makers import give, line_matrix, shipment, stop, take, vehicle, window

if TYPE_CHECKING:
    from collections.abc import Callable

    from routing.solvers.protocol import Progress


def two_shipments() -> Problem:
    """Return two shipments that lie on one way."""
    return Problem(
        matrices=(line_matrix(),),
        vehicles=(vehicle("a"), vehicle("b")),
        shipments=(shipment("x", stop(10), stop(40)), shipment("y", stop(20), stop(30))),
    )


def test_the_best_plan_of_two_shipments_is_found() -> None:
    """One vehicle out to 40 and back serves both."""
    problem = two_shipments()

    solution = solve(problem, Budget(iterations=20), seed=1)

    assert solution.cost == 80
    assert len(solution.routes) == 1
    assert check(problem, solution) == ()


def test_an_impossible_shipment_is_a_value_with_a_reason() -> None:
    """Nobody holds 11: the other shipment is served all the same."""
    problem = two_shipments()
    heavy = replace(problem.shipments[0], load=(11,))
    problem = replace(problem, shipments=(heavy, problem.shipments[1]))

    solution = solve(problem, Budget(iterations=20), seed=1)

    assert [(u.shipment, u.reason.code) for u in solution.unassigned] == [(0, "too_heavy")]
    assert solution.routes[0].shipments == (1,)


def test_leaving_out_is_chosen_when_it_is_cheaper() -> None:
    """The far shipment costs 120 s more and 100 to leave out."""
    far = replace(shipment("far", stop(90), stop(100)), drop_penalty=100)
    problem = replace(two_shipments(), shipments=(two_shipments().shipments[1], far))

    solution = solve(problem, Budget(iterations=20), seed=1)

    assert [u.reason.code for u in solution.unassigned] == ["drop_cheaper"]
    assert solution.cost == 60 + 100


def test_a_problem_without_shipments_or_vehicles_has_an_empty_plan() -> None:
    """Nothing to do, and nobody to do it, are both plans."""
    idle = solve(replace(two_shipments(), shipments=()), Budget(iterations=5), seed=1)
    alone = solve(replace(two_shipments(), vehicles=()), Budget(iterations=5), seed=1)

    assert idle == Solution(routes=(), unassigned=(), cost=0)
    assert [u.reason.code for u in alone.unassigned] == ["no_vehicles", "no_vehicles"]


def test_a_warm_start_is_never_made_worse() -> None:
    """The start is the best plan, so it must come back at its cost."""
    problem = two_shipments()
    route = schedule(problem, 1, [take(0), take(1), give(1), give(0)])
    start = Solution(routes=(route,), unassigned=(), cost=80)

    solution = solve(problem, Budget(iterations=5), seed=1, start=start)

    assert solution.cost == 80


def test_fewer_vehicles_are_used_when_they_cost() -> None:
    """Three shipments with tight windows fit one vehicle only in one order."""
    problem = Problem(
        matrices=(line_matrix(),),
        vehicles=tuple(replace(vehicle(str(i)), fixed_cost=10_000) for i in range(3)),
        shipments=tuple(
            shipment(str(i), stop(i * 10, window(i * 10, i * 10 + 5)), stop(i * 10 + 5))
            for i in (1, 3, 2)
        ),
    )

    solution = solve(problem, Budget(iterations=50), seed=1)

    assert len(solution.routes) == 1


def test_progress_is_told() -> None:
    """Stages arrive in order, and cost never rises between them."""
    told: list[Progress] = []

    solve(two_shipments(), Budget(iterations=20), seed=1, on_progress=told.append)

    assert told[0].stage == "construct"
    assert all(a.cost >= b.cost for a, b in pairwise(told))


def test_progress_of_an_even_plan_tells_its_lowest_rate() -> None:
    """Evening out is told last; what it tells last is the plan that is returned."""
    told: list[Progress] = []
    balance = Balance(carried=(0, 0), weights=(1, 1), slack_permille=1000)
    problem = replace(two_shipments(), balance=balance)

    found = solve(problem, Budget(iterations=40), seed=1, on_progress=told.append)

    last = told[-1]
    assert {one.stage for one in told if one.lowest_rate is not None} == {"balance"}
    assert last.lowest_rate == leximin_rates(balance, amounts_of(problem, found.routes))[0]
    assert last.num_unassigned == len(found.unassigned)


@dataclass(frozen=True)
class _Liar:
    """A solver that claims a plan costs nothing."""

    def solve(
        self,
        problem: Problem,
        effort: Effort,
        *,
        seed: int,
        start: Solution | None,
        on_progress: Callable[[Progress], None],
    ) -> Solution:
        """Return a true route at a false cost."""
        del effort, seed, start, on_progress
        route = schedule(problem, 0, [take(0), take(1), give(1), give(0)])
        return Solution(routes=(route,), unassigned=(), cost=0)


def test_a_broken_plan_never_leaves() -> None:
    """The plan costs 80, not 0: the front door says which rule is broken."""
    with pytest.raises(RuntimeError, match="cost"):
        solve(two_shipments(), Budget(iterations=1), seed=1, solver=_Liar())


def test_effort_counts_steps_and_shares() -> None:
    """Of 10 steps a part of 0.4 has 4; what a part used counts for the whole."""
    effort = Effort(seconds=None, iterations=10)

    part = effort.part(0.4)
    taken = sum(part.step() for _ in range(9))
    effort.close(part)

    assert taken == 4
    assert effort.iterations_left == 6
    assert effort.fraction == pytest.approx(0.4)
    assert not effort.is_spent


def test_a_search_that_is_told_to_stop_returns_the_best_plan_so_far() -> None:
    """A billion iterations would take days; the plan of the first ones has both shipments."""
    problem = two_shipments()
    told: list[Progress] = []

    solution = solve(
        problem, Budget(iterations=10**9), seed=1, on_progress=told.append, stop=lambda: bool(told)
    )

    assert check(problem, solution) == ()
    assert solution.unassigned == ()


def test_a_search_for_evenness_stops_as_well() -> None:
    """Told to stop before it begins: whatever the construction found, checked and balanced."""
    problem = replace(two_shipments(), balance=Balance(carried=(0, 0), weights=(1, 1)))

    solution = solve(problem, Budget(iterations=10**9), seed=1, stop=lambda: True)

    assert check(problem, solution) == ()
    assert solution.unassigned == ()


@pytest.mark.parametrize("budget", [Budget(iterations=40), Budget(seconds=0.05)])
def test_progress_says_how_much_of_the_budget_is_spent(budget: Budget) -> None:
    """Told in rising parts, none above the whole, whatever the budget counts."""
    problem = replace(two_shipments(), balance=Balance(carried=(0, 9), weights=(1, 1)))
    told: list[Progress] = []

    solve(problem, budget, seed=1, on_progress=told.append)

    shares = [one.share for one in told]
    assert shares == sorted(shares)
    assert 0.0 <= shares[0] < shares[-1] <= 1.0


def test_progress_tells_the_cost_of_routes_from_that_of_leaving_out() -> None:
    """Nobody holds 11, so that one is left out; out to 30 and back costs 60 without penalty."""
    problem = two_shipments()
    heavy = replace(problem.shipments[0], load=(11,))
    problem = replace(problem, shipments=(heavy, problem.shipments[1]))
    told: list[Progress] = []

    solve(problem, Budget(iterations=20), seed=1, on_progress=told.append)

    last = told[-1]
    assert (last.num_unassigned, last.cost - last.penalty) == (1, 60)
    assert last.penalty == problem.mandatory_penalty
