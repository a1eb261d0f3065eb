"""Addresses, named places, barriers, surfaces and lines among the entities of a map file."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
from osmium.geom import WKBFactory
from shapely import from_wkb, get_coordinates, get_parts, get_rings

from routing.streets.access import BARRIER_TAGS
from routing.streets.house_numbers import leading_number
from routing.streets.raw import RawArea, RawLine, RawPlace, RawSpan

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

PLACE_KEYS = ("amenity", "shop", "tourism", "office", "craft", "healthcare", "leisure", "railway")
AREA_KEYS = ("building", "natural", "waterway", "landuse", "leisure")
FEATURE_KEYS = (
    "addr:housenumber",
    "addr:housename",
    "addr:interpolation",
    "barrier",
    "place",
    *PLACE_KEYS,
    *AREA_KEYS,
)
"""Keys of which an entity must have one to be looked at."""

TOWN_KINDS = ("city", "town", "village", "hamlet", "borough", "suburb", "quarter", "neighbourhood")
"""Values of ``place`` that are towns and parts of towns."""

LINE_KINDS = {
    ("natural", "coastline"): "coastline",
    ("waterway", "river"): "river",
    ("waterway", "canal"): "canal",
    ("waterway", "stream"): "stream",
    ("railway", "rail"): "rail",
}
SPAN_STEPS = {"even": 2, "odd": 2, "all": 1}
FEWEST_POINTS = 2

AREA_KINDS = {
    ("natural", "water"): "water",
    ("natural", "bay"): "water",
    ("waterway", "riverbank"): "water",
    ("waterway", "dock"): "water",
    ("landuse", "reservoir"): "water",
    ("landuse", "basin"): "water",
    ("leisure", "park"): "park",
    ("leisure", "garden"): "park",
    ("leisure", "pitch"): "park",
    ("leisure", "playground"): "park",
    ("landuse", "grass"): "park",
    ("landuse", "forest"): "park",
    ("landuse", "meadow"): "park",
    ("landuse", "cemetery"): "park",
    ("landuse", "recreation_ground"): "park",
    ("landuse", "village_green"): "park",
    ("natural", "wood"): "park",
    ("natural", "grassland"): "park",
    ("natural", "scrub"): "park",
}


def area_kind(tags: Mapping[str, str]) -> str | None:
    """Return what a surface is on the map, ``None`` when it is not shown."""
    for key in ("natural", "waterway", "leisure", "landuse"):
        if kind := AREA_KINDS.get((key, tags.get(key, ""))):
            return kind
    return "building" if tags.get("building", "no") != "no" else None


def line_kind(tags: Mapping[str, str]) -> str | None:
    """Return what a line is on the map, ``None`` when it is not shown."""
    if tags.get("tunnel", "no") not in {"no", "building_passage"}:
        return None
    return next((LINE_KINDS[pair] for pair in LINE_KINDS if tags.get(pair[0]) == pair[1]), None)


def place_of(tags: Mapping[str, str], lat: float, lon: float) -> RawPlace | None:
    """Return the address or named place that tags describe, ``None`` when there is none.

    A place counts when it has a house number with a street, or a name of its own.
    """
    number = tags.get("addr:housenumber") or tags.get("addr:housename") or ""
    street = tags.get("addr:street") or tags.get("addr:place") or ""
    kind = tags.get("place", "")
    kind = kind if kind in TOWN_KINDS else ""
    is_named = bool(kind) or any(key in tags for key in PLACE_KEYS) or "building" in tags
    name = tags.get("name", "") if is_named else ""
    if not name and not (number and street):
        return None
    return RawPlace(
        name=name,
        street=street,
        house_number=number,
        postcode=tags.get("addr:postcode", ""),
        city=tags.get("addr:city", ""),
        lat=lat,
        lon=lon,
        kind=kind,
    )


@dataclass(slots=True)
class FeatureCollector:
    """Gathers features one by one."""

    barriers: dict[int, dict[str, str]] = field(default_factory=dict)
    places: list[RawPlace] = field(default_factory=list)
    areas: list[RawArea] = field(default_factory=list)
    spans: list[RawSpan] = field(default_factory=list)
    lines: list[RawLine] = field(default_factory=list)
    numbered: dict[int, tuple[str, int]] = field(default_factory=dict)
    """Street and house number of the nodes that have one."""

    _geometries: WKBFactory = field(default_factory=WKBFactory)

    def add_node(self, node: Any) -> None:  # noqa: ANN401 - osmium's own type
        """Add an osmium node: a barrier, an address or a named place."""
        tags = dict(node.tags)
        if "barrier" in tags:
            self.barriers[node.id] = {key: tags[key] for key in BARRIER_TAGS if key in tags}
        if not node.location.valid():
            return
        if place := place_of(tags, node.location.lat, node.location.lon):
            self.places.append(place)
            if place.street and (number := leading_number(place.house_number)):
                self.numbered[node.id] = (place.street, number)

    def add_way(self, way: Any) -> None:  # noqa: ANN401 - osmium's own type
        """Add an osmium way: a line for the map or a row of house numbers."""
        tags = dict(way.tags)
        kind, step = line_kind(tags), SPAN_STEPS.get(tags.get("addr:interpolation", ""))
        if kind is None and step is None:
            return
        nodes = [(node.ref, node.lon, node.lat) for node in way.nodes if node.location.valid()]
        points = np.array([place for _, *place in nodes], dtype=np.float64).reshape(-1, 2)
        if len(points) < FEWEST_POINTS:
            return
        if kind is not None:
            self.lines.append(RawLine(kind=kind, points=points))
        if step is not None:
            self._add_spans(tags.get("addr:street", ""), step, [ref for ref, *_ in nodes], points)

    def _add_spans(
        self, street: str, step: int, refs: list[int], points: NDArray[np.float64]
    ) -> None:
        """Add a row between each two neighboring numbers that the nodes of a way have."""
        known = [(at, *self.numbered[ref]) for at, ref in enumerate(refs) if ref in self.numbered]
        for (a, named, first), (b, _, last) in pairwise(known):
            if first != last:
                span = RawSpan(
                    street=street or named,
                    first=first,
                    last=last,
                    step=step,
                    points=points[a : b + 1],
                )
                self.spans.append(span)

    def add_area(self, area: Any) -> None:  # noqa: ANN401 - osmium's own type
        """Add an osmium area: a surface, an address or a named place."""
        tags = dict(area.tags)
        kind = area_kind(tags)
        if not any(area.num_rings()):
            return
        whole = from_wkb(self._geometries.create_multipolygon(area))
        for polygon in get_parts(whole):
            rings = tuple(get_coordinates(ring) for ring in get_rings(polygon))
            if kind is not None:
                self.areas.append(RawArea(kind=kind, rings=rings))
            lon, lat = rings[0][:-1].mean(axis=0)
            if place := place_of(tags, float(lat), float(lon)):
                self.places.append(place)
