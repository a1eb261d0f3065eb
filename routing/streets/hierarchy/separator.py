"""Small vertex separators of street graphs by maximum flow.

A separator splits a set of nodes into two sides without an arc between them. The nodes
are sorted along a direction, the first and the last few become source and sink, and the
fewest nodes whose removal parts the two are found with unit vertex capacities [1]_.

References
----------
.. [1] Schild, A. and Sommer, C. (2015). On Balanced Separators in Road Networks. SEA.
   They cut edges along a direction; cutting nodes directly needs no second step.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from routing.kernel import kernel

if TYPE_CHECKING:
    from numpy.typing import NDArray

SOURCE = -1
SINK = -2
UNUSED = -3

SIDE_A = 0
SIDE_B = 1
CUT = 2


class Flow(NamedTuple):
    """Work space of the flow search over a graph of n nodes; one serves many searches.

    Every node lets one unit through. The network has two states per node ``v``: entered
    (``2 v``) and left (``2 v + 1``).

    Attributes
    ----------
    pointers, neighbors
        Undirected graph in compressed rows, int64 ``(n + 1,)`` and int32 ``(m,)``.
    inside, is_source, is_sink
        Masks, ``(n,)``: the set in question and its two ends.
    before, after
        Neighbors on the path through a node, or SOURCE, SINK, UNUSED; int32 ``(n,)``.
    reached
        Number of the last search that reached a state, int32 ``(2 n,)``.
    states, origins
        Queue of a search, int32 ``(2 n,)``: states in the order reached, and from which
        place of the queue.
    searches
        How many searches were made, int32 ``(1,)``.
    """

    pointers: NDArray[np.int64]
    neighbors: NDArray[np.int32]
    inside: NDArray[np.bool_]
    is_source: NDArray[np.bool_]
    is_sink: NDArray[np.bool_]
    before: NDArray[np.int32]
    after: NDArray[np.int32]
    reached: NDArray[np.int32]
    states: NDArray[np.int32]
    origins: NDArray[np.int32]
    searches: NDArray[np.int32]


def new_flow(pointers: NDArray[np.int64], neighbors: NDArray[np.int32]) -> Flow:
    """Make the work space for a graph.

    Parameters
    ----------
    pointers, neighbors
        Undirected graph in compressed rows, without loops.
    """
    n = len(pointers) - 1
    return Flow(
        pointers=pointers,
        neighbors=neighbors,
        inside=np.zeros(n, np.bool_),
        is_source=np.zeros(n, np.bool_),
        is_sink=np.zeros(n, np.bool_),
        before=np.full(n, UNUSED, np.int32),
        after=np.full(n, UNUSED, np.int32),
        reached=np.zeros(2 * n, np.int32),
        states=np.empty(2 * n, np.int32),
        origins=np.empty(2 * n, np.int32),
        searches=np.zeros(1, np.int32),
    )


@kernel
def _reach(flow: Flow, state: int, origin: int, count: int) -> int:
    """Put a state into the queue unless this search has it; return the queue's length."""
    if flow.reached[state] == flow.searches[0]:
        return count
    flow.reached[state] = flow.searches[0]
    flow.states[count] = state
    flow.origins[count] = origin
    return count + 1


@kernel
def _enter(flow: Flow, at: int, count: int) -> int:
    """Go on from a node that was entered: through it, or back where its unit came from."""
    state = flow.states[at]
    node = state >> 1
    if flow.before[node] == UNUSED:
        return _reach(flow, state + 1, at, count)
    if flow.before[node] >= 0:
        return _reach(flow, 2 * flow.before[node] + 1, at, count)
    return count


@kernel
def _leave(flow: Flow, at: int, count: int) -> int:
    """Go on from a node that was left: to its neighbors, or take back its own unit."""
    state = flow.states[at]
    node = state >> 1
    if flow.before[node] != UNUSED:
        count = _reach(flow, state - 1, at, count)
    for slot in range(flow.pointers[node], flow.pointers[node + 1]):
        neighbor = flow.neighbors[slot]
        if flow.inside[neighbor] and flow.after[node] != neighbor:
            count = _reach(flow, 2 * neighbor, at, count)
    return count


@kernel
def _search(flow: Flow, members: NDArray[np.int32]) -> int:
    """Breadth-first from the sources; return the place of a sink that was left, or -1."""
    flow.searches[0] += 1
    count = 0
    for node in members:
        if flow.is_source[node]:
            count = _reach(flow, 2 * node, -1, count)
    at = 0
    while at < count:
        state = flow.states[at]
        if state % 2 == 0:
            count = _enter(flow, at, count)
        elif flow.is_sink[state >> 1]:
            return at
        else:
            count = _leave(flow, at, count)
        at += 1
    return -1


@kernel
def _push(flow: Flow, at: int) -> None:
    """Send a unit along the path that ended at this place of the queue."""
    flow.after[flow.states[at] >> 1] = SINK
    while at >= 0:
        node = flow.states[at] >> 1
        entered = flow.states[at] % 2 == 0
        at = flow.origins[at]
        if at < 0:
            flow.before[node] = SOURCE
        elif entered:
            previous = flow.states[at] >> 1
            if previous == node:
                flow.before[node] = UNUSED
                flow.after[node] = UNUSED
            else:
                flow.before[node] = previous
                flow.after[previous] = node


@kernel
def cut_along(
    flow: Flow,
    ranked: NDArray[np.int32],
    num_terminals: int,
    limit: int,
    sides: NDArray[np.int8],
) -> int:
    """Find the fewest nodes that part the first nodes of a ranking from the last.

    Parameters
    ----------
    flow
        Work space; ``inside`` must mark exactly the ranked nodes.
    ranked
        The set, int32 ``(k,)``, along some direction.
    num_terminals
        How many at each end become source and sink; they may be cut as well.
    limit
        Give up when more nodes than this are needed.
    sides
        Result, int8 ``(k,)`` in the order of `ranked`: SIDE_A, SIDE_B or CUT.

    Returns
    -------
    int
        Number of nodes in the cut; more than `limit` if it gave up.
    """
    for at in range(num_terminals):
        flow.is_source[ranked[at]] = True
        flow.is_sink[ranked[len(ranked) - 1 - at]] = True
    for node in ranked:
        flow.before[node] = UNUSED
        flow.after[node] = UNUSED
    cut = 0
    at = _search(flow, ranked)
    while at >= 0 and cut <= limit:
        _push(flow, at)
        cut += 1
        at = _search(flow, ranked)
    for place in range(len(ranked)):
        node = ranked[place]
        flow.is_source[node] = False
        flow.is_sink[node] = False
        if flow.reached[2 * node + 1] == flow.searches[0]:
            sides[place] = SIDE_A
        elif flow.reached[2 * node] == flow.searches[0]:
            sides[place] = CUT
        else:
            sides[place] = SIDE_B
    return cut
