"""Changes of the rules that members propose, and votes on them."""

from functools import partial

from api.deps import AskDep, IdPath
from api.schemas.proposals import BallotIn, ProposalOut, ProposalsOut, ProposeIn
from dispatch import proposing
from dispatch.model import ProposalId


async def proposals(ask: AskDep) -> ProposalsOut:
    """List proposals in plain words, those whose vote ends last first, with my part in them."""
    found = await ask.read(partial(proposing.shown, actor=ask.actor, now=ask.now))
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


async def _one(ask: AskDep, proposal: ProposalId) -> ProposalOut:
    find = partial(proposing.shown_one, actor=ask.actor, proposal=proposal, now=ask.now)
    return ProposalOut.of(await ask.read(find), ask.words)
