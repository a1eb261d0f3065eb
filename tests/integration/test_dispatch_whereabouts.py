"""Where couriers are: only who shares it, only on shift, and gone soon."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from dispatch import whereabouts
from dispatch.errors import NotAllowed, TransitionRefused
from dispatch.model import ReportKind
from routing.model import Location
from tests.dispatch_plans import worker_of
from tests.dispatch_reports import report, send
from tests.dispatch_world import COOP, DISPATCHER, World, at, courier_actor, opened_world

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

HERE = Location(lat=60.17, lon=24.94)
THERE = Location(lat=60.18, lon=24.95)


@pytest.fixture
def world(sqlite_url: str) -> Iterator[World]:
    """Return a co-op with Ada, whose shift is from 9 to 17 and has begun."""
    with opened_world(sqlite_url, "ada") as made:
        send(made, [report(1, ReportKind.SHIFT_BEGAN, at(9))])
        yield made


def share(world: World, where: Location, now: datetime) -> None:
    """Say where Ada is."""
    world.do(lambda tx: whereabouts.share(tx, courier_actor("ada"), where, now=now))


def shown(world: World, now: datetime) -> list[Location]:
    """Give what a dispatcher sees."""
    with world.store.read(COOP) as tx:
        return [one.location for one in whereabouts.shown(tx, DISPATCHER, now=now)]


def test_only_the_last_position_is_known_and_no_event_tells_of_it(world: World) -> None:
    """Two positions make one row, and the chain is as long as before."""
    with world.store.read(COOP) as tx:
        before = tx.events.last_seq()

    share(world, HERE, at(10))
    share(world, THERE, at(10, 1))

    assert shown(world, at(10, 2)) == [THERE]
    with world.store.read(COOP) as tx:
        assert len(tx.positions.all()) == 1
        assert tx.events.last_seq() == before
        with pytest.raises(NotAllowed):
            whereabouts.shown(tx, courier_actor("ada"), now=at(10))


def test_it_is_hidden_when_one_wants_to_and_when_the_shift_ends(world: World) -> None:
    """Nothing is kept then, and nothing new is taken off shift."""
    share(world, HERE, at(10))
    world.do(lambda tx: whereabouts.hide(tx, courier_actor("ada")))
    hidden = shown(world, at(10))
    share(world, HERE, at(11))
    send(world, [report(2, ReportKind.SHIFT_ENDED, at(11, 5))])

    assert hidden == []
    with world.store.read(COOP) as tx:
        assert tx.positions.all() == ()
    with pytest.raises(TransitionRefused):
        share(world, HERE, at(11, 6))


def test_an_old_position_is_shown_for_ten_minutes_and_kept_for_a_day(world: World) -> None:
    """The shift goes on, but the page is closed: 10 minutes later it says nothing any more."""
    share(world, HERE, at(10))

    assert shown(world, at(10, 9)) == [HERE]
    assert shown(world, at(10, 10)) == []
    for hours, num_left in ((24, 1), (25, 0)):
        worker_of(world, at(10) + timedelta(hours=hours)).run_once()
        with world.store.read(COOP) as tx:
            assert len(tx.positions.all()) == num_left
