"""Turn restrictions on small drawn maps."""

from __future__ import annotations

import numpy as np
import pytest

from routing.streets.graph import profile_graph
from routing.streets.profiles import Profile
from routing.streets.raw import Restriction
from routing.streets.router import build_router, order_of
from tests.drawn_streets import Drawing, square, street

FOOT, BIKE, CARGO_BIKE, E_VAN = Profile


def crossing(*turns: Restriction) -> Drawing:
    """Return a crossing 5 with four arms of 111 m: west 1, south 2, east 3, north 4."""
    nodes = {1: (-2.0, 0.0), 2: (0.0, -1.0), 3: (2.0, 0.0), 4: (0.0, 1.0), 5: (0.0, 0.0)}
    arms = (
        street(1, 5, name="West"),
        street(2, 5, name="South"),
        street(5, 3, name="East"),
        street(5, 4, name="North"),
    )
    return Drawing(nodes, arms, restrictions=turns)


def no_left(*, is_only: bool = False, exempt: str = "") -> Restriction:
    """Return: from the west into the north, forbidden or the only turn allowed."""
    return Restriction(from_way=100, via_node=5, to_way=103, is_only=is_only, exempt=exempt)


def test_a_forbidden_turn_is_replaced_by_turning_round_at_the_next_dead_end() -> None:
    """Straight on to the east or south end and back, 111 m each way, then into the north."""
    drawing = crossing(no_left())
    city, ends = drawing.city(), [drawing.at(1), drawing.at(4)]

    on_foot, in_van = city.matrix(ends, FOOT), city.matrix(ends, E_VAN)

    assert on_foot.distances[0, 1] == 222
    assert in_van.distances[0, 1] == 445
    assert in_van.distances[1, 0] == 222


def test_a_u_turn_in_the_crossing_takes_its_time() -> None:
    """Long arms: from the north round in the crossing back to the north takes 20 s more."""
    drawing = crossing(no_left())
    start, end = drawing.between(5, 4, 0.02), drawing.between(5, 4, 0.02)
    city = drawing.city()
    back = Restriction(from_way=103, via_node=5, to_way=103, is_only=False)

    free = city.matrix([start, end], E_VAN)
    arcs = profile_graph(crossing(no_left(), back).city().network, E_VAN)

    assert free.durations[0, 1] == 0
    turning = profile_graph(city.network, E_VAN)
    assert np.count_nonzero(turning.turn_costs == 200.0 * 2**26) == 4
    assert np.count_nonzero(arcs.turn_costs == 200.0 * 2**26) == 3


def test_the_only_allowed_turn_leaves_no_other() -> None:
    """From the west into the north only: the east costs the way to the north end and back."""
    drawing = crossing(no_left(is_only=True))

    found = drawing.city().matrix([drawing.at(1), drawing.at(4), drawing.at(3)], E_VAN)

    assert found.distances[0].tolist() == [0, 222, 445]


@pytest.mark.parametrize(("profile", "distance"), [(FOOT, 222), (BIKE, 222), (E_VAN, 445)])
def test_bicycles_may_be_exempt_and_walkers_always_are(profile: Profile, distance: int) -> None:
    """``except=bicycle``."""
    drawing = crossing(no_left(exempt="psv; bicycle"))

    found = drawing.city().matrix([drawing.at(1), drawing.at(4)], profile)

    assert found.distances[0, 1] == distance


def test_a_path_names_the_streets_of_its_detour() -> None:
    """In at the west, down to the south end or east end and back, out at the north."""
    drawing = crossing(no_left())

    path = drawing.city().path(drawing.at(1), drawing.at(4), E_VAN)

    assert path.street_names in {("West", "South", "North"), ("West", "East", "North")}
    assert path.distance == 445
    assert sum(part.duration for part in path.stretches) == path.duration


def test_only_nodes_with_restrictions_and_those_right_behind_are_split() -> None:
    """A restriction at a corner of the square; its neighbors lie 55 m away, beyond 10 s."""
    drawing = square()
    turn = Restriction(from_way=100, via_node=2, to_way=101, is_only=False)
    network = Drawing(drawing.nodes, drawing.ways, restrictions=(turn,)).city().network

    graphs = {profile: profile_graph(network, profile) for profile in Profile}

    assert [graphs[profile].num_split for profile in Profile] == [0, 1, 1, 1]
    assert graphs[FOOT].num_nodes == 4
    assert graphs[E_VAN].num_nodes == 3 + 4


def test_turning_round_is_no_way_out_where_the_next_crossing_is_near() -> None:
    """Crossings 11 m apart: tenths 205 + 20 there, 200 to turn round, 20 + 205 back and on."""
    nodes = {
        1: (-2.0, 0.0),
        5: (0.0, 0.0),
        3: (0.2, 0.0),
        4: (0.0, 1.0),
        6: (2.0, 0.0),
        7: (0.2, -1.0),
    }
    ways = (street(1, 5), street(5, 3), street(5, 4), street(3, 6), street(3, 7))
    turn = Restriction(from_way=100, via_node=5, to_way=102, is_only=False)
    drawing = Drawing(nodes, ways, restrictions=(turn,))
    city, ends = drawing.city(), [drawing.at(1), drawing.at(4)]

    found, free = city.matrix(ends, E_VAN), city.matrix(ends, FOOT)

    assert free.distances[0, 1] == 222
    assert found.durations[0, 1] == 65


