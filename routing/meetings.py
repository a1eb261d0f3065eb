"""Meetings: the moment of each relay that parts its two legs in time.

The first leg is delivered and handled by then, the second is picked up from then on. With
its meetings fixed a problem has no relays any more, and every plan of it keeps them.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from routing.rules.releases import closed, released
from routing.schedule import schedule
from routing.solution import Entry, StopKind
from routing.times import NEVER, latest_begin, spans

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from routing.model import Shipment
    from routing.problem import Problem
    from routing.rules.relays import Relay
    from routing.solution import Route

Span: TypeAlias = "tuple[int, int]"
"""Earliest and latest moment of a meeting."""


def span_of(problem: Problem, relay: Relay) -> Span | None:
    """Return between which moments a relay can meet when nothing else is on the way.

    ``None`` when no two vehicles can make it. Where the second leg's delivery was promised and
    can be on time, the latest moment is one that keeps the promise.
    """
    carriers = [
        [v for v in range(len(problem.vehicles)) if problem.may_carry(v, leg)]
        for leg in (relay.first, relay.second)
    ]
    soonest = [_soonest(problem, vehicle, relay.first) for vehicle in carriers[0]]
    earliest = min((moment for moment in soonest if moment != NEVER), default=NEVER)
    if earliest == NEVER:
        return None
    asked = problem.shipments[relay.second]
    for second in (_on_time(asked), asked):
        last = [_last(problem, vehicle, second) for vehicle in carriers[1]]
        latest = max(last, default=NEVER)
        if earliest + relay.handling <= latest:
            return earliest + relay.handling, latest
    return None


def _on_time(asked: Shipment) -> Shipment:
    """Return a shipment that cannot be delivered later than promised."""
    given = asked.delivery
    if given is None or given.promise is None:
        return asked
    return replace(asked, delivery=closed(given, given.promise.by) or given)


def _soonest(problem: Problem, vehicle: int, leg: int) -> int:
    """Return when a vehicle that has nothing else can have delivered a leg, or `NEVER`."""
    asked = problem.shipments[leg]
    kinds = (StopKind.PICKUP, StopKind.DELIVERY)
    entries = [
        Entry(kind=kind, index=leg)
        for kind, stop in zip(kinds, (asked.pickup, asked.delivery), strict=True)
        if stop is not None
    ]
    stop = schedule(problem, vehicle, entries).stops[-2]
    windows = () if asked.delivery is None else asked.delivery.windows
    is_open = any(window.earliest <= stop.start <= window.latest for window in windows)
    return stop.departure if is_open else NEVER


def _last(problem: Problem, vehicle: int, asked: Shipment) -> int:
    """Return when a vehicle that has nothing else must begin to pick up a leg, or `NEVER`."""
    resource = problem.vehicles[vehicle]
    seconds = problem.matrices[resource.matrix].durations
    limit, there, setup = resource.shift.latest, resource.end, 0
    for stop in (asked.delivery, asked.pickup):
        if stop is None:
            continue
        if there is not None and there != stop.location:
            limit -= int(seconds[stop.location, there]) + setup
        limit = latest_begin(spans(stop.windows), limit - stop.service_duration)
        there, setup = stop.location, stop.setup_duration
    return limit


def with_meetings(problem: Problem, meetings: Sequence[int | None]) -> Problem:
    """Return a problem without relays that fixes when each of them meets.

    Parameters
    ----------
    problem
        With relays.
    meetings
        One per relay, within its span; ``None``: neither of its legs may be carried.
    """
    shipments = list(problem.shipments)
    barred: set[int] = set()
    for relay, moment in zip(problem.relays, meetings, strict=True):
        brought = taken = None
        first, second = shipments[relay.first], shipments[relay.second]
        if moment is not None and first.delivery is not None and second.pickup is not None:
            by = moment - relay.handling - first.delivery.service_duration
            brought, taken = closed(first.delivery, by), released(second.pickup, moment)
        if brought is None or taken is None:
            barred |= {relay.first, relay.second}
        else:
            shipments[relay.first] = replace(first, delivery=brought)
            shipments[relay.second] = replace(second, pickup=taken)
    pairs = {(leg, vehicle) for leg in barred for vehicle in range(len(problem.vehicles))}
    return replace(
        problem,
        shipments=tuple(shipments),
        forbidden=problem.forbidden | pairs,
        relays=(),
    )


def meetings_of(problem: Problem, routes: Iterable[Route]) -> list[int | None]:
    """Return when relays meet in a plan: as early as the first leg lets them.

    Where only the second leg has a route it is when that one is picked up, and where
    neither has one, the middle of the span.
    """
    stops = {(stop.kind, stop.index): stop for route in routes for stop in route.stops}
    meetings: list[int | None] = []
    for relay in problem.relays:
        brought = stops.get((StopKind.DELIVERY, relay.first))
        taken = stops.get((StopKind.PICKUP, relay.second))
        span = span_of(problem, relay)
        if brought is not None:
            meetings.append(brought.departure + relay.handling)
        elif taken is not None:
            meetings.append(taken.start)
        else:
            meetings.append(None if span is None else sum(span) // 2)
    return meetings


def met(problem: Problem, routes: Iterable[Route]) -> Problem:
    """Return a problem without relays, whose meetings are those of a plan."""
    return with_meetings(problem, meetings_of(problem, routes)) if problem.relays else problem
