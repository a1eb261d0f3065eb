"""Why an order is with a courier: everybody who was considered, ranked, with their terms."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

from dispatch.day_figures import online_today
from dispatch.day_problem import DayProblem, build, relaxed
from dispatch.day_state import PERIOD_DAYS, day_state
from dispatch.errors import NotFound
from dispatch.model import OrderState, PlanState
from dispatch.permission import require_courier
from fairness.explain import Candidate, Explanation, explain
from fairness.targets import imbalance, imbalance_cost_s
from routing.insertion import insertion_on
from routing.model import Pin
from routing.reasons import explain_unassigned

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from dispatch.day_state import DayState
    from dispatch.model import Actor, CourierId, OrderId
    from dispatch.store import ReadTransaction
    from dispatch.streets import Streets
    from routing.problem import Problem
    from routing.solution import Route


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderExplanation:
    """Why an order is with a courier.

    Attributes
    ----------
    order, courier
        What and with whom.
    plan_version, policy_version
        The plan in force, 0 without one, and the rules in force.
    is_pinned
        Whether a person decided it.
    ranking
        Everybody who was considered; ``None`` once the order is on board or over, for then
        nobody else can have it.
    """

    order: OrderId
    courier: CourierId
    plan_version: int
    policy_version: int
    is_pinned: bool
    ranking: Explanation | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shares:
    """Orders and online seconds by courier, without the order in question."""

    orders: Mapping[CourierId, int]
    online_s: Mapping[CourierId, int]

    def imbalance_of(self, courier: CourierId) -> Fraction:
        """Say how far one more order would put a courier ahead of the crew."""
        crew_s = sum(self.online_s.values())
        if not crew_s:
            return Fraction(0)
        return imbalance(
            self.orders.get(courier, 0),
            self.online_s.get(courier, 0),
            crew_orders=sum(self.orders.values()) + 1,
            crew_online_s=crew_s,
        )


def explain_order(
    tx: ReadTransaction, actor: Actor, order: OrderId, *, streets: Streets, now: datetime
) -> OrderExplanation:
    """Tell a courier why an order is theirs.

    Everybody who is on shift is tried for this order alone, the rest of the plan as it is.

    Parameters
    ----------
    tx, actor
        In which co-op; the actor is the courier.
    order
        Which order.
    streets
        The co-op's city.
    now
        Seen when.

    Raises
    ------
    NotFound
        When the courier has no such order.
    """
    courier = require_courier(actor)
    known = tx.orders.find(order)
    if known is None or known.courier != courier:
        raise NotFound.of(kind="order", name=order)
    state = day_state(tx, known.day, now)
    ranking = None
    if known.state is OrderState.ASSIGNED:
        ranking = _ranking(tx, state, build(state, streets), order, courier)
    return OrderExplanation(
        order=order,
        courier=courier,
        plan_version=tx.plans.newest_version_in(known.day, PlanState.PUBLISHED),
        policy_version=state.policy.version,
        is_pinned=tx.pins.find(order) is not None,
        ranking=ranking,
    )


def _ranking(
    tx: ReadTransaction, state: DayState, day: DayProblem, order: OrderId, chosen: CourierId
) -> Explanation | None:
    shipment = day.shipment_of(order)
    if shipment is None:
        return None
    wide = relaxed(day.problem, day.routes)
    problem = replace(
        wide,
        pins=tuple(pin for pin in wide.pins if pin.shipment != shipment),
        sequences=tuple(
            one for one in wide.sequences if all(stop.index != shipment for stop in one.stops)
        ),
    )
    today, period = _shares(tx, state, day, shipment)
    rows = state.in_force.figures.couriers if state.in_force else ()
    balances = {row.courier: row.balance_minor for row in rows}
    best: dict[CourierId, Candidate] = {}
    for vehicle, shift in enumerate(day.shifts):
        courier = shift.courier
        candidate = replace(
            _try(problem, day.routes, vehicle, shipment),
            courier=courier,
            imbalance_s=imbalance_cost_s(
                state.policy,
                day=today.imbalance_of(courier),
                period=period.imbalance_of(courier),
            ),
            balance_minor=balances.get(courier, 0),
        )
        best[courier] = min(candidate, best.get(courier, candidate), key=_ease)
    return explain(state.policy, chosen, tuple(best.values())) if chosen in best else None


def _ease(candidate: Candidate) -> tuple[bool, int]:
    return candidate.blocked_by is not None, candidate.total_s


def _try(problem: Problem, routes: tuple[Route, ...], vehicle: int, shipment: int) -> Candidate:
    """Insert the order into one route, or say which rule forbids it."""
    by_vehicle = {route.vehicle: route for route in routes}
    name = problem.vehicles[vehicle].id
    if problem.may_carry(vehicle, shipment):
        found = insertion_on(problem, vehicle, by_vehicle.get(vehicle), shipment)
        if found is not None:
            return Candidate(courier=name, added_s=found.added_travel, added_m=found.added_distance)
    pinned = replace(problem, pins=(*problem.pins, Pin(shipment=shipment, vehicle=vehicle)))
    reason = explain_unassigned(pinned, routes, shipment)
    blocked_by = str(reason.values.get("because", reason.code))
    return Candidate(courier=name, added_s=0, added_m=0, blocked_by=blocked_by)


def _shares(
    tx: ReadTransaction, state: DayState, day: DayProblem, shipment: int
) -> tuple[_Shares, _Shares]:
    """Count orders and online time of this day as planned, and of the period with it."""
    orders: dict[CourierId, int] = defaultdict(int)
    for order in state.orders:
        if order.courier is not None and order.id != day.orders[shipment].id:
            orders[order.courier] += 1
    online = dict(online_today(state))
    first = state.day - timedelta(days=PERIOD_DAYS - 1)
    period_orders, period_online = defaultdict(int, orders), defaultdict(int, online)
    for tally in tx.tallies.of_days(first, state.day - timedelta(days=1)):
        period_orders[tally.courier] += tally.num_drops
        period_online[tally.courier] += tally.online_s
    return (
        _Shares(orders=orders, online_s=online),
        _Shares(orders=period_orders, online_s=period_online),
    )
