"""Dijkstra's algorithm without any trick, for comparing other searches with it."""

from __future__ import annotations

import heapq
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

Node = TypeVar("Node", bound="Hashable")
Travel = tuple[int, int]
"""Time and length; compares by time first."""


def fastest(
    arcs: Iterable[tuple[Node, Node, Travel]], starts: Iterable[tuple[Node, Travel]]
) -> dict[Node, Travel]:
    """Return the least travel from any of the starts to every node that can be reached."""
    leaving: dict[Node, list[tuple[Node, Travel]]] = {}
    for tail, head, travel in arcs:
        leaving.setdefault(tail, []).append((head, travel))
    found: dict[Node, Travel] = {}
    waiting = [(travel, number, node) for number, (node, travel) in enumerate(starts)]
    heapq.heapify(waiting)
    number = len(waiting)
    while waiting:
        so_far, _, node = heapq.heappop(waiting)
        if node in found:
            continue
        found[node] = so_far
        for head, travel in leaving.get(node, []):
            number += 1
            total = (so_far[0] + travel[0], so_far[1] + travel[1])
            heapq.heappush(waiting, (total, number, head))
    return found
