"""Measures of a plan: for each courier, and as a whole."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from dispatch.day_state import Earned
from dispatch.model import CourierFigures, PlanFigures, PriceOfFairness, StopState
from fairness.ledger import entitlements
from fairness.measures import HOUR_S, gini, price_of_fairness
from fairness.pay import drop_pay_minor, floor_pay_minor
from routing.solution import StopKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dispatch.day_state import DayState
    from dispatch.model import CourierId, PlannedRoute

SECOND = timedelta(seconds=1)


def figures_of(
    state: DayState, routes: Sequence[PlannedRoute], *, num_unassigned: int
) -> PlanFigures:
    """Measure a plan.

    Earnings are drop pay before top-up, of the period with this day as planned; online
    time is that of the period with this day's shifts as agreed. Gini and lowest pay are
    taken over the couriers who have a shift this day.
    """
    stops = [stop for route in routes for stop in route.stops]
    rows = _rows(state, routes)
    present = [row for row in rows if row.online_s]
    pay = [row.period_pay_minor for row in present]
    online = [row.period_online_s for row in present]
    return PlanFigures(
        travel_s=sum(stop.travel_s for stop in stops),
        distance_m=sum(stop.distance_m for stop in stops),
        lateness_s=sum(stop.lateness_s for stop in stops if stop.kind is StopKind.DELIVERY),
        gini=float(gini(pay, online)),
        lowest_pay_per_hour_minor=min(
            (amount * HOUR_S // s for amount, s in zip(pay, online, strict=True)), default=0
        ),
        num_unassigned=num_unassigned,
        couriers=rows,
    )


def price(fair: PlanFigures, free: PlanFigures | None) -> PriceOfFairness | None:
    """Compare the even plan with the cheapest, if one has been searched for."""
    if free is None:
        return None
    travel = price_of_fairness(fair.travel_s, free.travel_s)
    lateness = price_of_fairness(fair.lateness_s, free.lateness_s)
    return PriceOfFairness(
        travel=None if travel is None else float(travel),
        lateness=None if lateness is None else float(lateness),
    )


def online_today(state: DayState) -> dict[CourierId, int]:
    """Give the online seconds of the day's shifts: agreed, and less what is over unworked."""
    found: dict[CourierId, int] = {}
    for shift in state.shifts:
        seconds = shift.planned_online // SECOND
        if shift.began_at is not None and shift.ended_at is not None:
            seconds = min(seconds, max(0, (shift.ended_at - shift.began_at) // SECOND))
        found[shift.courier] = found.get(shift.courier, 0) + seconds
    return found


def _rows(state: DayState, routes: Iterable[PlannedRoute]) -> tuple[CourierFigures, ...]:
    online = online_today(state)
    by_courier: dict[CourierId, list[PlannedRoute]] = {courier: [] for courier in online}
    for route in routes:
        by_courier.setdefault(route.courier, []).append(route)
    meters = {order.id: order.delivery.distance_m for order in state.orders}
    whole = {order.id: order.whole_id for order in state.orders}
    paid: dict[CourierId, int] = {}
    for courier, mine in by_courier.items():
        coming = [
            stop.order
            for route in mine
            for stop in route.stops
            if stop.kind is StopKind.DELIVERY
            and stop.order is not None
            and stop.state in (StopState.PLANNED, StopState.ARRIVED)
        ]
        once = {whole[order]: order for order in coming}.values()
        drops = sum(drop_pay_minor(state.policy, meters[order]) for order in once)
        paid[courier] = state.today.get(courier, Earned()).minor + drops
    period = {
        courier: Earned(
            minor=paid.get(courier, 0) + state.before.get(courier, Earned()).minor,
            online_s=online.get(courier, 0) + state.before.get(courier, Earned()).online_s,
        )
        for courier in {*by_courier, *state.before}
    }
    entitled = entitlements(
        state.policy,
        {str(courier): one.minor for courier, one in period.items()},
        online_s={str(courier): one.online_s for courier, one in period.items()},
    )
    return tuple(
        _row(
            state,
            courier,
            by_courier[courier],
            drops_minor=paid[courier],
            online_s=online.get(courier, 0),
            period=period[courier],
            entitled_minor=entitled[str(courier)],
        )
        for courier in sorted(by_courier)
    )


def _row(  # noqa: PLR0913 - the parts of a row
    state: DayState,
    courier: CourierId,
    routes: Sequence[PlannedRoute],
    *,
    drops_minor: int,
    online_s: int,
    period: Earned,
    entitled_minor: int,
) -> CourierFigures:
    stops = [stop for route in routes for stop in route.stops]
    served = [stop for stop in stops if stop.kind in (StopKind.PICKUP, StopKind.DELIVERY)]
    worked = sum(
        (route.stops[-1].arrival - route.stops[0].departure for route in routes), timedelta()
    )
    top_up_minor = max(0, floor_pay_minor(state.policy, online_s) - drops_minor)
    return CourierFigures(
        courier=courier,
        stops=len(served),
        minutes=max(0, worked // timedelta(minutes=1)),
        distance_m=sum(stop.distance_m for stop in stops),
        pay_minor=drops_minor + top_up_minor,
        top_up_minor=top_up_minor,
        balance_minor=period.minor - entitled_minor,
        online_s=online_s,
        period_pay_minor=period.minor,
        period_online_s=period.online_s,
    )
