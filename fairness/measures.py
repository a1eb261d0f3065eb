"""Measures of fairness that are reported. Never optimize them: see `fairness.compare`.

All are taken over couriers who were online, of pay per online hour, weighted by hours where it
says so. Exact inside; `Equity` gives floats out.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import sqrt
from typing import TYPE_CHECKING

from fairness.compare import rates
from fairness.money import ceil_div

if TYPE_CHECKING:
    from collections.abc import Sequence

HOUR_S = 3600


@dataclass(frozen=True, slots=True, kw_only=True)
class Equity:
    """The reported measures of one distribution of pay.

    Attributes
    ----------
    num_couriers
        Couriers who were online.
    gini
        Hours-weighted, 0 (equal) to below 1.
    cv
        Hours-weighted standard deviation over mean.
    lowest_per_hour_minor, p10_per_hour_minor, median_per_hour_minor, p90_per_hour_minor
        Pay per online hour of the worst-off and at percentiles over couriers.
    spread_per_hour_minor
        Highest less lowest.
    min_to_median
        Lowest over median.
    share_below_floor
        Share of couriers below the hourly floor.
    """

    num_couriers: int
    gini: float
    cv: float
    lowest_per_hour_minor: float
    p10_per_hour_minor: float
    median_per_hour_minor: float
    p90_per_hour_minor: float
    spread_per_hour_minor: float
    min_to_median: float
    share_below_floor: float


def gini(pay_minor: Sequence[int], online_s: Sequence[int]) -> Fraction:
    """Compute the hours-weighted Gini coefficient of pay per online hour.

    With rates ``r``, hours ``w``, their sum ``W`` and mean rate ``mu`` it is the sum over
    all pairs of ``w_i w_j |r_i - r_j| / (2 W^2 mu)``; here in O(n log n).

    Parameters
    ----------
    pay_minor
        Pay >= 0 of each courier, shape ``(n,)``.
    online_s
        Online seconds >= 0, shape ``(n,)``.

    Returns
    -------
    Fraction
        0 when all rates are equal, when nobody was online and when nobody got anything.

    Raises
    ------
    ValueError
        When lengths differ, a number is negative, or somebody offline got pay.
    """
    pay, hours = _online(pay_minor, online_s)
    if not any(pay):
        return Fraction(0)
    by_rate = sorted(zip(rates(pay, hours), pay, hours, strict=True))
    hours_below = pay_below = twice_area = 0
    for _, amount, seconds in by_rate:
        twice_area += amount * hours_below - seconds * pay_below
        hours_below += seconds
        pay_below += amount
    return Fraction(twice_area, hours_below * pay_below)


def cv_squared(pay_minor: Sequence[int], online_s: Sequence[int]) -> Fraction:
    """Compute the squared, hours-weighted coefficient of variation of pay per hour.

    Parameters
    ----------
    pay_minor, online_s
        As for `gini`.

    Returns
    -------
    Fraction
        Variance over squared mean; 0 where `gini` is 0.

    Raises
    ------
    ValueError
        As `gini`.
    """
    pay, hours = _online(pay_minor, online_s)
    total = sum(pay)
    if not total:
        return Fraction(0)
    squares = sum((Fraction(p * p, h) for p, h in zip(pay, hours, strict=True)), start=Fraction(0))
    return squares * sum(hours) / (total * total) - 1


def percentile(values: Sequence[Fraction], percent: int) -> Fraction:
    """Find the smallest value that at least so many percent of the values do not exceed.

    Parameters
    ----------
    values
        At least one value, in any order.
    percent
        From 0 (the smallest) to 100 (the largest).

    Returns
    -------
    Fraction
        One of the values (nearest rank).

    Raises
    ------
    ValueError
        When there is no value or the percentage is out of range.
    """
    whole = 100
    if not values or not 0 <= percent <= whole:
        msg = f"Expected values and 0 <= percent <= 100, got {len(values)} and {percent}."
        raise ValueError(msg)
    return sorted(values)[max(0, ceil_div(percent * len(values), whole) - 1)]


def median(values: Sequence[Fraction]) -> Fraction:
    """Find the middle value, or the mean of the two in the middle.

    Parameters
    ----------
    values
        At least one value, in any order.

    Returns
    -------
    Fraction
        The median.

    Raises
    ------
    ValueError
        When there is no value.
    """
    if not values:
        msg = "Expected at least one value, got none."
        raise ValueError(msg)
    ordered = sorted(values)
    n = len(ordered)
    return (ordered[(n - 1) // 2] + ordered[n // 2]) / 2


def min_to_median(pay_minor: Sequence[int], online_s: Sequence[int]) -> Fraction:
    """Compare the worst-off with the middle: lowest over median pay per online hour.

    Parameters
    ----------
    pay_minor, online_s
        As for `gini`.

    Returns
    -------
    Fraction
        From 0 to 1; 1 when nobody was online or the median is 0.

    Raises
    ------
    ValueError
        As `gini`.
    """
    per_second = rates(*_online(pay_minor, online_s))
    middle = median(per_second) if per_second else Fraction(0)
    return min(per_second) / middle if middle else Fraction(1)


def share_below_floor(
    pay_minor: Sequence[int], online_s: Sequence[int], hourly_floor_minor: int
) -> Fraction:
    """Give the share of couriers whose pay per online hour is below the floor.

    Parameters
    ----------
    pay_minor, online_s
        As for `gini`.
    hourly_floor_minor
        Guaranteed minor units per hour.

    Returns
    -------
    Fraction
        From 0 to 1; 0 when nobody was online.

    Raises
    ------
    ValueError
        As `gini`.
    """
    pay, hours = _online(pay_minor, online_s)
    below = sum(
        p * HOUR_S < hourly_floor_minor * seconds for p, seconds in zip(pay, hours, strict=True)
    )
    return Fraction(below, len(pay)) if pay else Fraction(0)


def price_of_fairness(fair: int, free: int) -> Fraction | None:
    """Give what fairness costs: the relative increase over the plan without it.

    Parameters
    ----------
    fair, free
        Travel or lateness of the plan with and without fairness, >= 0.

    Returns
    -------
    Fraction or None
        ``(fair - free) / free``; 0 when both are 0; ``None`` when only `free` is 0, as no
        ratio can say that.

    Raises
    ------
    ValueError
        When a number is negative.
    """
    if fair < 0 or free < 0:
        msg = f"Expected travel or lateness >= 0, got {fair}, {free}."
        raise ValueError(msg)
    if free == 0:
        return Fraction(0) if fair == 0 else None
    return Fraction(fair - free, free)


def equity(pay_minor: Sequence[int], online_s: Sequence[int], *, hourly_floor_minor: int) -> Equity:
    """Compute all reported measures at once.

    Parameters
    ----------
    pay_minor, online_s
        As for `gini`.
    hourly_floor_minor
        Guaranteed minor units per hour.

    Returns
    -------
    Equity
        The measures as floats; zeros (and 1 for `min_to_median`) when nobody was online.

    Raises
    ------
    ValueError
        As `gini`.
    """
    per_hour = [rate * HOUR_S for rate in rates(*_online(pay_minor, online_s))]
    shown = per_hour or [Fraction(0)]
    return Equity(
        num_couriers=len(per_hour),
        gini=float(gini(pay_minor, online_s)),
        cv=sqrt(cv_squared(pay_minor, online_s)),
        lowest_per_hour_minor=float(min(shown)),
        p10_per_hour_minor=float(percentile(shown, 10)),
        median_per_hour_minor=float(median(shown)),
        p90_per_hour_minor=float(percentile(shown, 90)),
        spread_per_hour_minor=float(max(shown) - min(shown)),
        min_to_median=float(min_to_median(pay_minor, online_s)),
        share_below_floor=float(share_below_floor(pay_minor, online_s, hourly_floor_minor)),
    )


def _online(
    pay_minor: Sequence[int], online_s: Sequence[int]
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Keep those who were online."""
    pairs = tuple(zip(pay_minor, online_s, strict=True))
    for pay, seconds in pairs:
        if min(pay, seconds) < 0 or (pay and not seconds):
            msg = f"Expected pay >= 0 with online seconds > 0, got {pay} in {seconds} s."
            raise ValueError(msg)
    present = [pair for pair in pairs if pair[1]]
    return tuple(pay for pay, _ in present), tuple(seconds for _, seconds in present)
