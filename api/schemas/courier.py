"""What couriers get and send: their route, their reports, their pay."""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Literal, Self

from pydantic import ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from api.schemas.day import ShiftOut
from api.schemas.fields import (
    Answer,
    Body,
    Day,
    Identifier,
    LocationIn,
    LocationOut,
    Name,
    Params,
    Timestamp,
    WindowOut,
)
from api.schemas.orders import CourierName, ParcelOut
from api.schemas.payroll import AddedOut
from api.schemas.plans import LineString
from api.words import Words
from dispatch.carried_back import CarriedBack
from dispatch.doubts import TOLD_TO_COURIERS
from dispatch.model import (
    CourierEvent,
    Order,
    OrderId,
    PlannedStop,
    ProofGiven,
    ReportKind,
    ReportResult,
)
from dispatch.proving import proof_wanted
from fairness.statement import PayStatement
from fairness.work import WorkRecord
from routing.solution import StopKind

ReportName = Literal[
    "shift_began",
    "shift_ended",
    "paused",
    "resumed",
    "arrived",
    "picked_up",
    "delivered",
    "failed",
    "returned",
    "waiting_began",
    "waiting_ended",
    "declined",
]
WITHOUT_ORDER = frozenset({"shift_began", "shift_ended", "paused", "resumed"})


class DayParams(Params):
    """Which day; without it, today, or yesterday as long as its shift goes on."""

    day: Day | None = None


class MyStopOut(Answer):
    """One entry of the courier's route, with what they need at the door."""

    id: str
    kind: str
    order_id: str | None
    address: str | None
    note: str | None
    contact: str | None
    phone: str | None
    location: LocationOut | None
    window: WindowOut | None
    arrival: datetime
    start: datetime
    departure: datetime
    travel_s: int
    distance_m: int
    parcels: list[ParcelOut]
    weight_g: int
    state: str
    is_care: bool
    proof: str
    reference: str | None
    order_state: str | None

    @classmethod
    def of(cls, name: str, stop: PlannedStop, order: Order | None) -> Self:
        """Write a stop."""
        place = stop.place
        parcels = order.delivery.parcels if order else ()
        return cls(
            id=name,
            kind=stop.kind,
            order_id=stop.order,
            address=place.address if place else None,
            note=_note(stop, order),
            contact=place.contact if place else None,
            phone=place.phone if place else None,
            location=LocationOut.of(stop.location) if stop.location else None,
            window=WindowOut.of(stop.window) if stop.window else None,
            arrival=stop.arrival,
            start=stop.start,
            departure=stop.departure,
            travel_s=stop.travel_s,
            distance_m=stop.distance_m,
            parcels=[ParcelOut.of(parcel) for parcel in parcels],
            weight_g=sum(parcel.weight_g for parcel in parcels),
            state=stop.state,
            is_care=stop.is_care,
            proof=proof_wanted(order) if order and stop.kind == StopKind.DELIVERY else "none",
            reference=order.reference or None if order else None,
            order_state=order.state if order else None,
        )


def _note(stop: PlannedStop, order: Order | None) -> str | None:
    """Say what sender and recipient want the courier to know, as of now."""
    if stop.place is None or order is None or stop.kind != StopKind.DELIVERY:
        return stop.place.note if stop.place else None
    delivery = order.delivery
    return " / ".join(note for note in (delivery.delivery.note, delivery.recipient_note) if note)


class BackOut(Answer):
    """An order whose parcels go back to where they are from."""

    order_id: str
    reference: str | None
    is_canceled: bool
    address: str
    contact: str | None
    location: LocationOut
    recipient: str

    @classmethod
    def of(cls, back: CarriedBack) -> Self:
        """Write an order that goes back."""
        order = back.order
        sender, recipient = order.delivery.pickup, order.delivery.delivery
        return cls(
            order_id=order.id,
            reference=order.reference or None,
            is_canceled=back.is_canceled,
            address=sender.address,
            contact=sender.contact,
            location=LocationOut.of(sender.location),
            recipient=recipient.contact or recipient.address,
        )


class MyRouteOut(Answer):
    """The courier's day as the plan in force has it."""

    day: str
    version: int | None
    courier: CourierName
    shift: ShiftOut | None
    stops: list[MyStopOut]
    back: list[BackOut]
    ends_at: datetime | None
    geometry: LineString | None


class ProofIn(Body):
    """What was brought from the recipient's door."""

    pin: Annotated[str, Field(pattern=r"^[0-9]{4}$")] | None = None
    signed_by: Name = ""
    photo_sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")] | None = None
    is_id_seen: bool = False

    def value(self) -> ProofGiven:
        """Give the proof."""
        return ProofGiven(
            pin=self.pin or "",
            signed_by=self.signed_by,
            photo_sha256=self.photo_sha256 or "",
            is_id_seen=self.is_id_seen,
        )


