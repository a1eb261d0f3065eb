"""Weekly hours in which couriers can and want to work: said by them, seen by the desk.

Nothing is planned by them and nothing refused: a shift beyond them is the courier's to agree to.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from dispatch.errors import BadWish
from dispatch.model import Availability
from dispatch.permission import require_courier
from dispatch.rostering import FAR_AHEAD, record_changed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from dispatch.model import Actor, Coop, Shift, WeekHours
    from dispatch.store import Transaction

    Stretch = tuple[datetime, datetime]


def say(
    tx: Transaction,
    actor: Actor,
    valid_from: date | None,
    hours: tuple[WeekHours, ...],
    *,
    now: datetime,
) -> Availability:
    """Say when one can and wants to work from a day on; what was said for later is replaced.

    Parameters
    ----------
    tx, actor
        In which co-op and who.
    valid_from
        First day; ``None``: today.
    hours
        Of a week; none: not at all.
    now
        When.

    Raises
    ------
    BadWish
        When the day is over or more than a year ahead.
    """
    me = require_courier(actor)
    today = tx.coop.day_of(now)
    first = today if valid_from is None else valid_from
    if not today <= first <= today + FAR_AHEAD:
        msg = f"Expected a day from {today} to a year later, got {first}."
        raise BadWish(msg, field="valid_from")
    tx.availabilities.forget(me, since=first)
    said = tx.availabilities.add(Availability(courier=me, valid_from=first, hours=hours))
    record_changed(tx, actor, me, now=now)
    return said


def withdraw(tx: Transaction, actor: Actor, *, now: datetime) -> None:
    """Say nothing of it any more, as if nothing had been said."""
    me = require_courier(actor)
    tx.availabilities.forget(me)
    record_changed(tx, actor, me, now=now)


def holding(said: Iterable[Availability], first: date) -> tuple[Availability, ...]:
    """Give what one courier said that holds on a day or later, by the day from which it does."""
    ordered = sorted(said, key=lambda one: one.valid_from)
    before = [one for one in ordered if one.valid_from <= first]
    return tuple(before[-1:] + ordered[len(before) :])


def outside(coop: Coop, said: Sequence[Availability], shift: Shift) -> tuple[Stretch, ...]:
    """Give the parts of a shift in which its courier did not say that they could work.

    Parameters
    ----------
    coop
        Whose clock.
    said
        By the courier of the shift; on days for which nothing was said, any time will do.
    shift
        Agreed or to be agreed.

    Returns
    -------
    tuple
        Begin and end of each part, in order.
    """
    parts: list[Stretch] = []
    reached = shift.starts_at
    for begins, ends in sorted(_hours(coop, said, shift)):
        if begins > reached:
            parts.append((reached, min(begins, shift.ends_at)))
        reached = max(reached, ends)
        if reached >= shift.ends_at:
            break
    if reached < shift.ends_at:
        parts.append((reached, shift.ends_at))
    return tuple(parts)


def _hours(coop: Coop, said: Sequence[Availability], shift: Shift) -> Iterator[Stretch]:
    """Give the hours around a shift that are fine, those that end before it left out."""
    day, last = coop.day_of(shift.starts_at) - timedelta(days=1), coop.date_of(shift.ends_at)
    while day <= last:
        for begins, ends in _hours_of(coop, said, day):
            if shift.starts_at < ends and begins < shift.ends_at:
                yield begins, ends
        day += timedelta(days=1)


def _hours_of(coop: Coop, said: Sequence[Availability], day: date) -> Iterator[Stretch]:
    held = [one for one in said if one.valid_from <= day]
    if not held:
        yield coop.bounds(day)
        return
    zone = ZoneInfo(coop.time_zone)
    for one in max(held, key=lambda one: one.valid_from).hours:
        if one.weekday == day.weekday():
            until = day if one.closes > one.opens else day + timedelta(days=1)
            begins = datetime.combine(day, one.opens, tzinfo=zone)
            yield begins.astimezone(UTC), datetime.combine(until, one.closes, zone).astimezone(UTC)
