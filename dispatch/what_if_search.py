"""The search for what a change would do: the day as it is and as supposed, side by side."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from dispatch import supposing
from dispatch.day_search import DaySearch, slices_of
from dispatch.day_state import day_state
from dispatch.errands import finish_errand, tell_step
from dispatch.model import NOBODY, MemberId
from dispatch.planning import plan_from
from dispatch.supposed import supposed_day
from routing.problem import Budget

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from dispatch.model import CoopId, Plan, PlanFigures, WhatIfId
    from dispatch.store import Store
    from dispatch.streets import Streets

BUDGET = Budget(seconds=6.0)
"""For each of the two searches."""

SEED = 1


def answer_what_if(  # noqa: PLR0913 - where, which, on what, and how
    store: Store,
    coop: CoopId,
    name: WhatIfId,
    streets: Streets,
    *,
    clock: Callable[[], datetime],
    budget: Budget = BUDGET,
) -> None:
    """Search for a plan of the day as supposed, and write it down.

    The same search goes over the day as it is, slice by slice: what it finds as well would
    have come without the change.

    Parameters
    ----------
    store, coop, name
        Which question.
    streets
        The co-op's city.
    clock
        Tells the time.
    budget
        Of each search.
    """
    finish_errand(
        store,
        coop,
        partial(_answer, store, coop, name, streets, clock=clock, budget=budget),
        lambda tx, answer: supposing.finish(tx, name, answer, now=clock()),
    )


def _answer(  # noqa: PLR0913 - as `answer_what_if`
    store: Store,
    coop: CoopId,
    name: WhatIfId,
    streets: Streets,
    *,
    clock: Callable[[], datetime],
    budget: Budget,
) -> tuple[PlanFigures, Plan]:
    with store.read(coop) as tx:
        asked = tx.what_ifs.get(name)
        state = day_state(tx, asked.day, clock())
    days = (state, supposed_day(state, asked.supposed, streets=streets))
    searches = [DaySearch(one, streets, seed=SEED) for one in days]
    slices = slices_of(budget)
    num_steps = len(searches) * len(slices)
    for number, (part, search) in enumerate(
        (part, search) for part in slices for search in searches
    ):
        step = partial(
            supposing.go_on, name=name, num_done=number, num_steps=num_steps, now=clock()
        )
        tell_step(store, coop, step)
        if search.best is None:
            search.at_once()
        search.improve(part)
    usual, found = (search.best for search in searches)
    if usual is None or found is None:
        msg = "Expected each search to find a plan, got none."
        raise RuntimeError(msg)
    plan = plan_from(found, version=0, author=MemberId(NOBODY), now=clock())
    return usual.figures, plan
