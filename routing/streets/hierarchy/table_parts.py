"""What the kernels of a table read and write."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Columns(NamedTuple):
    """Labels of all targets, side by side.

    Attributes
    ----------
    labels
        Packed travel by level and target, float64 ``(num_levels, l)``.
    places
        Rising depth-first places of the targets, int32 ``(l,)``.
    sorted_at
        Where each target is among the sorted ones, int64 ``(l,)``.
    """

    labels: NDArray[np.float64]
    places: NDArray[np.int32]
    sorted_at: NDArray[np.int64]


class Rows(NamedTuple):
    """Sources of a table, and where its rows go.

    Attributes
    ----------
    nodes, travel
        As in `Ends`.
    direct_from, direct_columns, direct_travel
        Direct ways in compressed rows by source: int64 ``(k + 1,)``, sorted place of the
        target int64, packed travel.
    durations, distances, reachable
        As in `Table`; filled.
    """

    nodes: NDArray[np.int32]
    travel: NDArray[np.float64]
    direct_from: NDArray[np.int64]
    direct_columns: NDArray[np.int64]
    direct_travel: NDArray[np.float64]
    durations: NDArray[np.int32]
    distances: NDArray[np.int32]
    reachable: NDArray[np.bool_]


class Sight(NamedTuple):
    """Label of a source, and which columns share each of its ancestors.

    Attributes
    ----------
    label
        Packed travel by level.
    begin, end
        Interval of columns by level, int32.
    """

    label: NDArray[np.float64]
    begin: NDArray[np.int32]
    end: NDArray[np.int32]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Direct:
    """Ways from a source to a target that touch no node, because both lie on one arc.

    Attributes
    ----------
    sources, targets
        Position of each, int64 ``(p,)``.
    travel
        Packed travel, infinite if that way is closed, float64 ``(p,)``.
    """

    sources: NDArray[np.int64]
    targets: NDArray[np.int64]
    travel: NDArray[np.float64]


def in_rows(
    direct: Direct | None, num_sources: int, sorted_at: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """Return where the direct ways of every source begin, their columns and travel.

    Parameters
    ----------
    direct
        The ways; ``None``: there are none.
    num_sources
        Number of sources.
    sorted_at
        Where each target is among the sorted ones.

    Returns
    -------
    tuple of numpy.ndarray
        Begins, int64 ``(k + 1,)``; columns, int64 ``(p,)``; packed travel, float64 ``(p,)``.
    """
    if direct is None:
        nothing = np.zeros(0, np.int64)
        return np.zeros(num_sources + 1, np.int64), nothing, np.zeros(0, np.float64)
    by_source = np.argsort(direct.sources, kind="stable")
    begins = np.searchsorted(direct.sources[by_source], np.arange(num_sources + 1))
    places = sorted_at[direct.targets[by_source]]
    return begins.astype(np.int64), places, direct.travel[by_source]
