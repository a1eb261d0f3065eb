"""Stops that were reached, served or failed: the facts, and the work that it was."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from dispatch.model import OrderState, PlanState, StopFact, StopState
from dispatch.wholes import members
from dispatch.worktime import keep_tally, stop_records, waiting_record
from routing.solution import StopKind

if TYPE_CHECKING:
    from datetime import datetime

    from dispatch.model import CourierEvent, Order, PlannedStop, Shift
    from dispatch.store import Transaction


def finish(
    tx: Transaction, shift: Shift, order: Order, report: CourierEvent, state: StopState
) -> None:
    """Write down a served or failed stop, and the work that it was."""
    fact = fact_of(tx, shift, order, report, is_served=True)
    waited_until = None
    if fact.waiting_since is not None:
        waited_until = report.at
        record = waiting_record(shift, order, fact.kind, fact.waiting_since, report.at)
        tx.work.add_of_days([record], [shift.day])
    before = last_served(tx, shift)
    done = replace(
        fact,
        state=state,
        served_at=max(report.at, fact.arrived_at),
        waiting_since=None,
        proof=None if report.proof is None else replace(report.proof, pin=""),
    )
    tx.stop_facts.put(done)
    name = f"{order.id}:{fact.kind.value}"
    if tx.work.find(f"{name}:service") is not None:  # somebody fell out with it on board
        name = f"{name}:{shift.id}"
    records = tuple(
        stop_records(
            shift,
            order,
            done,
            name=name,
            before=before,
            waited_until=waited_until,
            is_more=_is_more(tx, shift, order, fact.kind),
        )
    )
    tx.work.add_of_days(records, [shift.day] * len(records))
    keep_tally(tx, shift.courier, shift.day)


def _is_more(tx: Transaction, shift: Shift, order: Order, kind: StopKind) -> bool:
    """Tell whether a drop is paid already.

    Somebody brings more of what they have brought to that door in this shift, or the drop was
    written down by hand before the phone was heard of.
    """
    if kind is not StopKind.DELIVERY:
        return False
    if tx.work.drops_of([order.id]):
        return True
    others = (one for one in members(tx, order) if one.id != order.id)
    facts = (tx.stop_facts.find(one.id, StopKind.DELIVERY) for one in others)
    return any(
        fact is not None and fact.shift == shift.id and fact.state is StopState.DONE
        for fact in facts
    )


def fact_of(
    tx: Transaction,
    shift: Shift,
    order: Order,
    report: CourierEvent,
    *,
    is_served: bool = False,
) -> StopFact:
    """Give what is known of the stop that comes next for an order."""
    kind = stop_of(order)
    known = tx.stop_facts.find(order.id, kind)
    if known is not None and known.shift == shift.id:
        return known
    planned = _planned(tx, shift, order, kind)
    place = order.delivery.pickup if kind is StopKind.PICKUP else order.delivery.delivery
    arrived_at = report.at
    if is_served:
        service_s = (
            order.delivery.pickup_service_s
            if kind is StopKind.PICKUP
            else order.delivery.delivery_service_s
        )
        earliest = last_served(tx, shift)
        arrived_at = max(min(earliest, report.at), report.at - timedelta(seconds=service_s))
    return StopFact(
        order=order.id,
        kind=kind,
        day=order.day,
        courier=shift.courier,
        shift=shift.id,
        state=StopState.ARRIVED,
        arrived_at=arrived_at,
        travel_s=planned.travel_s if planned else 0,
        distance_m=planned.distance_m if planned else 0,
        location=place.location,
    )


def _planned(tx: Transaction, shift: Shift, order: Order, kind: StopKind) -> PlannedStop | None:
    plan = tx.plans.newest(order.day, PlanState.PUBLISHED)
    routes = () if plan is None else plan.routes
    stops = (stop for route in routes if route.shift == shift.id for stop in route.stops)
    return next((stop for stop in stops if (stop.order, stop.kind) == (order.id, kind)), None)


def last_served(tx: Transaction, shift: Shift) -> datetime:
    """Tell since when a courier had nothing to do before the next stop."""
    served = [
        fact.served_at
        for fact in tx.stop_facts.of_day(shift.day)
        if fact.shift == shift.id and fact.served_at is not None
    ]
    return max([*served, shift.began_at or shift.starts_at])


def stop_of(order: Order) -> StopKind:
    """Say which end of an order comes next."""
    return StopKind.DELIVERY if order.state is OrderState.PICKED_UP else StopKind.PICKUP
