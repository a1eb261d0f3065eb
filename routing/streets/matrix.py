"""Travel times and distances between points on streets, by Dijkstra's algorithm.

Exact: time and distance belong to the same path, and every entry equals the sum of what
`routing.streets.path` draws. Seconds are rounded up, so they keep the triangle inequality
of the tenths they come from; metres are rounded to the nearest.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, overload

import numpy as np

from routing.model import Matrix
from routing.streets.graph import DISTANCE_BITS, ProfileGraph, unpack
from routing.streets.network import BACKWARD, FORWARD

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from routing.streets.snap import Snapped

MOST_CELLS_AT_ONCE = 4_000_000
"""Distances held at once: 32 MB, whatever the city and the number of points."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Rows:
    """Travel from some points to others, ``n`` by ``m``.

    Attributes
    ----------
    durations
        Seconds, shape ``(n, m)``, int32; row = from, column = to.
    distances
        Metres of the same paths, shape ``(n, m)``, int32.
    reachable
        Mask, shape ``(n, m)``: where false there is no path (within the limit that was
        asked for) and the numbers are 0 and mean nothing.
    """

    durations: NDArray[np.int32]
    distances: NDArray[np.int32]
    reachable: NDArray[np.bool_]


def seconds(deciseconds: NDArray[np.int64]) -> NDArray[np.int32]:
    """Return whole seconds, rounded up."""
    return (-(-deciseconds // 10)).astype(np.int32)


def metres(decimetres: NDArray[np.int64]) -> NDArray[np.int32]:
    """Return whole metres, rounded to the nearest."""
    return ((decimetres + 5) // 10).astype(np.int32)


def rows(
    graph: ProfileGraph,
    from_points: Snapped,
    to_points: Snapped,
    *,
    backward: ProfileGraph | None = None,
    limit: int | None = None,
) -> Rows:
    """Compute travel from some points to others.

    Searches from whichever side has fewer points, so it takes
    ``O(min(n, m) (A + N log N))`` for ``A`` arcs and ``N`` nodes.

    Parameters
    ----------
    graph
        Arcs of the points' profile.
    from_points, to_points
        Points on its streets.
    backward
        The same graph reversed, if the caller has it at hand.
    limit
        Seconds beyond which a pair counts as not reachable; ``None``: no limit.

    Returns
    -------
    Rows
        Shape ``(len(from_points), len(to_points))``.
    """
    most = np.inf if limit is None else float(((limit * 10 + 1) << DISTANCE_BITS) - 1)
    if len(from_points) <= len(to_points):
        costs = _sweep(
            graph,
            (from_points.exits, from_points.after),
            (to_points.entrances, to_points.before),
            most,
        )
    else:
        costs = _sweep(
            backward or graph.reversed(),
            (to_points.entrances, to_points.before),
            (from_points.exits, from_points.after),
            most,
        ).T
    _along_one_edge(costs, from_points, to_points)
    reachable = costs <= most if limit is not None else np.isfinite(costs)
    deciseconds, decimetres = unpack(np.where(reachable, costs, 0.0))
    return Rows(durations=seconds(deciseconds), distances=metres(decimetres), reachable=reachable)


def matrix(graph: ProfileGraph, points: Snapped) -> Matrix:
    """Compute travel between all pairs of points.

    Parameters
    ----------
    graph
        Arcs of the points' profile.
    points
        Points on its streets.

    Returns
    -------
    routing.model.Matrix
        Shape ``(n, n)``; the diagonal is 0.
    """
    table = rows(graph, points, points)
    return Matrix(durations=table.durations, distances=table.distances, reachable=table.reachable)


@overload
def search(
    graph: ProfileGraph,
    nodes: NDArray[np.int32],
    costs: NDArray[np.float64],
    most: float,
    *,
    with_tree: Literal[True],
) -> tuple[NDArray[np.float64], NDArray[np.int32]]: ...
@overload
def search(
    graph: ProfileGraph,
    nodes: NDArray[np.int32],
    costs: NDArray[np.float64],
    most: float,
    *,
    with_tree: Literal[False],
) -> NDArray[np.float64]: ...
def search(
    graph: ProfileGraph,
    nodes: NDArray[np.int32],
    costs: NDArray[np.float64],
    most: float,
    *,
    with_tree: bool,
) -> NDArray[np.float64] | tuple[NDArray[np.float64], NDArray[np.int32]]:
    """Run Dijkstra's algorithm from points that lie on edges.

    Parameters
    ----------
    graph
        Arcs.
    nodes, costs
        Nodes that each start can go to first and the cost of that, shape ``(n, 2)``;
        infinite where it cannot.
    most
        Costs beyond this are not searched.
    with_tree
        Whether to return the node before each node, too.

    Returns
    -------
    NDArray or tuple of NDArray
        Cost to each node, shape ``(n, N)``, infinite where unreachable; and the node
        before it, ``>= N`` where that is the start itself.
    """
    from scipy.sparse import csr_array  # noqa: PLC0415 - half a second, not for `--help`
    from scipy.sparse.csgraph import dijkstra  # noqa: PLC0415 - as above

    num_nodes, num_starts = graph.num_nodes, len(nodes)
    is_open = np.isfinite(costs)
    more_rows = graph.row_starts[-1] + np.cumsum(is_open.sum(axis=1))
    arcs = csr_array(
        (
            np.concatenate((graph.costs, costs[is_open])),
            np.concatenate((graph.heads, nodes[is_open])),
            np.concatenate((graph.row_starts, more_rows)).astype(np.int32),
        ),
        shape=(num_nodes + num_starts, num_nodes + num_starts),
    )
    starts = np.arange(num_nodes, num_nodes + num_starts)
    if with_tree:
        found, tree = dijkstra(arcs, indices=starts, limit=most, return_predecessors=True)
        return found[:, :num_nodes], tree[:, :num_nodes]
    return dijkstra(arcs, indices=starts, limit=most)[:, :num_nodes]


def _sweep(
    graph: ProfileGraph,
    starts: tuple[NDArray[np.int32], NDArray[np.float64]],
    ends: tuple[NDArray[np.int32], NDArray[np.float64]],
    most: float,
) -> NDArray[np.float64]:
    """Return packed costs from starts to ends that leave the edge of the start."""
    (start_nodes, start_costs), (end_nodes, end_costs) = starts, ends
    costs = np.empty((len(start_nodes), len(end_nodes)))
    step = max(1, MOST_CELLS_AT_ONCE // max(1, graph.num_nodes))
    for first in range(0, len(start_nodes), step):
        part = slice(first, first + step)
        found = search(graph, start_nodes[part], start_costs[part], most, with_tree=False)
        costs[part] = np.minimum(
            found[:, end_nodes[:, FORWARD]] + end_costs[:, FORWARD],
            found[:, end_nodes[:, BACKWARD]] + end_costs[:, BACKWARD],
        )
    return costs


def _along_one_edge(costs: NDArray[np.float64], from_points: Snapped, to_points: Snapped) -> None:
    """Lower costs in place where both points lie on one edge and need not leave it."""
    pairs = np.nonzero(from_points.edges[:, None] == to_points.edges[None, :])
    direct = direct_costs(from_points, to_points, *pairs)
    costs[pairs] = np.minimum(costs[pairs], direct)


def direct_costs(
    from_points: Snapped,
    to_points: Snapped,
    sources: NDArray[np.int64],
    targets: NDArray[np.int64],
) -> NDArray[np.float64]:
    """Return packed costs along the edge that both points of each pair lie on.

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
