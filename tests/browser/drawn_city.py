"""The map of the made-up city: its grid of streets, a bay and a park, as tiles and letters."""

from __future__ import annotations

from typing import TYPE_CHECKING

import shapely

from routing.streets.tiles.archive import TILES_FILE, write_tiles
from routing.streets.tiles.glyphs import GLYPHS_FOLDER, write_glyphs
from routing.streets.tiles.layers import Shape, layer
from tests.browser.city_day import CENTER, STREETS, at

if TYPE_CHECKING:
    from pathlib import Path

    from routing.streets.tiles.layers import Attributes

ATTRIBUTION = "© OpenStreetMap contributors"
BOX = (60.13, 24.85, 60.21, 25.03)
REACH = 18
"""Streets on each side of the middle."""


def draw_city(folder: Path) -> None:
    """Write ``tiles.pmtiles`` and ``glyphs``."""
    streets: list[tuple[shapely.Geometry, Attributes, int]] = []
    for index in range(-REACH, REACH + 1):
        kind = "primary" if index % 9 == 0 else "secondary" if index % 3 == 0 else "residential"
        said = (("class", kind), ("name", STREETS[index % len(STREETS)]))
        down = shapely.LineString([_point(index, -14), _point(index, 14)])
        across = shapely.LineString([_point(-REACH, index), _point(REACH, index)])
        streets += [(down, said, 10), (across, said, 10)]
    bay = shapely.Polygon([_point(*corner) for corner in ((-18, -16), (18, -16), (18, -12))])
    park = shapely.Polygon([_point(*corner) for corner in ((3, 4), (8, 4), (8, 9), (3, 9))])
    layers = [
        layer("parks", Shape.POLYGON, [(park, (), 11)]),
        layer("water", Shape.POLYGON, [(bay, (("kind", "sea"),), 10)]),
        layer("streets", Shape.LINE, streets),
    ]
    south, west, north, east = BOX
    write_tiles(
        folder / TILES_FILE,
        layers,
        name="Helsinki",
        attribution=ATTRIBUTION,
        box=(south, west, north, east),
        center=CENTER,
    )
    write_glyphs(folder / GLYPHS_FOLDER, "".join(STREETS))


def _point(column: float, row: float) -> tuple[float, float]:
    place = at(column, row)
    return (place["lon"], place["lat"])
