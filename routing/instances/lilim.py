"""Reader of Li & Lim's pickup and delivery instances.

First line: vehicles, capacity, speed (not used). Then a line per node: number, x, y, demand,
earliest, latest, service, pickup, delivery; node 0 is the depot, and of the last two numbers
one names the partner. Travel times are Euclidean distances in double precision. Here a unit
becomes 10,000 parts and times are rounded *up*, so that a plan that is in time in whole
numbers is in time in doubles. Vehicles count first, then distance.

References
----------
.. [1] Li, H. and Lim, A. (2001). A metaheuristic for the pickup and delivery problem with
       time windows. ICTAI.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from routing.instances.instance import Instance, InstanceError, integers
from routing.model import Matrix, Shipment, Stop, TimeWindow, Vehicle
from routing.problem import Problem

SCALE = 10_000
"""Our units per unit of the file."""

LARGEST = 2**31 - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class _Node:
    """One line of a file."""

    line: int
    x: int
    y: int
    demand: int
    earliest: int
    latest: int
    service: int
    pickup: int
    delivery: int


def read_lilim(text: str) -> Instance:
    """Read an instance of Li & Lim.

    Raises
    ------
    InstanceError
        When the text is no such instance; the message names the line.
    """
    lines = [(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    if not lines:
        msg = "Expected a first line with vehicles, capacity and speed, got an empty file."
        raise InstanceError(msg)
    number, first = lines[0]
    num_vehicles, capacity, _ = integers(first, count=3, line=number)
    if min(num_vehicles, capacity) < 1:
        msg = (
            f"Expected vehicles and capacity > 0 in line {number}, got {num_vehicles}, {capacity}."
        )
        raise InstanceError(msg)
    nodes = [_node(line, number, place) for place, (number, line) in enumerate(lines[1:])]
    if not nodes:
        msg = f"Expected the depot after line {number}, got the end of the file."
        raise InstanceError(msg)
    lengths = _lengths(nodes)
    pairs = _pairs(nodes)
    matrix = _matrix(lengths)
    depot = nodes[0]
    vehicle_cost = 1 + 2 * len(nodes) * int(matrix.distances.max())
    vehicles = tuple(
        Vehicle(
            id=str(place),
            shift=TimeWindow(earliest=depot.earliest * SCALE, latest=depot.latest * SCALE),
            start=0,
            end=0,
            capacity=(capacity,),
            fixed_cost=vehicle_cost,
            cost_per_second=0,
            cost_per_metre=1,
        )
        for place in range(min(num_vehicles, len(pairs)))
    )
    shipments = tuple(
        Shipment(
            id=str(pickup),
            pickup=_stop(nodes[pickup], pickup),
            delivery=_stop(nodes[delivery], delivery),
            load=(nodes[pickup].demand,),
        )
        for pickup, delivery in pairs
    )
    problem = Problem(matrices=(matrix,), vehicles=vehicles, shipments=shipments)
    return Instance(problem=problem, names=tuple(pairs), scale=SCALE, lengths=lengths)


def _node(line: str, number: int, place: int) -> _Node:
    index, x, y, demand, earliest, latest, service, pickup, delivery = integers(
        line, count=9, line=number
    )
    if index != place:
        msg = f"Expected node {place} in line {number}, got {index}."
        raise InstanceError(msg)
    if not 0 <= earliest <= latest or service < 0:
        msg = (
            f"Expected 0 <= earliest <= latest and service >= 0 in line {number}, "
            f"got {earliest}, {latest}, {service}."
        )
        raise InstanceError(msg)
    if latest * SCALE > LARGEST:
        msg = f"Expected times up to {LARGEST // SCALE} in line {number}, got {latest}."
        raise InstanceError(msg)
    return _Node(
        line=number,
        x=x,
        y=y,
        demand=demand,
        earliest=earliest,
        latest=latest,
        service=service,
        pickup=pickup,
        delivery=delivery,
    )


def _stop(node: _Node, place: int) -> Stop:
    return Stop(
        location=place,
        windows=(TimeWindow(earliest=node.earliest * SCALE, latest=node.latest * SCALE),),
        service_duration=node.service * SCALE,
    )


def _lengths(nodes: list[_Node]) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """Return Euclidean distances in doubles, shape ``(n, n)``."""
    x = np.array([node.x for node in nodes], dtype=np.float64)
    y = np.array([node.y for node in nodes], dtype=np.float64)
    squares: np.ndarray[tuple[int, ...], np.dtype[np.float64]]
    squares = (x[:, None] - x[None, :]) ** 2 + (y[:, None] - y[None, :]) ** 2
    return np.sqrt(squares)


def _matrix(lengths: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> Matrix:
    if lengths.max() * SCALE > LARGEST:
        msg = f"Expected coordinates within {LARGEST // SCALE}, got a leg of {lengths.max():.0f}."
        raise InstanceError(msg)
    return Matrix(
        durations=np.ceil(lengths * SCALE).astype(np.int32),
        distances=np.rint(lengths * SCALE).astype(np.int32),
        reachable=np.ones(lengths.shape, dtype=np.bool_),
    )


def _pairs(nodes: list[_Node]) -> list[tuple[int, int]]:
    """Return pickup and delivery of every shipment, both ways checked."""
    pairs = []
    for place, node in enumerate(nodes[1:], 1):
        partner = node.delivery or node.pickup
        is_sound = (
            0 < partner < len(nodes)
            and (node.pickup == 0) != (node.delivery == 0)
            and place in {nodes[partner].pickup, nodes[partner].delivery}
            and node.demand == -nodes[partner].demand
            and (node.demand >= 0) == (node.delivery > 0 or node.demand == 0)
        )
        if not is_sound:
            msg = (
                f"Expected one partner of opposite demand for node {place} in line {node.line}, "
                f"got demand {node.demand}, pickup {node.pickup}, delivery {node.delivery}."
            )
            raise InstanceError(msg)
        if node.delivery:
            pairs.append((place, node.delivery))
    return pairs
