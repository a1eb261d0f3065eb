"""How much a shift may still climb, and how much an order climbs."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dispatch.direct_ways import direct
from routing.solution import StopKind
from routing.streets.errors import CityError
from routing.streets.profiles import Profile

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from dispatch.day_state import DayState
    from dispatch.model import Delivery, Order, Shift, ShiftId
    from dispatch.store import ReadTransaction
    from dispatch.streets import Streets
    from fairness.policy import Policy
    from routing.problem import Problem


def limit_climbs(
    state: DayState, orders: Sequence[Order], shifts: Sequence[Shift], problem: Problem
) -> Problem:
    """Put into a day's problem how many metres each shift may still climb.

    The limit is that of the rules, clause ``max_climb_m``, or the courier's own if that is lower.
    What the shift has picked up so far is taken off, and so is what a person or the road has
    decided: that is brought in any case.
    """
    limits = [_limit_of(state, shift) for shift in shifts]
    if all(most is None for most in limits):
        return problem
    decided = _decided(state, orders, shifts, problem)
    vehicles = []
    for vehicle, most in enumerate(limits):
        fixed = sum(problem.shipments[i].climb for i, able in decided.items() if vehicle in able)
        left = None if most is None else max(0, most - fixed - _climbed(state, shifts[vehicle].id))
        vehicles.append(replace(problem.vehicles[vehicle], max_climb=left))
    shipments = (
        replace(one, climb=0) if index in decided else one
        for index, one in enumerate(problem.shipments)
    )
    return replace(problem, vehicles=tuple(vehicles), shipments=tuple(shipments))


def is_climb_counted(tx: ReadTransaction, policy: Policy) -> bool:
    """Tell whether climb is paid, or anything limits it."""
    is_in_rules = policy.per_climb_m_minor > 0 or policy.max_climb_m is not None
    return is_in_rules or any(one.max_climb_m is not None for one in tx.couriers.active())


def with_climb(delivery: Delivery, streets: Streets) -> Delivery:
    """Find out how far up a delivery goes; nowhere in a city without heights."""
    ends = delivery.pickup.location, delivery.delivery.location
    try:
        return replace(delivery, climb_m=streets.climb(*ends, Profile.BIKE))
    except (
        CityError
    ):  # a way that is closed for bikes has no climb; the order is taken all the same
        return delivery


def measured_anew(
    tx: ReadTransaction, delivery: Delivery, streets: Streets, *, now: datetime
) -> Delivery:
    """Give a delivery with the way between its ends, after one of them has moved.

    Raises
    ------
    PointUnreachable
        When there is none.
    """
    way = direct(streets, delivery.pickup, delivery.delivery)
    work_s = way.seconds + delivery.pickup_service_s + delivery.delivery_service_s
    moved = replace(
        delivery,
        distance_m=way.metres,
        minutes=-(-(work_s + 2 * delivery.setup_s) // 60),
        is_estimate=way.is_estimate,
    )
    return with_climb(moved, streets) if is_climb_counted(tx, tx.policies.at(now)) else moved


def _limit_of(state: DayState, shift: Shift) -> int | None:
    known = [one for one in (state.policy.max_climb_m, shift.max_climb_m) if one is not None]
    return min(known, default=None)


def _decided(
    state: DayState, orders: Sequence[Order], shifts: Sequence[Shift], problem: Problem
) -> dict[int, set[int]]:
    """Tell whose vehicle brings which orders whatever the plan says, by index."""
    found = {pin.shipment: {pin.vehicle} for pin in problem.pins}
    wished = {pin.order: pin.courier for pin in state.pins}
    for index, order in enumerate(orders):
        if index not in found and order.id in wished:
            found[index] = {v for v, s in enumerate(shifts) if s.courier == wished[order.id]}
    return found


def _climbed(state: DayState, shift: ShiftId) -> int:
    """Add up the ascent of what a shift has picked up so far, delivered or not."""
    climbs = {order.id: order.delivery.climb_m for order in state.orders}
    return sum(
        climbs.get(fact.order, 0) for fact in state.done_in(shift) if fact.kind is StopKind.PICKUP
    )
