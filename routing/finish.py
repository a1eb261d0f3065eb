"""From the entries a search ended with to a solution with times, reasons and its cost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from routing.cost import plan_cost
from routing.reasons import explain_unassigned
from routing.schedule import schedule
from routing.solution import Solution, Unassigned

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from routing.draft import Draft
    from routing.problem import Problem
    from routing.solution import Entry, Route


def solution_of(problem: Problem, routes: Iterable[tuple[int, Sequence[Entry]]]) -> Solution:
    """Schedule routes and explain every shipment that is on none of them.

    Parameters
    ----------
    problem
        What the entries point into.
    routes
        Vehicle and entries of each used vehicle.
    """
    return solution_from(
        problem, [schedule(problem, vehicle, entries) for vehicle, entries in routes]
    )


def solution_from(problem: Problem, routes: Iterable[Route]) -> Solution:
    """Explain every shipment that is on none of some routes, and count what they cost.

    Parameters
    ----------
    problem
        What the routes are about.
    routes
        At most one per vehicle, with their times.
    """
    timed = tuple(sorted(routes, key=lambda route: route.vehicle))
    served = {shipment for route in timed for shipment in route.shipments}
    unassigned = tuple(
        Unassigned(shipment=shipment, reason=explain_unassigned(problem, timed, shipment))
        for shipment in range(len(problem.shipments))
        if shipment not in served
    )
    return Solution(routes=timed, unassigned=unassigned, cost=plan_cost(problem, timed))


def solution_of_draft(draft: Draft) -> Solution:
    """Turn the used routes of a draft into a solution."""
    return solution_of(draft.ground.problem, routes_of(draft))


def routes_of(draft: Draft) -> list[tuple[int, tuple[Entry, ...]]]:
    """Return vehicle and entries of every used route of a draft."""
    return [
        (track.vehicle, track.entries)
        for track in draft.tracks
        if track is not None and track.is_used
    ]
