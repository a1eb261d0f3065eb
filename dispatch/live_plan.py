"""The plan in force as a problem, laid out so that a quote is one insertion."""

from __future__ import annotations

from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING

from dispatch.day_problem import DayProblem, build, relaxed
from dispatch.evenness import live_prices
from dispatch.holds import ROOM, Holds
from dispatch.new_orders import priced, put_in
from dispatch.new_travel import Near, near_points
from dispatch.street_overlays import streets_under

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dispatch.day_state import DayState
    from dispatch.streets import Streets
    from routing.model import Location
    from routing.problem import Problem
    from routing.solution import Route
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
    holds
        The routes laid out for insertions, with what quotes keep on them.
    lock
        Whoever uses `holds` has it.
    """

    state: DayState
    day: DayProblem
    problem: Problem
    routes: tuple[Route, ...]
    at: Mapping[Location, int]
    near: Mapping[Profile, Near]
    prices: tuple[int, ...]
    holds: Holds
    lock: Lock = field(default_factory=Lock, compare=False, repr=False)

    @property
    def is_estimate(self) -> bool:
        """Whether any travel in it was guessed."""
        return any(matrix.is_estimate for matrix in self.problem.matrices)

    def route_of(self, vehicle: int) -> Route | None:
        """Give a vehicle's route, if it has one."""
        return next((route for route in self.routes if route.vehicle == vehicle), None)


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
    laid, ready = put_in(problem, day.routes, new, prices, room=ROOM)
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
        holds=Holds(ready),
    )
