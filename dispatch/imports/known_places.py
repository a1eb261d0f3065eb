"""Streets whose places are looked up once: before the one writing thread is kept busy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dispatch.streets_behind import StreetsBehind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dispatch.streets import Found, Streets
    from routing.streets.overlays import Overlay

MOST_PLACES = 20_000


class KnownPlaces(StreetsBehind):
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
        super().__init__(streets)
        self._found = {} if found is None else found

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
