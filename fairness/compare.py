"""Which of two distributions is fairer: leximin, the order that plans are optimized in.

Gini, variance and range can improve while somebody gets less and nobody more; leximin cannot:
the worst-off counts first, then the next, and so on.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def rates(amounts: Sequence[int], weights: Sequence[int]) -> tuple[Fraction, ...]:
    """Divide amounts by weights, exactly.

    Parameters
    ----------
    amounts
        Minor units, shape ``(n,)``.
    weights
        Online seconds > 0, shape ``(n,)``.

    Returns
    -------
    tuple of Fraction
        Amount per unit of weight, shape ``(n,)``.

    Raises
    ------
    ValueError
        When lengths differ or a weight is not positive.
    """
    if len(amounts) != len(weights) or min(weights, default=1) <= 0:
        msg = f"Expected one weight > 0 per amount, got {len(amounts)} and {tuple(weights)}."
        raise ValueError(msg)
    return tuple(Fraction(a, w) for a, w in zip(amounts, weights, strict=True))


def leximin(left: Sequence[Fraction | int], right: Sequence[Fraction | int]) -> int:
    """Compare two distributions over the same people.

    Parameters
    ----------
    left, right
        What each person gets; more is better. Who gets it does not matter.

    Returns
    -------
    int
        1 when `left` is fairer, -1 when `right` is, 0 when they are equally fair: the
        sign at the first difference of the values sorted upwards.

    Raises
    ------
    ValueError
        When they are of different lengths.
    """
    if len(left) != len(right):
        msg = f"Expected two distributions over as many people, got {len(left)} and {len(right)}."
        raise ValueError(msg)
    ours, theirs = sorted(left), sorted(right)
    return (ours > theirs) - (ours < theirs)


def leximax(left: Sequence[Fraction | int], right: Sequence[Fraction | int]) -> int:
    """Compare two distributions of a burden over the same people.

    Parameters
    ----------
    left, right
        What each person bears; less is better.

    Returns
    -------
    int
        1 when `left` is fairer, -1 when `right` is, 0 when they are equally fair: the
        largest burden counts first.

    Raises
    ------
    ValueError
        When they are of different lengths.
    """
    return leximin([-burden for burden in left], [-burden for burden in right])


def floor_shortfall_minor(
    amounts: Sequence[int], online_s: Sequence[int], hourly_floor_minor: int
) -> Fraction:
    """Add up what everybody lacks to the hourly floor.

    Parameters
    ----------
    amounts
        Minor units earned before top-up, shape ``(n,)``.
    online_s
        Online seconds >= 0, shape ``(n,)``.
    hourly_floor_minor
        Guaranteed minor units per hour.

    Returns
    -------
    Fraction
        Sum of ``max(0, floor - earned)`` in minor units, before any rounding.

    Raises
    ------
    ValueError
        When lengths differ.
    """
    pairs = zip(amounts, online_s, strict=True)
    lacks = (Fraction(hourly_floor_minor * seconds, 3600) - amount for amount, seconds in pairs)
    return sum((max(Fraction(0), lack) for lack in lacks), start=Fraction(0))
