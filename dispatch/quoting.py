"""Quotes: a fee that pays the work and a promise that can be kept, without a solver."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from dispatch import wishes
from dispatch.alternatives import next_slots, next_windows
from dispatch.errors import NotFound, QuoteOvertaken, TransitionRefused
from dispatch.events import EventKind
from dispatch.fitting import Fit, Keeper, fit, follow
from dispatch.holds import must_give_way
from dispatch.live_plans import LivePlans
from dispatch.model import PlaceWish, Quote, QuoteId, QuoteState, QuoteWish, Role, Window
from dispatch.permission import require, require_storefront
from dispatch.slots import slot_to_book
from fairness.tariff import fee

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from dispatch.model import Actor, CourierId, Delivery, Place, StorefrontId
    from dispatch.store import ReadTransaction, Transaction
    from dispatch.streets import Streets

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
    only: CourierId | None = None,
) -> Quote:
    """Find out fee and promise without writing anything; `keep` holds them.

    For callers that would rather not keep the store's one writer busy meanwhile. Later quotes
    with the same `live_plans` leave it its place from now on. `only` names a courier who is to
    have it; ``None``: anybody.
    """
    require(actor, Role.STOREFRONT, Role.DISPATCHER)
    storefront = wishes.storefront_of(tx, actor, wish)
    delivery = wishes.resolve(tx, storefront, wish, streets=streets, now=now)
    day = tx.coop.day_of(delivery.delivery_window.latest)
    plans = live_plans or LivePlans()
    live = plans.get(tx, day, streets, now=now)
    follow(live, tx, streets, now=now)
    name = QuoteId(new_id())
    keeper = Keeper(quote=name, storefront=storefront.id, now=now)
    found = fit(live, delivery, streets, keeper=keeper, only=only)
    best = found.insertion(0) if found.offers else None
    starts_at = None if best is None else live.state.moment(found.start(best))
    is_open = wish.deliver_between is None and wish.slot is None
    promise, margin_s = _promise(starts_at, delivery, is_open=is_open)
    if promise is not None and is_open:
        delivery = replace(delivery, delivery_window=_until(delivery, promise))
    if found.is_estimate:
        delivery = replace(delivery, is_estimate=True)
    seconds = _marginal_s(found, delivery) if found.offers else delivery.minutes * 60
    policy = live.state.policy
    return Quote(
        id=name,
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
        reason=found.reason,
        num_couriers=found.num_couriers,
        margin_s=margin_s,
        given_at=now,
        held_until=now + timedelta(seconds=policy.quote_hold_s),
        reference=wish.reference,
        slot=wish.slot,
        day=day,
        is_reserved=promise is not None,
        is_open=is_open,
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
    if given.is_reserved and given.day is not None:
        known = [(name, whose) for name, whose, _ in tx.quotes.reserved(given.day, now)]
        tx.quotes.end_reservations(must_give_way(known, given.storefront))
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


def find(tx: ReadTransaction, actor: Actor, quote: QuoteId) -> Quote:
    """Give a quote.

    Raises
    ------
    NotFound
        When there is none, or it is another storefront's.
    """
    require(actor, Role.STOREFRONT, Role.DISPATCHER)
    known = tx.quotes.find(quote)
    if known is None:
        raise NotFound.of(kind="quote", name=quote)
    require_storefront(actor, known.storefront, kind="quote", name=quote)
    return known


def release(tx: Transaction, actor: Actor, quote: QuoteId, *, now: datetime) -> Quote:
    """Give a quote back before its time, so that others can have its place.

    Raises
    ------
    NotFound
        When there is none, or it is another storefront's.
    TransitionRefused
        When it was accepted.
    """
    known = find(tx, actor, quote)
    if known.state is QuoteState.ACCEPTED:
        msg = f"Quote {quote!r} was accepted; cancel its order."
        raise TransitionRefused(msg, quote=quote, state=known.state.value)
    if known.state is QuoteState.RELEASED:
        return known
    released = replace(known, state=QuoteState.RELEASED, is_reserved=False)
    tx.quotes.save(released)
    tx.record(
        EventKind.QUOTE_RELEASED,
        actor=actor.member,
        at=now,
        day=known.day,
        subjects={"quote": str(quote), "storefront": str(known.storefront)},
    )
    return released


def again(  # noqa: PLR0913 - as `quote`
    tx: ReadTransaction,
    actor: Actor,
    quote: QuoteId,
    *,
    streets: Streets,
    now: datetime,
    new_id: Callable[[], str],
    live_plans: LivePlans | None = None,
) -> Quote:
    """Work out anew what a quote was asked for; `keep` holds it.

    Raises
    ------
    NotFound
        When there is none, or it is another storefront's.
    RuleError
        As `dispatch.wishes.resolve`: its window or slot may be over.
    """
    known = find(tx, actor, quote)
    asked = known.delivery
    by_window = known.slot is None and not known.is_open
    wish = QuoteWish(
        pickup=_same(asked.pickup),
        delivery=_same(asked.delivery),
        parcels=asked.parcels,
        ready_at=max(now, asked.pickup_window.earliest),
        deliver_between=asked.delivery_window if by_window else None,
        skills=asked.skills,
        storefront=known.storefront,
        slot=known.slot,
        proof=asked.proof,
        reference=known.reference,
        pickup_service_s=asked.pickup_service_s,
        delivery_service_s=asked.delivery_service_s,
        setup_s=asked.setup_s,
    )
    return work_out(tx, actor, wish, streets=streets, now=now, new_id=new_id, live_plans=live_plans)


def check_place(  # noqa: PLR0913 - as `quote`
    tx: ReadTransaction,
    actor: Actor,
    quote: QuoteId,
    *,
    streets: Streets,
    now: datetime,
    live_plans: LivePlans | None = None,
) -> None:
    """Look before a quote is booked whether its place is still there.

    While it is reserved nobody has taken it, and nothing is computed.

    Raises
    ------
    NotFound
        When there is none, or it is another storefront's.
    QuoteOvertaken
        When it was not reserved any more, and others have taken its place.
    """
    known = find(tx, actor, quote)
    is_over = known.state is not QuoteState.OPEN or now > known.held_until
    if known.is_reserved or known.day is None or is_over or not known.is_feasible:
        return
    live = (live_plans or LivePlans()).get(tx, known.day, streets, now=now)
    follow(live, tx, streets, now=now)
    if not fit(live, known.delivery, streets).offers:
        msg = f"Quote {quote!r} had no reservation any more, and others have taken its place."
        raise QuoteOvertaken(msg, quote=quote)


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


def _same(place: Place) -> PlaceWish:
    return PlaceWish(
        address=place.address,
        location=place.location,
        note=place.note,
        contact=place.contact,
        phone=place.phone,
    )


def _marginal_s(found: Fit, delivery: Delivery) -> int:
    """Count the courier's time that a delivery takes: the detour, and both services."""
    service = delivery.pickup_service_s + delivery.delivery_service_s + 2 * delivery.setup_s
    return max(0, found.added_travel_s(0)) + service
