"""Who has no ascent left for which order, under the limit of a shift."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dispatch.model import OrderState
from routing.solution import StopKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dispatch.day_state import DayState
    from dispatch.model import Order, Shift, ShiftId


def too_steep(
    state: DayState, orders: Sequence[Order], shifts: Sequence[Shift]
) -> Iterator[tuple[int, int]]:
    """Yield pairs of order and shift, by index, that would go beyond clause ``max_climb_m``.

    What a courier has on board or delivered counts; so an order that alone would be too
    much is nobody's, and each delivery leaves less for the rest of the shift.
    """
    most = state.policy.max_climb_m
    if most is None:
        return
    for vehicle, shift in enumerate(shifts):
        left = most - _climbed(state, shift.id)
        for index, order in enumerate(orders):
            is_open = order.state is not OrderState.PICKED_UP
            if is_open and order.delivery.climb_m > left:
                yield index, vehicle


def _climbed(state: DayState, shift: ShiftId) -> int:
    """Add up the ascent of what a shift has picked up so far, delivered or not."""
    climbs = {order.id: order.delivery.climb_m for order in state.orders}
    return sum(
        climbs.get(fact.order, 0) for fact in state.done_in(shift) if fact.kind is StopKind.PICKUP
    )
