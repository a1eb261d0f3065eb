"""Leximin within the slack is what trying everything finds, on days small enough to try."""

from __future__ import annotations

import os
import random
from dataclasses import replace
from functools import cache
from itertools import product
from typing import TYPE_CHECKING

import numpy as np
import pytest

from routing.evenness import amounts_of, leximin_rates
from routing.model import Aim, Balance, Matrix
from routing.problem import Budget, Problem
from routing.solve import solve
from tests.routing_makers import shipment, stop, vehicle, window

if TYPE_CHECKING:
    from collections.abc import Sequence

    from routing.evenness import Rates

NUM_CASES = int(os.environ.get("LEXIMIN_CASES", "40"))
"""Cases of the short form; the long form is ``LEXIMIN_CASES=500``."""


def small_day(seed: int) -> Problem:
    """Draw two or three couriers and three or four orders on a small plane."""
    stream = random.Random(seed)  # noqa: S311 - draws a test, no secret
    num_vehicles, num_shipments = stream.randint(2, 3), stream.randint(3, 4)
    size = 2 * num_shipments + num_vehicles
    spots = [(stream.randint(0, 20), stream.randint(0, 20)) for _ in range(size)]
    apart = np.array([[abs(a - c) + abs(b - d) for c, d in spots] for a, b in spots], np.int32)
    opens = [stream.randint(0, 60) for _ in range(num_shipments)]
    return Problem(
        matrices=(Matrix(apart, apart, np.ones(apart.shape, np.bool_)),),
        vehicles=tuple(
            replace(
                vehicle(f"v{v}", shift=window(0, stream.choice([150, 400]))),
                start=2 * num_shipments + v,
                end=None,
            )
            for v in range(num_vehicles)
        ),
        shipments=tuple(
            shipment(
                f"s{i}",
                stop(2 * i, window(opens[i], opens[i] + 120)),
                stop(2 * i + 1, window(opens[i], opens[i] + 150)),
                amount=stream.randint(1, 9),
            )
            for i in range(num_shipments)
        ),
        balance=Balance(
            carried=tuple(stream.randint(-3, 12) for _ in range(num_vehicles)),
            weights=tuple(stream.randint(1, 3) for _ in range(num_vehicles)),
            slack_permille=stream.choice([0, 50, 200, 1000]),
            aim=stream.choice(list(Aim)),
        ),
    )


def cheapest(problem: Problem, v: int, shipments: tuple[int, ...]) -> int | None:
    """Return the least travel of a vehicle with some shipments, by trying all orders."""
    travels = [travel_of(problem, v, order) for order in orders_of(shipments)]
    return min((travel for travel in travels if travel is not None), default=None)


@cache
def orders_of(shipments: tuple[int, ...]) -> tuple[tuple[int, ...], ...]:
    """Return every order of stops in which each pickup is before its delivery."""
    if not shipments:
        return ((),)
    first, rest = shipments[0], shipments[1:]
    return tuple(
        (*order[:i], 2 * first, *order[i:j], 2 * first + 1, *order[j:])
        for order in orders_of(rest)
        for i in range(len(order) + 1)
        for j in range(i, len(order) + 1)
    )


def travel_of(problem: Problem, v: int, order: Sequence[int]) -> int | None:
    """Return the seconds of a route whose places are its codes, or none when it is late."""
    shift, here = problem.vehicles[v].shift, problem.vehicles[v].start
    clock, travel = shift.earliest, 0
    for code in order:
        asked = problem.shipments[code // 2]
        place = asked.delivery if code % 2 else asked.pickup
        assert place is not None
        leg = int(problem.matrices[0].durations[here, place.location])
        clock = max(clock + leg, place.windows[0].earliest)
        travel += leg
        here = place.location
        if clock > place.windows[0].latest:
            return None
    return travel if clock <= shift.latest else None


def best_by_trying(problem: Problem) -> tuple[int, Rates] | None:
    """Return the least cost of a whole plan, and the leximin-best rates within the slack."""
    balance = problem.balance
    assert balance is not None
    known: dict[tuple[int, tuple[int, ...]], int | None] = {}
    plans = []
    for who in product(range(len(problem.vehicles)), repeat=len(problem.shipments)):
        total: int | None = 0
        for v in range(len(problem.vehicles)):
            mine = tuple(i for i, one in enumerate(who) if one == v)
            if mine and (v, mine) not in known:
                known[v, mine] = cheapest(problem, v, mine)
            part = known[v, mine] if mine else 0
            total = None if total is None or part is None else total + part
        if total is not None:
            amounts = [0] * len(problem.vehicles)
            for i, v in enumerate(who):
                amounts[v] += problem.shipments[i].amount
            plans.append((total, leximin_rates(balance, amounts)))
    if not plans:
        return None
    least = min(cost for cost, _ in plans)
    most = least + least * balance.slack_permille // 1000
    return least, max(rates for cost, rates in plans if cost <= most)


@pytest.mark.parametrize("seed", range(NUM_CASES))
def test_leximin_is_what_trying_everything_finds(seed: int) -> None:
    """Every partition, every courier and every order of stops is tried for comparison."""
    problem = small_day(seed)
    expected = best_by_trying(problem)
    assert expected is not None, "Some plan carries everything on every drawn day."

    fair = solve(problem, Budget(iterations=200), seed=1)

    assert problem.balance is not None
    assert fair.free is not None
    rates = leximin_rates(problem.balance, amounts_of(problem, fair.routes))
    assert (fair.free.cost, rates) == expected
