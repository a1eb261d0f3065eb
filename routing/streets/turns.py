"""Finds the edges that turn restrictions speak of."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from routing.streets.barriers import Drawing
    from routing.streets.raw import RawStreets, Restriction


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Turns:
    """Turn restrictions in terms of edges; see `routing.streets.network.Network`."""

    from_edges: NDArray[np.int32]
    via_nodes: NDArray[np.int32]
    over: NDArray[np.int32]
    over_from: NDArray[np.int64]
    to_edges: NDArray[np.int32]
    is_only: NDArray[np.bool_]
    exempt: tuple[str, ...]
    modes: tuple[str, ...]


class _Walk(NamedTuple):
    """Edges of a restriction, and the node at the end of the first."""

    first: int
    via: int
    over: tuple[int, ...]
    last: int


def nodes_to_cut(raw: RawStreets) -> set[int]:
    """Return the ids of the nodes at which restrictions need the streets to be cut.

    Parameters
    ----------
    raw
        Ways and restrictions.

    Returns
    -------
    set of int
        Nodes that restrictions name, and both ends of the ways that they lead over.
    """
    nodes = {turn.via_node for turn in raw.restrictions if turn.via_node is not None}
    over = {way for turn in raw.restrictions for way in turn.via_ways}
    ways = np.flatnonzero(np.isin(raw.way_ids, np.array(sorted(over), dtype=np.int64)))
    ways = ways[raw.starts[ways] < raw.starts[ways + 1]]
    ends = raw.refs[raw.starts[ways]], raw.refs[raw.starts[ways + 1] - 1]
    return nodes.union(*(end.tolist() for end in ends))


def find_turns(raw: RawStreets, drawing: Drawing) -> Turns:
    """Return each restriction once per sequence of edges it applies to.

    Restrictions on ways that the extract cut off, or that no profile uses, are left out.

    Parameters
    ----------
    raw
        Restrictions by ids of ways and nodes.
    drawing
        Edges, cut at every node that `nodes_to_cut` names.

    Returns
    -------
    Turns
        In the order of `raw.restrictions`.
    """
    ends = _Ends(raw, drawing)
    found = [(walk, turn) for turn in raw.restrictions for walk in ends.walks(turn)]
    walks = [walk for walk, _ in found]
    sizes = [len(walk.over) for walk in walks]
    return Turns(
        from_edges=np.array([walk.first for walk in walks], dtype=np.int32),
        via_nodes=np.array([walk.via for walk in walks], dtype=np.int32),
        over=np.array([*chain.from_iterable(walk.over for walk in walks)], dtype=np.int32),
        over_from=np.concatenate(([0], np.cumsum(sizes))).astype(np.int64),
        to_edges=np.array([walk.last for walk in walks], dtype=np.int32),
        is_only=np.array([turn.is_only for _, turn in found], dtype=np.bool_),
        exempt=tuple(turn.exempt for _, turn in found),
        modes=tuple(turn.mode for _, turn in found),
    )


class _Ends:
    """Where the edges of the ways that restrictions name begin and end.

    Parameters
    ----------
    raw, drawing
        As for `find_turns`.
    """

    def __init__(self, raw: RawStreets, drawing: Drawing) -> None:
        self._ids = raw.node_ids[drawing.node_points]
        self._edges: dict[tuple[int, int], list[int]] = {}
        self._nodes: dict[int, list[int]] = {}
        self._nodes_of_id: dict[int, list[int]] = {}
        self._far = (drawing.edge_from, drawing.edge_to)
        wanted = {
            way for turn in raw.restrictions for way in (turn.from_way, turn.to_way, *turn.via_ways)
        }
        is_wanted = np.isin(raw.way_ids, np.array(sorted(wanted), dtype=np.int64))
        for nodes, ways in (
            (drawing.edge_from, drawing.first_ways),
            (drawing.edge_to, drawing.last_ways),
        ):
            for edge in np.flatnonzero(is_wanted[ways] & (ways >= 0)).tolist():
                self._add(edge, int(nodes[edge]), int(raw.way_ids[ways[edge]]))

    def walks(self, turn: Restriction) -> Iterator[_Walk]:
        """Yield the sequences of edges that a restriction speaks of."""
        if turn.via_node is None:
            yield from self._over_ways(turn)
            return
        for node in self._nodes_of_id.get(turn.via_node, []):
            for first in self._at(node, turn.from_way):
                for last in self._at(node, turn.to_way):
                    # a way that goes on behind the node is not meant when a turn back is forbidden
                    if turn.from_way != turn.to_way or turn.is_only or first == last:
                        yield _Walk(first, node, (), last)

    def _over_ways(self, turn: Restriction) -> Iterator[_Walk]:
        """Yield the ways through a restriction that use every way it leads over."""
        if {turn.from_way, turn.to_way} & set(turn.via_ways):
            return
        begins = {node for way in turn.via_ways for node in self._nodes.get(way, [])}
        for via in sorted(begins):
            for first in self._at(via, turn.from_way):
                for over, node in self._onward(turn.via_ways, via, (), (via,)):
                    for last in self._at(node, turn.to_way):
                        yield _Walk(first, via, over, last)

    def _onward(
        self, ways: tuple[int, ...], node: int, over: tuple[int, ...], met: tuple[int, ...]
    ) -> Iterator[tuple[tuple[int, ...], int]]:
        """Yield edges that lead over all of some ways, with the node where they end."""
        for way in ways:
            for edge in self._at(node, way):
                far = next((int(e[edge]) for e in self._far if e[edge] != node), node)
                if edge in over or far in met:
                    continue
                further = (*over, edge)
                if all(set(further) & self._all_edges(other) for other in ways):
                    yield further, far
                yield from self._onward(ways, far, further, (*met, far))

    def _add(self, edge: int, node: int, way: int) -> None:
        for numbers, number in (
            (self._edges.setdefault((node, way), []), edge),
            (self._nodes.setdefault(way, []), node),
            (self._nodes_of_id.setdefault(int(self._ids[node]), []), node),
        ):
            if number not in numbers:
                numbers.append(number)

    def _at(self, node: int, way: int) -> list[int]:
        return self._edges.get((node, way), [])

    def _all_edges(self, way: int) -> set[int]:
        return {edge for node in self._nodes.get(way, []) for edge in self._at(node, way)}
