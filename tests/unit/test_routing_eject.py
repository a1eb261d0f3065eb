"""Taking shipments off a route under construction."""

import numpy as np

from routing.draft import blank_draft, ground_of
from routing.model import Matrix, Shipment, Stop, TimeWindow, Vehicle
from routing.problem import Problem
from routing.solution import Entry, StopKind


def test_a_route_that_gets_late_without_a_stop_loses_the_late_one_too() -> None:
    """0 -> 1 -> 2 takes 10 + 10 s, 0 -> 2 takes 25: without 1, 2 cannot begin by 20.

    Rounded travel times and saved setups break the triangle inequality like this.
    """
    durations = np.array([[0, 10, 25], [10, 0, 10], [25, 10, 0]], dtype=np.int32)
    matrix = Matrix(
        durations=durations,
        distances=durations,
        reachable=np.ones((3, 3), dtype=np.bool_),
    )
    early = TimeWindow(earliest=0, latest=20)
    problem = Problem(
        matrices=(matrix,),
        vehicles=(Vehicle(id="v", shift=TimeWindow(earliest=0, latest=99), start=0),),
        shipments=tuple(
            Shipment(id=str(place), pickup=Stop(location=place, windows=(early,)), delivery=None)
            for place in (1, 2)
        ),
    )
    ground = ground_of(problem)
    draft = blank_draft(ground)
    both = ground.lay(0, [Entry(kind=StopKind.PICKUP, index=index) for index in (0, 1)])
    draft.tracks[0] = both
    draft.absent = set()

    draft.eject(both, (0,))

    assert both.is_feasible
    assert draft.absent == {0, 1}
    assert draft.tracks[0] is not None
    assert draft.tracks[0].is_feasible
