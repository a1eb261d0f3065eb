"""Times as CoopCycle's clients write them: relative, local without a zone, or ISO 8601."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from dispatch.model import Window

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

_DAYS: Final = {"today": 0, "tomorrow": 1}
_UNITS: Final = {"minute": 1, "min": 1, "hour": 60, "day": 1440, "week": 10_080}
_RELATIVE: Final = re.compile(r"\+?\s?(\d{1,4}) ?(minute|min|hour|day|week)s?")
_NAMED: Final = re.compile(r"(today|tomorrow)(?: (?:at )?(\d{1,2}):(\d{2}))?")
_CLOCK: Final = re.compile(r"(\d{1,2}):(\d{2})")
_SLOT: Final = re.compile(r"(\d{4}-\d{2}-\d{2}) (\d{1,2}:\d{2}) ?- ?(\d{1,2}:\d{2})")


FIRST_YEAR: Final = 2000
LAST_YEAR: Final = 2099


def read_moment(text: str, *, now: datetime, zone: ZoneInfo) -> datetime:
    """Read a time.

    Parameters
    ----------
    text
        Such as ``tomorrow 13:00``, ``+2 hours``, ``2018-08-29 13:30:00`` or ISO 8601.
    now
        What relative times are counted from.
    zone
        Where times without an offset hold: the co-op's.

    Returns
    -------
    datetime
        Aware, in UTC.

    Raises
    ------
    ValueError
        When it is none of these.
    """
    said = " ".join(text.split()).lower()
    if said == "now":
        return now.astimezone(UTC)
    if relative := _RELATIVE.fullmatch(said):
        minutes = int(relative[1]) * _UNITS[relative[2]]
        return now.astimezone(UTC) + timedelta(minutes=minutes)
    here = now.astimezone(zone)
    if named := _NAMED.fullmatch(said):
        day = here.date() + timedelta(days=_DAYS[named[1]])
        clock = time(int(named[2] or 0), int(named[3] or 0))
        return datetime.combine(day, clock, tzinfo=zone).astimezone(UTC)
    if clock_only := _CLOCK.fullmatch(said):
        clock = time(int(clock_only[1]), int(clock_only[2]))
        return datetime.combine(here.date(), clock, tzinfo=zone).astimezone(UTC)
    read = datetime.fromisoformat(text.strip())
    if not FIRST_YEAR <= read.year <= LAST_YEAR:
        msg = f"Expected a year from {FIRST_YEAR} to {LAST_YEAR}, got {read.year}."
        raise ValueError(msg)
    return (read.replace(tzinfo=zone) if read.tzinfo is None else read).astimezone(UTC)


def read_slot(text: str, *, now: datetime, zone: ZoneInfo) -> Window:
    """Read a time slot.

    Parameters
    ----------
    text
        Such as ``2020-06-09 17:00-18:00``, or two times with a slash between them.
    now, zone
        As in `read_moment`.

    Returns
    -------
    Window
        In UTC.

    Raises
    ------
    ValueError
        When it is neither.
    WindowImpossible
        When it ends before it begins.
    """
    if local := _SLOT.fullmatch(" ".join(text.split())):
        ends = [f"{local[1]} {clock:0>5}" for clock in (local[2], local[3])]
    else:
        ends = text.split("/")
    if len(ends) != 2:  # noqa: PLR2004 - a slot has two ends
        msg = "Expected a day with two times, or two times with a slash between them."
        raise ValueError(msg)
    earliest, latest = (read_moment(end, now=now, zone=zone) for end in ends)
    return Window(earliest=earliest, latest=latest)
