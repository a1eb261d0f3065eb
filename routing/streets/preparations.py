"""What is worked out once per profile, when it is first asked for, and then kept."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from routing.streets.snap import StreetIndex, in_other_state, snap, street_index

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    from numpy.typing import NDArray

    from routing.model import Location
    from routing.streets.fan import Fan
    from routing.streets.geodesy import Plane
    from routing.streets.network import Network
    from routing.streets.profiles import Profile
    from routing.streets.router import Router

MOST_FANS = 12
"""Fans that are kept: of a few days, for each profile."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Preparations:
    """Routers and indices of one state of a city's streets.

    Two threads that ask first at once may both prepare, with the same result.

    Attributes
    ----------
    network
        The streets.
    plane
        The flat picture of the city.
    orders
        The order of each profile's hierarchy; missing ones are computed.
    origin
        Another state of the same streets, whose hierarchies and indices serve here, too.
    """

    network: Network
    plane: Plane
    orders: Mapping[Profile, NDArray[np.int32]]
    origin: Preparations | None = None
    _routers: dict[Profile, Router] = field(default_factory=dict, repr=False)
    _indices: dict[Profile, StreetIndex] = field(default_factory=dict, repr=False)
    _fans: deque[Fan] = field(default_factory=lambda: deque(maxlen=MOST_FANS), repr=False)

    def changed(self, network: Network) -> Preparations:
        """Return those of the same streets with other durations."""
        origin = self.origin or self
        return Preparations(network=network, plane=self.plane, orders=self.orders, origin=origin)

    def router(self, profile: Profile) -> Router:
        """Return the streets of a profile, ready for travel times and paths."""
        if profile not in self._routers:
            self._routers[profile] = self._build(profile)
        return self._routers[profile]

    def index(self, profile: Profile) -> StreetIndex:
        """Return the streets of a profile, ready for points."""
        if profile not in self._indices:
            self._indices[profile] = (
                street_index(self.network, self.plane, profile)
                if self.origin is None
                else in_other_state(self.origin.index(profile), self.network)
            )
        return self._indices[profile]

    def fan(self, profile: Profile, points: tuple[Location, ...]) -> Fan:
        """Return a profile's fan of points; the last few are kept, known by their very tuples."""
        for known in tuple(self._fans):
            if known.locations is points and known.points.profile is profile:
                return known
        from routing.streets.fan import fan_of  # noqa: PLC0415 - compiled code loads slowly

        snapped = snap(self.index(profile), self.network, points)
        made = fan_of(self.router(profile), snapped, points)
        self._fans.append(made)
        return made

    def _build(self, profile: Profile) -> Router:
        if self.origin is not None:
            return self.origin.router(profile).reweighted(self.network)
        from routing.streets.router import build_router  # noqa: PLC0415 - compiled code loads slowly

        return build_router(self.network, profile, order=self.orders.get(profile))
