"""Ways by bike from a pickup to its delivery: what an order costs does not depend on who rides."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dispatch.errors import PointUnreachable
from dispatch.streets import is_estimate
from routing.streets.errors import FarFromStreetError
from routing.streets.profiles import Profile

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dispatch.model import Place
    from dispatch.streets import Streets, Travel
    from routing.model import Location


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectWay:
    """The way by bike from one place to another, which does not depend on who will ride.

    Attributes
    ----------
    seconds, metres
        How far it is.
    is_estimate
        Whether they were guessed.
    """

    seconds: int
    metres: int
    is_estimate: bool


def direct(streets: Streets, pickup: Place, delivery: Place) -> DirectWay:
    """Give the way from one place to another.

    Raises
    ------
    PointUnreachable
        When there is none.
    """
    travel = streets.rows([pickup.location], [delivery.location], Profile.BIKE)
    return _way(travel, 0, 0, pickup, delivery)


class DirectWays:
    """Ways between places that are asked for one by one, computed at once.

    Parameters
    ----------
    streets
        The city.
    pairs
        Whose ways will be asked for.
    """

    def __init__(self, streets: Streets, pairs: Sequence[tuple[Place, Place]]) -> None:
        self._streets = streets
        self._from = _numbered(pickup for pickup, _ in pairs)
        self._to = _numbered(delivery for _, delivery in pairs)
        self._travel: Travel | None = None
        if len(pairs) > 1:
            with suppress(FarFromStreetError):  # then each way is computed by itself
                self._travel = streets.rows(list(self._from), list(self._to), Profile.BIKE)

    def of(self, pickup: Place, delivery: Place) -> DirectWay:
        """Give the way of one of the pairs.

        Raises
        ------
        PointUnreachable
            When there is none.
        """
        if self._travel is None:
            return direct(self._streets, pickup, delivery)
        row, column = self._from[pickup.location], self._to[delivery.location]
        return _way(self._travel, row, column, pickup, delivery)


def _numbered(places: Iterable[Place]) -> dict[Location, int]:
    return {place: at for at, place in enumerate(dict.fromkeys(one.location for one in places))}


def _way(travel: Travel, row: int, column: int, pickup: Place, delivery: Place) -> DirectWay:
    if not bool(travel.reachable[row, column]):
        msg = f"Expected a way from {pickup.address!r} to {delivery.address!r}, got none."
        raise PointUnreachable(msg, field="delivery")
    return DirectWay(
        seconds=int(travel.durations[row, column]),
        metres=int(travel.distances[row, column]),
        is_estimate=is_estimate(travel),
    )
