"""Travel of one kind of vehicle as nested lists, which plain Python reads fastest.

A row and column is added for *nowhere*, the open start or end of a route, from and to which
travel costs nothing. Legs without a path take forever, so that no window allows them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from routing.model import Vehicle
    from routing.problem import Problem
    from routing.times import Place

FOREVER = 10**12
"""Seconds of a leg that does not exist."""


@dataclass(frozen=True, slots=True, eq=False)
class Legs:
    """Travel between some locations.

    Attributes
    ----------
    seconds, cost
        Row = from, column = to; the last row and column are nowhere.
    row
        Row of each location; nowhere is the row of ``None``.
    places
        Stops laid out so far; filled by `routing.track`.
    """

    seconds: list[list[int]]
    cost: list[list[int]]
    row: dict[int | None, int]
    places: dict[tuple[int, bool], Place] = field(default_factory=dict)


def legs_of(problem: Problem, vehicle: Vehicle, locations: Sequence[int] | None = None) -> Legs:
    """Collect the legs of a vehicle between some locations, or all.

    Parameters
    ----------
    problem
        Holds the matrices.
    vehicle
        Says which matrix, and what a second and a metre cost.
    locations
        Distinct locations; ``None``: all.
    """
    matrix = problem.matrices[vehicle.matrix]
    if locations is None:
        locations = range(matrix.num_locations)
        seconds, metres, reachable = matrix.durations, matrix.distances, matrix.reachable
    else:
        grid = np.ix_(locations, locations)
        seconds, metres, reachable = (
            matrix.durations[grid],
            matrix.distances[grid],
            matrix.reachable[grid],
        )
    there = seconds.astype(np.int64)
    cost = there * vehicle.cost_per_second + metres.astype(np.int64) * vehicle.cost_per_metre
    there = np.where(reachable | np.eye(len(there), dtype=bool), there, FOREVER)
    row: dict[int | None, int] = {location: place for place, location in enumerate(locations)}
    row[None] = len(locations)
    return Legs(
        seconds=np.pad(there, (0, 1)).tolist(),
        cost=np.pad(cost, (0, 1)).tolist(),
        row=row,
    )
