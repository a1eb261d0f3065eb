"""From ways to junctions and edges."""

from __future__ import annotations

import numpy as np
import pytest

from routing.streets.build import build_network
from routing.streets.errors import CityError
from routing.streets.network import BARRIER_NUMBER, CLOSED
from routing.streets.profiles import Profile
from routing.streets.raw import Restriction
from tests.drawn_streets import Drawing, Way, square, street


def test_points_that_only_bend_a_street_are_no_nodes() -> None:
    """A street of four points between two ends is one edge with four points."""
    nodes = {1: (0.0, 0.0), 2: (1.0, 0.5), 3: (2.0, 0.5), 4: (3.0, 0.0)}

    network = build_network(Drawing(nodes, (street(1, 2, 3, 4),)).raw())

    assert network.node_ids.tolist() == [1, 4]
    assert (network.edge_from.tolist(), network.edge_to.tolist()) == ([0], [1])
    assert len(network.points(0)) == 4


def test_a_street_is_cut_where_another_one_meets_it() -> None:
    """The crossing at node 2 makes three edges of two ways."""
    nodes = {1: (0.0, 0.0), 2: (1.0, 0.0), 3: (2.0, 0.0), 4: (1.0, 1.0)}

    network = build_network(Drawing(nodes, (street(1, 2, 3), street(2, 4))).raw())

    assert network.num_edges == 3
    assert network.node_ids.tolist() == [1, 2, 3, 4]


def test_pieces_of_one_street_are_joined() -> None:
    """Two ways with the same tags and name that meet end to begin are one edge."""
    nodes = {1: (0.0, 0.0), 2: (1.0, 0.0), 3: (2.0, 0.0)}
    ways = (street(1, 2, name="Long Street"), street(2, 3, name="Long Street"))

    network = build_network(Drawing(nodes, ways).raw())

    assert network.num_edges == 1
    assert (network.edge_first_ways.tolist(), network.edge_last_ways.tolist()) == ([100], [101])


@pytest.mark.parametrize(
    "second", [street(2, 3, name="Other Street"), street(2, 3, name="Long Street", oneway="yes")]
)
def test_pieces_that_differ_are_not_joined(second: Way) -> None:
    """A new name or other tags keep their own edge."""
    nodes = {1: (0.0, 0.0), 2: (1.0, 0.0), 3: (2.0, 0.0)}

    network = build_network(Drawing(nodes, (street(1, 2, name="Long Street"), second)).raw())

    assert network.num_edges == 2


def test_a_ring_without_junctions_keeps_its_whole_length() -> None:
    """Two half rings with the same tags join once, not for ever."""
    nodes = {1: (0.0, 0.0), 2: (1.0, 0.0), 3: (1.0, 1.0), 4: (0.0, 1.0)}
    halves = Drawing(nodes, (street(1, 2, 3), street(3, 4, 1)))
    whole = Drawing(nodes, (street(1, 2, 3, 4, 1),))

    joined, drawn = build_network(halves.raw()), build_network(whole.raw())

    assert joined.edge_lengths.sum() == pytest.approx(drawn.edge_lengths.sum(), abs=2)


def test_missing_points_cut_a_way_instead_of_bridging_the_gap() -> None:
    """Node 9 is outside the extract: nothing is drawn from 2 to 3."""
    nodes = {1: (0.0, 0.0), 2: (1.0, 0.0), 3: (5.0, 0.0), 4: (6.0, 0.0)}

    network = build_network(Drawing(nodes, (street(1, 2, 9, 3, 4),)).raw())

    assert network.num_edges == 2
    assert network.edge_lengths.max() < 600


def test_repeated_points_do_not_make_edges_without_length() -> None:
    """A way that lists a point twice in a row is as long as without it."""
    nodes = {1: (0.0, 0.0), 2: (1.0, 0.0), 3: (2.0, 0.0)}

    network = build_network(Drawing(nodes, (street(1, 2, 2, 3),)).raw())

    assert network.num_edges == 1
    assert len(network.points(0)) == 3


