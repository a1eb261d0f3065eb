"""Rates are compared exactly, and plans are evened out within the slack."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.check import check
from routing.cost import is_within_slack
from routing.effort import Effort
from routing.evenness import amounts_of, leximin_rates, unevenness, within_reach
from routing.model import Balance
from routing.problem import Budget, Problem
from routing.schedule import schedule
from routing.solution import Reason, Solution, Unassigned
from routing.solve import solve
from routing.solvers.balance import even_out
from tests.routing_makers import give, line_matrix, shipment, stop, take, vehicle


def test_leximin_looks_at_the_smallest_rate_first() -> None:
    """Rates (1/3, 5) against (1/3 + 1/300, 1/3 + 1/300): floats of thirds would blur this."""
    low = leximin_rates(Balance(carried=(0, 0), weights=(3, 1)), (1, 5))
    even = leximin_rates(Balance(carried=(0, 0), weights=(300, 300)), (101, 101))

    assert low == (Fraction(1, 3), Fraction(5))
    assert even > low


def test_unevenness_is_zero_only_for_equal_rates() -> None:
    """Totals 2 and 4 by weights 1 and 2 are both 2 per unit; 3 and 3 are 1 and 1/2 away."""
    balance = Balance(carried=(1, 0), weights=(1, 2))

    assert unevenness(balance, (1, 4)) == 0
    assert unevenness(balance, (2, 3)) == pytest.approx(1 * 1**2 + 2 * 0.5**2)


def test_what_nobody_can_even_out_is_cut_off() -> None:
    """0, 4 and 20 carried over by weights 1, 1 and 2, and 8 to share: water stands at 6."""
    balance = Balance(carried=(0, 4, 20), weights=(1, 1, 2))

    assert within_reach(balance, 8).carried == (0, 4, 12)


@given(
    st.lists(st.tuples(st.integers(0, 50), st.integers(1, 9)), min_size=1, max_size=6),
    st.integers(0, 200),
)
def test_nobody_within_reach_is_above_the_mean(pairs: list[tuple[int, int]], total: int) -> None:
    """Whoever is ahead is cut off to the mean, others stay as they are, but for rounding."""
    carried, weights = zip(*pairs, strict=True)
    reach = within_reach(Balance(carried=carried, weights=weights), total)
    mean = Fraction(total + sum(reach.carried), sum(weights))

    for before, after, weight in zip(carried, reach.carried, weights, strict=True):
        assert after <= min(before, mean * weight + len(pairs))
        assert after == before or after > mean * weight - 1


def four_shipments() -> Problem:
    """Return four shipments in a row that one vehicle serves in 2 * 40 s, with two vehicles."""
    return Problem(
        matrices=(line_matrix(),),
        vehicles=(vehicle("a"), vehicle("b")),
        shipments=tuple(
            shipment(f"s{place}", stop(place), stop(place + 5), amount=10)
            for place in (5, 15, 25, 35)
        ),
        balance=Balance(carried=(0, 0), weights=(1, 1), slack_permille=1000),
    )


def test_work_is_shared_when_the_slack_pays_for_it() -> None:
    """One vehicle alone: 80 s, rates 0 and 40. Two each: at most 160 s, rates 20 and 20."""
    problem = four_shipments()

    fair = solve(problem, Budget(iterations=200), seed=1)

    assert sorted(amounts_of(problem, fair.routes)) == [20, 20]
    assert fair.cost <= 160


def test_who_is_far_ahead_does_not_keep_others_from_being_evened_out() -> None:
    """A third vehicle has 1000 whatever is planned; the other two still end at 20 each."""
    problem = four_shipments()
    balance = Balance(carried=(0, 0, 1000), weights=(1, 1, 1), slack_permille=1000)
    crowded = replace(problem, vehicles=(*problem.vehicles, vehicle("c")), balance=balance)

    fair = solve(crowded, Budget(iterations=200), seed=1)

    assert amounts_of(crowded, fair.routes) == [20, 20, 0]


def test_penalties_allow_no_more_cost() -> None:
    """Routes of 80 s and a penalty of 1000: half of the 80 s may be spent on evenness."""
    problem = replace(
        four_shipments(), balance=Balance(carried=(0, 0), weights=(1, 1), slack_permille=500)
    )
    last = replace(problem.shipments[3], drop_penalty=1000)
    problem = replace(problem, shipments=(*problem.shipments[:3], last))
    left = (Unassigned(shipment=3, reason=Reason(code="too_costly")),)
    cheapest = Solution(routes=(), unassigned=left, cost=1080)

    assert is_within_slack(problem, replace(cheapest, cost=1120), cheapest)
    assert not is_within_slack(problem, replace(cheapest, cost=1121), cheapest)


def test_without_slack_nothing_is_shared() -> None:
    """Any second route costs more than 80 s, so one vehicle keeps all."""
    problem = four_shipments()
    balance = Balance(carried=(0, 0), weights=(1, 1), slack_permille=0)

    fair = solve(replace(problem, balance=balance), Budget(iterations=100), seed=1)

    assert fair.cost == 80
    assert sorted(amounts_of(problem, fair.routes)) == [0, 40]


def test_whole_routes_go_to_who_is_behind() -> None:
    """The same 80 s, driven by the vehicle that carries over 100 less."""
    problem = replace(
        four_shipments(), balance=Balance(carried=(100, 0), weights=(1, 1), slack_permille=0)
    )
    order = [entry for i in range(4) for entry in (take(i), give(i))]
    start = Solution(routes=(schedule(problem, 0, order),), unassigned=(), cost=80)

    fair = solve(problem, Budget(iterations=60), seed=1, start=start)

    assert [route.vehicle for route in fair.routes] == [1]
    assert fair.cost == 80
    assert check(problem, fair) == ()


def test_evening_out_needs_a_balance() -> None:
    """Without one there is no rate to compare."""
    problem = replace(four_shipments(), balance=None)
    nothing = Solution(routes=(), unassigned=(), cost=0)

    with pytest.raises(ValueError, match="a problem with a balance"):
        even_out(
            problem, nothing, None, Effort(seconds=None, iterations=1), seed=1, on_progress=print
        )
