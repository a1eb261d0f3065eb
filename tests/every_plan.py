"""The least cost of a tiny problem, by a look at every plan there is.

Routes are scheduled by `routing.schedule` and judged by `routing.check`: nothing of a search
or an insertion is used.
"""

from __future__ import annotations

from itertools import combinations, product
from typing import TYPE_CHECKING

from routing.check_route import route_violations
from routing.cost import route_cost
from routing.schedule import schedule
from routing.solution import Entry, StopKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from routing.problem import Problem


def least_cost(problem: Problem) -> int:
    """Return the cost of the cheapest plan of all."""
    everything = range(len(problem.shipments))
    groups = [
        frozenset(group)
        for size in range(len(problem.shipments) + 1)
        for group in combinations(everything, size)
    ]
    routes = [_least_routes(problem, vehicle, groups) for vehicle in range(len(problem.vehicles))]
    penalties = [
        problem.mandatory_penalty if s.drop_penalty is None else s.drop_penalty
        for s in problem.shipments
    ]
    best = None
    for choice in product(*routes):
        served = [shipment for group in choice for shipment in group]
        if len(served) > len(set(served)):
            continue
        cost = sum(penalties[i] for i in everything if i not in served)
        cost += sum(routes[vehicle][group] for vehicle, group in enumerate(choice))
        best = cost if best is None else min(best, cost)
    return 0 if best is None else best


def _least_routes(
    problem: Problem, vehicle: int, groups: Sequence[frozenset[int]]
) -> dict[frozenset[int], int]:
    """Return the least cost of a vehicle for every group of shipments that it can serve."""
    found = {group: _least_route(problem, vehicle, group) for group in groups}
    return {group: cost for group, cost in found.items() if cost is not None}


def _least_route(problem: Problem, vehicle: int, group: frozenset[int]) -> int | None:
    """Return the least cost of a vehicle that serves some shipments, if it can."""
    if not group:
        return route_cost(problem, vehicle, None)
    ends = [
        Entry(kind=kind, index=index)
        for index in sorted(group)
        for kind, end in (
            (StopKind.PICKUP, problem.shipments[index].pickup),
            (StopKind.DELIVERY, problem.shipments[index].delivery),
        )
        if end is not None
    ]
    rests = [
        Entry(kind=StopKind.BREAK, index=index)
        for index in range(len(problem.vehicles[vehicle].breaks))
    ]
    costs = []
    for order in _orders([*ends, *rests]):
        route = schedule(problem, vehicle, order)
        if not any(route_violations(problem, route)):
            costs.append(route_cost(problem, vehicle, route))
    return min(costs, default=None)


def _orders(entries: Sequence[Entry]) -> Iterator[tuple[Entry, ...]]:
    """Yield every order in which no delivery comes before its pickup."""
    if not entries:
        yield ()
        return
    for place, entry in enumerate(entries):
        partner = Entry(kind=StopKind.PICKUP, index=entry.index)
        if entry.kind is StopKind.DELIVERY and partner in entries:
            continue
        for rest in _orders([*entries[:place], *entries[place + 1 :]]):
            yield (entry, *rest)
