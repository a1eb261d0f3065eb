"""Quotes and orders between being asked for and being answered."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from functools import partial
from itertools import count
from typing import TYPE_CHECKING

import anyio.to_thread

from api.errors import problem_of
from api.orders_view import views_for
from api.problems import ProblemError
from api.schemas.orders import OrderOut, QuoteOut
from dispatch import consigning, ordering, quoting
from dispatch.errors import QuoteExpired, QuoteOvertaken, RuleError
from dispatch.lost_places import check_place
from dispatch.model import OrderId
from dispatch.quote_desk import MOST_TRIES
from dispatch.tracking import new_token
from dispatch.wishes import look_up_addresses

if TYPE_CHECKING:
    from collections.abc import Sequence

    from api.deps import Ask
    from dispatch.model import OrderWish, Quote, QuoteWish
    from dispatch.order_desk import Placed
    from dispatch.store import ReadTransaction


async def quoted(ask: Ask, wish: QuoteWish) -> Quote:
    """Give a quote that is held."""
    await _look_up(ask, wish)
    given = await asyncio.wrap_future(ask.services.quote_desk.ask(ask.actor, wish, ask.streets))
    ask.services.metrics.quotes.labels(str(given.is_feasible).lower()).inc()
    return given


async def _look_up(ask: Ask, wish: QuoteWish) -> None:
    """Ask a geocoder elsewhere here, where only who needs the address waits for it."""
    if ask.services.places_server is not None:
        await anyio.to_thread.run_sync(look_up_addresses, ask.streets, wish)


async def ordered(
    ask: Ask, wish: OrderWish, key: str | None, *, tip_minor: int = 0, seen: int | None = None
) -> Placed:
    """Place an order, once per Idempotency-Key; `seen` as in `dispatch.ordering.Placing`."""
    if wish.wish is not None:
        await _look_up(ask, wish.wish)
    placing = ordering.Placing(
        actor=ask.actor,
        wish=wish,
        streets=ask.streets,
        idempotency_key=key,
        name=OrderId(ask.services.new_id()),
        token=new_token(),
        tip_minor=tip_minor,
        seen=seen,
    )
    placed = await asyncio.wrap_future(ask.services.order_desk.place(placing))
    ask.services.metrics.orders.inc()
    return placed


def look_for(tx: ReadTransaction, ask: Ask, quote: Quote) -> int | None:
    """Look before a quote is booked whether its place is still there, with the plans at hand."""
    plans = ask.services.live_plans
    return check_place(tx, quote, streets=ask.streets, now=ask.now, live_plans=plans)


async def consigned(
    ask: Ask, wishes: Sequence[QuoteWish], *, is_together: bool
) -> tuple[Quote, ...]:
    """Give quotes for several shipments that are held together; infeasible ones are told, too.

    Raises
    ------
    QuoteOvertaken
        When others took the places of this one again and again.
    """
    work_out = partial(
        consigning.work_out,
        actor=ask.actor,
        wishes=wishes,
        is_together=is_together,
        streets=ask.streets,
        now=ask.now,
        new_id=ask.services.new_id,
        live_plans=ask.services.live_plans,
    )
    for tries in count(1):
        given = await ask.read(work_out)
        hold = partial(consigning.keep, actor=ask.actor, given=given, now=ask.now)
        try:
            held = await ask.write(hold)
            break
        except QuoteOvertaken:
            if tries == MOST_TRIES:
                raise
    for one in held:
        ask.services.metrics.quotes.labels(str(one.is_feasible).lower()).inc()
    return held


async def viewed(ask: Ask, placed: Placed) -> OrderOut:
    """Show an order that was placed; one that was placed before may be another by now."""
    order = placed.order
    if order.courier is not None or order.version > 1:
        return await ask.read(lambda tx: views_for(tx, ask.actor, [order])[0])
    return OrderOut.of(order, storefront=placed.storefront, courier=None, eta=None)


async def booked(ask: Ask, wish: OrderWish, key: str | None, *, tip_minor: int = 0) -> Placed:
    """Place an order, and answer a quote that is no longer held with a new one.

    Parameters
    ----------
    ask
        The request.
    wish
        What is to be ordered.
    key
        The same key with the same wish gives the same order back.
    tip_minor
        Minor units on top of the fee.

    Returns
    -------
    Placed
        What was ordered.

    Raises
    ------
    ProblemError
        ``quote_expired`` or ``quote_overtaken``, with a new quote as the member ``quote``
        where there can be one.
    """
    if (quote := wish.quote) is None:
        return await ordered(ask, wish, key, tip_minor=tip_minor)
    try:
        seen = await ask.read(lambda tx: look_for(tx, ask, quoting.find(tx, ask.actor, quote)))
        return await ordered(ask, wish, key, tip_minor=tip_minor, seen=seen)
    except (QuoteExpired, QuoteOvertaken) as error:
        problem = problem_of(error)
        try:
            again = partial(quoting.wish_again, actor=ask.actor, quote=quote, now=ask.now)
            given = await quoted(ask, await ask.read(again))
        except RuleError:
            raise error from None
        new = QuoteOut.of(given, ask.words).model_dump(mode="json", by_alias=True)
        raise ProblemError(replace(problem, members={"quote": new})) from error
