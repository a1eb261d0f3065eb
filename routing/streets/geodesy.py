"""Distances on the earth, and a flat picture of a city in metres."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

EARTH_RADIUS = 6_371_008.8
"""Mean radius in metres (IUGG)."""

METRES_PER_DEGREE = float(np.radians(1.0) * EARTH_RADIUS)


def great_circle(
    lats_a: NDArray[np.float64],
    lons_a: NDArray[np.float64],
    lats_b: NDArray[np.float64],
    lons_b: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Return metres along great circles by the haversine formula.

    Parameters
    ----------
    lats_a, lons_a, lats_b, lons_b
        WGS84 degrees, of shapes that broadcast.

    Returns
    -------
    NDArray
        Metres on a sphere of `EARTH_RADIUS`, within 0.6 % of the ellipsoid.
    """
    phi_a, phi_b = np.radians(lats_a), np.radians(lats_b)
    half_lat = np.sin((phi_b - phi_a) / 2)
    half_lon = np.sin(np.radians(lons_b - lons_a) / 2)
    chord = half_lat**2 + np.cos(phi_a) * np.cos(phi_b) * half_lon**2
    metres: NDArray[np.float64] = 2 * EARTH_RADIUS * np.arcsin(np.sqrt(np.minimum(chord, 1.0)))
    return metres


def segment_lengths(lats: NDArray[np.float64], lons: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return metres between neighboring points, one fewer than points."""
    return great_circle(lats[:-1], lons[:-1], lats[1:], lons[1:])


@dataclass(frozen=True, slots=True, kw_only=True)
class Plane:
    """Flat picture of the surroundings of a point, in metres east and north of it.

    Good to a percent or two within 100 km: enough to find the nearest street, not used
    to measure streets.

    Attributes
    ----------
    lat, lon
        The point, WGS84 degrees.
    """

    lat: float
    lon: float

    def project(self, lats: NDArray[np.float64], lons: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return metres east and north, shape ``(n, 2)``."""
        east = (lons - self.lon) * METRES_PER_DEGREE * np.cos(np.radians(self.lat))
        return np.column_stack((east, (lats - self.lat) * METRES_PER_DEGREE))

    def unproject(
        self, points: NDArray[np.float64]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return latitudes and longitudes of points of shape ``(n, 2)``."""
        lats = self.lat + points[:, 1] / METRES_PER_DEGREE
        lons = self.lon + points[:, 0] / METRES_PER_DEGREE / np.cos(np.radians(self.lat))
        return lats, lons
