"""Why me, why not me: answered from the plan in force, by the rule that inserts orders."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from dispatch import delivering, explaining, planning, review
from dispatch.day_state import day_state
from dispatch.deciding import choose
from dispatch.errors import NotAllowed, NotFound
from dispatch.explaining import Standing
from dispatch.live_plan import live_plan
from dispatch.model import CourierId, Parcel
from fairness.explain import decide
from routing.problem import Budget
from tests.dispatch_world import (
    COOP,
    DAY,
    DISPATCHER,
    MORNING,
    SELLER,
    World,
    at,
    courier_actor,
    opened_world,
    spot,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dispatch.explaining import OrderExplanation
    from dispatch.model import Actor, OrderId


@pytest.fixture
def world(sqlite_url: str) -> Iterator[World]:
    """Return a co-op with Ada, who begins at the shop, and Bo, who begins 8 km away."""
    with opened_world(sqlite_url, "ada") as made:
        made.courier("bo")
        made.shift("bo", start=spot(13_000, 5000))
        yield made


def publish(world: World) -> None:
    """Plan the day and put it into force."""
    with world.store.read(COOP) as tx:
        state = planning.prepare(tx, DAY, MORNING)
    made = planning.draft(state, world.streets, budget=Budget(iterations=20), seed=1)
    version = world.do(lambda tx: planning.adopt(tx, DISPATCHER, made, now=MORNING)).version
    world.do(lambda tx: review.publish(tx, DISPATCHER, DAY, version, now=MORNING))


def ask(world: World, actor: Actor, order: OrderId) -> OrderExplanation:
    """Ask about an order in the morning."""
    with world.store.read(COOP) as tx:
        return explaining.explain_order(tx, actor, order, streets=world.streets, now=MORNING)


def test_both_are_told_the_same_ranking_from_their_side(world: World) -> None:
    """Ada stands at the shop; Bo would ride 8000 m, 1600 s at 5 m/s, to get there first."""
    order = world.order(6000, 5000).id
    publish(world)

    mine = ask(world, courier_actor("ada"), order)
    elsewhere = ask(world, courier_actor("bo"), order)

    assert mine.ranking is not None
    assert elsewhere.ranking == mine.ranking
    assert (mine.holder, mine.standing) == ("ada", Standing.OPEN)
    assert mine.ranking.is_first
    bo = mine.ranking.of("bo")
    assert bo is not None
    assert (bo.rank, bo.extra_s, bo.extra_m, bo.extra_evenness_s) == (2, 1600, 8000, 0)
    assert bo.flip is not None
    assert bo.flip.nearer_s == 1601


def test_what_would_turn_the_decision_does_turn_it(world: World) -> None:
    """Deciding again about the same candidates, with Bo's balance at X and a unit more."""
    order = world.order(6000, 5000).id
    publish(world)
    found = ask(world, DISPATCHER, order).ranking
    assert found is not None
    bo = found.of("bo")
    assert bo is not None
    assert bo.flip is not None
    assert bo.flip.balance_milli is not None
    others = [one.candidate for one in found.alternatives if one is not bo]
    with world.store.read(COOP) as tx:
        policy = tx.policies.at(MORNING)

    most = bo.flip.balance_milli

    assert decide(policy, [*others, bo.candidate.at_balance(most)]) == "bo"
    assert decide(policy, [*others, bo.candidate.at_balance(most + 1)]) == "ada"


def test_the_rule_is_that_of_live_orders(world: World) -> None:
    """A new order is put where the explanation's rule says, for whatever the period was."""
    order = world.order(9000, 5000).id
    with world.store.read(COOP) as tx:
        state = day_state(tx, DAY, MORNING)

    for lambda_s in (0, 120, 3600):
        live = live_plan(
            replace(state, policy=replace(state.policy, lambda_s=lambda_s)), world.streets
        )
        (route,) = live.routes
        choice = choose(live, order)
        assert choice is not None
        assert choice.winner == live.day.shifts[route.vehicle].courier


def test_a_rule_that_binds_is_named_with_its_remedy(world: World) -> None:
    """Ada gave it back: that is her reason; Bo, who has no cool box, is told that."""
    order = world.order(6000, 5000, parcels=(Parcel(description="ice", weight_g=1, volume_cm3=1),))
    publish(world)
    ada = courier_actor("ada")
    world.do(lambda tx: delivering.decline(tx, ada, order.id, now=MORNING))

    found = ask(world, ada, order.id).ranking

    assert found is not None
    mine = found.of("ada")
    assert mine is not None
    assert mine.candidate.blocked_by is not None
    assert mine.candidate.blocked_by.code == "declined"
    assert mine.candidate.blocked_by.remedies == ("allow_courier",)
    assert found.first == "bo"


def test_an_unassigned_order_says_why_for_each_courier(world: World) -> None:
    """Nobody works at 20: the order and each courier's shift say so, with what would help."""
    order = world.order(6000, 5000, between=(at(20), at(21))).id
    publish(world)

    found = ask(world, DISPATCHER, order)

    assert found.holder is None
    assert found.reason is not None
    assert found.reason.code == "outside_shifts"
    assert found.ranking is not None
    assert found.ranking.first is None
    rules = [one.candidate.blocked_by for one in found.ranking.alternatives]
    assert [rule.code for rule in rules if rule] == ["outside_shifts", "outside_shifts"]
    assert all("longer_shift" in rule.remedies for rule in rules if rule)


def test_a_pin_is_said_and_the_ranking_is_that_without_it(world: World) -> None:
    """A person gave it to Bo: the rule alone would have given it to Ada."""
    order = world.order(6000, 5000).id
    bo = CourierId("bo")
    world.do(lambda tx: review.pin(tx, DISPATCHER, order, bo, reason="", now=MORNING))
    publish(world)

    found = ask(world, courier_actor("bo"), order)

    assert (found.holder, found.is_pinned) == ("bo", True)
    assert found.ranking is not None
    assert found.ranking.first == "ada"


def test_only_who_has_it_or_works_that_day_may_ask(world: World) -> None:
    """To a courier without a shift it does not exist; a storefront has no business here."""
    order = world.order(6000, 5000).id
    publish(world)
    world.courier("cy")

    with pytest.raises(NotFound):
        ask(world, courier_actor("cy"), order)
    with pytest.raises(NotAllowed):
        ask(world, SELLER, order)


def test_the_orders_to_ask_about_are_those_of_a_day_with_a_shift(world: World) -> None:
    """Bo sees Ada's order as not his; Cy, who does not work, sees none."""
    order = world.order(6000, 5000).id
    publish(world)
    world.courier("cy")

    with world.store.read(COOP) as tx:
        seen = {
            name: [
                (one.id, is_mine)
                for one, is_mine in explaining.orders_to_ask(tx, courier_actor(name), DAY)
            ]
            for name in ("ada", "bo", "cy")
        }

    assert seen == {"ada": [(order, True)], "bo": [(order, False)], "cy": []}
