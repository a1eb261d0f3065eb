"""What OR-Tools must keep count of along routes: time, load, travel, stops, amounts."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
from ortools.constraint_solver import pywrapcp

from routing.model import Measure
from routing.schedule import stop_of
from routing.solution import StopKind

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from routing.model import SoftBound, TimeWindow
    from routing.solvers.ortools_model import Model

PLENTY = 2**40
"""A bound beyond anything in a problem."""


def add_dimensions(model: Model) -> None:
    """Add every dimension that the problem of a model needs."""
    _add_time(model)
    _add_loads(model)
    _add_limits(model)
    _add_amounts(model)
    _add_distances(model)


def _travel(model: Model, matrix: int) -> NDArray[np.int64]:
    """Return seconds of travel between nodes; a leg without a path takes too long."""
    table = model.layout.problem.matrices[matrix]
    seconds = np.where(table.reachable, table.durations.astype(np.int64), PLENTY)
    np.fill_diagonal(seconds, table.durations.diagonal())
    places = model.layout.places
    result: NDArray[np.int64] = np.pad(seconds, (0, 1))[np.ix_(places, places)]
    return result


def _setup(model: Model) -> NDArray[np.int64]:
    """Return seconds of setup on legs between nodes: none within a location."""
    layout = model.layout
    setup = np.zeros(len(layout.places), dtype=np.int64)
    for node, entry in enumerate(layout.entries):
        setup[node] = stop_of(layout.problem, entry).setup_duration
    moves = layout.places[:, None] != layout.places[None, :]
    result: NDArray[np.int64] = setup[None, :] * moves
    return result


def _service(model: Model) -> NDArray[np.int64]:
    """Return seconds of service at nodes."""
    layout = model.layout
    service = np.zeros(len(layout.places), dtype=np.int64)
    for node, entry in enumerate(layout.entries):
        service[node] = stop_of(layout.problem, entry).service_duration
    return service


def _add_time(model: Model) -> None:
    """Time is the moment when service begins: service, travel and setup lie between."""
    layout, routing = model.layout, model.routing
    problem = layout.problem
    transits = {
        matrix: routing.RegisterTransitMatrix(
            (_service(model)[:, None] + _travel(model, matrix) + _setup(model)).tolist()
        )
        for matrix in range(len(problem.matrices))
    }
    resources = [problem.vehicles[vehicle] for vehicle in layout.vehicles]
    horizon = max((resource.shift.latest for resource in resources), default=0)
    routing.AddDimensionWithVehicleTransits(
        [transits[resource.matrix] for resource in resources],
        horizon,
        horizon,
        False,  # noqa: FBT003 - OR-Tools takes no names
        "time",
    )
    time = routing.GetDimensionOrDie("time")
    for node, entry in enumerate(layout.entries):
        variable = time.CumulVar(model.manager.NodeToIndex(node))
        asked = stop_of(problem, entry)
        _restrict(variable, asked.windows, horizon)
        if asked.promise is not None:
            time.SetCumulVarSoftUpperBound(
                model.manager.NodeToIndex(node), asked.promise.by, asked.promise.cost_per_second
            )
    for number, resource in enumerate(resources):
        shift = resource.shift
        for index in (routing.Start(number), routing.End(number)):
            time.CumulVar(index).SetRange(shift.earliest, shift.latest)
        routing.AddVariableMinimizedByFinalizer(time.CumulVar(routing.Start(number)))
        routing.AddVariableMinimizedByFinalizer(time.CumulVar(routing.End(number)))
    _add_breaks(model, time)
    for bound in _bounds(model, Measure.DURATION):
        if bound.upper is not None:
            number = layout.vehicles.index(bound.vehicle)
            time.SetSoftSpanUpperBoundForVehicle(
                pywrapcp.BoundCost(max(0, bound.upper), bound.cost_per_unit), number
            )


def _restrict(variable: Any, windows: tuple[TimeWindow, ...], horizon: int) -> None:  # noqa: ANN401 - OR-Tools has no types
    """Keep a moment within windows, as far as they lie within the horizon."""
    first = windows[0].earliest
    if first > horizon:
        return
    variable.SetRange(first, min(windows[-1].latest, horizon))
    for before, after in pairwise(windows):
        if before.latest + 1 < after.earliest and before.latest < horizon:
            variable.RemoveInterval(before.latest + 1, min(after.earliest - 1, horizon))


def _add_breaks(model: Model, time: Any) -> None:  # noqa: ANN401 - OR-Tools has no types
    """Rest at any time but during a service.

    OR-Tools may rest in the middle of a leg, which we do not allow; where that made a
    difference our own layout of the route finds out.
    """
    layout, routing = model.layout, model.routing
    solver = routing.solver()
    service = _service(model)
    stays = [0] * (routing.Size() + routing.vehicles())
    for node in range(len(layout.entries)):
        stays[model.manager.NodeToIndex(node)] = int(service[node])
    for number, vehicle in enumerate(layout.vehicles):
        resource = layout.problem.vehicles[vehicle]
        if not resource.breaks:
            continue
        intervals = []
        for place, rest in enumerate(resource.breaks):
            interval = solver.FixedDurationIntervalVar(
                rest.windows[0].earliest,
                rest.windows[-1].latest,
                rest.duration,
                False,  # noqa: FBT003 - OR-Tools takes no names
                f"break {vehicle} {place}",
            )
            for gap, following in pairwise(rest.windows):
                if gap.latest + 1 < following.earliest:
                    interval.StartExpr().Var().RemoveInterval(
                        gap.latest + 1, following.earliest - 1
                    )
            intervals.append(interval)
            solver.Add(interval.StartExpr() >= time.CumulVar(routing.Start(number)))
            solver.Add(interval.EndExpr() <= time.CumulVar(routing.End(number)))
        time.SetBreakIntervalsOfVehicle(intervals, number, stays)


def _add_loads(model: Model) -> None:
    """Count what is on board; what is delivered only is there from the start."""
    layout = model.layout
    problem = layout.problem
    asked = [problem.shipments[shipment] for shipment in layout.shipments]
    is_carried_in = any(shipment.pickup is None for shipment in asked)
    is_carried_out = any(shipment.delivery is None for shipment in asked)
    dimensions = len(problem.vehicles[0].capacity) if problem.vehicles else 0
    for part in range(dimensions):
        capacities = [problem.vehicles[v].capacity[part] for v in layout.vehicles]
        aboard = _add_count(model, f"load {part}", _changes(model, part), capacities)
        if not is_carried_in:
            for number in range(len(layout.vehicles)):
                aboard.CumulVar(model.routing.Start(number)).SetValue(0)
        elif not is_carried_out:
            for number in range(len(layout.vehicles)):
                aboard.CumulVar(model.routing.End(number)).SetValue(0)
        else:
            _tie_start(model, aboard, part, capacities)


def _changes(model: Model, part: int) -> list[int]:
    """Return by how much each node changes the load."""
    layout = model.layout
    changes = [0] * len(layout.places)
    for node, entry in enumerate(layout.entries):
        load = layout.problem.shipments[entry.index].load[part]
        changes[node] = load if entry.kind is StopKind.PICKUP else -load
    return changes


def _tie_start(model: Model, aboard: Any, part: int, capacities: list[int]) -> None:  # noqa: ANN401 - OR-Tools has no types
    """Make the load at the start exactly what the route delivers without a pickup."""
    layout, routing = model.layout, model.routing
    given = [0] * len(layout.places)
    for node, entry in enumerate(layout.entries):
        shipment = layout.problem.shipments[entry.index]
        if shipment.pickup is None:
            given[node] = -shipment.load[part]
    brought = _add_count(model, f"brought {part}", given, capacities)
    for number in range(len(layout.vehicles)):
        brought.CumulVar(routing.End(number)).SetValue(0)
        start = routing.Start(number)
        routing.solver().Add(aboard.CumulVar(start) == brought.CumulVar(start))


def _add_count(model: Model, name: str, changes: list[int], capacities: list[int]) -> Any:  # noqa: ANN401 - OR-Tools has no types
    """Add a dimension that nodes change by fixed numbers."""
    evaluator = model.routing.RegisterUnaryTransitVector(changes)
    most = [min(capacity, PLENTY) for capacity in capacities]
    model.routing.AddDimensionWithVehicleCapacity(evaluator, 0, most, False, name)  # noqa: FBT003 - OR-Tools takes no names
    return model.routing.GetDimensionOrDie(name)


def _add_limits(model: Model) -> None:
    layout, routing = model.layout, model.routing
    resources = [layout.problem.vehicles[vehicle] for vehicle in layout.vehicles]
    if any(resource.max_stops is not None for resource in resources):
        is_stop = [int(node < len(layout.entries)) for node in range(len(layout.places))]
        most = [PLENTY if r.max_stops is None else r.max_stops for r in resources]
        stops = _add_count(model, "stops", is_stop, most)
        for number in range(len(resources)):
            stops.CumulVar(routing.Start(number)).SetValue(0)
    if any(resource.max_climb is not None for resource in resources):
        most = [PLENTY if r.max_climb is None else r.max_climb for r in resources]
        climbs = [0] * len(layout.places)
        for node, entry in enumerate(layout.entries):
            asked = layout.problem.shipments[entry.index]
            if entry.kind is StopKind.PICKUP or asked.pickup is None:
                climbs[node] = asked.climb
        climb = _add_count(model, "climb", climbs, most)
        for number in range(len(resources)):
            climb.CumulVar(routing.Start(number)).SetValue(0)
    if any(resource.max_travel is not None for resource in resources):
        evaluators = {
            matrix: routing.RegisterTransitMatrix(_travel(model, matrix).tolist())
            for matrix in range(len(layout.problem.matrices))
        }
        routing.AddDimensionWithVehicleTransitAndCapacity(
            [evaluators[resource.matrix] for resource in resources],
            0,
            [PLENTY if r.max_travel is None else r.max_travel for r in resources],
            True,  # noqa: FBT003 - OR-Tools takes no names
            "travel",
        )


def _bounds(model: Model, measure: Measure) -> list[SoftBound]:
    return [
        bound
        for bound in model.layout.problem.soft_bounds
        if bound.measure is measure and bound.vehicle in model.layout.vehicles
    ]


def _add_amounts(model: Model) -> None:
    layout = model.layout
    bounds = _bounds(model, Measure.AMOUNT)
    if not bounds:
        return
    amounts = [0] * len(layout.places)
    counted: set[int] = set()
    for node, entry in enumerate(layout.entries):
        if entry.index not in counted:
            counted.add(entry.index)
            amounts[node] = layout.problem.shipments[entry.index].amount
    total = _add_count(model, "amount", amounts, [PLENTY] * len(layout.vehicles))
    for number in range(len(layout.vehicles)):
        total.CumulVar(model.routing.Start(number)).SetValue(0)
    _price(model, total, bounds)


def _add_distances(model: Model) -> None:
    layout, routing = model.layout, model.routing
    bounds = _bounds(model, Measure.DISTANCE)
    if not bounds:
        return
    places = layout.places
    evaluators = [
        routing.RegisterTransitMatrix(
            np.pad(matrix.distances.astype(np.int64), (0, 1))[np.ix_(places, places)].tolist()
        )
        for matrix in layout.problem.matrices
    ]
    routing.AddDimensionWithVehicleTransits(
        [evaluators[layout.problem.vehicles[v].matrix] for v in layout.vehicles],
        0,
        PLENTY,
        True,  # noqa: FBT003 - OR-Tools takes no names
        "distance",
    )
    _price(model, routing.GetDimensionOrDie("distance"), bounds)


def _price(model: Model, dimension: Any, bounds: list[SoftBound]) -> None:  # noqa: ANN401 - OR-Tools has no types
    """Price the ends of routes beyond soft bounds; unused vehicles below theirs as well."""
    routing = model.routing
    for bound in bounds:
        number = model.layout.vehicles.index(bound.vehicle)
        end = routing.End(number)
        if bound.lower is not None:
            dimension.SetCumulVarSoftLowerBound(end, bound.lower, bound.cost_per_unit)
            routing.SetVehicleUsedWhenEmpty(True, number)  # noqa: FBT003 - OR-Tools takes no names
        if bound.upper is not None and bound.upper >= 0:
            dimension.SetCumulVarSoftUpperBound(end, bound.upper, bound.cost_per_unit)
