"""Travel from and to places that a plan does not have, in the form that live routes take."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from dispatch.streets import is_estimate
from routing.solvers.ruin_recreate.new_places import PLACES, NewTravel
from routing.streets.errors import FarFromStreetError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from dispatch.streets import Streets, Travel
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


class TravelAhead:
    """Travel from and to some new places, computed at once before it is asked for one by one.

    Parameters
    ----------
    streets
        The city.
    near
        Points of a plan that have a street nearby, by profile.
    places
        The new places.
    beside
        Places besides those of the plan that travel leads from and to.
    """

    def __init__(
        self,
        streets: Streets,
        near: Mapping[Profile, Near],
        places: Iterable[Location],
        beside: Iterable[Location] = (),
    ) -> None:
        self._streets = streets
        self._near = near
        self._places = tuple(dict.fromkeys(places))
        self._beside = dict.fromkeys((*self._places, *beside))
        self._known = {profile: self._about(profile) for profile in near}

    def cover(self, beside: Iterable[Location]) -> None:
        """Compute travel from and to more places, those that are not known."""
        new = [place for place in beside if place not in self._beside]
        if new:
            self._beside.update(dict.fromkeys(new))
            self._known = {profile: self._about(profile) for profile in self._near}

    def with_street(self, points: Sequence[Location], profile: Profile) -> tuple[int, ...]:
        """Give the indices of those of some new places that have a street nearby."""
        at = self._known[profile].at
        return tuple(index for index, point in enumerate(points) if point in at)

    def between(
        self, size: int, new: Sequence[Location], profile: Profile, also: Near
    ) -> tuple[NewTravel, bool]:
        """Give travel between up to two new places and the points of a plan.

        Parameters
        ----------
        size
            Number of the plan's points, and of those that are kept besides.
        new
            Of the new places; fewer than two, and the others are reached from nowhere.
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
        known, near = self._known[profile], self._near[profile]
        rows = [row for row, place in enumerate(new) if place in known.at]
        if not rows:
            return made, False
        for row in rows:
            made.is_reached_from[row, size + row] = True
            mine, others = known.row[new[row]], _columns(near)
            made.seconds_from[row, others] = known.onward.durations[mine]
            made.metres_from[row, others] = known.onward.distances[mine]
            made.is_reached_from[row, others] = known.onward.reachable[mine]
            made.seconds_to[others, row] = known.back.durations[:, mine]
            made.metres_to[others, row] = known.back.distances[:, mine]
            made.is_reached_to[others, row] = known.back.reachable[:, mine]
        _fill_beside(made, known, [(row, new[row]) for row in rows], size, also)
        return made, known.is_guess

    def _about(self, profile: Profile) -> _Known:
        streets, near = self._streets, self._near[profile].points
        others = tuple(self._beside)
        beside = [others[at] for at in with_street(streets, others, profile)]
        at = {place: index for index, place in enumerate(beside)}
        mine = [place for place in self._places if place in at]
        if not mine:
            nothing = _no_travel()
            return _Known(
                at={}, row={}, onward=nothing, back=nothing, among=nothing, is_guess=False
            )
        among = streets.rows(beside, beside, profile)
        onward = streets.rows(mine, near, profile) if near else _no_travel(len(mine), 0)
        back = streets.rows(near, mine, profile) if near else _no_travel(0, len(mine))
        return _Known(
            at=at,
            row={place: index for index, place in enumerate(mine)},
            onward=onward,
            back=back,
            among=among,
            is_guess=is_estimate(among) or is_estimate(onward) or is_estimate(back),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """What is known of one profile.

    Attributes
    ----------
    at, among
        Places with a street nearby, and travel between them.
    row, onward, back
        The new ones of them, and travel to and from the plan's points.
    is_guess
        Whether any of it was guessed.
    """

    at: Mapping[Location, int]
    row: Mapping[Location, int]
    onward: Travel
    back: Travel
    among: Travel
    is_guess: bool


def _fill_beside(
    made: NewTravel, known: _Known, new: Sequence[tuple[int, Location]], size: int, also: Near
) -> None:
    """Write travel between the new places, and from and to those that are kept besides."""
    columns = [*also.indices, *(size + row for row, _ in new)]
    targets = [known.at[place] for place in (*also.points, *(place for _, place in new))]
    kept, sources = list(also.indices), targets[: len(also.points)]
    for row, place in new:
        mine = known.at[place]
        made.seconds_from[row, columns] = known.among.durations[mine, targets]
        made.metres_from[row, columns] = known.among.distances[mine, targets]
        made.is_reached_from[row, columns] = known.among.reachable[mine, targets]
        made.seconds_to[kept, row] = known.among.durations[sources, mine]
        made.metres_to[kept, row] = known.among.distances[sources, mine]
        made.is_reached_to[kept, row] = known.among.reachable[sources, mine]


def _columns(near: Near) -> slice | NDArray[np.int64]:
    """Give the indices of a plan's points in the form that is quickest to write to."""
    count = len(near.indices)
    if not count or near.indices[-1] == count - 1:
        return slice(count)
    return np.asarray(near.indices, dtype=np.int64)


@dataclass(frozen=True, slots=True, kw_only=True)
class _NoTravel:
    durations: NDArray[np.int32]
    distances: NDArray[np.int32]
    reachable: NDArray[np.bool_]


def _no_travel(num_from: int = 0, num_to: int = 0) -> _NoTravel:
    shape = num_from, num_to
    return _NoTravel(
        durations=np.zeros(shape, np.int32),
        distances=np.zeros(shape, np.int32),
        reachable=np.zeros(shape, np.bool_),
    )
