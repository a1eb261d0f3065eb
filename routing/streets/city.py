"""A city as everything above the streets sees it: snap, matrix, path, places, map."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from routing.streets import places
from routing.streets.errors import CityError
from routing.streets.geodesy import Plane
from routing.streets.preparations import Preparations
from routing.streets.snap import SNAP_LIMIT, Snapped
from routing.streets.snap import snap as snap_to
from routing.streets.store import PLACES_FILE, load_facts, load_network, load_orders

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    import numpy as np
    import shapely
    from numpy.typing import NDArray

    from routing.model import Location, Matrix
    from routing.streets.facts import CityFacts
    from routing.streets.hierarchy.table import Table
    from routing.streets.network import Network
    from routing.streets.overlays import Overlay
    from routing.streets.path import Path as StreetPath
    from routing.streets.profiles import Profile

USUAL_TIME = 1000


def load_city(directory: Path) -> City:
    """Open a city.

    Parameters
    ----------
    directory
        What `routing.streets.add.add_city` wrote.

    Returns
    -------
    City
        Ready to be asked; what a profile needs is prepared when it is first asked for.

    Raises
    ------
    CityError
        When there is no city, it is damaged, or of another format.
    """
    return City(
        directory=directory,
        facts=load_facts(directory),
        network=load_network(directory),
        orders=load_orders(directory),
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class City:
    """A city's streets and places.

    Its values never change.

    Attributes
    ----------
    directory
        Where it was opened.
    facts
        Name, attribution, bounding box, center, counts.
    network
        The streets.
    orders
        The order of each profile's hierarchy; a profile's is computed when it is first
        asked for and not given here.
    overlays
        What is different at the moment; `network` has it in its durations.
    usual
        The city without overlays, if there are any.
    preparations
        What is kept after the first question; made when the city is.
    """

    directory: Path
    facts: CityFacts
    network: Network
    orders: Mapping[Profile, NDArray[np.int32]] = field(default_factory=dict, repr=False)
    overlays: tuple[Overlay, ...] = ()
    usual: City | None = field(default=None, repr=False)
    preparations: Preparations | None = field(default=None, repr=False)
    _places: places.KeptPlaces = field(default_factory=places.KeptPlaces, repr=False)

    def __post_init__(self) -> None:
        if self.preparations is None:
            plane = Plane(lat=self.facts.center_lat, lon=self.facts.center_lon)
            fresh = Preparations(network=self.network, plane=plane, orders=self.orders)
            object.__setattr__(self, "preparations", fresh)

    def snap(
        self, points: Sequence[Location], profile: Profile, *, limit: float = SNAP_LIMIT
    ) -> Snapped:
        """Move points to the nearest street that a profile can use.

        Parameters
        ----------
        points
            Where to start or end.
        profile
            Who moves.
        limit
            Metres beyond which a point is refused.

        Returns
        -------
        Snapped
            One entry per point, in their order.

        Raises
        ------
        FarFromStreetError
            For the first point without a street within `limit`; names its index.
        """
        return snap_to(self.prepared.index(profile), self.network, points, limit=limit)

    def matrix(
        self, points: Sequence[Location], profile: Profile, *, time_permille: int = USUAL_TIME
    ) -> Matrix:
        """Compute travel between all pairs of points.

        Parameters
        ----------
        points
            Where to start and end, ``n`` of them.
        profile
            Who moves.
        time_permille
            Thousandths of the usual time that this courier takes; metres stay the same.

        Returns
        -------
        routing.model.Matrix
            Shape ``(n, n)``; seconds and metres of the same paths.

        Raises
        ------
        FarFromStreetError
            When a point has no street nearby.
        """
        from routing.streets.matrix import matrix  # noqa: PLC0415 - compiled code loads slowly

        snapped = self.snap(points, profile)
        return matrix(self.prepared.router(profile), snapped, time_permille=time_permille)

    def rows(
        self,
        from_points: Sequence[Location],
        to_points: Sequence[Location],
        profile: Profile,
        *,
        limit: int | None = None,
        time_permille: int = USUAL_TIME,
    ) -> Table:
        """Compute travel from some points to others.

        Parameters
        ----------
        from_points, to_points
            Where to start, where to end.
        profile
            Who moves.
        limit
            Seconds beyond which a pair counts as not reachable; ``None``: no limit.
        time_permille
            Thousandths of the usual time that this courier takes; metres stay the same.

        Returns
        -------
        routing.streets.hierarchy.table.Table
            Shape ``(len(from_points), len(to_points))``; equal to the matrix's entries.

        Raises
        ------
        FarFromStreetError
            When a point has no street nearby; its index counts on from the first list
            into the second.
        """
        from routing.streets.rows import travel_rows  # noqa: PLC0415 - compiled code loads slowly

        return travel_rows(
            self.prepared,
            from_points,
            to_points,
            profile,
            limit=limit,
            time_permille=time_permille,
        )

    def path(
        self, a: Location, b: Location, profile: Profile, *, time_permille: int = USUAL_TIME
    ) -> StreetPath:
        """Find the fastest way from one point to another; the rest is as in `paths`.

        Parameters
        ----------
        a, b
            Where to start, where to end.
        profile, time_permille
            Who moves, and how fast.

        Returns
        -------
        routing.streets.path.Path
            Equal to the matrix entry of the two points.
        """
        return self.paths((a, b), profile, time_permille=time_permille)[0]

    def paths(
        self, points: Sequence[Location], profile: Profile, *, time_permille: int = USUAL_TIME
    ) -> tuple[StreetPath, ...]:
        """Find the fastest way through points in their order.

        Parameters
        ----------
        points
            ``n`` points.
        profile
            Who moves.
        time_permille
            Thousandths of the usual time that this courier takes.

        Returns
        -------
        tuple of routing.streets.path.Path
            One per leg, ``n - 1`` of them.

        Raises
        ------
        CityError
            When a point has no street nearby, or there is no way.
        """
        from routing.streets.path import paths  # noqa: PLC0415 - compiled code loads slowly

        snapped = self.snap(points, profile)
        first, second = snapped.part(slice(None, -1)), snapped.part(slice(1, None))
        router = self.prepared.router(profile)
        return paths(router, self.network, first, second, time_permille=time_permille)

    def climb(self, a: Location, b: Location, profile: Profile) -> int:
        """Give the metres of ascent of `path`; 0 in a city without heights."""
        from routing.streets.ascent import ascent  # noqa: PLC0415 - with `path`

        is_flat = not self.network.has_heights
        return 0 if is_flat else ascent(self.network, self.path(a, b, profile).trail)

    def isochrones(
        self, location: Location, profile: Profile, minutes: Sequence[int]
    ) -> tuple[shapely.MultiPolygon, ...]:
        """Outline what can be reached from a point, as `routing.streets.isochrone` says.

        Parameters
        ----------
        location
            Where to start.
        profile
            Who moves.
        minutes
            Limits.

        Returns
        -------
        tuple of shapely.MultiPolygon
            One per limit, in their order, lon before lat.

        Raises
        ------
        FarFromStreetError
            When the point has no street nearby.
        ValueError
            When there is no limit, or one is out of bounds.
        """
        from routing.streets.isochrone import isochrones  # noqa: PLC0415 - as above

        prepared, start = self.prepared, self.snap((location,), profile)
        return isochrones(prepared.router(profile), self.network, prepared.plane, start, minutes)

    def find(
        self,
        text: str,
        limit: int = 10,
        *,
        zone: places.Zone | None = None,
        memory: places.AddressMemory | None = None,
    ) -> tuple[places.Place, ...]:
        """Find addresses, streets, named places, towns and postcodes by words.

        Parameters
        ----------
        text
            Words in any order, the last may be unfinished; case and diacritics do not count,
            and a word may hold a typing error.
        limit
            Most results.
        zone
            Where to prefer places.
        memory
            What the co-op learned about doors; wins over the map.

        Returns
        -------
        tuple of routing.streets.places.Place
            Best first, each with how sure it is; empty when nothing matches.
        """
        file = self.directory / PLACES_FILE
        words = self._places.words(file)
        return places.find(file, text, limit, words=words, zone=zone, memory=memory)

    def nearest_address(
        self, location: Location, *, memory: places.AddressMemory | None = None
    ) -> str:
        """Return a name for a point: an address, else a street, else its coordinates.

        Parameters
        ----------
        location
            Where.
        memory
            What the co-op learned about doors; wins over the map.

        Returns
        -------
        str
            Never empty.
        """
        file = self.directory / PLACES_FILE
        houses = self._places.houses(file)
        if place := places.nearest(file, location, houses=houses, memory=memory):
            return place.label
        from routing.streets.profiles import Profile  # noqa: PLC0415 - a value, here alone

        try:
            edge = int(self.snap((location,), Profile.FOOT).edges[0])
        except CityError:
            edge = None
        name = "" if edge is None else self.network.names[self.network.edge_names[edge]]
        return name or f"{location.lat:.5f}, {location.lon:.5f}"

    def with_overlays(self, overlays: Iterable[Overlay], *, at: datetime | None = None) -> City:
        """Return the city as it is under overlays, in place of those it may have now.

        This city stays as it is; both share everything but the travel times.

        Parameters
        ----------
        overlays
            What is different; none: the usual city.
        at
            Aware time in the city's time zone; needed when any depends on the time.

        Returns
        -------
        City
            With the overlays that hold in `City.overlays`.

        Raises
        ------
        CityError
            When an overlay touches no street of the city.
        ValueError
            When an overlay depends on the time and none is given.
        """
        from routing.streets.conditions import under  # noqa: PLC0415 - few need it

        return under(self, [overlay for overlay in overlays if overlay.is_active(at)])

    def with_load(self, load: float) -> City:
        """Return the city as it is for bicycles with a load; overlays stay.

        Parameters
        ----------
        load
            kg on every bicycle, instead of the usual one (`routing.streets.slopes.RIDING`).

        Raises
        ------
        ValueError
            When the load is negative or more than a cargo bike carries.
        """
        from routing.streets.conditions import loaded  # noqa: PLC0415 - few need it

        return loaded(self, load)

    @property
    def prepared(self) -> Preparations:
        """What is kept after the first question."""
        assert self.preparations is not None  # noqa: S101 - __post_init__ made them
        return self.preparations
