"""Several shipments at once: one fee, one order each, one courier where that is asked for."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from dispatch import consigning, delivering, ordering, planning, review, splitting
from dispatch.errors import (
    BadWish,
    IdempotencyConflict,
    NotFound,
    QuoteOvertaken,
    TransitionRefused,
)
from dispatch.live_plans import LivePlans
from dispatch.model import (
    ConsignmentWish,
    CourierId,
    OrderChange,
    OrderId,
    OrderState,
    Parcel,
    PlaceWish,
    Window,
)
from fairness.tariff import total_fee
from routing.problem import Budget
from tests.dispatch_world import (
    COOP,
    DAY,
    DISPATCHER,
    MORNING,
    RIVAL,
    SELLER,
    World,
    at,
    courier_actor,
    opened_world,
    spot,
    wish,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dispatch.model import Order, Quote, QuoteWish
    from dispatch.quote_work import WorkedOut

NOON = Window(earliest=at(10), latest=at(12))


@pytest.fixture
def world(sqlite_url: str) -> Iterator[World]:
    """Return a co-op with Ada and Bo, who work from 9 to 17."""
    with opened_world(sqlite_url, "ada", "bo") as made:
        yield made


@pytest.fixture
def on_postgres(postgres_database_url: str) -> Iterator[World]:
    """Return the same on PostgreSQL."""
    with opened_world(postgres_database_url, "ada", "bo") as made:
        yield made


def _wishes(*east_m: int, **changes: object) -> tuple[QuoteWish, ...]:
    return tuple(wish(one, 5000, ready_at=at(9), deliver_between=NOON, **changes) for one in east_m)


def _worked_out(
    world: World, *east_m: int, is_together: bool = False, plans: LivePlans | None = None
) -> tuple[WorkedOut, ...]:
    with world.store.read(COOP) as tx:
        return consigning.work_out(
            tx,
            SELLER,
            _wishes(*east_m),
            is_together=is_together,
            streets=world.streets,
            now=MORNING,
            new_id=world.new_id,
            live_plans=plans,
        )


def _quoted(
    world: World, *east_m: int, is_together: bool = False, plans: LivePlans | None = None
) -> tuple[Quote, ...]:
    given = _worked_out(world, *east_m, is_together=is_together, plans=plans)
    return world.do(lambda tx: consigning.keep(tx, SELLER, given, now=MORNING))


def _placed(world: World, wanted: ConsignmentWish, *, key: str | None = None) -> tuple[Order, ...]:
    return world.do(
        lambda tx: consigning.place(
            tx,
            SELLER,
            wanted,
            streets=world.streets,
            now=MORNING,
            new_id=world.new_id,
            idempotency_key=key,
        )
    )


def _plan(world: World) -> dict[OrderId, CourierId]:
    """Plan the day and put the plan into force; say who has which order."""
    with world.store.read(COOP) as tx:
        state = planning.prepare(tx, DAY, MORNING)
    made = planning.draft(state, world.streets, budget=Budget(iterations=60), seed=1)
    plan = world.do(lambda tx: planning.adopt(tx, DISPATCHER, made, now=MORNING))
    world.do(lambda tx: review.publish(tx, DISPATCHER, DAY, plan.version, now=MORNING))
    return {order: route.courier for route in plan.routes for order in route.orders}


def test_one_quote_has_one_fee_and_a_promise_for_each_drop(world: World) -> None:
    """Its fee is the sum of the parts, which all are kept under the first one's name."""
    given = _quoted(world, 6000, 7000, 4000)

    whole = total_fee([one.fee for one in given])
    assert whole.total_minor == sum(one.fee.total_minor for one in given)
    assert [one.promise for one in given] == [NOON] * 3
    assert {one.consignment for one in given} == {given[0].id}
    with world.store.read(COOP) as tx:
        assert consigning.quotes_of(tx, SELLER, given[0].id) == given
        assert len(tx.quotes.reserved(DAY, MORNING)) == 3


