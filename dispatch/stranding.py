"""Goods that their courier cannot bring any further wait at a place for somebody to fetch them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dispatch.events import EventKind
from dispatch.model import Place, Window
from dispatch.transitions import next_state
from routing.solution import StopKind

if TYPE_CHECKING:
    from datetime import datetime

    from dispatch.model import Actor, Delivery, Order
    from dispatch.store import Transaction
    from dispatch.streets import Streets
    from routing.model import Location


def leave(  # noqa: PLR0913 - all but the order named by what it is
    tx: Transaction, actor: Actor, order: Order, at: Location, *, streets: Streets, now: datetime
) -> None:
    """Let an order wait at a place: it is picked up there, by whoever comes."""
    waiting = waiting_at(order.delivery, at, streets=streets, now=now)
    state = next_state(order, EventKind.ORDER_STRANDED)
    tx.orders.save(replace(order, state=state, courier=None, delivery=waiting))
    tx.stop_facts.remove(order.id, StopKind.PICKUP)
    tx.pins.remove(order.id)
    tx.record(
        EventKind.ORDER_STRANDED,
        actor=actor.member,
        at=now,
        day=order.day,
        subjects={"order": str(order.id), "courier": str(order.courier)},
    )


def waiting_at(delivery: Delivery, at: Location, *, streets: Streets, now: datetime) -> Delivery:
    """Pick up at a place where the goods have been left, from now on."""
    address = streets.nearest_address(at) or delivery.pickup.address
    return replace(
        delivery,
        pickup=Place(address=address, location=at),
        pickup_window=Window(earliest=now, latest=max(now, delivery.delivery_window.latest)),
    )
