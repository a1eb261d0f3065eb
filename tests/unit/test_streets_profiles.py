"""Who may use which street, and how fast."""

from __future__ import annotations

from itertools import product

import pytest

from routing.streets import speed_tables as tables
from routing.streets.profiles import (
    Profile,
    Speeds,
    barrier_seconds,
    parse_speed,
    parse_width,
    speeds,
)

FOOT, BIKE, CARGO_BIKE, E_VAN = Profile
CLOSED = Speeds(0.0, 0.0)


def test_a_residential_street_is_open_to_everyone_both_ways() -> None:
    """Speeds are those of the table; the van gets 65 % of the default limit of 30 km/h."""
    tags = {"highway": "residential"}

    found = [speeds(tags, profile) for profile in Profile]

    assert found == [Speeds(5, 5), Speeds(15.5, 15.5), Speeds(13.5, 13.5), Speeds(19.5, 19.5)]


def test_a_one_way_street_holds_for_vehicles_and_not_for_feet() -> None:
    """``oneway`` is about vehicles, bicycles among them."""
    tags = {"highway": "residential", "oneway": "yes"}

    assert speeds(tags, FOOT).backward > 0
    assert speeds(tags, BIKE).backward == 0
    assert speeds(tags, CARGO_BIKE).backward == 0
    assert speeds(tags, E_VAN).backward == 0
    assert speeds(tags, E_VAN).forward > 0


@pytest.mark.parametrize(
    "tags",
    [
        {"oneway:bicycle": "no"},
        {"cycleway": "opposite"},
        {"cycleway": "opposite_lane"},
        {"cycleway:left": "opposite_track"},
        {"cycleway:right:oneway": "-1"},
        {"cycleway:left:oneway": "no"},
    ],
)
def test_bicycles_ride_against_a_one_way_street_where_a_tag_lets_them(
    tags: dict[str, str],
) -> None:
    """Each spelling of contraflow opens the street to bicycles only."""
    street = {"highway": "residential", "oneway": "yes", **tags}

    assert speeds(street, BIKE).backward == speeds(street, BIKE).forward > 0
    assert speeds(street, CARGO_BIKE).backward > 0
    assert speeds(street, E_VAN).backward == 0


@pytest.mark.parametrize("value", ["-1", "reverse"])
def test_a_reversed_one_way_street_is_open_against_its_drawing(value: str) -> None:
    """The value says that traffic runs from the last point to the first."""
    found = speeds({"highway": "primary", "oneway": value}, E_VAN)

    assert found.forward == 0
    assert found.backward > 0


@pytest.mark.parametrize(
    "tags", [{"highway": "residential", "junction": "roundabout"}, {"highway": "motorway"}]
)
def test_roundabouts_and_motorways_are_one_way_without_a_tag(tags: dict[str, str]) -> None:
    """OpenStreetMap implies it."""
    assert speeds(tags, E_VAN).backward == 0
    assert speeds(tags, E_VAN).forward > 0


def test_a_tidal_lane_is_closed_to_vehicles() -> None:
    """Nobody knows which way it runs when the van arrives."""
    assert speeds({"highway": "primary", "oneway": "reversible"}, E_VAN) == CLOSED


def test_steps_are_walked_and_never_ridden() -> None:
    """Even a tag that allows bicycles does not make steps rideable."""
    tags = {"highway": "steps", "bicycle": "yes"}

    found = [speeds(tags, profile) for profile in Profile]

    assert found == [Speeds(2.5, 2.5), CLOSED, CLOSED, CLOSED]


def test_a_ramp_lets_a_bicycle_be_pushed_up_the_steps_but_no_cargo_bike() -> None:
    """At the table's 2 km/h."""
    tags = {"highway": "steps", "ramp:bicycle": "yes"}

    assert speeds(tags, BIKE) == Speeds(2, 2)
    assert speeds(tags, CARGO_BIKE) == CLOSED


def test_a_bicycle_is_pushed_where_it_may_not_be_ridden() -> None:
    """A footway is closed to riding and open to walking, so at walking speed."""
    tags = {"highway": "footway"}

    assert speeds(tags, BIKE) == Speeds(4.5, 4.5)
    assert speeds(tags, CARGO_BIKE) == Speeds(4, 4)
    assert speeds(tags, E_VAN) == CLOSED