@pytest.mark.parametrize("where", ["world", "on_postgres"])
def test_quotes_become_orders_that_know_each_other(
    request: pytest.FixtureRequest, where: str
) -> None:
    """One order and one tracking link per drop; the second is called by the first's reference."""
    world: World = request.getfixturevalue(where)
    given = _quoted(world, 6000, 7000)

    placed = _placed(world, ConsignmentWish(quote=given[0].id, reference="1042"))

    assert [order.reference for order in placed] == ["1042", "1042/2"]
    assert {order.consignment for order in placed} == {placed[0].id}
    assert len({order.tracking for order in placed}) == 2
    assert [order.fee.minor for order in placed] == [one.fee.total_minor for one in given]
    assert [order.needs_attention for order in placed] == [(), ()]


def test_one_part_that_nobody_can_do_leaves_no_place_kept(world: World) -> None:
    """18 km away until 9:10 cannot be met; the other part must not block anybody."""
    soon = Window(earliest=at(9), latest=at(9, 10))
    far = replace(_wishes(19_000)[0], deliver_between=soon)
    with world.store.read(COOP) as tx:
        given = consigning.work_out(
            tx,
            SELLER,
            (*_wishes(6000), far),
            is_together=False,
            streets=world.streets,
            now=MORNING,
            new_id=world.new_id,
        )

    held = world.do(lambda tx: consigning.keep(tx, SELLER, given, now=MORNING))

    assert [one.is_feasible for one in held] == [True, False]
    with world.store.read(COOP) as tx:
        assert tx.quotes.reserved(DAY, MORNING) == ()


def test_all_are_placed_or_none(world: World) -> None:
    """The second address is unknown: the first is not ordered, either."""
    nowhere = wish(0, delivery=PlaceWish(address="nowhere at all"))

    with pytest.raises(Exception, match="Expected an address"):
        _placed(world, ConsignmentWish(wishes=(*_wishes(6000), nowhere)))

    with world.store.read(COOP) as tx:
        assert tx.orders.of_day(DAY) == ()


def test_the_same_key_orders_once(world: World) -> None:
    """A retry gives the same orders; other shipments under the key are a conflict."""
    wanted = ConsignmentWish(wishes=_wishes(6000, 7000))
    first = _placed(world, wanted, key="k")

    again = _placed(world, wanted, key="k")

    assert again == first
    with pytest.raises(IdempotencyConflict):
        _placed(world, ConsignmentWish(wishes=_wishes(6000)), key="k")


def test_one_courier_brings_what_belongs_together(world: World) -> None:
    """East and west are shared by two when they may be; together, one of them rides both."""
    apart = _placed(world, ConsignmentWish(wishes=_wishes(9000, 1000)))
    tied = _placed(world, ConsignmentWish(wishes=_wishes(9500, 500), is_together=True))

    who = _plan(world)

    assert {one.id for one in (*apart, *tied)} == set(who)
    assert len({who[one.id] for one in tied}) == 1
    other = _other(who[tied[0].id])
    world.do(lambda tx: review.pin(tx, DISPATCHER, tied[0].id, other, reason="near", now=MORNING))
    moved = _plan(world)
    assert {moved[one.id] for one in tied} == {other}


def test_who_gives_one_back_does_not_get_it_again(world: World) -> None:
    """The other courier gets that one; the group does not force it back."""
    tied = _placed(world, ConsignmentWish(wishes=_wishes(6000, 7000), is_together=True))
    holder = _plan(world)[tied[0].id]
    world.do(lambda tx: delivering.decline(tx, courier_actor(holder), tied[0].id, now=MORNING))

    who = _plan(world)

    assert who[tied[0].id] == _other(holder)


def test_a_quote_for_one_courier_looks_for_one_who_can_do_all(world: World) -> None:
    """It is feasible with somebody, and its places are on one route of the live plan."""
    plans = LivePlans()

    given = _quoted(world, 9000, 1000, 5500, is_together=True, plans=plans)

    assert all(one.is_feasible and one.is_together for one in given)
    with world.store.read(COOP) as tx:
        live = plans.get(tx, DAY, world.streets, now=MORNING)
    used = [codes for codes in (live.holds.routes.codes if live.holds.routes else ()) if codes]
    assert [len(codes) for codes in used] == [6]


