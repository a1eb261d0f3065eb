"""Orders that come again and again."""

from functools import partial

from api.deps import Ask, AskDep, IdPath
from api.orders_view import own_storefront
from api.schemas.standing import (
    SkipIn,
    StandingChangeIn,
    StandingIn,
    StandingOut,
    StandingsOut,
    StandingStateIn,
)
from dispatch import ordering_ahead, standing
from dispatch.model import StandingOrder, StandingOrderId
from dispatch.store import ReadTransaction, Transaction


async def add(wanted: StandingIn, ask: AskDep) -> StandingOut:
    """Agree to an order that comes again and again; its next days are ordered at once."""

    def agree(tx: Transaction) -> StandingOrder:
        made = standing.add(
            tx,
            ask.actor,
            wanted.value(),
            streets=ask.streets,
            now=ask.now,
            new_id=ask.services.new_id,
        )
        ordering_ahead.order_ahead(tx, made.id, streets=ask.streets, now=ask.now)
        return made

    return await ask.read(partial(_view, ask=ask, known=await ask.write(agree)))


async def standing_orders(ask: AskDep) -> StandingsOut:
    """List orders that come again and again, with their next days."""
    whose = own_storefront(ask.actor)

    def look(tx: ReadTransaction) -> list[StandingOut]:
        return [_view(tx, ask, one) for one in tx.standing_orders.of_storefront(whose)]

    return StandingsOut(standing_orders=await ask.read(look))


async def one(standing_id: IdPath, ask: AskDep) -> StandingOut:
    """Give one, with what became of its next days."""
    name = StandingOrderId(standing_id)
    return await ask.read(lambda tx: _view(tx, ask, standing.find(tx, ask.actor, name)))


async def revise(standing_id: IdPath, wanted: StandingChangeIn, ask: AskDep) -> StandingOut:
    """Change one from a day on; the answer is the one that goes on from there."""

    def change(tx: Transaction) -> StandingOrder:
        made = standing.revise(
            tx,
            ask.actor,
            StandingOrderId(standing_id),
            wanted.value(),
            if_version=wanted.if_version,
            streets=ask.streets,
            now=ask.now,
            new_id=ask.services.new_id,
        )
        ordering_ahead.order_ahead(tx, made.id, streets=ask.streets, now=ask.now)
        return made

    return await ask.read(partial(_view, ask=ask, known=await ask.write(change)))


async def skip(standing_id: IdPath, wanted: SkipIn, ask: AskDep) -> StandingOut:
    """Order nothing on a day; what was ordered for it already is canceled."""
    work = partial(
        standing.skip,
        actor=ask.actor,
        name=StandingOrderId(standing_id),
        day=wanted.day,
        now=ask.now,
    )
    return await ask.read(partial(_view, ask=ask, known=await ask.write(work)))


async def set_state(standing_id: IdPath, wanted: StandingStateIn, ask: AskDep) -> StandingOut:
    """Pause one, let it go on, or end it; what is ordered already stays ordered."""
    work = partial(
        standing.set_state,
        actor=ask.actor,
        name=StandingOrderId(standing_id),
        state=wanted.value(),
        now=ask.now,
    )
    return await ask.read(partial(_view, ask=ask, known=await ask.write(work)))


def _view(tx: ReadTransaction, ask: Ask, known: StandingOrder) -> StandingOut:
    return StandingOut.of(known, standing.next_days(tx, known, now=ask.now), ask.words)
