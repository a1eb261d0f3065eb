"""The cheapest plan that can be put together from routes a search came by.

Set partitioning: every shipment on exactly one chosen route, or left out at its penalty, and
no more routes of a group of interchangeable vehicles than there are vehicles in it. A
linear program shows which routes have a chance, CP-SAT chooses among those.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from ortools.linear_solver import pywraplp
from ortools.sat.python import cp_model

from routing.solvers.ruin_recreate.arrays import GROUP, PENALTY
from routing.solvers.ruin_recreate.engine import lay_route
from routing.solvers.ruin_recreate.kept import kept_routes
from routing.solvers.ruin_recreate.routes import ROUTE_COST
from routing.solvers.sat import sat_solver

if TYPE_CHECKING:
    from collections.abc import Sequence

    from routing.effort import Effort
    from routing.solvers.ruin_recreate.engine import Engine, Plan

MOST_RELAXED, RELAXED_PER_SECOND = 12_000, 20_000
"""Routes that the linear program looks at, the last ones found: at most, and by the effort."""

MOST_CHOSEN_FROM, CHOSEN_PER_SECOND = 2_500, 4_000
"""Routes that CP-SAT chooses from, by reduced cost: at most, and by the effort."""

MOST_WORK = 2.0
"""Deterministic time of CP-SAT, about seconds."""

LEAST_WORK = 0.05
"""Below this nothing is tried."""

ITERATIONS_PER_SECOND = 500
"""What an effort without a clock counts for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A route that can be chosen.

    Attributes
    ----------
    group
        Vehicles that can ride it, by the number of their group.
    codes
        Its stops.
    shipments
        What is on it.
    cost
        What using it adds to the cost of an unused vehicle.
    """

    group: int
    codes: tuple[int, ...]
    shipments: tuple[int, ...]
    cost: int


def recombine(engine: Engine, effort: Effort) -> Plan | None:
    """Choose the cheapest plan from the routes that a search has kept.

    Parameters
    ----------
    engine
        After a search; its best plan is one of the choices.
    effort
        What may be spent; counts as no iteration.

    Returns
    -------
    Plan | None
        ``None`` when the best plan stays the best.
    """
    seconds = _seconds(effort)
    if seconds < LEAST_WORK:
        return None
    group = engine.arrays.vehicle[:, GROUP].tolist()
    columns = columns_of(engine, min(MOST_RELAXED, round(RELAXED_PER_SECOND * seconds)))
    chosen = _choose(engine, columns, len(engine.best_plan()), effort)
    if chosen is None:
        return None
    free: dict[int, list[int]] = {}
    for vehicle in reversed(range(len(group))):
        free.setdefault(group[vehicle], []).append(vehicle)
    return {free[column.group].pop(): column.codes for column in chosen}


def _seconds(effort: Effort) -> float:
    """Return how long the choice may take, about, never by the clock if steps are counted."""
    left = effort.iterations_left
    by_steps = MOST_WORK if left is None else left / ITERATIONS_PER_SECOND
    by_clock = effort.seconds_left
    return min(MOST_WORK, by_steps, MOST_WORK if by_clock is None else by_clock)


def columns_of(engine: Engine, most: int) -> list[Column]:
    """Return the routes of the best plan, then others that were kept, the last ones first."""
    best = [_column(engine, v, codes) for v, codes in engine.best_plan().items()]
    seen = {(column.group, frozenset(column.shipments)) for column in best}
    columns = list(best)
    group = engine.arrays.vehicle[:, GROUP].tolist()
    costs = engine.kept.route[: engine.kept.counts[0], 3].tolist()
    empty = _empty_costs(engine)
    kept = kept_routes(engine.kept)
    for (vehicle, codes), cost in zip(reversed(kept), reversed(costs), strict=True):
        if len(columns) >= most:
            break
        shipments = tuple(dict.fromkeys(code // 2 for code in codes))
        if (group[vehicle], frozenset(shipments)) not in seen:
            columns.append(
                Column(
                    group=group[vehicle],
                    codes=codes,
                    shipments=shipments,
                    cost=cost - empty[vehicle],
                )
            )
    return columns


def _empty_costs(engine: Engine) -> list[int]:
    """Return what every vehicle costs when it is not used: soft bounds from below."""
    counter = engine.memory.counter.copy()
    trial = engine.trial
    costs = []
    for vehicle in range(engine.arrays.num_vehicles):
        lay_route(engine.arrays, trial, vehicle, (), counter)
        costs.append(int(trial.total[vehicle, ROUTE_COST]))
    return costs


def _column(engine: Engine, vehicle: int, codes: tuple[int, ...]) -> Column:
    counter = engine.memory.counter.copy()
    lay_route(engine.arrays, engine.trial, vehicle, (), counter)
    empty = int(engine.trial.total[vehicle, ROUTE_COST])
    return Column(
        group=int(engine.arrays.vehicle[vehicle, GROUP]),
        codes=codes,
        shipments=tuple(dict.fromkeys(code // 2 for code in codes)),
        cost=int(engine.best.total[vehicle, ROUTE_COST]) - empty,
    )


def _choose(
    engine: Engine, columns: list[Column], num_best: int, effort: Effort
) -> list[Column] | None:
    """Return the cheapest choice, or ``None`` when the first `num_best` columns are it."""
    penalties = engine.arrays.shipment[:, PENALTY].tolist()
    seconds = _seconds(effort)
    most = min(MOST_CHOSEN_FROM, max(num_best, round(CHOSEN_PER_SECOND * seconds)))
    if len(columns) > most:
        reduced = _reduced_costs(engine, columns, penalties)
        reduced[:num_best] = -np.inf
        kept = np.sort(np.argsort(reduced, kind="stable")[:most])
        columns = [columns[place] for place in kept]
    model = cp_model.CpModel()
    takes = [model.new_bool_var("") for _ in columns]
    drops = [model.new_bool_var("") for _ in penalties]
    on_shipment = [[drop] for drop in drops]
    on_group: dict[int, list[cp_model.IntVar]] = {}
    for column, take in zip(columns, takes, strict=True):
        on_group.setdefault(column.group, []).append(take)
        for shipment in column.shipments:
            on_shipment[shipment].append(take)
    for either in on_shipment:
        model.add_exactly_one(either)
    sizes = np.bincount(engine.arrays.vehicle[:, GROUP])
    for group, some in on_group.items():
        model.add(sum(some) <= int(sizes[group]))
    served = {shipment for column in columns[:num_best] for shipment in column.shipments}
    for place, take in enumerate(takes):
        model.add_hint(take, place < num_best)
    for shipment, drop in enumerate(drops):
        model.add_hint(drop, shipment not in served)
    costs = [column.cost for column in columns]
    total = cp_model.LinearExpr.weighted_sum([*takes, *drops], [*costs, *penalties])
    known = sum(costs[:num_best])
    known += sum(penalty for i, penalty in enumerate(penalties) if i not in served)
    model.add(total <= known - 1)
    model.minimize(total)
    solver = sat_solver(effort, _seconds(effort))
    if solver.solve(model) not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
        return None
    return [c for c, take in zip(columns, takes, strict=True) if solver.boolean_value(take)]


def _reduced_costs(
    engine: Engine, columns: Sequence[Column], penalties: Sequence[int]
) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Solve the linear program over all columns."""
    solver = pywraplp.Solver.CreateSolver("GLOP")
    objective = solver.Objective()
    rows = [solver.Constraint(1.0, 1.0) for _ in penalties]
    sizes = np.bincount(engine.arrays.vehicle[:, GROUP]).tolist()
    limits = [solver.Constraint(-solver.infinity(), float(size)) for size in sizes]
    for row, penalty in zip(rows, penalties, strict=True):
        drop = solver.NumVar(0.0, solver.infinity(), "")
        row.SetCoefficient(drop, 1.0)
        objective.SetCoefficient(drop, float(penalty))
    variables = []
    for column in columns:
        take = solver.NumVar(0.0, solver.infinity(), "")
        objective.SetCoefficient(take, float(column.cost))
        limits[column.group].SetCoefficient(take, 1.0)
        for shipment in column.shipments:
            rows[shipment].SetCoefficient(take, 1.0)
        variables.append(take)
    objective.SetMinimization()
    if solver.Solve() != pywraplp.Solver.OPTIMAL:
        return np.array([float(column.cost) for column in columns])
    return np.array([variable.ReducedCost() for variable in variables])
