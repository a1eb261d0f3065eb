"""Writes and reads the one file that holds all tiles of a city.

Source: PMTiles specification, version 3. Readers ask for parts of the file by HTTP's Range
header, so any server of files can serve it.
"""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

from pmtiles.reader import MmapSource, Reader
from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pmtiles.writer import Writer

from routing.streets.errors import CityError
from routing.streets.raw import no_progress
from routing.streets.tiles.encode import tiles_of
from routing.streets.tiles.layers import FIRST_ZOOM, LAST_ZOOM

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from routing.streets.raw import Progress
    from routing.streets.tiles.layers import Layer

STEP = "drawing the map"
TILES_FILE = "tiles.pmtiles"
COORDINATE_SCALE = 10_000_000


def write_tiles(  # noqa: PLR0913 - all by name
    file: Path,
    layers: Sequence[Layer],
    *,
    name: str,
    attribution: str,
    box: tuple[float, float, float, float],
    center: tuple[float, float],
    on_progress: Progress = no_progress,
) -> None:
    """Write the tiles of a city, the same bytes for the same layers.

    Parameters
    ----------
    file
        Where to.
    layers
        What the map shows; at least one layer with something in it.
    name, attribution
        What the file says about itself.
    box
        South, west, north, east in degrees.
    center
        Latitude and longitude where to open the map.
    on_progress
        Called after every zoom with the step and the share of it that is done.
    """
    on_progress(STEP, 0.0)
    south, west, north, east = (round(degrees * COORDINATE_SCALE) for degrees in box)
    lat, lon = (round(degrees * COORDINATE_SCALE) for degrees in center)
    with file.open("wb") as out:
        writer = Writer(out)
        for zoom in range(FIRST_ZOOM, LAST_ZOOM + 1):
            tiles = tiles_of(layers, zoom)
            numbered = {zxy_to_tileid(zoom, *tile): content for tile, content in tiles.items()}
            for number in sorted(numbered):
                writer.write_tile(number, gzip.compress(numbered[number], mtime=0))
            on_progress(STEP, (2 ** (zoom - LAST_ZOOM)))
        writer.finalize(
            {
                "version": 3,
                "tile_type": TileType.MVT,
                "tile_compression": Compression.GZIP,
                "min_lon_e7": west,
                "min_lat_e7": south,
                "max_lon_e7": east,
                "max_lat_e7": north,
                "center_zoom": 13,
                "center_lon_e7": lon,
                "center_lat_e7": lat,
            },
            {
                "name": name,
                "attribution": attribution,
                "type": "baselayer",
                "vector_layers": [_described(one) for one in layers],
            },
        )


def read_tile(file: Path, zoom: int, column: int, row: int) -> bytes | None:
    """Return one tile for a server that cannot serve ranges.

    Parameters
    ----------
    file
        What `write_tiles` wrote.
    zoom, column, row
        Which tile; rows count southward.

    Returns
    -------
    bytes or None
        The tile, compressed by gzip; ``None`` where the map is empty.

    Raises
    ------
    CityError
        When the file is missing or damaged.
    """
    try:
        with file.open("rb") as opened:
            found: bytes | None = Reader(MmapSource(opened)).get(zoom, column, row)
    except (OSError, ValueError, IndexError, EOFError) as error:
        msg = f"Expected the city's map in {file}, got: {error}."
        raise CityError(msg) from error
    return found


def _described(layer: Layer) -> dict[str, object]:
    fields = {
        key: "Number" if isinstance(value, int) else "String"
        for attributes in layer.attributes
        for key, value in attributes
    }
    zooms = {"minzoom": int(layer.zooms.min()), "maxzoom": LAST_ZOOM}
    return {"id": layer.name, "fields": fields, **zooms}
