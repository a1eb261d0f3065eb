"""Rates of a balance, compared exactly, and a price of unevenness to search with.

The rate of a vehicle is what it carries over plus the amounts of its shipments, by its
weight. Plans are compared by leximin: the smallest rate first, then the second smallest,
in exact fractions. A search needs one number to follow: the weighted sum of squared rates,
which for a fixed total is least when all rates are equal.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import accumulate
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from routing.model import Aim

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from routing.model import Balance
    from routing.problem import Problem
    from routing.solution import Route

Rates: TypeAlias = tuple[Fraction, ...]
"""Rates in rising order; of two, the greater tuple is the better one in leximin order."""


def rate_of(balance: Balance, vehicle: int, amount: int) -> Fraction:
    """Return the rate of a vehicle with some amount; of a workload, with a minus.

    So the least of these is always the one that an aim looks at first.
    """
    rate = Fraction(balance.carried[vehicle] + amount, balance.weights[vehicle])
    return rate if balance.aim is Aim.RAISE_LOWEST else -rate


def leximin_rates(balance: Balance, amounts: Sequence[int]) -> Rates:
    """Return the rates of all vehicles in rising order, to be compared as tuples."""
    return tuple(sorted(rate_of(balance, v, amount) for v, amount in enumerate(amounts)))


def amounts_of(problem: Problem, routes: Sequence[Route]) -> list[int]:
    """Return the sum of the amounts on every vehicle's route."""
    amounts = [0] * len(problem.vehicles)
    for route in routes:
        amounts[route.vehicle] = sum(problem.shipments[i].amount for i in route.shipments)
    return amounts


def within_reach(balance: Balance, total: int) -> Balance:
    """Return a balance whose rates can all be even, as far as carrying nothing more does it.

    Whoever carries over more than an even share stays ahead whatever a plan does: what is
    beyond the share is cut off, so that only what such a vehicle gets on top counts. The even
    share is the level that water finds: `total` poured over rates of unequal height.

    Parameters
    ----------
    balance
        What is carried over, and the weights.
    total
        Sum of all amounts that are to be shared.

    Returns
    -------
    Balance
        The same one when nobody is that far ahead.
    """
    pairs = sorted(
        zip(balance.carried, balance.weights, strict=True), key=lambda pair: Fraction(*pair)
    )
    amounts = accumulate((carried for carried, _ in pairs), initial=total)
    weights = accumulate(weight for _, weight in pairs)
    next(amounts)
    level = min(Fraction(amount, weight) for amount, weight in zip(amounts, weights, strict=True))
    carried = tuple(
        min(amount, level * weight // 1)
        for amount, weight in zip(balance.carried, balance.weights, strict=True)
    )
    return balance if carried == balance.carried else replace(balance, carried=carried)


def unevenness(balance: Balance, amounts: Sequence[int], *, spare: float = 0.0) -> float:
    """Return the weighted sum of squared distances of the rates from near their mean.

    Parameters
    ----------
    balance
        What is carried over, and the weights.
    amounts
        Of every vehicle.
    spare
        How far from the mean is near enough to count as nothing.
    """
    distances = distances_of(balance, amounts)
    return sum(
        weight * max(0.0, abs(distance) - spare) ** 2
        for distance, weight in zip(distances, balance.weights, strict=True)
    )


def distances_of(balance: Balance, amounts: Sequence[int]) -> list[float]:
    """Return how far the rate of every vehicle is above the mean rate, below it with a minus."""
    totals = [carried + amount for carried, amount in zip(balance.carried, amounts, strict=True)]
    mean = sum(totals) / sum(balance.weights)
    return [total / weight - mean for total, weight in zip(totals, balance.weights, strict=True)]


def unevenness_of_each(
    balance: Balance,
    vehicles: NDArray[np.int64],
    amounts: NDArray[np.int64],
    *,
    total: int,
    spare: float = 0.0,
) -> NDArray[np.float64]:
    """Return the weighted squared distance of each vehicle's rate with an amount from the mean.

    Parameters
    ----------
    balance
        What is carried over, and the weights.
    vehicles, amounts
        Index and amount of each, of one shape.
    total
        Sum of all amounts that are to be shared.
    spare
        As in `unevenness`.
    """
    carried, weights = np.array(balance.carried), np.array(balance.weights)
    mean = (sum(balance.carried) + total) / sum(balance.weights)
    distance = np.abs(carried[vehicles] + amounts - mean * weights[vehicles])
    beyond = np.maximum(0.0, distance - spare * weights[vehicles])
    squares: NDArray[np.float64] = beyond * beyond / weights[vehicles]
    return squares
