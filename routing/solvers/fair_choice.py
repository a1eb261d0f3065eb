"""Which routes, and who rides them: leximin over routes and vehicles, within a cost.

CP-SAT chooses. As few vehicles as possible at the lowest rate, then at the next, and so on
[1]_; among choices that are equal in that, the least sum of squared distances from equal
rates shows the way. With the routes of one plan only, it re-assigns whole routes.

References
----------
.. [1] Burkard, R. and Rendl, F. (1991). Lexicographic bottleneck problems. Operations
       Research Letters.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from ortools.sat.python import cp_model

from routing.evenness import rate_of, unevenness_of_each
from routing.solvers.ruin_recreate.arrays import AMOUNT
from routing.solvers.ruin_recreate.riders import NOBODY
from routing.solvers.sat import sat_solver

if TYPE_CHECKING:
    from collections.abc import Iterable
    from fractions import Fraction

    from routing.effort import Effort
    from routing.model import Balance
    from routing.solvers.route_pool import RoutePool

MOST_WORK = 0.5
"""Deterministic time of CP-SAT per step."""

FINE = 1_000_000
"""Squared distances are counted in such a part of the largest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a choice may cost.

    Attributes
    ----------
    cost
        Most cost of all routes and idle vehicles.
    penalty
        Most penalty of shipments that are left out.
    penalties
        Of every shipment.
    """

    cost: int
    penalty: int
    penalties: tuple[int, ...]


@dataclass(slots=True, eq=False)
class _Model:
    """The choice as a model: what is taken, who is idle, and the rates that this makes."""

    model: cp_model.CpModel
    takes: dict[tuple[int, int], cp_model.IntVar]
    rests: list[cp_model.IntVar]
    drops: list[cp_model.IntVar]
    levels: dict[Fraction, list[cp_model.IntVar]]
    squares: list[int]

    def aim_at(self, level: Fraction) -> None:
        """Ask for as few vehicles at a rate as can be, then for the least unevenness."""
        weight = (FINE + 1) * len(self.rests)
        first = {variable.index for variable in self.levels[level]}
        variables = [*self.takes.values(), *self.rests]
        weights = [
            square + weight * (variable.index in first)
            for variable, square in zip(variables, self.squares, strict=True)
        ]
        self.model.minimize(cp_model.LinearExpr.weighted_sum(variables, weights))

    def go_on_from(self, solver: cp_model.CpSolver) -> None:
        """Let the next solve begin from the last answer."""
        variables = [*self.takes.values(), *self.rests, *self.drops]
        # OR-Tools leaves out its type.
        self.model.clear_hints()  # type: ignore[no-untyped-call]
        for variable in variables:
            self.model.add_hint(variable, solver.boolean_value(variable))


def fair_choice(  # noqa: PLR0913 - all but the pool by name
    pool: RoutePool,
    *,
    balance: Balance,
    columns: Iterable[tuple[int, int]],
    known: dict[int, int],
    limits: Limits,
    most_steps: int,
    effort: Effort,
) -> dict[int, int]:
    """Choose routes and vehicles whose rates are leximin-best.

    Parameters
    ----------
    pool
        Routes to choose from.
    balance
        What makes the rates.
    columns
        Pairs of set and vehicle that may be chosen; impossible ones are left aside.
    known
        A choice within the limits to begin from, by vehicle.
    limits
        What the choice may cost.
    most_steps
        Levels at most that are made as small as can be.
    effort
        When to stop by the clock; counts as no iteration.

    Returns
    -------
    dict[int, int]
        Set by vehicle, never worse than `known` in leximin order.
    """
    worst = min(
        rate_of(balance, vehicle, int(pool.amounts[known[vehicle]]) if vehicle in known else 0)
        for vehicle in range(len(pool.idle))
    )
    built = _build(pool, balance, {*columns, *((r, v) for v, r in known.items())}, worst)
    _limit(built, pool, known, limits)
    settled: set[Fraction] = set()
    best = known
    level = worst
    for _ in range(most_steps):
        if effort.is_spent:
            break
        for rate in sorted(rate for rate in built.levels if rate < level and rate not in settled):
            settled.add(rate)
            built.model.add(cp_model.LinearExpr.sum(built.levels[rate]) == 0)
        built.aim_at(level)
        solver = sat_solver(effort, MOST_WORK)
        if solver.solve(built.model) not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
            break
        best = {v: row for (row, v), take in built.takes.items() if solver.boolean_value(take)}
        counts = {
            rate: sum(solver.boolean_value(variable) for variable in variables)
            for rate, variables in built.levels.items()
        }
        settled.add(level)
        built.model.add(cp_model.LinearExpr.sum(built.levels[level]) <= counts[level])
        built.go_on_from(solver)
        higher = [rate for rate, count in counts.items() if count and rate not in settled]
        if not higher:
            break
        level = min(higher)
    return best


def _build(
    pool: RoutePool, balance: Balance, pairs: set[tuple[int, int]], worst: Fraction
) -> _Model:
    """Make one variable per pair and per idle vehicle whose rate is not below the worst."""
    model = cp_model.CpModel()
    takes: dict[tuple[int, int], cp_model.IntVar] = {}
    levels: dict[Fraction, list[cp_model.IntVar]] = {}
    for row, vehicle in sorted(pairs):
        rate = rate_of(balance, vehicle, int(pool.amounts[row]))
        if pool.costs[row, vehicle] < NOBODY and rate >= worst:
            takes[row, vehicle] = model.new_bool_var("")
            levels.setdefault(rate, []).append(takes[row, vehicle])
    rests = [model.new_bool_var("") for _ in pool.idle]
    for vehicle, rest in enumerate(rests):
        rate = rate_of(balance, vehicle, 0)
        if rate >= worst:
            levels.setdefault(rate, []).append(rest)
        else:
            model.add(rest == 0)
    on_vehicle: list[list[cp_model.IntVar]] = [[rest] for rest in rests]
    for (_, vehicle), take in takes.items():
        on_vehicle[vehicle].append(take)
    for either in on_vehicle:
        model.add_exactly_one(either)
    return _Model(
        model=model,
        takes=takes,
        rests=rests,
        drops=[model.new_bool_var("") for _ in range(pool.arrays.num_shipments)],
        levels=levels,
        squares=_squares(pool, balance, list(takes), len(rests)),
    )


def _limit(built: _Model, pool: RoutePool, known: dict[int, int], limits: Limits) -> None:
    """Have every shipment carried once or left out, keep to the limits, begin from `known`."""
    model = built.model
    on_shipment: list[list[cp_model.IntVar]] = [[drop] for drop in built.drops]
    for (row, vehicle), take in built.takes.items():
        model.add_hint(take, known.get(vehicle) == row)
        for shipment in pool.loads[row]:
            on_shipment[shipment].append(take)
    for either in on_shipment:
        model.add_exactly_one(either)
    served = {shipment for row in known.values() for shipment in pool.loads[row]}
    for shipment, drop in enumerate(built.drops):
        model.add_hint(drop, shipment not in served)
    for vehicle, rest in enumerate(built.rests):
        model.add_hint(rest, vehicle not in known)
    costs = [int(pool.costs[pair]) for pair in built.takes]
    variables = [*built.takes.values(), *built.rests]
    cost = cp_model.LinearExpr.weighted_sum(variables, [*costs, *pool.idle.tolist()])
    model.add(cost <= limits.cost)
    model.add(cp_model.LinearExpr.weighted_sum(built.drops, limits.penalties) <= limits.penalty)


def _squares(
    pool: RoutePool, balance: Balance, pairs: list[tuple[int, int]], num_vehicles: int
) -> list[int]:
    """Return squared distances from equal rates of pairs and idle ones, the largest as `FINE`."""
    vehicles = np.array([*(vehicle for _, vehicle in pairs), *range(num_vehicles)], np.int64)
    amounts = np.array([*(pool.amounts[row] for row, _ in pairs), *[0] * num_vehicles], np.int64)
    total = int(pool.arrays.shipment[:, AMOUNT].sum())
    squares = unevenness_of_each(balance, vehicles, amounts, total=total)
    unit = max(float(squares.max(initial=0.0)), 1e-9) / FINE
    return [round(square / unit) for square in squares.tolist()]
