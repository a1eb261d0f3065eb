"""Members propose a change of the rules, vote, and what most want comes into force."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from dispatch import governing, keys, proposals_shown, proposing
from dispatch.errors import BadWish, NotAllowed, PolicyRefused, TransitionRefused
from dispatch.events import EventKind
from dispatch.keys import Holder
from dispatch.model import (
    AccessKind,
    Actor,
    CourierId,
    MemberId,
    ProposalState,
    Role,
    Vote,
)
from dispatch.store import open_store
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
    from pathlib import Path

    from dispatch.model import Proposal

ADA, BO, CY = (courier_actor(name) for name in ("ada", "bo", "cy"))
MO = Actor(coop=COOP, member=MemberId("mo"), role=Role.MEMBER)
OVER = MORNING + timedelta(days=7)
"""When votes end by the starter's clause ``vote_days``."""


def sign_in(world: World, actor: Actor, kind: AccessKind = AccessKind.SESSION) -> None:
    """Let somebody be signed in, or give a program a key."""
    holder = Holder(
        member=actor.member, role=actor.role, name=str(actor.member), courier=actor.courier
    )
    world.do(
        lambda tx: keys.grant(
            tx,
            DISPATCHER,
            holder,
            kind=kind,
            secret=keys.new_secret(),
            now=MORNING,
            new_id=world.new_id,
        )
    )


@pytest.fixture
def world(sqlite_url: str) -> Iterator[World]:
    """Return a co-op of four: three couriers and a member; a half of them is a quorum."""
    with opened_world(sqlite_url, "ada", "bo", "cy") as made:
        for actor in (ADA, BO, CY, MO):
            sign_in(made, actor)
        yield made


def propose(world: World, actor: Actor = ADA, **changes: object) -> Proposal:
    """Propose to spend 180 s per order of imbalance, or something else."""
    wanted = changes or {"lambda_s": 180}
    return world.do(
        lambda tx: proposing.propose(
            tx, actor, wanted, reason="Fairer.", now=MORNING, new_id=world.new_id
        )
    )


def cast(world: World, actor: Actor, made: Proposal, vote: Vote, now: datetime = MORNING) -> None:
    """Vote."""
    world.do(lambda tx: proposing.cast(tx, actor, made.id, vote, now=now))


def count(world: World, now: datetime = OVER) -> tuple[Proposal, ...]:
    """Count what is over."""
    return world.do(lambda tx: proposing.count_votes(tx, now=now))


def test_programs_do_not_vote(world: World) -> None:
    """A key with the role of a member is a program's: it neither proposes nor makes a quorum."""
    program = Actor(coop=COOP, member=MemberId("till"), role=Role.DISPATCHER)
    sign_in(world, program, AccessKind.KEY)

    proposal = propose(world)

    assert program.member not in proposal.electors
    with pytest.raises(NotAllowed):
        propose(world, program)


def test_what_most_want_comes_into_force_at_its_date(world: World) -> None:
    """Two of four take part, a half, and two of two are for it; the day after the vote it holds."""
    made = propose(world)
    cast(world, BO, made, Vote.YES)
    cast(world, MO, made, Vote.YES)

    (counted,) = count(world)

    assert counted.state is ProposalState.ADOPTED
    with world.store.read(COOP) as tx:
        assert tx.policies.at(OVER).lambda_s == 120
        adopted = tx.policies.at(made.valid_from)
        tx.events.verify_chain()
    assert (adopted.lambda_s, adopted.version) == (180, counted.adopted_version)
    assert made.valid_from == MORNING.replace(day=10, hour=0)


@pytest.mark.parametrize(
    ("votes", "state"),
    [
        ({BO: Vote.YES}, ProposalState.NO_QUORUM),
        ({BO: Vote.YES, CY: Vote.NO}, ProposalState.REJECTED),
        ({BO: Vote.YES, CY: Vote.ABSTAIN}, ProposalState.ADOPTED),
        ({}, ProposalState.NO_QUORUM),
    ],
)
def test_a_vote_ends_as_the_rules_say(
    world: World, votes: dict[Actor, Vote], state: ProposalState
) -> None:
    """Of four, two are a quorum; more for than against; abstentions count for the quorum only."""
    made = propose(world)
    for actor, vote in votes.items():
        cast(world, actor, made, vote)

    (counted,) = count(world)

    assert counted.state is state


def test_ballots_are_counted_once_and_not_before_the_vote_is_over(world: World) -> None:
    """A second before the end there is nothing to count, after the first count neither."""
    made = propose(world)
    cast(world, BO, made, Vote.YES)
    cast(world, CY, made, Vote.YES)

    early = count(world, OVER - timedelta(seconds=1))
    first = count(world)
    again = count(world)

    assert (early, len(first), again) == ((), 1, ())
    with world.store.read(COOP) as tx:
        kinds = [event.kind for event in tx.events.after(0)]
    assert kinds.count(EventKind.PROPOSAL_CLOSED) == 1
    assert kinds.count(EventKind.BALLOT_CAST) == 2


def test_everybody_votes_once_and_in_time(world: World) -> None:
    """A second ballot, one at the very end, and one of a stranger are refused."""
    made = propose(world)
    cast(world, BO, made, Vote.NO)
    stranger = replace(MO, member=MemberId("zoe"))

    with pytest.raises(TransitionRefused, match="one ballot"):
        cast(world, BO, made, Vote.YES)
    with pytest.raises(TransitionRefused, match="ended"):
        cast(world, CY, made, Vote.YES, OVER)
    with pytest.raises(NotAllowed):
        cast(world, stranger, made, Vote.YES)
    with pytest.raises(NotAllowed):
        cast(world, SELLER, made, Vote.YES)


