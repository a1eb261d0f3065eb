"""Gives barriers two sides, so that one profile may pass where another has to turn round."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from routing.streets.pieces import Pieces
    from routing.streets.raw import RawStreets

NO_WAY = -1


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Drawing:
    """Pieces as edges between numbered nodes; the last ``B`` of ``E`` edges are barriers.

    Attributes
    ----------
    node_points
        Raw node of each node, shape ``(N,)``.
    edge_from, edge_to
        Nodes at the ends of each edge, shape ``(E,)``, int32.
    points, starts
        Raw nodes along the edges, and where each edge begins among them.
    first_ways, last_ways
        Raw ways at the ends of each edge; -1 for barriers.
    barrier_rules
        Combination of tags of each barrier, shape ``(B,)``.
    """

    node_points: NDArray[np.int64]
    edge_from: NDArray[np.int32]
    edge_to: NDArray[np.int32]
    points: NDArray[np.int64]
    starts: NDArray[np.int64]
    first_ways: NDArray[np.int64]
    last_ways: NDArray[np.int64]
    barrier_rules: NDArray[np.int64]


def insert_barriers(pieces: Pieces, raw: RawStreets, rules: Mapping[int, int]) -> Drawing:
    """Part the streets that meet at a barrier by an edge each, and number all nodes.

    The first street at a barrier keeps its node; each further one ends at a node of its
    own that an edge without length joins to the first.

    Parameters
    ----------
    pieces
        Stretches of street, cut at all barriers.
    raw
        Where they come from.
    rules
        Combination of tags of each barrier by the id of its node.

    Returns
    -------
    Drawing
        Barrier edges come last, in the order of the streets they part.
    """
    first, last = pieces.points[pieces.starts[:-1]], pieces.points[pieces.starts[1:] - 1]
    ends = np.concatenate((first, last))
    node_points, nodes = np.unique(ends, return_inverse=True)
    num_pieces = len(pieces.starts) - 1
    ids = raw.node_ids[ends]
    at_barrier = np.flatnonzero(np.isin(ids, np.array(list(rules), dtype=np.int64)))
    copies: list[tuple[int, int]] = []
    numbers: list[int] = []
    seen: set[int] = set()
    for end in at_barrier.tolist():
        node = int(nodes[end])
        if node not in seen:
            seen.add(node)
            continue
        copy = len(node_points) + len(copies)
        copies.append((node, copy))
        numbers.append(rules[int(ids[end])])
        nodes[end] = copy
    copied = np.array(copies, dtype=np.int64).reshape(-1, 2)
    barrier_points = np.repeat(node_points[copied[:, 0]], 2)
    more_starts = pieces.starts[-1] + 2 * np.arange(1, len(copies) + 1)
    no_ways = np.full(len(copies), NO_WAY)
    return Drawing(
        node_points=np.concatenate((node_points, node_points[copied[:, 0]])),
        edge_from=np.concatenate((nodes[:num_pieces], copied[:, 0])).astype(np.int32),
        edge_to=np.concatenate((nodes[num_pieces:], copied[:, 1])).astype(np.int32),
        points=np.concatenate((pieces.points, barrier_points)),
        starts=np.concatenate((pieces.starts, more_starts)),
        first_ways=np.concatenate((pieces.first_ways, no_ways)),
        last_ways=np.concatenate((pieces.last_ways, no_ways)),
        barrier_rules=np.array(numbers, dtype=np.int64),
    )
