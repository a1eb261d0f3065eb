"""How many metres a path climbs, from the heights along its streets."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from routing.streets.network import Network
    from routing.streets.path import Trail


def ascent(network: Network, trail: Trail) -> int:
    """Add up what goes up along a path; what goes down does not count against it.

    A street that the path uses in part counts in proportion to its length.

    Parameters
    ----------
    network
        The network that the path lies in.
    trail
        The parts of edges that it consists of.

    Returns
    -------
    int
        Metres, to the nearest; 0 in a city without heights, and where they are unknown.
    """
    if not len(network.point_heights):
        return 0
    used = np.diff(trail.metres, prepend=0)
    total = 0.0
    for edge, is_backward, metres in zip(
        trail.edges.tolist(), trail.is_backward.tolist(), used.tolist(), strict=True
    ):
        whole = network.edge_lengths[edge] / 10
        begin, end = network.points_from[edge], network.points_from[edge + 1]
        steps = np.diff(network.point_heights[begin:end].astype(np.float64))
        steps = -steps if is_backward else steps
        up = float(np.nansum(np.maximum(steps, 0.0)))
        total += up * min(1.0, metres / whole) if whole else 0.0
    return round(total)
