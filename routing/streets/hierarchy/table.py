"""Many-to-many travel from labels along the elimination tree.

Two points meet at a common ancestor, so their travel is the least sum of their labels
over those. Targets are sorted by their place in a depth-first walk: the targets below an
ancestor are then one interval, and the inner loop adds one number to a row and keeps the
minimum, which processors do for several columns at once.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from routing.kernel import kernel
from routing.streets.hierarchy.labels import Ends, Tree, climb
from routing.streets.hierarchy.table_parts import Columns, Direct, Rows, Sight, in_rows
from routing.streets.packed import TIME_UNIT

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from routing.streets.hierarchy.weights import Weights

    Row = NDArray[np.float64]
    FourRows = tuple[Row, Row, Row, Row]

BLOCK = 512
"""Columns at once: their best sums stay in the nearest cache."""

SOURCES = 64
"""Sources at once, which read the same labels of the columns."""

FUSED = 4
THOUSAND = 1000


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Table:
    """Travel from k points to l others.

    Attributes
    ----------
    durations
        Seconds, rounded up, int32 ``(k, l)``.
    distances
        Metres of the same paths, rounded to the nearest, int32 ``(k, l)``.
    reachable
        Mask, ``(k, l)``: where false there is no path and the numbers are 0.
    """

    durations: NDArray[np.int32]
    distances: NDArray[np.int32]
    reachable: NDArray[np.bool_]

    def part(self, rows: slice) -> Table:
        """Return a view of some rows."""
        return Table(
            durations=self.durations[rows],
            distances=self.distances[rows],
            reachable=self.reachable[rows],
        )


@kernel
def _fill_columns(
    tree: Tree,
    edges: NDArray[np.float64],
    nodes: NDArray[np.int32],
    travel: NDArray[np.float64],
    labels: NDArray[np.float64],
) -> None:
    label = np.empty(labels.shape[0], np.float64)
    for target in range(len(nodes)):
        climb(tree, edges, nodes[target], travel[target], label)
        for level in range(tree.level[nodes[target, 0]], labels.shape[0]):
            labels[level, target] = label[level]


@kernel
def _intervals(
    tree: Tree,
    places: NDArray[np.int32],
    node: int,
    begin: NDArray[np.int32],
    end: NDArray[np.int32],
) -> None:
    """Find the columns below every ancestor of a node."""
    while node >= 0:
        level = tree.level[node]
        begin[level] = np.searchsorted(places, tree.first[node])
        end[level] = np.searchsorted(places, tree.first[node] + tree.size[node])
        node = tree.parent[node]


@kernel
def _keep(kept: NDArray[np.float64], row: NDArray[np.float64], here: float) -> None:
    """Lower the best sums by those over one ancestor."""
    for place in range(len(kept)):
        total = here + row[place]
        kept[place] = total if total < kept[place] else kept[place]  # noqa: FURB136 - vectorizes, min does not


@kernel
def _keep_four(
    kept: NDArray[np.float64], rows: FourRows, label: NDArray[np.float64], level: int
) -> None:
    """Lower the best sums by those over four ancestors at once, to touch them once."""
    row_a, row_b, row_c, row_d = rows
    a, b, c, d = label[level], label[level - 1], label[level - 2], label[level - 3]
    for place in range(len(kept)):
        one = a + row_a[place]
        two = b + row_b[place]
        three = c + row_c[place]
        four = d + row_d[place]
        left = one if one < two else two  # noqa: FURB136 - as above
        right = three if three < four else four  # noqa: FURB136 - as above
        least = left if left < right else right  # noqa: FURB136 - as above
        kept[place] = least if least < kept[place] else kept[place]  # noqa: FURB136 - as above


@kernel
def _combine(
    targets: Columns,
    sight: Sight,
    bottom: int,
    bounds: tuple[int, int],
    best: NDArray[np.float64],
) -> None:
    """Put the least sums of a source's label and each column of a block into `best`."""
    left, right = bounds
    best[:] = np.inf
    level = len(sight.label) - 1
    while level >= bottom:
        first = max(left, sight.begin[level])
        last = min(right, sight.end[level])
        if first >= last:
            break
        kept = best[first - left : last - left]
        fourth = level - FUSED + 1
        # intervals shrink on the way down, so those in between are the same, too
        if (
            fourth >= bottom
            and max(left, sight.begin[fourth]) == first
            and min(right, sight.end[fourth]) == last
        ):
            rows = (
                targets.labels[level, first:last],
                targets.labels[level - 1, first:last],
                targets.labels[level - 2, first:last],
                targets.labels[fourth, first:last],
            )
            _keep_four(kept, rows, sight.label, level)
            level = fourth - 1
        else:
            _keep(kept, targets.labels[level, first:last], sight.label[level])
            level -= 1


