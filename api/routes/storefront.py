"""Quotes, orders and places, for storefronts and for dispatchers on their behalf."""

from functools import partial
from typing import Annotated

import anyio.to_thread
from fastapi import Header, Query

from api.deps import AskDep, IdPath
from api.orders_view import listed, views_for
from api.quotes_view import booked, ordered, quoted, viewed
from api.schemas.fields import LocationOut
from api.schemas.order_changes import ChangeIn
from api.schemas.orders import OrderIn, OrderOut, OrdersOut, OrdersParams, QuoteIn, QuoteOut
from api.schemas.places import PlaceOut, PlacesOut, PlacesParams
from api.schemas.tips import TipIn, TipOut
from dispatch import changing, ordering, pay_inputs, quoting, returning
from dispatch.model import OrderId, QuoteId
from dispatch.wholes import own_whole

IdempotencyKey = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=255,
        pattern=r"^[\x21-\x7e]+$",
        description="The same key with the same body gives the same order for 30 days.",
    ),
]


async def quote(wish: QuoteIn, ask: AskDep) -> QuoteOut:
    """Give a fee and a promise, checked against the plan in force and held for a while."""
    return QuoteOut.of(await quoted(ask, wish.value()), ask.words)


async def held_quote(quote_id: IdPath, ask: AskDep) -> QuoteOut:
    """Give one quote."""
    find = partial(quoting.find, actor=ask.actor, quote=QuoteId(quote_id))
    return QuoteOut.of(await ask.read(find), ask.words)


async def release(quote_id: IdPath, ask: AskDep) -> QuoteOut:
    """Give a quote back before its time, so that others can have its place."""
    let_go = partial(quoting.release, actor=ask.actor, quote=QuoteId(quote_id), now=ask.now)
    return QuoteOut.of(await ask.write(let_go), ask.words)


async def place(
    wish: OrderIn,
    ask: AskDep,
    idempotency_key: IdempotencyKey = None,
) -> OrderOut:
    """Accept a quote, or order straight away; once per Idempotency-Key."""
    placed = await booked(ask, wish.value(), idempotency_key, tip_minor=wish.tip_minor)
    return await viewed(ask, placed)


async def orders(ask: AskDep, query: Annotated[OrdersParams, Query()]) -> OrdersOut:
    """List the orders of a day, by id; a storefront sees its own."""
    day = query.day or ask.coop.day_of(ask.now)
    views = await ask.read(partial(listed, actor=ask.actor, day=day, query=query))
    return OrdersOut(orders=views, next=views[-1].id if len(views) == query.limit else None)


async def order(order_id: IdPath, ask: AskDep) -> OrderOut:
    """Give one order."""
    return await ask.read(
        lambda tx: views_for(tx, ask.actor, [own_whole(tx, ask.actor, OrderId(order_id))])[0],
    )


async def cancel(order_id: IdPath, ask: AskDep) -> OrderOut:
    """Cancel an order that is not on its way."""
    stop = partial(ordering.cancel, actor=ask.actor, order=OrderId(order_id), now=ask.now)
    canceled = await ask.write(stop)
    return await ask.read(lambda tx: views_for(tx, ask.actor, [canceled])[0])


async def tip(order_id: IdPath, wanted: TipIn, ask: AskDep) -> TipOut:
    """Give a tip for a delivered order; the same reference twice is one tip."""
    give = partial(
        pay_inputs.give_tip,
        actor=ask.actor,
        order=OrderId(order_id),
        amount_minor=wanted.amount_minor,
        reference=wanted.reference,
        now=ask.now,
    )
    return TipOut.of(await ask.write(give))


async def change(order_id: IdPath, wanted: ChangeIn, ask: AskDep) -> OrderOut:
    """Change an order that is not on its way, or tell what that would cost."""
    work = partial(
        changing.preview if wanted.dry_run else changing.change,
        actor=ask.actor,
        order=OrderId(order_id),
        wanted=wanted.value(),
        streets=ask.streets,
        now=ask.now,
    )
    changed = await (ask.read(work) if wanted.dry_run else ask.write(work))
    return await ask.read(lambda tx: views_for(tx, ask.actor, [changed])[0])


async def send_back(order_id: IdPath, ask: AskDep) -> OrderOut:
    """Bring what was delivered back to its sender; asked twice, it is one order."""
    name = OrderId(order_id)
    wish = await ask.read(partial(returning.wish_back, actor=ask.actor, order=name))
    placed = await ordered(ask, wish, f"return:{name}")
    return await viewed(ask, placed)


async def places(ask: AskDep, query: Annotated[PlacesParams, Query()]) -> PlacesOut:
    """Find addresses, streets and named places by words."""
    streets = ask.services.streets_of(ask.coop, is_typing=True)
    found = await anyio.to_thread.run_sync(streets.find, query.q, query.limit)
    return PlacesOut(
        places=[
            PlaceOut(
                label=one.label,
                location=LocationOut.of(one.location),
                kind=one.kind,
                needs_pin=one.needs_pin,
            )
            for one in found
        ],
    )
