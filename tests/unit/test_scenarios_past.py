"""Scenario times on a calendar, and past shifts in the books."""

from datetime import UTC, date, datetime, timedelta

from dispatch.model import Coop, CoopId, CourierId
from fairness.policy import starter_policy
from fairness.work import summarize
from scenarios.calendar import moment_of, window_of
from scenarios.history import PastDrop, PastShift
from scenarios.past import books_of
from scenarios.specs import Span

COOP = Coop(id=CoopId("wheels"), name="Two Wheels", time_zone="Europe/Helsinki")
DAY = date(2026, 6, 9)
HOUR = timedelta(hours=1)


def test_eight_in_the_morning_in_helsinki_is_five_in_utc_in_summer() -> None:
    """Helsinki is three hours ahead in June; a time below zero is on the eve."""
    assert moment_of(COOP, DAY, 8 * HOUR) == datetime(2026, 6, 9, 5, tzinfo=UTC)
    assert moment_of(COOP, DAY, -1 * HOUR) == datetime(2026, 6, 8, 20, tzinfo=UTC)


def test_the_clock_on_the_wall_counts_on_the_day_it_is_moved() -> None:
    """On 29 March 2026 clocks skip 3:00-4:00: ten o'clock is nine hours after midnight."""
    day = date(2026, 3, 29)

    window = window_of(COOP, day, Span(begins=0 * HOUR, ends=10 * HOUR))

    assert window.duration == 9 * HOUR


def test_past_shifts_become_records_and_tallies_that_agree() -> None:
    """Six hours online, two drops of 1,000 and 1,500 m: 360 + 390 minor units at 300 + 60/km."""
    policy = starter_policy(valid_from=datetime(2026, 1, 1, tzinfo=UTC))
    shift = PastShift(
        courier=0,
        days_ago=2,
        span=Span(begins=8 * HOUR, ends=14 * HOUR),
        drops=(PastDrop(at=9 * HOUR, meters=1000), PastDrop(at=10 * HOUR, meters=1500)),
    )

    books = books_of((shift,), coop=COOP, day=DAY, couriers=(CourierId("aino"),), policy=policy)

    (tally,) = books.tallies
    summary = summarize(books.records, paid_kinds=policy.paid_kinds)
    assert tally.day == date(2026, 6, 7)
    assert (tally.online_s, tally.earned_minor, tally.num_drops) == (6 * 3600, 750, 2)
    assert (summary.paid_s, summary.num_drops, summary.meters) == (6 * 3600, 2, 2500)
    assert set(books.days) == {tally.day}
    assert len(books.days) == len(books.records) == 3
