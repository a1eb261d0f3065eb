"""Targets and explanations: what policy and ledger ask of a plan, and why it came so."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction

import pytest

from fairness.explain import Binding, Candidate, Flip, explain
from fairness.policy import starter_policy
from fairness.targets import (
    Share,
    balance_for,
    imbalance,
    imbalance_cost_s,
    order_prices_s,
    seconds_left,
    soft_bounds_for,
)
from routing.model import Balance, Measure, SoftBound

POLICY = starter_policy(valid_from=datetime(2026, 1, 1, tzinfo=UTC))


def test_a_balance_carries_the_earnings_of_the_period() -> None:
    """Who is 200 behind in the ledger counts as having earned 200 less; eps is 30."""
    balance = balance_for(
        POLICY, earned_minor=[5000, 100], online_s=[36_000, 7200], ledger_minor=[200, -200]
    )

    assert balance == Balance(carried=(5200, -100), weights=(36_000, 7200), slack_permille=30)


def test_without_a_ledger_only_earnings_count() -> None:
    """A co-op without a ledger evens out the period alone."""
    assert balance_for(POLICY, earned_minor=[7], online_s=[60]).carried == (7,)


@pytest.mark.parametrize(
    ("earned", "online", "message"),
    [([1, 2], [60], "got 2, 1, 2"), ([1, 2], [60, 0], "of vehicle 1, got 0")],
)
def test_a_balance_needs_time_for_every_vehicle(
    earned: list[int], online: list[int], message: str
) -> None:
    """A rate needs a time; the message says which vehicle has none."""
    with pytest.raises(ValueError, match=message):
        balance_for(POLICY, earned_minor=earned, online_s=online)


def test_soft_caps_bound_what_is_left_of_the_day() -> None:
    """Of 8 h, 3 h are worked: 5 h left; 40 km are used up by 45."""
    policy = replace(
        POLICY,
        soft_day_s=28_800,
        soft_day_cost_per_s=2,
        soft_day_m=40_000,
        soft_day_cost_per_m=1,
    )

    bounds = soft_bounds_for(policy, worked_s=[10_800], traveled_m=[45_000])

    assert bounds == (
        SoftBound(vehicle=0, measure=Measure.DURATION, upper=18_000, cost_per_unit=2),
        SoftBound(vehicle=0, measure=Measure.DISTANCE, upper=0, cost_per_unit=1),
    )


def test_a_policy_without_soft_caps_bounds_nothing() -> None:
    """The starter policy has none."""
    assert soft_bounds_for(POLICY, worked_s=[1, 2], traveled_m=[3, 4]) == ()


def test_soft_bounds_need_both_facts_per_vehicle() -> None:
    """With two times and one distance nobody knows whose the distance is."""
    with pytest.raises(ValueError, match="as many times as distances, got 2, 1"):
        soft_bounds_for(POLICY, worked_s=[1, 2], traveled_m=[3])


@pytest.mark.parametrize(
    ("day_s", "week_s", "left"),
    [(0, 0, 36_000), (30_000, 30_000, 6_000), (0, 140_000, 4_000), (40_000, 40_000, 0)],
)
def test_the_nearer_hard_cap_says_how_long_one_may_work(day_s: int, week_s: int, left: int) -> None:
    """Caps are 10 h a day and 40 h a week."""
    assert seconds_left(POLICY, day_s=day_s, week_s=week_s) == left


def test_without_hard_caps_there_is_no_limit() -> None:
    """No clause, no cap."""
    policy = replace(POLICY, max_day_s=None, max_week_s=None)

    assert seconds_left(policy, day_s=0, week_s=0) is None


def test_imbalance_is_counted_in_orders_against_the_crew() -> None:
    """3 orders in 1 h of a crew with 10 in 5 h: 3 + 1/2 - 2 = 3/2 orders ahead."""
    assert imbalance(3, 3600, crew_orders=10, crew_online_s=18_000) == Fraction(3, 2)


def test_imbalance_costs_what_members_voted() -> None:
    """0.3 x 1/2 + 0.7 x 3/2 = 1.2 orders at 120 s are 144 s; who is behind gains."""
    day, period = Fraction(3, 2), Fraction(1, 2)

    assert imbalance_cost_s(POLICY, day=day, period=period) == 144
    assert imbalance_cost_s(POLICY, day=-day, period=-period) == -144


def test_imbalance_needs_a_crew() -> None:
    """Orders per hour of nobody is not a number."""
    with pytest.raises(ValueError, match="Expected online seconds of the crew > 0"):
        imbalance(0, 0, crew_orders=0, crew_online_s=0)


def test_an_explanation_ranks_everybody_against_the_chosen() -> None:
    """Bo: 300 - 60 = 240 s beats ada's 200 + 120 = 320; cy may not carry it at all.

    The policy spends 120 s per order, so a balance of 1 order is 120 s and of -1/2 is -60 s.
    Against bo ada travels 100 s less, but evenness costs 180 s more, in all 80 s: ada would need
    80 s less of travel, and as the earlier in the list would win the tie. To be worth 40 s
    a balance may be at most 40.49.. s, so below 337.5 thousandths of an order.
    """
    ada = Candidate(
        courier="ada", place=0, cost_s=200, added_s=200, added_m=900, balance=Fraction(1)
    )
    bo = Candidate(
        courier="bo", place=1, cost_s=300, added_s=300, added_m=1200, balance=Fraction(-1, 2)
    )
    cy = Candidate(courier="cy", place=2, blocked_by=Binding(code="too_heavy"))

    explanation = explain(POLICY, "bo", [cy, ada, bo])

    first, second, third = explanation.alternatives
    assert [a.candidate.courier for a in explanation.alternatives] == ["bo", "ada", "cy"]
    assert explanation.is_first
    assert (explanation.policy_version, explanation.num_able) == (1, 2)
    assert (first.rank, first.total_s, first.extra_total_s) == (1, 240, 0)
    assert (second.extra_s, second.extra_m, second.extra_evenness_s) == (-100, -300, 180)
    assert second.extra_total_s == 80
    assert second.flip == Flip(balance_milli=337, nearer_s=80)
    assert third.candidate.blocked_by == Binding(code="too_heavy")
    assert third.flip is None


def test_an_explanation_admits_when_the_chosen_is_not_first() -> None:
    """A pin or the plan as a whole may choose the second; equal terms go to the earlier."""
    near = Candidate(courier="ada", place=0, cost_s=100)
    far = Candidate(courier="bo", place=1, cost_s=100)

    explanation = explain(POLICY, "bo", [far, near])

    assert not explanation.is_first
    assert explanation.first == "ada"


def test_nobody_who_is_alone_has_a_point_where_it_turns() -> None:
    """With nobody else who can, no balance and no distance would give it away."""
    ada = Candidate(courier="ada", place=0)
    cy = Candidate(courier="cy", place=1, blocked_by=Binding(code="declined"))

    explanation = explain(POLICY, None, [ada, cy])

    assert explanation.alternatives[0].flip == Flip(balance_milli=None, nearer_s=None)


@pytest.mark.parametrize(
    ("orders", "band"),
    [(-5, "far_behind"), (-1, "behind"), (0, "even"), (1, "ahead"), (5, "far_ahead")],
)
def test_others_see_a_band_instead_of_a_balance(orders: int, band: str) -> None:
    """Less than one order either way is even, five are far."""
    assert Candidate(courier="ada", place=0, balance=Fraction(orders)).band == band


@pytest.mark.parametrize("couriers", [("bo",), ("ada", "ada")])
def test_an_explanation_needs_the_chosen_among_different_candidates(
    couriers: tuple[str, ...],
) -> None:
    """Nothing can be explained against somebody who was not considered."""
    candidates = [Candidate(courier=name, place=0) for name in couriers]

    with pytest.raises(ValueError, match="Expected 'ada' among different candidates"):
        explain(POLICY, "ada", candidates)


def test_the_next_order_is_dearer_for_who_had_more() -> None:
    """Two orders and none in the same hours: the crew's rate makes one each, so 1.5 and -0.5.

    At 180 seconds per order these differ by 360; only the difference is priced.
    """
    policy = replace(POLICY, lambda_s=180, ledger_mix_permille=0)
    crew = Share(num_orders=2, online_s=7200)

    prices = order_prices_s(
        policy,
        day=[Share(num_orders=2, online_s=3600), Share(num_orders=0, online_s=3600)],
        crew_day=crew,
    )

    assert prices == (360, 0)


def test_the_period_counts_as_the_clause_says() -> None:
    """Even today, 10 orders apart over the period, of which 300 thousandths count: 3 orders."""
    policy = replace(POLICY, lambda_s=100, ledger_mix_permille=300)
    today = Share(num_orders=1, online_s=3600)

    prices = order_prices_s(
        policy,
        day=[today, today],
        crew_day=today + today,
        period=[Share(num_orders=20, online_s=36_000), Share(num_orders=10, online_s=36_000)],
        crew_period=Share(num_orders=30, online_s=72_000),
    )

    assert prices == (300, 0)


def test_before_anybody_was_online_all_are_alike() -> None:
    """The first order of the first shift has no rate to be measured against."""
    assert order_prices_s(POLICY, day=[Share(), Share()], crew_day=Share()) == (0, 0)


def test_a_share_of_the_period_for_each_candidate_is_needed() -> None:
    """Two candidates and one share cannot be put together."""
    with pytest.raises(ValueError, match="got 1 for 2"):
        order_prices_s(POLICY, day=[Share(), Share()], crew_day=Share(), period=[Share()])
