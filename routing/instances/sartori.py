"""Reader of Sartori & Buriol's instances on real street times.

Headed lines (``NAME:``, ``SIZE:``, ``CAPACITY:``, ...), then ``NODES`` with a line per node:
number, lat, lon, demand, earliest, latest, service, pickup, delivery; then ``EDGES`` with a
row of whole minutes per node; then ``EOF``. Minutes are the unit here as well, of time and
of length. Vehicles count first, then minutes of travel.

References
----------
.. [1] Sartori, C. S. and Buriol, L. S. (2020). A study on the pickup and delivery problem
       with time windows: matheuristics and new instances. Computers & Operations Research.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from routing.instances.instance import Instance, InstanceError, integers
from routing.model import Matrix, Shipment, Stop, TimeWindow, Vehicle
from routing.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

NODE_FIELDS = 9


class _Node(NamedTuple):
    """One line of the ``NODES`` part."""

    line: int
    demand: int
    earliest: int
    latest: int
    service: int
    pickup: int
    delivery: int


def read_sartori(text: str) -> Instance:
    """Read an instance of Sartori & Buriol.

    Raises
    ------
    InstanceError
        When the text is no such instance; the message names the line.
    """
    lines = ((number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip())
    head = _head(lines)
    size, capacity = _headed(head, "SIZE"), _headed(head, "CAPACITY")
    nodes = [_node(*_next(lines, f"node {place}"), place) for place in range(size)]
    number, edges = _next(lines, "EDGES")
    if edges.strip() != "EDGES":
        msg = f"Expected EDGES in line {number}, got {edges.strip()!r}."
        raise InstanceError(msg)
    rows = []
    for place in range(size):
        number, line = _next(lines, f"row {place} of EDGES")
        rows.append(integers(line, count=size, line=number))
        if min(rows[-1]) < 0:
            msg = f"Expected travel times >= 0 in line {number}, got {min(rows[-1])}."
            raise InstanceError(msg)
    table = np.array(rows, dtype=np.int32)
    matrix = Matrix(
        durations=table, distances=table, reachable=np.ones(table.shape, dtype=np.bool_)
    )
    pairs = _pairs(nodes)
    vehicle_cost = 1 + 2 * size * int(table.max(initial=0))
    depot = nodes[0]
    vehicles = tuple(
        Vehicle(
            id=str(place),
            shift=TimeWindow(earliest=depot.earliest, latest=depot.latest),
            start=0,
            end=0,
            capacity=(capacity,),
            fixed_cost=vehicle_cost,
        )
        for place in range(len(pairs))
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
    return Instance(problem=problem, names=tuple(pairs))


def _next(lines: Iterator[tuple[int, str]], wanted: str) -> tuple[int, str]:
    """Return the next line that is not blank.

    Raises
    ------
    InstanceError
        At the end of the file.
    """
    try:
        return next(lines)
    except StopIteration:
        msg = f"Expected {wanted}, got the end of the file."
        raise InstanceError(msg) from None


def _head(lines: Iterator[tuple[int, str]]) -> dict[str, tuple[int, str]]:
    """Read headed lines up to ``NODES``."""
    head: dict[str, tuple[int, str]] = {}
    while True:
        number, line = _next(lines, "NODES")
        if line.strip() == "NODES":
            return head
        name, colon, value = line.partition(":")
        if not colon:
            msg = f"Expected 'NAME: value' or NODES in line {number}, got {line.strip()!r}."
            raise InstanceError(msg)
        head[name.strip().upper()] = (number, value)


def _headed(head: dict[str, tuple[int, str]], name: str) -> int:
    if name not in head:
        msg = f"Expected a line '{name}: number' before NODES, got none."
        raise InstanceError(msg)
    number, value = head[name]
    result = integers(value, count=1, line=number)[0]
    if result < 1:
        msg = f"Expected {name} > 0 in line {number}, got {result}."
        raise InstanceError(msg)
    return result


def _node(number: int, line: str, place: int) -> _Node:
    parts = line.split()
    if len(parts) != NODE_FIELDS:
        msg = f"Expected {NODE_FIELDS} numbers in line {number}, got {len(parts)}."
        raise InstanceError(msg)
    rest = " ".join((parts[0], *parts[3:]))
    index, demand, earliest, latest, service, pickup, delivery = integers(
        rest, count=7, line=number
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
    return _Node(number, demand, earliest, latest, service, pickup, delivery)


def _stop(node: _Node, place: int) -> Stop:
    return Stop(
        location=place,
        windows=(TimeWindow(earliest=node.earliest, latest=node.latest),),
        service_duration=node.service,
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
