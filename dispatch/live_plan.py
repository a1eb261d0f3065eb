"""The plan in force as a problem, laid out so that a quote is one insertion."""

from __future__ import annotations

from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING

from dispatch.day_problem import DayProblem, build, relaxed, shipment_for
from dispatch.evenness import live_prices
from dispatch.new_orders import priced, put_in
from dispatch.new_travel import Near, near_points, new_travel
from dispatch.street_overlays import streets_under
from dispatch.ways import slowed_travel
from fairness.pay import drop_pay_minor
from routing.reasons import explain_unassigned
from routing.solution import StopKind
from routing.solvers.ruin_recreate.new_insertion import new_insertion, with_new

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dispatch.day_state import DayState
    from dispatch.model import Delivery
    from dispatch.streets import Streets
    from routing.insertion import Insertion
    from routing.model import Location, Shipment
    from routing.problem import Problem
    from routing.solution import Reason, Route
    from routing.solvers.ruin_recreate.live import LiveRoutes, Offer
    from routing.solvers.ruin_recreate.new_places import NewTravel
    from routing.streets.profiles import Profile


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
    at
        Index of each point.
    near
        Points with a street nearby, by profile.
    prices
        What one more order costs with each vehicle, so that work is shared evenly, in seconds
        of travel; none: nothing.
    ready
        The routes laid out for insertions; ``None`` when there is no vehicle.
    lock
        Whoever uses `ready` holds it.
    """

    state: DayState
    day: DayProblem
    problem: Problem
    routes: tuple[Route, ...]
    at: Mapping[Location, int]
    near: Mapping[Profile, Near]
    prices: tuple[int, ...]
    ready: LiveRoutes | None
    lock: Lock = field(default_factory=Lock, compare=False, repr=False)

    @property
    def is_estimate(self) -> bool:
        """Whether any travel in it was guessed."""
        return any(matrix.is_estimate for matrix in self.problem.matrices)

    def route_of(self, vehicle: int) -> Route | None:
        """Give a vehicle's route, if it has one."""
        return next((route for route in self.routes if route.vehicle == vehicle), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """How a delivery fits into a live plan.

    Attributes
    ----------
    live
        The plan in force.
    offers
        The best of each vehicle that can take it, cheapest first.
    asked, travel
        Its shipment, and travel from and to its places.
    reason
        Why nobody can.
    is_estimate
        Whether any travel behind this was guessed.
    """

    live: LivePlan
    offers: tuple[Offer, ...]
    asked: Shipment
    travel: tuple[NewTravel, ...]
    reason: Reason | None
    is_estimate: bool = False

    @property
    def num_couriers(self) -> int:
        """How many couriers could."""
        return len({self.live.day.shifts[offer.vehicle].courier for offer in self.offers})

    def insertion(self, place: int) -> Insertion:
        """Give one of the offers its times; the cheapest is 0."""
        offer = self.offers[place]
        route = self.live.route_of(offer.vehicle)
        return new_insertion(self.live.problem, route, offer, self.asked, self.travel)

    def start(self, insertion: Insertion) -> int:
        """Say when service at the recipient's door would begin."""
        index = len(self.live.problem.shipments)
        return next(
            stop.start
            for stop in insertion.route.stops
            if stop.kind is StopKind.DELIVERY and stop.index == index
        )


def live_plan(state: DayState, streets: Streets) -> LivePlan:
    """Build a live plan; orders that no plan has seen yet are put where they cost least.

    Their cost is travel and lateness, and the policy's price for who has had more than others.
    """
    day = build(state, streets)
    streets = streets_under(streets, state.overlays)
    problem = relaxed(day.problem, day.routes)
    served = {index for route in day.routes for index in route.shipments}
    new = [shipment for shipment in range(len(day.orders)) if shipment not in served]
    prices = live_prices(state, day.shifts)
    laid, ready = put_in(problem, day.routes, new, prices)
    problem = priced(problem, new, prices)
    profiles = {way.profile for way in day.ways}
    return LivePlan(
        state=state,
        day=day,
        problem=problem,
        routes=laid,
        at={place: index for index, place in enumerate(day.points)},
        near={profile: near_points(streets, day.points, profile) for profile in profiles},
        prices=prices,
        ready=ready,
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
        The city; only travel from and to points that the plan does not have is computed.
    """
    streets = streets_under(streets, live.state.overlays)
    ends = (delivery.pickup.location, delivery.delivery.location)
    new = tuple(dict.fromkeys(place for place in ends if place not in live.at))
    at = [live.at[end] if end in live.at else len(live.at) + new.index(end) for end in ends]
    asked = shipment_for(
        delivery,
        name="wish",
        amount=drop_pay_minor(live.state.policy, delivery.distance_m),
        state=live.state,
        pickup_at=at[0],
        delivery_at=at[1],
    )
    found = {
        profile: new_travel(streets, len(live.day.points), near, new, profile)
        for profile, near in live.near.items()
    }
    travel = tuple(slowed_travel(found[way.profile][0], way.time_permille) for way in live.day.ways)
    offers: tuple[Offer, ...] = ()
    if live.ready is not None:
        with live.lock:
            offers = live.ready.offers_for(asked, travel, live.prices)
    reason = None if offers else _reason(live, asked, travel)
    return Fit(
        live=live,
        offers=offers,
        asked=asked,
        travel=travel,
        reason=reason,
        is_estimate=live.is_estimate or any(is_guess for _, is_guess in found.values()),
    )


def _reason(live: LivePlan, asked: Shipment, travel: tuple[NewTravel, ...]) -> Reason:
    problem = with_new(live.problem, asked, travel)
    return explain_unassigned(problem, live.routes, len(live.problem.shipments))
