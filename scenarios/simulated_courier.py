"""A courier of a played day: begins the shift, follows the route, takes a little more or less time.

Pure: what has been done so far goes in, what is reported now comes out. Chance hangs on the
seed and the stop, so that the same day is played the same way however often it is looked at.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from dispatch.model import CourierEvent, ReportKind
from routing.solution import StopKind
from scenarios.randomness import stream

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from dispatch.model import OrderId, PlannedStop, Shift

SERVED = (StopKind.PICKUP, StopKind.DELIVERY)
DONE = {StopKind.PICKUP: ReportKind.PICKED_UP, StopKind.DELIVERY: ReportKind.DELIVERED}
NOBODY_HOME = 0.01
"""Share of deliveries at which nobody opens."""
KITCHEN_IS_LATE = 0.06
"""Share of pickups at which the goods are not ready."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """What a simulated courier has done and is about to do.

    Attributes
    ----------
    sequence
        Of the last report.
    has_begun, has_ended
        Whether the shift was begun, and ended.
    free_at
        When the last stop was left.
    heading
        The stop that the courier is on the way to or at.
    arrives_at
        When the courier reaches it.
    is_there
        Whether arrival was reported.
    done
        Stops that are over.
    """

    sequence: int = 0
    has_begun: bool = False
    has_ended: bool = False
    free_at: datetime | None = None
    heading: tuple[OrderId, StopKind] | None = None
    arrives_at: datetime | None = None
    is_there: bool = False
    done: frozenset[tuple[OrderId, StopKind]] = frozenset()


def advance(
    progress: Progress,
    *,
    shift: Shift,
    stops: Sequence[PlannedStop],
    now: datetime,
    seed: int,
) -> tuple[Progress, tuple[CourierEvent, ...]]:
    """Play a courier until now.

    Parameters
    ----------
    progress
        What was done before.
    shift
        The courier's shift.
    stops
        The courier's route in the plan in force; stops that are over may be among them.
    now
        Moment of the played day.
    seed
        Seed of the played day.

    Returns
    -------
    tuple
        What has been done by now, and what the phone reports of it, in order.
    """
    reports: list[CourierEvent] = []
    while True:
        step = _next(progress, shift=shift, stops=stops, now=now, seed=seed)
        if step is None:
            return progress, tuple(reports)
        progress, report = step
        if report is not None:
            progress = replace(progress, sequence=progress.sequence + 1)
            reports.append(replace(report, sequence=progress.sequence))


def _next(
    progress: Progress,
    *,
    shift: Shift,
    stops: Sequence[PlannedStop],
    now: datetime,
    seed: int,
) -> tuple[Progress, CourierEvent | None] | None:
    """Make one step, or ``None`` when nothing is due."""
    if progress.has_ended or now < shift.starts_at:
        return None
    if not progress.has_begun:
        begun = replace(progress, has_begun=True, free_at=shift.starts_at)
        return begun, _report(shift, ReportKind.SHIFT_BEGAN, shift.starts_at)
    left = [
        stop
        for stop in stops
        if stop.kind in SERVED
        and stop.order is not None
        and (stop.order, stop.kind) not in progress.done
    ]
    if not left:
        if now < shift.ends_at:
            return None
        ends_at = max(shift.ends_at, progress.free_at or shift.ends_at)
        return replace(progress, has_ended=True), _report(shift, ReportKind.SHIFT_ENDED, ends_at)
    stop = left[0]
    if progress.is_there:
        stop = next((s for s in left if (s.order, s.kind) == progress.heading), stop)
    return _go_on(progress, stop, shift=shift, now=now, seed=seed)


def _go_on(
    progress: Progress, stop: PlannedStop, *, shift: Shift, now: datetime, seed: int
) -> tuple[Progress, CourierEvent | None] | None:
    """Head for a stop, reach it, or leave it."""
    if stop.order is None:
        return None
    key = (stop.order, stop.kind)
    if progress.heading != key or progress.arrives_at is None:
        left_at = progress.free_at or shift.starts_at
        travel = timedelta(seconds=round(stop.travel_s * _travel_factor(seed, stop)))
        arrives_at = max(left_at + travel, stop.arrival)
        return replace(progress, heading=key, arrives_at=arrives_at, is_there=False), None
    if now < progress.arrives_at:
        return None
    if not progress.is_there:
        report = _report(shift, ReportKind.ARRIVED, progress.arrives_at, stop.order)
        return replace(progress, is_there=True), report
    leaves_at = _leaves_at(stop, progress.arrives_at, seed)
    if now < leaves_at:
        return None
    finished = replace(
        progress,
        free_at=leaves_at,
        heading=None,
        arrives_at=None,
        is_there=False,
        done=progress.done | {key},
    )
    if stop.kind is StopKind.DELIVERY and _chance(seed, stop, "home") < NOBODY_HOME:
        report = _report(shift, ReportKind.FAILED, leaves_at, stop.order, reason="nobody_home")
    else:
        report = _report(shift, DONE[stop.kind], leaves_at, stop.order)
    return finished, report


def _leaves_at(stop: PlannedStop, arrives_at: datetime, seed: int) -> datetime:
    """Tell when service at a stop ends: it waits for the window, then takes its time."""
    begins_at = arrives_at if stop.window is None else max(arrives_at, stop.window.earliest)
    planned = stop.departure - stop.start
    factor = 0.6 + 0.9 * _chance(seed, stop, "service")
    if stop.kind is StopKind.PICKUP and _chance(seed, stop, "kitchen") < KITCHEN_IS_LATE:
        factor += 1.5
    return begins_at + timedelta(seconds=round(planned.total_seconds() * factor))


def _travel_factor(seed: int, stop: PlannedStop) -> float:
    return 0.85 + 0.35 * _chance(seed, stop, "travel")


def _chance(seed: int, stop: PlannedStop, purpose: str) -> float:
    """Draw a number in [0, 1) that belongs to a stop."""
    return float(stream(seed, f"{purpose} {stop.order} {stop.kind}").random())


def _report(
    shift: Shift,
    kind: ReportKind,
    at: datetime,
    order: OrderId | None = None,
    reason: str = "",
) -> CourierEvent:
    return CourierEvent(
        device=f"phone-{shift.courier}", sequence=1, kind=kind, at=at, order=order, reason=reason
    )
