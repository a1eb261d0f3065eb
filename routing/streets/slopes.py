"""How much longer a street takes because it climbs, and with how much load.

A cyclist with constant power is as fast as rolling resistance, climbing and air allow
[1]_; walkers follow Tobler's hiking function [2]_; vans do not mind. Riding downhill
gains little in a city. What matters is the ratio to the flat, so the speeds of the
tables, which have stops and crossings in them, stay what they are on the flat.

References
----------
.. [1] Martin, J. C. et al. (1998). Validation of a mathematical model for road cycling
   power. Journal of Applied Biomechanics.
.. [2] Tobler, W. (1993). Three presentations on geographical analysis and modeling. NCGIA.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from routing.streets.errors import CityError
from routing.streets.geodesy import segment_lengths
from routing.streets.network import BACKWARD, CLOSED, FORWARD
from routing.streets.profiles import Profile
from routing.streets.speed_tables import PLAUSIBLE_SPEED

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from routing.streets.elevation import Elevation
    from routing.streets.network import Network

GRAVITY = 9.81
AIR_DENSITY = 1.2
STEEPEST = 0.25
"""Slopes beyond this are faults of the grid, bridges and tunnels for example."""

DOWNHILL_GAIN = 1.15
SLOWEST_CLIMB = 3.0
"""km/h; who would ride slower pushes."""

SLOPES = np.linspace(-STEEPEST, STEEPEST, 101)
TOBLER_STEEPNESS = 3.5
TOBLER_BEST = 0.05
BISECTIONS = 40
FASTEST = 30.0
DECISECONDS_PER_KMH_DECIMETRE = 3.6
LEAST_COVERAGE = 0.5
HEAVIEST_LOAD = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Riding:
    """What moves a kind of bicycle; own estimates for city bicycles.

    Attributes
    ----------
    mass
        kg of courier and bicycle.
    usual_load
        kg that the speeds of the tables are meant for.
    power
        Watts that reach the wheel, motor included, kept up on a climb.
    rolling
        Coefficient of rolling resistance.
    drag_area
        Drag coefficient times frontal area in square metres.
    """

    mass: float
    usual_load: float
    power: float
    rolling: float
    drag_area: float

    def speeds(self, load: float) -> NDArray[np.float64]:
        """Return metres per second on each of `SLOPES` with a load in kg."""
        mass = self.mass + load
        force = mass * GRAVITY * (self.rolling * np.cos(SLOPES) + np.sin(SLOPES))
        low, high = np.zeros(len(SLOPES)), np.full(len(SLOPES), FASTEST)
        for _ in range(BISECTIONS):
            middle = (low + high) / 2
            needed = middle * (force + 0.5 * AIR_DENSITY * self.drag_area * middle**2)
            is_low = needed < self.power
            low, high = np.where(is_low, middle, low), np.where(is_low, high, middle)
        found: NDArray[np.float64] = (low + high) / 2
        return found


RIDING = {
    Profile.BIKE: Riding(mass=95, usual_load=5, power=150, rolling=0.007, drag_area=0.55),
    Profile.CARGO_BIKE: Riding(mass=140, usual_load=40, power=300, rolling=0.008, drag_area=0.7),
}


def slope_factors(profile: Profile, load: float | None = None) -> NDArray[np.float64]:
    """Return what travel times are multiplied by on each of `SLOPES`.

    Parameters
    ----------
    profile
        Who moves.
    load
        kg on a bicycle; ``None``: the usual load.

    Returns
    -------
    NDArray
        1 on the flat with the usual load.
    """
    if profile is Profile.FOOT:
        return np.exp(TOBLER_STEEPNESS * (np.abs(SLOPES + TOBLER_BEST) - TOBLER_BEST))
    if profile is Profile.E_VAN:
        return np.ones(len(SLOPES))
    riding = RIDING[profile]
    flat = float(np.interp(0.0, SLOPES, riding.speeds(riding.usual_load)))
    speeds = riding.speeds(riding.usual_load if load is None else load)
    factors: NDArray[np.float64] = flat / np.minimum(speeds, flat * DOWNHILL_GAIN)
    return factors


def with_heights(network: Network, elevation: Elevation) -> Network:
    """Give a network heights, and durations that heed them with the usual loads.

    Parameters
    ----------
    network
        Streets on the flat.
    elevation
        Heights of the ground.

    Returns
    -------
    Network
        The same streets.

    Raises
    ------
    CityError
        When the grid covers less than half of the city.
    """
    heights = elevation.at(network.point_lats / 1e7, network.point_lons / 1e7)
    covered = float(np.isfinite(heights).mean())
    if covered < LEAST_COVERAGE:
        msg = f"Expected an elevation grid that covers the city, got {covered:.0%} of it."
        raise CityError(msg)
    risen = replace(network, point_heights=heights)
    ratios = {profile: _along_edges(risen, slope_factors(profile)) for profile in Profile}
    return _scaled(risen, ratios)


def with_load(network: Network, load: float) -> Network:
    """Return a network for bicycles with another load than usual.

    On the flat, too, a heavier bicycle is slower. Without heights every street is flat.

    Parameters
    ----------
    network
        Streets as they usually are.
    load
        kg on every bicycle.

    Returns
    -------
    Network
        The same streets with other durations for bicycles.

    Raises
    ------
    ValueError
        When the load is negative or more than a cargo bike carries.
    """
    if not 0 <= load <= HEAVIEST_LOAD:
        msg = f"Expected a load from 0 to {HEAVIEST_LOAD} kg, got {load}."
        raise ValueError(msg)
    ratios = {
        profile: _along_edges(network, slope_factors(profile, load))
        / _along_edges(network, slope_factors(profile))
        for profile in RIDING
    }
    return _scaled(network, ratios)


def _along_edges(network: Network, factors: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the mean factor of each direction and edge by length, shape ``(2, E)``."""
    flat = np.full((2, network.num_edges), np.interp(0.0, SLOPES, factors))
    if not len(network.point_heights):
        return flat
    begins, ends = network.points_from[:-1], network.points_from[1:]
    lengths = segment_lengths(network.point_lats / 1e7, network.point_lons / 1e7)
    lengths = np.concatenate((lengths, [0.0]))
    lengths[ends - 1] = 0.0
    rises = np.concatenate((np.diff(network.point_heights), [0.0]))
    slopes = np.divide(rises, lengths, out=np.zeros(len(lengths)), where=lengths > 0)
    slopes = np.clip(np.nan_to_num(slopes, nan=0.0), -STEEPEST, STEEPEST)
    whole = np.add.reduceat(lengths, begins)
    for direction, sign in ((FORWARD, 1.0), (BACKWARD, -1.0)):
        weighted = np.add.reduceat(lengths * np.interp(sign * slopes, SLOPES, factors), begins)
        np.divide(weighted, whole, out=flat[direction], where=whole > 0)
    return flat


def _scaled(network: Network, ratios: dict[Profile, NDArray[np.float64]]) -> Network:
    """Return durations times ratios, within what is plausible; barriers keep theirs."""
    durations = network.durations.copy()
    lengths = network.edge_lengths * DECISECONDS_PER_KMH_DECIMETRE
    is_street = network.edge_lengths > 0
    for profile, ratio in ratios.items():
        usual = network.durations[profile.row]
        slowest = np.maximum(usual, np.ceil(lengths / SLOWEST_CLIMB))
        fastest = np.minimum(usual, np.ceil(lengths / PLAUSIBLE_SPEED[profile.value][1]))
        scaled = np.clip(np.rint(usual * ratio), np.maximum(1, fastest), slowest)
        is_scaled = (usual != CLOSED) & is_street
        durations[profile.row] = np.where(is_scaled, scaled, usual)
    return replace(network, durations=durations)
