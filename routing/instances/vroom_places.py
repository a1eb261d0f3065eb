"""Locations and matrices of VROOM's JSON."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from routing.instances import fields
from routing.instances.instance import InstanceError
from routing.model import MAX_LAT, MAX_LON, Location, Matrix

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import TypeAlias

    from numpy.typing import NDArray

    Travel: TypeAlias = Callable[[str, Sequence["Location"]], Matrix]
    """Travel by the name of a profile between points."""

SPEEDS = {"foot": 1.3, "bike": 4.2, "cargo_bike": 3.6, "e_van": 7.0, "car": 7.0}
"""Metres per second as the crow flies where there is no matrix."""

EARTH = 6_371_000.0
"""Mean radius in metres."""

TABLES = {"durations", "distances", "costs"}


@dataclass(slots=True, eq=False)
class Places:
    """Locations that a file names so far: by index into its matrices, or by coordinates.

    Attributes
    ----------
    indices
        Indices into the matrices of the file, in order of appearance.
    coordinates
        Longitude and latitude of each, where given.
    """

    indices: list[int | None] = field(default_factory=list)
    coordinates: list[tuple[float, float] | None] = field(default_factory=list)
    known: dict[tuple[int | None, tuple[float, float] | None], int] = field(default_factory=dict)

    def locate(self, entry: Mapping[str, Any], path: str, name: str) -> int:
        """Return the number of the place at ``name`` or ``name_index``.

        Raises
        ------
        InstanceError
            When neither is there.
        """
        index = None
        if f"{name}_index" in entry:
            index = fields.whole(entry[f"{name}_index"], f"{path}.{name}_index")
        point = None
        if name in entry:
            point = _point(entry[name], f"{path}.{name}")
        if index is None and point is None:
            msg = f"Expected {name} or {name}_index at {path}, got neither."
            raise InstanceError(msg)
        key = (index, point if index is None else None)
        if key not in self.known:
            self.known[key] = len(self.indices)
            self.indices.append(index)
            self.coordinates.append(point)
        elif self.coordinates[self.known[key]] is None:
            self.coordinates[self.known[key]] = point
        return self.known[key]

    def point(self, place: int) -> Location | None:
        """Return where a place is, by its number; ``None`` when the file gives no coordinates."""
        point = self.coordinates[place]
        return None if point is None else Location(lon=point[0], lat=point[1])


def _point(value: object, path: str) -> tuple[float, float]:
    pair = fields.array(value, path)
    if len(pair) != 2:  # noqa: PLR2004 - longitude and latitude
        msg = f"Expected [longitude, latitude] at {path}, got {len(pair)} numbers."
        raise InstanceError(msg)
    lon = fields.number(pair[0], f"{path}[0]", least=-MAX_LON, most=MAX_LON)
    lat = fields.number(pair[1], f"{path}[1]", least=-MAX_LAT, most=MAX_LAT)
    return lon, lat


def matrices_of(
    value: object,
    profiles: Sequence[tuple[str, float]],
    places: Places,
    travel: Travel | None = None,
) -> tuple[Matrix, ...]:
    """Return one matrix per profile and speed, in the order that vehicles refer to.

    Parameters
    ----------
    value
        The ``matrices`` of the file.
    profiles
        Name of a profile and factor of its speed.
    places
        All locations of the file.
    travel
        Asked for what the file has no matrix of; ``None``: great circles.
    """
    given = fields.record(value, "matrices")
    found = []
    for name, factor in profiles:
        if name in given:
            found.append(_matrix(given[name], f"matrices.{name}", factor, places))
        elif travel is not None:
            found.append(_slower(travel(name, _points_of(name, places)), factor))
        else:
            found.append(_great_circles(name, factor, places))
    return tuple(found)


def _slower(matrix: Matrix, factor: float) -> Matrix:
    return replace(matrix, durations=_at_speed(matrix.durations, factor))


def _at_speed(durations: NDArray[np.integer[Any]], factor: float) -> NDArray[np.int32]:
    """Return durations at a factor of the speed.

    Raises
    ------
    InstanceError
        When one is longer than can be counted.
    """
    slower = np.rint(durations / factor)
    if slower.max(initial=0) > fields.LARGEST:
        msg = f"Expected durations up to {fields.LARGEST} s at a speed_factor of {factor:g}."
        raise InstanceError(msg)
    return slower.astype(np.int32)


def _matrix(value: object, path: str, factor: float, places: Places) -> Matrix:
    tables = fields.record(value, path)
    fields.only(tables, TABLES, path)
    durations = _table(tables.get("durations"), f"{path}.durations")
    distances = durations
    if "distances" in tables:
        distances = _table(tables["distances"], f"{path}.distances")
    if "costs" in tables and not np.array_equal(
        _table(tables["costs"], f"{path}.costs"), durations
    ):
        msg = f"Expected costs equal to durations at {path}.costs, got others: not supported."
        raise InstanceError(msg)
    if durations.shape != distances.shape:
        msg = f"Expected {len(durations)} rows at {path}.distances, got {len(distances)}."
        raise InstanceError(msg)
    for index in places.indices:
        if index is None or index >= len(durations):
            msg = f"Expected every location_index below {len(durations)} of {path}, got {index}."
            raise InstanceError(msg)
    chosen = np.array(places.indices, dtype=np.int64)
    grid = np.ix_(chosen, chosen)
    return Matrix(
        durations=_at_speed(durations[grid], factor),
        distances=distances[grid].astype(np.int32),
        reachable=np.ones((len(chosen), len(chosen)), dtype=np.bool_),
    )


def _table(value: object, path: str) -> NDArray[np.int64]:
    rows = [fields.amounts(row, f"{path}[{i}]") for i, row in enumerate(fields.array(value, path))]
    for place, row in enumerate(rows):
        if len(row) != len(rows):
            msg = f"Expected {len(rows)} numbers at {path}[{place}], got {len(row)}."
            raise InstanceError(msg)
    return np.array(rows, dtype=np.int64).reshape(len(rows), len(rows))


def _points_of(name: str, places: Places) -> list[Location]:
    """Return the coordinates of all places.

    Raises
    ------
    InstanceError
        When a place has none.
    """
    points = []
    for number, point in enumerate(places.coordinates):
        if point is None:
            msg = (
                f"Expected coordinates or a matrix at matrices.{name}, got only "
                f"location_index {places.indices[number]}."
            )
            raise InstanceError(msg)
        points.append(Location(lon=point[0], lat=point[1]))
    return points


def _great_circles(name: str, factor: float, places: Places) -> Matrix:
    """Return metres along great circles and seconds at the speed of a profile."""
    if name not in SPEEDS:
        msg = f"Expected a matrix at matrices.{name} or a profile of {sorted(SPEEDS)}, got neither."
        raise InstanceError(msg)
    points = _points_of(name, places)
    lon = np.radians(np.array([point.lon for point in points], dtype=np.float64))
    lat = np.radians(np.array([point.lat for point in points], dtype=np.float64))
    half = (
        np.sin((lat[:, None] - lat[None, :]) / 2) ** 2
        + np.cos(lat[:, None])
        * np.cos(lat[None, :])
        * np.sin((lon[:, None] - lon[None, :]) / 2) ** 2
    )
    metres = 2 * EARTH * np.arcsin(np.minimum(1.0, np.sqrt(half)))
    return Matrix(
        durations=np.rint(metres / (SPEEDS[name] * factor)).astype(np.int32),
        distances=np.rint(metres).astype(np.int32),
        reachable=np.ones(metres.shape, dtype=np.bool_),
    )
