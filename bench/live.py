"""Claim: one more shipment finds its best place among 60 routes and 1,000 stops in 3 ms.

``python -m bench.live`` draws a city day (`bench.fair_city`), gives every courier a route, and
takes shipments that are on none, one after another: the compiled insertion against its plain
Python twin, in turn, whose answers have to be the same. Then the busiest courier falls out:
those orders are put in at once, the plan is searched on for a while, and whose orders changed
hands is counted, with and without a price on moving what was promised. No map is needed;
seconds are CPU seconds of one core.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from bench.fair_city import CityDay, city_day
from routing.check import check
from routing.finish import solution_from
from routing.insertion import insertions
from routing.problem import Budget
from routing.schedule import schedule
from routing.solve import solve
from routing.solvers.ruin_recreate.engine import entries_of
from routing.solvers.ruin_recreate.live import LiveRoutes, insertion_of, live_routes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from routing.problem import Problem
    from routing.solution import Route, Solution

SPARE = 60
"""Shipments that are on no route, to be inserted."""

STABILITY_S = 900
"""Price of moving a promised shipment, in seconds of travel."""


def main(argv: Sequence[str]) -> int:
    """Measure, print and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m bench.live", description=__doc__)
    parser.add_argument("--couriers", type=int, default=60)
    parser.add_argument("--orders", type=int, default=600, help="on routes, as far as they fit")
    parser.add_argument("--seeds", default="1,2,3", help="days, by number")
    parser.add_argument("--repeat", type=int, default=20, help="insertions of each shipment")
    parser.add_argument("--iterations", type=int, default=200, help="of search after a fall-out")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args(argv)
    for seed in map(int, given.seeds.split(",")):
        day = CityDay(couriers=given.couriers, orders=given.orders + SPARE, seed=seed)
        problem = replace(city_day(day, slack_permille=0), balance=None)
        live = _dealt(problem, given.orders)
        routes = tuple(
            schedule(problem, vehicle, entries)
            for vehicle, entries in entries_of(problem, _codes(live))
        )
        spare = range(given.orders, given.orders + SPARE)
        rows = [_speed(problem, routes, spare, given.repeat)]
        ordered = replace(problem, shipments=problem.shipments[: given.orders])
        rows += [
            _fallen(ordered, routes, given.iterations, seed, cost) for cost in (0, STABILITY_S)
        ]
        for row in rows:
            line = {"seed": seed, **row}
            text = "  ".join(f"{name} {value}" for name, value in line.items())
            print(json.dumps(line) if given.json else text, flush=True)
    return 0


def _dealt(problem: Problem, number: int) -> LiveRoutes:
    """Give shipments, one after another, to whoever has fewest of those who can take it."""
    live = live_routes(problem, ())
    for shipment in range(number):
        offers = live.offers(shipment)
        if offers:
            live = live.taking(min(offers, key=lambda one: len(one.codes)))
    return live


def _codes(live: LiveRoutes) -> dict[int, tuple[int, ...]]:
    return {vehicle: codes for vehicle, codes in enumerate(live.codes) if codes}


def _speed(
    problem: Problem, routes: Sequence[Route], spare: Sequence[int], repeat: int
) -> dict[str, float]:
    """Time both ways of inserting in turn, and compare their answers."""
    began = time.process_time()
    live = live_routes(problem, routes)
    laid = time.process_time() - began
    compiled, plain = [], []
    by_vehicle = {route.vehicle: route for route in routes}
    for shipment in spare:
        for _ in range(repeat):
            began = time.process_time()
            offers = live.offers(shipment)
            if offers:
                insertion_of(problem, by_vehicle.get(offers[0].vehicle), offers[0])
            compiled.append(time.process_time() - began)
        began = time.process_time()
        found = insertions(problem, routes, shipment)
        plain.append(time.process_time() - began)
        same = [(one.vehicle, one.added_cost) for one in offers]
        if same != [(one.vehicle, one.added_cost) for one in found]:
            msg = f"Expected the same offers for shipment {shipment}, got others."
            raise RuntimeError(msg)
    return {
        "routes": len(routes),
        "stops": sum(2 * len(route.shipments) for route in routes),
        "insertions": len(compiled),
        "median_ms": round(1000 * float(np.median(compiled)), 3),
        "p99_ms": round(1000 * float(np.quantile(compiled, 0.99)), 3),
        "plain_median_ms": round(1000 * float(np.median(plain)), 1),
        "ratio": round(float(np.median(plain) / np.median(compiled)), 1),
        "lay_out_ms": round(1000 * laid, 1),
    }


def _fallen(
    problem: Problem, routes: Sequence[Route], iterations: int, seed: int, cost: int
) -> dict[str, float]:
    """Let the busiest courier fall out of a good plan; count who has another courier."""
    budget = Budget(iterations=iterations)
    before = solve(problem, budget, seed=seed, start=solution_from(problem, routes))
    gone = max(before.routes, key=lambda route: len(route.shipments))
    told = _holders(before)
    pairs = {
        (shipment, vehicle): cost
        for shipment, holder in told.items()
        for vehicle in range(len(problem.vehicles))
        if cost and holder not in {vehicle, gone.vehicle}
    }
    away = frozenset((shipment, gone.vehicle) for shipment in range(len(problem.shipments)))
    changed = replace(problem, pair_costs=pairs, forbidden=problem.forbidden | away)
    left = tuple(route for route in before.routes if route is not gone)
    began = time.process_time()
    after = solve(changed, budget, seed=seed, start=solution_from(changed, left))
    took = time.process_time() - began
    if check(changed, after):
        msg = "Expected a plan without violations, got one with some."
        raise RuntimeError(msg)
    now = _holders(after)
    others = [one for one, holder in told.items() if holder != gone.vehicle]
    return {
        "price_of_moving_s": cost,
        "orders_of_the_fallen": len(gone.shipments),
        "others_moved": sum(now.get(one) != told[one] for one in others),
        "unassigned_before": len(before.unassigned),
        "unassigned": len(after.unassigned),
        "travel_s": sum(route.travel for route in after.routes),
        "search_cpu_s": round(took, 1),
    }


def _holders(plan: Solution) -> dict[int, int]:
    return {shipment: route.vehicle for route in plan.routes for shipment in route.shipments}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
