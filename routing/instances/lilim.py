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

import numpy as np

from routing.instances.instance import Instance, InstanceError, integers
from routing.instances.nodes import Node, node_of, pairs_of, problem_of
from routing.model import Matrix

SCALE = 10_000
"""Our units per unit of the file."""

LARGEST = 2**31 - 1


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
    nodes, points = [], []
    for place, (number, line) in enumerate(lines[1:]):
        index, x, y, *rest = integers(line, count=9, line=number)
        nodes.append(_node([index, *rest], number, place))
        points.append((x, y))
    if not nodes:
        msg = f"Expected the depot after line {number}, got the end of the file."
        raise InstanceError(msg)
    lengths = _lengths(points)
    pairs = pairs_of(nodes)
    problem = problem_of(
        nodes,
        pairs,
        _matrix(lengths),
        num_vehicles=num_vehicles,
        capacity=capacity,
        scale=SCALE,
        cost_per_second=0,
        cost_per_metre=1,
    )
    return Instance(problem=problem, names=tuple(pairs), scale=SCALE, lengths=lengths)


def _node(numbers: list[int], line: int, place: int) -> Node:
    node = node_of(numbers, line=line, place=place)
    if node.latest * SCALE > LARGEST:
        msg = f"Expected times up to {LARGEST // SCALE} in line {line}, got {node.latest}."
        raise InstanceError(msg)
    return node


def _lengths(points: list[tuple[int, int]]) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """Return Euclidean distances in doubles, shape ``(n, n)``."""
    x, y = np.array(points, dtype=np.float64).T
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
