"""Members propose a change of the rules and vote on it; what most want comes into force.

How long they vote, how many have to take part and how many have to be for it are clauses of
the rules themselves. Who may vote is settled when a proposal is made: everybody who is
signed in as a courier, dispatcher or member then, or has a link to do so, each once.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from dispatch.adopting import next_version, put_in_force, reject_unfit
from dispatch.electorate import (
    OWNERS,
    carried_votes,
    carries_for,
    names_of_electors,
    with_carried,
)
from dispatch.errors import BadWish, NotAllowed, PolicyRefused, TransitionRefused
from dispatch.events import EventKind
from dispatch.model import (
    MOST_REASON,
    Ballot,
    MemberId,
    Proposal,
    ProposalId,
    ProposalState,
    Vote,
)
from dispatch.permission import require
from dispatch.proposed import changed_policy
from fairness.policy import to_mapping
from fairness.voting import verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from dispatch.model import Actor
    from dispatch.store import Transaction
    from fairness.policy import Policy

MOST_OPEN: Final = 5
"""Proposals of one member that are voted on at once."""

COUNTER: Final = MemberId("counter")
"""As whom ballots are counted."""


def propose(  # noqa: PLR0913 - a use case's values
    tx: Transaction,
    actor: Actor,
    changes: Mapping[str, object],
    *,
    reason: str,
    valid_from: datetime | None = None,
    now: datetime,
    new_id: Callable[[], str],
) -> Proposal:
    """Put a change of the rules to the vote.

    Parameters
    ----------
    tx, actor
        In which co-op and who: a courier, dispatcher or member.
    changes
        New values of the clauses that are to change, in their written form.
    reason
        Why, in the member's own words.
    valid_from
        From when on; not before the vote is over. ``None``: the day after it is.
    now, new_id
        Time and id of the proposal.

    Raises
    ------
    BadWish
        When nothing would change, nothing is said why, or it would begin before the vote ends.
    PolicyRefused
        When a clause is unknown, out of range, contradicts another or the law pack.
    TransitionRefused
        When votes on too many proposals of the member are open.
    """
    require(actor, *OWNERS)
    said = reason.strip()
    if not 0 < len(said) <= MOST_REASON:
        msg = f"Expected 1 to {MOST_REASON} letters, got {len(said)}."
        raise BadWish(msg, field="reason")
    if tx.proposals.num_open_of(actor.member) >= MOST_OPEN:
        msg = f"Expected fewer than {MOST_OPEN} open proposals of one member."
        raise TransitionRefused(msg, state=ProposalState.OPEN.value)
    electors = tuple(names_of_electors(tx, now))
    if actor.member not in electors:
        msg = "Expected a member of the co-op, got somebody else."
        raise NotAllowed(msg, role=actor.role.value)
    in_force = tx.policies.at(now)
    closes_at = now + timedelta(days=in_force.vote_days)
    begins = valid_from or tx.coop.bounds(tx.coop.day_of(closes_at))[1]
    if begins < closes_at:
        msg = f"Expected valid_from at or after {closes_at.isoformat()}, when the vote ends."
        raise BadWish(msg, field="valid_from")
    base = tx.policies.at(begins)
    wanted = changed_policy(base, changes, valid_from=begins, version=next_version(tx))
    reject_unfit(tx, wanted)
    written, known = to_mapping(wanted), to_mapping(base)
    differing = {name: written[name] for name in changes if written[name] != known[name]}
    if not differing:
        msg = "Expected a clause that changes, got none."
        raise BadWish(msg, field="changes")
    made = Proposal(
        id=ProposalId(new_id()),
        proposed_by=actor.member,
        base_version=base.version,
        changes=differing,
        valid_from=begins,
        reason=said,
        opened_at=now,
        closes_at=closes_at,
        electors=electors,
        is_secret=in_force.vote_is_secret,
        may_delegate=in_force.vote_may_delegate,
    )
    tx.proposals.add(made)
    tx.record(
        EventKind.PROPOSAL_OPENED,
        actor=actor.member,
        at=now,
        subjects={"proposal": str(made.id), "policy": str(base.version)},
        payload={
            "clauses": sorted(differing),
            "closes_at": closes_at.isoformat(),
            "num_electors": len(electors),
        },
    )
    return made


def cast(
    tx: Transaction, actor: Actor, proposal: ProposalId, vote: Vote, *, now: datetime
) -> Proposal:
    """Vote, once.

    Where votes are secret, the store keeps that somebody took part and counts what they said,
    never both together; so a ballot cannot be changed. Only of a member who votes for others as
    well it is kept until the count, for each of them may still vote in person.

    Raises
    ------
    NotFound
        When there is no such proposal.
    NotAllowed
        When the actor was no member when the proposal was made.
    TransitionRefused
        When the vote is over, or the member has voted already.
    """
    require(actor, *OWNERS)
    known = tx.proposals.get(proposal)
    if actor.member not in known.electors:
        msg = "Expected somebody who was a member when the vote began."
        raise NotAllowed(msg, role=actor.role.value)
    if known.state is not ProposalState.OPEN or now >= known.closes_at:
        msg = f"The vote on proposal {proposal!r} ended at {known.closes_at.isoformat()}."
        raise TransitionRefused(msg, proposal=proposal, state=known.state.value)
    if tx.ballots.find(proposal, actor.member) is not None:
        msg = f"Expected one ballot of each member on proposal {proposal!r}."
        raise TransitionRefused(msg, proposal=proposal, state="voted")
    is_kept = not known.is_secret or carries_for(
        known, actor.member, tx.ballots.on([proposal])[proposal], tx.delegations.all()
    )
    kept = vote if is_kept else None
    tx.ballots.add(Ballot(proposal=proposal, member=actor.member, vote=kept, cast_at=now))
    counted = replace(
        known,
        num_for=known.num_for + (vote is Vote.YES),
        num_against=known.num_against + (vote is Vote.NO),
        num_abstained=known.num_abstained + (vote is Vote.ABSTAIN),
    )
    tx.proposals.save(counted)
    tx.record(
        EventKind.BALLOT_CAST,
        actor=actor.member,
        at=now,
        subjects={"proposal": str(proposal)},
    )
    return counted


def count_votes(tx: Transaction, *, now: datetime) -> tuple[Proposal, ...]:
    """Count the ballots of every vote that is over, and put into force what was adopted.

    Nothing happens twice: a proposal that was counted is not open any more.

    Returns
    -------
    tuple of Proposal
        Those that were counted now.
    """
    return tuple(_counted(tx, known, now) for known in tx.proposals.to_count(now))


def _with_carried(tx: Transaction, known: Proposal, now: datetime) -> Proposal:
    """Add the votes that others cast, and forget what was kept for that where votes are secret."""
    carried = carried_votes(known, tx.ballots.on([known.id])[known.id], tx.delegations.all())
    for one in carried:
        tx.ballots.add(
            Ballot(
                proposal=known.id,
                member=one.member,
                vote=None if known.is_secret else one.vote,
                cast_at=now,
                cast_by=one.delegate,
            )
        )
    if known.is_secret and known.may_delegate:
        tx.ballots.forget_votes(known.id)
    return with_carried(known, carried)


def _counted(tx: Transaction, known: Proposal, now: datetime) -> Proposal:
    known = _with_carried(tx, known, now)
    came_out = verdict(
        tx.policies.at(known.closes_at),
        num_members=len(known.electors),
        num_for=known.num_for,
        num_against=known.num_against,
        num_abstained=known.num_abstained,
    )
    state = ProposalState(came_out.value)
    policy = None
    if state is ProposalState.ADOPTED:
        policy = _adoptable(tx, known, now)
        state = ProposalState.LAPSED if policy is None else state
    counted = replace(
        known,
        state=state,
        closed_at=now,
        adopted_version=None if policy is None else policy.version,
    )
    tx.proposals.save(counted)
    tx.record(
        EventKind.PROPOSAL_CLOSED,
        actor=COUNTER,
        at=now,
        subjects={"proposal": str(known.id)},
        payload={
            "state": state.value,
            "num_electors": len(known.electors),
            "num_for": known.num_for,
            "num_against": known.num_against,
            "num_abstained": known.num_abstained,
            "num_carried": known.num_carried,
        },
    )
    if policy is not None:
        put_in_force(tx, policy, member=COUNTER, now=now, proposal=str(known.id))
    return counted


def _adoptable(tx: Transaction, known: Proposal, now: datetime) -> Policy | None:
    """Make the rules that were adopted of those that hold then; ``None`` if they do not fit.

    Votes that are counted late come into force when they are counted, never before.
    """
    begins = max(known.valid_from, now)
    try:
        wanted = changed_policy(
            tx.policies.at(begins), known.changes, valid_from=begins, version=next_version(tx)
        )
        reject_unfit(tx, wanted)
    except (PolicyRefused, BadWish):
        return None
    return wanted
