"""The hard rule that keeps an order from one courier, with what would help."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from dispatch.climbs import too_steep
from fairness.explain import Binding
from routing.part import part_of
from routing.reasons import Remedy, explain_unassigned

if TYPE_CHECKING:
    from dispatch.live_plan import LivePlan

DECLINED: Final = "declined"
TOO_STEEP: Final = "too_steep"
CANNOT: Final = "cannot"
"""Code of what was not looked into."""


def binding_rule(live: LivePlan, shipment: int, vehicle: int, *, is_exact: bool = True) -> Binding:
    """Say which rule keeps an order from a courier who cannot have it.

    What they decided themselves comes first, then what the policy says, then what shift,
    vehicle and the rest of their route leave room for.

    Parameters
    ----------
    live
        The plan in force.
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
    if any(too_steep(live.state, (order,), (shift,))):
        values = {"climb_m": order.delivery.climb_m, "most_m": live.state.policy.max_climb_m or 0}
        return Binding(code=TOO_STEEP, values=values, remedies=(Remedy.MORE_COURIERS.value,))
    route = live.route_of(vehicle)
    own = set() if route is None else set(route.shipments)
    problem = live.problem
    free = replace(problem, pins=tuple(p for p in problem.pins if p.shipment != shipment))
    part = part_of(free, (vehicle,), own | {shipment})
    routes = () if route is None else (part.own(route),)
    found = explain_unassigned(part.problem, routes, part.shipments.index(shipment))
    return Binding(
        code=str(found.code),
        values=dict(found.values),
        remedies=tuple(str(remedy) for remedy in found.remedies),
    )