@kernel
def _write(
    rows: Rows,
    source: int,
    sorted_at: NDArray[np.int64],
    best: NDArray[np.float64],
    time_permille: int,
) -> None:
    """Turn packed travel into seconds and metres; quotients of doubles are exact enough.

    A quotient that is no whole number is at least 1/10,000 away from one, far more than
    it is rounded by. The row is read across, which is cheap while it lies in the nearest
    cache, and written along.
    """
    travel = np.empty(BLOCK, np.float64)
    for left in range(0, len(sorted_at), BLOCK):
        size = min(BLOCK, len(sorted_at) - left)
        for place in range(size):
            travel[place] = best[sorted_at[left + place]]
        durations = rows.durations[source, left : left + size]
        distances = rows.distances[source, left : left + size]
        reachable = rows.reachable[source, left : left + size]
        for place in range(size):
            is_reachable = travel[place] < np.inf
            packed = travel[place] if is_reachable else 0.0
            time = np.floor(packed / TIME_UNIT)
            length = packed - time * TIME_UNIT
            durations[place] = np.int32(np.ceil(time * time_permille / 10_000.0))
            distances[place] = np.int32(np.floor((length + 5.0) / 10.0))
            reachable[place] = is_reachable


@kernel
def _fill_rows(
    tree: Tree,
    edges: NDArray[np.float64],
    rows: Rows,
    targets: Columns,
    time_permille: int,
) -> None:
    """Combine the label of every source with all columns, block by block."""
    levels = targets.labels.shape[0]
    labels = np.empty((SOURCES, levels), np.float64)
    begin = np.empty((SOURCES, levels), np.int32)
    end = np.empty((SOURCES, levels), np.int32)
    best = np.empty((SOURCES, len(targets.places)), np.float64)
    for low in range(0, len(rows.nodes), SOURCES):
        high = min(low + SOURCES, len(rows.nodes))
        for source in range(low, high):
            slot = source - low
            climb(tree, edges, rows.nodes[source], rows.travel[source], labels[slot])
            _intervals(tree, targets.places, rows.nodes[source, 0], begin[slot], end[slot])
        for left in range(0, len(targets.places), BLOCK):
            right = min(left + BLOCK, len(targets.places))
            for source in range(low, high):
                slot = source - low
                sight = Sight(labels[slot], begin[slot], end[slot])
                bottom = tree.level[rows.nodes[source, 0]]
                _combine(targets, sight, bottom, (left, right), best[slot, left:right])
        for source in range(low, high):
            kept = best[source - low]
            for way in range(rows.direct_from[source], rows.direct_from[source + 1]):
                place = rows.direct_columns[way]
                kept[place] = min(kept[place], rows.direct_travel[way])
            _write(rows, source, targets.sorted_at, kept, time_permille)


