"""Consignments: several shipments that are quoted, booked, changed and canceled at once.

Each shipment is an order of its own, with its promise, its tracking page and its notices. They
are tied together by the id of the first one.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from itertools import count
from typing import TYPE_CHECKING, Final

from dispatch import changing, ordering, quoting
from dispatch.errors import (
    BadWish,
    FeeChanged,
    IdempotencyConflict,
    NotFound,
    QuoteOvertaken,
    RuleError,
    TransitionRefused,
)
from dispatch.events import EventKind
from dispatch.fitting import fit, travel_ahead
from dispatch.live_plans import LivePlans
from dispatch.model import OrderId, OrderWish, QuoteId
from dispatch.part_names import numbered, part_of
from dispatch.permission import require_storefront
from dispatch.quote_work import Asked, Ground, Rivals, work_out_all
from dispatch.store.repositories.orders import Answered
from dispatch.tips import digest_with_tip
from dispatch.wholes import allows, as_wholes
from fairness.money import split_by_weights

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from dispatch.model import (
        Actor,
        ConsignmentWish,
        CourierId,
        Order,
        OrderChange,
        Quote,
        QuoteWish,
    )
    from dispatch.quote_work import WorkedOut
    from dispatch.store import ReadTransaction, Transaction
    from dispatch.streets import Streets

MOST_QUOTED, MOST_ORDERED = 8, 50
"""Shipments in one quote, as many places as a storefront may keep at once; and in one order."""

MOST_COURIERS: Final = 6
"""With how many couriers a whole consignment is tried, the cheapest for its first part first."""


def work_out(  # noqa: PLR0913 - a use case's values
    tx: ReadTransaction,
    actor: Actor,
    wishes: Sequence[QuoteWish],
    *,
    is_together: bool,
    streets: Streets,
    now: datetime,
    new_id: Callable[[], str],
    live_plans: LivePlans | None = None,
) -> tuple[WorkedOut, ...]:
    """Find out fee and promise of each shipment beside the others; nothing is written.

    Parameters
    ----------
    tx, actor
        In which co-op and who.
    wishes
        One shipment each.
    is_together
        Whether one courier is to bring all of them.
    streets
        The co-op's city.
    now, new_id
        Time and id of the first quote; the others are called by it.
    live_plans
        Plans kept ready between quotes.

    Returns
    -------
        One quote per wish. When one of them is infeasible none keeps a place.

    Raises
    ------
    BadWish
        When there are none, or too many.
    RuleError
        As `dispatch.wishes.resolve`, when nobody could ever do one of them.
    """
    _check_number(wishes, MOST_QUOTED)
    plans = live_plans or LivePlans()
    first = QuoteId(new_id())
    asked = [Asked(actor=actor, wish=wish) for wish in wishes]

    def attempt(only: CourierId | None) -> tuple[WorkedOut, ...]:
        names = (part_of(first, number) for number in count(1))
        ground = Ground(
            tx=tx, streets=streets, now=now, new_id=partial(next, names), live_plans=plans
        )
        found = work_out_all(ground, asked, only=only)
        given = [
            replace(one, quote=replace(one.quote, consignment=first, is_together=is_together))
            for one in found
            if not isinstance(one, RuleError)
        ]
        if len(given) == len(found) and all(one.quote.is_feasible for one in given):
            return tuple(given)
        _take_back(given)
        for error in (one for one in found if isinstance(one, RuleError)):
            raise error
        return tuple(replace(one, quote=replace(one.quote, is_reserved=False)) for one in given)

    given = attempt(None)
    if not is_together or not all(one.quote.is_feasible for one in given):
        return given
    _take_back(given)
    for courier in _able(given[0], streets):
        given = attempt(courier)
        if all(one.quote.is_feasible for one in given):
            break
    return given


def keep(
    tx: Transaction, actor: Actor, given: Sequence[WorkedOut], *, now: datetime
) -> tuple[Quote, ...]:
    """Hold quotes that were worked out together.

    Raises
    ------
    QuoteOvertaken, SlotUnavailable
        When others may have taken the place of one meanwhile; then none is held.
    """
    rivals = Rivals(tx)
    if any(map(rivals.have_taken, given)):
        _take_back(given)
        msg = "Others have taken a place of this consignment meanwhile."
        raise QuoteOvertaken(msg, quote=given[0].quote.id)
    held = []
    for outcome in quoting.keep_all(tx, [(actor, one) for one in given], now=now):
        if isinstance(outcome, RuleError):
            _take_back(given)
            raise outcome
        held.append(outcome)
    return tuple(held)


def quotes_of(tx: ReadTransaction, actor: Actor, consignment: QuoteId) -> tuple[Quote, ...]:
    """Give the quotes of a consignment; one that was asked for by itself is one, too.

    Raises
    ------
    NotFound
        When there are none, or they are another storefront's.
    """
    alone = tx.quotes.find(consignment)
    found = tx.quotes.of_consignment(consignment) or ((alone,) if alone else ())
    if not found:
        raise NotFound.of(kind="quote", name=consignment)
    require_storefront(actor, found[0].storefront, kind="quote", name=consignment)
    return found


def place(  # noqa: PLR0913 - all named by the caller
    tx: Transaction,
    actor: Actor,
    wish: ConsignmentWish,
    *,
    streets: Streets,
    now: datetime,
    new_id: Callable[[], str],
    idempotency_key: str | None = None,
    tip_minor: int = 0,
) -> tuple[Order, ...]:
    """Place all orders of a consignment or none, once per Idempotency-Key.

    A tip is shared among the orders alike, odd units to the first ones.

    Raises
    ------
    BadWish
        When there are too many.
    IdempotencyConflict
        When the key came with another wish before.
    RuleError
        As `dispatch.ordering.place`, for any of them.
    """
    digest = digest_with_tip(wish, tip_minor)
    if idempotency_key is not None:
        answered = tx.answers.find(actor.member, idempotency_key)
        if answered is not None:
            if answered.digest != digest:
                msg = "Expected the same orders as before under this Idempotency-Key, got others."
                raise IdempotencyConflict(msg, key=idempotency_key)
            return orders_of(tx, actor, OrderId(answered.result))
    is_together, parts = _parts(tx, actor, wish)
    _check_number(parts, MOST_ORDERED)
    first = OrderId(new_id())
    tips = split_by_weights(tip_minor, [1] * len(parts))
    placed = tuple(
        tie(
            tx,
            ordering.place(
                tx,
                actor,
                part,
                streets=streets,
                now=now,
                new_id=partial(part_of, first, number),
                tip_minor=tips[number - 1],
            ),
            first,
            is_together=is_together,
        )
        for number, part in enumerate(parts, start=1)
    )
    if idempotency_key is not None:
        tx.answers.add(
            Answered(member=actor.member, key=idempotency_key, digest=digest, result=first, at=now)
        )
    return placed


def tie(tx: Transaction, order: Order, first: OrderId, *, is_together: bool) -> Order:
    """Tie an order to the first one of its consignment."""
    return tx.orders.save(replace(order, consignment=first, is_together=is_together))


def orders_of(tx: ReadTransaction, actor: Actor, consignment: OrderId) -> tuple[Order, ...]:
    """Give the orders of a consignment, canceled ones too.

    Raises
    ------
    NotFound
        When there are none, or they are another storefront's.
    """
    found = tx.orders.of_consignment(consignment)
    if not found:
        raise NotFound.of(kind="consignment", name=consignment)
    require_storefront(actor, found[0].storefront, kind="consignment", name=consignment)
    return as_wholes(tx, found)


def cancel(
    tx: Transaction, actor: Actor, consignment: OrderId, *, now: datetime
) -> tuple[Order, ...]:
    """Cancel all orders of a consignment that are not on their way; the others stay.

    Raises
    ------
    NotFound
        When the storefront has no such consignment.
    TransitionRefused
        When none of them can be canceled any more.
    """
    for order in _open(tx, orders_of(tx, actor, consignment), EventKind.ORDER_CANCELED):
        ordering.cancel(tx, actor, order.id, now=now)
    return orders_of(tx, actor, consignment)


def change(  # noqa: PLR0913 - all named by the caller
    tx: Transaction,
    actor: Actor,
    consignment: OrderId,
    wanted: OrderChange,
    *,
    streets: Streets,
    now: datetime,
) -> tuple[Order, ...]:
    """Change all orders of a consignment that are not on their way, or none.

    Parameters
    ----------
    tx, actor
        In which co-op and who.
    consignment, wanted
        Which one, and what of its orders; `fee_minor` is the new fee of all of them.
    streets
        The co-op's city.
    now
        The present moment.

    Raises
    ------
    BadWish
        When it would give all of them one door or the same parcels.
    NotFound
        When the storefront has no such consignment.
    TransitionRefused
        When none of them can be changed any more.
    FeeChanged
        When the fee changes and nobody has agreed to the new one by naming it.
    RuleError
        As `dispatch.changing.preview`.
    """
    before = orders_of(tx, actor, consignment)
    after = preview(tx, actor, consignment, wanted, streets=streets, now=now)
    before_minor, after_minor = (sum(one.fee.minor for one in some) for some in (before, after))
    if after_minor not in {before_minor, wanted.fee_minor}:
        msg = f"The fee would be {after_minor} instead of {before_minor}."
        raise FeeChanged(
            msg,
            before_minor=before_minor,
            after_minor=after_minor,
            currency=before[0].fee.currency,
        )
    for known in _open(tx, before, EventKind.ORDER_CHANGED):
        changing.change_at_any_fee(tx, actor, known.id, wanted, streets=streets, now=now)
    return orders_of(tx, actor, consignment)


def preview(  # noqa: PLR0913 - as `change`
    tx: ReadTransaction,
    actor: Actor,
    consignment: OrderId,
    wanted: OrderChange,
    *,
    streets: Streets,
    now: datetime,
) -> tuple[Order, ...]:
    """Give the orders of a consignment as they would be after a change; nothing is written.

    Raises
    ------
    RuleError
        As `change`, but for the fee.
    """
    for field in ("delivery", "parcels", "reference", "if_version"):
        if getattr(wanted, field) is not None:
            msg = f"Expected {field} of one order at a time, got it for all of a consignment."
            raise BadWish(msg, field=field)
    known = orders_of(tx, actor, consignment)
    changeable = _open(tx, known, EventKind.ORDER_CHANGED)
    return tuple(
        changing.preview(tx, actor, one.id, wanted, streets=streets, now=now)
        if one in changeable
        else one
        for one in known
    )


def _open(tx: ReadTransaction, orders: Sequence[Order], kind: EventKind) -> tuple[Order, ...]:
    """Give the orders to which something can still be done, with all of their parts."""
    found = tuple(one for one in orders if allows(tx, tx.orders.get(one.id), kind))
    if not found:
        states = ", ".join(sorted({one.state.value for one in orders}))
        msg = f"All orders of consignment {orders[0].id!r} are {states}; this is not possible now."
        raise TransitionRefused(msg, order=orders[0].id, state=states, event=kind.value)
    return found


def _parts(
    tx: ReadTransaction, actor: Actor, wish: ConsignmentWish
) -> tuple[bool, tuple[OrderWish, ...]]:
    """Give what is to be placed, one order each, with references that differ."""
    if wish.quote is None:
        return wish.is_together, tuple(
            OrderWish(wish=one, reference=one.reference or numbered(wish.reference, number))
            for number, one in enumerate(wish.wishes, start=1)
        )
    quotes = quotes_of(tx, actor, wish.quote)
    return quotes[0].is_together, tuple(
        OrderWish(quote=one.id, reference=one.reference or numbered(wish.reference, number))
        for number, one in enumerate(quotes, start=1)
    )


def _check_number(parts: Sequence[object], most: int) -> None:
    if not 1 <= len(parts) <= most:
        msg = f"Expected 1 to {most} shipments in one consignment, got {len(parts)}."
        raise BadWish(msg, field="shipments")


def _able(given: WorkedOut, streets: Streets) -> tuple[CourierId, ...]:
    """Name couriers who could take the first shipment, the cheapest first."""
    live, delivery = given.live, given.quote.delivery
    offers = fit(live, delivery, travel_ahead(live, [delivery], streets)).offers
    couriers = (live.day.shifts[offer.vehicle].courier for offer in offers)
    return tuple(dict.fromkeys(couriers))[:MOST_COURIERS]


def _take_back(given: Sequence[WorkedOut]) -> None:
    """Give the places back that quotes got while they were worked out."""
    for one in reversed(given):
        if one.quote.is_reserved:
            one.take_back()
