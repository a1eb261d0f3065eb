"""When couriers can and want to work: said by them, a warning at the desk, never a refusal."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from dispatch import availability, crew, own_time, rostering, shift_desk
from dispatch.errors import BadWish, NotAllowed
from dispatch.model import Availability, CourierId, Shift, ShiftId, WeekHours
from dispatch.store import open_store
from tests.dispatch_world import COOP, DAY, DISPATCHER, MORNING, World, at, courier_actor, spot

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from dispatch.model import Coop

ADA = courier_actor("ada")
MONDAY = date(2026, 3, 2)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """Return a co-op; Ada's one shift is on a Monday from 9 to 17."""
    made = World(open_store(f"sqlite:///{tmp_path / 'store.db'}"))
    made.crew("ada")
    yield made
    made.store.close()


def hours(weekday: int, opens: int, closes: int) -> WeekHours:
    """Give hours from one full hour to another."""
    return WeekHours(weekday=weekday, opens=time(opens), closes=time(closes))


def say(world: World, valid_from: date, *said: WeekHours) -> Availability:
    """Have Ada say when she can work."""
    return world.do(lambda tx: availability.say(tx, ADA, valid_from, said, now=MORNING))


def beyond(coop: Coop, begins: datetime, ends: datetime, *said: Availability) -> list[str]:
    """Give the parts of a shift that are outside of what was said, by the co-op's clock."""
    shift = Shift(
        id=ShiftId("s"),
        courier=CourierId("ada"),
        day=coop.day_of(begins),
        starts_at=begins,
        ends_at=ends,
        start=spot(0),
    )
    zone = ZoneInfo(coop.time_zone)
    return [
        f"{first.astimezone(zone):%d %H:%M}-{last.astimezone(zone):%d %H:%M}"
        for first, last in availability.outside(coop, said, shift)
    ]


def test_the_desk_sees_beside_a_shift_what_is_outside_and_may_still_agree(world: World) -> None:
    """Ada can from 10 to 12 and 14 to 16 on Mondays; her shift and a new one stay hers to say."""
    said = say(world, DAY, hours(0, 10, 12), hours(0, 14, 16))

    with world.store.read(COOP) as tx:
        roster = shift_desk.roster(tx, DISPATCHER, DAY, DAY)
        known = tx.shifts.get(ShiftId("shift-ada"))
        effect = shift_desk.effect_of(tx, known, replace(known, ends_at=at(12)))
        mine = own_time.own_time(tx, ADA, now=MORNING)
    day = timedelta(days=1)
    tuesday = replace(
        known, id=ShiftId("next"), starts_at=known.starts_at + day, ends_at=known.ends_at + day
    )
    world.do(lambda tx: rostering.agree_shift(tx, DISPATCHER, tuesday, now=MORNING))

    assert roster.availability == mine.availability == (said,)
    assert roster.outside == {
        known.id: ((at(9), at(10)), (at(12), at(14)), (at(16), at(17))),
    }
    assert effect.outside == ((at(9), at(10)),)


def test_what_was_said_holds_from_its_day_until_the_next(world: World) -> None:
    """From the 2nd on, from the 16th on; said anew from the 9th on, the 16th is forgotten."""
    first = say(world, MONDAY, hours(0, 9, 17))
    later = say(world, MONDAY + timedelta(days=14), hours(0, 12, 17))
    with world.store.read(COOP) as tx:
        both = tx.availabilities.of_courier(CourierId("ada"))
        held = availability.holding(both, MONDAY + timedelta(days=20))
    between = say(world, MONDAY + timedelta(days=7))

    assert both == (first, later)
    assert held == (later,)
    with world.store.read(COOP) as tx:
        assert tx.availabilities.of_courier(CourierId("ada")) == (first, between)
    shift = at(9) + timedelta(days=7), at(17) + timedelta(days=7)
    assert beyond(world.coop, *shift, first) == []
    assert beyond(world.coop, *shift, first, later) == []
    assert beyond(world.coop, *shift, first, between) == ["09 09:00-09 17:00"]
    assert beyond(world.coop, at(9), at(17), later) == []


def test_hours_over_midnight_and_a_lost_hour_are_the_clocks(world: World) -> None:
    """In Helsinki 03:00 is 04:00 on the night to 29 March: 22 to 4 is five hours, not six."""
    helsinki = replace(world.coop, time_zone="Europe/Helsinki")
    said = Availability(
        courier=CourierId("ada"), valid_from=MONDAY, hours=(hours(5, 22, 4), hours(6, 10, 12))
    )
    evening = datetime(2026, 3, 28, 19, 0, tzinfo=UTC)

    assert beyond(helsinki, evening, evening + timedelta(hours=6), said) == ["28 21:00-28 22:00"]
    assert beyond(helsinki, evening, evening + timedelta(hours=7), said) == [
        "28 21:00-28 22:00",
        "29 04:00-29 05:00",
    ]


def test_only_a_courier_says_it_for_today_or_later_and_takes_it_back(world: World) -> None:
    """A dispatcher cannot; a day that is over or too far ahead is refused; leaving forgets it."""
    for day in (MONDAY - timedelta(days=1), MONDAY + timedelta(days=400)):
        with pytest.raises(BadWish):
            say(world, day, hours(0, 9, 17))
    with pytest.raises(NotAllowed):
        world.do(lambda tx: availability.say(tx, DISPATCHER, MONDAY, (), now=MORNING))

    def number() -> int:
        with world.store.read(COOP) as tx:
            return len(tx.availabilities.all())

    today = world.do(lambda tx: availability.say(tx, ADA, None, (), now=MORNING))
    said = number()
    world.do(lambda tx: availability.withdraw(tx, ADA, now=MORNING))
    withdrawn = number()
    say(world, MONDAY)
    world.do(lambda tx: crew.leave(tx, DISPATCHER, CourierId("ada"), now=MORNING))

    assert today.valid_from == MONDAY
    assert (said, withdrawn, number()) == (1, 0, 0)
