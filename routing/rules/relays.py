"""Relays: a shipment in two legs over a hub, mostly with two vehicles.

The legs are shipments of their own, one to the hub and one from it. The second is not
picked up before the first has been delivered and handled, and neither goes without the other.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from routing.rules.code import Rule
from routing.solution import StopKind, Violation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from routing.problem import Problem
    from routing.solution import RouteStop, Solution


@dataclass(frozen=True, slots=True, kw_only=True)
class Relay:
    """Two shipments of which the second carries on what the first has brought.

    Attributes
    ----------
    first, second
        Indices of the shipments; the first has a delivery, the second a pickup.
    handling
        Seconds from the end of the first one's delivery to the begin of the second one's
        pickup, at least.
    """

    first: int
    second: int
    handling: int = 0


def violations(problem: Problem, solution: Solution) -> Iterator[Violation]:
    """Yield every leg that goes alone, and every hand-over that is too early."""
    if not problem.relays:
        return
    stops: dict[tuple[StopKind, int | None], RouteStop] = {
        (stop.kind, stop.index): stop for route in solution.routes for stop in route.stops
    }
    served = {shipment for route in solution.routes for shipment in route.shipments}
    for relay in problem.relays:
        brought = stops.get((StopKind.DELIVERY, relay.first))
        taken = stops.get((StopKind.PICKUP, relay.second))
        for leg, other in ((relay.first, relay.second), (relay.second, relay.first)):
            if leg in served and other not in served:
                yield Violation(code=Rule.RELAY, shipment=leg)
        if brought is not None and taken is not None:
            early = brought.departure + relay.handling - taken.start
            if early > 0:
                yield Violation(code=Rule.RELAY, shipment=relay.second, amount=early)


def faults(problem: Problem) -> Iterator[str]:
    """Yield what is wrong with the relays of a problem, as the end of "Expected"."""
    size = len(problem.shipments)
    after: dict[int, int] = {}
    for number, relay in enumerate(problem.relays):
        name = f"relay {number}"
        if not (0 <= relay.first < size and 0 <= relay.second < size):
            yield f"shipments below {size}, got {relay.first} and {relay.second} in {name}."
            return
        if relay.handling < 0:
            yield f"handling >= 0, got {relay.handling} in {name}."
        if problem.shipments[relay.first].delivery is None:
            yield f"a delivery of shipment {relay.first}, got none in {name}."
        if problem.shipments[relay.second].pickup is None:
            yield f"a pickup of shipment {relay.second}, got none in {name}."
        if relay.first in after or relay.second in after.values():
            yield f"one relay before and one after a shipment, got more in {name}."
        after[relay.first] = relay.second
    for leg in after:
        here, steps = leg, 0
        while here in after and steps <= len(after):
            here, steps = after[here], steps + 1
        if steps > len(after):
            yield f"relays that end somewhere, got shipment {leg} in a cycle of them."
            return
