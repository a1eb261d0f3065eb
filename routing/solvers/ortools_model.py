"""A problem as an OR-Tools routing model: nodes, costs, who may carry what, and back.

Every stop is a node, as is every distinct place where routes start or end; an open start
or end is the node *nowhere*, from and to which travel takes nothing.

References
----------
.. [1] Perron, L. and Furnon, V. OR-Tools, Google. https://developers.google.com/optimization
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
from ortools.constraint_solver import pywrapcp

from routing.schedule import stop_of
from routing.solution import Entry, StopKind
from routing.solvers.ortools_dimensions import PLENTY, add_dimensions

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from routing.draft import Ground
    from routing.problem import Problem


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """Which node stands for what.

    Attributes
    ----------
    problem
        What is planned.
    vehicles
        Vehicle of the problem behind each vehicle of the model.
    shipments
        Shipments that the model knows.
    entries
        The stop that each node is, for the nodes of stops.
    places
        Location of every node; the number of locations for nowhere.
    starts, ends
        Node per vehicle of the model.
    """

    problem: Problem
    vehicles: tuple[int, ...]
    shipments: tuple[int, ...]
    entries: tuple[Entry, ...]
    places: NDArray[np.int64]
    starts: tuple[int, ...]
    ends: tuple[int, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """The routing model with its layout.

    Attributes
    ----------
    layout
        Which node stands for what.
    manager
        OR-Tools' translation between nodes and indices.
    routing
        The model.
    """

    layout: Layout
    manager: Any
    routing: Any


def layout_of(problem: Problem, vehicles: Sequence[int], shipments: Iterable[int]) -> Layout:
    """Give numbers to the nodes of a model with some vehicles and shipments."""
    shipments = tuple(shipments)
    entries = []
    for shipment in shipments:
        asked = problem.shipments[shipment]
        if asked.pickup is not None:
            entries.append(Entry(kind=StopKind.PICKUP, index=shipment))
        if asked.delivery is not None:
            entries.append(Entry(kind=StopKind.DELIVERY, index=shipment))
    places = [stop_of(problem, entry).location for entry in entries]
    nowhere = problem.matrices[0].num_locations
    ends: dict[int, int] = {}
    for vehicle in vehicles:
        resource = problem.vehicles[vehicle]
        for location in (resource.start, resource.end):
            place = nowhere if location is None else location
            if place not in ends:
                ends[place] = len(places)
                places.append(place)

    def node(location: int | None) -> int:
        return ends[nowhere if location is None else location]

    return Layout(
        problem=problem,
        vehicles=tuple(vehicles),
        shipments=shipments,
        entries=tuple(entries),
        places=np.array(places, dtype=np.int64),
        starts=tuple(node(problem.vehicles[v].start) for v in vehicles),
        ends=tuple(node(problem.vehicles[v].end) for v in vehicles),
    )


def build(ground: Ground, vehicles: Sequence[int]) -> Model:
    """Build the routing model of a problem for some of its vehicles.

    Shipments that none of these may carry are left out.
    """
    problem = ground.problem
    known = set(vehicles)
    shipments = [i for i in range(len(problem.shipments)) if known & set(ground.carriers[i])]
    layout = layout_of(problem, vehicles, shipments)
    manager = pywrapcp.RoutingIndexManager(
        len(layout.places), len(layout.vehicles), list(layout.starts), list(layout.ends)
    )
    model = Model(layout, manager, pywrapcp.RoutingModel(manager))
    _add_costs(model)
    add_dimensions(model)
    _add_shipments(model, ground)
    _add_sequences(model)
    return model


def _add_costs(model: Model) -> None:
    problem, places = model.layout.problem, model.layout.places
    evaluators: dict[tuple[int, int, int, tuple[int, ...]], int] = {}
    for number, vehicle in enumerate(model.layout.vehicles):
        resource = problem.vehicles[vehicle]
        pairs = _pair_costs(model.layout, vehicle)
        key = (resource.matrix, resource.cost_per_second, resource.cost_per_metre, pairs)
        if key not in evaluators:
            matrix = problem.matrices[resource.matrix]
            cost = matrix.durations.astype(np.int64) * resource.cost_per_second
            cost += matrix.distances.astype(np.int64) * resource.cost_per_metre
            table = np.pad(cost, (0, 1))[np.ix_(places, places)]
            table[: len(pairs)] += np.array(pairs, dtype=np.int64)[:, None]
            evaluators[key] = model.routing.RegisterTransitMatrix(table.tolist())
        model.routing.SetArcCostEvaluatorOfVehicle(evaluators[key], number)
        model.routing.SetFixedCostOfVehicle(resource.fixed_cost, number)


def _pair_costs(layout: Layout, vehicle: int) -> tuple[int, ...]:
    """Return what leaving each stop's node costs with a vehicle: pairs, at their first ends."""
    pairs = layout.problem.pair_costs
    if not pairs:
        return ()
    seen: set[int] = set()
    costs = []
    for entry in layout.entries:
        costs.append(0 if entry.index in seen else pairs.get((entry.index, vehicle), 0))
        seen.add(entry.index)
    return tuple(costs)