def test_a_bicycle_is_pushed_against_a_one_way_footway() -> None:
    """It is ridden along at the table's 9 km/h and pushed back at 4.5."""
    tags = {"highway": "footway", "bicycle": "yes", "oneway": "yes"}

    assert speeds(tags, BIKE) == Speeds(9, 4.5)


def test_a_motor_road_is_for_motors() -> None:
    """Whatever its class would allow."""
    tags = {"highway": "primary", "motorroad": "yes"}

    found = [speeds(tags, profile).forward > 0 for profile in Profile]

    assert found == [False, False, False, True]


def test_a_sidewalk_makes_a_trunk_road_walkable() -> None:
    """Nobody walks along a trunk road without one."""
    assert speeds({"highway": "trunk"}, FOOT) == CLOSED
    assert speeds({"highway": "trunk", "sidewalk": "right"}, FOOT) == Speeds(5, 5)


def test_dismount_means_pushing_also_on_a_street() -> None:
    """The tag forbids riding only."""
    assert speeds({"highway": "service", "bicycle": "dismount"}, BIKE) == Speeds(4.5, 4.5)


@pytest.mark.parametrize("value", ["no", "private", "forestry"])
def test_closed_access_closes_a_street_to_everyone(value: str) -> None:
    """The general tag counts where no more specific one speaks."""
    tags = {"highway": "service", "access": value}

    assert {speeds(tags, profile) for profile in Profile} == {CLOSED}


def test_the_most_specific_tag_decides() -> None:
    """``bicycle`` comes before ``vehicle``, which comes before ``access``."""
    tags = {"highway": "service", "access": "no", "vehicle": "no", "bicycle": "yes"}

    assert speeds(tags, BIKE).forward > 0
    assert speeds(tags, E_VAN) == CLOSED
    assert speeds(tags, FOOT) == CLOSED


@pytest.mark.parametrize("value", ["destination", "delivery", "customers"])
def test_who_delivers_has_a_reason_to_be_there(value: str) -> None:
    """Deliveries are destinations."""
    assert speeds({"highway": "residential", "motor_vehicle": value}, E_VAN).forward > 0


def test_a_van_may_enter_a_pedestrian_street_only_where_deliveries_may() -> None:
    """At the table's 7 km/h times 65 %."""
    assert speeds({"highway": "pedestrian"}, E_VAN) == CLOSED
    found = speeds({"highway": "pedestrian", "motor_vehicle": "delivery"}, E_VAN)
    assert found.forward == pytest.approx(4.55)


def test_a_general_permission_does_not_open_a_footway_to_vehicles() -> None:
    """``access=yes`` on a footway is about those it is for."""
    assert speeds({"highway": "footway", "access": "yes"}, E_VAN) == CLOSED


@pytest.mark.parametrize("value", ["construction", "proposed", "raceway", "bus_stop", ""])
def test_what_is_no_street_is_closed(value: str) -> None:
    """Unknown kinds of ways are left out."""
    assert {speeds({"highway": value}, profile) for profile in Profile} == {CLOSED}


def test_a_square_is_crossed_on_foot_along_its_edge() -> None:
    """``area=yes`` closes it to riding; it may be walked and pushed over."""
    tags = {"highway": "pedestrian", "area": "yes"}

    assert speeds(tags, FOOT) == Speeds(5, 5)
    assert speeds(tags, BIKE) == Speeds(4.5, 4.5)


def test_bad_ground_slows_wheels_more_than_feet() -> None:
    """A surface factor of 0.5: 15.5 km/h becomes 7.75 and 5 km/h becomes 4.5."""
    tags = {"highway": "residential", "surface": "unhewn_cobblestone"}

    assert speeds(tags, BIKE).forward == pytest.approx(7.75)
    assert speeds(tags, FOOT).forward == pytest.approx(4.5)
    assert speeds(tags, CARGO_BIKE).forward < 0.5 * 13.5


def test_the_worst_of_several_tags_about_the_ground_counts() -> None:
    """``smoothness=bad`` (0.7) hides the asphalt."""
    tags = {"highway": "residential", "surface": "asphalt", "smoothness": "bad"}

    assert speeds(tags, BIKE).forward == pytest.approx(15.5 * 0.7)


def test_ground_that_no_wheel_passes_is_still_walked() -> None:
    """``smoothness=impassable`` is about wheels."""
    tags = {"highway": "track", "smoothness": "impassable"}

    assert speeds(tags, FOOT).forward > 0
    assert speeds(tags, BIKE) == CLOSED


