"""Overlays: what is different on the streets for a while, without building them anew.

A closure, works, weather or a busy hour is a frozen value with a version. Applied to a
network they give another network, whose durations alone differ: whoever works with the
first one keeps it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import shapely

from routing.streets.errors import CityError, UnknownStreetError
from routing.streets.network import BARRIER_NUMBER, CLOSED
from routing.streets.profiles import Profile
from routing.streets.speed_tables import CLASS_NAMES, PLAUSIBLE_SPEED

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from numpy.typing import NDArray

    from routing.model import Location
    from routing.streets.network import Network

FEWEST_CORNERS = 3
MINUTES_PER_DAY = 24 * 60
DAYS_PER_WEEK = 7
THOUSAND = 1000
MOST_TIME = 100 * THOUSAND
DECISECONDS_PER_KMH_DECIMETRE = 3.6


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """A part of the day, in the city's own time.

    Attributes
    ----------
    begin, end
        Minutes after midnight; the first is in it, the last is not. An end before the
        begin lies on the next day.
    weekdays
        Days on which it begins, 0 for Monday.

    Raises
    ------
    ValueError
        When it is empty or no part of a day.
    """

    begin: int
    end: int
    weekdays: frozenset[int] = frozenset(range(DAYS_PER_WEEK))

    def __post_init__(self) -> None:
        in_day = 0 <= self.begin < MINUTES_PER_DAY and 0 <= self.end <= MINUTES_PER_DAY
        if not in_day or self.begin == self.end:
            msg = f"Expected two different minutes of a day, got {self.begin} to {self.end}."
            raise ValueError(msg)
        if not self.weekdays or not self.weekdays <= set(range(DAYS_PER_WEEK)):
            msg = f"Expected weekdays from 0 to 6, got {sorted(self.weekdays)}."
            raise ValueError(msg)

    def contain(self, at: datetime) -> bool:
        """Return whether a local time is in it."""
        minute, day = at.hour * 60 + at.minute, at.weekday()
        if self.begin < self.end:
            return self.begin <= minute < self.end and day in self.weekdays
        before = (day - 1) % DAYS_PER_WEEK
        return (minute >= self.begin and day in self.weekdays) or (
            minute < self.end and before in self.weekdays
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlay:
    """A change of the streets. What is not limited is meant everywhere and for all.

    Attributes
    ----------
    id, version
        Which overlay, and its how manieth state.
    area
        Corners of a polygon; streets that touch it are meant.
    edges
        Edges of the network, as `Snapped.edges` names them; these are meant, too.
    streets
        Names of streets; these are meant, too.
    profiles
        Who is affected.
    classes, surfaces
        Values of ``highway`` and ``surface``; others are not meant. Empty: no limit.
    is_closed
        Whether nobody can pass.
    time_permille
        Otherwise, thousandths of the usual time that passing takes.
    hours
        When it holds on a day; ``None``: always.
    begins_at, ends_at
        When it begins and ends to hold, aware; ``None``: long ago, and never.

    Raises
    ------
    ValueError
        When the area encloses nothing, or a number is out of range.
    """

    id: str
    version: int = 1
    area: tuple[Location, ...] = ()
    edges: frozenset[int] = frozenset()
    streets: frozenset[str] = frozenset()
    profiles: frozenset[Profile] = frozenset(Profile)
    classes: frozenset[str] = frozenset()
    surfaces: frozenset[str] = frozenset()
    is_closed: bool = False
    time_permille: int = THOUSAND
    hours: Hours | None = None
    begins_at: datetime | None = None
    ends_at: datetime | None = None

    def __post_init__(self) -> None:
        if not 1 <= self.time_permille <= MOST_TIME:
            msg = f"Expected time_permille from 1 to {MOST_TIME}, got {self.time_permille}."
            raise ValueError(msg)
        if not self.profiles:
            msg = "Expected at least one profile, got none."
            raise ValueError(msg)
        if unknown := self.classes - set(CLASS_NAMES):
            msg = f"Expected classes of street like 'residential', got {sorted(unknown)}."
            raise ValueError(msg)
        if self.area:
            polygon = self.polygon()
            if polygon is None or polygon.area == 0 or not polygon.is_valid:
                msg = f"Expected an area with a simple outline, got {len(self.area)} corners."
                raise ValueError(msg)

    def polygon(self) -> shapely.Polygon | None:
        """Return the area, lon before lat; ``None`` if there are too few corners."""
        if len(self.area) < FEWEST_CORNERS:
            return None
        return shapely.Polygon([(corner.lon, corner.lat) for corner in self.area])

    def is_active(self, at: datetime | None) -> bool:
        """Return whether it holds at a time.

        Parameters
        ----------
        at
            Aware time in the city's time zone; ``None`` will do if it always holds.

        Returns
        -------
        bool
            False outside its time and hours.

        Raises
        ------
        ValueError
            When it depends on the time and no aware time is given.
        """
        if self.hours is None and self.begins_at is None and self.ends_at is None:
            return True
        if at is None or at.tzinfo is None:
            msg = f"Expected an aware time for overlay {self.id!r}, got {at}."
            raise ValueError(msg)
        has_begun = self.begins_at is None or self.begins_at <= at
        has_ended = self.ends_at is not None and self.ends_at <= at
        return has_begun and not has_ended and (self.hours is None or self.hours.contain(at))


def overlaid(network: Network, overlays: Iterable[Overlay]) -> Network:
    """Apply overlays to a network, whatever the time.

    Factors on the same street multiply, and a closure beats them all. No factor makes
    anyone faster than is plausible.

    Parameters
    ----------
    network
        Streets of a city, as they usually are.
    overlays
        What is different.

    Returns
    -------
    Network
        The same streets with other durations.

    Raises
    ------
    CityError
        When an overlay touches no street; the message names it.
    """
    factors = np.ones((len(Profile), network.num_edges))
    is_shut = np.zeros((len(Profile), network.num_edges), np.bool_)
    for overlay in overlays:
        edges = _meant(network, overlay)
        for profile in overlay.profiles:
            if overlay.is_closed:
                is_shut[profile.row, edges] = True
            else:
                factors[profile.row, edges] *= overlay.time_permille / THOUSAND
    factors[:, network.edge_classes == BARRIER_NUMBER] = 1.0
    touched = np.flatnonzero(np.any((factors != 1.0) | is_shut, axis=0))
    fastest = np.array([PLAUSIBLE_SPEED[profile][1] for profile in Profile])[:, None]
    lengths = network.edge_lengths[touched]
    shortest = np.ceil(lengths * DECISECONDS_PER_KMH_DECIMETRE / fastest)[:, None, :]
    usual, factor = network.durations[:, :, touched], factors[:, None, touched]
    slowed = np.maximum(np.rint(usual * factor), np.minimum(usual, shortest))
    is_closed = (usual == CLOSED) | is_shut[:, None, touched]
    durations = network.durations.copy()
    durations[:, :, touched] = np.where(is_closed, CLOSED, np.where(factor == 1.0, usual, slowed))
    return replace(network, durations=durations)


def _meant(network: Network, overlay: Overlay) -> NDArray[np.int64]:
    """Return the edges that an overlay speaks of."""
    is_meant = np.zeros(network.num_edges, np.bool_)
    polygon = overlay.polygon()
    if polygon is not None:
        is_meant[_touching(network, polygon)] = True
    if overlay.edges:
        if not 0 <= min(overlay.edges) <= max(overlay.edges) < network.num_edges:
            msg = f"Expected edges below {network.num_edges} in overlay {overlay.id!r}."
            raise CityError(msg)
        is_meant[list(overlay.edges)] = True
    if overlay.streets:
        if unknown := sorted(overlay.streets - set(network.names)):
            raise UnknownStreetError(overlay=overlay.id, streets=unknown)
        is_named = np.array([name in overlay.streets for name in network.names])
        is_meant |= is_named[network.edge_names]
    if polygon is None and not overlay.edges and not overlay.streets:
        is_meant[:] = True
    elif not is_meant.any():
        msg = (
            f"Expected overlay {overlay.id!r} to touch streets of the city, got {_place(overlay)}."
        )
        raise CityError(msg)
    if overlay.classes:
        is_meant &= np.isin(
            network.edge_classes, [CLASS_NAMES.index(name) for name in overlay.classes]
        )
    if overlay.surfaces:
        has_surface = [rule.get("surface", "") in overlay.surfaces for rule in network.rules]
        is_meant &= np.array(has_surface)[network.edge_rules]
    return np.flatnonzero(is_meant)


def _touching(network: Network, polygon: shapely.Polygon) -> NDArray[np.int64]:
    """Return the edges whose lines touch a polygon."""
    west, south, east, north = (round(bound * 1e7) for bound in polygon.bounds)
    begins = network.points_from[:-1]
    lats, lons = network.point_lats, network.point_lons
    near = np.flatnonzero(
        (np.maximum.reduceat(lats, begins) >= south)
        & (np.minimum.reduceat(lats, begins) <= north)
        & (np.maximum.reduceat(lons, begins) >= west)
        & (np.minimum.reduceat(lons, begins) <= east)
    )
    if not len(near):
        return near
    points, owners = network.points_of(near)
    places = np.column_stack((network.point_lons[points], network.point_lats[points])) / 1e7
    touches: NDArray[np.bool_] = shapely.intersects(
        polygon, shapely.linestrings(places, indices=owners)
    )
    return near[touches]


def _place(overlay: Overlay) -> str:
    if not overlay.area:
        return "none"
    corner = overlay.area[0]
    return f"an area at lat {corner.lat:.5f}, lon {corner.lon:.5f}, where there are none"
