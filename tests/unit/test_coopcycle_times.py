"""Times as CoopCycle's clients write them."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.coopcycle_times import read_moment, read_slot
from dispatch.errors import WindowImpossible

ZONE = ZoneInfo("Europe/Paris")
NOW = datetime(2026, 6, 9, 8, 15, tzinfo=UTC)  # 10:15 in Paris, two hours ahead in summer


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("now", NOW),
        ("today 13:00", datetime(2026, 6, 9, 11, tzinfo=UTC)),
        ("Tomorrow  13:00", datetime(2026, 6, 10, 11, tzinfo=UTC)),
        ("tomorrow", datetime(2026, 6, 9, 22, tzinfo=UTC)),
        ("9:30", datetime(2026, 6, 9, 7, 30, tzinfo=UTC)),
        ("+2 hours", datetime(2026, 6, 9, 10, 15, tzinfo=UTC)),
        ("+90 minutes", datetime(2026, 6, 9, 9, 45, tzinfo=UTC)),
        ("+1 day", datetime(2026, 6, 10, 8, 15, tzinfo=UTC)),
        ("2018-08-29 13:30:00", datetime(2018, 8, 29, 11, 30, tzinfo=UTC)),
        ("2018-08-29 13:30", datetime(2018, 8, 29, 11, 30, tzinfo=UTC)),
        ("2018-01-29T13:30:00", datetime(2018, 1, 29, 12, 30, tzinfo=UTC)),
        ("2018-08-29T13:30:00+00:00", datetime(2018, 8, 29, 13, 30, tzinfo=UTC)),
        ("2018-08-29T13:30:00.000Z", datetime(2018, 8, 29, 13, 30, tzinfo=UTC)),
    ],
)
def test_a_time_is_read_in_each_form(text: str, expected: datetime) -> None:
    """Without an offset it holds in the co-op's zone: Paris, UTC+2 in summer, UTC+1 in winter."""
    assert read_moment(text, now=NOW, zone=ZONE) == expected


@pytest.mark.parametrize(
    "text", ["", "soon", "tomorrow 25:00", "2018-13-01 10:00", "0001-01-01", "+2 moons", "13:75"]
)
def test_what_is_no_time_is_refused(text: str) -> None:
    """None of these is a moment on a clock of our century."""
    with pytest.raises(ValueError, match=r"\S"):
        read_moment(text, now=NOW, zone=ZONE)


@pytest.mark.parametrize(
    "text",
    [
        "2020-06-09 17:00-18:00",
        "2020-06-09 17:00 - 18:00",
        "2020-06-09T15:00:00Z/2020-06-09T16:00:00Z",
        "2020-06-09T17:00:00+02:00/2020-06-09T18:00:00+02:00",
        "2020-06-09 17:00/2020-06-09 18:00",
    ],
)
def test_a_slot_is_read_in_each_form(text: str) -> None:
    """All five say five to six in the afternoon in Paris, which is three to four in UTC."""
    window = read_slot(text, now=NOW, zone=ZONE)

    assert window.earliest == datetime(2020, 6, 9, 15, tzinfo=UTC)
    assert window.latest == datetime(2020, 6, 9, 16, tzinfo=UTC)


def test_a_slot_that_ends_before_it_begins_is_a_rules_matter() -> None:
    """It can be read, and is impossible: the co-op's rule says so, not the reader."""
    with pytest.raises(WindowImpossible):
        read_slot("2020-06-09 18:00-17:00", now=NOW, zone=ZONE)


@settings(deadline=None)
@given(text=st.text(max_size=40))
def test_any_text_is_a_time_or_refused(text: str) -> None:
    """Nothing else escapes, whatever is typed."""
    for read in (read_moment, read_slot):
        try:
            assert read(text, now=NOW, zone=ZONE) is not None
        except (ValueError, WindowImpossible):
            continue
