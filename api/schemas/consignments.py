"""Several shipments at once: one quote with one fee, one order each."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Annotated, Literal, Self

from pydantic import ConfigDict, Field, JsonValue, model_validator
from pydantic_core import PydanticCustomError

from api.schemas.fees import FeeOut
from api.schemas.fields import Answer, Body, Identifier, Name
from api.schemas.orders import MoneyOut, OrderOut, QuoteIn, QuoteOut
from api.schemas.tips import MOST_MINOR
from api.words import Words
from dispatch.consigning import MOST_ORDERED, MOST_QUOTED
from dispatch.model import ConsignmentWish, Order, OrderState, Quote, QuoteId, QuoteWish
from fairness.money import Money
from fairness.tariff import total_fee

_TWO: list[JsonValue] = [
    {
        "delivery": {"address": "Mannerheimintie 30, Helsinki"},
        "parcels": [{"description": "Bread", "weight_g": 2500}],
    },
    {
        "delivery": {"address": "Runeberginkatu 5, Helsinki"},
        "parcels": [{"description": "Cake", "weight_g": 1500}],
    },
]


class ShipmentIn(QuoteIn):
    """One shipment of several, with the storefront's own name for it."""

    reference: Name = ""

    def value(self) -> QuoteWish:
        """Give the wish."""
        return replace(super().value(), reference=self.reference)


class ConsignmentQuoteIn(Body):
    """Several shipments to be quoted at once; `by` says whether one courier is to bring all."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"shipments": _TWO, "by": "one"}]})

    shipments: Annotated[list[ShipmentIn], Field(min_length=1, max_length=MOST_QUOTED)]
    by: Literal["any", "one"] = "any"


class ConsignmentIn(Body):
    """The quotes of several shipments to accept, or the shipments themselves."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"quote_id": "q-1", "reference": "1042"}, {"shipments": _TWO}],
        },
    )

    quote_id: Identifier | None = None
    shipments: Annotated[list[ShipmentIn], Field(min_length=1, max_length=MOST_ORDERED)] | None = (
        None
    )
    by: Literal["any", "one"] | None = None
    reference: Name = ""
    tip_minor: Annotated[int, Field(ge=0, le=MOST_MINOR)] = 0

    @model_validator(mode="after")
    def _is_quote_or_shipments(self) -> Self:
        is_quote = self.quote_id is not None
        if is_quote == (self.shipments is not None) or (is_quote and self.by is not None):
            kind = "either_quote_or_shipments"
            raise PydanticCustomError(kind, "Expected quote_id, or shipments.")
        return self

    def value(self) -> ConsignmentWish:
        """Give the orders that are wanted."""
        return ConsignmentWish(
            quote=None if self.quote_id is None else QuoteId(self.quote_id),
            wishes=tuple(one.value() for one in self.shipments or ()),
            reference=self.reference,
            is_together=self.by == "one",
        )


class ConsignmentQuoteOut(Answer):
    """One fee for several shipments, and a promise for each, held until a time."""

    id: str
    fee: FeeOut
    is_feasible: bool
    held_until: datetime
    by: str
    quotes: list[QuoteOut]

    @classmethod
    def of(cls, quotes: Sequence[Quote], words: Words) -> Self:
        """Write the quotes of a consignment."""
        return cls(
            id=quotes[0].consignment or quotes[0].id,
            fee=FeeOut.of(total_fee([quote.fee for quote in quotes])),
            is_feasible=all(quote.is_feasible for quote in quotes),
            held_until=min(quote.held_until for quote in quotes),
            by="one" if quotes[0].is_together else "any",
            quotes=[QuoteOut.of(quote, words) for quote in quotes],
        )


class ConsignmentOut(Answer):
    """Orders that were bought at once, and what they cost together, canceled ones left out."""

    id: str
    fee: MoneyOut
    by: str
    orders: list[OrderOut]

    @classmethod
    def of(cls, orders: Sequence[Order], views: list[OrderOut]) -> Self:
        """Write the orders of a consignment."""
        minor = sum(order.fee.minor for order in orders if order.state is not OrderState.CANCELED)
        first = orders[0]
        return cls(
            id=first.consignment or first.id,
            fee=MoneyOut.of(Money(minor=minor, currency=first.fee.currency)),
            by="one" if first.is_together else "any",
            orders=views,
        )
