"""Large problems are cut into parts and put together again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from routing.check import check
from routing.effort import effort_of
from routing.model import Matrix, Pin, Shipment, Stop, TimeWindow, Vehicle
from routing.problem import Budget, Problem
from routing.solution import Solution
from routing.solvers.areas import coordinates, cut
from routing.solvers.decompose import first_cut, ground_of, next_cut
from routing.solvers.in_parts import InPartsSolver
from routing.solvers.parts import plan_part

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from routing.solution import Route
    from routing.solvers.parts import PartTask
    from routing.solvers.protocol import Progress

DAY = TimeWindow(earliest=0, latest=20_000)


class BackToFront:
    """Plans parts in the wrong order, as processes may."""

    num_lanes = 2

    def run(self, tasks: Sequence[PartTask]) -> Iterator[tuple[int, tuple[Route, ...]]]:
        """Plan the last task first."""
        for place in reversed(range(len(tasks))):
            yield place, plan_part(tasks[place])

    def close(self) -> None:
        """Nothing to let go of."""


def scattered(num_shipments: int, *, seed: int = 1) -> Problem:
    """Return shipments and a vehicle per ten of them, scattered over a square."""
    rng = np.random.default_rng(seed)
    at = rng.integers(0, 1000, (2 * num_shipments, 2))
    away = np.abs(at[:, None] - at[None, :]).sum(axis=2).astype(np.int32)
    ready = rng.integers(0, 15_000, num_shipments).tolist()
    windows = [(TimeWindow(earliest=one, latest=one + 4000),) for one in ready]
    return Problem(
        matrices=(Matrix(away, away, np.ones_like(away, np.bool_)),),
        vehicles=tuple(
            Vehicle(id=str(i), shift=DAY, start=int(rng.integers(len(at))), capacity=(8,))
            for i in range(1 + num_shipments // 10)
        ),
        shipments=tuple(
            Shipment(
                id=str(i),
                pickup=Stop(location=2 * i, windows=window),
                delivery=Stop(location=2 * i + 1, windows=window),
                load=(1,),
            )
            for i, window in enumerate(windows)
        ),
        pins=(Pin(shipment=0, vehicle=1), Pin(shipment=num_shipments - 1, vehicle=0)),
        forbidden=frozenset({(1, 0), (2, 1)}),
    )


def solved(problem: Problem, solver: InPartsSolver, **changes: object) -> Solution:
    """Return the plan of a few iterations."""
    told: list[Progress] = []
    start = changes.get("start")
    assert start is None or isinstance(start, Solution)
    found = solver.solve(
        problem,
        effort_of(Budget(iterations=120)),
        seed=1,
        start=start,
        on_progress=told.append,
    )
    costs = [one.cost for one in told if one.num_unassigned == 0]
    assert found.cost <= min(costs, default=found.cost)
    return found


def test_a_plan_of_parts_is_a_plan_of_the_whole() -> None:
    """Every rule is kept, pins and forbidden pairs too, and nothing is lost between parts."""
    problem = scattered(60)

    found = solved(problem, InPartsSolver(largest_part=10))

    assert not check(problem, found)
    assert not found.unassigned


def test_the_plan_does_not_depend_on_who_plans_the_parts_when() -> None:
    """Two lanes from the back give what one gives from the front: iterations are the budget."""
    problem = scattered(40)

    one = solved(problem, InPartsSolver(largest_part=10))
    two = solved(problem, InPartsSolver(largest_part=10, runner=BackToFront()))

    assert one == two


def test_a_plan_to_begin_from_never_gets_worse() -> None:
    """The start is remembered as the best plan until there is a better one."""
    problem = scattered(40)
    start = solved(problem, InPartsSolver(largest_part=40))

    found = solved(problem, InPartsSolver(largest_part=10), start=start)

    assert found.cost <= start.cost
    assert not check(problem, found)


def test_every_shipment_is_in_one_part_with_the_vehicle_that_has_it() -> None:
    """A vehicle may be in no part only when it has nothing; pinned shipments are with theirs."""
    problem = scattered(50)
    ground = ground_of(problem)
    routes = {route.vehicle: route for route in solved(problem, InPartsSolver()).routes}

    for members in (first_cut(ground, 3, 5), next_cut(ground, routes, 2, 5)):
        shipments = [index for one in members for index in one.shipments]
        vehicles = [index for one in members for index in one.vehicles]
        assert sorted(shipments) == list(range(50))
        assert len(set(vehicles)) == len(vehicles)
        for one in members:
            pinned = {ground.pinned[i] for i in one.shipments if i in ground.pinned}
            assert pinned <= set(one.vehicles)
    for one in next_cut(ground, routes, 2, 5):
        for vehicle in set(one.vehicles) & set(routes):
            assert set(routes[vehicle].shipments) <= set(one.shipments)


def test_coordinates_tell_travel_on_a_line_exactly() -> None:
    """On a line one axis is enough: differences are the travel times, the other axis is 0."""
    at = np.array([0, 30, 50, 90], np.int32)
    away = np.abs(at[:, None] - at[None, :]).astype(np.int32)

    found = coordinates(Matrix(away, away, np.ones((4, 4), np.bool_)))

    assert np.abs(found[:, None, 0] - found[None, :, 0]) == pytest.approx(away)
    assert found[:, 1] == pytest.approx(0.0)


def test_a_cut_halves_the_weight_about() -> None:
    """Sixteen points in a row of equal weight, two cuts: four areas of 2 to 7 of them."""
    points = np.zeros((16, 3))
    points[:, 2] = np.arange(16)

    areas = cut(points, np.ones(16), 2, 3)

    sizes = np.bincount(areas, minlength=4)
    assert sizes.sum() == 16
    assert sizes.min() >= 2
    assert sizes.max() <= 7


def test_nothing_to_plan_is_an_empty_plan() -> None:
    """Without shipments or vehicles there is nothing to cut."""
    problem = scattered(20)
    empty = Problem(matrices=problem.matrices, vehicles=problem.vehicles, shipments=())

    assert solved(empty, InPartsSolver()).routes == ()
