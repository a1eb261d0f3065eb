"""What any engine elsewhere answers, and tables put together from many small questions."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING, Protocol

import numpy as np
import shapely

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from routing.model import Location
    from routing.streets.profiles import Profile

MOST_METRES = 20_000_000
MOST_SECONDS = 10_000_000


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ProvidedTable:
    """Travel from k points to l others.

    Attributes
    ----------
    durations
        Seconds, rounded up, int32 ``(k, l)``.
    distances
        Metres, rounded to the nearest, int32 ``(k, l)``.
    reachable
        Mask, ``(k, l)``: where false there is no path and the numbers are 0.
    is_estimate
        Whether these are guesses, because the engine did not answer.
    """

    durations: NDArray[np.int32]
    distances: NDArray[np.int32]
    reachable: NDArray[np.bool_]
    is_estimate: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvidedPath:
    """A way from one point to another.

    Attributes
    ----------
    geometry
        Its line, lon before lat; straight if it is a guess.
    distance, duration
        Metres and seconds.
    is_estimate
        Whether it is a guess, because the engine did not answer.
    """

    geometry: shapely.LineString
    distance: int
    duration: int
    is_estimate: bool = False


class Engine(Protocol):
    """A routing engine; its methods raise `ProviderError` when it does not answer well."""

    def table(
        self, from_points: Sequence[Location], to_points: Sequence[Location], profile: Profile
    ) -> ProvidedTable:
        """Compute travel from some points to others.

        Parameters
        ----------
        from_points, to_points
            Where to start, where to end.
        profile
            Who moves.

        Returns
        -------
        ProvidedTable
            Shape ``(len(from_points), len(to_points))``.

        Raises
        ------
        ProviderError
            When the server does not answer, or not as this engine.
        """

    def path(self, a: Location, b: Location, profile: Profile) -> ProvidedPath:
        """Find the fastest way from one point to another.

        Parameters
        ----------
        a, b
            Where to start, where to end.
        profile
            Who moves.

        Returns
        -------
        ProvidedPath
            With the server's line.

        Raises
        ------
        ProviderError
            When the server does not answer, not as this engine, or knows no way.
        """


Numbers = tuple["NDArray[np.float64]", "NDArray[np.float64]"]
"""Seconds and metres, NaN where there is no way."""


def in_chunks(
    from_points: Sequence[Location],
    to_points: Sequence[Location],
    size: int,
    ask: Callable[[Sequence[Location], Sequence[Location]], Numbers],
) -> ProvidedTable:
    """Put a table together from small ones.

    Parameters
    ----------
    from_points, to_points
        Where to start, where to end.
    size
        Most points on each side of one question.
    ask
        Answers one question with seconds and metres, NaN where there is no way.

    Returns
    -------
    ProvidedTable
        Shape ``(len(from_points), len(to_points))``.
    """
    seconds = np.full((len(from_points), len(to_points)), np.nan)
    metres = seconds.copy()
    for row in range(0, len(from_points), size):
        for column in range(0, len(to_points), size):
            part = slice(row, row + size), slice(column, column + size)
            seconds[part], metres[part] = ask(from_points[part[0]], to_points[part[1]])
    reachable = np.isfinite(seconds) & np.isfinite(metres)
    return ProvidedTable(
        durations=np.where(reachable, np.ceil(seconds), 0).astype(np.int32),
        distances=np.where(reachable, np.rint(metres), 0).astype(np.int32),
        reachable=reachable,
    )


def table_of(
    seconds: object, lengths: object, shape: tuple[int, int], *, unit: float = 1.0
) -> Numbers:
    """Return the tables that an engine wrote as lists of numbers and nulls.

    Parameters
    ----------
    seconds, lengths
        What it wrote.
    shape
        What was asked for.
    unit
        Metres in its unit of length.

    Returns
    -------
    tuple
        Seconds and metres, NaN for null.

    Raises
    ------
    ValueError
        When one has another shape, or holds anything but nulls and numbers that make sense.
    """
    return (
        _numbers(seconds, shape, most=MOST_SECONDS),
        _numbers(lengths, shape, most=MOST_METRES / unit) * unit,
    )


def path_of(
    line: Sequence[Sequence[float]], seconds: object, length: object, *, unit: float = 1.0
) -> ProvidedPath:
    """Return the way that an engine wrote.

    Parameters
    ----------
    line
        Its points, lon before lat.
    seconds, length
        Numbers.
    unit
        Metres in its unit of length.

    Returns
    -------
    ProvidedPath
        Seconds rounded up, metres to the nearest.

    Raises
    ------
    ValueError
        When something of it makes no sense.
    """
    duration, distance = table_of([[seconds]], [[length]], (1, 1), unit=unit)
    return ProvidedPath(
        geometry=shapely.LineString(line),
        distance=round(float(distance[0, 0])),
        duration=ceil(duration[0, 0]),
    )


def _numbers(values: object, shape: tuple[int, int], *, most: float) -> NDArray[np.float64]:
    """Return a table, NaN for null; refuse other shapes, and numbers below 0 or beyond `most`."""
    table = np.array(values, dtype=np.float64).reshape(shape) if _is_table(values, shape) else None
    if table is None or not (np.isnan(table) | ((table >= 0) & (table <= most))).all():
        msg = f"a table that is not {shape[0]} x {shape[1]} numbers"
        raise ValueError(msg)
    return table


def _is_table(values: object, shape: tuple[int, int]) -> bool:
    return (
        isinstance(values, list)
        and len(values) == shape[0]
        and all(isinstance(row, list) and len(row) == shape[1] for row in values)
        and all(
            value is None or (isinstance(value, int | float) and not isinstance(value, bool))
            for row in values
            for value in row
        )
    )
