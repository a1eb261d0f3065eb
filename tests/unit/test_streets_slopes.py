"""Elevation grids, climbs and loads on small drawn maps."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from routing.streets.elevation import Elevation
from routing.streets.errors import CityError
from routing.streets.overlays import Overlay
from routing.streets.profiles import Profile
from routing.streets.slopes import SLOPES, slope_factors, with_heights, with_load
from routing.streets.speed_tables import PLAUSIBLE_SPEED
from tests.drawn_streets import square

if TYPE_CHECKING:
    from routing.streets.city import City

FOOT, BIKE, CARGO_BIKE, E_VAN = Profile


def slope_to_the_north(percent: float) -> Elevation:
    """Return a plane that rises to the north: 111 m per thousandth of a degree."""
    rows = np.arange(40)[::-1, None] * 0.0005 * 111_195 * percent / 100
    heights = np.repeat(rows, 40, axis=1)
    return Elevation(heights=heights, south=59.99, west=23.99, north=60.01, east=24.01)


def on_slope(percent: float) -> City:
    """Return the square of streets on that plane."""
    city = square().city()
    network = with_heights(city.network, slope_to_the_north(percent))
    return replace(city, network=network, preparations=None)


def factor_at(profile: Profile, percent: float, load: float | None = None) -> float:
    """Return a factor on a slope."""
    return float(np.interp(percent / 100, SLOPES, slope_factors(profile, load)))


def test_up_takes_longer_than_down_and_along_takes_as_long_as_ever() -> None:
    """West side up and down, south side along, on a slope of 6 percent."""
    drawing = square()
    ends = [drawing.at(1), drawing.at(4), drawing.at(2)]

    flat, steep = drawing.city().matrix(ends, BIKE), on_slope(6).matrix(ends, BIKE)

    assert steep.durations[0, 1] > 2 * flat.durations[0, 1]
    assert steep.durations[1, 0] < flat.durations[1, 0]
    assert steep.durations[0, 2] == flat.durations[0, 2]
    assert np.array_equal(steep.distances, flat.distances)


def test_a_climb_costs_what_power_over_force_says() -> None:
    """100 kg up 6 percent: 100 x 9.81 x (0.007 + 0.06) N + little air, at 150 W: 2.25 m/s."""
    flat_speed = 150.0

    factor = factor_at(BIKE, 6)

    speeds = [v / 1000 for v in range(1000, 12000)]
    force = 100 * 9.81 * (0.007 * np.cos(0.06) + np.sin(0.06))
    climbing = max(v for v in speeds if v * (force + 0.33 * v**2) <= flat_speed)
    riding = max(v for v in speeds if v * (100 * 9.81 * 0.007 + 0.33 * v**2) <= flat_speed)
    assert climbing == pytest.approx(2.2, abs=0.1)
    assert factor == pytest.approx(riding / climbing, rel=0.01)


def test_more_load_is_slower_and_most_of_all_uphill() -> None:
    """150 kg instead of the usual 40 on a cargo bike."""
    heavy = [factor_at(CARGO_BIKE, percent, 150) for percent in (0, 3, 6)]
    usual = [factor_at(CARGO_BIKE, percent) for percent in (0, 3, 6)]

    ratios = np.divide(heavy, usual)

    assert usual[0] == pytest.approx(1.0)
    assert ratios[0] > 1.0
    assert (np.diff(ratios) > 0).all()


def test_walkers_follow_tobler_and_vans_do_not_mind() -> None:
    """exp(3.5 x 0.1) up ten percent; a gentle way down is the fastest of all."""
    assert factor_at(FOOT, 10) == pytest.approx(np.exp(0.35), rel=0.001)
    assert slope_factors(FOOT).argmin() == np.abs(SLOPES + 0.05).argmin()
    assert (slope_factors(E_VAN) == 1.0).all()


@pytest.mark.parametrize("percent", [-40, -10, 0, 3, 15, 60])
def test_speeds_stay_plausible_on_every_slope(percent: int) -> None:
    """Whatever the grid claims: no bicycle at 127 km/h, none at a snail's pace."""
    network = on_slope(percent).network

    for profile in Profile:
        durations = network.durations[profile.row]
        speeds = network.edge_lengths * 3.6 / durations
        slowest, fastest = PLAUSIBLE_SPEED[profile.value]
        assert speeds.max() <= fastest + 0.1
        assert speeds.min() >= slowest


def test_a_city_with_a_load_keeps_its_overlays() -> None:
    """Twice the time for snow, and a little more for 200 kg; vans carry them unmoved."""
    drawing = square()
    ends = [drawing.at(1), drawing.at(4)]
    snowy = on_slope(4).with_overlays([Overlay(id="snow", time_permille=2000)])

    loaded = snowy.with_load(200)

    before, after = snowy.matrix(ends, CARGO_BIKE), loaded.matrix(ends, CARGO_BIKE)
    assert after.durations[0, 1] > before.durations[0, 1]
    assert loaded.overlays == snowy.overlays
    assert (
        loaded.with_overlays([]).with_load(40).matrix(ends, CARGO_BIKE).durations[0, 1]
        == (on_slope(4).matrix(ends, CARGO_BIKE).durations[0, 1])
    )
    assert np.array_equal(loaded.matrix(ends, E_VAN).durations, snowy.matrix(ends, E_VAN).durations)


@pytest.mark.parametrize("load", [-1.0, 301.0, float("nan")])
def test_an_impossible_load_is_refused(load: float) -> None:
    """Nothing weighs less than nothing."""
    with pytest.raises(ValueError, match="Expected a load from 0 to 300 kg"):
        with_load(square().city().network, load)


def test_heights_between_the_middles_of_cells_are_in_between() -> None:
    """Two by two cells of 1, 2 above 3, 4; the middle of all is 2.5; beyond is unknown."""
    grid = Elevation(
        heights=np.array([[1.0, 2.0], [3.0, 4.0]]), south=0.0, west=0.0, north=2.0, east=2.0
    )

    found = grid.at(np.array([1.5, 1.0, 0.1, 2.5]), np.array([0.5, 1.0, 1.9, 1.0]))

    assert found[:3].tolist() == [1.0, 2.5, 4.0]
    assert np.isnan(found[3])


def test_a_grid_beside_the_city_is_refused() -> None:
    """The message says how much of the city it covers."""
    elsewhere = replace(slope_to_the_north(1), south=41.0, north=41.1)

    with pytest.raises(CityError, match="Expected an elevation grid that covers the city, got 0%"):
        with_heights(square().city().network, elsewhere)


def test_holes_in_a_grid_count_as_flat() -> None:
    """Unknown heights below the west side: it takes as long as on the flat."""
    drawing = square()
    grid = slope_to_the_north(6)
    grid.heights[:, :21] = np.nan
    network = with_heights(drawing.city().network, grid)

    assert np.isnan(network.point_heights).any()
    assert (network.durations > 0).all()


def test_a_way_climbs_what_it_goes_up_and_nothing_downhill() -> None:
    """The west side is 222 m long: at 6 percent 13 m up, none down, none along or when flat."""
    drawing = square()
    south, north, east = drawing.at(1), drawing.at(4), drawing.at(2)
    length = int(drawing.city().matrix([south, north], BIKE).distances[0, 1])

    steep, flat = on_slope(6), drawing.city()

    assert steep.climb(south, north, BIKE) == round(length * 0.06)
    assert steep.climb(north, south, BIKE) == 0
    assert steep.climb(south, east, BIKE) == 0
    assert flat.climb(south, north, BIKE) == 0
