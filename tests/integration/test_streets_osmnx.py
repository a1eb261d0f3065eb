"""Exchange with OSMnx and NetworkX."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import networkx as nx
import numpy as np
import osmnx as ox
import pytest

from routing.streets.build import build_network
from routing.streets.city import City
from routing.streets.errors import CityError
from routing.streets.facts import gather_facts
from routing.streets.osmnx_graph import from_osmnx, to_osmnx
from routing.streets.profiles import Profile
from tests.drawn_streets import Drawing, square, street

if TYPE_CHECKING:
    from pathlib import Path


def varied() -> Drawing:
    """Return a map with one of everything that a graph could lose on its way."""
    nodes = square().nodes | {5: (1.0, 1.3), 6: (3.0, 0.5), 7: (1.0, 0.0), 8: (4.0, 0.5)}
    ways = (
        street(1, 7, 2, name="South", oneway="yes", oneway__bicycle="no", maxspeed="40"),
        street(2, 6, 3, name="East", oneway="-1", surface="sett"),
        street(3, 5, 4, name="North", junction="roundabout"),
        street(4, 1, name="West", oneway="reversible"),
        street(4, 1, name="West", highway="cycleway"),
        street(1, 3, highway="footway"),
        street(2, 4, highway="steps"),
        street(2, 8, name="Ring"),
        street(8, 3, name="Ring", maxspeed="50"),
    )
    return Drawing(nodes, ways, barriers={7: {"barrier": "bollard", "maxwidth": "1.5"}})


def rebuilt(graph: nx.MultiDiGraph[int], like: City) -> City:
    """Return the city that a graph describes."""
    network = build_network(from_osmnx(graph))
    facts = gather_facts(
        network, name="Rebuilt", source="a graph", created_at="", num_places=0, num_areas=0
    )
    return City(directory=like.directory, facts=facts, network=network)


def assert_same_travel(drawing: Drawing, found: City, expected: City) -> None:
    """Compare all profiles between corners and points on edges."""
    points = [drawing.at(1), drawing.at(3), drawing.between(1, 7), drawing.between(3, 5, 0.2)]
    for profile in Profile:
        ours, theirs = found.matrix(points, profile), expected.matrix(points, profile)
        assert np.array_equal(ours.durations, theirs.durations)
        assert np.array_equal(ours.distances, theirs.distances)


def test_a_city_survives_the_way_through_osmnx() -> None:
    """Tags, one-ways drawn backward, parallel streets and barriers come back."""
    drawing = varied()
    city = drawing.city()

    back = rebuilt(to_osmnx(city), city)

    assert sorted(filter(None, back.network.names)) == ["East", "North", "Ring", "South", "West"]
    assert back.network.report() == city.network.report()
    assert_same_travel(drawing, back, city)


def test_a_city_survives_the_way_through_a_graphml_file(tmp_path: Path) -> None:
    """OSMnx writes and reads the graph as one of its own."""
    drawing = varied()
    city = drawing.city()
    path = tmp_path / "city.graphml"

    ox.save_graphml(to_osmnx(city), path)

    assert_same_travel(drawing, rebuilt(ox.load_graphml(path), city), city)


@pytest.mark.parametrize("profile", list(Profile))
def test_networkx_finds_the_same_times_on_the_exported_graph(profile: Profile) -> None:
    """``travel_time`` in seconds sums to the matrix's tenths, here rounded up."""
    drawing = varied()
    city = drawing.city()

    graph = to_osmnx(city, profile)

    corners = [n for n in graph.nodes if int(city.network.node_ids[n]) in {1, 2, 3, 4}]
    places = [drawing.at(int(city.network.node_ids[n])) for n in corners]
    expected = city.matrix(places, profile).durations
    for (i, a), (j, b) in product(enumerate(corners), repeat=2):
        seconds = nx.shortest_path_length(graph, a, b, weight="travel_time")
        assert expected[i, j] == np.ceil(round(seconds, 1))


def test_the_export_is_a_graph_that_osmnx_can_use() -> None:
    """Four corners, and four sides in both directions."""
    city = square().city()

    nodes, edges = ox.graph_to_gdfs(to_osmnx(city))

    assert (len(nodes), len(edges)) == (4, 8)
    assert edges["length"].min() == pytest.approx(111.2)


def test_lists_that_simplification_made_count_by_their_first_value() -> None:
    """OSMnx keeps several values where it merged streets."""
    graph = to_osmnx(square().city())
    for _, _, values in graph.edges(data=True):
        values["name"] = [values["name"], "Other"]
        values["osmid"] = [values["osmid"], 7]
        values["reversed"] = [False, True]

    network = build_network(from_osmnx(graph))

    assert set(network.names) == {"", "South", "East", "North", "West"}
    assert network.num_edges == 4


def test_a_graph_without_streets_is_refused() -> None:
    """Two nodes and a river."""
    graph: nx.MultiDiGraph[int] = nx.MultiDiGraph(crs="epsg:4326")
    graph.add_node(1, x=24.0, y=60.0)
    graph.add_node(2, x=24.1, y=60.0)
    graph.add_edge(1, 2, waterway="river")

    with pytest.raises(CityError, match="Expected streets in the graph, got none"):
        from_osmnx(graph)


def test_a_projected_graph_is_refused() -> None:
    """Metres are no degrees."""
    graph: nx.MultiDiGraph[int] = nx.MultiDiGraph(crs="epsg:3067")
    graph.add_node(1, x=385_000.0, y=6_671_000.0)

    with pytest.raises(CityError, match="Expected a graph with x and y in degrees"):
        from_osmnx(graph)
