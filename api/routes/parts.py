"""Parcels of one order go with several couriers; several orders go with one."""

from collections.abc import Sequence
from functools import partial

from fastapi import Response

from api.deps import Ask, AskDep, DayPath, IdPath
from api.orders_view import check_day, views_for
from api.schemas.order_changes import ChangedOut
from api.schemas.parts import RejoinIn, SplitIn, TogetherIn
from dispatch import joining, splitting
from dispatch.model import CourierId, Order, OrderId


async def split(order_id: IdPath, wanted: SplitIn, ask: AskDep) -> ChangedOut:
    """Let some parcels of an order go by themselves; its storefront still knows one order."""
    part = partial(
        splitting.split,
        actor=ask.actor,
        order=OrderId(order_id),
        parcels=wanted.parcels,
        if_version=wanted.if_version,
        courier=None if wanted.courier_id is None else CourierId(wanted.courier_id),
        reason=wanted.reason,
        now=ask.now,
    )
    return await _shown(ask, await ask.write(part))


async def rejoin(order_id: IdPath, wanted: RejoinIn, ask: AskDep) -> ChangedOut:
    """Put the parts of an order together again, while none of them is picked up."""
    join = partial(
        splitting.rejoin,
        actor=ask.actor,
        order=OrderId(order_id),
        if_version=wanted.if_version,
        reason=wanted.reason,
        now=ask.now,
    )
    return await _shown(ask, [await ask.write(join)])


async def bring_together(day: DayPath, wanted: TogetherIn, ask: AskDep) -> ChangedOut:
    """Ask that one courier brings orders that have a shop or a door in common."""
    orders = wanted.value()
    for order in orders:
        await ask.read(partial(check_day, order=order, day=day))
    join = partial(
        joining.bring_together,
        actor=ask.actor,
        wanted=orders,
        reason=wanted.reason,
        now=ask.now,
    )
    return await _shown(ask, await ask.write(join))


async def let_apart(day: DayPath, order_id: IdPath, ask: AskDep) -> Response:
    """Let orders that were to ride together go with different couriers again."""
    order = OrderId(order_id)
    await ask.read(partial(check_day, order=order, day=day))
    await ask.write(partial(joining.let_apart, actor=ask.actor, order=order, now=ask.now))
    return Response(status_code=204)


async def _shown(ask: Ask, orders: Sequence[Order]) -> ChangedOut:
    views = await ask.read(partial(views_for, actor=ask.actor, orders=orders))
    return ChangedOut(orders=views)
