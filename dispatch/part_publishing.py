"""A person publishes a proposal for some couriers only; the others keep what they have."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dispatch.contradictions import refuse_contradictions
from dispatch.day_figures import figures_of, price
from dispatch.day_state import day_state
from dispatch.errors import RoutesTied, StaleVersion
from dispatch.model import PlanState, Role
from dispatch.permission import require
from dispatch.planning import request
from dispatch.review import check_believed, proposal_of, put_into_force

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date, datetime

    from dispatch.model import (
        Actor,
        CourierId,
        OrderId,
        Plan,
        PlannedRoute,
        UnassignedOrder,
    )
    from dispatch.store import Transaction


def publish_for(  # noqa: PLR0913 - all named by the caller
    tx: Transaction,
    actor: Actor,
    day: date,
    version: int,
    *,
    couriers: Collection[CourierId],
    now: datetime,
    if_version: int,
    reason: str = "",
) -> Plan:
    """Put the routes that a proposal has for some couriers into force, as a new version.

    What only the rest of it has a courier for is planned anew, with all else where it is.

    Parameters
    ----------
    tx, actor
        In which co-op and who.
    day, version
        Which proposal.
    couriers
        Who gets the proposed route.
    now
        When.
    if_version
        The plan that the actor believes to be in force.
    reason
        Why only these.

    Raises
    ------
    NotFound
        When there is no such plan.
    RoutesTied
        When one of them exchanges orders with somebody who is not among them;
        ``values["couriers"]`` names who is missing.
    StaleVersion
        When another plan is in force than believed, or none; or something has happened that
        contradicts the proposal.
    TransitionRefused
        When it is not a proposal.
    """
    require(actor, Role.DISPATCHER)
    check_believed(tx, day, if_version)
    proposal = proposal_of(tx, day, version)
    in_force = tx.plans.newest(day, PlanState.PUBLISHED)
    if in_force is None:
        msg = f"Expected a plan of {day} in force, got none; publish the proposal as a whole."
        raise StaleVersion(msg, expected=if_version, newest=0)
    missing = tied_to(in_force, proposal, couriers)
    if missing:
        msg = f"Expected all who exchange orders, but {', '.join(missing)} are missing."
        raise RoutesTied(msg, couriers=", ".join(missing))
    chosen = tuple(route for route in proposal.routes if route.courier in couriers)
    stay = tuple(route for route in in_force.routes if route.courier not in couriers)
    unassigned = _unassigned(in_force, proposal, (*chosen, *stay))
    refuse_contradictions(tx, day, chosen, (), since=proposal.based_on_event)
    merged = _merged(tx, in_force, proposal, routes=(*chosen, *stay), unassigned=unassigned)
    merged = replace(merged, created_at=now, author=actor.member, reason=reason)
    merged = _measured(tx, merged, now)
    tx.plans.supersede(day, PlanState.PROPOSED)
    tx.plans.add(merged)
    published = put_into_force(tx, actor, merged, now=now)
    left = _holders(proposal.routes).keys() - _holders(published.routes).keys()
    if left:
        request(tx, actor, day, now=now, orders=left)
    return published


def tied_to(in_force: Plan, proposal: Plan, couriers: Collection[CourierId]) -> tuple[str, ...]:
    """Name those who exchange orders with some couriers, directly, and are not among them."""
    before, after = _holders(in_force.routes), _holders(proposal.routes)
    missing: set[str] = set()
    for order in {*before, *after}:
        both = {before.get(order), after.get(order)} - {None}
        if any(one in couriers for one in both):
            missing |= {str(one) for one in both if one not in couriers}
    return tuple(sorted(missing))


def _holders(routes: Collection[PlannedRoute]) -> dict[OrderId, CourierId]:
    return {order: route.courier for route in routes for order in route.orders}


def _unassigned(
    in_force: Plan, proposal: Plan, routes: Collection[PlannedRoute]
) -> tuple[UnassignedOrder, ...]:
    known = {one.order: one for one in (*in_force.unassigned, *proposal.unassigned)}
    holders = _holders(routes)
    return tuple(one for order, one in known.items() if order not in holders)


def _merged(
    tx: Transaction,
    in_force: Plan,
    proposal: Plan,
    *,
    routes: tuple[PlannedRoute, ...],
    unassigned: tuple[UnassignedOrder, ...],
) -> Plan:
    """Put both together."""
    is_all = _holders(proposal.routes).keys() <= _holders(routes).keys()
    return replace(
        proposal,
        version=tx.plans.newest_version(proposal.day) + 1,
        based_on_event=proposal.based_on_event if is_all else in_force.based_on_event,
        routes=routes,
        unassigned=unassigned,
    )


def _measured(tx: Transaction, merged: Plan, now: datetime) -> Plan:
    state = day_state(tx, merged.day, now)
    figures = figures_of(state, merged.routes, num_unassigned=len(merged.unassigned))
    return replace(merged, figures=figures, price_of_fairness=price(figures, merged.free_figures))
