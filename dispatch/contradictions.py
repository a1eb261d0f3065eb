"""Whether a plan still fits what has happened since it was begun."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dispatch.errors import StaleVersion
from dispatch.transitions import OPEN_STATES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from dispatch.model import CourierId, OrderId, PlannedRoute, UnassignedOrder
    from dispatch.store import ReadTransaction


def refuse_contradictions(
    tx: ReadTransaction,
    day: date,
    routes: Sequence[PlannedRoute],
    unassigned: Sequence[UnassignedOrder],
) -> None:
    """Refuse a plan that facts or people's decisions contradict.

    Orders that came meanwhile contradict nothing: they are planned next.

    Raises
    ------
    StaleVersion
        When a shift or order was canceled, an order has been declined by the courier who
        has it here, or somebody else is at it or was chosen for it.
    """
    holders: dict[OrderId, CourierId] = {
        order: route.courier for route in routes for order in route.orders
    }
    left_out = {one.order for one in unassigned}
    known_shifts = {shift.id for shift in tx.shifts.of_day(day)}
    _refuse("shift", {route.shift for route in routes} - known_shifts)
    facts = tx.stop_facts.of_day(day)
    touched = {fact.order: fact.courier for fact in facts}
    _refuse("order", {one for one, who in touched.items() if holders.get(one, who) != who})
    _refuse("order", left_out & set(touched))
    orders = tx.orders.by_keys(holders)
    gone = {name for name, order in orders.items() if order.state not in OPEN_STATES}
    _refuse("order", gone - set(touched))
    declines = tx.declines.of_day(day)
    _refuse("order", {one.order for one in declines if holders.get(one.order) == one.courier})
    pins = tx.pins.of_day(day)
    _refuse("order", {p.order for p in pins if holders.get(p.order, p.courier) != p.courier})


def _refuse(kind: str, names: Iterable[str]) -> None:
    listed = ", ".join(sorted(names))
    if listed:
        msg = f"Something has happened to {kind} {listed} since this plan was begun."
        raise StaleVersion(msg, kind=kind, names=listed)
