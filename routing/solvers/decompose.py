"""How a problem too large for one search is cut into parts, and their plans put together.

At first shipments are cut by area and hour, and vehicles are dealt out to where the work is.
Later whole routes are cut, every time elsewhere, so that what neighbors could exchange is in
one part sooner or later. Nothing here searches.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from routing.solvers.areas import coordinates, cut

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from routing.model import Stop, TimeWindow, Vehicle
    from routing.problem import Problem
    from routing.solution import Route

SPACE_PER_TIME = 0.05
"""Seconds of travel that count as much as a second of the day when areas are cut."""

HOURS = 2 * 3600
"""Shifts that begin within so many seconds are alike when vehicles are dealt out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Members:
    """What belongs together in one part.

    Attributes
    ----------
    vehicles, shipments
        Indices in the whole problem, rising.
    """

    vehicles: tuple[int, ...]
    shipments: tuple[int, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """What cuts of a problem look at.

    Attributes
    ----------
    problem
        The whole.
    shipment
        Two coordinates in space and one in time, float64 ``(r, 3)``.
    vehicle
        The same of the vehicles, not a number where one is nowhere, ``(v, 3)``.
    pinned
        Vehicle of each pinned shipment.
    """

    problem: Problem
    shipment: NDArray[np.float64]
    vehicle: NDArray[np.float64]
    pinned: Mapping[int, int]


def ground_of(problem: Problem) -> Ground:
    """Place the shipments and vehicles of a problem in space and time."""
    where = coordinates(problem.matrices[0])
    shipment = np.zeros((len(problem.shipments), 3))
    for index, asked in enumerate(problem.shipments):
        stops = [stop for stop in (asked.pickup, asked.delivery) if stop is not None]
        shipment[index, :2] = where[[stop.location for stop in stops]].mean(axis=0)
        shipment[index, 2] = SPACE_PER_TIME * sum(map(_middle, stops)) / len(stops)
    vehicle = np.full((len(problem.vehicles), 3), np.nan)
    for index, one in enumerate(problem.vehicles):
        ends = [place for place in (one.start, one.end) if place is not None]
        if ends:
            vehicle[index, :2] = where[ends].mean(axis=0)
        vehicle[index, 2] = SPACE_PER_TIME * _mean(one.shift)
    return Ground(problem, shipment, vehicle, problem.pinned)


def first_cut(ground: Ground, num_cuts: int, state: int) -> tuple[Members, ...]:
    """Cut shipments by area and hour, and deal out the vehicles.

    Parameters
    ----------
    ground
        Of the problem.
    num_cuts
        How often to halve.
    state
        Start of the random stream.

    Returns
    -------
    tuple of Members
        At most ``2 ** num_cuts``; each shipment is in one of them, each vehicle in at most
        one.
    """
    free = [i for i in range(len(ground.problem.shipments)) if i not in ground.pinned]
    areas = cut(ground.shipment[free], np.ones(len(free)), num_cuts, state)
    homes = dict(zip(free, areas.tolist(), strict=True))
    vehicles = range(len(ground.problem.vehicles))
    return _grouped(ground, homes, _dealt(ground, vehicles, homes))


def next_cut(
    ground: Ground, plan: Mapping[int, Route], num_cuts: int, state: int
) -> tuple[Members, ...]:
    """Cut a plan by routes; what is unused or has no route goes where it could be of use.

    Parameters
    ----------
    ground
        Of the problem.
    plan
        Route of each used vehicle.
    num_cuts, state
        As for `first_cut`.

    Returns
    -------
    tuple of Members
        Each shipment is in one of them, each vehicle in at most one.
    """
    used = sorted(plan)
    carried = {vehicle: plan[vehicle].shipments for vehicle in used}
    middles = [ground.shipment[list(carried[vehicle])].mean(axis=0) for vehicle in used]
    weights = np.array([float(len(carried[vehicle])) for vehicle in used])
    areas = cut(np.array(middles).reshape(-1, 3), weights, num_cuts, state).tolist()
    riding = dict(zip(used, areas, strict=True))
    homes = {shipment: riding[vehicle] for vehicle in used for shipment in carried[vehicle]}
    idle = [v for v in range(len(ground.problem.vehicles)) if v not in riding]
    riding |= _dealt(ground, idle, homes)
    at = dict(zip(used, middles, strict=True))
    for shipment in range(len(ground.problem.shipments)):
        if shipment not in homes and shipment not in ground.pinned:
            homes[shipment] = _nearest(ground, shipment, riding, at)
    return _grouped(ground, homes, riding)


def _grouped(
    ground: Ground, homes: Mapping[int, int], riding: Mapping[int, int]
) -> tuple[Members, ...]:
    """Return the parts with a shipment; a pinned one is with its vehicle."""
    vehicles: dict[int, list[int]] = defaultdict(list)
    shipments: dict[int, list[int]] = defaultdict(list)
    for vehicle, area in sorted(riding.items()):
        vehicles[area].append(vehicle)
    for shipment, area in (
        *homes.items(),
        *((s, riding[v]) for s, v in ground.pinned.items() if s not in homes),
    ):
        shipments[area].append(shipment)
    return tuple(
        Members(vehicles=tuple(vehicles[area]), shipments=tuple(sorted(shipments[area])))
        for area in sorted(shipments)
    )


def _dealt(ground: Ground, vehicles: Sequence[int], homes: Mapping[int, int]) -> dict[int, int]:
    """Deal out vehicles to areas by how many shipments are there, near ones first.

    Vehicles of one kind (matrix, skills, hours) are dealt out together, so that every area
    gets its share of each.
    """
    areas = sorted(set(homes.values())) or [0]
    members = {area: [s for s, home in homes.items() if home == area] for area in areas}
    centers = np.array(
        [
            ground.shipment[members[area]].mean(axis=0) if members[area] else np.zeros(3)
            for area in areas
        ]
    )
    work = np.array([float(len(members[area])) for area in areas])
    work = work / work.sum() if work.sum() else np.full(len(areas), 1.0 / len(areas))
    kinds: dict[object, list[int]] = defaultdict(list)
    for vehicle in vehicles:
        kinds[_kind(ground.problem.vehicles[vehicle])].append(vehicle)
    dealt: dict[int, int] = {}
    owed = np.zeros(len(areas))
    for alike in kinds.values():
        owed += len(alike) * work
        room = np.floor(owed).clip(0).astype(int)
        while room.sum() < len(alike):
            room[int((owed - room).argmax())] += 1
        away = ((ground.vehicle[alike][:, None, :2] - centers[None, :, :2]) ** 2).sum(axis=2)
        away = np.nan_to_num(away, nan=0.0)
        waiting = np.ones(len(alike), np.bool_)
        for flat in np.argsort(away, axis=None, kind="stable").tolist():
            place, area = divmod(flat, len(areas))
            if waiting[place] and room[area] > 0:
                waiting[place] = False
                room[area] -= 1
                owed[area] -= 1
                dealt[alike[place]] = areas[area]
    return dealt


def _kind(vehicle: Vehicle) -> tuple[object, ...]:
    return (vehicle.matrix, vehicle.skills, vehicle.capacity, vehicle.shift.earliest // HOURS)


def _nearest(
    ground: Ground,
    shipment: int,
    riding: Mapping[int, int],
    middles: Mapping[int, NDArray[np.float64]],
) -> int:
    """Return the area of the nearest vehicle that may carry a shipment; any if nobody may."""
    able = [v for v in sorted(riding) if ground.problem.may_carry(v, shipment)]
    if not able:
        return min(riding.values(), default=0)
    at = np.array([middles.get(vehicle, ground.vehicle[vehicle]) for vehicle in able])
    away = np.nan_to_num(((at - ground.shipment[shipment]) ** 2).sum(axis=1), nan=np.inf)
    return riding[able[int(away.argmin())]]


def _middle(stop: Stop) -> float:
    return (stop.windows[0].earliest + stop.windows[-1].latest) / 2


def _mean(window: TimeWindow) -> float:
    return (window.earliest + window.latest) / 2
