"""Snapping, travel times and paths on small drawn maps."""

from __future__ import annotations

import numpy as np
import pytest

from routing.model import Location
from routing.streets.errors import CityError, FarFromStreetError
from routing.streets.profiles import Profile
from tests.drawn_streets import ORIGIN, Drawing, square, street

FOOT, BIKE, CARGO_BIKE, E_VAN = Profile


def test_a_point_beside_a_street_lands_on_it_where_it_is_nearest() -> None:
    """20 m north of the middle of the south side: back onto its middle."""
    drawing = square()
    middle = drawing.between(1, 2)
    beside = Location(lat=middle.lat + 20 / 111_195, lon=middle.lon)

    snapped = drawing.city().snap([beside], FOOT)

    assert snapped.lats[0] == pytest.approx(middle.lat, abs=1e-7)
    assert snapped.lons[0] == pytest.approx(middle.lon, abs=1e-7)
    assert snapped.offsets[0] == pytest.approx(20, abs=0.1)
    assert snapped.shares[0] == pytest.approx(0.5, abs=1e-6)


def test_a_point_far_from_every_street_is_named_with_its_distance() -> None:
    """Ten steps of 111.2 m north of the north side, which lies at row 1."""
    drawing = square()
    near, far = drawing.at(1), Location(lat=ORIGIN[0] + 0.011, lon=ORIGIN[1])

    with pytest.raises(FarFromStreetError) as caught:
        drawing.city().matrix([near, far], BIKE)

    assert (caught.value.index, caught.value.distance, caught.value.limit) == (1, 1112, 500)
    assert "point 1 (lat 60.01100, lon 24.00000) at 1112 m" in str(caught.value)


def test_swapped_coordinates_are_recognized() -> None:
    """With latitude and longitude exchanged the point would lie on a street."""
    drawing = square()
    corner = drawing.at(1)

    with pytest.raises(FarFromStreetError, match="seem to be swapped"):
        drawing.city().snap([Location(lat=corner.lon, lon=corner.lat)], FOOT)


def test_a_point_on_an_island_is_told_why_it_is_refused() -> None:
    """A street 1.1 km north of the square that nothing joins to it."""
    drawing = square(street(5, 6, name="Island"))
    drawing.nodes.update({5: (0.0, 11.0), 6: (2.0, 11.0)})

    with pytest.raises(FarFromStreetError, match=r"at 1112 m\. The streets nearby are cut off"):
        drawing.city().snap([drawing.at(5)], BIKE)


def test_each_profile_lands_on_its_own_streets() -> None:
    """A van beside a footway goes to the street behind it."""
    drawing = square(street(5, 6, highway="footway"), street(5, 4), street(6, 3))
    drawing.nodes.update({5: (0.0, 2.0), 6: (2.0, 2.0)})
    city, point = drawing.city(), drawing.between(5, 6)

    on_foot, in_van = city.snap([point], FOOT), city.snap([point], E_VAN)

    assert on_foot.offsets[0] == pytest.approx(0, abs=0.1)
    assert in_van.offsets[0] > 50


def test_travel_between_corners_is_the_sum_of_the_sides() -> None:
    """From corner 1 to corner 3: 111.2 m east and 111.2 m north, at 15.5 km/h."""
    drawing = square()
    city = drawing.city()

    found = city.matrix([drawing.at(1), drawing.at(3)], BIKE)

    assert found.distances.tolist() == [[0, 222], [222, 0]]
    assert found.durations.tolist() == [[0, 52], [52, 0]]
    assert found.reachable.all()


def test_points_within_edges_pay_only_their_part() -> None:
    """From the middle of the south side to the middle of the east side: 55.6 m twice."""
    drawing = square()
    city = drawing.city()

    found = city.matrix([drawing.between(1, 2), drawing.between(2, 3)], BIKE)

    assert found.distances[0, 1] == 111
    assert found.durations[0, 1] == 26


