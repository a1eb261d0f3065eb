"""A problem whose parts do not fit is refused with the entry at fault."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from routing.model import Balance, Break, Measure, Pin, SoftBound, TimeWindow
from routing.problem import Budget, Problem
from tests.routing_makers import line_matrix, shipment, stop, vehicle


def sound_problem() -> Problem:
    """Return a problem of two vehicles and one shipment."""
    return Problem(
        matrices=(line_matrix(10),),
        vehicles=(vehicle("a"), vehicle("b")),
        shipments=(shipment("s", stop(1), stop(2)),),
    )


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"matrices": ()}, "at least one matrix"),
    ({"matrices": (line_matrix(10), line_matrix(9))}, "10 locations in every matrix, got 9 in 1"),
    ({"vehicles": (replace(vehicle("a"), matrix=1),)}, "vehicle 0 \\('a'\\)"),
    ({"vehicles": (replace(vehicle("a"), start=10),)}, "a start location below 10, got 10"),
    ({"vehicles": (replace(vehicle("a"), end=11),)}, "an? end location below 10, got 11"),
    ({"vehicles": (replace(vehicle("a"), max_stops=-1),)}, "no negative capacity, cost or limit"),
    ({"vehicles": (vehicle("a"), vehicle("b", capacity=()))}, "got 0 in vehicle 1 \\('b'\\)"),
    ({"vehicles": (vehicle(capacity=(1, 1)),)}, "2 dimensions of load .* shipment 0 \\('s'\\)"),
    ({"shipments": (shipment("far", stop(99), stop(2)),)}, "a pickup location below 10, got 99"),
    ({"pins": (Pin(shipment=1, vehicle=0),)}, "a shipment below 1, got 1 in a pin"),
    ({"pins": (Pin(shipment=0, vehicle=2),)}, "a vehicle below 2, got 2 in a pin"),
    (
        {"pins": (Pin(shipment=0, vehicle=0), Pin(shipment=0, vehicle=1))},
        "at most one pin per shipment, got 2 of 0",
    ),
    ({"forbidden": frozenset({(0, 5)})}, "a vehicle below 2, got 5 in a forbidden pair"),
    ({"pair_costs": {(0, 2): 1}}, "a vehicle below 2, got 2 in the pair cost of shipment 0"),
    ({"pair_costs": {(1, 0): 1}}, "a shipment below 1, got 1 in the pair cost"),
    ({"pair_costs": {(0, 1): -1}}, "got -1 as the pair cost of shipment 0 with vehicle 1"),
    (
        {"soft_bounds": (SoftBound(vehicle=0, measure=Measure.AMOUNT, lower=5, upper=4),)},
        "lower <= upper, got 5, 4 in bound 0",
    ),
    (
        {"soft_bounds": (SoftBound(vehicle=0, measure=Measure.AMOUNT, cost_per_unit=-1),)},
        "a cost per unit >= 0",
    ),
    ({"balance": Balance(carried=(0,), weights=(1, 1))}, "2 carried in the balance, got 1"),
    ({"balance": Balance(carried=(0, 0), weights=(1, 0))}, "got 0 for vehicle 1"),
    (
        {"balance": Balance(carried=(0, 0), weights=(1, 1), slack_permille=-1)},
        "a slack >= 0 in the balance",
    ),
    (
        {"vehicles": (replace(vehicle("a"), breaks=(Break(windows=(), duration=1),)),)},
        "at least one window, got none in break 0 of vehicle 0",
    ),
    (
        {
            "vehicles": (
                replace(
                    vehicle("a"),
                    breaks=(Break(windows=(TimeWindow(earliest=0, latest=1),), duration=-1),),
                ),
            )
        },
        "a duration >= 0, got -1 in break 0",
    ),
]


@pytest.mark.parametrize(("change", "message"), WRONG, ids=[message for _, message in WRONG])
def test_a_fault_is_named_with_its_entry(change: dict[str, Any], message: str) -> None:
    """Each change breaks one part of a sound problem, so one message is the right one."""
    sound = sound_problem()

    with pytest.raises(ValueError, match=message):
        replace(sound, **change)


def test_a_budget_needs_a_positive_limit() -> None:
    """Neither no limit nor a limit of nothing can end a search sensibly."""
    with pytest.raises(ValueError, match="positive limit"):
        Budget()
    with pytest.raises(ValueError, match="positive limit"):
        Budget(seconds=0)
    with pytest.raises(ValueError, match="positive limit"):
        Budget(seconds=1, iterations=0)


def test_the_mandatory_penalty_exceeds_any_plan() -> None:
    """The longest plan of one shipment here is 4 legs of 9 s for each of two vehicles."""
    problem = sound_problem()

    penalty = problem.mandatory_penalty

    assert penalty > 2 * 4 * 9
