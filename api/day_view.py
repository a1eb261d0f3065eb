"""Put together what the console shows of a day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from api.orders_view import order_views, parts_among
from api.schemas.day import CountsOut, CourierOut, DayOut, StorefrontOut
from api.schemas.plans import PinOut, PlanOut
from dispatch.day_routes import with_progress
from dispatch.model import OrderState, PlanState, StopState
from dispatch.wholes import as_wholes, is_put_back

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from api.deps import Ask
    from api.schemas.orders import OrderOut
    from dispatch.model import (
        Courier,
        CourierFigures,
        CourierId,
        Order,
        OrderPin,
        Plan,
        Shift,
        Storefront,
    )
    from dispatch.store import ReadTransaction
    from routing.streets.city import City

COLORS: Final = 12
"""Colors that stay apart; the thirteenth courier shares the first one's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DayFacts:
    """What the store knows of a day, read in one moment.

    Attributes
    ----------
    plan, proposal
        The plan in force, and a newer one that waits for a decision.
    orders, views
        Orders of the day, as they are and as they are written.
    wholes
        The same as their storefronts know them.
    couriers
        Everybody, by id.
    shifts
        Of the day.
    storefronts
        All of them.
    pins
        Orders that stay with a courier.
    """

    plan: Plan | None
    proposal: Plan | None
    orders: tuple[Order, ...]
    wholes: tuple[Order, ...]
    views: list[OrderOut]
    couriers: Mapping[CourierId, Courier]
    shifts: tuple[Shift, ...]
    storefronts: tuple[Storefront, ...]
    pins: tuple[OrderPin, ...]


def read_day(tx: ReadTransaction, day: date) -> DayFacts:
    """Read a day.

    Parameters
    ----------
    tx
        One moment of the store.
    day
        Which day.

    Returns
    -------
    DayFacts
        To be written by `write_day`.
    """
    plan = tx.plans.newest(day, PlanState.PUBLISHED)
    proposal = tx.plans.newest(day, PlanState.PROPOSED)
    if plan and proposal and proposal.version < plan.version:
        proposal = None
    orders = tuple(one for one in tx.orders.of_day(day) if not is_put_back(one))
    facts = tx.stop_facts.of_day(day)
    return DayFacts(
        plan=with_progress(plan, facts) if plan else None,
        proposal=with_progress(proposal, facts) if proposal else None,
        orders=orders,
        wholes=as_wholes(tx, orders),
        views=order_views(tx, orders, parts=parts_among(tx, orders)),
        couriers={courier.id: courier for courier in tx.couriers.all()},
        shifts=tx.shifts.of_day(day),
        storefronts=tx.storefronts.all(),
        pins=tx.pins.of_day(day),
    )


def write_day(ask: Ask, city: City, day: date, facts: DayFacts) -> DayOut:
    """Write a day with the lines of its routes; takes time, so call it in a thread.

    Parameters
    ----------
    ask
        Knows the language, the time and what was drawn before.
    city
        As it is now.
    day
        Which day.
    facts
        What `read_day` found.

    Returns
    -------
    DayOut
        Everything that the console shows.
    """
    shown = facts.plan or facts.proposal
    rows = {row.courier: row for row in shown.figures.couriers} if shown else {}
    return DayOut(
        day=day.isoformat(),
        begins_at=ask.coop.beginning(day),
        now=ask.now,
        plan=_write_plan(ask, city, facts, facts.plan),
        proposal=_write_plan(ask, city, facts, facts.proposal),
        orders=facts.views,
        couriers=_couriers(facts, rows),
        counts=_counts(facts, ask.now),
        storefronts=[StorefrontOut.of(storefront) for storefront in facts.storefronts],
        pins=[PinOut.of(pin) for pin in facts.pins],
    )


def _write_plan(ask: Ask, city: City, facts: DayFacts, plan: Plan | None) -> PlanOut | None:
    if plan is None:
        return None
    shifts = {shift.id: shift for shift in facts.shifts}
    lines = ask.services.lines.of_routes(city, plan.routes, shifts)
    return PlanOut.of(plan, lines=lines, words=ask.words)


def _couriers(facts: DayFacts, rows: Mapping[CourierId, CourierFigures]) -> list[CourierOut]:
    colors = {name: number % COLORS for number, name in enumerate(sorted(facts.couriers))}
    return [
        CourierOut.of(
            facts.couriers[shift.courier],
            color=colors[shift.courier],
            shift=shift,
            row=rows.get(shift.courier),
            balance_s=balance_seconds(rows, shift.courier),
        )
        for shift in facts.shifts
    ]


def balance_seconds(rows: Mapping[CourierId, CourierFigures], courier: CourierId) -> int:
    """Say a balance in online seconds, at the mean earnings of the period.

    Parameters
    ----------
    rows
        Figures of everybody on the plan.
    courier
        Whose balance.

    Returns
    -------
    int
        Seconds ahead; below zero: behind. 0 where nobody has earned anything.
    """
    earned = sum(row.period_pay_minor for row in rows.values())
    online = sum(row.period_online_s for row in rows.values())
    if courier not in rows or earned <= 0:
        return 0
    return round(rows[courier].balance_minor * online / earned)


def _counts(facts: DayFacts, now: datetime) -> CountsOut:
    late = {
        stop.order
        for route in (facts.plan.routes if facts.plan else ())
        for stop in route.stops
        if stop.window is not None
        and stop.state is StopState.PLANNED
        and max(stop.start, now) > stop.window.latest
    }
    states = [order.state for order in facts.wholes]
    return CountsOut(
        orders=len(states) - states.count(OrderState.CANCELED),
        unassigned=[order.state for order in facts.orders].count(OrderState.PLACED),
        late_soon=len(late),
        delivered=states.count(OrderState.DELIVERED),
    )
