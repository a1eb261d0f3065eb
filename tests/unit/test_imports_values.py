"""Numbers, days and times in tables, as people of several countries write them."""

from __future__ import annotations

from datetime import date, time

import pytest

from dispatch.imports.values import (
    day_in,
    ends_in,
    is_in_grams,
    mark_of,
    moment_in,
    number_in,
    order_of,
    time_in,
)
from dispatch.model import DayOrder


@pytest.mark.parametrize(
    ("text", "with_comma", "with_point"),
    [
        ("2,5", 2.5, 2.5),
        ("1.250,5", 1250.5, 1250.5),
        ("1,250.5", 1250.5, 1250.5),
        ("1.250", 1250.0, 1.25),
        ("1,250", 1.25, 1250.0),
        ("0,125", 0.125, 0.125),
        ("1 250", 1250.0, 1250.0),
        ("800 g", 800.0, 800.0),
        ("2.5kg", 2.5, 2.5),
        ("-4", None, None),
        ("1.2.3", None, None),
        ("1e5", None, None),
        ("²", None, None),
        ("a lot", None, None),
    ],
)
def test_the_decimal_mark_decides_only_where_both_make_sense(
    text: str, with_comma: float | None, with_point: float | None
) -> None:
    """Three digits behind one mark could be thousands; anything else is clear by itself."""
    assert (number_in(text, ","), number_in(text, ".")) == (with_comma, with_point)


@pytest.mark.parametrize(
    ("texts", "mark"),
    [
        (["3", "2,5"], ","),
        (["1.250", "2.5"], "."),
        (["1.250,75"], ","),
        (["3", "1.250"], None),
        ([], None),
    ],
)
def test_the_decimal_mark_is_told_by_the_first_clear_number(
    texts: list[str], mark: str | None
) -> None:
    """A number that is unclear says nothing about the others."""
    assert mark_of(texts) == mark


@pytest.mark.parametrize(
    ("text", "otherwise", "expected"),
    [("800 g", False, True), ("2 kg", True, False), ("2", True, True), ("2 l", False, False)],
)
def test_a_unit_in_the_cell_beats_the_columns(text: str, otherwise: bool, expected: bool) -> None:  # noqa: FBT001 - a case's values
    """800 g in a column of kilograms are no 800 kg."""
    assert is_in_grams(text, otherwise=otherwise) is expected


@pytest.mark.parametrize(
    ("text", "day_first", "month_first"),
    [
        ("2026-03-02", date(2026, 3, 2), date(2026, 3, 2)),
        ("02/03/2026", date(2026, 3, 2), date(2026, 2, 3)),
        ("2.3.26", date(2026, 3, 2), date(2026, 2, 3)),
        ("31/02/2026", None, None),
        ("0001-01-01", None, None),
        ("tomorrow", None, None),
    ],
)
def test_a_date_is_read_in_the_order_that_was_said(
    text: str, day_first: date | None, month_first: date | None
) -> None:
    """ISO dates need no order; days that no month has are no dates."""
    found = [day_in(text, order) for order in (DayOrder.DAY_FIRST, DayOrder.MONTH_FIRST)]

    assert found == [day_first, month_first]


def test_the_order_of_dates_is_told_by_a_number_above_twelve() -> None:
    """There is no month 17."""
    assert order_of(["02/03/2026", "17/03/2026"]) is DayOrder.DAY_FIRST
    assert order_of(["02/03/2026", "03/17/2026"]) is DayOrder.MONTH_FIRST
    assert order_of(["02/03/2026", "2026-03-17"]) is None


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("14:30", time(14, 30)),
        ("14h30", time(14, 30)),
        ("14.30 Uhr", time(14, 30)),
        ("14h", time(14)),
        ("2:30 pm", time(14, 30)),
        ("12 am", time(0)),
        ("14:30:00", time(14, 30)),
        ("25:00", None),
        ("13 pm", None),
        ("noon", None),
    ],
)
def test_a_time_is_read_as_several_countries_write_it(text: str, clock: time | None) -> None:
    """What no clock shows is no time."""
    assert time_in(text) == clock


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("14:00-15:30", ("14:00", "15:30")),
        ("14h \u2013 16h", ("14h", "16h")),
        ("2026-03-02 14:00 - 2026-03-02 15:00", ("2026-03-02 14:00", "2026-03-02 15:00")),
        ("9 to 10", ("9", "10")),
        ("afternoon", None),
    ],
)
def test_a_window_is_parted_at_its_dash(text: str, ends: tuple[str, str] | None) -> None:
    """The dashes inside of dates part nothing."""
    assert ends_in(text) == ends


def test_a_day_and_a_time_may_stand_together() -> None:
    """As spreadsheets write them when both are in one cell."""
    order = DayOrder.DAY_FIRST

    assert moment_in("2026-03-02 14:00", order) == (date(2026, 3, 2), time(14))
    assert moment_in("2026-03-02T14:00", order) == (date(2026, 3, 2), time(14))
    assert moment_in("2/3/2026", order) == (date(2026, 3, 2), None)
    assert moment_in("14:00", order) == (None, time(14))
    assert moment_in("soon", order) is None
