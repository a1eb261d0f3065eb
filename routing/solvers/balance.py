"""Even out rates within a slack of the least cost.

First whole routes change vehicles, which costs next to nothing; then single shipments move:
the same taking out and putting back that makes plans cheap, at a price of unevenness that
rises while there is cost to spare and falls when there is none; OR-Tools with a soft lower
bound on the amount of each vehicle has a try from there; at last whole routes once more.
Whatever is leximin-best among all plans within the slack, and the plan to begin from, wins.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from routing.draft import draft_of, ground_of
from routing.evenness import Evenness, leximin_rates, unevenness
from routing.finish import routes_of, solution_of_draft
from routing.model import Measure, SoftBound
from routing.solvers.construct import fill
from routing.solvers.local_search import improve
from routing.solvers.reassign import reassign_routes
from routing.solvers.shake import shake

if TYPE_CHECKING:
    from collections.abc import Sequence

    from routing.draft import Draft, Ground
    from routing.effort import Effort
    from routing.evenness import Rates
    from routing.model import Balance
    from routing.problem import Problem
    from routing.solution import Entry, Solution

ROUNDS = 8
"""Prices of unevenness that are tried one after another."""

SHARE_OF_BOUNDS = 0.1
"""Part of the effort for OR-Tools with soft bounds."""

DEARER, CHEAPER = 3.0, 0.4
"""How the price of unevenness changes after a round."""


@dataclass(slots=True, eq=False)
class _Best:
    """The leximin-best plan so far that keeps to the cost; ties go to the cheaper one."""

    balance: Balance
    most_cost: int
    most_penalty: int
    draft: Draft
    rates: Rates
    cost: int

    def accepts(self, draft: Draft) -> bool:
        """Tell whether a plan is within the slack, and keep it when it is the best."""
        ground = draft.ground
        cost = _routes_cost(draft)
        if cost > self.most_cost or _penalty(draft) > self.most_penalty:
            return False
        amounts = [0 if t is None else ground.amount(t) for t in draft.tracks]
        rates = leximin_rates(self.balance, amounts)
        if rates > self.rates or (rates == self.rates and cost < self.cost):
            self.draft, self.rates, self.cost = draft, rates, cost
        return True


def even_out(
    problem: Problem, found: Solution, start: Solution | None, effort: Effort, *, seed: int
) -> Solution:
    """Find a plan with leximin-better rates within the slack of the least cost.

    Parameters
    ----------
    problem
        With a balance.
    found
        The cheapest plan known.
    start
        Plan that the result must not be worse than.
    effort
        What may be spent.
    seed
        Start of the random stream.

    Raises
    ------
    ValueError
        When the problem has no balance.
    """
    balance = problem.balance
    if balance is None:
        msg = "Expected a problem with a balance, got none."
        raise ValueError(msg)
    ground = ground_of(problem)
    cheapest = draft_of(ground, _routes(found))
    begun = None if start is None else draft_of(ground, _routes(start))
    if begun is not None:
        fill(begun)
        if (_penalty(begun), _routes_cost(begun)) < (_penalty(cheapest), _routes_cost(cheapest)):
            cheapest = begun
    best = _Best(
        balance=balance,
        most_cost=_routes_cost(cheapest) * (1000 + balance.slack_permille) // 1000,
        most_penalty=_penalty(cheapest),
        draft=cheapest,
        rates=_rates(balance, cheapest),
        cost=_routes_cost(cheapest),
    )
    if begun is not None and _penalty(begun) <= best.most_penalty:
        begun_rates = _rates(balance, begun)
        if begun_rates > best.rates:
            best.draft, best.rates, best.cost = begun, begun_rates, _routes_cost(begun)
    _search(best, effort, random.Random(seed))  # noqa: S311 - a search, no secret
    return _within(problem, best.draft, found, start)


def _search(best: _Best, effort: Effort, stream: random.Random) -> None:
    """Try all ways of making the best plan more even."""
    best.accepts(reassign_routes(best.draft, best.balance, best.most_cost))
    bounds = effort.part(SHARE_OF_BOUNDS)
    rounds = effort.part(1 - SHARE_OF_BOUNDS)
    _move_shipments(best, rounds, stream)
    effort.close(rounds)
    _with_bounds(best, bounds, stream)
    effort.close(bounds)
    best.accepts(reassign_routes(best.draft, best.balance, best.most_cost))


def _move_shipments(best: _Best, effort: Effort, stream: random.Random) -> None:
    """Search at a changing price of unevenness."""
    problem = best.draft.ground.problem
    uneven = unevenness(best.balance, _amounts(best.draft))
    spare = max(1, best.most_cost - best.cost)
    factor = (spare + best.most_cost / 100) / uneven if uneven > 0 else 0.0
    if factor == 0.0:
        return
    here = best.draft
    for number in range(ROUNDS):
        if effort.is_spent:
            return
        ground = ground_of(problem, evenness=Evenness(balance=best.balance, factor=factor))
        part = effort.part(1 / (ROUNDS - number))
        here = shake(_moved(here, ground), part, stream, accepts=best.accepts)
        effort.close(part)
        has_spare = _routes_cost(here) < best.most_cost - spare // 10
        factor *= DEARER if has_spare else CHEAPER
        if not has_spare:
            here = best.draft


def _with_bounds(best: _Best, effort: Effort, stream: random.Random) -> None:
    """Let OR-Tools lift the vehicles whose rate is below the mean."""
    problem = best.draft.ground.problem
    balance = best.balance
    amounts = _amounts(best.draft)
    mean = (sum(balance.carried) + sum(amounts)) / sum(balance.weights)
    uneven = sum(
        abs(carried + amount - mean * weight)
        for carried, amount, weight in zip(balance.carried, amounts, balance.weights, strict=True)
    )
    price = max(1, round(2 * (best.most_cost - best.cost + 1) / max(1.0, uneven)))
    bounds = tuple(
        SoftBound(
            vehicle=vehicle,
            measure=Measure.AMOUNT,
            lower=max(0, round(mean * weight) - carried),
            cost_per_unit=price,
        )
        for vehicle, (carried, weight) in enumerate(
            zip(balance.carried, balance.weights, strict=True)
        )
    )
    ground = ground_of(replace(problem, soft_bounds=problem.soft_bounds + bounds))
    bent = improve(_moved(best.draft, ground), effort, stream)
    best.accepts(_moved(bent, ground_of(problem)))


def _moved(draft: Draft, ground: Ground) -> Draft:
    """Return the same routes on another ground."""
    return draft_of(ground, routes_of(draft))


def _within(problem: Problem, draft: Draft, found: Solution, start: Solution | None) -> Solution:
    """Return the solution of a draft, unless bounds that a draft does not see made it dear."""
    result = solution_of_draft(draft)
    balance = problem.balance
    cheapest = min([s.cost for s in (found, start) if s is not None])
    limit = cheapest + cheapest * (0 if balance is None else balance.slack_permille) // 1000
    if result.cost <= max(limit, 0 if start is None else start.cost):
        return result
    return found if start is None else start


def _routes(solution: Solution) -> list[tuple[int, Sequence[Entry]]]:
    return [(route.vehicle, route.entries) for route in solution.routes]


def _amounts(draft: Draft) -> list[int]:
    return [0 if t is None else draft.ground.amount(t) for t in draft.tracks]


def _rates(balance: Balance, draft: Draft) -> Rates:
    return leximin_rates(balance, _amounts(draft))


def _routes_cost(draft: Draft) -> int:
    return sum(draft.ground.cost(track) for track in draft.tracks if track is not None)


def _penalty(draft: Draft) -> int:
    return sum(draft.ground.penalties[shipment] for shipment in draft.absent)
