"""Moving what somebody was told costs what the policy says."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from dispatch import planning, review
from dispatch.day_problem import build
from dispatch.model import (
    CourierId,
)
from tests.dispatch_plans import BUDGET, adopt, draft_of, holder_of
from tests.dispatch_world import COOP, DAY, DISPATCHER, MORNING, World, opened_world

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dispatch.day_state import DayState


@pytest.fixture
def world(sqlite_url: str) -> Iterator[World]:
    """Return a co-op without couriers."""
    with opened_world(sqlite_url) as made:
        yield made


def test_moving_a_published_order_costs_what_the_policy_says(world: World) -> None:
    """Ben was not told about Ada's order, so it costs 300 s with him; a proposal tells nobody."""
    world.crew("ada")
    order = world.order(6000, 5000)
    proposed = adopt(world, draft_of(world))
    world.crew("ben")
    with world.store.read(COOP) as tx:
        before = _stable(planning.prepare(tx, DAY, MORNING))
    world.do(lambda tx: review.publish(tx, DISPATCHER, DAY, proposed.version, now=MORNING))
    with world.store.read(COOP) as tx:
        after = _stable(planning.prepare(tx, DAY, MORNING))

    day = build(after, world.streets)

    assert holder_of(proposed, order.id) == "ada"
    (other,) = day.vehicles_of(CourierId("ben"))
    assert build(before, world.streets).problem.pair_costs == {}
    assert day.problem.pair_costs == {(0, other): 300}
    assert holder_of(planning.draft(after, world.streets, budget=BUDGET, seed=1), order.id) == "ada"


def _stable(state: DayState) -> DayState:
    return replace(state, policy=replace(state.policy, stability_s=300))
