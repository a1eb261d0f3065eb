"""Money as whole minor units, and the roundings that pay is made of.

Minor units are what the currency counts in (cents, Rappen, yen). Nothing in `fairness`
holds money in a float, and nothing rounds except through the functions here.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

LEN_CURRENCY = 3


def is_currency(text: str) -> bool:
    """Tell whether a text has the form of an ISO 4217 code: three capital letters.

    Parameters
    ----------
    text
        The text to look at.

    Returns
    -------
    bool
        True for ``EUR``, false for ``eur``, ``EURO`` and ``€``.
    """
    return len(text) == LEN_CURRENCY and text.isascii() and text.isalpha() and text.isupper()


@dataclass(frozen=True, slots=True, kw_only=True)
class Money:
    """An amount in one currency.

    Attributes
    ----------
    minor
        Whole minor units; negative for what is owed.
    currency
        ISO 4217 code.

    Raises
    ------
    ValueError
        When `minor` is not a whole number, the code is malformed, or two currencies are
        added or compared.
    """

    minor: int
    currency: str

    def __post_init__(self) -> None:
        if isinstance(self.minor, bool) or not isinstance(self.minor, int):
            msg = f"Expected whole minor units, got {self.minor!r}."
            raise ValueError(msg)  # noqa: TRY004 (wrong use is ValueError everywhere here)
        if not is_currency(self.currency):
            msg = f"Expected a currency code of three capital letters, got {self.currency!r}."
            raise ValueError(msg)

    def __add__(self, other: Money) -> Money:
        return Money(minor=self.minor + self._minor_of(other), currency=self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(minor=self.minor - self._minor_of(other), currency=self.currency)

    def __neg__(self) -> Money:
        return Money(minor=-self.minor, currency=self.currency)

    def __lt__(self, other: Money) -> bool:
        return self.minor < self._minor_of(other)

    def __le__(self, other: Money) -> bool:
        return self.minor <= self._minor_of(other)

    def _minor_of(self, other: Money) -> int:
        if other.currency != self.currency:
            msg = f"Expected an amount in {self.currency}, got one in {other.currency}."
            raise ValueError(msg)
        return other.minor


def ceil_div(numerator: int, denominator: int) -> int:
    """Divide and round up to the next whole number.

    Parameters
    ----------
    numerator
        Any whole number.
    denominator
        Whole number > 0.

    Returns
    -------
    int
        The smallest whole number that is at least ``numerator / denominator``.

    Raises
    ------
    ValueError
        When the denominator is not positive.
    """
    if denominator <= 0:
        msg = f"Expected a denominator > 0, got {denominator}."
        raise ValueError(msg)
    return -(-numerator // denominator)


def half_up(numerator: int, denominator: int) -> int:
    """Divide and round to the nearest whole number, halves up.

    Parameters
    ----------
    numerator
        Whole number >= 0.
    denominator
        Whole number > 0.

    Returns
    -------
    int
        The nearest whole number; exactly one half goes up.

    Raises
    ------
    ValueError
        When the numerator is negative or the denominator not positive.
    """
    if numerator < 0 or denominator <= 0:
        msg = f"Expected numerator >= 0 and denominator > 0, got {numerator}/{denominator}."
        raise ValueError(msg)
    return (2 * numerator + denominator) // (2 * denominator)


def split_by_weights(total: int, weights: Sequence[int]) -> tuple[int, ...]:
    """Split an amount in proportion to weights so that no minor unit is lost.

    Largest remainder: everyone gets their exact share rounded down, then the units left
    over go one each to the largest fractions cut off; ties go to the lowest index. A
    negative total is split like its opposite, sign turned.

    Parameters
    ----------
    total
        Whole amount to split.
    weights
        Whole numbers >= 0 with a positive sum, shape ``(n,)``.

    Returns
    -------
    tuple of int
        Shares, shape ``(n,)``, whose sum is `total`; a weight of 0 gets 0.

    Raises
    ------
    ValueError
        When a weight is negative or all are zero.
    """
    whole = sum(weights)
    if whole <= 0 or min(weights) < 0:
        msg = f"Expected weights >= 0 with a positive sum, got {tuple(weights)}."
        raise ValueError(msg)
    if total < 0:
        return tuple(-share for share in split_by_weights(-total, weights))
    exact = [Fraction(total * weight, whole) for weight in weights]
    shares = [int(part) for part in exact]
    by_remainder = sorted(range(len(shares)), key=lambda i: (shares[i] - exact[i], i))
    for index in by_remainder[: total - sum(shares)]:
        shares[index] += 1
    return tuple(shares)
