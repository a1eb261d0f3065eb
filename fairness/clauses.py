"""What each clause of a policy may say: one strict reader per kind of value.

A reader takes the written form (as in JSON) or the typed value and gives the typed value;
`write` is its inverse. Nothing is coerced: a bool is no number, ``"5"`` is no 5.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum
from reprlib import repr as short_repr
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from fairness.money import is_currency
from fairness.work import WorkKind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

LARGEST: Final = 1_000_000_000
"""No clause needs a number beyond this; it keeps every product far inside 64 bits."""


EARLIEST_YEAR: Final = 1970
LATEST_YEAR: Final = 9998
"""Moments outside these years cannot be written in every offset."""


class PolicyError(ValueError):
    """A policy that cannot be: names the clause and says what was expected.

    Attributes
    ----------
    clause
        Name of the clause at fault; ``"policy"`` when it is the document as a whole.
    """

    def __init__(self, *, clause: str, expected: str, got: object) -> None:
        self.clause = clause
        super().__init__(f"Expected {clause} to be {expected}, got {short_repr(got)}.")


class PayForm(StrEnum):
    """How a courier's work is paid, before premiums and tips."""

    PER_DROP = "per_drop"
    """Per drop and kilometre, with the hourly floor."""
    MIXED = "mixed"
    """Per drop and kilometre and by the hour of waiting, with the hourly floor."""
    HOURLY = "hourly"
    """By the online hour."""
    MONTHLY = "monthly"
    """A salary for contracted hours; hours beyond them by the hour."""
    TIME_CREDIT = "time_credit"
    """In credited time, not in money: volunteers and time banks."""


class Settlement(StrEnum):
    """Over what the hourly floor is guaranteed."""

    SHIFT = "shift"
    WEEK = "week"
    MONTH = "month"


