"""Exchanges networks with OSMnx and NetworkX: there, and back without loss.

Without a profile the graph holds every street with its tags, and `from_osmnx` reads the
same network from it. With a profile it holds that profile's arcs with ``travel_time`` in
seconds, ready for NetworkX's shortest paths.
"""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from routing.streets.access import (
    BACKWARD_VALUES,
    BARRIER_TAGS,
    FORWARD_VALUES,
    ROUTING_TAGS,
    UNSTEADY_VALUES,
    open_directions,
)
from routing.streets.errors import CityError
from routing.streets.network import BARRIER_NUMBER, CLOSED
from routing.streets.raw import COORDINATE_SCALE, RawStreets, WayCollector
from routing.streets.speed_tables import CLASSES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import networkx as nx
    from numpy.typing import NDArray

    from routing.streets.city import City
    from routing.streets.network import Network
    from routing.streets.profiles import Profile

Attributes = dict[str, Any]

UNSTEADY_KEY = "osm_oneway"
"""Attribute for values of ``oneway`` that OSMnx's true and false cannot say."""


def to_osmnx(city: City, profile: Profile | None = None) -> nx.MultiDiGraph[int]:
    """Return a city's streets as OSMnx draws them.

    Parameters
    ----------
    city
        An open city.
    profile
        Whose arcs to return; ``None``: all streets with their tags.

    Returns
    -------
    networkx.MultiDiGraph
        Nodes with ``x`` and ``y`` in degrees; edges with ``osmid``, ``highway``, ``name``,
        ``length`` in metres, ``oneway``, ``reversed``, ``geometry``. With a profile also
        ``travel_time`` in seconds and ``speed_kph``, and nodes are numbered as in the
        network; without, they carry OpenStreetMap's ids and the tags of barriers.
    """
    import networkx as nx  # noqa: PLC0415 - only for this exchange

    graph: nx.MultiDiGraph[int] = nx.MultiDiGraph(
        crs="epsg:4326", created_with="commonwheel", simplified=True
    )
    network = city.network
    labels = network.node_ids if profile is None else np.arange(network.num_nodes)
    is_drawn = np.ones(network.num_nodes, bool) if profile is None else network.is_main[profile.row]
    for node in np.flatnonzero(is_drawn).tolist():
        lon, lat = float(network.node_lons[node]), float(network.node_lats[node])
        graph.add_node(int(labels[node]), x=lon / COORDINATE_SCALE, y=lat / COORDINATE_SCALE)
    for edge in range(network.num_edges):
        u, v = int(network.edge_from[edge]), int(network.edge_to[edge])
        if profile is None and network.edge_classes[edge] == BARRIER_NUMBER:
            graph.nodes[int(labels[u])].update(network.rules[network.edge_rules[edge]])
        elif is_drawn[u] and is_drawn[v]:
            for is_back, values in _arcs(network, edge, profile):
                tail, head = (v, u) if is_back else (u, v)
                graph.add_edge(int(labels[tail]), int(labels[head]), **values)
    return graph


def _arcs(
    network: Network, edge: int, profile: Profile | None
) -> Iterator[tuple[bool, Attributes]]:
    """Yield whether an arc runs against the drawing, and its attributes."""
    tags = network.rules[network.edge_rules[edge]]
    length = int(network.edge_lengths[edge]) / 10
    line = network.points(edge)
    forward, backward = open_directions(tags, "e_van")
    common: Attributes = {key: value for key, value in tags.items() if key != "oneway"} | {
        "osmid": int(network.edge_first_ways[edge]),
        "length": length,
        "oneway": forward != backward,
    }
    if name := network.names[network.edge_names[edge]]:
        common["name"] = name
    if tags.get("oneway") in UNSTEADY_VALUES:
        common[UNSTEADY_KEY] = tags["oneway"]
    # A street whose traffic runs against its drawing is turned, as OSMnx does it.
    is_turned = tags.get("oneway") in BACKWARD_VALUES
    for is_back in (is_turned, not is_turned):
        points = line[::-1] if is_back else line
        own = {"reversed": is_back != is_turned, "geometry": shapely.LineString(points)}
        if profile is None:
            if not own["reversed"] or forward == backward:
                yield is_back, common | own
            continue
        duration = int(network.durations[profile.row, int(is_back), edge])
        if duration != CLOSED:
            time = duration / 10
            speed = length / time * 3.6 if time else 0.0
            yield is_back, common | own | {"travel_time": time, "speed_kph": speed}


