"""Travel from and to places that the matrices of a problem do not have.

Two are those of a shipment that somebody asks about; two more belong to each shipment that
is kept on the routes although nobody has ordered it yet.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from routing.kernel import bare_kernel
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
    if len(travel) != len(problem.matrices):
        msg = f"Expected travel for {len(problem.matrices)} matrices, got {len(travel)}."
        raise ValueError(msg)
    for one in travel:
        _check_shapes(one, size)
    for matrix, one in enumerate(travel):
        _write_metres(arrays.metres[matrix], one.metres_from, one.metres_to, nowhere)
    kinds = dict.fromkeys((v.matrix, v.cost_per_second, v.cost_per_metre) for v in problem.vehicles)
    for kind, (matrix, per_second, per_metre) in enumerate(kinds):
        one, legs, prices = travel[matrix], arrays.legs[kind], (per_second, per_metre)
        _write_onward(legs, one.seconds_from, one.metres_from, one.is_reached_from, prices, nowhere)
        _write_back(legs, one.seconds_to, one.metres_to, one.is_reached_to, prices, nowhere)


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


@bare_kernel
def _write_metres(
    metres: NDArray[np.int32],
    onward: NDArray[np.int32],
    back: NDArray[np.int32],
    nowhere: int,
) -> None:
    """Write the rows and columns of the new places of one matrix."""
    size = len(back)
    for place in range(PLACES):
        new = size + 1 + place
        for other in range(size + PLACES):
            metres[new, other + (other >= nowhere)] = onward[place, other]
        for other in range(size):
            metres[other + (other >= nowhere), new] = back[other, place]


@bare_kernel
def _write_onward(  # noqa: PLR0913, PLR0917 - kernels know no keywords
    legs: NDArray[np.int64],
    seconds: NDArray[np.int32],
    metres: NDArray[np.int32],
    is_reached: NDArray[np.bool_],
    prices: tuple[int, int],
    nowhere: int,
) -> None:
    """Write legs of one kind from the new places to all, from either end."""
    size = seconds.shape[1] - PLACES
    for other in range(size + PLACES):
        there = other + (other >= nowhere)
        for place in range(PLACES):
            new = size + 1 + place
            is_there = is_reached[place, other] or there == new
            ride = np.int64(seconds[place, other]) if is_there else FOREVER
            cost = seconds[place, other] * prices[0] + metres[place, other] * prices[1]
            legs[new, there, SECONDS] = legs[there, new, SECONDS_BACK] = ride
            legs[new, there, COST] = legs[there, new, COST_BACK] = cost


@bare_kernel
def _write_back(  # noqa: PLR0913, PLR0917 - kernels know no keywords
    legs: NDArray[np.int64],
    seconds: NDArray[np.int32],
    metres: NDArray[np.int32],
    is_reached: NDArray[np.bool_],
    prices: tuple[int, int],
    nowhere: int,
) -> None:
    """Write legs of one kind from the known places to the new ones, from either end."""
    size = len(seconds)
    for other in range(size):
        there = other + (other >= nowhere)
        for place in range(PLACES):
            new = size + 1 + place
            ride = np.int64(seconds[other, place]) if is_reached[other, place] else FOREVER
            cost = seconds[other, place] * prices[0] + metres[other, place] * prices[1]
            legs[there, new, SECONDS] = legs[new, there, SECONDS_BACK] = ride
            legs[there, new, COST] = legs[new, there, COST_BACK] = cost
