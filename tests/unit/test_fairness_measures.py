"""Measures and comparison: worked example E7, and their edges."""

from __future__ import annotations

from fractions import Fraction

import pytest

from fairness.compare import floor_shortfall_minor, leximax, leximin, rates
from fairness.measures import (
    cv_squared,
    equity,
    gini,
    median,
    min_to_median,
    percentile,
    price_of_fairness,
    share_below_floor,
)

PAY = (14_000, 30_000, 5_000)
SECONDS = (600 * 60, 1200 * 60, 300 * 60)


def test_e7_gini_weighs_couriers_by_their_hours() -> None:
    """Rates 1400, 1500, 1000 for 10, 20, 5 h, mean 1400.

    Pairs: 10*20*100 + 10*5*400 + 20*5*500 = 90000; twice that over 2 * 35^2 * 1400
    is 18/343.
    """
    assert gini(PAY, SECONDS) == Fraction(18, 343)


def test_e7_the_worst_off_has_five_sevenths_of_the_median() -> None:
    """1000 over the middle one of 1000, 1400, 1500."""
    assert min_to_median(PAY, SECONDS) == Fraction(5, 7)


def test_equity_gives_all_measures_of_e5_at_once() -> None:
    """Variance is (10*0 + 20*100^2 + 5*400^2) / 35 = 1000000/35; over 1400^2 is 1/68.6.

    Below a floor of 1400 is one of three: the one at 1400 is not below.
    """
    measures = equity(PAY, SECONDS, hourly_floor_minor=1400)

    assert measures.num_couriers == 3
    assert measures.gini == pytest.approx(18 / 343)
    assert cv_squared(PAY, SECONDS) == Fraction(10, 686)
    assert measures.cv == pytest.approx((10 / 686) ** 0.5)
    assert measures.lowest_per_hour_minor == measures.p10_per_hour_minor == 1000
    assert measures.median_per_hour_minor == 1400
    assert measures.p90_per_hour_minor == 1500
    assert measures.spread_per_hour_minor == 500
    assert measures.share_below_floor == pytest.approx(1 / 3)


@pytest.mark.parametrize(("pay", "seconds"), [((), ()), ((0, 0), (0, 0)), ((0, 0), (10, 20))])
def test_where_there_is_nothing_to_share_nothing_is_unequal(
    pay: tuple[int, ...], seconds: tuple[int, ...]
) -> None:
    """An empty crew, a day nobody rode, a day without orders: no division by zero."""
    measures = equity(pay, seconds, hourly_floor_minor=0)

    assert (measures.gini, measures.cv, measures.min_to_median) == (0, 0, 1)
    assert share_below_floor((), (), 1500) == 0


def test_couriers_who_were_not_online_do_not_count() -> None:
    """A colleague on leave makes nobody better or worse off."""
    assert gini((*PAY, 0), (*SECONDS, 0)) == gini(PAY, SECONDS)


@pytest.mark.parametrize(("pay", "seconds"), [((-1,), (5,)), ((1,), (-5,)), ((1,), (0,))])
def test_measures_refuse_pay_without_time_and_amounts_below_zero(
    pay: tuple[int, ...], seconds: tuple[int, ...]
) -> None:
    """Pay without online time has no rate."""
    with pytest.raises(ValueError, match="Expected pay >= 0 with online seconds > 0"):
        gini(pay, seconds)


@pytest.mark.parametrize(
    ("percent", "value"), [(0, 1), (10, 1), (11, 2), (50, 5), (90, 9), (100, 10)]
)
def test_a_percentile_is_one_of_the_values(percent: int, value: int) -> None:
    """Of 1 to 10, a tenth do not exceed 1, and eleven percent need the second."""
    values = [Fraction(n) for n in range(10, 0, -1)]

    assert percentile(values, percent) == value


def test_percentile_and_median_need_a_value() -> None:
    """Nobody's pay has no middle."""
    with pytest.raises(ValueError, match="Expected values"):
        percentile([], 50)
    with pytest.raises(ValueError, match="Expected values and 0 <= percent"):
        percentile([Fraction(1)], 101)
    with pytest.raises(ValueError, match="Expected at least one value"):
        median([])


def test_the_median_of_an_even_number_is_between_the_middle_two() -> None:
    """Of 1, 2, 4, 9 it is 3."""
    assert median([Fraction(n) for n in (9, 1, 4, 2)]) == 3


@pytest.mark.parametrize(
    ("fair", "free", "price"),
    [(103, 100, Fraction(3, 100)), (98, 100, Fraction(-1, 50)), (0, 0, 0), (5, 0, None)],
)
def test_the_price_of_fairness_is_relative_to_the_free_plan(
    fair: int, free: int, price: Fraction | None
) -> None:
    """103 instead of 100 is 3 %; from nothing to something has no ratio."""
    assert price_of_fairness(fair, free) == price


def test_a_negative_travel_has_no_price() -> None:
    """Travel is a sum of durations."""
    with pytest.raises(ValueError, match="Expected travel or lateness >= 0"):
        price_of_fairness(-1, 5)


@pytest.mark.parametrize(
    ("left", "right", "sign"),
    [
        ((1, 9), (2, 2), -1),
        ((3, 1), (1, 3), 0),
        ((1, 5, 2), (1, 2, 4), 1),
        ((), (), 0),
    ],
)
def test_leximin_looks_at_the_worst_off_first(
    left: tuple[int, ...], right: tuple[int, ...], sign: int
) -> None:
    """2 beats 1 however much the other has; then the second counts; names do not."""
    assert leximin(left, right) == sign


def test_leximax_looks_at_the_largest_burden_first() -> None:
    """5 and 5 is lighter on the most burdened than 6 and 0."""
    assert leximax((5, 5), (6, 0)) == 1


def test_distributions_over_different_people_do_not_compare() -> None:
    """Leaving somebody out is not a way to be fairer."""
    with pytest.raises(ValueError, match="as many people, got 1 and 2"):
        leximin((5,), (5, 1))


@pytest.mark.parametrize(("amounts", "weights"), [((1, 2), (1,)), ((1,), (0,)), ((1,), (-1,))])
def test_rates_need_a_positive_weight_each(
    amounts: tuple[int, ...], weights: tuple[int, ...]
) -> None:
    """Pay per no time is not a number."""
    with pytest.raises(ValueError, match="Expected one weight > 0 per amount"):
        rates(amounts, weights)


def test_the_shortfall_counts_only_those_below_the_floor() -> None:
    """At 1500/h: 14000 in 10 h lack 1000, 30000 in 20 h lack nothing, 5000 in 5 h 2500."""
    assert floor_shortfall_minor(PAY, SECONDS, 1500) == 3500
