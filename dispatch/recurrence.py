"""Days of an RRULE (RFC 5545), as far as orders need it: daily, weekly or monthly."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import Final

from dateutil.rrule import rrule, rrulestr

from dispatch.errors import RuleImpossible

KNOWN: Final = frozenset(
    {"FREQ", "INTERVAL", "BYDAY", "BYMONTHDAY", "BYMONTH", "COUNT", "UNTIL", "WKST"}
)
FREQUENCIES: Final = frozenset({"DAILY", "WEEKLY", "MONTHLY"})
MOST_LETTERS: Final = 200
MOST_COUNT: Final = 520
MOST_INTERVAL: Final = 52
AHEAD: Final = timedelta(days=366)
"""Within a year of its start a rule must name a day."""

PART: Final = re.compile(r"([A-Z]+)=([A-Z0-9,+-]+)")


def check_rule(text: str, starts_on: date) -> str:
    """Look whether a rule can be meant; give it as it is kept.

    Parameters
    ----------
    text
        Such as ``FREQ=WEEKLY;BYDAY=MO,WE``; ``RRULE:`` may stand in front of it.
    starts_on
        Day from which it counts.

    Raises
    ------
    RuleImpossible
        When it cannot be read, has parts that make no sense for orders, or names no day
        within a year.
    """
    plain = text.strip().upper().removeprefix("RRULE:")
    parts = (
        [PART.fullmatch(part) for part in plain.split(";")] if len(plain) <= MOST_LETTERS else []
    )
    values = {part[1]: part[2] for part in parts if part is not None}
    is_read = bool(parts) and all(parts) and len(values) == len(parts) and values.keys() <= KNOWN
    if not is_read or values.get("FREQ") not in FREQUENCIES or {"COUNT", "UNTIL"} <= values.keys():
        raise _impossible(plain)
    limits = {"COUNT": MOST_COUNT, "INTERVAL": MOST_INTERVAL}
    for name, most in limits.items():
        if name in values and not (values[name].isdigit() and 1 <= int(values[name]) <= most):
            raise _impossible(plain)
    endless = ";".join(f"{name}={value}" for name, value in values.items() if name != "COUNT")
    try:
        first = _bounded(endless, starts_on, starts_on + AHEAD).after(
            _midnight(starts_on), inc=True
        )
        _bounded(plain, starts_on, starts_on)
    except (ValueError, TypeError) as error:
        raise _impossible(plain) from error
    if first is None:
        raise _impossible(plain)
    return plain


def days_of(rule: str, starts_on: date, first: date, last: date) -> tuple[date, ...]:
    """Give the days of a rule between two days, both included.

    Parameters
    ----------
    rule, starts_on
        As `check_rule` gave it, and the day from which it counts.
    first, last
        The days of interest.
    """
    if last < max(first, starts_on):
        return ()
    found = _bounded(rule, starts_on, last).between(_midnight(first), _midnight(last), inc=True)
    return tuple(moment.date() for moment in found)


def rest_of(rule: str, starts_on: date, day: date) -> str:
    """Give a rule that goes on at one of its days, with what is left of its count.

    Raises
    ------
    RuleImpossible
        When nothing is left.
    """
    values = dict(part.split("=") for part in rule.split(";"))
    if "COUNT" not in values:
        return rule
    past = days_of(rule, starts_on, starts_on, day - timedelta(days=1))
    left = int(values["COUNT"]) - len(past)
    if left < 1:
        raise _impossible(rule)
    values["COUNT"] = str(left)
    return ";".join(f"{name}={value}" for name, value in values.items())


def _bounded(rule: str, starts_on: date, last: date) -> rrule:
    """Read a rule that looks no further than a day, however rare its days are."""
    values = dict(part.split("=") for part in rule.split(";"))
    until = min(last, datetime.strptime(values.pop("UNTIL", "99991231")[:8], "%Y%m%d").date())  # noqa: DTZ007 - a day
    made = rrulestr(
        ";".join(f"{name}={value}" for name, value in values.items()),
        dtstart=_midnight(starts_on),
    )
    if not isinstance(made, rrule):
        raise _impossible(rule)
    return made if "COUNT" in values else made.replace(until=_midnight(until))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time())


def _impossible(rule: str) -> RuleImpossible:
    msg = f"Expected an RRULE by day, week or month that names a day within a year, got {rule!r}."
    return RuleImpossible(msg, rule=rule)
