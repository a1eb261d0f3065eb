"""What any engine elsewhere answers, and tables put together from many small questions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import shapely
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
        """Compute travel from some points to others."""

    def path(self, a: Location, b: Location, profile: Profile) -> ProvidedPath:
        """Find the fastest way from one point to another."""


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


def numbers_of(values: object, shape: tuple[int, int], most: int) -> NDArray[np.float64]:
    """Return a table that an engine wrote as lists of numbers and nulls.

    Parameters
    ----------
    values
        What it wrote.
    shape
        What was asked for.
    most
        Largest number that makes sense.

    Returns
    -------
    numpy.ndarray
        NaN for null.

    Raises
    ------
    ValueError
        When it has another shape, or holds anything but nulls and numbers from 0 to `most`.
    """
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
