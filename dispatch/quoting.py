"""Quotes: a fee that pays the work and a promise that can be kept, without a solver."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from dispatch.errors import NotFound, RuleError, SlotUnavailable, TransitionRefused
from dispatch.events import EventKind
from dispatch.holds import must_give_way
from dispatch.live_plans import LivePlans
from dispatch.model import PlaceWish, Quote, QuoteId, QuoteState, QuoteWish, Role
from dispatch.permission import require, require_storefront
from dispatch.quote_work import Asked, Ground, WorkedOut, work_out_all
from dispatch.slots import slot_to_book

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date, datetime

    from dispatch.model import Actor, Place, StorefrontId
    from dispatch.store import ReadTransaction, Transaction
    from dispatch.streets import Streets

KEPT_FOR: Final = timedelta(days=30)
"""How long a quote that nobody booked is kept: it says where somebody lives."""


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
    ground = Ground(
        tx=tx, streets=streets, now=now, new_id=new_id, live_plans=live_plans or LivePlans()
    )
    (given,) = work_out_all(ground, [Asked(actor=actor, wish=wish)])
    if isinstance(given, RuleError):
        raise given
    (kept,) = keep_all(tx, [(actor, given)], now=now)
    if isinstance(kept, RuleError):
        raise kept
    return kept


def keep_all(
    tx: Transaction, given: Sequence[tuple[Actor, WorkedOut]], *, now: datetime
) -> tuple[Quote | SlotUnavailable, ...]:
    """Hold quotes that were worked out, each with who asked.

    Returns
    -------
        In their order; an error where others have taken the last place in a slot meanwhile.
    """
    reserved = _Reserved(tx, now)
    outcomes: list[Quote | SlotUnavailable] = []
    adding: list[tuple[Actor, Quote]] = []
    for actor, one in given:
        quote = one.quote
        if quote.slot is not None and quote.is_feasible:
            _add(tx, adding, now)
            try:
                slot_to_book(tx, quote.slot, storefront=quote.storefront, now=now)
            except SlotUnavailable as error:
                outcomes.append(error)
                continue
        reserved.add(one)
        adding.append((actor, quote))
        outcomes.append(quote)
    _add(tx, adding, now)
    tx.quotes.end_reservations(reserved.ended)
    return tuple(outcomes)


class _Reserved:
    """Which quotes keep places while more are written down."""

    def __init__(self, tx: Transaction, now: datetime) -> None:
        self._tx = tx
        self._now = now
        self._of_day: dict[date, list[tuple[QuoteId, StorefrontId]]] = {}
        self.ended: list[QuoteId] = []

    def add(self, given: WorkedOut) -> None:
        """Count one more quote, for which others give way."""
        quote = given.quote
        if quote.day is None or not quote.is_reserved:
            return
        if quote.day not in self._of_day:
            known = self._tx.quotes.reserved(quote.day, self._now)
            self._of_day[quote.day] = [(name, whose) for name, whose, _ in known]
        left = [one for one in self._of_day[quote.day] if one[0] not in given.given_way]
        ended = (*given.given_way, *must_give_way(left, quote.storefront))
        self._of_day[quote.day] = [one for one in left if one[0] not in ended]
        self._of_day[quote.day].append((quote.id, quote.storefront))
        self.ended += ended


def _add(tx: Transaction, adding: list[tuple[Actor, Quote]], now: datetime) -> None:
    """Write quotes, and that they were given."""
    tx.quotes.add_all([quote for _, quote in adding])
    tx.record_all(
        [
            tx.fact(
                EventKind.QUOTE_GIVEN,
                actor=actor.member,
                at=now,
                day=tx.coop.day_of(quote.delivery.delivery_window.latest),
                subjects={"quote": str(quote.id), "storefront": str(quote.storefront)},
                payload={"is_feasible": quote.is_feasible, "fee_minor": quote.fee.total_minor},
            )
            for actor, quote in adding
        ]
    )
    adding.clear()


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


def forget_old(tx: Transaction, *, now: datetime) -> int:
    """Delete some of the quotes that nobody booked and that lapsed long ago; give how many."""
    return tx.quotes.forget_before(now - KEPT_FOR)


def wish_again(tx: ReadTransaction, actor: Actor, quote: QuoteId, *, now: datetime) -> QuoteWish:
    """Give what a quote was asked for, to ask for it anew.

    Raises
    ------
    NotFound
        When there is none, or it is another storefront's.
    """
    known = find(tx, actor, quote)
    asked = known.delivery
    by_window = known.slot is None and not known.is_open
    return QuoteWish(
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


def _same(place: Place) -> PlaceWish:
    return PlaceWish(
        address=place.address,
        location=place.location,
        note=place.note,
        contact=place.contact,
        phone=place.phone,
    )
