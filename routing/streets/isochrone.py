"""Outlines of what can be reached in time.

Streets are sampled every few metres, each sample with the time at which it is reached,
so the first and last streets count in part. What lies within some metres of a sample in
time is inside. Distances are taken on a grid, and outlines drawn through it by linear
interpolation, so they nest: what is inside at 5 minutes is inside at 10.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import shapely

from routing.streets.contours import outline
from routing.streets.hierarchy.reach import travel_to_all
from routing.streets.network import BACKWARD, BARRIER_NUMBER, CLOSED, FORWARD
from routing.streets.packed import unpack

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from routing.streets.geodesy import Plane
    from routing.streets.network import Network
    from routing.streets.router import Router
    from routing.streets.snap import Snapped

ASIDE = 40.0
"""Metres beside a street that count as reached with it."""

CELL = 10.0
"""Least metres between the grid's points."""

NUM_CELLS = 400
"""Most points along a side of the grid; larger surroundings get a coarser one."""

MOST_MINUTES = 240


class _Samples(NamedTuple):
    """Places along streets, ``s`` of them.

    Attributes
    ----------
    places
        Metres east and north, ``(s, 2)``.
    times
        Tenths of seconds, ``(s,)``.
    edges, along
        The edge each lies on, and the share of its length before it, ``(s,)``.
    """

    places: NDArray[np.float64]
    times: NDArray[np.float64]
    edges: NDArray[np.int64]
    along: NDArray[np.float64]


class _Halves(NamedTuple):
    """When each direction of each edge is begun, and how long it takes: ``(2, E)``."""

    begun: NDArray[np.float64]
    whole: NDArray[np.float64]


def isochrones(
    router: Router,
    network: Network,
    plane: Plane,
    start: Snapped,
    minutes: Sequence[int],
) -> tuple[shapely.MultiPolygon, ...]:
    """Outline what can be reached from a point.

    Parameters
    ----------
    router
        Streets of the point's profile.
    network
        The network it was made from.
    plane
        Flat picture of the city.
    start
        One point on a street.
    minutes
        Limits, each from 1 to `MOST_MINUTES`; all share one grid, made for the largest.

    Returns
    -------
    tuple of shapely.MultiPolygon
        One per limit, in their order, lon before lat; valid, each within those of larger
        limits.

    Raises
    ------
    ValueError
        When there is no limit, or one is out of bounds.
    """
    if not minutes or min(minutes) < 1 or max(minutes) > MOST_MINUTES:
        msg = f"Expected minutes from 1 to {MOST_MINUTES}, got {list(minutes)}."
        raise ValueError(msg)
    limits = [minute * 600.0 for minute in minutes]
    halves = _halves(router, network, start)
    near = _within(halves, start, max(limits))
    cell, samples = _sample(network, plane, halves, near)
    at_start = plane.project(start.lats, start.lons)
    places = np.concatenate((samples.places, at_start))
    times = np.append(_with_start(network, start, samples), 0.0)
    places, times = places[times <= max(limits)], times[times <= max(limits)]
    aside = max(ASIDE, 2.0 * cell)
    corner = places.min(axis=0) - aside - 2 * cell
    size = np.ceil((places.max(axis=0) + aside + 2 * cell - corner) / cell).astype(int) + 1
    columns, rows = np.rint((places - corner) / cell).astype(int).T
    earliest = np.full((size[1], size[0]), np.inf)
    np.minimum.at(earliest, (rows, columns), times)
    return tuple(_draw(plane, earliest <= limit, corner, cell, aside) for limit in limits)


def _halves(router: Router, network: Network, start: Snapped) -> _Halves:
    """Return when each direction of each edge is begun."""
    ends = router.sources(start)
    travel = travel_to_all(router.topology, router.tree, router.weights, ends)
    reached = np.isfinite(travel)
    times = np.full(len(travel) + 1, np.inf)  # the last stands for no node at all
    times[:-1][reached] = unpack(travel[reached])[0]
    whole = network.durations[start.profile.row]
    is_open = (whole != CLOSED) & (network.edge_classes != BARRIER_NUMBER)
    return _Halves(np.where(is_open, times[router.graph.edge_tails], np.inf), whole)


