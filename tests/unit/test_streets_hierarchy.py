"""Kernels of the hierarchy: compiled and plain, in threads, on edges of what is possible."""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx
import numpy as np
import pytest

from routing.streets.hierarchy import (
    labels,
    order,
    path,
    reach,
    separator,
    table,
    topology,
    weights,
)
from routing.streets.hierarchy.labels import make_ends, make_tree
from routing.streets.hierarchy.order import dissection_order, undirected
from routing.streets.hierarchy.path import fastest_path, make_unpacking
from routing.streets.hierarchy.separator import CUT, SIDE_A, SIDE_B, cut_along, new_flow
from routing.streets.hierarchy.table import travel_table
from routing.streets.hierarchy.topology import build_topology
from routing.streets.hierarchy.weights import customize
from routing.streets.packed import pack, unpack
from tests.random_graphs import Graph, grid, prepare

if TYPE_CHECKING:
    from types import ModuleType

MODULES: tuple[ModuleType, ...] = (labels, order, path, reach, separator, table, topology, weights)


def answers(graph: Graph) -> list[np.ndarray[tuple[int, ...], np.dtype[np.generic]]]:
    """Return everything that the kernels say about a graph."""
    ranking = dissection_order(graph.tails, graph.heads, graph.lat, graph.lon)
    prepared = prepare(graph, ranking)
    book = make_unpacking(prepared.topology)
    few = prepared.at_nodes(np.array([0, 7, 11, 7], dtype=np.int32))
    found = table.travel_table(prepared.tree, prepared.weights, few, few)
    one = prepared.at_nodes(np.array([0], dtype=np.int32))
    other = prepared.at_nodes(np.array([graph.num_nodes - 1], dtype=np.int32))
    way = fastest_path(prepared.tree, book, prepared.weights, one, other)
    assert way is not None
    shape = prepared.topology
    everywhere = reach.travel_to_all(shape, prepared.tree, prepared.weights, one)
    return [
        *(ranking, shape.parent, shape.depth, shape.first, shape.size, shape.upper, shape.arc_edge),
        *(prepared.weights.up, prepared.weights.down, everywhere, way.arcs),
        *(found.durations, found.distances, found.reachable),
    ]


def test_compiled_kernels_say_what_their_plain_twins_say(monkeypatch: pytest.MonkeyPatch) -> None:
    """The whole pipeline once compiled, once with every kernel replaced by its source."""
    graph = grid(6, np.random.default_rng(5))
    compiled = answers(graph)
    replaced = 0
    for module in MODULES:
        for name, value in vars(module).copy().items():
            if hasattr(value, "py_func"):
                monkeypatch.setattr(module, name, value.py_func)
                replaced += 1

    plain = answers(graph)

    assert replaced >= 25
    for one, other in zip(compiled, plain, strict=True):
        assert np.array_equal(one, other)


def test_separators_are_as_small_as_networkx_s() -> None:
    """The least cut between the first and the last three of a ranking, on random graphs."""
    rng = np.random.default_rng(3)
    for _ in range(30):
        n = 12
        ends = rng.integers(0, n, (2 * n, 2)).astype(np.int32)
        pointers, neighbors = undirected(n, ends[:, 0].copy(), ends[:, 1].copy())
        flow = new_flow(pointers, neighbors)
        flow.inside[:] = True
        ranked = rng.permutation(n).astype(np.int32)
        sides = np.empty(n, np.int8)

        size = cut_along(flow, ranked, 3, n, sides)

        network: nx.DiGraph[object] = nx.DiGraph()
        for node in range(n):
            network.add_edge((node, "in"), (node, "out"), capacity=1)
            for neighbor in neighbors[pointers[node] : pointers[node + 1]].tolist():
                network.add_edge((node, "out"), (neighbor, "in"))
        for place in range(3):
            network.add_edge("source", (int(ranked[place]), "in"))
            network.add_edge((int(ranked[n - 1 - place]), "out"), "sink")
        assert size == nx.maximum_flow_value(network, "source", "sink")
        side_of = dict(zip(ranked.tolist(), sides.tolist(), strict=True))
        assert list(side_of.values()).count(CUT) == size
        crossing = [
            (a, b) for a, b in ends.tolist() if {side_of[a], side_of[b]} == {SIDE_A, SIDE_B}
        ]
        assert crossing == []


def test_a_grid_s_order_keeps_labels_short() -> None:
    """32 by 32 nodes: the first cuts are lines of 32, 16, 16, 8, ... so depth is near 100."""
    graph = grid(32, np.random.default_rng(1))

    found = dissection_order(graph.tails, graph.heads, graph.lat, graph.lon)

    assert build_topology(found, graph.tails, graph.heads).depth.max() < 140


