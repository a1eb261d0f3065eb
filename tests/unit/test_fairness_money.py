"""Money: whole minor units, three roundings, no cent lost."""

from __future__ import annotations

import pytest

from fairness.money import Money, ceil_div, half_up, split_by_weights


@pytest.mark.parametrize(
    ("total", "weights", "shares"),
    [
        (1001, (120, 90, 30), (501, 375, 125)),
        (100, (1, 1, 1), (34, 33, 33)),
        (-100, (1, 1, 1), (-34, -33, -33)),
        (5, (0, 3, 0), (0, 5, 0)),
        (0, (1, 2), (0, 0)),
    ],
)
def test_splitting_gives_the_odd_units_to_the_largest_remainders(
    total: int, weights: tuple[int, ...], shares: tuple[int, ...]
) -> None:
    """E3: exact shares 500.5, 375.375, 125.125 leave one cent, which goes to .5.

    Of three equal shares 33.33 the lowest index takes the odd cent.
    """
    assert split_by_weights(total, weights) == shares


@pytest.mark.parametrize("weights", [(), (0, 0), (1, -1, 5)])
def test_splitting_refuses_weights_that_nobody_could_take_from(weights: tuple[int, ...]) -> None:
    """Without a positive sum there is no proportion; a negative weight would take away."""
    with pytest.raises(ValueError, match="Expected weights >= 0 with a positive sum"):
        split_by_weights(10, weights)


@pytest.mark.parametrize(
    ("numerator", "denominator", "up", "nearest"),
    [
        (138_000, 1000, 138, 138),
        (1, 2, 1, 1),
        (1, 3, 1, 0),
        (187_200, 1000, 188, 187),
        (0, 7, 0, 0),
    ],
)
def test_roundings_differ_only_between_whole_numbers(
    numerator: int, denominator: int, up: int, nearest: int
) -> None:
    """Up is the next whole number, nearest sends exactly one half up."""
    assert (ceil_div(numerator, denominator), half_up(numerator, denominator)) == (up, nearest)


@pytest.mark.parametrize(("numerator", "denominator"), [(-1, 2), (1, 0), (1, -3)])
def test_half_up_refuses_what_has_no_one_meaning(numerator: int, denominator: int) -> None:
    """Half up of a negative number means two different things to two people."""
    with pytest.raises(ValueError, match="Expected numerator >= 0 and denominator > 0"):
        half_up(numerator, denominator)


def test_ceil_div_refuses_a_denominator_of_zero() -> None:
    """Nothing can be shared among nobody."""
    with pytest.raises(ValueError, match="Expected a denominator > 0, got 0"):
        ceil_div(1, 0)


def test_money_of_one_currency_adds_compares_and_turns_its_sign() -> None:
    """5.00 and 2.50 are 7.50; 5.00 less 7.50 is a debt of 2.50."""
    five, half = Money(minor=500, currency="EUR"), Money(minor=250, currency="EUR")

    total = five + half

    assert total == Money(minor=750, currency="EUR")
    assert five - total == -half
    assert half < five
    assert five <= Money(minor=500, currency="EUR")


def test_money_of_two_currencies_never_mixes() -> None:
    """One euro plus one franc is no number of either."""
    euro, franc = Money(minor=100, currency="EUR"), Money(minor=100, currency="CHF")

    with pytest.raises(ValueError, match="Expected an amount in EUR, got one in CHF"):
        euro + franc
    with pytest.raises(ValueError, match="Expected an amount in EUR, got one in CHF"):
        assert euro < franc


@pytest.mark.parametrize("currency", ["eur", "EURO", "€€€", "E R", ""])
def test_money_refuses_a_malformed_currency(currency: str) -> None:
    """ISO 4217 codes are three capital letters."""
    with pytest.raises(ValueError, match="three capital letters"):
        Money(minor=1, currency=currency)


def test_money_refuses_a_truth_value_as_amount() -> None:
    """``True`` is an int to Python and a mistake to everybody else."""
    with pytest.raises(ValueError, match="Expected whole minor units, got True"):
        Money(minor=True, currency="EUR")
