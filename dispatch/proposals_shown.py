"""Proposals as each member may see them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dispatch.electorate import (
    OWNERS,
    Carried,
    carried_votes,
    carries_for,
    in_effect,
    names_of_electors,
    with_carried,
)
from dispatch.model import ProposalState
from dispatch.permission import require
from dispatch.proposed import proposed_policy

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from dispatch.model import Actor, Ballot, Delegation, MemberId, Proposal, ProposalId, Vote
    from dispatch.store import ReadTransaction
    from fairness.policy import Policy


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownProposal:
    """A proposal as one member may see it.

    Attributes
    ----------
    proposal
        What is proposed; while a secret vote goes on it has no counts.
    base
        The rules that it was compared with.
    proposed
        What they would be.
    num_cast
        How many have voted, in person or through others.
    has_voted, vote
        Whether the member has, and what, where votes are open.
    may_vote
        Whether the member can vote now.
    mine
        The member's part in votes through others.
    ballots, carried
        Who voted what, where votes are open: in person or, once counted, through others; and
        what others would carry if the vote ended now.
    names
        What members are called.
    """

    proposal: Proposal
    base: Policy
    proposed: Policy
    num_cast: int
    has_voted: bool
    vote: Vote | None
    may_vote: bool
    mine: Hands
    ballots: tuple[Ballot, ...]
    carried: tuple[Carried, ...]
    names: Mapping[MemberId, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hands:
    """A member's part in votes that are cast through others.

    Attributes
    ----------
    delegation
        Through whom the member votes if not in person, while the vote goes on.
    hands_on
        Whether they have handed their own vote on, so that it counts only if they do vote.
    is_cast, cast_by
        Whether the member's vote is cast through another, and by whom.
    carries_for
        For whom the member votes as well.
    """

    delegation: Delegation | None = None
    hands_on: bool = False
    is_cast: bool = False
    cast_by: MemberId | None = None
    carries_for: tuple[MemberId, ...] = ()


def shown(tx: ReadTransaction, actor: Actor, *, now: datetime) -> tuple[ShownProposal, ...]:
    """List proposals as the actor may see them, those whose vote ends last first."""
    require(actor, *OWNERS)
    return _shown(tx, actor, tx.proposals.newest(), now)


def shown_one(
    tx: ReadTransaction, actor: Actor, proposal: ProposalId, *, now: datetime
) -> ShownProposal:
    """Give one proposal as the actor may see it."""
    require(actor, *OWNERS)
    return _shown(tx, actor, (tx.proposals.get(proposal),), now)[0]


def _shown(
    tx: ReadTransaction, actor: Actor, found: Sequence[Proposal], now: datetime
) -> tuple[ShownProposal, ...]:
    mine = tx.ballots.of_member(actor.member)
    ballots = tx.ballots.on(
        known.id for known in found if not known.is_secret or _is_carrying(known)
    )
    delegations, names = tx.delegations.all(), names_of_electors(tx, now)
    told = []
    for known in found:
        own, cast = mine.get(known.id), ballots.get(known.id, ())
        given = delegations if _is_carrying(known) else ()
        carried = carried_votes(known, cast, given)
        base, proposed = proposed_policy(tx, known)
        one = ShownProposal(
            proposal=_counts(known, carried),
            base=base,
            proposed=proposed,
            num_cast=known.num_cast + len(carried),
            has_voted=own is not None,
            vote=None if own is None or known.is_secret else own.vote,
            may_vote=_is_open(known)
            and now < known.closes_at
            and own is None
            and actor.member in known.electors,
            mine=_hands(actor.member, known, own, (cast, carried, given)),
            ballots=() if known.is_secret else cast,
            carried=() if known.is_secret else carried,
            names=names,
        )
        told.append(one)
    return tuple(told)


def _counts(known: Proposal, carried: Sequence[Carried]) -> Proposal:
    """Count as the vote stands; of a secret one that goes on nothing is told."""
    if known.is_secret and _is_open(known):
        return replace(known, num_for=0, num_against=0, num_abstained=0)
    return with_carried(known, carried)


def _hands(
    member: MemberId,
    known: Proposal,
    own: Ballot | None,
    cast: tuple[Sequence[Ballot], Sequence[Carried], Sequence[Delegation]],
) -> Hands:
    ballots, carried, delegations = cast
    given = in_effect(delegations, known.id)
    mine = given.get(member) if own is None else None
    by = next((one.delegate for one in carried if one.member == member), None)
    if own is not None:
        by = own.cast_by
    return Hands(
        delegation=mine,
        hands_on=mine is not None and mine.delegate in given,
        is_cast=by is not None,
        cast_by=by,
        carries_for=carries_for(known, member, ballots, delegations),
    )


def _is_open(known: Proposal) -> bool:
    return known.state is ProposalState.OPEN


def _is_carrying(known: Proposal) -> bool:
    """Tell whether votes are still cast through others."""
    return known.may_delegate and _is_open(known)
