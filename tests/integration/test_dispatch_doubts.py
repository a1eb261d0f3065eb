"""Reports that overlap, run backwards or are another's: kept, shown to a person, paid once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from dispatch import closing, delivering
from dispatch.doubts import Doubt, reports_to_check
from dispatch.errors import TransitionRefused
from dispatch.model import ReportKind, ReportOutcome, ShiftState
from dispatch.store import open_store
from tests.dispatch_plans import publish
from tests.dispatch_reports import full_round, report, send
from tests.dispatch_world import COOP, DAY, DISPATCHER, World, at, courier_actor
from tests.faults.week import MONDAY, WEEK

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from dispatch.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Return an empty store."""
    opened = open_store(f"sqlite:///{tmp_path / 'store.db'}")
    yield opened
    opened.close()


def to_check(world: World) -> list[tuple[int, str, bool]]:
    """Give sequence, code, and whether it was applied, of what a dispatcher should look at."""
    with world.store.read(COOP) as tx:
        kept = reports_to_check(tx, DISPATCHER, DAY)
    return [(k.report.sequence, k.code, k.outcome is ReportOutcome.APPLIED) for k in kept]


def test_a_report_whose_time_runs_backwards_is_applied_and_shown(store: Store) -> None:
    """Delivered before it was picked up by the clock: the drop counts, its time is none."""
    world = World(store)
    world.crew("ada")
    order = world.order(7000, 5000, between=(at(9), at(12)))
    publish(world)
    results = send(
        world,
        [
            report(1, ReportKind.SHIFT_BEGAN, at(9)),
            report(2, ReportKind.PICKED_UP, at(9, 30), order.id),
            report(3, ReportKind.DELIVERED, at(9, 10), order.id),
            report(4, ReportKind.SHIFT_ENDED, at(13)),
        ],
    )

    (closed,) = world.do(lambda tx: closing.close(tx, DISPATCHER, WEEK, now=MONDAY))

    assert [result[1:] for result in results] == [("applied", "")] * 4
    assert to_check(world) == [(3, Doubt.RUNS_BACKWARDS, True)]
    assert closed.online_s == 4 * 3600
    assert closed.pay.drops_minor == 420


def test_shifts_that_overlap_in_fact_are_shown_and_paid_once(store: Store) -> None:
    """Two phones: one ends the morning at 13:30, the other began the noon shift at 12:15."""
    world = World(store)
    world.courier("ada")
    world.shift("ada", 9, 12)
    world.shift("ada", 12, 17, id="shift-late")
    one = [report(1, ReportKind.SHIFT_BEGAN, at(9))]
    send(world, one)
    with store.read(COOP) as tx:
        noon = tx.shifts.get("shift-late")
    late = replace(noon, state=ShiftState.BEGUN, began_at=at(12, 15))
    world.do(lambda tx: tx.shifts.save(late))
    send(world, [report(2, ReportKind.SHIFT_ENDED, at(13, 30))])
    send(world, [report(3, ReportKind.SHIFT_ENDED, at(17))])

    (closed,) = world.do(lambda tx: closing.close(tx, DISPATCHER, WEEK, now=MONDAY))

    assert (2, Doubt.SHIFTS_OVERLAP, True) in to_check(world)
    assert closed.online_s == 8 * 3600


def test_a_report_about_another_couriers_order_is_kept_and_pays_nobody(store: Store) -> None:
    """Ben delivers what is Ada's: a conflict, shown; then Ada does, and is paid once."""
    world = World(store)
    world.crew("ada")
    world.courier("ben")
    order = world.order(7000, 5000, between=(at(9), at(12)))
    publish(world)
    world.shift("ben")
    stolen = [report(1, ReportKind.PICKED_UP, at(9, 5), order.id, device="ben")]
    (refused,) = world.do(lambda tx: delivering.apply(tx, courier_actor("ben"), stolen, now=at(20)))
    send(world, full_round(order))

    closed = world.do(lambda tx: closing.close(tx, DISPATCHER, WEEK, now=MONDAY))

    assert refused.outcome is ReportOutcome.CONFLICT
    assert to_check(world) == [(1, "transition_refused", False)]
    assert {one.courier: one.pay.drops_minor for one in closed if one.pay.drops_minor} == {
        "ada": 420
    }


def test_nothing_is_given_back_where_the_members_decided_so(store: Store) -> None:
    """The refusal names the clause; the order stays."""
    world = World(store, may_decline=False)
    world.crew("ada")
    order = world.order(7000, 5000, between=(at(9), at(12)))
    publish(world)

    with pytest.raises(TransitionRefused) as caught:
        world.do(lambda tx: delivering.decline(tx, courier_actor("ada"), order.id, now=at(9)))

    assert caught.value.values["clause"] == "may_decline"
