"""Shortcuts and elimination tree of an ordered street graph."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from routing.kernel import kernel
from routing.streets.hierarchy.order import undirected

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Topology:
    """What the order makes of the streets, before any travel time is known.

    Nodes are named by rank here. An edge joins a node to a higher one; an arc of the
    street graph lies on exactly one edge.

    Attributes
    ----------
    order, rank
        Nodes from the first to be eliminated to the last, and the rank of every node;
        int32 ``(n,)``.
    parent
        Lowest neighbor above, -1 for a root, int32 ``(n,)``, by rank.
    depth
        Number of ancestors, int32 ``(n,)``, by rank.
    first, size
        Place in a depth-first walk of the tree and number of nodes below, itself
        included; int32 ``(n,)``, by rank: descendants are one interval.
    pointers, upper
        Edges in compressed rows by lower end: int64 ``(n + 1,)``, int32 ``(e,)`` rising.
    arc_edge
        Edge of every arc, -1 for loops, int64 ``(m,)``.
    is_up
        Whether the arc leads from the lower to the upper end, ``(m,)``.
    """

    order: NDArray[np.int32]
    rank: NDArray[np.int32]
    parent: NDArray[np.int32]
    depth: NDArray[np.int32]
    first: NDArray[np.int32]
    size: NDArray[np.int32]
    pointers: NDArray[np.int64]
    upper: NDArray[np.int32]
    arc_edge: NDArray[np.int64]
    is_up: NDArray[np.bool_]

    @property
    def num_nodes(self) -> int:
        """Number of nodes of the street graph."""
        return len(self.rank)


@kernel
def _fill(
    pointers: NDArray[np.int64], neighbors: NDArray[np.int32]
) -> tuple[NDArray[np.int32], NDArray[np.int64], NDArray[np.int32]]:
    """Eliminate nodes by rank: all upper neighbors of a node become neighbors.

    Symbolic Cholesky: a node's upper neighbors are its own and those of its children in
    the elimination tree.
    """
    n = len(pointers) - 1
    parent = np.full(n, -1, np.int32)
    child = np.full(n, -1, np.int32)
    sibling = np.full(n, -1, np.int32)
    mark = np.full(n, -1, np.int32)
    starts = np.zeros(n + 1, np.int64)
    upper = np.empty(4 * len(neighbors) + n + 1, np.int32)
    count = 0
    for node in range(n):
        mark[node] = node
        if count + n > len(upper):
            larger = np.empty(2 * len(upper) + n, np.int32)
            larger[:count] = upper[:count]
            upper = larger
        for slot in range(pointers[node], pointers[node + 1]):
            neighbor = neighbors[slot]
            if neighbor > node and mark[neighbor] != node:
                mark[neighbor] = node
                upper[count] = neighbor
                count += 1
        below = child[node]
        while below >= 0:
            for slot in range(starts[below], starts[below + 1]):
                if mark[upper[slot]] != node:
                    mark[upper[slot]] = node
                    upper[count] = upper[slot]
                    count += 1
            below = sibling[below]
        starts[node + 1] = count
        upper[starts[node] : count].sort()
        if count > starts[node]:
            parent[node] = upper[starts[node]]
            sibling[node] = child[parent[node]]
            child[parent[node]] = node
    return parent, starts, upper[:count].copy()


@kernel
def _walk(
    parent: NDArray[np.int32],
) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int32]]:
    """Return depth, first place in a depth-first walk, and size of every subtree."""
    n = len(parent)
    depth = np.zeros(n, np.int32)
    size = np.ones(n, np.int32)
    first = np.empty(n, np.int32)
    free = np.empty(n, np.int32)
    for node in range(n):
        if parent[node] >= 0:
            size[parent[node]] += size[node]
    roots = 0
    for node in range(n - 1, -1, -1):
        above = parent[node]
        if above < 0:
            first[node] = roots
            roots += size[node]
        else:
            depth[node] = depth[above] + 1
            first[node] = free[above]
            free[above] += size[node]
        free[node] = first[node] + 1
    return depth, first, size


@kernel
def find_edge(pointers: NDArray[np.int64], upper: NDArray[np.int32], low: int, high: int) -> int:
    """Return the edge between two ranks, or -1; binary search in the lower end's row."""
    left = pointers[low]
    right = pointers[low + 1]
    while left < right:
        middle = (left + right) // 2
        if upper[middle] < high:
            left = middle + 1
        else:
            right = middle
    if left < pointers[low + 1] and upper[left] == high:
        return int(left)
    return -1


@kernel
def _edges_of_arcs(
    tails: NDArray[np.int32],
    heads: NDArray[np.int32],
    pointers: NDArray[np.int64],
    upper: NDArray[np.int32],
) -> NDArray[np.int64]:
    edges = np.full(len(tails), -1, np.int64)
    for arc in range(len(tails)):
        if tails[arc] != heads[arc]:
            low = min(tails[arc], heads[arc])
            edges[arc] = find_edge(pointers, upper, low, max(tails[arc], heads[arc]))
    return edges


def build_topology(
    order: NDArray[np.int32], tails: NDArray[np.int32], heads: NDArray[np.int32]
) -> Topology:
    """Add the shortcuts that an elimination order needs.

    Parameters
    ----------
    order
        Nodes from the first to be eliminated to the last, int32 ``(n,)``.
    tails, heads
        Arcs, int32 ``(m,)``.

    Raises
    ------
    ValueError
        When the order is no permutation of the nodes, or an arc ends nowhere.
    """
    n = len(order)
    if not np.array_equal(np.sort(order), np.arange(n)):
        msg = f"Expected an order that names each of {n} nodes once."
        raise ValueError(msg)
    for name, ends in (("tails", tails), ("heads", heads)):
        if len(ends) and not (ends.min() >= 0 and ends.max() < n):
            msg = f"Expected {name} between 0 and {n - 1}, got {ends.min()} to {ends.max()}."
            raise ValueError(msg)
    rank = np.empty(n, np.int32)
    rank[order] = np.arange(n, dtype=np.int32)
    parent, pointers, upper = _fill(*undirected(n, rank[tails], rank[heads]))
    depth, first, size = _walk(parent)
    return Topology(
        order=order,
        rank=rank,
        parent=parent,
        depth=depth,
        first=first,
        size=size,
        pointers=pointers,
        upper=upper,
        arc_edge=_edges_of_arcs(rank[tails], rank[heads], pointers, upper),
        is_up=rank[tails] < rank[heads],
    )
