"""One day's search for a plan: new orders are put in at once, then slices make it better.

Every slice goes on from the plan of the one before it, and none begins from nothing when
there is a plan in force. What a slice finds is a draft that nobody has adopted yet.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import ceil
from typing import TYPE_CHECKING

from dispatch.apart import with_costs
from dispatch.day_figures import figures_of, online_today, price
from dispatch.day_problem import build, relaxed
from dispatch.day_routes import planned_routes, unassigned_orders
from dispatch.day_state import Earned
from dispatch.evenness import live_prices
from dispatch.model import OrderState, PlanState
from dispatch.new_orders import put_in
from dispatch.stability import moving_costs
from dispatch.street_overlays import labels_of
from fairness.targets import balance_for
from routing.check import check
from routing.cost import is_within_slack, plan_cost
from routing.evenness import amounts_of, leximin_rates
from routing.finish import solution_from
from routing.model import TimeWindow
from routing.problem import Budget
from routing.solution import Reason, Solution, StopKind, Unassigned
from routing.solve import solve
from routing.solvers.ruin_recreate.live import insertion_of, live_routes

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from dispatch.day_problem import DayProblem
    from dispatch.day_state import DayState
    from dispatch.model import (
        Plan,
        PlanFigures,
        PlannedRoute,
        PriceOfFairness,
        UnassignedOrder,
    )
    from dispatch.streets import Streets
    from routing.model import Balance, Stop
    from routing.problem import Problem
    from routing.solution import Route, Violation
    from routing.solvers.parts import PartRunner
    from routing.solvers.protocol import Progress

SLICE_S = 1.0
"""Seconds of search before a plan that is better lands."""

SHARE_OF_FREE = 0.6
"""Part of the budget that goes into the plan without fairness."""

LATEST_S = 3 * 3600
"""How late an order that has been promised may be before it is left out, in seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanDraft:
    """A plan that nobody has adopted yet.

    Attributes
    ----------
    day, base_version, based_on_event
        Which day, and what was known when it was made.
    policy_version, seed, overlays
        What it was made with.
    routes, unassigned, figures, free_figures, price_of_fairness
        As in `Plan`.
    violations
        Broken hard rules; empty, or something is wrong with a solver.
    """

    day: date
    base_version: int
    based_on_event: int
    policy_version: int
    seed: int
    routes: tuple[PlannedRoute, ...]
    unassigned: tuple[UnassignedOrder, ...]
    figures: PlanFigures
    free_figures: PlanFigures | None
    price_of_fairness: PriceOfFairness | None
    violations: tuple[Violation, ...]
    overlays: tuple[str, ...] = ()


