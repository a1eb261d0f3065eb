"""Rules and their changes in plain words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from fairness.laws import NO_LAW
from fairness.policy import to_mapping

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from api.words import Words
    from fairness.differences import Change
    from fairness.policy import Policy

MINOR_DIGITS: Final = {
    **dict.fromkeys(("CLP", "ISK", "JPY", "KRW", "PYG", "UGX", "VND", "XAF", "XOF"), 0),
    **dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "OMR", "TND"), 3),
}
"""Decimals of the currencies (ISO 4217) that do not have two."""

CODED: Final = frozenset({"settlement", "tip_sharing", "pay_forms", "paid_kinds"})
UNSET: Final = {"law": NO_LAW, "full_month_s": None}
"""Values that mean that there is none, where `None` elsewhere means no limit."""

HOUR_S: Final = 3600
MINUTE_S: Final = 60


def money_text(words: Words, minor: int, currency: str) -> str:
    """Write an amount as people of a language do, with its code behind it.

    Returns
    -------
    str
        Such as ``15.00 EUR``.
    """
    digits = MINOR_DIGITS.get(currency, 2)
    whole, rest = divmod(abs(minor), 10**digits)
    sign = "-" if minor < 0 else ""
    part = f"{words.say('distance.mark')}{rest:0{digits}d}" if digits else ""
    return f"{sign}{whole}{part} {currency}"


def duration_text(words: Words, seconds: int) -> str:
    """Write a time in hours, minutes and seconds.

    Returns
    -------
    str
        Such as ``7 h 30 min``.
    """
    sign = "-" if seconds < 0 else ""
    hours, rest = divmod(abs(seconds), HOUR_S)
    minutes, left = divmod(rest, MINUTE_S)
    parts = (("hours", hours), ("minutes", minutes), ("seconds", left))
    said = [words.say(f"value.{unit}", {"number": number}) for unit, number in parts if number]
    return sign + (" ".join(said) or words.say("value.minutes", {"number": 0}))


def value_text(words: Words, clause: str, value: object, currency: str) -> str:
    """Say the value of a clause.

    Parameters
    ----------
    words
        In which language.
    clause
        Its name; its ending is its unit.
    value
        Its written value.
    currency
        Of amounts.

    Returns
    -------
    str
        In plain words.
    """
    if value == UNSET.get(clause, ...):
        return words.say("value.nothing")
    if value is None or isinstance(value, bool):
        return words.say(f"value.{'none' if value is None else str(value).lower()}")
    if clause in CODED:
        parts = value if isinstance(value, list) else [value]
        said = ", ".join(words.say(f"value.{clause}.{part}") for part in parts)
        return said or words.say("value.nothing")
    if isinstance(value, int) and clause.endswith("_minor"):
        return money_text(words, value, currency)
    return _number_text(words, clause, value) if isinstance(value, int) else str(value)


def _number_text(words: Words, clause: str, value: int) -> str:
    units: dict[str, Callable[[], str]] = {
        "_cost_per_s": lambda: str(value),
        "_cost_per_m": lambda: str(value),
        "_permille": lambda: _counted(words, "percent", value, 10),
        "_percent": lambda: _counted(words, "percent", value),
        "_g": lambda: _counted(words, "kilograms", value, 1000),
        "_s": lambda: duration_text(words, value),
        "_m": lambda: _counted(words, "metres", value),
    }
    say = next((say for ending, say in units.items() if clause.endswith(ending)), None)
    return say() if say else str(value)


def _counted(words: Words, unit: str, value: int, per: int = 1) -> str:
    return words.say(f"value.{unit}", {"number": decimal(words, value, per)})


def rule_texts(words: Words, policy: Policy) -> dict[str, str]:
    """Say every clause of a policy.

    Returns
    -------
    dict
        A sentence per clause, in the order of the rulebook.
    """
    return {
        name: words.say(
            "policy.rule",
            {
                "label": words.say(f"clause.{name}"),
                "value": value_text(words, name, value, policy.currency),
            },
        )
        for name, value in to_mapping(policy).items()
    }


def change_texts(
    words: Words, changes: Iterable[Change], *, before: str, after: str
) -> tuple[str, ...]:
    """Say what changes, clause by clause.

    Parameters
    ----------
    words
        In which language.
    changes
        Of two policies.
    before, after
        Currencies of the old and of the new one.

    Returns
    -------
    tuple of str
        One sentence per change.
    """
    return tuple(
        words.say(
            f"policy.{change.direction}",
            {
                "label": words.say(f"clause.{change.clause}"),
                "before": value_text(words, change.clause, change.before, before),
                "after": value_text(words, change.clause, change.after, after),
            },
        )
        for change in changes
    )


def decimal(words: Words, value: int, per: int) -> str:
    """Write a number >= 0 that is counted in parts, 10 or 100 ... of which make a whole."""
    whole, rest = divmod(value, per)
    if not rest:
        return str(whole)
    digits = f"{rest:0{len(str(per)) - 1}d}".rstrip("0")
    return f"{whole}{words.say('distance.mark')}{digits}"
