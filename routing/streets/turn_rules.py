"""Which turns a profile may not make, and where turning round costs time.

OpenStreetMap's restrictions hold for vehicles, bicycles among them, unless they name an
exemption or the one mode that they hold for; people on foot turn as they like elsewhere.
A turn back into the same street is free at dead ends, and elsewhere it takes time. That
matters only near a restriction: far from one, no fastest path turns round.

A restriction over other streets forbids a sequence of more than two half edges. Whoever
has come along the begin of one uses copies of its half edges, so that the copy knows what
may follow: an automaton that finds any of several words [1]_, spread out over the few
streets concerned.

References
----------
.. [1] Aho, A. V. and Corasick, M. J. (1975). Efficient string matching: an aid to
   bibliographic search. Communications of the ACM.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from routing.streets.network import CLOSED
from routing.streets.profiles import Profile

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from routing.streets.network import Network

    Word = tuple[int, ...]

MODES_OF = {
    Profile.FOOT: frozenset(("foot",)),
    Profile.BIKE: frozenset(("bicycle", "vehicle")),
    Profile.CARGO_BIKE: frozenset(("bicycle", "vehicle")),
    Profile.E_VAN: frozenset(("motorcar", "motor_vehicle", "vehicle", "delivery", "goods")),
}
"""What a profile is called in ``except`` and in ``restriction:<mode>``."""

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
    copies
        Half edges used by those who have come along the begin of a restriction over other
        streets; copy ``c`` has the number ``2 E + c`` among the half edges.
    turns
        Allowed turns there: half edge that arrives, half edge that leaves, tenths of a
        second.
    """

    nodes: tuple[int, ...]
    copies: tuple[int, ...]
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
    nodes = {int(halves.heads[half]) for word in forbidden for half in word[:-1]}
    nodes |= _near(halves, nodes, cost // 2)
    begins = sorted({word[:size] for word in forbidden for size in range(2, len(word))})
    numbers = {begin: len(halves.tails) + copy for copy, begin in enumerate(begins)}
    arriving: dict[int, list[Word]] = {
        node: [(half,) for half in halves.arriving.get(node, [])] for node in sorted(nodes)
    }
    for begin in begins:
        arriving[int(halves.heads[begin[-1]])].append(begin)
    turns = [
        (
            numbers.get(begin, begin[-1]),
            next((numbers[end] for end in ends if end in numbers), onward),
            cost if onward == halves.back(begin[-1]) and len(halves.leaving[node]) > 1 else 0,
        )
        for node, begins_here in arriving.items()
        for begin in begins_here
        for onward in halves.leaving.get(node, [])
        for ends in (_ends((*begin, onward)),)
        if not any(end in forbidden for end in ends)
    ]
    return TurnRules(
        nodes=tuple(sorted(nodes)),
        copies=tuple(begin[-1] for begin in begins),
        turns=tuple(turns),
    )


def applies(mode: str, exempt: str, profile: Profile) -> bool:
    """Return whether a restriction holds for a profile.

    Parameters
    ----------
    mode
        The one mode it is for; empty: all vehicles.
    exempt
        Modes that it spares, with semicolons between them.
    profile
        Who moves.
    """
    if {word.strip() for word in exempt.split(";")} & MODES_OF[profile]:
        return False
    return mode in MODES_OF[profile] if mode else profile is not Profile.FOOT


def _applying(network: Network, profile: Profile) -> list[int]:
    """Return the numbers of the restrictions that hold for a profile."""
    texts = zip(network.turn_modes, network.turn_exempt, strict=True)
    return [number for number, text in enumerate(texts) if applies(*text, profile)]


def _ends(word: Word) -> list[Word]:
    """Return the ends of a word of at least two half edges, the longest first."""
    return [word[begin:] for begin in range(len(word) - 1)]


def _near_restrictions(
    network: Network, heads: NDArray[np.int32], times: NDArray[np.int32], profile: Profile
) -> NDArray[np.bool_]:
    """Mark a generous surrounding of the restrictions, so that little has to be listed."""
    near = np.zeros(network.num_nodes, np.bool_)
    for number in _applying(network, profile):
        over = network.over(number)
        near[[network.turn_via[number], *network.edge_from[over], *network.edge_to[over]]] = True
    tails = np.roll(heads, network.num_edges)
    is_short = (times != CLOSED) & (times <= TURNING_ROUND[profile] // 2)
    while near.any():
        reached = near.copy()
        reached[heads[is_short & near[tails]]] = True
        if np.array_equal(reached, near):
            break
        near = reached
    return near


def _forbidden(network: Network, halves: HalfEdges, profile: Profile) -> set[Word]:
    """Return the half edges that may not follow each other, two or more in a row."""
    found: set[Word] = set()
    allowed: dict[Word, set[int]] = {}
    for number in _applying(network, profile):
        words = _words(network, halves, number)
        if not network.turn_is_only[number]:
            found.update(words)
            continue
        for word in words:
            for size in range(1, len(word)):
                allowed.setdefault(word[:size], set()).add(word[size])
    for begin, kept in allowed.items():
        others = halves.leaving[int(halves.heads[begin[-1]])]
        found.update((*begin, other) for other in others if other not in kept)
    return found


def _words(network: Network, halves: HalfEdges, number: int) -> list[Word]:
    """Return the sequences of open half edges that a restriction speaks of."""
    via, first = int(network.turn_via[number]), int(network.turn_from[number])
    arriving = halves.arriving.get(via, [])
    words: list[Word] = [(half,) for half in arriving if half % halves.num_edges == first]
    for edge in (*network.over(number).tolist(), int(network.turn_to[number])):
        words = [
            (*word, half)
            for word in words
            for half in halves.leaving.get(int(halves.heads[word[-1]]), [])
            if half % halves.num_edges == edge
        ]
    return words


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
