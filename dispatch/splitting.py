"""Parcels of one order go with several couriers; before they are picked up, that can be undone.

The storefront pays once and knows one order: see `dispatch.wholes`. A parcel is in one part at a
time, so that it is brought, and paid, once.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from dispatch.errors import BadWish, StaleVersion, TransitionRefused
from dispatch.events import EventKind
from dispatch.model import OrderId, OrderPin, OrderState, Role
from dispatch.permission import require
from dispatch.wholes import WHOLE, members
from fairness.money import Money, split_by_weights

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from dispatch.model import Actor, CourierId, Order, Parcel
    from dispatch.store import Transaction

MOST_PARTS: Final = 12
"""Parts of one order."""

MOVABLE: Final = frozenset({OrderState.PLACED, OrderState.ASSIGNED})


def split(  # noqa: PLR0913 - all named by the caller
    tx: Transaction,
    actor: Actor,
    order: OrderId,
    parcels: Collection[int],
    *,
    if_version: int,
    now: datetime,
    courier: CourierId | None = None,
    reason: str = "",
) -> tuple[Order, Order]:
    """Let some parcels of an order go by themselves.

    Fee, reference and tracking page stay with the whole; a tip is shared by the number of
    parcels. The day is planned again.

    Parameters
    ----------
    tx, actor
        In which co-op and who.
    order, parcels
        Which order, or which part of one, and which of its parcels, counted from 0.
    if_version
        The order that the actor looks at.
    now
        When.
    courier
        Who is to bring them; ``None``: whoever the plan finds.
    reason
        Why, in the actor's words.

    Returns
    -------
        What is left of the order, and the new part.

    Raises
    ------
    NotFound
        When there is no such order or courier.
    StaleVersion
        When the order has changed since the actor looked at it.
    TransitionRefused
        When it is on its way or over, or in as many parts as an order may be.
    BadWish
        When none or all of its parcels would go, or some that it does not have.
    """
    require(actor, Role.DISPATCHER)
    known = movable(tx, order, if_version)
    gone, kept = _parted(known, parcels)
    whole = known.whole_id
    taken = tx.orders.parts_of([whole])
    if sum(one.state is not OrderState.CANCELED for one in taken) + 2 > MOST_PARTS:
        msg = f"Order {whole!r} is in {MOST_PARTS} parts already."
        raise TransitionRefused(msg, order=whole, most=MOST_PARTS)
    tips = split_by_weights(known.tip_minor, [len(kept), len(gone)])
    left = tx.orders.save(_with(known, kept, tip_minor=tips[0]))
    part = replace(
        _with(known, gone, tip_minor=tips[1]),
        id=OrderId(f"{whole}-p{len(taken) + 2}"),
        fee=Money(minor=0, currency=known.fee.currency),
        state=OrderState.PLACED,
        courier=None,
        quote=None,
        slot=None,
        tracking=None,
        version=1,
        consignment=None,
        is_together=False,
        part_of=whole,
        rides_with=None,
    )
    tx.orders.add(part)
    _record(tx, actor, EventKind.ORDER_SPLIT, left, now, part=part.id, reason=reason)
    if courier is not None:
        _pin(tx, actor, part, courier, now, reason)
    return left, part


def rejoin(  # noqa: PLR0913 - all named by the caller
    tx: Transaction,
    actor: Actor,
    order: OrderId,
    *,
    if_version: int,
    now: datetime,
    reason: str = "",
) -> Order:
    """Put all parts of an order together again.

    Parameters
    ----------
    tx, actor
        In which co-op and who.
    order
        The whole, or any part of it.
    if_version
        That order, as the actor looks at it.
    now
        When.
    reason
        Why, in the actor's words.

    Returns
    -------
        The whole order.

    Raises
    ------
    NotFound
        When there is no such order.
    StaleVersion
        When the order has changed since the actor looked at it.
    TransitionRefused
        When it is in one piece, or a part of it is on its way or over.
    """
    require(actor, Role.DISPATCHER)
    group = members(tx, movable(tx, order, if_version))
    whole, parts = group[0], group[1:]
    if not parts:
        msg = f"Order {whole.id!r} is in one piece."
        raise TransitionRefused(msg, order=whole.id)
    for one in group:
        refuse_under_way(one)
    for part in parts:
        tx.orders.save(replace(part, state=OrderState.CANCELED, version=part.version + 1))
        tx.pins.remove(part.id)
        _record(tx, actor, EventKind.ORDER_CANCELED, part, now)
    joined = tx.orders.save(
        _with(
            whole,
            tuple(parcel for one in group for parcel in one.delivery.parcels),
            tip_minor=sum(one.tip_minor for one in group),
        )
    )
    _record(tx, actor, EventKind.ORDER_REJOINED, joined, now, reason=reason)
    return joined


def movable(tx: Transaction, order: OrderId, if_version: int) -> Order:
    """Give an order that nobody has picked up, as the actor believes it to be.

    Raises
    ------
    NotFound, StaleVersion, TransitionRefused
        When it is not.
    """
    known = tx.orders.get(order)
    if known.version != if_version:
        msg = f"Expected version {known.version} of order {order!r}, got {if_version}."
        raise StaleVersion(msg, got=if_version, newest=known.version)
    refuse_under_way(known)
    return known


def refuse_under_way(order: Order) -> None:
    """Refuse an order that somebody has picked up, or that is over."""
    if order.state not in MOVABLE:
        msg = f"Order {order.id!r} is {order.state.value} and stays as it is."
        raise TransitionRefused(msg, order=order.id, state=order.state.value)


def _parted(
    known: Order, parcels: Collection[int]
) -> tuple[tuple[Parcel, ...], tuple[Parcel, ...]]:
    """Give what goes and what stays."""
    all_of = known.delivery.parcels
    chosen = set(parcels)
    if not chosen or len(chosen) >= len(all_of) or not chosen <= set(range(len(all_of))):
        msg = f"Expected some but not all of {len(all_of)} parcels, got {sorted(chosen)}."
        raise BadWish(msg, field="parcels")
    gone = tuple(parcel for number, parcel in enumerate(all_of) if number in chosen)
    return gone, tuple(parcel for number, parcel in enumerate(all_of) if number not in chosen)


def _with(order: Order, parcels: tuple[Parcel, ...], *, tip_minor: int) -> Order:
    delivery = replace(order.delivery, parcels=parcels)
    return replace(order, delivery=delivery, tip_minor=tip_minor, version=order.version + 1)


def _pin(  # noqa: PLR0913, PLR0917 - private
    tx: Transaction, actor: Actor, part: Order, courier: CourierId, now: datetime, reason: str
) -> None:
    tx.couriers.get(courier)
    tx.pins.put(
        OrderPin(
            order=part.id,
            courier=courier,
            day=part.day,
            author=actor.member,
            at=now,
            reason=reason,
        )
    )
    tx.record(
        EventKind.ORDER_PINNED,
        actor=actor.member,
        at=now,
        day=part.day,
        subjects={"order": str(part.id), "courier": str(courier)},
    )


def _record(  # noqa: PLR0913 - private
    tx: Transaction,
    actor: Actor,
    kind: EventKind,
    order: Order,
    now: datetime,
    *,
    part: OrderId | None = None,
    reason: str = "",
) -> None:
    subjects = {
        "order": str(order.id),
        WHOLE: str(order.whole_id),
        "storefront": str(order.storefront),
    }
    if part is not None:
        subjects["part"] = str(part)
    if order.courier is not None:
        subjects["courier"] = str(order.courier)
    tx.record(
        kind,
        actor=actor.member,
        at=now,
        day=order.day,
        subjects=subjects,
        payload={WHOLE: "", "num_parcels": len(order.delivery.parcels)},
        reason=reason,
    )
