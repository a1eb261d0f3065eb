"""What came of a day: who carried what and when, and who went where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scenarios.live.day import LiveDay


@dataclass(frozen=True, slots=True, kw_only=True)
class Handled:
    """An order that was handed over.

    Attributes
    ----------
    order, courier
        Indices.
    decided
        When it was given to this courier for good.
    stay
        Number of the stay at which it was picked up; orders of one stay leave together.
    picked, handed
        When it was taken and given.
    quoted
        When it would have been handed over as far as known when it was first seen; ``None``:
        nobody could take it then.
    """

    order: int
    courier: int
    decided: int
    stay: int
    picked: int
    handed: int
    quoted: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """A way of a courier.

    Attributes
    ----------
    courier
        Index.
    departs
        When.
    origin, destination
        Places.
    travel
        Seconds.
    """

    courier: int
    departs: int
    origin: int
    destination: int
    travel: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LiveOutcome:
    """A day as it went.

    Attributes
    ----------
    day
        Which.
    handled
        Orders that were handed over, by order.
    legs
        Of all couriers, each one's in order of time.
    """

    day: LiveDay
    handled: tuple[Handled, ...]
    legs: tuple[Leg, ...]

    @property
    def num_orders(self) -> tuple[int, ...]:
        """Orders that each courier handed over."""
        counts = [0] * len(self.day.couriers)
        for one in self.handled:
            counts[one.courier] += 1
        return tuple(counts)

    @property
    def online_s(self) -> tuple[int, ...]:
        """Seconds of each courier's shift."""
        return tuple(courier.off - courier.on for courier in self.day.couriers)

    @property
    def travel_s(self) -> tuple[int, ...]:
        """Seconds that each courier was on the way."""
        seconds = [0] * len(self.day.couriers)
        for leg in self.legs:
            seconds[leg.courier] += leg.travel
        return tuple(seconds)