class ReportIn(Body):
    """One thing that happened, with the phone's true time."""

    sequence: Annotated[int, Field(ge=1, le=2**53)]
    kind: ReportName
    at: Timestamp
    phone_at: Timestamp | None = None
    order_id: Identifier | None = None
    reason: Annotated[str, Field(max_length=200)] = ""
    location: LocationIn | None = None
    proof: ProofIn | None = None

    @model_validator(mode="after")
    def _names_its_order(self) -> Self:
        if self.order_id is None and self.kind not in WITHOUT_ORDER:
            kind = "order_id_missing"
            raise PydanticCustomError(kind, "Expected an order_id.")
        return self

    def value(self, device: str) -> CourierEvent:
        """Give the report."""
        return CourierEvent(
            device=device,
            sequence=self.sequence,
            kind=ReportKind(self.kind),
            at=self.at,
            phone_at=self.phone_at,
            order=OrderId(self.order_id) if self.order_id else None,
            reason=self.reason,
            location=self.location.value() if self.location else None,
            proof=self.proof.value() if self.proof else None,
        )


class ReportsIn(Body):
    """What a phone reports, in its own order."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "device": "phone-7f3a",
                    "events": [
                        {
                            "sequence": 1,
                            "kind": "arrived",
                            "order_id": "order-01",
                            "at": "2026-03-02T12:30:00+02:00",
                        },
                    ],
                },
            ],
        },
    )

    device: Identifier
    courier_id: Identifier | None = None
    """Whose reports these are, where several couriers use one phone."""
    events: Annotated[list[ReportIn], Field(min_length=1, max_length=2_000)]

    def value(self) -> tuple[CourierEvent, ...]:
        """Give the reports."""
        return tuple(event.value(self.device) for event in self.events)


class ResultOut(Answer):
    """What became of one report."""

    sequence: int
    result: str
    code: str | None
    message: str | None

    @classmethod
    def of(cls, result: ReportResult, words: Words) -> Self:
        """Write what became of a report."""
        code = result.code or None
        key = f"doubt.{code}" if code in TOLD_TO_COURIERS else f"problem.{code}.detail"
        message = words.say(key) if code else None
        return cls(
            sequence=result.sequence,
            result=result.outcome,
            code=code,
            message=message,
        )


class ResultsOut(Answer):
    """What became of the reports."""

    results: list[ResultOut]
    sent_at: datetime


class DeclineIn(Body):
    """An order to give back; no reason is asked."""

    order_id: Identifier


class DeclinedOut(Answer):
    """An order that was given back."""

    order_id: str
    at: datetime


class PaidRecordOut(Answer):
    """A stretch of work that is paid."""

    kind: str
    begins_at: datetime
    ends_at: datetime
    metres: int

    @classmethod
    def of(cls, record: WorkRecord, words: Words) -> Self:
        """Write a record, its kind in words."""
        return cls(
            kind=words.say(f"value.paid_kinds.{record.kind}"),
            begins_at=record.begins_at,
            ends_at=record.ends_at,
            metres=record.meters,
        )


class PayLineOut(Answer):
    """One line of pay with the clause that it follows and how many records are behind it.

    Those of the day are there one by one.
    """

    clause: str
    rule: str
    label: str
    amount_minor: int
    records: int
    behind: list[PaidRecordOut]


class PayOut(Answer):
    """Pay of a day or of a week."""

    online_s: int
    drops: int
    lines: list[PayLineOut]
    floor_minor: int
    top_up_minor: int
    premiums_minor: int
    tips_minor: int
    total_minor: int

    @classmethod
    def of(
        cls,
        statements: Iterable[PayStatement],
        *,
        drops: int,
        words: Words,
        shown: Iterable[WorkRecord] = (),
    ) -> Self:
        """Add statements up; lines of the same kind and clause become one.

        Of the records behind a line, those that are `shown` are written out in their order.
        """
        whole = tuple(statements)
        told = sorted(shown, key=lambda one: (one.begins_at, one.id))
        amounts: dict[tuple[str, str], int] = {}
        records: dict[tuple[str, str], set[str]] = {}
        for line in (line for statement in whole for line in statement.lines):
            key = (line.clause, str(line.key))
            amounts[key] = amounts.get(key, 0) + line.amount_minor
            records.setdefault(key, set()).update(line.records)
        return cls(
            online_s=sum(one.paid_s for one in whole),
            drops=drops,
            lines=[
                PayLineOut(
                    clause=clause,
                    rule=words.say(f"clause.{clause}"),
                    label=words.say(f"pay.{key}"),
                    amount_minor=amount,
                    records=len(records[(clause, key)]),
                    behind=[
                        PaidRecordOut.of(one, words)
                        for one in told
                        if one.id in records[(clause, key)]
                    ],
                )
                for (clause, key), amount in amounts.items()
            ],
            floor_minor=sum(one.floor_minor for one in whole),
            top_up_minor=sum(one.top_up_minor for one in whole),
            premiums_minor=sum(one.premiums_minor for one in whole),
            tips_minor=sum(one.tips_minor for one in whole),
            total_minor=sum(one.total_minor for one in whole),
        )


class MyPayOut(Answer):
    """Pay of the day, of the week around it, and the balance over the period."""

    day: PayOut
    period: PayOut
    first_day: str
    last_day: str
    currency: str
    balance_minor: int
    balance_s: int
    policy_version: int
    added: list[AddedOut]
