"""The checker finds each break of a rule, and nothing in a plan that keeps them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from routing.check import Rule, check
from routing.cost import plan_cost
from routing.model import Break, Matrix, Measure, Pin, SoftBound
from routing.problem import Problem
from routing.schedule import schedule
from routing.solution import Reason, Solution, Unassigned
from tests.routing_makers import give, line_matrix, rest, shipment, stop, take, vehicle, window

if TYPE_CHECKING:
    from collections.abc import Sequence

    from routing.model import Vehicle
    from routing.solution import Entry

IN_ORDER = (take(0), give(0), take(1), give(1))


def problem_of(*vehicles: Vehicle) -> Problem:
    """Return two shipments of load 6 for vehicles that hold 10."""
    return Problem(
        matrices=(line_matrix(),),
        vehicles=vehicles or (vehicle("a"), vehicle("b")),
        shipments=(
            replace(shipment("x", stop(10, service=1), stop(20), load=6), climb=30),
            shipment("y", stop(30), stop(40, window(0, 500)), load=6),
        ),
    )


def plan(problem: Problem, *routes: tuple[int, Sequence[Entry]]) -> Solution:
    """Return the true solution of some routes, with a reason for what is left out."""
    timed = tuple(schedule(problem, vehicle, entries) for vehicle, entries in routes)
    served = {i for route in timed for i in route.shipments}
    return Solution(
        routes=timed,
        unassigned=tuple(
            Unassigned(shipment=i, reason=Reason(code="no_time_left"))
            for i in range(len(problem.shipments))
            if i not in served
        ),
        cost=plan_cost(problem, timed),
    )


def rules(problem: Problem, solution: Solution) -> set[str]:
    """Return the codes of all violations."""
    return {violation.code for violation in check(problem, solution)}


def test_a_true_plan_breaks_nothing() -> None:
    """Two shipments one after the other fit a vehicle of 10, though not at once."""
    problem = problem_of()

    found = check(problem, plan(problem, (0, IN_ORDER)))

    assert found == ()


@pytest.mark.parametrize(
    ("vehicles", "entries", "rule"),
    [
        ((), (take(0), take(1), give(0), give(1)), Rule.CAPACITY),
        ((), (give(0), take(0), take(1), give(1)), Rule.PRECEDENCE),
        ((), (take(0), give(0), take(1)), Rule.PAIRING),
        ((vehicle("a", shift=window(0, 50)),), IN_ORDER, Rule.SHIFT),
        ((replace(vehicle("a"), max_stops=3),), IN_ORDER, Rule.MAX_STOPS),
        ((replace(vehicle("a"), max_travel=79),), IN_ORDER, Rule.MAX_TRAVEL),
        ((replace(vehicle("a"), max_climb=29),), IN_ORDER, Rule.MAX_CLIMB),
        ((vehicle("a", shift=window(480, 900)),), IN_ORDER, Rule.TIME_WINDOW),
        (
            (replace(vehicle("a"), breaks=(Break(windows=(window(),), duration=9),)),),
            IN_ORDER,
            Rule.BREAK,
        ),
        (
            (replace(vehicle("a"), breaks=(Break(windows=(window(0, 5),), duration=9),)),),
            (*IN_ORDER, rest()),
            Rule.BREAK,
        ),
    ],
)
def test_a_broken_rule_of_a_route_is_found(
    vehicles: tuple[Vehicle, ...], entries: tuple[Entry, ...], rule: Rule
) -> None:
    """The plan is true in its times and cost, so the rule in question is all that is wrong."""
    problem = problem_of(*vehicles)

    found = rules(problem, plan(problem, (0, entries)))

    assert found == {rule}


def test_who_may_carry_what_is_checked() -> None:
    """Vehicle 0 lacks the skill, is forbidden, and the pin says vehicle 1."""
    skilled = replace(problem_of().shipments[0], skills=frozenset({"cold"}))
    problem = replace(
        problem_of(),
        shipments=(skilled, problem_of().shipments[1]),
        forbidden=frozenset({(1, 0)}),
        pins=(Pin(shipment=0, vehicle=1),),
    )

    found = rules(problem, plan(problem, (0, IN_ORDER)))

    assert found == {Rule.SKILL, Rule.FORBIDDEN, Rule.PIN}


def test_a_leg_without_a_path_is_found() -> None:
    """There is no way from 20 to 30, whatever its duration says."""
    line = line_matrix()
    reachable = line.reachable.copy()
    reachable[20, 30] = False
    cut = Matrix(durations=line.durations, distances=line.distances, reachable=reachable)
    problem = replace(problem_of(), matrices=(cut,))

    found = rules(problem, plan(problem, (0, IN_ORDER)))

    assert found == {Rule.UNREACHABLE}


def test_a_shipment_is_accounted_for_once() -> None:
    """Shipment 0 on two routes; shipment 1 unassigned without a reason, then not at all."""
    problem = problem_of()
    both = plan(problem, (0, (take(0), give(0))), (1, (take(0), give(0))))

    twice = rules(problem, both)
    no_reason = rules(
        problem,
        replace(both, unassigned=(Unassigned(shipment=1, reason=Reason(code="")),)),
    )
    missing = rules(problem, replace(both, unassigned=()))

    assert twice == {Rule.SERVED_TWICE}
    assert no_reason == {Rule.SERVED_TWICE, Rule.NO_REASON}
    assert Rule.NOT_ACCOUNTED in missing


def test_a_served_shipment_cannot_be_unassigned_too() -> None:
    """The list of the unassigned must not name what a route carries."""
    problem = problem_of()
    true = plan(problem, (0, IN_ORDER))
    both = replace(
        true,
        unassigned=(Unassigned(shipment=0, reason=Reason(code="x")),),
        cost=true.cost + problem.mandatory_penalty,
    )

    found = rules(problem, both)

    assert found == {Rule.SERVED_AND_UNASSIGNED}


def test_false_numbers_are_found() -> None:
    """Each changed number is one second, metre or gram away from the truth."""
    problem = problem_of()
    true = plan(problem, (0, IN_ORDER))
    route = true.routes[0]

    def with_stop(**change: object) -> Solution:
        stops = list(route.stops)
        stops[2] = replace(stops[2], **change)  # type: ignore[arg-type]  # any field
        return replace(true, routes=(replace(route, stops=tuple(stops)),))

    assert Rule.TIMES in rules(problem, with_stop(arrival=route.stops[2].arrival - 1))
    assert Rule.TIMES in rules(problem, with_stop(departure=route.stops[2].departure + 1))
    assert Rule.DISTANCE in rules(problem, with_stop(distance=route.stops[2].distance - 1))
    assert Rule.LOAD in rules(problem, with_stop(load=(1,)))
    assert Rule.LOCATION in rules(problem, with_stop(location=21))
    assert rules(problem, replace(true, cost=true.cost - 1)) == {Rule.COST}


def test_shapes_that_are_no_route_are_found_first() -> None:
    """No other rule is looked at: without a start, an end or known indices none has a meaning."""
    problem = problem_of()
    true = plan(problem, (0, IN_ORDER))
    route = true.routes[0]

    headless = replace(true, routes=(replace(route, stops=route.stops[1:]),))
    stranger = replace(true, routes=(replace(route, vehicle=7),))
    doubled = replace(true, routes=(route, route))

    assert rules(problem, headless) == {Rule.SHAPE}
    assert rules(problem, stranger) == {Rule.SHAPE}
    assert rules(problem, doubled) == {Rule.DUPLICATE_ROUTE}


def test_soft_bounds_are_part_of_the_cost() -> None:
    """80 s of travel; amount 2 is 1 below 3; duration 81 is 1 above 80; vehicle 1 has 1 too few."""
    problem = replace(
        problem_of(),
        soft_bounds=(
            SoftBound(vehicle=0, measure=Measure.AMOUNT, lower=3, cost_per_unit=10),
            SoftBound(vehicle=0, measure=Measure.DURATION, upper=80, cost_per_unit=100),
            SoftBound(vehicle=1, measure=Measure.AMOUNT, lower=1, cost_per_unit=1000),
        ),
    )

    solution = plan(problem, (0, IN_ORDER))

    assert solution.cost == 80 + 10 + 100 + 1000
    assert check(problem, solution) == ()
