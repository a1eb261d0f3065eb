"""Times and loads along a route: the one place that propagates time.

A leg takes its travel, then the setup of the stop it leads to unless the stop before is at
the same location; then service begins as soon as a window is open. A break happens where
the vehicle is, before it travels on. A route leaves its start no earlier than it must to
begin its first stop at the same moment, so that its duration holds no idle wait there.

Every stop begins as early as can be. A limit on the time on board moves a pickup later, and
with it what comes after; passes are repeated until no limit asks for more. Every demand only
ever raises a moment, so this ends at the earliest times of all that keep the limits.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from routing.rules.on_board import limits_of, raise_floors
from routing.solution import Entry, Route, RouteStop, StopKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from routing.model import Stop, TimeWindow, Vehicle
    from routing.problem import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class _Service:
    """What an entry asks for: where, when and for how long."""

    location: int | None
    windows: tuple[TimeWindow, ...]
    service: int
    setup: int


def schedule(problem: Problem, vehicle: int, entries: Sequence[Entry]) -> Route:
    """Compute times and loads of a route, late where it is late.

    Parameters
    ----------
    problem
        What the indices of the entries point into.
    vehicle
        Index of the vehicle.
    entries
        Pickups, deliveries and breaks in order; start and end are implied.

    Returns
    -------
    Route
        With every stop begun as early as possible; nothing is checked. Limits on board that
        the way alone breaks move nothing.
    """
    floors = [0] * len(entries)
    stops, least = _pass(problem, vehicle, entries, floors)
    limits = [
        limit
        for limit in limits_of(problem, entries)
        if least[limit.delivery] - least[limit.pickup] <= limit.most
    ]
    while raise_floors(limits, [stop.start for stop in stops[1:-1]], floors):
        stops, _ = _pass(problem, vehicle, entries, floors)
    return Route(
        vehicle=vehicle, stops=_without_idle_start(problem, problem.vehicles[vehicle], stops)
    )


def _pass(
    problem: Problem, vehicle: int, entries: Sequence[Entry], floors: Sequence[int]
) -> tuple[list[RouteStop], list[int]]:
    """Go along a route once; return its stops, and when each would begin without any wait."""
    resource = problem.vehicles[vehicle]
    least: list[int] = []
    hurried = 0
    load = initial_load(problem, entries)
    moment = resource.shift.earliest
    stops = [
        RouteStop(
            kind=StopKind.START,
            index=None,
            location=_first_location(problem, resource, entries),
            arrival=moment,
            start=moment,
            departure=moment,
            load=load,
        )
    ]
    here = resource.start
    for entry, floor in zip(entries, floors, strict=True):
        asked = _service(problem, resource, entry, here)
        travel, distance = _leg(problem, resource, here, asked.location)
        arrival = moment + travel
        setup = asked.setup if asked.location != here else 0
        begin = opening(asked.windows, max(arrival + setup, floor))
        moment = begin + asked.service
        least.append(hurried + travel + setup)
        hurried = least[-1] + asked.service
        load = _load_after(problem, load, entry)
        stops.append(
            RouteStop(
                kind=entry.kind,
                index=entry.index,
                location=asked.location,
                arrival=arrival,
                start=begin,
                departure=moment,
                travel=travel,
                distance=distance,
                load=load,
            )
        )
        here = asked.location
    end = here if resource.end is None else resource.end
    travel, distance = _leg(problem, resource, here, end)
    moment += travel
    stops.append(
        RouteStop(
            kind=StopKind.END,
            index=None,
            location=end,
            arrival=moment,
            start=moment,
            departure=moment,
            travel=travel,
            distance=distance,
            load=load,
        )
    )
    return stops, least


def opening(windows: Sequence[TimeWindow], ready: int) -> int:
    """Return when service can begin for a vehicle that is ready: late after the last window."""
    for window in windows:
        if ready <= window.latest:
            return max(ready, window.earliest)
    return ready


def initial_load(problem: Problem, entries: Iterable[Entry]) -> tuple[int, ...]:
    """Return what is on board at the start: shipments that are delivered but never picked up."""
    on_board = [
        problem.shipments[entry.index].load
        for entry in entries
        if entry.kind is StopKind.DELIVERY and problem.shipments[entry.index].pickup is None
    ]
    dimensions = len(problem.vehicles[0].capacity) if problem.vehicles else 0
    return tuple(sum(load[d] for load in on_board) for d in range(dimensions))


def stop_of(problem: Problem, entry: Entry) -> Stop:
    """Return the stop that a pickup or delivery entry refers to.

    Raises
    ------
    ValueError
        When the shipment has no such end.
    """
    shipment = problem.shipments[entry.index]
    stop = shipment.pickup if entry.kind is StopKind.PICKUP else shipment.delivery
    if stop is None:
        msg = f"Expected a shipment with a {entry.kind.value}, got {shipment.id!r}."
        raise ValueError(msg)
    return stop


def _service(problem: Problem, vehicle: Vehicle, entry: Entry, here: int | None) -> _Service:
    if entry.kind is StopKind.BREAK:
        rest = vehicle.breaks[entry.index]
        return _Service(location=here, windows=rest.windows, service=rest.duration, setup=0)
    stop = stop_of(problem, entry)
    return _Service(
        location=stop.location,
        windows=stop.windows,
        service=stop.service_duration,
        setup=stop.setup_duration,
    )


def _leg(
    problem: Problem, vehicle: Vehicle, here: int | None, there: int | None
) -> tuple[int, int]:
    """Return seconds and metres between two places; none from or to an open end."""
    if here is None or there is None:
        return 0, 0
    matrix = problem.matrices[vehicle.matrix]
    return int(matrix.durations[here, there]), int(matrix.distances[here, there])


def _first_location(problem: Problem, vehicle: Vehicle, entries: Sequence[Entry]) -> int | None:
    """Return where a route starts: an open one at its first stop, unless it rests before."""
    if vehicle.start is not None or not entries or entries[0].kind is StopKind.BREAK:
        return vehicle.start
    return stop_of(problem, entries[0]).location


def _load_after(problem: Problem, load: tuple[int, ...], entry: Entry) -> tuple[int, ...]:
    if entry.kind is StopKind.BREAK:
        return load
    sign = 1 if entry.kind is StopKind.PICKUP else -1
    change = problem.shipments[entry.index].load
    return tuple(here + sign * part for here, part in zip(load, change, strict=True))


def _without_idle_start(
    problem: Problem, vehicle: Vehicle, stops: list[RouteStop]
) -> tuple[RouteStop, ...]:
    """Leave as late as the first stop allows without beginning later."""
    first, second = stops[0], stops[1]
    if second.kind is StopKind.END:
        return tuple(stops)
    setup = 0
    if second.kind is not StopKind.BREAK and second.location != vehicle.start:
        entry = Entry(kind=second.kind, index=second.index or 0)
        setup = stop_of(problem, entry).setup_duration
    idle = second.start - second.arrival - setup
    leaves = first.departure + idle
    return (
        replace(first, start=leaves, departure=leaves),
        replace(second, arrival=second.arrival + idle),
        *stops[2:],
    )
