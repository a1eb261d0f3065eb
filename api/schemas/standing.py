"""Orders that come again and again."""

from datetime import datetime, time
from typing import Annotated, Literal, Self

from pydantic import ConfigDict, Field, StringConstraints

from api.import_view import said
from api.schemas.fields import Answer, Body, Day, Identifier, LocationOut, Name, Said
from api.schemas.orders import ParcelIn, ParcelOut, PlaceIn, ProofName
from api.schemas.selling import ClockTime
from api.words import Words
from dispatch.model import PlaceWish, Proof, QuoteWish, StandingOrder, StandingState, StorefrontId
from dispatch.standing import Standing, StandingDay

Rule = Annotated[
    str,
    StringConstraints(min_length=10, max_length=200),
    Field(description="RRULE of RFC 5545: daily, weekly or monthly."),
]


class StandingIn(Body):
    """What is wanted again and again; `from` and `to` are when it should be delivered."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "delivery": {"address": "Mannerheimintie 30, Helsinki"},
                    "parcels": [{"description": "Bread", "weight_g": 2500}],
                    "rule": "FREQ=WEEKLY;BYDAY=MO,WE,FR",
                    "starts_on": "2026-06-10",
                    "from": "09:00",
                    "to": "11:00",
                }
            ]
        },
    )

    delivery: PlaceIn
    parcels: Annotated[list[ParcelIn], Field(min_length=1, max_length=100)]
    pickup: PlaceIn | None = None
    storefront_id: Identifier | None = None
    proof: ProofName = "none"
    rule: Rule
    starts_on: Day
    ends_on: Day | None = None
    from_: ClockTime = Field(alias="from")
    to: ClockTime
    ready_at: ClockTime | None = None
    reference: Name = ""

    def value(self) -> Standing:
        """Give what is wanted."""
        storefront = self.storefront_id
        return Standing(
            wish=QuoteWish(
                delivery=self.delivery.value(),
                parcels=tuple(parcel.value() for parcel in self.parcels),
                pickup=self.pickup.value() if self.pickup else None,
                storefront=StorefrontId(storefront) if storefront else None,
                proof=Proof(self.proof),
            ),
            rule=self.rule,
            starts_on=self.starts_on,
            opens=time.fromisoformat(self.from_),
            closes=time.fromisoformat(self.to),
            ready=time.fromisoformat(self.ready_at) if self.ready_at else None,
            reference=self.reference,
            ends_on=self.ends_on,
        )


class StandingChangeIn(StandingIn):
    """What it is from `starts_on` on; the version that was looked at may be named."""

    if_version: Annotated[int, Field(ge=1, le=1_000_000)] | None = None


class StandingStateIn(Body):
    """Whether it goes on, pauses or ends."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"state": "paused"}]})

    state: Literal["active", "paused", "ended"]

    def value(self) -> StandingState:
        """Give the state."""
        return StandingState(self.state)


class SkipIn(Body):
    """A day on which nothing is ordered."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"day": "2026-06-10"}]})

    day: Day


class StandingDayOut(Answer):
    """One of the next days: to come, ordered, missed with a reason, or skipped."""

    day: str
    state: str
    order_id: str | None
    reason: Said | None
    tried_at: datetime | None

    @classmethod
    def of(cls, one: StandingDay, words: Words) -> Self:
        """Write a day."""
        run = one.run
        return cls(
            day=one.day.isoformat(),
            state="to_come" if run is None else run.state.value,
            order_id=run.order if run else None,
            reason=said(run.reason, words, kind="standing") if run and run.reason else None,
            tried_at=run.tried_at if run else None,
        )


class WishedPlaceOut(Answer):
    """A place as it was asked for, ready to be sent again."""

    address: str | None
    location: LocationOut | None
    note: str
    contact: str
    phone: str

    @classmethod
    def of(cls, place: PlaceWish) -> Self:
        """Write a place."""
        return cls(
            address=place.address or None,
            location=LocationOut.of(place.location) if place.location else None,
            note=place.note,
            contact=place.contact,
            phone=place.phone,
        )


class StandingOut(Answer):
    """A standing order with its next days."""

    id: str
    storefront_id: str
    state: str
    version: int
    rule: str
    starts_on: str
    ends_on: str | None
    from_: str = Field(alias="from")
    to: str
    ready_at: str
    reference: str
    address: str
    delivery: WishedPlaceOut
    pickup: WishedPlaceOut | None
    proof: str
    parcels: list[ParcelOut]
    days: list[StandingDayOut]

    @classmethod
    def of(cls, known: StandingOrder, days: tuple[StandingDay, ...], words: Words) -> Self:
        """Write a standing order."""
        return cls(
            id=known.id,
            storefront_id=known.storefront,
            state=known.state.value,
            version=known.version,
            rule=known.rule,
            starts_on=known.starts_on.isoformat(),
            ends_on=known.ends_on.isoformat() if known.ends_on else None,
            from_=_clock(known.opens),
            to=_clock(known.closes),
            ready_at=_clock(known.ready),
            reference=known.reference,
            address=known.wish.delivery.address,
            delivery=WishedPlaceOut.of(known.wish.delivery),
            pickup=WishedPlaceOut.of(known.wish.pickup) if known.wish.pickup else None,
            proof=known.wish.proof.value,
            parcels=[ParcelOut.of(parcel) for parcel in known.wish.parcels],
            days=[StandingDayOut.of(one, words) for one in days],
        )


class StandingsOut(Answer):
    """Standing orders, the oldest first."""

    standing_orders: list[StandingOut]


def _clock(moment: time) -> str:
    return moment.strftime("%H:%M")
