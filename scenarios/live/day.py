"""A day of orders that nobody knows before they are placed, as plain numbers.

Moments are seconds from the day's first; places are indices into the day's matrix.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from routing.model import Matrix


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveOrder:
    """An order.

    Attributes
    ----------
    id
        Its name.
    placed, ready
        From when it is known, and from when it can be picked up.
    pickup, delivery
        Places; nothing else is at the place of a delivery.
    target, latest
        Moment of handing over that is aimed at, and after which nobody wants it any more.
    """

    id: str
    placed: int
    ready: int
    pickup: int
    delivery: int
    target: int
    latest: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveCourier:
    """A courier's shift.

    Attributes
    ----------
    id
        The courier's name.
    on, off
        When the shift begins and ends. Nothing is picked up after its end; what is on board
        then is still handed over.
    start
        Place where it begins.
    """

    id: str
    on: int
    off: int
    start: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Handling:
    """Seconds at a stop.

    Attributes
    ----------
    before, after
        From arriving to taking or giving the goods, and from then to leaving.
    """

    before: int
    after: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LiveDay:
    """A day.

    Attributes
    ----------
    name
        Its name.
    orders
        In any order.
    couriers
        One entry per shift.
    counters
        Places from which orders may come, known beforehand; couriers may wait there.
    matrix
        Travel between all places.
    pickup, delivery
        Handling at either end; at a pickup once per stay.
    """

    name: str
    orders: tuple[LiveOrder, ...]
    couriers: tuple[LiveCourier, ...]
    counters: tuple[int, ...]
    matrix: Matrix
    pickup: Handling
    delivery: Handling

    @property
    def ends(self) -> int:
        """Moment after which nothing happens any more."""
        moments = [order.latest for order in self.orders]
        return max([*moments, *(courier.off for courier in self.couriers)], default=0)
