"""Whether a draft says anything new, beside the plan that people know."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Protocol

from dispatch.model import StopState

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dispatch.model import (
        CourierId,
        OrderId,
        PlanFigures,
        PlannedRoute,
        PlannedStop,
        ShiftId,
        UnassignedOrder,
    )
    from routing.solution import StopKind

SAME_TIME = timedelta(minutes=2)
"""Planned moments that are not further apart than this are the same to people."""

GAIN_S = 60
"""Travel or lateness that is worth a new version, in seconds."""

GAIN_GINI = 0.001
"""Evenness that is."""


class Planned(Protocol):
    """A plan or a draft of one."""

    @property
    def routes(self) -> tuple[PlannedRoute, ...]:
        """Who does what."""

    @property
    def unassigned(self) -> tuple[UnassignedOrder, ...]:
        """What nobody does."""

    @property
    def figures(self) -> PlanFigures:
        """Measures of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    """What people read in a plan, moments aside."""

    orders: dict[ShiftId, tuple[tuple[StopKind, OrderId | None], ...]]
    unassigned: frozenset[tuple[OrderId, str]]


def says_the_same(known: Planned, made: Planned) -> bool:
    """Tell whether everybody has the same stops in the same order, about as far and as late."""
    if _said(known) != _said(made):
        return False
    before = dict(_coming(known))
    return all(key in before and _is_alike(before[key], stop) for key, stop in _coming(made))


def is_worth_telling(known: Planned, made: Planned) -> bool:
    """Tell whether a plan that is said to be better is so by more than a trifle."""
    if says_the_same(known, made):
        return False
    before, after = known.figures, made.figures
    return (
        after.num_unassigned < before.num_unassigned
        or after.lateness_s <= before.lateness_s - GAIN_S
        or after.travel_s <= before.travel_s - GAIN_S
        or after.gini <= before.gini - GAIN_GINI
        or after.lowest_pay_per_hour_minor > before.lowest_pay_per_hour_minor
    )


def is_urgent(known: Planned, made: Planned) -> bool:
    """Tell whether a better plan cannot wait until the search is over: somebody gets served."""
    return made.figures.num_unassigned < known.figures.num_unassigned


def num_regiven(known: Planned, made: Planned) -> int:
    """Count the orders that have another courier, or none, or one at last."""
    before, after = _holders(known), _holders(made)
    return sum(before.get(order) != after.get(order) for order in {*before, *after})


def changed_couriers(known: Planned | None, made: Planned) -> frozenset[CourierId]:
    """Name those to whom a plan gives other stops to come than the one before, or another order."""
    begun = {
        (stop.kind, stop.order)
        for route in made.routes
        for stop in route.stops
        if stop.state is not StopState.PLANNED
    }
    before = {} if known is None else _stops_left(known, begun)
    after = _stops_left(made, begun)
    return frozenset(
        courier for courier in {*before, *after} if before.get(courier) != after.get(courier)
    )


def _stops_left(
    plan: Planned, begun: set[tuple[StopKind, OrderId | None]]
) -> dict[CourierId, list[tuple[StopKind, OrderId | None]]]:
    left: dict[CourierId, list[tuple[StopKind, OrderId | None]]] = {}
    for route in plan.routes:
        for stop in route.stops:
            if stop.order is not None and (stop.kind, stop.order) not in begun:
                left.setdefault(route.courier, []).append((stop.kind, stop.order))
    return left


def _holders(plan: Planned) -> dict[OrderId, CourierId]:
    return {order: route.courier for route in plan.routes for order in route.orders}


def _said(plan: Planned) -> _Said:
    return _Said(
        orders={
            route.shift: tuple((stop.kind, stop.order) for stop in route.stops)
            for route in plan.routes
        },
        unassigned=frozenset((one.order, one.reason.code) for one in plan.unassigned),
    )


def _coming(plan: Planned) -> Iterator[tuple[tuple[ShiftId, int], PlannedStop]]:
    """Give each stop that is still to come, by its place."""
    for route in plan.routes:
        for place, stop in enumerate(route.stops):
            if stop.order is not None and stop.state is StopState.PLANNED:
                yield (route.shift, place), stop


def _is_alike(known: PlannedStop, made: PlannedStop) -> bool:
    """Tell whether a stop is at about the same time, after about as long a way."""
    is_as_far = abs(known.travel_s - made.travel_s) < GAIN_S
    return is_as_far and abs(known.start - made.start) <= SAME_TIME
