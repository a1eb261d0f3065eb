"""What it costs to give a published order to somebody else: the policy's `stability_s`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dispatch.model import PlanState

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dispatch.day_state import DayState
    from dispatch.model import Order, Shift


def moving_costs(
    state: DayState, orders: Sequence[Order], shifts: Sequence[Shift]
) -> dict[tuple[int, int], int]:
    """Return the cost of every pair of an order and a courier who was not told about it.

    Only a published plan tells; any shift of the same courier costs nothing. When the
    courier who was told has no shift any more, all others are alike.

    Parameters
    ----------
    state
        The day, with its policy and the plan in force.
    orders, shifts
        By index of shipment and of vehicle.

    Returns
    -------
    dict[tuple[int, int], int]
        For `routing.problem.Problem.pair_costs`, in seconds of travel.
    """
    cost, plan = state.policy.stability_s, state.in_force
    if not cost or plan is None or plan.state is not PlanState.PUBLISHED:
        return {}
    told = {order: route.courier for route in plan.routes for order in route.orders}
    present = {shift.courier for shift in shifts}
    return {
        (index, vehicle): cost
        for index, order in enumerate(orders)
        for vehicle, shift in enumerate(shifts)
        if told.get(order.id) in present and shift.courier != told[order.id]
    }
