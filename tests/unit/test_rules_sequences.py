"""What was told or begun in an order stays in that order."""

from __future__ import annotations

from dataclasses import replace

import pytest

from routing.check import Rule, check
from routing.cost import plan_cost
from routing.insertion import insertions
from routing.model import Balance, Pin
from routing.problem import Budget, Problem
from routing.reasons import Code, Remedy
from routing.rules.sequences import SequencePin
from routing.schedule import schedule
from routing.solution import Entry, Solution
from routing.solve import solve
from routing.solvers.ortools_vrp import OrtoolsSolver
from routing.solvers.ruin_recreate.live import live_routes
from tests.routing_makers import give, line_matrix, rest, shipment, stop, take, vehicle, window


def problem_of(*sequences: SequencePin, vehicles: int = 2) -> Problem:
    """Return shipments 10 -> 40 and 20 -> 30 on a line, and vehicles at 0."""
    return Problem(
        matrices=(line_matrix(),),
        vehicles=tuple(vehicle(str(i), shift=window(0, 1000)) for i in range(vehicles)),
        shipments=(shipment("x", stop(10), stop(40)), shipment("y", stop(20), stop(30))),
        sequences=sequences,
    )


def pin(*stops: Entry, on: int = 0, is_prefix: bool = False) -> SequencePin:
    """Return a sequence of a vehicle."""
    return SequencePin(vehicle=on, stops=stops, is_prefix=is_prefix)


@pytest.mark.parametrize("solver", [None, OrtoolsSolver()])
@pytest.mark.parametrize(
    ("sequence", "cost"),
    [
        (pin(take(0), take(1)), 80),
        (pin(take(1), take(0)), 100),
        (pin(give(0), take(1)), 100),
        (pin(give(1), take(0)), 120),
        (pin(take(1), on=1), 80),
        (pin(take(0), is_prefix=True), 80),
        (pin(take(1), give(1), is_prefix=True), 120),
    ],
)
def test_a_plan_keeps_an_order(
    sequence: SequencePin, cost: int, solver: OrtoolsSolver | None
) -> None:
    """Freely both ride in one sweep of 80; going back for a stop costs the way twice."""
    problem = problem_of(sequence)

    found = solve(problem, Budget(iterations=30), seed=1, solver=solver)

    assert found.cost == cost
    assert sequence.vehicle in {route.vehicle for route in found.routes}
    assert check(problem, found) == ()


def test_an_insertion_goes_where_the_order_lets_it() -> None:
    """Begun is the pickup of x: y cannot be picked up before it, though that is no detour."""
    problem = problem_of(pin(take(0), give(0), is_prefix=True), vehicles=1)
    route = schedule(problem, 0, (take(0), give(0)))

    (found,) = insertions(problem, [route], 1)
    (live,) = live_routes(problem, [route]).offers(1)

    assert found.entries == (take(0), give(0), take(1), give(1))
    assert live.codes == (0, 1, 2, 3)
    assert found.added_cost == live.added_cost == 20


@pytest.mark.parametrize(
    ("vehicle_", "entries", "broken"),
    [
        (0, (take(0), take(1), give(1), give(0)), [0]),
        (0, (take(1), give(1), take(0), give(0)), []),
        (1, (take(1), give(1), take(0), give(0)), [1, 0]),
        (0, (take(0), give(0)), []),
    ],
)
def test_the_checker_finds_what_is_out_of_order(
    vehicle_: int, entries: tuple[Entry, ...], broken: list[int]
) -> None:
    """The delivery of y before the pickup of x, by vehicle 0; a stop that is left out is free."""
    problem = problem_of(pin(give(1), take(0)))
    route = schedule(problem, vehicle_, entries)

    found = check(problem, Solution(routes=(route,), unassigned=(), cost=0))

    assert [one.shipment for one in found if one.code == Rule.SEQUENCE] == broken


