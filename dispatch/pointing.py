"""A person points at the door that an address means, and the order goes there."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dispatch.climbs import measured_anew
from dispatch.doors import attention_of
from dispatch.errors import PointUnreachable, TransitionRefused
from dispatch.events import EventKind
from dispatch.model import OrderState, Role
from dispatch.permission import require
from dispatch.street_overlays import overlays_at, streets_under
from dispatch.wholes import members, subject
from routing.solution import StopKind
from routing.streets.errors import FarFromStreetError
from routing.streets.places_model import metres_between
from routing.streets.profiles import Profile

if TYPE_CHECKING:
    from datetime import datetime

    from dispatch.model import Actor, Delivery, Order, OrderId, Place
    from dispatch.store import Transaction
    from dispatch.streets import Streets
    from routing.model import Location

MOVABLE = {
    StopKind.PICKUP: frozenset({OrderState.PLACED, OrderState.ASSIGNED}),
    StopKind.DELIVERY: frozenset(
        {OrderState.PLACED, OrderState.ASSIGNED, OrderState.PICKED_UP, OrderState.FAILED}
    ),
}
"""States of an order in which an end of it still matters."""


def point_at(  # noqa: PLR0913 - all named by the caller
    tx: Transaction,
    actor: Actor,
    order: OrderId,
    end: StopKind,
    location: Location,
    *,
    streets: Streets,
    now: datetime,
) -> Order:
    """Put one end of an order where a person says it is; the day is planned again.

    The fee stays what it was. The way from door to door is measured anew, with its ascent,
    because couriers are paid for it.

    Parameters
    ----------
    tx, actor
        In which co-op and who.
    order, end
        Which order, and its pickup or its delivery.
    location
        Where the door is.
    streets
        The co-op's city.
    now
        When.

    Raises
    ------
    NotFound
        When there is no such order.
    TransitionRefused
        When that end has been served, or the order is over.
    PointUnreachable
        When no street is near, or there is no way there.
    """
    require(actor, Role.DISPATCHER)
    known = tx.orders.get(order)
    if known.state not in MOVABLE[end]:
        msg = f"Order {order!r} is {known.state.value}; its {end.value} stays where it was."
        raise TransitionRefused(msg, order=order, state=known.state.value)
    before = known.delivery
    old = before.pickup if end is StopKind.PICKUP else before.delivery
    under = streets_under(streets, overlays_at(tx, now))
    pointed = _pointed(before, end, location)
    _check_street(pointed.pickup if end is StopKind.PICKUP else pointed.delivery, under)
    delivery = measured_anew(tx, pointed, under, now=now)
    kept = tuple(code for code in known.needs_attention if code not in attention_of(before))
    changed = replace(known, delivery=delivery, needs_attention=(*attention_of(delivery), *kept))
    tx.orders.save(changed)
    others = [one for one in members(tx, known) if one.id != known.id and one.state in MOVABLE[end]]
    for other in others:
        tx.orders.save(_pointed_too(other, changed, end))
    subjects = {"order": str(order), "storefront": str(known.storefront)} | subject(known)
    if known.courier is not None:
        subjects["courier"] = str(known.courier)
    tx.record(
        EventKind.ORDER_LOCATED,
        actor=actor.member,
        at=now,
        day=known.day,
        subjects=subjects,
        payload={"stop": end.value, "moved_m": round(metres_between(old.location, location))},
    )
    return changed


def _pointed_too(part: Order, changed: Order, end: StopKind) -> Order:
    """Bring another part to the same door; one that waits elsewhere is fetched there."""
    found = changed.delivery
    if end is StopKind.PICKUP and part.delivery.pickup.address != found.pickup.address:
        return part
    delivery = replace(
        found,
        parcels=part.delivery.parcels,
        pickup=found.pickup if end is StopKind.PICKUP else part.delivery.pickup,
        pickup_window=part.delivery.pickup_window,
    )
    return replace(part, delivery=delivery, needs_attention=changed.needs_attention)


def _pointed(delivery: Delivery, end: StopKind, location: Location) -> Delivery:
    if end is StopKind.PICKUP:
        pickup = replace(delivery.pickup, location=location, needs_pin=False)
        return replace(delivery, pickup=pickup)
    return replace(
        delivery, delivery=replace(delivery.delivery, location=location, needs_pin=False)
    )


def _check_street(place: Place, streets: Streets) -> None:
    """Refuse a door without a street nearby."""
    try:
        streets.snap([place.location], Profile.BIKE)
    except FarFromStreetError as error:
        msg = f"Expected a door within {error.limit} m of a street, got one at {error.distance} m."
        raise PointUnreachable(
            msg, field="location", distance_m=error.distance, limit_m=error.limit
        ) from error
