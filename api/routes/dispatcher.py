"""The day, its plans, moves and pins."""

from collections.abc import Callable
from functools import partial

import anyio.to_thread
from fastapi import Response

from api.day_view import read_day, write_day
from api.deps import Ask, AskDep, DayPath, IdPath, VersionPath
from api.door_memory import remember_doors
from api.explanation_view import read_explanation, write_decision
from api.fairness_view import fairness_of
from api.orders_view import check_day, views_for
from api.schemas.day import DayOut
from api.schemas.explanation import DecisionOut
from api.schemas.fairness import FairnessOut
from api.schemas.order_changes import DoorIn
from api.schemas.orders import OrderOut
from api.schemas.plans import (
    DiscardIn,
    MoveIn,
    MoveOut,
    PinIn,
    PinOut,
    PlanState,
    PublishIn,
    ReorderIn,
    ReplanIn,
    ReplanOut,
)
from api.schemas.reports import KeptReportsOut
from dispatch import doubts, moving, planning, pointing, reordering, review
from dispatch.doors import ReachedDoor
from dispatch.model import CourierId, MoveEffect, OrderId
from routing.solution import StopKind


async def day_view(day: DayPath, ask: AskDep) -> DayOut:
    """Give everything that the console shows of a day."""
    facts = await ask.read(partial(read_day, day=day))
    return await anyio.to_thread.run_sync(write_day, ask, await ask.city(), day, facts)


async def publish(
    day: DayPath,
    version: VersionPath,
    ask: AskDep,
    wanted: PublishIn | None = None,
) -> PlanState:
    """Put a proposed plan into force; couriers see it from now on."""
    put = partial(
        review.publish,
        actor=ask.actor,
        day=day,
        version=version,
        now=ask.now,
        if_version=wanted.if_version if wanted else None,
        reason=wanted.reason if wanted else "",
    )
    return PlanState.of(await ask.write(put))


async def discard(
    day: DayPath,
    version: VersionPath,
    ask: AskDep,
    wanted: DiscardIn | None = None,
) -> PlanState:
    """Say no to a proposed plan; the one in force stays."""
    say_no = partial(
        review.discard,
        actor=ask.actor,
        day=day,
        version=version,
        reason=wanted.reason if wanted else "",
        now=ask.now,
    )
    return PlanState.of(await ask.write(say_no))


async def move(day: DayPath, wanted: MoveIn, ask: AskDep) -> MoveOut:
    """Give orders to a courier, or tell what that would mean."""
    orders = tuple(dict.fromkeys(map(OrderId, (wanted.order_id, *wanted.also))))
    to = CourierId(wanted.to_courier_id) if wanted.to_courier_id else None
    for order in orders:
        await ask.read(partial(check_day, order=order, day=day))
    return await _by_hand(ask, wanted, moving.preview, moving.move, orders=orders, to=to)


async def reorder(day: DayPath, wanted: ReorderIn, ask: AskDep) -> MoveOut:
    """Put a stop elsewhere within its route, or tell what that would mean."""
    stop = wanted.value()
    before = None if wanted.before is None else wanted.before.value()
    for one in (stop, before):
        if one is not None:
            await ask.read(partial(check_day, order=one.order, day=day))
    return await _by_hand(
        ask, wanted, reordering.preview, reordering.reorder, stop=stop, before=before
    )


async def _by_hand(
    ask: Ask,
    wanted: MoveIn | ReorderIn,
    preview: Callable[..., MoveEffect],
    change: Callable[..., MoveEffect],
    **what: object,
) -> MoveOut:
    """Change a plan by hand, or tell what that would mean."""
    look = partial(
        preview if wanted.dry_run else partial(change, reason=wanted.reason),
        actor=ask.actor,
        if_version=wanted.if_version,
        streets=ask.streets,
        now=ask.now,
        live_plans=ask.services.live_plans,
        **what,
    )
    effect = await (ask.read(look) if wanted.dry_run else ask.write(look))
    return MoveOut.of(effect, ask.words)


async def pin(day: DayPath, wanted: PinIn, ask: AskDep) -> PinOut:
    """Decide who gets an order; the next plan keeps to it."""
    order = OrderId(wanted.order_id)
    await ask.read(partial(check_day, order=order, day=day))
    decide = partial(
        review.pin,
        actor=ask.actor,
        order=order,
        courier=CourierId(wanted.courier_id),
        reason=wanted.reason,
        now=ask.now,
    )
    return PinOut.of(await ask.write(decide))


async def unpin(day: DayPath, order_id: IdPath, ask: AskDep) -> Response:
    """Take a pin back."""
    await ask.read(partial(check_day, order=OrderId(order_id), day=day))
    await ask.write(partial(review.unpin, actor=ask.actor, order=OrderId(order_id), now=ask.now))
    return Response(status_code=204)


async def door(order_id: IdPath, wanted: DoorIn, ask: AskDep) -> OrderOut:
    """Point at the door that an address means; the order goes there."""
    end = StopKind(wanted.stop)
    point = partial(
        pointing.point_at,
        actor=ask.actor,
        order=OrderId(order_id),
        end=end,
        location=wanted.location.value(),
        streets=ask.streets,
        now=ask.now,
    )
    changed = await ask.write(point)
    asked = changed.delivery
    place = asked.pickup if end is StopKind.PICKUP else asked.delivery
    if place.address:
        await remember_doors(
            ask, [ReachedDoor(address=place.address, location=place.location, at=ask.now)]
        )
    return await ask.read(lambda tx: views_for(tx, ask.actor, [changed])[0])


async def replan(day: DayPath, ask: AskDep, wanted: ReplanIn | None = None) -> ReplanOut:
    """Ask for a new plan of the day or of some orders; the planner makes it soon."""
    scope = None if wanted is None else wanted.order_ids
    orders = None if scope is None else frozenset(map(OrderId, scope))
    await ask.write(partial(planning.request, actor=ask.actor, day=day, now=ask.now, orders=orders))
    return ReplanOut(day=day.isoformat(), is_requested=True)


async def fairness(day: DayPath, ask: AskDep) -> FairnessOut:
    """Tell how evenly work and pay are shared, on this day and over the period."""
    return await ask.read(partial(fairness_of, actor=ask.actor, day=day, now=ask.now))


async def reports(day: DayPath, ask: AskDep) -> KeptReportsOut:
    """List the couriers' reports of a day that a person should look at, oldest first."""
    found = await ask.read(partial(doubts.reports_to_check, actor=ask.actor, day=day))
    return KeptReportsOut.of(found, ask.words)


async def explanation(order_id: IdPath, ask: AskDep) -> DecisionOut:
    """Tell why an order is with whom it is or unassigned, with everybody who was considered."""
    return write_decision(ask.words, await read_explanation(ask, OrderId(order_id)))
