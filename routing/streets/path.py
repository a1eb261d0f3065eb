"""The way between two points as it is drawn and named: geometry, streets, metres, seconds."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from itertools import pairwise
from math import cos, hypot, radians
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import shapely

from routing.streets.errors import CityError
from routing.streets.graph import NO_EDGE
from routing.streets.hierarchy.table import THOUSAND
from routing.streets.matrix import check_courier, direct_travel
from routing.streets.network import BACKWARD, BARRIER_NUMBER, FORWARD
from routing.streets.packed import unpack

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from routing.streets.network import Network
    from routing.streets.router import Router
    from routing.streets.snap import Snapped

    Place = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Part of a path along one street.

    Attributes
    ----------
    name
        The street's name; empty where it has none.
    distance
        Metres.
    duration
        Seconds.
    """

    name: str
    distance: int
    duration: int


class Trail(NamedTuple):
    """Parts of edges that a path consists of, ``k`` of them in the order of travel.

    Attributes
    ----------
    edges
        Shape ``(k,)``.
    is_backward
        Whether each is used against the direction of drawing, ``(k,)``.
    seconds, metres
        Travel from the path's begin to the end of each, ``(k,)``; the last are the path's.
    points
        Point of the path's line at which each ends, ``(k,)``.
    """

    edges: NDArray[np.int64]
    is_backward: NDArray[np.bool_]
    seconds: NDArray[np.int64]
    metres: NDArray[np.int64]
    points: NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Path:
    """Fastest way from one point to another.

    Attributes
    ----------
    geometry
        Line from the first point on a street to the last, lon before lat.
    distance
        Metres, equal to the matrix entry of the two points.
    duration
        Seconds, equal to the matrix entry of the two points.
    stretches
        Streets in order; their metres and seconds sum to the path's.
    trail
        The parts of edges it consists of.
    """

    geometry: shapely.LineString
    distance: int
    duration: int
    stretches: tuple[Stretch, ...]
    trail: Trail = field(repr=False, compare=False)

    @property
    def street_names(self) -> tuple[str, ...]:
        """Names of the streets in order, without nameless ones."""
        return tuple(stretch.name for stretch in self.stretches if stretch.name)


class _Steps(NamedTuple):
    """Parts of edges in the order of travel, ``k`` of them; all but the ends are whole.

    Attributes
    ----------
    edges
        Shape ``(k,)``.
    begins, ends
        Shares of the edge's length, ``(k,)``; the larger first if it is used backward.
    costs
        Packed travel, ``(k,)``; a turn counts to the street that follows.
    """

    edges: NDArray[np.int64]
    begins: NDArray[np.float64]
    ends: NDArray[np.float64]
    costs: NDArray[np.float64]


def paths(
    router: Router,
    network: Network,
    from_points: Snapped,
    to_points: Snapped,
    *,
    time_permille: int = THOUSAND,
) -> tuple[Path, ...]:
    """Find the fastest way from each point to its partner.

    Parameters
    ----------
    router
        Streets of the points' profile.
    network
        The network it was made from.
    from_points, to_points
        Points on streets, pair by pair.
    time_permille
        Thousandths of the usual time that this courier takes.

    Returns
    -------
    tuple of Path
        One per pair; each equals the matrix entry of its pair exactly.

    Raises
    ------
    CityError
        When there is no way between two points of a pair.
    ValueError
        When `time_permille` is not plausible.
    """
    check_courier(time_permille)
    direct = np.full(len(from_points), np.inf)
    same = np.flatnonzero(from_points.edges == to_points.edges)
    direct[same] = direct_travel(from_points, to_points, same, same)
    found: list[Path] = []
    for pair, straight in enumerate(direct.tolist()):
        one = slice(pair, pair + 1)
        source, target = from_points.part(one), to_points.part(one)
        steps = _steps(router, source, target)
        if steps is None and np.isinf(straight):
            msg = f"Expected a way from point {pair} to its partner, got none."
            raise CityError(msg)
        if steps is None or straight <= steps.costs.sum():
            steps = _Steps(source.edges, source.shares, target.shares, np.array([straight]))
        found.append(_draw(network, steps, time_permille))
    return tuple(found)


def _steps(router: Router, source: Snapped, target: Snapped) -> _Steps | None:
    """Return the steps of the fastest path over any node."""
    path = router.path(source, target)
    if path is None:
        return None
    graph = router.graph
    first, last = int(source.edges[0]), int(target.edges[0])
    leaving, out = _side(source.after[0], graph.edge_heads[:, first], path.leaving)
    entering, into = _side(target.before[0], graph.edge_tails[:, last], path.reaching)
    edges = graph.edges[path.arcs]
    is_street = edges != NO_EDGE
    # running sums keep the turns: the difference between two streets has the turn in it
    running = np.cumsum(router.weights.arcs[path.arcs])
    turned = running[-1] if len(running) else 0.0
    reached = np.concatenate(([leaving], leaving + running[is_street]))
    costs = np.diff(np.concatenate(([0.0], reached, [leaving + turned + entering])))
    backward = graph.directions[path.arcs[is_street]].astype(np.float64)
    return _Steps(
        np.concatenate(([first], edges[is_street], [last])),
        np.concatenate((source.shares, backward, [float(into)])),
        np.concatenate(([1.0 - out], 1.0 - backward, target.shares)),
        costs,
    )


