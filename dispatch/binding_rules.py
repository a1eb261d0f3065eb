"""The hard rule that keeps an order from one courier, with what would help."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from fairness.explain import Binding
from routing.part import part_of
from routing.reasons import OPEN_CODES, Remedy, explain_unassigned

if TYPE_CHECKING:
    from dispatch.live_plan import LivePlan
    from routing.problem import Problem
    from routing.solution import Reason, Route

DECLINED: Final = "declined"
CANNOT: Final = "cannot"
"""Code of what was not looked into."""


def unpinned(problem: Problem, shipment: int) -> Problem:
    """Give a problem in which nobody has decided who carries a shipment."""
    pins = tuple(pin for pin in problem.pins if pin.shipment != shipment)
    return problem if len(pins) == len(problem.pins) else replace(problem, pins=pins)


def binding_rule(
    live: LivePlan, free: Problem, shipment: int, vehicle: int, *, is_exact: bool = True
) -> Binding:
    """Say which rule keeps an order from a courier who cannot have it.

    What they decided themselves comes first, then what the policy says, then what shift,
    vehicle and the rest of their route leave room for.

    Parameters
    ----------
    live
        The plan in force.
    free
        Its problem without a pin on the shipment; see `unpinned`.
    shipment, vehicle
        Which order and whose shift.
    is_exact
        Whether to look at all; it takes a millisecond.
    """
    if not is_exact:
        return Binding(code=CANNOT)
    order, shift = live.day.orders[shipment], live.day.shifts[vehicle]
    if any(one.order == order.id and one.courier == shift.courier for one in live.state.declines):
        return Binding(code=DECLINED, remedies=(Remedy.ALLOW_COURIER.value,))
    found = _reason(free, shipment, vehicle, None)
    route = live.route_of(vehicle)
    if route is not None and found.code in OPEN_CODES:
        found = _reason(free, shipment, vehicle, route)
    return Binding(
        code=str(found.code),
        values=dict(found.values),
        remedies=tuple(str(remedy) for remedy in found.remedies),
    )


def _reason(free: Problem, shipment: int, vehicle: int, route: Route | None) -> Reason:
    """Say why a vehicle cannot take a shipment on a route, or beside nothing else."""
    own = set() if route is None else set(route.shipments)
    part = part_of(free, (vehicle,), own | {shipment})
    routes = () if route is None else (part.own(route),)
    return explain_unassigned(part.problem, routes, part.shipments.index(shipment))
