"""Addresses looked up by a geocoder elsewhere, as the settings say; the co-op's own doors first."""

from __future__ import annotations

import logging
import time
from collections import OrderedDict
from threading import Lock
from typing import TYPE_CHECKING, Final

from dispatch.config import Elsewhere
from routing.providers.circuit import Circuit
from routing.streets.errors import CityError
from routing.streets.places_memory import remembered
from routing.streets.places_online import OnlinePlaces, Service

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from dispatch.config import Server
    from dispatch.local_streets import Places
    from dispatch.streets import Found
    from routing.model import Location
    from routing.streets.places_model import AddressMemory, Place, Zone

    _Search = tuple[str, int, Zone | None, str]

EDGE: Final = 0.05
"""Degrees beyond a city's box within which an answer still counts; farther is another town."""

FEWEST_ASKED: Final = 10
"""Answers to ask for, as some of them lie in other towns."""

REMEMBERED_S: Final = 300.0
"""How long an answer is remembered: a quote and its order ask for the same address."""

MOST_REMEMBERED: Final = 1_000

log = logging.getLogger(__name__)


class PlacesServer:
    """A geocoder elsewhere that is left alone for a while when it fails again and again.

    What it answered is remembered for some minutes, in the memory of this process only: what
    people type is written nowhere.

    Parameters
    ----------
    server
        What it is, and where.
    clock
        Seconds, of any clock.
    """

    def __init__(self, server: Server, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._online = OnlinePlaces(service=Service(server.kind.value), url=server.url)
        self._clock = clock
        self._circuit = Circuit()
        self._known: OrderedDict[_Search, tuple[float, tuple[Place, ...]]] = OrderedDict()
        self._lock = Lock()
        self.may_suggest = server.kind is not Elsewhere.NOMINATIM
        """Whether it may be asked while somebody types; Nominatim's rules forbid it."""

    def find(
        self, text: str, limit: int, *, zone: Zone | None, language: str
    ) -> tuple[Place, ...] | None:
        """Search, best first; ``None`` when it does not answer or rests.

        What was typed is in no log.
        """
        search = text, limit, zone, language
        with self._lock:
            now = self._clock()
            if search in self._known and now < self._known[search][0]:
                return self._known[search][1]
            if not self._circuit.allows(now):
                return None
            self._circuit = self._circuit.tried(now)
        try:
            found = self._online.find(text, limit, zone=zone, language=language)
        except CityError:
            log.warning("The geocoder elsewhere did not answer; the city's own map does.")
            found = None
        with self._lock:
            circuit = self._circuit
            failed = found is None
            self._circuit = circuit.failed(self._clock()) if failed else circuit.succeeded()
            if found is not None:
                self._remember(search, found)
        return found

    def _remember(self, search: _Search, found: tuple[Place, ...]) -> None:
        """Keep an answer for a while; the caller has the lock."""
        self._known[search] = self._clock() + REMEMBERED_S, found
        self._known.move_to_end(search)
        while len(self._known) > MOST_REMEMBERED:
            self._known.popitem(last=False)


class PlacesElsewhere:
    """Finds places by a geocoder elsewhere, and by the city's own map when that is away.

    Points are named by the city's own map, so nobody elsewhere learns them.

    Parameters
    ----------
    server
        Whom to ask.
    own
        The city's own map.
    bbox
        South, west, north and east of the city in degrees.
    language
        In which to name places.
    """

    def __init__(
        self,
        server: PlacesServer,
        *,
        own: Places,
        bbox: tuple[float, float, float, float],
        language: str,
    ) -> None:
        self._server = server
        self._own = own
        self._bbox = bbox
        self._language = language

    def find(
        self, text: str, limit: int, *, zone: Zone | None, memory: AddressMemory | None
    ) -> Sequence[Found]:
        """Search addresses and streets, best first, in the city alone."""
        asked = max(limit, FEWEST_ASKED)
        found = self._server.find(text, asked, zone=zone, language=self._language)
        if found is None:
            return self._own.find(text, limit, zone=zone, memory=memory)
        near = [place for place in found if self._has(place.location)]
        return (near if memory is None else remembered(memory, text, near))[:limit]

    def nearest_address(self, location: Location, *, memory: AddressMemory | None) -> str:
        """Give the address nearest to a point, from the city's own map."""
        return self._own.nearest_address(location, memory=memory)

    def _has(self, location: Location) -> bool:
        south, west, north, east = self._bbox
        return (
            south - EDGE <= location.lat <= north + EDGE
            and west - EDGE <= location.lon <= east + EDGE
        )
