"""The cheapest choice among the columns that a relaxation leaves the best chances."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ortools.sat.python import cp_model

from routing.solvers.sat import sat_solver

if TYPE_CHECKING:
    from routing.effort import Effort
    from routing.solvers.relaxation import Relaxation

MOST_COLUMNS, COLUMNS_PER_SECOND = 1_500, 3_000
"""Columns that CP-SAT chooses from, by reduced price: at most, and by the effort.

Those of the known choice come on top.
"""

MOST_WORK = 0.5
"""Deterministic time of CP-SAT."""


def cheapest_choice(
    relaxation: Relaxation, known: dict[int, int], effort: Effort
) -> dict[int, int]:
    """Choose a set for every vehicle, or none.

    Parameters
    ----------
    relaxation
        Solved; its prices are added up.
    known
        A choice to begin from: set by vehicle.
    effort
        When to stop by the clock; counts as no iteration.

    Returns
    -------
    dict[int, int]
        Set by vehicle; shipments may be left out. The known choice if none cheaper is found.
    """
    prices = relaxation.columns
    width = len(prices.idle)
    of_known = {row * width + vehicle for vehicle, row in known.items()}
    columns = sorted({*relaxation.best(_num_columns(effort)), *of_known})
    model = cp_model.CpModel()
    takes = [model.new_bool_var("") for _ in columns]
    rests = [model.new_bool_var("") for _ in prices.idle]
    drops = [model.new_bool_var("") for _ in prices.drops]
    on_vehicle, on_shipment = [[rest] for rest in rests], [[drop] for drop in drops]
    for column, take in zip(columns, takes, strict=True):
        row, vehicle = divmod(column, width)
        on_vehicle[vehicle].append(take)
        for shipment in prices.loads[row]:
            on_shipment[shipment].append(take)
        model.add_hint(take, column in of_known)
    for either in (*on_vehicle, *on_shipment):
        model.add_exactly_one(either)
    for vehicle, rest in enumerate(rests):
        model.add_hint(rest, vehicle not in known)
    served = {shipment for row in known.values() for shipment in prices.loads[row]}
    for shipment, drop in enumerate(drops):
        model.add_hint(drop, shipment not in served)
    each = prices.prices.ravel()[columns].tolist()
    costs = [round(price) for price in (*each, *prices.idle.tolist(), *prices.drops.tolist())]
    model.minimize(cp_model.LinearExpr.weighted_sum([*takes, *rests, *drops], costs))
    solver = sat_solver(effort, MOST_WORK)
    if solver.solve(model) not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
        return known
    chosen = [c for c, take in zip(columns, takes, strict=True) if solver.boolean_value(take)]
    return {column % width: column // width for column in chosen}


def _num_columns(effort: Effort) -> int:
    seconds = effort.seconds_left
    return (
        MOST_COLUMNS if seconds is None else min(MOST_COLUMNS, round(COLUMNS_PER_SECOND * seconds))
    )
