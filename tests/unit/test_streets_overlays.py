"""Closures, weather and hours on small drawn maps."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import numpy as np
import pytest

from routing.model import Location
from routing.streets.errors import CityError, FarFromStreetError
from routing.streets.overlays import Hours, Overlay, overlaid
from routing.streets.profiles import Profile
from routing.streets.weather import Weather, busy_hours, weather_overlays
from tests.drawn_streets import STEP, Drawing, square, street

FOOT, BIKE, CARGO_BIKE, E_VAN = Profile
MONDAY = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def around(place: Location, reach: float = 0.1) -> tuple[Location, ...]:
    """Return the corners of a square around a place, `reach` steps to each side."""
    signs = ((-1, -1), (-1, 1), (1, 1), (1, -1))
    return tuple(
        Location(lat=place.lat + a * reach * STEP, lon=place.lon + b * reach * STEP)
        for a, b in signs
    )


def test_a_closed_polygon_is_gone_round_and_the_old_city_stays_open() -> None:
    """The south side of 111 m is closed; the other three sides are 334 m long."""
    drawing = square()
    city, ends = drawing.city(), [drawing.at(1), drawing.at(2)]
    closure = Overlay(id="market", area=around(drawing.between(1, 2)), is_closed=True)

    closed = city.with_overlays([closure])

    assert closed.matrix(ends, BIKE).distances[0, 1] == 334
    assert city.matrix(ends, BIKE).distances[0, 1] == 111
    assert closed.overlays == (closure,)
    assert closed.with_overlays([]) is city


def test_a_closed_street_is_known_by_its_name_or_its_edge() -> None:
    """The same detour; a path does not name the closed street."""
    drawing = square()
    city, ends = drawing.city(), [drawing.at(1), drawing.at(2)]
    edge = int(city.snap([drawing.between(1, 2)], BIKE).edges[0])

    by_name = city.with_overlays([Overlay(id="a", streets=frozenset(["South"]), is_closed=True)])
    by_edge = city.with_overlays([Overlay(id="a", edges=frozenset([edge]), is_closed=True)])

    assert by_name.path(ends[0], ends[1], BIKE).street_names == ("West", "North", "East")
    assert np.array_equal(by_name.network.durations, by_edge.network.durations)


def test_a_point_on_a_closed_street_moves_to_the_nearest_open_one() -> None:
    """From a tenth of the south side (11 m from its corner) to the west side."""
    drawing = square()
    point = drawing.between(1, 2, 0.1)
    closure = Overlay(id="a", streets=frozenset(["South"]), is_closed=True)
    city = drawing.city().with_overlays([closure])

    snapped = city.snap([point, drawing.at(4)], BIKE)

    assert city.network.names[city.network.edge_names[snapped.edges[0]]] == "West"
    assert snapped.offsets[0] == pytest.approx(11.1, abs=0.2)


def test_a_point_with_closed_streets_only_is_far_from_streets() -> None:
    """All four sides are closed."""
    drawing = square()
    closure = Overlay(id="a", area=around(drawing.at(1), 9.0), is_closed=True)
    city = drawing.city().with_overlays([closure])

    with pytest.raises(FarFromStreetError, match="All streets nearby are closed"):
        city.snap([drawing.at(1)], BIKE)


def test_the_distance_that_is_told_is_to_a_street_that_is_open() -> None:
    """From the closed west side it is 12 columns of 55.6 m to the only open street."""
    drawing = square(street(2, 5), street(5, 6, name="Far"), street(6, 3))
    drawing.nodes.update({5: (12.0, 0.0), 6: (12.0, 1.0)})
    near = frozenset(["South", "East", "North", "West", ""])
    city = drawing.city().with_overlays([Overlay(id="a", streets=near, is_closed=True)])

    with pytest.raises(FarFromStreetError) as caught:
        city.snap([drawing.at(1)], BIKE)

    assert caught.value.distance == pytest.approx(12 * 55.6, abs=1)


def test_factors_multiply_and_leave_metres_alone() -> None:
    """258 tenths for the south side, times 1.5 times 2."""
    drawing = square()
    city, ends = drawing.city(), [drawing.at(1), drawing.at(2)]
    works = Overlay(id="works", streets=frozenset(["South"]), time_permille=1500)
    snow = Overlay(id="snow", time_permille=2000)

    found = city.with_overlays([works, snow]).matrix(ends, BIKE)

    assert found.distances[0, 1] == 111
    assert found.durations[0, 1] == 78


def test_overlays_keep_to_their_profiles_classes_and_surfaces() -> None:
    """Only cargo bikes on gravel of a track; everything else is as usual."""
    drawing = square(street(1, 3, highway="track", surface="gravel", name="Field"))
    city = drawing.city()
    mud = Overlay(
        id="mud",
        profiles=frozenset([CARGO_BIKE]),
        classes=frozenset(["track"]),
        surfaces=frozenset(["gravel"]),
        time_permille=3000,
    )

    changed = city.with_overlays([mud]).network.durations / city.network.durations

    is_field = np.array([n == "Field" for n in city.network.names])[city.network.edge_names]
    assert changed[CARGO_BIKE.row][:, is_field] == pytest.approx(3.0)
    assert (changed[CARGO_BIKE.row][:, ~is_field] == 1.0).all()
    assert (np.delete(changed, CARGO_BIKE.row, axis=0) == 1.0).all()


def test_no_factor_makes_a_bicycle_faster_than_is_plausible() -> None:
    """A tenth of the time would be 155 km/h; 25 km/h is as fast as it gets."""
    drawing = square()
    city = drawing.city()

    found = city.with_overlays([Overlay(id="wind", time_permille=100)])

    speed = city.network.edge_lengths * 3.6 / found.network.durations[BIKE.row]
    assert speed.max() <= 25.0
    assert speed.min() > 24.0


def test_a_gate_takes_its_time_in_any_weather() -> None:
    """A bollard's second is no matter of speed."""
    drawing = Drawing(
        {1: (0.0, 0.0), 2: (1.0, 0.0), 3: (2.0, 0.0)},
        (street(1, 2, 3),),
        barriers={2: {"barrier": "bollard"}},
    )
    network = drawing.city().network

    changed = overlaid(network, weather_overlays(Weather.ICE))

    is_gate = network.edge_lengths == 0
    assert np.array_equal(changed.durations[:, :, is_gate], network.durations[:, :, is_gate])


