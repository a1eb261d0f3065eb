"""Orders in parts, and orders that ride together."""

from typing import Annotated

from pydantic import ConfigDict, Field

from api.schemas.fields import Answer, Body, Identifier, Note
from dispatch.joining import MOST_TOGETHER
from dispatch.model import OrderId

OrderVersion = Annotated[int, Field(ge=1, le=1_000_000)]
"""Version of an order."""

MOST_PARCELS = 500


class PartOut(Answer):
    """Which part of which order: the first is what is left of the whole."""

    whole_id: str
    number: int
    of: int


class SplitIn(Body):
    """Which parcels, counted from 0, go by themselves, and with whom; nobody named: anybody."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"parcels": [1], "if_version": 1, "reason": "Too much for one bike."}]
        },
    )

    parcels: Annotated[
        list[Annotated[int, Field(ge=0, le=MOST_PARCELS)]],
        Field(min_length=1, max_length=MOST_PARCELS),
    ]
    if_version: OrderVersion
    courier_id: Identifier | None = None
    reason: Note = ""


class RejoinIn(Body):
    """Put the parts of an order together again."""

    if_version: OrderVersion
    reason: Note = ""


class TogetherOne(Body):
    """One order that is to ride with others."""

    order_id: Identifier
    if_version: OrderVersion


class TogetherIn(Body):
    """Orders that one courier is to bring together."""

    orders: Annotated[list[TogetherOne], Field(min_length=2, max_length=MOST_TOGETHER)]
    reason: Note = ""

    def value(self) -> dict[OrderId, int]:
        """Give the orders with their versions."""
        return {OrderId(one.order_id): one.if_version for one in self.orders}
