"""Orders that come again and again are made ahead, once per day, and never silently dropped."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta
from functools import partial
from typing import TYPE_CHECKING

import pytest

from dispatch import ordering, ordering_ahead, selling, standing
from dispatch.errors import BadWish, NotFound, RuleImpossible, StaleVersion, TransitionRefused
from dispatch.events import EventKind
from dispatch.model import (
    Actor,
    MemberId,
    OrderState,
    Role,
    RunState,
    SlotRule,
    SlotRuleId,
    StandingState,
    StorefrontId,
)
from dispatch.standing import Standing
from tests.dispatch_world import COOP, DAY, DISPATCHER, MORNING, SELLER, World, opened_world, wish

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from dispatch.model import StandingOrder, StandingRun

RIVAL = Actor(
    coop=COOP, member=MemberId("ria"), role=Role.STOREFRONT, storefront=StorefrontId("rival")
)
BREAD = Standing(
    wish=wish(6000, 5000),
    rule="FREQ=WEEKLY;BYDAY=MO,WE",
    starts_on=DAY,
    opens=time(10),
    closes=time(12),
    reference="bread",
)


@pytest.fixture
def world(sqlite_url: str) -> Iterator[World]:
    """Return a co-op with one courier."""
    with opened_world(sqlite_url, "ada") as made:
        yield made


@pytest.fixture
def on_postgres(postgres_database_url: str) -> Iterator[World]:
    """Return the same on PostgreSQL."""
    with opened_world(postgres_database_url, "ada") as made:
        yield made


def _agreed(world: World, wanted: Standing = BREAD) -> StandingOrder:
    return world.do(
        lambda tx: standing.add(
            tx, SELLER, wanted, streets=world.streets, now=MORNING, new_id=world.new_id
        )
    )


def _run(world: World, now: datetime = MORNING) -> list[StandingRun]:
    """Do what the worker does."""
    with world.store.read(COOP) as tx:
        due = ordering_ahead.due(tx, now)
    work = partial(ordering_ahead.order_ahead, streets=world.streets, now=now)
    return [run for name in due for run in world.do(partial(work, name=name))]


def _days(runs: list[StandingRun]) -> list[tuple[int, RunState]]:
    return [(run.day.day, run.state) for run in runs]


@pytest.mark.parametrize("where", ["world", "on_postgres"])
def test_a_week_is_ordered_ahead_and_each_day_once(
    request: pytest.FixtureRequest, where: str
) -> None:
    """Monday 2, Wednesday 4 and Monday 9 lie in the next seven days; a day later comes none."""
    world: World = request.getfixturevalue(where)
    made = _agreed(world)

    first, again = _run(world), _run(world)
    later = _run(world, MORNING + timedelta(days=2))

    assert _days(first) == [(day, RunState.ORDERED) for day in (2, 4, 9)]
    assert again == []
    assert _days(later) == [(11, RunState.ORDERED)]
    with world.store.read(COOP) as tx:
        order = tx.orders.get(first[1].order or "")
        shown = standing.next_days(tx, tx.standing_orders.get(made.id), now=MORNING)
    assert (order.day, order.reference) == (date(2026, 3, 4), "bread 2026-03-04")
    assert order.delivery.delivery_window.earliest.hour == 10
    assert order.delivery.pickup_window.earliest.hour == 9
    assert [one.run is None for one in shown][:5] == [False, False, False, False, True]


def test_a_kill_between_order_and_mark_leaves_neither(world: World) -> None:
    """Both are one transaction: what is undone is ordered by the next run, once."""
    made = _agreed(world)

    def killed(tx: object) -> None:
        ordering_ahead.order_ahead(tx, made.id, streets=world.streets, now=MORNING)  # type: ignore[arg-type]  # the world's own
        msg = "killed"
        raise RuntimeError(msg)

    with pytest.raises(RuntimeError, match="killed"):
        world.do(killed)

    with world.store.read(COOP) as tx:
        assert tx.orders.of_day(DAY) == ()
    assert len(_run(world)) == 3
    with world.store.read(COOP) as tx:
        assert len(tx.orders.of_day(DAY)) == 1


def test_a_day_without_a_slot_is_told_and_tried_again(world: World) -> None:
    """The slot of Wednesday is not there at first; an hour after it is, the order is made."""
    rule = SlotRule(
        id=SlotRuleId("mon"),
        weekdays=frozenset({0}),
        opens=time(10),
        closes=time(12),
        length_s=7200,
        capacity=3,
    )
    world.do(lambda tx: selling.add_slot_rule(tx, DISPATCHER, rule, now=MORNING))
    _agreed(world)

    first = _run(world)

    assert _days(first)[1] == (4, RunState.MISSED)
    assert first[1].reason is not None
    assert first[1].reason.code == "slot_unavailable"
    with world.store.read(COOP) as tx:
        told = [one for one in tx.events.after(0) if one.kind is EventKind.STANDING_MISSED]
    assert [one.day for one in told] == [date(2026, 3, 4)]
    open_too = replace(rule, id=SlotRuleId("wed"), weekdays=frozenset({2}))
    world.do(lambda tx: selling.add_slot_rule(tx, DISPATCHER, open_too, now=MORNING))
    assert _run(world, MORNING + timedelta(minutes=30)) == []
    again = _run(world, MORNING + timedelta(minutes=61))
    assert _days(again) == [(4, RunState.ORDERED)]


def test_a_skipped_day_is_not_ordered_or_is_canceled(world: World) -> None:
    """Wednesday 4 was ordered and is canceled, Wednesday 11 never is ordered."""
    made = _agreed(world)
    runs = _run(world)

    for day in (date(2026, 3, 4), date(2026, 3, 11)):
        skip = partial(standing.skip, actor=SELLER, name=made.id, day=day, now=MORNING)
        world.do(skip)

    later = _run(world, MORNING + timedelta(days=7))
    assert _days(later) == [(16, RunState.ORDERED)]
    with world.store.read(COOP) as tx:
        assert tx.orders.get(runs[1].order or "").state is OrderState.CANCELED
    with pytest.raises(BadWish):
        world.do(lambda tx: standing.skip(tx, SELLER, made.id, date(2026, 3, 5), now=MORNING))


def test_a_pause_orders_nothing_and_an_end_is_for_good(world: World) -> None:
    """Days of the pause are not ordered afterwards."""
    made = _agreed(world)

    def state(wanted: StandingState, now: datetime = MORNING) -> StandingOrder:
        return world.do(lambda tx: standing.set_state(tx, SELLER, made.id, wanted, now=now))

    state(StandingState.PAUSED)
    assert _run(world) == []
    later = MORNING + timedelta(days=3)
    state(StandingState.ACTIVE, later)
    assert _days(_run(world, later)) == [(9, RunState.ORDERED), (11, RunState.ORDERED)]
    state(StandingState.ENDED, later)
    with pytest.raises(TransitionRefused):
        state(StandingState.ACTIVE, later)


def test_a_change_from_a_day_on_makes_its_orders_anew(world: World) -> None:
    """From the 9th at 14: the order of the 9th is canceled, and comes again at 14."""
    made = _agreed(world)
    old = _run(world)
    wanted = replace(BREAD, starts_on=date(2026, 3, 9), opens=time(14), closes=time(15))

    def revise(version: int) -> StandingOrder:
        return world.do(
            lambda tx: standing.revise(
                tx,
                SELLER,
                made.id,
                wanted,
                if_version=version,
                streets=world.streets,
                now=MORNING,
                new_id=world.new_id,
            )
        )

    with pytest.raises(StaleVersion):
        revise(7)
    revise(1)

    new = _run(world)
    assert _days(new) == [(9, RunState.ORDERED)]
    with world.store.read(COOP) as tx:
        assert tx.orders.get(old[2].order or "").state is OrderState.CANCELED
        assert tx.orders.get(old[1].order or "").state is OrderState.PLACED
        again = tx.orders.get(new[0].order or "")
    assert again.delivery.delivery_window.earliest.hour == 14
    assert again.needs_attention == ()


def test_until_a_change_comes_the_old_days_are_ordered(world: World) -> None:
    """Other hours from the 18th: the 11th and 16th lie before it, then the old one has ended."""
    made = _agreed(world)
    assert _days(_run(world)) == [(day, RunState.ORDERED) for day in (2, 4, 9)]
    wanted = replace(BREAD, starts_on=date(2026, 3, 18), opens=time(14), closes=time(15))

    world.do(
        lambda tx: standing.revise(
            tx,
            SELLER,
            made.id,
            wanted,
            streets=world.streets,
            now=MORNING,
            new_id=world.new_id,
        )
    )
    later = _run(world, MORNING + timedelta(days=9)), _run(world, MORNING + timedelta(days=16))

    assert [run.day.day for runs in later for run in runs] == [11, 16, 18, 23, 25]
    with world.store.read(COOP) as tx:
        orders = tx.orders.by_keys(run.order for runs in later for run in runs)
        known = tx.standing_orders.get(made.id)
    assert (known.state, known.ends_on) == (StandingState.ENDED, date(2026, 3, 17))
    hours = {one.day.day: one.delivery.delivery_window.earliest.hour for one in orders.values()}
    assert hours == {11: 10, 16: 10, 18: 14, 23: 14, 25: 14}


def test_a_change_of_a_paused_one_does_not_let_it_go_on(world: World) -> None:
    """Other hours from the 9th: the new one is paused like the old one, and orders nothing."""
    made = _agreed(world)
    pause = partial(standing.set_state, actor=SELLER, name=made.id, now=MORNING)
    world.do(partial(pause, state=StandingState.PAUSED))
    wanted = replace(BREAD, starts_on=date(2026, 3, 9), opens=time(14), closes=time(15))

    changed = world.do(
        lambda tx: standing.revise(
            tx,
            SELLER,
            made.id,
            wanted,
            streets=world.streets,
            now=MORNING,
            new_id=world.new_id,
        )
    )

    assert changed.state is StandingState.PAUSED
    assert _run(world) == []


def test_what_cannot_be_meant_is_refused_at_once(world: World) -> None:
    """Not on the first morning on which nobody comes."""
    with pytest.raises(RuleImpossible):
        _agreed(world, replace(BREAD, rule="FREQ=HOURLY"))
    with pytest.raises(BadWish):
        _agreed(world, replace(BREAD, opens=time(13)))
    with pytest.raises(BadWish):
        _agreed(world, replace(BREAD, ends_on=DAY - timedelta(days=1)))


def test_a_standing_order_is_nobody_elses(world: World) -> None:
    """Another storefront learns nothing of it."""
    made = _agreed(world)

    with pytest.raises(NotFound):
        world.do(lambda tx: standing.find(tx, RIVAL, made.id))
    with pytest.raises(NotFound):
        world.do(
            lambda tx: standing.set_state(tx, RIVAL, made.id, StandingState.ENDED, now=MORNING)
        )


def test_an_order_that_was_made_ahead_is_one_like_any_other(world: World) -> None:
    """It is canceled by itself, and is not made again."""
    _agreed(world)
    runs = _run(world)

    world.do(lambda tx: ordering.cancel(tx, SELLER, runs[0].order, now=MORNING))  # type: ignore[arg-type]  # it was ordered

    assert _run(world, MORNING + timedelta(hours=2)) == []
