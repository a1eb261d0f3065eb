"""Shifts as the desk sees, agrees and changes them."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Self

from pydantic import ConfigDict, Field

from api.schemas.availability import TheirAvailabilityOut
from api.schemas.couriers import ETag, Skills
from api.schemas.day import CareOut
from api.schemas.fields import (
    Answer,
    Body,
    Day,
    Identifier,
    LocationIn,
    LocationOut,
    Params,
    Timestamp,
    WindowIn,
    WindowOut,
)
from api.schemas.times import AbsenceOut, RideIn
from dispatch.etags import etag_of
from dispatch.model import CourierId, Shift, ShiftBreak
from dispatch.shift_desk import Roster, ShiftEffect, ShiftWish

MOST_BREAKS = 10
MOST_DAYS = 62


class ShiftsParams(Params):
    """Which days, both included; without them, the week that today is in."""

    first_day: Day | None = None
    last_day: Day | None = None


class ShiftBreakIn(Body):
    """A rest that must begin inside a window."""

    window: WindowIn
    duration_s: Annotated[int, Field(ge=60, le=43_200)]
    is_paid: bool = True

    def value(self) -> ShiftBreak:
        """Give the break."""
        return ShiftBreak(
            window=self.window.value(), duration_s=self.duration_s, is_paid=self.is_paid
        )


class ShiftBreakOut(Answer):
    """A rest that must begin inside a window."""

    window: WindowOut
    duration_s: int
    is_paid: bool


class ShiftHoursIn(Body):
    """What a shift should be; what is left out is as usual, or stays."""

    starts_at: Timestamp
    ends_at: Timestamp
    ride: RideIn | None = None
    skills: Skills | None = None
    start: LocationIn | None = None
    breaks: Annotated[list[ShiftBreakIn], Field(max_length=MOST_BREAKS)] | None = None
    dry_run: bool = False

    def value(self, courier: str) -> ShiftWish:
        """Give what is wished for."""
        ride = self.ride
        return ShiftWish(
            courier=CourierId(courier),
            starts_at=self.starts_at,
            ends_at=self.ends_at,
            profile=ride.profile if ride else None,
            capacity=(ride.capacity_g, ride.capacity_cm3) if ride else None,
            skills=None if self.skills is None else frozenset(self.skills),
            start=self.start.value() if self.start else None,
            breaks=None if self.breaks is None else tuple(one.value() for one in self.breaks),
        )


class DeskShiftIn(ShiftHoursIn):
    """A shift that somebody has agreed to."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "courier_id": "courier-1",
                    "starts_at": "2026-03-02T10:00:00+02:00",
                    "ends_at": "2026-03-02T15:00:00+02:00",
                    "dry_run": True,
                }
            ]
        },
    )

    courier_id: Identifier


class ShiftChangeIn(ShiftHoursIn):
    """A shift as it should be; the tag of what was looked at may be named."""

    if_match: ETag | None = None


class ShiftCancelIn(Body):
    """Whether to call it off or only to tell what that would do."""

    if_match: ETag | None = None
    dry_run: bool = False


class HandOverIn(Body):
    """Who takes a shift over."""

    courier_id: Identifier
    if_match: ETag | None = None


class ShiftEndIn(Body):
    """When somebody really ended a shift."""

    at: Timestamp


class DeskShiftOut(Answer):
    """A shift as the desk sees it."""

    id: str
    courier_id: str
    day: date
    starts_at: datetime
    ends_at: datetime
    state: str
    profile: str
    capacity_g: int
    capacity_cm3: int
    skills: list[str]
    start: LocationOut
    breaks: list[ShiftBreakOut]
    care: list[CareOut]
    is_offered: bool
    etag: str

    @classmethod
    def of(cls, shift: Shift) -> Self:
        """Write a shift."""
        grams, volume = shift.capacity[:2]
        return cls(
            id=shift.id,
            courier_id=shift.courier,
            day=shift.day,
            starts_at=shift.starts_at,
            ends_at=shift.ends_at,
            state=shift.state,
            profile=shift.profile,
            capacity_g=grams,
            capacity_cm3=volume,
            skills=sorted(shift.skills),
            start=LocationOut.of(shift.start),
            breaks=[
                ShiftBreakOut(
                    window=WindowOut.of(one.window),
                    duration_s=one.duration_s,
                    is_paid=one.is_paid,
                )
                for one in shift.breaks
            ],
            care=[CareOut(begins_at=one.begins_at, ends_at=one.ends_at) for one in shift.care],
            is_offered=shift.is_offered,
            etag=etag_of(shift),
        )


class AwayOut(AbsenceOut):
    """Days on which a courier is away, and who."""

    courier_id: str


class StretchOut(Answer):
    """A part of a shift."""

    begins_at: datetime
    ends_at: datetime


class OutsideOut(Answer):
    """Parts of a shift in which its courier did not say that they could work."""

    shift_id: str
    parts: list[StretchOut]


def _stretches(parts: Sequence[tuple[datetime, datetime]]) -> list[StretchOut]:
    return [StretchOut(begins_at=begins, ends_at=ends) for begins, ends in parts]


class ShiftsOut(Answer):
    """Who works on some days, who is away, and when couriers said that they can work."""

    first_day: date
    last_day: date
    shifts: list[DeskShiftOut]
    absences: list[AwayOut]
    availability: list[TheirAvailabilityOut]
    outside: list[OutsideOut]

    @classmethod
    def of(cls, first: date, last: date, roster: Roster) -> Self:
        """Write a roster."""
        return cls(
            first_day=first,
            last_day=last,
            shifts=[DeskShiftOut.of(shift) for shift in roster.shifts],
            absences=[
                AwayOut(
                    id=one.id,
                    courier_id=one.courier,
                    first_day=one.first_day,
                    last_day=one.last_day,
                )
                for one in roster.absences
            ],
            availability=[TheirAvailabilityOut.of(one) for one in roster.availability],
            outside=[
                OutsideOut(shift_id=name, parts=_stretches(parts))
                for name, parts in roster.outside.items()
            ],
        )


class OrderToGiveOut(Answer):
    """An order that needs somebody else."""

    id: str
    reference: str
    address: str


class ShiftEffectOut(Answer):
    """A shift as it is or would be, and what that does to its day."""

    shift: DeskShiftOut | None
    day: date
    online_s: int
    to_give: list[OrderToGiveOut]
    num_unassigned: int
    outside: list[StretchOut]

    @classmethod
    def of(cls, effect: ShiftEffect) -> Self:
        """Write an effect."""
        return cls(
            shift=DeskShiftOut.of(effect.shift) if effect.shift else None,
            day=effect.day,
            online_s=int(effect.online.total_seconds()),
            to_give=[
                OrderToGiveOut(
                    id=order.id,
                    reference=order.reference,
                    address=order.delivery.delivery.address,
                )
                for order in effect.to_give
            ],
            num_unassigned=effect.num_unassigned,
            outside=_stretches(effect.outside),
        )
