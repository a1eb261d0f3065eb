"""Set partitioning over a pool of routes and all vehicles, relaxed.

One column per set of shipments and vehicle that can carry it, one per idle vehicle, one per
shipment left out; each shipment and each vehicle has exactly one of them. Only the few
columns that may matter are handed to the linear program: others join when their reduced
price says so [1]_.

References
----------
.. [1] Desaulniers, G., Desrosiers, J. and Solomon, M. (2005). Column Generation. Springer.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from ortools.linear_solver import pywraplp

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

FIRST_COLUMNS, MORE_COLUMNS = 2_000, 1_000
"""Columns that the linear program begins with, and that join at a time."""

SCALE = 1e-3
"""Prices are scaled for the linear program."""

PARAMETERS = "use_preprocessing: false"
"""Without it every solve begins from the last basis."""

NEGLIGIBLE = 1e-6
"""Reduced price, by the objective, that does not matter."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Columns:
    """What can be chosen: ``n`` sets of shipments, ``v`` vehicles.

    Attributes
    ----------
    loads
        Shipments of each set.
    prices
        Price of each set with each vehicle, shape ``(n, v)``; infinite where nobody rides.
    idle
        Price of each vehicle without a set.
    drops
        Price of leaving each shipment out.
    """

    loads: Sequence[tuple[int, ...]]
    prices: NDArray[np.float64]
    idle: NDArray[np.float64]
    drops: NDArray[np.float64]

    def price_of(self, choice: dict[int, int]) -> float:
        """Return the price of a choice of sets by vehicle."""
        idle, drops = self.idle.copy(), self.drops.copy()
        for vehicle, row in choice.items():
            idle[vehicle] = self.prices[row, vehicle]
            drops[list(self.loads[row])] = 0.0
        return float(idle.sum() + drops.sum())


@dataclass(slots=True, eq=False)
class Relaxation:
    """A linear program over columns.

    Attributes
    ----------
    columns
        What can be chosen.
    root
        Reduced price of every set with every vehicle.
    duals
        What shipments, then vehicles, are worth in it: where a later relaxation can begin.
    """

    columns: Columns
    root: NDArray[np.float64] = field(init=False)
    duals: NDArray[np.float64] = field(init=False)
    _program: Any = field(init=False)
    _rows: list[Any] = field(init=False)
    _variables: dict[int, Any] = field(default_factory=dict)
    _living: NDArray[np.int64] = field(init=False)
    _index: NDArray[np.int64] = field(init=False)
    _starts: NDArray[np.int64] = field(init=False)
    _sets: NDArray[np.int64] = field(init=False)

    def __post_init__(self) -> None:
        """Build the program without columns."""
        columns = self.columns
        self._program = pywraplp.Solver.CreateSolver("GLOP")
        self._program.SetSolverSpecificParametersAsString(PARAMETERS)
        objective = self._program.Objective()
        objective.SetMinimization()
        number = len(columns.drops) + len(columns.idle)
        self._rows = [self._program.Constraint(1.0, 1.0) for _ in range(number)]
        for row, price in zip(self._rows, [*columns.drops, *columns.idle], strict=True):
            variable = self._program.NumVar(0.0, self._program.infinity(), "")
            row.SetCoefficient(variable, 1.0)
            objective.SetCoefficient(variable, float(price) * SCALE)
        self._keep(np.flatnonzero(np.isfinite(columns.prices)))

    @property
    def value(self) -> float:
        """Objective of the last solve."""
        return float(self._program.Objective().Value()) / SCALE

    def _keep(self, living: NDArray[np.int64]) -> None:
        """Look at these columns only from now on."""
        self._living = living
        self._sets = np.unique(living // len(self.columns.idle))
        loads = [self.columns.loads[row] for row in self._sets.tolist()]
        self._index = np.array([i for load in loads for i in load], np.int64)
        self._starts = np.cumsum([0, *(len(load) for load in loads)])[:-1]

    def _reduced(self, duals: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the reduced price of every living column."""
        shipments, vehicles = np.split(duals, [len(self.columns.drops)])
        covered = np.zeros(len(self.columns.loads))
        if len(self._sets):
            covered[self._sets] = np.add.reduceat(shipments[self._index], self._starts)
        row, vehicle = np.divmod(self._living, len(self.columns.idle))
        result: NDArray[np.float64] = (
            self.columns.prices[row, vehicle] - covered[row] - vehicles[vehicle]
        )
        return result

    def add(self, columns: Iterable[int]) -> None:
        """Let columns join."""
        objective = self._program.Objective()
        width = len(self.columns.idle)
        for column in columns:
            if column in self._variables:
                continue
            row, vehicle = divmod(column, width)
            variable = self._program.NumVar(0.0, self._program.infinity(), "")
            price = float(self.columns.prices[row, vehicle])
            objective.SetCoefficient(variable, price * SCALE)
            self._rows[len(self.columns.drops) + vehicle].SetCoefficient(variable, 1.0)
            for shipment in self.columns.loads[row]:
                self._rows[shipment].SetCoefficient(variable, 1.0)
            self._variables[column] = variable

    def begin_with(self, known: dict[int, int], duals: NDArray[np.float64] | None) -> None:
        """Let the columns of a choice join, and those that look best by earlier duals."""
        width = len(self.columns.idle)
        if duals is None:
            row, vehicle = np.divmod(self._living, width)
            size = np.array([len(load) for load in self.columns.loads])
            worth = self.columns.prices[row, vehicle] / size[row]
        else:
            worth = self._reduced(duals)
        self.add([row * width + vehicle for vehicle, row in sorted(known.items())])
        first = np.argsort(worth, kind="stable")[:FIRST_COLUMNS]
        self.add(self._living[first].tolist())

    def solve(self) -> bool:
        """Solve over all living columns; tell whether that worked."""
        while True:
            if self._program.Solve() != pywraplp.Solver.OPTIMAL:
                return False
            self.duals = np.array([row.dual_value() for row in self._rows]) / SCALE
            reduced = self._reduced(self.duals)
            wanted = np.flatnonzero(reduced < -NEGLIGIBLE * max(1.0, abs(self.value)))
            wanted = wanted[[c not in self._variables for c in self._living[wanted].tolist()]]
            if not len(wanted):
                return True
            order = wanted[np.argsort(reduced[wanted], kind="stable")[:MORE_COLUMNS]]
            self.add(self._living[order].tolist())

    def narrow(self, known: dict[int, int]) -> None:
        """Forget columns that no choice cheaper than a known one can have."""
        reduced = self._reduced(self.duals)
        self.root = np.full(self.columns.prices.size, np.inf)
        self.root[self._living] = reduced
        gap = max(0.0, self.columns.price_of(known) - self.value)
        self._keep(self._living[reduced <= gap * (1 + NEGLIGIBLE) + NEGLIGIBLE])

    def best(self, most: int) -> list[int]:
        """Return the columns of least reduced price among those that may matter."""
        order = np.argsort(self.root[self._living], kind="stable")[:most]
        columns: list[int] = self._living[order].tolist()
        return columns


def relax(
    columns: Columns, known: dict[int, int], duals: NDArray[np.float64] | None = None
) -> Relaxation | None:
    """Solve the linear program over all columns, or return ``None`` when that fails.

    Parameters
    ----------
    columns
        What can be chosen.
    known
        A choice to begin with: set by vehicle.
    duals
        Of a relaxation over much the same columns: with them it takes less time.
    """
    relaxation = Relaxation(columns)
    relaxation.begin_with(known, duals)
    if not relaxation.solve():
        return None
    relaxation.narrow(known)
    return relaxation
