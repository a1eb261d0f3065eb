"""A price of uneven rates for the search: how far each vehicle is from its share, squared.

The share of a vehicle is the amount that gives it the mean rate, less what it carries over.
For a fixed total the weighted sum of squared distances is least when all rates are equal.
It is one more row of soft bounds per vehicle, so a search without a balance pays nothing.
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
from routing.solvers.ruin_recreate.bounds import DEAREST, ON_SHARE, PARTS
from routing.solvers.ruin_recreate.routes import CARRIED, ROUTE_COST

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from routing.model import Balance
    from routing.solvers.ruin_recreate.arrays import Arrays
    from routing.solvers.ruin_recreate.engine import Engine

DIGITS = 30
"""Binary digits of a price."""


def with_shares(arrays: Arrays, balance: Balance) -> Arrays:
    """Return arrays with one row of bounds more per vehicle, which costs nothing yet.

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
        row = [0, 0, 0, 0]
        row[MEASURE], row[LOWER] = ON_SHARE, round((mean * weight - carried) * PARTS)
        rows.append(row)
        vehicle[index, BOUND_TO] = len(rows)
        key = (int(vehicle[index, GROUP]), carried, weight)
        vehicle[index, GROUP] = groups.setdefault(key, len(groups))
    return arrays._replace(vehicle=vehicle, bound=np.array(rows, np.int64).reshape(-1, 4))


def set_price(engine: Engine, balance: Balance, factor: float) -> None:
    """Let a unit of squared distance, by a unit of weight, cost `factor` from now on.

    Routes and plans of the engine are priced anew; what is known about insertions holds.
    """
    arrays = engine.arrays
    plans = (engine.current, engine.trial, engine.best)
    before = [prices_of(arrays, plan.total[:, CARRIED]) for plan in plans]
    rows = arrays.vehicle[:, BOUND_TO] - 1
    for row, weight in zip(rows.tolist(), balance.weights, strict=True):
        part, power = math.frexp(factor / weight / PARTS / PARTS)
        arrays.bound[row, PRICE] = round(math.ldexp(part, DIGITS))
        arrays.bound[row, UPPER] = DIGITS - power
    for place, plan in enumerate(plans):
        change = prices_of(arrays, plan.total[:, CARRIED]) - before[place]
        plan.total[:, ROUTE_COST] += change
        if plan is not engine.trial:
            engine.costs[int(plan is engine.best)] += int(change.sum())


def prices_of(arrays: Arrays, amounts: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the price of every vehicle's distance from its share, given its amount."""
    row = arrays.bound[arrays.vehicle[:, BOUND_TO] - 1]
    distance = (amounts * PARTS - row[:, LOWER]).astype(np.float64)
    price = np.ldexp(distance * distance * row[:, PRICE], -row[:, UPPER])
    return np.minimum(price, DEAREST).astype(np.int64)
