"""Plans a drawn day once, in a store of its own, and reports what came out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from itertools import count
from typing import TYPE_CHECKING, Protocol

from dispatch.cached_streets import CachedStreets
from dispatch.day_figures import figures_of
from dispatch.day_problem import build
from dispatch.day_routes import planned_routes
from dispatch.planning import draft, prepare
from routing.check import check
from scenarios.baselines import Baseline, run_baseline
from scenarios.calendar import moment_of
from scenarios.founding import call_of, found, place_all
from scenarios.report import BaselineFigures, DayReport

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from dispatch.day_problem import DayProblem
    from dispatch.day_search import PlanDraft
    from dispatch.day_state import DayState
    from dispatch.streets import Streets
    from routing.problem import Budget
    from routing.solvers.protocol import Progress
    from scenarios.founding import Call, Founded
    from scenarios.library import DayScript
    from scenarios.scene import Scene

    Step = Callable[[str, int, int], None]

PLANNED_AT = timedelta(hours=7)
PLANNING = "Planning without and with fairness"
COMPARING = "Comparing with simple rules"
CALLS_PER_STEP = 20
"""Orders placed between two looks at the progress bar."""


class Tell(Protocol):
    """Hears how far a step is."""

    def __call__(self, name: str, done: int, total: int, /, note: str = "") -> None:
        """Hear of a step how much is done, of how much, and what there is so far."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rehearsal:
    """A day that was planned.

    Attributes
    ----------
    founded
        Who is who.
    report
        What came out.
    """

    founded: Founded
    report: DayReport


def rehearse(scene: Scene, script: DayScript, *, budget: Budget, tell: Tell) -> Rehearsal:
    """Found a script's co-op, place all orders of the day, plan it and compare.

    Parameters
    ----------
    scene
        Where; the store must not know the co-op yet.
    script
        What was drawn; its seed also starts the planner's random stream.
    budget
        How long to search, for the plan without fairness and the one with it together.
    tell
        Called with a step, how much of it is done, and of how much.

    Returns
    -------
    Rehearsal
        The same for the same arguments if the budget counts iterations only.
    """
    tell("Founding the co-op", 0, 1)
    founded = found(scene.store, script, city=scene.city)
    tell("Founding the co-op", 1, 1)
    calls = [call_of(founded, script, spec) for spec in script.orders]
    place_orders(scene, founded, calls, tell=tell)
    now = moment_of(founded.coop, script.scenario.day, PLANNED_AT)
    remembered = CachedStreets(scene.streets)
    with scene.store.read(founded.coop.id) as tx:
        state = prepare(tx, script.scenario.day, now)
    drafted = _drafted(state, remembered, budget=budget, seed=script.seed, tell=tell)
    names = {
        str(courier): spec.name for courier, spec in zip(founded.couriers, script.crew, strict=True)
    }
    baselines = _baselines(state, remembered, tell)
    return Rehearsal(
        founded=founded,
        report=_report(state, drafted, script=script, baselines=baselines, names=names),
    )


def place_orders(scene: Scene, founded: Founded, calls: Sequence[Call], *, tell: Step) -> None:
    """Place orders, some at a time, so that progress shows."""
    numbers = count(1)
    for first in range(0, len(calls), CALLS_PER_STEP):
        tell("Placing orders", first, len(calls))
        some = calls[first : first + CALLS_PER_STEP]
        scene.store.write(
            founded.coop.id,
            partial(
                place_all,
                calls=some,
                streets=scene.streets,
                new_id=lambda: f"order-{next(numbers):04d}",
            ),
        ).result()
    tell("Placing orders", len(calls), len(calls))


def _drafted(
    state: DayState, streets: Streets, *, budget: Budget, seed: int, tell: Tell
) -> PlanDraft:
    """Draft the plans and show how much of the search is done."""
    whole = budget.iterations or max(1, round(budget.seconds or 0.0))

    def look(progress: Progress) -> None:
        tell(PLANNING, round(progress.share * whole), whole, note=_so_far(progress))

    tell(PLANNING, 0, whole)
    drafted = draft(state, streets, budget=budget, seed=seed, on_progress=look)
    tell(PLANNING, whole, whole)
    return drafted


def _so_far(progress: Progress) -> str:
    """Say what the best plan so far costs in travel and lateness, and what it leaves out."""
    hours, minutes = divmod((progress.cost - progress.penalty) // 60, 60)
    return f"cost {hours}:{minutes:02d} h, {progress.num_unassigned} not assigned"


def _baselines(state: DayState, streets: Streets, tell: Tell) -> tuple[BaselineFigures, ...]:
    """Let simple rules plan the same problem, order by order as they were placed."""
    day = build(state, streets)
    sequence = sorted(range(len(day.orders)), key=lambda index: day.orders[index].placed_at)
    found = []
    for number, baseline in enumerate(Baseline):
        tell(COMPARING, number, len(Baseline))
        found.append(_baseline_figures(baseline, state, day, sequence))
    tell(COMPARING, len(Baseline), len(Baseline))
    return tuple(found)


def _baseline_figures(
    baseline: Baseline, state: DayState, day: DayProblem, sequence: Sequence[int]
) -> BaselineFigures:
    solution = run_baseline(baseline, day.problem, sequence=sequence)
    broken = check(day.problem, solution)
    if broken:
        msg = f"Expected {baseline} to keep every rule, got {broken[0]}."
        raise RuntimeError(msg)
    routes = planned_routes(state, day, solution.routes)
    return BaselineFigures(
        name=baseline.value,
        figures=figures_of(state, routes, num_unassigned=len(solution.unassigned)),
    )


def _report(
    state: DayState,
    drafted: PlanDraft,
    *,
    script: DayScript,
    baselines: tuple[BaselineFigures, ...],
    names: dict[str, str],
) -> DayReport:
    references = {order.id: order.reference for order in state.orders}
    price = drafted.price_of_fairness
    scenario = script.scenario
    return DayReport(
        title=(
            f"{scenario.coop_name}, {scenario.day:%A %d %B %Y}: {len(script.crew)} couriers, "
            f"{len(script.orders)} orders from {len(script.storefronts)} storefronts"
        ),
        currency=scenario.currency,
        names=names,
        fair=drafted.figures,
        free=drafted.free_figures or drafted.figures,
        price_of_travel=(price.travel if price is not None else None) or 0.0,
        violations=tuple(str(violation.code) for violation in drafted.violations),
        unassigned=tuple((references[one.order], one.reason) for one in drafted.unassigned),
        baselines=baselines,
        floor_per_hour_minor=state.policy.hourly_floor_minor,
    )
