"""A person decides about a doubtful report; what was recorded stays, pay gets a new line."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from dispatch import auditing, closing, delivering, resolving, stating
from dispatch.added_lines import DECIDED
from dispatch.doubts import Recorded, doubtful
from dispatch.errors import BadWish, NotAllowed, NotFound, TransitionRefused
from dispatch.events import EventKind
from dispatch.model import Actor, CoopId, CourierId, MemberId, Period, ReportKind, Role
from dispatch.store import open_store
from tests.dispatch_plans import publish
from tests.dispatch_reports import full_round, report, send
from tests.dispatch_world import COOP, DISPATCHER, World, at, courier_actor
from tests.faults.week import MONDAY, WEEK

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from dispatch.model import ReportDecision
    from dispatch.store import Store

BEN = CourierId("ben")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Return an empty store."""
    opened = open_store(f"sqlite:///{tmp_path / 'store.db'}")
    yield opened
    opened.close()


@pytest.fixture
def world(store: Store) -> World:
    """Return a day on which Ben reports a pickup of Ada's order, and Ada then rides it."""
    made = World(store)
    made.crew("ada")
    made.courier("ben")
    order = made.order(7000, 5000, between=(at(9), at(12)))
    publish(made)
    made.shift("ben")
    stolen = [report(1, ReportKind.PICKED_UP, at(9, 5), order.id, device="ben")]
    made.do(lambda tx: delivering.apply(tx, courier_actor("ben"), stolen, now=at(20)))
    send(made, full_round(order))
    return made


def decide(  # noqa: PLR0913 - the parts of a decision
    world: World,
    actor: Actor = DISPATCHER,
    *,
    sequence: int = 1,
    reason: str = " He helped her load. ",
    amount_minor: int = 250,
    clause: str = "hourly_floor_minor",
) -> ReportDecision:
    """Decide about Ben's report."""
    return world.do(
        lambda tx: resolving.resolve(
            tx,
            actor,
            BEN,
            "ben",
            sequence,
            reason=reason,
            amount_minor=amount_minor,
            clause=clause,
            now=at(21),
            new_id=lambda: "decision-1",
        )
    )


def test_what_was_recorded_is_read_beside_the_report(world: World) -> None:
    """With whom the order is, and who was at its two ends."""
    with world.store.read(COOP) as tx:
        (shown,) = doubtful(tx, DISPATCHER, now=at(21))

    assert (shown.kept.courier, shown.kept.code, shown.decision) == (
        "ben",
        "transition_refused",
        None,
    )
    assert [(one.what, one.courier, one.detail) for one in shown.beside] == [
        (Recorded.HOLDER, "ada", "delivered"),
        (Recorded.STOP, "ada", "pickup"),
        (Recorded.STOP, "ada", "delivery"),
    ]


def test_a_decision_before_closing_comes_with_the_statement_as_a_line_of_its_own(
    world: World,
) -> None:
    """The computed lines are the same with it; the ledger and the chain are whole."""
    made = decide(world)
    with world.store.read(COOP) as tx:
        (waiting,) = stating.added_since(tx, courier_actor("ben"), at(0))
        (shown,) = doubtful(tx, DISPATCHER, now=at(22))

    closed = world.do(lambda tx: closing.close(tx, DISPATCHER, WEEK, now=MONDAY))

    with world.store.read(COOP) as tx:
        (added,) = tx.corrections.of_period(WEEK)
        (posted,) = stating.added_since(tx, courier_actor("ben"), at(0))
        audited = auditing.audit(tx)
        told = [one for one in tx.events.after(0) if one.kind is EventKind.REPORT_DECIDED]
    assert (waiting.amount_minor, waiting.note, waiting.is_posted) == (
        250,
        "He helped her load.",
        False,
    )
    assert shown.decision == made
    assert "ben" not in {one.courier for one in closed if one.pay.drops_minor}
    assert (added.id, added.courier, added.reason, added.total_minor) == (
        "decision-1",
        "ben",
        DECIDED,
        250,
    )
    assert posted.is_posted
    assert audited.is_intact
    assert "helped" not in str(told)


