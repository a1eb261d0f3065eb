"""Numbers, days and times as people write them in tables."""

from __future__ import annotations

import re
from datetime import date, time
from typing import TYPE_CHECKING, Final

from dispatch.model import DayOrder

if TYPE_CHECKING:
    from collections.abc import Iterable

GROUP: Final = 3
"""Digits between two marks that part thousands."""

MOST_MONTHS: Final = 12
CENTURY: Final = 2000
NOON: Final = 12

_PLAIN_NUMBER: Final = re.compile(r"(\d{1,9})(?:[.,](\d{1,9}))?", re.ASCII)
_GROUPED: Final = re.compile(r"(\d{1,3}(?:([., '\u2019\u00a0\u202f])\d{3})+)(?:([.,])(\d{1,9}))?")
_UNITS: Final = re.compile(
    r"\s*(kg|kgs|kilos?|kilogramm?s?|gr?|gramm?e?s?|gramos?|l|lit(er|re|ro)s?)\.?$", re.IGNORECASE
)
_ISO_DAY: Final = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", re.ASCII)
_OTHER_DAY: Final = re.compile(r"(?<![\d])(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})", re.ASCII)
_TIME: Final = re.compile(
    r"(\d{1,2})(?:\s*[:.hH]\s*(\d{2})?(?::\d{2})?)?\s*(?:uhr|h)?\s*(am|pm|a\.m\.|p\.m\.)?",
    re.ASCII | re.IGNORECASE,
)
_DASH: Final = re.compile(
    r"\s+[-\u2013\u2014]\s+|(?<=\d)[\u2013\u2014](?=\d)|\s+(?:to|until|a|à|bis|fins)\s+"
)
_TIGHT_DASH: Final = re.compile(r"(?<=\d|h|m)\s*[-\u2013\u2014]\s*(?=\d)")


def number_in(text: str, mark: str) -> float | None:
    """Read a number of none or more, with or without a unit behind it.

    Parameters
    ----------
    text
        Such as ``2,5``, ``1.250,5`` or ``800 g``.
    mark
        Decimal mark where the text alone does not decide, as in ``1.250``.

    Returns
    -------
        The number; ``None`` when it is none.
    """
    clean = _UNITS.sub("", text.strip()).strip()
    found = _PLAIN_NUMBER.fullmatch(clean)
    if found and (not found[2] or len(found[2]) != GROUP or found[1] == "0" or mark in clean):
        return float(clean.replace(",", "."))
    grouped = _GROUPED.fullmatch(clean)
    if grouped is None or grouped[2] == grouped[3]:
        return None
    whole = re.sub(r"\D", "", grouped[1])
    return float(f"{whole}.{grouped[4] or 0}")


def is_in_grams(text: str, *, otherwise: bool) -> bool:
    """Tell whether a weight is in grams: its unit says so, or else its column."""
    unit = _UNITS.search(text.strip())
    if unit is None or unit[1].lower().startswith("l"):
        return otherwise
    return unit[1].lower().startswith("g")


def mark_of(texts: Iterable[str]) -> str | None:
    """Tell the decimal mark of some numbers; ``None`` when they do not show it."""
    for text in texts:
        clean = _UNITS.sub("", text.strip()).strip()
        plain = _PLAIN_NUMBER.fullmatch(clean)
        if plain and plain[2] and (len(plain[2]) != GROUP or plain[1] == "0"):
            return "," if "," in clean else "."
        grouped = _GROUPED.fullmatch(clean)
        if grouped and grouped[3] and grouped[3] != grouped[2]:
            return grouped[3]
    return None


def order_of(texts: Iterable[str]) -> DayOrder | None:
    """Tell in which order some dates are written; ``None`` when they do not show it."""
    for text in texts:
        for first, second, _ in _OTHER_DAY.findall(text):
            if int(first) > MOST_MONTHS >= int(second):
                return DayOrder.DAY_FIRST
            if int(second) > MOST_MONTHS >= int(first):
                return DayOrder.MONTH_FIRST
    return None


def day_in(text: str, order: DayOrder) -> date | None:
    """Read a date of this century; ``None`` when it is none."""
    found = _day_in(text.strip(), order)
    return found if found and CENTURY <= found.year < CENTURY + 100 else None


def _day_in(clean: str, order: DayOrder) -> date | None:
    iso = _ISO_DAY.fullmatch(clean)
    other = _OTHER_DAY.fullmatch(clean)
    try:
        if iso:
            return date(int(iso[1]), int(iso[2]), int(iso[3]))
        if other:
            year = int(other[3]) + (CENTURY if len(other[3]) == len("26") else 0)
            first, second = int(other[1]), int(other[2])
            is_day_first = order is DayOrder.DAY_FIRST
            return date(year, *((second, first) if is_day_first else (first, second)))
    except ValueError:
        return None
    return None


def time_in(text: str) -> time | None:
    """Read a time of day such as ``14:30``, ``14h30``, ``14.30 Uhr`` or ``2:30 pm``."""
    found = _TIME.fullmatch(text.strip())
    if found is None:
        return None
    hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "").lower()
    if half and not 1 <= hour <= NOON:
        return None
    if half:
        hour = hour % NOON + (NOON if half.startswith("p") else 0)
    try:
        return time(hour, minute)
    except ValueError:
        return None


def moment_in(text: str, order: DayOrder) -> tuple[date | None, time | None] | None:
    """Read a day, a time of day, or both; ``None`` when it is neither."""
    clean = re.sub(r"(?<=\d)T(?=\d)", " ", text.strip())
    day = day_in(clean, order)
    if day is not None:
        return day, None
    clock = time_in(clean)
    if clock is not None:
        return None, clock
    first, _, rest = clean.partition(" ")
    day, clock = day_in(first.rstrip(","), order), time_in(rest)
    return None if day is None or clock is None else (day, clock)


def ends_in(text: str) -> tuple[str, str] | None:
    """Part a window's text at its dash; ``None`` when there is not just one."""
    for dash in (_DASH, _TIGHT_DASH):
        parts = dash.split(text.strip())
        if len(parts) == len(("from", "to")):
            return parts[0], parts[1]
    return None
