"""Soft windows: a moment that was promised, and the price of each second after it.

A promise lies inside the hard windows of a stop. Service that begins later is late by the
difference and costs as many times the price; it is no break of a rule. As every stop of a
route begins as early as its order allows, no other times of the same order are less late.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from routing.solution import StopKind

if TYPE_CHECKING:
    from routing.problem import Problem
    from routing.solution import Route

LARGEST = 10**9
"""No second of lateness may cost more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """The moment until which service was promised to begin.

    Attributes
    ----------
    by
        Latest moment that is not late.
    cost_per_second
        Cost of each second after it.

    Raises
    ------
    ValueError
        When the moment is before the horizon, or the price negative or out of range.
    """

    by: int
    cost_per_second: int = 1

    def __post_init__(self) -> None:
        if self.by < 0 or not 0 <= self.cost_per_second <= LARGEST:
            msg = f"Expected by >= 0 and a cost per second from 0 to {LARGEST}, got {self}."
            raise ValueError(msg)

    def lateness_cost(self, start: int) -> int:
        """Return what it costs to begin at some moment."""
        return max(0, start - self.by) * self.cost_per_second


def lateness_cost(problem: Problem, route: Route) -> int:
    """Return what the late stops of a route cost."""
    total = 0
    for stop in route.stops:
        if stop.index is None or stop.kind is StopKind.BREAK:
            continue
        shipment = problem.shipments[stop.index]
        asked = shipment.pickup if stop.kind is StopKind.PICKUP else shipment.delivery
        if asked is not None and asked.promise is not None:
            total += asked.promise.lateness_cost(stop.start)
    return total


def largest_lateness_cost(problem: Problem) -> int:
    """Return the most that all late stops of a plan can cost together."""
    return sum(
        stop.promise.lateness_cost(stop.windows[-1].latest)
        for shipment in problem.shipments
        for stop in (shipment.pickup, shipment.delivery)
        if stop is not None and stop.promise is not None
    )


def without_promises(problem: Problem) -> Problem:
    """Return a problem in which nothing is late within its windows."""
    stops = [stop for s in problem.shipments for stop in (s.pickup, s.delivery)]
    if all(stop is None or stop.promise is None for stop in stops):
        return problem
    return replace(
        problem,
        shipments=tuple(
            replace(
                shipment,
                pickup=shipment.pickup and replace(shipment.pickup, promise=None),
                delivery=shipment.delivery and replace(shipment.delivery, promise=None),
            )
            for shipment in problem.shipments
        ),
    )
