"""What the kernels of a table read and write."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
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
