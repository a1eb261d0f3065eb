"""Closures, works, weather: kept as facts, and followed by quotes and plans while they hold."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from dispatch import ordering, overlaying, planning, quoting, review, stepping
from dispatch.cached_streets import CachedStreets
from dispatch.errors import (
    BadOverlay,
    NotAllowed,
    NotFound,
    OverlayOutside,
    StaleVersion,
    StreetUnknown,
    TransitionRefused,
)
from dispatch.events import EventKind
from dispatch.live_plans import LivePlans
from dispatch.model import OrderWish, OverlayId, OverlayWish
from dispatch.worker import Outcome
from routing.model import Location
from routing.streets.overlays import Hours
from tests.dispatch_plans import worker_of
from tests.dispatch_world import (
    COOP,
    DAY,
    DISPATCHER,
    MORNING,
    SELLER,
    World,
    at,
    opened_world,
    spot,
    wish,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from dispatch.model import Overlay, Plan, Quote
    from dispatch.streets import Streets

CLOSED = OverlayWish(streets=frozenset({"Main Street"}), is_closed=True)
"""On the plain, whatever is closed makes every way ten times as long."""


@pytest.fixture
def world(either_url: str) -> Iterator[World]:
    """Return a co-op without couriers in a store of either kind."""
    with opened_world(either_url) as made:
        yield made


@pytest.fixture
def file_world(sqlite_url: str) -> Iterator[World]:
    """Return a co-op without couriers in a file."""
    with opened_world(sqlite_url) as made:
        yield made


def add(world: World, wanted: OverlayWish, now: datetime = MORNING) -> Overlay:
    """Put an overlay on the plain's streets."""
    with world.store.read(COOP) as tx:
        overlay = overlaying.work_out(
            tx, DISPATCHER, wanted, streets=world.streets, now=now, new_id=world.new_id
        )
    return world.do(lambda tx: overlaying.add(tx, DISPATCHER, overlay, now=now))


def end(world: World, overlay: Overlay, now: datetime = MORNING) -> Overlay:
    """Take an overlay back."""
    return world.do(
        lambda tx: overlaying.end(tx, DISPATCHER, overlay.id, if_version=overlay.version, now=now)
    )


def ask_quote(world: World, plans: LivePlans, streets: Streets, now: datetime = MORNING) -> Quote:
    """Ask what a kilometre would cost."""
    return world.do(
        lambda tx: quoting.quote(
            tx,
            SELLER,
            wish(6000, 5000, ready_at=at(9)),
            streets=streets,
            now=now,
            new_id=world.new_id,
            live_plans=plans,
        )
    )


def ask_and_give_back(
    world: World, plans: LivePlans, streets: Streets, now: datetime = MORNING
) -> Quote:
    """Ask what a kilometre would cost, and keep no place."""
    found = ask_quote(world, plans, streets, now)
    world.do(lambda tx: quoting.release(tx, SELLER, found.id, now=now))
    return found


def needs_plan(world: World, now: datetime) -> bool:
    """Tell whether the day needs a plan."""
    with world.store.read(COOP) as tx:
        return planning.needs_plan(tx, DAY, now)


def plan_at(world: World, now: datetime) -> Plan:
    """Let the planner work once."""
    (deed,) = worker_of(world, now).run_once()
    assert deed.outcome is Outcome.PROPOSED
    with world.store.read(COOP) as tx:
        return tx.plans.get(DAY, deed.version)


def test_an_overlay_is_kept_with_its_event_until_it_is_taken_back(world: World) -> None:
    """Every field comes back as it went in; taking it back is version 2 and leaves it on record."""
    wanted = OverlayWish(
        area=(spot(0), spot(1000), spot(0, 1000)),
        profiles=frozenset({"bike", "cargo_bike"}),
        time_permille=1500,
        hours=Hours(begin=420, end=540, weekdays=frozenset({0, 4})),
        begins_at=at(9),
        ends_at=at(18),
        note=" Works at the bridge ",
    )

    added = add(world, wanted)
    with world.store.read(COOP) as tx:
        kept = tx.overlays.get(added.id)
        listed = overlaying.coming(tx, DISPATCHER, now=MORNING)
    ended = end(world, added)

    assert kept == added
    assert (kept.area, kept.hours, kept.note) == (wanted.area, wanted.hours, "Works at the bridge")
    assert listed == (added,)
    with world.store.read(COOP) as tx:
        assert tx.overlays.get(added.id) == ended
        assert overlaying.coming(tx, DISPATCHER, now=MORNING) == ()
        first, second = tx.events.after(0)[-2:]
        assert tx.events.verify_chain() is None
    assert (ended.version, ended.ended_at) == (2, MORNING)
    assert (first.kind, second.kind) == (EventKind.OVERLAY_ADDED, EventKind.OVERLAY_ENDED)
    assert first.subjects == {"overlay": added.id}
    assert "bridge" not in str(first.payload)


