"""Makes the layers of a city's map from its streets and what was read beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from routing.streets.network import BARRIER_NUMBER
from routing.streets.speed_tables import CLASS_NAMES, CLASSES
from routing.streets.tiles.layers import LAST_ZOOM, Layer, Shape, layer
from routing.streets.tiles.sea import sea

if TYPE_CHECKING:
    from collections.abc import Iterable

    from routing.streets.network import Network
    from routing.streets.raw import RawStreets
    from routing.streets.tiles.layers import Attributes

    Shapes = list[tuple[shapely.Geometry, Attributes, int]]

STREET_ZOOMS = (10, 10, 11, 12, 13, 14, 14)
"""First zoom by the rank of a street's class."""

SQUARE_NUMBER = CLASS_NAMES.index("footway")
"""Class of the outlines of squares, along which one walks."""

AREA_ZOOMS = {"water": 10, "park": 11, "building": 14}
LINE_ZOOMS = {"river": 10, "canal": 12, "stream": 14, "rail": 12}
TOWN_ZOOMS = {
    "city": 10,
    "town": 10,
    "borough": 11,
    "village": 11,
    "suburb": 12,
    "quarter": 13,
    "neighbourhood": 14,
    "hamlet": 13,
}
TOWN_RANKS = {kind: rank for rank, kind in enumerate(TOWN_ZOOMS)}
FEWEST_POINTS = 4
LONGEST_NUMBER = 8
"""Letters of a house number beyond which it is a remark and not shown."""


def layers_of(
    network: Network, raw: RawStreets, box: tuple[float, float, float, float]
) -> tuple[Layer, ...]:
    """Return what the map of a city shows.

    Parameters
    ----------
    network
        Its streets.
    raw
        What was read beside them: surfaces, lines, addresses and names of towns.
    box
        South, west, north, east: how far the sea reaches, degrees.

    Returns
    -------
    tuple of Layer
        Those that have something to show.
    """
    coasts = [line.points for line in raw.lines if line.kind == "coastline"]
    water: Shapes = [(face, (("kind", "sea"),), 10) for face in sea(coasts, box)]
    surfaces: dict[str, Shapes] = {"water": water, "park": [], "building": []}
    for area in raw.areas:
        if len(area.rings[0]) >= FEWEST_POINTS:
            rings = [ring for ring in area.rings[1:] if len(ring) >= FEWEST_POINTS]
            shape = shapely.Polygon(area.rings[0], rings)
            surfaces[area.kind].append((shape, (("kind", area.kind),), AREA_ZOOMS[area.kind]))
    drawn = (
        ("water", Shape.POLYGON, surfaces["water"]),
        ("parks", Shape.POLYGON, surfaces["park"]),
        ("waterways", Shape.LINE, _lines(raw, ("river", "canal", "stream"))),
        ("buildings", Shape.POLYGON, surfaces["building"]),
        ("rails", Shape.LINE, _lines(raw, ("rail",))),
        ("streets", Shape.LINE, [*_streets(network)]),
        ("house_numbers", Shape.POINT, _house_numbers(raw)),
        ("towns", Shape.POINT, _towns(raw)),
    )
    return tuple(layer(name, shape, shapes) for name, shape, shapes in drawn if shapes)


def _lines(raw: RawStreets, kinds: tuple[str, ...]) -> Shapes:
    return [
        (shapely.LineString(line.points), (("kind", line.kind),), LINE_ZOOMS[line.kind])
        for line in raw.lines
        if line.kind in kinds
    ]


def texts(layers: Iterable[Layer]) -> str:
    """Return every character that the labels of layers need, each once, in order."""
    values = {
        value
        for one in layers
        for attributes in one.attributes
        for _, value in attributes
        if isinstance(value, str)
    }
    return "".join(sorted(set().union(*values)))


def _streets(network: Network) -> Iterable[tuple[shapely.Geometry, Attributes, int]]:
    """Yield the streets of each class and name, joined where they meet."""
    edges = np.flatnonzero(network.edge_classes != BARRIER_NUMBER)
    points = np.column_stack((network.point_lons, network.point_lats)) / 1e7
    counts = np.diff(network.points_from)
    owner = np.repeat(np.arange(network.num_edges), counts)
    is_street = np.isin(owner, edges)
    lines = shapely.linestrings(
        points[is_street], indices=np.unique(owner[is_street], return_inverse=True)[1]
    )
    is_square = np.array([rule.get("area", "no") == "yes" for rule in network.rules])
    classes = np.where(
        is_square[network.edge_rules[edges]], SQUARE_NUMBER, network.edge_classes[edges]
    )
    keys = classes.astype(np.int64) << 32 | network.edge_names[edges]
    order = np.argsort(keys, kind="stable")
    groups = np.split(order, np.flatnonzero(np.diff(keys[order])) + 1)
    joined = [shapely.line_merge(shapely.multilinestrings(lines[group])) for group in groups]
    for shape, group in zip(joined, groups, strict=True):
        kind = CLASS_NAMES[classes[group[0]]]
        name = network.names[network.edge_names[edges[group[0]]]]
        attributes: Attributes = (("class", kind), *((("name", name),) if name else ()))
        yield shape, attributes, STREET_ZOOMS[CLASSES[kind].rank]


def _house_numbers(raw: RawStreets) -> Shapes:
    once = {
        (place.house_number, round(place.lon, 6), round(place.lat, 6)): place
        for place in raw.places
        if place.street
        and place.house_number[:1].isdigit()
        and len(place.house_number) <= LONGEST_NUMBER
    }
    return [
        (shapely.Point(place.lon, place.lat), (("number", place.house_number),), LAST_ZOOM)
        for place in once.values()
    ]


def _towns(raw: RawStreets) -> Shapes:
    return [
        (
            shapely.Point(place.lon, place.lat),
            (("name", place.name), ("kind", place.kind), ("rank", TOWN_RANKS[place.kind])),
            TOWN_ZOOMS[place.kind],
        )
        for place in raw.places
        if place.kind
    ]
