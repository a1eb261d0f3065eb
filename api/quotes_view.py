"""Quotes between being asked for and being booked."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from api.errors import problem_of
from api.problems import ProblemError
from api.schemas.orders import QuoteOut
from dispatch import quoting
from dispatch.errors import QuoteExpired, QuoteOvertaken, RuleError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from api.deps import Ask
    from dispatch.model import Order, Quote, QuoteId, QuoteWish


async def quoted(ask: Ask, wish: QuoteWish) -> Quote:
    """Give a quote that is held."""
    given = await asyncio.wrap_future(ask.services.quote_desk.ask(ask.actor, wish, ask.streets))
    ask.services.metrics.quotes.labels(str(given.is_feasible).lower()).inc()
    return given


async def booked(ask: Ask, quote: QuoteId | None, book: Callable[[], Awaitable[Order]]) -> Order:
    """Book, and answer a quote that is no longer held with a new one.

    Parameters
    ----------
    ask
        The request.
    quote
        What is to be booked; ``None``: no quote.
    book
        Places the order.

    Returns
    -------
    Order
        What was booked.

    Raises
    ------
    ProblemError
        ``quote_expired`` or ``quote_overtaken``, with a new quote as the member ``quote``
        where there can be one.
    """
    if quote is None:
        return await book()
    try:
        await ask.read(
            partial(
                quoting.check_place,
                actor=ask.actor,
                quote=quote,
                streets=ask.streets,
                now=ask.now,
                live_plans=ask.services.live_plans,
            )
        )
        return await book()
    except (QuoteExpired, QuoteOvertaken) as error:
        problem = problem_of(error)
        try:
            again = partial(quoting.wish_again, actor=ask.actor, quote=quote, now=ask.now)
            given = await quoted(ask, await ask.read(again))
        except RuleError:
            raise error from None
        new = QuoteOut.of(given, ask.words).model_dump(mode="json", by_alias=True)
        raise ProblemError(replace(problem, members={"quote": new})) from error
