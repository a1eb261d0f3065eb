"""The compiled search against the plain core, on problems that use every feature."""

from __future__ import annotations

from typing import TYPE_CHECKING, ParamSpec, TypeVar, cast

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from routing.check import check
from routing.cost import route_cost
from routing.draft import blank_draft, ground_of
from routing.effort import Effort
from routing.finish import solution_of, solution_of_draft
from routing.insertion import insertion_on
from routing.problem import Budget
from routing.rules.promises import lateness_cost
from routing.solve import solve
from routing.solvers.construct import fill
from routing.solvers.ruin_recreate.engine import engine_for, entries_of, plan_of
from routing.solvers.ruin_recreate.gaps import NO_FIT
from routing.solvers.ruin_recreate.insert import fit, gaps_in_time
from routing.solvers.ruin_recreate.insert_one import fit_one_end
from routing.solvers.ruin_recreate.insert_plain import fit_plain
from routing.solvers.ruin_recreate.insert_rested import fit_rested
from routing.solvers.ruin_recreate.insert_timed import fit_timed
from routing.solvers.ruin_recreate.moments import NEVER, TOO_LATE, begin, latest_begin
from routing.solvers.ruin_recreate.ranges import LATEST
from routing.solvers.ruin_recreate.routes import ROUTE_COST
from routing.solvers.ruin_recreate.solver import RuinRecreateSolver, search
from routing.solvers.ruin_recreate.timing import is_feasible
from tests.routing_problems import problems

if TYPE_CHECKING:
    from collections.abc import Callable

    from routing.problem import Problem
    from routing.solution import Solution
    from routing.solvers.ruin_recreate.engine import Engine

Arguments = ParamSpec("Arguments")
Found = TypeVar("Found")

MANY = settings(max_examples=60, deadline=None)
FEW = settings(max_examples=25, deadline=None)


@FEW
@given(problem=problems(max_vehicles=4, max_shipments=8), seed=st.integers(0, 99))
def test_a_searched_plan_breaks_no_rule(problem: Problem, seed: int) -> None:
    """The checker shares no code with the kernels."""
    solution = solve(problem, Budget(iterations=3), seed=seed, solver=SOLVER)

    assert check(problem, solution) == ()


@FEW
@given(problem=problems(), seed=st.integers(0, 99))
def test_a_search_repeats_itself(problem: Problem, seed: int) -> None:
    """With iterations and no seconds the clock decides nothing."""
    first = solve(problem, Budget(iterations=3), seed=seed, solver=SOLVER)
    second = solve(problem, Budget(iterations=3), seed=seed, solver=SOLVER)

    assert first == second


@FEW
@given(problem=problems(), seed=st.integers(0, 99))
def test_the_search_knows_what_its_plan_costs(problem: Problem, seed: int) -> None:
    """What the kernels add up in rounds is what the plan costs when it is laid out anew."""
    engine = engine_for(problem, seed)

    search(engine, Effort(seconds=None, iterations=3), None, lambda _: None)

    found = solution_of(problem, entries_of(problem, engine.best_plan()))
    assert found.cost == engine.costs[1]
    assert [u.shipment for u in found.unassigned] == engine.absent(of_best=True)


@FEW
@given(problem=problems(), seed=st.integers(0, 99))
def test_a_warm_start_is_never_made_worse(problem: Problem, seed: int) -> None:
    """The start is the first best plan."""
    start = filled(problem)

    found = solve(problem, Budget(iterations=1), seed=seed, start=start, solver=SOLVER)

    assert found.cost <= start.cost


@MANY
@given(problem=problems())
def test_an_insertion_is_that_of_the_plain_core(problem: Problem) -> None:
    """Equal cost without breaks; with them the kernels also move the breaks, so never dearer."""
    start = filled(problem, leave=1)
    engine = loaded(problem, start)
    routes = {route.vehicle: route for route in start.routes}
    shipment = len(problem.shipments) - 1

    for vehicle, resource in enumerate(problem.vehicles):
        plain = insertion_on(problem, vehicle, routes.get(vehicle), shipment)
        cost, first, last = fit(
            engine.arrays, engine.current, vehicle, shipment, engine.memory.scratch
        )

        if plain is None and (resource.breaks or vehicle not in routes):
            continue
        assert (plain is None) == (first < 0)
        if plain is not None:
            added = travel_cost(problem, vehicle, plain.added_travel, plain.added_distance)
            added += lateness_cost(problem, plain.route)
            added -= lateness_cost(problem, routes[vehicle]) if vehicle in routes else 0
            added += 0 if vehicle in routes else resource.fixed_cost
            assert cost <= added if resource.breaks else cost == added
        assert (first < 0) == (last < 0)


