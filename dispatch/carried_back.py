"""Parcels that a courier has and nobody waits for: they go back, and that is paid.

An order may be canceled while the phone that carries it has no network. What its courier did
before they could know counts as work; the order stays canceled.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dispatch.errors import TransitionRefused
from dispatch.model import OrderState, ReportKind, StopState
from dispatch.on_board import has_parcels
from dispatch.permission import require_courier
from dispatch.reports import begun_shift, bring_back
from dispatch.stop_work import fact_of, finish
from routing.solution import StopKind

if TYPE_CHECKING:
    from datetime import date

    from dispatch.model import Actor, CourierEvent, CourierId, Order
    from dispatch.store import ReadTransaction, Transaction

STILL_WORK = frozenset(
    {
        ReportKind.ARRIVED,
        ReportKind.PICKED_UP,
        ReportKind.DELIVERED,
        ReportKind.FAILED,
        ReportKind.RETURNED,
    }
)
"""What a courier may have done with an order that was canceled meanwhile."""


NEEDS_PARCELS = {
    ReportKind.PICKED_UP: False,
    ReportKind.DELIVERED: True,
    ReportKind.RETURNED: True,
}
"""Whether the parcels have to be on board for a report; for others it is all the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CarriedBack:
    """An order whose parcels a courier has to bring back.

    Attributes
    ----------
    order
        The order; its pickup is where the parcels go.
    is_canceled
        Whether it was canceled; else nobody took it.
    """

    order: Order
    is_canceled: bool


def is_done_in_vain(tx: ReadTransaction, courier: CourierId, report: CourierEvent) -> bool:
    """Tell whether a report is work on an order of the courier that is canceled by now."""
    order = None if report.order is None else tx.orders.find(report.order)
    return (
        order is not None
        and order.state is OrderState.CANCELED
        and order.courier == courier
        and report.kind in STILL_WORK
    )


def count_as_work(
    tx: Transaction, actor: Actor, courier: CourierId, report: CourierEvent, order: Order
) -> None:
    """Write down what a courier did for a canceled order.

    Raises
    ------
    TransitionRefused
        When they had done that already, or had nothing to deliver or to bring back.
    """
    shift = begun_shift(tx, actor, courier, report.at)
    is_on_board = has_parcels(tx, courier, order.id)
    as_it_was = replace(order, state=OrderState.PICKED_UP if is_on_board else OrderState.ASSIGNED)
    needed = NEEDS_PARCELS.get(report.kind, is_on_board)
    if needed is not is_on_board:
        msg = f"Order {order.id!r} is canceled; {report.kind.value} is not possible now."
        raise TransitionRefused(msg, order=order.id, state=order.state.value)
    if report.kind is ReportKind.ARRIVED:
        tx.stop_facts.put(fact_of(tx, shift, as_it_was, report))
    elif report.kind is ReportKind.RETURNED:
        bring_back(tx, actor, shift, order, report)
    else:
        state = StopState.FAILED if report.kind is ReportKind.FAILED else StopState.DONE
        finish(tx, shift, as_it_was, report, state)


def to_bring_back(tx: ReadTransaction, actor: Actor, day: date) -> tuple[CarriedBack, ...]:
    """List what the courier has on board that goes back to where it is from, by order."""
    courier = require_courier(actor)
    picked_up = {
        fact.order
        for fact in tx.stop_facts.of_day(day)
        if fact.courier == courier and fact.kind is StopKind.PICKUP
    }
    orders = tx.orders.by_keys(picked_up)
    return tuple(
        CarriedBack(order=order, is_canceled=order.state is OrderState.CANCELED)
        for name, order in sorted(orders.items())
        if order.state in {OrderState.FAILED, OrderState.CANCELED}
        and order.courier == courier
        and has_parcels(tx, courier, name)
    )