def from_osmnx(graph: nx.MultiDiGraph[int]) -> RawStreets:
    """Return the streets of an OSMnx graph.

    Parameters
    ----------
    graph
        Unprojected, with ``x`` and ``y`` in degrees. Where simplification has made lists
        of several values, the first counts.

    Returns
    -------
    RawStreets
        For `routing.streets.build.build_network`; without turn restrictions, which
        OSMnx does not read.

    Raises
    ------
    CityError
        When there are no streets, or the graph is projected.
    """
    ways = WayCollector()
    points: dict[int, tuple[float, float]] = {}
    for node, values in graph.nodes(data=True):
        points[node] = (values["y"], values["x"])
    if any(abs(lat) > 90 or abs(lon) > 180 for lat, lon in points.values()):  # noqa: PLR2004 - degrees
        msg = "Expected a graph with x and y in degrees, got a projected one."
        raise CityError(msg)
    new_ids = count(min([0, *points]) - 1, -1)
    for u, v, line, values in _drawn_once(graph, points):
        tags = _tags(values)
        if tags.get("highway") not in CLASSES:
            continue
        inner = []
        for lon, lat in line[1:-1].tolist():
            inner.append(next(new_ids))
            points[inner[-1]] = (lat, lon)
        osmid = _first(values.get("osmid", 0))
        name = _first(values.get("name")) or _first(values.get("ref")) or ""
        ways.add(int(osmid), [u, *inner, v], tags, str(name))
    if not ways.way_ids:
        msg = "Expected streets in the graph, got none."
        raise CityError(msg)
    ids = np.array(sorted(points), dtype=np.int64)
    degrees = np.array([points[node] for node in ids.tolist()])
    scaled = np.rint(degrees * COORDINATE_SCALE).astype(np.int32)
    barriers = {node: _barrier(values) for node, values in graph.nodes(data=True)}
    raw = ways.finish(ids, scaled[:, 0], scaled[:, 1])
    raw.barriers.update({node: tags for node, tags in barriers.items() if "barrier" in tags})
    return raw


def _tags(values: Mapping[str, Any]) -> dict[str, str]:
    """Return an edge's tags; its direction is that of the traffic, as OSMnx draws it."""
    tags = {
        key: str(_first(values[key]))
        for key in ROUTING_TAGS
        if key != "oneway" and isinstance(_first(values.get(key)), str)
    }
    oneway = values.get(UNSTEADY_KEY, values.get("oneway"))
    if isinstance(oneway, list):
        oneway = any(oneway)
    if oneway is True or oneway in FORWARD_VALUES | BACKWARD_VALUES:
        tags["oneway"] = "yes"
    elif oneway is False or oneway == "no":
        tags["oneway"] = "no"
    elif oneway in UNSTEADY_VALUES:
        tags["oneway"] = str(oneway)
    return tags


def _drawn_once(
    graph: nx.MultiDiGraph[int], points: Mapping[int, tuple[float, float]]
) -> Iterator[tuple[int, int, NDArray[np.float64], Attributes]]:
    """Yield edges with their lines, leaving out the second direction of two-way streets."""
    drawn: set[tuple[tuple[float, float], ...]] = set()
    by_drawing = sorted(graph.edges(data=True), key=lambda edge: _is_second(edge[2]))
    for u, v, values in by_drawing:
        line = _line(values, points, u, v)
        key = tuple((lon, lat) for lon, lat in line.round(7).tolist())
        if not _is_second(values) or key[::-1] not in drawn:
            drawn.add(key)
            yield u, v, line, values


def _is_second(values: Mapping[str, Any]) -> bool:
    """Return whether an edge may be the second direction of a street: true, or a list."""
    return values.get("reversed", False) is not False


def _line(
    values: Mapping[str, Any], points: Mapping[int, tuple[float, float]], u: int, v: int
) -> NDArray[np.float64]:
    if (geometry := values.get("geometry")) is not None:
        return np.asarray(shapely.get_coordinates(geometry))
    (lat_u, lon_u), (lat_v, lon_v) = points[u], points[v]
    return np.array([(lon_u, lat_u), (lon_v, lat_v)])


def _barrier(values: Mapping[str, Any]) -> dict[str, str]:
    return {key: values[key] for key in BARRIER_TAGS if isinstance(values.get(key), str)}


def _first(value: Any) -> Any:  # noqa: ANN401 - whatever OSMnx found
    return value[0] if isinstance(value, list) and value else value
