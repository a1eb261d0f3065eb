"""Which turns a profile may not make, and where turning round costs time.

OpenStreetMap's restrictions hold for vehicles, bicycles among them, unless they name an
exemption; people on foot turn as they like. A turn back into the same street is free at
dead ends, and elsewhere it takes time. That matters only near a restriction: far from
one, no fastest path turns round.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from routing.streets.network import CLOSED
from routing.streets.profiles import Profile

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    from routing.streets.network import Network

EXEMPT_WORDS = {
    Profile.FOOT: frozenset(("foot",)),
    Profile.BIKE: frozenset(("bicycle", "vehicle")),
    Profile.CARGO_BIKE: frozenset(("bicycle", "vehicle")),
    Profile.E_VAN: frozenset(("motorcar", "motor_vehicle", "vehicle", "delivery", "goods")),
}
"""Values of the tag ``except`` that spare a profile."""

TURNING_ROUND = {Profile.FOOT: 0, Profile.BIKE: 50, Profile.CARGO_BIKE: 100, Profile.E_VAN: 200}
"""Tenths of a second to turn round in the street; our own estimates."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class HalfEdges:
    """Edges by direction: number ``h`` is edge ``h % E``, used forward if ``h < E``.

    Attributes
    ----------
    num_edges
        Number of edges E.
    tails, heads
        Nodes that each half edge leads from and to, shape ``(2 E,)``.
    times
        Tenths of a second, -1 where closed, shape ``(2 E,)``.
    arriving, leaving
        Open half edges that end and begin at each node.
    """

    num_edges: int
    tails: NDArray[np.int32]
    heads: NDArray[np.int32]
    times: NDArray[np.int32]
    arriving: Mapping[int, list[int]]
    leaving: Mapping[int, list[int]]

    def back(self, half: int) -> int:
        """Return the same edge in the other direction."""
        return (half + self.num_edges) % (2 * self.num_edges)


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnRules:
    """Turns at the nodes where turns matter.

    Attributes
    ----------
    nodes
        Nodes at which turns have to be told apart, rising.
    turns
        Allowed turns there: half edge that arrives, half edge that leaves, tenths of a
        second.
    """

    nodes: tuple[int, ...]
    turns: tuple[tuple[int, int, int], ...]


def half_edges(network: Network, profile: Profile) -> HalfEdges:
    """List the half edges of a profile.

    Parameters
    ----------
    network
        Streets of a city.
    profile
        Who moves.

    Returns
    -------
    HalfEdges
        Closed outside the profile's main part.
    """
    main = network.is_main[profile.row]
    inside = main[network.edge_from] & main[network.edge_to]
    times = np.where(inside, network.durations[profile.row], CLOSED).ravel()
    tails = np.concatenate((network.edge_from, network.edge_to))
    heads = np.concatenate((network.edge_to, network.edge_from))
    arriving: dict[int, list[int]] = {}
    leaving: dict[int, list[int]] = {}
    near = _near_restrictions(network, heads, times, profile)
    is_open = times != CLOSED
    for half in np.flatnonzero(is_open & near[heads]).tolist():
        arriving.setdefault(int(heads[half]), []).append(half)
    for half in np.flatnonzero(is_open & near[tails]).tolist():
        leaving.setdefault(int(tails[half]), []).append(half)
    return HalfEdges(
        num_edges=network.num_edges,
        tails=tails,
        heads=heads,
        times=times,
        arriving=arriving,
        leaving=leaving,
    )


def turn_rules(network: Network, halves: HalfEdges, profile: Profile) -> TurnRules:
    """Find the nodes at which a profile's turns have to be told apart.

    These are the nodes with a restriction, and those so near behind one that turning
    round there might beat it: within half the time that turning round takes. Farther
    away the way there and back alone costs as much.

    Parameters
    ----------
    network
        Streets of a city.
    halves
        The profile's half edges.
    profile
        Who moves.

    Returns
    -------
    TurnRules
        Empty where no restriction applies to the profile.
    """
    forbidden = _forbidden(network, halves, profile)
    cost = TURNING_ROUND[profile]
    nodes = {int(halves.heads[arriving]) for arriving, _ in forbidden}
    nodes |= _near(halves, nodes, cost // 2)
    turns = [
        (half, onward, cost if is_back and len(halves.leaving[node]) > 1 else 0)
        for node in sorted(nodes)
        for half in halves.arriving.get(node, [])
        for onward in halves.leaving.get(node, [])
        for is_back in (onward == halves.back(half),)
        if (half, onward) not in forbidden
    ]
    return TurnRules(nodes=tuple(sorted(nodes)), turns=tuple(turns))


def _applies(exempt: str, profile: Profile) -> bool:
    """Return whether a restriction with these exemptions holds for a profile."""
    words = {word.strip() for word in exempt.split(";")}
    return profile is not Profile.FOOT and not words & EXEMPT_WORDS[profile]


def _near_restrictions(
    network: Network, heads: NDArray[np.int32], times: NDArray[np.int32], profile: Profile
) -> NDArray[np.bool_]:
    """Mark a generous surrounding of the restrictions, so that little has to be listed."""
    applies = np.array([_applies(exempt, profile) for exempt in network.turn_exempt], np.bool_)
    near = np.zeros(network.num_nodes, np.bool_)
    near[network.turn_via[applies]] = True
    tails = np.roll(heads, network.num_edges)
    is_short = (times != CLOSED) & (times <= TURNING_ROUND[profile] // 2)
    while near.any():
        reached = near.copy()
        reached[heads[is_short & near[tails]]] = True
        if np.array_equal(reached, near):
            break
        near = reached
    return near


def _forbidden(network: Network, halves: HalfEdges, profile: Profile) -> set[tuple[int, int]]:
    """Return the pairs of half edges that may not follow each other."""
    found: set[tuple[int, int]] = set()
    allowed: dict[int, set[int]] = {}
    for number, exempt in enumerate(network.turn_exempt):
        if not _applies(exempt, profile):
            continue
        pairs = list(_pairs(network, halves, number))
        if not network.turn_is_only[number]:
            found.update(pairs)
            continue
        for arriving, leaving in pairs:
            allowed.setdefault(arriving, set()).add(leaving)
    for arriving, kept in allowed.items():
        others = halves.leaving[int(halves.heads[arriving])]
        found.update((arriving, other) for other in others if other not in kept)
    return found


def _pairs(network: Network, halves: HalfEdges, number: int) -> Iterator[tuple[int, int]]:
    """Yield the open half edges that a restriction speaks of."""
    via, num_edges = int(network.turn_via[number]), halves.num_edges
    for arriving in halves.arriving.get(via, []):
        if arriving % num_edges == network.turn_from[number]:
            for leaving in halves.leaving.get(via, []):
                if leaving % num_edges == network.turn_to[number]:
                    yield arriving, leaving


def _near(halves: HalfEdges, nodes: set[int], most: int) -> set[int]:
    """Return the nodes within a time of some others at which one could turn round."""
    found: dict[int, int] = {}
    waiting = [(0, node) for node in sorted(nodes)]
    while waiting:
        time, node = heapq.heappop(waiting)
        if node in found:
            continue
        found[node] = time
        for half in halves.leaving.get(node, []):
            if time + halves.times[half] <= most:
                heapq.heappush(waiting, (time + int(halves.times[half]), int(halves.heads[half])))
    return {node for node in found if node in nodes or len(halves.leaving.get(node, [])) > 1}
