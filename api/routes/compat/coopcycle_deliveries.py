"""CoopCycle's deliveries once they are made, and what they would cost before."""

from functools import partial
from typing import Annotated, Any, Final, Literal
from zoneinfo import ZoneInfo

import anyio.to_thread
from fastapi import Body, Query, Response

from api.coopcycle_changes import read_change
from api.coopcycle_deliveries import read_delivery
from api.coopcycle_view import delivery_view, tax_of
from api.deps import Ask, AskDep, IdPath
from api.orders_view import own_order
from api.schemas.fields import Params
from dispatch import changing, ordering
from dispatch.errors import QuoteInfeasible
from dispatch.model import Order, OrderId, OrderWish, Quote, QuoteId
from dispatch.repeats import by_address
from dispatch.store import ReadTransaction, Transaction

DRAFT: Final = OrderId("draft")
EXAMPLE: Final = {
    "dropoff": {"address": "Elm Street 2", "before": "tomorrow 15:00", "weight": 1500},
}
DeliveryBody = Annotated[dict[str, Any], Body(examples=[EXAMPLE])]
ChangeBody = Annotated[dict[str, Any], Body(examples=[{"dropoff": {"comments": "Ring twice"}}])]


class PriceParams(Params):
    """Whether the tax is in the amount."""

    tax: Literal["included", "excluded"] = "included"


async def delivery(order_id: IdPath, ask: AskDep) -> dict[str, Any]:
    """Give a delivery."""
    return await ask.read(lambda tx: _view(tx, ask, own_order(tx, ask.actor, OrderId(order_id))))


async def change(order_id: IdPath, body: ChangeBody, ask: AskDep) -> dict[str, Any]:
    """Change a delivery that was not picked up; the new price is agreed to by asking."""
    zone = ZoneInfo(ask.coop.time_zone)

    def put(tx: Transaction) -> Order:
        known = own_order(tx, ask.actor, OrderId(order_id))
        wanted = read_change(body, known, now=ask.now, zone=zone)
        return changing.change_at_any_fee(
            tx, ask.actor, known.id, wanted, streets=ask.streets, now=ask.now
        )

    changed = await ask.write(put)
    return await ask.read(partial(_view, ask=ask, order=changed))


async def cancel(order_id: IdPath, ask: AskDep) -> Response:
    """Cancel a delivery that was not picked up."""
    name = OrderId(order_id)
    await ask.write(partial(ordering.cancel, actor=ask.actor, order=name, now=ask.now))
    return Response(status_code=204)


async def check(body: DeliveryBody, ask: AskDep) -> dict[str, Any]:
    """Tell whether a delivery would be taken; nothing is ordered."""

    def look(tx: ReadTransaction) -> dict[str, Any]:
        return _view(tx, ask, _draft(tx, ask, body))

    checked = await ask.read(look)
    return {name: checked[name] for name in ("@context", "@type", "pickup", "dropoff", "tasks")}


async def price(
    body: DeliveryBody, ask: AskDep, query: Annotated[PriceParams, Query()]
) -> dict[str, Any]:
    """Tell what a delivery would cost; nothing is ordered."""

    def look(tx: ReadTransaction) -> tuple[int, int, str]:
        order = _draft(tx, ask, body)
        return order.fee.minor, tax_of(tx, order), order.fee.currency

    amount, tax, currency = await ask.read(look)
    is_included = query.tax == "included"
    return {
        "@context": "/api/contexts/RetailPrice",
        "@id": "/api/retail_prices/calculate",
        "@type": "RetailPrice",
        "amount": amount if is_included else amount - tax,
        "currency": currency,
        "tax": {"amount": tax, "included": is_included},
    }


async def quote(body: DeliveryBody, ask: AskDep) -> dict[str, Any]:
    """Give a price that is held for a while, checked against the plan in force."""
    asked = read_delivery(body, now=ask.now, zone=ZoneInfo(ask.coop.time_zone))

    desk = ask.services.quote_desk

    def give() -> Quote:
        given, _ = by_address(
            asked.wish, lambda wish: desk.ask(ask.actor, wish, ask.streets).result()
        )
        return given

    given = await anyio.to_thread.run_sync(give)
    ask.services.metrics.quotes.labels(str(given.is_feasible).lower()).inc()
    if not given.is_feasible:
        msg = "Nobody can do this in time; ask for another time."
        raise QuoteInfeasible(msg, quote=given.id)
    return {**_quoted(given), "state": "new"}


async def confirm(quote_id: IdPath, ask: AskDep) -> dict[str, Any]:
    """Order what a quote was for, once, however often it is asked."""
    name = QuoteId(quote_id)

    def put(tx: Transaction) -> tuple[Quote, Order]:
        order = ordering.place(
            tx,
            ask.actor,
            OrderWish(quote=name),
            streets=ask.streets,
            now=ask.now,
            new_id=ask.services.new_id,
            idempotency_key=f"quote {name}",
        )
        return tx.quotes.get(name), order

    given, order = await ask.write(put)
    ask.services.metrics.orders.inc()
    return {
        **_quoted(given),
        "state": "confirmed",
        "delivery": f"/api/deliveries/{order.id}",
    }


def _draft(tx: ReadTransaction, ask: Ask, body: dict[str, Any]) -> Order:
    """Give what a delivery would be, as leniently as it would be taken."""
    asked = read_delivery(body, now=ask.now, zone=ZoneInfo(ask.coop.time_zone))
    order, _ = by_address(
        asked.wish,
        lambda wish: ordering.draft(tx, ask.actor, wish, DRAFT, streets=ask.streets, now=ask.now),
    )
    return order


def _quoted(given: Quote) -> dict[str, Any]:
    return {
        "@context": "/api/contexts/DeliveryQuote",
        "@id": f"/api/delivery_quotes/{given.id}",
        "@type": "DeliveryQuote",
        "amount": given.fee.total_minor,
        "currency": given.fee.currency,
        "expiresAt": given.held_until.isoformat(),
    }


def _view(tx: ReadTransaction, ask: Ask, order: Order) -> dict[str, Any]:
    base = ask.services.public_url.rstrip("/")
    return delivery_view(tx, order, base=base, zone=ZoneInfo(ask.coop.time_zone))
