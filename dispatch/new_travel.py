"""Travel from and to places that a plan does not have, in the form that live routes take."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from dispatch.streets import is_estimate
from routing.solvers.ruin_recreate.new_places import PLACES, NewTravel
from routing.streets.errors import FarFromStreetError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dispatch.streets import Streets
    from routing.model import Location
    from routing.streets.profiles import Profile


def with_street(streets: Streets, points: Sequence[Location], profile: Profile) -> tuple[int, ...]:
    """Give the indices of the points that have a street of a profile nearby."""
    left = list(range(len(points)))
    while left:
        try:
            streets.snap([points[index] for index in left], profile)
        except FarFromStreetError as error:
            del left[error.index]
        else:
            break
    return tuple(left)


def new_travel(
    streets: Streets,
    points: Sequence[Location],
    near: Sequence[int],
    new: Sequence[Location],
    profile: Profile,
) -> tuple[NewTravel, bool]:
    """Compute travel between up to two new places and the points of a plan.

    Parameters
    ----------
    streets
        The city.
    points
        Of the plan.
    near
        Those of them that have a street of the profile nearby, from `with_street`.
    new
        The new places; fewer than two, and the others are reached from nowhere.
    profile
        Who moves.

    Returns
    -------
        The travel, and whether any of it was guessed.
    """
    size = len(points)
    made = NewTravel(
        seconds_from=np.zeros((PLACES, size + PLACES), np.int32),
        metres_from=np.zeros((PLACES, size + PLACES), np.int32),
        is_reached_from=np.zeros((PLACES, size + PLACES), np.bool_),
        seconds_to=np.zeros((size, PLACES), np.int32),
        metres_to=np.zeros((size, PLACES), np.int32),
        is_reached_to=np.zeros((size, PLACES), np.bool_),
    )
    rows = list(with_street(streets, new, profile))
    if not rows:
        return made, False
    places, known = [new[row] for row in rows], [points[index] for index in near]
    onward = streets.rows(places, [*known, *places], profile)
    where = np.ix_(rows, [*near, *(size + row for row in rows)])
    made.seconds_from[where] = onward.durations
    made.metres_from[where] = onward.distances
    made.is_reached_from[where] = onward.reachable
    is_guess = is_estimate(onward)
    if known:
        back = streets.rows(known, places, profile)
        where = np.ix_(near, rows)
        made.seconds_to[where] = back.durations
        made.metres_to[where] = back.distances
        made.is_reached_to[where] = back.reachable
        is_guess = is_guess or is_estimate(back)
    return made, is_guess
