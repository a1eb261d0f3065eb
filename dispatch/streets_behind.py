"""A city in front of another: it answers some questions itself and hands the others on."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dispatch.streets import Found, Streets, Travel
    from routing.model import Location, Matrix
    from routing.streets.profiles import Profile


class StreetsBehind:
    """Hands on every question about travel and places.

    Parameters
    ----------
    streets
        The city behind.
    """

    def __init__(self, streets: Streets) -> None:
        self._streets = streets

    def snap(self, points: Sequence[Location], profile: Profile) -> object:
        """Find the nearest street of each point."""
        return self._streets.snap(points, profile)

    def matrix(self, points: Sequence[Location], profile: Profile) -> Matrix:
        """Compute travel between all points."""
        return self._streets.matrix(points, profile)

    def rows(
        self,
        from_points: Sequence[Location],
        to_points: Sequence[Location],
        profile: Profile,
    ) -> Travel:
        """Compute travel from some points to others."""
        return self._streets.rows(from_points, to_points, profile)

    def climb(self, a: Location, b: Location, profile: Profile) -> int:
        """Give the metres of ascent from one point to another."""
        return self._streets.climb(a, b, profile)

    def find(self, text: str, limit: int) -> Sequence[Found]:
        """Search addresses and streets, best first."""
        return self._streets.find(text, limit)

    def nearest_address(self, location: Location) -> str:
        """Give the address nearest to a point."""
        return self._streets.nearest_address(location)