class DaySearch:
    """Searches for plans of a day as it was at one moment.

    Parameters
    ----------
    state
        The day, from `planning.prepare`.
    streets
        The co-op's city.
    seed
        Start of the random stream.
    runner
        Plans the parts of large days; ``None``: here.
    on_progress
        Called now and then; its share is that of the slice.
    """

    def __init__(
        self,
        state: DayState,
        streets: Streets,
        *,
        seed: int,
        runner: PartRunner | None = None,
        on_progress: Callable[[Progress], None] | None = None,
    ) -> None:
        self._state, self._streets = state, streets
        self._day = build(state, streets)
        self._seed = seed
        self._num_slices = 0
        self._runner = runner
        self._on_progress = on_progress
        self._span = 0.0, 1.0
        self._free = self._fair = _start(self._day)
        self._best: PlanDraft | None = None
        self._told: DayState | None = None
        self._base_version = state.newest_version

    @property
    def is_new(self) -> bool:
        """Whether there is no plan in force to begin from."""
        return self._fair is None

    @property
    def best(self) -> PlanDraft | None:
        """The best draft of the slices so far."""
        return self._best

    def at_once(self) -> PlanDraft | None:
        """Put orders without a route into the plan in force, each where it costs least.

        Everybody else keeps what they have, in the same order, and an order goes where its
        quote was computed for. No search: this takes milliseconds.

        Returns
        -------
            ``None`` without a plan in force, or when there is no such order that fits.
        """
        start = self._fair
        if start is None:
            return None
        new = [one.shipment for one in start.unassigned]
        problem = relaxed(self._day.problem, start.routes)
        prices = live_prices(self._state, self._day.shifts)
        routes, _ = put_in(problem, start.routes, new, prices)
        found = solution_from(problem, routes)
        if len(found.unassigned) == len(new):
            return None
        self._free = self._fair = found
        return self._drafted(problem, found, None)

    def improve(self, budget: Budget) -> PlanDraft | None:
        """Search on for as long as a budget lasts.

        Parameters
        ----------
        budget
            Of this slice, for the cheapest plan and the even one together.

        Returns
        -------
            The first time whatever was found; later ``None`` unless it is better: fewer
            orders without a route, else less late, else more even, else cheaper.
        """
        self._span = 0.0, SHARE_OF_FREE
        day, kept = self._cheapest(_part(budget, SHARE_OF_FREE))
        self._span = SHARE_OF_FREE, 1.0
        balance = _balance(self._state, day)
        problem = replace(day.problem, balance=balance)
        fair = free = kept
        if balance is not None:
            begin = kept
            before = self._fair if self._num_slices else None
            if before is not None and is_within_slack(problem, before, kept):
                begin = before
            fair = self._solve(problem, _part(budget, 1 - SHARE_OF_FREE), begin)
            if fair.free is not None and fair.free.cost < free.cost:
                free = fair.free
            if not is_within_slack(problem, fair, free):
                fair = kept if is_within_slack(problem, kept, free) else free
        self._num_slices += 1
        made = self._drafted(problem, fair, free)
        if self._best is not None and not _is_better(problem, made, fair, self._best, self._fair):
            return None
        self._free, self._fair, self._best = free, fair, made
        return made

    def landed(self, plan: Plan) -> None:
        """Hear that the last draft is a plan now: the next one follows it.

        Once it is published, couriers know it, and moving its orders has a price.
        """
        self._base_version = plan.version
        if plan.state is PlanState.PUBLISHED:
            self._told = replace(self._state, in_force=plan)
            self._day = self._charged(self._day)

    def _charged(self, day: DayProblem) -> DayProblem:
        """Put the price of moving on what couriers have been told since this search began."""
        if self._told is None:
            return day
        costs = with_costs(moving_costs(self._told, day.orders, day.shifts), day.parting)
        return replace(day, problem=replace(day.problem, pair_costs=costs))

    def _cheapest(self, budget: Budget) -> tuple[DayProblem, Solution]:
        """Plan as cheaply as can be."""
        day = self._day
        free = self._solve(day.problem, budget, self._free)
        late = _late_rather_than_never(self._state, day, free)
        if late is not None:
            day = replace(day, problem=late[0])
            free = self._solve(late[0], budget, late[1])
        return day, free

    def _solve(self, problem: Problem, budget: Budget, start: Solution | None) -> Solution:
        return solve(
            problem,
            budget,
            seed=self._seed + self._num_slices,
            start=start,
            runner=self._runner,
            on_progress=self._tell,
        )

    def _tell(self, progress: Progress) -> None:
        """Tell how a part of a slice goes as how the slice goes."""
        if self._on_progress is not None:
            begin, end = self._span
            self._on_progress(replace(progress, share=begin + progress.share * (end - begin)))

    def _drafted(self, problem: Problem, fair: Solution, free: Solution | None) -> PlanDraft:
        state, day = self._state, replace(self._day, problem=problem)
        routes = planned_routes(state, day, fair.routes)
        figures = figures_of(state, routes, num_unassigned=len(fair.unassigned))
        free_figures = None
        if free is not None:
            free_routes = planned_routes(state, day, free.routes)
            free_figures = figures_of(state, free_routes, num_unassigned=len(free.unassigned))
        return PlanDraft(
            day=state.day,
            base_version=self._base_version,
            based_on_event=state.based_on_event,
            policy_version=state.policy.version,
            seed=self._seed,
            routes=routes,
            unassigned=unassigned_orders(day, fair.unassigned),
            figures=figures,
            free_figures=free_figures,
            price_of_fairness=price(figures, free_figures),
            violations=check(problem, fair),
            overlays=labels_of(state.overlays),
        )