def test_threads_share_the_rows_and_change_nothing() -> None:
    """Three threads for seven sources, and more threads than sources."""
    graph = grid(9, np.random.default_rng(2))
    prepared = prepare(graph, np.random.default_rng(4).permutation(81).astype(np.int32))
    sources = prepared.at_nodes(np.arange(0, 70, 10, dtype=np.int32))
    targets = prepared.at_nodes(np.arange(81, dtype=np.int32))

    one = travel_table(prepared.tree, prepared.weights, sources, targets)
    many = [
        travel_table(prepared.tree, prepared.weights, sources, targets, num_threads=number)
        for number in (3, 9)
    ]

    for other in many:
        assert np.array_equal(one.durations, other.durations)
        assert np.array_equal(one.distances, other.distances)
        assert np.array_equal(one.reachable, other.reachable)


def test_more_points_than_a_block_holds() -> None:
    """600 by 700 points against the same points one by one."""
    graph = grid(12, np.random.default_rng(8))
    prepared = prepare(graph, dissection_order(graph.tails, graph.heads, graph.lat, graph.lon))
    rng = np.random.default_rng(9)
    rows, columns = rng.integers(0, 144, 600), rng.integers(0, 144, 700)
    every = prepared.at_nodes(np.arange(144, dtype=np.int32))

    small = travel_table(prepared.tree, prepared.weights, every, every)
    large = travel_table(
        prepared.tree,
        prepared.weights,
        prepared.at_nodes(rows.astype(np.int32)),
        prepared.at_nodes(columns.astype(np.int32)),
    )

    assert np.array_equal(large.durations, small.durations[np.ix_(rows, columns)])
    assert np.array_equal(large.distances, small.distances[np.ix_(rows, columns)])


def test_no_nodes_and_no_points_are_no_special_case() -> None:
    """An empty graph has an order, a topology, weights and an empty table."""
    nothing, nowhere = np.empty(0, np.int32), np.empty(0, np.float64)

    ranking = dissection_order(nothing, nothing, nowhere, nowhere)
    shape = build_topology(ranking, nothing, nothing)
    empty = customize(shape, nowhere)
    ends = make_ends(shape, np.empty((0, 2), np.int32), np.empty((0, 2)))
    found = travel_table(make_tree(shape), empty, ends, ends, num_threads=2)

    assert found.durations.shape == found.reachable.shape == (0, 0)


def test_packing_keeps_both_parts() -> None:
    """The largest of both, and nothing at all."""
    times, lengths = np.array([2**27 - 1, 0]), np.array([2**26 - 1, 0])

    again = unpack(pack(times, lengths))

    assert np.array_equal(again, [times, lengths])


def test_an_order_that_forgets_a_node_is_refused() -> None:
    """Two of three nodes, one of them twice."""
    ends = np.array([0, 1], dtype=np.int32)

    with pytest.raises(ValueError, match="Expected an order that names each of 3 nodes once"):
        build_topology(np.array([0, 1, 1], dtype=np.int32), ends, ends)


def test_an_arc_to_nowhere_is_refused() -> None:
    """Node 2 of two nodes."""
    both = np.array([0, 1], dtype=np.int32)

    with pytest.raises(ValueError, match="Expected heads between 0 and 1, got 1 to 2"):
        build_topology(both, both, np.array([1, 2], dtype=np.int32))


@pytest.mark.parametrize("bad", [-1.0, np.nan, 2.0**53])
def test_travel_that_is_no_travel_is_refused(bad: float) -> None:
    """The message names the arc."""
    both = np.array([0, 1], dtype=np.int32)
    shape = build_topology(both, both, both[::-1].copy())

    with pytest.raises(ValueError, match=r"Expected travel .* for arc 1"):
        customize(shape, np.array([1.0, bad]))


def test_travel_of_other_arcs_is_refused() -> None:
    """Three numbers for two arcs."""
    both = np.array([0, 1], dtype=np.int32)
    shape = build_topology(both, both, both[::-1].copy())

    with pytest.raises(ValueError, match="Expected travel of 2 arcs"):
        customize(shape, np.zeros(3))


def test_ends_that_no_arc_joins_are_refused() -> None:
    """Nodes 0 and 1 have a common neighbor, but neither is above the other."""
    graph_tails, graph_heads = np.array([0, 1], dtype=np.int32), np.array([2, 2], dtype=np.int32)
    shape = build_topology(np.arange(3, dtype=np.int32), graph_tails, graph_heads)

    with pytest.raises(ValueError, match=r"got nodes \[0, 1\] at 0"):
        make_ends(shape, np.array([[0, 1]], dtype=np.int32), np.zeros((1, 2)))


def test_no_threads_and_no_time_are_refused() -> None:
    """Both count from 1."""
    graph = grid(2, np.random.default_rng(1))
    prepared = prepare(graph, np.arange(4, dtype=np.int32))
    ends = prepared.at_nodes(np.array([0], dtype=np.int32))

    with pytest.raises(ValueError, match="Expected time_permille, num_threads >= 1, got 0, 1"):
        travel_table(prepared.tree, prepared.weights, ends, ends, time_permille=0)
    with pytest.raises(ValueError, match="got 1000, 0"):
        travel_table(prepared.tree, prepared.weights, ends, ends, num_threads=0)
