"""CoopCycle's storefront contract under its own paths: its clients switch by changing a URL."""

import json
from functools import partial
from typing import Annotated, Any, Final
from zoneinfo import ZoneInfo

import anyio.to_thread
from fastapi import Body

from api.coopcycle_deliveries import read_deliveries
from api.coopcycle_hours import (
    feasible_hours,
    feasible_windows,
    interval_of,
    label_of,
    notice_of,
)
from api.coopcycle_view import delivery_view
from api.deps import Ask, AskDep, IdPath, ServicesDep
from api.orders_view import own_storefront
from api.routes.storefront import IdempotencyKey
from dispatch.errors import NotFound
from dispatch.model import Storefront, StorefrontId, Window
from dispatch.repeats import Sent, place_once
from dispatch.store import ReadTransaction

EXAMPLE: Final = {
    "pickup": {"address": "Elm Street 1", "before": "tomorrow 13:00"},
    "dropoff": {
        "address": {"streetAddress": "Elm Street 2", "contactName": "Ida", "telephone": False},
        "before": "tomorrow 15:00",
        "weight": 1500,
        "packages": [{"type": "SMALL", "quantity": 1}],
        "comments": "Ring twice",
    },
}
DeliveryBody = Annotated[dict[str, Any], Body(examples=[EXAMPLE])]


async def entrypoint() -> dict[str, Any]:
    """Say that CoopCycle's contract is spoken here."""
    return {
        "@context": "/api/contexts/Entrypoint",
        "@id": "/api",
        "@type": "Entrypoint",
        "delivery": "/api/deliveries",
        "webhook": "/api/webhooks",
    }


async def settings(services: ServicesDep) -> dict[str, Any]:
    """Name the co-op, and what its clients show before anybody has signed in."""
    coops = await anyio.to_thread.run_sync(services.store.coops)
    first = coops[0] if coops else None
    return {
        "brand_name": ", ".join(coop.name for coop in coops) or "Commonwheel",
        "country": None,
        "locale": first.language if first else "en",
        "currency_code": first.currency.lower() if first else "eur",
    }


async def me(ask: AskDep) -> dict[str, Any]:
    """Tell for which storefront the key is."""
    store = await ask.read(partial(_storefront, ask=ask, name=None))
    return {
        "@context": "/api/contexts/ApiApp",
        "@id": "/api/me",
        "@type": "ApiApp",
        "name": ask.access.name,
        "store": f"/api/stores/{store.id}",
    }


async def store(storefront_id: IdPath, ask: AskDep) -> dict[str, Any]:
    """Describe the storefront, with where its hours are."""
    found = await ask.read(partial(_storefront, ask=ask, name=storefront_id))
    slots = f"/api/time_slots/{found.id}"
    place = found.place
    return {
        "@context": "/api/contexts/Store",
        "@id": f"/api/stores/{found.id}",
        "@type": "http://schema.org/Store",
        "id": found.id,
        "name": found.name,
        "enabled": True,
        "timeSlot": slots,
        "timeSlots": [slots],
        "address": {
            "streetAddress": place.address,
            "geo": {"latitude": place.location.lat, "longitude": place.location.lon},
        },
    }


async def time_slot(storefront_id: IdPath, ask: AskDep) -> dict[str, Any]:
    """Give the hours for which a delivery can still be ordered; there always are some."""
    zone = ZoneInfo(ask.coop.time_zone)

    def look(tx: ReadTransaction) -> tuple[list[dict[str, Any]], int]:
        found = _storefront(tx, ask=ask, name=storefront_id)
        rules = tx.slot_rules.for_storefront(found.id)
        hours = feasible_hours(tx, ask.actor, found.id, now=ask.now, zone=zone)
        return hours, min((rule.notice_s for rule in rules), default=0)

    hours, notice_s = await ask.read(look)
    return {
        "@context": "/api/contexts/TimeSlot",
        "@id": f"/api/time_slots/{storefront_id}",
        "@type": "TimeSlot",
        "name": ask.coop.name,
        "interval": interval_of(hours),
        "priorNotice": notice_of(notice_s),
        "workingDaysOnly": False,
        "openingHoursSpecification": [
            {"@type": "OpeningHoursSpecification", **one} for one in hours
        ],
    }


async def choices(ask: AskDep) -> dict[str, Any]:
    """List windows in which something can be delivered, with what to call them."""
    zone = ZoneInfo(ask.coop.time_zone)

    def look(tx: ReadTransaction) -> tuple[Window, ...]:
        found = _storefront(tx, ask=ask, name=None)
        return feasible_windows(tx, ask.actor, found.id, now=ask.now, zone=zone)

    return {
        "@context": "/api/contexts/TimeSlotChoices",
        "@id": "/api/time_slots/choices",
        "@type": "TimeSlotChoices",
        "choices": [
            {
                "@type": "TimeSlotChoice",
                "value": f"{window.earliest.isoformat()}/{window.latest.isoformat()}",
                "label": label_of(window, ask.words, now=ask.now, zone=zone),
            }
            for window in await ask.read(look)
        ],
    }


async def add_delivery(
    body: DeliveryBody, ask: AskDep, idempotency_key: IdempotencyKey = None
) -> dict[str, Any]:
    """Order a delivery, once per Idempotency-Key, order number, or body within ten minutes."""
    zone = ZoneInfo(ask.coop.time_zone)
    asked = read_deliveries(body, now=ask.now, zone=zone)
    sent = Sent(
        body=json.dumps(body, sort_keys=True).encode(),
        idempotency_key=idempotency_key,
        number=asked[0].wish.reference,
    )
    put = partial(
        place_once,
        actor=ask.actor,
        asked=asked,
        sent=sent,
        streets=ask.streets,
        now=ask.now,
        new_id=ask.services.new_id,
    )
    orders = await ask.write(put)
    ask.services.metrics.orders.inc(len(orders))
    return await ask.read(partial(delivery_view, order=orders[0], base=_base(ask), zone=zone))


def _storefront(tx: ReadTransaction, *, ask: Ask, name: str | None) -> Storefront:
    """Give the storefront of the key; another one does not exist for it."""
    own = own_storefront(ask.actor)
    if own is None or name not in {None, own}:
        raise NotFound.of(kind="storefront", name=name or ask.actor.member)
    return tx.storefronts.get(StorefrontId(own))


def _base(ask: Ask) -> str:
    return ask.services.public_url.rstrip("/")
