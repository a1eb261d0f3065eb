"""What an explanation says would turn a decision does turn it, and a unit less does not."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction
from typing import TYPE_CHECKING

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from fairness.explain import (
    Binding,
    Candidate,
    decide,
    explain,
    flip_of,
    total_s,
)
from fairness.policy import starter_policy
from fairness.targets import evenness_cost_s
from routing.solvers.ruin_recreate.live import live_routes
from tests.property.test_search_live import filled
from tests.routing_problems import problems

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fairness.policy import Policy
    from routing.problem import Problem

SOME = settings(max_examples=60, deadline=None)
BALANCES = st.fractions(min_value=-20, max_value=20, max_denominator=50)


@st.composite
def policies(draw: st.DrawFn, *, least_lambda: int = 0) -> Policy:
    """Draw how much evenness is worth."""
    plain = starter_policy(valid_from=datetime(2026, 1, 1, tzinfo=UTC))
    return replace(plain, lambda_s=draw(st.integers(least_lambda, 900)))


@st.composite
def crews(draw: st.DrawFn) -> tuple[Candidate, ...]:
    """Draw candidates, some of whom a rule forbids the order; ties are likely."""
    number = draw(st.integers(1, 6))
    return tuple(
        Candidate(
            courier=f"c{index}",
            place=index,
            cost_s=draw(st.integers(-60, 900)),
            balance=draw(BALANCES),
            blocked_by=Binding(code="declined") if draw(st.integers(0, 5)) == 0 else None,
        )
        for index in draw(st.permutations(range(number)))
    )


@SOME
@given(policy=policies(), crew=crews())
def test_the_first_of_the_ranking_is_whom_the_rule_chooses(
    policy: Policy, crew: tuple[Candidate, ...]
) -> None:
    """Ranks are 1, 2, 3 ...; totals rise; who may not comes last."""
    found = explain(policy, None, crew)

    assert found.first == decide(policy, crew)
    assert [one.rank for one in found.alternatives] == list(range(1, len(crew) + 1))
    able = [one for one in found.alternatives if one.candidate.blocked_by is None]
    assert list(found.alternatives[: len(able)]) == able
    assert [one.total_s for one in able] == sorted(one.total_s for one in able)
    assert found.first == (able[0].candidate.courier if able else None)


@SOME
@given(policy=policies(least_lambda=1), crew=crews(), data=st.data())
def test_the_order_is_mine_up_to_the_balance_that_is_named(
    policy: Policy, crew: tuple[Candidate, ...], data: st.DataObject
) -> None:
    """At X thousandths of an order it is mine; at X + 1 it is somebody else's."""
    asker, others = drawn_asker(crew, data)

    most = flip_of(policy, asker, others).balance_milli

    assert most is not None
    assert decide(policy, [*others, asker.at_balance(most)]) == asker.courier
    assert decide(policy, [*others, asker.at_balance(most + 1)]) != asker.courier


@SOME
@given(policy=policies(), crew=crews(), data=st.data())
def test_the_order_is_mine_from_the_seconds_that_are_named(
    policy: Policy, crew: tuple[Candidate, ...], data: st.DataObject
) -> None:
    """With Y seconds less of travel it is mine; with one second less than that it is not."""
    asker, others = drawn_asker(crew, data)

    least = flip_of(policy, asker, others).nearer_s

    assert least is not None
    assert decide(policy, [*others, asker.nearer(least)]) == asker.courier
    assert decide(policy, [*others, asker.nearer(least - 1)]) != asker.courier


@SOME
@given(problem=problems(max_vehicles=4), policy=policies(least_lambda=1), data=st.data())
def test_inserting_again_with_the_change_gives_the_order_to_who_asked(
    problem: Problem, policy: Policy, data: st.DataObject
) -> None:
    """The same through the compiled insertion of the product, over random plans.

    A balance is a price in it; being nearer is everybody else being that much dearer.
    """
    number = len(problem.vehicles)
    balances = data.draw(st.lists(BALANCES, min_size=number, max_size=number))
    routes, wanted = filled(problem, leave=1), len(problem.shipments) - 1
    live = live_routes(problem, routes)
    plain = live.choices(wanted)
    assume(len(plain) > 1)
    asking = data.draw(st.sampled_from([offer.vehicle for offer in plain]))
    crew = {
        offer.vehicle: Candidate(
            courier=str(offer.vehicle),
            place=offer.vehicle,
            cost_s=offer.added_cost,
            balance=balances[offer.vehicle],
        )
        for offer in plain
    }
    others = [one for vehicle, one in crew.items() if vehicle != asking]

    flip = flip_of(policy, crew[asking], others)

    def again(balance: Fraction, nearer_s: int = 0) -> int:
        changed = [balance if v == asking else b for v, b in enumerate(balances)]
        costs = [evenness_cost_s(policy, one) for one in changed]
        costs = [c - (nearer_s if v == asking else 0) for v, c in enumerate(costs)]
        prices = [cost - min(costs) for cost in costs]
        return live.choices(wanted, prices)[0].vehicle

    assert str(again(balances[asking])) == decide(policy, list(crew.values()))
    assert flip.balance_milli is not None
    assert flip.nearer_s is not None
    assert again(Fraction(flip.balance_milli, 1000)) == asking
    assert again(Fraction(flip.balance_milli + 1, 1000)) != asking
    assert again(balances[asking], flip.nearer_s) == asking
    assert again(balances[asking], flip.nearer_s - 1) != asking


@SOME
@given(policy=policies(), crew=crews(), data=st.data())
def test_terms_against_the_chosen_add_up(
    policy: Policy, crew: tuple[Candidate, ...], data: st.DataObject
) -> None:
    """The difference in total is that of cost and evenness; against oneself it is nothing."""
    asker, _ = drawn_asker(crew, data)

    found = explain(policy, asker.courier, crew)

    for one in found.alternatives:
        if one.candidate.blocked_by is not None:
            assert one.flip is None
            continue
        cost = one.candidate.cost_s - asker.cost_s
        assert one.extra_total_s == cost + one.extra_evenness_s
        assert one.total_s == total_s(policy, one.candidate)
    mine = found.of(asker.courier)
    assert mine is not None
    assert (mine.extra_total_s, mine.extra_evenness_s) == (0, 0)


def drawn_asker(
    crew: Sequence[Candidate], data: st.DataObject
) -> tuple[Candidate, list[Candidate]]:
    """Draw somebody who can, if somebody else can as well."""
    able = [one for one in crew if one.blocked_by is None]
    assume(len(able) > 1)
    asker = data.draw(st.sampled_from(able))
    return asker, [one for one in crew if one is not asker]
