"""A profile's streets, ready to be asked for travel and paths."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from routing.stale_kernels import forget_stale_kernels
from routing.streets.graph import NO_NODE, profile_graph
from routing.streets.hierarchy.labels import Ends, Tree, make_ends, make_tree
from routing.streets.hierarchy.order import dissection_order
from routing.streets.hierarchy.path import FoundPath, Unpacking, fastest_path, make_unpacking
from routing.streets.hierarchy.topology import Topology, build_topology
from routing.streets.hierarchy.weights import Weights, customize

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from routing.streets.graph import ProfileGraph
    from routing.streets.network import Network
    from routing.streets.profiles import Profile
    from routing.streets.snap import Snapped

KERNELS = Path(__file__).parent / "hierarchy"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Router:
    """A profile's graph with its hierarchy, for one state of the streets.

    Attributes
    ----------
    graph
        Nodes and arcs.
    topology, tree, book
        What follows from the graph alone.
    weights
        What follows from the state of the streets.
    """

    graph: ProfileGraph
    topology: Topology
    tree: Tree
    book: Unpacking
    weights: Weights

    def reweighted(self, network: Network) -> Router:
        """Return the same streets in another state.

        Parameters
        ----------
        network
            The network that the graph was made from, with other durations.
        """
        return replace(self, weights=customize(self.topology, self.graph.costs(network)))

    def sources(self, points: Snapped) -> Ends:
        """Return where points leave the streets they lie on."""
        return self._ends(self.graph.edge_heads[:, points.edges].T, points.after)

    def targets(self, points: Snapped) -> Ends:
        """Return where points are entered from."""
        return self._ends(self.graph.edge_tails[:, points.edges].T, points.before)

    def path(self, source: Snapped, target: Snapped) -> FoundPath | None:
        """Find the fastest path between two points that leaves the street of the first.

        Parameters
        ----------
        source, target
            One point each.

        Returns
        -------
        FoundPath or None
            Leaving and reaching are nodes of the graph; ``None`` when there is none.
        """
        ends = self.sources(source), self.targets(target)
        found = fastest_path(self.tree, self.book, self.weights, *ends)
        if found is None:
            return None
        node_of = self.topology.order
        leaving, reaching = int(node_of[found.leaving]), int(node_of[found.reaching])
        return found._replace(leaving=leaving, reaching=reaching)

    def _ends(self, nodes: NDArray[np.int32], travel: NDArray[np.float64]) -> Ends:
        """Return ends; where a direction is closed, the other one's node twice."""
        filled = np.where(nodes == NO_NODE, nodes[:, ::-1], nodes)
        return make_ends(self.topology, filled, travel)


def order_of(network: Network, profile: Profile) -> NDArray[np.int32]:
    """Compute a good order of a profile's graph: a second for 70,000 nodes.

    Parameters
    ----------
    network
        Streets of a city.
    profile
        Who moves.

    Returns
    -------
    numpy.ndarray
        Nodes of its graph from the first to be eliminated to the last, int32 ``(n,)``.
    """
    forget_stale_kernels(KERNELS)
    graph = profile_graph(network, profile)
    return dissection_order(graph.tails, graph.heads, graph.lats, graph.lons)


def build_router(
    network: Network, profile: Profile, *, order: NDArray[np.int32] | None = None
) -> Router:
    """Prepare a profile's streets: two tenths of a second for 70,000 nodes.

    Parameters
    ----------
    network
        Streets of a city.
    profile
        Who moves.
    order
        What `order_of` found; computed here if it is not given.

    Returns
    -------
    Router
        For the durations of `network`.

    Raises
    ------
    ValueError
        When the order is of another graph.
    """
    forget_stale_kernels(KERNELS)
    graph = profile_graph(network, profile)
    if order is None:
        order = dissection_order(graph.tails, graph.heads, graph.lats, graph.lons)
    if len(order) != graph.num_nodes:
        msg = f"Expected an order of {graph.num_nodes} nodes, got {len(order)}."
        raise ValueError(msg)
    topology = build_topology(order, graph.tails, graph.heads)
    return Router(
        graph=graph,
        topology=topology,
        tree=make_tree(topology),
        book=make_unpacking(topology),
        weights=customize(topology, graph.costs(network)),
    )
