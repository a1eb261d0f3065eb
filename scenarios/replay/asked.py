"""A replay that members asked for, carried out from what the store has written down."""

from __future__ import annotations

import json
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from dispatch import replaying
from dispatch.errands import finish_errand, tell_step
from fairness.policy import parse_policy
from scenarios.live.rules import LiveRules
from scenarios.replay.own_history import NoHistoryError, own_weeks
from scenarios.replay.report import as_json
from scenarios.replay.run import replay as run_weeks
from scenarios.replay.weeks import DAYS_PER_WEEK, draw_weeks

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from dispatch.model import CoopId, Replay, ReplayId
    from dispatch.store import Store
    from dispatch.streets import Streets
    from scenarios.replay.weeks import Weeks

LOAD = 1.8
"""Orders per online hour of drawn weeks."""
FEWEST = 4
"""Couriers of drawn weeks at least."""
ITERATIONS = 5


def run_asked(  # noqa: PLR0913 - where, which, on what, and how
    store: Store,
    coop: CoopId,
    name: ReplayId,
    streets: Streets,
    *,
    clock: Callable[[], datetime],
    iterations: int = ITERATIONS,
) -> None:
    """Replay a co-op's weeks as somebody asked for, and write down what came of it.

    Without orders and shifts in these weeks others are drawn, for a crew of the same size.

    Parameters
    ----------
    store, coop, name
        Which replay.
    streets
        The co-op's city.
    clock
        Tells the time.
    iterations
        How long each plan is searched for.
    """
    with store.read(coop) as tx:
        asked = tx.replays.get(name)

    def tell(before: int, days: int, _all: int) -> None:
        step = partial(replaying.go_on, name=name, num_done=before + days, now=clock())
        tell_step(store, coop, step)

    def work() -> str:
        tell(0, 0, 0)
        weeks, is_drawn = _weeks(store, coop, asked, streets)
        runs = []
        for number, one in enumerate(asked.policies):
            rules = LiveRules(policy=parse_policy(one.document), iterations=iterations)
            before = DAYS_PER_WEEK * asked.num_weeks * number
            runs.append(run_weeks(weeks, rules, name=one.source, tell=partial(tell, before)))
        return json.dumps({"is_drawn": is_drawn, **as_json(runs)})

    finish_errand(
        store,
        coop,
        work,
        lambda tx, result: replaying.finish(tx, name, result or "", now=clock()),
    )


def _weeks(store: Store, coop: CoopId, asked: Replay, streets: Streets) -> tuple[Weeks, bool]:
    """Read the co-op's own weeks up to the day before, or draw some; tell whether drawn."""
    with store.read(coop) as tx:
        today = tx.coop.day_of(asked.asked_at)
        try:
            return own_weeks(
                tx, streets, until=today - timedelta(days=1), num_weeks=asked.num_weeks
            ), False
        except NoHistoryError:
            crew = sum(courier.is_active for courier in tx.couriers.all())
    drawn = draw_weeks(num_weeks=asked.num_weeks, num_couriers=max(FEWEST, crew), load=LOAD, seed=1)
    return drawn, True