def test_two_points_on_one_edge_do_not_go_round_by_its_ends() -> None:
    """A quarter of the side apart: 27.8 m, both ways."""
    drawing = square()

    found = drawing.city().matrix([drawing.between(1, 2, 0.25), drawing.between(1, 2)], BIKE)

    assert found.distances.tolist() == [[0, 28], [28, 0]]


def test_going_back_on_a_one_way_edge_means_going_round_the_block() -> None:
    """27.8 m forward, or the rest of the whole square of 444.8 m to get there from ahead."""
    drawing = Drawing(
        {1: (0.0, 0.0), 2: (2.0, 0.0), 3: (2.0, 1.0), 4: (0.0, 1.0)},
        (street(1, 2, oneway="yes"), street(2, 3), street(3, 4), street(4, 1)),
    )
    behind, ahead = drawing.between(1, 2, 0.25), drawing.between(1, 2)

    found = drawing.city().matrix([behind, ahead], E_VAN)

    assert found.distances[0, 1] == 28
    assert found.distances[1, 0] == pytest.approx(445 - 28, abs=1)


def test_contraflow_opens_the_short_way_back_to_bicycles_only() -> None:
    """One-way with ``oneway:bicycle=no``: the van has to go round."""
    drawing = Drawing(
        {1: (0.0, 0.0), 2: (2.0, 0.0), 3: (2.0, 1.0), 4: (0.0, 1.0)},
        (
            street(1, 2, oneway="yes", oneway__bicycle="no"),
            street(2, 3),
            street(3, 4),
            street(4, 1),
        ),
    )
    city, ends = drawing.city(), [drawing.at(2), drawing.at(1)]

    assert city.matrix(ends, BIKE).distances[0, 1] == 111
    assert city.matrix(ends, E_VAN).distances[0, 1] == 334


def test_steps_save_way_only_on_foot() -> None:
    """The south side is a flight of steps; the way round it is three sides long."""
    drawing = Drawing(
        {1: (0.0, 0.0), 2: (2.0, 0.0), 3: (2.0, 1.0), 4: (0.0, 1.0)},
        (street(1, 2, highway="steps"), street(2, 3), street(3, 4), street(4, 1)),
    )
    city, ends = drawing.city(), [drawing.at(1), drawing.at(2)]

    assert city.matrix(ends, FOOT).distances[0, 1] == 111
    assert city.matrix(ends, BIKE).distances[0, 1] == 334


def test_a_bollard_sends_the_van_round_and_lets_the_bicycle_pass() -> None:
    """A bollard in the middle of the south side."""
    drawing = Drawing(
        {1: (0.0, 0.0), 5: (1.0, 0.0), 2: (2.0, 0.0), 3: (2.0, 1.0), 4: (0.0, 1.0)},
        (street(1, 5, 2), street(2, 3), street(3, 4), street(4, 1)),
        barriers={5: {"barrier": "bollard"}},
    )
    city, ends = drawing.city(), [drawing.at(1), drawing.at(2)]

    assert city.matrix(ends, BIKE).distances[0, 1] == 111
    assert city.matrix(ends, E_VAN).distances[0, 1] == 334


def test_rows_are_the_matrix_s_entries_whichever_side_is_searched_from() -> None:
    """Two by five searches forward, five by two backward."""
    drawing = square(street(1, 3, oneway="yes"))
    city = drawing.city()
    few = [drawing.between(1, 2, 0.3), drawing.between(3, 1, 0.4)]
    many = [drawing.at(4), *(drawing.between(a, a % 4 + 1, 0.7) for a in (1, 2, 3, 4))]

    whole = city.matrix([*few, *many], BIKE)
    there, back = city.rows(few, many, BIKE), city.rows(many, few, BIKE)

    assert np.array_equal(there.durations, whole.durations[:2, 2:])
    assert np.array_equal(there.distances, whole.distances[:2, 2:])
    assert np.array_equal(back.durations, whole.durations[2:, :2])
    assert np.array_equal(back.distances, whole.distances[2:, :2])


