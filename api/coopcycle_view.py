"""Orders, storefronts and co-ops as CoopCycle's clients read them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from dispatch.model import OrderState
from dispatch.wholes import as_wholes
from fairness.tariff import fee

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from zoneinfo import ZoneInfo

    from dispatch.model import Order, Place, Window
    from dispatch.store import ReadTransaction

PICKUP_STATUSES: Final[Mapping[OrderState, str]] = {
    OrderState.PLACED: "TODO",
    OrderState.ASSIGNED: "TODO",
    OrderState.PICKED_UP: "DONE",
    OrderState.DELIVERED: "DONE",
    OrderState.FAILED: "FAILED",
    OrderState.RETURNED: "DONE",
    OrderState.CANCELED: "CANCELLED",
}
DROPOFF_STATUSES: Final[Mapping[OrderState, str]] = {
    **PICKUP_STATUSES,
    OrderState.PICKED_UP: "TODO",
    OrderState.RETURNED: "FAILED",
}


def delivery_view(
    tx: ReadTransaction, order: Order, *, base: str, zone: ZoneInfo
) -> dict[str, Any]:
    """Write an order as a delivery.

    Parameters
    ----------
    tx
        Knows the quote or the policy that the tax comes from.
    order
        What to write.
    base
        Address of this server, without a slash at its end.
    zone
        Where times are written.

    Returns
    -------
    dict
        JSON-LD.
    """
    is_first = order.consignment == order.id
    orders = tx.orders.of_consignment(order.id) if is_first else (tx.orders.get(order.id),)
    return view_of(tx, as_wholes(tx, orders), base=base, zone=zone)


def view_of(
    tx: ReadTransaction, orders: Sequence[Order], *, base: str, zone: ZoneInfo
) -> dict[str, Any]:
    """Write orders that were bought at once as one delivery, called by the first.

    Parameters
    ----------
    tx, base, zone
        As for `delivery_view`.
    orders
        At least one; drafts, too.
    """
    first = orders[0]
    tasks: dict[object, dict[str, Any]] = {}
    for order in orders:
        asked = order.delivery
        start = _task(order, "PICKUP", asked.pickup, asked.pickup_window, zone)
        tasks.setdefault((asked.pickup.location, asked.pickup.note), start)
        end = _task(order, "DROPOFF", asked.delivery, asked.delivery_window, zone)
        end["weight"], end["packages"] = asked.load[0], _packages(order)
        tasks[order.id] = end
    sold = [order for order in orders if order.state is not OrderState.CANCELED] or orders
    return {
        "@context": "/api/contexts/Delivery",
        "@id": f"/api/deliveries/{first.id}",
        "@type": "http://schema.org/ParcelDelivery",
        "id": first.id,
        "pickup": next(iter(tasks.values())),
        "dropoff": tasks[first.id],
        "tasks": list(tasks.values()),
        "trackingUrl": f"{base}/t/{first.tracking}",
        "order": {
            "number": first.reference or first.id,
            "total": sum(order.fee.minor for order in sold),
            "taxTotal": sum(tax_of(tx, order) for order in sold),
        },
        "needsAttention": list(
            dict.fromkeys(code for order in orders for code in order.needs_attention)
        ),
    }


def tax_of(tx: ReadTransaction, order: Order) -> int:
    """Give the tax in an order's fee, in minor units."""
    quote = tx.quotes.find(order.quote) if order.quote else None
    if quote is not None:
        return quote.fee.tax_minor
    price = fee(
        tx.policies.at(order.placed_at),
        seconds=order.delivery.minutes * 60,
        meters=order.delivery.distance_m,
        partner=tx.storefronts.get(order.storefront).partner,
    )
    return price.tax_minor


def _task(order: Order, kind: str, place: Place, window: Window, zone: ZoneInfo) -> dict[str, Any]:
    statuses = PICKUP_STATUSES if kind == "PICKUP" else DROPOFF_STATUSES
    after, before = (end.astimezone(zone).isoformat() for end in (window.earliest, window.latest))
    name = f"{order.id}-{kind.lower()}"
    return {
        "@id": f"/api/tasks/{name}",
        "@type": "Task",
        "id": name,
        "type": kind,
        "status": statuses[order.state],
        "address": {
            "streetAddress": place.address,
            "contactName": place.contact,
            "telephone": place.phone or None,
            "description": place.note,
            "geo": {"latitude": place.location.lat, "longitude": place.location.lon},
        },
        "after": after,
        "before": before,
        "doneAfter": after,
        "doneBefore": before,
        "comments": place.note,
    }


def _packages(order: Order) -> list[dict[str, Any]]:
    counted: dict[str, int] = {}
    for parcel in order.delivery.parcels:
        counted[parcel.description] = counted.get(parcel.description, 0) + 1
    return [{"type": name, "quantity": number} for name, number in counted.items() if name]
