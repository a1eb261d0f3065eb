"""Finds the nearest street of a profile for each point, and where along it the point lies."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np
import shapely

from routing.streets.errors import CityError, FarFromStreetError
from routing.streets.network import BACKWARD, BARRIER_NUMBER, CLOSED, FORWARD
from routing.streets.packed import pack

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from routing.model import Location
    from routing.streets.geodesy import Plane
    from routing.streets.network import Network
    from routing.streets.profiles import Profile

SNAP_LIMIT = 500.0
"""Metres beyond which a point counts as being nowhere near a street."""
MOST_REMEMBERED = 20_000
"""Points whose nearest street is kept at hand, per profile."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Snapped:
    """Points on streets; ``n`` of them, all for one profile.

    Attributes
    ----------
    profile
        Whose streets they are.
    lats, lons
        The points on the street, WGS84 degrees, shape ``(n,)``.
    offsets
        Metres from the given points to the street, shape ``(n,)``.
    edges
        Edge of each point, shape ``(n,)``.
    shares
        Share of the edge's length that lies before the point, 0 to 1, shape ``(n,)``.
    after, before
        Packed cost of going on to the edge's end and begin, shape ``(n, 2)``: column
        `FORWARD` towards `edge_to`, column `BACKWARD` towards `edge_from`; ``after`` leads
        from the point to that end, ``before`` from the opposite end to the point, both in
        that direction. Infinite where the direction is closed.
    """

    profile: Profile
    lats: NDArray[np.float64]
    lons: NDArray[np.float64]
    offsets: NDArray[np.float64]
    edges: NDArray[np.int64]
    shares: NDArray[np.float64]
    after: NDArray[np.float64]
    before: NDArray[np.float64]

    def __len__(self) -> int:
        """Return the number of points."""
        return len(self.edges)

    def part(self, which: slice) -> Snapped:
        """Return some of the points."""
        return Snapped(
            profile=self.profile,
            lats=self.lats[which],
            lons=self.lons[which],
            offsets=self.offsets[which],
            edges=self.edges[which],
            shares=self.shares[which],
            after=self.after[which],
            before=self.before[which],
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class StreetIndex:
    """Streets of one profile, ready to be searched.

    Attributes
    ----------
    profile
        Whose streets they are.
    plane
        The flat picture of the city that they are drawn on.
    edges
        Edge of each line.
    lines
        Geometries in the plane.
    tree
        Index of `lines`.
    is_shut
        Lines that are closed at the moment.
    nearest
        Line nearest to each point that was asked for: the same doors are asked for all
        day. Forgotten when it holds `MOST_REMEMBERED`.
    """

    profile: Profile
    plane: Plane
    edges: NDArray[np.int64]
    lines: NDArray[np.object_]
    tree: shapely.STRtree
    is_shut: NDArray[np.bool_]
    nearest: dict[Location, int] = field(default_factory=dict)


def street_index(network: Network, plane: Plane, profile: Profile) -> StreetIndex:
    """Index the streets that a profile can use and reach.

    Parameters
    ----------
    network
        Streets of a city.
    plane
        Flat picture around the city's center.
    profile
        Who moves.

    Returns
    -------
    StreetIndex
        For `snap`.
    """
    edges = np.flatnonzero(network.is_usable(profile))
    lines = _lines(network, plane, edges)
    return StreetIndex(
        profile=profile,
        plane=plane,
        edges=edges,
        lines=lines,
        tree=shapely.STRtree(lines),
        is_shut=np.zeros(len(edges), np.bool_),
    )


def in_other_state(index: StreetIndex, network: Network) -> StreetIndex:
    """Return an index of the same streets in another state.

    Parameters
    ----------
    index
        Of the usual state.
    network
        The network it was made from, with other durations.

    Returns
    -------
    StreetIndex
        Shares everything with the first but what is closed.
    """
    return replace(index, is_shut=~network.is_usable(index.profile)[index.edges])


def snap(
    index: StreetIndex,
    network: Network,
    points: Sequence[Location],
    *,
    limit: float = SNAP_LIMIT,
) -> Snapped:
    """Move points to the nearest street.

    Parameters
    ----------
    index
        Streets of the profile.
    network
        The network it was made from.
    points
        Where to start or end.
    limit
        Metres beyond which a point is refused.

    Returns
    -------
    Snapped
        One entry per point, in their order.

    Raises
    ------
    FarFromStreetError
        For the first point without a street within `limit`.
    CityError
        When the profile has no streets at all.
    """
    if len(points) and not len(index.edges):
        msg = f"Expected streets for the profile {index.profile.value}, got none in this city."
        raise CityError(msg)
    lats = np.array([point.lat for point in points], dtype=np.float64)
    lons = np.array([point.lon for point in points], dtype=np.float64)
    flat = shapely.points(index.plane.project(lats, lons))
    line_of = _nearest_lines(index, points, flat)
    line_of[shapely.distance(flat, index.lines[line_of]) > limit] = -1
    for number in np.flatnonzero((line_of >= 0) & index.is_shut[line_of]).tolist():
        line_of[number] = _nearest_open(index, flat[number], limit)
    if len(points) and line_of.min() < 0:
        number = int(line_of.argmin())
        raise _too_far(index, network, points[number], number, limit)
    lines = index.lines[line_of]
    shares = shapely.line_locate_point(lines, flat, normalized=True)
    on_street = shapely.line_interpolate_point(lines, shares, normalized=True)
    new_lats, new_lons = index.plane.unproject(shapely.get_coordinates(on_street))
    edges = index.edges[line_of]
    after, before = _costs(network, index.profile, edges, shares)
    return Snapped(
        profile=index.profile,
        lats=new_lats,
        lons=new_lons,
        offsets=shapely.distance(flat, on_street),
        edges=edges,
        shares=shares,
        after=after,
        before=before,
    )


def _nearest_lines(
    index: StreetIndex, points: Sequence[Location], flat: NDArray[np.object_]
) -> NDArray[np.int64]:
    """Return the nearest line of each point, however far; looked up once per point."""
    lines = np.array([index.nearest.get(point, -1) for point in points], dtype=np.int64)
    new = np.flatnonzero(lines < 0)
    if len(new):
        lines[new] = index.tree.query_nearest(flat[new], all_matches=False)[1]
        if len(index.nearest) + len(new) > MOST_REMEMBERED:
            index.nearest.clear()
        index.nearest.update({points[number]: int(lines[number]) for number in new.tolist()})
    return lines


def _nearest_open(index: StreetIndex, point: shapely.Point, limit: float) -> int:
    """Return the nearest line that is not closed at the moment, -1 if there is none."""
    near = index.tree.query(point, predicate="dwithin", distance=limit)
    is_open = near[~index.is_shut[near]]
    if not len(is_open):
        return -1
    return int(is_open[shapely.distance(point, index.lines[is_open]).argmin()])


def _costs(
    network: Network, profile: Profile, edges: NDArray[np.int64], shares: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return packed costs after and before each point; both sum to the whole edge's cost."""
    lengths = network.edge_lengths[edges]
    decimetres = np.rint(lengths * shares).astype(np.int32)
    after = np.full((len(edges), 2), np.inf)
    before = np.full((len(edges), 2), np.inf)
    for direction, share, done in (
        (FORWARD, shares, decimetres),
        (BACKWARD, 1.0 - shares, lengths - decimetres),
    ):
        whole = network.durations[profile.row, direction, edges]
        is_open = whole != CLOSED
        passed = np.rint(whole * share).astype(np.int32)
        before[is_open, direction] = pack(passed, done)[is_open]
        after[is_open, direction] = pack(whole - passed, lengths - done)[is_open]
    return after, before


def _too_far(
    index: StreetIndex, network: Network, point: Location, number: int, limit: float
) -> FarFromStreetError:
    """Return the error for a point without an open street nearby, with the likely reason."""
    to_street = _distance_to_street(index, point.lat, point.lon)
    is_swappable = abs(point.lon) <= 90.0  # noqa: PLR2004 - the range of latitudes
    hint = ""
    if is_swappable and _distance_to_street(index, point.lon, point.lat) <= limit:
        hint = " Latitude and longitude seem to be swapped."
    elif index.is_shut.any() and _distance(index, index.lines, point) <= limit:
        hint = " All streets nearby are closed at the moment."
    elif _distance(index, _lines_apart(index, network), point) <= limit:
        hint = " The streets nearby are cut off from the rest of the city for this profile."
    return FarFromStreetError(
        index=number,
        distance=round(to_street),
        limit=round(limit),
        place=f"lat {point.lat:.5f}, lon {point.lon:.5f}",
        hint=hint,
    )


def _distance_to_street(index: StreetIndex, lat: float, lon: float) -> float:
    """Return metres to the nearest street that is open; to any, if none is."""
    point = shapely.points(index.plane.project(np.array([lat]), np.array([lon])))
    if index.is_shut.any() and not index.is_shut.all():
        return float(shapely.distance(index.lines[~index.is_shut], point).min())
    _, distances = index.tree.query_nearest(point, return_distance=True, all_matches=False)
    return float(distances[0])


def _distance(index: StreetIndex, lines: NDArray[np.object_], point: Location) -> float:
    """Return metres from a point to the nearest of some lines."""
    flat = shapely.points(index.plane.project(np.array([point.lat]), np.array([point.lon])))
    return float(shapely.distance(lines, flat).min(initial=np.inf))


def _lines_apart(index: StreetIndex, network: Network) -> NDArray[np.object_]:
    """Return the streets that are open to the profile and lie apart from the main part."""
    is_open = (network.durations[index.profile.row] != CLOSED).any(axis=0)
    main = network.is_main[index.profile.row]
    is_apart = is_open & ~(main[network.edge_from] & main[network.edge_to])
    is_apart &= network.edge_classes != BARRIER_NUMBER
    return _lines(network, index.plane, np.flatnonzero(is_apart))


def _lines(network: Network, plane: Plane, edges: NDArray[np.int64]) -> NDArray[np.object_]:
    """Return edges as lines in the plane."""
    points, owners = network.points_of(edges)
    flat = plane.project(network.point_lats[points] / 1e7, network.point_lons[points] / 1e7)
    lines: NDArray[np.object_] = (
        shapely.linestrings(flat, indices=owners) if len(edges) else np.empty(0, dtype=object)
    )
    return lines