class TipSharing(StrEnum):
    """Whose the tips are."""

    OWN = "own"
    """Of the courier who was given them."""
    BY_TIME = "by_time"
    """Of everybody in the pool, by online time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """How one clause is read and written.

    Attributes
    ----------
    expected
        What the clause may be, as the end of "Expected ... to be".
    parse
        Gives the typed value, or raises ``ValueError``.
    write
        Gives the JSON form of a typed value.
    is_amount
        Whether the value is money in minor units of the policy's currency.
    """

    expected: str
    parse: Callable[[object], object]
    write: Callable[[object], object] = lambda value: value
    is_amount: bool = False

    def read(self, name: str, value: object) -> object:
        """Give the typed value of this clause.

        Parameters
        ----------
        name
            Name of the clause, for the message.
        value
            Written or typed form.

        Returns
        -------
        object
            The typed value.

        Raises
        ------
        PolicyError
            When the value is not what this clause may be.
        """
        try:
            return self.parse(value)
        except ValueError as error:
            raise PolicyError(clause=name, expected=self.expected, got=value) from error


def _whole(low: int, high: int = LARGEST, unit: str = "") -> Clause:
    def parse(value: object) -> object:
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            raise ValueError
        return value

    return Clause(expected=f"a whole number from {low} to {high}{unit}", parse=parse)


def _amount(low: int = 0) -> Clause:
    whole = _whole(low, unit=" in minor units")
    return Clause(expected=whole.expected, parse=whole.parse, is_amount=True)


def _or_none(clause: Clause) -> Clause:
    return Clause(
        expected=f"{clause.expected}, or null for no limit",
        parse=lambda value: None if value is None else clause.parse(value),
        is_amount=clause.is_amount,
    )


def _one_of(options: type[StrEnum]) -> Clause:
    def parse(value: object) -> object:
        if not isinstance(value, str):
            raise ValueError  # noqa: TRY004 (Clause.read turns it into a PolicyError)
        return options(value)

    names = " or ".join(f'"{option.value}"' for option in options)
    return Clause(expected=names, parse=parse, write=str)


def _flag() -> Clause:
    def parse(value: object) -> object:
        if not isinstance(value, bool):
            raise ValueError  # noqa: TRY004 (Clause.read turns it into a PolicyError)
        return value

    return Clause(expected="true or false", parse=parse)


def _clock() -> Clause:
    def parse(value: object) -> object:
        clock = value if isinstance(value, time) else time.fromisoformat(_text(value))
        if clock.tzinfo is not None or clock.second or clock.microsecond:
            raise ValueError
        return clock

    return Clause(
        expected='a wall-clock time like "22:00"',
        parse=parse,
        write=lambda value: str(value)[:5],
    )


def _moment() -> Clause:
    def parse(value: object) -> object:
        moment = value if isinstance(value, datetime) else datetime.fromisoformat(_text(value))
        if moment.utcoffset() is None or not EARLIEST_YEAR <= moment.year <= LATEST_YEAR:
            raise ValueError
        return moment

    return Clause(
        expected='a moment with an offset like "2026-01-01T00:00:00+01:00"',
        parse=parse,
        write=lambda value: str(value).replace(" ", "T", 1),
    )


def _currency() -> Clause:
    def parse(value: object) -> object:
        if not is_currency(_text(value)):
            raise ValueError
        return value

    return Clause(expected='a currency code of three capital letters like "EUR"', parse=parse)


def _kinds() -> Clause:
    def parse(value: object) -> object:
        if not isinstance(value, list | tuple | set | frozenset):
            raise ValueError  # noqa: TRY004 (Clause.read turns it into a PolicyError)
        kinds = [WorkKind(_text(kind)) for kind in value]
        if len(set(kinds)) < len(kinds):
            raise ValueError
        return frozenset(kinds)

    def write(value: object) -> object:
        return [kind.value for kind in WorkKind if isinstance(value, frozenset) and kind in value]

    names = ", ".join(kind.value for kind in WorkKind)
    return Clause(expected=f"a list of different kinds among {names}", parse=parse, write=write)


def _forms() -> Clause:
    def parse(value: object) -> object:
        if not isinstance(value, list | tuple) or not value:
            raise ValueError
        forms = [PayForm(_text(form)) for form in value]
        if len(set(forms)) < len(forms):
            raise ValueError
        return tuple(forms)

    def write(value: object) -> object:
        return [str(form) for form in value] if isinstance(value, tuple) else value

    names = ", ".join(form.value for form in PayForm)
    return Clause(
        expected=f"a list of one or more different forms among {names}", parse=parse, write=write
    )


def _name() -> Clause:
    def parse(value: object) -> object:
        if not re.fullmatch(r"[a-z][a-z0-9_]{0,39}", _text(value)):
            raise ValueError
        return value

    return Clause(expected="a name of lower-case letters, digits and '_'", parse=parse)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError  # noqa: TRY004 (Clause.read turns it into a PolicyError)
    return value


_PERMILLE: Final = _whole(0, 1000, " in thousandths")
_PERCENT: Final = _whole(0, 1000, " percent")

CLAUSES: Final[Mapping[str, Clause]] = MappingProxyType(
    {
        "version": _whole(1),
        "valid_from": _moment(),
        "currency": _currency(),
        "hourly_floor_minor": _amount(),
        "per_drop_minor": _amount(),
        "per_km_minor": _amount(),
        "settlement": _one_of(Settlement),
        "pay_forms": _forms(),
        "hourly_rate_minor": _amount(),
        "monthly_pay_minor": _amount(),
        "full_month_s": _or_none(_whole(3600, 744 * 3600, " seconds")),
        "overtime_percent": _whole(100, 1000, " percent"),
        "hourly_waiting_minor": _amount(),
        "time_credit_permille": _whole(0, 5000, " in thousandths"),
        "time_credit_cap_s": _or_none(_whole(3600, unit=" seconds")),
        "paid_kinds": _kinds(),
        "per_climb_m_minor": _amount(),
        "per_kg_km_minor": _amount(),
        "rain_percent": _PERCENT,
        "night_percent": _PERCENT,
        "night_from": _clock(),
        "night_until": _clock(),
        "sunday_percent": _PERCENT,
        "waiting_free_s": _whole(0, unit=" seconds"),
        "per_waiting_minute_minor": _amount(),
        "tip_sharing": _one_of(TipSharing),
        "on_cost_permille": _whole(0, 2000, " in thousandths"),
        "labor_share_permille": _whole(1, 1000, " in thousandths"),
        "member_share_percent": _PERCENT,
        "ally_share_percent": _PERCENT,
        "market_share_percent": _PERCENT,
        "tax_permille": _PERMILLE,
        "reserve_permille": _PERMILLE,
        "surplus_by_hours_permille": _PERMILLE,
        "eps_permille": _PERMILLE,
        "lambda_s": _whole(0, 86_400, " seconds"),
        "ledger_mix_permille": _PERMILLE,
        "decay_permille": _PERMILLE,
        "balance_cap_minor": _or_none(_amount(1)),
        "max_need_percent": _whole(100, 1000, " percent"),
        "max_day_s": _or_none(_whole(1, 86_400, " seconds")),
        "max_week_s": _or_none(_whole(1, 604_800, " seconds")),
        "min_daily_rest_s": _or_none(_whole(1, 86_400, " seconds")),
        "min_weekly_rest_s": _or_none(_whole(1, 604_800, " seconds")),
        "max_load_g": _or_none(_whole(1, unit=" grams")),
        "max_climb_m": _or_none(_whole(1, unit=" metres")),
        "law": _name(),
        "soft_day_s": _or_none(_whole(0, 86_400, " seconds")),
        "soft_day_cost_per_s": _whole(0, 1_000_000),
        "soft_day_m": _or_none(_whole(0, unit=" metres")),
        "soft_day_cost_per_m": _whole(0, 1_000_000),
        "stability_s": _whole(0, 86_400, " seconds"),
        "may_decline": _flag(),
        "max_care_s": _or_none(_whole(0, 86_400, " seconds")),
        "auto_publish": _flag(),
        "auto_publish_orders": _whole(0, 10_000, " orders"),
        "quote_hold_s": _whole(0, 86_400, " seconds"),
        "tracking_window_s": _whole(0, 14_400, " seconds"),
        "vote_days": _whole(1, 60, " days"),
        "vote_quorum_percent": _whole(0, 100, " percent"),
        "vote_threshold_percent": _whole(50, 100, " percent"),
        "vote_is_secret": _flag(),
        "vote_may_delegate": _flag(),
    }
)
"""Every clause of a policy by its name."""
