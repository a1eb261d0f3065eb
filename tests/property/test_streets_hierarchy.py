"""The hierarchy against a plain Dijkstra, on graphs with everything streets can be."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from routing.streets.hierarchy.labels import Ends, make_ends
from routing.streets.hierarchy.order import dissection_order
from routing.streets.hierarchy.path import fastest_path, make_unpacking
from routing.streets.hierarchy.reach import travel_to_all
from routing.streets.hierarchy.table import travel_table
from routing.streets.hierarchy.table_parts import Direct
from routing.streets.hierarchy.topology import build_topology
from routing.streets.hierarchy.weights import customize
from routing.streets.packed import pack, unpack
from tests.plain_dijkstra import fastest
from tests.random_graphs import NO_TRAVEL, Graph, graphs, orders, prepare

if TYPE_CHECKING:
    from numpy.typing import NDArray


def plus(a: tuple[int, int], b: tuple[int, int]) -> tuple[int, int]:
    """Return the sum of two travels."""
    return (a[0] + b[0], a[1] + b[1])


def rounded(travel: tuple[int, int]) -> tuple[int, int]:
    """Return seconds rounded up and metres rounded to the nearest."""
    return (-(-travel[0] // 10), (travel[1] + 5) // 10)


@settings(max_examples=150, deadline=None)
@given(data=st.data(), graph=graphs())
def test_a_table_holds_what_dijkstra_finds_whatever_the_order(
    data: st.DataObject, graph: Graph
) -> None:
    """Any order is right, a good one is fast; unreachable pairs are masked, with zeros."""
    prepared = prepare(graph, data.draw(orders(graph)))
    everywhere = prepared.at_nodes(np.arange(graph.num_nodes, dtype=np.int32))

    table = travel_table(prepared.tree, prepared.weights, everywhere, everywhere)

    for node in range(graph.num_nodes):
        expected = fastest(graph.open_arcs(), [(node, NO_TRAVEL)])
        for other in range(graph.num_nodes):
            found = (table.durations[node, other], table.distances[node, other])
            assert table.reachable[node, other] == (other in expected)
            assert found == rounded(expected.get(other, NO_TRAVEL))


@settings(max_examples=100, deadline=None)
@given(data=st.data(), graph=graphs())
def test_travel_to_all_nodes_holds_what_dijkstra_finds(data: st.DataObject, graph: Graph) -> None:
    """Tenths and decimetres, before any rounding."""
    prepared = prepare(graph, data.draw(orders(graph)))
    start = data.draw(st.integers(0, graph.num_nodes - 1))
    source = prepared.at_nodes(np.array([start], dtype=np.int32))

    found = travel_to_all(prepared.topology, prepared.tree, prepared.weights, source)

    expected = fastest(graph.open_arcs(), [(start, NO_TRAVEL)])
    assert set(np.flatnonzero(np.isfinite(found)).tolist()) == set(expected)
    for node, travel in expected.items():
        times, lengths = unpack(found[node : node + 1])
        assert (times[0], lengths[0]) == travel


@settings(max_examples=100, deadline=None)
@given(graph=graphs(max_nodes=14))
def test_the_dissection_order_names_each_node_once(graph: Graph) -> None:
    """Also with islands, loops, and nodes in one place."""
    order = dissection_order(graph.tails, graph.heads, graph.lat, graph.lon)

    assert sorted(order.tolist()) == list(range(graph.num_nodes))


@settings(max_examples=100, deadline=None)
@given(data=st.data(), graph=graphs())
def test_a_path_consists_of_open_arcs_that_add_up_to_its_table_entry(
    data: st.DataObject, graph: Graph
) -> None:
    """Arc after arc from one node to the other; no path exactly where the mask says so."""
    prepared = prepare(graph, data.draw(orders(graph)))
    book = make_unpacking(prepared.topology)
    every = prepared.at_nodes(np.arange(graph.num_nodes, dtype=np.int32))
    table = travel_table(prepared.tree, prepared.weights, every, every)

    for a, b in product(range(graph.num_nodes), repeat=2):
        ends = (part_of(every, a), part_of(every, b))
        found = fastest_path(prepared.tree, book, prepared.weights, *ends)

        assert (found is not None) == table.reachable[a, b]
        if found is not None:
            at = a
            for arc in found.arcs.tolist():
                assert graph.tails[arc] == at
                assert graph.is_open[arc]
                at = int(graph.heads[arc])
            assert at == b
            total = (int(graph.times[found.arcs].sum()), int(graph.lengths[found.arcs].sum()))
            assert rounded(total) == (table.durations[a, b], table.distances[a, b])


def part_of(ends: Ends, point: int) -> Ends:
    """Return one point of several."""
    return Ends(
        nodes=ends.nodes[point : point + 1].copy(), travel=ends.travel[point : point + 1].copy()
    )


@st.composite
def arc_points(draw: st.DrawFn, graph: Graph) -> list[tuple[int, int, int]]:
    """Draw points on open arcs: the arc, and how much of its time and length lies before."""
    open_arcs = np.flatnonzero(graph.is_open).tolist()
    points = []
    for _ in range(draw(st.integers(0, 4)) if open_arcs else 0):
        arc = draw(st.sampled_from(open_arcs))
        time = draw(st.integers(0, int(graph.times[arc])))
        length = draw(st.integers(0, int(graph.lengths[arc])))
        points.append((arc, time, length))
    return points


def ends_on_arcs(
    graph: Graph, points: list[tuple[int, int, int]], *, is_source: bool
) -> tuple[NDArray[np.int32], NDArray[np.float64]]:
    """Return both nodes of each point's arc, and the travel to or from the one that counts."""
    nodes = np.array([(graph.tails[a], graph.heads[a]) for a, _, _ in points], dtype=np.int32)
    travel = np.full((len(points), 2), np.inf)
    for number, (arc, time, length) in enumerate(points):
        whole = (int(graph.times[arc]), int(graph.lengths[arc]))
        parts = (whole[0] - time, whole[1] - length) if is_source else (time, length)
        packed = pack(np.array([parts[0]]), np.array([parts[1]]))[0]
        travel[number, int(is_source)] = packed
    return nodes.reshape(-1, 2), travel


