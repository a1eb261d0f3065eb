"""Cost of carrying a shipment with a vehicle: preferences, and what was promised before.

A preferred courier is one whose pair costs nothing while the others' pairs cost something.
Stability is the same: a shipment that somebody was told about costs more with everybody
else, so that it moves only when that saves more than it costs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from routing.problem import Problem

LARGEST = 10**12
"""No pair may cost more, so that sums of thousands stay within 64 bits."""


def pairs_cost(problem: Problem, vehicle: int, shipments: Iterable[int]) -> int:
    """Return what a vehicle's shipments cost with it, travel aside."""
    if not problem.pair_costs:
        return 0
    return sum(problem.pair_costs.get((shipment, vehicle), 0) for shipment in shipments)


def dearest_pairs(problem: Problem) -> int:
    """Return the most that all pairs of a plan can cost together."""
    dearest: dict[int, int] = {}
    for (shipment, _), cost in problem.pair_costs.items():
        dearest[shipment] = max(dearest.get(shipment, 0), cost)
    return sum(dearest.values())


def faults(problem: Problem) -> Iterator[str]:
    """Yield what is wrong with the pair costs of a problem, as the end of "Expected"."""
    for (shipment, vehicle), cost in problem.pair_costs.items():
        name = f"the pair cost of shipment {shipment} with vehicle {vehicle}"
        if not 0 <= shipment < len(problem.shipments):
            yield f"a shipment below {len(problem.shipments)}, got {shipment} in {name}."
        if not 0 <= vehicle < len(problem.vehicles):
            yield f"a vehicle below {len(problem.vehicles)}, got {vehicle} in {name}."
        if not 0 <= cost <= LARGEST:
            yield f"a cost from 0 to {LARGEST}, got {cost} as {name}."
