"""Reads streets and their points from ``.osm.pbf`` files without a loop over points.

Two runs over the blocks of the file: streets, then the points that they refer to. Ways
and nodes of a block are decoded together as arrays; only the tags of streets are looked
at one by one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from routing.streets.access import ROUTING_TAGS
from routing.streets.pbf import (
    Field,
    Spans,
    UnusualFileError,
    alone,
    blocks,
    expect,
    fields,
    lists,
    numbers,
    pick,
    running,
    signed,
)
from routing.streets.raw import COORDINATE_SCALE, WayCollector
from routing.streets.speed_tables import CLASSES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from numpy.typing import NDArray

KEYS = (*ROUTING_TAGS, "name", "ref")
KEY_NUMBERS = {key.encode(): number for number, key in enumerate(KEYS)}
HIGHWAY = KEYS.index("highway")
CLASS_TEXTS = {name.encode() for name in CLASSES}
OTHER = -1

TEXTS, GROUP, GRANULARITY, LAT_OFFSET, LON_OFFSET = 1, 2, 17, 19, 20
NODES, DENSE_NODES, WAYS = 1, 2, 3
ID, LAT, LON = 1, 8, 9
WAY_KEYS, WAY_VALUES, WAY_REFS = 2, 3, 8
"""Numbers of the format's fields: of a block, a group, a node and a way."""

NANODEGREES = 1_000_000_000 // COORDINATE_SCALE
USUAL_GRANULARITY = 100
LARGEST_GRANULARITY = 1_000_000
LARGEST_LAT, LARGEST_LON = 90 * COORDINATE_SCALE, 180 * COORDINATE_SCALE
SHARE_OF_WAYS = 0.6


@dataclass(frozen=True, slots=True, eq=False)
class Points:
    """Points of streets: ids (rising), latitudes and longitudes in 1e-7 degrees."""

    ids: NDArray[np.int64]
    lats: NDArray[np.int32]
    lons: NDArray[np.int32]


@dataclass(frozen=True, slots=True, eq=False)
class _Block:
    """A block of a file: its bytes, as such and as an array, and what they hold.

    Coordinates are counted in `granularity` nanodegrees from `lat_offset` and `lon_offset`.
    """

    message: bytes
    content: NDArray[np.uint8]
    texts: Field
    groups: list[list[Field]]
    granularity: int
    lat_offset: int
    lon_offset: int

    def spans(self, group: list[Field], kind: int) -> Spans:
        """Return where the fields of a kind are in a group."""
        places = [(field.begin, field.end) for field in group if field.field == kind]
        table = np.array(places, dtype=np.int64).reshape(-1, 2)
        return Spans(table[:, 0], table[:, 1])

    @property
    def has_nodes(self) -> bool:
        """Whether there are nodes in it."""
        return any(field.field in {NODES, DENSE_NODES} for group in self.groups for field in group)


def read_pbf(path: Path, on_share: Callable[[float], None]) -> tuple[WayCollector, Points]:
    """Read the streets of a file and where their points are.

    Parameters
    ----------
    path
        A file of the format ``.osm.pbf``.
    on_share
        Called after each block with the share of the work that is done.

    Returns
    -------
    tuple
        Streets in the order of the file, and those of their points that it has.

    Raises
    ------
    UnusualFileError
        When the file is damaged or uses anything rare; see `routing.streets.pbf`.
    """
    ways = WayCollector()
    has_nodes: list[bool] = []
    for message, share in blocks(path):
        block = _block(message)
        for group in block.groups:
            _add_ways(block, group, ways)
        has_nodes.append(block.has_nodes)
        on_share(share * SHARE_OF_WAYS)
    wanted = ways.points()
    wanted = wanted[wanted >= 0]  # as osmium, which the rest of the file is read with
    if not len(wanted):
        has_nodes = [False] * len(has_nodes)
    found = [np.empty((3, 0), np.int64)]
    for (message, share), is_needed in zip(blocks(path), has_nodes, strict=True):
        if is_needed:
            block = _block(message)
            found.extend(_points(block, group, wanted) for group in block.groups)
        on_share(SHARE_OF_WAYS + share * (1 - SHARE_OF_WAYS))
    ids, lats, lons = np.concatenate(found, axis=1)
    order = np.argsort(ids, kind="stable")
    expect(bool(np.all(np.diff(ids[order]) > 0)))
    return ways, Points(ids[order], lats[order].astype(np.int32), lons[order].astype(np.int32))