def test_who_joins_later_or_has_left_does_not_vote(world: World) -> None:
    """The electorate is settled when a proposal is made, so nobody can fill it up."""
    cy = world.store.write(
        COOP,
        lambda tx: tx.couriers.save(replace(tx.couriers.get(CourierId("cy")), is_active=False)),
    ).result()
    made = propose(world)
    late = replace(MO, member=MemberId("late"))
    sign_in(world, late)

    assert not cy.is_active
    assert sorted(made.electors) == ["m-ada", "m-bo", "mo"]
    with pytest.raises(NotAllowed):
        cast(world, late, made, Vote.YES)


def test_a_secret_vote_keeps_no_link_and_tells_no_counts_before_the_end(world: World) -> None:
    """The ballot says that Bo took part; the count is there when the vote is over."""
    made = propose(world)
    cast(world, BO, made, Vote.NO)

    with world.store.read(COOP) as tx:
        ballot = tx.ballots.get(made.id, BO.member)
        seen = proposals_shown.shown_one(tx, BO, made.id, now=MORNING)
    count(world)
    with world.store.read(COOP) as tx:
        over = proposals_shown.shown_one(tx, BO, made.id, now=OVER)

    assert ballot.vote is None
    assert (seen.has_voted, seen.may_vote, seen.num_cast) == (True, False, 1)
    assert seen.proposal.num_against == 0
    assert over.proposal.num_against == 1


def test_an_open_vote_says_who_voted_what(tmp_path: Path) -> None:
    """Where the rules say that votes are open, the ballot has the choice."""
    store = open_store(f"sqlite:///{tmp_path / 'open.db'}")
    world = World(store, vote_is_secret=False)
    world.crew("ada")
    sign_in(world, ADA)
    made = propose(world)

    cast(world, ADA, made, Vote.ABSTAIN)

    with store.read(COOP) as tx:
        assert proposals_shown.shown_one(tx, ADA, made.id, now=MORNING).vote is Vote.ABSTAIN
    store.close()


@pytest.mark.parametrize(
    ("changes", "clause"),
    [
        ({"hourly_flor_minor": 1}, "hourly_flor_minor"),
        ({"lambda_s": -1}, "lambda_s"),
        ({"version": 9}, "version"),
        ({"max_day_s": 50 * 3600}, "max_day_s"),
    ],
)
def test_a_change_that_cannot_be_is_refused_with_its_clause(
    world: World, changes: dict[str, object], clause: str
) -> None:
    """A typing mistake, a number out of range, and what is no clause to vote on."""
    with pytest.raises(PolicyRefused) as refused:
        propose(world, ADA, **changes)

    assert refused.value.values["clause"] == clause


def test_nothing_that_begins_before_the_vote_ends_or_changes_nothing_is_voted_on(
    world: World,
) -> None:
    """The rules say 120 s already; and members have to know before rules hold."""
    with pytest.raises(BadWish, match="changes"):
        propose(world, ADA, lambda_s=120)
    with pytest.raises(BadWish, match="vote ends"):
        world.do(
            lambda tx: proposing.propose(
                tx,
                ADA,
                {"lambda_s": 60},
                reason="Now.",
                valid_from=OVER - timedelta(days=1),
                now=MORNING,
                new_id=world.new_id,
            )
        )


def test_other_clauses_stay_what_they_are_when_it_is_adopted(world: World) -> None:
    """Rules that came into force during the vote are kept but for the clause voted on."""
    made = propose(world)
    cast(world, BO, made, Vote.YES)
    cast(world, CY, made, Vote.YES)
    with world.store.read(COOP) as tx:
        other = replace(tx.policies.at(MORNING), version=2, valid_from=MORNING, rain_percent=20)
    world.do(lambda tx: governing.adopt_policy(tx, DISPATCHER, other, now=MORNING))

    (counted,) = count(world)

    with world.store.read(COOP) as tx:
        adopted = tx.policies.at(made.valid_from)
    assert (adopted.version, adopted.lambda_s, adopted.rain_percent) == (3, 180, 20)
    assert counted.adopted_version == 3


def test_what_no_longer_fits_lapses_and_the_rules_stay(world: World) -> None:
    """Twelve hours a day were voted; meanwhile eight a week came into force."""
    made = propose(world, max_day_s=12 * 3600)
    cast(world, BO, made, Vote.YES)
    cast(world, CY, made, Vote.YES)
    with world.store.read(COOP) as tx:
        known = tx.policies.at(MORNING)
    less = replace(known, version=2, valid_from=MORNING, max_day_s=8 * 3600, max_week_s=8 * 3600)
    world.do(lambda tx: governing.adopt_policy(tx, DISPATCHER, less, now=MORNING))

    (counted,) = count(world)

    with world.store.read(COOP) as tx:
        assert [policy.version for policy in tx.policies.all()] == [1, 2]
        closed = [e for e in tx.events.after(0) if e.kind is EventKind.PROPOSAL_CLOSED]
    assert (counted.state, counted.adopted_version) == (ProposalState.LAPSED, None)
    assert closed[0].payload["state"] == "lapsed"
    assert count(world) == ()
