"""Overlays for what comes again and again: weather and busy hours.

How much longer travel takes is our own cautious estimate; a co-op that has measured its
own times makes its own overlays instead.
"""

from __future__ import annotations

from enum import StrEnum

from routing.streets.overlays import Hours, Overlay
from routing.streets.profiles import Profile


class Weather(StrEnum):
    """Weather that slows couriers down."""

    RAIN = "rain"
    STORM = "storm"
    SNOW = "snow"
    ICE = "ice"
    HEAT = "heat"


TIME_PERMILLE = {
    Weather.RAIN: {"foot": 1030, "bike": 1080, "cargo_bike": 1080, "e_van": 1100},
    Weather.STORM: {"foot": 1100, "bike": 1250, "cargo_bike": 1300, "e_van": 1100},
    Weather.SNOW: {"foot": 1200, "bike": 1400, "cargo_bike": 1350, "e_van": 1300},
    Weather.ICE: {"foot": 1400, "bike": 1700, "cargo_bike": 1500, "e_van": 1500},
    Weather.HEAT: {"foot": 1100, "bike": 1100, "cargo_bike": 1080, "e_van": 1000},
}
"""Thousandths of the usual time per profile."""

SOFT_SURFACES = frozenset(
    ("unpaved", "gravel", "ground", "dirt", "earth", "grass", "sand", "mud", "woodchips")
)
SLIPPERY_SURFACES = frozenset(
    ("cobblestone", "sett", "unhewn_cobblestone", "wood", "metal", "paving_stones", "bricks")
)
ROUGH_PERMILLE = {
    Weather.RAIN: {SOFT_SURFACES: 1200, SLIPPERY_SURFACES: 1100},
    Weather.STORM: {SOFT_SURFACES: 1300, SLIPPERY_SURFACES: 1100},
    Weather.SNOW: {SOFT_SURFACES: 1300, SLIPPERY_SURFACES: 1150},
    Weather.ICE: {SOFT_SURFACES: 1000, SLIPPERY_SURFACES: 1250},
    Weather.HEAT: {},
}
"""Thousandths on top of that for bicycles, by surface."""

BUSY_CLASSES = frozenset(
    ("trunk", "trunk_link", "primary", "primary_link", "secondary", "secondary_link", "tertiary")
)
BUSY_HOURS = ((7 * 60 + 30, 9 * 60), (16 * 60, 18 * 60 + 30))
BUSY_PERMILLE = 1400
WORKDAYS = frozenset(range(5))


def weather_overlays(weather: Weather, *, version: int = 1) -> tuple[Overlay, ...]:
    """Return the overlays of some weather, for the whole city.

    Parameters
    ----------
    weather
        Which.
    version
        Of the report that says so.

    Returns
    -------
    tuple of Overlay
        One per profile, and one per group of surfaces for bicycles.
    """
    by_profile = [
        Overlay(
            id=f"{weather}:{profile}",
            version=version,
            profiles=frozenset((profile,)),
            time_permille=TIME_PERMILLE[weather][profile],
        )
        for profile in Profile
    ]
    by_surface = [
        Overlay(
            id=f"{weather}:{min(surfaces)}",
            version=version,
            profiles=frozenset((Profile.BIKE, Profile.CARGO_BIKE)),
            surfaces=surfaces,
            time_permille=permille,
        )
        for surfaces, permille in ROUGH_PERMILLE[weather].items()
    ]
    return (*by_profile, *by_surface)


def busy_hours(*, version: int = 1) -> tuple[Overlay, ...]:
    """Return overlays that slow vans down on main streets when everybody drives.

    Parameters
    ----------
    version
        Of the co-op's settings.

    Returns
    -------
    tuple of Overlay
        One for the morning, one for the evening of workdays.
    """
    return tuple(
        Overlay(
            id=f"busy:{begin}",
            version=version,
            profiles=frozenset((Profile.E_VAN,)),
            classes=BUSY_CLASSES,
            time_permille=BUSY_PERMILLE,
            hours=Hours(begin=begin, end=end, weekdays=WORKDAYS),
        )
        for begin, end in BUSY_HOURS
    )