def _add_shipments(model: Model, ground: Ground) -> None:
    """Pair the ends of shipments, say who may carry them and what leaving them out costs."""
    routing, layout = model.routing, model.layout
    solver = routing.solver()
    number_of = {vehicle: number for number, vehicle in enumerate(layout.vehicles)}
    time = routing.GetDimensionOrDie("time")
    nodes: dict[int, list[int]] = {}
    for node, entry in enumerate(layout.entries):
        nodes.setdefault(entry.index, []).append(model.manager.NodeToIndex(node))
    for shipment, indices in nodes.items():
        penalty = ground.penalties[shipment]
        for index in indices:
            routing.AddDisjunction([index], penalty if index == indices[0] else 0)
        able = [number_of[v] for v in ground.carriers[shipment] if v in number_of]
        if len(able) < len(number_of):
            for index in indices:
                routing.VehicleVar(index).SetValues([-1, *able])
        if len(indices) == 1:
            continue
        pickup, delivery = indices
        routing.AddPickupAndDelivery(pickup, delivery)
        solver.Add(routing.VehicleVar(pickup) == routing.VehicleVar(delivery))
        solver.Add(time.CumulVar(pickup) <= time.CumulVar(delivery))
        asked = ground.problem.shipments[shipment]
        if asked.max_on_board is not None and asked.pickup is not None:
            most = min(asked.pickup.service_duration + asked.max_on_board, PLENTY)
            solver.Add(time.CumulVar(delivery) <= time.CumulVar(pickup) + most)


def _add_sequences(model: Model) -> None:
    """Let pinned stops happen in order; OR-Tools may still swap stops of one moment."""
    layout = model.layout
    time = model.routing.GetDimensionOrDie("time")
    node_of = {entry: model.manager.NodeToIndex(node) for node, entry in enumerate(layout.entries)}
    for one in layout.problem.sequences:
        nodes = [node_of[stop] for stop in one.stops if stop in node_of]
        for before, after in pairwise(nodes):
            model.routing.solver().Add(time.CumulVar(before) <= time.CumulVar(after))


def to_indices(model: Model, routes: Iterable[tuple[int, Sequence[Entry]]]) -> list[list[int]]:
    """Return routes as OR-Tools reads them: indices of stops per vehicle of the model."""
    node_of = {entry: node for node, entry in enumerate(model.layout.entries)}
    by_vehicle = dict(routes)
    return [
        [
            model.manager.NodeToIndex(node_of[entry])
            for entry in by_vehicle.get(vehicle, ())
            if entry.kind is not StopKind.BREAK
        ]
        for vehicle in model.layout.vehicles
    ]


def from_assignment(model: Model, assignment: Any) -> list[tuple[int, list[Entry]]]:  # noqa: ANN401 - OR-Tools has no types
    """Read the routes of an assignment, without breaks."""
    routing, layout = model.routing, model.layout
    routes = []
    for number, vehicle in enumerate(layout.vehicles):
        entries = []
        index = assignment.Value(routing.NextVar(routing.Start(number)))
        while not routing.IsEnd(index):
            entries.append(layout.entries[model.manager.IndexToNode(index)])
            index = assignment.Value(routing.NextVar(index))
        if entries:
            routes.append((vehicle, entries))
    return routes
