"""A stop is put elsewhere within its route: first what it would mean, then done and kept."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dispatch.by_hand import loosened, put_by_hand, refuse_broken, situation
from dispatch.day_problem import relaxed
from dispatch.errors import NotFound
from dispatch.events import EventKind
from dispatch.model import MoveEffect, Remark, Role, StopName, StopOrder
from dispatch.move_trial import effect_of, outcome_of, reordered
from dispatch.permission import require
from routing.solution import Entry, StopKind

if TYPE_CHECKING:
    from datetime import date, datetime

    from dispatch.day_problem import DayProblem
    from dispatch.live_plans import LivePlans
    from dispatch.model import Actor, CourierId, Plan, PlannedRoute
    from dispatch.move_trial import Outcome
    from dispatch.store import ReadTransaction, Transaction
    from dispatch.streets import Streets


def preview(  # noqa: PLR0913 - all named by the caller
    tx: ReadTransaction,
    actor: Actor,
    stop: StopName,
    before: StopName | None,
    *,
    if_version: int,
    streets: Streets,
    now: datetime,
    live_plans: LivePlans | None = None,
) -> MoveEffect:
    """Tell what putting a stop elsewhere in its route would mean, without doing it.

    Parameters
    ----------
    tx, actor
        In which co-op and who.
    stop
        Which stop.
    before
        Before which stop of the same route it would come; ``None``: after all others.
    if_version
        The plan that the actor looks at.
    streets
        The co-op's city.
    now
        Stops before it are facts.
    live_plans
        As in `moving.preview`.

    Raises
    ------
    NotFound
        When there is no such order, or a stop is not on the route or behind already.
    StaleVersion
        When there is a newer plan.
    """
    _, effect, _, _ = _try(
        tx,
        actor,
        stop,
        before,
        if_version=if_version,
        streets=streets,
        now=now,
        live_plans=live_plans,
    )
    return effect


def reorder(  # noqa: PLR0913 - all named by the caller
    tx: Transaction,
    actor: Actor,
    stop: StopName,
    before: StopName | None,
    *,
    if_version: int,
    streets: Streets,
    now: datetime,
    reason: str = "",
    live_plans: LivePlans | None = None,
) -> MoveEffect:
    """Put a stop elsewhere in its route, and keep it between its new neighbors.

    The result is a new plan in the same state as the one that was changed. Later plans keep
    the stop between the two as long as all three are with the same courier.

    Raises
    ------
    ViolatesRules
        When it would break a hard rule; `values` has ``violations``.
    NotFound, StaleVersion
        As in `preview`.
    """
    plan, effect, outcome, courier = _try(
        tx,
        actor,
        stop,
        before,
        if_version=if_version,
        streets=streets,
        now=now,
        live_plans=live_plans,
    )
    refuse_broken(effect, f"The {stop.kind.value} of {stop.order}")
    route = next(one for one in outcome.routes if one.courier == courier and stop in _names(one))
    _keep(tx, actor, stop, route, day=plan.day, now=now, reason=reason)
    made = put_by_hand(tx, actor, plan, outcome, now=now, reason=reason)
    return replace(effect, version=made.version)


def _try(  # noqa: PLR0913 - as its callers
    tx: ReadTransaction,
    actor: Actor,
    stop: StopName,
    before: StopName | None,
    *,
    if_version: int,
    streets: Streets,
    now: datetime,
    live_plans: LivePlans | None,
) -> tuple[Plan, MoveEffect, Outcome, CourierId]:
    require(actor, Role.DISPATCHER)
    known = tx.orders.get(stop.order)
    plan, state, day = situation(
        tx, known.day, if_version, streets=streets, now=now, live_plans=live_plans
    )
    entry = _entry(day, stop)
    other = None if before is None else _entry(day, before)
    vehicle = _vehicle_of(day, entry)
    if vehicle is None or (other is not None and _vehicle_of(day, other) != vehicle):
        raise NotFound.of(kind="stop", name=f"{stop.kind.value} of {stop.order}")
    free = loosened(relaxed(day.problem, day.routes), lambda one: one == entry)
    day = replace(day, problem=free)
    begun = {one for pin in day.problem.sequences if pin.is_prefix for one in pin.stops}
    unchanged = outcome_of(state, day, day.routes, ())
    if entry in begun or other in begun:
        after = replace(unchanged, violations=(Remark(code="under_way", values={}),))
    elif entry == other:
        after = unchanged
    else:
        after = reordered(state, day, vehicle, entry, other)
    return plan, effect_of(unchanged, after), after, day.shifts[vehicle].courier


def _keep(  # noqa: PLR0913 - private
    tx: Transaction,
    actor: Actor,
    stop: StopName,
    route: PlannedRoute,
    *,
    day: date,
    now: datetime,
    reason: str,
) -> None:
    """Write down between which stops it is, and forget older decisions that this one undoes."""
    names = _names(route)
    place = {name: at for at, name in enumerate(names)}
    for known in tx.stop_orders.of_day(day):
        places = [place[name] for name in known.stops if name in place]
        if known.courier == route.courier and places != sorted(places):
            tx.stop_orders.remove(known.order, known.kind)
    at = place[stop]
    stops = tuple(names[max(0, at - 1) : at + 2])
    tx.stop_orders.put(
        StopOrder(
            order=stop.order,
            kind=stop.kind,
            courier=route.courier,
            day=day,
            stops=stops,
            author=actor.member,
            at=now,
            reason=reason,
        )
    )
    tx.record(
        EventKind.STOPS_ORDERED,
        actor=actor.member,
        at=now,
        day=day,
        subjects={"order": str(stop.order), "courier": str(route.courier)},
        payload={
            "stop": stop.kind.value,
            "stops": [[one.kind.value, str(one.order)] for one in stops],
        },
        reason=reason,
    )


def _names(route: PlannedRoute) -> list[StopName]:
    return [
        StopName(stop.kind, stop.order)
        for stop in route.stops
        if stop.order is not None and stop.kind in (StopKind.PICKUP, StopKind.DELIVERY)
    ]


def _entry(day: DayProblem, stop: StopName) -> Entry:
    shipment = day.shipment_of(stop.order)
    if shipment is None:
        raise NotFound.of(kind="order", name=stop.order)
    return Entry(kind=stop.kind, index=shipment)


def _vehicle_of(day: DayProblem, entry: Entry) -> int | None:
    return next((route.vehicle for route in day.routes if entry in route.entries), None)
