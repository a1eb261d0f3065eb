"""Where couriers are: only who shares it, only during a shift, and nothing of the way there."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from dispatch.errors import TransitionRefused
from dispatch.model import Position, Role, ShiftState
from dispatch.permission import require, require_courier

if TYPE_CHECKING:
    from datetime import datetime

    from dispatch.model import Actor, CourierId
    from dispatch.store import ReadTransaction, Transaction
    from routing.model import Location

KEPT_FOR: Final = timedelta(hours=24)
"""Even the last position of a shift that nobody ended is gone then."""
SHOWN_FOR: Final = timedelta(minutes=10)
"""An older one tells nobody where the courier is."""


def share(tx: Transaction, actor: Actor, location: Location, *, now: datetime) -> Position:
    """Let dispatchers see where one is; it takes the place of what was known before.

    No event tells of it: positions are in no chain and in no log.

    Raises
    ------
    TransitionRefused
        When the courier is not on shift.
    """
    courier = require_courier(actor)
    if not _is_on_shift(tx, courier, now):
        msg = "Expected a shift that has begun; off shift nobody is asked where they are."
        raise TransitionRefused(msg, courier=courier)
    return tx.positions.put(Position(courier=courier, at=now, location=location))


def hide(tx: Transaction, actor: Actor) -> None:
    """Share it no longer, and forget what was known."""
    tx.positions.forget(require_courier(actor))


def shown(tx: ReadTransaction, actor: Actor, *, now: datetime) -> tuple[Position, ...]:
    """Give where couriers on shift are, as far as they share it."""
    require(actor, Role.DISPATCHER)
    today = tx.coop.day_of(now)
    shifts = tx.shifts.between(today - timedelta(days=1), today)
    on_shift = {shift.courier for shift in shifts if shift.state is ShiftState.BEGUN}
    return tuple(
        one for one in tx.positions.all() if one.at > now - SHOWN_FOR and one.courier in on_shift
    )


def forget_old(tx: Transaction, *, now: datetime) -> int:
    """Delete what may be kept no longer; give how many."""
    return tx.positions.forget_before(now - KEPT_FOR)


def _is_on_shift(tx: ReadTransaction, courier: CourierId, now: datetime) -> bool:
    today = tx.coop.day_of(now)
    shifts = tx.shifts.of_courier(courier, today - timedelta(days=1), today)
    return any(shift.state is ShiftState.BEGUN for shift in shifts)
