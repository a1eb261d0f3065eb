"""The look of the map: calm and warm, by day and by night, without any outside address.

A style as MapLibre reads it (MapLibre Style Specification, version 8).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from routing.streets.tiles.layers import FIRST_ZOOM, LAST_ZOOM

SOURCE = "city"
LARGE = ("motorway", "trunk", "primary")
MIDDLE = ("secondary", "tertiary")
SMALL = ("unclassified", "residential", "road", "living_street", "pedestrian", "busway")
SERVICE = ("service", "track")
PATHS = ("footway", "path", "bridleway", "crossing", "platform", "corridor", "steps")
CYCLE = ("cycleway",)
NUMBERS_ZOOM = 17


class Theme(StrEnum):
    """Which light the map is read in."""

    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True, kw_only=True)
class Palette:
    """Colors of a theme."""

    ground: str
    water: str
    park: str
    building: str
    building_edge: str
    street: str
    street_large: str
    edge: str
    path: str
    cycleway: str
    rail: str
    text: str
    text_soft: str


PALETTES = {
    Theme.LIGHT: Palette(
        ground="#f1ece1",
        water="#cfdfe2",
        park="#dde6d0",
        building="#e6dfd0",
        building_edge="#d8cfbc",
        street="#ffffff",
        street_large="#fbeecb",
        edge="#cdc3ad",
        path="#cfc4ad",
        cycleway="#7fae94",
        rail="#c9c0ae",
        text="#4a4438",
        text_soft="#524b3e",
    ),
    Theme.DARK: Palette(
        ground="#1d1b16",
        water="#16262b",
        park="#20281d",
        building="#2a2720",
        building_edge="#35312a",
        street="#474236",
        street_large="#5a5340",
        edge="#14130f",
        path="#454034",
        cycleway="#4d7a63",
        rail="#3a362c",
        text="#e3dccb",
        text_soft="#b5ad9b",
    ),
}


def map_style(
    theme: Theme, *, tiles: str, glyphs: str, attribution: str, name: str = "Commonwheel"
) -> dict[str, Any]:
    """Return the style of a city's map.

    Parameters
    ----------
    theme
        For light or for dark surroundings.
    tiles
        Address of the city's tiles as the page resolves it, for example
        ``"pmtiles:///v1/city/tiles.pmtiles"``.
    glyphs
        Address of the letters with ``{fontstack}`` and ``{range}`` in it.
    attribution
        What the map has to show.
    name
        What the style calls itself.

    Returns
    -------
    dict
        To be written as JSON; refers to nothing but the two addresses.
    """
    colors = PALETTES[theme]
    return {
        "version": 8,
        "name": name,
        "glyphs": glyphs,
        "sources": {
            SOURCE: {
                "type": "vector",
                "url": tiles,
                "minzoom": FIRST_ZOOM,
                "maxzoom": LAST_ZOOM,
                "attribution": attribution,
            }
        },
        "layers": [
            {
                "id": "ground",
                "type": "background",
                "paint": {"background-color": colors.ground},
            },
            *_surfaces(colors),
            *_lines(colors),
            *_labels(colors),
        ],
    }


def _surfaces(colors: Palette) -> list[dict[str, Any]]:
    return [
        _layer("parks", "fill", "parks", {"fill-color": colors.park}),
        _layer("water", "fill", "water", {"fill-color": colors.water}),
        _layer(
            "waterways",
            "line",
            "waterways",
            {"line-color": colors.water, "line-width": _width(1.0, 8.0)},
        ),
        _layer(
            "buildings",
            "fill",
            "buildings",
            {"fill-color": colors.building, "fill-outline-color": colors.building_edge},
            minzoom=14,
        ),
    ]


def _lines(colors: Palette) -> list[dict[str, Any]]:
    """Return rails and streets, the edges of all below the bodies of all."""
    dashed = {"line-dasharray": [2.0, 1.5]}
    bodies = (
        ("service", SERVICE, colors.street, (0.3, 7.0), 14),
        ("small", SMALL, colors.street, (0.6, 15.0), 13),
        ("middle", MIDDLE, colors.street, (1.0, 20.0), 11),
        ("large", LARGE, colors.street_large, (1.6, 24.0), 10),
    )
    edges = [
        _street(f"{name}-edge", kinds, colors.edge, (narrow + 0.8, wide + 2.5), zoom)
        for name, kinds, _, (narrow, wide), zoom in bodies
    ]
    paths = _street("paths", PATHS, colors.path, (0.3, 3.0), 14)
    paths["paint"] |= dashed
    cycle = _street("cycleways", CYCLE, colors.cycleway, (0.5, 4.0), 13)
    rails = _layer(
        "rails", "line", "rails", {"line-color": colors.rail, "line-width": _width(0.6, 3.0)}
    )
    streets = [
        _street(name, kinds, color, width, zoom) for name, kinds, color, width, zoom in bodies
    ]
    return [rails, *edges, paths, cycle, *streets]


def _street(
    name: str, kinds: tuple[str, ...], color: str, width: tuple[float, float], minzoom: int
) -> dict[str, Any]:
    links = [f"{kind}_link" for kind in kinds if kind in (*LARGE, *MIDDLE)]
    found = _layer(
        f"streets-{name}",
        "line",
        "streets",
        {"line-color": color, "line-width": _width(*width)},
        minzoom=minzoom,
    )
    found["filter"] = ["in", ["get", "class"], ["literal", [*kinds, *links]]]
    found["layout"] = {"line-cap": "round", "line-join": "round"}
    return found


def _labels(colors: Palette) -> list[dict[str, Any]]:
    halo = {"text-halo-color": colors.ground, "text-halo-width": 1.4}
    along = {"symbol-placement": "line", "text-field": ["get", "name"], "text-font": ["regular"]}
    names = _layer("street-names", "symbol", "streets", {"text-color": colors.text_soft} | halo)
    names |= {"minzoom": 13, "filter": ["has", "name"]}
    names["layout"] = along | {
        "text-size": ["interpolate", ["linear"], ["zoom"], 13, 11, 18, 15],
        "symbol-spacing": 300,
        "text-max-angle": 35,
        "text-padding": 4,
    }
    numbers = _layer(
        "house-numbers", "symbol", "house_numbers", {"text-color": colors.text_soft} | halo
    )
    numbers |= {"minzoom": NUMBERS_ZOOM}
    numbers["layout"] = {
        "text-field": ["get", "number"],
        "text-font": ["regular"],
        "text-size": 12,
        "text-padding": 1,
    }
    towns = _layer("towns", "symbol", "towns", {"text-color": colors.text} | halo)
    towns |= {"maxzoom": 16}
    towns["layout"] = {
        "text-field": ["get", "name"],
        "text-font": ["semibold"],
        "text-size": [
            "match",
            ["get", "kind"],
            ["city", "town"],
            18,
            ["suburb", "village"],
            14,
            12,
        ],
        "text-max-width": 8,
        "symbol-sort-key": ["get", "rank"],
    }
    return [names, numbers, towns]


def _layer(
    name: str, kind: str, layer: str, paint: dict[str, Any], *, minzoom: int | None = None
) -> dict[str, Any]:
    found: dict[str, Any] = {
        "id": name,
        "type": kind,
        "source": SOURCE,
        "source-layer": layer,
        "paint": paint,
    }
    return found if minzoom is None else found | {"minzoom": minzoom}


def _width(narrow: float, wide: float) -> list[Any]:
    """Return a width that doubles with about every zoom, from zoom 11 to 18."""
    return ["interpolate", ["exponential", 1.6], ["zoom"], 11, narrow, 18, wide]
