"""Reader of VROOM's JSON input (API of version 1.13 and later).

Understood: ``vehicles``, ``jobs``, ``shipments``, ``matrices`` by profile with
``durations``, ``distances`` and ``costs`` equal to durations; without a matrix of a profile,
times are great circles at its speed in `SPEEDS`. ``priority`` becomes the penalty of leaving
out. Setup is done on arrival, before service begins; windows here limit when service begins,
so they open later by the setup. What would change the answer and is not understood is
refused with its path; ``description`` and ``options`` are not looked at. Rules beyond VROOM
have fields of their own, see `routing.instances.vroom_rules`.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from routing.instances import fields
from routing.instances.instance import Instance, InstanceError, NodeNames
from routing.instances.vroom_places import Places, matrices_of
from routing.instances.vroom_rules import (
    OF_FILES,
    OF_SHIPMENTS,
    OF_STOPS,
    max_on_board,
    with_moments,
    with_rules,
)
from routing.instances.vroom_vehicles import FOREVER, read_vehicles
from routing.model import Shipment, Stop, TimeWindow
from routing.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Mapping

    from routing.instances.vroom_places import Travel
    from routing.model import Matrix, Vehicle

ROOT = {"vehicles", "jobs", "shipments", "matrices", "options", "description"} | OF_FILES
STEP = {
    "id",
    "description",
    "location",
    "location_index",
    "setup",
    "service",
    "time_windows",
} | OF_STOPS
JOB = STEP | {"delivery", "pickup", "skills", "priority"}
SHIPMENT = {"pickup", "delivery", "amount", "skills", "priority"} | OF_SHIPMENTS

MOST_PRIORITY = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """A shipment with the names of its ends and its priority."""

    shipment: Shipment
    names: NodeNames
    priority: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class VroomFile:
    """A problem with the document that it stands in.

    Attributes
    ----------
    root
        The document.
    instance
        The problem in it.
    places
        Its locations, by the numbers that the problem has for them.
    """

    root: Mapping[str, Any]
    instance: Instance
    places: Places


def read_vroom(text: str) -> Instance:
    """Read a problem in VROOM's JSON.

    Raises
    ------
    InstanceError
        When the text is no such problem, or asks for what is not understood; the message
        names the path.
    """
    try:
        root = json.loads(text)
    except json.JSONDecodeError as error:
        msg = f"Expected JSON, got a fault in line {error.lineno}: {error.msg}."
        raise InstanceError(msg) from None
    except RecursionError:
        msg = "Expected JSON of a sane depth, got one nested too deeply."
        raise InstanceError(msg) from None
    return read_document(root).instance


def read_document(document: object, *, travel: Travel | None = None) -> VroomFile:
    """Read a problem from a JSON document.

    Parameters
    ----------
    document
        As a JSON parser gives it.
    travel
        Asked for the travel of profiles that have no matrix, by name, between points;
        ``None``: great circles. What it raises is passed on.

    Raises
    ------
    InstanceError
        When the document is no such problem, or asks for what is not understood; the
        message names the path.
    """
    root = fields.record(document, "the file")
    fields.only(root, ROOT, "the file")
    places = Places()
    vehicles, profiles = read_vehicles(root.get("vehicles", []), places)
    if not vehicles:
        msg = "Expected at least one vehicle at vehicles, got none."
        raise InstanceError(msg)
    dimensions = len(vehicles[0].capacity)
    jobs = [
        _job(entry, f"jobs[{i}]", places, dimensions)
        for i, entry in enumerate(fields.array(root.get("jobs", []), "jobs"))
    ]
    shipments = [
        _shipment(entry, f"shipments[{i}]", places, dimensions)
        for i, entry in enumerate(fields.array(root.get("shipments", []), "shipments"))
    ]
    _check_names(vehicles, jobs, shipments)
    found = jobs + shipments
    names = tuple(one.names for one in found)
    matrices = matrices_of(root.get("matrices", {}), profiles, places, travel)
    try:
        problem = Problem(
            matrices=matrices,
            vehicles=vehicles,
            shipments=_with_penalties(found, vehicles, matrices),
        )
        problem = with_rules(problem, root, names, len(jobs))
    except InstanceError:
        raise
    except ValueError as error:
        raise InstanceError(str(error)) from None
    return VroomFile(root=root, instance=Instance(problem=problem, names=names), places=places)


def _check_names(
    vehicles: tuple[Vehicle, ...], jobs: list[_Found], shipments: list[_Found]
) -> None:
    """Refuse an id that two things of a kind have."""
    named: tuple[tuple[str, list[object]], ...] = (
        ("vehicles", [vehicle.id for vehicle in vehicles]),
        ("jobs", [one.names[0] if one.names[1] is None else one.names[1] for one in jobs]),
        ("pickups of shipments", [one.names[0] for one in shipments]),
        ("deliveries of shipments", [one.names[1] for one in shipments]),
    )
    for kind, names in named:
        twice = [name for name, count in Counter(names).items() if count > 1]
        if twice:
            msg = f"Expected each id once among the {kind}, got {twice[0]} twice."
            raise InstanceError(msg)


def _job(value: object, path: str, places: Places, dimensions: int) -> _Found:
    """Read a single stop: a delivery on board from the start, or a pickup kept to the end.

    Without amounts it is a delivery of nothing.
    """
    entry = fields.record(value, path)
    fields.only(entry, JOB, path)
    given = _load(entry, "delivery", path, dimensions)
    taken = _load(entry, "pickup", path, dimensions)
    if any(given) and any(taken):
        msg = f"Expected a delivery or a pickup at {path}, got both, which is not supported."
        raise InstanceError(msg)
    name = fields.name(entry.get("id"), f"{path}.id")
    stop = _stop(entry, path, places)
    is_pickup = any(taken)
    return _Found(
        shipment=Shipment(
            id=str(name),
            pickup=stop if is_pickup else None,
            delivery=None if is_pickup else stop,
            load=taken if is_pickup else given,
            skills=_skills(entry, path),
            amount=1,
        ),
        names=(name, None) if is_pickup else (None, name),
        priority=_priority(entry, path),
    )


def _shipment(value: object, path: str, places: Places, dimensions: int) -> _Found:
    entry = fields.record(value, path)
    fields.only(entry, SHIPMENT, path)
    stops, names = [], []
    for end in ("pickup", "delivery"):
        step = fields.record(entry.get(end), f"{path}.{end}")
        fields.only(step, STEP, f"{path}.{end}")
        names.append(fields.name(step.get("id"), f"{path}.{end}.id"))
        stops.append(_stop(step, f"{path}.{end}", places))
    return _Found(
        shipment=Shipment(
            id=str(names[0]),
            pickup=stops[0],
            delivery=stops[1],
            load=_load(entry, "amount", path, dimensions),
            max_on_board=max_on_board(entry, path),
            skills=_skills(entry, path),
            amount=1,
        ),
        names=(names[0], names[1]),
        priority=_priority(entry, path),
    )


def _load(entry: Mapping[str, Any], name: str, path: str, dimensions: int) -> tuple[int, ...]:
    if name not in entry:
        return (0,) * dimensions
    load = fields.amounts(entry[name], f"{path}.{name}")
    if len(load) != dimensions:
        msg = f"Expected {dimensions} amounts as in capacity at {path}.{name}, got {len(load)}."
        raise InstanceError(msg)
    return load


def _skills(entry: Mapping[str, Any], path: str) -> frozenset[str]:
    return frozenset(
        str(skill) for skill in fields.amounts(entry.get("skills", []), f"{path}.skills")
    )


def _priority(entry: Mapping[str, Any], path: str) -> int:
    priority = fields.whole(entry.get("priority", 0), f"{path}.priority")
    if priority > MOST_PRIORITY:
        msg = f"Expected a priority up to {MOST_PRIORITY} at {path}.priority, got {priority}."
        raise InstanceError(msg)
    return priority


def _stop(entry: Mapping[str, Any], path: str, places: Places) -> Stop:
    location = places.locate(entry, path, "location")
    setup = fields.whole(entry.get("setup", 0), f"{path}.setup")
    if "time_windows" in entry:
        opened = fields.windows(entry["time_windows"], f"{path}.time_windows")
    else:
        opened = (TimeWindow(earliest=0, latest=FOREVER),)
    later = tuple(
        TimeWindow(earliest=w.earliest + setup, latest=max(w.latest, w.earliest + setup))
        for w in opened
    )
    for before, after in pairwise(later):
        if before.latest >= after.earliest:
            msg = f"Expected windows wider than the setup at {path}.time_windows, got {setup} s."
            raise InstanceError(msg)
    stop = Stop(
        location=location,
        windows=later,
        service_duration=fields.whole(entry.get("service", 0), f"{path}.service"),
        setup_duration=setup,
    )
    return with_moments(stop, entry, path)


def _with_penalties(
    found: list[_Found], vehicles: tuple[Vehicle, ...], matrices: tuple[Matrix, ...]
) -> tuple[Shipment, ...]:
    """Turn priorities into penalties, each step of which outweighs any detour.

    Nothing is mandatory in VROOM. Two stops add at most four legs, and two more to and
    from the ends of a route that they open.
    """
    unit = 1 + max(
        vehicle.fixed_cost
        + 6 * vehicle.cost_per_second * int(matrices[vehicle.matrix].durations.max(initial=0))
        + 6 * vehicle.cost_per_metre * int(matrices[vehicle.matrix].distances.max(initial=0))
        for vehicle in vehicles
    )
    return tuple(replace(one.shipment, drop_penalty=unit * (1 + one.priority)) for one in found)
