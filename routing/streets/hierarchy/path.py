"""From a query back to the arcs of its path."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from routing.kernel import kernel
from routing.streets.hierarchy.labels import Ends, Tree, climb
from routing.streets.hierarchy.topology import find_edge

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from routing.streets.hierarchy.topology import Topology
    from routing.streets.hierarchy.weights import Weights


class Unpacking(NamedTuple):
    """Edges as rows by upper end, and arcs as rows by edge.

    Attributes
    ----------
    pointers, upper, lower
        Edges by lower end, with both ends.
    below_pointers, below
        Edges in compressed rows by upper end.
    arc_pointers, arcs
        Arcs in compressed rows by edge.
    is_up
        Direction of every arc.
    """

    pointers: NDArray[np.int64]
    upper: NDArray[np.int32]
    lower: NDArray[np.int32]
    below_pointers: NDArray[np.int64]
    below: NDArray[np.int64]
    arc_pointers: NDArray[np.int64]
    arcs: NDArray[np.int64]
    is_up: NDArray[np.bool_]


class Travel(NamedTuple):
    """Travel of arcs and edges, as in `routing.streets.hierarchy.weights.Weights`."""

    arcs: NDArray[np.float64]
    up: NDArray[np.float64]
    down: NDArray[np.float64]


class Point(NamedTuple):
    """One point: its ends, their travel, its label; see `Ends` and `climb`."""

    nodes: NDArray[np.int32]
    travel: NDArray[np.float64]
    label: NDArray[np.float64]


class FoundPath(NamedTuple):
    """A path between two points.

    Attributes
    ----------
    arcs
        In the order of travel, int64.
    leaving, reaching
        Rank of the node where the path leaves the source's street, and of the node where
        it enters the target's.
    """

    arcs: NDArray[np.int64]
    leaving: int
    reaching: int


def make_unpacking(topology: Topology) -> Unpacking:
    """Turn the rows of a topology around."""
    ranks = np.arange(topology.num_nodes, dtype=np.int32)
    below = np.argsort(topology.upper, kind="stable")
    arcs = np.argsort(topology.arc_edge, kind="stable")
    return Unpacking(
        pointers=topology.pointers,
        upper=topology.upper,
        lower=np.repeat(ranks, np.diff(topology.pointers)),
        below_pointers=np.searchsorted(topology.upper[below], np.arange(topology.num_nodes + 1)),
        below=below,
        arc_pointers=np.searchsorted(topology.arc_edge[arcs], np.arange(len(topology.upper) + 1)),
        arcs=arcs,
        is_up=topology.is_up,
    )


@kernel
def _arc_of(book: Unpacking, arcs: NDArray[np.float64], step: int, cost: float) -> int:
    """Return the arc that is as fast as its edge, or -1."""
    edge = step if step >= 0 else ~step
    for slot in range(book.arc_pointers[edge], book.arc_pointers[edge + 1]):
        arc = book.arcs[slot]
        if book.is_up[arc] == (step >= 0) and arcs[arc] == cost:
            return int(arc)
    return -1


@kernel
def _halves(book: Unpacking, travel: Travel, step: int, cost: float) -> tuple[int, int]:
    """Return the two steps over a lower node that are as fast as a step."""
    edge = step if step >= 0 else ~step
    low = book.lower[edge]
    high = book.upper[edge]
    for slot in range(book.below_pointers[low], book.below_pointers[low + 1]):
        near = book.below[slot]
        far = find_edge(book.pointers, book.upper, book.lower[near], high)
        if far >= 0:
            if step >= 0 and travel.down[near] + travel.up[far] == cost:
                return ~near, far
            if step < 0 and travel.down[far] + travel.up[near] == cost:
                return ~far, near
    return 0, 0


@kernel
def _unpack(
    book: Unpacking, travel: Travel, steps: NDArray[np.int64], num_levels: int
) -> NDArray[np.int64]:
    """Return the arcs of steps: edges, or their complements where they are taken down."""
    found = np.empty(256, np.int64)
    count = 0
    # every half lies lower than its whole, so the halves that wait are at most a chain
    waiting = np.empty(num_levels + 2, np.int64)
    for first in steps:
        waiting[0] = first
        depth = 1
        while depth > 0:
            depth -= 1
            step = waiting[depth]
            cost = travel.up[step] if step >= 0 else travel.down[~step]
            arc = _arc_of(book, travel.arcs, step, cost)
            if arc < 0:
                waiting[depth + 1], waiting[depth] = _halves(book, travel, step, cost)
                depth += 2
                continue
            if count == len(found):
                found = np.concatenate((found, np.empty(count, np.int64)))
            found[count] = arc
            count += 1
    return found[:count].copy()


@kernel
def _meeting(tree: Tree, source: Point, target: Point) -> int:
    """Return the common ancestor by which the two are fastest joined, or -1."""
    one = source.nodes[0]
    other = target.nodes[0]
    while one != other and min(one, other) >= 0:
        if one < other:
            one = tree.parent[one]
        else:
            other = tree.parent[other]
    if one != other:
        return -1
    best = np.inf
    found = -1
    while one >= 0:
        level = tree.level[one]
        total = source.label[level] + target.label[level]
        if total < best:
            best = total
            found = one
        one = tree.parent[one]
    return int(found)


@kernel
def _edge_below(
    tree: Tree, book: Unpacking, edges: NDArray[np.float64], point: Point, high: int
) -> int:
    """Return the edge by which the label's best way enters an ancestor."""
    node = point.nodes[0]
    while node != high:
        edge = find_edge(book.pointers, book.upper, node, high)
        if edge >= 0 and (
            point.label[tree.level[node]] + edges[edge] == point.label[tree.level[high]]
        ):
            return int(edge)
        node = tree.parent[node]
    return -1


