"""Slots are sold as often as they have room, zones bound what is sold; on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta
from typing import TYPE_CHECKING

import pytest

from dispatch import nights, ordering, quoting, selling, slots
from dispatch.errors import BadWish, NotFound, OutsideZone, SlotUnavailable
from dispatch.model import (
    OrderWish,
    PlaceWish,
    Quote,
    ShiftId,
    SlotRule,
    SlotRuleId,
    SlotState,
    StorefrontId,
    Zone,
    ZoneId,
)
from fairness.tariff import PartnerClass
from tests.dispatch_world import (
    COOP,
    DAY,
    DISPATCHER,
    MORNING,
    SELLER,
    SHOP,
    World,
    at,
    opened_world,
    spot,
    wish,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    from dispatch.model import Order, Slot

RULE = SlotRule(
    id=SlotRuleId("day"),
    weekdays=frozenset({0}),
    opens=time(10),
    closes=time(12, 30),
    length_s=3600,
    capacity=2,
    notice_s=1800,
)
"""Mondays 10 to 12:30: two slots of an hour, two places each, half an hour's notice."""


@pytest.fixture
def world(either_url: str) -> Iterator[World]:
    """Return a co-op with Ada, who works from 9 to 17, on either database."""
    with opened_world(either_url, "ada") as made:
        yield made


def _offer(world: World, **changes: object) -> None:
    rule = replace(RULE, **changes)  # type: ignore[arg-type]  # names of its fields
    world.do(lambda tx: selling.add_slot_rule(tx, DISPATCHER, rule, now=MORNING))


def _slots(world: World, *, day: date = DAY, now: datetime = MORNING) -> tuple[Slot, ...]:
    with world.store.read(COOP) as tx:
        return slots.slots_of(tx, SELLER, day, storefront=None, now=now)


def _quote(world: World, slot: str, *, now: datetime = MORNING) -> Quote:
    return world.do(
        lambda tx: quoting.quote(
            tx,
            SELLER,
            wish(6000, 5000, slot=slot, ready_at=now),
            streets=world.streets,
            now=now,
            new_id=world.new_id,
        )
    )


def _order(world: World, wanted: OrderWish) -> Order:
    return world.do(
        lambda tx: ordering.place(
            tx,
            SELLER,
            wanted,
            streets=world.streets,
            now=MORNING,
            new_id=world.new_id,
        )
    )


def test_a_day_is_cut_into_slots_with_notice(world: World) -> None:
    """10 to 11 and 11 to 12; the half hour that is left is no slot. Tuesday has none."""
    _offer(world)

    found = _slots(world)

    assert [(slot.window.earliest, slot.window.latest) for slot in found] == [
        (at(10), at(11)),
        (at(11), at(12)),
    ]
    assert found[0].bookable_until == at(9, 30)
    assert [slot.remaining for slot in found] == [2, 2]
    assert _slots(world, day=DAY + timedelta(days=1)) == ()


def test_a_slot_of_the_night_is_full_on_its_date_though_its_orders_are_of_the_day_before(
    world: World,
) -> None:
    """Days begin at 4, a slot at 1:00 on Tuesday: one order of Monday's work fills it."""
    world.do(lambda tx: nights.begin_days_at(tx, DISPATCHER, 4 * 3600, now=MORNING))
    tuesday = DAY + timedelta(days=1)
    _offer(world, weekdays=frozenset({1}), opens=time(1), closes=time(2), capacity=1)
    world.courier("bo")
    world.shift("bo", id=ShiftId("night"), starts_at=at(20), ends_at=at(3) + timedelta(days=1))
    (free,) = _slots(world, day=tuesday)
    booked = _order(world, OrderWish(wish=wish(6000, 5000, slot=free.id, ready_at=at(22))))

    (full,) = _slots(world, day=tuesday)

    assert booked.day == DAY
    assert (free.state.value, full.state.value) == ("open", "full")


@pytest.mark.parametrize(
    ("now", "states"),
    [
        (at(9, 30), ("open", "open")),
        (at(9, 31), ("closed", "open")),
        (at(9, 46), ("closed", "closed")),
    ],
)
def test_cut_off_and_notice_close_slots(
    world: World, now: datetime, states: tuple[str, ...]
) -> None:
    """The first slot closes by notice at 9:30, all of the day by the cut-off at 9:45."""
    _offer(world, cut_off=time(9, 45))

    assert tuple(slot.state.value for slot in _slots(world, now=now)) == states


def test_a_cut_off_may_lie_on_the_day_before(world: World) -> None:
    """Sunday 18:00 for Monday: on Monday morning nothing can be booked."""
    _offer(world, cut_off=time(18), cut_off_days=1)

    assert {slot.state for slot in _slots(world)} == {SlotState.CLOSED}
    assert {slot.state for slot in _slots(world, now=at(8) - timedelta(days=1))} == {SlotState.OPEN}


def test_a_held_quote_takes_a_place_until_it_ends(world: World) -> None:
    """Two quotes fill the slot; when they are no longer held, both places are free again."""
    _offer(world)
    first = _slots(world)[0].id
    given = [_quote(world, first) for _ in range(2)]

    with pytest.raises(SlotUnavailable):
        _quote(world, first)

    assert all(quote.is_feasible for quote in given)
    assert given[0].promise is not None
    assert given[0].promise.earliest == at(10)
    assert _slots(world)[0].state is SlotState.FULL
    assert _slots(world, now=MORNING + timedelta(minutes=11))[0].remaining == 2


