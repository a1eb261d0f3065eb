"""Vehicles of VROOM's JSON.

VROOM prices an hour and a kilometre; here a second and a metre have whole costs. In units
of 1/36,000 of VROOM's cost a second costs ``10 * per_hour`` and a metre ``36 * per_km``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from routing.instances import fields
from routing.instances.instance import InstanceError
from routing.model import Break, TimeWindow, Vehicle

if TYPE_CHECKING:
    from collections.abc import Mapping

    from routing.instances.vroom_places import Places

FOREVER = fields.LARGEST
"""Latest moment where a file gives none."""

VEHICLE = {
    "id",
    "description",
    "profile",
    "start",
    "start_index",
    "end",
    "end_index",
    "capacity",
    "skills",
    "time_window",
    "breaks",
    "costs",
    "speed_factor",
    "max_tasks",
    "max_travel_time",
    "prefix",
    "sequences",
    "steps",
}
BREAK = {"id", "description", "time_windows", "service"}
COSTS = {"fixed", "per_hour", "per_km"}

PER_SECOND, PER_METRE, FIXED = 10, 36, 36_000
"""Our units of cost per hourly price and second, kilometre price and metre, fixed price."""

HOURLY = 3600
"""VROOM's price of an hour where a file gives none."""


def read_vehicles(
    value: object, places: Places
) -> tuple[tuple[Vehicle, ...], tuple[tuple[str, float], ...]]:
    """Read the vehicles, and the profiles with speed factors that they use.

    Raises
    ------
    InstanceError
        Naming the path of the first fault.
    """
    profiles: dict[tuple[str, float], int] = {}
    entries = [
        fields.record(entry, f"vehicles[{i}]")
        for i, entry in enumerate(fields.array(value, "vehicles"))
    ]
    dimensions = max(
        (
            len(fields.array(entry.get("capacity", []), f"vehicles[{i}].capacity"))
            for i, entry in enumerate(entries)
        ),
        default=0,
    )
    vehicles = tuple(
        _vehicle(entry, f"vehicles[{i}]", places, profiles, dimensions)
        for i, entry in enumerate(entries)
    )
    return vehicles, tuple(profiles)


def _vehicle(
    entry: Mapping[str, Any],
    path: str,
    places: Places,
    profiles: dict[tuple[str, float], int],
    dimensions: int,
) -> Vehicle:
    fields.only(entry, VEHICLE, path)
    shift = TimeWindow(earliest=0, latest=FOREVER)
    if "time_window" in entry:
        shift = fields.window(entry["time_window"], f"{path}.time_window")
    capacity = fields.amounts(entry.get("capacity", [0] * dimensions), f"{path}.capacity")
    if len(capacity) != dimensions:
        msg = f"Expected {dimensions} amounts as elsewhere at {path}.capacity, got {len(capacity)}."
        raise InstanceError(msg)
    profile = (
        fields.text(entry.get("profile", "car"), f"{path}.profile"),
        fields.number(entry.get("speed_factor", 1), f"{path}.speed_factor", least=0.01, most=5),
    )
    costs = fields.record(entry.get("costs", {}), f"{path}.costs")
    fields.only(costs, COSTS, f"{path}.costs")
    skills = fields.amounts(entry.get("skills", []), f"{path}.skills")
    return Vehicle(
        id=str(fields.name(entry.get("id"), f"{path}.id")),
        shift=shift,
        start=_end(entry, path, places, "start"),
        end=_end(entry, path, places, "end"),
        matrix=profiles.setdefault(profile, len(profiles)),
        capacity=capacity,
        skills=frozenset(str(skill) for skill in skills),
        breaks=_breaks(entry.get("breaks", []), f"{path}.breaks", shift),
        fixed_cost=FIXED * fields.whole(costs.get("fixed", 0), f"{path}.costs.fixed"),
        cost_per_second=PER_SECOND
        * fields.whole(costs.get("per_hour", HOURLY), f"{path}.costs.per_hour"),
        cost_per_metre=PER_METRE * fields.whole(costs.get("per_km", 0), f"{path}.costs.per_km"),
        max_stops=_limit(entry, path, "max_tasks"),
        max_travel=_limit(entry, path, "max_travel_time"),
    )


def _end(entry: Mapping[str, Any], path: str, places: Places, name: str) -> int | None:
    if name not in entry and f"{name}_index" not in entry:
        return None
    return places.locate(entry, path, name)


def _limit(entry: Mapping[str, Any], path: str, name: str) -> int | None:
    return fields.whole(entry[name], f"{path}.{name}") if name in entry else None


def _breaks(value: object, path: str, shift: TimeWindow) -> tuple[Break, ...]:
    breaks = []
    for place, part in enumerate(fields.array(value, path)):
        entry = fields.record(part, f"{path}[{place}]")
        fields.only(entry, BREAK, f"{path}[{place}]")
        opened: tuple[TimeWindow, ...] = (shift,)
        if "time_windows" in entry:
            opened = fields.windows(entry["time_windows"], f"{path}[{place}].time_windows")
        duration = fields.whole(entry.get("service", 0), f"{path}[{place}].service")
        breaks.append(Break(windows=opened, duration=duration))
    return tuple(breaks)