@pytest.mark.parametrize(
    ("wanted", "message"),
    [
        (OverlayWish(), "a closure, a factor or a weather"),
        (OverlayWish(is_closed=True), "streets or an area to close"),
        (OverlayWish(is_closed=True, time_permille=900), "either a closure"),
        (OverlayWish(weather="rain", streets=frozenset({"Main Street"})), "the whole city"),
        (OverlayWish(weather="frogs"), "frogs"),
        (OverlayWish(time_permille=1100, profiles=frozenset({"boat"})), "boat"),
        (OverlayWish(time_permille=0), "a closure, a factor or a weather"),
        (OverlayWish(time_permille=100_001), "time_permille from 1 to"),
        (OverlayWish(weather="rain", ends_at=MORNING), "an end after the beginning"),
        (
            OverlayWish(weather="rain", begins_at=at(12), ends_at=at(11)),
            "an end after the beginning",
        ),
        (OverlayWish(weather="rain", ends_at=at(12).replace(tzinfo=None)), "with an offset"),
        (
            OverlayWish(is_closed=True, area=(spot(0), spot(100, 100), spot(100), spot(0, 100))),
            "simple outline",
        ),
    ],
)
def test_what_makes_no_sense_is_refused(
    file_world: World, wanted: OverlayWish, message: str
) -> None:
    """Nothing at all, contradictions, unknown names, times that are over, a crossed outline."""
    with pytest.raises(BadOverlay, match=message):
        add(file_world, wanted)


def test_an_area_without_streets_is_refused(file_world: World) -> None:
    """The plain ends long before 50 degrees north."""
    corners = tuple(Location(lat=50 + north, lon=east) for north, east in ((0, 0), (0, 1), (1, 0)))

    with pytest.raises(OverlayOutside):
        add(file_world, OverlayWish(is_closed=True, area=corners))


def test_a_street_is_known_in_any_case_and_an_unknown_one_names_similar_ones(
    file_world: World,
) -> None:
    """The map's own spelling is kept; Mill Lane begins like what was typed."""
    added = add(file_world, OverlayWish(streets=frozenset({"main STREET"}), is_closed=True))

    with pytest.raises(StreetUnknown, match="Did you mean 'Main Street' or 'Mill Lane'") as no:
        add(file_world, OverlayWish(streets=frozenset({"Mil Lane"}), is_closed=True))

    assert added.streets == {"Main Street"}
    assert "Mill Lane" in str(no.value.values["similar"])


def test_only_dispatchers_change_the_streets(file_world: World) -> None:
    """Whoever sells may not close the street of a competitor."""
    overlay = add(file_world, CLOSED)

    with file_world.store.read(COOP) as tx, pytest.raises(NotAllowed):
        overlaying.coming(tx, SELLER, now=MORNING)
    with pytest.raises(NotAllowed):
        file_world.do(lambda tx: overlaying.add(tx, SELLER, overlay, now=MORNING))


def test_who_looked_at_an_older_version_takes_nothing_back(file_world: World) -> None:
    """A wrong version is a conflict, a second time is refused, an unknown one is not found."""
    overlay = add(file_world, CLOSED)

    def stop(name: OverlayId, version: int | None) -> Overlay:
        return file_world.do(
            lambda tx: overlaying.end(tx, DISPATCHER, name, if_version=version, now=MORNING)
        )

    with pytest.raises(StaleVersion):
        stop(overlay.id, 7)
    stop(overlay.id, None)
    with pytest.raises(TransitionRefused):
        stop(overlay.id, 2)
    with pytest.raises(NotFound):
        stop(OverlayId("none"), 1)


