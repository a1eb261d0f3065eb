"""Writer of VROOM's JSON output: a plan in the shape that its clients read.

VROOM waits before it sets up, and counts the travel of a route as its duration. Ends of one
shipment count as two wherever it counts. Beside its own fields, what is unassigned has the
code of our ``reason``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from routing.cost import route_cost
from routing.instances.vroom_vehicles import FIXED
from routing.schedule import stop_of
from routing.solution import Entry, StopKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from routing.instances.vroom import VroomFile
    from routing.model import Location
    from routing.solution import Route, RouteStop, Solution

ENDS = (StopKind.PICKUP, StopKind.DELIVERY)
SUMS = ("setup", "service", "duration", "waiting_time", "priority")
LOADS = ("delivery", "amount", "pickup")
PLACE = ("location", "location_index", "description")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Named:
    """One end of a shipment as the file has it."""

    kind: str
    entry: Mapping[str, Any]
    whole: Mapping[str, Any]


def write_answer(
    file: VroomFile, solution: Solution, lines: Mapping[int, str] | None = None
) -> dict[str, Any]:
    """Write a plan as VROOM's output.

    Parameters
    ----------
    file
        What was asked.
    solution
        A plan of its problem that keeps every hard rule.
    lines
        Encoded polyline of each route that has one, by vehicle.

    Returns
    -------
    dict
        ``code``, ``summary``, ``unassigned`` and ``routes``, ready for JSON. Distances are
        there when all profiles in use have them.
    """
    has_distances = _has_distances(file)
    routes = [
        _route(file, route, (lines or {}).get(route.vehicle), has_distances=has_distances)
        for route in solution.routes
    ]
    unassigned = [
        _unassigned(named, left.reason.code)
        for left in solution.unassigned
        for named in _ends_of(file, left.shipment)
    ]
    zero = [0] * len(file.instance.problem.vehicles[0].capacity)
    summary: dict[str, Any] = {
        "cost": sum(route["cost"] for route in routes),
        "routes": len(routes),
        "unassigned": len(unassigned),
    }
    summary |= {name: _added((r[name] for r in routes), zero) for name in LOADS}
    summary |= {name: sum(route[name] for route in routes) for name in SUMS}
    if has_distances:
        summary["distance"] = sum(route["distance"] for route in routes)
    summary["violations"] = []
    return {"code": 0, "summary": summary, "unassigned": unassigned, "routes": routes}


def points_of(file: VroomFile, route: Route) -> list[Location] | None:
    """Return where a route goes, in order; ``None`` when a place has no coordinates."""
    places = [stop.location for stop in route.stops if stop.location is not None]
    points = [file.places.point(place) for place in dict.fromkeys(places)]
    if any(point is None for point in points):
        return None
    return [point for place in places if (point := file.places.point(place)) is not None]


def _has_distances(file: VroomFile) -> bool:
    """Tell whether no profile has durations alone, which then stand in for metres."""
    given = file.root.get("matrices", {})
    used = {vehicle.get("profile", "car") for vehicle in file.root["vehicles"]}
    return all("distances" in given[name] for name in used if name in given)


def _route(
    file: VroomFile, route: Route, line: str | None, *, has_distances: bool
) -> dict[str, Any]:
    problem = file.instance.problem
    vehicle = file.root["vehicles"][route.vehicle]
    steps = _steps(file, route, has_distances=has_distances)
    ends = [entry for entry in route.entries if entry.kind in ENDS]
    named = [_named(file, entry) for entry in ends]
    zero = [0] * len(problem.vehicles[0].capacity)
    taken, given = (
        _added((problem.shipments[e.index].load for e in ends if e.kind is kind), zero)
        for kind in ENDS
    )
    written: dict[str, Any] = {
        "vehicle": vehicle["id"],
        "cost": round(route_cost(problem, route.vehicle, route) / FIXED),
        "delivery": given,
        "amount": given,
        "pickup": taken,
        "setup": sum(step["setup"] for step in steps),
        "service": sum(step["service"] for step in steps),
        "duration": route.travel,
        "waiting_time": sum(step["waiting_time"] for step in steps),
        "priority": sum(one.whole.get("priority", 0) for one in named),
    }
    if has_distances:
        written["distance"] = route.distance
    if "description" in vehicle:
        written["description"] = vehicle["description"]
    written |= {"steps": steps, "violations": []}
    if line is not None:
        written["geometry"] = line
    return written


def _steps(file: VroomFile, route: Route, *, has_distances: bool) -> list[dict[str, Any]]:
    vehicle = file.instance.problem.vehicles[route.vehicle]
    steps = []
    here = vehicle.start
    travel = distance = 0
    for stop in route.stops:
        travel += stop.travel
        distance += stop.distance
        is_open = (stop.kind is StopKind.START and vehicle.start is None) or (
            stop.kind is StopKind.END and vehicle.end is None
        )
        if not is_open:
            step = _step(file, route, stop, here)
            step["duration"] = travel
            if has_distances:
                step["distance"] = distance
            steps.append(step)
        here = stop.location if stop.kind in ENDS else here
    return steps


def _step(file: VroomFile, route: Route, stop: RouteStop, here: int | None) -> dict[str, Any]:
    vehicle = file.root["vehicles"][route.vehicle]
    written: dict[str, Any] = {"type": stop.kind.value}
    setup = 0
    if stop.index is None:
        name = stop.kind.value
        ends = {"location": name, "location_index": f"{name}_index"}
        written |= {field: vehicle[own] for field, own in ends.items() if own in vehicle}
    elif stop.kind is StopKind.BREAK:
        rest = vehicle["breaks"][stop.index]
        written |= {field: rest[field] for field in ("id", "description") if field in rest}
    else:
        entry = Entry(kind=stop.kind, index=stop.index)
        named = _named(file, entry)
        written = {"type": named.kind, "id": named.entry["id"]}
        written |= _place_of(named.entry)
        if named.kind == "job":
            written["job"] = named.entry["id"]
        setup = 0 if stop.location == here else _setup(file, entry)
    return written | {
        "arrival": stop.arrival,
        "setup": setup,
        "service": stop.departure - stop.start,
        "waiting_time": max(0, stop.start - stop.arrival - setup),
        "load": list(stop.load),
        "violations": [],
    }


def _setup(file: VroomFile, entry: Entry) -> int:
    return stop_of(file.instance.problem, entry).setup_duration


def _unassigned(named: _Named, reason: str) -> dict[str, Any]:
    place = _place_of(named.entry)
    return {"id": named.entry["id"], "type": named.kind, **place, "reason": reason}


def _place_of(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {field: entry[field] for field in PLACE if field in entry}


def _ends_of(file: VroomFile, shipment: int) -> list[_Named]:
    names = file.instance.names[shipment]
    return [
        _named(file, Entry(kind=kind, index=shipment))
        for kind, name in zip(ENDS, names, strict=True)
        if name is not None
    ]


def _named(file: VroomFile, entry: Entry) -> _Named:
    """Find what the file says of an end; single stops come before shipments."""
    singles = file.root.get("jobs", [])
    if entry.index < len(singles):
        single = singles[entry.index]
        return _Named(kind="job", entry=single, whole=single)
    whole = file.root["shipments"][entry.index - len(singles)]
    return _Named(kind=entry.kind.value, entry=whole[entry.kind.value], whole=whole)


def _added(loads: Iterable[Sequence[int]], zero: Sequence[int]) -> list[int]:
    total = list(zero)
    for load in loads:
        total = [have + part for have, part in zip(total, load, strict=True)]
    return total
