"""Travel from and to places that a plan does not have, in the form that live routes take."""

from __future__ import annotations

from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """Points of a plan that have a street of a profile nearby.

    Attributes
    ----------
    indices, points
        Which, and where; the tuple of points is to be handed on as it is, as streets know by
        it that they were asked for these before.
    """

    indices: tuple[int, ...]
    points: tuple[Location, ...]


def near_points(streets: Streets, points: Sequence[Location], profile: Profile) -> Near:
    """Choose the points that have a street of a profile nearby."""
    indices = with_street(streets, points, profile)
    return Near(indices=indices, points=tuple(points[index] for index in indices))


def new_travel(  # noqa: PLR0913 - what to compute, and beside which places
    streets: Streets,
    size: int,
    near: Near,
    new: Sequence[Location],
    profile: Profile,
    *,
    also: Near | None = None,
) -> tuple[NewTravel, bool]:
    """Compute travel between up to two new places and the points of a plan.

    Parameters
    ----------
    streets
        The city.
    size
        Number of the plan's points, and of those that are kept besides.
    near
        Those of them that have a street of the profile nearby.
    new
        The new places; fewer than two, and the others are reached from nowhere.
    profile
        Who moves.
    also
        Those of the points that are kept besides which have a street nearby.

    Returns
    -------
        The travel, and whether any of it was guessed.
    """
    made = NewTravel(
        seconds_from=np.zeros((PLACES, size + PLACES), np.int32),
        metres_from=np.zeros((PLACES, size + PLACES), np.int32),
        is_reached_from=np.zeros((PLACES, size + PLACES), np.bool_),
        seconds_to=np.zeros((size, PLACES), np.int32),
        metres_to=np.zeros((size, PLACES), np.int32),
        is_reached_to=np.zeros((size, PLACES), np.bool_),
    )
    rows = list(with_street(streets, new, profile)) if new else []
    if not rows:
        return made, False
    places = [new[row] for row in rows]
    made.is_reached_from[rows, [size + row for row in rows]] = True
    is_guess = False
    if len(places) > 1:
        among = streets.rows(places, places, profile)
        where = np.ix_(rows, [size + row for row in rows])
        made.seconds_from[where] = among.durations
        made.metres_from[where] = among.distances
        made.is_reached_from[where] = among.reachable
        is_guess = is_estimate(among)
    for others in (near, also):
        if others is None or not others.points:
            continue
        onward = streets.rows(places, others.points, profile)
        where = np.ix_(rows, others.indices)
        made.seconds_from[where] = onward.durations
        made.metres_from[where] = onward.distances
        made.is_reached_from[where] = onward.reachable
        back = streets.rows(others.points, places, profile)
        where = np.ix_(others.indices, rows)
        made.seconds_to[where] = back.durations
        made.metres_to[where] = back.distances
        made.is_reached_to[where] = back.reachable
        is_guess = is_guess or is_estimate(onward) or is_estimate(back)
    return made, is_guess
