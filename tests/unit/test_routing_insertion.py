"""Cheapest insertions, worked out by hand on a line."""

from __future__ import annotations

from dataclasses import replace

from routing.insertion import cheapest_insertion, insertions
from routing.model import Break, Measure, Pin, SoftBound
from routing.problem import Problem
from routing.schedule import schedule
from tests.routing_makers import give, line_matrix, rest, shipment, stop, take, vehicle, window


def two_vehicles() -> Problem:
    """Return a near and a far shipment for two vehicles at place 0."""
    return Problem(
        matrices=(line_matrix(),),
        vehicles=(vehicle("a"), vehicle("b")),
        shipments=(
            shipment("x", stop(10), stop(40)),
            shipment("y", stop(20), stop(30)),
        ),
    )


def test_a_stop_on_the_way_costs_nothing() -> None:
    """20 and 30 lie between 10 and 40; an empty vehicle would travel 60 s for them."""
    problem = two_vehicles()
    route = schedule(problem, 0, [take(0), give(0)])

    found = insertions(problem, [route], 1)

    assert [(one.vehicle, one.added_cost) for one in found] == [(0, 0), (1, 60)]
    assert found[0].entries == (take(0), take(1), give(1), give(0))
    assert (found[0].pickup_position, found[0].delivery_position) == (1, 2)
    assert found[1].added_distance == 60


def test_capacity_decides_the_order_on_board() -> None:
    """With 6 of 10 on board the other 6 must wait: out to 40, back to 20, on to 30, home: 100."""
    problem = two_vehicles()
    heavy = tuple(replace(s, load=(6,)) for s in problem.shipments)
    problem = replace(problem, shipments=heavy)
    route = schedule(problem, 0, [take(0), give(0)])

    best = cheapest_insertion(problem, [route], 1)

    assert best is not None
    assert best.entries == (take(0), give(0), take(1), give(1))
    assert best.added_cost == 20


def test_a_fixed_cost_counts_when_a_vehicle_is_opened() -> None:
    """The empty vehicle travels 60 s and costs 1000 more to use."""
    problem = two_vehicles()
    dear = tuple(replace(v, fixed_cost=1000) for v in problem.vehicles)
    problem = replace(problem, vehicles=dear)
    route = schedule(problem, 0, [take(0), give(0)])

    found = insertions(problem, [route], 1)

    assert [one.added_cost for one in found] == [0, 1060]


def test_soft_bounds_are_in_the_added_cost() -> None:
    """Vehicle 0 has amount 1 and a bound of 1: one more costs 70, so vehicle 1 is cheaper."""
    bound = SoftBound(vehicle=0, measure=Measure.AMOUNT, upper=1, cost_per_unit=70)
    problem = replace(two_vehicles(), soft_bounds=(bound,))
    route = schedule(problem, 0, [take(0), give(0)])

    found = insertions(problem, [route], 1)

    assert [(one.vehicle, one.added_cost) for one in found] == [(1, 60), (0, 70)]


def test_pins_and_forbidden_pairs_rule_vehicles_out() -> None:
    """Shipment 1 is pinned to vehicle 1; shipment 0 must not go with vehicle 0."""
    problem = replace(
        two_vehicles(), pins=(Pin(shipment=1, vehicle=1),), forbidden=frozenset({(0, 0)})
    )

    pinned = insertions(problem, [], 1)
    forbidden = insertions(problem, [], 0)

    assert [one.vehicle for one in pinned] == [1]
    assert [one.vehicle for one in forbidden] == [1]


def test_a_shipment_on_a_route_is_taken_off_first() -> None:
    """Dragging shipment 1 within its own route must not serve it twice."""
    problem = two_vehicles()
    route = schedule(problem, 0, [take(0), take(1), give(1), give(0)])

    best = cheapest_insertion(problem, [route], 1)

    assert best is not None
    assert best.added_cost == 0
    assert best.route.shipments == (0, 1)


def test_a_break_can_lie_between_pickup_and_delivery() -> None:
    """At 50 the break must begin; the pickup closes at 45 and the delivery opens at 100."""
    resource = replace(vehicle(), breaks=(Break(windows=(window(50, 60),), duration=30),))
    problem = Problem(
        matrices=(line_matrix(),),
        vehicles=(resource,),
        shipments=(shipment("s", stop(10, window(0, 45)), stop(20, window(100, 120))),),
    )

    best = cheapest_insertion(problem, [], 0)

    assert best is not None
    assert best.entries == (take(0), rest(), give(0))


def test_a_single_end_is_inserted_alone() -> None:
    """On board from the start for place 10, and taken to the end from place 20: 40 s in all."""
    problem = Problem(
        matrices=(line_matrix(),),
        vehicles=(vehicle(),),
        shipments=(shipment("brought", None, stop(10)), shipment("kept", stop(20), None)),
    )
    first = cheapest_insertion(problem, [], 0)
    assert first is not None

    second = cheapest_insertion(problem, [first.route], 1)

    assert second is not None
    assert second.pickup_position is not None
    assert second.delivery_position is None
    assert second.route.travel == 40


def test_nothing_fits_a_route_that_is_late() -> None:
    """What is late already stays late: no insertion may hide in it."""
    problem = Problem(
        matrices=(line_matrix(),),
        vehicles=(vehicle(),),
        shipments=(
            shipment("late", stop(10), stop(50, window(0, 20))),
            shipment("s", stop(1), stop(2)),
        ),
    )
    route = schedule(problem, 0, [take(0), give(0)])

    found = insertions(problem, [route], 1)

    assert found == ()
