"""Times and loads along a route, worked out by hand."""

from __future__ import annotations

from dataclasses import replace

from routing.model import Break
from routing.problem import Problem
from routing.schedule import schedule
from routing.solution import StopKind
from tests.routing_makers import give, line_matrix, rest, shipment, stop, take, vehicle, window


def test_travel_service_and_setup_add_up() -> None:
    """10 s there, 5 s setup, 3 s service, 20 s on, 4 s service, 30 s home: 72 s."""
    problem = Problem(
        matrices=(line_matrix(),),
        vehicles=(vehicle(),),
        shipments=(shipment("s", stop(10, service=3, setup=5), stop(30, service=4)),),
    )

    route = schedule(problem, 0, [take(0), give(0)])

    assert [stop.arrival for stop in route.stops] == [0, 10, 38, 72]
    assert [stop.start for stop in route.stops] == [0, 15, 38, 72]
    assert [stop.departure for stop in route.stops] == [0, 18, 42, 72]
    assert route.travel == 60
    assert route.distance == 60
    assert route.duration == 72


def test_setup_happens_once_per_location() -> None:
    """Two pickups at place 10: the second one finds the courier there, so 5 s fall away."""
    ends = stop(10, service=1, setup=5)
    problem = Problem(
        matrices=(line_matrix(),),
        vehicles=(vehicle(),),
        shipments=(shipment("a", ends, stop(20)), shipment("b", ends, stop(20))),
    )

    route = schedule(problem, 0, [take(0), take(1), give(0), give(1)])

    assert [s.departure for s in route.stops[1:3]] == [16, 17]


def test_a_route_leaves_so_that_its_first_stop_need_not_wait() -> None:
    """The pickup opens at 100 and is 10 s away, so leaving at 90 makes nothing later."""
    problem = Problem(
        matrices=(line_matrix(),),
        vehicles=(vehicle(),),
        shipments=(shipment("s", stop(10, window(100, 200)), stop(20, window(150, 200))),),
    )

    route = schedule(problem, 0, [take(0), give(0)])

    assert route.stops[0].departure == 90
    assert route.stops[1].arrival == 100
    assert route.stops[2].arrival == 110
    assert route.stops[2].start == 150
    assert route.duration == 170 - 90


def test_service_waits_for_the_next_of_several_windows() -> None:
    """Ready at 10, between the windows that end at 5 and open at 40."""
    problem = Problem(
        matrices=(line_matrix(),),
        vehicles=(vehicle(),),
        shipments=(shipment("s", stop(0), stop(10, window(0, 5), window(40, 50))),),
    )

    route = schedule(problem, 0, [take(0), give(0)])

    assert route.stops[2].start == 40


def test_a_late_stop_begins_at_once() -> None:
    """A schedule hides no lateness: after the last window service begins on arrival."""
    problem = Problem(
        matrices=(line_matrix(),),
        vehicles=(vehicle(),),
        shipments=(shipment("s", stop(0), stop(50, window(0, 20))),),
    )

    route = schedule(problem, 0, [take(0), give(0)])

    assert route.stops[2].start == 50


def test_a_break_happens_where_the_vehicle_is() -> None:
    """At place 10 from 60 for 30 s, then 10 s on: the delivery is reached at 100."""
    resource = replace(vehicle(), breaks=(Break(windows=(window(60, 80),), duration=30),))
    problem = Problem(
        matrices=(line_matrix(),),
        vehicles=(resource,),
        shipments=(shipment("s", stop(10), stop(20)),),
    )

    route = schedule(problem, 0, [take(0), rest(), give(0)])

    pause = route.stops[2]
    assert (pause.location, pause.start, pause.departure) == (10, 60, 90)
    assert route.stops[3].arrival == 100


def test_open_ends_cost_no_travel() -> None:
    """The route begins at its first stop and ends at its last: only the leg between counts."""
    problem = Problem(
        matrices=(line_matrix(),),
        vehicles=(replace(vehicle(), start=None, end=None),),
        shipments=(shipment("s", stop(10), stop(30)),),
    )

    route = schedule(problem, 0, [take(0), give(0)])

    assert route.travel == 20
    assert [s.location for s in route.stops] == [10, 10, 30, 30]


def test_loads_follow_what_is_taken_and_given() -> None:
    """On board at the start: only what is delivered without a pickup."""
    problem = Problem(
        matrices=(line_matrix(),),
        vehicles=(vehicle(),),
        shipments=(
            shipment("pair", stop(1), stop(2), load=2),
            shipment("brought", None, stop(3), load=3),
            shipment("kept", stop(4), None, load=4),
        ),
    )

    route = schedule(problem, 0, [take(0), give(0), give(1), take(2)])

    assert [s.load for s in route.stops] == [(3,), (5,), (3,), (0,), (4,), (4,)]
    assert route.stops[-1].kind is StopKind.END
