"""Labels: the travel from a point to each ancestor in the elimination tree."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from routing.kernel import kernel

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from routing.streets.hierarchy.topology import Topology


class Tree(NamedTuple):
    """What label kernels need of a topology.

    Attributes
    ----------
    parent, first, size
        As in the topology.
    level
        Largest depth minus depth: 0 for the deepest nodes, rising toward the root.
    run_pointers, run_edge
        Runs of edges whose upper ends are on consecutive levels: rows by lower end, and
        the first edge of each run, with one more at the end.
    run_level
        Level of the upper end of the first edge of each run.
    """

    parent: NDArray[np.int32]
    first: NDArray[np.int32]
    size: NDArray[np.int32]
    level: NDArray[np.int32]
    run_pointers: NDArray[np.int64]
    run_edge: NDArray[np.int64]
    run_level: NDArray[np.int32]

    @property
    def num_levels(self) -> int:
        """Length of a label."""
        return int(self.level.max(initial=0)) + 1


def make_tree(topology: Topology) -> Tree:
    """Find the runs of edges that a label kernel can take in one go."""
    level = (topology.depth.max(initial=0) - topology.depth).astype(np.int32)
    lower = np.repeat(np.arange(topology.num_nodes), np.diff(topology.pointers))
    upper_level = level[topology.upper]
    begins = np.ones(len(lower), np.bool_)
    begins[1:] = (lower[1:] != lower[:-1]) | (upper_level[1:] != upper_level[:-1] + 1)
    run_edge = np.flatnonzero(begins)
    return Tree(
        parent=topology.parent,
        first=topology.first,
        size=topology.size,
        level=level,
        run_pointers=np.searchsorted(lower[run_edge], np.arange(topology.num_nodes + 1)),
        run_edge=np.append(run_edge, len(lower)),
        run_level=upper_level[run_edge],
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Ends:
    """Where points touch the street graph: up to two nodes each, with the way to them.

    A point on a two-way street reaches both ends of its arc. Arcs join neighbors, and
    neighbors lie on one path to the root, so one label serves both ends.

    Attributes
    ----------
    nodes
        Ranks, int32 ``(k, 2)``; column 1 is an ancestor of column 0 or the same node.
    travel
        Packed travel between the point and the node, infinite if there is no way,
        float64 ``(k, 2)``.
    """

    nodes: NDArray[np.int32]
    travel: NDArray[np.float64]


def make_ends(topology: Topology, nodes: NDArray[np.int32], travel: NDArray[np.float64]) -> Ends:
    """Name the ends of points by rank, the lower first.

    Parameters
    ----------
    topology
        Of the graph that the nodes belong to.
    nodes
        Nodes of the street graph, int32 ``(k, 2)``; name a node twice if there is one.
    travel
        Packed travel to each, float64 ``(k, 2)``.

    Returns
    -------
    Ends
        By rank.

    Raises
    ------
    ValueError
        When the two nodes of a point are not joined by an arc; the message names it.
    """
    ranks = topology.rank[nodes]
    swap = ranks[:, 0] > ranks[:, 1]
    ranks[swap] = ranks[swap][:, ::-1]
    ordered = travel.copy()
    ordered[swap] = travel[swap][:, ::-1]
    inside = topology.first[ranks[:, 0]] - topology.first[ranks[:, 1]]
    apart = (inside < 0) | (inside >= topology.size[ranks[:, 1]])
    if apart.any():
        point = int(np.argmax(apart))
        msg = f"Expected ends that an arc joins, got nodes {nodes[point].tolist()} at {point}."
        raise ValueError(msg)
    return Ends(nodes=ranks, travel=ordered)


@kernel
def climb(
    tree: Tree,
    edges: NDArray[np.float64],
    nodes: NDArray[np.int32],
    travel: NDArray[np.float64],
    label: NDArray[np.float64],
) -> None:
    """Fill the label of one point.

    Parameters
    ----------
    tree
        Elimination tree of n nodes.
    edges
        Packed travel of the edges, upward for a source, downward for a target.
    nodes, travel
        Ends of the point, lower first, shape ``(2,)``.
    label
        Result by level, shape ``(num_levels,)``; entries below the point stay as they are.
    """
    node = nodes[0]
    label[tree.level[node] :] = np.inf
    label[tree.level[node]] = travel[0]
    high = tree.level[nodes[1]]
    label[high] = min(label[high], travel[1])
    while node >= 0:
        here = label[tree.level[node]]
        if here < np.inf:
            for run in range(tree.run_pointers[node], tree.run_pointers[node + 1]):
                weights = edges[tree.run_edge[run] : tree.run_edge[run + 1]]
                above = label[tree.run_level[run] : tree.run_level[run] + len(weights)]
                for place in range(len(weights)):
                    total = here + weights[place]
                    above[place] = total if total < above[place] else above[place]  # noqa: FURB136 - vectorizes, min does not
        node = tree.parent[node]
