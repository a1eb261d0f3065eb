"""Objections to decisions: mine, and those that wait for an answer."""

from functools import partial

from api.deps import Ask, AskDep, IdPath
from api.schemas.contestations import AnswerIn, ContestationOut, ContestationsOut, ContestIn
from dispatch import contesting
from dispatch.model import ContestationId


async def contest(wanted: ContestIn, ask: AskDep) -> ContestationOut:
    """Object to who has an order; a person answers within two weeks."""
    open_one = partial(
        contesting.contest,
        actor=ask.actor,
        order=wanted.order,
        objection=wanted.objection,
        now=ask.now,
        new_id=ask.services.new_id,
    )
    return ContestationOut.of(await ask.write(open_one), is_overdue=False, is_mine=True)


async def mine(ask: AskDep) -> ContestationsOut:
    """List my objections and what was answered, the newest first."""
    found = await ask.read(partial(contesting.mine, actor=ask.actor))
    return ContestationsOut(
        contestations=[
            ContestationOut.of(one, is_overdue=one.is_overdue(ask.now), is_mine=True)
            for one in found
        ]
    )


async def erase_mine(contestation_id: IdPath, ask: AskDep) -> None:
    """Erase what was said in my objection and its answer; one that waits is taken back by it."""
    await _erase(contestation_id, ask)


async def erase(contestation_id: IdPath, ask: AskDep) -> None:
    """Erase what was said in an objection and its answer, when who objected asks for it."""
    await _erase(contestation_id, ask)


async def waiting(ask: AskDep) -> ContestationsOut:
    """List objections: those that wait by when an answer is due, then answered ones."""
    found = await ask.read(partial(contesting.waiting, actor=ask.actor))
    return ContestationsOut(
        contestations=[ContestationOut.of(one, is_overdue=one.is_overdue(ask.now)) for one in found]
    )


async def answer(contestation_id: IdPath, wanted: AnswerIn, ask: AskDep) -> ContestationOut:
    """Answer an objection: why the decision stands, or what was put right."""
    give = partial(
        contesting.answer,
        actor=ask.actor,
        contestation=ContestationId(contestation_id),
        outcome=wanted.state,
        said=wanted.answer,
        now=ask.now,
    )
    return ContestationOut.of(await ask.write(give), is_overdue=False)


async def _erase(contestation_id: str, ask: Ask) -> None:
    name = ContestationId(contestation_id)
    await ask.write(partial(contesting.erase, actor=ask.actor, contestation=name, now=ask.now))
