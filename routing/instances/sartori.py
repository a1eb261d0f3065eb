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

from typing import TYPE_CHECKING

import numpy as np

from routing.instances.instance import Instance, InstanceError, integers
from routing.instances.nodes import Node, node_of, pairs_of, problem_of
from routing.model import Matrix

if TYPE_CHECKING:
    from collections.abc import Iterator

NODE_FIELDS = 9


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
    pairs = pairs_of(nodes)
    problem = problem_of(nodes, pairs, matrix, num_vehicles=len(pairs), capacity=capacity)
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


def _node(number: int, line: str, place: int) -> Node:
    parts = line.split()
    if len(parts) != NODE_FIELDS:
        msg = f"Expected {NODE_FIELDS} numbers in line {number}, got {len(parts)}."
        raise InstanceError(msg)
    rest = " ".join((parts[0], *parts[3:]))
    return node_of(integers(rest, count=7, line=number), line=number, place=place)
