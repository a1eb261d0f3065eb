"""Which vehicles are interchangeable: an unused one of each group is enough to try."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from routing.problem import Problem


def groups_of(problem: Problem, pair: NDArray[np.int64]) -> NDArray[np.int64]:
    """Give one number to all vehicles that differ in nothing but their id.

    Parameters
    ----------
    problem
        Holds the vehicles.
    pair
        As in `routing.solvers.ruin_recreate.arrays.Arrays`.
    """
    numbers: dict[object, int] = {}
    groups = np.zeros(len(problem.vehicles), np.int64)
    for index, vehicle in enumerate(problem.vehicles):
        bounds = tuple(replace(b, vehicle=0) for b in problem.soft_bounds if b.vehicle == index)
        nameless = replace(vehicle, id="", skills=frozenset())
        key = (nameless, bounds, pair[:, index].tobytes())
        groups[index] = numbers.setdefault(key, len(numbers))
    return groups
