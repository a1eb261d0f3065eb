"""Law packs: minima that a policy must keep, as data beside this module.

A pack says what its figures are taken from and as of when. It is no legal advice; a co-op
that knows better names no pack and writes its own caps.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files
from typing import Final

NO_LAW: Final = "none"
"""Name of the clause's value that binds to nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Law:
    """Minima and maxima of working time and pay; ``None`` where it says nothing.

    Attributes
    ----------
    name
        As the clause ``law`` has it.
    source
        What the figures are taken from.
    as_of
        Day on which they were right, as ``YYYY-MM-DD``.
    currency
        Of the amounts.
    min_hourly_minor
        Least pay per hour.
    max_day_s, max_week_s
        Longest working time.
    min_daily_rest_s, min_weekly_rest_s
        Shortest rests.
    """

    name: str
    source: str
    as_of: str
    currency: str | None = None
    min_hourly_minor: int | None = None
    max_day_s: int | None = None
    max_week_s: int | None = None
    min_daily_rest_s: int | None = None
    min_weekly_rest_s: int | None = None


@cache
def law_names() -> tuple[str, ...]:
    """Give the names of all law packs.

    Returns
    -------
    tuple of str
        In order of the alphabet, without `NO_LAW`.
    """
    folder = files("fairness") / "packs" / "laws"
    return tuple(sorted(f.name.removesuffix(".json") for f in folder.iterdir()))


@cache
def law_named(name: str) -> Law:
    """Read a law pack.

    Parameters
    ----------
    name
        One of `law_names`.

    Returns
    -------
    Law
        Its figures.

    Raises
    ------
    ValueError
        When there is no such pack.
    """
    if name not in law_names():
        msg = f"Expected a law pack among {', '.join(law_names())}, got {name!r}."
        raise ValueError(msg)
    text = (files("fairness") / "packs" / "laws" / f"{name}.json").read_text(encoding="utf-8")
    known = {field.name for field in fields(Law)}
    return Law(name=name, **{key: value for key, value in json.loads(text).items() if key in known})
