"""Quotes: a fee that pays the work and a promise that can be kept, without a solver."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from dispatch import wishes
from dispatch.alternatives import next_slots, next_windows
from dispatch.day_routes import remark_of
from dispatch.events import EventKind
from dispatch.live_plan import fit
from dispatch.live_plans import LivePlans
from dispatch.model import Quote, QuoteId, Role, Window
from dispatch.permission import require
from dispatch.slots import slot_to_book
from fairness.tariff import fee

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from dispatch.model import Actor, Delivery, QuoteWish, StorefrontId
    from dispatch.store import ReadTransaction, Transaction
    from dispatch.streets import Streets
    from routing.insertion import Insertion

MARGIN = timedelta(minutes=15)
"""How much later than planned a promise still holds, when no window was asked for."""


def quote(  # noqa: PLR0913 - a use case's values
    tx: Transaction,
    actor: Actor,
    wish: QuoteWish,
    *,
    streets: Streets,
    now: datetime,
    new_id: Callable[[], str],
    live_plans: LivePlans | None = None,
) -> Quote:
    """Give a quote, and hold it as long as the policy says.

    Parameters
    ----------
    tx, actor
        In which co-op and who.
    wish
        What to carry.
    streets
        The co-op's city.
    now, new_id
        Time and id of the quote.
    live_plans
        Plans kept ready between quotes; ``None``: the day's plan is read for this one.

    Returns
    -------
        With `is_feasible` false, a reason and alternatives when nobody can do it in time:
        that is an answer, too.

    Raises
    ------
    RuleError
        As `dispatch.wishes.resolve`, when nobody could ever do it.
    """
    given = work_out(
        tx, actor, wish, streets=streets, now=now, new_id=new_id, live_plans=live_plans
    )
    return keep(tx, actor, given, now=now)


def work_out(  # noqa: PLR0913 - as `quote`
    tx: ReadTransaction,
    actor: Actor,
    wish: QuoteWish,
    *,
    streets: Streets,
    now: datetime,
    new_id: Callable[[], str],
    live_plans: LivePlans | None = None,
) -> Quote:
    """Find out fee and promise without writing anything; `keep` holds them.

    For callers that would rather not keep the store's one writer busy meanwhile.
    """
    require(actor, Role.STOREFRONT, Role.DISPATCHER)
    storefront = wishes.storefront_of(tx, actor, wish)
    delivery = wishes.resolve(tx, storefront, wish, streets=streets, now=now)
    day = tx.coop.day_of(delivery.delivery_window.latest)
    plans = live_plans or LivePlans()
    live = plans.get(tx, day, streets, now=now)
    found = fit(live, delivery, streets)
    best = found.insertion(0) if found.offers else None
    starts_at = None if best is None else live.state.moment(found.start(best))
    is_open = wish.deliver_between is None and wish.slot is None
    promise, margin_s = _promise(starts_at, delivery, is_open=is_open)
    if promise is not None and is_open:
        delivery = replace(delivery, delivery_window=_until(delivery, promise))
    if found.is_estimate:
        delivery = replace(delivery, is_estimate=True)
    direct_s = delivery.minutes * 60
    seconds = direct_s if best is None else _marginal_s(best, delivery)
    policy = live.state.policy
    return Quote(
        id=QuoteId(new_id()),
        storefront=storefront.id,
        delivery=delivery,
        fee=fee(
            policy,
            seconds=seconds,
            meters=delivery.distance_m,
            partner=storefront.partner,
        ),
        is_feasible=promise is not None,
        promise=promise,
        alternatives=(
            () if promise else _instead(tx, plans, wish, storefront.id, delivery, streets, now)
        ),
        reason=None if found.reason is None else remark_of(found.reason),
        num_couriers=found.num_couriers,
        margin_s=margin_s,
        given_at=now,
        held_until=now + timedelta(seconds=policy.quote_hold_s),
        reference=wish.reference,
        slot=wish.slot,
    )


def keep(tx: Transaction, actor: Actor, given: Quote, *, now: datetime) -> Quote:
    """Hold a quote that was worked out.

    Raises
    ------
    SlotUnavailable
        When others have taken the last place in its slot meanwhile.
    """
    if given.slot is not None and given.is_feasible:
        slot_to_book(tx, given.slot, storefront=given.storefront, now=now)
    tx.quotes.add(given)
    tx.record(
        EventKind.QUOTE_GIVEN,
        actor=actor.member,
        at=now,
        day=tx.coop.day_of(given.delivery.delivery_window.latest),
        subjects={"quote": str(given.id), "storefront": str(given.storefront)},
        payload={"is_feasible": given.is_feasible, "fee_minor": given.fee.total_minor},
    )
    return given


def _instead(  # noqa: PLR0913, PLR0917 - private
    tx: ReadTransaction,
    plans: LivePlans,
    wish: QuoteWish,
    storefront: StorefrontId,
    delivery: Delivery,
    streets: Streets,
    now: datetime,
) -> tuple[Window, ...]:
    if wish.slot is None:
        return next_windows(tx, plans, delivery, streets, now=now)
    slot = slot_to_book(tx, wish.slot, storefront=storefront, now=now)
    return next_slots(tx, plans, delivery, streets, slot=slot, storefront=storefront, now=now)


def _promise(
    planned: datetime | None, delivery: Delivery, *, is_open: bool
) -> tuple[Window | None, int]:
    """Promise the window that was asked for, or what the plan says and a margin."""
    if planned is None:
        return None, 0
    latest = delivery.delivery_window.latest
    if is_open:
        latest = min(latest, planned + MARGIN)
        promise = Window(earliest=min(planned, latest), latest=latest)
    else:
        promise = delivery.delivery_window
    return promise, max(0, (latest - planned) // timedelta(seconds=1))


def _until(delivery: Delivery, promise: Window) -> Window:
    return Window(earliest=delivery.delivery_window.earliest, latest=promise.latest)


def _marginal_s(best: Insertion, delivery: Delivery) -> int:
    """Count the courier's time that a delivery takes: the detour, and both services."""
    service = delivery.pickup_service_s + delivery.delivery_service_s + 2 * delivery.setup_s
    return max(0, best.added_travel) + service