def test_a_legal_limit_holds_for_bicycles_too() -> None:
    """6 km/h on a street at walking pace."""
    assert speeds({"highway": "living_street", "maxspeed": "walk"}, BIKE).forward == 6


def test_a_van_moves_at_a_share_of_the_limit() -> None:
    """30 mph are 48.28 km/h, of which 65 % are left."""
    found = speeds({"highway": "secondary", "maxspeed": "30 mph"}, E_VAN)

    assert found.forward == pytest.approx(30 * 1.609344 * 0.65)


def test_a_way_too_narrow_for_a_cargo_bike_lets_a_bicycle_pass() -> None:
    """A cargo bike needs one metre."""
    tags = {"highway": "cycleway", "maxwidth:physical": "0.9"}

    assert speeds(tags, BIKE).forward > 0
    assert speeds(tags, CARGO_BIKE) == CLOSED


@pytest.mark.parametrize("profile", list(Profile))
def test_every_speed_is_plausible(profile: Profile) -> None:
    """No bicycle at 127 km/h, whatever the tags claim; nobody stands still either."""
    limits, surfaces = ("500", "1", "walk", "none", "130"), ("asphalt", "mud", "sand")
    slowest, fastest = tables.PLAUSIBLE_SPEED[profile.value]

    found = [
        speeds({"highway": highway, "maxspeed": limit, "surface": surface}, profile).forward
        for highway, limit, surface in product(tables.CLASSES, limits, surfaces)
    ]

    assert all(speed == 0 or slowest <= speed <= fastest for speed in found)
    assert max(found) > slowest


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("50", 50.0),
        ("30 mph", 30 * 1.609344),
        ("30mph", 30 * 1.609344),
        ("20 km/h", 20.0),
        ("walk", 6.0),
        ("DE:walk", 6.0),
        ("50;30", 50.0),
        ("none", None),
        ("FI:urban", None),
        ("0", None),
        ("-5", None),
        ("fast", None),
        ("", None),
    ],
)
def test_limits_are_read_in_all_their_spellings(text: str, expected: float | None) -> None:
    """Kilometres per hour without a unit; what is no number is no limit."""
    found = parse_speed(text)

    assert found == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1.2", 1.2),
        ("1,2 m", 1.2),
        ("90 cm", 0.9),
        ("4'", 4 * 0.3048),
        ("6'6\"", 6.5 * 0.3048),
        ("narrow", None),
        ("", None),
    ],
)
def test_widths_are_read_in_all_their_spellings(text: str, expected: float | None) -> None:
    """Metres without a unit."""
    found = parse_width(text)

    assert found == (None if expected is None else pytest.approx(expected))


@pytest.mark.parametrize(
    ("tags", "passing"),
    [
        ({"barrier": "bollard"}, {FOOT, BIKE, CARGO_BIKE}),
        ({"barrier": "bollard", "maxwidth:physical": "0.8"}, {FOOT, BIKE}),
        ({"barrier": "gate"}, set(Profile)),
        ({"barrier": "gate", "access": "private"}, set()),
        (
            {"barrier": "gate", "access": "no", "foot": "yes", "bicycle": "yes"},
            {FOOT, BIKE, CARGO_BIKE},
        ),
        ({"barrier": "cycle_barrier"}, {FOOT, BIKE}),
        ({"barrier": "cycle_barrier", "maxwidth:physical": "1.4"}, {FOOT, BIKE, CARGO_BIKE}),
        ({"barrier": "kissing_gate"}, {FOOT}),
        ({"barrier": "kissing_gate", "foot": "no"}, set()),
        ({"barrier": "bollard", "motor_vehicle": "yes"}, set(Profile)),
        ({"barrier": "something_new"}, {FOOT, BIKE}),
        ({"barrier": "fence"}, set()),
    ],
)
def test_barriers_let_the_right_ones_pass(tags: dict[str, str], passing: set[Profile]) -> None:
    """The kind decides, access tags overrule it, and a cargo bike needs one metre."""
    found = {p for p in Profile if barrier_seconds(tags, p) is not None}

    assert found == passing


def test_the_rows_of_profiles_are_fixed() -> None:
    """Saved cities depend on this order."""
    assert [profile.row for profile in Profile] == [0, 1, 2, 3]
    assert [profile.letter for profile in Profile] == list("fbcv")