def _block(message: bytes) -> _Block:
    listed = list(fields(message))
    said = alone(field for field in listed if field.field != GROUP)
    expect(TEXTS in said)
    granularity = said[GRANULARITY].number if GRANULARITY in said else USUAL_GRANULARITY
    expect(granularity <= LARGEST_GRANULARITY)
    lat, lon = (said[key].number if key in said else 0 for key in (LAT_OFFSET, LON_OFFSET))
    return _Block(
        message=message,
        content=np.frombuffer(message, np.uint8),
        texts=said[TEXTS],
        groups=[list(fields(message, f.begin, f.end)) for f in listed if f.field == GROUP],
        granularity=granularity,
        lat_offset=_two_sided(lat),
        lon_offset=_two_sided(lon),
    )


def _two_sided(number: int) -> int:
    """Return the number of either sign that is written as 64 bits."""
    return number - (1 << 64) if number >> 63 else number


def _add_ways(block: _Block, group: list[Field], ways: WayCollector) -> None:
    """Add the streets among the ways of a group."""
    spans = block.spans(group, WAYS)
    if not len(spans.begins):
        return
    said, places = pick(block.content, spans, (ID,), (WAY_KEYS, WAY_VALUES, WAY_REFS))
    keys, starts = lists(block.content, places[WAY_KEYS])
    values, value_starts = lists(block.content, places[WAY_VALUES])
    where = fields(block.message, block.texts.begin, block.texts.end)
    texts = [block.message[field.begin : field.end] for field in where]
    expect(np.array_equal(starts, value_starts))
    expect(bool(np.all(keys < len(texts)) and np.all(values < len(texts))))

    numbered = np.array([KEY_NUMBERS.get(text, OTHER) for text in texts], dtype=np.int64)
    kinds = numbered[keys.astype(np.int64)]
    kept = np.flatnonzero(kinds != OTHER)
    owners = np.repeat(np.arange(len(spans.begins)), np.diff(starts))[kept]
    kinds, values = kinds[kept], values[kept].astype(np.int64)
    at_highway = np.flatnonzero(kinds == HIGHWAY)
    candidates, first = np.unique(owners[at_highway], return_index=True)
    is_class = np.array([text in CLASS_TEXTS for text in texts], dtype=np.bool_)
    streets = candidates[is_class[values[at_highway[first]]]]
    if not len(streets):
        return

    folded, ref_starts = lists(block.content, places[WAY_REFS][streets])
    refs = np.split(running(signed(folded), ref_starts), ref_starts[1:-1])
    ids = said[ID][streets].view(np.int64).tolist()
    begins = np.searchsorted(owners, streets).tolist()
    ends = np.searchsorted(owners, streets, side="right").tolist()
    pairs = list(zip(kinds.tolist(), values.tolist(), strict=True))
    for way_id, points, begin, end in zip(ids, refs, begins, ends, strict=True):
        tags: dict[str, str] = {}
        for kind, value in pairs[begin:end]:
            tags.setdefault(KEYS[kind], _text(texts[value]))
        name, number = tags.pop("name", ""), tags.pop("ref", "")
        ways.add(way_id, points, tags, name or number)


def _text(text: bytes) -> str:
    expect(b"\0" not in text)
    try:
        return text.decode()
    except UnicodeDecodeError as error:
        raise UnusualFileError from error


def _points(block: _Block, group: list[Field], wanted: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return ids, latitudes and longitudes of the wanted nodes of a group, shape ``(3, n)``."""
    said, _ = pick(block.content, block.spans(group, NODES), (ID, LAT, LON))
    tables = [np.array([signed(said[key]) for key in (ID, LAT, LON)])]
    for dense in group:
        if dense.field == DENSE_NODES:
            parts = alone(fields(block.message, dense.begin, dense.end))
            expect(parts.keys() >= {ID, LAT, LON})
            columns = [
                signed(numbers(block.content[parts[key].begin : parts[key].end]))
                for key in (ID, LAT, LON)
            ]
            expect(len({len(column) for column in columns}) == 1)
            tables.append(np.cumsum(columns, axis=1))
    ids, lats, lons = np.concatenate(tables, axis=1)
    places = np.searchsorted(wanted, ids)
    places[places == len(wanted)] = 0
    kept = np.flatnonzero(wanted[places] == ids)
    lats = _degrees(lats[kept], block.granularity, block.lat_offset)
    lons = _degrees(lons[kept], block.granularity, block.lon_offset)
    expect(bool(np.all(np.abs(lats) <= LARGEST_LAT) and np.all(np.abs(lons) <= LARGEST_LON)))
    return np.array([ids[kept], lats, lons])


def _degrees(counts: NDArray[np.int64], granularity: int, offset: int) -> NDArray[np.int64]:
    """Return coordinates in 1e-7 degrees, rounded toward zero as osmium does."""
    exact = counts * granularity + offset
    return (exact - np.fmod(exact, NANODEGREES)) // NANODEGREES