def test_a_break_may_come_before_what_has_begun() -> None:
    """A break is no stop."""
    problem = problem_of(pin(take(1), is_prefix=True))
    route = schedule(problem, 0, (take(1), give(1)))
    early = schedule(problem, 0, (take(0), take(1), give(1), give(0)))

    kept = check(
        problem, Solution(routes=(route,), unassigned=(), cost=plan_cost(problem, [route]))
    )
    late = check(problem, Solution(routes=(early,), unassigned=(), cost=80))

    assert Rule.SEQUENCE not in {one.code for one in kept}
    assert [(one.code, one.shipment) for one in late] == [(Rule.SEQUENCE, 1)]
    assert rest() not in route.entries


def test_a_balanced_plan_keeps_an_order() -> None:
    """Shares of a balance are put behind the orders in the table that kernels read."""
    balance = Balance(carried=(0, 5), weights=(1, 2), slack_permille=500)
    problem = replace(problem_of(pin(take(1), take(0), on=1)), balance=balance)

    found = solve(problem, Budget(iterations=10), seed=1)

    assert found.unassigned == ()
    assert check(problem, found) == ()


def test_what_an_order_leaves_no_room_for_has_a_reason() -> None:
    """After the delivery at 40 there is no time to come back for y before the shift ends."""
    problem = problem_of(pin(take(0), give(0), is_prefix=True), vehicles=1)
    short = replace(problem.vehicles[0], shift=window(0, 85))
    optional = replace(problem.shipments[1], drop_penalty=900)
    problem = replace(problem, vehicles=(short,), shipments=(problem.shipments[0], optional))

    found = solve(problem, Budget(iterations=3), seed=1)

    (left,) = found.unassigned
    assert left.reason.code == Code.SEQUENCE_LEAVES_NO_ROOM
    assert left.reason.remedies[0] == Remedy.FREE_SEQUENCE


@pytest.mark.parametrize(
    ("sequences", "fault"),
    [
        ((pin(give(0), take(0)),), "delivery of 0 before pickup of 0 before delivery of 0"),
        (
            (pin(take(0), take(1)), pin(take(1), take(0))),
            "pickup of 0 before pickup of 1 before pickup of 0 for vehicle 0",
        ),
        (
            (pin(give(0), take(1)), pin(give(1), take(0))),
            "delivery of 0 before pickup of 1 before delivery of 1 before pickup of 0 before",
        ),
        ((pin(give(0), is_prefix=True),), "before"),
        ((pin(take(0), is_prefix=True), pin(take(1), is_prefix=True)), "at most one prefix"),
        ((pin(take(0), on=2),), "a vehicle below 2, got 2 in sequence 0"),
        ((pin(take(0), take(0)),), "every stop once"),
        ((pin(take(2)),), "a shipment below 2, got 2 in sequence 0"),
        ((pin(rest()),), "pickups and deliveries, got break 0"),
        ((pin(take(0)), pin(give(0), on=1)), "shipment 0 with one vehicle, got 0 and, in seq"),
    ],
)
def test_orders_that_cannot_be_are_refused(sequences: tuple[SequencePin, ...], fault: str) -> None:
    """Cycles are named by their stops; nothing of this reaches a kernel."""
    with pytest.raises(ValueError, match=fault):
        problem_of(*sequences)


def test_a_pin_to_another_vehicle_contradicts_a_sequence() -> None:
    """The pin says 1, the sequence 0."""
    with pytest.raises(
        ValueError, match="shipment 0 with one vehicle, got 1 and, in sequence 0, 0"
    ):
        replace(problem_of(pin(take(0))), pins=(Pin(shipment=0, vehicle=1),))


def test_a_stop_that_is_not_there_cannot_be_in_an_order() -> None:
    """On board from the start: there is no pickup."""
    problem = problem_of()
    aboard = replace(problem.shipments[0], pickup=None)

    with pytest.raises(ValueError, match="got its pickup in sequence 0"):
        replace(problem, shipments=(aboard, problem.shipments[1]), sequences=(pin(take(0)),))
