"""The planner: looks at what the store says is needed, plans it, looks again.

Votes on the rules that are over are counted on the way, and standing orders are made ahead.

It holds nothing that is not in the store. Killed at any moment, it leaves the need
standing; too slow, its plan loses against the newer one and the need stands as well.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from threading import Event as Flag
from typing import TYPE_CHECKING

from dispatch import (
    importing,
    incidents,
    keys,
    ordering_ahead,
    photos,
    planning,
    proposing,
    review,
    supposing,
    whereabouts,
)
from dispatch.day_search import DaySearch, slices_of
from dispatch.errors import StaleVersion, StoreUnavailable
from dispatch.model import PlanState, planner
from dispatch.nights import first_day_on
from dispatch.plan_changes import is_urgent, is_worth_telling, num_regiven
from dispatch.plan_progress import ProgressTeller

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date, datetime

    from dispatch.day_search import PlanDraft
    from dispatch.model import Coop, CoopId, Plan
    from dispatch.plan_progress import PlanProgress
    from dispatch.store import Store, Transaction
    from dispatch.streets import Streets
    from fairness.policy import Policy
    from routing.problem import Budget
    from routing.solvers.parts import PartRunner

IDLE_S = 1.0
"""How long to wait before looking again when nobody has changed anything here."""

log = logging.getLogger(__name__)


class Outcome(StrEnum):
    """What became of a need for a plan."""

    PROPOSED = "proposed"
    PUBLISHED = "published"
    STALE = "stale"
    """Something has happened meanwhile; it is planned anew."""
    FAILED = "failed"
    """An error, which is in the log; the need stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """One day that the worker has looked after.

    Attributes
    ----------
    coop, day
        Which day.
    outcome
        What became of it.
    version
        Of the plan; 0 without one.
    """

    coop: CoopId
    day: date
    outcome: Outcome
    version: int = 0


