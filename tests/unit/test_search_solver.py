"""The compiled search as a solver, where the best plan is known by hand."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest

from routing.effort import Effort
from routing.model import Measure, Pin, SoftBound
from routing.problem import Budget, Problem
from routing.solution import Solution
from routing.solve import solve
from routing.solvers.ruin_recreate.engine import Engine, engine_for
from routing.solvers.ruin_recreate.solver import RuinRecreateSolver
from routing.solvers.ruin_recreate.stages import clock_of, reduce_fleet
from tests.routing_makers import line_matrix, shipment, stop, vehicle, window

if TYPE_CHECKING:
    from routing.solvers.protocol import Progress

SOLVER = RuinRecreateSolver()


def two_ways() -> Problem:
    """Return two shipments in opposite directions from the middle of a line."""
    return Problem(
        matrices=(line_matrix(),),
        vehicles=tuple(replace(vehicle(str(i)), start=50, end=50) for i in range(2)),
        shipments=(
            shipment("left", stop(50), stop(30), amount=10),
            shipment("right", stop(50), stop(80), amount=20),
        ),
    )


def test_the_cheapest_plan_of_two_shipments_is_found() -> None:
    """20 metres left and back, 30 right and back are 100, whoever rides."""
    solution = solve(two_ways(), Budget(iterations=2), seed=1, solver=SOLVER)

    assert solution.cost == 100
    assert not solution.unassigned


def test_nothing_to_do_and_nobody_to_do_it_are_plans() -> None:
    """No kernel runs then."""
    idle = solve(replace(two_ways(), shipments=()), Budget(iterations=1), seed=1, solver=SOLVER)
    alone = solve(replace(two_ways(), vehicles=()), Budget(iterations=1), seed=1, solver=SOLVER)

    assert idle == Solution(routes=(), unassigned=(), cost=0)
    assert [u.reason.code for u in alone.unassigned] == ["no_vehicles", "no_vehicles"]


def test_an_optional_shipment_is_left_out_where_that_is_cheaper() -> None:
    """Riding 30 metres right and back costs 60, leaving it out 59."""
    left, right = two_ways().shipments
    problem = replace(two_ways(), shipments=(left, replace(right, drop_penalty=59)))

    solution = solve(problem, Budget(iterations=2), seed=1, solver=SOLVER)

    assert solution.cost == 40 + 59
    assert [u.reason.code for u in solution.unassigned] == ["drop_cheaper"]


def test_pins_and_bounds_decide_who_rides() -> None:
    """The second vehicle must ride left; with at most 15 on it, the first rides right."""
    problem = replace(
        two_ways(),
        pins=(Pin(shipment=0, vehicle=1),),
        soft_bounds=(SoftBound(vehicle=1, measure=Measure.AMOUNT, upper=15, cost_per_unit=100),),
    )

    solution = solve(problem, Budget(iterations=2), seed=1, solver=SOLVER)

    assert [(route.vehicle, route.shipments) for route in solution.routes] == [(0, (1,)), (1, (0,))]


def test_fewer_vehicles_are_used_when_they_cost() -> None:
    """Eight shipments fit one vehicle in the order of their windows only."""
    problem = Problem(
        matrices=(line_matrix(),),
        vehicles=tuple(replace(vehicle(str(i)), fixed_cost=10_000) for i in range(5)),
        shipments=tuple(
            shipment(str(i), stop(i * 10, window(i * 10, i * 10 + 5)), stop(i * 10 + 5))
            for i in (5, 1, 8, 3, 2, 7, 4, 6)
        ),
    )

    solution = solve(problem, Budget(iterations=10), seed=1, solver=SOLVER)

    assert len(solution.routes) == 1
    assert solution.cost == 10_000 + 2 * 85


def test_emptying_routes_keeps_the_plan_when_it_cannot_be_better() -> None:
    """Both shipments are wanted at the same moment, 70 metres apart: two vehicles it is."""
    at_noon = window(100, 100)
    problem = replace(
        two_ways(),
        vehicles=tuple(replace(v, fixed_cost=999) for v in two_ways().vehicles),
        shipments=(
            shipment("left", stop(50), stop(15, at_noon)),
            shipment("right", stop(50), stop(85, at_noon)),
        ),
    )
    engine = engine_for(problem, 1)
    engine.load({0: (0, 1), 1: (2, 3)}, [])

    reduce_fleet(engine, Effort(seconds=None, iterations=5), 1.0, lambda _: None)

    assert engine.plan() == {0: (0, 1), 1: (2, 3)}
    assert engine.costs.tolist() == [2 * 999 + 140] * 2


def test_progress_is_told_and_never_gets_worse() -> None:
    """From the first plan to the last."""
    told: list[Progress] = []

    solve(two_ways(), Budget(iterations=5), seed=1, solver=SOLVER, on_progress=told.append)

    assert [told[0].stage, told[-1].stage] == ["construct", "improve"]
    assert all(a.cost >= b.cost for a, b in pairwise(told))
    assert told[-1].iterations == 5


def test_a_stage_spends_exactly_its_iterations() -> None:
    """Seven steps of 100 rounds, in chunks of one."""
    effort = Effort(seconds=None, iterations=7)
    clock = clock_of(effort)

    chunks = list(clock.chunks())

    assert chunks == [100] * 7
    assert clock.fraction == 1.0
    assert effort.is_spent


def test_a_chunk_is_at_most_twice_as_long_as_the_one_before() -> None:
    """A chunk that ends early says little about the next one, which must not take seconds."""
    chunks = clock_of(Effort(seconds=60.0, iterations=None)).chunks()

    sizes = [next(chunks) for _ in range(6)]

    assert sizes[0] == 100
    assert all(after <= 2 * before for before, after in pairwise(sizes))


def test_coolings_that_find_nothing_better_are_followed_by_longer_ones(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """All are in vain where the first round plans best; none takes much of the whole effort."""
    problem = two_ways()
    coolings: list[int] = []
    heat = [0.0]
    original = Engine.run

    def run(self: Engine, rounds: int, temperature: float, **options: Any) -> int:  # noqa: ANN401 - handed on as they are
        if options.get("lenience") == problem.mandatory_penalty:
            if temperature > heat[0]:
                coolings.append(0)
            coolings[-1] += rounds
            heat[0] = temperature
        else:
            heat[0] = 0.0
        return original(self, rounds, temperature, **options)

    monkeypatch.setattr(Engine, "run", run)

    solution = solve(problem, Budget(iterations=400), seed=1, solver=SOLVER)

    assert solution.cost == 100
    assert coolings[1] == pytest.approx(2 * coolings[0], rel=0.15)
    assert coolings[2] == pytest.approx(4 * coolings[0], rel=0.15)
    assert max(coolings) < 0.2 * sum(coolings)
