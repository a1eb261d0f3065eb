"""What every instance reader returns, and how they read numbers."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, TypeAlias, TypedDict

from routing.check import check
from routing.solution import StopKind

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from routing.problem import Problem
    from routing.solution import Route, RouteStop, Solution

NodeNames: TypeAlias = tuple[int | str | None, int | str | None]
"""What a file calls a shipment's pickup and delivery; ``None``: it has no such end."""


class InstanceError(ValueError):
    """A file that is not what its format says; the message says where and what was expected."""


class Left(TypedDict):
    """An unassigned shipment: its name in the file and the code of the reason."""

    shipment: str
    reason: str


class Report(TypedDict):
    """Facts about a plan of an instance, in the units and names of its file."""

    feasible: bool
    vehicles: int
    distance: float
    duration: float
    routes: list[list[int | str]]
    unassigned: list[Left]
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Instance:
    """A problem read from a file, with the names and the unit of the file.

    Attributes
    ----------
    problem
        The problem, in whole numbers.
    names
        Names of the ends of every shipment.
    scale
        Our time and length units per unit of the file.
    lengths
        Exact lengths of all legs in the file's unit, shape ``(n, n)``, when the problem
        holds rounded ones; ``None``: the problem's metres are exact.
    """

    problem: Problem
    names: tuple[NodeNames, ...]
    scale: int = 1
    lengths: NDArray[np.float64] | None = None

    def report(self, solution: Solution, *, seconds: float) -> Report:
        """Put together the facts about a solution: feasible if nothing is broken or left out."""
        broken = check(self.problem, solution)
        return Report(
            feasible=not broken and not solution.unassigned,
            vehicles=len(solution.routes),
            distance=self.distance(solution),
            duration=self.duration(solution),
            routes=[self._names_on(route) for route in solution.routes],
            unassigned=[
                Left(shipment=self.problem.shipments[left.shipment].id, reason=left.reason.code)
                for left in solution.unassigned
            ],
            seconds=round(seconds, 3),
        )

    def _names_on(self, route: Route) -> list[int | str]:
        names = (self.name_of(stop) for stop in route.stops)
        return [name for name in names if name is not None]

    def name_of(self, stop: RouteStop) -> int | str | None:
        """Return what the file calls a pickup or delivery; ``None`` for any other entry."""
        if stop.index is None or stop.kind not in {StopKind.PICKUP, StopKind.DELIVERY}:
            return None
        return self.names[stop.index][0 if stop.kind is StopKind.PICKUP else 1]

    def distance(self, solution: Solution) -> float:
        """Return the length of all routes in the file's unit, exact if the file's lengths are."""
        if self.lengths is None:
            return sum(route.distance for route in solution.routes)
        total = 0.0
        for route in solution.routes:
            places = [stop.location for stop in route.stops if stop.location is not None]
            total += sum(float(self.lengths[a, b]) for a, b in pairwise(places))
        return total

    def duration(self, solution: Solution) -> float:
        """Return the time of all routes together in the file's unit."""
        total = sum(route.duration for route in solution.routes)
        return total if self.scale == 1 else total / self.scale


def integers(text: str, *, count: int, line: int) -> list[int]:
    """Read a line of whole numbers.

    Raises
    ------
    InstanceError
        When there are not `count` of them, or one is no whole number.
    """
    parts = text.split()
    if len(parts) != count:
        msg = f"Expected {count} numbers in line {line}, got {len(parts)}."
        raise InstanceError(msg)
    try:
        return [int(part) for part in parts]
    except ValueError:
        msg = f"Expected whole numbers in line {line}, got {text.strip()!r}."
        raise InstanceError(msg) from None
