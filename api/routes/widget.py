"""Quotes and bookings from shops' own pages, with a publishable key."""

from functools import partial
from typing import Annotated

from fastapi import Query

from api.deps import AskDep
from api.quotes_view import quoted
from api.routes import session, storefront
from api.routes.storefront import IdempotencyKey
from api.schemas.places import PlacesOut, PlacesParams
from api.schemas.widget import (
    ShopOut,
    WidgetOrderIn,
    WidgetOrderOut,
    WidgetQuoteIn,
    WidgetQuoteOut,
)
from dispatch import ordering
from dispatch.errors import NotAllowed


async def shop(ask: AskDep) -> ShopOut:
    """Tell who sends and who delivers."""
    name = ask.actor.storefront
    if name is None:
        msg = "Expected a key that names a storefront, got one without."
        raise NotAllowed(msg)
    known = await ask.read(lambda tx: tx.storefronts.get(name))
    return ShopOut.of(known, ask.coop, ask.now, session.notices_of(ask))


async def places(ask: AskDep, query: Annotated[PlacesParams, Query()]) -> PlacesOut:
    """Find addresses, streets and named places by words."""
    return await storefront.places(ask, query)


async def quote(wish: WidgetQuoteIn, ask: AskDep) -> WidgetQuoteOut:
    """Give a fee and a promise for a delivery from the shop."""
    given = await quoted(ask, wish.value())
    return WidgetQuoteOut.of(given, ask.words)


async def place(
    wish: WidgetOrderIn, ask: AskDep, idempotency_key: IdempotencyKey = None
) -> WidgetOrderOut:
    """Accept a quote; once per Idempotency-Key."""
    put = partial(
        ordering.place,
        actor=ask.actor,
        wish=wish.value(),
        streets=ask.streets,
        now=ask.now,
        new_id=ask.services.new_id,
        idempotency_key=idempotency_key,
    )
    placed = await ask.write(put)
    ask.services.metrics.orders.inc()
    return WidgetOrderOut.of(placed, ask.services.public_url)