def test_an_accepted_quote_keeps_its_place_and_cancels_free_theirs(world: World) -> None:
    """The quote's hold becomes the order's place: one of two is left, and two after canceling."""
    _offer(world)
    first = _slots(world)[0].id
    quote = _quote(world, first)

    order = _order(world, OrderWish(quote=quote.id))

    assert order.slot == first
    assert _slots(world)[0].remaining == 1
    world.do(lambda tx: ordering.cancel(tx, SELLER, order.id, now=MORNING))
    assert _slots(world)[0].remaining == 2


def test_a_slot_is_never_sold_twice_by_direct_orders(world: World) -> None:
    """Two places: the third order is refused and nothing of it is kept."""
    _offer(world)
    first = _slots(world)[0].id
    wanted = OrderWish(wish=wish(6000, 5000, slot=first, ready_at=at(9)))
    for _ in range(2):
        _order(world, wanted)

    with pytest.raises(SlotUnavailable):
        _order(world, wanted)

    with world.store.read(COOP) as tx:
        assert len(tx.orders.of_day(DAY)) == 2


def test_a_slot_that_no_courier_can_keep_is_answered_with_the_next_that_can(world: World) -> None:
    """Ada begins at 9: 7 to 8 is not possible, 9 to 10 and the two after it are."""
    _offer(world, opens=time(7), closes=time(14), notice_s=0)
    early = MORNING - timedelta(hours=2)

    refused = _quote(world, _slots(world, now=early)[0].id, now=early)

    assert not refused.is_feasible
    assert [window.earliest for window in refused.alternatives] == [at(9), at(10), at(11)]
    assert _slots(world, now=early)[0].remaining == 2


def test_own_slots_stand_in_for_those_of_everybody(world: World) -> None:
    """The shop has a rule of its own, so the general one is not for it."""
    _offer(world)
    _offer(world, id=SlotRuleId("own"), storefront=SHOP, opens=time(14), closes=time(15))

    assert [slot.window.earliest for slot in _slots(world)] == [at(14)]


@pytest.mark.parametrize("name", ["day:20260302T1015", "day:tomorrow", "other:20260302T1000", "x"])
def test_a_slot_that_is_none_is_refused(world: World, name: str) -> None:
    """Between two begins, unreadable, of another rule: there is no such slot."""
    _offer(world)

    with pytest.raises(SlotUnavailable):
        _quote(world, name)


def test_no_place_outside_of_the_zones_is_sold(world: World) -> None:
    """A triangle around the north: 5000 9000 lies in it, 5000 1000 does not."""
    north = Zone(
        id=ZoneId("north"),
        name="North",
        area=(spot(0, 5000), spot(10_000, 5000), spot(5000, 15_000)),
    )
    world.do(lambda tx: selling.add_zone(tx, DISPATCHER, north, now=MORNING))

    kept = world.order(5000, 9000)

    with pytest.raises(OutsideZone) as refused:
        world.order(5000, 1000)
    with pytest.raises(OutsideZone):
        world.order(5000, 9000, pickup=PlaceWish(location=spot(5000, 1000)))
    assert refused.value.values == {"field": "delivery", "zones": "North"}
    world.do(lambda tx: selling.remove_zone(tx, DISPATCHER, north.id, now=MORNING))
    world.order(5000, 1000)
    with world.store.read(COOP) as tx:
        assert tx.orders.get(kept.id) == kept


@pytest.mark.parametrize(("east", "is_inside"), [(1, False), (3, True), (5, False), (7, True)])
def test_a_zone_with_a_bay_leaves_the_bay_out(east: int, is_inside: bool) -> None:  # noqa: FBT001 - a case
    """A U from 2 to 8 with a bay from 4 to 6: only its two arms are inside at the top."""
    corners = [(2, 0), (8, 0), (8, 9), (6, 9), (6, 2), (4, 2), (4, 9), (2, 9)]
    zone = Zone(id=ZoneId("u"), name="U", area=tuple(spot(*corner) for corner in corners))

    assert zone.contains(spot(east, 8)) is is_inside


def test_a_zone_needs_three_corners() -> None:
    """Two points have no inside."""
    with pytest.raises(BadWish):
        Zone(id=ZoneId("line"), name="Line", area=(spot(0), spot(1), spot(0)))


@pytest.mark.parametrize(
    "changes",
    [
        {"weekdays": frozenset()},
        {"weekdays": frozenset({7})},
        {"capacity": 0},
        {"closes": time(10, 30)},
        {"notice_s": -1},
    ],
)
def test_a_rule_without_a_slot_is_refused(changes: dict[str, object]) -> None:
    """No day, no such day, no place, too short a day, a negative notice."""
    with pytest.raises(BadWish):
        replace(RULE, **changes)  # type: ignore[arg-type]  # names of its fields


def test_an_ally_pays_less_to_the_co_op_and_the_same_to_the_courier(world: World) -> None:
    """With half the share for allies, half of the co-op's part goes away, nothing else."""
    with world.store.read(COOP) as tx:
        rules = replace(tx.policies.at(MORNING), version=2, ally_share_percent=50)
    world.do(lambda tx: tx.policies.add(rules))
    before = world.order(6000, 5000)

    world.do(lambda tx: selling.set_partner(tx, DISPATCHER, SHOP, PartnerClass.ALLY, now=MORNING))

    after = world.order(6000, 5000)
    assert after.fee.minor < before.fee.minor
    with pytest.raises(NotFound):
        world.do(
            lambda tx: selling.set_partner(
                tx, DISPATCHER, StorefrontId("none"), PartnerClass.ALLY, now=MORNING
            )
        )
