"""Orders with what belongs to them: names of people, and when they will be at the door."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.schemas.orders import OrderOut
from dispatch.errors import NotAllowed, NotFound
from dispatch.model import OrderState, PlanState, Role
from dispatch.permission import require_storefront
from routing.solution import StopKind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from dispatch.model import Actor, Order, OrderId, Plan, StorefrontId
    from dispatch.store import ReadTransaction

EXPECTED = frozenset({OrderState.ASSIGNED, OrderState.PICKED_UP})
"""States in which somebody is on the way, so that there is a time to expect."""


def own_order(tx: ReadTransaction, actor: Actor, order: OrderId) -> Order:
    """Give an order that an actor may see.

    Raises
    ------
    NotFound
        When there is none, or it is another storefront's.
    """
    found = tx.orders.get(order)
    require_storefront(actor, found.storefront, kind="order", name=order)
    return found


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


def order_views(tx: ReadTransaction, orders: Sequence[Order]) -> list[OrderOut]:
    """Write orders, in their order.

    Parameters
    ----------
    tx
        Knows the names and the plans in force.
    orders
        What to write.

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
            order,
            storefront=storefronts.get(order.storefront),
            courier=couriers.get(order.courier),
            eta=times.get(order.id) if order.state in EXPECTED else None,
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