def test_a_forbidden_u_turn_into_a_way_that_goes_on_leaves_going_on_allowed() -> None:
    """One way through three nodes with a ``no_u_turn`` in its middle."""
    nodes = {1: (0.0, 0.0), 2: (1.0, 0.0), 3: (2.0, 0.0)}
    turn = Restriction(from_way=100, via_node=2, to_way=100, is_only=False)
    drawing = Drawing(nodes, (street(1, 2, 3),), restrictions=(turn,))

    found = drawing.city().matrix([drawing.at(1), drawing.at(3)], E_VAN)

    assert found.distances.tolist() == [[0, 111], [111, 0]]


def carriageways(*turns: Restriction) -> Drawing:
    """Return two one-way streets, east in the south and west in the north, with a link.

    The link from 2 to 5 is 222 m long and open both ways; east of it the streets go on to
    3 and from 6, and a street from 3 to 6 joins them.
    """
    nodes = {
        1: (0.0, 0.0),
        2: (2.0, 0.0),
        3: (4.0, 0.0),
        4: (0.0, 2.0),
        5: (2.0, 2.0),
        6: (4.0, 2.0),
        7: (2.0, 1.0),
    }
    ways = (
        street(1, 2, oneway="yes", name="In"),
        street(2, 3, oneway="yes", name="On"),
        street(2, 7, name="Link"),
        street(7, 5, name="Link", surface="asphalt"),
        street(6, 5, oneway="yes", name="Back"),
        street(5, 4, oneway="yes", name="Out"),
        street(3, 6, name="East"),
        street(4, 1, name="West"),
    )
    return Drawing(nodes, ways, restrictions=turns)


def no_u_turn(*, is_only: bool = False, mode: str = "") -> Restriction:
    """Return: in, over both parts of the link, and out again."""
    return Restriction(from_way=100, via_ways=(103, 102), to_way=105, is_only=is_only, mode=mode)


def test_a_turn_forbidden_over_streets_leaves_all_its_parts_allowed() -> None:
    """In, link and out: 111 m + 222 m + 111 m, or on around the east: 111 + 444 + 111 more."""
    city, free = carriageways(no_u_turn()).city(), carriageways().city()
    drawing = carriageways()
    into, out = drawing.between(1, 2, 0.5), drawing.between(5, 4, 0.5)
    link, onward = drawing.between(2, 7, 0.5), drawing.between(2, 3, 0.5)
    points = [into, link, onward, out]

    found, expected = city.matrix(points, E_VAN), free.matrix(points, E_VAN)

    differs = found.distances != expected.distances
    assert np.argwhere(differs).tolist() == [[0, 3]]
    assert found.distances[0, 3] - expected.distances[0, 3] == pytest.approx(222, abs=2)
    assert city.path(into, out, E_VAN).street_names == ("In", "On", "East", "Back", "Out")
    assert city.path(link, out, E_VAN).street_names == ("Link", "Out")


def test_a_restriction_over_streets_splits_only_the_nodes_along_it() -> None:
    """At both ends of the link and in its middle, and none for those who walk."""
    network = carriageways(no_u_turn()).city().network

    graphs = [profile_graph(network, profile) for profile in Profile]

    assert [graph.num_split for graph in graphs] == [0, 3, 3, 3]


def test_the_only_way_over_streets_leaves_no_other() -> None:
    """From the street in only out, so that nobody comes to the east any more."""
    drawing = carriageways(no_u_turn(is_only=True))
    points = [drawing.between(1, 2, 0.5), drawing.between(2, 3, 0.5), drawing.between(5, 4, 0.5)]
    city = drawing.city()

    found = city.matrix(points, E_VAN)

    assert found.reachable.tolist() == [[True, False, True], [True] * 3, [True, False, True]]
    assert city.path(points[0], points[2], E_VAN).street_names == ("In", "Link", "Out")


@pytest.mark.parametrize(
    ("mode", "kept"),
    [
        ("bicycle", [BIKE, CARGO_BIKE]),
        ("motorcar", [E_VAN]),
        ("vehicle", [BIKE, CARGO_BIKE, E_VAN]),
        ("foot", [FOOT]),
        ("hgv", []),
    ],
)
def test_a_restriction_for_one_mode_binds_nobody_else(mode: str, kept: list[Profile]) -> None:
    """``restriction:bicycle`` and so on."""
    city = carriageways(no_u_turn(mode=mode)).city()

    bound = [profile for profile in Profile if profile_graph(city.network, profile).num_split]

    assert bound == kept


def test_a_restriction_over_a_street_that_is_not_there_is_left_out() -> None:
    """The link's upper half would be missing from the sequence."""
    drawing = carriageways()
    turns = (
        Restriction(from_way=100, via_ways=(102,), to_way=105, is_only=False),
        Restriction(from_way=100, via_ways=(102, 999), to_way=105, is_only=False),
        Restriction(from_way=100, via_ways=(102, 100), to_way=105, is_only=False),
    )

    network = Drawing(drawing.nodes, drawing.ways, restrictions=turns).city().network

    assert len(network.turn_from) == 0


def test_an_order_of_other_streets_is_refused() -> None:
    """The square's order does not fit the crossing."""
    order = order_of(square().city().network, BIKE)

    with pytest.raises(ValueError, match="Expected an order of 5 nodes, got 4"):
        build_router(crossing().city().network, BIKE, order=order)
