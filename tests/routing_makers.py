"""Short ways to write down routing problems in tests: places on a line, a second per metre."""

from __future__ import annotations

import numpy as np

from routing.model import Matrix, Shipment, Stop, TimeWindow, Vehicle
from routing.solution import Entry, StopKind

DAY = 100_000


def line_matrix(size: int = 101, *, seconds_per_metre: int = 1) -> Matrix:
    """Return travel between places 0, 1, 2, ... a metre apart on a line."""
    places = np.arange(size, dtype=np.int32)
    metres = np.abs(places[:, None] - places[None, :])
    return Matrix(
        durations=metres * np.int32(seconds_per_metre),
        distances=metres,
        reachable=np.ones((size, size), dtype=np.bool_),
    )


def window(earliest: int = 0, latest: int = DAY) -> TimeWindow:
    """Return a time window, open all day unless said otherwise."""
    return TimeWindow(earliest=earliest, latest=latest)


def stop(location: int, *windows: TimeWindow, service: int = 0, setup: int = 0) -> Stop:
    """Return a stop, open all day unless windows are given."""
    return Stop(
        location=location,
        windows=windows or (window(),),
        service_duration=service,
        setup_duration=setup,
    )


def vehicle(
    name: str = "v", *, shift: TimeWindow | None = None, capacity: tuple[int, ...] = (10,)
) -> Vehicle:
    """Return a vehicle that starts and ends at place 0."""
    return Vehicle(id=name, shift=shift or window(), start=0, end=0, capacity=capacity)


def shipment(
    name: str, pickup: Stop | None, delivery: Stop | None, *, load: int = 1, amount: int = 1
) -> Shipment:
    """Return a shipment of one dimension."""
    return Shipment(id=name, pickup=pickup, delivery=delivery, load=(load,), amount=amount)


def take(index: int) -> Entry:
    """Return the pickup of a shipment as an entry."""
    return Entry(kind=StopKind.PICKUP, index=index)


def give(index: int) -> Entry:
    """Return the delivery of a shipment as an entry."""
    return Entry(kind=StopKind.DELIVERY, index=index)


def rest(index: int = 0) -> Entry:
    """Return a break as an entry."""
    return Entry(kind=StopKind.BREAK, index=index)
