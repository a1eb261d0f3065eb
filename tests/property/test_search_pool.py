"""The choice from a pool of routes against all choices, and coolings in cycles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from routing.check import check
from routing.effort import Effort
from routing.finish import solution_of
from routing.problem import Budget
from routing.solve import solve
from routing.solvers.pool import Column, columns_of, recombine
from routing.solvers.ruin_recreate.arrays import GROUP, PENALTY
from routing.solvers.ruin_recreate.engine import engine_for, entries_of
from routing.solvers.ruin_recreate.solver import RuinRecreateSolver, search
from tests.routing_problems import problems

if TYPE_CHECKING:
    from collections.abc import Iterable

    from routing.problem import Problem
    from routing.solvers.ruin_recreate.engine import Engine, Plan

FEW = settings(max_examples=25, deadline=None)
PLENTY = 10_000


def cheapest_choice(engine: Engine, columns: Iterable[Column]) -> int:
    """Return the least cost of all choices, by trying every vehicle's every route."""
    by_group: dict[int, list[Column]] = {}
    for column in columns:
        by_group.setdefault(column.group, []).append(column)
    least: dict[frozenset[int], int] = {frozenset(): 0}
    for group in engine.arrays.vehicle[:, GROUP].tolist():
        after = dict(least)
        for served, cost in least.items():
            for column in by_group.get(group, []):
                if served.isdisjoint(column.shipments):
                    now = served | set(column.shipments)
                    after[now] = min(after.get(now, cost + column.cost), cost + column.cost)
        least = after
    penalties: list[int] = engine.arrays.shipment[:, PENALTY].tolist()
    return min(
        cost + sum(p for shipment, p in enumerate(penalties) if shipment not in served)
        for served, cost in least.items()
    )


def cost_of(engine: Engine, plan: Plan) -> int:
    """Return what a plan costs, with the penalties of what it leaves out."""
    served = {code // 2 for codes in plan.values() for code in codes}
    engine.load(plan, set(range(engine.arrays.num_shipments)) - served)
    return int(engine.costs[1])


@FEW
@given(problem=problems(max_vehicles=3, max_shipments=5), seed=st.integers(0, 99))
def test_no_choice_from_the_pool_is_cheaper(problem: Problem, seed: int) -> None:
    """All choices are tried; unused vehicles cost what their soft bounds ask."""
    engine = engine_for(problem, seed)
    search(engine, Effort(seconds=None, iterations=2), None, lambda _: None)
    columns = columns_of(engine, PLENTY)
    idle = cost_of(engine, {}) - int(engine.arrays.shipment[:, PENALTY].sum())
    engine = engine_for(problem, seed)
    search(engine, Effort(seconds=None, iterations=2), None, lambda _: None)
    best = engine.best_plan()

    plan = recombine(engine, Effort(seconds=None, iterations=PLENTY))

    chosen = best if plan is None else plan
    assert cost_of(engine, chosen) == idle + cheapest_choice(engine, columns)
    solution = solution_of(problem, entries_of(problem, chosen))
    assert check(problem, solution) == ()


@FEW
@given(problem=problems(max_vehicles=2, max_shipments=4), seed=st.integers(0, 99))
def test_many_coolings_keep_every_rule_and_repeat_themselves(problem: Problem, seed: int) -> None:
    """A budget of 100 steps is 10,000 rounds, six coolings of four shipments or more."""
    budget = Budget(iterations=100)

    once = solve(problem, budget, seed=seed, solver=RuinRecreateSolver())

    assert check(problem, once) == ()
    assert once == solve(problem, budget, seed=seed, solver=RuinRecreateSolver())
    shorter = solve(problem, Budget(iterations=1), seed=seed, solver=RuinRecreateSolver())
    assert once.cost <= shorter.cost
