"""The first map of each city as GeoJSON, written once and kept packed."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING, Any, Final

import orjson

from api.page_files import page_file

if TYPE_CHECKING:
    from collections.abc import Callable

    from api.page_files import PageFile
    from routing.streets.city import City

SMALLEST_CLASS: Final = "footway"
"""Streets that matter less are not on the first map."""


class Maps:
    """Streets and areas by city; safe to share between threads."""

    def __init__(self) -> None:
        self._files: dict[tuple[str, str], PageFile] = {}
        self._lock = Lock()

    def streets(self, city: City) -> PageFile:
        """Give the streets as lines with class and name."""
        return self._get("streets", city, lambda: city.streets_geojson(SMALLEST_CLASS))

    def areas(self, city: City) -> PageFile:
        """Give water, parks and buildings as polygons with kind."""
        return self._get("areas", city, city.areas_geojson)

    def _get(self, what: str, city: City, draw: Callable[[], dict[str, Any]]) -> PageFile:
        key = (what, str(city.directory))
        with self._lock:
            if key not in self._files:
                self._files[key] = page_file(f"{what}.geojson", orjson.dumps(draw()))
            return self._files[key]
