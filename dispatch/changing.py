"""Orders are changed until they are picked up, for a fee that was agreed to."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dispatch import wishes
from dispatch.attention import REFERENCE_REPEATED, lasting, repeated
from dispatch.climbs import measured_anew
from dispatch.doors import attention_of
from dispatch.errors import BadWish, FeeChanged, StaleVersion, TransitionRefused, WindowImpossible
from dispatch.events import EventKind
from dispatch.street_overlays import overlays_at, streets_under
from dispatch.transitions import next_state
from dispatch.wholes import members, own_whole, subject
from fairness.money import Money
from fairness.tariff import fee

if TYPE_CHECKING:
    from datetime import datetime

    from dispatch.model import Actor, Delivery, Order, OrderChange, OrderId, Window
    from dispatch.store import ReadTransaction, Transaction
    from dispatch.streets import Streets


def change(  # noqa: PLR0913 - all named by the caller
    tx: Transaction,
    actor: Actor,
    order: OrderId,
    wanted: OrderChange,
    *,
    streets: Streets,
    now: datetime,
) -> Order:
    """Change an order that is not on its way.

    Parameters
    ----------
    tx, actor
        In which co-op and who.
    order, wanted
        Which one, and what of it.
    streets
        The co-op's city.
    now
        The present moment.

    Raises
    ------
    RuleError
        As `preview`; besides `FeeChanged`, when the fee changes and nobody has agreed to the
        new one by naming it.
    """
    known = own_whole(tx, actor, order)
    changed = preview(tx, actor, order, wanted, streets=streets, now=now)
    if changed.fee != known.fee and wanted.fee_minor != changed.fee.minor:
        msg = f"The fee would be {changed.fee.minor} instead of {known.fee.minor}."
        raise FeeChanged(
            msg,
            before_minor=known.fee.minor,
            after_minor=changed.fee.minor,
            currency=changed.fee.currency,
        )
    for part in members(tx, known)[1:]:
        _save(tx, actor, _part_changed(tx, part, wanted, streets=streets, now=now), now)
    return _save(tx, actor, changed, now)


def _save(tx: Transaction, actor: Actor, changed: Order, now: datetime) -> Order:
    tx.orders.save(changed)
    subjects = {"order": str(changed.id), "storefront": str(changed.storefront)}
    if changed.courier is not None:
        subjects["courier"] = str(changed.courier)
    tx.record(
        EventKind.ORDER_CHANGED,
        actor=actor.member,
        at=now,
        day=changed.day,
        subjects=subjects | subject(changed),
    )
    return changed


def _part_changed(
    tx: ReadTransaction, part: Order, wanted: OrderChange, *, streets: Streets, now: datetime
) -> Order:
    """Give a part as it would be after a change of the whole, which alone has fee and slot."""
    changed = _changed(tx, part, wanted, streets=streets, now=now)
    codes = tuple(code for code in changed.needs_attention if code != REFERENCE_REPEATED)
    return replace(changed, fee=part.fee, needs_attention=codes)


def change_at_any_fee(  # noqa: PLR0913 - as `change`
    tx: Transaction,
    actor: Actor,
    order: OrderId,
    wanted: OrderChange,
    *,
    streets: Streets,
    now: datetime,
) -> Order:
    """Change an order for whoever agrees to the new fee by asking, as other products have it.

    Raises
    ------
    RuleError
        As `preview`.
    """
    fee_minor = preview(tx, actor, order, wanted, streets=streets, now=now).fee.minor
    agreed = replace(wanted, fee_minor=fee_minor)
    return change(tx, actor, order, agreed, streets=streets, now=now)


def preview(  # noqa: PLR0913 - as `change`
    tx: ReadTransaction,
    actor: Actor,
    order: OrderId,
    wanted: OrderChange,
    *,
    streets: Streets,
    now: datetime,
) -> Order:
    """Give an order as it would be after a change, with its fee; nothing is written.

    Raises
    ------
    NotFound
        When the storefront has no such order.
    StaleVersion
        When it has changed since the actor looked at it.
    TransitionRefused
        When it has been picked up, delivered or canceled, or would move to another day; or
        its parcels would change while they go with several couriers.
    WindowImpossible
        When the window is over, or ends before the goods are ready.
    RuleError
        As `dispatch.wishes.resolve`, for another door or other parcels.
    """
    known = own_whole(tx, actor, order)
    if wanted.if_version not in (None, known.version):
        msg = f"Expected version {known.version} of order {order!r}, got {wanted.if_version}."
        raise StaleVersion(msg, got=wanted.if_version, newest=known.version)
    group = members(tx, known)
    if known.part_of is not None or (len(group) > 1 and wanted.parcels is not None):
        msg = f"The parcels of order {known.whole_id!r} go with several couriers."
        raise TransitionRefused(msg, order=known.whole_id)
    for part in group[1:]:
        next_state(part, EventKind.ORDER_CHANGED)
    return _changed(tx, known, wanted, streets=streets, now=now)


def _changed(
    tx: ReadTransaction, known: Order, wanted: OrderChange, *, streets: Streets, now: datetime
) -> Order:
    state = next_state(known, EventKind.ORDER_CHANGED)
    delivery = _with_parcels(tx, _with_door(tx, known, wanted, streets, now), wanted)
    delivery = _with_window(tx, known, delivery, wanted, now)
    is_moved = delivery.delivery.location != known.delivery.delivery.location
    return replace(
        known,
        state=state,
        delivery=delivery,
        fee=_fee(tx, known, delivery, now) if is_moved else known.fee,
        promise=known.promise
        if wanted.deliver_between is None
        else delivery.delivery_window.latest,
        reference=known.reference if wanted.reference is None else wanted.reference,
        needs_attention=_attention(tx, known, delivery, wanted, now),
        slot=known.slot if wanted.deliver_between is None else None,
        version=known.version + 1,
    )


def _attention(
    tx: ReadTransaction, known: Order, delivery: Delivery, wanted: OrderChange, now: datetime
) -> tuple[str, ...]:
    """Say what a person should look at after a change."""
    codes = known.needs_attention
    if delivery.delivery.location != known.delivery.delivery.location:
        codes = (*attention_of(delivery), *lasting(codes))
    if wanted.reference is not None:
        codes = tuple(code for code in codes if code != REFERENCE_REPEATED)
        again = repeated(tx, known.storefront, wanted.reference, now=now, but=known.id)
        codes = (*codes, *again)
    return codes


def _with_door(
    tx: ReadTransaction, known: Order, wanted: OrderChange, streets: Streets, now: datetime
) -> Delivery:
    """Go to another door, or know more about the same one."""
    delivery, door = known.delivery, known.delivery.delivery
    if wanted.delivery is not None:
        streets = streets_under(streets, overlays_at(tx, now))
        door = wishes.locate(streets, wanted.delivery, "delivery")
        wishes.check_zones(tx, {"delivery": door})
        delivery = measured_anew(tx, replace(delivery, delivery=door), streets, now=now)
    door = replace(
        door,
        note=door.note if wanted.note is None else wanted.note,
        contact=door.contact if wanted.contact is None else wanted.contact,
        phone=door.phone if wanted.phone is None else wanted.phone,
    )
    return replace(delivery, delivery=door)


def _with_parcels(tx: ReadTransaction, delivery: Delivery, wanted: OrderChange) -> Delivery:
    if wanted.parcels is None:
        return delivery
    if not wanted.parcels:
        msg = "Expected at least one parcel, got none."
        raise BadWish(msg, field="parcels")
    changed = replace(delivery, parcels=wanted.parcels)
    wishes.check_crew(changed, wishes.crew_of(tx))
    return changed


def _with_window(
    tx: ReadTransaction, known: Order, delivery: Delivery, wanted: OrderChange, now: datetime
) -> Delivery:
    window = wanted.deliver_between
    if window is None:
        return delivery
    if window.latest < now or window.latest < delivery.pickup_window.earliest:
        msg = f"Expected a window that can be met, got one until {window.latest.isoformat()}."
        raise WindowImpossible(msg, latest=window.latest.isoformat(), now=now.isoformat())
    if tx.coop.day_of(window.latest) != known.day:
        msg = f"Order {known.id!r} is for {known.day}; place another one for another day."
        raise TransitionRefused(msg, order=known.id, day=str(known.day))
    return in_window(delivery, window)


def in_window(delivery: Delivery, window: Window) -> Delivery:
    """Deliver at another time; the goods may be fetched until it is over."""
    pickup = replace(
        delivery.pickup_window, latest=max(delivery.pickup_window.earliest, window.latest)
    )
    return replace(delivery, delivery_window=window, pickup_window=pickup)


def _fee(tx: ReadTransaction, known: Order, delivery: Delivery, now: datetime) -> Money:
    price = fee(
        tx.policies.at(now),
        seconds=delivery.minutes * 60,
        meters=delivery.distance_m,
        partner=tx.storefronts.get(known.storefront).partner,
    )
    return Money(minor=price.total_minor, currency=price.currency)
