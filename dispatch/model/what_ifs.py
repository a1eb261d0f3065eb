"""What if: a day that is planned as it is not, so that people see what a change would do."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from dispatch.model.errands import ErrandState
from dispatch.model.ids import CourierId, MemberId, OrderId, WhatIfId
from dispatch.model.places import Window
from dispatch.model.plans import Plan, PlanFigures

NOBODY: Final = "what-if"
"""Begins the names of what there is not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtraShift:
    """One courier more, who rides and begins like a colleague.

    Attributes
    ----------
    like
        Whose shift of the day it is like.
    starts_at, ends_at
        From when to when.
    """

    like: CourierId
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherWindow:
    """An order that might be delivered at another time.

    Attributes
    ----------
    order
        Which.
    window
        When it would be delivered.
    """

    order: OrderId
    window: Window


@dataclass(frozen=True, slots=True, kw_only=True)
class Supposition:
    """How a day would be different; what is not named is as it is.

    Attributes
    ----------
    more
        Shifts that nobody has agreed to.
    fewer
        Couriers who would not go on from now.
    windows
        Other times of orders.
    eps_permille, lambda_s
        Other weights of evenness, as in `fairness.policy.Policy`.
    weather, time_permille
        Another weather, or how long everybody would take, as in `OverlayWish`.
    """

    more: tuple[ExtraShift, ...] = ()
    fewer: tuple[CourierId, ...] = ()
    windows: tuple[OtherWindow, ...] = ()
    eps_permille: int | None = None
    lambda_s: int | None = None
    weather: str | None = None
    time_permille: int | None = None

    @property
    def names_of_more(self) -> tuple[str, ...]:
        """What the couriers and shifts are called that there would be more."""
        return tuple(f"{NOBODY}-{number}" for number in range(1, len(self.more) + 1))

    @property
    def is_empty(self) -> bool:
        """Whether nothing would be different."""
        return self == Supposition()


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatIf:
    """A question what a change would do to a day, and its answer.

    Attributes
    ----------
    id
        Its name.
    day
        Of which day.
    asked_by, asked_at
        Who wants to know, and since when.
    supposed
        What would be different.
    state
        What has become of it.
    num_done, num_steps
        How far the search is.
    seen_at
        When its process was last heard of.
    usual
        Measures of what the same search finds when nothing is different; ``None`` before it
        is done.
    found
        What it finds when it is; a plan that nobody can publish.
    """

    id: WhatIfId
    day: date
    asked_by: MemberId
    asked_at: datetime
    supposed: Supposition
    state: ErrandState
    num_done: int
    num_steps: int
    seen_at: datetime
    usual: PlanFigures | None = None
    found: Plan | None = None
