"""What was delivered is brought back to its sender: a delivery of its own, paid like any other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dispatch.errors import TransitionRefused
from dispatch.model import OrderState, OrderWish, PlaceWish, QuoteWish
from dispatch.wholes import members, own_whole, put_together

if TYPE_CHECKING:
    from dispatch.model import Actor, OrderId, Place
    from dispatch.store import ReadTransaction

LONGEST_REFERENCE = 120


def wish_back(tx: ReadTransaction, actor: Actor, order: OrderId) -> OrderWish:
    """Wish for the way back of an order, for `dispatch.ordering.place`.

    The same order always gives the same wish, so that placing it under one Idempotency-Key
    brings it back once.

    Raises
    ------
    NotFound
        When the storefront has no such order.
    TransitionRefused
        When it has not been delivered. What a courier still has on board goes back by their
        report, and the order is returned then.
    """
    known = put_together(members(tx, own_whole(tx, actor, order)))
    if known.state is not OrderState.DELIVERED:
        msg = f"Order {order!r} is {known.state.value}; only what was delivered is brought back."
        raise TransitionRefused(msg, order=order, state=known.state.value)
    way = known.delivery
    wish = QuoteWish(
        pickup=_wish(way.delivery),
        delivery=_wish(way.pickup),
        parcels=way.parcels,
        skills=way.skills,
        storefront=known.storefront,
        pickup_service_s=way.delivery_service_s,
        delivery_service_s=way.pickup_service_s,
        setup_s=way.setup_s,
    )
    return OrderWish(wish=wish, reference=f"R-{known.reference or order}"[:LONGEST_REFERENCE])


def _wish(place: Place) -> PlaceWish:
    return PlaceWish(
        address=place.address,
        location=place.location,
        note=place.note,
        contact=place.contact,
        phone=place.phone,
    )