def test_quotes_follow_the_streets_as_they_are_at_their_time(world: World) -> None:
    """1 km by bike is 200 s; with 6 min at the ends that is 10 minutes, slowed by half 11.

    The same live plans and the same cache of travel times serve all quotes, and mix nothing.
    """
    world.crew("ada")
    plans, streets = LivePlans(), CachedStreets(world.streets)
    before = ask_and_give_back(world, plans, streets)

    rain = add(world, OverlayWish(time_permille=1500, begins_at=at(8, 30)))
    early = ask_and_give_back(world, plans, streets, at(8, 29))
    under = ask_and_give_back(world, plans, streets, at(8, 30))
    end(world, rain, at(8, 31))
    after = ask_and_give_back(world, plans, streets, at(8, 31))

    minutes = [quote.delivery.minutes for quote in (before, early, under, after)]
    assert minutes == [-(-(200 + 420) // 60), 11, -(-(300 + 420) // 60), 11]
    assert before.promise is not None
    assert under.promise is not None
    assert after.promise is not None
    assert under.promise.latest - before.promise.latest >= timedelta(seconds=100)
    assert after.promise == before.promise


def test_a_closure_replans_the_day_when_it_begins_and_when_it_ends(world: World) -> None:
    """From 10 to 12: no need until 10, one plan under it, none until 12, then another."""
    world.crew("ada")
    order = world.order(6000, 5000, between=(at(13), at(15)))
    usual = plan_at(world, MORNING)
    closed = add(
        world,
        OverlayWish(
            streets=frozenset({"Main Street"}), is_closed=True, begins_at=at(10), ends_at=at(12)
        ),
    )

    assert not needs_plan(world, at(9, 59))
    assert needs_plan(world, at(10))
    under = plan_at(world, at(10))
    assert not needs_plan(world, at(11, 59))
    assert needs_plan(world, at(12))
    again = plan_at(world, at(12))
    assert not needs_plan(world, at(13))

    assert [plan.overlays for plan in (usual, under, again)] == [(), (closed.label,), ()]
    travel = [plan.figures.travel_s for plan in (usual, under, again)]
    assert travel == [200, 2000, 200]
    assert [route.orders for route in under.routes] == [(order.id,)]


def test_hours_are_of_the_co_op_s_own_day(file_world: World) -> None:
    """Busy from 16 to 18 on Mondays, which the day is: a need at 16, and again at 18."""
    file_world.crew("ada")
    file_world.order(6000, 5000, between=(at(16), at(17)))
    plan_at(file_world, MORNING)
    add(
        file_world,
        OverlayWish(time_permille=1400, hours=Hours(begin=960, end=1080, weekdays=frozenset({0}))),
    )

    needs = [needs_plan(file_world, at(hour)) for hour in (15, 16, 17, 18)]

    assert needs == [False, True, True, False]


def test_a_day_without_open_orders_needs_no_plan_for_a_closure(file_world: World) -> None:
    """The only order was canceled and that is planned: nobody would go another way."""
    file_world.crew("ada")
    order = file_world.order(6000, 5000)
    file_world.do(lambda tx: ordering.cancel(tx, DISPATCHER, order.id, now=MORNING))
    plan_at(file_world, MORNING)

    add(file_world, CLOSED)

    assert not needs_plan(file_world, MORNING)


def test_a_coming_day_is_planned_with_what_holds_at_its_noon(file_world: World) -> None:
    """Seen from the day before, works from 11 to 13 count and those until 11 do not."""
    file_world.crew("ada")
    file_world.order(6000, 5000)
    day_before = MORNING - timedelta(days=1)
    plan_at(file_world, day_before)
    add(file_world, OverlayWish(time_permille=1200, begins_at=at(6), ends_at=at(11)), day_before)

    assert not needs_plan(file_world, day_before)
    add(file_world, OverlayWish(time_permille=1200, begins_at=at(11), ends_at=at(13)), day_before)
    assert needs_plan(file_world, day_before)


def test_taking_a_plan_back_under_a_closure_asks_for_no_plan(file_world: World) -> None:
    """Undo is a person's decision; the closure was there when it was taken."""
    file_world.crew("ada")
    file_world.order(6000, 5000)
    for _ in range(2):
        plan = plan_at(file_world, MORNING)
        version = plan.version
        file_world.do(lambda tx: review.publish(tx, DISPATCHER, DAY, version, now=MORNING))  # noqa: B023 - done at once
        if version == 1:
            add(file_world, CLOSED)

    file_world.do(lambda tx: stepping.undo(tx, DISPATCHER, DAY, if_version=version, now=MORNING))

    assert not needs_plan(file_world, MORNING)


def test_a_street_that_a_newer_map_has_lost_stops_nobody(
    file_world: World, caplog: pytest.LogCaptureFixture
) -> None:
    """The closure is left out, the rain counts on, and the log says which did not fit."""
    file_world.crew("ada")
    file_world.order(6000, 5000)
    add(file_world, CLOSED)
    add(file_world, OverlayWish(time_permille=1500))
    file_world.streets.streets = ()

    plan = plan_at(file_world, MORNING)
    placed = file_world.order(7000, 5000)

    assert plan.figures.travel_s == 300
    assert placed.delivery.minutes == -(-(600 + 420) // 60)
    assert "Main Street" in caplog.text


def test_an_order_from_a_quote_keeps_the_quote_s_way(file_world: World) -> None:
    """What was promised under the rain is what is booked, though the rain is over."""
    file_world.crew("ada")
    rain = add(file_world, OverlayWish(time_permille=1500))
    quote = ask_quote(file_world, LivePlans(), file_world.streets)
    end(file_world, rain)

    order = file_world.do(
        lambda tx: ordering.place(
            tx,
            SELLER,
            OrderWish(quote=quote.id),
            streets=file_world.streets,
            now=MORNING,
            new_id=file_world.new_id,
        )
    )

    assert order.delivery == quote.delivery
