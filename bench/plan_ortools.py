"""OR-Tools' routing model, put together as its own guide does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ortools.constraint_solver import pywrapcp, routing_enums_pb2

from bench.plan_engines import check_plain
from bench.plan_peers import costs_of

if TYPE_CHECKING:
    from bench.plan_engines import Routes
    from routing.problem import Problem


def ortools(problem: Problem, seconds: float, seed: int) -> Routes:
    """Ask OR-Tools: parallel cheapest insertion, then guided local search; it has no seed."""
    del seed
    check_plain(problem)
    vehicle = problem.vehicles[0]
    stops = [stop for s in problem.shipments for stop in (s.pickup, s.delivery) if stop]
    manager = pywrapcp.RoutingIndexManager(len(stops) + 1, len(problem.vehicles), 0)
    routing = pywrapcp.RoutingModel(manager)
    place = [vehicle.start or 0, *(stop.location for stop in stops)]
    costs = costs_of(problem).tolist()
    durations = problem.matrices[0].durations.tolist()
    service = [0, *(stop.service_duration for stop in stops)]

    def cost(origin: int, target: int) -> int:
        a, b = manager.IndexToNode(origin), manager.IndexToNode(target)
        return int(costs[place[a]][place[b]])

    def ride(origin: int, target: int) -> int:
        a, b = manager.IndexToNode(origin), manager.IndexToNode(target)
        return int(service[a] + durations[place[a]][place[b]])

    def load(index: int) -> int:
        node = manager.IndexToNode(index)
        if node == 0:
            return 0
        size: int = problem.shipments[(node - 1) // 2].load[0]
        return size if node % 2 else -size

    routing.SetArcCostEvaluatorOfAllVehicles(routing.RegisterTransitCallback(cost))
    routing.SetFixedCostOfAllVehicles(vehicle.fixed_cost)
    latest = vehicle.shift.latest
    routing.AddDimension(routing.RegisterTransitCallback(ride), latest, latest, False, "time")  # noqa: FBT003 - OR-Tools takes no names
    routing.AddDimension(
        routing.RegisterUnaryTransitCallback(load),
        0,
        vehicle.capacity[0],
        True,  # noqa: FBT003 - OR-Tools takes no names
        "load",
    )
    _add_pairs(problem, manager, routing)
    parameters = pywrapcp.DefaultRoutingSearchParameters()
    parameters.first_solution_strategy = (
        routing_enums_pb2.FirstSolutionStrategy.PARALLEL_CHEAPEST_INSERTION
    )
    parameters.local_search_metaheuristic = (
        routing_enums_pb2.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    )
    parameters.time_limit.FromMilliseconds(round(seconds * 1000))
    found = routing.SolveWithParameters(parameters)
    return [] if found is None else _read(problem, manager, routing, found)


def _add_pairs(problem: Problem, manager: Any, routing: Any) -> None:  # noqa: ANN401 - OR-Tools has no types
    time = routing.GetDimensionOrDie("time")
    for number, shipment in enumerate(problem.shipments):
        taken, given = manager.NodeToIndex(2 * number + 1), manager.NodeToIndex(2 * number + 2)
        routing.AddPickupAndDelivery(taken, given)
        routing.solver().Add(routing.VehicleVar(taken) == routing.VehicleVar(given))
        routing.solver().Add(time.CumulVar(taken) <= time.CumulVar(given))
        for index, stop in ((taken, shipment.pickup), (given, shipment.delivery)):
            if stop:
                window = stop.windows[0]
                time.CumulVar(index).SetRange(window.earliest, window.latest)


def _read(problem: Problem, manager: Any, routing: Any, found: Any) -> Routes:  # noqa: ANN401 - OR-Tools has no types
    routes = []
    for vehicle in range(len(problem.vehicles)):
        codes = []
        index = found.Value(routing.NextVar(routing.Start(vehicle)))
        while not routing.IsEnd(index):
            codes.append(manager.IndexToNode(index) - 1)
            index = found.Value(routing.NextVar(index))
        if codes:
            routes.append(tuple(codes))
    return routes
