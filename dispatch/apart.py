"""Parts of one order go with different couriers, as far as these can: else it was not split."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from routing.insertion import insertion_on

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from dispatch.model import CourierId, Order, OrderId, Shift
    from routing.problem import Problem
    from routing.solution import Route

APART_S: Final = 2 * 3600
"""Seconds of travel that are spent so that one courier does not bring two parts of an order.

It is a cost and no rule: brought by one is better than by nobody, and what a person decides
about a part stands.
"""


def parting_costs(
    problem: Problem, routes: Sequence[Route], orders: Sequence[Order], shifts: Sequence[Shift]
) -> dict[tuple[int, int], int]:
    """Return the cost of every pair that would bring two parts of an order together.

    Each part is meant for a courier of its own: who has it in the plan in force, or else where
    it adds the least. All but one of them are to stay with theirs, and that one goes with anybody
    but these.

    Parameters
    ----------
    problem
        The day, with what is decided.
    routes
        The plan in force.
    orders, shifts
        By index of shipment and of vehicle.

    Returns
    -------
    dict[tuple[int, int], int]
        For `routing.problem.Problem.pair_costs`, in seconds of travel.
    """
    by_whole: dict[OrderId, list[int]] = defaultdict(list)
    for index, order in enumerate(orders):
        by_whole[order.whole_id].append(index)
    costs: dict[tuple[int, int], int] = {}
    pinned = problem.pinned
    for parts in by_whole.values():
        if len(parts) == 1:
            continue
        meant = _meant(problem, routes, parts, shifts)
        free = [index for index in meant if index not in pinned]
        for index in free:
            others = {courier for part, courier in meant.items() if part != index}
            is_last = index == free[-1]
            for vehicle, shift in enumerate(shifts):
                is_wrong = shift.courier in others if is_last else shift.courier != meant[index]
                if is_wrong:
                    costs[index, vehicle] = APART_S
    return costs


def with_costs(
    costs: Mapping[tuple[int, int], int], more: Mapping[tuple[int, int], int]
) -> dict[tuple[int, int], int]:
    """Add up the costs of pairs."""
    return {pair: costs.get(pair, 0) + more.get(pair, 0) for pair in {*costs, *more}}


def _meant(
    problem: Problem, routes: Sequence[Route], parts: Sequence[int], shifts: Sequence[Shift]
) -> dict[int, CourierId]:
    """Say whom each part is meant for; one for whom there is nobody left is left out."""
    planned = {index: route.vehicle for route in routes for index in route.shipments}
    pinned = problem.pinned
    meant: dict[int, CourierId] = {}
    for index in sorted(parts, key=lambda one: (one not in pinned, one not in planned, one)):
        vehicle = pinned.get(index, planned.get(index))
        taken = set(meant.values())
        if vehicle is None or (index not in pinned and shifts[vehicle].courier in taken):
            vehicle = _cheapest(problem, routes, index, shifts, taken)
        if vehicle is not None:
            meant[index] = shifts[vehicle].courier
    return meant


def _cheapest(
    problem: Problem,
    routes: Sequence[Route],
    index: int,
    shifts: Sequence[Shift],
    taken: Collection[CourierId],
) -> int | None:
    by_vehicle = {route.vehicle: route for route in routes}
    found = [
        (fit.added_cost, vehicle)
        for vehicle, shift in enumerate(shifts)
        if shift.courier not in taken and problem.may_carry(vehicle, index)
        if (fit := insertion_on(problem, vehicle, by_vehicle.get(vehicle), index)) is not None
    ]
    return min(found)[1] if found else None
