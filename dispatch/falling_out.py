"""A courier falls out: whatever is still to be done moves to others, what is on board included."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dispatch.day_state import day_state, standing_of
from dispatch.errors import TransitionRefused
from dispatch.events import EventKind
from dispatch.model import (
    CourierEvent,
    OrderState,
    ReportKind,
    Role,
    ShiftState,
)
from dispatch.permission import require
from dispatch.reports import SHIFT_REPORTS
from dispatch.review import unpin_all
from dispatch.stranding import leave

if TYPE_CHECKING:
    from datetime import date, datetime

    from dispatch.model import Actor, CourierId, OrderId, Shift, ShiftId
    from dispatch.store import ReadTransaction, Transaction
    from dispatch.streets import Streets
    from routing.model import Location

DESK = "desk"
"""Stands for the phone of somebody who cannot report themselves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FallenOut:
    """What is left behind.

    Attributes
    ----------
    shifts
        Ended or called off.
    to_fetch
        Orders that were on board and wait where the courier is.
    to_give
        Orders that had not been picked up.
    at
        Where the courier is.
    """

    shifts: tuple[ShiftId, ...]
    to_fetch: tuple[OrderId, ...]
    to_give: tuple[OrderId, ...]
    at: Location


def fall_out(  # noqa: PLR0913 - all named by the caller
    tx: Transaction,
    actor: Actor,
    courier: CourierId,
    day: date,
    *,
    streets: Streets,
    now: datetime,
    at: Location | None = None,
) -> FallenOut:
    """End a courier's day now; nobody asks why and nothing is kept of it but the fact.

    A shift that has begun ends, one that has not is called off. What is on board waits where
    the courier is for somebody else to fetch it, and what was pinned to them is nobody's. The
    day is planned again.

    Parameters
    ----------
    tx, actor
        In which co-op and who.
    courier, day
        Whose day.
    streets
        The co-op's city, for the address of the place.
    now
        When.
    at
        Where the courier is; ``None``: at the stop they are at or on the way to.

    Raises
    ------
    NotFound
        When there is no such courier.
    TransitionRefused
        When they have no shift that could end.
    """
    require(actor, Role.DISPATCHER)
    mine = open_shifts(tx, courier, day, now=now, that="could end")
    place = at or standing_of(day_state(tx, day, now), mine[0]).location
    left = [order for order in tx.orders.of_day(day) if order.courier == courier]
    on_board = [order for order in left if order.state is OrderState.PICKED_UP]
    for shift in mine:
        _end(tx, actor, shift, now)
    for order in on_board:
        leave(tx, actor, order, place, streets=streets, now=now)
    theirs = [pinned for pinned in tx.pins.of_day(day) if pinned.courier == courier]
    unpin_all(tx, actor, theirs, now=now)
    return FallenOut(
        shifts=tuple(shift.id for shift in mine),
        to_fetch=tuple(order.id for order in on_board),
        to_give=tuple(order.id for order in left if order.state is OrderState.ASSIGNED),
        at=place,
    )


def open_shifts(
    tx: ReadTransaction, courier: CourierId, day: date, *, now: datetime, that: str
) -> list[Shift]:
    """Give the shifts of a courier's day that are not over, the one that has begun first.

    One that nobody has ended goes on, even after the time at which it was to end.

    Parameters
    ----------
    tx
        In which co-op.
    courier, day
        Whose day.
    now
        When.
    that
        What they could do, to say so where there is none.

    Raises
    ------
    NotFound
        When there is no such courier.
    TransitionRefused
        When they have none.
    """
    tx.couriers.get(courier)
    mine = [
        shift
        for shift in tx.shifts.of_day(day)
        if shift.courier == courier
        and (
            shift.state is ShiftState.BEGUN
            or (shift.state is ShiftState.AGREED and shift.ends_at > now)
        )
    ]
    if not mine:
        msg = f"Courier {courier!r} has no shift on {day} that {that}."
        raise TransitionRefused(msg, courier=courier, day=str(day))
    return sorted(mine, key=lambda shift: shift.state is not ShiftState.BEGUN)


def _end(tx: Transaction, actor: Actor, shift: Shift, now: datetime) -> None:
    if shift.state is ShiftState.BEGUN:
        report = CourierEvent(device=DESK, sequence=1, kind=ReportKind.SHIFT_ENDED, at=now)
        SHIFT_REPORTS[report.kind](tx, actor, shift, report)
        return
    tx.shifts.save(replace(shift, state=ShiftState.CANCELED))
    tx.record(
        EventKind.SHIFT_CANCELED,
        actor=actor.member,
        at=now,
        day=shift.day,
        subjects={"shift": str(shift.id), "courier": str(shift.courier)},
    )
