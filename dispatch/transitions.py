"""What leads an order from state to state: the one table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dispatch.errors import TransitionRefused
from dispatch.events import EventKind as Kind
from dispatch.model import OrderState as State

if TYPE_CHECKING:
    from dispatch.model import Order

ORDER_TRANSITIONS: dict[tuple[State, Kind], State] = {
    (State.PLACED, Kind.PLAN_PUBLISHED): State.ASSIGNED,
    (State.ASSIGNED, Kind.PLAN_PUBLISHED): State.ASSIGNED,
    (State.PLACED, Kind.ORDER_CHANGED): State.PLACED,
    (State.ASSIGNED, Kind.ORDER_CHANGED): State.ASSIGNED,
    (State.PLACED, Kind.ORDER_NOTED): State.PLACED,
    (State.ASSIGNED, Kind.ORDER_NOTED): State.ASSIGNED,
    (State.PICKED_UP, Kind.ORDER_NOTED): State.PICKED_UP,
    (State.PLACED, Kind.ORDER_CANCELED): State.CANCELED,
    (State.ASSIGNED, Kind.ORDER_CANCELED): State.CANCELED,
    (State.FAILED, Kind.ORDER_CANCELED): State.CANCELED,
    (State.ASSIGNED, Kind.STOP_DECLINED): State.PLACED,
    (State.ASSIGNED, Kind.STOP_SERVED): State.PICKED_UP,
    (State.PICKED_UP, Kind.STOP_SERVED): State.DELIVERED,
    (State.ASSIGNED, Kind.STOP_FAILED): State.FAILED,
    (State.PICKED_UP, Kind.STOP_FAILED): State.FAILED,
    (State.PICKED_UP, Kind.ORDER_STRANDED): State.PLACED,
    (State.PICKED_UP, Kind.ORDER_RETURNED): State.RETURNED,
    (State.FAILED, Kind.ORDER_RETURNED): State.RETURNED,
}
"""From a state, by an event, to a state; what is not here is refused."""

FINAL_STATES = frozenset({State.DELIVERED, State.RETURNED, State.CANCELED})
OPEN_STATES = frozenset({State.PLACED, State.ASSIGNED, State.PICKED_UP})
"""States in which an order still has to be planned."""


def next_state(order: Order, kind: Kind) -> State:
    """Give the state to which an event leads an order.

    Raises
    ------
    TransitionRefused
        When it does not lead anywhere from the state that the order is in.
    """
    found = ORDER_TRANSITIONS.get((order.state, kind))
    if found is None:
        msg = f"Order {order.id!r} is {order.state.value}; {kind.value} is not possible now."
        raise TransitionRefused(msg, order=order.id, state=order.state.value, event=kind.value)
    return found
