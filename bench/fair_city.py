"""A made city day for benchmarks of fairness: hubs with kitchens, homes all over, two rushes.

No map is needed: ways are straight lines with a detour, ridden at one speed. What an order is
worth is paid time: service at both ends and the direct way between them. Couriers come with
what they are ahead of others, in paid time as well.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from routing.model import Balance, Matrix, Shipment, Stop, TimeWindow, Vehicle
from routing.problem import Problem

SIDE_M = 8_000
"""Length of a side of the city."""

DETOUR, METRES_PER_SECOND = 1.3, 15 / 3.6
"""Streets against straight lines; speed of a bicycle with stops."""

HUBS, AROUND_M = 14, 350
"""Places with kitchens and shops, and how far around them those are."""

OPEN_S, SHIFT_S = 12 * 3600, 6 * 3600
"""Seconds that the day and a shift last."""

PICKUP_S, DELIVERY_S = 180, 120
"""Service at both ends."""

MOST_AHEAD_S = 3600
"""Paid time that a courier may carry over at most."""

LUNCH_S, DINNER_S = (150 * 60, 50 * 60), (480 * 60, 60 * 60)
"""Mean and deviation of the moments at which orders are ready in the two rushes."""

SHARE_OF_LUNCH, SHARE_OF_RUSHES = 0.35, 0.75
"""Orders of the first rush, and of both."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CityDay:
    """How a day is drawn.

    Attributes
    ----------
    couriers, orders
        How many.
    seed
        Start of the random stream.
    """

    couriers: int = 30
    orders: int = 150
    seed: int = 1


def city_day(day: CityDay, *, slack_permille: int) -> Problem:
    """Draw a day.

    Parameters
    ----------
    day
        How.
    slack_permille
        Extra cost allowed for evenness.
    """
    stream = np.random.default_rng(day.seed)
    hubs = stream.uniform(0.1 * SIDE_M, 0.9 * SIDE_M, (HUBS, 2))
    kitchens = hubs[stream.integers(HUBS, size=day.orders)]
    kitchens = np.clip(kitchens + stream.normal(0, AROUND_M, kitchens.shape), 0, SIDE_M)
    homes = stream.uniform(0, SIDE_M, (day.orders, 2))
    starts = stream.uniform(0, SIDE_M, (day.couriers, 2))
    matrix = _matrix(np.concatenate([kitchens, homes, starts]))
    ready = _ready(stream, day.orders)
    due = ready + stream.integers(60 * 60, 90 * 60, day.orders)
    sizes = stream.choice([1, 1, 1, 2], size=day.orders)
    begins = np.linspace(0, OPEN_S - SHIFT_S, day.couriers) // 1800 * 1800
    stream.shuffle(begins)
    ahead = stream.integers(0, MOST_AHEAD_S, day.couriers)
    shipments = tuple(
        _shipment(matrix, day.orders, index, int(ready[index]), int(due[index]), int(sizes[index]))
        for index in range(day.orders)
    )
    vehicles = tuple(
        Vehicle(
            id=f"courier {index}",
            shift=TimeWindow(earliest=int(begin), latest=int(begin) + SHIFT_S),
            start=2 * day.orders + index,
            capacity=(4,),
        )
        for index, begin in enumerate(begins)
    )
    balance = Balance(
        carried=tuple(int(seconds) for seconds in ahead),
        weights=(SHIFT_S,) * day.couriers,
        slack_permille=slack_permille,
    )
    return Problem(matrices=(matrix,), vehicles=vehicles, shipments=shipments, balance=balance)


def _ready(stream: np.random.Generator, number: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    drawn = stream.uniform(size=number)
    moments = stream.uniform(20 * 60, OPEN_S - 110 * 60, number)
    moments = np.where(drawn < SHARE_OF_RUSHES, stream.normal(*DINNER_S, number), moments)
    moments = np.where(drawn < SHARE_OF_LUNCH, stream.normal(*LUNCH_S, number), moments)
    return np.clip(moments, 15 * 60, OPEN_S - 110 * 60).astype(np.int64)


def _matrix(places: np.ndarray[tuple[int, int], np.dtype[np.float64]]) -> Matrix:
    apart = np.sqrt(((places[:, None] - places[None]) ** 2).sum(axis=2)) * DETOUR
    return Matrix(
        durations=np.rint(apart / METRES_PER_SECOND).astype(np.int32),
        distances=np.rint(apart).astype(np.int32),
        reachable=np.ones(apart.shape, np.bool_),
    )


def _shipment(  # noqa: PLR0913, PLR0917 - columns of the drawing
    matrix: Matrix, orders: int, index: int, ready: int, due: int, size: int
) -> Shipment:
    window = (TimeWindow(earliest=ready, latest=due),)
    ride = int(matrix.durations[index, orders + index])
    return Shipment(
        id=f"order {index}",
        pickup=Stop(location=index, windows=window, service_duration=PICKUP_S),
        delivery=Stop(location=orders + index, windows=window, service_duration=DELIVERY_S),
        load=(size,),
        amount=PICKUP_S + ride + DELIVERY_S,
    )
