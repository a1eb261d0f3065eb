"""Plays a drawn day against a store: storefronts order, couriers ride, as the clock runs."""

from __future__ import annotations

import uuid
from collections import Counter
from functools import partial
from itertools import count
from typing import TYPE_CHECKING

from dispatch.delivering import apply
from dispatch.errors import RuleError
from dispatch.model import Actor, MemberId, OrderState, PlanState, Role
from scenarios.founding import call_of, place_all
from scenarios.simulated_courier import Progress, advance

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from dispatch.model import CourierEvent, PlannedStop, Shift, ShiftId
    from scenarios.founding import Call, Founded
    from scenarios.library import DayScript
    from scenarios.scene import Scene


class Player:
    """Everybody outside the engine: storefronts and couriers of a played day.

    Parameters
    ----------
    scene
        Where the co-op is.
    founded
        Who is who in it.
    script
        What was drawn.
    """

    def __init__(self, scene: Scene, founded: Founded, script: DayScript) -> None:
        self._scene = scene
        self._store = scene.store
        self._founded = founded
        self._day = script.scenario.day
        self._seed = script.seed
        calls = [call_of(founded, script, spec) for spec in script.orders]
        self._calls: list[Call] = sorted(calls, key=lambda call: call.at)
        self._progress: dict[ShiftId, Progress] = {}

    def skip_until(self, moment: datetime) -> None:
        """Leave out the orders that were placed up to a moment: somebody else placed them."""
        self._calls = [call for call in self._calls if call.at > moment]

    def calls_until(self, moment: datetime) -> tuple[Call, ...]:
        """Give the calls that have not been made and are due by a moment."""
        return tuple(call for call in self._calls if call.at <= moment)

    def tick(self, now: datetime) -> tuple[str, ...]:
        """Do what is due.

        Parameters
        ----------
        now
            Moment of the played day.

        Returns
        -------
        tuple of str
            What happened, in words.
        """
        return (*self._order(now), *self._ride(now))

    def _order(self, now: datetime) -> list[str]:
        said: list[str] = []
        for call in self.calls_until(now):
            try:
                (order,) = self._store.write(
                    self._founded.coop.id,
                    partial(
                        place_all,
                        calls=[call],
                        streets=self._scene.streets,
                        new_id=partial(self._new_id, call, count()),
                    ),
                ).result()
            except RuleError as error:
                said.append(f"{call.wish.reference} refused: {error.message}")
            else:
                said.append(f"{order.reference} placed")
        self.skip_until(now)
        return said

    def _new_id(self, call: Call, numbers: Iterator[int]) -> str:
        """Give an id that is the same whenever the same day is played."""
        name = f"{self._seed} {self._day} {call.wish.reference} {next(numbers)}"
        return uuid.uuid5(uuid.NAMESPACE_OID, name).hex

    def _ride(self, now: datetime) -> list[str]:
        said: list[str] = []
        for shift, stops in self._routes():
            before = self._progress.get(shift.id, Progress())
            after, reports = advance(before, shift=shift, stops=stops, now=now, seed=self._seed)
            self._progress[shift.id] = after
            if reports:
                said += self._report(shift, reports, now)
        return said

    def _routes(self) -> list[tuple[Shift, Sequence[PlannedStop]]]:
        with self._store.read(self._founded.coop.id) as tx:
            plan = tx.plans.newest(self._day, PlanState.PUBLISHED)
            shifts = tx.shifts.of_day(self._day)
        routes = {} if plan is None else {route.shift: route.stops for route in plan.routes}
        return [(shift, routes.get(shift.id, ())) for shift in shifts]

    def _report(self, shift: Shift, reports: Sequence[CourierEvent], now: datetime) -> list[str]:
        actor = Actor(
            coop=self._founded.coop.id,
            member=MemberId(f"courier-{shift.courier}"),
            role=Role.COURIER,
            courier=shift.courier,
        )
        results = self._store.write(
            actor.coop, lambda tx: apply(tx, actor, reports, now=now)
        ).result()
        return [
            f"{shift.courier} {report.kind.value}: {result.outcome.value}"
            for report, result in zip(reports, results, strict=True)
        ]

    def status(self) -> str:
        """Say how the day goes, in one line."""
        with self._store.read(self._founded.coop.id) as tx:
            counts = Counter(order.state for order in tx.orders.of_day(self._day))
            plan = tx.plans.newest(self._day, PlanState.PUBLISHED)
        under_way = counts[OrderState.ASSIGNED] + counts[OrderState.PICKED_UP]
        said = (
            f"{counts.total()} orders: {counts[OrderState.DELIVERED]} delivered, "
            f"{under_way} under way, {counts[OrderState.PLACED]} without a route"
        )
        return said if plan is None else f"{said}; plan {plan.version}"
