"""Numbers that kernels can add up: checked before they see any, so that no sum leaves 64 bits."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from routing.model import Shipment, Stop, Vehicle
    from routing.problem import Problem

LATEST = 1 << 40
"""No moment of a problem may be later, so that sums stay exact."""

LARGEST = 1 << 48
"""No load, amount, cost or lateness of one entry may be larger, so that thousands add up."""

LARGEST_PENALTY = 1 << 52
"""No penalty may be larger."""


def check_ranges(problem: Problem) -> None:
    """Refuse what kernels could not add up, or do not know.

    Raises
    ------
    ValueError
        Naming the entry.
    """
    if problem.relays:
        msg = "Expected a problem whose relays have their meetings, see routing.meetings."
        raise ValueError(msg)
    faults = chain(
        *(_vehicle_faults(problem, vehicle) for vehicle in problem.vehicles),
        *(_shipment_faults(shipment) for shipment in problem.shipments),
        _bound_faults(problem),
    )
    for fault in faults:
        msg = f"Expected {fault}"
        raise ValueError(msg)


def _vehicle_faults(problem: Problem, vehicle: Vehicle) -> Iterator[str]:
    name = f"vehicle {vehicle.id!r}"
    if vehicle.shift.latest >= LATEST:
        yield f"shifts before {LATEST}, got {vehicle.shift} of {name}."
    matrix = problem.matrices[vehicle.matrix]
    seconds, metres = (int(table.max(initial=1)) for table in (matrix.durations, matrix.distances))
    cost = vehicle.cost_per_second * seconds + vehicle.cost_per_metre * metres
    if max(cost, seconds) >= LATEST:
        yield f"legs that take and cost less than {LATEST}, got {max(cost, seconds)} for {name}."
    if max(vehicle.fixed_cost, *vehicle.capacity, 0) >= LARGEST:
        yield f"a fixed cost and a capacity below {LARGEST} of {name}, got more."
    for rest in vehicle.breaks:
        if rest.windows[-1].latest + rest.duration >= LATEST:
            yield f"breaks that are over before {LATEST}, got {rest} of {name}."


def _shipment_faults(shipment: Shipment) -> Iterator[str]:
    name = f"shipment {shipment.id!r}"
    for stop in (shipment.pickup, shipment.delivery):
        if stop is None:
            continue
        if _last_moment(stop) >= LATEST:
            yield f"windows before {LATEST}, got {stop.windows} of {name}."
        if stop.promise and stop.promise.lateness_cost(stop.windows[-1].latest) >= LARGEST:
            yield f"lateness that costs less than {LARGEST}, got {stop.promise} of {name}."
    numbers = shipment.amount, shipment.climb, shipment.max_on_board or 0, *shipment.load
    if max(numbers) >= LARGEST:
        yield f"loads, amounts, climbs and limits on board below {LARGEST}, got more of {name}."
    if (shipment.drop_penalty or 0) >= LARGEST_PENALTY:
        yield f"a penalty below {LARGEST_PENALTY}, got {shipment.drop_penalty} of {name}."


def _last_moment(stop: Stop) -> int:
    return stop.windows[-1].latest + stop.service_duration + stop.setup_duration


def _bound_faults(problem: Problem) -> Iterator[str]:
    reach = max((vehicle.shift.latest for vehicle in problem.vehicles), default=0)
    reach = max(reach, sum(shipment.amount for shipment in problem.shipments))
    for number, bound in enumerate(problem.soft_bounds):
        far = max(reach, abs(bound.lower or 0), abs(bound.upper or 0))
        if far * bound.cost_per_unit >= LARGEST << 8:
            yield f"bounds that cost less than {LARGEST << 8}, got {bound} as bound {number}."
