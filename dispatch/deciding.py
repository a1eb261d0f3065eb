"""Who would have an order by the rule of live insertion, and at what terms."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dispatch.binding_rules import binding_rule, unpinned
from dispatch.day_problem import SERVED_KINDS, lay_out
from dispatch.evenness import live_balances
from fairness.explain import Candidate
from fairness.targets import evenness_cost_s
from routing.solution import StopKind
from routing.solvers.ruin_recreate.live import insertion_of

if TYPE_CHECKING:
    from collections.abc import Collection
    from fractions import Fraction

    from dispatch.live_plan import LivePlan
    from dispatch.model import CourierId, OrderId
    from routing.solution import Route
    from routing.solvers.ruin_recreate.live import Offer


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """The terms at which each shift could have an order, as if nobody had it.

    Attributes
    ----------
    live
        The plan in force; the order is looked at without its place in it.
    shipment
        Index of the order's shipment.
    offers
        The best of each vehicle that can take it, cheapest first, prices of evenness included.
    balances, prices
        By vehicle: orders ahead of the share with it, and what that costs, in seconds.
    """

    live: LivePlan
    shipment: int
    offers: tuple[Offer, ...]
    balances: tuple[Fraction, ...]
    prices: tuple[int, ...]

    @property
    def winner(self) -> CourierId | None:
        """Whom the rule gives it to; ``None``: nobody can."""
        return self.live.day.shifts[self.offers[0].vehicle].courier if self.offers else None


def choose(live: LivePlan, order: OrderId) -> Choice | None:
    """Decide about one order anew, the rest of the plan as it is.

    Neither a pin nor that somebody was told of it counts; that somebody has given it back does.

    Parameters
    ----------
    live
        The plan in force.
    order
        Which order.

    Returns
    -------
    Choice or None
        ``None`` when it is not to be planned any more.
    """
    shipment = live.day.shipment_of(order)
    if shipment is None or live.holds.routes is None:
        return None
    orders = tuple(
        replace(one, courier=None) if one.id == order else one for one in live.state.orders
    )
    balances = live_balances(replace(live.state, orders=orders), live.day.shifts)
    costs = [evenness_cost_s(live.state.policy, one) for one in balances]
    prices = tuple(cost - min(costs) for cost in costs)
    with live.lock, live.holds.routes.bare() as bare:
        offers = bare.choices(shipment, prices)
    return Choice(live=live, shipment=shipment, offers=offers, balances=balances, prices=prices)


def candidates_of(choice: Choice, named: Collection[CourierId]) -> tuple[Candidate, ...]:
    """Give the candidates for an order: one for everybody who is on shift.

    Parameters
    ----------
    choice
        From `choose`.
    named
        Whose travel, lateness and binding rule are told; of others only what decides.

    Returns
    -------
    tuple of Candidate
        Of each courier's shifts the best.
    """
    by_vehicle = {offer.vehicle: offer for offer in choice.offers}
    free = unpinned(choice.live.problem, choice.shipment)
    best: dict[CourierId, Candidate] = {}
    for vehicle, shift in enumerate(choice.live.day.shifts):
        offer = by_vehicle.get(vehicle)
        plain = Candidate(courier=shift.courier, place=vehicle, balance=choice.balances[vehicle])
        if offer is not None:
            plain = replace(plain, cost_s=offer.added_cost - choice.prices[vehicle])
            if shift.courier in named:
                plain = _with_terms(choice, offer, plain)
        else:
            plain = replace(
                plain,
                blocked_by=binding_rule(
                    choice.live, free, choice.shipment, vehicle, is_exact=shift.courier in named
                ),
            )
        best[shift.courier] = min(plain, best.get(shift.courier, plain), key=_ease)
    return tuple(best.values())


def _ease(candidate: Candidate) -> tuple[bool, int, int]:
    return candidate.blocked_by is not None, candidate.cost_s, candidate.place


def _with_terms(choice: Choice, offer: Offer, plain: Candidate) -> Candidate:
    before = route_without(choice.live, offer.vehicle, choice.shipment)
    found = insertion_of(choice.live.problem, before, offer)
    return replace(
        plain,
        added_s=found.added_travel,
        added_m=found.added_distance,
        lateness_s=_lateness_s(choice.live, found.route) - _lateness_s(choice.live, before),
    )


def route_without(live: LivePlan, vehicle: int, shipment: int) -> Route | None:
    """Give a vehicle's route without a shipment; ``None`` when nothing is left of it."""
    route = live.route_of(vehicle)
    if route is None or shipment not in route.shipments:
        return route
    entries = [
        entry for entry in route.entries if entry.kind in SERVED_KINDS and entry.index != shipment
    ]
    return next(iter(lay_out(live.problem, {vehicle: entries})), None)


def _lateness_s(live: LivePlan, route: Route | None) -> int:
    """Add up how much later than promised a route's deliveries begin."""
    late = 0
    for stop in () if route is None else route.stops:
        if stop.kind is StopKind.DELIVERY and stop.index is not None:
            promised = live.day.orders[stop.index].delivery.delivery_window.latest
            late += max(0, stop.start - live.state.seconds(promised))
    return late
