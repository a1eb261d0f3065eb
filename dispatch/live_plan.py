"""The plan in force as a problem, kept ready so that a quote is one insertion.

What is kept is only a copy of what the store says: each use checks whether something has
happened that changes it. Losing it costs time, nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from threading import Lock
from typing import TYPE_CHECKING

from dispatch.day_problem import DayProblem, build, relaxed, shipment_for
from dispatch.day_state import DayState, day_state
from dispatch.events import EventKind
from fairness.pay import drop_pay_minor
from routing.insertion import Insertion, cheapest_insertion, insertions
from routing.reasons import explain_unassigned
from routing.solution import StopKind
from routing.streets.profiles import Profile

if TYPE_CHECKING:
    from datetime import date, datetime

    from dispatch.model import CoopId, Delivery
    from dispatch.store import ReadTransaction
    from dispatch.streets import Streets
    from routing.problem import Problem
    from routing.solution import Reason, Route

FRESH = timedelta(minutes=2)
"""How far couriers may have moved on before the problem is built anew."""

MOST_KEPT = 64

MOVING_KINDS = frozenset(EventKind) - {
    EventKind.QUOTE_GIVEN,
    EventKind.ACCESS_GRANTED,
    EventKind.ACCESS_REVOKED,
    EventKind.MEMBER_SIGNED_IN,
    EventKind.PLAN_PROPOSED,
    EventKind.PLAN_DISCARDED,
    EventKind.REPORT_KEPT,
    EventKind.STOREFRONT_ADDED,
}
"""After one of these, what is in the day's problem may be out of date."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LivePlan:
    """A day as insertions see it.

    Attributes
    ----------
    state, day
        What the indices of the problem stand for.
    problem
        Windows are as wide as the plan in force needs them, so that being late somewhere
        does not make everything else on that route impossible.
    routes
        The plan in force from now on, with orders that came since put where they cost
        least.
    profiles
        Of the problem's matrices, in order.
    """

    state: DayState
    day: DayProblem
    problem: Problem
    routes: tuple[Route, ...]
    profiles: tuple[Profile, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """How a delivery fits into a live plan.

    Attributes
    ----------
    insertions
        The best of each vehicle that can take it, cheapest first.
    num_couriers
        How many couriers could.
    shipment
        Index of its shipment in the problem that was tried.
    reason
        Why nobody can.
    """

    insertions: tuple[Insertion, ...]
    num_couriers: int
    shipment: int
    reason: Reason | None

    @property
    def best(self) -> Insertion | None:
        """The cheapest insertion; ``None`` when nobody can take it."""
        return self.insertions[0] if self.insertions else None

    @property
    def starts(self) -> tuple[int, ...]:
        """When service at the recipient's door would begin, for each insertion."""
        return tuple(
            stop.start
            for insertion in self.insertions
            for stop in insertion.route.stops
            if stop.kind is StopKind.DELIVERY and stop.index == self.shipment
        )


class LivePlans:
    """Live plans of several co-ops and days; safe to share between threads."""

    def __init__(self) -> None:
        self._kept: dict[tuple[CoopId, date], tuple[int, LivePlan]] = {}
        self._lock = Lock()

    def get(self, tx: ReadTransaction, day: date, streets: Streets, *, now: datetime) -> LivePlan:
        """Give a day's live plan, built anew when something has happened since."""
        newest = tx.events.newest_of(day, MOVING_KINDS)
        key = (tx.coop.id, day)
        with self._lock:
            seq, known = self._kept.get(key, (-1, None))
        if known is not None and seq == newest and abs(now - known.state.now) < FRESH:
            return known
        made = live_plan(day_state(tx, day, now), streets)
        with self._lock:
            while len(self._kept) >= MOST_KEPT:
                del self._kept[next(iter(self._kept))]
            self._kept[key] = (newest, made)
        return made


def live_plan(state: DayState, streets: Streets) -> LivePlan:
    """Build a live plan; orders that no plan has seen yet are put where they cost least."""
    day = build(state, streets)
    problem = relaxed(day.problem, day.routes)
    routes = {route.vehicle: route for route in day.routes}
    served = {index for route in day.routes for index in route.shipments}
    for shipment in range(len(day.orders)):
        if shipment in served:
            continue
        found = cheapest_insertion(problem, tuple(routes.values()), shipment)
        if found is not None:
            routes[found.vehicle] = found.route
    profiles = sorted({Profile(shift.profile) for shift in day.shifts}) or [Profile.BIKE]
    return LivePlan(
        state=state,
        day=day,
        problem=problem,
        routes=tuple(routes[vehicle] for vehicle in sorted(routes)),
        profiles=tuple(profiles),
    )


def fit(live: LivePlan, delivery: Delivery, streets: Streets) -> Fit:
    """Try a delivery on every route.

    Parameters
    ----------
    live
        The plan in force.
    delivery
        What to carry.
    streets
        The city; a `CachedStreets` computes only the rows of the new points.
    """
    points = list(live.day.points)
    at = []
    for location in (delivery.pickup.location, delivery.delivery.location):
        if location not in points:
            points.append(location)
        at.append(points.index(location))
    shipment = shipment_for(
        delivery,
        name="wish",
        amount=drop_pay_minor(live.state.policy, delivery.distance_m),
        state=live.state,
        pickup_at=at[0],
        delivery_at=at[1],
    )
    problem = replace(
        live.problem,
        matrices=tuple(streets.matrix(points, profile) for profile in live.profiles),
        shipments=(*live.problem.shipments, shipment),
    )
    index = len(problem.shipments) - 1
    found = insertions(problem, live.routes, index)
    return Fit(
        insertions=found,
        num_couriers=len({live.day.shifts[one.vehicle].courier for one in found}),
        shipment=index,
        reason=None if found else explain_unassigned(problem, live.routes, index),
    )
