"""Put together what a courier's phone shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.schemas.courier import BackOut, MyPayOut, MyRouteOut, MyStopOut, PayOut
from api.schemas.day import ShiftOut
from api.schemas.explanation import AskableOrdersOut, AskableOut
from api.schemas.orders import CourierName
from api.schemas.payroll import AddedOut
from dispatch import explaining
from dispatch.model import ShiftState
from dispatch.permission import require_courier
from routing.streets.profiles import Profile

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from api.deps import Ask
    from dispatch.delivering import CourierDay
    from dispatch.model import Actor, Courier, PlannedRoute, Shift
    from dispatch.paying import RunningPay
    from dispatch.stating import AddedPay
    from dispatch.store import ReadTransaction
    from routing.streets.city import City


def read_self(tx: ReadTransaction, actor: Actor) -> Courier:
    """Give the courier that an actor is."""
    return tx.couriers.get(require_courier(actor))


def read_askable(tx: ReadTransaction, actor: Actor, day: date) -> AskableOrdersOut:
    """Give the orders of a day that a courier may ask about, with nobody's name or address."""
    found = explaining.orders_to_ask(tx, actor, day)
    names = {shop.id: shop.name for shop in tx.storefronts.all()}
    return AskableOrdersOut(
        day=day,
        orders=[
            AskableOut.of(order, storefront=names[order.storefront], is_mine=is_mine)
            for order, is_mine in found
        ],
    )


def write_route(ask: Ask, city: City, courier: Courier, found: CourierDay) -> MyRouteOut:
    """Write a courier's day with its line; takes time, so call it in a thread.

    Parameters
    ----------
    ask
        Knows the time and what was drawn before.
    city
        As it is now.
    courier
        Whose day.
    found
        The day as the plan in force has it.

    Returns
    -------
    MyRouteOut
        All routes of the day, one after the other.
    """
    shift = current_shift(found.shifts, ask.now)
    profile = Profile(shift.profile if shift else courier.profile)
    stops = [stop for route in found.routes for stop in route.stops]
    return MyRouteOut(
        day=found.day.isoformat(),
        version=found.version or None,
        courier=CourierName.of(courier),
        shift=ShiftOut.of(shift) if shift else None,
        stops=[stop for route in found.routes for stop in _stops(route, found)],
        back=[BackOut.of(one) for one in found.back],
        ends_at=stops[-1].departure if stops else None,
        geometry=ask.services.lines.of_stops(city, stops, profile),
    )


def current_shift(shifts: Sequence[Shift], now: datetime) -> Shift | None:
    """Give the shift that runs or comes next, or else the day's last one.

    Parameters
    ----------
    shifts
        Of one day, by start.
    now
        The present moment.

    Returns
    -------
    Shift or None
        ``None`` on a day off.
    """
    for shift in shifts:
        if shift.state is not ShiftState.ENDED and shift.ends_at > now:
            return shift
    return shifts[-1] if shifts else None


def write_pay(ask: Ask, found: RunningPay, added: Sequence[AddedPay]) -> MyPayOut:
    """Write running pay, and what was added to closed pay of late."""
    week = () if found.of_week is None else (found.of_week,)
    return MyPayOut(
        day=PayOut.of(
            found.of_day, drops=found.drops_of_day, words=ask.words, shown=found.records_of_day
        ),
        period=PayOut.of(week, drops=found.drops_of_week, words=ask.words),
        first_day=found.week.first_day.isoformat(),
        last_day=found.week.last_day.isoformat(),
        currency=ask.coop.currency,
        balance_minor=found.balance_minor,
        balance_s=found.balance_s,
        policy_version=found.policy_version,
        added=[AddedOut.of(one, ask.words) for one in added],
    )


def stop_id(route: PlannedRoute, number: int) -> str:
    """Name a stop of a route: the same as long as nothing changes about it."""
    stop = route.stops[number]
    return f"{stop.order}:{stop.kind}" if stop.order else f"{route.shift}:{stop.kind}:{number}"


def _stops(route: PlannedRoute, found: CourierDay) -> list[MyStopOut]:
    return [
        MyStopOut.of(
            stop_id(route, number),
            stop,
            found.orders.get(stop.order) if stop.order else None,
        )
        for number, stop in enumerate(route.stops)
    ]
