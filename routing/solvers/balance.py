"""Even out rates within a slack of the least cost.

A search between cheap and even fills a pool of routes; from that CP-SAT chooses who rides
what. First whole routes change vehicles, which costs next to nothing, then routes of the
whole pool do. Whatever is leximin-best among all plans within
the slack, and the plan to begin from, wins.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from routing.cost import is_within_slack
from routing.evenness import amounts_of, leximin_rates, rate_of
from routing.finish import solution_of
from routing.solvers.fair_choice import Limits, fair_choice
from routing.solvers.fair_search import Candidate, begin_search, search_on
from routing.solvers.protocol import Progress
from routing.solvers.ruin_recreate.arrays import PENALTY
from routing.solvers.ruin_recreate.engine import entries_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from routing.effort import Effort
    from routing.problem import Problem
    from routing.solution import Solution
    from routing.solvers.fair_search import FairSearch

MOST_COLUMNS = 1_500
"""Routes with vehicles that CP-SAT chooses from, by reduced price."""

STEPS_OF_EXCHANGE, STEPS_OF_CHOICE = 60, 8
"""Levels of leximin for whole routes that change vehicles, and for the choice among all."""

SHARE_OF_SEARCH = 0.88
"""Part of the effort for the search; the choice after it takes the rest."""


def even_out(  # noqa: PLR0913 - all but the subject and the effort are named
    problem: Problem,
    found: Solution,
    start: Solution | None,
    effort: Effort,
    *,
    seed: int,
    on_progress: Callable[[Progress], None],
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
    on_progress
        Called after every round of the search, and at the end.

    Returns
    -------
    Solution
        With the cheapest plan that was found on the way as `Solution.free`.

    Raises
    ------
    ValueError
        When the problem has no balance.
    """
    balance = problem.balance
    if balance is None:
        msg = "Expected a problem with a balance, got none."
        raise ValueError(msg)
    if not problem.shipments or not problem.vehicles:
        return replace(found, free=found)
    known = [found] if start is None else [found, start]
    before = effort.used

    def tell(search: FairSearch, used: int) -> None:
        best = search.best()
        on_progress(
            Progress(
                stage="balance",
                iterations=before + used,
                cost=best.cost + best.penalty,
                num_routes=len(best.plan),
                num_unassigned=len(best.absent),
                penalty=best.penalty,
                lowest_rate=best.rates[0],
                spread=best.rates[-1] - best.rates[0],
            )
        )

    search = begin_search(problem, balance, known, seed=seed)
    part = effort.part(SHARE_OF_SEARCH)
    search_on(search, part, tell)
    effort.close(part)
    _choose(search, effort)
    tell(search, effort.used - before)
    return _result(search, known, start)


def _choose(search: FairSearch, effort: Effort) -> None:
    """Let CP-SAT choose: whole routes of even plans, then all routes that may matter.

    Of large days it begins from the plan whose rates are nearest to each other and takes no
    route that pays more than the most in it: else whoever has the most would be left to it.
    """
    _exchange(search, effort)
    if effort.is_spent:
        return
    relaxation = search.relax(min(search.found, key=search.price))
    if relaxation is not None:
        width = len(search.pool.idle)
        order = np.argsort(relaxation.root, kind="stable")[:MOST_COLUMNS]
        columns = [divmod(int(column), width) for column in order]
        _choose_among(search, columns, STEPS_OF_CHOICE, effort)
        _exchange(search, effort)


def _exchange(search: FairSearch, effort: Effort) -> None:
    """Let whole routes of the plan at hand change vehicles."""
    rows = search.pool.choice_of(_at_hand(search).plan).values()
    columns = [(row, vehicle) for row in rows for vehicle in range(len(search.pool.idle))]
    _choose_among(search, columns, STEPS_OF_EXCHANGE, effort)


def _at_hand(search: FairSearch) -> Candidate:
    return search.best() if search.is_small else search.narrowest()


def _choose_among(
    search: FairSearch, columns: Iterable[tuple[int, int]], most_steps: int, effort: Effort
) -> None:
    penalties = search.engine.arrays.shipment[:, PENALTY].tolist()
    known = _at_hand(search)
    if not search.is_small:
        amounts_in = search.pool.amounts.tolist()
        highest = max(rate_of(search.reach, v, amount) for v, amount in enumerate(known.amounts))
        columns = [
            (row, vehicle)
            for row, vehicle in columns
            if rate_of(search.reach, vehicle, amounts_in[row]) <= highest
        ]
    chosen = fair_choice(
        search.pool,
        balance=search.balance,
        columns=columns,
        known=search.pool.choice_of(known.plan),
        limits=Limits(
            cost=search.most_cost, penalty=search.cheapest.penalty, penalties=tuple(penalties)
        ),
        most_steps=most_steps,
        effort=effort,
    )
    served = {shipment for row in chosen.values() for shipment in search.pool.loads[row]}
    absent = tuple(i for i in range(len(penalties)) if i not in served)
    amounts = [0] * len(search.pool.idle)
    for vehicle, row in chosen.items():
        amounts[vehicle] = int(search.pool.amounts[row])
    search.keep(
        Candidate(
            plan=search.pool.plan_of(chosen),
            absent=absent,
            cost=search.pool.cost_of(chosen),
            penalty=sum(penalties[i] for i in absent),
            amounts=tuple(amounts),
            rates=leximin_rates(search.balance, amounts),
        )
    )


def _result(search: FairSearch, known: list[Solution], start: Solution | None) -> Solution:
    """Return the best plan as a solution, and the cheapest beside it."""
    problem, balance = search.problem, search.balance
    free = min(
        [*known, solution_of(problem, entries_of(problem, search.cheapest.plan))],
        key=lambda one: one.cost,
    )
    best = solution_of(problem, entries_of(problem, search.best().plan))
    allowed = [one for one in (best, *known) if is_within_slack(problem, one, free)]
    if start is not None:
        allowed.append(start)
    fair = max(
        allowed,
        key=lambda one: (leximin_rates(balance, amounts_of(problem, one.routes)), -one.cost),
    )
    return replace(fair, free=free)
