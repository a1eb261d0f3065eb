"""Stretches of time: joined, cut, and told apart by night and Sunday."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date, tzinfo

Stretch: TypeAlias = tuple[datetime, datetime]
"""Begin and end in UTC, the end excluded."""

SECOND: Final = timedelta(seconds=1)
SUNDAY: Final = 7


def joined(stretches: Iterable[Stretch]) -> tuple[Stretch, ...]:
    """Join stretches that touch or overlap.

    Parameters
    ----------
    stretches
        In any order.

    Returns
    -------
    tuple of Stretch
        Apart from each other, in order of time, none of them empty.
    """
    whole: list[Stretch] = []
    for begins, ends in sorted(stretches):
        if begins >= ends:
            continue
        if whole and begins <= whole[-1][1]:
            whole[-1] = (whole[-1][0], max(whole[-1][1], ends))
        else:
            whole.append((begins, ends))
    return tuple(whole)


def common(left: Sequence[Stretch], right: Sequence[Stretch]) -> tuple[Stretch, ...]:
    """Give what two sets of stretches have in common.

    Parameters
    ----------
    left, right
        In any order.

    Returns
    -------
    tuple of Stretch
        Joined, in order of time.
    """
    found = [
        (max(begins, other_begins), min(ends, other_ends))
        for begins, ends in joined(left)
        for other_begins, other_ends in joined(right)
    ]
    return joined(found)


def without(stretches: Sequence[Stretch], taken: Sequence[Stretch]) -> tuple[Stretch, ...]:
    """Cut stretches out of others.

    Parameters
    ----------
    stretches
        What is cut, in any order.
    taken
        What is cut out of them, in any order.

    Returns
    -------
    tuple of Stretch
        What is left, joined, in order of time.
    """
    left = list(joined(stretches))
    for begins, ends in joined(taken):
        left = [
            part
            for first, last in left
            for part in ((first, min(last, begins)), (max(first, ends), last))
            if part[0] < part[1]
        ]
    return tuple(left)


def total_s(stretches: Iterable[Stretch]) -> int:
    """Count the seconds covered by at least one stretch.

    Parameters
    ----------
    stretches
        In any order.

    Returns
    -------
    int
        Whole seconds; a fraction at the end is rounded up.
    """
    covered = sum((ends - begins for begins, ends in joined(stretches)), timedelta())
    return -(-covered // SECOND)


def nights(
    stretches: Sequence[Stretch], *, begins_at: time, ends_at: time, zone: tzinfo
) -> tuple[Stretch, ...]:
    """Give the parts of stretches that lie in the night.

    Parameters
    ----------
    stretches
        In any order.
    begins_at, ends_at
        Wall-clock times; the night may cross midnight. On the days on which clocks change
        a night is as long as it really was.
    zone
        Where these clocks hang.

    Returns
    -------
    tuple of Stretch
        Joined, in order of time.
    """
    crosses = timedelta(days=int(begins_at > ends_at))
    found = [
        (_moment(day, begins_at, zone), _moment(day + crosses, ends_at, zone))
        for day in _days(stretches, zone)
    ]
    return common(stretches, found)


def sundays(stretches: Sequence[Stretch], *, zone: tzinfo) -> tuple[Stretch, ...]:
    """Give the parts of stretches that lie on Sundays.

    Parameters
    ----------
    stretches
        In any order.
    zone
        Where midnight is told.

    Returns
    -------
    tuple of Stretch
        Joined, in order of time.
    """
    found = [
        (_moment(day, time(), zone), _moment(day + timedelta(days=1), time(), zone))
        for day in _days(stretches, zone)
        if day.isoweekday() == SUNDAY
    ]
    return common(stretches, found)


def _days(stretches: Sequence[Stretch], zone: tzinfo) -> Iterator[date]:
    """Yield each day of the calendar that stretches touch, and the day before each."""
    seen: set[date] = set()
    for begins, ends in joined(stretches):
        day = begins.astimezone(zone).date() - timedelta(days=1)
        while day <= ends.astimezone(zone).date():
            if day not in seen:
                seen.add(day)
                yield day
            day += timedelta(days=1)


def _moment(day: date, clock: time, zone: tzinfo) -> datetime:
    return datetime.combine(day, clock, tzinfo=zone).astimezone(UTC)
