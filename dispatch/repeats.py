"""Orders from programs that send each one once, or again and again: taken once, if at all possible.

What a person can put right afterwards is no reason to refuse; it is noted on the order.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Final, TypeVar

from dispatch import ordering, wishes
from dispatch.attention import SLOT_CLOSED
from dispatch.consigning import tie
from dispatch.doors import ADDRESS_UNSURE
from dispatch.errors import IdempotencyConflict, PointUnreachable
from dispatch.model import OrderId, OrderState, OrderWish
from dispatch.part_names import numbered, part_of
from dispatch.slots import open_slot_in
from dispatch.store.repositories.orders import Answered

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from dispatch.model import Actor, Order, QuoteWish
    from dispatch.store import ReadTransaction, Transaction
    from dispatch.streets import Streets

ResultT = TypeVar("ResultT")

SAME_BODY: Final = timedelta(minutes=10)
"""For how long the same body again is the same order, when it has no name of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What makes a request the same as an earlier one.

    Attributes
    ----------
    body
        What was sent, as it was sent.
    idempotency_key
        What the program calls the request; ``None``: nothing.
    number
        The shop's own number of the order; empty: none.
    """

    body: bytes
    idempotency_key: str | None = None
    number: str = ""

    @property
    def digest(self) -> str:
        """SHA-256 of the body."""
        return hashlib.sha256(self.body).hexdigest()

    @property
    def name(self) -> str:
        """By what the request is known again: its key, else its number, else its body."""
        if self.idempotency_key is not None:
            return f"sent key {self.idempotency_key}"
        return f"sent number {self.number}" if self.number else f"sent body {self.digest}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A delivery as a program asked for it.

    Attributes
    ----------
    wish
        What to carry; an open slot inside its window is booked.
    attention
        Codes of what a person should look at.
    """

    wish: QuoteWish
    attention: tuple[str, ...] = ()


def place_once(  # noqa: PLR0913 - a use case's values
    tx: Transaction,
    actor: Actor,
    asked: Sequence[Asked],
    *,
    sent: Sent,
    streets: Streets,
    now: datetime,
    new_id: Callable[[], str],
) -> tuple[Order, ...]:
    """Place orders unless they were placed before, and note what a person should look at.

    Parameters
    ----------
    tx, actor
        In which co-op and who.
    asked
        One shipment each; several are a consignment.
    sent
        What makes the request the same as an earlier one.
    streets
        The co-op's city.
    now, new_id
        Time and id of the first order.

    Raises
    ------
    IdempotencyConflict
        When the same Idempotency-Key came with another body.
    RuleError
        As `dispatch.ordering.place`, for what nobody can put right afterwards.
    """
    storefront = wishes.storefront_of(tx, actor, asked[0].wish)
    known = _known(tx, actor, sent, now)
    if known is not None:
        return known
    first = OrderId(new_id())
    placed = []
    for number, one in enumerate(asked, start=1):
        wish = replace(one.wish, storefront=storefront.id)
        if number > 1 and wish.reference:
            wish = replace(wish, reference=numbered(wish.reference, number))
        order = _place(
            tx,
            actor,
            replace(one, wish=wish),
            streets=streets,
            now=now,
            new_id=partial(part_of, first, number),
        )
        placed.append(order if len(asked) == 1 else tie(tx, order, first, is_together=False))
    tx.answers.put(
        Answered(member=actor.member, key=sent.name, digest=sent.digest, result=first, at=now)
    )
    return tuple(placed)


def _place(  # noqa: PLR0913 - as `place_once`
    tx: Transaction,
    actor: Actor,
    asked: Asked,
    *,
    streets: Streets,
    now: datetime,
    new_id: Callable[[], str],
) -> Order:
    wish, codes = asked.wish, list(asked.attention)
    slot, is_closed = None, False
    if wish.deliver_between is not None and wish.storefront is not None:
        slot, is_closed = open_slot_in(
            tx, wish.deliver_between, storefront=wish.storefront, now=now
        )
    if slot is not None:
        wish = replace(wish, slot=slot)
    elif is_closed:
        codes.append(SLOT_CLOSED)

    def place(meant: QuoteWish) -> Order:
        return ordering.place(
            tx, actor, OrderWish(wish=meant), streets=streets, now=now, new_id=new_id
        )

    order, is_unsure = by_address(wish, place)
    if is_unsure:
        codes.append(ADDRESS_UNSURE)
    noted = tuple(dict.fromkeys((*order.needs_attention, *codes)))
    if noted != order.needs_attention:
        order = tx.orders.save(replace(order, needs_attention=noted))
    return order


def by_address(wish: QuoteWish, attempt: Callable[[QuoteWish], ResultT]) -> tuple[ResultT, bool]:
    """Attempt something with a wish; where its point is off the map, with its address alone.

    Returns
    -------
    tuple
        What came of it, and whether the point had to be left out.

    Raises
    ------
    RuleError
        As the attempt.
    """
    place = wish.delivery
    try:
        return attempt(wish), False
    except PointUnreachable as error:
        if error.values.get("field") != "delivery" or not (place.location and place.address):
            raise
        return attempt(replace(wish, delivery=replace(place, location=None))), True


def _known(
    tx: ReadTransaction, actor: Actor, sent: Sent, now: datetime
) -> tuple[Order, ...] | None:
    """Find the orders that the same request led to before."""
    answered = tx.answers.find(actor.member, sent.name)
    if answered is None:
        return None
    order = tx.orders.get(answered.result)
    orders = tx.orders.of_consignment(order.id) or (order,)
    if sent.idempotency_key is not None:
        if answered.digest != sent.digest:
            msg = "Expected the same order as before under this Idempotency-Key, got another."
            raise IdempotencyConflict(msg, key=sent.idempotency_key)
        return orders
    is_late = not sent.number and now > answered.at + SAME_BODY
    is_over = all(one.state is OrderState.CANCELED for one in orders)
    return None if is_late or is_over else orders