def test_lengths_are_metres_on_the_earth() -> None:
    """A thousandth of a degree of latitude is 111.2 m."""
    nodes = {1: (0.0, 0.0), 2: (0.0, 1.0)}

    network = build_network(Drawing(nodes, (street(1, 2),)).raw())

    assert network.edge_lengths.tolist() == [1112]


def test_durations_are_tenths_of_a_second() -> None:
    """111.2 m at 5 km/h take 80.06 s, at 15.5 km/h 25.8 s."""
    nodes = {1: (0.0, 0.0), 2: (0.0, 1.0)}

    network = build_network(Drawing(nodes, (street(1, 2),)).raw())

    assert network.durations[Profile.FOOT.row].tolist() == [[801], [801]]
    assert network.durations[Profile.BIKE.row].tolist() == [[258], [258]]


def test_a_bollard_gets_two_sides_that_only_some_can_join() -> None:
    """The street stays whole for feet and bicycles; a van reaches both sides of it."""
    drawing = Drawing(
        {1: (0.0, 0.0), 2: (1.0, 0.0), 3: (2.0, 0.0)},
        (street(1, 2, 3),),
        barriers={2: {"barrier": "bollard"}},
    )

    network = build_network(drawing.raw())

    barrier = int(np.flatnonzero(network.edge_classes == BARRIER_NUMBER)[0])
    assert network.node_ids.tolist() == [1, 2, 3, 2]
    assert network.num_edges == 3
    assert network.edge_lengths[barrier] == 0
    assert network.durations[:, 0, barrier].tolist() == [10, 10, 10, CLOSED]
    assert network.rules[network.edge_rules[barrier]] == {"barrier": "bollard"}


def test_only_the_largest_part_of_the_streets_is_in_use() -> None:
    """The island of two nodes is reported as lying apart."""
    drawing = square(street(5, 6))
    drawing.nodes.update({5: (9.0, 9.0), 6: (9.5, 9.0)})

    network = build_network(drawing.raw())

    assert network.is_main[:, network.node_ids >= 5].any() == np.False_
    assert network.report()["bike"] == {"nodes": 4, "nodes_apart": 2}


def test_a_one_way_dead_end_is_not_in_use() -> None:
    """Who drives in never gets out; who walks does."""
    drawing = square(street(3, 5, oneway="yes"))
    drawing.nodes[5] = (3.0, 1.0)

    network = build_network(drawing.raw())

    end = network.node_ids.tolist().index(5)
    assert network.is_main[Profile.FOOT.row, end]
    assert not network.is_main[Profile.E_VAN.row, end]


def test_a_turn_restriction_is_kept_with_its_edges() -> None:
    """From the south side (way 100) over corner 2 into the east side (way 101)."""
    plain = square()
    turn = Restriction(from_way=100, via_node=2, to_way=101, is_only=False, exempt="bicycle")
    drawing = Drawing(plain.nodes, plain.ways, restrictions=(turn,))

    network = build_network(drawing.raw())

    from_edge, to_edge = int(network.turn_from[0]), int(network.turn_to[0])
    assert network.names[network.edge_names[from_edge]] == "South"
    assert network.names[network.edge_names[to_edge]] == "East"
    assert network.node_ids[network.turn_via[0]] == 2
    assert network.turn_exempt == ("bicycle",)
    assert network.turn_is_only.tolist() == [False]


def test_a_restricted_node_stays_a_node_although_only_one_street_passes_it() -> None:
    """Else there would be no place for the rule."""
    turn = Restriction(from_way=100, via_node=2, to_way=101, is_only=False)
    drawing = Drawing(
        {1: (0.0, 0.0), 2: (1.0, 0.0), 3: (2.0, 0.0)},
        (street(1, 2), street(2, 3)),
        restrictions=(turn,),
    )

    network = build_network(drawing.raw())

    assert network.num_edges == 2
    assert len(network.turn_from) == 1


def test_a_map_without_usable_streets_is_refused() -> None:
    """All of it is closed."""
    drawing = Drawing({1: (0.0, 0.0), 2: (1.0, 0.0)}, (street(1, 2, access="no"),))

    with pytest.raises(CityError, match="Expected streets that couriers can use, got none"):
        build_network(drawing.raw())
