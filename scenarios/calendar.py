"""From a scenario's times of day to moments on a co-op's calendar."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from dispatch.model import Window

if TYPE_CHECKING:
    from datetime import date

    from dispatch.model import Coop
    from scenarios.specs import Span


def moment_of(coop: Coop, day: date, since_midnight: timedelta) -> datetime:
    """Give the moment, in UTC, when the co-op's clocks show a time of a day.

    Parameters
    ----------
    coop
        Whose clocks.
    day
        On which day.
    since_midnight
        Time on the clock's face; below zero is the day before, 24 h and more the next.

    Returns
    -------
    datetime
        In UTC; of a time that the clocks show twice, the first.
    """
    local = datetime.combine(day, time()) + since_midnight
    return local.replace(tzinfo=ZoneInfo(coop.time_zone)).astimezone(UTC)


def window_of(coop: Coop, day: date, span: Span) -> Window:
    """Give the window, in UTC, that a span of a day means to a co-op."""
    return Window(
        earliest=moment_of(coop, day, span.begins), latest=moment_of(coop, day, span.ends)
    )
