"""Doubtful reports of phones: what they say, what was recorded, and what a person decides."""

from functools import partial

from api.deps import Ask, AskDep
from api.schemas.reports import DecideIn, DoubtsOut, ReportDecisionOut
from dispatch import doubts, resolving
from dispatch.model import Courier, CourierId
from dispatch.store import ReadTransaction


async def doubtful(ask: AskDep) -> DoubtsOut:
    """List reports that overlap, run backwards or were refused, beside what was recorded."""
    found = await ask.read(partial(doubts.doubtful, actor=ask.actor, now=ask.now))
    names = {one.id: one.name for one in await _couriers(ask)}
    return DoubtsOut.of(found, names, ask.coop, ask.words)


async def decide(wanted: DecideIn, ask: AskDep) -> ReportDecisionOut:
    """Decide with a reason that what was recorded stands, or what is added to the pay."""
    made = await ask.write(
        partial(
            resolving.resolve,
            actor=ask.actor,
            courier=CourierId(wanted.courier_id),
            device=wanted.device,
            sequence=wanted.sequence,
            reason=wanted.reason,
            amount_minor=wanted.amount_minor,
            clause=wanted.clause,
            now=ask.now,
            new_id=ask.services.new_id,
        )
    )
    return ReportDecisionOut.of(made)


async def _couriers(ask: Ask) -> tuple[Courier, ...]:
    def read(tx: ReadTransaction) -> tuple[Courier, ...]:
        return tx.couriers.all()

    return await ask.read(read)
