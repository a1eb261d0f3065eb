"""What to do along a path, each maneuver on a street map drawn for it."""

from __future__ import annotations

from math import cos, radians, sin

import pytest

from routing.streets.directions import Maneuver, Step, directions, turn_of
from routing.streets.directions_runs import WayKind
from routing.streets.profiles import Profile
from tests.drawn_streets import Drawing, Way, square, street

BIKE, FOOT, E_VAN = Profile.BIKE, Profile.FOOT, Profile.E_VAN
TALL = 2.0
"""Columns per row: at 60 degrees north a degree of longitude is half as long."""


def steps(drawing: Drawing, a: int, b: int, profile: Profile = BIKE) -> list[Step]:
    """Return the directions between two nodes."""
    city = drawing.city()
    path = city.path(drawing.at(a), drawing.at(b), profile)
    found = list(directions(city.network, profile, path))
    assert sum(step.distance for step in found) == path.distance
    assert sum(step.duration for step in found) == path.duration
    return found


def said(found: list[Step]) -> list[tuple[str, str]]:
    """Return maneuvers and names."""
    return [(step.maneuver.value, step.name) for step in found]


def fork(bearing: float, *, name: str = "Second", **tags: str) -> Drawing:
    """Return a street to the north, another from its end, and a third one there."""
    away = (TALL * sin(radians(bearing)), 1.0 + cos(radians(bearing)))
    aside = (TALL * sin(radians(bearing + 100)), 1.0 + cos(radians(bearing + 100)))
    nodes = {1: (0.0, 0.0), 2: (0.0, 1.0), 3: away, 4: aside}
    ways = (street(1, 2, name="First"), street(2, 3, name=name, **tags), street(2, 4, name="Third"))
    return Drawing(nodes, ways)


@pytest.mark.parametrize(
    ("bearing", "maneuver"),
    [
        (0, Maneuver.CONTINUE),
        (12, Maneuver.CONTINUE),
        (35, Maneuver.SLIGHT_RIGHT),
        (-35, Maneuver.SLIGHT_LEFT),
        (90, Maneuver.RIGHT),
        (-90, Maneuver.LEFT),
        (140, Maneuver.SHARP_RIGHT),
        (-140, Maneuver.SHARP_LEFT),
    ],
)
def test_a_turn_is_called_by_its_angle(bearing: float, maneuver: Maneuver) -> None:
    """Northward first, so the second street's bearing is the turn; each street is 111 m."""
    found = steps(fork(bearing), 1, 3)

    assert said(found) == [("depart", "First"), (maneuver.value, "Second"), ("arrive", "Second")]
    assert [step.distance for step in found] == [111, 111, 0]
    assert found[0].bearing == 0
    assert found[1].bearing == pytest.approx(bearing % 360, abs=1)


@pytest.mark.parametrize(
    ("angle", "maneuver"), [(170, "u_turn"), (-180, "u_turn"), (19, "continue")]
)
def test_turning_back_is_a_turn_of_its_own(angle: float, maneuver: str) -> None:
    """Whichever side it goes to."""
    assert turn_of(angle).value == maneuver


def test_each_step_begins_where_its_maneuver_is() -> None:
    """Departure at node 1, the turn at node 2, arrival at node 3."""
    drawing = fork(90)

    found = steps(drawing, 1, 3)

    for step, node in zip(found, (1, 2, 3), strict=True):
        assert step.location.lat == pytest.approx(drawing.at(node).lat, abs=1e-6)
        assert step.location.lon == pytest.approx(drawing.at(node).lon, abs=1e-6)


def test_a_street_that_keeps_its_name_around_a_bend_is_one_step() -> None:
    """Two ways of one name with nothing else at the corner: nobody can go wrong there."""
    drawing = Drawing(
        {1: (0.0, 0.0), 2: (0.0, 1.0), 3: (TALL, 1.0)},
        (street(1, 2, name="Bow"), street(2, 3, name="Bow", surface="gravel")),
    )

    assert said(steps(drawing, 1, 3)) == [("depart", "Bow"), ("arrive", "Bow")]


def test_a_street_that_turns_at_a_junction_is_turned_into_by_its_own_name() -> None:
    """Straight on another street goes on, so the corner must be said."""
    drawing = Drawing(
        {1: (0.0, 0.0), 2: (0.0, 1.0), 3: (TALL, 1.0), 4: (0.0, 2.0)},
        (street(1, 2, 3, name="Bow"), street(2, 4, name="Ahead")),
    )

    assert said(steps(drawing, 1, 3)) == [("depart", "Bow"), ("right", "Bow"), ("arrive", "Bow")]


