"""Several shipments that are quoted, booked, changed and canceled at once."""

from collections.abc import Sequence
from functools import partial

from api.deps import Ask, AskDep, IdPath
from api.orders_view import order_views
from api.quotes_view import consigned, look_for
from api.routes.storefront import IdempotencyKey
from api.schemas.consignments import (
    ConsignmentIn,
    ConsignmentOut,
    ConsignmentQuoteIn,
    ConsignmentQuoteOut,
)
from api.schemas.order_changes import ChangeIn
from dispatch import consigning
from dispatch.model import Order, OrderId, QuoteId
from dispatch.store import ReadTransaction


async def quote(wish: ConsignmentQuoteIn, ask: AskDep) -> ConsignmentQuoteOut:
    """Give one fee for several shipments, and a promise for each beside the others."""
    wishes = [one.value() for one in wish.shipments]
    given = await consigned(ask, wishes, is_together=wish.by == "one")
    return ConsignmentQuoteOut.of(given, ask.words)


async def place(
    wish: ConsignmentIn, ask: AskDep, idempotency_key: IdempotencyKey = None
) -> ConsignmentOut:
    """Order all shipments or none, from their quotes or straight away; once per key."""
    wanted = wish.value()
    if wanted.quote is not None:
        await ask.read(partial(_check_places, ask=ask, consignment=wanted.quote))
    put = partial(
        consigning.place,
        actor=ask.actor,
        wish=wanted,
        streets=ask.streets,
        now=ask.now,
        new_id=ask.services.new_id,
        idempotency_key=idempotency_key,
        tip_minor=wish.tip_minor,
    )
    placed = await ask.write(put)
    ask.services.metrics.orders.inc(len(placed))
    return await ask.read(partial(_view, orders=placed))


async def consignment(consignment_id: IdPath, ask: AskDep) -> ConsignmentOut:
    """Give the orders that were bought at once."""
    name = OrderId(consignment_id)
    return await ask.read(lambda tx: _view(tx, consigning.orders_of(tx, ask.actor, name)))


async def cancel(consignment_id: IdPath, ask: AskDep) -> ConsignmentOut:
    """Cancel all orders of a consignment that are not on their way."""
    name = OrderId(consignment_id)
    stop = partial(consigning.cancel, actor=ask.actor, consignment=name, now=ask.now)
    return await ask.read(partial(_view, orders=await ask.write(stop)))


async def change(consignment_id: IdPath, wanted: ChangeIn, ask: AskDep) -> ConsignmentOut:
    """Change window, note, contact or phone of all that are not on their way, or of none."""
    work = partial(
        consigning.preview if wanted.dry_run else consigning.change,
        actor=ask.actor,
        consignment=OrderId(consignment_id),
        wanted=wanted.value(),
        streets=ask.streets,
        now=ask.now,
    )
    changed = await (ask.read(work) if wanted.dry_run else ask.write(work))
    return await ask.read(partial(_view, orders=changed))


def _check_places(tx: ReadTransaction, ask: Ask, consignment: QuoteId) -> None:
    """Look before quotes are booked whether their places are still there."""
    for one in consigning.quotes_of(tx, ask.actor, consignment):
        look_for(tx, ask, one)


def _view(tx: ReadTransaction, orders: Sequence[Order]) -> ConsignmentOut:
    return ConsignmentOut.of(orders, order_views(tx, orders))
