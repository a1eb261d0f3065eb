"""What is shown of many costs as few reads as what is shown of one."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import event
from sqlalchemy.engine import Engine

from dispatch import closing, pay_inputs, paying, stating, whereabouts
from dispatch.model import CourierId, Period, Position, ReportKind
from fairness.work import WorkKind, WorkRecord
from tests.dispatch_plans import report
from tests.dispatch_world import COOP, DAY, DISPATCHER, at, courier_actor, opened_world, spot

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from dispatch.store import ReadTransaction
    from tests.dispatch_world import World

CREW = ("ada", "bo", "cy", "dee")
ADA = courier_actor("ada")


@contextmanager
def counted() -> Iterator[list[str]]:
    """Note each statement that is sent to a database."""
    said: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:  # noqa: ANN401 - SQLAlchemy's own
        said.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield said
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def reads(world: World, look: Callable[[ReadTransaction], object]) -> int:
    """Count what it takes to look at something."""
    with counted() as said, world.store.read(COOP) as tx:
        look(tx)
    return len(said)


def begin(world: World, name: str) -> None:
    """Let somebody begin their shift and share where they are."""
    report(world, name, 1, ReportKind.SHIFT_BEGAN, at=at(9))
    shared = Position(courier=CourierId(name), at=at(10), location=spot(5000))
    world.do(lambda tx: tx.positions.put(shared))


def close_week(world: World, number: int, names: Sequence[str]) -> None:
    """Write down an hour of repair for some couriers on a Monday, and close that week."""
    first = DAY + timedelta(days=7 * number)
    begins, over = at(9) + (first - DAY), at(0) + (first - DAY) + timedelta(days=7)
    work = [
        WorkRecord(
            id=f"{name}-{number}",
            courier=name,
            shift=f"{name}-{number}",
            kind=WorkKind.OTHER,
            begins_at=begins,
            ends_at=begins + timedelta(hours=1),
        )
        for name in names
    ]
    week = Period(first_day=first, last_day=first + timedelta(days=6))
    world.do(lambda tx: pay_inputs.record_work(tx, DISPATCHER, work, now=over))
    world.do(lambda tx: closing.close(tx, DISPATCHER, week, now=over))


def test_more_couriers_on_shift_are_not_more_reads(sqlite_url: str) -> None:
    """Where they are, and what one of them has earned beside the others: two or four."""
    found = []
    with opened_world(sqlite_url, *CREW) as world:
        for names in (CREW[:2], CREW[2:]):
            for name in names:
                begin(world, name)
            found.append(
                [
                    reads(world, lambda tx: whereabouts.shown(tx, DISPATCHER, now=at(10))),
                    reads(world, lambda tx: paying.pay_of(tx, ADA, DAY, now=at(10))),
                ]
            )

    assert found[0] == found[1]


def test_more_statements_and_more_weeks_are_not_more_reads(sqlite_url: str) -> None:
    """Two couriers of one week, then four of another one."""
    found = []
    with opened_world(sqlite_url, *CREW) as world:
        for number, names in enumerate((CREW[:2], CREW)):
            close_week(world, number, names)
            first = DAY + timedelta(days=7 * number)
            found.append(
                [
                    reads(world, lambda tx: stating.closed_periods(tx, DISPATCHER)),
                    reads(world, lambda tx, day=first: stating.payroll(tx, DISPATCHER, day)),  # type: ignore[misc]  # bound now
                ]
            )

    assert found[0] == found[1]