@settings(max_examples=150, deadline=None)
@given(data=st.data(), graph=graphs())
def test_points_on_arcs_travel_as_if_they_were_nodes(data: st.DataObject, graph: Graph) -> None:
    """Each arc with points on it is cut there, and Dijkstra runs on the cut graph."""
    points = data.draw(arc_points(graph))
    topology = build_topology(data.draw(orders(graph)), graph.tails, graph.heads)
    prepared = prepare(graph, np.argsort(topology.rank).astype(np.int32))
    sources = make_ends(prepared.topology, *ends_on_arcs(graph, points, is_source=True))
    targets = make_ends(prepared.topology, *ends_on_arcs(graph, points, is_source=False))
    ahead = [
        (i, j, (b[1] - a[1], b[2] - a[2]))
        for (i, a), (j, b) in product(enumerate(points), repeat=2)
        if a[0] == b[0] and b[1] >= a[1] and b[2] >= a[2]
    ]
    direct = Direct(
        sources=np.array([way[0] for way in ahead], dtype=np.int64),
        targets=np.array([way[1] for way in ahead], dtype=np.int64),
        travel=pack(
            np.array([way[2][0] for way in ahead], dtype=np.int64),
            np.array([way[2][1] for way in ahead], dtype=np.int64),
        ),
    )

    table = travel_table(prepared.tree, prepared.weights, sources, targets, direct=direct)

    straight = {(i, j): travel for i, j, travel in ahead}
    for i, (arc, time, length) in enumerate(points):
        rest = (int(graph.times[arc]) - time, int(graph.lengths[arc]) - length)
        found = fastest(graph.open_arcs(), [(int(graph.heads[arc]), rest)])
        for j, (other, before, gone) in enumerate(points):
            ways = [straight[i, j]] if (i, j) in straight else []
            tail = int(graph.tails[other])
            ways += [plus(found[tail], (before, gone))] if tail in found else []
            assert table.reachable[i, j] == bool(ways)
            entry = (table.durations[i, j], table.distances[i, j])
            assert entry == rounded(min(ways, default=NO_TRAVEL))


@settings(max_examples=40, deadline=None)
@given(data=st.data(), graph=graphs())
def test_new_weights_leave_the_old_ones_as_they_were(data: st.DataObject, graph: Graph) -> None:
    """Closing every arc leaves each node with itself; the first version still answers."""
    prepared = prepare(graph, data.draw(orders(graph)))
    everywhere = prepared.at_nodes(np.arange(graph.num_nodes, dtype=np.int32))
    before = travel_table(prepared.tree, prepared.weights, everywhere, everywhere)

    closed = customize(prepared.topology, np.full(len(graph.tails), np.inf))

    after = travel_table(prepared.tree, closed, everywhere, everywhere)
    again = travel_table(prepared.tree, prepared.weights, everywhere, everywhere)
    assert np.array_equal(after.reachable, np.eye(graph.num_nodes, dtype=np.bool_))
    assert np.array_equal(again.durations, before.durations)


@settings(max_examples=40, deadline=None)
@given(data=st.data(), graph=graphs(), permille=st.integers(1, 3000))
def test_a_slower_courier_s_seconds_are_scaled_before_they_are_rounded(
    data: st.DataObject, graph: Graph, permille: int
) -> None:
    """Tenths times the thousandths, rounded up once; metres stay."""
    prepared = prepare(graph, data.draw(orders(graph)))
    start = prepared.at_nodes(np.array([0], dtype=np.int32))
    everywhere = prepared.at_nodes(np.arange(graph.num_nodes, dtype=np.int32))

    table = travel_table(prepared.tree, prepared.weights, start, everywhere, time_permille=permille)

    for node, travel in fastest(graph.open_arcs(), [(0, NO_TRAVEL)]).items():
        assert table.durations[0, node] == -(-travel[0] * permille // 10_000)
        assert table.distances[0, node] == rounded(travel)[1]
