"""Weeks of work drawn by a seed: a crew with shifts, shops, and orders by the hour."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from typing import TYPE_CHECKING

import numpy as np

from routing.model import Matrix
from scenarios.live.day import Handling, LiveCourier, LiveDay, LiveOrder
from scenarios.randomness import stream

if TYPE_CHECKING:
    from numpy.typing import NDArray

HOUR_S, MINUTE_S = 3600, 60
DAYS_PER_WEEK = 7
FIRST_DAY = datetime(2026, 3, 2, 10, tzinfo=UTC)
"""A Monday, the moment at which its seconds begin to count."""

SHIFTS = ((1.0, 5.0), (1.0, 7.0), (2.0, 10.0), (6.5, 11.5), (7.0, 12.0))
"""Hours of the usual shifts, from the beginning of the day."""
DAYS_PER_COURIER = (3, 4, 5)
"""Days that a courier works in a week, one of them by courier."""
WEIGHTS = (0.6, 1.1, 1.6, 1.3, 0.8, 0.6, 0.6, 0.9, 1.4, 1.7, 1.3, 0.8)
"""How much is ordered in each hour of the day for each courier online then."""
LAST_ORDER_S = 30 * MINUTE_S
"""A shift counts for orders until so long before its end."""
READY_S = (8 * MINUTE_S, 24 * MINUTE_S)
TARGET_S, LATEST_S = 40 * MINUTE_S, 90 * MINUTE_S
"""From placing to handing over: what is aimed at, and after what nobody wants it."""

NUM_COUNTERS = 14
COUNTERS_SPREAD_M, HOMES_SPREAD_M, DELIVERY_M = 900.0, 1500.0, 1100.0
NEAREST_M = 250.0
DETOUR, METERS_PER_SECOND = 1.3, 4.2
"""Streets are so much longer than straight lines; the pace of a bike in town."""
HANDLING = Handling(before=2 * MINUTE_S, after=MINUTE_S)
SLOT_S = 5 * MINUTE_S


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class WorkDay:
    """A day of a crew.

    Attributes
    ----------
    begins
        The moment from which its seconds count.
    live
        What was asked for, and the shifts.
    crew
        Index of the courier of each shift.
    """

    begins: datetime
    live: LiveDay
    crew: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Weeks:
    """Work of some weeks.

    Attributes
    ----------
    couriers
        Names of the crew.
    days
        In order of time.
    zone
        Whose nights and Sundays the policy means.
    """

    couriers: tuple[str, ...]
    days: tuple[WorkDay, ...]
    zone: tzinfo = UTC


def draw_weeks(*, num_weeks: int, num_couriers: int, load: float, seed: int) -> Weeks:
    """Draw weeks of work.

    Each courier works three to five days a week, in shifts at noon, in the evening or over the
    afternoon. Orders come by the hour as people eat, in proportion to who is online.

    Parameters
    ----------
    num_weeks, num_couriers
        How many.
    load
        Orders per online hour, in the mean.
    seed
        Start of the random streams.

    Returns
    -------
    Weeks
        The same for the same arguments; more weeks begin with the same days.

    Raises
    ------
    ValueError
        When there are no weeks, no couriers or no orders.
    """
    if num_weeks < 1 or num_couriers < 1 or load <= 0:
        msg = (
            "Expected at least one week, one courier and a load above 0, "
            f"got {num_weeks}, {num_couriers}, {load}."
        )
        raise ValueError(msg)
    rng = stream(seed, "replay ground")
    counters = rng.normal(0.0, COUNTERS_SPREAD_M, size=(NUM_COUNTERS, 2))
    homes = rng.normal(0.0, HOMES_SPREAD_M, size=(num_couriers, 2))
    width = len(str(num_couriers))
    couriers = tuple(f"courier-{index + 1:0{width}}" for index in range(num_couriers))
    days: list[WorkDay] = []
    for week in range(num_weeks):
        rota = _rota(num_couriers, stream(seed, f"replay rota {week}"))
        for weekday in range(DAYS_PER_WEEK):
            number = week * DAYS_PER_WEEK + weekday
            days.append(
                _day(
                    number,
                    rota[weekday],
                    couriers=couriers,
                    ground=(counters, homes),
                    load=load,
                    rng=stream(seed, f"replay day {number}"),
                )
            )
    return Weeks(couriers=couriers, days=tuple(days))


def _rota(num_couriers: int, rng: np.random.Generator) -> tuple[list[tuple[int, int, int]], ...]:
    """Draw a week's shifts by weekday: courier, beginning and end."""
    rota: tuple[list[tuple[int, int, int]], ...] = tuple([] for _ in range(DAYS_PER_WEEK))
    for courier in range(num_couriers):
        num_days = DAYS_PER_COURIER[courier % len(DAYS_PER_COURIER)]
        for weekday in sorted(rng.choice(DAYS_PER_WEEK, size=num_days, replace=False).tolist()):
            on, off = SHIFTS[int(rng.integers(len(SHIFTS)))]
            rota[weekday].append((courier, round(on * HOUR_S), round(off * HOUR_S)))
    return rota


