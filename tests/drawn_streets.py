"""Small street maps for tests, drawn by hand: nodes, ways, and a city made of them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from xml.sax.saxutils import quoteattr

import numpy as np

from routing.model import Location
from routing.streets.build import build_network
from routing.streets.city import City
from routing.streets.facts import gather_facts
from routing.streets.raw import RawStreets, Restriction, WayCollector

ORIGIN = (60.0, 24.0)
STEP = 0.001
"""Degrees between neighboring columns and rows of a drawn map."""


@dataclass(frozen=True, slots=True)
class Way:
    """A street through nodes given by their ids."""

    refs: tuple[int, ...]
    tags: dict[str, str]
    name: str = ""


@dataclass(frozen=True, slots=True)
class Drawing:
    """A map on a grid: each node has an id, a column and a row."""

    nodes: dict[int, tuple[float, float]]
    ways: tuple[Way, ...]
    barriers: dict[int, dict[str, str]] = field(default_factory=dict)
    restrictions: tuple[Restriction, ...] = ()

    def at(self, node: int) -> Location:
        """Return where a node is."""
        column, row = self.nodes[node]
        return Location(lat=ORIGIN[0] + row * STEP, lon=ORIGIN[1] + column * STEP)

    def between(self, a: int, b: int, share: float = 0.5) -> Location:
        """Return a point on the straight line between two nodes."""
        first, second = self.at(a), self.at(b)
        return Location(
            lat=first.lat + share * (second.lat - first.lat),
            lon=first.lon + share * (second.lon - first.lon),
        )

    def raw(self) -> RawStreets:
        """Return what a reader would hand over; ways are numbered from 100."""
        collector = WayCollector()
        for number, way in enumerate(self.ways, start=100):
            collector.add(number, way.refs, way.tags, way.name)
        ids = np.array(sorted(self.nodes), dtype=np.int64)
        places = [self.at(node) for node in ids.tolist()]
        lats = np.array([round(place.lat * 1e7) for place in places], dtype=np.int32)
        lons = np.array([round(place.lon * 1e7) for place in places], dtype=np.int32)
        raw = collector.finish(ids, lats, lons)
        return replace(raw, barriers=self.barriers, restrictions=self.restrictions)

    def city(self) -> City:
        """Return the city of this map, without files."""
        network = build_network(self.raw())
        facts = gather_facts(
            network,
            name="Drawn",
            source="a test",
            created_at="2026-01-01T00:00:00+00:00",
            num_places=0,
            num_areas=0,
        )
        return City(directory=Path("nowhere"), facts=facts, network=network)

    def xml(self) -> str:
        """Return the map as an OpenStreetMap file."""
        lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<osm version="0.6">']
        for node in sorted(self.nodes):
            place = self.at(node)
            tags = _xml_tags(self.barriers.get(node, {}))
            lines.append(
                f'<node id="{node}" version="1" lat="{place.lat:.7f}" lon="{place.lon:.7f}">'
                f"{tags}</node>"
            )
        for number, way in enumerate(self.ways, start=100):
            refs = "".join(f'<nd ref="{ref}"/>' for ref in way.refs)
            named = way.tags | ({"name": way.name} if way.name else {})
            lines.append(f'<way id="{number}" version="1">{refs}{_xml_tags(named)}</way>')
        for number, turn in enumerate(self.restrictions, start=1):
            members = (
                f'<member type="way" ref="{turn.from_way}" role="from"/>'
                f'<member type="node" ref="{turn.via_node}" role="via"/>'
                f'<member type="way" ref="{turn.to_way}" role="to"/>'
            )
            kind = "only_straight_on" if turn.is_only else "no_left_turn"
            tags = _xml_tags({"type": "restriction", "restriction": kind, "except": turn.exempt})
            lines.append(f'<relation id="{number}" version="1">{members}{tags}</relation>')
        return "\n".join((*lines, "</osm>"))


def street(*refs: int, name: str = "", **tags: str) -> Way:
    """Return a residential street, or whatever the tags say (``_`` stands for ``:``)."""
    given = {key.replace("__", ":"): value for key, value in tags.items()}
    return Way(refs, {"highway": "residential"} | given, name)


def square(*more: Way) -> Drawing:
    """Return four corners 1 (southwest), 2, 3, 4 (northwest) joined by two-way streets.

    Every side is a street of its own name, so nothing is joined.
    """
    nodes = {1: (0.0, 0.0), 2: (2.0, 0.0), 3: (2.0, 1.0), 4: (0.0, 1.0)}
    sides = (
        street(1, 2, name="South"),
        street(2, 3, name="East"),
        street(3, 4, name="North"),
        street(4, 1, name="West"),
    )
    return Drawing(nodes, (*sides, *more))


def _xml_tags(tags: dict[str, str]) -> str:
    return "".join(f"<tag k={quoteattr(k)} v={quoteattr(v)}/>" for k, v in tags.items() if v)
