"""Pay of shifts and weeks: worked examples E1, E1b, E2 and E9, and their edges."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from fairness.clauses import Settlement
from fairness.pay import drop_pay_minor, pay_for_shift, settle_week
from fairness.statement import PayKey
from fairness.work import WorkKind, WorkRecord, summarize
from tests.pay_records import NOON, POLICY, pay, record, shift_of


def test_e1_a_quiet_shift_is_lifted_to_the_floor() -> None:
    """210 min at 1500/h is 5250; 4 x 300 + (138 + 111 + 187 + 54) is 1690; 3560 lack.

    187 is 187.2 rounded, the others are exact.
    """
    records = shift_of(210, (2300, 1850, 3120, 900))

    statement = pay(POLICY, records)

    by_distance = [x.amount_minor for x in statement.lines if x.key is PayKey.DISTANCE]
    assert by_distance == [138, 111, 187, 54]
    assert (statement.floor_minor, statement.drops_minor) == (5250, 1690)
    assert (statement.top_up_minor, statement.total_minor) == (3560, 5250)


def test_e1b_a_busy_shift_earns_more_than_the_floor() -> None:
    """150 min at 1500/h is 3750; 10 x (300 + 138) is 4380, so nothing is topped up."""
    statement = pay(POLICY, shift_of(150, (2300,) * 10))

    assert (statement.floor_minor, statement.drops_minor) == (3750, 4380)
    assert (statement.top_up_minor, statement.total_minor) == (0, 4380)


def test_e2_premiums_come_on_top_of_the_floor() -> None:
    """85 m x 2 is 170; 12 kg x 3.1 km x 15 is 558; 10 % of 1690 is 169; 9 min x 25 is 225.

    Together 1122, and the floor of E1 is not eaten by them.
    """
    records = shift_of(210, (2300, 1850, 3120, 900))
    records += [
        record("hill", WorkKind.TRAVEL, 9, climb_m=85),
        record("heavy", WorkKind.TRAVEL, 9, meters=3100, weight_g=12_000),
        record("shop", WorkKind.WAITING, 14),
    ]
    rain = ((NOON, NOON + timedelta(minutes=1)),)

    statement = pay(POLICY, records, rain=rain)

    amounts = {x.key: x.amount_minor for x in statement.lines if x.key not in ("drop", "distance")}
    assert amounts == {
        PayKey.CLIMB: 170,
        PayKey.LOAD: 558,
        PayKey.RAIN: 169,
        PayKey.WAITING: 225,
        PayKey.TOP_UP: 3560,
    }
    assert statement.premiums_minor == 1122
    assert statement.total_minor == 5250 + 1122


def test_tips_come_on_top_of_the_floor_and_cite_their_order() -> None:
    """A tip of 250 makes 5500 of 5250; a tip of nothing makes no line."""
    statement = pay(POLICY, shift_of(210, (2300,)), tips={"s1-0": 250, "other": 0})

    tips = [(x.amount_minor, x.records) for x in statement.lines if x.key is PayKey.TIP]
    assert tips == [(250, ("s1-0",))]
    assert (statement.tips_minor, statement.total_minor) == (250, 5500)


@pytest.mark.parametrize(
    ("settlement", "by_shift", "of_week"),
    [(Settlement.SHIFT, [1800, 0], 1800), (Settlement.WEEK, [0, 0], 0)],
)
def test_e9_a_week_evens_out_what_shifts_do_not(
    settlement: Settlement, by_shift: list[int], of_week: int
) -> None:
    """240 min at 1500/h are 6000: 4200 lacks 1800, 8100 has 2100 too much.

    Over the week 12300 is above 12000, so a weekly floor tops nothing up.
    14 drops of 300 make 4200, 27 make 8100.
    """
    policy = replace(POLICY, settlement=settlement, per_km_minor=0)
    tomorrow = NOON + timedelta(days=1)
    shifts = [
        pay(policy, shift_of(240, (0,) * 14)),
        pay(policy, shift_of(240, (0,) * 27, shift="s2", at=tomorrow)),
    ]

    week = settle_week(shifts)

    assert [shift.drops_minor for shift in shifts] == [4200, 8100]
    assert [shift.top_up_minor for shift in shifts] == by_shift
    assert (week.floor_minor, week.drops_minor, week.top_up_minor) == (12_000, 12_300, of_week)
    assert week.is_settled


def test_a_weekly_top_up_cites_every_record_of_the_week() -> None:
    """Two hours without a drop lack 3000, and the hours of both shifts are the reason."""
    policy = replace(POLICY, settlement=Settlement.WEEK)
    shifts = [pay(policy, shift_of(60, (), shift=name)) for name in ("s1", "s2")]

    week = settle_week(shifts)

    assert [line.clause for line in week.lines] == ["hourly_floor_minor"]
    assert week.lines[0].records == ("s1-online", "s2-online")
    assert week.total_minor == 3000


def test_a_shift_settled_on_its_own_keeps_its_top_up_in_the_week() -> None:
    """The rule changed mid-week: 1500 was promised for the first shift and stays."""
    own = pay(POLICY, shift_of(60, ()))
    pooled = pay(replace(POLICY, settlement=Settlement.WEEK), shift_of(60, (0,) * 9, shift="s2"))

    week = settle_week([own, pooled])

    assert week.top_up_minor == 1500
    assert week.total_minor == 1500 + 9 * 300


def test_a_record_is_not_paid_in_two_shifts() -> None:
    """Joining a shift with itself would pay it twice."""
    shift = pay(POLICY, shift_of(60, ()))

    with pytest.raises(ValueError, match="got 's1-online' in two"):
        settle_week([shift, shift])


def test_a_week_has_one_currency() -> None:
    """Euros and francs do not add up; a week without shifts has none."""
    euros = pay(POLICY, shift_of(60, ()))
    francs = pay(replace(POLICY, currency="CHF"), shift_of(60, (), shift="s2"))

    with pytest.raises(ValueError, match=r"got \['CHF', 'EUR'\]"):
        settle_week([euros, francs])
    with pytest.raises(ValueError, match=r"got \[\]"):
        settle_week([])


def test_every_line_cites_a_clause_of_the_policy_and_its_records() -> None:
    """A line that cites nothing cannot be checked by the person it pays."""
    records = [*shift_of(210, (2300, 900)), record("shop", WorkKind.WAITING, 14)]

    statement = pay(POLICY, records)

    names = {r.id for r in records}
    assert all(hasattr(POLICY, line.clause) for line in statement.lines)
    assert all(line.records and set(line.records) <= names for line in statement.lines)


def test_the_distance_of_a_drop_is_that_of_all_records_of_its_order() -> None:
    """1000 m to the pickup and 1500 m to the door are 2500 m: 300 + 150."""
    records = [
        record("there", WorkKind.TRAVEL, 5, meters=1000, order="o"),
        record("door", WorkKind.TRAVEL, 5, meters=1500, order="o"),
        record("drop", WorkKind.SERVICE, 1, order="o", is_drop=True),
        record("home", WorkKind.TRAVEL, 5, meters=4000),
    ]

    statement = pay(replace(POLICY, hourly_floor_minor=0), records)

    assert statement.drops_minor == drop_pay_minor(POLICY, 2500) == 450


def test_two_waits_for_one_order_are_one_wait() -> None:
    """Pausing at 4 minutes must not cost the premium: 4 + 10 min less 5 free are 9 x 25."""
    records = [
        record("w1", WorkKind.WAITING, 4, order="o"),
        record("w2", WorkKind.WAITING, 10, order="o", at=NOON + timedelta(minutes=30)),
        record("w3", WorkKind.WAITING, 5, order="p", at=NOON + timedelta(hours=1)),
    ]

    statement = pay(POLICY, records)

    waits = [(x.amount_minor, x.records) for x in statement.lines if x.key is PayKey.WAITING]
    assert waits == [(225, ("w1", "w2"))]


@pytest.mark.parametrize(
    ("moment", "premiums"),
    [
        ("2026-03-04T21:59", 0),
        ("2026-03-04T22:00", 75),
        ("2026-03-05T05:59", 75),
        ("2026-03-05T06:00", 0),
        ("2026-03-08T12:00", 75),
        ("2026-03-08T23:00", 150),
    ],
)
def test_night_and_sunday_are_told_on_the_clock_of_the_town(moment: str, premiums: int) -> None:
    """25 % of 300 is 75; night is from 22:00 up to 06:00; a Sunday night counts twice."""
    town = ZoneInfo("Europe/Helsinki")
    ends_at = datetime.fromisoformat(moment).replace(tzinfo=town).astimezone(UTC)
    drop = record("drop", WorkKind.SERVICE, 0, at=ends_at, is_drop=True)

    statement = pay_for_shift(POLICY, [drop], zone=town)

    assert statement.premiums_minor == premiums


def test_a_night_within_one_day_is_told_too() -> None:
    """A night from 01:00 to 05:00 does not cross midnight: 23:00 is none, 02:00 is."""
    policy = replace(POLICY, night_from=NOON.time().replace(1), night_until=NOON.time().replace(5))
    late = record("late", WorkKind.SERVICE, 0, at=NOON.replace(hour=23), is_drop=True)
    early = record("early", WorkKind.SERVICE, 0, at=NOON.replace(hour=2), is_drop=True)

    statement = pay(policy, [late, early])

    cited = [line.records for line in statement.lines if line.key is PayKey.NIGHT]
    assert cited == [("early",)]


def test_breaks_are_paid_only_where_the_policy_says_so() -> None:
    """One hour online and half an hour of rest: 1500, or 2250 with paid rest."""
    records = [
        record("on", WorkKind.OTHER, 60),
        record("rest", WorkKind.BREAK, 30, at=NOON + timedelta(hours=1)),
    ]
    with_rest = replace(POLICY, paid_kinds=frozenset(WorkKind))

    assert pay(POLICY, records).total_minor == 1500
    assert pay(with_rest, records).total_minor == 2250


def test_overlapping_records_pay_their_time_once() -> None:
    """12:00-13:00 and 12:30-13:30 cover 90 minutes, whatever the phone counted."""
    records = [
        record("a", WorkKind.TRAVEL, 60),
        record("b", WorkKind.SERVICE, 60, at=NOON + timedelta(minutes=30)),
    ]

    summary = summarize(records, paid_kinds=POLICY.paid_kinds)

    assert summary.paid_s == 90 * 60
    assert summary.seconds[WorkKind.TRAVEL] == summary.seconds[WorkKind.SERVICE] == 3600


def test_an_hour_that_the_clock_repeats_is_paid() -> None:
    """From 01:30 to 04:30 in the night summer time ends are four hours, not three."""
    town = ZoneInfo("Europe/Helsinki")
    night = WorkRecord(
        id="n",
        courier="ada",
        shift="s1",
        kind=WorkKind.IDLE,
        begins_at=datetime(2026, 10, 25, 1, 30, tzinfo=town),
        ends_at=datetime(2026, 10, 25, 4, 30, tzinfo=town),
    )

    statement = pay_for_shift(POLICY, [night], zone=town)

    assert statement.paid_s == 4 * 3600


def test_a_shift_without_records_pays_nothing() -> None:
    """Who was not online is owed nothing and the statement is empty, not missing."""
    statement = pay(POLICY, [])

    assert (statement.lines, statement.total_minor, statement.floor_minor) == ((), 0, 0)


def test_records_of_two_shifts_are_refused() -> None:
    """The floor is per shift: mixing two would hide a short one."""
    records = [record("a", WorkKind.IDLE, 1), record("b", WorkKind.IDLE, 1, shift="s2")]

    with pytest.raises(ValueError, match="Expected records of one courier's shift"):
        pay(POLICY, records)


def test_a_record_that_comes_twice_is_refused() -> None:
    """A phone that sends twice must not be paid twice."""
    once = record("a", WorkKind.IDLE, 1)

    with pytest.raises(ValueError, match="got 'a' twice"):
        pay(POLICY, [once, once])


def test_a_negative_tip_is_refused() -> None:
    """A tip is a gift; nothing is ever taken off."""
    with pytest.raises(ValueError, match="Expected tips >= 0"):
        pay(POLICY, [], tips={"o": -1})


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"ends_at": NOON - timedelta(seconds=1)}, "to end at or after"),
        ({"begins_at": NOON.replace(tzinfo=None)}, "moments with an offset"),
        ({"meters": -1}, "no negative amount"),
    ],
)
def test_an_impossible_record_is_refused(changes: dict[str, Any], message: str) -> None:
    """Time that runs backwards, no time zone, a distance below zero: each is named."""
    with pytest.raises(ValueError, match=message):
        replace(record("a", WorkKind.IDLE, 1), **changes)
