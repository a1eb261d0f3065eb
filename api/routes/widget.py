"""Quotes and bookings from shops' own pages, with a publishable key."""

from typing import Annotated

from fastapi import Query

from api.deps import AskDep
from api.quotes_view import ordered, quoted
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
    placed = await ordered(ask, wish.value(), idempotency_key)
    return WidgetOrderOut.of(placed.order, ask.services.public_url)