@MANY
@given(problem=problems())
def test_an_insertion_leads_to_a_route_that_keeps_the_rules(problem: Problem) -> None:
    """The route with the shipment is checked as if a solver had made it."""
    start = filled(problem, leave=1)
    engine = loaded(problem, start)
    shipment = len(problem.shipments) - 1
    before = plan_of(engine, start)

    for vehicle in range(len(problem.vehicles)):
        if not problem.may_carry(vehicle, shipment):
            continue
        cost, first, last = fit(
            engine.arrays, engine.current, vehicle, shipment, engine.memory.scratch
        )
        if first < 0:
            continue
        codes = list(before.get(vehicle, ()))
        asked = problem.shipments[shipment]
        if asked.delivery is not None:
            codes.insert(last, 2 * shipment + 1)
        if asked.pickup is not None:
            codes.insert(first, 2 * shipment)
        after = solution_of(problem, entries_of(problem, {**before, vehicle: tuple(codes)}))

        assert check(problem, after) == ()
        assert cost >= 0 or vehicle in before


@MANY
@given(problem=problems())
def test_a_refreshed_route_costs_what_the_core_says(problem: Problem) -> None:
    """Legs, fixed cost and all soft bounds, those on the duration included."""
    start = filled(problem)
    engine = loaded(problem, start)
    routes = {route.vehicle: route for route in start.routes}

    for vehicle in range(len(problem.vehicles)):
        cost = engine.current.total[vehicle, ROUTE_COST]

        assert cost == route_cost(problem, vehicle, routes.get(vehicle))
        if vehicle in routes:
            assert is_feasible(engine.arrays, engine.current, vehicle)


@MANY
@given(problem=problems())
def test_compiled_insertions_are_those_of_their_plain_twins(problem: Problem) -> None:
    """The same function run by Python and by the compiler."""
    engine = loaded(problem, filled(problem, leave=1))
    arrays, routes, scratch = engine.arrays, engine.current, engine.memory.scratch
    shipment = len(problem.shipments) - 1
    asked = problem.shipments[shipment]

    for vehicle, resource in enumerate(problem.vehicles):
        fit(arrays, routes, vehicle, shipment, scratch)
        if resource.max_stops is not None or (scratch.spare < 0).any():
            continue
        timed = (arrays, routes, vehicle, shipment, scratch.detour, scratch.clocks, scratch.spare)
        assert fit_timed(*timed) == plain_twin(fit_timed)(*timed)
        if asked.pickup is None or asked.delivery is None:
            one = (arrays, routes, vehicle, shipment, scratch.clocks, scratch.spare)
            assert fit_one_end(*one) == plain_twin(fit_one_end)(*one)
        elif resource.breaks:
            two = (arrays, routes, vehicle, shipment, scratch.detour, scratch.clocks, scratch.spare)
            assert fit_rested(*two) == plain_twin(fit_rested)(*two)
        else:
            span = gaps_in_time(arrays, routes, vehicle, shipment)
            assert span == plain_twin(gaps_in_time)(arrays, routes, vehicle, shipment)
            three = (arrays, routes, vehicle, shipment, span, scratch.detour, scratch.spare)
            best = fit_plain(*three, NO_FIT)
            assert best == plain_twin(fit_plain)(*three, NO_FIT)
            for limit in (best[0] - 1, best[0], best[0] + 1):
                within = best if best[0] < limit else (NO_FIT, -1, -1)
                assert fit_plain(*three, limit) == within


@MANY
@given(
    windows=st.lists(st.integers(0, 50), min_size=2, max_size=8, unique=True),
    moment=st.integers(-5, 60),
)
def test_moments_are_those_of_a_search_second_by_second(windows: list[int], moment: int) -> None:
    """Every second in a window is tried by hand."""
    edges = sorted(windows)[: len(windows) // 2 * 2]
    window = np.array(edges, np.int64).reshape(-1, 2)
    stop = np.array([[0, 0, 0, window[0, 0], window[-1, 1], 0, len(window)]], np.int64)
    seconds = [s for first, last in window.tolist() for s in range(first, last + 1)]

    started = begin(stop, window, 0, moment)
    latest = latest_begin(stop, window, 0, moment)

    assert started == min((s for s in seconds if s >= moment), default=NEVER)
    assert latest == max((s for s in seconds if s <= moment), default=TOO_LATE)
    assert LATEST < NEVER


SOLVER = RuinRecreateSolver()


def filled(problem: Problem, *, leave: int = 0) -> Solution:
    """Return a plan by insertion of all shipments but the last few."""
    draft = blank_draft(ground_of(problem))
    kept = set(range(len(problem.shipments) - leave, len(problem.shipments)))
    draft.absent -= kept
    fill(draft)
    draft.absent |= kept
    return solution_of_draft(draft)


def loaded(problem: Problem, solution: Solution) -> Engine:
    """Return an engine whose current plan is a solution."""
    engine = engine_for(problem, 1)
    engine.load(plan_of(engine, solution), [u.shipment for u in solution.unassigned])
    return engine


def travel_cost(problem: Problem, vehicle: int, seconds: int, metres: int) -> int:
    """Return what travel costs with a vehicle."""
    resource = problem.vehicles[vehicle]
    return seconds * resource.cost_per_second + metres * resource.cost_per_metre


def plain_twin(function: Callable[Arguments, Found]) -> Callable[Arguments, Found]:
    """Return the function that a kernel was made from."""
    return cast("Callable[Arguments, Found]", function.py_func)  # type: ignore[attr-defined] # numba adds it