def test_a_decision_after_closing_is_added_at_once(world: World) -> None:
    """The closed statement is as it was; the addition is booked."""
    before = world.do(lambda tx: closing.close(tx, DISPATCHER, WEEK, now=MONDAY))

    decide(world)

    with world.store.read(COOP) as tx:
        (added,) = tx.corrections.of_period(WEEK)
        assert tx.statements.of_period(WEEK) == before
        assert auditing.audit(tx).is_intact
    assert added.total_minor == 250


@pytest.fixture
def idle(store: Store) -> World:
    """Return a week in which nobody works, but Ben reports a pickup of Ada's order."""
    made = World(store)
    made.crew("ada")
    made.courier("ben")
    order = made.order(7000, 5000, between=(at(9), at(12)))
    publish(made)
    stolen = [report(1, ReportKind.PICKED_UP, at(9, 5), order.id, device="ben")]
    made.do(lambda tx: delivering.apply(tx, courier_actor("ben"), stolen, now=at(20)))
    return made


def test_a_decision_about_a_period_with_nothing_else_to_pay_closes_it(idle: World) -> None:
    """Ben's statement has no line of its own, the decision is added to it; once."""
    decide(idle)

    for _ in range(2):
        closed = idle.do(lambda tx: closing.close(tx, DISPATCHER, WEEK, now=MONDAY))

    with idle.store.read(COOP) as tx:
        (added,) = tx.corrections.of_period(WEEK)
        assert auditing.audit(tx).is_intact
    assert [(one.courier, one.pay.lines) for one in closed] == [("ben", ())]
    assert added.total_minor == 250


def test_a_decision_about_a_period_that_was_passed_over_comes_with_the_next_one(
    idle: World,
) -> None:
    """There was nothing to close; the decision came later and is paid a week later, once."""
    days = timedelta(days=7)
    later = Period(first_day=WEEK.first_day + days, last_day=WEEK.last_day + days)
    after = Period(first_day=later.first_day + days, last_day=later.last_day + days)
    assert idle.do(lambda tx: closing.close(tx, DISPATCHER, WEEK, now=MONDAY)) == ()
    decide(idle)

    idle.do(lambda tx: closing.close(tx, DISPATCHER, later, now=MONDAY + days))
    idle.do(lambda tx: closing.close(tx, DISPATCHER, after, now=MONDAY + 2 * days))

    with idle.store.read(COOP) as tx:
        (posted,) = stating.added_since(tx, courier_actor("ben"), at(0))
        assert [tx.corrections.of_period(one) for one in (WEEK, after)] == [(), ()]
        assert auditing.audit(tx).is_intact
    assert (posted.is_posted, posted.period, posted.amount_minor) == (True, later, 250)


def test_that_it_stands_adds_no_line(world: World) -> None:
    """The courier reads the reason all the same."""
    decide(world, amount_minor=0, clause="")

    world.do(lambda tx: closing.close(tx, DISPATCHER, WEEK, now=MONDAY))

    with world.store.read(COOP) as tx:
        assert tx.corrections.of_period(WEEK) == ()
        (told,) = stating.added_since(tx, courier_actor("ben"), at(0))
    assert (told.amount_minor, told.reason) == (0, DECIDED)


def test_nobody_decides_about_their_own_report_or_twice(world: World) -> None:
    """A dispatcher who rides, too, leaves it to somebody else."""
    riding = Actor(coop=CoopId(COOP), member=MemberId("ben"), role=Role.DISPATCHER, courier=BEN)
    with pytest.raises(NotAllowed):
        decide(world, riding)
    with pytest.raises(BadWish):
        decide(world, reason="  ")
    with pytest.raises(BadWish):
        decide(world, clause="no_such_clause")
    with pytest.raises(NotFound):
        decide(world, sequence=7)
    decide(world)

    with pytest.raises(TransitionRefused):
        decide(world)
