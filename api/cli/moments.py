"""Days and moments as people type them, of this century as everywhere else."""

import re
from datetime import UTC, date, datetime
from typing import Final

CLOCK: Final = re.compile(r"([0-9]{2}):([0-5][0-9])")

FIRST_YEAR: Final = 2000
LAST_YEAR: Final = 2099


def day_of(text: str) -> date:
    """Read a day.

    Raises
    ------
    ValueError
        When it is none, or of another century.
    """
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = date.min
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        msg = f"Expected a day like 2026-03-02, got {text!r}."
        raise ValueError(msg)
    return day


def moment_of(text: str, option: str) -> datetime:
    """Read a moment with an offset.

    Parameters
    ----------
    text
        What was typed.
    option
        Behind which option, for the message.

    Raises
    ------
    ValueError
        When it is none, has no offset, or is of another century.
    """
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = datetime.min  # noqa: DTZ901 - is refused by its year
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        msg = f"Expected {option} as a time like 2026-03-02T14:00+01:00, got {text!r}."
        raise ValueError(msg)
    if moment.utcoffset() is None:
        msg = f"Expected {option} with an offset, like {text}+01:00, got {text!r}."
        raise ValueError(msg)
    return moment.astimezone(UTC)


def clock_of(text: str, option: str, *, until_s: int) -> int:
    """Read a time of the clock, as seconds after midnight.

    Parameters
    ----------
    text, option
        As for `moment_of`.
    until_s
        The last of them.

    Raises
    ------
    ValueError
        When it is none, or later.
    """
    found = CLOCK.fullmatch(text)
    seconds = until_s + 1 if found is None else int(found[1]) * 3600 + int(found[2]) * 60
    if seconds > until_s:
        latest = f"{until_s // 3600:02}:{until_s // 60 % 60:02}"
        msg = f"Expected {option} as a time from 00:00 to {latest}, got {text!r}."
        raise ValueError(msg)
    return seconds
