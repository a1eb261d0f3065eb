"""Checks of a problem when it is made; every message names the offending entry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from routing.rules import on_board, pair_costs, relays, sequences

if TYPE_CHECKING:
    from collections.abc import Iterator

    from routing.model import Break, Shipment, SoftBound, Vehicle
    from routing.problem import Problem


def validate(problem: Problem) -> None:
    """Raise when parts of a problem do not fit together.

    Raises
    ------
    ValueError
        With the first fault found, naming the entry.
    """
    for fault in _faults(problem):
        msg = f"Expected {fault}"
        raise ValueError(msg)


def _faults(problem: Problem) -> Iterator[str]:
    yield from _matrix_faults(problem)
    dimensions = _num_dimensions(problem)
    for place, vehicle in enumerate(problem.vehicles):
        yield from _vehicle_faults(problem, f"vehicle {place} ({vehicle.id!r})", vehicle)
        if len(vehicle.capacity) != dimensions:
            yield (
                f"{dimensions} dimensions of capacity as elsewhere, "
                f"got {len(vehicle.capacity)} in vehicle {place} ({vehicle.id!r})."
            )
    for place, shipment in enumerate(problem.shipments):
        yield from _shipment_faults(problem, f"shipment {place} ({shipment.id!r})", shipment)
        if len(shipment.load) != dimensions:
            yield (
                f"{dimensions} dimensions of load as elsewhere, "
                f"got {len(shipment.load)} in shipment {place} ({shipment.id!r})."
            )
    yield from _pair_faults(problem)
    yield from pair_costs.faults(problem)
    yield from sequences.faults(problem)
    yield from relays.faults(problem)
    for place, bound in enumerate(problem.soft_bounds):
        yield from _bound_faults(problem, place, bound)
    yield from _balance_faults(problem)


def _num_dimensions(problem: Problem) -> int:
    """Return the number of load dimensions that the first entry has."""
    if problem.vehicles:
        return len(problem.vehicles[0].capacity)
    return len(problem.shipments[0].load) if problem.shipments else 0


def _matrix_faults(problem: Problem) -> Iterator[str]:
    if not problem.matrices:
        yield "at least one matrix, got none."
        return
    size = problem.matrices[0].num_locations
    for place, matrix in enumerate(problem.matrices):
        if matrix.num_locations != size:
            yield f"{size} locations in every matrix, got {matrix.num_locations} in {place}."


def _vehicle_faults(problem: Problem, name: str, vehicle: Vehicle) -> Iterator[str]:
    if not 0 <= vehicle.matrix < len(problem.matrices):
        yield f"a matrix below {len(problem.matrices)}, got {vehicle.matrix} in {name}."
        return
    size = problem.matrices[0].num_locations
    for end, location in (("start", vehicle.start), ("end", vehicle.end)):
        if location is not None and not 0 <= location < size:
            yield f"a {end} location below {size}, got {location} in {name}."
    numbers = (
        *vehicle.capacity,
        vehicle.fixed_cost,
        vehicle.cost_per_second,
        vehicle.cost_per_metre,
        vehicle.max_stops or 0,
        vehicle.max_travel or 0,
        vehicle.max_climb or 0,
    )
    if min(numbers) < 0:
        yield f"no negative capacity, cost or limit, got {min(numbers)} in {name}."
    for place, rest in enumerate(vehicle.breaks):
        yield from _break_faults(f"break {place} of {name}", rest)


def _break_faults(name: str, rest: Break) -> Iterator[str]:
    if not rest.windows:
        yield f"at least one window, got none in {name}."
    if rest.duration < 0:
        yield f"a duration >= 0, got {rest.duration} in {name}."
    for before, after in zip(rest.windows, rest.windows[1:], strict=False):
        if before.latest >= after.earliest:
            yield f"disjoint windows in rising order, got {before} before {after} in {name}."


def _shipment_faults(problem: Problem, name: str, shipment: Shipment) -> Iterator[str]:
    size = problem.matrices[0].num_locations
    for end, stop in (("pickup", shipment.pickup), ("delivery", shipment.delivery)):
        if stop is not None and stop.location >= size:
            yield f"a {end} location below {size}, got {stop.location} in {name}."
    yield from on_board.faults(name, shipment)


def _pair_faults(problem: Problem) -> Iterator[str]:
    pairs = [(pin.shipment, pin.vehicle, "pin") for pin in problem.pins]
    pairs += [(*pair, "forbidden pair") for pair in sorted(problem.forbidden)]
    for shipment, vehicle, name in pairs:
        if not 0 <= shipment < len(problem.shipments):
            yield f"a shipment below {len(problem.shipments)}, got {shipment} in a {name}."
        if not 0 <= vehicle < len(problem.vehicles):
            yield f"a vehicle below {len(problem.vehicles)}, got {vehicle} in a {name}."
    pinned = [pin.shipment for pin in problem.pins]
    for shipment in pinned:
        if pinned.count(shipment) > 1:
            yield f"at most one pin per shipment, got {pinned.count(shipment)} of {shipment}."


def _bound_faults(problem: Problem, place: int, bound: SoftBound) -> Iterator[str]:
    if not 0 <= bound.vehicle < len(problem.vehicles):
        yield f"a vehicle below {len(problem.vehicles)}, got {bound.vehicle} in bound {place}."
    if bound.cost_per_unit < 0:
        yield f"a cost per unit >= 0, got {bound.cost_per_unit} in bound {place}."
    if bound.lower is not None and bound.upper is not None and bound.lower > bound.upper:
        yield f"lower <= upper, got {bound.lower}, {bound.upper} in bound {place}."


def _balance_faults(problem: Problem) -> Iterator[str]:
    balance = problem.balance
    if balance is None:
        return
    for name, numbers in (("carried", balance.carried), ("weights", balance.weights)):
        if len(numbers) != len(problem.vehicles):
            yield f"{len(problem.vehicles)} {name} in the balance, got {len(numbers)}."
    for place, weight in enumerate(balance.weights):
        if weight <= 0:
            yield f"weights > 0 in the balance, got {weight} for vehicle {place}."
    if balance.slack_permille < 0:
        yield f"a slack >= 0 in the balance, got {balance.slack_permille}."
