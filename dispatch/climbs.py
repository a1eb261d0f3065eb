"""Who has no ascent left for which order, under the limit of a shift."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from dispatch.model import OrderState
from routing.solution import StopKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from dispatch.day_problem import DayProblem
    from dispatch.day_state import DayState
    from dispatch.model import Order, OrderId, Shift, ShiftId
    from routing.solution import Route


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


def beyond_climb(
    state: DayState, day: DayProblem, routes: Iterable[Route]
) -> frozenset[tuple[OrderId, ShiftId]]:
    """Give the orders of routes that together climb more than a shift may, with their shifts.

    What a person or the road has decided stays and counts first; then those that fewest
    other shifts may have, then in the order of the route. Those that find nothing left are
    given.
    """
    most = state.policy.max_climb_m
    if most is None:
        return frozenset()
    found: set[tuple[OrderId, ShiftId]] = set()
    pinned = day.problem.pinned
    barred = Counter(index for index, _ in day.problem.forbidden)
    for route in routes:
        shift = day.shifts[route.vehicle].id
        left = most - _climbed(state, shift)
        coming = [
            index
            for index in route.shipments
            if day.orders[index].state is not OrderState.PICKED_UP
        ]
        for index in sorted(coming, key=lambda index: (index not in pinned, -barred[index])):
            climb = day.orders[index].delivery.climb_m
            if climb > left and index not in pinned:
                found.add((day.orders[index].id, shift))
            else:
                left -= climb
    return frozenset(found)


def _climbed(state: DayState, shift: ShiftId) -> int:
    """Add up the ascent of what a shift has picked up so far, delivered or not."""
    climbs = {order.id: order.delivery.climb_m for order in state.orders}
    return sum(
        climbs.get(fact.order, 0) for fact in state.done_in(shift) if fact.kind is StopKind.PICKUP
    )
