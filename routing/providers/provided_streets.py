"""A city whose travel comes from an engine elsewhere; its places and its map are its own.

When the engine does not answer, travel is estimated along great circles and marked so.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import shapely

from routing.model import Matrix
from routing.providers.engine import ProvidedPath, ProvidedTable
from routing.providers.errors import ProviderError
from routing.providers.great_circle import great_circle_matrix
from routing.streets.profiles import Profile

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from routing.model import Location
    from routing.providers.engine import Engine
    from routing.streets.city import City
    from routing.streets.overlays import Overlay
    from routing.streets.places import Place
    from routing.streets.snap import Snapped

SPEEDS: Mapping[Profile, float] = {
    Profile.FOOT: 5 / 3.6,
    Profile.BIKE: 14 / 3.6,
    Profile.CARGO_BIKE: 12 / 3.6,
    Profile.E_VAN: 18 / 3.6,
}
"""Metres per second along streets, for estimates: rather too slow than too fast."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ProvidedStreets:
    """A city as use cases ask it; all methods raise `FarFromStreetError` as a `City` does.

    Attributes
    ----------
    city
        Knows places, addresses, and which points have a street nearby.
    engine
        Knows travel.
    speeds
        Metres per second along streets, for estimates.
    """

    city: City
    engine: Engine
    speeds: Mapping[Profile, float] = field(default_factory=lambda: SPEEDS)

    def snap(self, points: Sequence[Location], profile: Profile) -> Snapped:
        """Find the nearest street of each point, in the city's own streets."""
        return self.city.snap(points, profile)

    def matrix(self, points: Sequence[Location], profile: Profile) -> Matrix:
        """Compute travel between all pairs of points; the diagonal is 0."""
        table = self.rows(points, points, profile)
        is_same = np.eye(len(points), dtype=np.bool_)
        return Matrix(
            durations=np.where(is_same, 0, table.durations),
            distances=np.where(is_same, 0, table.distances),
            reachable=table.reachable | is_same,
            is_estimate=table.is_estimate,
        )

    def rows(
        self,
        from_points: Sequence[Location],
        to_points: Sequence[Location],
        profile: Profile,
    ) -> ProvidedTable:
        """Compute travel from some points to others.

        Parameters
        ----------
        from_points, to_points
            Where to start, where to end.
        profile
            Who moves.

        Returns
        -------
        ProvidedTable
            All of it from the engine, or all of it an estimate.

        Raises
        ------
        FarFromStreetError
            When a point has no street nearby.
        """
        self.city.snap([*from_points, *to_points], profile)
        try:
            return self.engine.table(from_points, to_points, profile)
        except ProviderError:
            return self._estimate(from_points, to_points, profile)

    def path(self, a: Location, b: Location, profile: Profile) -> ProvidedPath:
        """Find the fastest way from one point to another.

        Parameters
        ----------
        a, b
            Where to start, where to end.
        profile
            Who moves.

        Returns
        -------
        ProvidedPath
            From the engine, or a straight line with estimated travel.

        Raises
        ------
        FarFromStreetError
            When a point has no street nearby.
        """
        self.city.snap((a, b), profile)
        try:
            return self.engine.path(a, b, profile)
        except ProviderError:
            table = self._estimate([a], [b], profile)
            return ProvidedPath(
                geometry=shapely.LineString([(a.lon, a.lat), (b.lon, b.lat)]),
                distance=int(table.distances[0, 0]),
                duration=int(table.durations[0, 0]),
                is_estimate=True,
            )

    def climb(self, a: Location, b: Location, profile: Profile) -> int:
        """Give the metres of ascent from one point to another."""
        return self.city.climb(a, b, profile)

    def with_overlays(self, overlays: Iterable[Overlay], /) -> City | ProvidedStreets:
        """Return the city's own streets under overlays; the engine knows nothing of them.

        Parameters
        ----------
        overlays
            That always hold; none: these streets.

        Returns
        -------
        City or ProvidedStreets
            The same places either way.

        Raises
        ------
        CityError
            When an overlay touches no street of the city.
        """
        wanted = tuple(overlays)
        return self.city.with_overlays(wanted) if wanted else self

    def find(self, text: str, limit: int = 10) -> Sequence[Place]:
        """Search addresses and streets, best first."""
        return self.city.find(text, limit)

    def nearest_address(self, location: Location) -> str:
        """Give the address nearest to a point."""
        return self.city.nearest_address(location)

    def _estimate(
        self,
        from_points: Sequence[Location],
        to_points: Sequence[Location],
        profile: Profile,
    ) -> ProvidedTable:
        both = great_circle_matrix([*from_points, *to_points], speed=self.speeds[profile])
        part = slice(None, len(from_points)), slice(len(from_points), None)
        return ProvidedTable(
            durations=both.durations[part],
            distances=both.distances[part],
            reachable=both.reachable[part],
            is_estimate=True,
        )
