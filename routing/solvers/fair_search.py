"""Plans between cheap and even: a search whose demand for evenness is steered to a cost.

Rates near their mean cost nothing, those further off have a steep price: what counts are the
lowest and the highest, and evening out the others would only cost. Rounds of ruin and
recreate fill a pool of routes; before each but the first, set partitioning over all of them
finds a plan to begin from. After each less is near enough when the plan cost less than it may,
and more when it cost more.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from routing.evenness import (
    distances_of,
    leximin_rates,
    unevenness,
    unevenness_of_each,
    within_reach,
)
from routing.solvers.cheapest_choice import cheapest_choice
from routing.solvers.relaxation import Columns, relax
from routing.solvers.route_pool import pool_for
from routing.solvers.ruin_recreate.arrays import AMOUNT, PENALTY
from routing.solvers.ruin_recreate.engine import engine_for, plan_of
from routing.solvers.ruin_recreate.kept import empty_kept, kept_routes
from routing.solvers.ruin_recreate.riders import NOBODY
from routing.solvers.ruin_recreate.routes import CARRIED, ROUTE_COST
from routing.solvers.ruin_recreate.shares import prices_of, set_price
from routing.solvers.ruin_recreate.stages import clock_of, mean_leg

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from routing.effort import Effort
    from routing.evenness import Rates
    from routing.model import Balance
    from routing.problem import Problem
    from routing.solution import Solution
    from routing.solvers.relaxation import Relaxation
    from routing.solvers.route_pool import RoutePool
    from routing.solvers.ruin_recreate.engine import Engine, Plan

FEWEST_ROUNDS, MOST_ROUNDS = 5, 12
"""Rounds of a budget of seconds."""

SECONDS_PER_ROUND, STEPS_PER_ROUND = 1.0, 20
"""What one more of them needs of a budget of seconds, and any round of one of iterations."""

SHARE_OF_FIRST = 0.2
"""Part of the effort for the first round, after which there is something to choose from."""

SHARE_OF_CHOICE = 0.85
"""Part of a round that the choice before it may take."""

HOT, WARM, COLD = 0.2, 0.1, 0.005
"""Temperatures from which a round cools, a long one and a brief one, and to which, in mean legs."""

BRIEF_SECONDS, BRIEF_STEPS = 0.2, 80
"""Rounds that have less than either are brief."""

PRICE = 2.0
"""What a vehicle costs that is a mean amount further off than is near enough, in mean legs."""

FIRST_SPARE = 0.6
"""How far from the mean is near enough at first, in parts of what the cheapest plan needs."""

NARROWER, WIDER = 0.85, 1.1
"""How that changes after a round whose plan costs what it may, and one whose plan is too dear."""

MOST_SETS = 8_000
"""Sets of shipments that the pool keeps for the next choice."""

SMALL, TRIES_PER_SET = 256, 50
"""Sets by vehicles of a day whose sets are all looked at, and how long each."""

SCARCE = 10.0
"""Price of leaving a shipment out of a choice, in mean costs of carrying one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A plan that a search came by.

    Attributes
    ----------
    plan
        Codes of the stops per vehicle.
    absent
        Shipments without a route.
    cost, penalty
        Of its routes and idle vehicles; of what it leaves out.
    amounts
        Of every vehicle.
    rates
        In leximin order.
    """

    plan: Plan
    absent: tuple[int, ...]
    cost: int
    penalty: int
    amounts: tuple[int, ...]
    rates: Rates


@dataclass(slots=True, eq=False)
class FairSearch:
    """A search for even plans that is under way.

    Attributes
    ----------
    problem, balance
        What is to be planned, and evened out.
    reach
        The balance without what nobody can even out: the search is steered by it.
    engine, pool
        Search and the routes it came by.
    cheapest
        Plan of least penalty, then cost.
    found
        Plans so far.
    factor, spare
        Price of unevenness, and how far from the mean rate is near enough.
    duals
        Where the next choice begins; ``None``: there was none yet.
    """

    problem: Problem
    balance: Balance
    reach: Balance
    engine: Engine
    pool: RoutePool
    cheapest: Candidate
    found: list[Candidate] = field(default_factory=list)
    factor: float = 0.0
    spare: float = 0.0
    duals: NDArray[np.float64] | None = None

    @property
    def most_cost(self) -> int:
        """What a plan may cost."""
        return self.cheapest.cost * (1000 + self.balance.slack_permille) // 1000

    @property
    def is_small(self) -> bool:
        """Whether there are so few sets and vehicles that all of them are looked at."""
        arrays = self.engine.arrays
        return arrays.num_vehicles << arrays.num_shipments <= SMALL

    def may_be(self, candidate: Candidate) -> bool:
        """Tell whether a plan keeps to the cost and leaves out no more than the cheapest."""
        return candidate.penalty <= self.cheapest.penalty and candidate.cost <= self.most_cost

    def best(self) -> Candidate:
        """Return the leximin-best plan within the cost, the cheaper one of two alike."""
        allowed = [one for one in (*self.found, self.cheapest) if self.may_be(one)]
        return max(allowed, key=lambda one: (one.rates, -one.cost))

    def narrowest(self) -> Candidate:
        """Return the plan within the cost whose rates are nearest to each other."""
        allowed = [one for one in (*self.found, self.cheapest) if self.may_be(one)]
        return min(allowed, key=lambda one: (self.spread(one), one.cost))

    def note(self, *, of_best: bool = False) -> Candidate:
        """Note the engine's current or best plan."""
        routes = self.engine.best if of_best else self.engine.current
        amounts = routes.total[:, CARRIED]
        prices = prices_of(self.engine.arrays, amounts)
        absent = self.engine.absent(of_best=of_best)
        candidate = Candidate(
            plan=self.engine.best_plan() if of_best else self.engine.plan(),
            absent=tuple(absent),
            cost=int(routes.total[:, ROUTE_COST].sum() - prices.sum()),
            penalty=int(self.engine.arrays.shipment[absent, PENALTY].sum()),
            amounts=tuple(amounts.tolist()),
            rates=leximin_rates(self.balance, amounts.tolist()),
        )
        return self.keep(candidate)

    def keep(self, candidate: Candidate) -> Candidate:
        """Keep a plan, and its routes."""
        self.found.append(candidate)
        least = (self.cheapest.penalty, self.cheapest.cost)
        if (candidate.penalty, candidate.cost) < least:
            self.cheapest = candidate
        self.pool.add(candidate.plan.values())
        return candidate

    def price(self, candidate: Candidate) -> float:
        """Return cost, penalty and price of the unevenness of a plan."""
        return (
            candidate.cost
            + candidate.penalty
            + self.factor * unevenness(self.reach, candidate.amounts, spare=self.spare)
        )

    def widest(self, candidate: Candidate) -> float:
        """Return how far the rate of a plan that is furthest from the mean is from it."""
        return max(map(abs, distances_of(self.reach, candidate.amounts)))

    def spread(self, candidate: Candidate) -> float:
        """Return how far the highest rate of a plan is above the lowest."""
        distances = distances_of(self.reach, candidate.amounts)
        return max(distances) - min(distances)

    def relax(self, known: Candidate) -> Relaxation | None:
        """Relax the choice among the pool at the present price; ``None`` when that fails."""
        everywhere = np.broadcast_to(np.arange(len(self.pool.idle)), self.pool.costs.shape)
        amounts = np.broadcast_to(self.pool.amounts[:, None], self.pool.costs.shape)
        total = int(self.engine.arrays.shipment[:, AMOUNT].sum())
        shares = unevenness_of_each(self.reach, everywhere, amounts, total=total, spare=self.spare)
        vehicles = np.arange(len(self.pool.idle))
        idle = np.zeros_like(vehicles)
        none = unevenness_of_each(self.reach, vehicles, idle, total=total, spare=self.spare)
        mean = max(1.0, self.cheapest.cost / max(1, self.engine.arrays.num_shipments))
        costs = np.where(self.pool.costs < NOBODY, self.pool.costs, np.inf)
        columns = Columns(
            loads=self.pool.loads,
            prices=costs + self.factor * shares,
            idle=self.pool.idle + self.factor * none,
            drops=np.minimum(self.engine.arrays.shipment[:, PENALTY], SCARCE * mean),
        )
        relaxation = relax(columns, self.pool.choice_of(known.plan), self.duals)
        if relaxation is not None:
            self.duals = relaxation.duals
        return relaxation

    def forget(self, relaxation: Relaxation) -> None:
        """Forget routes that seem to be of little use, not those of plans that were found.

        Sets that the pool has taken in since the relaxation come last in it, and stay.
        """
        least = relaxation.root.reshape(relaxation.columns.prices.shape).min(axis=1)
        useful = np.argsort(least, kind="stable")[:MOST_SETS].tolist()
        useful += range(len(least), len(self.pool.loads))
        used = [row for one in self.found for row in self.pool.choice_of(one.plan).values()]
        self.pool.keep_only([*useful, *used])

    def load(self, plan: Plan) -> None:
        """Go on from a plan."""
        served = {code // 2 for codes in plan.values() for code in codes}
        absent = set(range(self.engine.arrays.num_shipments)) - served
        self.engine.load(plan, absent)

    def anneal(self, effort: Effort, leg: float) -> None:
        """Search at the present price."""
        clock = clock_of(effort)
        hot = WARM if _is_brief(effort) else HOT
        for rounds in clock.chunks():
            self.engine.run(rounds, leg * hot * (COLD / hot) ** clock.fraction)
        self.pool.add(codes for _, codes in kept_routes(self.engine.kept))
        empty_kept(self.engine.kept)


def begin_search(
    problem: Problem, balance: Balance, known: list[Solution], *, seed: int
) -> FairSearch:
    """Begin a search for even plans.

    Parameters
    ----------
    problem, balance
        What is to be planned, and evened out.
    known
        Plans to begin from, at least one.
    seed
        Start of the random stream.
    """
    reach = within_reach(balance, sum(shipment.amount for shipment in problem.shipments))
    engine = engine_for(problem, seed, balance=reach)
    search: FairSearch | None = None
    for solution in known:
        plan = plan_of(engine, solution)
        served = {code // 2 for codes in plan.values() for code in codes}
        engine.load(plan, set(range(engine.arrays.num_shipments)) - served)
        engine.run(1, 0.0, blink=0.0)
        if search is None:
            search = _search_from(problem, balance, reach, engine)
        search.note(of_best=True)
    if search is None:
        msg = "Expected a plan to begin from, got none."
        raise ValueError(msg)
    if search.is_small:
        _complete(search, mean_leg(engine))
    return search


def _search_from(problem: Problem, balance: Balance, reach: Balance, engine: Engine) -> FairSearch:
    nothing = Candidate(
        plan={},
        absent=tuple(range(engine.arrays.num_shipments)),
        cost=0,
        penalty=1 << 60,
        amounts=(0,) * engine.arrays.num_vehicles,
        rates=(),
    )
    return FairSearch(
        problem=problem,
        balance=balance,
        reach=reach,
        engine=engine,
        pool=pool_for(problem),
        cheapest=nothing,
    )


def _complete(search: FairSearch, leg: float) -> None:
    """Take the best route of every vehicle with every set of shipments into the pool."""
    engine = search.engine
    shipments, vehicles = range(engine.arrays.num_shipments), range(engine.arrays.num_vehicles)
    for number in range(1, 2 ** len(shipments)):
        load = [i for i in shipments if number >> i & 1]
        for vehicle in vehicles:
            engine.load({}, load, set(vehicles) - {vehicle})
            engine.run(TRIES_PER_SET, HOT * leg)
            search.pool.add(engine.best_plan().values())
    empty_kept(engine.kept)


def search_on(search: FairSearch, effort: Effort, tell: Callable[[FairSearch, int], None]) -> None:
    """Search for even plans that cost what they may, from those that are known.

    Parameters
    ----------
    search
        Changed in place.
    effort
        What may be spent.
    tell
        Called after every round, with the steps of this effort so far.
    """
    leg = mean_leg(search.engine)
    amount = float(search.engine.arrays.shipment[:, AMOUNT].mean())
    if search.widest(search.cheapest) <= 0 or amount <= 0:
        return
    mean_weight = float(np.mean(search.reach.weights))
    search.factor = PRICE * leg * mean_weight / amount**2
    search.spare = FIRST_SPARE * search.widest(search.cheapest)
    num_rounds = _num_rounds(effort)
    for number in range(num_rounds):
        if effort.is_spent:
            return
        set_price(search.engine, search.reach, search.factor, spare=search.spare)
        share = 1 / (num_rounds - number)
        part = effort.part(share if number else max(share, SHARE_OF_FIRST))
        if number:
            _begin_anew(search, part)
        first = min(search.found, key=search.price)
        search.load(first.plan)
        search.anneal(part, leg)
        effort.close(part)
        last = search.note(of_best=True)
        tell(search, effort.used)
        if search.may_be(last):
            search.spare = NARROWER * min(search.spare, search.widest(last))
        else:
            search.spare *= WIDER


def _num_rounds(effort: Effort) -> int:
    """Return how many rounds an effort is enough for."""
    steps, seconds = effort.iterations_left, effort.seconds_left
    number = MOST_ROUNDS
    if seconds is not None:
        number = min(number, max(FEWEST_ROUNDS, int(seconds / SECONDS_PER_ROUND)))
    return number if steps is None else max(1, min(number, steps // STEPS_PER_ROUND))


def _is_brief(effort: Effort) -> bool:
    """Tell whether a round has so little that it must not begin hot."""
    return (effort.seconds is not None and effort.seconds < BRIEF_SECONDS) or (
        effort.iterations is not None and effort.iterations < BRIEF_STEPS
    )


def _begin_anew(search: FairSearch, effort: Effort) -> None:
    """Note the plan that can be chosen from the pool at the present price."""
    known = min(search.found, key=search.price)
    relaxation = search.relax(known)
    if relaxation is None:
        return
    part = effort.part(SHARE_OF_CHOICE)
    choice = cheapest_choice(relaxation, search.pool.choice_of(known.plan), part)
    search.load(search.pool.plan_of(choice))
    search.engine.run(1, 0.0, blink=0.0)
    search.note(of_best=True)
    if len(search.pool.loads) > MOST_SETS:
        search.forget(relaxation)
