"""A matrix entry, its path, the path's streets and its directions are the same travel."""

from __future__ import annotations

from itertools import pairwise, product
from typing import TYPE_CHECKING

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from routing.streets.directions import Maneuver, directions
from routing.streets.errors import CityError
from routing.streets.profiles import Profile
from tests.property.test_streets_properties import drawings
from tests.property.test_streets_turns import points_on, restricted

if TYPE_CHECKING:
    from tests.drawn_streets import Drawing


@settings(max_examples=100, deadline=None)
@given(
    data=st.data(),
    drawing=st.one_of(restricted(), drawings()),
    profile=st.sampled_from(list(Profile)),
    time_permille=st.sampled_from((1000, 500, 873, 1333)),
)
def test_a_matrix_entry_is_the_sum_of_its_legs_and_of_its_directions(
    data: st.DataObject, drawing: Drawing, profile: Profile, time_permille: int
) -> None:
    """To the second and the metre, for all profiles, with turns, barriers, slower couriers."""
    city = drawing.city()
    points = data.draw(points_on(drawing))
    matrix = city.matrix(points, profile, time_permille=time_permille)
    rows = city.rows(points, points, profile, time_permille=time_permille)

    assert np.array_equal(matrix.durations, rows.durations)
    for i, j in product(range(len(points)), repeat=2):
        if not matrix.reachable[i, j]:
            continue
        path = city.path(points[i], points[j], profile, time_permille=time_permille)
        steps = directions(city.network, profile, path)
        expected = (matrix.durations[i, j], matrix.distances[i, j])
        assert (path.duration, path.distance) == expected
        assert path.trail.seconds[-1] == path.duration
        for parts in (path.stretches, steps):
            assert sum(part.duration for part in parts) == path.duration
            assert sum(part.distance for part in parts) == path.distance
        assert all(step.duration >= 0 and step.distance >= 0 for step in steps)


@settings(max_examples=60, deadline=None)
@given(
    data=st.data(),
    drawing=st.one_of(restricted(), drawings()),
    profile=st.sampled_from(list(Profile)),
)
def test_a_route_is_the_sum_of_its_matrix_entries(
    data: st.DataObject, drawing: Drawing, profile: Profile
) -> None:
    """Leg by leg, in the order of the stops."""
    city = drawing.city()
    points = data.draw(points_on(drawing))
    matrix = city.matrix(points, profile)
    entries = [(i, i + 1) for i in range(len(points) - 1)]
    if not all(matrix.reachable[entry] for entry in entries):
        return

    legs = city.paths(points, profile)

    assert sum(leg.duration for leg in legs) == sum(matrix.durations[e] for e in entries)
    assert sum(leg.distance for leg in legs) == sum(matrix.distances[e] for e in entries)


@settings(max_examples=60, deadline=None)
@given(
    data=st.data(),
    drawing=st.one_of(restricted(), drawings()),
    profile=st.sampled_from(list(Profile)),
)
def test_directions_lead_from_the_departure_to_the_arrival(
    data: st.DataObject, drawing: Drawing, profile: Profile
) -> None:
    """One departure first, one arrival last, each step at a point of the line, in order."""
    city = drawing.city()
    a, b = data.draw(points_on(drawing))[:2]
    try:
        path = city.path(a, b, profile)
    except CityError:
        return

    steps = directions(city.network, profile, path)

    kinds = [step.maneuver for step in steps]
    ends = {Maneuver.DEPART, Maneuver.ARRIVE}
    line = [(round(lon, 9), round(lat, 9)) for lon, lat in path.geometry.coords]
    places = [(round(s.location.lon, 9), round(s.location.lat, 9)) for s in steps]
    assert kinds[0] is Maneuver.DEPART
    assert kinds[-1] is Maneuver.ARRIVE
    assert not ends & set(kinds[1:-1])
    assert places[0] == line[0]
    assert places[-1] == line[-1]
    assert set(places) <= set(line)
    assert all(0 <= step.bearing < 360 for step in steps)
    assert all(one != other for one, other in pairwise(steps))