def columns_of(tree: Tree, edges: NDArray[np.float64], ends: Ends) -> Columns:
    """Compute the labels of points that many others will be combined with.

    Parameters
    ----------
    tree
        Elimination tree.
    edges
        Travel along its edges: `Weights.down` for points that are gone to, `Weights.up` for
        points that are left.
    ends
        The points, l of them.

    Returns
    -------
    Columns
        For `combined`.
    """
    order = np.argsort(tree.first[ends.nodes[:, 0]], kind="stable")
    sorted_at = np.empty(len(order), np.int64)
    sorted_at[order] = np.arange(len(order))
    columns = Columns(
        labels=np.empty((tree.num_levels, len(order)), np.float64),
        places=tree.first[ends.nodes[order, 0]],
        sorted_at=sorted_at,
    )
    _fill_columns(tree, edges, ends.nodes[order], ends.travel[order], columns.labels)
    return columns


def travel_table(  # noqa: PLR0913 - by name beyond the points
    tree: Tree,
    weights: Weights,
    sources: Ends,
    targets: Ends,
    *,
    direct: Direct | None = None,
    time_permille: int = THOUSAND,
    num_threads: int = 1,
) -> Table:
    """Compute the fastest travel from every source to every target.

    Exact: the same numbers as Dijkstra's algorithm, the shortest of equally fast paths.

    Parameters
    ----------
    tree
        Elimination tree.
    weights
        Travel of its edges.
    sources, targets
        Points, k and l of them.
    direct
        Ways between points on the same arc.
    time_permille
        Thousandths of the times that are to be returned, before they are rounded.
    num_threads
        Sources are shared out over this many threads.

    Returns
    -------
    Table
        Shape ``(k, l)``.

    Raises
    ------
    ValueError
        When `time_permille` or `num_threads` is below 1.
    """
    columns = columns_of(tree, weights.down, targets)
    return combined(
        tree,
        weights.up,
        sources,
        columns,
        direct=direct,
        time_permille=time_permille,
        num_threads=num_threads,
    )


def combined(  # noqa: PLR0913 - by name beyond the points
    tree: Tree,
    edges: NDArray[np.float64],
    ends: Ends,
    columns: Columns,
    *,
    direct: Direct | None = None,
    time_permille: int = THOUSAND,
    num_threads: int = 1,
) -> Table:
    """Combine points with others whose labels are known.

    Parameters
    ----------
    tree
        Elimination tree.
    edges
        The travel along its edges that the columns were not made with: `Weights.up` gives
        travel from the points to the columns, `Weights.down` travel from the columns to them.
    ends
        The points, k of them.
    columns
        From `columns_of`, l of them.
    direct, time_permille, num_threads
        As in `travel_table`; the points are the sources.

    Returns
    -------
    Table
        Shape ``(k, l)``.

    Raises
    ------
    ValueError
        When `time_permille` or `num_threads` is below 1.
    """
    if min(time_permille, num_threads) < 1:
        msg = f"Expected time_permille, num_threads >= 1, got {time_permille}, {num_threads}."
        raise ValueError(msg)
    shape = (len(ends.nodes), len(columns.places))
    table = Table(
        durations=np.empty(shape, np.int32),
        distances=np.empty(shape, np.int32),
        reachable=np.empty(shape, np.bool_),
    )
    ways = in_rows(direct, shape[0], columns.sorted_at)

    def fill(part: slice) -> None:
        rows = _rows(ends, ways, table, part)
        _fill_rows(tree, edges, rows, columns, time_permille)

    bounds = np.linspace(0, shape[0], num_threads + 1).astype(int).tolist()
    parts = [slice(low, high) for low, high in pairwise(bounds)]
    if num_threads == 1:
        fill(parts[0])
    else:
        with ThreadPoolExecutor(num_threads) as pool:
            list(pool.map(fill, parts))
    return table


def _rows(
    sources: Ends,
    ways: tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]],
    table: Table,
    part: slice,
) -> Rows:
    begins, columns, travel = ways
    filled = table.part(part)
    return Rows(
        nodes=sources.nodes[part],
        travel=sources.travel[part],
        direct_from=begins[part.start : part.stop + 1],
        direct_columns=columns,
        direct_travel=travel,
        durations=filled.durations,
        distances=filled.distances,
        reachable=filled.reachable,
    )
