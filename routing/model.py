"""Vocabulary of the routing core: what is to be planned.

Units, said once for all of `routing`: every time is a whole number of seconds from the
horizon's start, every duration a whole number of seconds, every distance a whole number
of metres. Cost has no unit and is never money. Locations, vehicles and shipments are
referred to by their index in the problem; their ids belong to the caller.

Values are frozen. `routing.problem` puts them together, `routing.solution` says what a
plan of them is.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from routing.rules.promises import Promise


MAX_LAT = 90.0
MAX_LON = 180.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """A point on earth.

    Attributes
    ----------
    lat
        Latitude in WGS84 degrees.
    lon
        Longitude in WGS84 degrees.

    Raises
    ------
    ValueError
        When a coordinate is outside its range or not a finite number.
    """

    lat: float
    lon: float

    def __post_init__(self) -> None:
        if not (abs(self.lat) <= MAX_LAT and abs(self.lon) <= MAX_LON):
            msg = f"Expected lat in [-90, 90] and lon in [-180, 180], got {self.lat}, {self.lon}."
            raise ValueError(msg)


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeWindow:
    """Interval in which service at a stop may *begin*; it may end later.

    Attributes
    ----------
    earliest
        Opening time. A vehicle that arrives before this waits.
    latest
        Closing time, inclusive. Arriving after this is late.

    Raises
    ------
    ValueError
        When the window is empty or starts before the horizon.
    """

    earliest: int
    latest: int

    def __post_init__(self) -> None:
        if not 0 <= self.earliest <= self.latest:
            msg = f"Expected 0 <= earliest <= latest, got {self.earliest}, {self.latest}."
            raise ValueError(msg)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """Where and when one end of a shipment can be served.

    Attributes
    ----------
    location
        Index of the row and column in every matrix of the problem.
    windows
        Disjoint windows in rising order; service may begin in any of them.
    service_duration
        Seconds of service at this stop.
    setup_duration
        Seconds once per stay at a location (park, find the door); not repeated when
        the preceding stop of the route is at the same location.
    promise
        Moment from which on service is late, and the price; ``None``: nothing was promised.

    Raises
    ------
    ValueError
        When there is no window, windows overlap, or a number is negative.
    """

    location: int
    windows: tuple[TimeWindow, ...]
    service_duration: int = 0
    setup_duration: int = 0
    promise: Promise | None = None

    def __post_init__(self) -> None:
        if not self.windows:
            msg = "Expected at least one time window, got none."
            raise ValueError(msg)
        for before, after in zip(self.windows, self.windows[1:], strict=False):
            if before.latest >= after.earliest:
                msg = f"Expected disjoint windows in rising order, got {before} before {after}."
                raise ValueError(msg)
        if min(self.location, self.service_duration, self.setup_duration) < 0:
            msg = f"Expected no negative number in a stop, got {self}."
            raise ValueError(msg)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shipment:
    """One pickup and its delivery: same vehicle, in that order.

    Attributes
    ----------
    id
        The caller's name for it.
    pickup
        Where it is taken on. ``None``: it is on board when the route starts.
    delivery
        Where it is handed over. ``None``: it stays on board until the route ends.
    load
        Amount per dimension while on board; as many dimensions as the vehicles have.
    skills
        What the vehicle must offer.
    max_on_board
        Most seconds from the end of the pickup's service to the begin of the delivery's;
        ``None``: no limit.
    drop_penalty
        Cost of leaving it unassigned. ``None``: left out only if nothing else is possible.
    amount
        What balances and soft bounds add up over a vehicle's shipments, in the unit of
        the caller's choice (pay in minor units, seconds of work, drops).
    climb
        Metres of ascent between its ends, which count toward `Vehicle.max_climb`.

    Raises
    ------
    ValueError
        When it has neither end, or a number is negative.
    """

    id: str
    pickup: Stop | None
    delivery: Stop | None
    load: tuple[int, ...] = ()
    skills: frozenset[str] = frozenset()
    max_on_board: int | None = None
    drop_penalty: int | None = None
    amount: int = 0
    climb: int = 0

    def __post_init__(self) -> None:
        if self.pickup is None and self.delivery is None:
            msg = f"Expected a pickup or a delivery, got neither in shipment {self.id!r}."
            raise ValueError(msg)
        if any(part < 0 for part in (*self.load, self.drop_penalty or 0, self.amount, self.climb)):
            msg = f"Expected no negative load, penalty, amount or climb in shipment {self.id!r}."
            raise ValueError(msg)

    @property
    def is_timed(self) -> bool:
        """Whether a schedule must do more for it than keep windows."""
        return self.max_on_board is not None or any(
            stop is not None and stop.promise is not None for stop in (self.pickup, self.delivery)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Break:
    """A rest that a route must contain, wherever the vehicle is then.

    Attributes
    ----------
    windows
        Disjoint windows in rising order in one of which the rest must begin.
    duration
        Seconds of rest.
    """

    windows: tuple[TimeWindow, ...]
    duration: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Vehicle:
    """The resource of a solver: one courier's shift with what they ride.

    Attributes
    ----------
    id
        The caller's name for it.
    shift
        Earliest start and latest end of the route.
    start
        Location where the route begins; ``None``: at its first stop, without travel.
    end
        Location where the route ends; ``None``: at its last stop, without travel.
    matrix
        Index of the problem's matrix that holds its travel times.
    capacity
        Largest load on board, per dimension.
    skills
        What it offers to stops.
    breaks
        Rests that its route must contain when it is used.
    fixed_cost
        Cost of using it at all.
    cost_per_second
        Cost of a second of travel (not of waiting or service).
    cost_per_metre
        Cost of a metre of travel.
    max_stops
        Most pickups and deliveries together; ``None``: no limit.
    max_travel
        Most seconds of travel; ``None``: no limit.
    max_climb
        Most metres of ascent of its shipments together; ``None``: no limit. See
        `routing.rules.climbs`.
    """

    id: str
    shift: TimeWindow
    start: int | None = None
    end: int | None = None
    matrix: int = 0
    capacity: tuple[int, ...] = ()
    skills: frozenset[str] = frozenset()
    breaks: tuple[Break, ...] = ()
    fixed_cost: int = 0
    cost_per_second: int = 1
    cost_per_metre: int = 0
    max_stops: int | None = None
    max_travel: int | None = None
    max_climb: int | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Matrix:
    """Travel between all locations for one profile.

    Attributes
    ----------
    durations
        Seconds, shape ``(n, n)``, int32; row = from, column = to.
    distances
        Metres of the same paths, shape ``(n, n)``, int32.
    reachable
        Mask, shape ``(n, n)``: where false there is no path and the numbers mean nothing.
    is_estimate
        Whether these are guesses, because nobody who knows the streets answered.

    Raises
    ------
    ValueError
        When shapes differ, numbers are not whole (a hole is not a number), or an entry is
        negative; the message names the entry.
    """

    durations: NDArray[np.int32]
    distances: NDArray[np.int32]
    reachable: NDArray[np.bool_]
    is_estimate: bool = False

    def __post_init__(self) -> None:
        n = len(self.durations)
        for name, array in self._arrays():
            if array.shape != (n, n):
                msg = f"Expected {name} of shape ({n}, {n}), got {array.shape}."
                raise ValueError(msg)
            if array.dtype.kind not in "biu":
                is_float = array.dtype.kind == "f"
                holes = np.argwhere(~np.isfinite(array)) if is_float else np.empty((0, 2), int)
                where = f", with {array[tuple(holes[0])]} at {holes[0]}" if len(holes) else ""
                msg = f"Expected whole numbers as {name}, got {array.dtype}{where}."
                raise ValueError(msg)
            if array.dtype != np.bool_ and array.size and int(array.min()) < 0:
                row, column = np.unravel_index(int(array.argmin()), array.shape)
                msg = f"Expected {name} >= 0, got {array.min()} from {row} to {column}."
                raise ValueError(msg)

    def _arrays(self) -> Iterator[tuple[str, NDArray[np.int32] | NDArray[np.bool_]]]:
        yield "durations", self.durations
        yield "distances", self.distances
        yield "reachable", self.reachable

    @property
    def num_locations(self) -> int:
        """Number of rows and columns."""
        return len(self.durations)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin:
    """A person's decision that the planner must keep: this shipment on this vehicle.

    Attributes
    ----------
    shipment
        Index of the shipment.
    vehicle
        Index of the vehicle.
    """

    shipment: int
    vehicle: int


class Measure(StrEnum):
    """What a soft bound limits on one vehicle."""

    AMOUNT = "amount"
    """Sum of the amounts of its shipments."""
    DURATION = "duration"
    """Seconds from leaving the start to reaching the end."""
    DISTANCE = "distance"
    """Metres of travel."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SoftBound:
    """Bound on a vehicle with a price per unit beyond it.

    Attributes
    ----------
    vehicle
        Index of the vehicle.
    measure
        What is bounded.
    lower, upper
        Bounds in the measure's unit; ``None``: no bound on that side.
    cost_per_unit
        Cost of each unit below `lower` or above `upper`.
    """

    vehicle: int
    measure: Measure
    lower: int | None = None
    upper: int | None = None
    cost_per_unit: int = 1


class Aim(StrEnum):
    """Which end of the rates a balance cares for."""

    RAISE_LOWEST = "raise_lowest"
    """Leximin: the lowest rate as high as possible, then the second lowest, and so on."""
    LOWER_HIGHEST = "lower_highest"
    """Leximax: the highest rate as low as possible, and so on; for amounts that are a load."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """Aim to even out an amount over vehicles, given what each carries over.

    The rate of vehicle ``v`` is ``(carried[v] + sum of its shipments' amounts) /
    weights[v]``. Among plans whose cost stays within ``(1 + slack_permille / 1000)`` of
    the least cost, the one with the leximin-best rates is wanted: the smallest rate as
    large as possible, then the second smallest, and so on.

    Attributes
    ----------
    carried
        Amount that each vehicle brings along, one per vehicle; may be negative.
    weights
        What the amount is divided by (online seconds of the period), > 0, one per vehicle.
    slack_permille
        Extra cost allowed for evenness, in thousandths of the least cost.
    aim
        Whether the lowest rates are to rise, or the highest to fall.
    """

    carried: tuple[int, ...]
    weights: tuple[int, ...]
    slack_permille: int = 20
    aim: Aim = Aim.RAISE_LOWEST
