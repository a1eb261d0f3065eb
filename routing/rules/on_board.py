"""Maximum time on board: hot food, cold chains.

A shipment with `max_on_board` must not be on board for longer, from the end of its pickup's
service to the begin of its delivery's. What is on board when a route starts has been so for
some time; its limit is the last moment of its delivery's windows.

All that a schedule must keep is then of the kind "not before some other moment plus a
constant", and "within a window": raising moments as little as each demand asks, again and
again, ends at the earliest schedule that keeps everything, or shows that there is none.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from routing.rules.code import Rule
from routing.solution import StopKind, Violation

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from routing.model import Shipment
    from routing.problem import Problem
    from routing.solution import Entry, Route


class Limit(NamedTuple):
    """Positions of a pickup and its delivery, and the most seconds between their begins."""

    pickup: int
    delivery: int
    most: int


def limits_of(problem: Problem, entries: Sequence[Entry]) -> list[Limit]:
    """Return the limits on what a route has on board, by positions among its entries."""
    taken: dict[int, int] = {}
    limits = []
    for position, entry in enumerate(entries):
        if entry.kind is StopKind.PICKUP:
            taken[entry.index] = position
        elif entry.kind is StopKind.DELIVERY and entry.index in taken:
            asked = problem.shipments[entry.index]
            if asked.max_on_board is not None and asked.pickup is not None:
                most = asked.pickup.service_duration + asked.max_on_board
                limits.append(Limit(taken[entry.index], position, most))
    return limits


def raise_floors(limits: Sequence[Limit], starts: Sequence[int], floors: list[int]) -> bool:
    """Let pickups begin no sooner than the limits allow; tell whether any had to move.

    Parameters
    ----------
    limits
        Those that can be kept: the way between the two takes no longer.
    starts
        When each stop begins.
    floors
        When each may begin at the earliest, changed in place.
    """
    has_moved = False
    for taken, given, most in limits:
        soonest = starts[given] - most
        if soonest > starts[taken]:
            floors[taken] = soonest
            has_moved = True
    return has_moved


def violations(problem: Problem, route: Route) -> Iterator[Violation]:
    """Yield every shipment that is on board for too long."""
    left: dict[int, int] = {}
    for stop in route.stops:
        if stop.index is None:
            continue
        if stop.kind is StopKind.PICKUP:
            left[stop.index] = stop.departure
        elif stop.kind is StopKind.DELIVERY and stop.index in left:
            most = problem.shipments[stop.index].max_on_board
            aboard = stop.start - left[stop.index]
            if most is not None and aboard > most:
                yield Violation(
                    code=Rule.ON_BOARD,
                    vehicle=route.vehicle,
                    shipment=stop.index,
                    amount=aboard - most,
                )


def faults(name: str, shipment: Shipment) -> Iterator[str]:
    """Yield what is wrong with the limit of a shipment, as the end of "Expected"."""
    if shipment.max_on_board is None:
        return
    if shipment.max_on_board < 0:
        yield f"max_on_board >= 0, got {shipment.max_on_board} in {name}."
    if shipment.pickup is None or shipment.delivery is None:
        yield f"a pickup and a delivery beside max_on_board, got one of them in {name}."


def without_limits(problem: Problem) -> Problem:
    """Return a problem in which everything may be on board for as long as it takes."""
    if all(shipment.max_on_board is None for shipment in problem.shipments):
        return problem
    patient = tuple(replace(shipment, max_on_board=None) for shipment in problem.shipments)
    return replace(problem, shipments=patient)
