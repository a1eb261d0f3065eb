"""Orders in parts: storefronts and recipients know one order, whoever brings which parcels.

A part is an order of its own for the plan, the couriers and their pay. What it was split off is
the whole: its fee, its reference, its tracking page. The whole is as far as its slowest part.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, TypeAlias

from dispatch.errors import NotFound
from dispatch.events import EventKind
from dispatch.model import OrderState, Role
from dispatch.permission import require_storefront
from dispatch.transitions import FINAL_STATES, ORDER_TRANSITIONS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dispatch.model import Actor, Order, OrderId
    from dispatch.store import ReadTransaction

WHOLE: Final = "whole"
"""In an event: the order that one is a part of, and the state that it has led the whole to."""

STEPS: Final = (OrderState.PLACED, OrderState.ASSIGNED, OrderState.PICKED_UP)
ENDS: Final = (OrderState.FAILED, OrderState.RETURNED, OrderState.DELIVERED)


WholeStep: TypeAlias = tuple[dict[str, str], dict[str, object]]
"""What an event's subjects and its payload say of the whole."""


def state_of(states: Iterable[OrderState]) -> OrderState:
    """Say where a whole is by where its parts are; canceled ones do not count.

    While somebody is still to bring a part it is where the slowest one is; then one that failed
    or came back says so, and it is delivered when all of it is.
    """
    live = {state for state in states if state is not OrderState.CANCELED}
    for state in (*STEPS, *ENDS):
        if state in live:
            return state
    return OrderState.CANCELED


def members(tx: ReadTransaction, order: Order) -> tuple[Order, ...]:
    """Give an order with its parts that were not canceled, the whole first; one alone is itself."""
    first = order if order.part_of is None else tx.orders.get(order.part_of)
    parts = tx.orders.parts_of([first.id])
    return (first, *(one for one in parts if not is_put_back(one)))


def as_wholes(tx: ReadTransaction, orders: Sequence[Order]) -> tuple[Order, ...]:
    """Give orders as storefronts and recipients see them: parts left out, wholes put together."""
    wholes = [order for order in orders if order.part_of is None]
    parts: dict[OrderId, list[Order]] = {}
    for part in tx.orders.parts_of([order.id for order in wholes]):
        if not is_put_back(part):
            parts.setdefault(part.whole_id, []).append(part)
    return tuple(put_together((order, *parts.get(order.id, ()))) for order in wholes)


def is_put_back(order: Order) -> bool:
    """Tell whether an order was a part whose parcels are with the whole again."""
    return order.part_of is not None and order.state is OrderState.CANCELED


def put_together(group: Sequence[Order]) -> Order:
    """Give the whole of an order and its parts."""
    first = group[0]
    if len(group) == 1:
        return first
    parcels = tuple(parcel for one in group for parcel in one.delivery.parcels)
    return replace(
        first,
        state=state_of(one.state for one in group),
        delivery=replace(first.delivery, parcels=parcels),
        tip_minor=sum(one.tip_minor for one in group),
        needs_attention=tuple(dict.fromkeys(code for one in group for code in one.needs_attention)),
    )


def allows(tx: ReadTransaction, order: Order, kind: EventKind) -> bool:
    """Tell whether an order can be changed or canceled with all its parts.

    Parts that are over stay as they are when the others are canceled.
    """
    is_over = FINAL_STATES if kind is EventKind.ORDER_CANCELED else frozenset()
    states = {one.state for one in members(tx, order)[1:] if one.state not in is_over}
    return all((state, kind) in ORDER_TRANSITIONS for state in {order.state, *states})


def own_whole(tx: ReadTransaction, actor: Actor, order: OrderId) -> Order:
    """Give an order that an actor may know; parts of one exist for dispatchers only.

    Raises
    ------
    NotFound
        When there is none, or it is another storefront's or a part.
    """
    known = tx.orders.get(order)
    require_storefront(actor, known.storefront, kind="order", name=order)
    if known.part_of is not None and actor.role is Role.STOREFRONT:
        raise NotFound.of(kind="order", name=order)
    return known


def seen_by(tx: ReadTransaction, actor: Actor, orders: Sequence[Order]) -> tuple[Order, ...]:
    """Give orders as an actor is to see them: a dispatcher sees parts."""
    return tuple(orders) if actor.role is Role.DISPATCHER else as_wholes(tx, orders)


def subject(order: Order) -> dict[str, str]:
    """Name the whole in an event about a part."""
    return {} if order.part_of is None else {WHOLE: str(order.part_of)}


def step(tx: ReadTransaction, before: Order, after: OrderState) -> WholeStep:
    """Say in an event to which state a step of one order leads the whole.

    Returns
    -------
    dict, dict
        What its subjects and its payload get; nothing for an order without parts. The state is
        empty while the whole stays where it was.
    """
    group = members(tx, before)
    if len(group) == 1 and before.part_of is None:
        return {}, {}
    was = state_of(one.state for one in group)
    now = state_of(after if one.id == before.id else one.state for one in group)
    return {WHOLE: str(group[0].id)}, {WHOLE: "" if now is was else now.value}
