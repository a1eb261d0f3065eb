"""Stages of a search: place everything, use fewer vehicles, make it cheap."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from routing.solvers.protocol import Progress
from routing.solvers.ruin_recreate.arrays import COST, FIXED_COST, PENALTY, PLACE
from routing.solvers.ruin_recreate.kept import empty_kept, is_nearly_full
from routing.solvers.ruin_recreate.memory import HARDNESS, NUM_LENIENT
from routing.solvers.ruin_recreate.routes import LENGTH, ROUTE_COST, UNUSED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from routing.effort import Effort
    from routing.solvers.ruin_recreate.engine import Engine, Plan

ROUNDS_PER_STEP = 100
"""Ruins that count as one iteration of a budget."""

SECONDS_PER_CHUNK = 0.02
"""How long the kernels may run before Python has a look, about."""

MOST_STEPS = 100
"""Steps of one chunk at most."""

CHUNKS = 200
"""Parts in which a budget of iterations is spent, about."""


HEATS = (1.0, 0.3, 0.1, 0.03, 0.01)
"""Temperatures while a route is emptied, in mean costs of a leg, again and again."""

FIRST_PRICE = 3.0
"""Price of leaving a shipment out at first, in temperatures."""

MOST_LENIENT = 0.7
"""Part of the rounds that may end with a shipment left out."""

DEARER, CHEAPER = 1.2, 0.9
"""How that price changes after a chunk of rounds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """How far a stage has come in its effort.

    Attributes
    ----------
    effort
        What it may spend.
    seconds, iterations
        What was left of it at first.
    """

    effort: Effort
    seconds: float | None
    iterations: int | None

    @property
    def fraction(self) -> float:
        """Part of the effort that is spent, 0 to 1."""
        parts = [0.0]
        seconds, iterations = self.effort.seconds_left, self.effort.iterations_left
        if self.seconds is not None and seconds is not None:
            parts.append(1.0 - seconds / max(self.seconds, 1e-9))
        if self.iterations is not None and iterations is not None:
            parts.append(1.0 - iterations / max(self.iterations, 1))
        return min(1.0, max(parts))

    def chunks(self) -> Iterator[int]:
        """Yield numbers of rounds until the effort is spent, larger ones as time allows."""
        steps = 1
        if self.iterations is not None:
            steps = max(1, min(MOST_STEPS, self.iterations // CHUNKS))
        while True:
            left = self.effort.iterations_left
            steps = steps if left is None else min(steps, left)
            if steps < 1 or not self.effort.step(steps):
                return
            began = time.perf_counter()
            yield steps * ROUNDS_PER_STEP
            if self.seconds is not None:
                took = max(time.perf_counter() - began, 1e-6)
                may_take = min(SECONDS_PER_CHUNK, self.effort.seconds_left or 0.0)
                steps = int(max(1, min(MOST_STEPS, 2 * steps, steps * may_take / took)))


def clock_of(effort: Effort) -> Clock:
    """Start a stage that may spend an effort."""
    return Clock(effort=effort, seconds=effort.seconds_left, iterations=effort.iterations_left)


def mean_leg(engine: Engine) -> float:
    """Return the mean cost of a leg from a pickup (or only end) to any stop."""
    arrays = engine.arrays
    place = arrays.stop[: arrays.num_codes, PLACE]
    where = place[place >= 0]
    origins = np.unique(where)
    costs = arrays.legs[:, origins[:, None], where[None, :], COST]
    return max(float(costs.mean()), 1e-6)


def place_all(engine: Engine, effort: Effort, temperature: float) -> None:
    """Improve the current plan a little and place every shipment that can be."""
    clock = clock_of(effort)
    for rounds in clock.chunks():
        engine.run(rounds, temperature)
    plan, absent = engine.best_plan(), engine.absent(of_best=True)
    engine.load(plan, absent)


def reduce_fleet(engine: Engine, effort: Effort, leg: float, tell: Callable[[str], None]) -> None:
    """Empty one route after another as long as that makes the plan cheaper.

    Heats up and cools down again and again: some routes dissolve when it is hot, others when
    it is cold. Leaves the best plan as the current one, all vehicles open.

    Parameters
    ----------
    engine
        With a current plan.
    effort
        What may be spent.
    leg
        Mean cost of a leg, the unit of temperatures.
    tell
        Called after every route that is gone.
    """
    plan, aside = engine.plan(), engine.absent()
    cost = int(engine.costs[0])
    tried: set[int] = set()
    clock = clock_of(effort)
    while not effort.is_spent:
        victim = _easiest(engine, plan, tried)
        if victim is None:
            break
        shorter = {vehicle: codes for vehicle, codes in plan.items() if vehicle != victim}
        waiting = {code // 2 for code in plan[victim]}
        closed = set(range(engine.arrays.num_vehicles)) - set(shorter)
        engine.load(shorter, waiting, closed)
        for number, rounds in enumerate(clock.chunks()):
            engine.run(rounds, leg * HEATS[number % len(HEATS)], is_fleet=True)
            if not engine.num_absent:
                break
        if engine.num_absent:
            break
        penalties = int(engine.arrays.shipment[aside, PENALTY].sum())
        now = int(engine.current.total[:, ROUTE_COST].sum()) + penalties
        if now < cost:
            plan, cost = engine.plan(), now
            tried.clear()
            engine.load(plan, aside)
            tell("fleet")
        else:
            tried.add(victim)
    engine.load(plan, aside)


def _easiest(engine: Engine, plan: Plan, tried: set[int]) -> int | None:
    """Return the vehicle whose shipments were easiest to place so far."""
    hardness = engine.memory.shipment[:, HARDNESS]
    costly = [v for v in plan if engine.arrays.vehicle[v, FIXED_COST] > 0 and v not in tried]
    if not costly or len(plan) == 1:
        return None
    return min(costly, key=lambda v: (sum(int(hardness[c // 2]) for c in plan[v]), v))


def anneal(
    engine: Engine, effort: Effort, temperatures: tuple[float, float], tell: Callable[[str], None]
) -> None:
    """Search for least cost while the temperature falls from the first to the second.

    A shipment may be left out for a price that rises when too many rounds do so and falls
    when few do: plans that lack something are ways between whole ones.
    """
    clock = clock_of(effort)
    hot, cold = temperatures
    counter = engine.memory.counter
    highest = float(engine.problem.mandatory_penalty)
    price = min(FIRST_PRICE * hot, highest)
    for rounds in clock.chunks():
        if is_nearly_full(engine.kept):
            empty_kept(engine.kept)
        engine.settle(round(price))
        counter[NUM_LENIENT] = 0
        temperature = hot * (cold / hot) ** clock.fraction
        engine.run(rounds, temperature, lenience=round(price))
        price *= DEARER if counter[NUM_LENIENT] > MOST_LENIENT * rounds else CHEAPER
        price = min(max(price, temperature), highest)
        tell("improve")


def progress_of(stage: str, effort: Effort, engine: Engine) -> Progress:
    """Say where a search stands."""
    absent = sorted(engine.absent(of_best=True))
    return Progress(
        stage=stage,
        iterations=effort.used,
        cost=int(engine.costs[1]),
        num_routes=int((engine.best.total[:, LENGTH] > UNUSED).sum()),
        num_unassigned=len(absent),
        penalty=int(engine.arrays.shipment[absent, PENALTY].sum()),
    )
