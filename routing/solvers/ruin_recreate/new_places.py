"""Travel from and to places that the matrices of a problem do not have.

Two are those of a shipment that somebody asks about; two more belong to each shipment that
is kept on the routes although nobody has ordered it yet.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from routing.solvers.ruin_recreate.arrays import (
    COST,
    COST_BACK,
    FOREVER,
    PLACE,
    SECONDS,
    SECONDS_BACK,
    WINDOW_FROM,
    WINDOW_TO,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from routing.problem import Problem
    from routing.solvers.ruin_recreate.arrays import Arrays

PLACES = 2
"""New places: of a pickup and of a delivery."""


@dataclass(frozen=True, slots=True, eq=False)
class NewTravel:
    """Travel between two new places and the ``n`` places that are known.

    Known are those of the matrix, then two per shipment that can be kept.

    Attributes
    ----------
    seconds_from, metres_from
        From each new place to all places and then to both new ones, shape ``(2, n + 2)``.
    seconds_to, metres_to
        From all places to each new place, shape ``(n, 2)``.
    is_reached_from, is_reached_to
        Masks of the same shapes: where false there is no path.
    """

    seconds_from: NDArray[np.int32]
    metres_from: NDArray[np.int32]
    is_reached_from: NDArray[np.bool_]
    seconds_to: NDArray[np.int32]
    metres_to: NDArray[np.int32]
    is_reached_to: NDArray[np.bool_]


def widened(arrays: Arrays, room: int = 0) -> Arrays:
    """Return arrays with more places, after nowhere, and no travel to them yet.

    Parameters
    ----------
    arrays
        Of a problem.
    room
        How many shipments can be kept.
    """
    more = (0, PLACES * (room + 1))
    return arrays._replace(
        legs=np.pad(arrays.legs, ((0, 0), more, more, (0, 0))),
        metres=np.pad(arrays.metres, ((0, 0), more, more)),
    )


def with_travel(
    arrays: Arrays, problem: Problem, travel: Sequence[NewTravel], room: int = 0
) -> None:
    """Write travel of the two places that somebody asks about into widened arrays.

    Raises
    ------
    ValueError
        When there is not one travel per matrix, or its shapes do not fit.
    """
    nowhere = problem.matrices[0].num_locations
    size = nowhere + PLACES * room
    known = [*range(nowhere), *range(nowhere + 1, size + 1 + PLACES)]
    if len(travel) != len(problem.matrices):
        msg = f"Expected travel for {len(problem.matrices)} matrices, got {len(travel)}."
        raise ValueError(msg)
    for one in travel:
        _check_shapes(one, size)
    for matrix, one in enumerate(travel):
        for place in range(PLACES):
            arrays.metres[matrix, size + 1 + place, known] = one.metres_from[place]
            arrays.metres[matrix, known[:size], size + 1 + place] = one.metres_to[:, place]
    kinds = dict.fromkeys((v.matrix, v.cost_per_second, v.cost_per_metre) for v in problem.vehicles)
    for kind, (matrix, per_second, per_metre) in enumerate(kinds):
        _fill_in(arrays.legs[kind], travel[matrix], (per_second, per_metre), known)


def keep_shipment(arrays: Arrays, asked: int, kept: int) -> None:
    """Copy all of a shipment but its travel to another index, which has as many windows."""
    for end in range(2):
        here, there = arrays.stop[2 * asked + end], arrays.stop[2 * kept + end]
        first, before = there[WINDOW_FROM], here[WINDOW_FROM]
        number = here[WINDOW_TO] - before
        arrays.window[first : first + number] = arrays.window[before : before + number]
        there[:] = here
        there[[WINDOW_FROM, WINDOW_TO]] = first, first + number
    arrays.shipment[kept] = arrays.shipment[asked]
    arrays.pair[kept] = arrays.pair[asked]


def keep_places(arrays: Arrays, shipment: int, asked: int, kept: int) -> None:
    """Copy travel of the two places that somebody asked about, and move a shipment there.

    Parameters
    ----------
    arrays
        Widened, with the travel of `asked`.
    shipment
        Which is to be there.
    asked, kept
        The first of the two places, before and after.
    """
    here, there = slice(asked, asked + PLACES), slice(kept, kept + PLACES)
    for table in (arrays.legs, arrays.metres):
        among = table[:, here, here].copy()
        table[:, there] = table[:, here]
        table[:, :, there] = table[:, :, here]
        table[:, there, there] = among
    ends = arrays.stop[2 * shipment : 2 * shipment + 2, PLACE]
    ends[ends >= asked] -= asked - kept


def _check_shapes(one: NewTravel, size: int) -> None:
    shapes = {one.seconds_from.shape, one.metres_from.shape, one.is_reached_from.shape}
    shapes_to = {one.seconds_to.shape, one.metres_to.shape, one.is_reached_to.shape}
    if shapes != {(PLACES, size + PLACES)} or shapes_to != {(size, PLACES)}:
        wanted = f"(2, {size + PLACES}) and ({size}, 2)"
        msg = f"Expected shapes {wanted}, got {shapes} and {shapes_to}."
        raise ValueError(msg)


def _fill_in(
    legs: NDArray[np.int64], one: NewTravel, prices: tuple[int, int], known: list[int]
) -> None:
    """Write the rows and columns of the new places of one kind of travel."""
    size = len(one.seconds_to)
    reached = one.is_reached_from.copy()
    reached[range(PLACES), range(size, size + PLACES)] = True
    seconds = np.where(reached, one.seconds_from.astype(np.int64), FOREVER)
    cost = _cost(one.seconds_from, one.metres_from, prices)
    seconds_to = np.where(one.is_reached_to, one.seconds_to.astype(np.int64), FOREVER)
    cost_to = _cost(one.seconds_to, one.metres_to, prices)
    new = range(size + 1, size + 1 + PLACES)
    for place in range(PLACES):
        row = legs[new[place]]
        row[known, SECONDS], row[known, COST] = seconds[place], cost[place]
        row[known[:size], SECONDS_BACK] = seconds_to[:, place]
        row[known[:size], COST_BACK] = cost_to[:, place]
        row[new, SECONDS_BACK] = seconds[:, size + place]
        row[new, COST_BACK] = cost[:, size + place]
    for place in range(PLACES):
        legs[:, new[place], [SECONDS, COST]] = legs[new[place]][:, [SECONDS_BACK, COST_BACK]]
        legs[:, new[place], [SECONDS_BACK, COST_BACK]] = legs[new[place]][:, [SECONDS, COST]]


def _cost(
    seconds: NDArray[np.int32], metres: NDArray[np.int32], prices: tuple[int, int]
) -> NDArray[np.int64]:
    return seconds.astype(np.int64) * prices[0] + metres.astype(np.int64) * prices[1]
