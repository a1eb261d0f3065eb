"""A made city: a slightly crooked grid of streets with addresses, as OpenStreetMap XML.

For tests and for trying things where there is no map; the streets' readers take it like any
other extract.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from routing.model import Location
from scenarios.randomness import stream

if TYPE_CHECKING:
    from collections.abc import Iterator

METRES_PER_DEGREE_LAT = 111_320.0
METRES_PER_DEGREE_LON = 55_800.0
CENTER = Location(lat=60.17, lon=24.94)
ROW_NAMES = ("Alder", "Birch", "Cedar", "Elm", "Fir", "Hazel", "Juniper", "Larch", "Maple", "Oak")
COLUMN_NAMES = ("First", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh", "Eighth")


def grid_city(
    *, num_rows: int = 8, num_columns: int = 8, block_m: float = 140.0, seed: int = 1
) -> str:
    """Draw a made city.

    Parameters
    ----------
    num_rows, num_columns
        Streets in either direction, at least 2, at most as many as there are names.
    block_m
        Metres between two crossings.
    seed
        Start of the random stream that bends the grid by up to a tenth of a block.

    Returns
    -------
    str
        A document to be stored as ``.osm``.

    Raises
    ------
    ValueError
        When a number is out of range.
    """
    if not (
        num_rows in range(2, len(ROW_NAMES) + 1) and num_columns in range(2, len(COLUMN_NAMES) + 1)
    ):
        msg = (
            f"Expected 2 to {len(ROW_NAMES)} rows and 2 to {len(COLUMN_NAMES)} columns, "
            f"got {num_rows} and {num_columns}."
        )
        raise ValueError(msg)
    rng = stream(seed, "grid")
    bends = rng.uniform(-0.1, 0.1, size=(num_rows, num_columns, 2)) * block_m
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<osm version="0.6">']
    places = {
        (row, column): _point(
            north=row * block_m + float(bends[row, column, 0]),
            east=column * block_m + float(bends[row, column, 1]),
        )
        for row in range(num_rows)
        for column in range(num_columns)
    }
    for (row, column), place in places.items():
        lines.append(_node(1 + row * 100 + column, place))
    houses: list[tuple[str, int, Location]] = []
    ways: list[tuple[str, str, list[int]]] = []
    for row in range(num_rows):
        name = f"{ROW_NAMES[row]} Street"
        kind = "secondary" if row % 4 == 0 else "residential"
        ways.append((name, kind, [1 + row * 100 + column for column in range(num_columns)]))
        houses += _houses(name, [places[row, column] for column in range(num_columns)])
    for column in range(num_columns):
        name = f"{COLUMN_NAMES[column]} Avenue"
        ways.append((name, "residential", [1 + row * 100 + column for row in range(num_rows)]))
        houses += _houses(name, [places[row, column] for row in range(num_rows)])
    for number, (name, house, place) in enumerate(houses):
        tags = {"addr:street": name, "addr:housenumber": str(house)}
        lines.append(_node(100_000 + number, place, tags))
    for number, (name, kind, nodes) in enumerate(ways):
        refs = "".join(f'<nd ref="{node}"/>' for node in nodes)
        tags_xml = f'<tag k="highway" v="{kind}"/><tag k="name" v="{name}"/>'
        lines.append(f'<way id="{500_000 + number}" version="1">{refs}{tags_xml}</way>')
    lines.append("</osm>")
    return "\n".join(lines) + "\n"


def _houses(street: str, crossings: list[Location]) -> Iterator[tuple[str, int, Location]]:
    """Put two houses between any two crossings."""
    for block, (a, b) in enumerate(pairwise(crossings)):
        for part, house in ((0.33, 1), (0.66, 2)):
            yield (
                street,
                block * 4 + house * 2 - 1,
                Location(
                    lat=a.lat + (b.lat - a.lat) * part + 0.00003,
                    lon=a.lon + (b.lon - a.lon) * part + 0.00003,
                ),
            )


def _point(*, north: float, east: float) -> Location:
    return Location(
        lat=CENTER.lat + north / METRES_PER_DEGREE_LAT,
        lon=CENTER.lon + east / METRES_PER_DEGREE_LON,
    )


def _node(number: int, place: Location, tags: dict[str, str] | None = None) -> str:
    inner = "".join(f'<tag k="{key}" v="{value}"/>' for key, value in (tags or {}).items())
    where = f'lat="{place.lat:.7f}" lon="{place.lon:.7f}"'
    return f'<node id="{number}" version="1" {where}>{inner}</node>'
