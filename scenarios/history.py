"""Weeks that lie behind a crew: who worked when and carried how much, unequally as in life."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from scenarios.randomness import stream
from scenarios.specs import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np

    from scenarios.specs import CourierSpec

DAYS_PER_WEEK = 7
DROPS_PER_HOUR = 2.1
LUCK_SPREAD = 0.22
"""Standard deviation of the logarithm of a courier's luck: near the shops or far, known or new."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PastDrop:
    """A delivery of a past shift.

    Attributes
    ----------
    at
        When it was handed over, since local midnight.
    meters
        Distance that its pay counts.
    """

    at: timedelta
    meters: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PastShift:
    """A shift that was worked.

    Attributes
    ----------
    courier
        Index in the crew.
    days_ago
        How many days before the scenario's day, from 1.
    span
        When it was.
    drops
        What was delivered, in order of time.
    """

    courier: int
    days_ago: int
    span: Span
    drops: tuple[PastDrop, ...]


def history(
    couriers: Sequence[CourierSpec], *, num_weeks: int, mean_drop_m: int, seed: int
) -> tuple[PastShift, ...]:
    """Draw the shifts that a crew worked before the scenario's day.

    Each courier works two to four days a week at about their usual hours. How many drops an
    hour brings differs from courier to courier by a lasting luck, and from shift to shift.

    Parameters
    ----------
    couriers
        The crew.
    num_weeks
        How many weeks; they end the day before.
    mean_drop_m
        Metres of a usual drop.
    seed
        Start of the random stream.

    Returns
    -------
    tuple of PastShift
        Oldest first, then in order of the crew.
    """
    rng = stream(seed, "history")
    lucks = rng.lognormal(mean=0.0, sigma=LUCK_SPREAD, size=len(couriers))
    shifts = [
        _shift(
            courier=index,
            usual=courier.shift,
            days_ago=week * DAYS_PER_WEEK + int(day) + 1,
            rate=DROPS_PER_HOUR * float(lucks[index]),
            mean_drop_m=mean_drop_m,
            rng=rng,
        )
        for week in range(num_weeks)
        for index, courier in enumerate(couriers)
        for day in rng.choice(DAYS_PER_WEEK, size=int(rng.integers(2, 5)), replace=False)
    ]
    shifts.sort(key=lambda shift: (-shift.days_ago, shift.courier))
    return tuple(shifts)


def _shift(  # noqa: PLR0913 - all keyword-only and private
    *,
    courier: int,
    usual: Span,
    days_ago: int,
    rate: float,
    mean_drop_m: int,
    rng: np.random.Generator,
) -> PastShift:
    longer = timedelta(minutes=15 * int(rng.integers(-4, 3)))
    span = Span(begins=usual.begins, ends=max(usual.ends + longer, usual.begins + 4 * HOUR))
    num_drops = int(rng.poisson(rate * (span.duration / HOUR)))
    moments = sorted(int(s) for s in rng.integers(900, span.duration.seconds, size=num_drops))
    return PastShift(
        courier=courier,
        days_ago=days_ago,
        span=span,
        drops=tuple(
            PastDrop(
                at=span.begins + timedelta(seconds=moment),
                meters=max(100, int(mean_drop_m * float(rng.gamma(4.0, 0.25)))),
            )
            for moment in moments
        ),
    )


HOUR = timedelta(hours=1)
