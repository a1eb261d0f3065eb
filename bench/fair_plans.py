"""Claim: on a city day of 30 couriers and 150 orders, 2 % more travel evens out most of the pay.

``python -m bench.fair_plans --seeds 1,2,3 --seconds 20`` draws days (`bench.fair_city`), plans
each without a balance and then with one, each time from nothing and for as long, and says by
how much the spread of paid minutes falls, the ledger included, and what it costs. With
``--svg FILE`` it draws the mean over the seeds.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from bench.fair_city import CityDay, city_day
from fairness.measures import gini
from routing.check import check
from routing.evenness import amounts_of
from routing.problem import Budget
from routing.solve import solve
from scenarios.line_chart import Line, line_chart

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from routing.problem import Problem
    from routing.solution import Solution

HOUR_S = 3600


def main(argv: Sequence[str]) -> int:
    """Measure, print and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m bench.fair_plans", description=__doc__)
    parser.add_argument("--couriers", type=int, default=30)
    parser.add_argument("--orders", type=int, default=150)
    parser.add_argument("--seeds", default="1,2,3", help="days, by number")
    parser.add_argument("--slacks", default="20", help="extra cost allowed, in per mille")
    parser.add_argument("--seconds", type=float, default=20.0, help="wall clock of each plan")
    parser.add_argument("--iterations", type=int, help="instead of seconds: repeatable")
    parser.add_argument("--svg", type=Path, help="draw the trade-off here")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args(argv)
    budget = Budget(seconds=given.seconds)
    if given.iterations is not None:
        budget = Budget(iterations=given.iterations)
    rows = []
    for seed in map(int, given.seeds.split(",")):
        day = CityDay(couriers=given.couriers, orders=given.orders, seed=seed)
        for row in _measure(day, [int(slack) for slack in given.slacks.split(",")], budget):
            rows.append(row)
            print(json.dumps(row) if given.json else _line(row), flush=True)
    if given.svg is not None:
        given.svg.write_text(_chart(rows), encoding="utf-8")
    return 0


def _measure(day: CityDay, slacks: Sequence[int], budget: Budget) -> Iterator[dict[str, float]]:
    """Yield figures of the plan without fairness, then of one plan per slack."""
    problem = city_day(day, slack_permille=0)
    free: dict[str, float] = {}
    for slack in (None, *slacks):
        asked = replace(problem, balance=None)
        if slack is not None:
            asked = city_day(day, slack_permille=slack)
        began = time.process_time()
        found = solve(asked, budget, seed=day.seed)
        row = _figures(problem, found)
        row["cpu_seconds"] = round(time.process_time() - began, 1)
        if check(asked, found) or found.unassigned:
            msg = f"Expected a whole plan without violations, got one with some on day {day}."
            raise RuntimeError(msg)
        free = free or row
        yield {
            "seed": day.seed,
            **({} if slack is None else {"slack_permille": slack}),
            **row,
            "more_travel_percent": _change(row, free, "travel_s"),
            "spread_falls_percent": -_change(row, free, "spread_min"),
        }


def _figures(problem: Problem, found: Solution) -> dict[str, float]:
    balance = problem.balance
    if balance is None:
        msg = "Expected a day with a balance."
        raise ValueError(msg)
    amounts = amounts_of(problem, found.routes)
    paid = [carried + amount for carried, amount in zip(balance.carried, amounts, strict=True)]
    rates = [total / weight for total, weight in zip(paid, balance.weights, strict=True)]
    return {
        "travel_s": sum(route.travel for route in found.routes),
        "spread_min": round((max(paid) - min(paid)) / 60, 1),
        "lowest_min_per_hour": round(min(rates) * 60, 2),
        "gini": round(float(gini(paid, balance.weights)), 4),
    }


def _change(row: dict[str, float], free: dict[str, float], name: str) -> float:
    return round(100 * (row[name] / free[name] - 1), 2)


def _line(row: dict[str, float]) -> str:
    return "  ".join(f"{name} {value}" for name, value in row.items())


def _chart(rows: Sequence[dict[str, float]]) -> str:
    """Draw means over all days; the first point of every line is the plan without fairness."""
    slacks = sorted({row["slack_permille"] for row in rows if "slack_permille" in row})

    def mean(name: str, slack: float | None) -> float:
        values = [row[name] for row in rows if row.get("slack_permille") == slack]
        return sum(values) / len(values)

    def line(name: str, label: str) -> Line:
        least, *rest = mean(name, None), *(mean(name, slack) for slack in slacks)
        points = [(0.0, 100.0)]
        points += [
            (mean("more_travel_percent", slack), 100 * value / least)
            for slack, value in zip(slacks, rest, strict=True)
        ]
        return Line(label=label, points=tuple(points))

    return line_chart(
        [
            line("spread_min", "spread of paid minutes"),
            line("gini", "Gini"),
        ],
        across="more travel than without fairness, %",
        up="without fairness = 100",
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
