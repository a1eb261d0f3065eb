"""Votes through others: who votes in person comes first, one hand-over deep, and taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from dispatch import delegating, governing, proposals_shown
from dispatch.errors import (
    DelegateHandsOn,
    DelegateUnfit,
    DelegationOff,
    DelegationTooLate,
    NotAllowed,
    NotFound,
)
from dispatch.model import MemberId, ProposalState, Vote
from dispatch.store import open_store
from tests.dispatch_world import COOP, DISPATCHER, MORNING, SELLER, World
from tests.integration.test_dispatch_proposing import (
    ADA,
    BO,
    CY,
    MO,
    OVER,
    cast,
    count,
    propose,
    sign_in,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from dispatch.model import Actor, Delegation, Proposal

LATER = MORNING + timedelta(hours=1)


def _opened(path: Path, **clauses: object) -> Iterator[World]:
    store = open_store(f"sqlite:///{path}")
    made = World(store, **{"vote_may_delegate": True, **clauses})
    made.crew("ada", "bo", "cy")
    for actor in (ADA, BO, CY, MO):
        sign_in(made, actor)
    yield made
    store.close()


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """Return a co-op of four that votes openly; a half of them is a quorum."""
    yield from _opened(tmp_path / "open.db", vote_is_secret=False)


@pytest.fixture
def secret(tmp_path: Path) -> Iterator[World]:
    """Return the same with secret votes."""
    yield from _opened(tmp_path / "secret.db")


def hand(
    world: World, actor: Actor, to: Actor, on: Proposal | None = None, now: datetime = MORNING
) -> Delegation:
    """Let somebody vote for the actor."""
    name = None if on is None else on.id
    return world.do(
        lambda tx: delegating.delegate(
            tx, actor, to.member, proposal=name, now=now, new_id=world.new_id
        )
    )


def seen(world: World, actor: Actor, made: Proposal) -> proposals_shown.ShownProposal:
    """Look at a proposal."""
    with world.store.read(COOP) as tx:
        return proposals_shown.shown_one(tx, actor, made.id, now=LATER)


def test_a_vote_through_another_makes_the_quorum_and_counts_like_theirs(world: World) -> None:
    """One of four is no quorum; with the vote that Bo casts for Ada it is two, both for it."""
    hand(world, ADA, BO)
    made = propose(world)
    cast(world, BO, made, Vote.YES)

    (counted,) = count(world)

    assert counted.state is ProposalState.ADOPTED
    assert (counted.num_for, counted.num_carried) == (2, 1)
    with world.store.read(COOP) as tx:
        ballot = tx.ballots.get(made.id, ADA.member)
    assert (ballot.vote, ballot.cast_by) == (Vote.YES, BO.member)


def test_an_own_vote_comes_before_the_delegates_even_after_it(world: World) -> None:
    """Bo votes for two; then Ada says no herself, so it is one to one and fails."""
    hand(world, ADA, BO)
    made = propose(world)
    cast(world, BO, made, Vote.YES)
    assert seen(world, CY, made).proposal.num_for == 2
    cast(world, ADA, made, Vote.NO, LATER)

    (counted,) = count(world)

    assert counted.state is ProposalState.REJECTED
    assert (counted.num_for, counted.num_against, counted.num_carried) == (1, 1, 0)


def test_whoever_is_named_for_one_proposal_comes_before_whoever_is_named_for_all(
    world: World,
) -> None:
    """Bo votes for Ada on the first proposal, Cy on the second."""
    first, second = propose(world), propose(world, MO, lambda_s=60)
    hand(world, ADA, BO)
    hand(world, ADA, CY, second)
    for made in (first, second):
        cast(world, BO, made, Vote.YES)
        cast(world, CY, made, Vote.NO)

    counted = {one.id: one for one in count(world)}

    assert [counted[one.id].num_for for one in (first, second)] == [2, 1]
    assert [counted[one.id].num_against for one in (first, second)] == [1, 2]


def test_votes_are_not_handed_on(world: World) -> None:
    """Bo cannot get Ada's and give both to Cy: Cy's ballot counts for Bo, Ada's for nobody."""
    hand(world, ADA, BO)
    hand(world, BO, CY)
    made = propose(world)
    cast(world, CY, made, Vote.YES)

    told = seen(world, ADA, made).mine
    (counted,) = count(world)

    assert told.hands_on
    assert (counted.num_for, counted.num_carried) == (2, 1)
    with pytest.raises(DelegateHandsOn):
        hand(world, MO, BO)


