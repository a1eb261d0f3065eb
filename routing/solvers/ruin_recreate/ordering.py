"""Pinned orders of stops as demands between codes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from routing.solution import StopKind

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from routing.problem import Problem
    from routing.rules.sequences import SequencePin

COLUMNS = 4
"""Columns of `Arrays.bound`."""


def orders_of(problem: Problem) -> tuple[NDArray[np.int64], dict[int, tuple[int, int]]]:
    """Lay out the sequences of a problem.

    Returns
    -------
    tuple[NDArray[np.int64], dict[int, tuple[int, int]]]
        The first rows of `Arrays.bound`; for vehicles with sequences the rows of their prefix.
    """
    if not problem.sequences:
        return np.zeros((0, COLUMNS), np.int64), {}
    demands: list[list[tuple[int, int]]] = [[] for _ in range(2 * len(problem.shipments))]
    for one in problem.sequences:
        codes = codes_in(one)
        for place, code in enumerate(codes):
            demands[code] += [(other, 1) for other in codes[:place]]
            demands[code] += [(other, 0) for other in codes[place + 1 :]]
    index: list[tuple[int, int]] = []
    rows: list[tuple[int, int]] = []
    for mine in demands:
        first = len(demands) + len(rows)
        rows += mine
        index.append((first, first + len(mine)))
    prefixes = {one.vehicle: (0, 0) for one in problem.sequences}
    for one in problem.sequences:
        if one.is_prefix:
            first = len(demands) + len(rows)
            rows += [(code, 1) for code in codes_in(one)]
            prefixes[one.vehicle] = first, first + len(one.stops)
    table = np.zeros((len(index) + len(rows), COLUMNS), np.int64)
    table[:, :2] = [*index, *rows]
    return table, prefixes


def codes_in(one: SequencePin) -> list[int]:
    """Return the codes of the stops of a sequence."""
    return [2 * stop.index + (stop.kind is StopKind.DELIVERY) for stop in one.stops]
