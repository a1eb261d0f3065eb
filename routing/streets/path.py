"""The way between two points as it is drawn and named: geometry, streets, metres, seconds."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import shapely

from routing.streets.errors import CityError
from routing.streets.graph import ProfileGraph, unpack
from routing.streets.matrix import direct_costs, metres, search, seconds
from routing.streets.network import BACKWARD, BARRIER_NUMBER, FORWARD, Network

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from routing.streets.snap import Snapped


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
    """

    geometry: shapely.LineString
    distance: int
    duration: int
    stretches: tuple[Stretch, ...]

    @property
    def street_names(self) -> tuple[str, ...]:
        """Names of the streets in order, without nameless ones."""
        return tuple(stretch.name for stretch in self.stretches if stretch.name)


@dataclass(frozen=True, slots=True)
class _Step:
    """Part of an edge: from one share of its length to another, and what that costs."""

    edge: int
    begin: float
    end: float
    cost: float


def paths(
    graph: ProfileGraph, network: Network, from_points: Snapped, to_points: Snapped
) -> tuple[Path, ...]:
    """Find the fastest way from each point to its partner.

    Parameters
    ----------
    graph
        Arcs of the points' profile.
    network
        The network it was made from.
    from_points, to_points
        Points on streets, pair by pair.

    Returns
    -------
    tuple of Path
        One per pair; each equals the matrix entry of its pair exactly.

    Raises
    ------
    CityError
        When there is no way between two points of a pair.
    """
    pairs = np.arange(len(from_points))
    direct = np.full(len(pairs), np.inf)
    same = np.flatnonzero(from_points.edges == to_points.edges)
    direct[same] = direct_costs(from_points, to_points, same, same)
    found: list[Path] = []
    for pair in pairs.tolist():
        one = slice(pair, pair + 1)
        costs, tree = search(
            graph, from_points.exits[one], from_points.after[one], np.inf, with_tree=True
        )
        arriving = costs[0, to_points.entrances[pair]] + to_points.before[pair]
        side = int(arriving.argmin())
        if not np.isfinite(min(arriving[side], direct[pair])):
            msg = f"Expected a way from point {pair} to its partner, got none."
            raise CityError(msg)
        if direct[pair] <= arriving[side]:
            steps = [_direct_step(from_points, to_points, pair, float(direct[pair]))]
        else:
            steps = _steps(graph, from_points, to_points, pair=pair, side=side, tree=tree[0])
        found.append(_draw(network, steps))
    return tuple(found)


def _direct_step(from_points: Snapped, to_points: Snapped, pair: int, cost: float) -> _Step:
    begin, end = float(from_points.shares[pair]), float(to_points.shares[pair])
    return _Step(int(from_points.edges[pair]), begin, end, cost)


def _steps(  # noqa: PLR0913 - the pair, and what was searched for it
    graph: ProfileGraph,
    from_points: Snapped,
    to_points: Snapped,
    *,
    pair: int,
    side: int,
    tree: NDArray[np.int32],
) -> list[_Step]:
    """Return the steps of the path that enters the last edge in the direction `side`."""
    nodes = [int(to_points.entrances[pair, side])]
    while int(tree[nodes[-1]]) < graph.num_nodes:
        nodes.append(int(tree[nodes[-1]]))
    nodes.reverse()
    leaving = [
        (float(from_points.after[pair, way]), way)
        for way in (FORWARD, BACKWARD)
        if from_points.exits[pair, way] == nodes[0]
    ]
    cost, way = min(leaving)
    begin = float(from_points.shares[pair])
    steps = [_Step(int(from_points.edges[pair]), begin, 1.0 - way, cost)]
    for tail, head in pairwise(nodes):
        arc = graph.arc(tail, head)
        back = int(graph.directions[arc])
        steps.append(_Step(int(graph.edges[arc]), back, 1.0 - back, float(graph.costs[arc])))
    end = float(to_points.shares[pair])
    last_cost = float(to_points.before[pair, side])
    steps.append(_Step(int(to_points.edges[pair]), float(side), end, last_cost))
    return steps


def _draw(network: Network, steps: list[_Step]) -> Path:
    """Join steps into a path; metres and seconds of its streets are cut from running sums."""
    points = np.concatenate(
        [_part(network.points(step.edge), step.begin, step.end) for step in steps]
    )
    is_new = np.concatenate(([True], (points[1:] != points[:-1]).any(axis=1)))
    drawn = points[is_new]
    if len(drawn) == 1:
        drawn = np.repeat(drawn, 2, axis=0)
    running = np.cumsum([step.cost for step in steps])
    deciseconds, decimetres = unpack(running)
    times, lengths = seconds(deciseconds), metres(decimetres)
    stretches: list[Stretch] = []
    time = length = 0
    names: list[str] = []
    for step in steps:
        is_barrier = network.edge_classes[step.edge] == BARRIER_NUMBER
        own = network.names[network.edge_names[step.edge]]
        names.append(names[-1] if is_barrier and names else own)
    for number, name in enumerate(names):
        is_last = number == len(names) - 1
        if not is_last and names[number + 1] == name:
            continue
        passed, gone = int(times[number]) - time, int(lengths[number]) - length
        if passed or gone or (is_last and not stretches):
            stretches.append(Stretch(name=name, distance=gone, duration=passed))
        time, length = int(times[number]), int(lengths[number])
    return Path(
        geometry=shapely.LineString(drawn),
        distance=length,
        duration=time,
        stretches=tuple(stretches),
    )


def _part(points: NDArray[np.float64], begin: float, end: float) -> NDArray[np.float64]:
    """Return the part of a line between two shares of its length, turned if need be."""
    if begin > end:
        return _part(points, end, begin)[::-1]
    flat = points * (np.cos(np.radians(points[0, 1])), 1.0)
    steps = np.hypot(*np.diff(flat, axis=0).T)
    reached = np.concatenate(([0.0], np.cumsum(steps)))
    whole = reached[-1] or 1.0
    inner = (reached > begin * whole) & (reached < end * whole)
    wanted = np.concatenate(([begin * whole], reached[inner], [end * whole]))
    lons = np.interp(wanted, reached, points[:, 0])
    lats = np.interp(wanted, reached, points[:, 1])
    return np.column_stack((lons, lats))
