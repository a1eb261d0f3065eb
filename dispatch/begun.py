"""What has begun stays first: the stop that each courier is at or on the way to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dispatch.model import OrderState
from routing.rules.sequences import SequencePin
from routing.solution import Entry, StopKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dispatch.day_state import Standing
    from dispatch.model import Order
    from routing.model import Pin
    from routing.problem import Problem


def begun_stops(
    orders: Sequence[Order], standings: Sequence[Standing], pins: Sequence[Pin]
) -> tuple[SequencePin, ...]:
    """Pin the stop that each courier is heading for before all their others.

    Parameters
    ----------
    orders, standings
        By index of shipment and of vehicle.
    pins
        Who has which shipment; a stop of somebody else's order is not begun.
    """
    numbers = {order.id: index for index, order in enumerate(orders)}
    holders = {pin.shipment: pin.vehicle for pin in pins}
    found = []
    for vehicle, standing in enumerate(standings):
        heading = standing.heading
        index = None if heading is None or heading.order is None else numbers.get(heading.order)
        if heading is None or index is None or holders.get(index) != vehicle:
            continue
        is_aboard = orders[index].state is OrderState.PICKED_UP
        if heading.kind is (StopKind.DELIVERY if is_aboard else StopKind.PICKUP):
            stops = (Entry(kind=heading.kind, index=index),)
            found.append(SequencePin(vehicle=vehicle, stops=stops, is_prefix=True))
    return tuple(found)


def begun_first(problem: Problem, vehicle: int, entries: Sequence[Entry]) -> list[Entry]:
    """Put what a vehicle has begun before its other entries, whatever the plan said."""
    begun = [
        stop
        for one in problem.sequences
        if one.vehicle == vehicle
        for stop in one.stops
        if stop in entries
    ]
    return begun + [entry for entry in entries if entry not in begun]
