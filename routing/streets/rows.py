"""Travel from some points to others, with what was kept of points that were asked for before."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeGuard

from routing.streets.matrix import rows
from routing.streets.snap import snap

if TYPE_CHECKING:
    from collections.abc import Sequence

    from routing.model import Location
    from routing.streets.hierarchy.table import Table
    from routing.streets.preparations import Preparations
    from routing.streets.profiles import Profile

MANY, FEW = 16, 64
"""Points whose labels are worth keeping, for others that come a few at a time."""


def travel_rows(  # noqa: PLR0913 - as `routing.streets.city.City.rows`
    prepared: Preparations,
    from_points: Sequence[Location],
    to_points: Sequence[Location],
    profile: Profile,
    *,
    limit: int | None,
    time_permille: int,
) -> Table:
    """Compute travel from some points to others; see `routing.streets.city.City.rows`.

    Where many points are given as a tuple, and few on the other side, half of the work is
    kept for the next time that the very same tuple is given.

    Parameters
    ----------
    prepared
        The streets.
    from_points, to_points, profile, limit, time_permille
        As there.
    """
    index, network = prepared.index(profile), prepared.network
    if limit is None and _stay(to_points, from_points):
        few = snap(index, network, from_points)
        return prepared.fan(profile, to_points).rows_to(few, time_permille=time_permille)
    if limit is None and _stay(from_points, to_points):
        few = snap(index, network, to_points)
        return prepared.fan(profile, from_points).rows_from(few, time_permille=time_permille)
    count = len(from_points)
    snapped = snap(index, network, [*from_points, *to_points])
    return rows(
        prepared.router(profile),
        snapped.part(slice(None, count)),
        snapped.part(slice(count, None)),
        limit=limit,
        time_permille=time_permille,
    )


def _stay(many: Sequence[Location], few: Sequence[Location]) -> TypeGuard[tuple[Location, ...]]:
    return isinstance(many, tuple) and len(many) >= MANY and len(few) <= FEW
