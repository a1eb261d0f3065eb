"""A courier objects; a person who did not object answers, and the clock is there to see."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from dispatch import contesting
from dispatch.errors import BadWish, NotAllowed, NotFound, TransitionRefused
from dispatch.events import EventKind
from dispatch.model import ContestationState, MemberId
from tests.dispatch_world import (
    COOP,
    DISPATCHER,
    MORNING,
    SELLER,
    World,
    courier_actor,
    opened_world,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from dispatch.model import Actor, Contestation, OrderId

ADA = courier_actor("ada")


@pytest.fixture
def world(sqlite_url: str) -> Iterator[World]:
    """Return a co-op with Ada and Bo, who work, and Cy, who does not."""
    with opened_world(sqlite_url, "ada", "bo") as made:
        made.courier("cy")
        yield made


def contest(
    world: World, actor: Actor, order: OrderId, said: str = "I was nearer.", now: datetime = MORNING
) -> Contestation:
    """Object to a decision."""
    return world.do(
        lambda tx: contesting.contest(tx, actor, order, said, now=now, new_id=world.new_id)
    )


def answer(
    world: World,
    actor: Actor,
    about: Contestation,
    outcome: ContestationState = ContestationState.UPHELD,
    said: str = "The detour was 8 km.",
) -> Contestation:
    """Answer an objection a day later."""
    later = MORNING + timedelta(days=1)
    return world.do(lambda tx: contesting.answer(tx, actor, about.id, outcome, said, now=later))


def test_an_objection_is_answered_within_two_weeks(world: World) -> None:
    """The answer is due 14 days later; a second after that it is overdue, answered it is not."""
    made = contest(world, ADA, world.order(6000, 5000).id)

    answered = answer(world, DISPATCHER, made, ContestationState.RECTIFIED)

    assert made.answer_by == MORNING + timedelta(days=14)
    assert not made.is_overdue(made.answer_by)
    assert made.is_overdue(made.answer_by + timedelta(seconds=1))
    assert answered.state is ContestationState.RECTIFIED
    assert answered.answered_by == DISPATCHER.member
    assert not answered.is_overdue(made.answer_by + timedelta(days=1))
    with world.store.read(COOP) as tx:
        assert contesting.mine(tx, ADA) == (answered,)


def test_what_waits_is_listed_by_when_an_answer_is_due(world: World) -> None:
    """The older objection first; the answered one last."""
    orders = [world.order(6000 + east, 5000).id for east in (0, 100, 200)]
    second = contest(world, ADA, orders[0], now=MORNING + timedelta(hours=1))
    first = contest(world, ADA, orders[1])
    done = answer(world, DISPATCHER, contest(world, courier_actor("bo"), orders[2]))

    with world.store.read(COOP) as tx:
        listed = contesting.waiting(tx, DISPATCHER)

    assert listed == (first, second, done)


def test_neither_objection_nor_answer_is_in_the_events(world: World) -> None:
    """The chain of events outlives a person's words."""
    made = contest(world, ADA, world.order(6000, 5000).id, "Secret words.")
    answer(world, DISPATCHER, made, said="Other secret words.")

    with world.store.read(COOP) as tx:
        events = tx.events.after(0, limit=1000)
    told = [one for one in events if one.kind.startswith("contestation.")]
    assert [one.kind for one in told] == [
        EventKind.CONTESTATION_OPENED,
        EventKind.CONTESTATION_ANSWERED,
    ]
    assert not any("ecret" in str(one) for one in told)
    assert told[0].subjects == {"contestation": made.id, "courier": "ada"}


def test_who_objected_has_the_words_erased_and_the_chain_stays_whole(world: World) -> None:
    """An answered one keeps its outcome, one that waits is withdrawn; nobody else's is there."""
    answered = answer(world, DISPATCHER, contest(world, ADA, world.order(6000, 5000).id))
    waits = contest(world, ADA, world.order(6100, 5000).id, "Secret words.")

    def erase(actor: Actor, about: Contestation) -> None:
        world.do(lambda tx: contesting.erase(tx, actor, about.id, now=MORNING))

    with pytest.raises(NotFound):
        erase(courier_actor("bo"), waits)
    erase(ADA, answered)
    erase(DISPATCHER, waits)
    erase(ADA, waits)

    with world.store.read(COOP) as tx:
        found = {one.id: one for one in contesting.mine(tx, ADA)}
        events = tx.events.after(0, limit=1000)
        assert tx.events.verify_chain() is None
    assert [(one.objection, one.answer) for one in found.values()] == [("", ""), ("", "")]
    assert found[answered.id].state is ContestationState.UPHELD
    assert found[waits.id].state is ContestationState.WITHDRAWN
    assert [one.kind for one in events].count(EventKind.CONTESTATION_ERASED) == 2
    with pytest.raises(TransitionRefused):
        answer(world, DISPATCHER, waits)


def test_who_objected_cannot_answer(world: World) -> None:
    """Neither as the same person in another role, nor as the courier."""
    made = contest(world, ADA, world.order(6000, 5000).id)
    same_person = replace(DISPATCHER, member=MemberId("m-ada"))

    with pytest.raises(NotAllowed):
        answer(world, same_person, made)
    with pytest.raises(NotAllowed):
        answer(world, ADA, made)


def test_an_objection_is_open_once_and_answered_once(world: World) -> None:
    """The same again waits already; after the answer there may be another, but no other answer."""
    order = world.order(6000, 5000).id
    made = contest(world, ADA, order)

    with pytest.raises(TransitionRefused):
        contest(world, ADA, order)
    answer(world, DISPATCHER, made)
    with pytest.raises(TransitionRefused):
        answer(world, DISPATCHER, made)
    assert contest(world, ADA, order).state is ContestationState.OPEN


def test_only_who_works_that_day_may_object_and_with_words(world: World) -> None:
    """To Cy the order does not exist, a shop is no courier, and nothing said is no objection."""
    order = world.order(6000, 5000).id

    with pytest.raises(NotFound):
        contest(world, courier_actor("cy"), order)
    with pytest.raises(NotAllowed):
        contest(world, SELLER, order)
    with pytest.raises(BadWish):
        contest(world, ADA, order, "  ")
    with pytest.raises(BadWish):
        answer(world, DISPATCHER, contest(world, ADA, order), ContestationState.OPEN)
