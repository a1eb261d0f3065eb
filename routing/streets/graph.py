"""The network as one profile sees it: arcs in rows, time and distance packed in one number.

A cost is ``tenths of a second * 2**26 + decimetres``. Sums of costs compare by time first
and by distance among equal times, and both parts come out of the least sum exactly: all
sums stay below ``2**53``, where a float64 still counts in ones. The distance part is full
at 6,700 km, which no path within a city reaches.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from routing.streets.network import BACKWARD, CLOSED, FORWARD

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from routing.streets.network import Network
    from routing.streets.profiles import Profile

DISTANCE_BITS = 26
TIME_UNIT = float(1 << DISTANCE_BITS)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ProfileGraph:
    """Arcs of one profile within its main part, in compressed rows by tail node.

    Attributes
    ----------
    row_starts
        Where each node's arcs begin, shape ``(N + 1,)``, int32.
    heads
        Node each arc leads to, rising within a row, shape ``(A,)``, int32.
    costs
        Packed cost of each arc, shape ``(A,)``, float64.
    edges, directions
        Edge of each arc, and whether it is used backward, shape ``(A,)``.
    """

    row_starts: NDArray[np.int32]
    heads: NDArray[np.int32]
    costs: NDArray[np.float64]
    edges: NDArray[np.int32]
    directions: NDArray[np.int8]

    @property
    def num_nodes(self) -> int:
        """Number of nodes of the whole network."""
        return len(self.row_starts) - 1

    def arc(self, tail: int, head: int) -> int:
        """Return the arc between two neighboring nodes."""
        start, end = int(self.row_starts[tail]), int(self.row_starts[tail + 1])
        return start + int(np.searchsorted(self.heads[start:end], head))

    def reversed(self) -> ProfileGraph:
        """Return the same graph with every arc turned round."""
        tails = np.repeat(np.arange(self.num_nodes), np.diff(self.row_starts))
        return _in_rows(
            tails=self.heads.astype(np.int64),
            heads=tails,
            costs=self.costs,
            edges=self.edges,
            directions=self.directions,
            num_nodes=self.num_nodes,
        )


def pack(deciseconds: NDArray[np.int32], decimetres: NDArray[np.int32]) -> NDArray[np.float64]:
    """Return packed costs of times and distances."""
    return deciseconds.astype(np.float64) * TIME_UNIT + decimetres


def unpack(costs: NDArray[np.float64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return times in tenths of a second and distances in decimetres of finite costs."""
    whole = costs.astype(np.int64)
    return whole >> DISTANCE_BITS, whole & ((1 << DISTANCE_BITS) - 1)


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
        Without loops; of several arcs between two nodes the cheapest, among equals that
        of the lowest edge.
    """
    main = network.is_main[profile.row]
    inside = main[network.edge_from] & main[network.edge_to]
    inside &= network.edge_from != network.edge_to
    durations = network.durations[profile.row]
    parts = []
    for direction, tails, heads in (
        (FORWARD, network.edge_from, network.edge_to),
        (BACKWARD, network.edge_to, network.edge_from),
    ):
        edges = np.flatnonzero(inside & (durations[direction] != CLOSED))
        costs = pack(durations[direction, edges], network.edge_lengths[edges])
        marks = np.full(len(edges), direction, dtype=np.int8)
        parts.append((tails[edges], heads[edges], costs, edges.astype(np.int32), marks))
    tails, heads, costs, edges, marks = (np.concatenate(part) for part in zip(*parts, strict=True))
    order = np.lexsort((marks, edges, costs, heads, tails))
    is_first = np.ones(len(order), dtype=np.bool_)
    ends = np.column_stack((tails, heads))[order]
    is_first[1:] = (ends[1:] != ends[:-1]).any(axis=1)
    kept = order[is_first]
    return _in_rows(
        tails=tails[kept].astype(np.int64),
        heads=heads[kept].astype(np.int64),
        costs=costs[kept].astype(np.float64),
        edges=edges[kept].astype(np.int32),
        directions=marks[kept].astype(np.int8),
        num_nodes=network.num_nodes,
    )


def _in_rows(  # noqa: PLR0913 - one array each
    *,
    tails: NDArray[np.int64],
    heads: NDArray[np.int64],
    costs: NDArray[np.float64],
    edges: NDArray[np.int32],
    directions: NDArray[np.int8],
    num_nodes: int,
) -> ProfileGraph:
    order = np.lexsort((heads, tails))
    counts = np.bincount(tails, minlength=num_nodes)
    return ProfileGraph(
        row_starts=np.concatenate(([0], np.cumsum(counts))).astype(np.int32),
        heads=heads[order].astype(np.int32),
        costs=costs[order],
        edges=edges[order],
        directions=directions[order],
    )
