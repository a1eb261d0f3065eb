"""Graphs to measure on: a city's streets as the product sees them, parts of it, its raw points."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import breadth_first_order, connected_components

from routing.streets.build import build_network
from routing.streets.geodesy import great_circle
from routing.streets.graph import profile_graph
from routing.streets.packed import TIME_UNIT, pack, unpack
from routing.streets.profiles import Profile
from routing.streets.read_osm import read_osm

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from routing.streets.raw import RawStreets

DECISECONDS_PER_METRE = 2.4
"""15 km/h, for raw points."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Streets:
    """Nodes with coordinates, arcs with packed travel; every node reaches every other."""

    lats: NDArray[np.float64]
    lons: NDArray[np.float64]
    tails: NDArray[np.int32]
    heads: NDArray[np.int32]
    costs: NDArray[np.float64]

    @property
    def num_nodes(self) -> int:
        """Number of nodes."""
        return len(self.lats)

    @property
    def times(self) -> NDArray[np.int64]:
        """Tenths of a second of each arc."""
        return unpack(self.costs)[0]

    def matrix(self, *, times_only: bool = False) -> csr_array:
        """Return the arcs as a sparse matrix, of parallel ones the best; for SciPy."""
        order = np.lexsort((self.costs, self.heads, self.tails))
        tails, heads = self.tails[order], self.heads[order]
        is_first = np.ones(len(order), np.bool_)
        is_first[1:] = (tails[1:] != tails[:-1]) | (heads[1:] != heads[:-1])
        kept = order[is_first]
        costs = np.floor(self.costs / TIME_UNIT) if times_only else self.costs
        shape = (self.num_nodes, self.num_nodes)
        return csr_array((costs[kept], (self.tails[kept], self.heads[kept])), shape=shape)

    def part(self, nodes: NDArray[np.int64]) -> Streets:
        """Return the largest strong part among some nodes."""
        for _ in range(2):
            number = np.full(self.num_nodes, -1, np.int32)
            number[nodes] = np.arange(len(nodes))
            kept = (number[self.tails] >= 0) & (number[self.heads] >= 0)
            kept &= self.tails != self.heads
            found = Streets(
                lats=self.lats[nodes],
                lons=self.lons[nodes],
                tails=number[self.tails[kept]],
                heads=number[self.heads[kept]],
                costs=self.costs[kept],
            )
            _, part = connected_components(found.matrix(), connection="strong")
            strong = np.flatnonzero(part == np.bincount(part).argmax())
            if len(strong) == len(nodes):
                break
            nodes = nodes[strong]
        return found

    def around_center(self, num_nodes: int) -> Streets:
        """Return the strong part of those nodes that are fewest streets from the center."""
        middle = np.hypot(self.lats - np.median(self.lats), self.lons - np.median(self.lons))
        reached = breadth_first_order(
            self.matrix(), int(middle.argmin()), return_predecessors=False
        )
        return self.part(np.sort(reached[:num_nodes]).astype(np.int64))


def read_streets(file: Path, profile: Profile = Profile.BIKE) -> tuple[Streets, RawStreets]:
    """Return a map's streets for one profile, with its turn restrictions, and the raw map."""
    raw = read_osm(file)
    network = build_network(raw)
    graph = profile_graph(network, profile)
    costs = graph.costs(network)
    is_open = np.isfinite(costs)
    whole = Streets(
        lats=graph.lats,
        lons=graph.lons,
        tails=graph.tails[is_open],
        heads=graph.heads[is_open],
        costs=costs[is_open],
    )
    return whole.part(np.arange(graph.num_nodes)), raw


def raw_points(raw: RawStreets) -> Streets:
    """Return a graph with a node per point of every way, all two-way, at one speed."""
    number = np.searchsorted(raw.node_ids, raw.refs)
    number = np.minimum(number, len(raw.node_ids) - 1)
    is_last = np.zeros(len(raw.refs), np.bool_)
    is_last[raw.starts[1:] - 1] = True
    pairs = np.column_stack((number[:-1], number[1:]))[~is_last[:-1]].astype(np.int32)
    lats, lons = raw.node_lats / 1e7, raw.node_lons / 1e7
    a, b = pairs.T
    metres = great_circle(lats[a], lons[a], lats[b], lons[b])
    times = np.maximum(1, np.rint(metres * DECISECONDS_PER_METRE)).astype(np.int32)
    costs = pack(times, np.rint(metres * 10).astype(np.int32))
    whole = Streets(
        lats=lats,
        lons=lons,
        tails=np.concatenate((a, b)),
        heads=np.concatenate((b, a)),
        costs=np.concatenate((costs, costs)),
    )
    return whole.part(np.arange(len(lats)))
