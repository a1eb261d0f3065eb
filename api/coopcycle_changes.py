"""From what CoopCycle's clients send to change a delivery to what changes of an order."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from api.coopcycle_deliveries import ends_of, parcels_of, window_of
from api.coopcycle_fields import place_of, refuse_field, text_of
from dispatch.model import OrderChange, Window

if TYPE_CHECKING:
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from api.coopcycle_fields import Fields
    from dispatch.model import Order, PlaceWish

PARCEL_FIELDS = ("packages", "weight")


def read_change(body: Fields, order: Order, *, now: datetime, zone: ZoneInfo) -> OrderChange:
    """Read what is to change; what is not named, or is as it was, stays.

    Parameters
    ----------
    body
        A delivery, whole or in part.
    order
        As it is.
    now, zone
        As in `api.coopcycle_deliveries.read_deliveries`.

    Returns
    -------
    OrderChange
        Without a fee: who changes a delivery pays what it costs then.

    Raises
    ------
    ProblemError
        ``body_invalid`` with status 400 for what cannot be read, and for another pickup.
    WindowImpossible
        When a window ends before it begins.
    """
    (pickup, pickup_at), (dropoff, dropoff_at) = ends_of(body, is_partial=True)
    collected = place_of(pickup.get("address"), f"{pickup_at}/address", note="")
    if collected is not None and not _is_same(collected, order, is_pickup=True):
        refuse_field(f"{pickup_at}/address", "fault.coopcycle_pickup_stays")
    note = text_of(dropoff.get("comments"), f"{dropoff_at}/comments")
    address = dropoff.get("address")
    if isinstance(address, Mapping) and not (address.get("streetAddress") or address.get("latLng")):
        address = {**address, "streetAddress": order.delivery.delivery.address}
    door = place_of(address, f"{dropoff_at}/address", note=note)
    is_noted = "comments" in dropoff or (isinstance(address, Mapping) and "description" in address)
    window, after = window_of(dropoff, dropoff_at, now=now, zone=zone)
    if window is None and after is not None:
        latest = order.delivery.delivery_window.latest
        window = Window(earliest=after, latest=max(after, latest))
    has_parcels = any(name in part for part in (body, dropoff, pickup) for name in PARCEL_FIELDS)
    is_moved = door is not None and not _is_same(door, order, is_pickup=False)
    return OrderChange(
        delivery=door if is_moved else None,
        note=(door.note if door else note) if is_noted and not is_moved else None,
        contact=door.contact if door is not None and door.contact and not is_moved else None,
        phone=door.phone if door is not None and door.phone and not is_moved else None,
        deliver_between=None if window == order.delivery.delivery_window else window,
        parcels=parcels_of(body, pickup, dropoff, dropoff_at, "") if has_parcels else None,
    )


def _is_same(wish: PlaceWish, order: Order, *, is_pickup: bool) -> bool:
    """Tell whether a place is meant that the order has already."""
    known = order.delivery.pickup if is_pickup else order.delivery.delivery
    if wish.location is not None and wish.location != known.location:
        return False
    return wish.address in {"", known.address}
