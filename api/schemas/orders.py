"""What storefronts send and get: quotes and orders."""

from datetime import datetime
from typing import Annotated, Literal, Self

from pydantic import ConfigDict, Field, JsonValue, model_validator
from pydantic_core import PydanticCustomError

from api.schemas.fees import FeeOut
from api.schemas.fields import (
    Address,
    Answer,
    Body,
    Day,
    Identifier,
    LocationIn,
    LocationOut,
    Name,
    Note,
    Params,
    Phone,
    ReasonOut,
    Skill,
    Timestamp,
    WindowIn,
    WindowOut,
)
from api.schemas.parts import PartOut
from api.schemas.tips import MOST_MINOR
from api.words import Words
from dispatch.doors import attention_of
from dispatch.model import (
    Courier,
    Order,
    OrderWish,
    Parcel,
    Place,
    PlaceWish,
    Proof,
    Quote,
    QuoteId,
    QuoteWish,
    Storefront,
    StorefrontId,
    Window,
)
from dispatch.proving import pin_of
from fairness.money import Money

ProofName = Literal["none", "photo", "signature", "pin", "id"]
Grams = Annotated[int, Field(ge=0, le=1_000_000)]
CubicCentimetres = Annotated[int, Field(ge=0, le=10_000_000)]

_DELIVERY: dict[str, JsonValue] = {
    "delivery": {"address": "Mannerheimintie 30, Helsinki", "note": "Ring twice"},
    "parcels": [{"description": "Bread", "weight_g": 2500, "volume_cm3": 9000}],
}


class PlaceIn(Body):
    """A place: an address to find, or a location, or both."""

    address: Address | None = None
    location: LocationIn | None = None
    note: Note = ""
    contact: Name = ""
    phone: Phone = ""

    @model_validator(mode="after")
    def _is_somewhere(self) -> Self:
        if self.location is None and not (self.address and self.address.strip()):
            kind = "either_address_or_location"
            raise PydanticCustomError(kind, "Expected an address or a location.")
        return self

    def value(self) -> PlaceWish:
        """Give the place."""
        return PlaceWish(
            address=self.address or "",
            location=self.location.value() if self.location else None,
            note=self.note,
            contact=self.contact,
            phone=self.phone,
        )


class ParcelIn(Body):
    """One physical item."""

    description: Name = ""
    weight_g: Grams
    volume_cm3: CubicCentimetres = 0

    def value(self) -> Parcel:
        """Give the parcel."""
        return Parcel(
            description=self.description,
            weight_g=self.weight_g,
            volume_cm3=self.volume_cm3,
        )


class QuoteIn(Body):
    """What should be carried, from where to where, and when."""

    model_config = ConfigDict(json_schema_extra={"examples": [_DELIVERY]})

    delivery: PlaceIn
    parcels: Annotated[list[ParcelIn], Field(min_length=1, max_length=100)]
    pickup: PlaceIn | None = None
    ready_at: Timestamp | None = None
    deliver_between: WindowIn | None = None
    skills: Annotated[list[Skill], Field(max_length=20)] = Field(default_factory=list)
    storefront_id: Identifier | None = None
    slot_id: Identifier | None = None
    proof: ProofName = "none"

    @model_validator(mode="after")
    def _is_slot_or_window(self) -> Self:
        _check_times(self)
        return self

    def value(self) -> QuoteWish:
        """Give the wish."""
        return _wish(self, self.delivery, self.parcels)