def test_all_are_canceled_and_what_is_on_its_way_stays(world: World) -> None:
    """Singly, then together; when nothing is left to cancel it says so."""
    placed = _placed(world, ConsignmentWish(wishes=_wishes(6000, 7000, 8000)))
    name = placed[0].id
    world.do(lambda tx: ordering.cancel(tx, SELLER, placed[1].id, now=MORNING))

    rest = world.do(lambda tx: consigning.cancel(tx, SELLER, name, now=MORNING))

    assert [order.state for order in rest] == [OrderState.CANCELED] * 3
    with pytest.raises(TransitionRefused):
        world.do(lambda tx: consigning.cancel(tx, SELLER, name, now=MORNING))
    with pytest.raises(NotFound):
        world.do(lambda tx: consigning.cancel(tx, RIVAL, name, now=MORNING))


def test_an_order_in_parts_that_is_half_on_its_way_keeps_no_other_from_being_canceled(
    world: World,
) -> None:
    """One parcel of the second order was fetched already, so that one stays; the first does not."""
    parcels = (Parcel(weight_g=1000), Parcel(weight_g=1000))
    placed = _placed(world, ConsignmentWish(wishes=_wishes(6000, 7000, parcels=parcels)))
    _, part = world.do(
        lambda tx: splitting.split(tx, DISPATCHER, placed[1].id, (1,), if_version=1, now=MORNING)
    )
    world.do(lambda tx: tx.orders.save(replace(part, state=OrderState.PICKED_UP)))
    wanted = OrderChange(note="Back door")

    changed = world.do(
        lambda tx: consigning.change(
            tx, SELLER, placed[0].id, wanted, streets=world.streets, now=MORNING
        )
    )
    rest = world.do(lambda tx: consigning.cancel(tx, SELLER, placed[0].id, now=MORNING))

    assert [one.delivery.delivery.note for one in changed] == ["Back door", ""]
    assert [one.state for one in rest] == [OrderState.CANCELED, OrderState.PLACED]


def test_all_are_changed_or_none(world: World) -> None:
    """A later window for both keeps the fee; one door for all is refused."""
    placed = _placed(world, ConsignmentWish(wishes=_wishes(6000, 7000)))
    name = placed[0].id
    later = Window(earliest=at(13), latest=at(14))

    def change(wanted: OrderChange) -> tuple[Order, ...]:
        return world.do(
            lambda tx: consigning.change(
                tx, SELLER, name, wanted, streets=world.streets, now=MORNING
            )
        )

    changed = change(OrderChange(deliver_between=later))

    assert [order.promise for order in changed] == [at(14)] * 2
    with pytest.raises(BadWish):
        change(OrderChange(delivery=PlaceWish(location=spot(1000, 1000))))


def test_numbers_have_a_limit(world: World) -> None:
    """More than 50 orders at once come from a file; nine quotes would lose their places."""
    with pytest.raises(BadWish):
        _placed(world, ConsignmentWish(wishes=_wishes(*range(5100, 5151))))
    with pytest.raises(BadWish):
        _quoted(world, *range(5100, 5109))


def _other(courier: CourierId) -> CourierId:
    return CourierId("bo" if courier == "ada" else "ada")


def test_two_processes_never_give_the_last_place_twice(world: World) -> None:
    """What another process gave meanwhile ends this one: nothing is held, and it is said."""
    given, other = (_worked_out(world, 6000) for _ in range(2))
    world.do(lambda tx: consigning.keep(tx, SELLER, other, now=MORNING))

    with pytest.raises(QuoteOvertaken):
        world.do(lambda tx: consigning.keep(tx, SELLER, given, now=MORNING))

    with world.store.read(COOP) as tx:
        held = {name for name, _, _ in tx.quotes.reserved(DAY, MORNING)}
    assert held == {one.quote.id for one in other}
