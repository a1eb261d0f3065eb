"""Plans with relays: meetings are tried, kept where both legs have a route, and let loose.

Limits: routes are not searched together with the meetings. Some meetings are tried, each
with a part of the effort; then all time that a plan leaves between the legs is given to the
second legs, then to the first, and searched on from. Every plan found on the way is sound.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from routing.check import check
from routing.cost import plan_cost
from routing.draft import draft_of, ground_of
from routing.finish import solution_of
from routing.meetings import meetings_of, span_of, with_meetings
from routing.reasons import other_leg_reason, relay_too_tight
from routing.solution import Solution, StopKind, Unassigned

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from routing.effort import Effort
    from routing.problem import Problem

    Search = Callable[[Problem, Effort, Solution | None], Solution]

FRACTIONS = (0.5, 0.1, 0.9, 0.0)
"""Where in its span a relay meets, until both legs have routes."""


def search_relays(
    problem: Problem, effort: Effort, start: Solution | None, search: Search
) -> Solution:
    """Find a plan in which relays meet.

    Parameters
    ----------
    problem
        With relays.
    effort
        What may be spent.
    start
        Plan to begin from; when it keeps every rule, the result is no dearer.
    search
        Searches a problem without relays from a plan.
    """
    spans = [span_of(problem, relay) for relay in problem.relays]
    best = start if start is not None and not check(problem, start) else None
    steps = len(FRACTIONS) + 2 + (problem.balance is not None)
    for number in range(len(FRACTIONS) + 2):
        if best is not None and effort.is_spent:
            break
        meetings = _meetings(problem, best, spans, number)
        part = effort.part(1 / (steps - number))
        found = _attempt(problem, replace(problem, balance=None), meetings, part, best, search)
        effort.close(part)
        if best is None or found.cost < best.cost:
            best = found
    if best is not None and problem.balance is not None:
        meetings = meetings_of(problem, best.routes)
        fair = _attempt(problem, problem, _barred(meetings, spans), effort, best, search)
        most = best.cost * (1000 + problem.balance.slack_permille) // 1000
        best = fair if fair.cost <= most else best
    return Solution(routes=(), unassigned=(), cost=0) if best is None else best


def _meetings(
    problem: Problem,
    best: Solution | None,
    spans: Sequence[tuple[int, int] | None],
    number: int,
) -> list[int | None]:
    """Return when relays meet in some attempt."""
    routes = () if best is None else best.routes
    stops = {(stop.kind, stop.index): stop for route in routes for stop in route.stops}
    meetings: list[int | None] = []
    for relay, span in zip(problem.relays, spans, strict=True):
        brought = stops.get((StopKind.DELIVERY, relay.first))
        taken = stops.get((StopKind.PICKUP, relay.second))
        if span is None:
            meetings.append(None)
        elif brought is not None and taken is not None:
            is_last = number == len(FRACTIONS) + 1
            meetings.append(taken.start if is_last else brought.departure + relay.handling)
        else:
            part = FRACTIONS[number % len(FRACTIONS)]
            meetings.append(span[0] + round((span[1] - span[0]) * part))
    return meetings


def _barred(
    meetings: Sequence[int | None], spans: Sequence[tuple[int, int] | None]
) -> list[int | None]:
    return [None if span is None else m for m, span in zip(meetings, spans, strict=True)]


def _attempt(  # noqa: PLR0913, PLR0917 - one step of the loop above
    problem: Problem,
    aim: Problem,
    meetings: Sequence[int | None],
    effort: Effort,
    start: Solution | None,
    search: Search,
) -> Solution:
    tight = with_meetings(aim, meetings)
    found = search(tight, effort, start)
    draft = draft_of(ground_of(tight), [(r.vehicle, r.entries) for r in found.routes])
    is_whole = True
    while lone := _lone_legs(problem, draft.absent):
        is_whole = False
        for track in [t for t in draft.tracks if t is not None]:
            gone = lone & set(track.shipments)
            if gone:
                draft.eject(track, gone)
    if not is_whole:
        routes = [(t.vehicle, t.entries) for t in draft.tracks if t is not None and t.is_used]
        found = solution_of(tight, routes)
    return replace(
        found,
        unassigned=_explained(problem, found, meetings),
        cost=plan_cost(problem, found.routes),
    )


def _lone_legs(problem: Problem, absent: set[int]) -> set[int]:
    """Return the legs with a route whose other leg has none."""
    legs = [(relay.first, relay.second) for relay in problem.relays]
    legs += [(second, first) for first, second in legs]
    return {leg for leg, other in legs if leg not in absent and other in absent}


def _explained(
    problem: Problem, found: Solution, meetings: Sequence[int | None]
) -> tuple[Unassigned, ...]:
    """Say of a leg that could go alone that the other one cannot, and what cannot meet."""
    reasons = {entry.shipment: entry.reason for entry in found.unassigned}
    for relay, moment in zip(problem.relays, meetings, strict=True):
        for leg, other in ((relay.first, relay.second), (relay.second, relay.first)):
            if leg in reasons and moment is None:
                reasons[leg] = relay_too_tight()
            elif leg in reasons and other in reasons:
                name = problem.shipments[other].id
                reasons[leg] = other_leg_reason(reasons[leg], name, reasons[other])
    return tuple(Unassigned(shipment=i, reason=reason) for i, reason in sorted(reasons.items()))
