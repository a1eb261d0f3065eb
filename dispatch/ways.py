"""Ways of moving in a day's problem: a profile, and how long the courier takes with it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from routing.streets.profiles import Profile

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from dispatch.day_state import DayState
    from dispatch.model import Shift
    from routing.model import Matrix
    from routing.solvers.ruin_recreate.new_places import NewTravel

USUAL: Final = 1000
"""Thousandths of the usual time that most couriers take."""


@dataclass(frozen=True, slots=True, order=True)
class Way:
    """How a courier moves.

    Attributes
    ----------
    profile
        What they ride.
    time_permille
        Thousandths of the usual time that they take.
    """

    profile: Profile
    time_permille: int = USUAL


def way_of(state: DayState, shift: Shift) -> Way:
    """Tell how a courier moves in a shift."""
    return Way(Profile(shift.profile), state.times_permille.get(shift.courier, USUAL))


def ways_of(state: DayState, shifts: Iterable[Shift]) -> tuple[Way, ...]:
    """Give the ways that occur in some shifts, each once; one by bike without shifts."""
    return tuple(sorted({way_of(state, shift) for shift in shifts})) or (Way(Profile.BIKE),)


def slowed(seconds: NDArray[np.int32], time_permille: int) -> NDArray[np.int32]:
    """Scale seconds, rounded up."""
    if time_permille == USUAL:
        return seconds
    scaled = -(-(seconds.astype(np.int64) * time_permille) // USUAL)
    return scaled.astype(np.int32)


def slowed_matrix(matrix: Matrix, time_permille: int) -> Matrix:
    """Scale the times of a matrix; distances stay."""
    return replace(matrix, durations=slowed(matrix.durations, time_permille))


def slowed_travel(travel: NewTravel, time_permille: int) -> NewTravel:
    """Scale the times from and to new places; distances stay."""
    return replace(
        travel,
        seconds_from=slowed(travel.seconds_from, time_permille),
        seconds_to=slowed(travel.seconds_to, time_permille),
    )
