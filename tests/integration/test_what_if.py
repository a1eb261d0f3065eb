"""What a change would do to a day: asked, searched for beside the day as it is, never planned."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from dispatch import delivering, planning, review, supposing
from dispatch.errands import SILENT
from dispatch.errors import BadWish, NotFound, TransitionRefused
from dispatch.model import (
    CourierEvent,
    CourierId,
    ErrandState,
    ExtraShift,
    OtherWindow,
    ReportKind,
    Supposition,
    WhatIfId,
    Window,
)
from dispatch.what_if_search import answer_what_if
from routing.problem import Budget
from tests.dispatch_plans import worker_of
from tests.dispatch_world import (
    COOP,
    DAY,
    DISPATCHER,
    MORNING,
    World,
    at,
    courier_actor,
    opened_world,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from dispatch.model import OrderId, WhatIf

ADA, BEN = CourierId("ada"), CourierId("ben")
BUDGET = Budget(iterations=60)


@pytest.fixture
def world(sqlite_url: str) -> Iterator[World]:
    """Return two couriers with six orders each way, and their plan in force."""
    with opened_world(sqlite_url, "ada", "ben") as made:
        for step in range(3):
            made.order(6000 + 100 * step, 5000)
            made.order(4000 - 100 * step, 5000)
        with made.store.read(COOP) as tx:
            state = planning.prepare(tx, DAY, MORNING)
        plan = planning.draft(state, made.streets, budget=BUDGET, seed=1)
        made.do(lambda tx: planning.adopt(tx, DISPATCHER, plan, now=MORNING))
        made.do(lambda tx: review.publish(tx, DISPATCHER, DAY, 1, now=MORNING))
        yield made


def ask(
    world: World, supposed: Supposition, *, name: str = "what-1", now: datetime = MORNING
) -> WhatIf:
    """Ask what would be."""
    return world.do(
        lambda tx: supposing.start(tx, DISPATCHER, DAY, supposed, now=now, new_id=lambda: name)
    )


def answer(
    world: World, supposed: Supposition, *, name: str = "what-1", now: datetime = MORNING
) -> WhatIf:
    """Ask what would be, and look for the answer."""
    ask(world, supposed, name=name, now=now)
    answer_what_if(
        world.store,
        COOP,
        WhatIfId(name),
        world.streets,
        clock=lambda: now,
        budget=BUDGET,
    )
    with world.store.read(COOP) as tx:
        return supposing.what_if(tx, DISPATCHER, WhatIfId(name), now=now)


def orders_of(found: WhatIf, courier: str) -> set[OrderId]:
    """Give what somebody would carry."""
    assert found.found is not None
    routes = [one for one in found.found.routes if one.courier == courier]
    return {order for route in routes for order in route.orders}


def test_one_courier_fewer_leaves_all_to_the_other_and_no_plan_changes(world: World) -> None:
    """Six orders are Ben's; the day as it is keeps both, and its one plan is as it was."""
    found = answer(world, Supposition(fewer=(ADA,)))

    assert (found.state, found.num_steps) == (ErrandState.DONE, 2)
    assert (len(orders_of(found, "ada")), len(orders_of(found, "ben"))) == (0, 6)
    assert found.usual is not None
    assert {row.courier: bool(row.stops) for row in found.usual.couriers} == {ADA: True, BEN: True}
    with world.store.read(COOP) as tx:
        assert tx.plans.newest_version(DAY) == 1
        assert not planning.needs_plan(tx, DAY, MORNING)


def test_one_courier_more_rides_like_a_colleague(world: World) -> None:
    """With both others away the third has all six, under a name that nobody has."""
    extra = ExtraShift(like=ADA, starts_at=at(9), ends_at=at(13))

    found = answer(world, Supposition(more=(extra,), fewer=(ADA, BEN)))

    assert len(orders_of(found, "what-if-1")) == 6


