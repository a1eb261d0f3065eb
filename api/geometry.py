"""Lines of routes on the map: each leg is looked for once and remembered."""

from __future__ import annotations

from collections import OrderedDict
from itertools import groupby, pairwise
from threading import Lock
from typing import TYPE_CHECKING, Final

from api.schemas.plans import LineString
from routing.streets.errors import CityError
from routing.streets.profiles import Profile

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from dispatch.model import CourierId, PlannedRoute, PlannedStop, Shift, ShiftId
    from routing.model import Location
    from routing.streets.city import City
    from routing.streets.overlays import Overlay

REMEMBERED: Final = 50_000
"""Legs that are kept; the one unused for longest is forgotten."""

DECIMALS: Final = 5
"""About one metre."""

Leg = tuple[str, "tuple[Overlay, ...]", Profile, float, float, float, float]
Points = tuple[tuple[float, float], ...]


class Lines:
    """Legs by city with its overlays, profile and both ends; safe to share between threads."""

    def __init__(self) -> None:
        self._legs: OrderedDict[Leg, Points] = OrderedDict()
        self._lock = Lock()

    def of_routes(
        self,
        city: City,
        routes: Iterable[PlannedRoute],
        shifts: Mapping[ShiftId, Shift],
    ) -> dict[CourierId, LineString]:
        """Draw routes.

        Parameters
        ----------
        city
            On whose streets.
        routes
            What to draw; one that goes nowhere has no line.
        shifts
            Say how each courier moves.

        Returns
        -------
        dict
            Lines by courier.
        """
        drawn = {}
        for route in routes:
            shift = shifts.get(route.shift)
            line = self.of_stops(city, route.stops, Profile(shift.profile)) if shift else None
            if line is not None:
                drawn[route.courier] = line
        return drawn

    def of_stops(
        self,
        city: City,
        stops: Iterable[PlannedStop],
        profile: Profile,
    ) -> LineString | None:
        """Draw the way through stops.

        Parameters
        ----------
        city
            On whose streets.
        stops
            In order.
        profile
            How the courier moves.

        Returns
        -------
        LineString or None
            ``None`` when there is nowhere to go.
        """
        places = [stop.location for stop in stops if stop.location is not None]
        line = self.through(city, places, profile)
        return LineString(coordinates=line) if line else None

    def through(
        self, city: City, places: Iterable[Location], profile: Profile
    ) -> list[tuple[float, float]]:
        """Find the points of the way through places.

        Parameters
        ----------
        city
            On whose streets.
        places
            In order.
        profile
            How one moves.

        Returns
        -------
        list
            Longitude and latitude of each; empty when there is nowhere to go.
        """
        line: list[tuple[float, float]] = []
        for a, b in pairwise(places):
            if a != b:
                points = self._leg(city, a, b, profile)
                line.extend(points[1:] if line and line[-1] == points[0] else points)
        return line

    def _leg(self, city: City, a: Location, b: Location, profile: Profile) -> Points:
        key = (str(city.directory), city.overlays, profile, a.lat, a.lon, b.lat, b.lon)
        with self._lock:
            known = self._legs.get(key)
            if known is not None:
                self._legs.move_to_end(key)
                return known
        points = _find(city, a, b, profile)
        with self._lock:
            self._legs[key] = points
            while len(self._legs) > REMEMBERED:
                self._legs.popitem(last=False)
        return points


def _find(city: City, a: Location, b: Location, profile: Profile) -> Points:
    """Find a leg's points; a straight line where the streets know no way."""
    try:
        coordinates = city.path(a, b, profile).geometry.coords
    except CityError:
        coordinates = [(a.lon, a.lat), (b.lon, b.lat)]
    rounded = ((round(lon, DECIMALS), round(lat, DECIMALS)) for lon, lat in coordinates)
    return tuple(point for point, _ in groupby(rounded))
