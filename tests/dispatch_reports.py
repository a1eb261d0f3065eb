"""Reports that Ada's phone sends, for tests of delivering and paying."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dispatch import delivering
from dispatch.model import CourierEvent, CourierId, ReportKind
from tests.dispatch_world import World, at, courier_actor

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from dispatch.model import Order, OrderId, ReportResult

ADA = CourierId("ada")


def report(  # noqa: PLR0913 - the parts of a report
    sequence: int,
    kind: ReportKind,
    moment: datetime,
    order: OrderId | None = None,
    *,
    device: str = "phone",
    reason: str = "",
) -> CourierEvent:
    """Make a report."""
    return CourierEvent(
        device=device, sequence=sequence, kind=kind, at=moment, order=order, reason=reason
    )


def send(
    world: World, events: Sequence[CourierEvent], *, now: datetime | None = None
) -> list[tuple[int, str, str]]:
    """Apply reports of Ada; return sequence, outcome and code of each."""
    results: tuple[ReportResult, ...] = world.do(
        lambda tx: delivering.apply(tx, courier_actor("ada"), events, now=now or at(20))
    )
    return [(one.sequence, one.outcome.value, one.code) for one in results]


def full_round(order: Order, first: int = 1) -> list[CourierEvent]:
    """Begin at 9, at the shop from 9:10 to 9:15, at the door from 9:30 to 9:34."""
    return [
        report(first, ReportKind.SHIFT_BEGAN, at(9)),
        report(first + 1, ReportKind.ARRIVED, at(9, 10), order.id),
        report(first + 2, ReportKind.PICKED_UP, at(9, 15), order.id),
        report(first + 3, ReportKind.ARRIVED, at(9, 30), order.id),
        report(first + 4, ReportKind.DELIVERED, at(9, 34), order.id),
        report(first + 5, ReportKind.SHIFT_ENDED, at(13)),
    ]
