"""A search that is under way: its arrays, and plans going in and out of them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from routing.legs import legs_of
from routing.rests import with_breaks
from routing.solution import Entry, StopKind
from routing.solvers.ruin_recreate.arrays import (
    PENALTY,
    PLACE,
    TARGET,
    UNLIMITED,
    arrays_of,
)
from routing.solvers.ruin_recreate.kept import Kept, kept_for
from routing.solvers.ruin_recreate.memory import (
    BEST,
    CURRENT,
    IS_OPEN,
    NUM_ABSENT,
    Memory,
    memory_for,
)
from routing.solvers.ruin_recreate.recreate import BLINK
from routing.solvers.ruin_recreate.routes import (
    CODE,
    LENGTH,
    ROUTE_COST,
    SPOT,
    UNUSED,
    VEHICLE,
    Routes,
    blank_routes,
    copy_route,
)
from routing.solvers.ruin_recreate.search import run
from routing.solvers.ruin_recreate.shares import with_shares
from routing.solvers.ruin_recreate.timing import is_feasible, refresh
from routing.stale_kernels import forget_stale_kernels

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from routing.model import Balance
    from routing.problem import Problem
    from routing.solution import Solution
    from routing.solvers.ruin_recreate.arrays import Arrays

Plan: TypeAlias = "dict[int, tuple[int, ...]]"
"""Codes of the stops of every used vehicle."""

MOST_KEPT = 50_000
"""Routes that a search keeps for a choice afterwards."""

MEAN_KEPT = 24
"""Stops that kept routes may have on average."""


@dataclass(frozen=True, slots=True, eq=False)
class Engine:
    """Arrays of a search.

    Attributes
    ----------
    problem, arrays
        What is to be planned, twice.
    current, trial, best
        Plan that is searched from, what a round makes of it, best plan since `load`.
    memory, kept
        What the kernels remember, and the routes they keep.
    costs
        Cost of the current and of the best plan, shape ``(2,)``.
    """

    problem: Problem
    arrays: Arrays
    current: Routes
    trial: Routes
    best: Routes
    memory: Memory
    kept: Kept
    costs: NDArray[np.int64]

    @property
    def num_absent(self) -> int:
        """Shipments without a route in the current plan."""
        return int(self.memory.counter[NUM_ABSENT + CURRENT])

    def load(
        self,
        plan: Mapping[int, Sequence[int]],
        absent: Iterable[int],
        closed: Iterable[int] = (),
    ) -> None:
        """Begin anew from a plan that keeps every rule.

        Parameters
        ----------
        plan
            Codes of the stops per vehicle.
        absent
            Shipments that the search should place; those that are neither here nor in the
            plan stay out and cost nothing.
        closed
            Vehicles that must not be used.
        """
        self.memory.vehicle[:, IS_OPEN] = 1
        self.memory.vehicle[list(closed), IS_OPEN] = 0
        for routes in (self.current, self.trial, self.best):
            routes.where[:, VEHICLE] = -1
        for vehicle in range(self.arrays.num_vehicles):
            self.set_route(vehicle, plan.get(vehicle, ()))
            copy_route(self.current, self.trial, vehicle)
            copy_route(self.current, self.best, vehicle)
        waiting = sorted(absent)
        self.memory.absent[:, : len(waiting)] = waiting
        self.memory.counter[NUM_ABSENT : NUM_ABSENT + 3] = len(waiting)
        penalties = int(self.arrays.shipment[waiting, PENALTY].sum()) if waiting else 0
        self.costs[:] = int(self.current.total[:, ROUTE_COST].sum()) + penalties

    def set_route(self, vehicle: int, codes: Sequence[int]) -> bool:
        """Give a vehicle of the current plan a route; tell whether it keeps every rule."""
        return lay_route(self.arrays, self.current, vehicle, codes, self.memory.counter)

    def run(
        self,
        rounds: int,
        temperature: float,
        *,
        blink: float = BLINK,
        lenience: int = UNLIMITED,
        is_fleet: bool = False,
    ) -> int:
        """Search for some rounds; see `routing.solvers.ruin_recreate.search.run`."""
        return int(
            run(
                self.arrays,
                self.current,
                self.trial,
                self.best,
                self.memory,
                self.kept,
                self.costs,
                int(rounds),
                float(temperature),
                float(blink),
                int(lenience),
                bool(is_fleet),
            )
        )

    def settle(self, lenience: int) -> None:
        """Count the current plan's penalties up to a limit, as rounds with it will do."""
        absent = self.absent()
        penalties = np.minimum(self.arrays.shipment[absent, PENALTY], lenience)
        self.costs[0] = int(self.current.total[:, ROUTE_COST].sum()) + int(penalties.sum())

    def plan(self) -> Plan:
        """Return the current plan."""
        return _plan(self.current)

    def best_plan(self) -> Plan:
        """Return the best plan since the last `load`."""
        return _plan(self.best)

    def absent(self, *, of_best: bool = False) -> list[int]:
        """Return the shipments without a route."""
        row = BEST if of_best else CURRENT
        number = self.memory.counter[NUM_ABSENT + row]
        return sorted(self.memory.absent[row, :number].tolist())