def _within(halves: _Halves, start: Snapped, limit: float) -> NDArray[np.int64]:
    """Return the edges that are begun in time, and the edge of the start."""
    is_near: NDArray[np.bool_] = np.any(halves.begun <= limit, axis=0)
    is_near[start.edges[0]] = True
    return np.flatnonzero(is_near)


def _sample(
    network: Network,
    plane: Plane,
    halves: _Halves,
    edges: NDArray[np.int64],
) -> tuple[float, _Samples]:
    """Return the grid's cell that suits some edges, and places along these every half cell."""
    counts = network.points_from[edges + 1] - network.points_from[edges]
    owners = np.repeat(np.arange(len(edges)), counts)
    within = np.arange(len(owners)) - np.repeat(np.cumsum(counts) - counts, counts)
    points = network.points_from[edges[owners]] + within
    flat = plane.project(network.point_lats[points] / 1e7, network.point_lons[points] / 1e7)
    extent = float(np.ptp(flat, axis=0).max())
    cell = max(CELL, extent / NUM_CELLS)
    is_step = owners[1:] == owners[:-1]
    ahead = np.diff(flat, axis=0)
    steps = np.where(is_step, np.hypot(ahead[:, 0], ahead[:, 1]), 0.0)
    reached = np.concatenate(([0.0], np.cumsum(steps)))
    first = np.cumsum(counts) - counts
    lengths = np.maximum(reached[first + counts - 1] - reached[first], 1e-9)
    # each step between two points is cut into equal parts, and the edge's end is added
    segments = np.flatnonzero(is_step)
    parts = np.maximum(1, np.ceil(steps[segments] / (cell / 2))).astype(np.int64)
    number = np.repeat(segments, parts)
    share = (np.arange(len(number)) - np.repeat(np.cumsum(parts) - parts, parts)) / np.repeat(
        parts, parts
    )
    last = first + counts - 1
    places = np.concatenate((flat[number] + share[:, None] * ahead[number], flat[last]))
    owner = np.concatenate((owners[number], np.arange(len(edges))))
    metres = np.concatenate((reached[number] + share * steps[number], reached[last]))
    along = (metres - reached[first[owner]]) / lengths[owner]
    begun, whole = halves.begun[:, edges[owner]], halves.whole[:, edges[owner]]
    times = np.minimum(
        begun[FORWARD] + along * whole[FORWARD],
        begun[BACKWARD] + (1.0 - along) * whole[BACKWARD],
    )
    return cell, _Samples(places, times, edges[owner], along)


def _with_start(network: Network, start: Snapped, samples: _Samples) -> NDArray[np.float64]:
    """Return the times, with those on the street of the start counted from there."""
    edge, times = int(start.edges[0]), samples.times.copy()
    own = np.flatnonzero(samples.edges == edge)
    whole = network.durations[start.profile.row, :, edge].tolist()
    gone = samples.along[own] - start.shares[0]
    for direction, share in ((FORWARD, gone), (BACKWARD, -gone)):
        if whole[direction] != CLOSED:
            direct = np.where(share >= 0, share * whole[direction], np.inf)
            times[own] = np.minimum(times[own], direct)
    return times


def _draw(
    plane: Plane,
    is_reached: NDArray[np.bool_],
    corner: NDArray[np.float64],
    cell: float,
    aside: float,
) -> shapely.MultiPolygon:
    """Outline what lies beside the reached points of a grid."""
    from scipy.ndimage import distance_transform_edt  # noqa: PLC0415 - loads slowly

    distances = distance_transform_edt(~is_reached) * cell
    area = outline(distances, aside)

    def to_degrees(points: NDArray[np.float64]) -> NDArray[np.float64]:
        lats, lons = plane.unproject(corner + points * cell)
        return np.column_stack((lons, lats))

    drawn: shapely.MultiPolygon = shapely.transform(area, to_degrees)
    return drawn
