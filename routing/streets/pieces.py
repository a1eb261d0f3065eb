"""Cuts ways at their junctions and joins what is one street again: arrays in, arrays out.

A way is cut where it meets another way or itself, at barriers, at nodes with a turn
restriction, and where the extract left out points. Two pieces are joined where nothing
else meets, they are drawn in the same direction, and their tags and name are the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from routing.streets.raw import RawStreets

NONE = -1


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Pieces:
    """Stretches of ways between junctions.

    Attributes
    ----------
    points
        Index of each point among the raw nodes, one piece after the other.
    starts
        Where each piece begins in `points`, and the end of the last.
    first_ways, last_ways
        Index of the raw way at the begin and the end of each piece.
    """

    points: NDArray[np.int64]
    starts: NDArray[np.int64]
    first_ways: NDArray[np.int64]
    last_ways: NDArray[np.int64]


def cut(raw: RawStreets, way_is_used: NDArray[np.bool_], cut_nodes: NDArray[np.bool_]) -> Pieces:
    """Cut ways into pieces between junctions.

    Parameters
    ----------
    raw
        Ways and their points.
    way_is_used
        Which ways any profile may use; the others are left out.
    cut_nodes
        Raw nodes at which every way is cut.

    Returns
    -------
    Pieces
        In the order of ways; each has at least two different points.
    """
    way = np.repeat(np.arange(len(raw.way_ids)), np.diff(raw.starts))
    position = np.searchsorted(raw.node_ids, raw.refs)
    position[position == len(raw.node_ids)] = 0
    is_there = (raw.node_ids[position] == raw.refs) if len(raw.node_ids) else way < 0
    run = np.cumsum(np.concatenate(([True], (way[1:] != way[:-1]) | ~is_there[1:])))[: len(way)]
    kept = is_there & way_is_used[way]
    way, point, run = way[kept], position[kept], run[kept]
    repeats = np.concatenate(([False], (point[1:] == point[:-1]) & (run[1:] == run[:-1])))
    repeats = repeats[: len(way)]
    way, point, run = way[~repeats], point[~repeats], run[~repeats]

    # A segment joins two neighboring points of one run.
    tails = np.flatnonzero(run[1:] == run[:-1])
    uses = np.bincount(point[tails], minlength=len(raw.node_ids))
    uses += np.bincount(point[tails + 1], minlength=len(raw.node_ids))
    passes = np.bincount(point[tails[1:][tails[1:] == tails[:-1] + 1]], minlength=len(raw.node_ids))
    # An inner point of one way has two segments and is passed once; all else is a junction.
    is_junction = (uses != 2) | (passes != 1) | cut_nodes  # noqa: PLR2004 - see above
    begins = np.concatenate(
        ([True], (tails[1:] != tails[:-1] + 1) | is_junction[point[tails[1:]]])
    )[: len(tails)]
    piece = np.cumsum(begins) - 1
    num_pieces = int(piece[-1]) + 1 if len(piece) else 0
    sizes = np.bincount(piece, minlength=num_pieces) + 1
    starts = np.concatenate(([0], np.cumsum(sizes)))
    points = np.empty(int(starts[-1]), dtype=np.int64)
    points[np.arange(len(tails)) + piece] = point[tails]
    if num_pieces:
        last_tails = np.concatenate((np.flatnonzero(begins)[1:] - 1, [len(tails) - 1]))
        points[starts[1:] - 1] = point[tails[last_tails] + 1]
    ways = way[tails[begins]] if num_pieces else np.empty(0, dtype=np.int64)
    return Pieces(points=points, starts=starts, first_ways=ways, last_ways=ways)


def join(pieces: Pieces, raw: RawStreets, cut_nodes: NDArray[np.bool_]) -> Pieces:
    """Join pieces that are one street.

    Parameters
    ----------
    pieces
        What `cut` returned.
    raw
        Ways with their rules and names.
    cut_nodes
        Raw nodes at which nothing is joined.

    Returns
    -------
    Pieces
        Each ends at a junction, at a change of tags or name, or at a cut node.
    """
    heads = pieces.points[pieces.starts[:-1]]
    tails = pieces.points[pieces.starts[1:] - 1]
    num_nodes = len(raw.node_ids)
    is_between = (np.bincount(heads, minlength=num_nodes) == 1) & ~cut_nodes
    is_between &= np.bincount(tails, minlength=num_nodes) == 1
    starting = np.full(num_nodes, NONE)
    starting[heads] = np.arange(len(heads))
    follower = np.where(is_between[tails], starting[tails], NONE)
    ways, next_ways = pieces.last_ways, pieces.first_ways[follower]
    is_same = (raw.way_rules[ways] == raw.way_rules[next_ways]) & (
        raw.way_names[ways] == raw.way_names[next_ways]
    )
    follower[~is_same | (follower == np.arange(len(heads)))] = NONE
    has_leader = np.zeros(len(heads), dtype=np.bool_)
    has_leader[follower[follower != NONE]] = True
    chains = _chains(follower, has_leader)
    return _concatenate(pieces, chains)


def _chains(follower: NDArray[np.int64], has_leader: NDArray[np.bool_]) -> list[list[int]]:
    """Return the pieces of each joined street; a ring is cut at its first piece."""
    chains: list[list[int]] = []
    is_done = np.zeros(len(follower), dtype=np.bool_)
    heads_first = np.concatenate((np.flatnonzero(~has_leader), np.flatnonzero(has_leader)))
    for head in heads_first.tolist():
        if is_done[head]:
            continue
        chain, piece = [], head
        while piece != NONE and not is_done[piece]:
            is_done[piece] = True
            chain.append(piece)
            piece = int(follower[piece])
        chains.append(chain)
    return sorted(chains)


def _concatenate(pieces: Pieces, chains: list[list[int]]) -> Pieces:
    order = np.array([piece for chain in chains for piece in chain], dtype=np.int64)
    bounds = np.cumsum([0, *map(len, chains)])
    is_first = np.zeros(len(order), dtype=np.bool_)
    is_first[bounds[:-1]] = True
    # Each piece but the first of a street begins with the point that the one before ends with.
    begins = pieces.starts[order] + ~is_first
    sizes = pieces.starts[order + 1] - begins
    offsets = np.concatenate(([0], np.cumsum(sizes)))
    places = np.repeat(begins - offsets[:-1], sizes) + np.arange(offsets[-1])
    return Pieces(
        points=pieces.points[places],
        starts=offsets[bounds],
        first_ways=pieces.first_ways[order[bounds[:-1]]],
        last_ways=pieces.last_ways[order[bounds[1:] - 1]],
    )
