"""The way between two points as it is drawn and named: geometry, streets, metres, seconds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from routing.streets.errors import CityError
from routing.streets.graph import NO_EDGE
from routing.streets.hierarchy.table import THOUSAND
from routing.streets.matrix import direct_travel
from routing.streets.network import BACKWARD, BARRIER_NUMBER, FORWARD
from routing.streets.packed import unpack

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from routing.streets.network import Network
    from routing.streets.router import Router
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
    """
    pairs = np.arange(len(from_points))
    direct = np.full(len(pairs), np.inf)
    same = np.flatnonzero(from_points.edges == to_points.edges)
    direct[same] = direct_travel(from_points, to_points, same, same)
    found: list[Path] = []
    for pair in pairs.tolist():
        one = slice(pair, pair + 1)
        source, target = from_points.part(one), to_points.part(one)
        steps = _steps(router, source, target)
        straight = _direct_step(source, target, float(direct[pair]))
        if steps is None and np.isinf(straight.cost):
            msg = f"Expected a way from point {pair} to its partner, got none."
            raise CityError(msg)
        if steps is None or straight.cost <= sum(step.cost for step in steps):
            steps = [straight]
        found.append(_draw(network, steps, time_permille))
    return tuple(found)


def _direct_step(source: Snapped, target: Snapped, cost: float) -> _Step:
    return _Step(int(source.edges[0]), float(source.shares[0]), float(target.shares[0]), cost)


def _steps(router: Router, source: Snapped, target: Snapped) -> list[_Step] | None:
    """Return the steps of the fastest path over any node; turns count to what follows."""
    path = router.path(source, target)
    if path is None:
        return None
    graph = router.graph
    cost, way = _side(source.after[0], graph.edge_heads[:, source.edges[0]], path.leaving)
    begin = float(source.shares[0])
    steps = [_Step(int(source.edges[0]), begin, 1.0 - way, cost)]
    turning = 0.0
    for arc in path.arcs.tolist():
        edge, cost = int(graph.edges[arc]), float(router.weights.arcs[arc])
        if edge == NO_EDGE:
            turning += cost
            continue
        back = float(graph.directions[arc])
        steps.append(_Step(edge, back, 1.0 - back, cost + turning))
        turning = 0.0
    last = int(target.edges[0])
    cost, way = _side(target.before[0], graph.edge_tails[:, last], path.reaching)
    steps.append(_Step(last, float(way), float(target.shares[0]), cost + turning))
    return steps


def _side(costs: NDArray[np.float64], nodes: NDArray[np.int32], node: int) -> tuple[float, int]:
    """Return the cheaper cost, and its direction, of those that touch a node."""
    return min((float(costs[way]), way) for way in (FORWARD, BACKWARD) if nodes[way] == node)


def _draw(network: Network, steps: list[_Step], time_permille: int) -> Path:
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
    times = -(-deciseconds * time_permille // (10 * THOUSAND))
    lengths = (decimetres + 5) // 10
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