def test_straight_on_by_the_same_name_over_crossings_says_nothing() -> None:
    """Two crossings on the way, and a kink of a few degrees at the first."""
    drawing = Drawing(
        {
            1: (0.0, 0.0), 2: (0.0, 1.0), 3: (0.1, 2.0), 4: (0.1, 3.0),
            5: (2.0, 1.0), 6: (2.0, 2.0),
        },
        (street(1, 2, 3, 4, name="Long"), street(2, 5, name="A"), street(3, 6, name="B")),
    )  # fmt: skip

    assert said(steps(drawing, 1, 4)) == [("depart", "Long"), ("arrive", "Long")]


def test_a_short_nameless_link_is_left_out_and_its_metres_count_on() -> None:
    """Eleven metres between two streets: one turn, at the link's begin; 111.2 + 11.1 + 111.2 m."""
    drawing = Drawing(
        {1: (0.0, 0.0), 2: (0.0, 1.0), 3: (0.2, 1.0), 4: (2.2, 1.0), 5: (0.0, 2.0), 6: (0.2, 2.0)},
        (
            street(1, 2, name="First"),
            street(2, 5, name="First"),
            street(2, 3),
            street(3, 4, name="Second"),
            street(3, 6, name="Other"),
        ),
    )

    found = steps(drawing, 1, 4)

    assert said(found) == [("depart", "First"), ("right", "Second"), ("arrive", "Second")]
    assert [step.distance for step in found] == [111, 123, 0]


def test_nameless_ways_are_told_apart_by_their_kind() -> None:
    """A footway off a street; without a name the kind is all there is to say."""
    drawing = Drawing(
        {1: (0.0, 0.0), 2: (0.0, 1.0), 3: (TALL, 1.0), 4: (0.0, 2.0)},
        (street(1, 2, 4, name="First"), street(2, 3, highway="footway")),
    )

    found = steps(drawing, 1, 3, FOOT)

    assert said(found)[1] == ("right", "")
    assert found[1].kind is WayKind.FOOTWAY


def test_steps_are_said_whatever_their_name() -> None:
    """Straight on, but nobody wants to meet them unprepared."""
    found = steps(fork(0, name="Second", highway="steps"), 1, 3, FOOT)

    assert said(found)[1] == ("steps", "Second")
    assert found[1].kind is WayKind.STEPS


def roundabout() -> Drawing:
    """Return a ring driven counterclockwise with arms south, east, north and west."""
    ring = {11: (0.0, -0.2), 12: (0.4, 0.0), 13: (0.0, 0.2), 14: (-0.4, 0.0)}
    arms = {1: (0.0, -1.2), 2: (2.4, 0.0), 3: (0.0, 1.2), 4: (-2.4, 0.0)}
    around = Way((11, 12, 13, 14, 11), {"highway": "residential", "junction": "roundabout"})
    names = {1: "South", 2: "East", 3: "North", 4: "West"}
    roads = tuple(street(arm, arm + 10, name=name) for arm, name in names.items())
    walk = Way((12, 21), {"highway": "footway"})
    return Drawing(ring | arms | {21: (1.4, 1.0)}, (around, *roads, walk))


@pytest.mark.parametrize(
    ("arm", "name", "number"), [(2, "East", 1), (3, "North", 2), (4, "West", 3)]
)
def test_the_exits_of_a_roundabout_are_counted_from_the_entry(
    arm: int, name: str, number: int
) -> None:
    """Coming from the south; the footway in the northeast is no exit for a van."""
    found = steps(roundabout(), 1, arm, E_VAN)

    assert said(found) == [("depart", "South"), ("roundabout", name), ("arrive", name)]
    assert found[1].exit == number
    assert found[1].location.lat == pytest.approx(roundabout().at(11).lat, abs=1e-6)


def test_a_path_that_ends_within_a_roundabout_has_no_exit() -> None:
    """The door is on the ring."""
    found = steps(roundabout(), 1, 13, E_VAN)

    assert [step.maneuver for step in found][1] is Maneuver.ROUNDABOUT
    assert found[1].exit == 0


def test_people_on_foot_walk_around_a_roundabout_as_around_any_corner() -> None:
    """They count no exits."""
    found = steps(roundabout(), 1, 3, FOOT)

    assert Maneuver.ROUNDABOUT not in [step.maneuver for step in found]


def test_no_way_at_all_is_a_departure_and_an_arrival() -> None:
    """The two points are one."""
    drawing = square()

    found = steps(drawing, 1, 1)

    assert [step.maneuver for step in found] == [Maneuver.DEPART, Maneuver.ARRIVE]
    assert [step.distance for step in found] == [0, 0]


def test_a_bollard_on_the_street_is_no_step() -> None:
    """It cuts the street in two, but the street goes on."""
    drawing = square(street(2, 5, 6, name="Through"))
    drawing.nodes.update({5: (4.0, 0.0), 6: (6.0, 0.0)})
    drawing.barriers[5] = {"barrier": "bollard"}

    found = steps(drawing, 1, 6)

    assert said(found) == [("depart", "South"), ("continue", "Through"), ("arrive", "Through")]
