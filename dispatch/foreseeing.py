"""What the rest of a day will be like if nobody does anything: moments as they are now foreseen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dispatch.day_routes import planned_routes
from dispatch.model import Role, StopState
from dispatch.permission import require
from routing.solution import StopKind

if TYPE_CHECKING:
    from datetime import date, datetime

    from dispatch.live_plans import LivePlans
    from dispatch.model import Actor, CourierId, OrderId, Plan
    from dispatch.store import ReadTransaction
    from dispatch.streets import Streets

WORTH_TELLING_S = 120
"""A delivery that moves by less is the same to people, in seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreseen:
    """A delivery that will not be when the plan says, or not within its window.

    Attributes
    ----------
    order, courier
        Which, and with whom.
    planned, expected
        When the plan in force has it, and when it will be.
    latest
        Until when it was promised; ``None``: no limit.
    """

    order: OrderId
    courier: CourierId
    planned: datetime
    expected: datetime
    latest: datetime | None

    @property
    def lateness_s(self) -> int:
        """Seconds that it will come after its window."""
        if self.latest is None:
            return 0
        return max(0, int((self.expected - self.latest).total_seconds()))


def foresee(  # noqa: PLR0913 - all named by the caller
    tx: ReadTransaction,
    actor: Actor,
    day: date,
    *,
    streets: Streets,
    now: datetime,
    live_plans: LivePlans,
) -> tuple[Foreseen, ...]:
    """Tell which deliveries will be late or at another time than planned.

    Couriers who are behind stay behind, closures and weather count from the moment they are on
    the streets, and no planner has to run for it.

    Parameters
    ----------
    tx, actor
        In which co-op and who.
    day
        Which day.
    streets
        The co-op's city.
    now
        Stops before it are facts.
    live_plans
        Plans kept ready.

    Returns
    -------
        The latest first, then those that move most.
    """
    require(actor, Role.DISPATCHER)
    live = live_plans.get(tx, day, streets, now=now)
    plan = live.state.in_force
    if plan is None:
        return ()
    planned = _deliveries(plan)
    found = []
    for route in planned_routes(live.state, live.day, live.day.routes):
        for stop in route.stops:
            is_coming = stop.kind is StopKind.DELIVERY and stop.state is StopState.PLANNED
            if not is_coming or stop.order not in planned:
                continue
            one = Foreseen(
                order=stop.order,
                courier=route.courier,
                planned=planned[stop.order],
                expected=stop.start,
                latest=stop.window.latest if stop.window else None,
            )
            if one.lateness_s or _moved_s(one) >= WORTH_TELLING_S:
                found.append(one)
    return tuple(sorted(found, key=lambda one: (-one.lateness_s, -_moved_s(one), one.order)))


def _deliveries(plan: Plan) -> dict[OrderId, datetime]:
    return {
        stop.order: stop.start
        for route in plan.routes
        for stop in route.stops
        if stop.kind is StopKind.DELIVERY and stop.order is not None
    }


def _moved_s(one: Foreseen) -> float:
    return abs((one.expected - one.planned).total_seconds())