@pytest.mark.parametrize("weather", Weather)
def test_weather_never_makes_anyone_faster(weather: Weather) -> None:
    """On every surface; and what is closed stays closed."""
    surfaces = ("asphalt", "gravel", "sett")
    ways = [street(n, n + 1, surface=name) for n, name in enumerate(surfaces, start=1)]
    network = Drawing({n: (n, 0.0) for n in range(1, 5)}, tuple(ways)).city().network

    changed = overlaid(network, weather_overlays(weather))

    assert (changed.durations >= network.durations).all()
    assert (changed.durations > network.durations).any()
    assert np.array_equal(changed.durations == -1, network.durations == -1)


@pytest.mark.parametrize(
    ("at", "seconds"),
    [
        (MONDAY.replace(hour=8), 22),
        (MONDAY.replace(hour=9), 16),
        (MONDAY.replace(hour=8) + timedelta(days=5), 16),
        (MONDAY.replace(hour=16, tzinfo=timezone(timedelta(hours=2))), 22),
    ],
)
def test_busy_hours_hold_on_workdays_in_the_city_s_own_time(at: datetime, seconds: int) -> None:
    """A tertiary street of 111 m at 40 km/h x 0.65: 15.4 s, or 21.6 s at x 1.4."""
    nodes = {1: (0.0, 0.0), 2: (2.0, 0.0)}
    drawing = Drawing(nodes, (street(1, 2, highway="tertiary"),))

    city = drawing.city().with_overlays(busy_hours(), at=at)
    found = city.matrix([drawing.at(1), drawing.at(2)], E_VAN)

    assert found.durations[0, 1] == seconds


def test_hours_that_end_the_next_day_belong_to_the_day_they_begin_on() -> None:
    """Friday 22:00 to 04:00: Saturday at 3 is in it, Friday at 3 is not."""
    night = Hours(begin=22 * 60, end=4 * 60, weekdays=frozenset([4]))
    friday = MONDAY + timedelta(days=4)

    inside = [friday.replace(hour=23), (friday + timedelta(days=1)).replace(hour=3)]
    outside = [friday.replace(hour=3), (friday + timedelta(days=1)).replace(hour=22)]

    assert all(night.contain(at) for at in inside)
    assert not any(night.contain(at) for at in outside)


