"""Streets as people name them: the stretches of one name that lie together."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from routing.streets.network import BARRIER_NUMBER

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from routing.streets.network import Network

    Cell = tuple[int, int]

CELLS_PER_DEGREE = 100
"""Cells of about a kilometre; stretches in neighboring cells belong together."""

TOLERANCE = 1e-5
"""Degrees by which a kept line may be off: a metre."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StreetCluster:
    """One street.

    Attributes
    ----------
    name
        Its name.
    lat, lon
        Middle of its longest stretch, WGS84 degrees.
    length
        Metres of all its stretches.
    line
        Its course as well-known binary, lon and lat in degrees.
    cells
        Where it runs.
    """

    name: str
    lat: float
    lon: float
    length: float
    line: bytes
    cells: frozenset[Cell]


def street_clusters(network: Network) -> dict[str, list[StreetCluster]]:
    """Return the streets of each name.

    Parameters
    ----------
    network
        Streets; those that no profile can reach are left out.

    Returns
    -------
    dict
        Streets by name, the longest first.
    """
    in_use = np.any(network.is_main, axis=0)
    is_street = (network.edge_names > 0) & (network.edge_classes != BARRIER_NUMBER)
    edges = np.flatnonzero(is_street & in_use[network.edge_from])
    middles = (network.points_from[edges] + network.points_from[edges + 1] - 1) // 2
    rows = network.point_lats[middles].astype(np.int64) * CELLS_PER_DEGREE // 10**7
    columns = network.point_lons[middles].astype(np.int64) * CELLS_PER_DEGREE // 10**7
    by_name: defaultdict[int, defaultdict[Cell, list[int]]] = defaultdict(lambda: defaultdict(list))
    names = network.edge_names[edges].tolist()
    for edge, name, *cell in zip(
        edges.tolist(), names, rows.tolist(), columns.tolist(), strict=True
    ):
        by_name[name][cell[0], cell[1]].append(edge)
    return {
        network.names[name]: sorted(
            (_cluster(network, network.names[name], group, cells) for group in _together(cells)),
            key=lambda one: -one.length,
        )
        for name, cells in by_name.items()
    }


def nearest_cluster(clusters: Sequence[StreetCluster], lat: float, lon: float) -> int:
    """Return the number of the street that a point is most likely on, -1 when all are far."""
    row, column = int(lat * CELLS_PER_DEGREE // 1), int(lon * CELLS_PER_DEGREE // 1)
    around = {(row + a, column + b) for a in (-1, 0, 1) for b in (-1, 0, 1)}
    near = [number for number, one in enumerate(clusters) if one.cells & around]
    narrowing = np.cos(np.radians(lat))
    return min(
        near,
        key=lambda at: np.hypot(clusters[at].lat - lat, (clusters[at].lon - lon) * narrowing),
        default=-1,
    )


def _together(cells: Iterable[Cell]) -> list[list[Cell]]:
    """Return groups of cells that touch."""
    left, groups = set(cells), []
    while left:
        group = [left.pop()]
        for row, column in group:
            around = {(row + a, column + b) for a in (-1, 0, 1) for b in (-1, 0, 1)} & left
            left -= around
            group.extend(sorted(around))
        groups.append(group)
    return groups


def _cluster(
    network: Network, name: str, group: Sequence[Cell], cells: dict[Cell, list[int]]
) -> StreetCluster:
    edges = np.array(sorted(edge for cell in group for edge in cells[cell]))
    lines = [shapely.linestrings(network.points(edge)) for edge in edges.tolist()]
    merged = shapely.line_merge(shapely.multilinestrings(lines))
    lengths = network.edge_lengths[edges]
    points = network.points(int(edges[np.argmax(lengths)]))
    lon, lat = points[(len(points) - 1) // 2 : len(points) // 2 + 1].mean(axis=0).round(7)
    return StreetCluster(
        name=name,
        lat=float(lat),
        lon=float(lon),
        length=float(lengths.sum()) / 10.0,
        line=shapely.to_wkb(shapely.simplify(merged, TOLERANCE)),
        cells=frozenset(group),
    )
