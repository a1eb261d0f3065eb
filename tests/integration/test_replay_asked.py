"""A replay that members ask for: one at a time, in a process of its own, stopped when asked."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from dispatch import proposing, replaying
from dispatch.errands import SILENT
from dispatch.errors import BadWish, NotFound, TransitionRefused
from dispatch.model import ErrandState
from routing.streets.errors import FarFromStreetError
from scenarios.replay.asked import run_asked
from tests.dispatch_world import (
    COOP,
    DISPATCHER,
    MORNING,
    Plain,
    World,
    at,
    courier_actor,
    opened_world,
)
from tests.integration.test_dispatch_proposing import sign_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dispatch.model import Replay

NOW = at(20)


@pytest.fixture
def world(sqlite_url: str) -> Iterator[World]:
    """Return a co-op of two couriers without a past."""
    with opened_world(sqlite_url) as made:
        made.courier("ada")
        made.courier("ben")
        yield made


def ask(
    world: World,
    *,
    policies: Sequence[str] = ("in_force", "pack:union"),
    weeks: int = 1,
    name: str = "replay-1",
    later: timedelta = timedelta(0),
) -> Replay:
    """Ask for a replay."""
    return world.do(
        lambda tx: replaying.start(
            tx,
            DISPATCHER,
            policies,
            num_weeks=weeks,
            now=NOW + later,
            new_id=lambda: name,
        )
    )


def known(world: World, name: str = "replay-1", later: timedelta = timedelta(0)) -> Replay:
    """Read a replay."""
    with world.store.read(COOP) as tx:
        return next(
            one for one in replaying.replays(tx, DISPATCHER, now=NOW + later) if one.id == name
        )


def test_what_was_asked_for_is_found_and_written_down(world: World) -> None:
    """Without a past weeks are drawn, and that is said; both policies have each courier's pay."""
    asked = ask(world)

    run_asked(world.store, COOP, asked.id, world.streets, clock=lambda: NOW, iterations=1)

    done = known(world)
    result = json.loads(done.result)
    assert (done.state, done.num_done, done.num_days) == (ErrandState.DONE, 14, 14)
    assert result["is_drawn"]
    assert [one["policy"] for one in result["policies"]] == ["in_force", "pack:union"]
    assert all(len(one["couriers"]) == 4 for one in result["policies"])
    assert result["policies"][1]["verdict"]["code"] == "policy"


def test_one_runs_at_a_time_until_it_is_silent_or_stopped(world: World) -> None:
    """A second one is refused; after half an hour without a word the first has failed."""
    ask(world)
    with pytest.raises(TransitionRefused):
        ask(world, name="replay-2")

    much_later = SILENT + timedelta(seconds=1)
    assert known(world, later=much_later).state is ErrandState.FAILED
    second = ask(world, name="replay-2", later=much_later)
    world.do(lambda tx: replaying.cancel(tx, DISPATCHER, second.id, now=NOW + much_later))

    third = ask(world, name="replay-3", later=much_later)
    assert [known(world, name).state for name in ("replay-1", "replay-2")] == [
        ErrandState.FAILED,
        ErrandState.CANCELED,
    ]
    assert third.state is ErrandState.RUNNING


def test_a_replay_that_was_stopped_writes_nothing_more(world: World) -> None:
    """Its process hears of it before the next day."""
    asked = ask(world)
    world.do(lambda tx: replaying.cancel(tx, DISPATCHER, asked.id, now=NOW))

    run_asked(world.store, COOP, asked.id, world.streets, clock=lambda: NOW, iterations=1)

    after = known(world)
    assert (after.state, after.num_done, after.result) == (ErrandState.CANCELED, 0, "")
    with pytest.raises(TransitionRefused):
        world.do(lambda tx: replaying.cancel(tx, DISPATCHER, asked.id, now=NOW))


def test_own_weeks_that_the_streets_cannot_tell_are_not_drawn_instead(world: World) -> None:
    """There is a past, but the map has lost its doors: the replay fails, and invents nothing."""
    before = timedelta(days=1)
    world.shift("ada", starts_at=at(9) - before, ends_at=at(17) - before)
    world.order(6000, 5000, between=(at(10) - before, at(12) - before), now=MORNING - before)
    asked = ask(world)
    lost = Plain()
    lost.size_m = 1000

    with pytest.raises(FarFromStreetError):
        run_asked(world.store, COOP, asked.id, lost, clock=lambda: NOW, iterations=1)

    assert known(world).state is ErrandState.FAILED


def test_a_proposals_rules_are_those_that_members_vote_on(world: World) -> None:
    """Taken as they are when somebody asks; what is not there is named."""
    with world.store.read(COOP) as tx:
        lambda_s = tx.policies.at(NOW).lambda_s
    ada = courier_actor("ada")
    sign_in(world, ada)
    world.do(
        lambda tx: proposing.propose(
            tx,
            ada,
            {"lambda_s": lambda_s + 30},
            reason="Fairer.",
            now=NOW,
            new_id=lambda: "proposal-1",
        )
    )

    made = ask(world, policies=("in_force", "proposal:proposal-1"))

    assert made.policies[1].document["lambda_s"] == lambda_s + 30
    for policies in (("in_force",), ("in_force", "in_force")):
        with pytest.raises(BadWish):
            ask(world, policies=policies, name="replay-2")
    for unknown in ("pack:none", "proposal:none", "somewhere"):
        with pytest.raises(NotFound):
            ask(world, policies=("in_force", unknown), name="replay-2", later=timedelta(days=1))
    with pytest.raises(BadWish):
        ask(world, weeks=9, name="replay-2")
