"""Who votes on the rules, by whom votes are carried, and what they are called."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from dispatch.model import AccessKind, Role, Vote

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from dispatch.model import Ballot, Delegation, MemberId, Proposal, ProposalId
    from dispatch.store import ReadTransaction

OWNERS: Final = (Role.COURIER, Role.DISPATCHER, Role.MEMBER)
IN_PERSON: Final = frozenset({AccessKind.LINK, AccessKind.SESSION})
"""By which people sign in; all others are programs'."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """A vote that another member casts.

    Attributes
    ----------
    member, delegate
        Whose it is, and who casts it.
    vote
        What the delegate voted.
    """

    member: MemberId
    delegate: MemberId
    vote: Vote


def names_of_electors(tx: ReadTransaction, now: datetime) -> dict[MemberId, str]:
    """Name who may vote: each member who is or can be signed in as an owner, once, by id.

    Whoever has a program's key and nothing else is none.
    """
    left = {courier.id for courier in tx.couriers.all() if not courier.is_active}
    found = {
        access.member: access.name
        for access in tx.accesses.living(now)
        if access.role in OWNERS and access.kind in IN_PERSON and access.courier not in left
    }
    return dict(sorted(found.items()))


def in_effect(
    delegations: Iterable[Delegation], proposal: ProposalId | None
) -> dict[MemberId, Delegation]:
    """Tell who has handed their vote on a proposal to whom; ``None``: on any.

    Whoever is named for the one proposal comes before whoever is named for all.
    """
    found: dict[MemberId, Delegation] = {}
    for one in sorted(delegations, key=lambda each: each.proposal is not None):
        if one.proposal is None or one.proposal == proposal:
            found[one.member] = one
    return found


def carried_votes(
    known: Proposal, ballots: Iterable[Ballot], delegations: Iterable[Delegation]
) -> tuple[Carried, ...]:
    """Tell which votes are cast through others, by member.

    One's own ballot comes before the delegate's. Only a ballot that the delegate has cast in
    person counts, and only when the vote was in their hands by then: so there are no chains, and
    nobody joins a vote that has been cast.

    Parameters
    ----------
    known
        On what is voted; ``may_delegate`` says whether it is possible at all.
    ballots
        Those on it.
    delegations
        All of the co-op's.
    """
    if not known.may_delegate:
        return ()
    cast: Mapping[MemberId, Ballot] = {one.member: one for one in ballots}
    given = in_effect(delegations, known.id)
    found = []
    for member in known.electors:
        handed = given.get(member)
        ballot = None if handed is None else cast.get(handed.delegate)
        if member in cast or handed is None or ballot is None or ballot.vote is None:
            continue
        if ballot.cast_by is None and handed.given_at <= ballot.cast_at:
            found.append(Carried(member=member, delegate=handed.delegate, vote=ballot.vote))
    return tuple(found)


def with_carried(known: Proposal, carried: Sequence[Carried]) -> Proposal:
    """Count votes that are cast through others to those that were cast in person."""
    votes = [one.vote for one in carried]
    return replace(
        known,
        num_for=known.num_for + votes.count(Vote.YES),
        num_against=known.num_against + votes.count(Vote.NO),
        num_abstained=known.num_abstained + votes.count(Vote.ABSTAIN),
        num_carried=known.num_carried + len(votes),
    )


def carries_for(
    known: Proposal,
    delegate: MemberId,
    ballots: Iterable[Ballot],
    delegations: Iterable[Delegation],
) -> tuple[MemberId, ...]:
    """Tell for whom a member casts a vote on a proposal, or would: for each without an own one."""
    if not known.may_delegate or delegate not in known.electors:
        return ()
    cast = {one.member: one for one in ballots}
    mine = cast.get(delegate)
    given = in_effect(delegations, known.id)
    return tuple(
        member
        for member in known.electors
        if member not in cast
        and member in given
        and given[member].delegate == delegate
        and (mine is None or given[member].given_at <= mine.cast_at)
    )