def slices_of(budget: Budget) -> tuple[Budget, ...]:
    """Cut a budget into slices of about a second; one of iterations alone stays whole."""
    if budget.seconds is None:
        return (budget,)
    number = max(1, ceil(budget.seconds / SLICE_S))
    return (_part(budget, 1 / number),) * number


def _start(day: DayProblem) -> Solution | None:
    """Begin from the plan in force, as far as it still holds."""
    if not day.routes:
        return None
    served = {index for route in day.routes for index in route.shipments}
    left = tuple(
        Unassigned(shipment=index, reason=Reason(code="not_in_plan"))
        for index in range(len(day.orders))
        if index not in served
    )
    return Solution(routes=day.routes, unassigned=left, cost=plan_cost(day.problem, day.routes))


def _part(budget: Budget, share: float) -> Budget:
    return Budget(
        seconds=None if budget.seconds is None else budget.seconds * share,
        iterations=None if budget.iterations is None else max(1, round(budget.iterations * share)),
    )


def _balance(state: DayState, day: DayProblem) -> Balance | None:
    """Ask for even pay per online hour of the period, this day included."""
    online = online_today(state)
    earned, seconds = [], []
    for shift in day.shifts:
        before = state.before.get(shift.courier, Earned())
        today = state.today.get(shift.courier, Earned())
        earned.append(before.minor + today.minor)
        seconds.append(max(1, before.online_s + online.get(shift.courier, 0)))
    if not seconds:
        return None
    return balance_for(state.policy, earned_minor=earned, online_s=seconds)


def _late_rather_than_never(
    state: DayState, day: DayProblem, found: Solution
) -> tuple[Problem, Solution] | None:
    """Widen windows of orders that were assigned before and now have no route.

    Each is widened just so far that somebody can do it soonest, given the routes as they
    are.
    """
    problem = day.problem
    routes = {route.vehicle: route for route in found.routes}
    left = [
        one for one in found.unassigned if day.orders[one.shipment].state is OrderState.ASSIGNED
    ]
    for one in left if problem.vehicles else ():
        wide = _widened(problem, one.shipment, state.seconds(state.now) + LATEST_S)
        tried = [
            insertion_of(wide, routes.get(offer.vehicle), offer)
            for offer in live_routes(wide, tuple(routes.values())).offers(one.shipment)
        ]
        if tried:
            soonest = min(tried, key=lambda fit: _served_at(fit.route, one.shipment))
            routes[soonest.vehicle] = soonest.route
            problem = relaxed(problem, [soonest.route])
    if problem is day.problem:
        return None
    laid = tuple(routes[vehicle] for vehicle in sorted(routes))
    served = {index for route in laid for index in route.shipments}
    unassigned = tuple(one for one in found.unassigned if one.shipment not in served)
    return problem, Solution(routes=laid, unassigned=unassigned, cost=plan_cost(problem, laid))


def _widened(problem: Problem, shipment: int, latest: int) -> Problem:
    """Let one shipment be served until a moment, or until its own end if that is later."""
    shipments = list(problem.shipments)
    asked = shipments[shipment]

    def until(stop: Stop | None) -> Stop | None:
        if stop is None:
            return None
        last = stop.windows[-1]
        wider = TimeWindow(earliest=last.earliest, latest=max(last.latest, latest))
        return replace(stop, windows=(*stop.windows[:-1], wider))

    shipments[shipment] = replace(asked, pickup=until(asked.pickup), delivery=until(asked.delivery))
    return replace(problem, shipments=tuple(shipments))


def _served_at(route: Route, shipment: int) -> int:
    """Give the moment at which service at a shipment's last stop begins."""
    return max(
        stop.start
        for stop in route.stops
        if stop.index == shipment and stop.kind in (StopKind.PICKUP, StopKind.DELIVERY)
    )


def _is_better(
    problem: Problem, made: PlanDraft, found: Solution, best: PlanDraft, known: Solution | None
) -> bool:
    """Tell whether a draft is better than the best one of the same search."""
    balance = problem.balance

    def rank(draft: PlanDraft, plan: Solution) -> tuple[object, ...]:
        rates = () if balance is None else leximin_rates(balance, amounts_of(problem, plan.routes))
        figures = draft.figures
        return (-figures.num_unassigned, -figures.lateness_s, rates, -plan.cost)

    return known is None or rank(made, found) > rank(best, known)
