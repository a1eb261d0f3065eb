"""PyVRP and VROOM."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module
from typing import TYPE_CHECKING, Any

import numpy as np

from bench.plan_engines import check_plain

if TYPE_CHECKING:
    from bench.plan_engines import Routes
    from routing.model import Stop
    from routing.problem import Problem


def pyvrp(problem: Problem, seconds: float, seed: int) -> Routes:
    """Ask PyVRP: iterated local search, fixed costs as they are."""
    check_plain(problem)
    package: Any = import_module("pyvrp")
    limit: Any = import_module("pyvrp.stop").MaxRuntime(seconds)
    model = package.Model()
    matrix, vehicle = problem.matrices[0], problem.vehicles[0]
    places = [model.add_location(place, 0) for place in range(matrix.num_locations)]
    depot = model.add_depot(places[vehicle.start or 0])
    model.add_vehicle_type(
        num_available=len(problem.vehicles),
        capacity=list(vehicle.capacity),
        start_depot=depot,
        end_depot=depot,
        fixed_cost=vehicle.fixed_cost,
        tw_early=vehicle.shift.earliest,
        tw_late=vehicle.shift.latest,
        unit_distance_cost=1,  # distances of edges are costs
        unit_duration_cost=0,
    )
    for shipment in problem.shipments:
        model.add_shipment(
            *(places[stop.location] for stop in (shipment.pickup, shipment.delivery) if stop),
            **_timed("pickup", shipment.pickup),
            **_timed("delivery", shipment.delivery),
            amount=list(shipment.load),
        )
    costs = costs_of(problem)
    for origin in range(matrix.num_locations):
        for target in range(matrix.num_locations):
            if origin != target:
                model.add_edge(
                    places[origin],
                    places[target],
                    distance=int(costs[origin, target]),
                    duration=int(matrix.durations[origin, target]),
                )
    best = model.solve(limit, seed=seed, display=False).best
    if not best.is_feasible():
        return []
    return [
        tuple(2 * a.idx + int(a.is_delivery()) for a in route.schedule() if a.is_shipment())
        for route in best.routes()
    ]


def _timed(end: str, stop: Stop | None) -> dict[str, int]:
    if stop is None:
        return {}
    return {
        f"{end}_tw_early": stop.windows[0].earliest,
        f"{end}_tw_late": stop.windows[0].latest,
        f"{end}_service_duration": stop.service_duration,
    }


def vroom(problem: Problem, seconds: float, seed: int) -> Routes:
    """Ask VROOM at its highest level of exploration; it has no seed."""
    del seed
    check_plain(problem)
    package: Any = import_module("vroom")
    matrix, vehicle = problem.matrices[0], problem.vehicles[0]
    question = package.Input()
    question.set_durations_matrix("car", matrix.durations.astype(np.uint32))
    question.set_costs_matrix("car", costs_of(problem).astype(np.uint32))
    for number in range(len(problem.vehicles)):
        question.add_vehicle(
            package.Vehicle(
                number,
                start=vehicle.start,
                end=vehicle.end,
                capacity=list(vehicle.capacity),
                time_window=package.TimeWindow(vehicle.shift.earliest, vehicle.shift.latest),
                costs=package.VehicleCosts(fixed=vehicle.fixed_cost),
            )
        )
    for number, shipment in enumerate(problem.shipments):
        steps = [
            package.ShipmentStep(
                2 * number + end,
                stop.location,
                default_service=stop.service_duration,
                time_windows=[package.TimeWindow(stop.windows[0].earliest, stop.windows[0].latest)],
            )
            for end, stop in enumerate((shipment.pickup, shipment.delivery))
            if stop
        ]
        question.add_shipment(*steps, amount=package.Amount(list(shipment.load)))
    answer = question.solve(
        exploration_level=5, nb_threads=1, timeout=timedelta(seconds=seconds)
    ).to_dict()
    return [
        tuple(step["id"] for step in route["steps"] if step["type"] in {"pickup", "delivery"})
        for route in answer["routes"]
    ]


def costs_of(problem: Problem) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
    """Return the cost of every leg, shape ``(n, n)``."""
    matrix, vehicle = problem.matrices[0], problem.vehicles[0]
    seconds = matrix.durations.astype(np.int64) * vehicle.cost_per_second
    costs: np.ndarray[tuple[int, ...], np.dtype[np.int64]]
    costs = seconds + matrix.distances.astype(np.int64) * vehicle.cost_per_metre
    return costs
