"""The clock of a played day."""

from datetime import UTC, datetime, timedelta

import pytest

from scenarios.clock import AcceleratedClock

MORNING = datetime(2026, 6, 9, 5, 30, tzinfo=UTC)


def test_a_second_on_the_wall_is_a_minute_of_the_played_day() -> None:
    """At speed 60, 90 real seconds after the start it is 90 minutes later."""
    wall = [1000.0]
    clock = AcceleratedClock(start=MORNING, started_at=1000.0, speed=60, real=lambda: wall[0])

    before = clock()
    wall[0] = 1090.0

    assert before == MORNING
    assert clock() == MORNING + timedelta(minutes=90)


def test_the_wait_for_a_moment_is_in_real_seconds_and_never_negative() -> None:
    """Half an hour ahead at speed 60 is 30 s; a moment that is over needs no waiting."""
    clock = AcceleratedClock(start=MORNING, started_at=0.0, speed=60, real=lambda: 0.0)

    assert clock.wait_for(MORNING + timedelta(minutes=30)) == 30.0
    assert clock.wait_for(MORNING - timedelta(minutes=30)) == 0.0


def test_a_clock_that_stands_or_has_no_time_zone_is_refused() -> None:
    """Speed 0 would never end; a naive start would mean another moment elsewhere."""
    with pytest.raises(ValueError, match="speed above 0"):
        AcceleratedClock(start=MORNING, started_at=0.0, speed=0, real=lambda: 0.0)
    with pytest.raises(ValueError, match="time zone"):
        AcceleratedClock(
            start=MORNING.replace(tzinfo=None), started_at=0.0, speed=1, real=lambda: 0.0
        )
