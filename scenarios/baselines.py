"""What people and platforms do without a planner: one order after the other, never again moved.

Both rules work through the orders as they were placed and put each where it costs its courier
the least. They differ in who gets it. Their plans are for comparison only.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from routing.cost import plan_cost
from routing.insertion import insertions
from routing.reasons import explain_unassigned
from routing.solution import Solution, StopKind, Unassigned

if TYPE_CHECKING:
    from collections.abc import Sequence

    from routing.insertion import Insertion
    from routing.problem import Problem
    from routing.solution import Route


class Baseline(StrEnum):
    """Who gets the next order."""

    NEAREST_COURIER = "nearest_courier"
    """Whoever comes from the nearest place to pick it up."""
    FIRST_COME_FIRST_SERVED = "first_come_first_served"
    """Whoever can hand it over soonest."""


def run_baseline(baseline: Baseline, problem: Problem, *, sequence: Sequence[int]) -> Solution:
    """Assign every shipment in turn by a simple rule.

    Parameters
    ----------
    baseline
        The rule; ties go to the cheaper, then to the earlier vehicle.
    problem
        What is to be carried; a balance is ignored.
    sequence
        Indices of all shipments in the order in which they were placed.

    Returns
    -------
    Solution
        Feasible routes; what no courier can take at its turn stays unassigned.

    Raises
    ------
    ValueError
        When the sequence is not each shipment once.
    """
    if sorted(sequence) != list(range(len(problem.shipments))):
        msg = f"Expected each of {len(problem.shipments)} shipments once, got {list(sequence)}."
        raise ValueError(msg)
    routes: dict[int, Route] = {}
    left: list[int] = []
    for shipment in sequence:
        found = insertions(problem, tuple(routes.values()), shipment)
        if not found:
            left.append(shipment)
            continue
        chosen = min(found, key=lambda one: _rank(baseline, one, shipment))
        routes[chosen.vehicle] = chosen.route
    ordered = tuple(routes[vehicle] for vehicle in sorted(routes))
    return Solution(
        routes=ordered,
        unassigned=tuple(
            Unassigned(shipment=shipment, reason=explain_unassigned(problem, ordered, shipment))
            for shipment in sorted(left)
        ),
        cost=plan_cost(problem, ordered),
    )


def _rank(baseline: Baseline, insertion: Insertion, shipment: int) -> int:
    """Give the number that the rule makes small: seconds to the pickup, or until delivery."""
    wanted = StopKind.DELIVERY
    if baseline is Baseline.NEAREST_COURIER:
        wanted = StopKind.PICKUP
    stop = next(
        (s for s in insertion.route.stops if s.kind is wanted and s.index == shipment), None
    )
    if stop is None:
        return 0
    return stop.travel if baseline is Baseline.NEAREST_COURIER else stop.start
