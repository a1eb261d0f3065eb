"""A problem as arrays of whole numbers, the only thing that kernels read.

A *code* stands for a stop: ``2 * shipment`` is its pickup, ``2 * shipment + 1`` its
delivery. Location ``n`` (one more than the matrix has) is *nowhere*, the open start or end
of a route. Everything that a kernel uses as an index is checked here or by the problem.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from routing.model import Measure
from routing.solvers.ruin_recreate.alike import groups_of
from routing.solvers.ruin_recreate.neighbors import neighbors_of
from routing.solvers.ruin_recreate.ordering import orders_of
from routing.solvers.ruin_recreate.ranges import check_ranges

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from routing.model import Break, Shipment, TimeWindow
    from routing.problem import Problem

FOREVER = 1 << 40
"""Seconds of a leg that does not exist."""

UNLIMITED = 1 << 60
"""A limit that does not bind."""

MEASURES = (Measure.AMOUNT, Measure.DURATION, Measure.DISTANCE)
"""Soft bounds name their measure by its place here."""


# Columns of `Arrays.stop`.
PLACE, SERVICE, SETUP, OPENING, CLOSING, WINDOW_FROM, WINDOW_TO = range(7)

# Columns of `Arrays.shipment`; of promises one each for the pickup and the delivery; the load
# follows, one column per dimension.
AMOUNT, PENALTY, CLIMB, IS_TIMED, MOST_ABOARD, DUE, LATE_PRICE, LOAD = 0, 1, 2, 3, 4, 5, 7, 9

# Columns of `Arrays.vehicle`; the capacity follows, one column per dimension.
KIND, MATRIX, GROUP, ORIGIN, TARGET, OPENS, CLOSES, FIXED_COST = range(8)
MOST_STOPS, MOST_TRAVEL, REST_FROM, REST_TO, BOUND_FROM, BOUND_TO = range(8, 14)
IS_ORDERED, PREFIX_FROM, PREFIX_TO, MOST_CLIMB, CAPACITY = range(14, 19)

# Columns of rows of `Arrays.bound` that are about orders of stops, past those of the codes.
OTHER, IS_BEFORE = range(2)

# Columns of `Arrays.bound`.
MEASURE, LOWER, UPPER, PRICE = range(4)

# Last axis of `Arrays.legs`.
SECONDS, COST, SECONDS_BACK, COST_BACK = range(4)


class Arrays(NamedTuple):
    """A problem as arrays; ``r`` shipments, ``v`` vehicles, ``n`` locations.

    They are few and wide, because kernels hand each of them on at every call.

    Attributes
    ----------
    stop
        One row per code, then one per break of every vehicle: location (-1: there is no
        such end), service (of a break: its duration), setup, begin of the first and end
        of the last window, rows of its windows.
    window
        Earliest and latest of all windows.
    shipment
        Amount, drop penalty, climb, whether its times are more than a matter of windows, most
        seconds on board, moments after which its ends are late (`UNLIMITED`: no limit, never),
        what a second of that costs, load.
    pair
        Cost of carrying each shipment with each vehicle, `UNLIMITED`: it must not be; shape
        ``(r, v)``.
    legs
        Per kind of travel, shape ``(k, n + 1, n + 1, 4)``: seconds there, cost there,
        seconds back, cost back, so that both ways share a line of the cache.
    metres
        Per matrix, shape ``(m, n + 1, n + 1)``.
    vehicle
        Kind of travel, matrix, number of its group of interchangeable ones; locations of
        start and end, shift, fixed cost, limits (`UNLIMITED`: none), rows of its breaks in
        `stop` in the order in which their windows open, rows of its soft bounds, whether stops
        have orders on it, rows of its prefix in `order`, most climb (`UNLIMITED`: none); capacity.
    bound
        If orders of stops are pinned, first of all, per code, the rows of its demands; then
        these: another code and whether that one comes before it; then codes of prefixes. At
        last soft bounds: measure, lower, upper, cost per unit.
    near
        Codes of the nearest stops of each code, itself first, shape ``(2r, a)``.
    mark
        Random numbers that tell apart sets of shipments, then groups of vehicles.
    """

    stop: NDArray[np.int64]
    window: NDArray[np.int64]
    shipment: NDArray[np.int64]
    pair: NDArray[np.int64]
    legs: NDArray[np.int64]
    metres: NDArray[np.int32]
    vehicle: NDArray[np.int64]
    bound: NDArray[np.int64]
    near: NDArray[np.int64]
    mark: NDArray[np.uint64]

    @property
    def num_shipments(self) -> int:
        """Number of shipments."""
        return len(self.shipment)

    @property
    def num_vehicles(self) -> int:
        """Number of vehicles."""
        return len(self.vehicle)

    @property
    def num_codes(self) -> int:
        """Number of codes of stops, missing ends included."""
        return 2 * len(self.shipment)

    @property
    def most_rests(self) -> int:
        """Most breaks of any vehicle."""
        return int((self.vehicle[:, REST_TO] - self.vehicle[:, REST_FROM]).max(initial=0))


def arrays_of(problem: Problem, *, has_neighbors: bool = True) -> Arrays:
    """Turn a problem into arrays.

    Parameters
    ----------
    problem
        What is to be planned.
    has_neighbors
        Whether to find the neighbors of each stop, which only a search needs.

    Raises
    ------
    ValueError
        When a moment or cost is so large that sums of them could leave 64 bits.
    """
    check_ranges(problem)
    kinds: dict[tuple[int, int, int], int] = {}
    for v in problem.vehicles:
        kinds.setdefault((v.matrix, v.cost_per_second, v.cost_per_metre), len(kinds))
    legs = _legs(problem, list(kinds) or [(0, 1, 0)])
    pair = _pairs(problem)
    stop, window = _stops(problem)
    order, prefixes = orders_of(problem)
    ends = stop[: 2 * len(problem.shipments)]
    stream = np.random.default_rng(len(stop))
    return Arrays(
        stop=stop,
        window=window,
        shipment=_shipments(problem),
        pair=pair,
        legs=legs,
        metres=np.stack([np.pad(matrix.distances, (0, 1)) for matrix in problem.matrices]),
        vehicle=_vehicles(problem, kinds, groups_of(problem, pair), prefixes, len(order)),
        bound=np.concatenate([order, _bounds(problem)]),
        near=neighbors_of(ends[:, PLACE], ends[:, [OPENING, CLOSING, SERVICE]], legs)
        if has_neighbors
        else np.zeros((len(ends), 0), np.int64),
        mark=stream.integers(
            1, 1 << 63, len(problem.shipments) + len(problem.vehicles), dtype=np.uint64
        ),
    )


def _stops(problem: Problem) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    rows: list[tuple[int, ...]] = []
    windows: list[tuple[int, int]] = []

    def add(asked: Sequence[TimeWindow], location: int, service: int, setup: int) -> None:
        begin, end = (asked[0].earliest, asked[-1].latest) if asked else (0, 0)
        before = len(windows)
        windows.extend((window.earliest, window.latest) for window in asked)
        rows.append((location, service, setup, begin, end, before, len(windows)))

    for shipment in problem.shipments:
        for stop in (shipment.pickup, shipment.delivery):
            if stop is None:
                add((), -1, 0, 0)
            else:
                add(stop.windows, stop.location, stop.service_duration, stop.setup_duration)
    for vehicle in problem.vehicles:
        for index in rest_order(vehicle.breaks):
            rest = vehicle.breaks[index]
            add(rest.windows, -1, rest.duration, 0)
    return _table(rows, 7), _table(windows, 2)


def _shipments(problem: Problem) -> NDArray[np.int64]:
    mandatory = problem.mandatory_penalty
    rows = [
        (
            s.amount,
            mandatory if s.drop_penalty is None else s.drop_penalty,
            s.climb,
            *timing_of(s),
            *s.load,
        )
        for s in problem.shipments
    ]
    return _table(rows, LOAD + _dimensions(problem))


def _vehicles(
    problem: Problem,
    kinds: dict[tuple[int, int, int], int],
    group: NDArray[np.int64],
    prefixes: dict[int, tuple[int, int]],
    first_bound: int,
) -> NDArray[np.int64]:
    nowhere = problem.matrices[0].num_locations
    rest, bound = 2 * len(problem.shipments), first_bound
    rows = []
    for index, v in enumerate(problem.vehicles):
        rest_to = rest + len(v.breaks)
        bound_to = bound + sum(1 for one in problem.soft_bounds if one.vehicle == index)
        rows.append(
            (
                kinds[v.matrix, v.cost_per_second, v.cost_per_metre],
                v.matrix,
                int(group[index]),
                nowhere if v.start is None else v.start,
                nowhere if v.end is None else v.end,
                v.shift.earliest,
                v.shift.latest,
                v.fixed_cost,
                UNLIMITED if v.max_stops is None else v.max_stops,
                UNLIMITED if v.max_travel is None else v.max_travel,
                rest,
                rest_to,
                bound,
                bound_to,
                int(index in prefixes),
                *prefixes.get(index, (0, 0)),
                UNLIMITED if v.max_climb is None else v.max_climb,
                *v.capacity,
            )
        )
        rest, bound = rest_to, bound_to
    return _table(rows, CAPACITY + _dimensions(problem))


def timing_of(shipment: Shipment) -> tuple[int, ...]:
    """Return the columns of a shipment from `IS_TIMED` up to its load."""
    ends = (shipment.pickup, shipment.delivery)
    promises = [None if stop is None else stop.promise for stop in ends]
    return (
        int(shipment.is_timed),
        UNLIMITED if shipment.max_on_board is None else shipment.max_on_board,
        *(UNLIMITED if promise is None else promise.by for promise in promises),
        *(0 if promise is None else promise.cost_per_second for promise in promises),
    )


def rest_order(breaks: Sequence[Break]) -> list[int]:
    """Return the indices of breaks in the order in which their windows open."""
    keys = [[(window.earliest, window.latest) for window in rest.windows] for rest in breaks]
    return sorted(range(len(breaks)), key=lambda index: (keys[index], index))


def _legs(problem: Problem, kinds: Sequence[tuple[int, int, int]]) -> NDArray[np.int64]:
    size = problem.matrices[0].num_locations
    legs = np.zeros((len(kinds), size + 1, size + 1, 4), np.int64)
    for place, (index, per_second, per_metre) in enumerate(kinds):
        matrix = problem.matrices[index]
        seconds = matrix.durations.astype(np.int64)
        there = legs[place, :size, :size]
        there[..., 1] = seconds * per_second + matrix.distances.astype(np.int64) * per_metre
        there[..., 0] = np.where(matrix.reachable | np.eye(size, dtype=bool), seconds, FOREVER)
        there[..., 2] = there[..., 0].T
        there[..., 3] = there[..., 1].T
    return legs


def _pairs(problem: Problem) -> NDArray[np.int64]:
    """Return what pairs cost, and `UNLIMITED` where `Problem.may_carry` says no."""
    result = np.where(_may_carry(problem), 0, UNLIMITED)
    for (shipment, vehicle), cost in problem.pair_costs.items():
        if result[shipment, vehicle] < UNLIMITED:
            result[shipment, vehicle] = cost
    return result


def _may_carry(problem: Problem) -> NDArray[np.bool_]:
    result = np.ones((len(problem.shipments), len(problem.vehicles)), np.bool_)
    needs: dict[frozenset[str], NDArray[np.bool_]] = {}
    for shipment, asked in enumerate(problem.shipments):
        if asked.skills not in needs:
            needs[asked.skills] = np.array(
                [asked.skills <= vehicle.skills for vehicle in problem.vehicles], np.bool_
            )
        result[shipment] = needs[asked.skills]
    for shipment, vehicle in problem.forbidden:
        result[shipment, vehicle] = False
    for shipment, vehicle in problem.pinned.items():
        allowed = result[shipment, vehicle]
        result[shipment] = False
        result[shipment, vehicle] = allowed
    return result


def _bounds(problem: Problem) -> NDArray[np.int64]:
    rows = [
        (
            MEASURES.index(bound.measure),
            0 if bound.lower is None else bound.lower,
            UNLIMITED if bound.upper is None else bound.upper,
            bound.cost_per_unit,
        )
        for bound in sorted(problem.soft_bounds, key=lambda one: one.vehicle)
    ]
    return _table(rows, 4)


def _dimensions(problem: Problem) -> int:
    if problem.vehicles:
        return len(problem.vehicles[0].capacity)
    return len(problem.shipments[0].load) if problem.shipments else 0


def _table(rows: Sequence[Sequence[int]], width: int) -> NDArray[np.int64]:
    return np.array(rows, np.int64).reshape(len(rows), width)
