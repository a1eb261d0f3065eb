"""What may be changed of an order, and where its door is."""

from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from api.schemas.fields import (
    Answer,
    Body,
    LocationIn,
    Name,
    Note,
    Phone,
    WindowIn,
)
from api.schemas.orders import OrderOut, ParcelIn, PlaceIn
from dispatch.model import (
    OrderChange,
)


class ChangeIn(Body):
    """What to change; what is left out stays as it is.

    Another door may cost another fee: `fee_minor` says that it was seen, `dry_run` tells it
    without changing anything.
    """

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"note": "Back door", "if_version": 1}]}
    )

    deliver_between: WindowIn | None = None
    delivery: PlaceIn | None = None
    note: Note | None = None
    contact: Name | None = None
    phone: Phone | None = None
    parcels: Annotated[list[ParcelIn], Field(min_length=1, max_length=100)] | None = None
    reference: Name | None = None
    if_version: Annotated[int, Field(ge=1, le=1_000_000)] | None = None
    fee_minor: Annotated[int, Field(ge=0, le=1_000_000_000)] | None = None
    dry_run: bool = False

    def value(self) -> OrderChange:
        """Give the change."""
        return OrderChange(
            deliver_between=self.deliver_between.value() if self.deliver_between else None,
            delivery=self.delivery.value() if self.delivery else None,
            note=self.note,
            contact=self.contact,
            phone=self.phone,
            parcels=None if self.parcels is None else tuple(one.value() for one in self.parcels),
            reference=self.reference,
            if_version=self.if_version,
            fee_minor=self.fee_minor,
        )


class DoorIn(Body):
    """Where a door really is."""

    stop: Literal["pickup", "delivery"] = "delivery"
    location: LocationIn


class ChangedOut(Answer):
    """Orders that were changed at once, as they are now."""

    orders: list[OrderOut]
