"""Days of RRULEs: what is read, and which days come of it."""

from __future__ import annotations

from datetime import date

import pytest

from dispatch.errors import RuleImpossible
from dispatch.recurrence import check_rule, days_of, rest_of

MONDAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("FREQ=DAILY;INTERVAL=3", [2, 5, 8, 11, 14]),
        ("FREQ=WEEKLY;BYDAY=MO,WE", [2, 4, 9, 11]),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", [3]),
        ("FREQ=MONTHLY;BYDAY=2SA", [14]),
        ("FREQ=MONTHLY;BYMONTHDAY=10", [10]),
        ("FREQ=DAILY;COUNT=2", [2, 3]),
        ("FREQ=DAILY;UNTIL=20260304T120000Z", [2, 3, 4]),
        ("rrule:freq=weekly;byday=mo;count=1", [2]),
    ],
)
def test_days_come_as_the_rule_says(rule: str, expected: list[int]) -> None:
    """Counted by hand in a calendar of March 2026, from Monday the 2nd to Sunday the 15th."""
    kept = check_rule(rule, MONDAY)

    days = days_of(kept, MONDAY, MONDAY, date(2026, 3, 15))

    assert [day.day for day in days] == expected


@pytest.mark.parametrize(
    "rule",
    [
        "",
        "every monday",
        "FREQ=HOURLY",
        "FREQ=SECONDLY;COUNT=3",
        "FREQ=DAILY;BYHOUR=3",
        "FREQ=DAILY;COUNT=0",
        "FREQ=DAILY;COUNT=521",
        "FREQ=DAILY;COUNT=3;UNTIL=20260401",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=DAILY;UNTIL=20261399",
        "FREQ=DAILY;UNTIL=20250101",
        "FREQ=WEEKLY;BYDAY=XX",
        "FREQ=MONTHLY;BYMONTHDAY=31;BYMONTH=2",
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=DAILY;FREQ=WEEKLY",
        "FREQ=DAILY\nDTSTART:20260302",
        "FREQ=DAILY;" + "BYMONTHDAY=1;" * 40,
    ],
)
def test_what_names_no_days_is_refused(rule: str) -> None:
    """Unreadable, too fine, endless in its demands, or a day that no calendar has."""
    with pytest.raises(RuleImpossible):
        check_rule(rule, MONDAY)


def test_a_count_goes_on_where_it_was() -> None:
    """Of ten days two are over on the 4th, so eight are left."""
    assert rest_of("FREQ=DAILY;COUNT=10", MONDAY, date(2026, 3, 4)) == "FREQ=DAILY;COUNT=8"
    assert rest_of("FREQ=DAILY", MONDAY, date(2026, 3, 4)) == "FREQ=DAILY"


def test_a_count_that_is_used_up_names_no_day_any_more() -> None:
    """Of two days none is left on the 4th; a rule that goes on there would order a third."""
    with pytest.raises(RuleImpossible):
        rest_of("FREQ=DAILY;COUNT=2", MONDAY, date(2026, 3, 4))
