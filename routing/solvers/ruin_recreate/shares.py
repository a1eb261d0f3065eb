"""A price of uneven rates for the search: how far each vehicle is from its share, squared.

The share of a vehicle is the amount that gives it the mean rate, less what it carries over.
For a fixed total the weighted sum of squared distances is least when all rates are equal.
Distances up to some may cost nothing: then only the lowest and the highest rates count. These
are two more rows of soft bounds per vehicle, so a search without a balance pays nothing.
"""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from routing.solvers.ruin_recreate.arrays import (
    AMOUNT,
    BOUND_FROM,
    BOUND_TO,
    GROUP,
    LOWER,
    MEASURE,
    PRICE,
    UPPER,
)
from routing.solvers.ruin_recreate.bounds import DEAREST, ON_DEFICIT, ON_SURPLUS, PARTS
from routing.solvers.ruin_recreate.routes import CARRIED, ROUTE_COST

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from routing.model import Balance
    from routing.solvers.ruin_recreate.arrays import Arrays
    from routing.solvers.ruin_recreate.engine import Engine

DIGITS = 30
"""Binary digits of a price."""


def with_shares(arrays: Arrays, balance: Balance) -> Arrays:
    """Return arrays with two rows of bounds more per vehicle, which cost nothing yet.

    Vehicles that carry over another amount or have another weight are no longer alike.
    """
    total = sum(balance.carried) + int(arrays.shipment[:, AMOUNT].sum())
    mean = Fraction(total, sum(balance.weights))
    vehicle = arrays.vehicle.copy()
    orders = int(vehicle[:, BOUND_FROM].min(initial=len(arrays.bound)))
    rows: list[list[int]] = arrays.bound[:orders].tolist()  # of pinned orders of stops
    groups: dict[tuple[int, int, int], int] = {}
    for index, (carried, weight) in enumerate(zip(balance.carried, balance.weights, strict=True)):
        before = arrays.bound[vehicle[index, BOUND_FROM] : vehicle[index, BOUND_TO]]
        vehicle[index, BOUND_FROM] = len(rows)
        rows.extend(before.tolist())
        for measure in (ON_DEFICIT, ON_SURPLUS):
            row = [0, 0, 0, 0]
            row[MEASURE], row[LOWER] = measure, round((mean * weight - carried) * PARTS)
            rows.append(row)
        vehicle[index, BOUND_TO] = len(rows)
        key = (int(vehicle[index, GROUP]), carried, weight)
        vehicle[index, GROUP] = groups.setdefault(key, len(groups))
    return arrays._replace(vehicle=vehicle, bound=np.array(rows, np.int64).reshape(-1, 4))


def set_price(engine: Engine, balance: Balance, factor: float, *, spare: float = 0.0) -> None:
    """Let a unit of squared distance, by a unit of weight, cost `factor` from now on.

    Routes and plans of the engine are priced anew; what is known about insertions holds.

    Parameters
    ----------
    engine
        Made with the balance.
    balance
        What makes the rates.
    factor
        The price.
    spare
        How far from the mean rate costs nothing.
    """
    arrays = engine.arrays
    plans = (engine.current, engine.trial, engine.best)
    before = [prices_of(arrays, plan.total[:, CARRIED]) for plan in plans]
    total = sum(balance.carried) + int(arrays.shipment[:, AMOUNT].sum())
    mean = total / sum(balance.weights)
    rows = (arrays.vehicle[:, BOUND_TO] - 2).tolist()
    for row, weight, carried in zip(rows, balance.weights, balance.carried, strict=True):
        part, power = math.frexp(factor / weight / PARTS / PARTS)
        arrays.bound[row : row + 2, PRICE] = round(math.ldexp(part, DIGITS))
        arrays.bound[row : row + 2, UPPER] = DIGITS - power
        for place, rate in enumerate((mean - spare, mean + spare)):
            arrays.bound[row + place, LOWER] = round((rate * weight - carried) * PARTS)
    for place, plan in enumerate(plans):
        change = prices_of(arrays, plan.total[:, CARRIED]) - before[place]
        plan.total[:, ROUTE_COST] += change
        if plan is not engine.trial:
            engine.costs[int(plan is engine.best)] += int(change.sum())


def prices_of(arrays: Arrays, amounts: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the price of every vehicle's distance from its share, given its amount."""
    total = np.zeros(len(amounts), np.int64)
    for place in (1, 2):
        row = arrays.bound[arrays.vehicle[:, BOUND_TO] - place]
        beyond = amounts * PARTS - row[:, LOWER]
        is_priced = (beyond < 0) == (row[:, MEASURE] == ON_DEFICIT)
        distance = np.where(is_priced, beyond, 0).astype(np.float64)
        price = np.ldexp(distance * distance * row[:, PRICE], -row[:, UPPER])
        total += np.minimum(price, DEAREST).astype(np.int64)
    return total
