"""What a person wants to know about a city, as ``city.json`` keeps it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from routing.model import Location

if TYPE_CHECKING:
    from collections.abc import Mapping

    from routing.streets.network import Network

FORMAT = 4
ATTRIBUTION = "© OpenStreetMap contributors, ODbL 1.0"


@dataclass(frozen=True, slots=True, kw_only=True)
class CityFacts:
    """Facts about a city.

    Attributes
    ----------
    format
        Version of the directory's layout.
    name
        The name it was given.
    attribution
        What has to be shown wherever its map or its travel times are.
    source
        Where the data came from: a file's name, a place name or a bounding box.
    created_at
        When it was built, RFC 3339, as the builder was told.
    south, west, north, east
        Bounding box of the streets in use, WGS84 degrees.
    center_lat, center_lon
        Median of the junctions in use, WGS84 degrees: in the thick of the streets.
    counts
        Numbers of nodes, edges, street names, places, areas and turn restrictions.
    profiles
        Per profile the nodes it uses and how many lie apart from the rest and are not.
    """

    format: int
    name: str
    attribution: str
    source: str
    created_at: str
    south: float
    west: float
    north: float
    east: float
    center_lat: float
    center_lon: float
    counts: dict[str, int]
    profiles: dict[str, dict[str, int]]

    @property
    def center(self) -> Location:
        """The middle of the city, where most of its streets are."""
        return Location(lat=self.center_lat, lon=self.center_lon)

    @property
    def bbox(self) -> tuple[float, float, float, float]:
        """South, west, north, east."""
        return (self.south, self.west, self.north, self.east)


def gather_facts(  # noqa: PLR0913 - facts from everywhere
    network: Network,
    *,
    name: str,
    source: str,
    created_at: str,
    num_places: int,
    num_areas: int,
    num_restrictions_left_out: int = 0,
) -> CityFacts:
    """Put the facts about a new city together.

    Parameters
    ----------
    network
        Its streets.
    name, source, created_at
        What the builder was told.
    num_places, num_areas
        What was found beside the streets.
    num_restrictions_left_out
        Turn restrictions of the map that the network does not keep.

    Returns
    -------
    CityFacts
        Of the current format.
    """
    in_use = network.is_main.any(axis=0)
    lats, lons = network.node_lats[in_use] / 1e7, network.node_lons[in_use] / 1e7
    return CityFacts(
        format=FORMAT,
        name=name,
        attribution=ATTRIBUTION,
        source=source,
        created_at=created_at,
        south=float(lats.min()),
        west=float(lons.min()),
        north=float(lats.max()),
        east=float(lons.max()),
        center_lat=round(float(np.median(lats)), 7),
        center_lon=round(float(np.median(lons)), 7),
        counts={
            "nodes": network.num_nodes,
            "edges": network.num_edges,
            "street_names": len(network.names) - 1,
            "turn_restrictions": len(network.turn_from),
            "turn_restrictions_left_out": num_restrictions_left_out,
            "places": num_places,
            "areas": num_areas,
        },
        profiles=network.report(),
    )


def facts_from(values: Mapping[str, Any]) -> CityFacts:
    """Return the facts that a decoded ``city.json`` holds; TypeError when some are missing."""
    return CityFacts(**values)
