"""A city's streets as compact arrays: junctions, edges with geometry, and who may use them.

An edge is a stretch of street between two junctions, drawn once, with a duration for each
profile and direction. Everything later engines need stays in the arrays: geometry, names,
classes, tags, ids of the ways, and turn restrictions.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from routing.streets.profiles import Profile
from routing.streets.speed_tables import BARRIER_CLASS, CLASS_NAMES

if TYPE_CHECKING:
    from numpy.typing import NDArray

CLOSED = -1
FORWARD = 0
BACKWARD = 1
BARRIER_NUMBER = CLASS_NAMES.index(BARRIER_CLASS)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Network:
    """Streets of a city; ``N`` nodes, ``E`` edges, ``G`` points, ``R`` restrictions.

    Attributes
    ----------
    node_ids
        OpenStreetMap's ids of the junctions, shape ``(N,)``, int64; the two sides of a
        barrier share one id.
    node_lats, node_lons
        1e-7 degrees, shape ``(N,)``, int32.
    edge_from, edge_to
        Nodes at the ends of each edge, in the direction of drawing, shape ``(E,)``, int32.
    leaving_from, leaving
        Half edges that begin at each node, open or not, in compressed rows: int64
        ``(N + 1,)`` and int32 ``(2 E,)``; edge ``e`` is ``e`` forward and ``E + e`` backward.
    edge_lengths
        Decimetres, shape ``(E,)``, int32; 0 for barriers.
    edge_classes
        Index into `speed_tables.CLASS_NAMES`, shape ``(E,)``, uint8.
    edge_names, edge_rules
        Index into `names` and `rules`, shape ``(E,)``, int32.
    edge_first_ways, edge_last_ways
        OpenStreetMap's ids of the ways at the edge's begin and end, shape ``(E,)``, int64.
    points_from
        Where the points of each edge begin in `point_lats`, shape ``(E + 1,)``, int64.
    point_lats, point_lons
        Points of the edges, both ends included, 1e-7 degrees, shape ``(G,)``, int32.
    point_heights
        Metres above the sea of the points, NaN where unknown, shape ``(G,)``, float32; no
        numbers at all in a city without elevation.
    durations
        Tenths of a second per profile, direction (forward, backward) and edge, shape
        ``(4, 2, E)``, int32; -1 where the profile may not go.
    is_main
        Whether a node is in the largest part of the network in which the profile can
        get from everywhere to everywhere, shape ``(4, N)``.
    turn_from, turn_to
        Edges of each turn restriction, shape ``(R,)``, int32.
    turn_via
        Node at the end of the first, shape ``(R,)``, int32.
    turn_over, turn_over_from
        Edges between the two, one restriction after the other, int32, and where those of
        each begin among them, shape ``(R + 1,)``, int64; most restrictions have none.
    turn_is_only
        Whether the turn is the only one allowed rather than forbidden, shape ``(R,)``.
    turn_exempt
        Modes that each restriction spares, ``R`` texts.
    turn_modes
        The mode to which each applies, empty for all vehicles, ``R`` texts.
    names
        Street names; the first is empty.
    rules
        Combinations of tags, those of streets first, then those of barriers.
    """

    node_ids: NDArray[np.int64]
    node_lats: NDArray[np.int32]
    node_lons: NDArray[np.int32]
    edge_from: NDArray[np.int32]
    edge_to: NDArray[np.int32]
    leaving_from: NDArray[np.int64]
    leaving: NDArray[np.int32]
    edge_lengths: NDArray[np.int32]
    edge_classes: NDArray[np.uint8]
    edge_names: NDArray[np.int32]
    edge_rules: NDArray[np.int32]
    edge_first_ways: NDArray[np.int64]
    edge_last_ways: NDArray[np.int64]
    points_from: NDArray[np.int64]
    point_lats: NDArray[np.int32]
    point_lons: NDArray[np.int32]
    durations: NDArray[np.int32]
    is_main: NDArray[np.bool_]
    turn_from: NDArray[np.int32]
    turn_via: NDArray[np.int32]
    turn_over: NDArray[np.int32]
    turn_over_from: NDArray[np.int64]
    turn_to: NDArray[np.int32]
    turn_is_only: NDArray[np.bool_]
    turn_exempt: tuple[str, ...]
    turn_modes: tuple[str, ...]
    names: tuple[str, ...]
    rules: tuple[dict[str, str], ...]
    point_heights: NDArray[np.float32] = field(default_factory=lambda: np.empty(0, np.float32))

    @property
    def num_nodes(self) -> int:
        """Number of junctions, dead ends and sides of barriers."""
        return len(self.node_ids)

    @property
    def has_heights(self) -> bool:
        """Whether it is known how high the streets lie."""
        return len(self.point_heights) > 0

    @property
    def num_edges(self) -> int:
        """Number of stretches of street, barriers included."""
        return len(self.edge_from)

    def is_usable(self, profile: Profile) -> NDArray[np.bool_]:
        """Return which edges a profile may use and reach, shape ``(E,)``; no barriers."""
        main = self.is_main[profile.row]
        is_open = (self.durations[profile.row] != CLOSED).any(axis=0)
        is_street = self.edge_classes != BARRIER_NUMBER
        usable: NDArray[np.bool_] = is_open & is_street & main[self.edge_from] & main[self.edge_to]
        return usable

    def points(self, edge: int) -> NDArray[np.float64]:
        """Return an edge's points in degrees, shape ``(n, 2)``, lon before lat."""
        part = slice(int(self.points_from[edge]), int(self.points_from[edge + 1]))
        return np.column_stack((self.point_lons[part], self.point_lats[part])) / 1e7

    def points_of(self, edges: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return the numbers of the points of edges, and for each which of the edges it is on."""
        begins = self.points_from[edges]
        counts = self.points_from[edges + 1] - begins
        owners = np.repeat(np.arange(len(edges)), counts)
        return np.arange(len(owners)) + np.repeat(
            begins - np.cumsum(counts) + counts, counts
        ), owners

    def over(self, restriction: int) -> NDArray[np.int32]:
        """Return the edges that a turn restriction leads over between its first and last."""
        first, end = self.turn_over_from[restriction : restriction + 2].tolist()
        return self.turn_over[first:end]

    def report(self) -> dict[str, dict[str, int]]:
        """Return, per profile, how many nodes it uses and how many lie apart from the rest."""
        found = {}
        for profile in Profile:
            is_open = self.durations[profile.row] != CLOSED
            touched = np.zeros(self.num_nodes, dtype=np.bool_)
            for ends in (self.edge_from, self.edge_to):
                touched[ends[is_open.any(axis=0)]] = True
            used = int(self.is_main[profile.row].sum())
            found[profile.value] = {"nodes": used, "nodes_apart": int(touched.sum()) - used}
        return found
