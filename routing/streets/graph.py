"""The network as one profile sees it: nodes, and arcs with a cost.

At most nodes any arc may follow any other. Where turns matter the node is split: every
arc that arrives ends at a copy of its own, every arc that leaves begins at a copy of its
own, and an arc without a street joins each pair that may follow each other. So each
direction of a street stays one arc, and points on streets attach to its two ends.

Restrictions over other streets copy arcs, too: one for whoever has come along the begin of
the restriction, one for everybody else. Who starts on such a street is everybody else; who
ends on it may come from any copy, so all of them lead to a node of its own, from which
nothing leads on.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from routing.streets.network import BACKWARD, CLOSED, FORWARD
from routing.streets.packed import pack
from routing.streets.turn_rules import half_edges, turn_rules

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from routing.streets.network import Network
    from routing.streets.profiles import Profile
    from routing.streets.turn_rules import HalfEdges, TurnRules

NO_EDGE = -1
NO_NODE = -1


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ProfileGraph:
    """Arcs of one profile within its main part; ``n`` nodes, ``m`` arcs, ``E`` edges.

    Attributes
    ----------
    profile
        Who moves.
    lats, lons
        Coordinates of the nodes, WGS84 degrees, shape ``(n,)``.
    tails, heads
        Nodes that each arc leads from and to, shape ``(m,)``, int32.
    edges, directions
        Edge of each arc and whether it is used backward, shape ``(m,)``; turns have no
        edge, and neither have arcs that only hold the two ends of an edge together.
    turn_costs
        Packed cost of those arcs, shape ``(m,)``; 0 for streets.
    edge_tails, edge_heads
        Nodes where each direction of each edge begins and ends, shape ``(2, E)``, int32;
        -1 where the profile may not go.
    num_split
        How many nodes of the network are split.
    """

    profile: Profile
    lats: NDArray[np.float64]
    lons: NDArray[np.float64]
    tails: NDArray[np.int32]
    heads: NDArray[np.int32]
    edges: NDArray[np.int32]
    directions: NDArray[np.int8]
    turn_costs: NDArray[np.float64]
    edge_tails: NDArray[np.int32]
    edge_heads: NDArray[np.int32]
    num_split: int

    @property
    def num_nodes(self) -> int:
        """Number of nodes, copies of split ones included."""
        return len(self.lats)

    def costs(self, network: Network) -> NDArray[np.float64]:
        """Return the packed cost of each arc, infinite where closed, shape ``(m,)``.

        Parameters
        ----------
        network
            The network that the graph was made from, perhaps with other durations.
        """
        is_street = self.edges != NO_EDGE
        edges, directions = self.edges[is_street], self.directions[is_street]
        times = network.durations[self.profile.row, directions, edges]
        packed = pack(times, network.edge_lengths[edges])
        costs = self.turn_costs.copy()
        costs[is_street] = np.where(times == CLOSED, np.inf, packed)
        return costs


def profile_graph(network: Network, profile: Profile) -> ProfileGraph:
    """Build the graph of one profile.

    Parameters
    ----------
    network
        Streets of a city.
    profile
        Who moves.

    Returns
    -------
    ProfileGraph
        No path in it breaks a turn restriction that applies to the profile.
    """
    halves = half_edges(network, profile)
    rules = turn_rules(network, halves, profile)
    nodes, tails, heads = _number(network, halves, rules, profile)
    copies, turns = (
        np.array(rules.copies, dtype=np.int64),
        np.array(rules.turns, dtype=np.int64).reshape(-1, 3),
    )
    streets = np.concatenate((np.flatnonzero(halves.times != CLOSED), copies))
    numbers = streets.copy()
    numbers[len(streets) - len(copies) :] = len(halves.times) + np.arange(len(copies))
    copied, ways_in = np.unique(copies, return_inverse=True)
    entries = np.concatenate((np.arange(len(copied)), ways_in)) + len(nodes)
    entered = np.concatenate((copied, numbers[len(streets) - len(copies) :]))
    edge_tails, edge_heads = tails[: len(halves.times)].copy(), heads[: len(halves.times)]
    edge_tails[copied] = len(nodes) + np.arange(len(copied))
    nodes = np.concatenate((nodes, halves.tails[copied]))
    joints = _joints(network, halves, rules)
    joined = joints + network.num_edges
    pairs = np.concatenate(
        (
            np.column_stack((tails[numbers], heads[numbers])),
            np.column_stack((heads[turns[:, 0]], tails[turns[:, 1]])),
            np.column_stack((tails[entered], entries)),
            np.column_stack((edge_tails[joints], edge_tails[joined])),
            np.column_stack((edge_heads[joints], edge_heads[joined])),
        )
    ).astype(np.int32)
    no_edges = np.full(len(pairs) - len(streets), NO_EDGE)
    return ProfileGraph(
        profile=profile,
        lats=network.node_lats[nodes] / 1e7,
        lons=network.node_lons[nodes] / 1e7,
        tails=pairs[:, 0].copy(),
        heads=pairs[:, 1].copy(),
        edges=np.concatenate((streets % network.num_edges, no_edges)).astype(np.int32),
        directions=np.concatenate((streets >= network.num_edges, no_edges)).astype(np.int8),
        turn_costs=np.concatenate(
            (
                np.zeros(len(streets)),
                pack(turns[:, 2], np.zeros(len(turns), np.int64)),
                np.zeros(len(entered)),
                np.full(2 * len(joints), np.inf),
            )
        ),
        edge_tails=edge_tails.reshape(2, -1),
        edge_heads=edge_heads.reshape(2, -1),
        num_split=len(rules.nodes),
    )


def _number(
    network: Network, halves: HalfEdges, rules: TurnRules, profile: Profile
) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.int32]]:
    """Return the network's node behind each node, and where half edges and copies run."""
    is_split = np.zeros(network.num_nodes, np.bool_)
    is_split[list(rules.nodes)] = True
    whole = np.flatnonzero(network.is_main[profile.row] & ~is_split)
    numbers = np.full(network.num_nodes, NO_NODE, np.int32)
    numbers[whole] = np.arange(len(whole))
    copies = np.array(rules.copies, dtype=np.int64)
    from_nodes = np.concatenate((halves.tails, halves.tails[copies]))
    to_nodes = np.concatenate((halves.heads, halves.heads[copies]))
    is_open = np.concatenate((halves.times, halves.times[copies])) != CLOSED
    tails = np.where(is_open, numbers[from_nodes], NO_NODE).astype(np.int32)
    heads = np.where(is_open, numbers[to_nodes], NO_NODE).astype(np.int32)
    arriving = np.flatnonzero(is_open & is_split[to_nodes])
    leaving = np.flatnonzero(is_open & is_split[from_nodes])
    heads[arriving] = len(whole) + np.arange(len(arriving))
    tails[leaving] = len(whole) + len(arriving) + np.arange(len(leaving))
    return np.concatenate((whole, to_nodes[arriving], from_nodes[leaving])), tails, heads


def _joints(network: Network, halves: HalfEdges, rules: TurnRules) -> NDArray[np.int64]:
    """Return the edges, open both ways, whose ends no arc would hold together."""
    is_split = np.zeros(network.num_nodes, np.bool_)
    is_split[list(rules.nodes)] = True
    times = halves.times.reshape(2, -1)
    is_open = (times[FORWARD] != CLOSED) & (times[BACKWARD] != CLOSED)
    return np.flatnonzero(is_open & is_split[network.edge_from] & is_split[network.edge_to])
