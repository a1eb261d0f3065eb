"""A city that remembers what it has computed, so that a quote needs only a few new rows."""

from __future__ import annotations

from collections import OrderedDict
from threading import RLock
from typing import TYPE_CHECKING

import numpy as np

from dispatch.new_travel import with_street
from dispatch.streets import is_estimate
from dispatch.streets_behind import StreetsBehind
from routing.model import Matrix
from routing.streets.errors import CityError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from dispatch.streets import Streets, Travel
    from routing.model import Location
    from routing.streets.overlays import Overlay
    from routing.streets.profiles import Profile

MOST_VERSIONS = 8
"""States of the streets that are kept; the one unused for longest is forgotten."""

SPARE_POINTS = 100
"""Points per profile to remember beyond twice as many as are asked for. When there are more,
all but those asked for are forgotten, so that doors nobody ordered to do not pile up."""

MOST_NEAR = 20_000
"""Points per profile that are remembered to have a street nearby before all are forgotten."""


class _Table:
    """Travel between the points seen so far, for one profile."""

    def __init__(self) -> None:
        self.places: dict[Location, int] = {}
        self.durations: NDArray[np.int32] = np.zeros((0, 0), dtype=np.int32)
        self.distances: NDArray[np.int32] = np.zeros((0, 0), dtype=np.int32)
        self.reachable: NDArray[np.bool_] = np.zeros((0, 0), dtype=np.bool_)

    def grown(
        self, streets: Streets, new: Sequence[Location], profile: Profile
    ) -> tuple[_Table, bool]:
        """Give the table with more points, and whether any of that was guessed.

        Points without a street nearby are reachable from nowhere.
        """
        near = [new[index] for index in with_street(streets, new, profile)]
        old = list(self.places)
        size, added = len(old), len(new)
        known = [place for place in old if self.reachable[self.places[place], self.places[place]]]
        known_at = [self.places[place] for place in known]
        near_at = [size + new.index(place) for place in near]
        larger = _Table()
        larger.durations = np.pad(self.durations, (0, added))
        larger.distances = np.pad(self.distances, (0, added))
        larger.reachable = np.pad(self.reachable, (0, added))
        guesses = []
        if near:
            guesses.append(larger._fill(near_at, near_at, streets.matrix(near, profile)))
            if known:
                onward = streets.rows(near, known, profile)
                back = streets.rows(known, near, profile)
                guesses.append(larger._fill(near_at, known_at, onward))
                guesses.append(larger._fill(known_at, near_at, back))
        larger.places = {place: number for number, place in enumerate((*old, *new))}
        return larger, any(guesses)

    def _fill(self, rows: list[int], columns: list[int], travel: Travel) -> bool:
        """Write travel; tell whether it was guessed."""
        where = np.ix_(rows, columns)
        self.durations[where] = travel.durations
        self.distances[where] = travel.distances
        self.reachable[where] = travel.reachable
        return is_estimate(travel)


class CachedStreets(StreetsBehind):
    """Streets with a memory; safe to share between threads.

    Parameters
    ----------
    streets
        The city that computes.
    """

    def __init__(self, streets: Streets) -> None:
        super().__init__(streets)
        self._tables: dict[Profile, _Table] = {}
        self._near: dict[Profile, set[Location]] = {}
        self._versions: OrderedDict[tuple[Overlay, ...], CachedStreets | CityError] = OrderedDict()
        self._lock = RLock()

    def snap(self, points: Sequence[Location], profile: Profile) -> object:
        """Find the nearest street of each point, unless all are known to have one."""
        near = self._near.setdefault(profile, set())
        if near.issuperset(points):
            return None
        found = self._streets.snap(points, profile)
        if len(near) > MOST_NEAR:
            near.clear()
        near.update(points)
        return found

    def matrix(self, points: Sequence[Location], profile: Profile) -> Matrix:
        """Compute travel between all points; one without a street nearby is unreachable.

        Guesses are not remembered, and nothing is half guessed.
        """
        with self._lock:
            table, is_guess = self._table(list(dict.fromkeys(points)), profile)
            if not is_guess:
                self._tables[profile] = table
            at = np.asarray([table.places[place] for place in points], dtype=np.int64)
            where = np.ix_(at, at)
            return Matrix(
                durations=table.durations[where],
                distances=table.distances[where],
                reachable=table.reachable[where],
                is_estimate=is_guess,
            )

    def _table(self, points: Sequence[Location], profile: Profile) -> tuple[_Table, bool]:
        """Give a table that has some points, and whether it was guessed."""
        table = self._tables.get(profile, _Table())
        new = [place for place in points if place not in table.places]
        if not new:
            return table, False
        is_full = len(table.places) + len(new) > 2 * len(points) + SPARE_POINTS
        if not is_full:
            table, is_guess = table.grown(self._streets, new, profile)
            if not is_guess:
                return table, False
        return _Table().grown(self._streets, points, profile)

    def with_overlays(self, overlays: Iterable[Overlay], /) -> CachedStreets:
        """Give the city under overlays that always hold, with a memory of its own.

        Whoever works with this one goes on with the travel times that it has.

        Raises
        ------
        CityError
            When an overlay touches no street of the city.
        """
        wanted = tuple(overlays)
        if not wanted:
            return self
        with self._lock:
            if wanted not in self._versions:
                self._versions[wanted] = self._changed(wanted)
            self._versions.move_to_end(wanted)
            while len(self._versions) > MOST_VERSIONS:
                self._versions.popitem(last=False)
            found = self._versions[wanted]
        if isinstance(found, CityError):
            raise found
        return found

    def _changed(self, overlays: tuple[Overlay, ...]) -> CachedStreets | CityError:
        try:
            return CachedStreets(self._streets.with_overlays(overlays))
        except CityError as error:
            return error
