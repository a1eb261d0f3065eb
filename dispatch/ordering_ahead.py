"""Standing orders become orders ahead of their days.

What became of a day is one row, written with its order in one transaction: however often this
runs, and wherever it is killed, a day is ordered once.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from dispatch import ordering
from dispatch.errors import RuleError, SlotUnavailable
from dispatch.events import EventKind
from dispatch.importing import remark_on
from dispatch.model import (
    Actor,
    OrderWish,
    Role,
    RunState,
    StandingRun,
    StandingState,
    Window,
)
from dispatch.slots import open_slot_in
from dispatch.standing import coming, set_state

if TYPE_CHECKING:
    from datetime import date

    from dispatch.model import QuoteWish, StandingOrder, StandingOrderId
    from dispatch.store import ReadTransaction, Transaction
    from dispatch.streets import Streets

DAYS_AHEAD: Final = 7
"""So many days before its day an order is made."""

TRY_AGAIN: Final = timedelta(hours=1)
"""How long after it failed a day is tried again, while it is not over."""


def due(tx: ReadTransaction, now: datetime) -> tuple[StandingOrderId, ...]:
    """Name the standing orders that have days to order now."""
    today = tx.coop.day_of(now)
    behind = [one.id for one in tx.standing_orders.behind(today + timedelta(days=DAYS_AHEAD))]
    again = [run.standing for run in tx.standing_runs.missed(today, now - TRY_AGAIN)]
    return tuple(dict.fromkeys((*behind, *again)))


def order_ahead(
    tx: Transaction, name: StandingOrderId, *, streets: Streets, now: datetime
) -> tuple[StandingRun, ...]:
    """Order the days of a standing order that are near enough; give what became of each.

    Called twice it orders nothing twice. A day that cannot be ordered is kept with its reason,
    told as an event, and tried again until it is over. One whose last day is over ends.
    """
    known = tx.standing_orders.get(name)
    if known.state is not StandingState.ACTIVE:
        return ()
    today = tx.coop.day_of(now)
    if known.ends_on is not None and known.ends_on < today:
        set_state(tx, _seller(tx, known), name, StandingState.ENDED, now=now)
        return ()
    horizon = today + timedelta(days=DAYS_AHEAD)
    before = {run.day: run for run in tx.standing_runs.of(name, today)}
    done = []
    for day in coming(known, today, horizon):
        run = before.get(day)
        is_due = run is None or (run.state is RunState.MISSED and run.tried_at < now - TRY_AGAIN)
        if day not in known.skipped and is_due:
            done.append(_order_day(tx, known, day, streets=streets, now=now, before=run))
    tx.standing_orders.save(replace(known, ordered_until=horizon))
    return tuple(done)


def _order_day(  # noqa: PLR0913 - private
    tx: Transaction,
    known: StandingOrder,
    day: date,
    *,
    streets: Streets,
    now: datetime,
    before: StandingRun | None,
) -> StandingRun:
    order, reason = None, None
    try:
        with tx.attempt():
            wish = _wish_on(tx, known, day, now)
            placed = ordering.place(
                tx,
                _seller(tx, known),
                OrderWish(wish=wish),
                streets=streets,
                now=now,
                new_id=lambda: f"{known.id}-{day:%Y%m%d}",
            )
            order = placed.id
    except RuleError as error:
        reason = remark_on(error)
    run = StandingRun(
        standing=known.id,
        day=day,
        state=RunState.MISSED if order is None else RunState.ORDERED,
        order=order,
        reason=reason,
        tried_at=now,
    )
    if reason is not None and (before is None or before.reason != reason):
        tx.record(
            EventKind.STANDING_MISSED,
            actor=known.member,
            at=now,
            day=day,
            subjects={"standing_order": str(known.id), "storefront": str(known.storefront)},
            payload={"code": reason.code},
        )
    return tx.standing_runs.put(run)


def _seller(tx: ReadTransaction, known: StandingOrder) -> Actor:
    """Give the storefront that the orders are for, as whoever agreed to them."""
    return Actor(
        coop=tx.coop.id,
        member=known.member,
        role=Role.STOREFRONT,
        storefront=known.storefront,
    )


def _wish_on(tx: ReadTransaction, known: StandingOrder, day: date, now: datetime) -> QuoteWish:
    """Give what is wanted on a day, in a slot where the storefront has slots."""
    zone = ZoneInfo(tx.coop.time_zone)
    opens, closes, ready = (
        datetime.combine(day, clock, zone) for clock in (known.opens, known.closes, known.ready)
    )
    window = Window(earliest=opens, latest=closes)
    reference = f"{known.reference} {day.isoformat()}" if known.reference else ""
    wish = replace(
        known.wish, ready_at=min(ready, closes), deliver_between=window, reference=reference
    )
    slot, is_closed = open_slot_in(tx, window, storefront=known.storefront, now=now)
    if is_closed:
        msg = f"Expected a slot between {known.opens} and {known.closes} on {day}, got none."
        raise SlotUnavailable(msg, day=day.isoformat(), state="closed")
    return wish if slot is None else replace(wish, deliver_between=None, slot=slot)