@kernel
def _edges_to(
    tree: Tree, book: Unpacking, edges: NDArray[np.float64], point: Point, high: int
) -> tuple[NDArray[np.int64], int]:
    """Return the edges from an ancestor down to the point, and the node it touches."""
    found = np.empty(len(point.label), np.int64)
    count = 0
    while True:
        for end in range(2):
            if point.nodes[end] == high and point.label[tree.level[high]] == point.travel[end]:
                return found[:count], high
        edge = _edge_below(tree, book, edges, point, high)
        found[count] = edge
        count += 1
        high = book.lower[edge]


@kernel
def _find(
    tree: Tree, book: Unpacking, travel: Travel, source: Point, target: Point
) -> tuple[NDArray[np.int64], int, int]:
    climb(tree, travel.up, source.nodes, source.travel, source.label)
    climb(tree, travel.down, target.nodes, target.travel, target.label)
    meeting = _meeting(tree, source, target)
    if meeting < 0:
        return np.empty(0, np.int64), -1, -1
    climbed, leaving = _edges_to(tree, book, travel.up, source, meeting)
    descended, reaching = _edges_to(tree, book, travel.down, target, meeting)
    steps = np.concatenate((climbed[::-1], ~descended))
    return _unpack(book, travel, steps, len(source.label)), leaving, reaching


def fastest_path(
    tree: Tree, book: Unpacking, weights: Weights, source: Ends, target: Ends
) -> FoundPath | None:
    """Find the arcs of the fastest path between two points.

    The shortest of equally fast paths, like `travel_table`; its arcs add up to exactly
    the same time and length.

    Parameters
    ----------
    tree, book, weights
        The hierarchy.
    source, target
        One point each; the first is taken.

    Returns
    -------
    FoundPath or None
        ``None`` when there is no path over any node.
    """
    first, last = (
        Point(ends.nodes[0], ends.travel[0], np.empty(tree.num_levels, np.float64))
        for ends in (source, target)
    )
    travel = Travel(weights.arcs, weights.up, weights.down)
    arcs, leaving, reaching = _find(tree, book, travel, first, last)
    return None if leaving < 0 else FoundPath(arcs, leaving, reaching)
