"""Orders that one courier is to bring together: who has one of them gets the others, too."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from routing.insertion import insertion_on
from routing.model import Pin

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from dispatch.day_state import DayState
    from dispatch.model import Order, OrderId, Shift
    from routing.problem import Problem
    from routing.solution import Route


def groups_of(orders: Sequence[Order]) -> tuple[tuple[int, ...], ...]:
    """Give the indices of orders that belong together, group by group; single ones left out.

    They were bought so, or a dispatcher wants it so; who is in a group of either kind brings
    both together.
    """
    of_key: dict[tuple[str, OrderId], list[int]] = {}
    for index, order in enumerate(orders):
        if order.consignment is not None and order.is_together:
            of_key.setdefault(("bought", order.consignment), []).append(index)
        if order.rides_with is not None:
            of_key.setdefault(("asked", order.rides_with), []).append(index)
    groups: list[set[int]] = []
    for found in of_key.values():
        touched = [group for group in groups if group.intersection(found)]
        groups = [group for group in groups if group not in touched]
        groups.append(set(found).union(*touched))
    return tuple(tuple(sorted(group)) for group in groups if len(group) > 1)


def joined(
    state: DayState,
    orders: Sequence[Order],
    shifts: Sequence[Shift],
    bound: Mapping[OrderId, Collection[int]],
) -> dict[OrderId, set[int]]:
    """Bind orders to the vehicle that has another one of their group.

    Parameters
    ----------
    state
        The day, with the plan in force and who has declined what.
    orders, shifts
        By index of shipment and of vehicle.
    bound
        Which vehicles may take an order that is decided already.

    Returns
    -------
    dict
        As `bound`, for more orders. What a person or a courier's way has decided comes before
        the plan in force; who has given an order back does not get it again.
    """
    refused = {(one.order, one.courier) for one in state.declines}
    more: dict[OrderId, set[int]] = {}
    for group in groups_of(orders):
        names = [orders[index].id for index in group]
        decided = [min(bound[name]) for name in names if len(bound.get(name, ())) == 1]
        vehicle = decided[0] if decided else _planned_on(state, shifts, names)
        if vehicle is None:
            continue
        courier = shifts[vehicle].courier
        for name in names:
            if name not in bound and (name, courier) not in refused:
                more[name] = {vehicle}
    return more


def _planned_on(state: DayState, shifts: Sequence[Shift], names: Collection[OrderId]) -> int | None:
    """Say on which vehicle's route most of some orders are; ties to the first."""
    counted: Counter[int] = Counter()
    for vehicle, shift in enumerate(shifts):
        route = state.route_in_force(shift.id)
        counted[vehicle] = 0 if route is None else len(set(route.orders) & set(names))
    if not counted:
        return None
    vehicle, most = counted.most_common(1)[0]
    return vehicle if most else None


def fresh_pins(
    problem: Problem, routes: Sequence[Route], orders: Sequence[Order]
) -> tuple[Pin, ...]:
    """Pin each group that nobody has yet where all of it adds the least cost.

    A group that fits nowhere as a whole is left free: brought by two is better than by nobody.
    """
    by_vehicle = {route.vehicle: route for route in routes}
    taken = {index for route in routes for index in route.shipments} | set(problem.pinned)
    pins: list[Pin] = []
    for group in groups_of(orders):
        if taken.intersection(group):
            continue
        best: tuple[int, int, Route] | None = None
        for vehicle in range(len(problem.vehicles)):
            found = _all_on(problem, vehicle, by_vehicle.get(vehicle), group)
            if found is not None and (best is None or found[0] < best[0]):
                best = (found[0], vehicle, found[1])
        if best is not None:
            _, vehicle, by_vehicle[best[1]] = best
            pins.extend(Pin(shipment=index, vehicle=vehicle) for index in group)
    return tuple(pins)


def _all_on(
    problem: Problem, vehicle: int, route: Route | None, group: Sequence[int]
) -> tuple[int, Route] | None:
    """Put a group on one route, one after the other; give the added cost and the route."""
    cost, longer = 0, route
    for index in group:
        if not problem.may_carry(vehicle, index):
            return None
        found = insertion_on(problem, vehicle, longer, index)
        if found is None:
            return None
        cost, longer = cost + found.added_cost, found.route
    return None if longer is None else (cost, longer)
