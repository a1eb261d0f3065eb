"""Travel between many points that stay and a few that come, half of it computed in advance.

The labels of the points that stay are kept, in both directions. A new point then costs its
own two labels and one sum per common ancestor, however many points there are.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from routing.streets.hierarchy.table import THOUSAND, Table, columns_of, combined
from routing.streets.hierarchy.table_parts import Direct
from routing.streets.matrix import check_courier, direct_ways

if TYPE_CHECKING:
    from routing.model import Location
    from routing.streets.hierarchy.table_parts import Columns
    from routing.streets.router import Router
    from routing.streets.snap import Snapped


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Fan:
    """Points with their labels.

    Attributes
    ----------
    router
        Streets of the points' profile.
    locations, points
        The points that stay, n of them, as they were given and on the streets.
    reached, left
        Their labels when they are gone to, and when they are left.
    """

    router: Router
    locations: tuple[Location, ...]
    points: Snapped
    reached: Columns
    left: Columns

    def rows_to(self, from_points: Snapped, *, time_permille: int = THOUSAND) -> Table:
        """Compute travel to the points that stay, shape ``(len(from_points), n)``."""
        check_courier(time_permille)
        return combined(
            self.router.tree,
            self.router.weights.up,
            self.router.sources(from_points),
            self.reached,
            direct=direct_ways(from_points, self.points),
            time_permille=time_permille,
        )

    def rows_from(self, to_points: Snapped, *, time_permille: int = THOUSAND) -> Table:
        """Compute travel from the points that stay, shape ``(n, len(to_points))``."""
        check_courier(time_permille)
        direct = direct_ways(self.points, to_points)
        turned = combined(
            self.router.tree,
            self.router.weights.down,
            self.router.targets(to_points),
            self.left,
            direct=Direct(sources=direct.targets, targets=direct.sources, travel=direct.travel),
            time_permille=time_permille,
        )
        return Table(
            durations=turned.durations.T,
            distances=turned.distances.T,
            reachable=turned.reachable.T,
        )


def fan_of(router: Router, points: Snapped, locations: tuple[Location, ...]) -> Fan:
    """Compute the labels of points that stay.

    Parameters
    ----------
    router
        Streets of the points' profile.
    points
        Points on its streets.
    locations
        Where they were before they were moved to a street.
    """
    return Fan(
        router=router,
        locations=locations,
        points=points,
        reached=columns_of(router.tree, router.weights.down, router.targets(points)),
        left=columns_of(router.tree, router.weights.up, router.sources(points)),
    )
