"""Tips and surpluses: worked examples E3 and E4, and their edges."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from fairness.clauses import TipSharing
from fairness.policy import Policy, starter_policy
from fairness.sharing import share_surplus, share_tips

POLICY = starter_policy(valid_from=datetime(2026, 1, 1, tzinfo=UTC))
POOLED = replace(POLICY, tip_sharing=TipSharing.BY_TIME)
HOURS = {"ada": 600, "bo": 1200, "cy": 300}
DROPS = {"ada": 40, "bo": 75, "cy": 12}


def test_e3_pooled_tips_go_by_time() -> None:
    """1001 by 120, 90, 30 minutes is 500.5, 375.375, 125.125: the odd cent goes to .5."""
    tips = {"cy": 1001}

    shares = share_tips(POOLED, tips, online_s={"ada": 120, "bo": 90, "cy": 30})

    assert shares == {"ada": 501, "bo": 375, "cy": 125}


def test_e3_a_tie_goes_to_the_lowest_id() -> None:
    """100 over three equal times is 33.33 each: ada comes first."""
    shares = share_tips(POOLED, {"cy": 100}, online_s={"cy": 1, "bo": 1, "ada": 1})

    assert shares == {"ada": 34, "bo": 33, "cy": 33}


@pytest.mark.parametrize(("policy", "online"), [(POLICY, {"ada": 60}), (POOLED, {"ada": 0})])
def test_tips_stay_where_they_were_given_unless_pooled_over_time(
    policy: Policy, online: dict[str, int]
) -> None:
    """One's own tips are one's own; a pool in which nobody was online has no shares."""
    shares = share_tips(policy, {"bo": 300}, online_s=online)

    assert shares == {"bo": 300}


def test_e4_a_surplus_is_shared_by_hours_and_by_drops_after_the_reserve() -> None:
    """20 % of 123457 is 24691.4, rounded up 24692; 98765 are left.

    The odd cent goes to hours: 49383 by 600, 1200, 300 and 49382 by 40, 75, 12.
    """
    shares = share_surplus(POLICY, 123_457, online_s=HOURS, num_drops=DROPS)

    assert shares.reserve_minor == 24_692
    assert shares.shares_minor == {"ada": 29_662, "bo": 57_382, "cy": 11_721}


@pytest.mark.parametrize(
    ("hours", "drops", "reserve", "shares"),
    [
        ({"ada": 1}, {"ada": 0}, 200, {"ada": 800}),
        ({"ada": 0}, {"ada": 1}, 200, {"ada": 800}),
        ({"ada": 0}, {"ada": 0}, 1000, {"ada": 0}),
        ({}, {}, 1000, {}),
    ],
)
def test_a_part_of_a_surplus_that_nobody_worked_for_goes_elsewhere(
    hours: dict[str, int], drops: dict[str, int], reserve: int, shares: dict[str, int]
) -> None:
    """Without drops all 800 go by hours and the other way round; without both, reserve."""
    result = share_surplus(POLICY, 1000, online_s=hours, num_drops=drops)

    assert (result.reserve_minor, result.shares_minor) == (reserve, shares)


def test_a_loss_is_not_shared_as_a_surplus() -> None:
    """Whether members bear a loss is no question of rounding."""
    with pytest.raises(ValueError, match="Expected no negative surplus"):
        share_surplus(POLICY, -1, online_s=HOURS, num_drops=DROPS)


def test_negative_tips_or_times_are_refused() -> None:
    """They would take from one courier what another is given."""
    with pytest.raises(ValueError, match="Expected tips and seconds >= 0"):
        share_tips(POOLED, {"ada": -1}, online_s=HOURS)