def test_a_vote_that_is_taken_back_or_handed_over_too_late_counts_for_nobody(world: World) -> None:
    """Ada takes hers back after Bo voted; Mo named Bo for all proposals after Bo voted on this."""
    given = hand(world, ADA, BO)
    made = propose(world)
    cast(world, BO, made, Vote.YES)
    hand(world, MO, BO, now=LATER)
    with pytest.raises(NotFound):
        world.do(lambda tx: delegating.take_back(tx, BO, given.id, now=LATER))
    world.do(lambda tx: delegating.take_back(tx, ADA, given.id, now=LATER))

    (counted,) = count(world)

    assert (counted.num_for, counted.num_carried) == (1, 0)
    assert counted.state is ProposalState.NO_QUORUM


def test_a_hand_over_that_cannot_be_is_refused(world: World) -> None:
    """To oneself, to a stranger, by a shop; on a vote that is over or on which one has voted."""
    made = propose(world)
    stranger = replace(MO, member=MemberId("zoe"))
    for to in (ADA, stranger):
        with pytest.raises(DelegateUnfit):
            hand(world, ADA, to)
    with pytest.raises(NotAllowed):
        hand(world, SELLER, BO)
    with pytest.raises(DelegationTooLate):
        hand(world, ADA, BO, made, OVER)
    cast(world, BO, made, Vote.NO)
    for actor, to in ((ADA, BO), (BO, ADA)):
        with pytest.raises(DelegationTooLate):
            hand(world, actor, to, made, LATER)


def test_what_the_rules_do_not_allow_is_refused_and_never_counts(world: World) -> None:
    """Rules that end it leave open votes as they began; on later proposals nothing is carried."""
    given = hand(world, ADA, BO)
    before = propose(world)
    with world.store.read(COOP) as tx:
        less = replace(
            tx.policies.at(MORNING), version=2, valid_from=MORNING, vote_may_delegate=False
        )
    world.do(lambda tx: governing.adopt_policy(tx, DISPATCHER, less, now=MORNING))
    after = propose(world, MO, lambda_s=60)
    for made in (before, after):
        cast(world, BO, made, Vote.YES)

    with pytest.raises(DelegationOff):
        hand(world, CY, BO)
    with pytest.raises(DelegationOff):
        hand(world, CY, MO, after)
    with world.store.read(COOP) as tx:
        told = delegating.shown(tx, ADA, now=LATER)
    counted = {one.id: one.num_for for one in count(world)}

    assert (told.is_allowed, told.mine) == (False, (given,))
    assert (counted[before.id], counted[after.id]) == (2, 1)


def test_a_secret_vote_tells_nobody_what_was_voted_and_keeps_it_to_the_count_only(
    secret: World,
) -> None:
    """Bo's choice is kept, for Ada may still vote herself; Cy, who votes for nobody, has none."""
    hand(secret, ADA, BO)
    made = propose(secret)
    cast(secret, BO, made, Vote.YES)
    cast(secret, CY, made, Vote.NO)

    with secret.store.read(COOP) as tx:
        kept = {ballot.member: ballot.vote for ballot in tx.ballots.on([made.id])[made.id]}
    views = {actor.member: seen(secret, actor, made) for actor in (ADA, BO, CY)}
    (counted,) = count(secret)
    with secret.store.read(COOP) as tx:
        after = tx.ballots.on([made.id])[made.id]

    assert kept == {BO.member: Vote.YES, CY.member: None}
    for view in views.values():
        assert (view.ballots, view.carried, view.vote) == ((), (), None)
        assert (view.proposal.num_for, view.num_cast) == (0, 3)
    assert (views[ADA.member].mine.is_cast, views[ADA.member].may_vote) == (True, True)
    assert views[BO.member].mine.carries_for == (ADA.member,)
    assert views[CY.member].mine == proposals_shown.Hands()
    assert (counted.num_for, counted.num_against) == (2, 1)
    assert {ballot.vote for ballot in after} == {None}
    assert {b.member: b.cast_by for b in after}[ADA.member] == BO.member


def test_an_open_vote_tells_everybody_who_voted_what_by_whom(world: World) -> None:
    """While it goes on as it would be counted now, and afterwards as it was."""
    hand(world, ADA, BO)
    made = propose(world)
    cast(world, BO, made, Vote.NO)

    going = seen(world, CY, made)
    count(world)
    over = seen(world, CY, made)

    assert [(one.member, one.delegate, one.vote) for one in going.carried] == [
        (ADA.member, BO.member, Vote.NO)
    ]
    assert {(b.member, b.vote, b.cast_by) for b in over.ballots} == {
        (ADA.member, Vote.NO, BO.member),
        (BO.member, Vote.NO, None),
    }
    assert (over.num_cast, over.proposal.num_against) == (2, 2)