def _day(  # noqa: PLR0913 - all private, and each is another part of a day
    number: int,
    shifts: list[tuple[int, int, int]],
    *,
    couriers: tuple[str, ...],
    ground: tuple[NDArray[np.float64], NDArray[np.float64]],
    load: float,
    rng: np.random.Generator,
) -> WorkDay:
    counters, homes = ground
    hours = sum(off - on for _, on, off in shifts) / HOUR_S
    moments = _moments(shifts, int(rng.poisson(load * hours)), rng)
    shops = rng.integers(len(counters), size=len(moments))
    angles = rng.uniform(0.0, 2 * np.pi, size=len(moments))
    far = NEAREST_M + rng.gamma(2.0, DELIVERY_M / 2, size=len(moments))
    doors = counters[shops] + far[:, None] * np.column_stack([np.cos(angles), np.sin(angles)])
    ready = rng.integers(*READY_S, size=len(moments))
    starts = homes[[courier for courier, _, _ in shifts]] if shifts else homes[:0]
    first_door, first_home = len(counters), len(counters) + len(moments)
    live = LiveDay(
        name=f"day {number + 1}",
        orders=tuple(
            LiveOrder(
                id=f"{number + 1}-{index + 1}",
                placed=placed,
                ready=placed + int(ready[index]),
                pickup=int(shops[index]),
                delivery=first_door + index,
                target=placed + TARGET_S,
                latest=placed + LATEST_S,
            )
            for index, placed in enumerate(moments)
        ),
        couriers=tuple(
            LiveCourier(id=couriers[courier], on=on, off=off, start=first_home + index)
            for index, (courier, on, off) in enumerate(shifts)
        ),
        counters=tuple(range(len(counters))),
        matrix=_travel(np.vstack([counters, doors, starts])),
        pickup=HANDLING,
        delivery=HANDLING,
    )
    begins = FIRST_DAY + timedelta(days=number)
    return WorkDay(begins=begins, live=live, crew=tuple(courier for courier, _, _ in shifts))


def _moments(
    shifts: list[tuple[int, int, int]], num_orders: int, rng: np.random.Generator
) -> list[int]:
    """Draw when orders are placed, in order of time; never when nobody could bring them."""
    slots = np.arange(0, len(WEIGHTS) * HOUR_S, SLOT_S)
    online = np.zeros(len(slots))
    for _, on, off in shifts:
        online += (slots >= on) & (slots < off - LAST_ORDER_S)
    weights = online * np.asarray(WEIGHTS)[slots // HOUR_S]
    if not weights.any():
        return []
    chosen = rng.choice(slots, size=num_orders, p=weights / weights.sum())
    moments: list[int] = np.sort(chosen + rng.integers(SLOT_S, size=num_orders)).tolist()
    return moments


def _travel(places: NDArray[np.float64]) -> Matrix:
    """Give travel between all places, at the pace of a bike in town."""
    apart = places[:, None, :] - places[None, :, :]
    meters = DETOUR * np.hypot(apart[..., 0], apart[..., 1])
    return Matrix(
        durations=np.rint(meters / METERS_PER_SECOND).astype(np.int32),
        distances=np.rint(meters).astype(np.int32),
        reachable=np.ones(meters.shape, dtype=np.bool_),
    )
