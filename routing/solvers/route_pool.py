"""Routes to choose from: what is on each, and what it costs with each vehicle."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from routing.solvers.ruin_recreate.arrays import AMOUNT, arrays_of
from routing.solvers.ruin_recreate.riders import NOBODY, idle_costs, riding_costs

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from routing.problem import Problem
    from routing.solvers.ruin_recreate.arrays import Arrays
    from routing.solvers.ruin_recreate.engine import Plan


@dataclass(slots=True, eq=False)
class RoutePool:
    """Sets of shipments that one vehicle can carry, each with its cheapest route per vehicle.

    Attributes
    ----------
    arrays
        The problem.
    idle
        Cost of every vehicle without a route, shape ``(v,)``.
    loads
        Shipments of each set, in rising order.
    amounts
        Sum of the amounts of each set, shape ``(n,)``.
    costs
        Cheapest cost of each set with each vehicle, shape ``(n, v)``; `NOBODY`: none known.
    orders
        Distinct orders of stops.
    order_of
        Index of the order that costs so much, shape ``(n, v)``.
    rows
        Index of every set.
    """

    arrays: Arrays
    idle: NDArray[np.int64]
    loads: list[tuple[int, ...]]
    amounts: NDArray[np.int64]
    costs: NDArray[np.int64]
    orders: dict[tuple[int, ...], int]
    order_of: NDArray[np.int64]
    rows: dict[tuple[int, ...], int] = field(default_factory=dict)

    def add(self, routes: Iterable[tuple[int, ...]]) -> None:
        """Take in the codes of routes; those that are known already change nothing."""
        new = [codes for codes in dict.fromkeys(routes) if codes and codes not in self.orders]
        if not new:
            return
        priced = riding_costs(self.arrays, new)
        before = len(self.loads)
        where = []
        for codes in new:
            self.orders[codes] = len(self.orders)
            load = tuple(sorted({code // 2 for code in codes}))
            row = self.rows.setdefault(load, len(self.loads))
            if row == len(self.loads):
                self.loads.append(load)
            where.append(row)
        self._grow(before)
        first = len(self.orders) - len(new)
        for place, row in enumerate(where):
            better = priced[place] < self.costs[row]
            self.costs[row][better] = priced[place][better]
            self.order_of[row][better] = first + place

    def _grow(self, before: int) -> None:
        more = len(self.loads) - before
        shape = (more, self.arrays.num_vehicles)
        amount = self.arrays.shipment[:, AMOUNT]
        sums = [int(amount[list(load)].sum()) for load in self.loads[before:]]
        self.amounts = np.concatenate([self.amounts, np.array(sums, np.int64)])
        self.costs = np.concatenate([self.costs, np.full(shape, NOBODY, np.int64)])
        self.order_of = np.concatenate([self.order_of, np.full(shape, -1, np.int64)])

    def keep_only(self, rows: Iterable[int]) -> None:
        """Forget all sets but some."""
        kept = sorted(set(rows))
        self.loads = [self.loads[row] for row in kept]
        self.rows = {load: row for row, load in enumerate(self.loads)}
        self.amounts = self.amounts[kept]
        self.costs = self.costs[kept]
        used = np.unique(self.order_of[kept])
        orders = list(self.orders)
        self.orders = {orders[order]: place for place, order in enumerate(used[used >= 0].tolist())}
        place_of = np.full(len(orders) + 1, -1, np.int64)
        place_of[used[used >= 0]] = np.arange(len(self.orders))
        self.order_of = place_of[self.order_of[kept]]

    def choice_of(self, plan: Plan) -> dict[int, int]:
        """Return the set of every used vehicle of a plan whose routes were all taken in."""
        return {
            vehicle: self.rows[tuple(sorted({code // 2 for code in codes}))]
            for vehicle, codes in plan.items()
        }

    def plan_of(self, choice: dict[int, int]) -> Plan:
        """Return the plan in which vehicles carry their sets at the least cost."""
        orders = list(self.orders)
        return {v: orders[self.order_of[row, v]] for v, row in sorted(choice.items())}

    def cost_of(self, choice: dict[int, int]) -> int:
        """Return the cost of all routes of a choice, and of idle vehicles."""
        used = sum(int(self.costs[row, v]) for v, row in choice.items())
        return used + sum(int(cost) for v, cost in enumerate(self.idle) if v not in choice)


def pool_for(problem: Problem) -> RoutePool:
    """Return an empty pool."""
    arrays = arrays_of(problem)
    shape = (0, arrays.num_vehicles)
    return RoutePool(
        arrays=arrays,
        idle=idle_costs(arrays),
        loads=[],
        amounts=np.zeros(0, np.int64),
        costs=np.zeros(shape, np.int64),
        orders={},
        order_of=np.zeros(shape, np.int64),
    )
