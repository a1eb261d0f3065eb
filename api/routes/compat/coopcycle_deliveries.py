"""CoopCycle's deliveries once they are made, and what they would cost before."""

from collections.abc import Sequence
from functools import partial
from itertools import count
from typing import Annotated, Any, Final, Literal
from zoneinfo import ZoneInfo

from fastapi import Body, Query, Response

from api.coopcycle_changes import read_change
from api.coopcycle_deliveries import read_deliveries
from api.coopcycle_view import delivery_view, tax_of, view_of
from api.deps import Ask, AskDep, IdPath
from api.orders_view import own_order
from api.quotes_view import consigned
from api.schemas.fields import Params
from dispatch import changing, consigning, ordering, wishes
from dispatch.errors import QuoteInfeasible
from dispatch.model import ConsignmentWish, Order, OrderId, Quote, QuoteId, QuoteWish
from dispatch.part_names import part_of
from dispatch.repeats import by_address
from dispatch.store import ReadTransaction, Transaction
from fairness.tariff import total_fee

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

    def stop(tx: Transaction) -> None:
        if own_order(tx, ask.actor, name).consignment == name:
            consigning.cancel(tx, ask.actor, name, now=ask.now)
        else:
            ordering.cancel(tx, ask.actor, name, now=ask.now)

    await ask.write(stop)
    return Response(status_code=204)


async def check(body: DeliveryBody, ask: AskDep) -> dict[str, Any]:
    """Tell whether a delivery would be taken; nothing is ordered."""

    def look(tx: ReadTransaction) -> dict[str, Any]:
        base = ask.services.public_url.rstrip("/")
        return view_of(tx, _drafts(tx, ask, body), base=base, zone=ZoneInfo(ask.coop.time_zone))

    checked = await ask.read(look)
    return {name: checked[name] for name in ("@context", "@type", "pickup", "dropoff", "tasks")}


async def price(
    body: DeliveryBody, ask: AskDep, query: Annotated[PriceParams, Query()]
) -> dict[str, Any]:
    """Tell what a delivery would cost; nothing is ordered."""

    def look(tx: ReadTransaction) -> tuple[int, int, str]:
        orders = _drafts(tx, ask, body)
        total = sum(order.fee.minor for order in orders)
        return total, sum(tax_of(tx, order) for order in orders), orders[0].fee.currency

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
    asked = read_deliveries(body, now=ask.now, zone=ZoneInfo(ask.coop.time_zone))

    def found(tx: ReadTransaction) -> tuple[QuoteWish, ...]:
        return tuple(by_address(one.wish, partial(_checked, tx, ask))[0] for one in asked)

    given = await consigned(ask, await ask.read(found), is_together=False)
    if not all(one.is_feasible for one in given):
        msg = "Nobody can do this in time; ask for another time."
        raise QuoteInfeasible(msg, quote=given[0].id)
    return {**_quoted(given), "state": "new"}


async def confirm(quote_id: IdPath, ask: AskDep) -> dict[str, Any]:
    """Order what a quote was for, once, however often it is asked."""
    name = QuoteId(quote_id)

    def put(tx: Transaction) -> tuple[tuple[Quote, ...], tuple[Order, ...]]:
        orders = consigning.place(
            tx,
            ask.actor,
            ConsignmentWish(quote=name),
            streets=ask.streets,
            now=ask.now,
            new_id=ask.services.new_id,
            idempotency_key=f"quote {name}",
        )
        return consigning.quotes_of(tx, ask.actor, name), orders

    given, orders = await ask.write(put)
    ask.services.metrics.orders.inc(len(orders))
    return {
        **_quoted(given),
        "state": "confirmed",
        "delivery": f"/api/deliveries/{orders[0].id}",
    }


def _checked(tx: ReadTransaction, ask: Ask, wish: QuoteWish) -> QuoteWish:
    """Give a wish back whose places can be found."""
    storefront = wishes.storefront_of(tx, ask.actor, wish)
    wishes.resolve(tx, storefront, wish, streets=ask.streets, now=ask.now)
    return wish


def _drafts(tx: ReadTransaction, ask: Ask, body: dict[str, Any]) -> tuple[Order, ...]:
    """Give what a delivery would be, as leniently as it would be taken."""
    asked = read_deliveries(body, now=ask.now, zone=ZoneInfo(ask.coop.time_zone))

    def draft(name: OrderId, wish: QuoteWish) -> Order:
        return ordering.draft(tx, ask.actor, wish, name, streets=ask.streets, now=ask.now)

    names = (OrderId(part_of(DRAFT, number)) for number in count(1))
    return tuple(
        by_address(one.wish, partial(draft, name))[0]
        for one, name in zip(asked, names, strict=False)
    )


def _quoted(given: Sequence[Quote]) -> dict[str, Any]:
    price = total_fee([one.fee for one in given])
    return {
        "@context": "/api/contexts/DeliveryQuote",
        "@id": f"/api/delivery_quotes/{given[0].id}",
        "@type": "DeliveryQuote",
        "amount": price.total_minor,
        "currency": price.currency,
        "expiresAt": min(one.held_until for one in given).isoformat(),
    }


def _view(tx: ReadTransaction, ask: Ask, order: Order) -> dict[str, Any]:
    base = ask.services.public_url.rstrip("/")
    return delivery_view(tx, order, base=base, zone=ZoneInfo(ask.coop.time_zone))
