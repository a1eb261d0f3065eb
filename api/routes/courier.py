"""My route, my reports, my pay."""

from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING, Annotated

import anyio.to_thread
from fastapi import Query

from api.courier_view import read_askable, read_self, write_pay, write_route
from api.deps import Ask, AskDep, IdPath
from api.door_memory import remember_doors
from api.explanation_view import read_explanation, write_explanation
from api.schemas.courier import (
    DayParams,
    DeclinedOut,
    DeclineIn,
    MyPayOut,
    MyRouteOut,
    ReportsIn,
    ResultOut,
    ResultsOut,
)
from api.schemas.explanation import AskableOrdersOut, ExplanationOut
from dispatch import delivering, nights, paying, stating
from dispatch.model import CourierId, OrderId

if TYPE_CHECKING:
    from dispatch.doors import ReachedDoor

ADDED_FOR = timedelta(days=60)
"""How long additions to closed pay are shown beside running pay."""

DayQuery = Annotated[DayParams, Query()]


async def day_of(ask: Ask) -> date:
    """Give the day that the courier who asks is working on."""
    return await ask.read(partial(nights.my_day, actor=ask.actor, now=ask.now))


async def route(ask: AskDep, query: DayQuery) -> MyRouteOut:
    """Give my day as the plan in force has it, with what has been done."""
    day = query.day or await day_of(ask)
    courier = await ask.read(partial(read_self, actor=ask.actor))
    found = await ask.read(partial(delivering.route_of, actor=ask.actor, day=day))
    return await anyio.to_thread.run_sync(write_route, ask, await ask.city(), courier, found)


async def report(reports: ReportsIn, ask: AskDep) -> ResultsOut:
    """Take in what my phone reports: in the order of its sequence, each once."""
    reached: list[ReachedDoor] = []
    apply = partial(
        delivering.apply,
        actor=ask.actor,
        whose=None if reports.courier_id is None else CourierId(reports.courier_id),
        events=reports.value(),
        now=ask.now,
        on_door=reached.append,
    )
    results = await ask.write(apply)
    if reached:
        await remember_doors(ask, reached)
    return ResultsOut(
        results=[ResultOut.of(result, ask.words) for result in results],
        sent_at=ask.now,
    )


async def decline(wanted: DeclineIn, ask: AskDep) -> DeclinedOut:
    """Give an order back; no reason is asked and none is kept."""
    order = OrderId(wanted.order_id)
    given = await ask.write(
        partial(delivering.decline, actor=ask.actor, order=order, now=ask.now),
    )
    return DeclinedOut(order_id=given.order, at=given.at)


async def pay(ask: AskDep, query: DayQuery) -> MyPayOut:
    """Tell what I have earned, to the minor unit, with what is behind each line."""
    day = query.day or await day_of(ask)
    found = await ask.read(partial(paying.pay_of, actor=ask.actor, day=day, now=ask.now))
    since = ask.now - ADDED_FOR
    added = await ask.read(partial(stating.added_since, actor=ask.actor, since=since))
    return write_pay(ask, found, added)


async def explanation(order_id: IdPath, ask: AskDep) -> ExplanationOut:
    """Tell why this order came to me or went elsewhere, and what would have turned it."""
    return write_explanation(ask.words, await read_explanation(ask, OrderId(order_id)))


async def askable(ask: AskDep, query: DayQuery) -> AskableOrdersOut:
    """List the orders of a day that I may ask about: mine and those that went elsewhere."""
    day = query.day or await day_of(ask)
    return await ask.read(partial(read_askable, actor=ask.actor, day=day))
