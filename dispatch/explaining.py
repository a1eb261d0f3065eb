"""Why an order is with somebody, or with nobody, and why not with me."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from dispatch.day_routes import remark_of
from dispatch.deciding import candidates_of, choose
from dispatch.errors import NotFound
from dispatch.live_plans import LivePlans
from dispatch.model import OrderState, PlanState, Remark, Role
from dispatch.permission import require, require_courier
from dispatch.transitions import OPEN_STATES
from fairness.explain import Explanation, explain
from routing.reasons import explain_unassigned

if TYPE_CHECKING:
    from datetime import date, datetime

    from dispatch.deciding import Choice
    from dispatch.live_plan import LivePlan
    from dispatch.model import Actor, CourierId, Order, OrderId
    from dispatch.store import ReadTransaction
    from dispatch.streets import Streets

NOT_IN_PLAN = "not_in_plan"
NUM_FIRST = 2
"""Couriers at the top of a ranking whose terms are worked out whoever asks."""


class Standing(StrEnum):
    """How far an order is, and so whether somebody else could still have it."""

    OPEN = "open"
    UNDER_WAY = "under_way"
    ON_BOARD = "on_board"
    OVER = "over"


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderExplanation:
    """Why an order is with somebody, or with nobody.

    Attributes
    ----------
    order, holder
        What, and who has it; ``None``: nobody.
    asker
        The courier who asks; ``None``: a dispatcher.
    plan_version, policy_version
        The plan in force, 0 without one, and the rules in force.
    is_pinned
        Whether a person decided it.
    standing
        How far the order is.
    ranking
        Everybody who was considered; ``None`` unless the order is open, for then nobody else
        can have it.
    reason
        Why nobody has it, with what would help.
    """

    order: OrderId
    holder: CourierId | None
    asker: CourierId | None
    plan_version: int
    policy_version: int
    is_pinned: bool
    standing: Standing
    ranking: Explanation | None
    reason: Remark | None


def explain_order(  # noqa: PLR0913 - all named by the caller
    tx: ReadTransaction,
    actor: Actor,
    order: OrderId,
    *,
    streets: Streets,
    now: datetime,
    live_plans: LivePlans | None = None,
) -> OrderExplanation:
    """Tell a courier why an order is theirs or not; a dispatcher, why it is where it is.

    Everybody who is on shift is tried for this order alone, the rest of the plan as it is, by
    the rule that inserts orders live.

    Parameters
    ----------
    tx, actor
        In which co-op, and who asks.
    order
        Which order.
    streets
        The co-op's city.
    now
        Seen when.
    live_plans
        Plans kept ready between questions; ``None``: the day's plan is read for this one.

    Raises
    ------
    NotFound
        When there is no such order, or the courier has neither it nor a shift on its day.
    NotAllowed
        When the actor is neither.
    """
    require(actor, Role.COURIER, Role.DISPATCHER)
    asker = require_courier(actor) if actor.role is Role.COURIER else None
    known = tx.orders.get(order)
    if asker is not None and not _may_ask(tx, asker, known):
        raise NotFound.of(kind="order", name=order)
    if known.state not in OPEN_STATES or known.state is OrderState.PICKED_UP:
        is_open = known.state in OPEN_STATES
        return OrderExplanation(
            order=order,
            holder=known.courier,
            asker=asker,
            plan_version=tx.plans.newest_version_in(known.day, PlanState.PUBLISHED),
            policy_version=tx.policies.at(max(now, tx.coop.beginning(known.day))).version,
            is_pinned=tx.pins.find(order) is not None,
            standing=Standing.ON_BOARD if is_open else Standing.OVER,
            ranking=None,
            reason=None,
        )
    live = (live_plans or LivePlans()).get(tx, known.day, streets, now=now)
    holder = known.courier or (None if asker else _proposed(live, order))
    under_way = any(
        one.heading is not None and one.heading.order == order for one in live.day.standings
    )
    choice = choose(live, order)
    return OrderExplanation(
        order=order,
        holder=holder,
        asker=asker,
        plan_version=tx.plans.newest_version_in(known.day, PlanState.PUBLISHED),
        policy_version=live.state.policy.version,
        is_pinned=any(pin.order == order for pin in live.state.pins),
        standing=Standing.UNDER_WAY if under_way else Standing.OPEN,
        ranking=None if under_way or choice is None else _ranking(choice, holder, asker),
        reason=None if holder else _reason(live, order, choice),
    )


def orders_to_ask(tx: ReadTransaction, actor: Actor, day: date) -> tuple[tuple[Order, bool], ...]:
    """List the orders of a day that a courier may ask about, and whether each is theirs.

    Without a shift on that day there are none but their own.
    """
    courier = require_courier(actor)
    has_shift = bool(tx.shifts.of_courier(courier, day, day))
    return tuple(
        (order, order.courier == courier)
        for order in tx.orders.of_day(day)
        if has_shift or order.courier == courier
    )


def _may_ask(tx: ReadTransaction, courier: CourierId, order: Order) -> bool:
    return order.courier == courier or bool(tx.shifts.of_courier(courier, order.day, order.day))


def _proposed(live: LivePlan, order: OrderId) -> CourierId | None:
    """Give the courier who has an order in a plan that nobody has published yet."""
    routes = () if live.state.in_force is None else live.state.in_force.routes
    return next((route.courier for route in routes if order in route.orders), None)


def _ranking(
    choice: Choice, holder: CourierId | None, asker: CourierId | None
) -> Explanation | None:
    shifts = choice.live.day.shifts
    everybody = {shift.courier for shift in shifts}
    named = everybody
    if asker is not None:
        first = dict.fromkeys(shifts[offer.vehicle].courier for offer in choice.offers)
        named = {asker, *list(first)[:NUM_FIRST], *({holder} if holder else ())}
    candidates = candidates_of(choice, named)
    chosen = holder if holder in everybody else None
    return explain(choice.live.state.policy, chosen, candidates)


def _reason(live: LivePlan, order: OrderId, choice: Choice | None) -> Remark:
    """Say why nobody has an order: what the plan in force says, or what holds now."""
    unassigned = () if live.state.in_force is None else live.state.in_force.unassigned
    known = next((one.reason for one in unassigned if one.order == order), None)
    if choice is not None and choice.offers:
        return known or Remark(code=NOT_IN_PLAN, values={})
    if known is not None and known.code != NOT_IN_PLAN:
        return known
    shipment = live.day.shipment_of(order)
    if shipment is None:
        return Remark(code=NOT_IN_PLAN, values={})
    return remark_of(explain_unassigned(live.problem, live.routes, shipment))
