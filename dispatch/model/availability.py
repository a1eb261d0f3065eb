"""When a courier can and wants to work, as they say themselves."""

from dataclasses import dataclass
from datetime import date, time

from dispatch.model.ids import CourierId


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekHours:
    """Hours of one weekday, by the co-op's clock.

    Attributes
    ----------
    weekday
        On which they begin; Monday is 0.
    opens, closes
        From when to when; hours that close no later than they open close on the next day.
    """

    weekday: int
    opens: time
    closes: time


@dataclass(frozen=True, slots=True, kw_only=True)
class Availability:
    """A courier's usual week from a day on.

    Attributes
    ----------
    courier
        Whose.
    valid_from
        First of the co-op's days on which it holds; it does until the next one.
    hours
        When they can and want to work; none: not at all.
    """

    courier: CourierId
    valid_from: date
    hours: tuple[WeekHours, ...]
