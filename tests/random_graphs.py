"""Small random street graphs: loops, parallel arcs, dead ends, islands, arcs without length."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from hypothesis import strategies as st

from routing.streets.hierarchy.labels import Ends, Tree, make_ends, make_tree
from routing.streets.hierarchy.topology import Topology, build_topology
from routing.streets.hierarchy.weights import Weights, customize
from routing.streets.packed import pack

if TYPE_CHECKING:
    from numpy.typing import NDArray

NO_TRAVEL = (0, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Graph:
    """Arcs with time and length, and nodes with coordinates."""

    tails: NDArray[np.int32]
    heads: NDArray[np.int32]
    times: NDArray[np.int32]
    lengths: NDArray[np.int32]
    is_open: NDArray[np.bool_]
    lat: NDArray[np.float64]
    lon: NDArray[np.float64]

    @property
    def num_nodes(self) -> int:
        """Number of nodes."""
        return len(self.lat)

    @property
    def costs(self) -> NDArray[np.float64]:
        """Packed travel of the arcs, infinite where closed."""
        return np.where(self.is_open, pack(self.times, self.lengths), np.inf)

    def open_arcs(self) -> list[tuple[int, int, tuple[int, int]]]:
        """Return tail, head and travel of every open arc."""
        columns = (self.tails, self.heads, self.times, self.lengths, self.is_open)
        rows = zip(*(column.tolist() for column in columns), strict=True)
        return [(a, b, (time, length)) for a, b, time, length, is_open in rows if is_open]


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A graph's hierarchy under some order."""

    topology: Topology
    tree: Tree
    weights: Weights

    def at_nodes(self, nodes: NDArray[np.int32]) -> Ends:
        """Return points that are nodes."""
        twice = np.stack([nodes, nodes], axis=1).astype(np.int32)
        return make_ends(self.topology, twice, np.zeros(twice.shape))


def prepare(graph: Graph, order: NDArray[np.int32]) -> Prepared:
    """Build the hierarchy of a graph."""
    topology = build_topology(order, graph.tails, graph.heads)
    weights = customize(topology, graph.costs)
    return Prepared(topology=topology, tree=make_tree(topology), weights=weights)


@st.composite
def graphs(draw: st.DrawFn, *, max_nodes: int = 9) -> Graph:
    """Draw a graph with up to three arcs per node."""
    n = draw(st.integers(1, max_nodes))
    node = st.integers(0, n - 1)
    arc = st.tuples(node, node, st.integers(0, 4), st.integers(0, 3), st.integers(0, 4))
    arcs = draw(st.lists(arc, max_size=3 * n))
    table = np.array(arcs, dtype=np.int32).reshape(-1, 5)
    places = draw(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=n, max_size=n))
    lat, lon = np.array(places, dtype=np.float64).reshape(-1, 2).T * 0.01
    return Graph(
        tails=table[:, 0].copy(),
        heads=table[:, 1].copy(),
        times=table[:, 2].copy(),
        lengths=table[:, 3].copy(),
        is_open=table[:, 4] > 0,
        lat=lat.copy(),
        lon=lon.copy(),
    )


def orders(graph: Graph) -> st.SearchStrategy[NDArray[np.int32]]:
    """Draw any order of a graph's nodes, good or bad."""
    ranks = st.permutations(list(range(graph.num_nodes)))
    return ranks.map(lambda order: np.array(order, dtype=np.int32))


def grid(side: int, rng: np.random.Generator) -> Graph:
    """Return a grid of two-way streets of random travel, some of them closed one way."""
    numbers = np.arange(side * side).reshape(side, side)
    pairs = [
        (a, b)
        for line in (*numbers, *numbers.T)
        for first, second in pairwise(line.tolist())
        for a, b in ((first, second), (second, first))
    ]
    ends = np.array(pairs, dtype=np.int32)
    rows, columns = np.divmod(np.arange(side * side), side)
    return Graph(
        tails=ends[:, 0].copy(),
        heads=ends[:, 1].copy(),
        times=rng.integers(50, 200, len(ends)).astype(np.int32),
        lengths=rng.integers(200, 900, len(ends)).astype(np.int32),
        is_open=rng.random(len(ends)) < 0.9,
        lat=41.0 + rows * 0.001,
        lon=-8.0 + columns * 0.001,
    )
