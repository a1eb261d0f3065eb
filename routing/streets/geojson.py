"""The city as a first map: streets as lines by class and name, surfaces as polygons."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from routing.streets.network import BARRIER_NUMBER
from routing.streets.speed_tables import CLASS_NAMES, CLASSES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from routing.streets.network import Network
    from routing.streets.raw import RawArea

DEGREES_PER_METRE = 1 / 111_195
STREET_TOLERANCE = 1.0 * DEGREES_PER_METRE
AREA_TOLERANCE = 0.7 * DEGREES_PER_METRE
SMALLEST_AREA = {"water": 100.0, "park": 100.0, "building": 25.0}
"""Square metres below which a surface is not worth its bytes."""

DECIMALS = 5


def streets(network: Network, min_class: str) -> dict[str, Any]:
    """Return streets as GeoJSON.

    Parameters
    ----------
    network
        Streets of a city.
    min_class
        Value of ``highway``; streets of a higher rank number are left out.

    Returns
    -------
    dict
        FeatureCollection of MultiLineStrings, one per class and name, most important
        classes last so that they are drawn on top.

    Raises
    ------
    ValueError
        When `min_class` is no class.
    """
    if min_class not in CLASSES:
        msg = f"Expected a class of street like 'residential', got {min_class!r}."
        raise ValueError(msg)
    worst = CLASSES[min_class].rank
    groups: dict[tuple[int, str, str], list[int]] = {}
    for edge in np.flatnonzero(network.edge_classes != BARRIER_NUMBER).tolist():
        name = CLASS_NAMES[network.edge_classes[edge]]
        rank = CLASSES[name].rank
        if rank <= worst:
            key = (-rank, name, network.names[network.edge_names[edge]])
            groups.setdefault(key, []).append(edge)
    features = [
        _feature({"class": name, "name": street}, "MultiLineString", _lines(network, edges))
        for (_, name, street), edges in sorted(groups.items())
    ]
    return {"type": "FeatureCollection", "features": features}


def areas(raw: Iterable[RawArea]) -> dict[str, Any]:
    """Return surfaces as GeoJSON.

    Parameters
    ----------
    raw
        Surfaces with their rings.

    Returns
    -------
    dict
        FeatureCollection of one MultiPolygon per kind: parks, water, buildings.
    """
    by_kind: dict[str, list[Any]] = {"park": [], "water": [], "building": []}
    for area in raw:
        shape = shapely.Polygon(area.rings[0], area.rings[1:])
        lat = float(area.rings[0][0, 1])
        square_metres = shape.area * np.cos(np.radians(lat)) / DEGREES_PER_METRE**2
        if square_metres < SMALLEST_AREA[area.kind]:
            continue
        simple = shapely.simplify(shape, AREA_TOLERANCE)
        rings = [simple.exterior, *simple.interiors]
        by_kind[area.kind].append([_rounded(shapely.get_coordinates(ring)) for ring in rings])
    features = [
        _feature({"kind": kind}, "MultiPolygon", polygons)
        for kind, polygons in by_kind.items()
        if polygons
    ]
    return {"type": "FeatureCollection", "features": features}


def _lines(network: Network, edges: list[int]) -> list[list[list[float]]]:
    """Return the lines of edges, joined where they meet end to end, and simplified."""
    lines = shapely.multilinestrings([shapely.linestrings(network.points(e)) for e in edges])
    simple = shapely.simplify(shapely.line_merge(lines), STREET_TOLERANCE)
    return [_rounded(shapely.get_coordinates(line)) for line in shapely.get_parts(simple)]


def _rounded(points: NDArray[np.float64]) -> list[list[float]]:
    rounded: list[list[float]] = points.round(DECIMALS).tolist()
    return rounded


def _feature(properties: dict[str, str], kind: str, coordinates: list[Any]) -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": properties,
        "geometry": {"type": kind, "coordinates": coordinates},
    }