def test_another_window_another_weather_and_other_weights_are_tried(world: World) -> None:
    """An order of the afternoon comes in it; twice the time is twice the travel of an order."""
    with world.store.read(COOP) as tx:
        order = tx.orders.of_day(DAY)[0].id
    window = Window(earliest=at(15), latest=at(16))
    late = answer(world, Supposition(windows=(OtherWindow(order=order, window=window),)))
    slow = answer(world, Supposition(time_permille=2000), name="what-2")
    even = answer(world, Supposition(eps_permille=1000, lambda_s=0), name="what-3")

    assert late.found is not None
    stops = [stop for route in late.found.routes for stop in route.stops if stop.order == order]
    assert at(15) <= stops[-1].start <= at(16)
    assert slow.found is not None
    assert slow.usual is not None
    assert slow.found.figures.travel_s == pytest.approx(2 * slow.usual.travel_s, rel=0.3)
    assert even.found is not None
    assert even.usual is not None
    assert even.found.figures.gini <= even.usual.gini


def test_what_somebody_has_on_board_would_wait_where_they_are(world: World) -> None:
    """Ada has picked up; without her Ben fetches it where she is, and the order stays hers."""
    with world.store.read(COOP) as tx:
        plan = tx.plans.get(DAY, 1)
    mine = next(route for route in plan.routes if route.courier == ADA).orders[0]
    events = [
        CourierEvent(device="p", sequence=1, kind=ReportKind.SHIFT_BEGAN, at=at(9)),
        CourierEvent(device="p", sequence=2, kind=ReportKind.PICKED_UP, at=at(9, 5), order=mine),
    ]
    world.do(lambda tx: delivering.apply(tx, courier_actor("ada"), events, now=at(9, 6)))

    found = answer(world, Supposition(fewer=(ADA,)), now=at(9, 6))

    assert mine in orders_of(found, "ben")
    with world.store.read(COOP) as tx:
        assert tx.orders.get(mine).courier == ADA


def test_one_question_at_a_time_and_one_that_was_stopped_has_no_answer(world: World) -> None:
    """A second is refused; after the stop nothing is written; after a day all is forgotten."""
    gone = Supposition(fewer=(ADA,))
    first = ask(world, gone)
    with pytest.raises(TransitionRefused):
        ask(world, gone, name="what-2")
    world.do(lambda tx: supposing.cancel(tx, DISPATCHER, first.id, now=MORNING))
    with pytest.raises(TransitionRefused):
        world.do(lambda tx: supposing.cancel(tx, DISPATCHER, first.id, now=MORNING))

    answer_what_if(world.store, COOP, first.id, world.streets, clock=lambda: MORNING, budget=BUDGET)

    with world.store.read(COOP) as tx:
        (known,) = supposing.what_ifs(tx, DISPATCHER, DAY, now=MORNING)
        assert (known.state, known.found) == (ErrandState.CANCELED, None)
    second = ask(world, gone, name="what-2")
    silent = MORNING + SILENT + timedelta(seconds=1)
    with world.store.read(COOP) as tx:
        known = supposing.what_if(tx, DISPATCHER, second.id, now=silent)
        assert known.state is ErrandState.FAILED
    ask(world, gone, name="what-3", now=silent)

    worker_of(world, silent + supposing.KEPT_FOR).run_once()

    with world.store.read(COOP) as tx:
        assert [one.id for one in supposing.what_ifs(tx, DISPATCHER, DAY, now=silent)] == ["what-3"]


def test_what_cannot_be_is_refused(world: World) -> None:
    """Nothing, somebody without a shift, a shift that ends before it starts, a window gone by."""
    with world.store.read(COOP) as tx:
        order = tx.orders.of_day(DAY)[0].id
    over = Window(earliest=at(6), latest=at(7))
    other_day = Window(earliest=at(9) + timedelta(days=1), latest=at(10) + timedelta(days=1))
    backwards = ExtraShift(like=ADA, starts_at=at(12), ends_at=at(12))
    for wrong in (
        Supposition(),
        Supposition(fewer=(ADA, ADA)),
        Supposition(more=(backwards,)),
        Supposition(weather="frogs"),
        Supposition(eps_permille=-1),
        Supposition(windows=(OtherWindow(order=order, window=over),)),
        Supposition(windows=(OtherWindow(order=order, window=other_day),)),
        Supposition(windows=(OtherWindow(order=order, window=over),) * 2),
    ):
        with pytest.raises(BadWish):
            ask(world, wrong)
    with pytest.raises(NotFound):
        ask(world, Supposition(fewer=(CourierId("nobody"),)))
