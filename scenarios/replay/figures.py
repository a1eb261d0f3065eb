"""Measures of replayed weeks, and what would change who earns what."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from statistics import fmean
from typing import TYPE_CHECKING

from fairness.measures import gini, share_below_floor
from fairness.pay import BY_DROP

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fairness.policy import Policy

HOUR_S, MINUTE_S = 3600, 60
SATURATED = 0.85
"""Share of online time under way or at a stop from which nobody can carry much more."""


class Lever(StrEnum):
    """What would change who earns what."""

    HOURS = "hours"
    """Demand is under the break-even rate: shared equally, everybody is below the floor."""
    SHIFTS = "shifts"
    """Everybody is busy: who has more hours has more."""
    DISPATCH = "dispatch"
    """There is enough for all, and time to share it."""
    POLICY = "policy"
    """Pay goes by time, so dispatch changes the work, not the pay."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CourierFigures:
    """What a courier would have had.

    Attributes
    ----------
    courier
        Name.
    online_s, paid_s
        Seconds of all shifts, and seconds that are paid.
    num_orders, travel_s
        Orders handed over, and seconds on the way.
    worth_minor
        What these orders are worth by the drop, whatever the form of pay.
    base_minor, top_up_minor, pay_minor
        What counts toward the floor, what lifts it there, and everything paid.
    """

    courier: str
    online_s: int
    paid_s: int
    num_orders: int
    travel_s: int
    worth_minor: int
    base_minor: int
    top_up_minor: int
    pay_minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplayFigures:
    """Weeks under a policy.

    Attributes
    ----------
    name, policy
        Which.
    couriers
        Each one's part.
    num_orders
        Orders placed.
    waits_s, late_s
        Of each order handed over: seconds from placing to the door, and beyond the target.
    busy_s
        Seconds on the way and at stops, of everybody.
    gini_by_day
        Gini of what orders are worth per online hour, from the first day to each day.
    """

    name: str
    policy: Policy
    couriers: tuple[CourierFigures, ...]
    num_orders: int
    waits_s: tuple[int, ...]
    late_s: tuple[int, ...]
    busy_s: int
    gini_by_day: tuple[float, ...]

    @property
    def online_s(self) -> int:
        """Seconds of all shifts."""
        return sum(one.online_s for one in self.couriers)

    @property
    def travel_s(self) -> int:
        """Seconds on the way, of everybody."""
        return sum(one.travel_s for one in self.couriers)

    @property
    def travel_min_per_order(self) -> float:
        """Minutes on the way per order handed over."""
        return self.travel_s / MINUTE_S / max(1, len(self.waits_s))

    @property
    def click_to_door_min(self) -> float:
        """Mean minutes from placing to the door."""
        return fmean(self.waits_s) / MINUTE_S if self.waits_s else 0.0

    @property
    def lateness_min(self) -> float:
        """Mean minutes beyond the target, none when within."""
        return fmean(self.late_s) / MINUTE_S if self.late_s else 0.0

    @property
    def orders_per_hour(self) -> float:
        """Orders handed over per online hour."""
        return len(self.waits_s) * HOUR_S / max(1, self.online_s)

    @property
    def busy_share(self) -> float:
        """Share of online time on the way or at stops."""
        return self.busy_s / max(1, self.online_s)

    @property
    def gini(self) -> float:
        """Gini of what orders are worth per online hour, over the whole time."""
        return self.gini_by_day[-1] if self.gini_by_day else 0.0

    @property
    def gini_pay(self) -> float:
        """Gini of pay per paid hour, top-up included."""
        return gini_of([c.pay_minor for c in self.couriers], [c.paid_s for c in self.couriers])

    @property
    def share_below_floor(self) -> float:
        """Share of couriers who need a top-up over the whole time."""
        base = [one.base_minor for one in self.couriers]
        if self.policy.pay_forms[0] not in BY_DROP:
            return 0.0
        hours = [one.paid_s for one in self.couriers]
        return float(share_below_floor(base, hours, self.policy.hourly_floor_minor))

    @property
    def break_even_per_hour(self) -> float | None:
        """Orders per hour whose mean worth is the floor; ``None``: nothing is paid by the drop."""
        worth = sum(one.worth_minor for one in self.couriers)
        if self.policy.pay_forms[0] not in BY_DROP or not worth:
            return None
        return self.policy.hourly_floor_minor * len(self.waits_s) / worth

    @property
    def hours_at_floor(self) -> float | None:
        """Hours that these orders would pay the floor for; ``None`` as above or without a floor."""
        if self.policy.pay_forms[0] not in BY_DROP or not self.policy.hourly_floor_minor:
            return None
        return sum(one.base_minor for one in self.couriers) / self.policy.hourly_floor_minor

    @property
    def lever(self) -> Lever:
        """What would change who earns what."""
        if self.policy.pay_forms[0] not in BY_DROP:
            return Lever.POLICY
        base = sum(one.base_minor for one in self.couriers)
        paid_s = sum(one.paid_s for one in self.couriers)
        if base * HOUR_S < self.policy.hourly_floor_minor * paid_s:
            return Lever.HOURS
        return Lever.SHIFTS if self.busy_share >= SATURATED else Lever.DISPATCH


def gini_of(amounts: Sequence[int], seconds: Sequence[int]) -> float:
    """Give the Gini of amounts per hour of those who were online."""
    return float(gini(amounts, seconds))


def change_percent(figure: float, first: float) -> float | None:
    """Give by how many percent a figure is above the first policy's; ``None`` if that is 0."""
    return 100 * float(Fraction(figure) / Fraction(first) - 1) if first else None
