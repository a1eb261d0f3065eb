"""Couriers of a played day."""

from datetime import UTC, date, datetime, timedelta

from dispatch.model import (
    CourierEvent,
    CourierId,
    OrderId,
    PlannedStop,
    ReportKind,
    Shift,
    ShiftId,
    Window,
)
from routing.model import Location
from routing.solution import StopKind
from scenarios.simulated_courier import Progress, advance

START = datetime(2026, 6, 9, 5, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
SHIFT = Shift(
    id=ShiftId("s"),
    courier=CourierId("aino"),
    day=date(2026, 6, 9),
    starts_at=START,
    ends_at=START + 240 * MINUTE,
    start=Location(lat=60.17, lon=24.94),
)


def stop(kind: StopKind, order: str, minute: int) -> PlannedStop:
    """Plan a stop with five minutes of travel and four of service."""
    arrival = START + minute * MINUTE
    return PlannedStop(
        kind=kind,
        order=OrderId(order),
        arrival=arrival,
        start=arrival,
        departure=arrival + 4 * MINUTE,
        travel_s=300,
        window=Window(earliest=arrival, latest=arrival + 60 * MINUTE),
    )


ROUTE = (
    stop(StopKind.PICKUP, "a", 20),
    stop(StopKind.PICKUP, "b", 30),
    stop(StopKind.DELIVERY, "a", 45),
    stop(StopKind.DELIVERY, "b", 60),
)


def test_nothing_happens_before_the_shift() -> None:
    """A minute too early, nobody reports anything."""
    progress, reports = advance(Progress(), shift=SHIFT, stops=ROUTE, now=START - MINUTE, seed=1)

    assert reports == ()
    assert progress == Progress()


def test_a_day_is_reported_in_order_with_rising_sequences_and_true_times() -> None:
    """Begin, four times arrive and finish, end: ten reports, none earlier than the one before."""
    end = SHIFT.ends_at + MINUTE

    progress, reports = advance(Progress(), shift=SHIFT, stops=ROUTE, now=end, seed=1)

    kinds = [report.kind for report in reports]
    finishes = [ReportKind.PICKED_UP, ReportKind.PICKED_UP] + [ReportKind.DELIVERED] * 2
    middle = [kind for finish in finishes for kind in (ReportKind.ARRIVED, finish)]
    assert kinds == [ReportKind.SHIFT_BEGAN, *middle, ReportKind.SHIFT_ENDED]
    assert [report.sequence for report in reports] == list(range(1, 11))
    assert [r.at for r in reports] == sorted(r.at for r in reports)
    assert progress.has_ended


def test_looking_often_or_once_plays_the_same_day() -> None:
    """A look each minute reports, together, what one look at the end reports."""
    end = SHIFT.ends_at + MINUTE
    _, at_once = advance(Progress(), shift=SHIFT, stops=ROUTE, now=end, seed=4)

    progress = Progress()
    bit_by_bit: list[CourierEvent] = []
    for minute in range(242):
        progress, reports = advance(
            progress, shift=SHIFT, stops=ROUTE, now=START + minute * MINUTE, seed=4
        )
        bit_by_bit += reports

    assert tuple(bit_by_bit) == at_once


def test_a_new_plan_takes_over_after_the_stop_the_courier_is_at() -> None:
    """At `a`'s pickup when `b` moves to the front: `a` is finished first, then comes `b`."""
    progress, _ = advance(Progress(), shift=SHIFT, stops=ROUTE[:1], now=START + 21 * MINUTE, seed=1)
    replanned = (ROUTE[1], ROUTE[0], ROUTE[3], ROUTE[2])

    _, reports = advance(progress, shift=SHIFT, stops=replanned, now=START + 40 * MINUTE, seed=1)

    assert progress.is_there
    assert [(r.kind, r.order) for r in reports] == [
        (ReportKind.PICKED_UP, "a"),
        (ReportKind.ARRIVED, "b"),
        (ReportKind.PICKED_UP, "b"),
    ]
