"""Cities as they are under overlays, to draw and tell the way: each state is made once and kept."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import TYPE_CHECKING, Final

from dispatch.street_overlays import on_streets, streets_under

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dispatch.model import Overlay
    from routing.streets.city import City
    from routing.streets.overlays import Overlay as StreetOverlay

KEPT: Final = 8
"""States that are kept; the one unused for longest is forgotten."""


class CityVersions:
    """States of several cities; safe to share between threads."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[str, tuple[StreetOverlay, ...]], City] = OrderedDict()
        self._lock = Lock()

    def under(self, city: City, overlays: Sequence[Overlay]) -> City:
        """Give a city under overlays that hold.

        Parameters
        ----------
        city
            As it usually is.
        overlays
            What is different.

        Returns
        -------
        City
            The same one as long as the same overlays hold.
        """
        if not overlays:
            return city
        key = (str(city.directory), on_streets(overlays))
        with self._lock:
            if key not in self._kept:
                self._kept[key] = streets_under(city, overlays)
            self._kept.move_to_end(key)
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
            return self._kept[key]
