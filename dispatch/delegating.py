"""A member lets another one vote for them, and takes it back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dispatch.electorate import OWNERS, in_effect, names_of_electors
from dispatch.errors import (
    DelegateHandsOn,
    DelegateUnfit,
    DelegationOff,
    DelegationTooLate,
    NotFound,
)
from dispatch.events import EventKind
from dispatch.model import Delegation, DelegationId, ProposalState
from dispatch.permission import require

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from dispatch.model import Actor, MemberId, Proposal, ProposalId
    from dispatch.store import ReadTransaction, Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownDelegations:
    """What a member has to do with votes through others.

    Attributes
    ----------
    is_allowed
        Whether the rules in force let members vote through others.
    mine
        Whom the member has named.
    to_me
        Who has named the member.
    names
        What members are called who can vote now.
    """

    is_allowed: bool
    mine: tuple[Delegation, ...]
    to_me: tuple[Delegation, ...]
    names: Mapping[MemberId, str]


def delegate(  # noqa: PLR0913 - a use case's values
    tx: Transaction,
    actor: Actor,
    to: MemberId,
    *,
    proposal: ProposalId | None = None,
    now: datetime,
    new_id: Callable[[], str],
) -> Delegation:
    """Let another member vote for the actor, in place of whom they named before.

    Parameters
    ----------
    tx, actor
        In which co-op, and whose vote.
    to
        Who casts it: in person, for votes are not handed on.
    proposal
        On what; ``None``: on every proposal for which nobody else is named.
    now, new_id
        Time and id.

    Raises
    ------
    DelegationOff
        When the rules do not allow it.
    DelegateUnfit
        When it is the actor, or somebody who does not vote there; or the actor does not.
    DelegateHandsOn
        When they have handed their own vote to somebody.
    DelegationTooLate
        When the vote is over, or one of the two has voted on it.
    NotFound
        When there is no such proposal.
    """
    require(actor, *OWNERS)
    known = None if proposal is None else tx.proposals.get(proposal)
    is_allowed = tx.policies.at(now).vote_may_delegate if known is None else known.may_delegate
    if not is_allowed:
        msg = "The rules do not let members vote through others."
        raise DelegationOff(msg, clause="vote_may_delegate")
    electors = names_of_electors(tx, now)
    voters = set(electors) if known is None else set(electors) & set(known.electors)
    if to == actor.member or not {to, actor.member} <= voters:
        msg = "Expected another member who votes there, got somebody else."
        raise DelegateUnfit(msg)
    if known is not None:
        _check_time(tx, known, (actor.member, to), now)
    given = tx.delegations.all()
    if to in in_effect(given, proposal):
        msg = "They have handed their own vote to somebody; votes are not handed on."
        raise DelegateHandsOn(msg)
    for one in given:
        if one.member == actor.member and one.proposal == proposal:
            tx.delegations.remove(one.id)
    made = Delegation(
        id=DelegationId(new_id()),
        member=actor.member,
        delegate=to,
        proposal=proposal,
        given_at=now,
    )
    tx.delegations.add(made)
    _record(tx, EventKind.VOTE_DELEGATED, made, now)
    return made


def take_back(tx: Transaction, actor: Actor, delegation: DelegationId, *, now: datetime) -> None:
    """Take one's vote back; a ballot that counted by it and is not counted yet counts no more.

    Raises
    ------
    NotFound
        When there is none, or it is somebody else's.
    """
    require(actor, *OWNERS)
    known = tx.delegations.get(delegation)
    if known.member != actor.member:
        raise NotFound.of(kind="delegation", name=delegation)
    tx.delegations.remove(known.id)
    _record(tx, EventKind.DELEGATION_ENDED, known, now)


def shown(tx: ReadTransaction, actor: Actor, *, now: datetime) -> ShownDelegations:
    """Tell the actor through whom they vote, and who votes through them; nothing of others.

    What was named for a proposal that has been counted is left out.
    """
    require(actor, *OWNERS)
    given = tx.delegations.all()
    about = tx.proposals.by_keys(one.proposal for one in given if one.proposal is not None)
    living = [
        one
        for one in given
        if one.proposal is None or about[one.proposal].state is ProposalState.OPEN
    ]
    return ShownDelegations(
        is_allowed=tx.policies.at(now).vote_may_delegate,
        mine=tuple(one for one in living if one.member == actor.member),
        to_me=tuple(one for one in living if one.delegate == actor.member),
        names=names_of_electors(tx, now),
    )


def _check_time(
    tx: ReadTransaction, known: Proposal, members: tuple[MemberId, ...], now: datetime
) -> None:
    if known.state is not ProposalState.OPEN or now >= known.closes_at:
        msg = f"The vote on proposal {known.id!r} ended at {known.closes_at.isoformat()}."
        raise DelegationTooLate(msg, proposal=known.id)
    if any(tx.ballots.find(known.id, member) is not None for member in members):
        msg = "One of the two has voted on it."
        raise DelegationTooLate(msg, proposal=known.id)


def _record(tx: Transaction, kind: EventKind, one: Delegation, now: datetime) -> None:
    subjects = {"member": str(one.member), "delegate": str(one.delegate)}
    if one.proposal is not None:
        subjects["proposal"] = str(one.proposal)
    tx.record(kind, actor=one.member, at=now, subjects=subjects)
