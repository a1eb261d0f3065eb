"""Nonsense is refused by name or becomes a value with reasons; it never reaches a kernel."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routing.check import check
from routing.model import Matrix, TimeWindow
from routing.problem import Budget, Problem
from routing.solution import Route, RouteStop, Solution, StopKind
from routing.solve import solve
from tests.routing_makers import line_matrix, shipment, stop, vehicle, window
from tests.routing_problems import problems

if TYPE_CHECKING:
    from numpy.typing import NDArray

FEW = settings(max_examples=25, deadline=None)


@FEW
@given(problem=problems(), other=problems(), seed=st.integers(0, 9))
def test_a_plan_of_another_problem_is_a_poor_start_but_no_crash(
    problem: Problem, other: Problem, seed: int
) -> None:
    """Vehicles, shipments and breaks that are not there are left out of the start."""
    start = solve(other, Budget(iterations=2), seed=seed)

    found = solve(problem, Budget(iterations=2), seed=seed, start=start)

    assert check(problem, found) == ()


@FEW
@given(problem=problems(), data=st.data())
def test_a_start_of_random_stops_is_no_crash(problem: Problem, data: st.DataObject) -> None:
    """Any kinds and any indices, in any order, several times."""
    kinds = st.sampled_from([StopKind.PICKUP, StopKind.DELIVERY, StopKind.BREAK, StopKind.END])
    stops = st.lists(st.tuples(kinds, st.integers(-3, 9)), max_size=12)
    routes = tuple(
        Route(
            vehicle=data.draw(st.integers(-1, 4)),
            stops=tuple(
                RouteStop(kind=kind, index=index, location=0, arrival=0, start=0, departure=0)
                for kind, index in data.draw(stops)
            ),
        )
        for _ in range(3)
    )

    found = solve(
        problem,
        Budget(iterations=2),
        seed=1,
        start=Solution(routes=routes, unassigned=(), cost=0),
    )

    assert check(problem, found) == ()


@FEW
@given(problem=problems(), factor=st.sampled_from([1, 10**3, 10**6, 10**10, 10**12, 10**15]))
def test_large_numbers_are_planned_with_or_refused(problem: Problem, factor: int) -> None:
    """Loads, amounts, penalties and shifts grow until 64 bits would not hold their sums."""
    shipments = tuple(
        replace(
            asked,
            load=tuple(part * factor for part in asked.load),
            amount=asked.amount * factor,
            drop_penalty=None if asked.drop_penalty is None else asked.drop_penalty * factor,
        )
        for asked in problem.shipments
    )
    vehicles = tuple(
        replace(
            v,
            capacity=tuple(part * factor for part in v.capacity),
            shift=TimeWindow(earliest=v.shift.earliest, latest=v.shift.latest * factor),
        )
        for v in problem.vehicles
    )
    larger = replace(problem, shipments=shipments, vehicles=vehicles)

    try:
        found = solve(larger, Budget(iterations=1), seed=1)
    except ValueError as refused:
        assert str(refused).startswith("Expected")  # noqa: PT017 - either way is right
    else:
        assert check(larger, found) == ()


SOUND = Problem(
    matrices=(line_matrix(),),
    vehicles=(vehicle("a", shift=window(0, 1000)),),
    shipments=(shipment("s", stop(10), stop(20)),),
)


@pytest.mark.parametrize(
    ("problem", "code"),
    [
        (replace(SOUND, vehicles=()), "no_vehicles"),
        (replace(SOUND, shipments=(shipment("s", stop(10), stop(20), load=11),)), "too_heavy"),
        (
            replace(
                SOUND,
                shipments=(shipment("s", stop(10, window(500, 600)), stop(20, window(0, 505))),),
            ),
            "windows_exclude_each_other",
        ),
    ],
)
def test_what_cannot_be_planned_is_a_value_with_a_reason(problem: Problem, code: str) -> None:
    """No vehicles, a load above every vehicle, a pair whose windows exclude each other."""
    found = solve(problem, Budget(iterations=2), seed=1)

    assert [one.reason.code for one in found.unassigned] == [code]
    assert found.unassigned[0].reason.remedies


@pytest.mark.parametrize(
    ("durations", "message"),
    [
        (np.array([[0, -5], [5, 0]]), "got -5 from 0 to 1"),
        (np.array([[0.0, np.nan], [5.0, 0.0]]), r"with nan at \[0 1\]"),
        (np.array([[0, None], [5, 0]]), "Expected whole numbers as durations, got object"),
        (np.array([[0.5, 1.0], [5.0, 0.0]]), "Expected whole numbers as durations, got float64"),
        (np.zeros((2, 3), np.int32), "shape"),
    ],
)
def test_a_matrix_with_holes_or_negative_entries_is_refused(
    durations: NDArray[np.int32], message: str
) -> None:
    """A hole is said in the mask of what can be reached, not in the numbers."""
    sound = np.zeros((2, 2), np.int32)

    with pytest.raises(ValueError, match=message):
        Matrix(durations, sound, np.ones((2, 2), np.bool_))


def test_a_hole_in_the_mask_is_never_ridden_over() -> None:
    """Without a path from 10 to 20 nobody can carry it, and that is the reason."""
    line = line_matrix()
    reachable = np.ones_like(line.reachable)
    reachable[10, 20] = False
    holed = Matrix(line.durations, line.distances, reachable)

    found = solve(replace(SOUND, matrices=(holed,)), Budget(iterations=2), seed=1)

    assert [one.reason.code for one in found.unassigned] == ["unreachable"]
