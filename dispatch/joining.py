"""Orders with a shop or a door in common are brought together by one courier, at one stop."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from dispatch.errors import BadWish, NotFound, TooHeavy, TransitionRefused
from dispatch.events import EventKind
from dispatch.model import OrderId, Role
from dispatch.permission import require
from dispatch.splitting import movable, refuse_under_way
from dispatch.transitions import FINAL_STATES
from dispatch.wishes import DIMENSIONS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from dispatch.model import Actor, Order
    from dispatch.store import Transaction

MOST_TOGETHER: Final = 50
"""Orders that one courier may be asked to bring at once."""


def bring_together(
    tx: Transaction,
    actor: Actor,
    wanted: Mapping[OrderId, int],
    *,
    now: datetime,
    reason: str = "",
) -> tuple[Order, ...]:
    """Ask that one courier brings some orders; whoever has one of them gets the others.

    Each stays an order of its own, with its fee and its drop. What one of them was to be
    brought with before is let go.

    Parameters
    ----------
    tx, actor
        In which co-op and who.
    wanted
        Which orders, each with the version that the actor looks at.
    now
        When.
    reason
        Why, in the actor's words.

    Returns
    -------
        The orders, by id.

    Raises
    ------
    NotFound
        When there is no such order.
    StaleVersion
        When one of them has changed since the actor looked at it.
    TransitionRefused
        When one is on its way or over, or two of them are pinned to different couriers.
    BadWish
        When there are fewer than two or too many, they are of different days or parts of one
        order, or have neither a shop nor a door in common.
    TooHeavy
        When nobody with a shift that day could carry all of them at once.
    """
    require(actor, Role.DISPATCHER)
    if not 2 <= len(wanted) <= MOST_TOGETHER:  # noqa: PLR2004 - one is always together
        msg = f"Expected 2 to {MOST_TOGETHER} orders, got {len(wanted)}."
        raise BadWish(msg, field="orders")
    orders = [movable(tx, order, version) for order, version in sorted(wanted.items())]
    _check_fit(tx, orders)
    first = orders[0].id
    for left in sorted({one.rides_with for one in orders if one.rides_with not in {None, first}}):
        _let_go_rest(tx, left, wanted)
    return _settle(tx, actor, orders, first, kind=EventKind.ORDERS_JOINED, now=now, reason=reason)


def let_apart(
    tx: Transaction, actor: Actor, order: OrderId, *, now: datetime, reason: str = ""
) -> tuple[Order, ...]:
    """Let orders that were to be brought together go with different couriers again.

    Those that are over by now do not matter any more.

    Parameters
    ----------
    tx, actor
        In which co-op and who.
    order
        Any of them.
    now
        When.
    reason
        Why, in the actor's words.

    Returns
    -------
        The orders, by id.

    Raises
    ------
    NotFound
        When there is no such order, or it is not to be brought with others.
    TransitionRefused
        When one of them is on its way.
    """
    require(actor, Role.DISPATCHER)
    known = tx.orders.get(order)
    first = known.rides_with
    if first is None:
        raise NotFound.of(kind="group of orders", name=order)
    group = _left(tx, first) or (known,)
    for one in group:
        refuse_under_way(one)
    return _settle(tx, actor, group, first, kind=EventKind.ORDERS_PARTED, now=now, reason=reason)


def _settle(  # noqa: PLR0913 - private
    tx: Transaction,
    actor: Actor,
    orders: Sequence[Order],
    first: OrderId,
    *,
    kind: EventKind,
    now: datetime,
    reason: str,
) -> tuple[Order, ...]:
    """Write down that orders ride with the first of them from now on, or by themselves."""
    rides_with = first if kind is EventKind.ORDERS_JOINED else None
    settled = tuple(
        tx.orders.save(replace(one, rides_with=rides_with, version=one.version + 1))
        for one in orders
    )
    tx.record(
        kind,
        actor=actor.member,
        at=now,
        day=settled[0].day,
        subjects={"order": str(first)},
        payload={"orders": [str(one.id) for one in settled]},
        reason=reason,
    )
    return settled


def _left(tx: Transaction, first: OrderId) -> tuple[Order, ...]:
    """Give the orders of a group that are not over."""
    return tuple(one for one in tx.orders.riding_with(first) if one.state not in FINAL_STATES)


def _let_go_rest(tx: Transaction, first: OrderId, wanted: Mapping[OrderId, int]) -> None:
    """Let an order go that would be left alone of a group."""
    rest = [one for one in _left(tx, first) if one.id not in wanted]
    if len(rest) == 1:
        tx.orders.save(replace(rest[0], rides_with=None))


def _check_fit(tx: Transaction, orders: Sequence[Order]) -> None:
    """Refuse orders that nobody could bring at once, or that have nothing in common."""
    day = orders[0].day
    if any(one.day != day for one in orders):
        msg = f"Expected orders of {day}, got others, too."
        raise BadWish(msg, field="orders")
    if len({one.whole_id for one in orders}) < len(orders):
        msg = "Expected different orders, got parts of one; bring that one together again."
        raise BadWish(msg, field="orders")
    shops = {one.delivery.pickup.location for one in orders}
    doors = {one.delivery.delivery.location for one in orders}
    if min(len(shops), len(doors)) > 1:
        msg = "Expected orders from one shop or to one door, got several of both."
        raise BadWish(msg, field="orders")
    pinned = {pin.courier for pin in tx.pins.of_day(day) if pin.order in {o.id for o in orders}}
    if len(pinned) > 1:
        msg = f"The orders are pinned to {', '.join(sorted(pinned))}; unpin all but one first."
        raise TransitionRefused(msg, couriers=", ".join(sorted(pinned)))
    shifts = tx.shifts.of_day(day)
    for part, (what, unit) in enumerate(DIMENSIONS):
        load = sum(one.delivery.load[part] for one in orders)
        largest = max((shift.capacity[part] for shift in shifts), default=load)
        if load > largest:
            msg = f"Expected a {what} of at most {largest} {unit} at once, got {load} {unit}."
            raise TooHeavy(msg, dimension=what, unit=unit, load=load, largest=largest)
