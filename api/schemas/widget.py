"""What shops' own pages send and get."""

from datetime import datetime
from typing import Annotated, Self

from pydantic import ConfigDict, Field, JsonValue

from api.schemas.fees import FeeOut
from api.schemas.fields import Answer, Body, Identifier, Name, ReasonOut, Said, WindowIn, WindowOut
from api.schemas.orders import MoneyOut, ParcelIn, PlaceIn
from api.words import Words
from dispatch.model import Coop, Order, OrderWish, Quote, QuoteId, QuoteWish, Storefront

_DELIVERY: JsonValue = {
    "delivery": {"address": "Mannerheimintie 30, Helsinki", "contact": "Aino"},
    "parcels": [{"weight_g": 2500}],
}


class ShopOut(Answer):
    """Who sends, who delivers, and what a page must know to write times and money."""

    name: str
    coop: str
    time_zone: str
    currency: str
    day: str
    notices: list[Said]

    @classmethod
    def of(cls, shop: Storefront, coop: Coop, now: datetime, notices: list[Said]) -> Self:
        """Write a shop."""
        return cls(
            name=shop.name,
            coop=coop.name,
            time_zone=coop.time_zone,
            currency=coop.currency,
            day=coop.date_of(now).isoformat(),
            notices=notices,
        )


class WidgetQuoteIn(Body):
    """What should be brought from the shop to somebody."""

    model_config = ConfigDict(json_schema_extra={"examples": [_DELIVERY]})

    delivery: PlaceIn
    parcels: Annotated[list[ParcelIn], Field(min_length=1, max_length=10)]
    deliver_between: WindowIn | None = None

    def value(self) -> QuoteWish:
        """Give the wish."""
        return QuoteWish(
            delivery=self.delivery.value(),
            parcels=tuple(parcel.value() for parcel in self.parcels),
            deliver_between=self.deliver_between.value() if self.deliver_between else None,
        )


class WidgetQuoteOut(Answer):
    """Fee and promise, held until a time; or why not, and other windows."""

    id: str
    fee: FeeOut
    is_feasible: bool
    promise: WindowOut | None
    held_until: datetime
    alternatives: list[WindowOut]
    reason: ReasonOut | None

    @classmethod
    def of(cls, quote: Quote, words: Words) -> Self:
        """Write a quote."""
        return cls(
            id=quote.id,
            fee=FeeOut.of(quote.fee),
            is_feasible=quote.is_feasible,
            promise=WindowOut.of(quote.promise) if quote.promise else None,
            held_until=quote.held_until,
            alternatives=[WindowOut.of(window) for window in quote.alternatives],
            reason=words.reason(quote.reason) if quote.reason else None,
        )


class WidgetOrderIn(Body):
    """A quote to accept."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"quote_id": "q-1"}]})

    quote_id: Identifier
    reference: Name = ""

    def value(self) -> OrderWish:
        """Give the order that is wanted."""
        return OrderWish(quote=QuoteId(self.quote_id), reference=self.reference)


class WidgetOrderOut(Answer):
    """What was booked; the recipient follows it by its own page."""

    id: str
    reference: str
    fee: MoneyOut
    promise: WindowOut
    tracking_url: str

    @classmethod
    def of(cls, order: Order, public_url: str) -> Self:
        """Write an order."""
        return cls(
            id=order.id,
            reference=order.reference,
            fee=MoneyOut.of(order.fee),
            promise=WindowOut(from_=order.delivery.delivery_window.earliest, to=order.promise),
            tracking_url=f"{public_url.rstrip('/')}/t/{order.tracking}",
        )
