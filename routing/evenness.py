"""Rates of a balance, compared exactly, and a price of unevenness to search with.

The rate of a vehicle is what it carries over plus the amounts of its shipments, by its
weight. Plans are compared by leximin: the smallest rate first, then the second smallest,
in exact fractions. A search needs one number to follow: the weighted sum of squared rates,
which for a fixed total is least when all rates are equal.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Sequence

    from routing.model import Balance
    from routing.problem import Problem
    from routing.solution import Route

Rates: TypeAlias = tuple[Fraction, ...]
"""Rates in rising order; of two, the greater tuple is the better one in leximin order."""


def leximin_rates(balance: Balance, amounts: Sequence[int]) -> Rates:
    """Return the rates of all vehicles in rising order, to be compared as tuples."""
    return tuple(
        sorted(
            Fraction(carried + amount, weight)
            for carried, amount, weight in zip(
                balance.carried, amounts, balance.weights, strict=True
            )
        )
    )


def amounts_of(problem: Problem, routes: Sequence[Route]) -> list[int]:
    """Return the sum of the amounts on every vehicle's route."""
    amounts = [0] * len(problem.vehicles)
    for route in routes:
        amounts[route.vehicle] = sum(problem.shipments[i].amount for i in route.shipments)
    return amounts


@dataclass(frozen=True, slots=True, kw_only=True)
class Evenness:
    """Price of uneven rates: `factor` times the sum of squared rates by weight.

    Attributes
    ----------
    balance
        What is carried over, and the weights.
    factor
        Cost per unit of amount and of rate.
    """

    balance: Balance
    factor: float

    def price(self, vehicle: int, amount: int) -> float:
        """Return the share of a vehicle with some amount."""
        total = self.balance.carried[vehicle] + amount
        return self.factor * total * total / self.balance.weights[vehicle]


def unevenness(balance: Balance, amounts: Sequence[int]) -> float:
    """Return the weighted sum of squared distances of the rates from their mean."""
    totals = [carried + amount for carried, amount in zip(balance.carried, amounts, strict=True)]
    mean = sum(totals) / sum(balance.weights)
    return sum(
        weight * (total / weight - mean) ** 2
        for total, weight in zip(totals, balance.weights, strict=True)
    )
