"""Travel times and distances between points on streets.

Exact: time and distance belong to the same path, and every entry equals the sum of what
`routing.streets.path` draws. Seconds are rounded up, so they keep the triangle inequality
of the tenths they come from; metres are rounded to the nearest.
"""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from routing.model import Matrix
from routing.streets.hierarchy.table import THOUSAND, Table, travel_table
from routing.streets.hierarchy.table_parts import Direct
from routing.streets.network import BACKWARD, FORWARD

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from routing.streets.router import Router
    from routing.streets.snap import Snapped

COURIER_TIMES = (500, 5_000)
"""Least and most thousandths of the usual time that a courier may take."""

CORES = os.cpu_count() or 1
SOURCES_PER_THREAD = 400
"""Fewer than this are not worth a thread of their own."""


def rows(
    router: Router,
    from_points: Snapped,
    to_points: Snapped,
    *,
    limit: int | None = None,
    time_permille: int = THOUSAND,
) -> Table:
    """Compute travel from some points to others.

    Parameters
    ----------
    router
        Streets of the points' profile.
    from_points, to_points
        Points on its streets.
    limit
        Seconds beyond which a pair counts as not reachable; ``None``: no limit.
    time_permille
        Thousandths of the usual time that this courier takes.

    Returns
    -------
    Table
        Shape ``(len(from_points), len(to_points))``.

    Raises
    ------
    ValueError
        When `time_permille` is not plausible.
    """
    check_courier(time_permille)
    table = travel_table(
        router.tree,
        router.weights,
        router.sources(from_points),
        router.targets(to_points),
        direct=direct_ways(from_points, to_points),
        time_permille=time_permille,
        num_threads=max(1, min(CORES, len(from_points) // SOURCES_PER_THREAD)),
    )
    if limit is None:
        return table
    near = table.reachable & (table.durations <= limit)
    return replace(
        table,
        durations=np.where(near, table.durations, 0),
        distances=np.where(near, table.distances, 0),
        reachable=near,
    )


def matrix(router: Router, points: Snapped, *, time_permille: int = THOUSAND) -> Matrix:
    """Compute travel between all pairs of points.

    Parameters
    ----------
    router
        Streets of the points' profile.
    points
        Points on its streets.
    time_permille
        Thousandths of the usual time that this courier takes.

    Returns
    -------
    routing.model.Matrix
        Shape ``(n, n)``; the diagonal is 0.

    Raises
    ------
    ValueError
        When `time_permille` is not plausible.
    """
    table = rows(router, points, points, time_permille=time_permille)
    return Matrix(durations=table.durations, distances=table.distances, reachable=table.reachable)


def check_courier(time_permille: int) -> None:
    """Refuse couriers who would be implausibly fast or slow.

    Parameters
    ----------
    time_permille
        Thousandths of the usual time that a courier takes.

    Raises
    ------
    ValueError
        When it is outside `COURIER_TIMES`.
    """
    least, most = COURIER_TIMES
    if not least <= time_permille <= most:
        msg = f"Expected time_permille from {least} to {most}, got {time_permille}."
        raise ValueError(msg)


def direct_ways(from_points: Snapped, to_points: Snapped) -> Direct:
    """List the pairs of points on one edge, with the travel along it.

    Parameters
    ----------
    from_points, to_points
        Points on streets.

    Returns
    -------
    routing.streets.hierarchy.table_parts.Direct
        By rising source.
    """
    by_edge = np.argsort(to_points.edges, kind="stable")
    edges = to_points.edges[by_edge]
    begin = np.searchsorted(edges, from_points.edges, side="left")
    counts = np.searchsorted(edges, from_points.edges, side="right") - begin
    sources = np.repeat(np.arange(len(from_points)), counts)
    within = np.arange(len(sources)) - np.repeat(np.cumsum(counts) - counts, counts)
    targets = by_edge[np.repeat(begin, counts) + within]
    travel = direct_travel(from_points, to_points, sources, targets)
    return Direct(sources=sources, targets=targets, travel=travel)


def direct_travel(
    from_points: Snapped,
    to_points: Snapped,
    sources: NDArray[np.int64],
    targets: NDArray[np.int64],
) -> NDArray[np.float64]:
    """Return packed travel along the edge that both points of each pair lie on.

    Parameters
    ----------
    from_points, to_points
        Points on streets.
    sources, targets
        Their positions, pair by pair; both on the same edge.

    Returns
    -------
    NDArray
        Infinite where the direction from one to the other is closed.
    """
    with np.errstate(invalid="ignore"):
        ahead = to_points.before[targets] - from_points.before[sources]
    is_ahead = to_points.shares[targets] >= from_points.shares[sources]
    is_behind = to_points.shares[targets] <= from_points.shares[sources]
    forward = np.where(is_ahead & np.isfinite(ahead[:, FORWARD]), ahead[:, FORWARD], np.inf)
    backward = np.where(is_behind & np.isfinite(ahead[:, BACKWARD]), ahead[:, BACKWARD], np.inf)
    return np.minimum(forward, backward)
