"""Fees: worked example E8, and their edges."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from fairness.policy import starter_policy
from fairness.tariff import PartnerClass, fee

POLICY = starter_policy(valid_from=datetime(2026, 1, 1, tzinfo=UTC))


def test_e8_a_fee_pays_the_time_the_on_cost_and_the_co_op() -> None:
    """300 + 138 = 438 is below the floor of 23 min, 575; 12 % on top is 644.

    644 is to be 85 % of the fee: 757.6, rounded up 758.
    """
    breakdown = fee(POLICY, seconds=23 * 60, meters=2300)

    assert breakdown.labor_minor == 575
    assert breakdown.labor_cost_minor == 644
    assert breakdown.total_minor == 758
    assert (breakdown.on_cost_minor, breakdown.coop_minor) == (69, 114)


def test_a_quick_long_way_is_paid_by_drop_and_distance() -> None:
    """5 min are 125 by the floor, but 8 km are 300 + 480."""
    assert fee(POLICY, seconds=300, meters=8000).labor_minor == 780


@pytest.mark.parametrize(("offered", "missing"), [(643, 1), (644, 0), (758, 0), (0, 644)])
def test_an_offer_below_the_labor_cost_is_told_by_how_much(offered: int, missing: int) -> None:
    """The least that pays E8 is 644; what the co-op forgoes is its own to decide."""
    breakdown = fee(POLICY, seconds=23 * 60, meters=2300)

    assert breakdown.shortfall_minor(offered) == missing


def test_a_co_op_that_keeps_nothing_passes_the_labor_cost_on() -> None:
    """Labor share 100 %, no on-cost: the fee is the pay."""
    policy = replace(POLICY, labor_share_permille=1000, on_cost_permille=0)

    breakdown = fee(policy, seconds=23 * 60, meters=2300)

    assert breakdown.total_minor == breakdown.labor_minor == 575


@pytest.mark.parametrize(
    ("partner", "share"),
    [(PartnerClass.MEMBER, 0), (PartnerClass.ALLY, 57), (PartnerClass.MARKET, 171)],
)
def test_a_class_changes_the_share_of_the_co_op_and_nothing_else(
    partner: PartnerClass, share: int
) -> None:
    """E8's usual share is 114: none of it, half of it, one and a half of it."""
    policy = replace(
        POLICY, member_share_percent=0, ally_share_percent=50, market_share_percent=150
    )

    breakdown = fee(policy, seconds=23 * 60, meters=2300, partner=partner)

    assert breakdown.coop_minor == share
    assert breakdown.labor_cost_minor == 644
    assert breakdown.total_minor == 644 + share


@pytest.mark.parametrize(("permille", "tax"), [(0, 0), (255, 193), (100, 76)])
def test_tax_comes_on_top_and_is_rounded_to_the_nearest(permille: int, tax: int) -> None:
    """E8 is 758 before tax: 25.5 % are 193.29, 10 % are 75.8."""
    breakdown = fee(replace(POLICY, tax_permille=permille), seconds=23 * 60, meters=2300)

    assert breakdown.tax_minor == tax
    assert breakdown.total_minor == 758 + tax


@pytest.mark.parametrize(("seconds", "meters"), [(-1, 0), (0, -1)])
def test_negative_work_has_no_fee(seconds: int, meters: int) -> None:
    """An insertion that saves time still takes some; the caller says how much."""
    with pytest.raises(ValueError, match="Expected seconds and metres >= 0"):
        fee(POLICY, seconds=seconds, meters=meters)