def test_rows_mask_what_is_beyond_the_limit() -> None:
    """Corner 2 is 25.8 s away, corner 3 51.6 s: a limit of 26 s admits the first only."""
    drawing = square()

    found = drawing.city().rows([drawing.at(1)], [drawing.at(2), drawing.at(3)], BIKE, limit=26)

    assert found.reachable.tolist() == [[True, False]]
    assert found.durations.tolist() == [[26, 0]]


def test_no_points_give_an_empty_matrix() -> None:
    """A day without orders is a day."""
    found = square().city().matrix([], FOOT)

    assert found.num_locations == 0


def test_a_path_names_its_streets_and_ends_at_its_points() -> None:
    """Half of the south side, then half of the east side."""
    drawing = square()
    start, end = drawing.between(1, 2), drawing.between(2, 3)

    path = drawing.city().path(start, end, BIKE)

    assert path.street_names == ("South", "East")
    assert [stretch.distance for stretch in path.stretches] == [56, 55]
    assert path.distance == 111
    lines = [list(point) for point in path.geometry.coords]
    expected = [[p.lon, p.lat] for p in (start, drawing.at(2), end)]
    assert np.allclose(lines, expected, atol=1e-7)


def test_a_path_against_the_drawing_is_drawn_in_the_direction_of_travel() -> None:
    """From corner 2 to corner 1, while the south side was drawn from 1 to 2."""
    drawing = square()

    path = drawing.city().path(drawing.at(2), drawing.at(1), BIKE)

    assert path.geometry.coords[0] == pytest.approx((drawing.at(2).lon, 60.0))
    assert path.geometry.coords[-1] == pytest.approx((drawing.at(1).lon, 60.0))


def test_a_barrier_does_not_interrupt_a_street_s_name() -> None:
    """The second at the bollard belongs to the street it stands on."""
    drawing = Drawing(
        {1: (0.0, 0.0), 2: (1.0, 0.0), 3: (2.0, 0.0)},
        (street(1, 2, 3, name="Quay"),),
        barriers={2: {"barrier": "bollard"}},
    )

    path = drawing.city().path(drawing.at(1), drawing.at(3), BIKE)

    assert path.street_names == ("Quay",)


def test_a_path_to_the_same_point_has_no_length() -> None:
    """It is still a line, of two equal points."""
    drawing = square()
    point = drawing.between(1, 2)

    path = drawing.city().path(point, point, FOOT)

    assert (path.distance, path.duration) == (0, 0)
    assert len(path.geometry.coords) == 2


def test_paths_have_one_leg_fewer_than_points() -> None:
    """Three corners, two legs."""
    drawing = square()

    legs = drawing.city().paths([drawing.at(1), drawing.at(2), drawing.at(3)], BIKE)

    assert [leg.street_names for leg in legs] == [("South",), ("East",)]


def test_a_profile_without_streets_is_told_so() -> None:
    """A map of footways has nothing for a van."""
    drawing = Drawing({1: (0.0, 0.0), 2: (1.0, 0.0)}, (street(1, 2, highway="footway"),))

    with pytest.raises(CityError, match="Expected streets for the profile e_van, got none"):
        drawing.city().snap([drawing.at(1)], E_VAN)


@pytest.mark.parametrize("time_permille", [-5, 0, 120, 499, 5001])
def test_nobody_is_faster_or_slower_than_is_plausible(time_permille: int) -> None:
    """At 120 thousandths of the usual time a bicycle would do 127 km/h."""
    drawing = square()
    city, ends = drawing.city(), (drawing.at(1), drawing.at(3))

    with pytest.raises(ValueError, match="Expected time_permille from 500 to 5000"):
        city.matrix(ends, BIKE, time_permille=time_permille)
    with pytest.raises(ValueError, match="Expected time_permille from 500 to 5000"):
        city.path(*ends, BIKE, time_permille=time_permille)
