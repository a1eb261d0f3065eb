"""Plans that begin from routes on which a break has no place any more."""

import numpy as np

from routing.check import check
from routing.cost import plan_cost
from routing.model import Break, Matrix, Shipment, Stop, TimeWindow, Vehicle
from routing.problem import Budget, Problem
from routing.schedule import schedule
from routing.solution import Entry, Solution, StopKind
from routing.solve import solve


def test_a_route_whose_break_no_longer_fits_is_repaired_and_not_kept() -> None:
    """Service begins at 90 to 99 and takes 50 s, but the break must begin at 100 sharp.

    A courier who is late brings such a route along; the shipment has to leave it.
    """
    matrix = Matrix(
        durations=np.zeros((1, 1), dtype=np.int32),
        distances=np.zeros((1, 1), dtype=np.int32),
        reachable=np.ones((1, 1), dtype=np.bool_),
    )
    at_100 = Break(windows=(TimeWindow(earliest=100, latest=100),), duration=50)
    window = TimeWindow(earliest=90, latest=99)
    problem = Problem(
        matrices=(matrix,),
        vehicles=(
            Vehicle(id="v", shift=TimeWindow(earliest=0, latest=999), start=0, breaks=(at_100,)),
        ),
        shipments=(
            Shipment(
                id="s",
                pickup=Stop(location=0, windows=(window,), service_duration=50),
                delivery=None,
            ),
        ),
    )
    late = (schedule(problem, 0, [Entry(kind=StopKind.PICKUP, index=0)]),)
    start = Solution(routes=late, unassigned=(), cost=plan_cost(problem, late))

    solution = solve(problem, Budget(iterations=5), seed=1, start=start)

    assert [left.shipment for left in solution.unassigned] == [0]
    assert check(problem, solution) == ()
