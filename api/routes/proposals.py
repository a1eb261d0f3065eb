"""Changes of the rules that members propose, and votes on them."""

from functools import partial

from fastapi import Response

from api.deps import AskDep, IdPath
from api.schemas.proposals import (
    BallotIn,
    DelegateIn,
    DelegationsOut,
    ProposalOut,
    ProposalsOut,
    ProposeIn,
)
from dispatch import delegating, proposals_shown, proposing
from dispatch.model import DelegationId, MemberId, ProposalId


async def proposals(ask: AskDep) -> ProposalsOut:
    """List proposals in plain words, those whose vote ends last first, with my part in them."""
    found = await ask.read(partial(proposals_shown.shown, actor=ask.actor, now=ask.now))
    return ProposalsOut(proposals=[ProposalOut.of(one, ask.words) for one in found])


async def propose(wanted: ProposeIn, ask: AskDep) -> ProposalOut:
    """Put a change of the rules to the vote."""
    made = await ask.write(
        partial(
            proposing.propose,
            actor=ask.actor,
            changes=wanted.changes,
            reason=wanted.reason,
            valid_from=wanted.valid_from,
            now=ask.now,
            new_id=ask.services.new_id,
        )
    )
    return await _one(ask, made.id)


async def vote(proposal_id: IdPath, wanted: BallotIn, ask: AskDep) -> ProposalOut:
    """Vote on a proposal, once."""
    proposal = ProposalId(proposal_id)
    await ask.write(
        partial(proposing.cast, actor=ask.actor, proposal=proposal, vote=wanted.choice, now=ask.now)
    )
    return await _one(ask, proposal)


async def delegations(ask: AskDep) -> DelegationsOut:
    """Tell through whom I vote, who votes through me, and who could vote for me."""
    found = await ask.read(partial(delegating.shown, actor=ask.actor, now=ask.now))
    return DelegationsOut.of(found, ask.actor.member)


async def delegate(wanted: DelegateIn, ask: AskDep) -> DelegationsOut:
    """Let another member vote for me, in place of whom I named before."""
    about = wanted.proposal_id
    hand = partial(
        delegating.delegate,
        actor=ask.actor,
        to=MemberId(wanted.to),
        proposal=None if about is None else ProposalId(about),
        now=ask.now,
        new_id=ask.services.new_id,
    )
    await ask.write(hand)
    return await delegations(ask)


async def take_back(delegation_id: IdPath, ask: AskDep) -> Response:
    """Take my vote back; unless I vote myself it counts for nobody."""
    name = DelegationId(delegation_id)
    await ask.write(partial(delegating.take_back, actor=ask.actor, delegation=name, now=ask.now))
    return Response(status_code=204)


async def _one(ask: AskDep, proposal: ProposalId) -> ProposalOut:
    find = partial(proposals_shown.shown_one, actor=ask.actor, proposal=proposal, now=ask.now)
    return ProposalOut.of(await ask.read(find), ask.words)