class OrderIn(Body):
    """A quote to accept, or the same wish as for a quote."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"quote_id": "q-1", "reference": "1042"}, {**_DELIVERY}],
        },
    )

    quote_id: Identifier | None = None
    delivery: PlaceIn | None = None
    parcels: Annotated[list[ParcelIn], Field(min_length=1, max_length=100)] | None = None
    pickup: PlaceIn | None = None
    ready_at: Timestamp | None = None
    deliver_between: WindowIn | None = None
    skills: Annotated[list[Skill], Field(max_length=20)] | None = None
    storefront_id: Identifier | None = None
    slot_id: Identifier | None = None
    proof: ProofName | None = None
    reference: Name = ""
    tip_minor: Annotated[int, Field(ge=0, le=MOST_MINOR)] = 0

    @model_validator(mode="after")
    def _is_quote_or_wish(self) -> Self:
        wish = (self.delivery, self.parcels, self.pickup, self.ready_at, self.deliver_between)
        more = (self.skills, self.storefront_id, self.slot_id, self.proof)
        is_whole = self.delivery is not None and self.parcels is not None
        if not (
            is_whole if self.quote_id is None else all(part is None for part in (*wish, *more))
        ):
            kind = "either_quote_or_wish"
            raise PydanticCustomError(kind, "Expected quote_id, or delivery and parcels.")
        _check_times(self)
        return self

    def value(self) -> OrderWish:
        """Give the order that is wanted."""
        if self.delivery is None or self.parcels is None:
            quote = QuoteId(self.quote_id) if self.quote_id else None
            return OrderWish(quote=quote, reference=self.reference)
        return OrderWish(wish=_wish(self, self.delivery, self.parcels), reference=self.reference)


def _check_times(asked: QuoteIn | OrderIn) -> None:
    if asked.slot_id is not None and asked.deliver_between is not None:
        kind = "either_slot_or_window"
        raise PydanticCustomError(kind, "Expected slot_id or deliver_between, got both.")


def _wish(asked: QuoteIn | OrderIn, delivery: PlaceIn, parcels: list[ParcelIn]) -> QuoteWish:
    storefront = asked.storefront_id
    return QuoteWish(
        delivery=delivery.value(),
        parcels=tuple(parcel.value() for parcel in parcels),
        pickup=asked.pickup.value() if asked.pickup else None,
        ready_at=asked.ready_at,
        deliver_between=asked.deliver_between.value() if asked.deliver_between else None,
        skills=frozenset(asked.skills or ()),
        storefront=StorefrontId(storefront) if storefront else None,
        slot=asked.slot_id,
        proof=Proof(asked.proof or Proof.NONE),
    )


class QuoteOut(Answer):
    """Fee and promise, held until a time."""

    id: str
    fee: FeeOut
    is_feasible: bool
    promise: WindowOut | None
    held_until: datetime
    state: str
    is_reserved: bool
    slot_id: str | None
    alternatives: list[WindowOut]
    reason: ReasonOut | None
    minutes: int
    distance_m: int
    pickup: "EndOut"
    delivery: "EndOut"
    needs_attention: list[str]
    is_estimate: bool

    @classmethod
    def of(cls, quote: Quote, words: Words) -> Self:
        """Write a quote."""
        asked = quote.delivery
        return cls(
            id=quote.id,
            fee=FeeOut.of(quote.fee),
            is_feasible=quote.is_feasible,
            promise=WindowOut.of(quote.promise) if quote.promise else None,
            held_until=quote.held_until,
            state=quote.state,
            is_reserved=quote.is_reserved,
            slot_id=quote.slot,
            alternatives=[WindowOut.of(window) for window in quote.alternatives],
            reason=words.reason(quote.reason) if quote.reason else None,
            minutes=asked.minutes,
            distance_m=asked.distance_m,
            pickup=EndOut.of(asked.pickup, asked.pickup_window),
            delivery=EndOut.of(asked.delivery, asked.delivery_window),
            needs_attention=list(attention_of(asked)),
            is_estimate=asked.is_estimate,
        )


class EndOut(Answer):
    """One end of an order: where and when."""

    address: str
    location: LocationOut
    note: str
    contact: str
    phone: str
    window: WindowOut

    @classmethod
    def of(cls, place: Place, window: Window) -> Self:
        """Write one end."""
        return cls(
            address=place.address,
            location=LocationOut.of(place.location),
            note=place.note,
            contact=place.contact,
            phone=place.phone,
            window=WindowOut.of(window),
        )


class ParcelOut(Answer):
    """One physical item."""

    description: str
    weight_g: int
    volume_cm3: int

    @classmethod
    def of(cls, parcel: Parcel) -> Self:
        """Write a parcel."""
        return cls(
            description=parcel.description,
            weight_g=parcel.weight_g,
            volume_cm3=parcel.volume_cm3,
        )


class MoneyOut(Answer):
    """An amount in minor units."""

    total_minor: int
    currency: str

    @classmethod
    def of(cls, money: Money) -> Self:
        """Write an amount."""
        return cls(total_minor=money.minor, currency=money.currency)


class StorefrontName(Answer):
    """Which storefront."""

    id: str
    name: str


class CourierName(Answer):
    """Which courier."""

    id: str
    name: str
    initials: str

    @classmethod
    def of(cls, courier: Courier) -> Self:
        """Write who."""
        return cls(id=courier.id, name=courier.name, initials=courier.initials)


class OrderOut(Answer):
    """What a storefront bought; for dispatchers, a part of it that one courier brings."""

    id: str
    reference: str
    day: str
    storefront: StorefrontName
    state: str
    pickup: EndOut
    delivery: EndOut
    parcels: list[ParcelOut]
    weight_g: int
    fee: MoneyOut
    promise: WindowOut
    placed_at: datetime
    courier: CourierName | None
    eta: datetime | None
    needs_attention: list[str]
    slot_id: str | None
    version: int
    proof: str
    pin: str | None
    recipient_note: str
    consignment_id: str | None
    tip_minor: int
    tracking_url: str | None
    part: PartOut | None
    rides_with: str | None

    @classmethod
    def of(
        cls,
        order: Order,
        *,
        storefront: Storefront | None,
        courier: Courier | None,
        eta: datetime | None,
        part: PartOut | None = None,
    ) -> Self:
        """Write an order with what belongs to it."""
        asked = order.delivery
        name = storefront.name if storefront else order.storefront
        return cls(
            id=order.id,
            reference=order.reference,
            day=order.day.isoformat(),
            storefront=StorefrontName(id=order.storefront, name=name),
            state=order.state,
            pickup=EndOut.of(asked.pickup, asked.pickup_window),
            delivery=EndOut.of(asked.delivery, asked.delivery_window),
            parcels=[ParcelOut.of(parcel) for parcel in asked.parcels],
            weight_g=sum(parcel.weight_g for parcel in asked.parcels),
            fee=MoneyOut.of(order.fee),
            promise=WindowOut(from_=asked.delivery_window.earliest, to=order.promise),
            placed_at=order.placed_at,
            courier=CourierName.of(courier) if courier else None,
            eta=eta,
            needs_attention=list(order.needs_attention),
            slot_id=order.slot,
            version=order.version,
            proof=asked.proof,
            pin=pin_of(order) or None,
            recipient_note=asked.recipient_note,
            consignment_id=order.consignment,
            tip_minor=order.tip_minor,
            tracking_url=None if order.tracking is None else f"/t/{order.tracking}",
            part=part,
            rides_with=order.rides_with,
        )


class OrdersOut(Answer):
    """Orders, in the order of their ids; `next` goes on after the last."""

    orders: list[OrderOut]
    next: str | None


StateName = Literal[
    "placed", "assigned", "picked_up", "delivered", "failed", "returned", "canceled"
]


class OrdersParams(Params):
    """Which orders: of which day, in which states, after which id."""

    day: Day | None = None
    state: Annotated[list[StateName], Field(max_length=7)] = Field(default_factory=list)
    limit: Annotated[int, Field(ge=1, le=500)] = 100
    after: Identifier | None = None
