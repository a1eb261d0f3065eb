"""Where things are relative to each other, from travel alone, and cuts into areas and hours.

A problem has no coordinates, so two are made from travel times [1]_. Only sums, products and
sorting are used, no linear algebra, so that every machine finds the same.

References
----------
.. [1] Faloutsos, C. and Lin, K. (1995). FastMap: a fast algorithm for indexing, data-mining
       and visualization of traditional and multimedia datasets. SIGMOD Record 24(2).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from routing.model import Matrix

AXES = 2
WALKS = 3
"""How often the far end of an axis is looked for anew."""

UNEVEN = 0.12
"""How far from the middle a cut may be, as a share of the whole."""


def coordinates(matrix: Matrix) -> NDArray[np.float64]:
    """Give every location two coordinates whose distances are about the travel times.

    Parameters
    ----------
    matrix
        Travel; both ways count alike, and where there is no path it is the longest there is.

    Returns
    -------
    numpy.ndarray
        Seconds, float64 ``(n, 2)``.
    """
    size = matrix.num_locations
    found = np.zeros((size, AXES))
    if not size:
        return found
    longest = int(matrix.durations.max(initial=0, where=matrix.reachable))

    def squares(place: int, axes: int) -> NDArray[np.float64]:
        """Return squared travel from a place, less what the first axes tell of it."""
        there = np.where(matrix.reachable[place], matrix.durations[place], longest)
        back = np.where(matrix.reachable[:, place], matrix.durations[:, place], longest)
        travel = (there.astype(np.float64) + back) / 2
        travel[place] = 0.0
        known = ((found[:, :axes] - found[place, :axes]) ** 2).sum(axis=1)
        left: NDArray[np.float64] = np.maximum(travel**2 - known, 0.0)
        return left

    for axis in range(AXES):
        one = 0
        for _ in range(WALKS):
            one = int(squares(one, axis).argmax())
        from_one = squares(one, axis)
        other = int(from_one.argmax())
        apart = from_one[other]
        if apart <= 0.0:
            break
        found[:, axis] = (from_one + apart - squares(other, axis)) / (2 * np.sqrt(apart))
    return found


def cut(
    points: NDArray[np.float64], weights: NDArray[np.float64], num_cuts: int, state: int
) -> NDArray[np.int64]:
    """Cut points into areas of about the same weight.

    Each area is cut across the direction in which it is widest, about in the middle. The
    coordinates are turned by a random angle first, so that another state cuts elsewhere.

    Parameters
    ----------
    points
        Two coordinates in space and one in time, comparable, shape ``(m, 3)``.
    weights
        Above 0, shape ``(m,)``.
    num_cuts
        How often all areas are halved.
    state
        Start of the random stream.

    Returns
    -------
    numpy.ndarray
        Number of each point's area, below ``2 ** num_cuts``, int64 ``(m,)``.
    """
    stream = np.random.default_rng(state)
    angle = float(stream.uniform(0.0, np.pi))
    turned = points.copy()
    turned[:, 0] = points[:, 0] * np.cos(angle) - points[:, 1] * np.sin(angle)
    turned[:, 1] = points[:, 0] * np.sin(angle) + points[:, 1] * np.cos(angle)
    areas = np.zeros(len(points), np.int64)
    for _ in range(num_cuts):
        shares = 0.5 + stream.uniform(-UNEVEN, UNEVEN, int(areas.max(initial=0)) + 1)
        halves = np.zeros_like(areas)
        for area, share in enumerate(shares.tolist()):
            members = np.flatnonzero(areas == area)
            if len(members) > 1:
                halves[_upper(turned, weights, members, share)] = 1
        areas = 2 * areas + halves
    return areas


def _upper(
    points: NDArray[np.float64],
    weights: NDArray[np.float64],
    members: NDArray[np.int64],
    share: float,
) -> NDArray[np.int64]:
    """Return the members beyond a cut across their widest direction."""
    here = points[members]
    center = here.mean(axis=0)
    axis = int(np.abs(here - center).mean(axis=0).argmax())
    order = members[np.argsort(here[:, axis], kind="stable")]
    until = np.cumsum(weights[order])
    first = int(np.searchsorted(until, share * until[-1], side="right"))
    return order[max(1, min(first, len(order) - 1)) :]
