"""Finds the edges that turn restrictions speak of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from routing.streets.barriers import Drawing
    from routing.streets.raw import RawStreets


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Turns:
    """Turn restrictions in terms of edges; see `routing.streets.network.Network`."""

    from_edges: NDArray[np.int32]
    via_nodes: NDArray[np.int32]
    to_edges: NDArray[np.int32]
    is_only: NDArray[np.bool_]
    exempt: tuple[str, ...]


def find_turns(raw: RawStreets, drawing: Drawing) -> Turns:
    """Return each restriction once per pair of edges it applies to.

    Restrictions on ways that the extract cut off, or that no profile uses, are left out.

    Parameters
    ----------
    raw
        Restrictions by ids of ways and nodes.
    drawing
        Edges, cut at every node that restrictions mention.

    Returns
    -------
    Turns
        In the order of `raw.restrictions`.
    """
    at_end: dict[tuple[int, int], list[tuple[int, int]]] = {}
    wanted = {turn.via_node for turn in raw.restrictions}
    ids = raw.node_ids[drawing.node_points]
    for nodes, ways in (
        (drawing.edge_from, drawing.first_ways),
        (drawing.edge_to, drawing.last_ways),
    ):
        is_wanted = np.isin(ids[nodes], np.array(sorted(wanted), dtype=np.int64)) & (ways >= 0)
        for edge in np.flatnonzero(is_wanted).tolist():
            key = (int(ids[nodes[edge]]), int(raw.way_ids[ways[edge]]))
            at_end.setdefault(key, []).append((edge, int(nodes[edge])))
    # a way that goes on behind the node is not meant when a turn back into it is forbidden
    found = [
        (from_edge, node, to_edge, turn.is_only, turn.exempt)
        for turn in raw.restrictions
        for from_edge, node in at_end.get((turn.via_node, turn.from_way), [])
        for to_edge, _ in at_end.get((turn.via_node, turn.to_way), [])
        if turn.from_way != turn.to_way or turn.is_only or from_edge == to_edge
    ]
    return Turns(
        from_edges=np.array([turn[0] for turn in found], dtype=np.int32),
        via_nodes=np.array([turn[1] for turn in found], dtype=np.int32),
        to_edges=np.array([turn[2] for turn in found], dtype=np.int32),
        is_only=np.array([turn[3] for turn in found], dtype=np.bool_),
        exempt=tuple(turn[4] for turn in found),
    )