class Worker:
    """Plans every day that needs it, in every co-op.

    Parameters
    ----------
    store
        What is needed, and where plans go.
    streets_of
        Gives a co-op's city; a `CachedStreets` saves most of the travel times.
    clock
        Tells the time.
    budget
        For each plan; from a plan in force it is spent in slices.
    seed
        Start of the random stream.
    runner
        Plans the parts of large days; ``None``: this process.
    show
        Told now and then what is being found for which co-op; ``None``: nobody is.
    """

    def __init__(  # noqa: PLR0913 - all but the store and the cities are named
        self,
        store: Store,
        streets_of: Callable[[Coop], Streets],
        *,
        clock: Callable[[], datetime],
        budget: Budget,
        seed: int,
        runner: PartRunner | None = None,
        show: Callable[[CoopId, PlanProgress], None] | None = None,
    ) -> None:
        self._store = store
        self._streets_of = streets_of
        self._clock = clock
        self._budget = budget
        self._seed = seed
        self._runner = runner
        self._show = show
        self._woken = Flag()

    def run_once(self) -> tuple[Deed, ...]:
        """Plan each day that needs it now, once; count the ballots of votes that are over."""
        for coop in self._store.coops():
            self._count_votes(coop)
            self._order_ahead(coop)
            self._forget_old(coop)
        return tuple(
            self._look_after(coop, day)
            for coop in self._store.coops()
            for day in self._days_in_need(coop)
        )

    def run(self, stop: Flag) -> None:
        """Go on until told to stop; a plan that is being made is finished first."""
        self._store.on_commit(lambda _coop, _seq: self._woken.set())
        while not stop.is_set():
            self._woken.clear()
            try:
                deeds = self.run_once()
            except StoreUnavailable:
                log.warning("The store is away; the planner tries again.")
                deeds = ()
            if not any(deed.version for deed in deeds):
                self._woken.wait(IDLE_S)

    def _count_votes(self, coop: Coop) -> None:
        now = self._clock()
        with self._store.read(coop.id) as tx:
            is_over = bool(tx.proposals.to_count(now))
        if is_over:
            self._store.write(coop.id, partial(proposing.count_votes, now=now)).result()

    def _order_ahead(self, coop: Coop) -> None:
        """Make the orders of standing orders that are due, each by itself."""
        now = self._clock()
        with self._store.read(coop.id) as tx:
            due = ordering_ahead.due(tx, now)
        for name in due:
            work = partial(
                ordering_ahead.order_ahead, name=name, streets=self._streets_of(coop), now=now
            )
            try:
                self._store.write(coop.id, work).result()
            except StoreUnavailable:
                raise
            except Exception:
                log.exception("Standing order %s of %s could not be ordered", name, coop.id)

    def _forget_old(self, coop: Coop) -> None:
        """Delete what may be kept for some time only."""
        now = self._clock()
        with self._store.read(coop.id) as tx:
            due = [
                forget
                for is_due, forget in (
                    (tx.photos.has_before(now - photos.KEPT_FOR), photos.forget_old),
                    (tx.incidents.has_before(now - incidents.KEPT_FOR), incidents.forget_old),
                    (tx.positions.has_before(now - whereabouts.KEPT_FOR), whereabouts.forget_old),
                    (tx.imports.has_before(now - importing.KEPT_FOR), importing.forget_old),
                    (tx.accesses.has_before(now - keys.KEPT_FOR), keys.forget_old),
                    (tx.what_ifs.has_before(now - supposing.KEPT_FOR), supposing.forget_old),
                )
                if is_due
            ]
        for forget in due:
            self._store.write(coop.id, partial(forget, now=now)).result()

    def _days_in_need(self, coop: Coop) -> tuple[date, ...]:
        now = self._clock()
        with self._store.read(coop.id) as tx:
            days = tx.events.days_to_plan(first_day_on(tx, now))
            return tuple(day for day in days if planning.needs_plan(tx, day, now))

    def _look_after(self, coop: Coop, day: date) -> Deed:
        """Plan a day: new orders at once, then in slices until something has happened."""
        deed = Deed(coop=coop.id, day=day, outcome=Outcome.STALE)
        teller = ProgressTeller(day=day, tell=partial(self._show or _hide, coop.id))
        try:
            with self._store.read(coop.id) as tx:
                state = planning.prepare(tx, day, self._clock())
            search = DaySearch(
                state,
                self._streets_of(coop),
                seed=self._seed,
                runner=self._runner,
                on_progress=teller,
            )
            rules = state.policy
            landed: list[Plan] = []
            for made in self._drafts(search, coop.id, landed):
                land = partial(self._land, made=made, rules=rules, now=self._clock())
                plan = self._store.write(coop.id, land).result()
                search.landed(plan)
                landed.append(plan)
                outcome = Outcome(plan.state.value)
                deed = Deed(coop=coop.id, day=day, outcome=outcome, version=plan.version)
        except StaleVersion as error:
            log.info("Plan of %s for %s came too late: %s", day, coop.id, error)
            return deed
        except StoreUnavailable:
            raise
        except Exception:
            log.exception("Planning %s for %s failed", day, coop.id)
            return Deed(coop=coop.id, day=day, outcome=Outcome.FAILED)
        finally:
            teller.end()
        return deed

    def _drafts(
        self, search: DaySearch, coop: CoopId, landed: Sequence[Plan]
    ) -> Iterator[PlanDraft]:
        """Give the drafts that people should see: few, each better than the one before.

        The first one comes as soon as can be. While it is improved only more orders with a
        route are worth another; whatever else is better comes once, at the end.
        """
        at_once = search.at_once()
        if at_once is not None:
            yield at_once
        better: PlanDraft | None = None
        for budget in (self._budget,) if search.is_new else slices_of(self._budget):
            if landed and self._is_out_of_date(coop, landed[-1]):
                break
            made = search.improve(budget)
            if made is None:
                continue
            if not landed or is_urgent(landed[-1], made):
                better = None
                yield made
            else:
                better = made
        if better is None or not landed or not is_worth_telling(landed[-1], better):
            return
        if not self._is_decided(coop, landed[-1]):
            yield better

    def _is_out_of_date(self, coop: CoopId, plan: Plan) -> bool:
        """Tell whether to search no further: the day, or the last plan, is not what it was."""
        if self._is_decided(coop, plan):
            return True
        with self._store.read(coop) as tx:
            return planning.needs_plan(tx, plan.day, self._clock())

    def _is_decided(self, coop: CoopId, plan: Plan) -> bool:
        """Tell whether somebody has decided about the last plan."""
        with self._store.read(coop) as tx:
            return tx.plans.get(plan.day, plan.version).state is not plan.state

    def _land(self, tx: Transaction, made: PlanDraft, now: datetime, *, rules: Policy) -> Plan:
        actor = planner(tx.coop.id)
        is_auto = rules.auto_publish or _is_small(tx, made, rules.auto_publish_orders)
        wanted = PlanState.PUBLISHED if is_auto else PlanState.PROPOSED
        same = planning.confirm(tx, made, states={PlanState.PUBLISHED, wanted})
        if same is not None:
            return same
        plan = planning.adopt(tx, actor, made, now=now)
        if is_auto:
            return review.publish(tx, actor, plan.day, plan.version, now=now)
        return plan


def _is_small(tx: Transaction, made: PlanDraft, most: int) -> bool:
    """Tell whether a draft changes so little of the plan in force that nobody has to look."""
    if most == 0:
        return False
    in_force = tx.plans.newest(made.day, PlanState.PUBLISHED)
    return in_force is not None and num_regiven(in_force, made) <= most


def _hide(coop: CoopId, progress: PlanProgress) -> None:
    """Show nobody."""
