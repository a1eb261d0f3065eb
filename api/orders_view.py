"""Orders with what belongs to them: names of people, and when they will be at the door."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from api.schemas.orders import OrderOut
from api.schemas.parts import PartOut
from dispatch.errors import NotAllowed, NotFound
from dispatch.model import OrderId, OrderState, PlanState, Role
from dispatch.wholes import as_wholes, own_whole, seen_by
from routing.solution import StopKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from api.schemas.orders import OrdersParams
    from dispatch.model import Actor, Order, Plan, StorefrontId
    from dispatch.store import ReadTransaction

EXPECTED = frozenset({OrderState.ASSIGNED, OrderState.PICKED_UP})
"""States in which somebody is on the way, so that there is a time to expect."""


def own_order(tx: ReadTransaction, actor: Actor, order: OrderId) -> Order:
    """Give an order that an actor may see, whole unless a dispatcher looks.

    Raises
    ------
    NotFound
        When there is none, or it is another storefront's or a part of one.
    """
    return seen_by(tx, actor, [own_whole(tx, actor, order)])[0]


def listed(tx: ReadTransaction, actor: Actor, day: date, query: OrdersParams) -> list[OrderOut]:
    """List orders of a day, by id: all that a dispatcher asks for, or a storefront's own."""
    states = [OrderState(one) for one in query.state] or tuple(OrderState)
    storefront = own_storefront(actor)
    after = OrderId(query.after) if query.after else None
    if storefront is None:
        found = tx.orders.of_day(day, states=states, after=after, limit=query.limit)
        return views_for(tx, actor, found)
    wholes = as_wholes(tx, tx.orders.of_day(day, storefront=storefront, after=after))
    return order_views(tx, [one for one in wholes if one.state in states][: query.limit])


def own_storefront(actor: Actor) -> StorefrontId | None:
    """Give the storefront whose orders an actor sees; ``None``: all of the co-op's.

    Raises
    ------
    NotAllowed
        When a storefront's key names no storefront.
    """
    if actor.role is Role.STOREFRONT and actor.storefront is None:
        msg = "Expected a key that names a storefront, got one without."
        raise NotAllowed(msg)
    return actor.storefront


def views_for(tx: ReadTransaction, actor: Actor, orders: Sequence[Order]) -> list[OrderOut]:
    """Write orders for an actor: a dispatcher sees of what each is a part, others whole ones."""
    if actor.role is not Role.DISPATCHER:
        return order_views(tx, as_wholes(tx, orders))
    return order_views(tx, orders, parts=parts_among(tx, orders))


def parts_among(tx: ReadTransaction, orders: Sequence[Order]) -> dict[OrderId, PartOut]:
    """Say of what orders are parts, and which ones."""
    groups: dict[OrderId, list[OrderId]] = {}
    for one in tx.orders.parts_of({order.whole_id for order in orders}):
        if one.state is not OrderState.CANCELED:
            groups.setdefault(one.whole_id, [one.whole_id]).append(one.id)
    return {
        name: PartOut(whole_id=whole, number=number, of=len(group))
        for whole, group in groups.items()
        for number, name in enumerate(group, start=1)
    }


def order_views(
    tx: ReadTransaction, orders: Sequence[Order], *, parts: Mapping[OrderId, PartOut] | None = None
) -> list[OrderOut]:
    """Write orders, in their order.

    Parameters
    ----------
    tx
        Knows the names and the plans in force.
    orders
        What to write.
    parts
        Of what they are parts, where that and with whom they ride is to be said.

    Returns
    -------
    list of OrderOut
        As many.
    """
    storefronts = tx.storefronts.by_keys({order.storefront for order in orders})
    couriers = tx.couriers.by_keys({order.courier for order in orders if order.courier})
    times: dict[OrderId, datetime] = {}
    for day in {order.day for order in orders if order.state in EXPECTED}:
        plan = tx.plans.newest(day, PlanState.PUBLISHED)
        times.update(arrivals(plan) if plan else {})
    return [
        OrderOut.of(
            order if parts is not None else replace(order, rides_with=None),
            storefront=storefronts.get(order.storefront),
            courier=couriers.get(order.courier),
            eta=times.get(order.id) if order.state in EXPECTED else None,
            part=(parts or {}).get(order.id),
        )
        for order in orders
    ]


def arrivals(plan: Plan) -> dict[OrderId, datetime]:
    """Give, per order of a plan, when service begins at the recipient's door."""
    return {
        stop.order: stop.start
        for route in plan.routes
        for stop in route.stops
        if stop.kind is StopKind.DELIVERY and stop.order is not None
    }


def check_day(tx: ReadTransaction, order: OrderId, day: date) -> None:
    """Make sure that an order is of a day.

    Raises
    ------
    NotFound
        When the day has no such order.
    """
    if tx.orders.get(order).day != day:
        raise NotFound.of(kind="order", name=order)
