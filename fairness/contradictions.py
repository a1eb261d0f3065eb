"""Clauses of one policy that contradict each other, or the law pack that it names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from fairness.clauses import PayForm, PolicyError, Settlement
from fairness.laws import NO_LAW, law_named, law_names

if TYPE_CHECKING:
    from fairness.laws import Law
    from fairness.policy import Policy

HOUR_S: Final = 3600
DAY_S: Final = 24 * HOUR_S
WEEK_S: Final = 7 * DAY_S
SHORTEST_SHIFT_S: Final = HOUR_S
"""Caps must leave room for a shift of this length."""


def reject_contradictions(policy: Policy) -> None:
    """Refuse a policy whose clauses contradict each other.

    Parameters
    ----------
    policy
        A policy whose clauses are valid one by one.

    Raises
    ------
    PolicyError
        Names the clause to change, and the one that it contradicts.
    """
    _check_hours(policy)
    _check_rests(policy)
    _check_forms(policy)
    if policy.night_percent and policy.night_from == policy.night_until:
        raise PolicyError(
            clause="night_until",
            expected="another time than night_from",
            got=str(policy.night_until),
        )


def reject_unlawful(policy: Policy) -> None:
    """Refuse a policy that does not keep the law pack that it names.

    This is asked before a policy is adopted, and never of one that was: packs change.

    Parameters
    ----------
    policy
        A policy.

    Raises
    ------
    PolicyError
        Names the clause to change, and the minimum or maximum that it breaks.
    """
    if policy.law == NO_LAW:
        return
    if policy.law not in law_names():
        names = ", ".join((NO_LAW, *law_names()))
        raise PolicyError(clause="law", expected=f"one of {names}", got=policy.law)
    _check_law(policy, law_named(policy.law))


def _check_hours(policy: Policy) -> None:
    day, week = policy.max_day_s, policy.max_week_s
    if day is not None and week is not None and day > week:
        raise PolicyError(clause="max_day_s", expected=f"at most max_week_s ({week})", got=day)
    soft = policy.soft_day_s
    if day is not None and soft is not None and soft > day:
        raise PolicyError(clause="soft_day_s", expected=f"at most max_day_s ({day})", got=soft)
    for clause, cap in (("max_day_s", day), ("max_week_s", week)):
        if cap is not None and cap < SHORTEST_SHIFT_S:
            raise PolicyError(
                clause=clause,
                expected=f"room for a shift of {SHORTEST_SHIFT_S} seconds",
                got=cap,
            )


def _check_rests(policy: Policy) -> None:
    """Rest and work of a day, or of a week, must fit into it."""
    daily, weekly = policy.min_daily_rest_s, policy.min_weekly_rest_s
    if daily is not None and daily + SHORTEST_SHIFT_S > DAY_S:
        raise PolicyError(
            clause="min_daily_rest_s",
            expected=f"room for a shift of {SHORTEST_SHIFT_S} seconds in a day",
            got=daily,
        )
    if weekly is not None and weekly + SHORTEST_SHIFT_S > WEEK_S:
        raise PolicyError(
            clause="min_weekly_rest_s",
            expected=f"room for a shift of {SHORTEST_SHIFT_S} seconds in a week",
            got=weekly,
        )
    if daily is not None and weekly is not None and weekly < daily:
        raise PolicyError(
            clause="min_weekly_rest_s", expected=f"at least min_daily_rest_s ({daily})", got=weekly
        )


def _check_forms(policy: Policy) -> None:
    forms = policy.pay_forms
    floor = policy.hourly_floor_minor
    if PayForm.HOURLY in forms and policy.hourly_rate_minor < max(floor, 1):
        raise PolicyError(
            clause="hourly_rate_minor",
            expected=f"at least hourly_floor_minor ({floor}) and more than 0 in the hourly form",
            got=policy.hourly_rate_minor,
        )
    if PayForm.MONTHLY in forms:
        full = policy.full_month_s
        if full is None:
            raise PolicyError(
                clause="full_month_s", expected="the hours of a full month in seconds", got=None
            )
        if policy.monthly_pay_minor * HOUR_S < max(floor * full, 1):
            raise PolicyError(
                clause="monthly_pay_minor",
                expected=f"at least hourly_floor_minor ({floor}) for each of its hours",
                got=policy.monthly_pay_minor,
            )
        if policy.hourly_rate_minor < floor:
            raise PolicyError(
                clause="hourly_rate_minor",
                expected=f"at least hourly_floor_minor ({floor}) for hours beyond a contract",
                got=policy.hourly_rate_minor,
            )
    elif policy.settlement is Settlement.MONTH:
        raise PolicyError(
            clause="settlement",
            expected='"shift" or "week" unless pay_forms has "monthly"',
            got=policy.settlement.value,
        )
    by_drop = {PayForm.PER_DROP, PayForm.MIXED}.intersection(forms)
    if by_drop and not (policy.per_drop_minor or policy.per_km_minor or floor):
        raise PolicyError(
            clause="per_drop_minor", expected="more than 0, or a floor, where drops are paid", got=0
        )


def _check_law(policy: Policy, law: Law) -> None:
    pays_money = set(policy.pay_forms) != {PayForm.TIME_CREDIT}
    least = law.min_hourly_minor
    if least is not None and pays_money:
        if policy.currency != law.currency:
            raise PolicyError(
                clause="law",
                expected=f"a law pack in {policy.currency}",
                got=f"{law.name} in {law.currency}",
            )
        if policy.hourly_floor_minor < least:
            raise PolicyError(
                clause="hourly_floor_minor",
                expected=f"at least {least}, the minimum of law pack {law.name!r}",
                got=policy.hourly_floor_minor,
            )
    for clause, most in (("max_day_s", law.max_day_s), ("max_week_s", law.max_week_s)):
        cap = getattr(policy, clause)
        if most is not None and (cap is None or cap > most):
            raise PolicyError(
                clause=clause,
                expected=f"at most {most}, the maximum of law pack {law.name!r}",
                got=cap,
            )
    rests = (
        ("min_daily_rest_s", law.min_daily_rest_s),
        ("min_weekly_rest_s", law.min_weekly_rest_s),
    )
    for clause, shortest in rests:
        rest = getattr(policy, clause)
        if shortest is not None and (rest is None or rest < shortest):
            raise PolicyError(
                clause=clause,
                expected=f"at least {shortest}, the minimum of law pack {law.name!r}",
                got=rest,
            )