def test_works_begin_and_end() -> None:
    """From noon for an hour, the end excluded."""
    end = MONDAY + timedelta(hours=1)
    works = Overlay(id="works", is_closed=True, begins_at=MONDAY, ends_at=end)

    held = [works.is_active(MONDAY + timedelta(minutes=m)) for m in (-1, 0, 59, 60)]

    assert held == [False, True, True, False]


def test_an_overlay_that_depends_on_the_time_needs_one() -> None:
    """And an aware one."""
    city = square().city()

    with pytest.raises(ValueError, match="Expected an aware time for overlay 'busy:450', got None"):
        city.with_overlays(busy_hours())
    with pytest.raises(ValueError, match="Expected an aware time"):
        city.with_overlays(busy_hours(), at=MONDAY.replace(tzinfo=None))


def test_an_overlay_outside_the_city_is_refused() -> None:
    """The message names it and where it lies."""
    city = square().city()
    elsewhere = Overlay(id="far", area=around(Location(lat=41.0, lon=-8.0)), is_closed=True)

    with pytest.raises(CityError, match=r"Expected overlay 'far' to touch .* at lat 40.9999"):
        city.with_overlays([elsewhere])


def test_streets_that_do_not_exist_are_refused() -> None:
    """By name and by number; the square has four edges."""
    city = square().city()
    by_name = Overlay(id="x", is_closed=True, streets=frozenset(["Nowhere"]))
    by_edge = Overlay(id="x", is_closed=True, edges=frozenset([4]))

    with pytest.raises(CityError, match=r"Expected streets of the city .* \['Nowhere'\]"):
        city.with_overlays([by_name])
    with pytest.raises(CityError, match="Expected edges below 4 in overlay 'x'"):
        city.with_overlays([by_edge])


@pytest.mark.parametrize(
    ("corners", "message"),
    [(1, "got 1 corners"), (2, "got 2 corners"), (3, "got 3 corners")],
)
def test_an_area_without_a_surface_is_refused(corners: int, message: str) -> None:
    """A point, a line, and three points on a line."""
    area = tuple(Location(lat=60.0, lon=24.0 + n * STEP) for n in range(corners))

    with pytest.raises(ValueError, match=f"Expected an area with a simple outline, {message}"):
        Overlay(id="x", area=area)


def test_an_area_that_crosses_itself_is_refused() -> None:
    """The corners of a square in the order of a bow tie."""
    a, b, c, d = around(Location(lat=60.0, lon=24.0))

    with pytest.raises(ValueError, match="Expected an area with a simple outline, got 4 corners"):
        Overlay(id="x", area=(a, c, b, d))


@pytest.mark.parametrize("permille", [0, -5, 100_001])
def test_impossible_factors_are_refused(permille: int) -> None:
    """Nobody travels in no time, and a hundredfold is a closure."""
    with pytest.raises(ValueError, match="Expected time_permille from 1 to 100000"):
        Overlay(id="x", time_permille=permille)


def test_overlays_for_nobody_and_unknown_classes_are_refused() -> None:
    """Both would change nothing without a word."""
    with pytest.raises(ValueError, match="Expected at least one profile"):
        Overlay(id="x", profiles=frozenset())
    with pytest.raises(ValueError, match=r"Expected classes of street .* \['boulevard'\]"):
        Overlay(id="x", classes=frozenset(["boulevard"]))


@pytest.mark.parametrize(("begin", "end"), [(600, 600), (-1, 5), (1440, 5), (5, 1441)])
def test_hours_that_are_no_part_of_a_day_are_refused(begin: int, end: int) -> None:
    """Minutes after midnight."""
    with pytest.raises(ValueError, match="Expected two different minutes of a day"):
        Hours(begin=begin, end=end)


@pytest.mark.parametrize("weekdays", [frozenset[int](), frozenset([7])])
def test_hours_on_no_day_of_the_week_are_refused(weekdays: frozenset[int]) -> None:
    """0 is Monday, 6 is Sunday."""
    with pytest.raises(ValueError, match="Expected weekdays from 0 to 6"):
        Hours(begin=1, end=2, weekdays=weekdays)
