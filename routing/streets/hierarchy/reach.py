"""Travel from one point to every node, for isochrones and for comparing with others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from routing.kernel import kernel
from routing.streets.hierarchy.labels import Ends, Tree, climb

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from routing.streets.hierarchy.topology import Topology
    from routing.streets.hierarchy.weights import Weights


@kernel
def _sweep(
    pointers: NDArray[np.int64],
    upper: NDArray[np.int32],
    edges: NDArray[np.float64],
    travel: NDArray[np.float64],
) -> None:
    """Lower the travel to every node by that over its upper neighbors, highest first."""
    for node in range(len(travel) - 1, -1, -1):
        best = travel[node]
        for edge in range(pointers[node], pointers[node + 1]):
            best = min(best, travel[upper[edge]] + edges[edge])
        travel[node] = best


def travel_to_all(
    topology: Topology, tree: Tree, weights: Weights, source: Ends
) -> NDArray[np.float64]:
    """Compute the fastest travel from one point to every node.

    Takes one pass over all edges: a few milliseconds for 70,000 nodes.

    Parameters
    ----------
    topology, tree, weights
        The hierarchy.
    source
        One point; the first is taken.

    Returns
    -------
    numpy.ndarray
        Packed travel by node of the street graph, infinite where there is no path,
        float64 ``(n,)``.
    """
    label = np.empty(tree.num_levels, np.float64)
    climb(tree, weights.up, source.nodes[0], source.travel[0], label)
    by_rank = np.full(topology.num_nodes, np.inf)
    node = int(source.nodes[0, 0])
    while node >= 0:
        by_rank[node] = label[tree.level[node]]
        node = int(tree.parent[node])
    _sweep(topology.pointers, topology.upper, weights.down, by_rank)
    return by_rank[topology.rank]
