"""Whether a plan still fits what has happened since it was begun."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dispatch.errors import StaleVersion
from dispatch.events import EventKind
from dispatch.model import StopState

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date

    from dispatch.events import Event
    from dispatch.model import PlannedRoute, UnassignedOrder
    from dispatch.store import ReadTransaction

TAKEN = (EventKind.STOP_ARRIVED, EventKind.STOP_SERVED, EventKind.STOP_FAILED)
"""The courier named has the order now."""
CHOSEN = (*TAKEN, EventKind.ORDER_PINNED)
"""The courier named has the order or was chosen for it."""
BACK = (EventKind.STOP_DECLINED, EventKind.ORDER_STRANDED)
"""The courier named no longer has the order."""
GONE = (EventKind.SHIFT_CANCELED, EventKind.SHIFT_CHANGED, EventKind.SHIFT_ENDED)
"""The shift named is not what it was."""


def refuse_contradictions(  # noqa: PLR0913 - the parts of a plan, and since when
    tx: ReadTransaction,
    day: date,
    routes: Sequence[PlannedRoute],
    unassigned: Sequence[UnassignedOrder],
    *,
    since: int,
    chosen: Collection[EventKind] = CHOSEN,
) -> None:
    """Refuse a plan that later facts or people's decisions contradict.

    Orders that came meanwhile contradict nothing: they are planned next.

    Parameters
    ----------
    tx
        Knows what has happened.
    day, routes, unassigned
        The plan.
    since
        Sequence of the newest event that the plan has seen.
    chosen
        Events that say with whom an order is.

    Raises
    ------
    StaleVersion
        When a shift or order was called off, an order was declined by the courier who has
        it here, or somebody else has it or was chosen for it.
    """
    holders = {str(order): str(route.courier) for route in routes for order in route.orders}
    placed = {*holders, *(str(one.order) for one in unassigned)}
    coming = {
        str(route.shift): [stop for stop in route.stops if stop.order is not None]
        for route in routes
    }
    busy = {
        shift
        for shift, stops in coming.items()
        if any(stop.state in (StopState.PLANNED, StopState.ARRIVED) for stop in stops)
    }

    def is_contradicted(event: Event) -> bool:
        order, courier = event.subjects.get("order", ""), event.subjects.get("courier", "")
        if event.kind in chosen:
            return order in placed and holders.get(order) != courier
        if event.kind in BACK:
            return holders.get(order) == courier
        if event.kind is EventKind.ORDER_CANCELED:
            return order in holders
        return event.kind in GONE and event.subjects.get("shift") in busy

    for event in tx.events.of_day(day, after=since):
        if is_contradicted(event):
            msg = f"Since this plan was begun there was {event.kind.value} (event {event.seq})."
            raise StaleVersion(msg, event=event.seq, kind=event.kind.value)
