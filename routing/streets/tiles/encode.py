"""Encodes the tiles of one zoom.

Source: Mapbox Vector Tile Specification 2.1, sections 4.1 and 4.2.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from routing.streets.tiles.commands import draw
from routing.streets.tiles.layers import EXTENT, Shape
from routing.streets.tiles.pieces import cut
from routing.streets.tiles.protobuf import bytes_field, number_field, packed_field

if TYPE_CHECKING:
    from collections.abc import Iterable

    from routing.streets.tiles.layers import Attributes, Layer

TYPES = {Shape.POINT: 1, Shape.LINE: 2, Shape.POLYGON: 3}
VERSION = 2


def tiles_of(layers: Iterable[Layer], zoom: int) -> dict[tuple[int, int], bytes]:
    """Return the tiles of a zoom that show something.

    Parameters
    ----------
    layers
        What the map shows.
    zoom
        From `layers.FIRST_ZOOM` to `layers.LAST_ZOOM`.

    Returns
    -------
    dict
        Encoded tiles by column and row.
    """
    found: dict[tuple[int, int], bytes] = defaultdict(bytes)
    for one in layers:
        for tile, content in _layer_of_tiles(one, zoom).items():
            found[tile] += content
    return dict(found)


def _layer_of_tiles(layer: Layer, zoom: int) -> dict[tuple[int, int], bytes]:
    pieces = cut(layer, zoom)
    if pieces is None:
        return {}
    by_tile: dict[tuple[int, int], list[tuple[Attributes, bytes]]] = defaultdict(list)
    drawn = draw(pieces, layer.shape)
    tiles, numbers = pieces.tiles.tolist(), pieces.numbers.tolist()
    for (column, row), number, commands in zip(tiles, numbers, drawn, strict=True):
        if commands:
            by_tile[column, row].append((layer.attributes[number], commands))
    return {tile: bytes_field(3, _encode(layer, features)) for tile, features in by_tile.items()}


def _encode(layer: Layer, features: list[tuple[Attributes, bytes]]) -> bytes:
    keys: dict[str, int] = {}
    values: dict[str | int, int] = {}
    out = [number_field(15, VERSION), bytes_field(1, layer.name.encode())]
    for attributes, commands in features:
        tags = [
            number
            for key, value in attributes
            for number in (keys.setdefault(key, len(keys)), values.setdefault(value, len(values)))
        ]
        feature = number_field(3, TYPES[layer.shape]) + bytes_field(4, commands)
        out.append(bytes_field(2, (packed_field(2, tags) if tags else b"") + feature))
    out.extend(bytes_field(3, key.encode()) for key in keys)
    out.extend(bytes_field(4, _value(value)) for value in values)
    out.append(number_field(5, EXTENT))
    return b"".join(out)


def _value(value: str | int) -> bytes:
    return number_field(5, value) if isinstance(value, int) else bytes_field(1, value.encode())
