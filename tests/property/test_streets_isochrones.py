"""Laws of isochrones on random grids of streets, against streets cut one by one."""

from __future__ import annotations

from itertools import pairwise, product
from typing import TYPE_CHECKING

import numpy as np
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.ops import substring

from routing.streets.hierarchy.reach import travel_to_all
from routing.streets.isochrone import ASIDE, CELL
from routing.streets.network import BARRIER_NUMBER, CLOSED
from routing.streets.packed import unpack
from routing.streets.profiles import Profile
from tests.property.test_streets_properties import drawings, points_on
from tests.property.test_streets_turns import restricted

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from routing.model import Location
    from routing.streets.city import City
    from tests.drawn_streets import Drawing

MINUTES = (1, 2, 4)
COARSE = 1.5 * CELL
"""How far the grid may be off: rounding of samples to it and lines drawn through it."""


def flat_line(city: City, edge: int) -> shapely.LineString:
    """Return an edge in metres."""
    lons, lats = city.network.points(edge).T
    return shapely.LineString(city.prepared.plane.project(lats, lons))


def reached_streets(
    city: City, point: Location, profile: Profile, minutes: int
) -> shapely.Geometry:
    """Return the streets that are reached in time, cut where the time is up."""
    start, router = city.snap([point], profile), city.prepared.router(profile)
    travel = travel_to_all(router.topology, router.tree, router.weights, router.sources(start))
    network, limit = city.network, minutes * 600
    own, share = int(start.edges[0]), float(start.shares[0])
    parts: list[shapely.Geometry] = [flat_line(city, own).interpolate(share, normalized=True)]
    for way, edge in product((0, 1), range(network.num_edges)):
        whole = int(network.durations[profile.row, way, edge])
        tail = int(router.graph.edge_tails[way, edge])
        if whole == CLOSED or network.edge_classes[edge] == BARRIER_NUMBER:
            continue
        begins = [] if edge != own else [(0.0, share if way == 0 else 1.0 - share)]
        if tail >= 0 and np.isfinite(travel[tail]):
            begins.append((float(unpack(travel[tail : tail + 1])[0][0]), 0.0))
        for begun, first in begins:
            last = min(1.0, first + (limit - begun) / whole)
            if last > first:
                ends = (first, last) if way == 0 else (1.0 - last, 1.0 - first)
                parts.append(substring(flat_line(city, edge), *ends, normalized=True))
    return shapely.union_all(parts)


@settings(max_examples=40, deadline=None)
@given(
    data=st.data(),
    drawing=st.one_of(drawings(), restricted()),
    profile=st.sampled_from(list(Profile)),
)
def test_an_isochrone_is_what_lies_beside_the_streets_reached_in_time(
    data: st.DataObject, drawing: Drawing, profile: Profile
) -> None:
    """Within 40 m of them, give or take the grid: no less, and nothing late deep inside."""
    city = drawing.city()
    point = data.draw(points_on(drawing))[0]
    plane = city.prepared.plane

    areas = city.isochrones(point, profile, MINUTES)

    def to_plane(points: NDArray[np.float64]) -> NDArray[np.float64]:
        return plane.project(points[:, 1], points[:, 0])

    for minutes, area in zip(MINUTES, areas, strict=True):
        drawn = shapely.transform(area, to_plane)
        streets = reached_streets(city, point, profile, minutes)
        assert drawn.is_valid
        assert drawn.covers(streets.buffer(ASIDE - COARSE))
        assert streets.buffer(ASIDE + COARSE).covers(drawn)
    for less, more in pairwise(areas):
        assert less.difference(more).area == 0