def _side(costs: NDArray[np.float64], nodes: NDArray[np.int32], node: int) -> tuple[float, int]:
    """Return the cheaper cost, and its direction, of those that touch a node."""
    return min((float(costs[way]), way) for way in (FORWARD, BACKWARD) if nodes[way] == node)


def _draw(network: Network, steps: _Steps, time_permille: int) -> Path:
    """Join steps into a path; metres and seconds of its streets are cut from running sums."""
    deciseconds, decimetres = unpack(np.cumsum(steps.costs))
    seconds = -(-deciseconds * time_permille // (10 * THOUSAND))
    metres = (decimetres + 5) // 10
    times, lengths = seconds.tolist(), metres.tolist()
    numbers = network.edge_names[steps.edges].tolist()
    is_barrier = network.edge_classes[steps.edges] == BARRIER_NUMBER
    for at in np.flatnonzero(is_barrier[1:]).tolist():
        numbers[at + 1] = numbers[at]
    stretches: list[Stretch] = []
    time = length = 0
    final = len(numbers) - 1
    for at, number in enumerate(numbers):
        if at < final and numbers[at + 1] == number:
            continue
        passed, gone = times[at] - time, lengths[at] - length
        if passed or gone or (at == final and not stretches):
            name = network.names[number]
            stretches.append(Stretch(name=name, distance=gone, duration=passed))
        time, length = times[at], lengths[at]
    line, points = _line(network, steps)
    return Path(
        geometry=shapely.LineString(line),
        distance=length,
        duration=time,
        stretches=tuple(stretches),
        trail=Trail(steps.edges, steps.begins > steps.ends, seconds, metres, points),
    )


def _line(network: Network, steps: _Steps) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Return the points of the steps without repetition, at least two, and each step's last."""
    inner, is_backward = steps.edges[1:-1], steps.begins[1:-1] > steps.ends[1:-1]
    firsts = network.points_from[inner]
    counts = network.points_from[inner + 1] - firsts
    # from the first point of each edge up, or from the last down
    begins = np.where(is_backward, firsts + counts - 1, firsts)
    ways = np.repeat(np.where(is_backward, -1, 1), counts)
    within = np.arange(len(ways)) - np.repeat(np.cumsum(counts) - counts, counts)
    numbers = np.repeat(begins, counts) + ways * within
    outer = [
        _part(network.points(int(steps.edges[at])), float(steps.begins[at]), float(steps.ends[at]))
        for at in dict.fromkeys((0, len(steps.edges) - 1))
    ]
    sizes = np.concatenate(([len(outer[0])], counts, [len(part) for part in outer[1:]]))
    points = np.empty((int(sizes.sum()), 2))
    points[: len(outer[0])] = outer[0]
    middle = slice(len(outer[0]), len(outer[0]) + len(numbers))
    points[middle, 0] = network.point_lons[numbers]
    points[middle, 1] = network.point_lats[numbers]
    points[middle] /= 1e7
    if len(outer) > 1:
        points[middle.stop :] = outer[1]
    is_new = np.ones(len(points), np.bool_)
    lons, lats = points.T
    np.logical_or(lons[1:] != lons[:-1], lats[1:] != lats[:-1], out=is_new[1:])
    drawn: NDArray[np.float64] = points[is_new]
    ends = (np.cumsum(is_new) - 1)[np.cumsum(sizes.astype(np.int64)) - 1]
    return (drawn if len(drawn) > 1 else np.repeat(drawn, 2, axis=0)), ends


def _part(points: NDArray[np.float64], begin: float, end: float) -> list[Place]:
    """Return the part of a line between two shares of its length, turned if need be."""
    if begin > end:
        return _part(points, end, begin)[::-1]
    places: list[Place] = [(lon, lat) for lon, lat in points.tolist()]
    scale = cos(radians(places[0][1]))
    reached = [0.0]
    for (lon, lat), (next_lon, next_lat) in pairwise(places):
        reached.append(reached[-1] + hypot((next_lon - lon) * scale, next_lat - lat))
    whole = reached[-1] or 1.0
    first, last = begin * whole, end * whole
    inner = [place for place, far in zip(places, reached, strict=True) if first < far < last]
    return [_place(places, reached, first), *inner, _place(places, reached, last)]


def _place(places: Sequence[Place], reached: Sequence[float], far: float) -> Place:
    """Return the place so far along a line."""
    at = min(bisect_right(reached, far), len(reached) - 1)
    step = reached[at] - reached[at - 1]
    share = (far - reached[at - 1]) / step if step else 0.0
    (lon, lat), (next_lon, next_lat) = places[at - 1], places[at]
    return lon + share * (next_lon - lon), lat + share * (next_lat - lat)