def engine_for(problem: Problem, seed: int, *, balance: Balance | None = None) -> Engine:
    """Prepare a search with nobody having anything.

    Parameters
    ----------
    problem
        With at least one vehicle and one shipment.
    seed
        Start of the random stream.
    balance
        Shares whose distances shall have a price, nothing at first; see
        `routing.solvers.ruin_recreate.shares`.
    """
    forget_stale_kernels(Path(__file__).parent)
    arrays = arrays_of(problem)
    if balance is not None:
        arrays = with_shares(arrays, balance)
    current = blank_routes(arrays)
    engine = Engine(
        problem=problem,
        arrays=arrays,
        current=current,
        trial=blank_routes(arrays),
        best=blank_routes(arrays),
        memory=memory_for(arrays, current, seed),
        kept=kept_for(MOST_KEPT, MOST_KEPT * MEAN_KEPT),
        costs=np.zeros(2, np.int64),
    )
    engine.load({}, range(arrays.num_shipments))
    return engine


def lay_route(
    arrays: Arrays,
    routes: Routes,
    vehicle: int,
    codes: Sequence[int],
    counter: NDArray[np.int64],
) -> bool:
    """Give a vehicle a route; tell whether it keeps every rule.

    Parameters
    ----------
    arrays
        The problem.
    routes
        Changed in place.
    vehicle
        Index of the vehicle.
    codes
        Its stops, no more than there are positions for.
    counter
        Last version given out, in its first place.
    """
    number = len(codes)
    routes.total[vehicle, LENGTH] = number + UNUSED
    routes.entry[vehicle, 1 : number + 1, CODE] = codes
    routes.entry[vehicle, 1 : number + 1, SPOT] = arrays.stop[list(codes), PLACE]
    routes.entry[vehicle, number + 1, CODE] = -1
    routes.entry[vehicle, number + 1, SPOT] = arrays.vehicle[vehicle, TARGET]
    refresh(arrays, routes, vehicle, counter)
    return is_feasible(arrays, routes, vehicle)


def codes_of(entries: Iterable[Entry]) -> tuple[int, ...]:
    """Return the codes of the stops among some entries."""
    return tuple(
        2 * entry.index + (entry.kind is StopKind.DELIVERY)
        for entry in entries
        if entry.kind is not StopKind.BREAK
    )


def _plan(routes: Routes) -> Plan:
    return {
        vehicle: tuple(routes.entry[vehicle, 1 : length - 1, CODE].tolist())
        for vehicle, length in enumerate(routes.total[:, LENGTH].tolist())
        if length > UNUSED
    }


def plan_of(engine: Engine, solution: Solution) -> Plan:
    """Return the part of a solution that keeps every rule, last shipments dropped first."""
    arrays = engine.arrays
    seen: set[int] = set()
    plan: Plan = {}
    for route in solution.routes:
        vehicle = route.vehicle
        if not 0 <= vehicle < arrays.num_vehicles or vehicle in plan:
            continue
        codes = [code for code in codes_of(route.entries) if 0 <= code < arrays.num_codes]
        codes = [code for code in codes if code // 2 not in seen]
        whole = {i for i in {code // 2 for code in codes} if _is_whole(arrays, codes, i)}
        whole = {i for i in whole if arrays.pair[i, vehicle] < UNLIMITED}
        codes = [code for code in codes if code // 2 in whole]
        while codes and (
            len(codes) + 2 > engine.current.entry.shape[1] or not engine.set_route(vehicle, codes)
        ):
            last = codes[-1] // 2
            codes = [code for code in codes if code // 2 != last]
        if codes:
            plan[vehicle] = tuple(codes)
            seen.update(code // 2 for code in codes)
    return plan


def _is_whole(arrays: Arrays, codes: Sequence[int], shipment: int) -> bool:
    """Tell whether a route has exactly the ends of a shipment, in order."""
    wanted = [code for code in (2 * shipment, 2 * shipment + 1) if arrays.stop[code, PLACE] >= 0]
    return [code for code in codes if code // 2 == shipment] == wanted


def entries_of(problem: Problem, plan: Plan) -> list[tuple[int, tuple[Entry, ...]]]:
    """Return a plan as entries, with breaks where their routes end soonest."""
    result = []
    for vehicle, codes in sorted(plan.items()):
        entries: tuple[Entry, ...] | None = tuple(
            Entry(kind=StopKind.DELIVERY if code % 2 else StopKind.PICKUP, index=code // 2)
            for code in codes
        )
        resource = problem.vehicles[vehicle]
        if resource.breaks and entries is not None:
            legs = legs_of(problem, resource, _locations(problem, vehicle, codes))
            entries = with_breaks(problem, legs, vehicle, entries)
        if entries is None:
            msg = f"Expected the breaks of vehicle {vehicle} to fit its route, but they do not."
            raise RuntimeError(msg)
        result.append((vehicle, entries))
    return result


def _locations(problem: Problem, vehicle: int, codes: Sequence[int]) -> list[int]:
    resource = problem.vehicles[vehicle]
    stops = [
        problem.shipments[code // 2].delivery if code % 2 else problem.shipments[code // 2].pickup
        for code in codes
    ]
    places = [stop.location for stop in stops if stop is not None]
    places += [place for place in (resource.start, resource.end) if place is not None]
    return list(dict.fromkeys(places))
