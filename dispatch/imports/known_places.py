"""Streets whose places are looked up once: before the one writing thread is kept busy."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dispatch.streets import Found, Streets, Travel
    from routing.model import Location, Matrix
    from routing.streets.overlays import Overlay
    from routing.streets.profiles import Profile

MOST_PLACES = 20_000


class KnownPlaces:
    """A city that remembers which places were found for which words.

    Parameters
    ----------
    streets
        The city.
    found
        What was found, by words and limit; shared with the same city under overlays.
    """

    def __init__(
        self, streets: Streets, found: dict[tuple[str, int], Sequence[Found]] | None = None
    ) -> None:
        self._streets = streets
        self._found = {} if found is None else found

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

    def with_overlays(self, overlays: Iterable[Overlay], /) -> KnownPlaces:
        """Give the same city under overlays; what was found stays found."""
        return KnownPlaces(self._streets.with_overlays(overlays), self._found)

    def find(self, text: str, limit: int) -> Sequence[Found]:
        """Search addresses and streets, or remember what was found before."""
        known = self._found.get((text, limit))
        if known is None:
            known = self._streets.find(text, limit)
            if len(self._found) < MOST_PLACES:
                self._found[text, limit] = known
        return known

    def nearest_address(self, location: Location) -> str:
        """Give the address nearest to a point."""
        return self._streets.nearest_address(location)
